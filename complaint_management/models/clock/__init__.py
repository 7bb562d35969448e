# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Policies, targets, clocks and their ledger: what was promised by when, and kept.

Uses the case and its protection. Its main model is ``complaint.clock``. How long a case
was in each state, in working time, says ``case_time``.
"""

from . import claim, policy_lines, case, case_time, transition
