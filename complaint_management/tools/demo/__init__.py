# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A past for demonstration data: made up by a seed, pure Python."""

from .customers import CUSTOMERS, make_customer
from .history import PastCase, Step, make_history
from .topics import OUTBREAKS, TOPICS
