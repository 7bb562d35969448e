# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Nobody works on a complaint about themselves, or about whom they report to."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from ..common import ComplaintCase


class ConflictCase(ComplaintCase):
    """``handler`` leads ``investigator``, who leads ``employee``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.staff[cls.investigator].parent_id = cls.staff[cls.handler]
        cls.staff[cls.employee].parent_id = cls.staff[cls.investigator]
        cls.boss = cls.staff[cls.handler]
        cls.case = cls._create_case(user_id=cls.officer.id)

    def _accuse(self, case, *employees):
        case.write({"complained_employee_ids": [(6, 0, [who.id for who in employees])]})

    def _waive(self, case, user, by=None, **vals):
        return (
            self.env["complaint.conflict.waiver"]
            .with_user(by or self.manager)
            .create(
                {
                    "complaint_id": case.id,
                    "user_id": user.id,
                    "reason": "We are three people.",
                    **vals,
                }
            )
        )


@tagged("post_install", "-at_install")
class TestConflict(ConflictCase):
    def test_who_is_not_impartial(self):
        """The accused, and who reports to them at any depth; not their leaders."""
        self._accuse(self.case, self.staff[self.investigator])
        self.assertEqual(
            self.case._get_conflicted_users(), self.investigator | self.employee
        )

    def test_accused_do_not_handle(self):
        """Also in a named case, and whoever writes it (R153)."""
        self._accuse(self.case, self.boss)
        for role in ("user_id", "investigator_id"):
            for user in (self.handler, self.investigator):
                with self.subTest(role=role, user=user.login):
                    with self._assert_refused(user.name, ValidationError):
                        self.case.with_user(self.manager)[role] = user

    def test_handlers_are_not_accused_in_silence(self):
        """Naming the handler afterwards asks for another one first."""
        self.case.user_id = self.investigator
        with self._assert_refused("choose another handler", ValidationError):
            self._accuse(self.case, self.boss)
        self.case.write(
            {
                "complained_employee_ids": [(6, 0, self.boss.ids)],
                "user_id": self.colleague.id,
            }
        )
        self.assertEqual(self.case.user_id, self.colleague)

    def test_no_case_is_routed_to_them(self):
        """A category's handler who is complained about does not get the case."""
        case = self._create_case(complained_employee_ids=[(6, 0, self.boss.ids)])
        self.assertEqual(self.category.user_id, self.handler)
        self.assertNotEqual(case.user_id, self.handler)

    def test_people_who_left_still_lead(self):
        """An archived employee in between breaks no chain."""
        self.staff[self.investigator].active = False
        self._accuse(self.case, self.boss)
        self.assertIn(self.employee, self.case._get_conflicted_users())

    def test_who_leads_in_a_circle(self):
        """Two who report to each other end no search."""
        first, second = self.env["hr.employee"].create(
            [{"name": "First"}, {"name": "Second"}]
        )
        first.parent_id = second
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hr_employee SET parent_id = %s WHERE id = %s", (first.id, second.id)
        )
        second.invalidate_recordset(["parent_id"])
        self.assertEqual(self.case._get_dependents(first), second)

    def test_they_approve_nothing(self):
        """Neither the decision nor more time (R191)."""
        boss = self.env["hr.employee"].create(
            {"name": "The board", "company_id": self.company.id}
        )
        self.env["hr.employee"].create(
            {
                "name": "Manager",
                "user_id": self.manager.id,
                "parent_id": boss.id,
                "company_id": self.company.id,
            }
        )
        case = self._bring_to(self._create_case(), "proposed")
        self._accuse(case, boss)
        self.assertNotIn(self.manager, case._get_approvers())
        self.assertNotIn(self.manager, case._get_extension_approvers())
        self._step_pending(case)
        with self._assert_refused("whom they report to"):
            self._step_approved(case)
        self._waive(case, self.manager, by=self.env.ref("base.user_admin"))
        self._step_approved(case)
        self.assertEqual(case.decision_state, "approved")


@tagged("post_install", "-at_install")
class TestWaiver(ConflictCase):
    """A company may be too small: then a manager says so, for all to see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case.complained_employee_ids = cls.boss

    def test_waived(self):
        """The person may work on the case; who allowed it and why is kept."""
        waiver = self._waive(self.case, self.investigator)
        self.case.with_user(self.officer).investigator_id = self.investigator
        self.assertEqual(waiver.waived_by_id, self.manager)
        self.assertIn("We are three people.", self.case.message_ids[0].body)
        with self._assert_refused("choose another handler", ValidationError):
            self.case.user_id = self.handler

    def test_only_managers(self):
        for user in (self.clerk, self.officer):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._waive(self.case, self.investigator, by=user)

    def test_not_without_a_reason(self):
        with self._assert_refused("Write down why"):
            self._waive(self.case, self.investigator, reason="  ")

    def test_not_for_oneself(self):
        with self._assert_refused("to themselves"):
            self._waive(self.case, self.manager)

    def test_not_in_a_case_about_oneself(self):
        self.boss.user_id = self.manager
        with self._assert_refused("about them"):
            self._waive(self.case, self.investigator)

    def test_nobody_else_takes_the_blame_for_it(self):
        """Who allowed it is who did it, whatever a remote call says."""
        waiver = self._waive(self.case, self.investigator, waived_by_id=self.officer.id)
        self.assertEqual(waiver.waived_by_id, self.manager)

    def test_it_stays_as_written(self):
        waiver = self._waive(self.case, self.investigator)
        with self.assertRaises(AccessError):
            waiver.with_user(self.manager).write({"reason": "Another"})
        with self._assert_refused("stays as it is"):
            waiver.sudo().write({"reason": "Another"})
        with self.assertRaises(AccessError):
            waiver.with_user(self.manager).unlink()

    def test_the_accused_never_decide(self):
        """What lets people work on a case lets them not decide about themselves."""
        self.boss.user_id = self.manager
        self._waive(self.case, self.manager, by=self.env.ref("base.user_admin"))
        self.assertIn(self.manager, self.case._get_barred_deciders())

    def test_merging_keeps_it(self):
        twin = self._create_case(user_id=self.officer.id)
        twin.complained_employee_ids = self.boss
        waivers = self._waive(self.case, self.investigator)
        waivers |= self._waive(twin, self.employee)
        self._waive(twin, self.investigator)
        twin.with_user(self.officer)._merge_into(self.case)
        self.assertEqual(self.case.conflict_waiver_ids, waivers)

    def test_the_dialog_offers_who_is_concerned(self):
        action = self.env.ref(
            "complaint_management.complaint_conflict_waiver_action_new"
        )
        form = Form(
            self.env[action.res_model]
            .with_user(self.manager)
            .with_context(default_complaint_id=self.case.id)
        )
        self.assertEqual(
            set(form.candidate_ids.ids),
            set((self.handler | self.investigator | self.employee).ids),
        )
        form.user_id = self.investigator
        form.reason = "We are three people."
        form.save()
        self.assertEqual(self.case.conflict_waiver_ids.user_id, self.investigator)

    def test_hidden_with_the_case(self):
        """Who may not read a case learns nothing of its conflicts."""
        waiver = self._waive(self.case, self.investigator)
        self.case.team_id = self.other_team
        self.env.flush_all()
        found = waiver.with_user(self.colleague).search([("id", "=", waiver.id)])
        self.assertFalse(found)
        with self.assertRaises(AccessError):
            waiver.with_user(self.colleague).read(["reason"])
