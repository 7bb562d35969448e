# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What came of a survey: figures, words, and nobody's secret (R135, R215)."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from odoo.addons.complaint_management.models.insight.measures import LEAST

from .poll_common import PollCase


@tagged("post_install", "-at_install")
class TestPollResult(PollCase):
    def _ask_employees(self, *counts):
        """A survey of units with so many people each; the round."""
        units = self.env["hr.department"].create(
            [{"name": f"Unit {number}"} for number in range(len(counts))]
        )
        for unit, count in zip(units, counts, strict=True):
            self._create_employees(count, unit)
        poll = self._create_poll(
            audience="employees", department_ids=[fields.Command.set(units.ids)]
        )
        return units, self._send_out(poll)

    def _answer_in(self, asked, unit, *scores, comment=""):
        for score in scores:
            invitation = self._get_invitations(asked).filtered(
                lambda one: one.department_id == unit and not one.is_answered
            )[0]
            token = self._get_token(invitation)
            self.Invitation._find_by_token(token)._answer(token, str(score), comment)

    def _close(self, asked):
        asked.with_user(self.manager).action_close()

    def test_figures_of_customers(self):
        """What was answered, kept; who answered is read by officers."""
        customers = self._create_customers("Anna", "Boris", "Chen", "Dora")
        asked = self._send_out()
        self._answer(asked, 5, 4, 1, comment="Open earlier")
        self.assertIn("3 of 4 have answered", asked.result_words)
        self._close(asked)
        self.assertRecordValues(
            asked,
            [
                {
                    "state": "closed",
                    "asked_count": 4,
                    "answered_count": 3,
                    "satisfied_count": 2,
                    "dissatisfied_count": 1,
                    "comment_count": 3,
                    "answered_share": 0.75,
                    "is_few": False,
                }
            ],
        )
        self.assertAlmostEqual(asked.average, 3.3)
        self.assertIn("Open earlier", asked.comments)
        action = asked.with_user(self.officer).action_view_answers()
        answers = self.Rating.with_user(self.officer).search(action["domain"])
        self.assertEqual(len(answers.partner_id), 3)
        self.assertLess(answers.partner_id, customers)
        with self._assert_refused("closed already"):
            self._close(asked)

    def test_a_second_answer_replaces_the_first(self):
        """As long as the round takes answers; by the same link only."""
        self._create_customers("Anna")
        asked = self._send_out()
        invitation = self._get_invitations(asked)
        token = self._get_token(invitation)
        found = self.Invitation._find_by_token(token)
        found._answer(token, "1", "Bad")
        found._answer(token, "5", "Good after all")
        self.assertEqual(asked.answered_count, 1)
        rating = asked._get_ratings()
        self.assertEqual((rating.rating, rating.feedback), (5, "Good after all"))
        self._close(asked)
        self.assertFalse(rating.sudo().complaint_poll_key)
        self.assertFalse(found._is_open())

    def test_employees_are_anonymous(self):
        """Nothing that is kept leads from who was asked to what was answered; when the
        round is over, single answers are gone."""
        [unit], asked = self._ask_employees(LEAST)
        self._answer_in(asked, unit, *[2] * LEAST, comment="More light, please")
        ratings = asked._get_ratings()
        self.assertEqual(len(ratings), LEAST)
        self.assertFalse(ratings.partner_id | ratings.rated_partner_id)
        self.assertEqual(ratings.create_uid, self.env.ref("base.user_root"))
        prints = set(self._get_invitations(asked).mapped("fingerprint"))
        self.assertTrue(prints.isdisjoint(ratings.mapped("complaint_poll_key")))
        for user in (self.employee, self.officer, self.manager):
            with self.subTest(user=user.login):
                mine = self.Rating.with_user(user)
                found = mine.search([("res_model", "=", asked._name)])
                self.assertFalse(found)
                with self.assertRaises(AccessError):
                    ratings.with_user(user).read(["rating"])
        self._close(asked)
        self.assertFalse(ratings.exists())
        self.assertEqual(asked.average, 2)
        self.assertEqual(asked.comments.count("More light"), LEAST)

    def test_too_few_employees(self):
        """Nothing is kept of what fewer than five said."""
        [unit], asked = self._ask_employees(LEAST + 1)
        self._answer_in(asked, unit, 1, 1, comment="My boss is the problem")
        self._close(asked)
        self.assertTrue(asked.is_few)
        self.assertEqual(asked.answered_count, 2)
        self.assertFalse(asked.average or asked.satisfied_count or asked.comments)
        self.assertFalse(asked._get_ratings())
        self.assertFalse(asked.result_ids)
        self.assertIn("too few to say more", asked.result_words)

    def test_units_with_enough_answers(self):
        """And none that can be worked out from the others."""
        (large, medium, small), asked = self._ask_employees(7, 6, 2)
        self._answer_in(asked, large, *[5] * 7)
        self._answer_in(asked, medium, *[3] * 6)
        self._answer_in(asked, small, 1)
        self._close(asked)
        self.assertRecordValues(
            asked.result_ids,
            [{"name": large.complete_name, "answered_count": 7, "average": 5}],
        )
        self.assertEqual(asked.answered_count, 14)
        units, again = self._ask_employees(5, 6)
        for unit, count in zip(units, (5, 6), strict=True):
            self._answer_in(again, unit, *[4] * count)
        self._close(again)
        self.assertEqual(again.result_ids.department_id, units)

    def test_nobody_answers(self):
        """A round without answers is no result, and no figure."""
        self._create_customers("Anna")
        asked = self._send_out()
        self._close(asked)
        self.assertEqual(asked.satisfied_share, 0)
        self.assertFalse(asked.is_few)
        self.assertIn("0 of 1 have answered", asked.result_words)
        self.assertIsNone(self._get_figure("customers_satisfied"))

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------

    def _get_figure(self, code, domain=None, days=None):
        first, last = days or (self.today, self.today)
        domain = domain or [("company_id", "=", self.company.id)]
        measures = self.env["complaint.measures"]
        return measures._get_figures([code], domain, first, last)[code]

    def test_in_the_figures(self):
        """By the day on which the round was closed; of the whole company only."""
        self._create_customers("Anna", "Boris", "Chen", "Dora")
        asked = self._send_out()
        self._answer(asked, 5, 4, 4, 1)
        self.assertIsNone(self._get_figure("customers_satisfied"), "still open")
        self._close(asked)
        self.assertEqual(self._get_figure("customers_satisfied"), 0.75)
        self.assertIsNone(self._get_figure("employees_satisfied"))
        yesterday = self.today - timedelta(days=1)
        self.assertIsNone(
            self._get_figure("customers_satisfied", days=(yesterday, yesterday))
        )
        unit = [("department_id", "=", self.department.id)]
        self.assertIsNone(self._get_figure("customers_satisfied", domain=unit))
        by_day = self.env["complaint.measures"]._get_figures_by(
            ["customers_satisfied", "received"],
            [("company_id", "=", self.company.id)],
            self.today,
            self.today,
            "day",
        )
        self.assertEqual(by_day[self.today]["customers_satisfied"], 0.75)
        self.assertEqual(by_day[self.today]["received"], 4)

    def test_over_several_rounds(self):
        """Large ones weigh more; what runs, and what said too little, nothing."""
        rounds = self.env["complaint.poll.round"]
        vals = {
            "poll_id": self._create_poll().id,
            "company_id": self.company.id,
            "audience": "employees",
            "date_begin": self.today,
            "date_end": self.today,
        }
        rounds.create(
            [
                {**vals, "state": state, "is_few": few, "average": average}
                | {"answered_count": answered, "satisfied_count": satisfied}
                for state, few, answered, satisfied, average in (
                    ("closed", False, 30, 30, 5),
                    ("closed", False, 10, 0, 1),
                    ("closed", True, 3, 0, 0),
                    ("open", False, 50, 0, 0),
                )
            ]
        )
        [(share, average)] = rounds._read_group(
            [("poll_id", "=", vals["poll_id"])],
            [],
            ["satisfied_share:avg", "average:avg"],
        )
        self.assertEqual((share, average), (0.75, 4))

    def test_as_a_target(self):
        """With where we stand, and a way to the rounds; not for a unit."""
        self._create_customers(*(f"C{number}" for number in range(LEAST)))
        asked = self._send_out()
        self._answer(asked, *[5] * LEAST)
        self._close(asked)
        goals = self.env["complaint.goal"].with_user(self.manager)
        vals = {
            "measure": "customers_satisfied",
            "target": 0.9,
            "company_id": self.company.id,
        }
        goal = goals.create(vals)
        self.assertEqual((goal.standing, goal.value), ("on_track", 1))
        action = goal.action_view_cases()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, asked)
        with self.assertRaises(ValidationError):
            goals.create({**vals, "department_id": self.department.id})

    def test_in_the_report_of_the_month(self):
        """Beside what others reach."""
        self._create_customers("Anna")
        asked = self._send_out()
        self._answer(asked, 4)
        self._close(asked)
        month = self.today.replace(day=1) - relativedelta(months=1)
        asked.sudo().date_closed = month
        self.env["complaint.benchmark"].create(
            {
                "measure": "customers_satisfied",
                "value": 0.8,
                "source": "Trade association",
                "date_from": "2020-01-01",
            }
        )
        report = self.env["complaint.period.report"].create(
            {"kind": "month", "date_from": month}
        )
        rows = report._as_written()._count_figures()["rows"]
        [row] = [row for row in rows if row["code"] == "customers_satisfied"]
        self.assertEqual((row["value"], row["benchmark"]), (1, 0.8))

    def test_no_competition_is_about_it(self):
        """Units compete by how they handle cases."""
        contests = self.env["complaint.contest"]
        codes = dict(contests._select_measures())
        self.assertNotIn("customers_satisfied", codes)
        self.assertIn("satisfied", codes)

    # ------------------------------------------------------------------
    # Taking it up
    # ------------------------------------------------------------------

    def test_a_dissatisfied_customer_becomes_a_case(self):
        """That we found, in their name and with their words; once."""
        anna, boris = self._create_customers("Anna", "Boris")
        asked = self._send_out()
        for partner, score in ((anna, "1"), (boris, "5")):
            token = self._get_token(self._get_invitations(asked, partner))
            found = self.Invitation._find_by_token(token)
            found._answer(token, score, "The meter <b>again</b>")
        ratings = asked._get_ratings().with_user(self.officer)
        low = ratings.filtered(lambda one: one.partner_id == anna)
        action = low.action_complaint_take_up()
        case = self.Complaint.browse(action["res_id"])
        self.assertEqual(case.partner_id, anna)
        self.assertTrue(case.is_found_by_us)
        self.assertEqual((case.kind, case.company_id), ("complaint", self.company))
        self.assertIn("&lt;b&gt;again", case.description)
        self.assertTrue(low.complaint_is_taken_up)
        with self._assert_refused("already"):
            low.action_complaint_take_up()
        with self.assertRaises(UserError):
            (ratings - low).action_complaint_take_up()

    def test_who_asks_for_protection(self):
        """Is not named any more by the answer from which the case came (R152)."""
        anna = self._create_customers("Anna")
        asked = self._send_out()
        self._answer(asked, 1)
        answer = asked._get_ratings().with_user(self.officer)
        case = self.Complaint.browse(answer.action_complaint_take_up()["res_id"])
        self.assertEqual(answer.partner_id, anna)
        case.sudo().identity_mode = "confidential"
        self.assertFalse(answer.partner_id)
        self.assertEqual(answer.rating, 1)

    def test_the_day_is_that_of_the_company(self):
        """A link ends with its last day there, wherever the server is."""
        self.company.complaint_calendar_id.tz = "Asia/Ho_Chi_Minh"
        self.company.resource_calendar_id.tz = "Asia/Ho_Chi_Minh"
        self._create_customers("Anna")
        asked = self._send_out()
        invitation = self._get_invitations(asked)
        found = self.Invitation._find_by_token(self._get_token(invitation))
        with freeze_time(f"{asked.date_end} 16:30:00"):
            self.assertTrue(found._is_open())
        with freeze_time(f"{asked.date_end} 17:30:00"):
            self.assertFalse(found._is_open())
