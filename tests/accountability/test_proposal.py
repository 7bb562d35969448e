# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a decision proposes to the people who decide about entries."""

from odoo.fields import Command
from odoo.tests import tagged

from .proposal_common import ProposalCase


@tagged("post_install", "-at_install")
class TestVerdictProposes(ProposalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.direct = cls._create_book_rule("D1")
        cls.lead = cls._create_book_rule("H1", liability="head")

    def test_nothing_before_the_decision(self):
        """Nothing is proposed against anybody before the verdict."""
        case = self._create_case()
        self._bring_to(case, "pending")
        self._blame(case, self.reader)
        case._propose_entries()
        self._assert_proposed(case, [])
        self._step_approved(case)
        self._assert_proposed(
            case, [(self.reader, self.direct), (self.boss_of_all, self.lead)]
        )

    def test_direct_and_head(self):
        """R65: the person and the head of department, citing the rule."""
        case = self._decide(self.reader, self.crew)
        entries = self._assert_proposed(
            case,
            [
                (self.reader, self.direct),
                (self.crew, self.direct),
                (self.boss_of_all, self.lead),
            ],
        )
        self.assertEqual(set(entries.mapped("state")), {"proposed"})
        self.assertEqual(set(entries.mapped("origin")), {"verdict"})
        self.assertEqual(set(entries.mapped("rule_code")), {"D1", "H1"})
        self.assertEqual(sum(entries.mapped("balance")), 0, "a person decides")
        self.assertIn("Meters swapped", entries[0].facts)
        self.assertNotIn("Crew leader", entries[0].facts, "nobody else is named")

    def test_head_is_the_one_responsible(self):
        """Who leads and is responsible answers once, not for leading themselves."""
        boss = self.boss_of_all
        case = self._decide(self.reader, boss)
        self._assert_proposed(case, [(self.reader, self.direct), (boss, self.direct)])

    def test_responsible_department(self):
        """R65: the manager of a responsible department, though nobody is named."""
        case = self._create_case()
        self._bring_to(case, "pending")
        case.responsible_department_ids = self.department
        self._step_approved(case)
        self._assert_proposed(case, [(self.boss_of_all, self.lead)])

    def test_without_a_head(self):
        """Bad input: a department without manager, an employee without one."""
        self.department.manager_id = False
        case = self._decide(self.reader)
        self._assert_proposed(case, [(self.reader, self.direct)])
        self.crew.parent_id = self.staff[self.boss]
        other = self._decide(self.crew)
        self._assert_proposed(
            other, [(self.crew, self.direct), (self.staff[self.boss], self.lead)]
        )

    def test_fault_is_not_ours(self):
        """R10: nothing when the fault is the customer's or nobody's."""
        for vals in (
            {"fault_level": "customer"},
            {"fault_level": "none"},
            {"verdict": "not_upheld"},
        ):
            with self.subTest(**vals):
                self._assert_proposed(self._decide(self.reader, **vals), [])

    def test_fault_level(self):
        """R8, R9: a rule for one fault level is not cited for another."""
        grave = self._create_book_rule("D2", fault_level="violation")
        mild = self._create_book_rule("D3", fault_level="ordinary")
        self.lead.propose_on = False
        self._assert_proposed(
            self._decide(self.reader), [(self.reader, self.direct), (self.reader, mild)]
        )
        self._assert_proposed(
            self._decide(self.reader, fault_level="violation"),
            [(self.reader, self.direct), (self.reader, grave)],
        )

    def test_rules_that_do_not_apply(self):
        """Not yet valid, ended, archived, of another company or basis: not cited."""
        self.lead.propose_on = False
        other = self.env["res.company"].create({"name": "Gas"})
        self._create_book_rule("N1", date_from="2100-01-01")
        self._create_book_rule("N2", date_to="2020-01-01")
        self._create_book_rule("N3", active=False)
        self._create_book_rule("N4", company_id=other.id)
        self._create_book_rule("N5", basis="mishandled")
        self._create_book_rule("N6", propose_on=False)
        own = self._create_book_rule("O1", company_id=self.company.id)
        self._assert_proposed(
            self._decide(self.reader), [(self.reader, self.direct), (self.reader, own)]
        )

    def test_people_who_are_not_here(self):
        """Bad input: who has left or moved is not proposed; who has no user is."""
        self.lead.propose_on = False
        other = self.env["res.company"].create({"name": "Gas"})
        case = self._create_case()
        self._bring_to(case, "pending")
        gone, moved = self.env["hr.employee"].create(
            [
                {"name": name, "company_id": self.company.id}
                for name in ("Has left", "Has moved")
            ]
        )
        self._blame(case, self.reader, gone, moved)
        gone.action_archive()
        moved.company_id = other
        self._step_approved(case)
        self._assert_proposed(case, [(self.reader, self.direct)])
        self.assertFalse(self.reader.user_id)

    def test_never_twice(self):
        """The same case, employee and rule is proposed once."""
        case = self._decide(self.reader)
        entries = self._get_entries(case)
        case._propose_entries()
        self.assertEqual(self._get_entries(case), entries)
        # Changed, and approved again.
        case.decision = "<p>Refund all of it and correct the meters.</p>"
        self._step_pending(case)
        self._step_approved(case)
        self.assertEqual(self._get_entries(case), entries)

    def test_never_twice_after_a_merge(self):
        """What stands on a merged case is not proposed again on the survivor."""
        merged = self._decide(self.reader)
        survivor = self._create_case()
        self._bring_to(survivor, "pending")
        (merged | survivor)._merge_into(survivor)
        self._blame(survivor, self.reader, self.crew)
        self._step_approved(survivor)
        self._assert_proposed(survivor, [(self.crew, self.direct)])

    def test_proposals_switched_off(self):
        self.company.complaint_penalty_proposals = False
        self._assert_proposed(self._decide(self.reader), [])

    def test_nothing_of_it_in_the_case(self):
        """The case's log, chatter, tasks and clocks do not know of it."""
        case = self._decide()

        def look():
            self.env.cr.precommit.run()
            case.invalidate_recordset()
            ledger = self.env["complaint.clock.event"].search_count(
                [("complaint_id", "=", case.id)]
            )
            return case.message_ids, case.activity_ids, case.transition_ids, ledger

        self._blame(case, self.reader)
        before = look()
        self._with_mail(case)._propose_entries()
        self.assertTrue(self._get_entries(case))
        self.assertEqual(look(), before)

    def test_protected_case(self):
        """R149: facts of a protected case tell neither number nor subject."""
        case = self._create_case(identity_mode="confidential", name="Secret subject")
        self._bring_to(case, "pending")
        self._blame(case, self.reader)
        self._step_approved(case)
        entry = self._get_entries(case)[0]
        for secret in (case.number, "Secret subject", "numbers of the two meters"):
            self.assertNotIn(secret, f"{entry.facts} {entry.evidence}")

    def test_other_kinds(self):
        """A suggestion has no verdict: nobody answers for it."""
        case = self._create_case(kind="suggestion")
        self._bring_to(case, "resolved")
        case.responsible_employee_ids = [Command.set(self.reader.ids)]
        case._propose_entries()
        self._assert_proposed(case, [])

    # ------------------------------------------------------------------
    # Repeats
    # ------------------------------------------------------------------

    def _confirm(self, entries):
        """Decided against the person, as the life cycle leaves it."""
        entries._write_sealed(
            {
                "state": "confirmed",
                "date_confirmed": self.env.cr.now(),
                "confirmer_id": self.auditor.id,
            }
        )

    def test_repeat(self):
        """What a person repeats within months proposes more; only what stands."""
        self.lead.propose_on = False
        again = self._create_book_rule("R1", propose_on="repeat", repeat_months=6)
        first = self._decide(self.reader)
        second = self._decide(self.reader)
        self._assert_proposed(second, [(self.reader, self.direct)])
        self._confirm(self._get_entries(first))
        third = self._decide(self.reader, self.crew)
        self._assert_proposed(
            third,
            [
                (self.reader, self.direct),
                (self.crew, self.direct),
                (self.reader, again),
            ],
        )
        entry = self._get_entries(third).filtered(lambda e: e.rule_id == again)
        self.assertEqual(entry.origin, "repeat")
        self.assertIn(self._get_entries(first).name, entry.facts)

    def test_repeat_after_a_long_time(self):
        self.lead.propose_on = False
        self._create_book_rule("R1", propose_on="repeat", repeat_months=6)
        first = self._get_entries(self._decide(self.reader))
        self._confirm(first)
        first._write_sealed({"date_confirmed": "2020-01-01 00:00:00"})
        second = self._decide(self.reader)
        self._assert_proposed(second, [(self.reader, self.direct)])

    # ------------------------------------------------------------------
    # Many at once
    # ------------------------------------------------------------------

    def test_queries_do_not_grow(self):
        """500 cases cost no more queries than a few: all of it works in batches."""

        def count(size):
            cases = self._create_cases(size)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cases._propose_entries()
            self.env.flush_all()
            self.assertEqual(len(self._get_entries(cases)), 2 * size)
            return self.env.cr.sql_log_count - before

        count(1)
        few, many = count(5), count(500)
        # Rows are inserted, and people read, some hundreds at a time.
        self.assertLessEqual(many, few + 30)

    def _create_cases(self, size):
        vals = {**self._prepare_case_vals(), **self._prepare_solution_vals()}
        cases = self.Complaint.create([dict(vals) for _case in range(size)])
        for case in cases:
            self._blame(case, self.reader)
        cases._write_protected({"state": "proposed", "decision_state": "approved"})
        return cases
