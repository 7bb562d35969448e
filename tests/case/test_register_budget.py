# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What registering a case may ask of the database, room by room.

Each capability that is built hangs a little more on ``create``, and nobody notices. So
each room has a budget: whoever needs a query more there says so here.
"""

import re
import sys
from collections import defaultdict
from contextlib import contextmanager
from unittest.mock import patch

from odoo.sql_db import Cursor
from odoo.tests import tagged

from ..common import ComplaintCase

PLACE = re.compile("complaint_management/(?:models|report)/(.*)")
# What only hands on what others ask for.
PASSING = (
    "case/phases.py",
    "common/base.py",
    "portal/case_access.py",
    "answer/case_rating.py",
    "protection/case_impartial.py",
    "protection/evidence_message.py",
    "protection/mail_thread.py",
)
# Queries of one case whose category names a team and a unit.
BUDGET = {
    "odoo": 11,
    "common": 2,
    "case": 5,
    "clock": 2,
    "mail": 4,
    "insight": 1,
}


def _find_room():
    """The room that asks, as the innermost file of ours that is not only passed."""
    frame = sys._getframe(2)
    while frame:
        found = PLACE.search(frame.f_code.co_filename)
        if found and found[1] not in PASSING:
            return found[1].split("/")[0]
        frame = frame.f_back
    return "odoo"


@contextmanager
def counting_by_room():
    """Collect the queries that each room makes.

    :return: dict of room to the beginnings of its statements
    """
    asked = defaultdict(list)
    execute = Cursor.execute

    def count(cursor, query, *args, **kwargs):
        asked[_find_room()].append(" ".join(str(query).split())[:90])
        return execute(cursor, query, *args, **kwargs)

    with patch.object(Cursor, "execute", count):
        yield asked


@tagged("post_install", "-at_install")
class TestRegisterBudget(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category.user_id = False
        cls.vals = {
            "name": "Charged twice",
            "partner_id": cls.env["res.partner"].create({"name": "Li Wei"}).id,
            "category_id": cls.category.id,
            "description": "<p>Two meters were swapped.</p>",
        }

    def _register(self, count=1):
        """Register as a person does, and say which room asked how often."""
        cases = self.env(user=self.clerk, context={})["complaint.complaint"]
        # The first case of a year makes its numbers, the second fills the caches.
        for _case in range(2):
            cases.create([dict(self.vals)])
            # What was made is decided, as after a request of its own.
            self.env.registry.cache_invalidated.clear()
        self.env.flush_all()
        self.env.invalidate_all()
        with counting_by_room() as asked:
            cases.create([dict(self.vals) for _case in range(count)])
            self.env.flush_all()
            # What comes before the end of the transaction.
            self.env["complaint.fact"]._keep_in_step()
        return asked

    def _find_excess(self, asked):
        """Rooms that asked more often than their budget, with what they asked."""
        return {
            room: (found, BUDGET.get(room, 0))
            for room, found in asked.items()
            if len(found) > BUDGET.get(room, 0)
        }

    def test_each_room_keeps_its_budget(self):
        excess = self._find_excess(self._register())
        if excess:
            # A cache that another test has emptied is full again by now.
            excess = self._find_excess(self._register())
        self.assertFalse(excess, "room: (queries, budget)")

    def test_no_budget_is_higher_than_what_is_spent(self):
        """What was saved is not spent again unseen."""
        asked = self._register()
        spare = {room: BUDGET[room] - len(asked[room]) for room in BUDGET}
        # One may have been answered by what another test left in a cache.
        self.assertFalse({room: left for room, left in spare.items() if left > 1})

    def test_many_cost_little_more_than_one(self):
        """An import asks for all of its cases at once."""
        some = sum(map(len, self._register(30).values()))
        many = sum(map(len, self._register(60).values()))
        self.assertLessEqual(many, some + 2)
