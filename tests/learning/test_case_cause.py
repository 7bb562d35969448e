# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The cause that was found on a case, and what it has to say before it is closed."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from ..common import OFFICER, ComplaintCase


class CauseFound(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fitter = cls.staff[cls.employee]
        cls.case = cls._create_case()

    def _resolve(self, **vals):
        """The case resolved, with its follow-up made; what else is given written."""
        self._bring_to(self.case, "proposed")
        self.case.write(vals)
        self._bring_to(self.case, "resolved")
        self._log_contact(self.case, purpose="follow_up")
        return self.case

    def _get_missing_to_close(self):
        needs = self.case.with_user(self.handler).next_needs or []
        return "\n".join(need["text"] for need in needs)


@tagged("post_install", "-at_install")
class TestCauseFound(CauseFound):
    def test_the_last_why_is_the_root(self):
        """A handler asks why until the root is found, on the form (R61, R139)."""
        self._bring_to(self.case, "investigating")
        with Form(self.case.with_user(self.handler)) as form:
            for because in ("The bill was another's", "The numbers were swapped"):
                with form.why_ids.new() as line:
                    line.name = because
        self.assertEqual(self.case.why_ids[-1:].name, "The numbers were swapped")

    def test_causes_know_more_than_staff_and_equipment(self):
        """Organisation, sales, market and law are causes as well (R203)."""
        origins = set(
            self.env["complaint.cause"]
            .search([("company_id", "=", False)])
            .mapped("origin")
        )
        wanted = {"organisation", "policy", "communication", "development", "sales"}
        self.assertLessEqual(wanted | {"market", "law", "environment"}, origins)

    def test_who_is_responsible_lacked_something(self):
        """Attitude, skill or knowledge is kept for each person (R104)."""
        self.case.responsible_employee_ids = self.fitter
        contribution = (
            self.env["complaint.contribution"]
            .with_user(self.handler)
            .create(
                {
                    "complaint_id": self.case.id,
                    "employee_id": self.fitter.id,
                    "factor": "skill",
                }
            )
        )
        self.assertEqual(self.case.contribution_ids, contribution)

    def test_only_who_is_responsible_contributed(self):
        with self._assert_refused("not among those responsible", ValidationError):
            self.env["complaint.contribution"].create(
                {
                    "complaint_id": self.case.id,
                    "employee_id": self.fitter.id,
                    "factor": "attitude",
                }
            )

    def test_who_is_not_responsible_any_more_contributed_nothing(self):
        self.case.responsible_employee_ids = self.fitter
        self.case.contribution_ids = [
            (0, 0, {"employee_id": self.fitter.id, "factor": "knowledge"})
        ]
        self.case.responsible_employee_ids = False
        self.assertFalse(self.case.contribution_ids)

    def test_contributions_are_for_those_who_read_who_is_responsible(self):
        """No employee reads what colleagues lack, nor who may not read the case."""
        self.case.responsible_employee_ids = self.fitter
        self.case.contribution_ids = [
            (0, 0, {"employee_id": self.fitter.id, "factor": "knowledge"})
        ]
        contribution = self.case.contribution_ids
        for reader in (self.employee, self.outsider):
            with self.subTest(reader.login), self.assertRaises(AccessError):
                contribution.with_user(reader).read(["factor"])
        stranger = self._create_user("other_office", OFFICER)
        self.assertTrue(contribution.with_user(stranger).read(["factor"]))
        self.case.write(
            {
                "complained_employee_ids": [(4, self.staff[self.officer].id)],
                "identity_mode": "confidential",
            }
        )
        with self.assertRaises(AccessError):
            contribution.with_user(self.officer).read(["factor"])


@tagged("post_install", "-at_install")
class TestCauseGates(CauseFound):
    def test_the_customer_is_told_the_cause(self):
        """Nothing is closed before the customer knows what caused it (R204)."""
        self._resolve(cause_told=False)
        words = "The answer does not say what caused it"
        self.assertIn(words, self._get_missing_to_close())
        with self._assert_refused(words):
            self.case.with_user(self.handler).action_close()
        self.case.with_user(self.handler).cause_told = True
        self.case.with_user(self.handler).action_close()
        self.assertEqual(self.case.state, "closed")

    def test_an_answer_that_names_the_cause_tells_it(self):
        """Nobody ticks what stands in the answer."""
        self._resolve(
            cause_told=False, answer="<p>We are sorry: <b>meters</b> swapped.</p>"
        )
        self.assertFalse(self.case.answer_lacks_cause)
        self.case.with_user(self.handler).action_close()
        self.assertEqual(self.case.state, "closed")

    def test_an_answer_that_says_what_was_found_tells_the_cause(self):
        self._resolve(
            cause_told=False,
            answer="<p>Seen:</p><p>The numbers of the two meters were swapped.</p>",
        )
        self.case.with_user(self.handler).action_close()
        self.assertEqual(self.case.state, "closed")

    def test_another_cause_is_told_anew(self):
        self._resolve()
        self.case.cause_id = self.cause.copy({"name": "Label lost"})
        self.assertFalse(self.case.cause_told)

    def test_the_same_cause_again_stays_told(self):
        self._resolve()
        self.case.cause_id = self.cause
        self.assertTrue(self.case.cause_told)

    def test_where_else_it_can_happen(self):
        """Where the fault was ours, somebody looked at the others (R105, R139)."""
        self._resolve(elsewhere=False)
        self.assertIn("Could It Happen Elsewhere?", self._get_missing_to_close())
        self.case.elsewhere = "yes"
        self.assertIn("say where", self._get_missing_to_close())
        fields = [need["field"] for need in self.case.next_needs]
        self.assertIn("elsewhere_where", fields)
        self.case.elsewhere_where = "The other house of the same fitter"
        self.assertFalse(self._get_missing_to_close())

    def test_not_known_yet_is_an_answer(self):
        self._resolve(elsewhere="unknown")
        self.case.with_user(self.handler).action_close()
        self.assertEqual(self.case.state, "closed")

    def test_where_nobody_of_us_is_at_fault_nobody_looks_elsewhere(self):
        self._resolve(elsewhere=False, verdict="not_upheld", fault_level="none")
        self.assertNotIn("Elsewhere", self._get_missing_to_close())

    def test_a_manager_passes_with_a_reason(self):
        self._resolve(elsewhere=False, cause_told=False)
        self.case.with_user(self.manager)._transition(
            "close", reason="Moved away", override=True
        )
        log = self.case.transition_ids.filtered(lambda log: log.name == "close")
        self.assertEqual(self.case.state, "closed")
        self.assertIn("what caused it", log.missing)
