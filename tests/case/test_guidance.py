# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Checklists and advice help the handler, and never leave the house."""

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.complaint_management.models.case.guide import MINDSETS

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestGuidance(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.guide = cls.env["complaint.guide"].create(
            {
                "name": "At the counter",
                "step_ids": [
                    (0, 0, {"name": "Calm down and apologise"}),
                    (0, 0, {"name": "Ask both sides", "states": "investigating"}),
                    (0, 0, {"name": "Give a date", "kinds": "suggestion, inquiry"}),
                ],
            }
        )
        cls.first, cls.second, cls.third = cls.guide.step_ids
        cls.case = cls._create_case()

    def _get_rows(self, user):
        self.case.invalidate_recordset()
        guides = self.case.with_user(user).guide_checklist
        guide = next(guide for guide in guides if guide["id"] == self.guide.id)
        return {row["id"]: row for row in guide["steps"]}

    def test_steps_fit_state_and_kind(self):
        """The checklist shows what helps now (R55-R79)."""

        def get_fitting():
            rows = self._get_rows(self.handler).values()
            return {row["id"] for row in rows if row["fits"]}

        self.assertEqual(get_fitting(), {self.first.id})
        self._bring_to(self.case, "investigating")
        self.assertEqual(get_fitting(), {self.first.id, self.second.id})
        inquiry = self._create_case(kind="inquiry")
        self.assertTrue(self.third._fits(inquiry.state, inquiry.kind))

    def test_ticks_say_who_and_when(self):
        """A step is ticked by a person at a time, and can be taken back."""
        as_handler = self.case.with_user(self.handler)
        self.assertTrue(as_handler.action_tick_guide_step(self.first.id))
        row = self._get_rows(self.colleague)[self.first.id]
        self.assertTrue(row["done"])
        self.assertEqual(row["user"], self.handler.name)
        self.assertTrue(row["date"])
        self.assertFalse(as_handler.action_tick_guide_step(self.first.id))
        self.assertFalse(self._get_rows(self.handler)[self.first.id]["done"])

    def test_ticks_are_made_by_the_button_only(self):
        """Nobody ticks in another's name (R55)."""
        self.case.with_user(self.handler).action_tick_guide_step(self.first.id)
        tick = self.case.guide_tick_ids
        for attempt in (
            lambda: tick.with_user(self.manager).write({"user_id": self.clerk.id}),
            lambda: tick.with_user(self.manager).copy({"step_id": self.second.id}),
            lambda: tick.with_user(self.manager).unlink(),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_who_may_not_edit_may_not_tick(self):
        """Readers of a case do not tick its steps."""
        self.case._message_subscribe((self.employee | self.outsider).partner_id.ids)
        for user in (self.employee, self.outsider):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.case.with_user(user).action_tick_guide_step(self.first.id)

    def test_used_steps_stay(self):
        """A step that was ticked is part of the record of its cases."""
        self.case.with_user(self.handler).action_tick_guide_step(self.first.id)
        self.guide.active = False
        self.assertTrue(self.case.guide_tick_ids)
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception):  # noqa: B017
            self.first.unlink()
            self.env.flush_all()

    def test_advice_for_each_mindset(self):
        """Each of the four mindsets, and not knowing, has its advice (R119)."""
        as_handler = self.case.with_user(self.handler)
        advice = set()
        for mindset, _label in MINDSETS:
            as_handler.mindset = mindset
            with self.subTest(mindset=mindset):
                self.assertTrue(as_handler.mindset_guidance)
            advice.add(as_handler.mindset_guidance)
        self.assertEqual(len(advice), len(MINDSETS))

    def test_the_mindset_leaves_no_trace(self):
        """It is no label: not tracked, in no message, not on a copy (R109)."""
        self.assertFalse(getattr(self.case._fields["mindset"], "tracking", False))
        case = self._with_mail(self._create_case())
        case.with_user(self.handler).mindset = "opportunist"
        self._bring_to(case, "closed")
        self.env.flush_all()
        self.env.cr.precommit.run()
        said = " ".join(
            [*case.message_ids.mapped("body"), *case.message_ids.mapped("preview")]
        ).lower()
        values = case.message_ids.sudo().tracking_value_ids
        self.assertNotIn("mindset", values.field_id.mapped("name"))
        for word in ("mindset", "opportunist", "seeking profit"):
            self.assertNotIn(word, said)
        mails = self.env["mail.mail"].search([("res_id", "=", case.id)])
        for word in ("mindset", "opportunist", "seeking profit"):
            self.assertNotIn(word, " ".join(mails.mapped("body_html")).lower())
        self.assertEqual(case.copy().mindset, "unknown")

    def test_guides_are_for_staff(self):
        """Neither employees outside nor the portal read the guides (R109)."""
        portal = self._create_user("case_portal", "base.group_portal")
        for user in (self.employee, portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.guide.with_user(user).read(["name"])
