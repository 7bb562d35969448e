# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Samples draw what may be reviewed, and never anything else (issue 14)."""

from random import Random

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .review_common import ReviewCase


@tagged("post_install", "-at_install")
class TestReviewSample(ReviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cases = cls.case.union(*(cls._close_case() for _number in range(7)))

    def test_draw(self):
        sample = self._create_sample(count=5)
        action = sample.with_user(self.planner).action_draw()
        self.assertEqual(action["domain"], [("sample_id", "=", sample.id)])
        self.assertEqual(len(sample.review_ids), 5)
        self.assertEqual(len(sample.review_ids.complaint_id), 5)
        self.assertEqual(sample.review_ids.reviewer_id, self.reviewer)
        self.assertEqual((sample.review_count, sample.done_count), (5, 0))
        self.assertFalse(sample.agreement_text)
        self.assertTrue(sample.review_ids[0].score_ids)
        with self._assert_refused("drawn already"):
            sample.with_user(self.planner).action_draw()
        with self._assert_refused("was drawn"):
            sample.with_user(self.planner).count = 7

    def test_drawn_again_by_its_number(self):
        samples = [self._create_sample(count=4, seed=seed) for seed in (7, 7, 8, 9, 10)]
        chosen = [{case for case, _who in sample._choose()} for sample in samples]
        self.assertEqual(chosen[0], chosen[1])
        self.assertTrue(any(one != chosen[0] for one in chosen[2:]))

    def test_not_twice_by_the_same(self):
        for _number in range(2):
            sample = self._create_sample(count=4).with_user(self.planner)
            sample.action_draw()
        last = self._create_sample(count=1).with_user(self.planner)
        with self._assert_refused("no case"):
            last.action_draw()

    def test_shared_out_evenly_to_two(self):
        both = self.reviewer | self.second
        sample = self._create_sample(
            count=4, is_double=True, reviewer_ids=[fields.Command.set(both.ids)]
        )
        sample.with_user(self.planner).action_draw()
        by_case = sample.review_ids.grouped("complaint_id")
        self.assertEqual(len(by_case), 4)
        for reviews in by_case.values():
            self.assertEqual(reviews.reviewer_id, both)
        for review in sample.review_ids:
            self._score(review, "3" if review.reviewer_id == self.second else "4")
        self.env.invalidate_all()
        self.assertIn("0 %", sample.with_user(self.planner).agreement_text)

    def test_risk_comes_first(self):
        risky = self.cases[3]
        risky.sudo().write({"severity": "3", "claimed_amount": 9000})
        risky.sudo()._write_sealed({"is_dissatisfied": True, "reopen_count": 1})
        sample = self._create_sample(method="risk", stratify="none", count=1)
        self.assertEqual(sample._choose(), [(risky.id, self.reviewer.id)])

    def test_expensive_whatever_the_currency(self):
        """Nine million of a light currency are less than nine thousand of ours."""
        light, unknown = self.env["res.currency"].create(
            [
                {"name": "LGT", "symbol": "L"},
                {"name": "UNK", "symbol": "U"},
            ]
        )
        self.env["res.currency.rate"].create(
            {
                "currency_id": light.id,
                "company_id": self.company.id,
                "name": "2020-01-01",
                "rate": 25000,
            }
        )
        cases = self.cases.sudo()
        cases[0].write({"currency_id": light.id, "claimed_amount": 9000000})
        cases[1].write({"claimed_amount": 9000})
        cases[2].write({"currency_id": unknown.id, "claimed_amount": 9000000})
        risks = cases._get_review_risks()
        self.assertGreater(risks[cases[1].id], risks[cases[0].id])
        self.assertGreater(risks[cases[1].id], risks[cases[2].id])

    def test_risks_of_many_cases_in_few_queries(self):
        cases = self.cases.sudo()
        cases.claimed_amount = 10
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(8):
            cases._get_review_risks()

    def test_each_handler_has_a_part(self):
        other = self.cases[0]
        other.sudo().user_id = self.colleague
        for seed in range(5):
            sample = self._create_sample(count=2, seed=seed)
            self.assertIn(other.id, dict(sample._choose()))

    def test_rule(self):
        wanted = self.cases[2]
        wanted.sudo().name = "A very special matter"
        rule = "[('name', 'ilike', 'very special')]"
        sample = self._create_sample(method="rule", rule=rule)
        self.assertEqual(dict(sample._choose()), {wanted.id: self.reviewer.id})

    def test_bad_rules(self):
        """What is no domain, or reads what the user may not, is refused."""
        for rule in (
            "nonsense(",
            "[('nothing', '=', 1)]",
            "__import__('os').listdir('.')",
            "[('name', '=', 1",
            "[1]",
        ):
            with self.subTest(rule=rule), self.assertRaises(ValidationError):
                self._create_sample(method="rule", rule=rule)

    def test_bad_input(self):
        with self.assertRaises(ValidationError):
            self._create_sample(count=100000)
        with self.assertRaises(ValidationError):
            self._create_sample(is_double=True)
        with self.assertRaises(ValidationError):
            self._create_sample(reviewer_ids=False)

    def test_no_data(self):
        far = fields.Date.to_date("2001-01-01")
        sample = self._create_sample(date_from=far, date_to=far)
        with self._assert_refused("no case"):
            sample.with_user(self.planner).action_draw()

    def test_only_managers_ask_others(self):
        with self.assertRaises(ValidationError):
            self._create_sample(user=self.second)
        own = self._create_sample(
            user=self.second, reviewer_ids=[fields.Command.set(self.second.ids)]
        )
        own.with_user(self.second).action_draw()
        self.assertFalse(self.Sample.with_user(self.reviewer).search([]))
        with self.assertRaises(AccessError):
            own.with_user(self.reviewer).read(["name"])
        self.assertIn(own, self.Sample.with_user(self.planner).search([]))
        for user in (self.handler, self.employee):
            with self.assertRaises(AccessError):
                self.Sample.with_user(user).search([])

    def test_kept_with_its_reviews(self):
        sample = self._create_sample().with_user(self.planner)
        sample.action_draw()
        with self.assertRaises(UserError):
            sample.unlink()

    def test_forbidden_cases_are_never_drawn(self):
        """Whatever part a reviewer had, in whatever way: worked out anew for each."""
        users = self.reviewer | self.second | self.officer
        employees = {
            user: self.env["hr.employee"].search([("user_id", "=", user.id)], limit=1)
            or self.env["hr.employee"].create({"name": user.name, "user_id": user.id})
            for user in users
        }
        employees[self.second].parent_id = employees[self.officer]
        chance = Random(14)
        parts = (
            "user_id",
            "investigator_id",
            "backup_user_id",
            "approver_id",
            "first_contact_user_id",
        )
        forbidden = {}
        for case in self.cases.sudo():
            user = chance.choice(users)
            bars = {user.id}
            way = chance.randrange(4)
            if way == 0:
                fname = chance.choice(parts)
                case._write_sealed({fname: user.id})
                if fname == "user_id" and user == self.officer:
                    bars.add(self.second.id)
            elif way == 1:
                self._log_contact(case, user=user)
            elif way == 2:
                case.complained_employee_ids = employees[user]
                if user == self.officer:
                    bars.add(self.second.id)
            else:
                self.env["complaint.transition"].sudo().create(
                    {
                        "complaint_id": case.id,
                        "name": "acknowledge",
                        "state_from": "new",
                        "state_to": "acknowledged",
                        "date": case.date_received,
                        "user_id": user.id,
                    }
                )
            forbidden[case.id] = bars
        self.env.invalidate_all()
        for seed in range(12):
            sample = self._create_sample(
                count=8, seed=seed, reviewer_ids=[fields.Command.set(users.ids)]
            )
            for case, reviewer in sample._choose():
                self.assertNotIn(reviewer, forbidden[case])
        self.assertTrue(sample._choose())

    def test_barred_reviewer_is_not_drawn(self):
        """A protected case about somebody is not theirs to review (R153)."""
        case = self._close_case(identity_mode="confidential")
        employee = self.env["hr.employee"].create(
            {"name": "Reviewer", "user_id": self.reviewer.id}
        )
        case.sudo().complained_employee_ids = employee
        self.env.invalidate_all()
        sample = self._create_sample(count=20)
        self.assertNotIn(case.id, dict(sample._choose()))

    def test_draws_only_what_the_planner_reads(self):
        """Who draws by a rule learns nothing of cases that are closed to them."""
        case = self._close_case(identity_mode="confidential")
        employee = self.env["hr.employee"].create(
            {"name": "Planner", "user_id": self.planner.id}
        )
        case.sudo().complained_employee_ids = employee
        self.env.invalidate_all()
        sample = self._create_sample(count=20).with_user(self.planner)
        self.assertNotIn(case.id, dict(sample._choose()))
