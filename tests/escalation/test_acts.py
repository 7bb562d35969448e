# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What escalation rules do: tell, plan, raise, hand over (DESIGN.md 5)."""

from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import EscalationCase

DUE = datetime(2026, 6, 4, 9, 0)


@tagged("post_install", "-at_install")
class TestTelling(EscalationCase):
    def test_ledger_note_and_link(self):
        """Each firing is a ledger line, a note in plain words, and a notification."""
        rule = self._create_rule("The deadline has passed", to_team_leader=True)
        case = self._receive()
        self._sweep(DUE)
        clock = self._get_clock(case, "resolve")
        self.assertEqual(self._get_ledger(clock), ["breached", "escalated"])
        self.assertEqual(clock.event_ids.rule_id, rule)
        notes = self._get_notes(case)
        self.assertIn("Resolution was due 6/4/26, 5:00", notes)
        self.assertIn("The deadline has passed", notes)
        self.assertIn("told case_handler and case_leader", notes)
        self.assertEqual(self._get_told(case), ["case_handler", "case_leader"])

    def test_warning_before(self):
        rule = self._create_rule(trigger="share", share=75)
        case = self._receive()
        self._sweep(datetime(2026, 6, 3, 9, 0))
        self.assertFalse(self._get_told(case))
        clock = self._get_clock(case, "resolve")
        self._sweep(clock.next_event_at)
        self.assertEqual(self._get_fired(clock, rule), ["warned"])
        self.assertFalse(clock.date_breached)
        self.assertIn("Resolution is due 6/4/26", self._get_notes(case))

    def test_one_message_for_many_cases(self):
        """Who is late with five cases reads one message with five links."""
        self._create_rule()
        cases = self.Complaint.union(*(self._receive() for _index in range(5)))
        last = self.env["mail.message"].search([], order="id desc", limit=1)
        self._sweep(DUE)
        messages = self.env["mail.message"].search(
            [("id", ">", last.id), ("message_type", "=", "user_notification")]
        )
        self.assertEqual(len(messages), 1)
        self.assertEqual(messages.partner_ids, self.handler.partner_id)
        for case in cases:
            self.assertEqual(messages.body.count(f"res_id={case.id}"), 1)
            self.assertIn(case.number, messages.body)

    def test_nobody_to_tell(self):
        """An escalation that reaches nobody reaches the officers, but never those
        whom the case is about (R153)."""
        self._create_rule(to_handler=False, chain_level=3)
        case = self._receive()
        case.complained_employee_ids = self.staff[self.leader]
        self._sweep(DUE)
        told = self._get_told(case)
        self.assertIn(self.officer.login, told)
        self.assertIn(self.chief.login, told)
        self.assertNotIn(self.leader.login, told)
        self.assertNotIn(self.handler.login, told)

    def test_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.handler.lang = "fr_FR"
        self._create_rule()
        case = self._receive()
        self._sweep(DUE)
        message = self.env["mail.message"].search(
            [("message_type", "=", "user_notification"), ("res_id", "=", case.id)]
        )
        self.assertIn("04/06/2026", message.body)
        self.assertIn("6/4/26", self._get_notes(case))


@tagged("post_install", "-at_install")
class TestActing(EscalationCase):
    def test_activity(self):
        todo = self.env.ref("mail.mail_activity_data_todo")
        self._create_rule(
            do_notify=False, activity_type_id=todo.id, to_team_leader=True
        )
        case = self._receive()
        self._sweep(DUE)
        activities = case.activity_ids.filtered(
            lambda activity: activity.activity_type_id == todo
        )
        self.assertEqual(activities.user_id, self.handler | self.leader)
        self.assertFalse(self._get_told(case), "an activity is no mail")

    def test_one_task_a_case(self):
        """However many rules ask for it; and the note says who was given one."""
        todo = self.env.ref("mail.mail_activity_data_todo")
        acts = {"do_notify": False, "activity_type_id": todo.id}
        self._create_rule(**acts)
        self._create_rule(**acts, to_team_leader=True)
        case = self._receive()
        self._sweep(DUE)
        tasks = case.activity_ids.filtered(lambda task: task.activity_type_id == todo)
        self.assertEqual(
            tasks.mapped("user_id.login"), [self.handler.login, self.leader.login]
        )

    def test_severity_rises_only(self):
        self._create_rule(do_notify=False, severity_to="2")
        low, high = self._receive(severity="1"), self._receive(severity="3")
        self._sweep(DUE)
        self.assertEqual((low.severity, high.severity), ("2", "3"))
        self.assertIn("raised the severity to “Serious”", self._get_notes(low))
        self.assertNotIn("raised", self._get_notes(high))

    def _send_on_leave(self, *users):
        """Let users be on leave this week, as ``hr_holidays`` records it too."""
        self.env["resource.calendar.leaves"].create(
            [
                {
                    "name": "Ill",
                    "resource_id": self.staff[user].resource_id.id,
                    "calendar_id": self.staff[user].resource_calendar_id.id,
                    "date_from": datetime(2026, 6, 1),
                    "date_to": datetime(2026, 6, 6),
                }
                for user in users
            ]
        )

    def _let_be_at_desk(self, *users):
        """Only these are logged in; the company controls presence."""
        employees = type(self.env["hr.employee"])

        def compute(staff):
            for who in staff:
                is_here = who.user_id.login in {user.login for user in users}
                who.hr_presence_state = "present" if is_here else "absent"

        self.startPatcher(patch.object(employees, "_compute_presence_state", compute))

    def test_sick_handler(self):
        """A case forgotten by somebody who is ill goes to the next (chatwoot#6889)."""
        self._create_rule(
            reassign=True,
            to_team_leader=True,
            user_ids=[Command.set(self.officer.ids)],
        )
        self._send_on_leave(self.handler, self.leader)
        case = self._receive()
        self._sweep(DUE)
        self.assertEqual(case.user_id, self.officer)
        self.assertIn(
            "handed the case from case_handler, who is absent, to case_officer",
            self._get_notes(case),
        )

    def test_present_handler_keeps_it(self):
        """Named first and here: the handler goes on (chatwoot#14508)."""
        self._create_rule(reassign=True, to_team_leader=True)
        case = self._receive()
        self._sweep(DUE)
        self.assertEqual(case.user_id, self.handler)

    def test_handler_left(self):
        self._create_rule(reassign=True, to_team_leader=True)
        case = self._receive()
        # Past the handing over, as in databases that know of none.
        self.handler._write({"active": False})
        self.handler.invalidate_recordset()
        self._sweep(DUE)
        self.assertEqual(case.user_id, self.leader)

    def test_nobody_present(self):
        self._create_rule(reassign=True, to_team_leader=True)
        self._send_on_leave(self.handler, self.leader)
        case = self._receive()
        self._sweep(DUE)
        self.assertEqual(case.user_id, self.handler)
        self.assertIn("found nobody present", self._get_notes(case))

    def test_leave_goes_before_presence(self):
        """The first at the desk; without one, the first who is not on leave."""
        for at_desk, expected in (
            ([self.officer], self.officer),
            ([self.leader, self.officer], self.leader),
            ([], self.handler),
        ):
            with self.subTest(at_desk=[user.login for user in at_desk]):
                rule = self._create_rule(
                    reassign=True,
                    to_team_leader=True,
                    user_ids=[Command.set(self.officer.ids)],
                )
                self._let_be_at_desk(*at_desk)
                case = self._receive()
                self._sweep(DUE)
                self.assertEqual(case.user_id, expected)
                rule.active = False

    def test_penalty_hook(self):
        """Extensions propose here who answers for the delay."""
        rule = self._create_rule()
        self._create_rule("Elsewhere", severity="3")
        case = self._receive(severity="1")
        with patch.object(type(rule), "_propose_penalty", autospec=True) as hook:
            self._sweep(DUE)
        self.assertEqual(
            [(call.args[0].name, call.args[1].ids) for call in hook.call_args_list],
            [("Late", self._get_clock(case, "resolve").ids)],
        )


@tagged("post_install", "-at_install")
class TestOwner(EscalationCase):
    """A server action runs with the rights of the rule's owner, no more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.action = cls.env["ir.actions.server"].create(
            {
                "name": "Ask a lawyer",
                "model_id": cls.env["ir.model"]._get_id("complaint.complaint"),
                "state": "code",
                "code": "records.write({'external_ref': env.user.login})",
            }
        )

    def _create_action_rule(self, owner, **vals):
        return self._create_rule(
            action_server_id=self.action.id,
            user_id=owner.id,
            do_notify=False,
            **vals,
        )

    def test_as_the_owner(self):
        self._create_action_rule(self.officer)
        case = self._receive()
        self._sweep(DUE)
        self.assertEqual(case.external_ref, self.officer.login)
        self.assertIn("ran “Ask a lawyer”", self._get_notes(case))

    def test_not_with_more_rights(self):
        """The note says why it was not run; the sweep goes on."""
        for owner in (self.outsider, self.employee):
            with self.subTest(owner=owner.login):
                rule = self._create_action_rule(owner)
                case = self._receive()
                self._sweep(DUE)
                self.assertFalse(case.external_ref)
                self.assertIn("may not change the case", self._get_notes(case))
                self.assertFalse(self._get_clock(case, "resolve").error)
                rule.active = False

    def test_owner_left(self):
        self._create_action_rule(self.officer)
        self.officer.active = False
        case = self._receive()
        self._sweep(DUE)
        self.assertFalse(case.external_ref)
        self.assertIn("did not run", self._get_notes(case))

    def test_nobody_redirects_it(self):
        """Another manager does not choose what somebody's action is run on."""
        rule = self._create_action_rule(self.officer)
        as_manager = rule.with_user(self.manager)
        with self._assert_refused("only they, or an administrator"):
            as_manager.domain = "[]"
        mine = self._create_rule(user_id=self.manager.id).with_user(self.manager)
        with self.assertRaises(AccessError):
            mine.action_server_id = self.action
        other = self._create_rule().with_user(self.manager)
        other.offset_hours = 2
        self.assertEqual(other.offset_hours, 2)
