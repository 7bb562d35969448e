# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The number stands in a mail as on the page, and a subject is no sentence."""

from odoo.tests import tagged

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestTitle(ComplaintCase):
    def test_the_number_is_written_as_everywhere(self):
        case = self._with_mail(self._create_case())
        case.with_user(self.clerk).action_acknowledge()
        mail = self.env["mail.mail"].search(
            [("res_id", "=", case.id), ("complaint_milestone", "=", "acknowledge")]
        )
        self.assertIn(case.number, mail.body_html)
        self.assertNotIn(case.number.replace("/", "-"), mail.body_html)

    def test_a_subject_made_from_a_story_has_no_point(self):
        """It is quoted in our letters: “…on the carpet”. (and no two points)"""
        for story, subject in (
            ("The sofa came with a stain on the carpet.", "…on the carpet"),
            ("这张账单不对。", "不对"),
            ("Why is it late?", "late?"),
            ("I was thinking...", "thinking..."),
        ):
            case = self._create_case(name=False, description=f"<p>{story}</p>")
            self.assertTrue(case.name.endswith(subject.strip("…")), case.name)
