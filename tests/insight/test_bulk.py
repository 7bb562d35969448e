# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is done to a selection: by the gates of one case, for all or for none."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestBulk(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # How somebody else is asked first, tests/case/test_handover.py tries.
        cls.company.complaint_handover_accept = False
        cls.cases = cls.Complaint.browse()
        for index in range(3):
            cls.cases |= cls._create_case(user_id=cls.handler.id, name=f"Case {index}")

    def _open(self, button, user=None):
        """The dialog that a button over the list opens."""
        action = getattr(self.cases.with_user(user or self.handler), button)()
        model = self.env[action["res_model"]].with_user(user or self.handler)
        return model.with_context(**action["context"])

    def test_assign(self):
        dialog = self._open("action_assign").create({"user_id": self.colleague.id})
        dialog.action_confirm()
        self.assertEqual(self.cases.user_id, self.colleague)

    def test_assign_names_who_refuses_and_changes_nothing(self):
        """One case is about the new handler: none is given to them."""
        self.cases[1].complained_employee_ids = self.staff[self.investigator]
        dialog = self._open("action_assign").create({"user_id": self.investigator.id})
        with self._assert_refused(self.cases[1].number) as _refused:
            dialog.action_confirm()
        self.assertEqual(self.cases.user_id, self.handler)

    def test_refusal_names_only_those_that_refuse(self):
        self.cases[1]._hold("No photos", "Photos", "customer", 5)
        dialog = self._open("action_hold").create(
            {"reason": "No meter reading", "asked_what": "The reading", "days": 5}
        )
        with self.assertRaisesRegex(Exception, self.cases[1].number) as refused:
            dialog.action_confirm()
        for case in self.cases[0] | self.cases[2]:
            self.assertNotIn(case.number, str(refused.exception))
        self.assertEqual(self.cases.filtered("on_hold"), self.cases[1])

    def test_hold(self):
        dialog = self._open("action_hold").create(
            {"reason": "No meter reading", "asked_what": "The reading", "days": 5}
        )
        dialog.action_confirm()
        self.assertTrue(all(case.on_hold for case in self.cases))

    def test_cancel_with_a_reason(self):
        dialog = self._open("action_cancel").create(
            {"reason": "Withdrawn by letter", "cancel_reason": "withdrawn"}
        )
        dialog.action_confirm()
        self.assertEqual(set(self.cases.mapped("state")), {"cancelled"})

    def test_cancel_all_or_none(self):
        self._bring_to(self.cases[2], "closed")
        dialog = self._open("action_cancel", self.officer).create(
            {"reason": "Withdrawn by letter", "cancel_reason": "withdrawn"}
        )
        with self._assert_refused(self.cases[2].number):
            dialog.action_confirm()
        self.assertEqual(set(self.cases[:2].mapped("state")), {"new"})

    def test_notice(self):
        """Each customer is told, in a contact of their own."""
        until = fields.Datetime.now() + timedelta(days=3)
        dialog = self._open("action_send_notices").create(
            {"words": "<p>The meter is being tested.</p>", "until": until}
        )
        dialog.action_send()
        for case in self.cases:
            contact = case.contact_ids.filtered(lambda c: c.purpose == "progress")
            self.assertIn("The meter is being tested", contact.words)
            self.assertEqual(contact.callback_date, until.replace(microsecond=0))

    def test_nobody_hears_from_us_at_night(self):
        """A day without a time means its evening, as in the dialog of one case."""
        self.handler.tz = "UTC"
        day = fields.Datetime.now().replace(hour=2, minute=0, second=0, microsecond=0)
        with Form(self._open("action_send_notices")) as form:
            form.words = "<p>The meter is being tested.</p>"
            form.until = day + timedelta(days=3)
            self.assertEqual(form.until, (day + timedelta(days=3)).replace(hour=17))
            form.until = (day + timedelta(days=3)).replace(hour=9)
            self.assertEqual(form.until.hour, 9, "What was chosen stays")

    def test_notice_meets_the_gates_of_one(self):
        dialog = self._open("action_send_notices").create(
            {"words": "<p>We tested […what…]</p>"}
        )
        with self._assert_refused("[…what…]"):
            dialog.action_send()
        self.assertFalse(self.cases.contact_ids.filtered("words"))

    def test_one_case_has_its_own_notice(self):
        action = self.cases[0].with_user(self.handler).action_send_notices()
        self.assertEqual(action["res_model"], "complaint.notice")

    def test_only_who_may_work_on_all_of_them(self):
        with self.assertRaises(AccessError):
            self.cases.with_user(self.outsider).action_assign()
