# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A policy shows what it promises, and a case why it has this policy."""

from odoo.tests import Form, tagged

from .common import MONDAY, ClockCase


@tagged("post_install", "-at_install")
class TestPolicyScreens(ClockCase):
    """A policy shows what it promises, and a case why it has this policy."""

    def _preview(self, policy, **vals):
        """The text of the preview on a form in which ``vals`` were typed."""
        policy = policy.with_context(lang="en_US", tz="Asia/Shanghai")
        with self._at(MONDAY), Form(policy) as form:
            for fname, value in vals.items():
                form[fname] = value
            preview = form.preview
            # Looking is not saving.
            form.name = form.name
        return preview.replace("\u202f", " ")

    def test_received_now(self):
        preview = self._preview(self.policy)
        self.assertIn("<td>4 working hours</td>", preview)
        self.assertIn("Monday, 06/01/2026 at 3:00 PM", preview)
        self.assertIn("Thursday, 06/04/2026 at 5:00 PM", preview)
        # The longest, with extensions.
        self.assertIn("Wednesday, 06/10/2026 at 5:00 PM", preview)

    def test_date_of_your_choice(self):
        preview = self._preview(self.policy, preview_date="2026-06-05 10:00:00")
        self.assertIn("Wednesday, 06/10/2026 at 5:00 PM", preview)

    def test_unsaved_changes(self):
        """What is typed counts in the preview before it is saved."""
        self.policy.preview_date = MONDAY
        with self._at(MONDAY), Form(self.policy) as form:
            with form.target_ids.edit(0) as target:
                target.amount = 5
            self.assertIn("5 working hours", form.preview)
            form.cutoff_hour = 9.5
            self.assertIn("calendar", form.preview)

    def test_calendar_without_hours(self):
        """A calendar nobody works on is told plainly, before the save refuses it."""
        empty = self._create_calendar("Nobody there", attendance_ids=[])
        with Form(self.policy) as form:
            form.calendar_id = empty
            self.assertIn("no working hours", form.preview)
            form.calendar_id = self.calendar

    def test_far_away(self):
        """A mistyped century or amount is told, and does not crash the form."""
        preview = self._preview(self.policy, preview_date="2599-06-05 10:00:00")
        self.assertIn("further away than can be counted", preview)
        with self._at(MONDAY):
            form = Form(self.policy)
            with form.target_ids.edit(0) as target:
                target.amount = 10**9
            self.assertIn("further away than can be counted", form.preview)

    def test_why_this_policy(self):
        """Each policy in its order: what it asks for, and what the case has."""
        self.policy.sequence = 50
        self._create_policy("Critical", sequence=1, severity="3", kind="complaint")
        self._create_policy("Spare", sequence=90)
        case = self._receive(severity="2")
        explanation = case.with_user(self.handler).policy_explanation
        self.assertEqual(case.policy_id, self.policy)
        critical, chosen, spare = explanation.split("</li>")[:3]
        self.assertIn("Severity at Least: asks for Critical", critical)
        self.assertIn("this case has Serious", critical)
        self.assertIn("Applies: it is the first that fits.", chosen)
        self.assertIn("another one comes before it", spare)

    def test_no_policy(self):
        self.policy.active = False
        case = self._receive()
        self.assertIn("no policy", case.with_user(self.handler).policy_explanation)

    def test_names_are_escaped(self):
        self.policy.name = "<script>alert(1)</script>"
        case = self._receive()
        self.assertNotIn("<script>", case.policy_explanation)
