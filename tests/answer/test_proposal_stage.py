# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where a proposal stands: answered cases look answered, in every list (R191, R46)."""

from odoo.tests import tagged

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestProposalStage(ComplaintCase):
    def test_it_follows_the_decision_and_the_answer(self):
        case = self._create_case()
        self.assertFalse(case.proposal_stage)
        for place, stage in (
            ("investigating", False),
            ("proposed", "draft"),
            ("pending", "pending"),
            ("approved", "approved"),
            ("answered", "answered"),
        ):
            self._bring_to(case, place)
            self.assertEqual(case.proposal_stage, stage, place)
            if stage:
                found = self.Complaint.search(
                    [("proposal_stage", "=", stage), ("id", "=", case.id)]
                )
                self.assertEqual(found, case)
        case.with_user(self.handler).customer_response = "rejected"
        self.assertEqual(case.proposal_stage, "replied")

    def test_it_ends_with_the_proposal(self):
        case = self._bring_to(self._create_case(), "resolved")
        self.assertFalse(case.proposal_stage)

    def test_a_changed_decision_is_in_preparation_again(self):
        case = self._bring_to(self._create_case(), "answered")
        case.with_user(self.handler).answer = "<p>Something else.</p>"
        self.assertEqual(case.proposal_stage, "draft")
