# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Policies, targets, clocks and their ledger: what was promised by when, and kept.

Uses the case and its protection. Its main model is ``complaint.clock``.
"""

from . import claim
from . import policy_lines
from . import case
