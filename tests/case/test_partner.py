# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The cases of a customer, on the customer."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..intake.common import IntakeCase


@tagged("post_install", "-at_install")
class TestPartner(IntakeCase):
    def test_counts_of_the_whole_commercial_entity(self):
        """All cases of the customer company, open and total (R37)."""
        self._register("A", partner_id=self.customer.id)
        self._register("B", partner_id=self.customer_company.id)
        closed = self._register("C", partner_id=self.customer.id)
        self._force(closed, state="closed")
        for partner in (self.customer, self.customer_company):
            partner = partner.with_user(self.officer)
            self.assertEqual(partner.complaint_count, 3)
            self.assertEqual(partner.complaint_open_count, 2)
            action = partner.action_view_complaints()
            self.assertEqual(self.Complaint.search_count(action["domain"]), 3)
        self.assertEqual(self.stranger.with_user(self.officer).complaint_count, 0)

    def test_only_what_the_reader_may_see(self):
        """A protected case counts for nobody: the number would tell (R152)."""
        self._register("A", partner_id=self.customer.id, identity_mode="confidential")
        self._register("B", partner_id=self.customer.id, user=self.employee)
        self._register("C", partner_id=self.customer.id, team_id=self.other_team.id)
        for user, count in ((self.officer, 2), (self.handler, 1), (self.employee, 1)):
            partner = self.customer.with_user(user)
            self.assertEqual(partner.complaint_count, count, user.login)

    def test_not_for_portal_users(self):
        portal = self._create_user("case_portal", "base.group_portal")
        partner = portal.partner_id.with_user(portal)
        with self.assertRaises(AccessError):
            partner.read(["complaint_count"])
        self.assertNotIn("complaint_count", partner.fields_get())

    def test_no_query_per_partner(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Partner {i}"} for i in range(40)]
        )
        self.Complaint.create(
            [{"name": "X", "partner_id": partner.id} for partner in partners]
        )
        self.env.flush_all()
        partners.mapped("name")
        with self.assertQueryCount(2):
            partners.mapped("complaint_count")
        self.assertEqual(partners.mapped("complaint_count"), [1] * 40)
