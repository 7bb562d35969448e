# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the customer reads when a case ended, and what is offered to choose (R39)."""

from odoo.tests import HttpCase, tagged

from ..common import ComplaintCase

WORDS = "<p>It is for the landlord to decide. Call the union of tenants.</p>"


@tagged("post_install", "-at_install")
class TestEndedPage(HttpCase, ComplaintCase):
    def _open(self, case):
        self.env.flush_all()
        token = case._portal_ensure_token()
        return self.url_open(f"/my/complaints/{case.id}?access_token={token}").text

    def test_named_people_read_why_it_ended(self):
        case = self._with_mail(self._create_case())
        case.with_user(self.handler).action_cancel(
            reason="Not ours", cancel_reason="out_of_scope", words=WORDS
        )
        text = self._open(case)
        self.assertEqual(text.count("Call the union of tenants"), 1)
        self.assertIn("It is not for us to decide", text)
        self.assertNotIn("Not ours", text)

    def test_who_has_no_email_reads_it_as_well(self):
        case = self._create_case(email_from=False, phone="555")
        case.with_user(self.handler).action_cancel(
            reason="Taken back", cancel_reason="withdrawn"
        )
        self.assertIn("We confirm that you took", self._open(case))


@tagged("post_install", "-at_install")
class TestPublicChoice(ComplaintCase):
    def test_what_only_authorities_do_is_not_offered(self):
        """Customers choose what it is about, branch by branch (R24)."""
        categories = self.env["complaint.category"]
        tree = categories._get_public_tree(self.company)
        forwarded = self.env.ref(
            "complaint_management.complaint_category_utility_forwarded"
        )
        offered = categories.union(*(top | below for top, below in tree))
        self.assertNotIn(forwarded, offered)
        self.assertIn(forwarded.parent_id, offered)
