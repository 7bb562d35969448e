# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from itertools import product

from odoo.tests import new_test_user, tagged

from ..common import ComplaintCase

ORDERS = (None, "", "id", "name desc", "date_received", "number, id desc")
LIMITS = (None, 0, 1, 2)


@tagged("post_install", "-at_install")
class TestPortalSearch(ComplaintCase):
    """Customers count, search and group their cases by remote call."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = new_test_user(cls.env, "count_portal", groups="base.group_portal")
        cls.own = cls.Complaint.union(
            *(
                cls._create_case(partner_id=cls.portal.partner_id.id, name=name)
                for name in ("Alpha", "Beta", "Gamma")
            )
        )
        cls._create_case()
        cls.cases = cls.Complaint.with_user(cls.portal)

    def test_count(self):
        self.assertEqual(self.cases.search_count([]), 3)
        self.assertEqual(self.cases.search_count([("name", "=", "Beta")]), 1)
        self.assertEqual(self.cases.search_count([], limit=2), 2)

    def test_search(self):
        """In every order, from every place, whatever the limit."""
        for order, limit, offset in product(ORDERS, LIMITS, (0, 1)):
            with self.subTest(order=order, limit=limit, offset=offset):
                expected = min(limit or 3, 3 - offset)
                rows = self.cases.search_read(
                    [], ["name"], offset=offset, limit=limit, order=order
                )
                self.assertEqual(len(rows), expected)
                found = self.cases.search([], offset, limit, order)
                self.assertEqual(len(found), expected)
                page = self.cases.web_search_read(
                    [], {"name": {}}, offset=offset, limit=limit, order=order
                )
                self.assertEqual(len(page["records"]), expected)
                self.assertEqual(page["length"], 3)

    def test_usual_order(self):
        """Not how serious we find a case: when it came."""
        self.own[0].severity = "3"
        self.assertEqual(self.cases.search([]), self.own.sorted("id", reverse=True))

    def test_group(self):
        for by in ("kind", "date_received:month", "company_id"):
            with self.subTest(by=by):
                [row] = self.cases.formatted_read_group([], [by], ["__count"])
                self.assertEqual(row["__count"], 3)
                groups = self.cases.web_read_group([], [by], ["__count"])
                self.assertEqual(groups["length"], 1)
        for order, limit in product(("name", "name desc", None), (None, 1)):
            rows = self.cases.formatted_read_group(
                [], ["name"], ["__count"], order=order, limit=limit
            )
            self.assertEqual(len(rows), limit or 3)

    def test_names(self):
        for limit in (None, 1, 100):
            found = self.cases.name_search("", limit=limit)
            self.assertEqual(len(found), 1 if limit == 1 else 3)
        self.assertEqual(len(self.cases.name_search("Alpha")), 1)
