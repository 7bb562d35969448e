# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The number of a case in a mail is found wherever it stands, by who is known there."""

from odoo.tests import tagged

from .gate_common import MailgateCase


@tagged("post_install", "-at_install")
class TestNumber(MailgateCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_case()
        # So that nothing but the number leads there.
        cls._create_case()

    def _get_writings(self, case=None):
        number = (case or self.case).number
        return [
            f"单号{number}的投诉",
            f"Nr.{number}",
            f"AW: [{number}] Fotos",
            f"Fwd: {number.replace('/', '-')}.pdf",
            number.replace("/", "_"),
            number.replace("/", " ").lower(),
            f"Ihr Zeichen:{number}; unser Zeichen 4711/2026",
        ]

    def test_wherever_it_stands(self):
        for subject in self._get_writings():
            with self.subTest(subject=subject):
                self.assertEqual(self._write(subject, Subject=subject), self.case)

    def test_stranger_stays_outside(self):
        for subject in self._get_writings():
            with self.subTest(subject=subject):
                case = self._write(Subject=subject, From="x@evil.example")
                self.assertNotEqual(case, self.case)
                self.assertIn(self.case.number, self._get_notes(case))
                case._transition("cancel", reason="x", vals={"cancel_reason": "spam"})
        self.assertFalse(self._get_words(self.case))

    def test_in_the_words(self):
        """Who is known, and writes about one open case, need not name it above."""
        text = f"Hello, about my case {self.case.number.replace('/', '-')}: photos."
        self.assertEqual(self._write(text, Subject="Photos"), self.case)
        stranger = self._write(text, Subject="Photos", From="x@evil.example")
        self.assertNotEqual(stranger, self.case)

    def test_in_passing(self):
        """A closed case that is mentioned stays closed; two are none."""
        other = self._create_case()
        both = f"{self.case.number} and {other.number}"
        self.assertNotIn(self._write(both, Subject="Two"), self.case | other)
        self._bring_to(self.case, "closed")
        text = f"It is as in {self.case.number}."
        self.assertNotEqual(self._write(text, Subject="Again"), self.case)
        self.assertEqual(self.case.state, "closed")

    def test_prefix_of_another_company(self):
        other = self.env["res.company"].create({"name": "Water Works"})
        sequence = self.env["ir.sequence"].search(
            [("code", "=", "complaint.complaint"), ("company_id", "=", other.id)]
        )
        sequence.prefix = "投诉-W%(range_year)s."
        case = self.Complaint.with_company(other).create(
            {
                "name": "Wet",
                "email_from": "li.wei@example.com",
                "company_id": other.id,
            }
        )
        self.assertIn("投诉-W", case.number)
        for subject in (f"Re: {case.number}", case.number.replace("-", "/")):
            with self.subTest(subject=subject):
                self.assertEqual(self._write(subject, Subject=subject), case)

    def test_number_of_an_older_register(self):
        case = self.Complaint.create(self._prepare_case_vals(number="ALT 18"))
        for subject in ("About ALT18.", "alt-18", "Fall ALT 18!"):
            self.assertEqual(self._write(subject, Subject=subject), case)
