# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Letters carry the day that it is where the customer is (odoo/odoo#2482)."""

from datetime import datetime

from odoo.tests import tagged

from ..common import ComplaintCase

MOMENT = datetime(2025, 12, 31, 20, 30)  # in Shanghai, it is the next year
LETTERS = ("report_answer_letter", "report_acknowledgement_letter")


@tagged("post_install", "-at_install")
class TestLetterDate(ComplaintCase):
    def _print(self, letter, case, user):
        report = self.env["ir.actions.report"].with_user(user)
        report = report.with_context(tz=user.tz)
        name = f"complaint_management.{letter}"
        return report._render_qweb_html(name, case.ids)[0].decode()

    def test_whoever_prints_them(self):
        customer = self.env["res.partner"].create(
            {"name": "Li Wei", "email": "li.wei@example.com", "tz": "Asia/Shanghai"}
        )
        case = self._bring_to(self._create_case(partner_id=customer.id), "answered")
        case.flush_recordset()
        self.env.cr.execute(
            "UPDATE complaint_complaint SET date_received = %s, date_answered = %s,"
            " date_acknowledged = %s WHERE id = %s",
            [MOMENT, MOMENT, MOMENT, case.id],
        )
        case.invalidate_recordset()
        for tz in ("America/Los_Angeles", "UTC", "Asia/Shanghai"):
            self.officer.tz = tz
            for letter in LETTERS:
                words = self._print(letter, case, self.officer)
                self.assertIn("01/01/2026", words, (tz, letter))
                self.assertNotIn("12/31/2025", words, (tz, letter))
