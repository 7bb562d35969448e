# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Cases go to people who are able to handle them (R128, R193)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import ComplaintCase


class CompetenceCase(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.competence = cls.env["complaint.competence"].create(
            {"name": "Electrical safety"}
        )
        cls.other = cls.env["complaint.competence"].create({"name": "Sign language"})
        cls.staff |= {
            user: cls.env["hr.employee"].create(
                {
                    "name": user.name,
                    "user_id": user.id,
                    "department_id": cls.department.id,
                    "company_id": cls.company.id,
                }
            )
            for user in cls.colleague | cls.clerk | cls.manager
        }

    @classmethod
    def _need(cls, *competences):
        cls.category.competence_ids = cls.env["complaint.competence"].union(
            *(competences or [cls.competence])
        )

    @classmethod
    def _hold(cls, user, competence=None, **vals):
        return cls.env["complaint.competence.held"].create(
            {
                "competence_id": (competence or cls.competence).id,
                "employee_id": cls.staff[user].id,
                **vals,
            }
        )

    def _get_notes(self, case):
        return " ".join(case.message_ids.mapped("body"))


@tagged("post_install", "-at_install")
class TestRouting(CompetenceCase):
    def test_where_nothing_is_needed_nothing_is_different(self):
        case = self._create_case()
        self.assertEqual(case.user_id, self.handler)
        self.assertNotIn("does not hold", self._get_notes(case))
        self.assertFalse(case.lacking_competences)

    def test_who_holds_it_gets_the_case(self):
        self._need()
        self._hold(self.handler)
        case = self._create_case()
        self.assertEqual(case.user_id, self.handler)
        self.assertNotIn("does not hold", self._get_notes(case))

    def test_else_the_leader_of_the_team_gets_it_and_the_case_says_why(self):
        self._need()
        self.team.user_id = self.colleague
        self._hold(self.colleague)
        case = self._create_case()
        self.assertEqual(case.user_id, self.colleague)
        notes = self._get_notes(case)
        self.assertIn(self.handler.name, notes)
        self.assertIn("Electrical safety", notes)

    def test_else_the_team_takes_it_up(self):
        self._need()
        self.team.user_id = self.colleague
        case = self._create_case()
        self.assertFalse(case.user_id)
        self.assertEqual(case.team_id, self.team)
        self.assertIn("So the team Billing takes it up", self._get_notes(case))

    def test_all_that_is_needed_here_and_above(self):
        """A category needs what its parents need (R193)."""
        self._need()
        child = self.env["complaint.category"].create(
            {
                "name": "Burnt meter",
                "parent_id": self.category.id,
                "company_id": self.company.id,
                "competence_ids": [(6, 0, self.other.ids)],
            }
        )
        self._hold(self.handler, self.other)
        self.assertFalse(self._create_case(category_id=child.id).user_id)
        self._hold(self.handler)
        self.assertEqual(self._create_case(category_id=child.id).user_id, self.handler)

    def test_what_is_no_longer_valid_does_not_count(self):
        self._need()
        today = fields.Date.today()
        held = self._hold(self.handler, date_until=today - timedelta(1))
        self.assertFalse(held.is_valid)
        self.assertFalse(self._create_case().user_id)
        held.date_until = today
        self.assertEqual(self._create_case().user_id, self.handler)
        self.assertIn(held, held.search([("is_valid", "=", True)]))

    def test_what_is_changed_on_either_side_counts_at_once(self):
        """What categories need is kept in the cache of every worker (R178)."""
        self.assertEqual(self._create_case().user_id, self.handler)
        self.competence.category_ids = self.category
        self.assertFalse(self._create_case().user_id)
        self.competence.active = False
        self.assertEqual(self._create_case().user_id, self.handler)
        self.competence.active = True
        self.assertFalse(self._create_case().user_id)
        self.category.competence_ids = False
        self.assertEqual(self._create_case().user_id, self.handler)

    def test_another_company_needs_its_own(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self._need()
        needed = self.category._get_needed_competences
        self.competence.company_id = self.company
        self.assertEqual(needed(self.company), self.competence)
        self.assertFalse(needed(other))

    def test_who_met_the_customer_does_not_keep_it(self):
        """The first to hear of it is not made its handler (R86, R193)."""
        self._need()
        case = self._create_case(category_id=False)
        self.assertEqual(case.user_id, self.clerk)
        case.with_user(self.clerk).category_id = self.category
        self.assertFalse(case.user_id)
        self.assertFalse(case.is_unrouted)
        self.assertEqual(case.team_id, self.team)

    def test_many_at_once_ask_once(self):
        """An import of cases asks who holds what once, not for each."""
        self._need()
        self._hold(self.handler)
        cases = self.Complaint.with_user(self.manager)
        vals = self._prepare_case_vals()
        cases.create([dict(vals) for _number in range(2)])
        self.env.flush_all()

        def count(number):
            before = self.env.cr.sql_log_count
            cases.create([dict(vals) for _number in range(number)])
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        few, many = count(30), count(60)
        self.assertLessEqual(many, few + 40)

    def test_an_accused_leader_does_not_get_it(self):
        self._need()
        self.team.user_id = self.colleague
        self._hold(self.colleague)
        case = self._create_case(
            complained_employee_ids=[(6, 0, self.staff[self.colleague].ids)]
        )
        self.assertFalse(case.user_id)


@tagged("post_install", "-at_install")
class TestChosen(CompetenceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # How somebody else is asked first, test_handover tries.
        cls.company.complaint_handover_accept = False
        cls._need()
        cls._hold(cls.handler)
        cls.case = cls._create_case()

    def test_who_does_not_hold_it_is_refused_in_plain_words(self):
        with self._assert_refused("which needs: Electrical safety", ValidationError):
            self.case.with_user(self.handler).user_id = self.colleague
        self.assertEqual(self.case.user_id, self.handler)
        with self._assert_refused("a complaint manager", ValidationError):
            self._create_case(user_id=self.colleague.id)

    def test_who_holds_it_is_chosen(self):
        self._hold(self.colleague)
        self.case.with_user(self.handler).user_id = self.colleague
        self.assertEqual(self.case.user_id, self.colleague)

    def test_a_manager_passes_with_a_reason(self):
        case = self.case.with_user(self.manager)
        with self._assert_refused("Why all the same", ValidationError):
            case.user_id = self.colleague
        with self._assert_refused("Why all the same", ValidationError):
            case.write({"user_id": self.colleague.id, "competence_reason": "  "})
        case.write(
            {"user_id": self.colleague.id, "competence_reason": "All others are ill."}
        )
        self.assertEqual(self.case.user_id, self.colleague)
        self.assertIn("All others are ill.", self._get_notes(self.case))
        self.assertEqual(case.lacking_competences, "Electrical safety")

    def test_an_old_reason_does_not_count_for_the_next(self):
        case = self.case.with_user(self.manager)
        case.write({"user_id": self.colleague.id, "competence_reason": "All ill."})
        with self._assert_refused("which needs", ValidationError):
            case.user_id = self.clerk

    def test_nobody_but_a_manager_gives_a_reason(self):
        with self.assertRaises(AccessError):
            self.case.with_user(self.handler).write(
                {"user_id": self.colleague.id, "competence_reason": "I like him."}
            )

    def test_a_manager_passes_on_the_form(self):
        with Form(self.case.with_user(self.manager)) as form:
            form.user_id = self.colleague
            self.assertEqual(form.lacking_competences, "Electrical safety")
            form.competence_reason = "All others are ill."
        self.assertEqual(self.case.user_id, self.colleague)

    def test_another_category_tells_what_its_handler_lacks(self):
        """Who handles it already is not taken off it."""
        category = self.env["complaint.category"].create(
            {"name": "Deaf", "competence_ids": [(6, 0, self.other.ids)]}
        )
        self.case.with_user(self.handler).category_id = category
        self.assertEqual(self.case.user_id, self.handler)
        self.assertIn("Sign language", self._get_notes(self.case))
        self.assertEqual(self.case.lacking_competences, "Sign language")

    def test_who_leaves_hands_over_all_the_same(self):
        """No case is without somebody for want of a competence; it is said (R39)."""
        self.handler.action_archive()
        self.assertTrue(self.case.user_id)
        self.assertNotEqual(self.case.user_id, self.handler)
        self.assertIn("does not hold", self._get_notes(self.case))

    def test_other_changes_are_not_held_up(self):
        """What was valid when the handler was chosen may end meanwhile."""
        self.env["complaint.competence.held"].search([]).date_until = "2020-01-01"
        as_handler = self.case.with_user(self.handler)
        as_handler.write({"name": "Other words", "user_id": self.handler.id})
        as_handler.action_acknowledge()
        self.assertEqual(self.case.state, "acknowledged")

    def test_who_helps_needs_not_hold_it(self):
        self.case.with_user(self.handler).backup_user_id = self.colleague
        self.assertEqual(self.case.backup_user_id, self.colleague)


@tagged("post_install", "-at_install")
class TestHeld(CompetenceCase):
    def test_who_confirmed_it_is_kept(self):
        held = self.env["complaint.competence.held"].with_user(self.manager)
        held = held.create(
            {
                "competence_id": self.competence.id,
                "employee_id": self.staff[self.handler].id,
                "confirmed_by_id": self.officer.id,
                "date_confirmed": "2020-01-01",
            }
        )
        self.assertEqual(held.confirmed_by_id, self.manager)
        self.assertEqual(held.date_confirmed, fields.Date.today())

    def test_nobody_confirms_their_own(self):
        """By no door: not by making it, nor by moving it to oneself."""
        held = self.env["complaint.competence.held"].with_user(self.manager)
        vals = {
            "competence_id": self.competence.id,
            "employee_id": self.staff[self.manager].id,
        }
        with self._assert_refused("their own", ValidationError):
            held.create(vals)
        other = held.create({**vals, "employee_id": self.staff[self.handler].id})
        with self._assert_refused("their own", ValidationError):
            other.employee_id = self.staff[self.manager]
        own = held.sudo().create({**vals, "date_until": "2020-01-01"})
        with self._assert_refused("their own", ValidationError):
            own.with_user(self.manager).date_until = False

    def test_employees_read_their_own_only(self):
        mine, other = self._hold(self.handler), self._hold(self.clerk)
        held = mine.search([])
        self.staff[self.employee].user_id = self.employee
        own = self._hold(self.employee)
        self.assertEqual(held.with_user(self.employee).search([]), own)
        self.assertIn(other, held.with_user(self.handler).search([]))
        with self.assertRaises(AccessError):
            own.with_user(self.employee).date_until = False
        with self.assertRaises(AccessError):
            mine.with_user(self.officer).date_until = False

    def test_nobody_reads_those_of_another_company(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        employee = self.env["hr.employee"].create(
            {"name": "Far", "company_id": other.id}
        )
        far = self.env["complaint.competence.held"].create(
            {"competence_id": self.competence.id, "employee_id": employee.id}
        )
        self.assertNotIn(far, far.with_user(self.manager).search([]))

    @mute_logger("odoo.sql_db")
    def test_each_once(self):
        self._hold(self.handler)
        with self.assertRaisesRegex(Exception, "once_uniq"), self.env.cr.savepoint():
            self._hold(self.handler)

    def test_what_is_needed_is_not_deleted(self):
        self._need()
        with self.assertRaises(UserError):
            self.competence.with_user(self.manager).unlink()
        self.other.with_user(self.manager).unlink()
        self.assertFalse(self.other.exists())
