# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who may decide: nobody with a part in it, and nobody about themselves."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.complaint_management.models.case.messages import NO_MAIL

from ..common import MANAGER
from .common import ACCOUNTABILITY, PenaltyCase


@tagged("post_install", "-at_install")
class TestPenaltyConflicts(PenaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._decide_case()

    def _heard(self, **vals):
        """An entry that waits for its confirmation only."""
        penalty = self._bring_entry_to("notified", case=self.case, **vals)
        penalty.sudo()._write_sealed({"date_statement": penalty.date_notified})
        return penalty

    def _confirm(self, penalty, user, **kwargs):
        return penalty.with_user(user).action_confirm(reason="Proven.", **kwargs)

    def _make_officer(self, user, *more):
        for xmlid in (ACCOUNTABILITY, *more):
            user.sudo().group_ids |= self.env.ref(xmlid)

    # ------------------------------------------------------------------
    # About oneself
    # ------------------------------------------------------------------

    def test_nobody_decides_about_themselves(self):
        """Not with all the groups, and not with a reason."""
        self._make_officer(self.reader, MANAGER)
        steps = {
            "proposed": ("action_notify",),
            "notified": ("action_confirm", "action_dismiss"),
            "confirmed": ("action_waive",),
            "appealed": ("action_uphold", "action_waive"),
            "upheld": ("action_reverse", "action_keep"),
        }
        for state, names in steps.items():
            for name in names:
                with self.subTest(act=name), self.env.cr.savepoint() as savepoint:
                    penalty = self._bring_entry_to(state, case=self.case)
                    kwargs = (
                        {}
                        if name == "action_notify"
                        else {
                            "reason": "It is fine.",
                            "override_reason": "I am the boss.",
                        }
                    )
                    # Nobody even learns of an entry before they are told.
                    words = "'read' access" if state == "proposed" else "is about you"
                    with self._assert_refused(words):
                        getattr(penalty.with_user(self.reader), name)(**kwargs)
                    savepoint.rollback()
                    self.env.invalidate_all()

    def test_nobody_reduces_their_own(self):
        self._make_officer(self.reader, MANAGER)
        penalty = self._bring_entry_to("appealed", case=self.case)
        with self._assert_refused("is about you"):
            penalty.with_user(self.reader).action_reduce(
                points=1, reason="x", override_reason="y"
            )

    def test_second_account_of_the_same_person(self):
        """Another login of the same person reads and decides as little."""
        twin = self._create_user(
            "penalty_twin",
            f"{ACCOUNTABILITY},{MANAGER}",
            partner_id=self.reader.partner_id.id,
        )
        penalty = self._heard()
        with self._assert_refused("Accountability Entry", AccessError):
            self._confirm(penalty, twin, override_reason="Nobody else")
        with self._assert_refused("Accountability Entry", AccessError):
            penalty.with_user(twin).facts = "<p>Nothing happened.</p>"
        self.assertFalse(self.Penalty.with_user(twin).search([]) & penalty)
        self.assertFalse(penalty.event_ids.with_user(twin).search([]))

    def test_same_person_employed_twice(self):
        """Nor a login of theirs in another company of ours."""
        other = self.env["res.company"].create({"name": "Sister"})
        account = self._create_user(
            "penalty_sister",
            ACCOUNTABILITY,
            company_ids=[(6, 0, (self.company | other).ids)],
        )
        employee = self.staff[self.reader]
        self._create_employee(
            "Reader elsewhere",
            user_id=account.id,
            company_id=other.id,
            department_id=False,
        ).work_contact_id = employee.work_contact_id
        with self._assert_refused("is about you"):
            self._confirm(self._heard(), account)

    def test_by_no_other_door(self):
        """Neither a write nor a creation decides, whoever tries."""
        self._make_officer(self.reader, MANAGER)
        penalty = self._heard()
        forged = {
            "state": "waived",
            "points_final": 0,
            "balance": 100,
            "is_reward": True,
            "is_final": True,
            "company_id": self.env["res.company"].create({"name": "X"}).id,
            "confirmer_id": self.judge.id,
            "date_expiry": "2020-01-01",
            "needs_review": False,
        }
        for user in (self.reader, self.judge, self.chief):
            for fname, value in forged.items():
                with self.subTest(user=user.login, field=fname):
                    with self.assertRaises(UserError):
                        penalty.with_user(user).write({fname: value})
                    with self.assertRaises(UserError):
                        self.Penalty.with_user(user).create(
                            {
                                "complaint_id": self.case.id,
                                "employee_id": self.staff[self.head].id,
                                "rule_id": self.head_rule.id,
                                fname: value or "2020-01-01",
                            }
                        )
        with self.assertRaises(UserError):
            penalty.with_user(self.judge).employee_id = self.staff[self.head]
        with self.assertRaises(UserError):
            penalty.with_user(self.judge).rule_id = self.head_rule

    def test_defaults_in_the_context_forge_nothing(self):
        """A link with defaults makes a proposal like others."""
        penalties = self.Penalty.with_user(self.judge).with_context(
            default_state="confirmed", default_is_final=True, default_points_final=900
        )
        penalty = penalties.create(
            {
                "complaint_id": self.case.id,
                "employee_id": self.staff[self.reader].id,
                "rule_id": self.penalty_rule.id,
            }
        )
        self.assertRecordValues(
            penalty.sudo(),
            [
                {
                    "state": "proposed",
                    "is_final": False,
                    "points_final": 0,
                    "balance": 0,
                    "proposer_id": self.judge.id,
                    "origin": "manual",
                }
            ],
        )

    # ------------------------------------------------------------------
    # A part in it
    # ------------------------------------------------------------------

    def test_handler_and_investigator(self):
        """Who worked on the case decides on nobody's part in it."""
        self._make_officer(self.handler)
        self._make_officer(self.investigator)
        penalty = self._heard()
        for user, words in (
            (self.handler, "You handle the case"),
            (self.investigator, "You investigated"),
        ):
            with self.subTest(user=user.login), self._assert_refused(words):
                self._confirm(penalty, user)
            with self.subTest(user=user.login), self._assert_refused(words):
                penalty.with_user(user).action_dismiss(reason="No")

    def test_proposer(self):
        """Who proposed an entry does not confirm it, but may drop it."""
        penalty = self._heard(proposer_id=self.second.id)
        with self._assert_refused("You proposed"):
            self._confirm(penalty, self.second)
        penalty.with_user(self.second).action_dismiss(reason="I was wrong.")

    def test_confirmer_hears_no_appeal(self):
        """Appeals are decided by somebody else again."""
        penalty = self._bring_entry_to("appealed", case=self.case)
        for name in ("action_uphold", "action_waive"):
            with self._assert_refused("You confirmed it"):
                getattr(penalty.with_user(self.judge), name)(reason="Still so.")
        with self._assert_refused("You confirmed it"):
            penalty.with_user(self.judge).action_reduce(points=1, reason="Less")
        penalty.with_user(self.second).action_uphold(reason="Still so.")
        self.assertEqual(penalty.decider_id, self.second)

    def test_subordinates_at_any_depth(self):
        """Nobody decides on somebody they report to, near or far."""
        team_lead = self._create_employee("Lead", parent_id=self.staff[self.head].id)
        self.staff[self.judge].parent_id = team_lead
        penalty = self._heard(user=self.head, rule=self.head_rule)
        with self._assert_refused("You report to the person"):
            self._confirm(penalty, self.judge)
        self.staff[self.judge].parent_id = False
        self._confirm(penalty, self.judge)

    def test_subordinates_by_department(self):
        """Who leads the department, or one above it, is reported to as well."""
        over = self.env["hr.department"].create(
            {"name": "Works", "manager_id": self.staff[self.head].id}
        )
        self.department.parent_id = over
        penalty = self._heard(user=self.head, rule=self.head_rule)
        with self._assert_refused("You report to the person"):
            self._confirm(penalty, self.judge)
        self._confirm(penalty, self.third)

    def test_circle_of_managers(self):
        """Two who report to each other decide on each other as little."""
        judge, reader = self.staff[self.judge], self.staff[self.reader]
        # No form lets them, but data from elsewhere may say so.
        judge.parent_id = reader
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hr_employee SET parent_id = %s WHERE id = %s",
            [judge.id, reader.id],
        )
        self.env.invalidate_all()
        with self._assert_refused("You report to the person"):
            self._confirm(self._heard(), self.judge)

    def test_accused_in_the_same_case(self):
        """Who is complained about in the case does not decide on others in it."""
        self.case.sudo().complained_employee_ids = self.staff[self.judge]
        with self._assert_refused("also about you"):
            self._confirm(self._heard(), self.judge)

    # ------------------------------------------------------------------
    # What the rule asks for, and small companies
    # ------------------------------------------------------------------

    def test_confirmed_by_a_manager(self):
        rule = self._create_rule("C-1", confirm_by="manager")
        penalty = self._heard(rule=rule)
        with self._assert_refused("asks for a complaint manager"):
            self._confirm(penalty, self.judge)
        self._confirm(penalty, self.chief)

    def test_confirmed_by_the_head(self):
        rule = self._create_rule("C-2", confirm_by="department_head")
        penalty = self._heard(rule=rule)
        with self._assert_refused("head of the department"):
            self._confirm(penalty, self.judge)
        self.department.manager_id = self.staff[self.judge]
        self._confirm(penalty, self.judge)

    def test_override(self):
        """In a small company a manager passes a conflict, which is kept."""
        self.case.sudo().with_context(complaint_no_mail=NO_MAIL).user_id = self.chief
        penalty = self._heard()
        with self._assert_refused("You handle the case"):
            self._confirm(penalty, self.chief)
        with self._assert_refused("You handle the case"):
            self._confirm(penalty, self.chief, override_reason="  ")
        self._confirm(penalty, self.chief, override_reason="We are three people.")
        self.assertEqual(penalty.override_user_id, self.chief)
        self.assertIn("We are three people.", penalty.override_reason)
        self.assertIn("You handle the case", penalty.override_reason)
        line = penalty.event_ids.filtered(lambda line: line.act == "override")
        self.assertEqual(line.user_id, self.chief)
        self.assertIn("We are three people.", line.note)

    def test_only_managers_override(self):
        penalty = self._heard(proposer_id=self.second.id)
        with self._assert_refused("You proposed"):
            self._confirm(penalty, self.second, override_reason="We are three.")

    def test_override_of_a_reversal(self):
        """It stands on the new entry: the final one does not change."""
        self.case.sudo().user_id = self.chief
        penalty = self._bring_entry_to("upheld", case=self.case)
        reversal = penalty.with_user(self.chief).action_reverse(
            reason="Wrong person.", override_reason="Nobody else is here."
        )
        self.assertFalse(penalty.override_user_id)
        self.assertEqual(reversal.sudo().override_user_id, self.chief)

    def test_officers_only(self):
        """Neither managers of complaints nor the head decide, or read."""
        penalty = self._heard()
        for user in (self.manager, self.head, self.employee):
            for name in ("action_confirm", "action_dismiss", "action_reverse"):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    getattr(penalty.with_user(user), name)(reason="So")
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                penalty.with_user(user).action_notify()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                penalty.with_user(user)._give_statement("He did it.")
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                penalty.with_user(user)._appeal("He did it.", late_reason="x")

    def test_nobody_speaks_for_others(self):
        """An officer does not write the statement of who can log in themselves."""
        penalty = self._bring_entry_to("notified", case=self.case)
        with self.assertRaises(AccessError):
            penalty.with_user(self.judge)._give_statement("I admit everything.")
        self.reader.active = False
        penalty.with_user(self.judge)._give_statement("By telephone: it was dark.")
        self.assertEqual(penalty.event_ids[-1].user_id, self.judge)
