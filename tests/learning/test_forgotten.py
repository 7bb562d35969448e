# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who is forgotten is forgotten in what several cases share, too (R149)."""

from odoo.tests import tagged

from .common import LearningCase


@tagged("post_install", "-at_install")
class TestForgotten(LearningCase):
    def test_an_action_of_two_cases_names_neither_of_their_complainants(self):
        """Both become protected at once, and share one action."""
        cases = self.case | self._create_case()
        people = self.env["res.partner"].create(
            [{"name": "Quintessa Oldfield"}, {"name": "Barnabas Wigglesworth"}]
        )
        for case, partner in zip(cases, people, strict=True):
            case.partner_id = partner
        action = self._create_action(
            complaint_ids=[(6, 0, cases.ids)],
            name="Call Quintessa Oldfield",
            description="<p>And Barnabas Wigglesworth, and Quintessa Oldfield.</p>",
        )
        self.env.flush_all()
        cases.write({"identity_mode": "confidential"})
        self.env.invalidate_all()
        said = f"{action.name} {action.description}"
        self.assertNotIn("Oldfield", said)
        self.assertNotIn("Wigglesworth", said)
