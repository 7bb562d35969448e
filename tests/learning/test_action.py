# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""An action: its owner, its one date, what proves it, and who checks it (R139)."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import LearningCase


@tagged("post_install", "-at_install")
class TestAction(LearningCase):
    def test_from_a_case_to_the_check(self):
        """Made on a case, done with proof, checked by somebody else."""
        self.case.cause_id = self.cause
        view = self.case.with_user(self.handler).action_view_actions()
        action = (
            self.Action.with_user(self.handler)
            .with_context(**view["context"])
            .create({"name": "Label both meters", "user_id": self.employee.id})
        )
        self.assertEqual(action.complaint_ids, self.case)
        self.assertEqual(action.cause_ids, self.cause)
        self.assertEqual(action.department_id, self.department)
        self.assertEqual(self.case.with_user(self.handler).action_count, 1)
        action.with_user(self.employee).action_do(proof="See the list")
        self.assertEqual(action.state, "done")
        self.assertEqual(action.done_by_id, self.employee)
        action.with_user(self.officer).action_check()
        self.assertEqual(action.state, "checked")
        self.assertEqual(action.checked_by_id, self.officer)

    def test_done_needs_proof(self):
        action = self._create_action()
        for proof in (None, "", "  \n"):
            with self._assert_refused("what proves it"):
                action.with_user(self.employee).action_do(proof=proof)
        self.assertEqual(action.state, "open")

    def test_nobody_checks_their_own(self):
        """Neither the owner, nor an officer who did it for them."""
        with self.assertRaises(ValidationError):
            self._create_action(user_id=self.handler.id, checker_id=self.handler.id)
        mine = self._create_action(user_id=self.manager.id)
        self._do(mine)
        with self.assertRaises(AccessError):
            mine.with_user(self.manager).action_check()
        others = self._create_action()
        others.with_user(self.officer).action_do(proof="Done for them")
        for user in (self.employee, self.officer):
            with self.assertRaises(AccessError):
                others.with_user(user).action_check()
        others.with_user(self.colleague).action_check()

    def test_sealed_fields_and_due_date(self):
        """State and proof are written by the buttons, the date is not edited."""
        action = self._create_action().with_user(self.officer)
        for vals in (
            {"state": "done"},
            {"proof": "I say so"},
            {"date_done": self.today},
            {"extension_count": 3},
        ):
            with self.assertRaises(UserError):
                action.write(vals)
        with self._assert_refused("A due date is not edited"):
            action.date_due = self._day(40)
        with self._assert_refused("A due date is not edited"):
            action.date_due = False
        undated = self._create_action(date_due=False).with_user(self.handler)
        undated.date_due = self._day(5)
        self.assertEqual(undated.date_due_first, self._day(5))

    def test_more_time_is_decided_by_somebody_else(self):
        """The owner asks; the head of the unit decides, or an officer."""
        action = self._create_action()
        owner = action.with_user(self.employee)
        with self.assertRaises(AccessError):
            owner.action_extend(date=self._day(30), reason="Too much to do")
        with self._assert_refused("the reason"):
            owner.action_ask_time(date=self._day(30))
        with self._assert_refused("after"):
            owner.action_ask_time(date=self._day(3), reason="Sooner?")
        owner.action_ask_time(date=self._day(30), reason="The labels come late")
        self.assertEqual(action.date_due, self._day(14))
        task = action.activity_ids.filtered(
            lambda task: (
                task.activity_type_id
                == self.env.ref("complaint_management.mail_activity_type_action_time")
            )
        )
        self.assertEqual(task.user_id, self.head)
        action.with_user(self.head).action_extend(reason="Agreed")
        self.assertEqual(action.date_due, self._day(30))
        self.assertEqual(action.date_due_first, self._day(14))
        self.assertEqual(action.extension_count, 1)
        self.assertFalse(action.date_due_asked)
        self.assertIn("Agreed", action.message_ids[0].body)

    def test_an_owner_who_is_manager_gives_themselves_no_time(self):
        action = self._create_action(user_id=self.manager.id)
        with self.assertRaises(AccessError):
            action.with_user(self.manager).action_extend(
                date=self._day(30), reason="I am busy"
            )
        for act in ("action_waive", "action_cancel"):
            with self.assertRaises(AccessError):
                getattr(action.with_user(self.manager), act)("Not needed")

    def test_more_time_refused(self):
        action = self._create_action()
        action.with_user(self.employee).action_ask_time(
            date=self._day(30), reason="Later"
        )
        action.with_user(self.officer).action_keep_date("It harms people each day")
        self.assertEqual(action.date_due, self._day(14))
        self.assertFalse(action.date_due_asked)

    def test_waived_and_cancelled_with_a_reason_by_who_may(self):
        action = self._create_action()
        with self._assert_refused("the reason"):
            action.with_user(self.manager).action_waive()
        # An officer cancels a mistake, and does not carry the risk of the company.
        with self.assertRaises(AccessError):
            action.with_user(self.officer).action_waive("Too dear")
        action.with_user(self.head).action_waive("The meters are replaced in May")
        self.assertEqual(action.state, "waived")
        self.assertIn("May", action.end_reason)
        other = self._create_action()
        other.with_user(self.officer).action_cancel("Made twice")
        self.assertEqual(other.state, "cancelled")
        self.assertFalse(other.activity_ids)

    def test_what_was_agreed_stays_once_it_is_done(self):
        action = self._do(self._create_action())
        with self._assert_refused("Reopen"):
            action.with_user(self.officer).name = "Something smaller"
        action.with_user(self.officer).action_reopen("Half of them are missing")
        self.assertEqual(action.state, "open")
        self.assertFalse(action.done_by_id)
        action.with_user(self.officer).name = "Label all meters"

    def test_sent_back_says_why(self):
        action = self._do(self._create_action())
        action.with_user(self.colleague).action_send_back("No list is attached")
        self.assertEqual(action.state, "open")
        self.assertIn("No list", action.message_ids[0].body)
        self.assertEqual(action.activity_ids.user_id, self.employee)

    def test_one_task_for_who_is_next(self):
        """The owner's until it is done, then the checker's; none when it ended."""
        action = self._create_action()
        self.assertEqual(action.activity_ids.user_id, self.employee)
        self.assertEqual(action.activity_ids.date_deadline, self._day(14))
        action.with_user(self.handler).user_id = self.outsider
        self.assertEqual(action.activity_ids.user_id, self.outsider)
        self._do(action)
        self.assertEqual(action.activity_ids.user_id, self.colleague)
        action.with_user(self.colleague).action_check()
        self.assertFalse(action.activity_ids)

    def test_the_task_is_in_the_language_of_who_has_it(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.employee.lang = "fr_FR"
        kind = self.env.ref("complaint_management.mail_activity_type_action")
        kind.with_context(lang="fr_FR").summary = "Faites-le"
        self.assertEqual(self._create_action().activity_ids.summary, "Faites-le")

    def test_files_prove_it(self):
        action = self._create_action()
        files = self.env["ir.attachment"].with_user(self.employee)
        file = files.create({"name": "list.txt", "raw": b"212 meters"})
        dialog = (
            self.env["complaint.action.act"]
            .with_user(self.employee)
            .create(
                {
                    "action_id": action.id,
                    "act": "do",
                    "proof": "See the list",
                    "file_ids": [(6, 0, file.ids)],
                }
            )
        )
        dialog.action_confirm()
        self.assertEqual(action.proof_file_ids, file)
        self.assertEqual((file.res_model, file.res_id), (action._name, action.id))
        others = self.env["ir.attachment"].create({"name": "x.txt", "raw": b"secret"})
        with self.assertRaises(AccessError):
            self._create_action().with_user(self.employee).action_do(
                proof="See", file_ids=others.ids
            )

    def test_the_same_button_twice(self):
        """Who comes second is told."""
        action = self._do(self._create_action())
        with self._assert_refused("not possible"):
            action.with_user(self.officer).action_do(proof="Again")

    def test_overdue(self):
        action = self._create_action(date_due=self._day(1))
        self.assertFalse(action.is_overdue)
        action._write_sealed({"date_due": self.today - timedelta(days=1)})
        self.assertTrue(action.is_overdue)
        self.assertIn(action, self.Action.search([("is_overdue", "=", True)]))
        self.assertNotIn(action, self.Action.search([("is_overdue", "=", False)]))


@tagged("post_install", "-at_install")
class TestActionAccess(LearningCase):
    def test_who_reads_it(self):
        action = self._create_action()
        for user in (
            self.employee,
            self.colleague,
            self.handler,
            self.head,
            self.officer,
            self.manager,
        ):
            self.assertTrue(action.with_user(user).has_access("read"), user.name)
            self.assertIn(action, self.Action.with_user(user).search([]))
        self.assertFalse(action.with_user(self.outsider).has_access("read"))
        self.assertNotIn(action, self.Action.with_user(self.outsider).search([]))
        with self.assertRaises(AccessError):
            action.with_user(self.outsider).read(["name"])

    def test_who_follows_reads_it(self):
        action = self._create_action()
        action.message_subscribe(self.outsider.partner_id.ids)
        self.assertTrue(action.with_user(self.outsider).has_access("read"))
        self.assertFalse(action.with_user(self.outsider).has_access("write"))

    def test_only_who_works_on_a_case_links_to_it(self):
        """An id that somebody guesses links nothing."""
        protected = self._create_case(
            identity_mode="confidential", user_id=self.officer.id
        )
        with self.assertRaises(AccessError):
            self._create_action(
                user=self.outsider, complaint_ids=[(6, 0, protected.ids)]
            )
        action = self._create_action(user=self.outsider, complaint_ids=False)
        with self.assertRaises(AccessError):
            action.with_user(self.outsider).complaint_ids = [(4, protected.id)]

    def test_the_accused_read_nothing_of_it(self):
        """An action on a protected case about an officer does not exist for them."""
        case = self._create_case(
            user=self.manager,
            identity_mode="confidential",
            complained_employee_ids=[(6, 0, self.staff[self.officer].ids)],
            user_id=self.handler.id,
        )
        action = self._create_action(
            name="Talk with the officer of window 3",
            complaint_ids=[(6, 0, (case | self.case).ids)],
        )
        accused = action.with_user(self.officer)
        self.assertFalse(accused.has_access("read"))
        self.assertNotIn(action, self.Action.with_user(self.officer).search([]))
        self.assertNotIn("window", accused.display_name)
        with self.assertRaises(AccessError):
            self.env["complaint.action.act"].with_user(self.officer).create(
                {"action_id": action.id, "act": "check"}
            )
        self.assertEqual(self.case.with_user(self.officer).action_count, 0)
        # Nor do they get it to do or to check.
        with self._assert_refused("choose somebody else", ValidationError):
            action.with_user(self.handler).checker_id = self.officer

    def test_who_owns_it_does_not_read_its_protected_case(self):
        """The owner does the work and learns nothing of who complained."""
        case = self._create_case(identity_mode="confidential")
        action = self._create_action(complaint_ids=[(6, 0, case.ids)])
        owner = action.with_user(self.employee)
        self.assertTrue(owner.has_access("read"))
        owner.invalidate_recordset(["complaint_ids"])
        self.assertFalse(owner.complaint_ids)


@tagged("post_install", "-at_install")
class TestClosingGate(LearningCase):
    def test_each_action_is_done_or_planned(self):
        """No case is closed with an open action that nobody will do by a day."""
        self._bring_to(self.case, "resolved")
        self._log_contact(self.case, purpose="follow_up", mood="4")
        action = self._create_action(date_due=False)
        case = self.case.with_user(self.handler)
        with self._assert_refused("Label both meters"):
            case.action_close()
        action.with_user(self.handler).date_due = self._day(5)
        case.action_close()
        self.assertEqual(case.state, "closed")

    def test_overdue_is_not_planned(self):
        self._bring_to(self.case, "resolved")
        self._log_contact(self.case, purpose="follow_up", mood="4")
        action = self._create_action()
        action._write_sealed({"date_due": self._day(-1)})
        with self._assert_refused("Label both meters"):
            self.case.with_user(self.handler).action_close()
        action.with_user(self.head).action_waive("New meters in May")
        self.case.with_user(self.handler).action_close()
        self.assertEqual(self.case.state, "closed")

    def test_a_manager_passes_with_a_reason(self):
        self._bring_to(self.case, "resolved")
        self._log_contact(self.case, purpose="follow_up", mood="4")
        self._create_action(user_id=False, date_due=False)
        self.case.with_user(self.manager)._transition(
            "close", reason="Planned in the steering group", override=True
        )
        self.assertEqual(self.case.state, "closed")

    def test_what_is_begun_about_a_closed_case_is_planned(self):
        self._bring_to(self.case, "closed")
        with self.assertRaises(ValidationError):
            self._create_action(date_due=False)
        self._create_action()
