# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A unit looks back at its period (R222), the management at the mechanism (R224)."""

from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MANAGER, ComplaintCase, without_commits


@tagged("post_install", "-at_install")
class TestUnitReview(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Review = cls.env["complaint.unit.review"]
        cls.today = fields.Date.context_today(cls.Review)
        cls.yesterday = cls.today - timedelta(days=1)
        cls.head = cls._create_user("unit_head", "base.group_user")
        boss = cls.env["hr.employee"].create(
            {"name": "Head", "user_id": cls.head.id, "company_id": cls.company.id}
        )
        cls.department.manager_id = boss

    @classmethod
    def _create(cls, user=None, **vals):
        return (
            cls.Review.with_user(user or cls.officer)
            .create(
                {
                    "department_id": cls.department.id,
                    "date_from": cls.today - timedelta(days=30),
                    "date_to": cls.yesterday,
                    **vals,
                }
            )
            .with_env(cls.env)
        )

    @classmethod
    def _create_management(cls, **vals):
        return cls._create(kind="management", department_id=False, **vals)

    @classmethod
    def _find(cls, review, user=None):
        """Something is found to each topic, and decided."""
        mine = review.with_user(user or cls.officer)
        mine.point_ids.write({"finding": "As it should be."})
        mine.decisions = "<p>Nothing has to be changed.</p>"
        return mine

    # ------------------------------------------------------------------
    # What is filled in
    # ------------------------------------------------------------------

    def test_filled_in(self):
        with freeze_time(fields.Datetime.now() - timedelta(days=3)):
            for _number in range(5):
                self._create_case()
        self.env.flush_all()
        review = self._create()
        figures = {row.code: row for row in review.figure_ids}
        self.assertEqual(figures["received"].value, 5)
        self.assertEqual(figures["received"].shown, "5")
        self.assertFalse(figures["received"].shown_before)
        self.assertEqual(
            review.point_ids.mapped("topic"),
            ["figures", "causes", "handling", "actions", "reviews", "resources"],
        )
        self.assertEqual(review.unit_name, "Metering")
        self.assertIn("Metering", review.display_name)

    def test_nothing_to_measure_is_empty_and_not_zero(self):
        review = self._create()
        figures = {row.code: row for row in review.figure_ids}
        self.assertNotIn("days_to_answer", figures)
        self.assertFalse({"better", "worse"} & set(review.figure_ids.mapped("trend")))
        self.assertIn(
            "No cause",
            review.point_ids.filtered(lambda point: point.topic == "causes").facts,
        )

    def test_trend_knows_what_is_better(self):
        review = self._create()
        row = (
            self.env["complaint.unit.review.figure"]
            .sudo()
            ._create_sealed(
                [
                    {
                        "review_id": review.id,
                        "code": code,
                        "value": value,
                        "value_before": 2,
                        "is_known": True,
                        "is_before_known": known,
                    }
                    for code, value, known in (
                        ("days_to_answer", 1, True),
                        ("satisfaction_result", 1, True),
                        ("days_to_answer", 2, True),
                        ("days_to_answer", 1, False),
                        ("received", 1, True),
                    )
                ]
            )
        )
        self.assertEqual(row.mapped("trend"), ["better", "worse", "same", False, False])

    def test_figures_are_frozen_once_held(self):
        with freeze_time(fields.Datetime.now() - timedelta(days=3)):
            for _number in range(5):
                self._create_case()
        self.env.flush_all()
        review = self._create()
        self._find(review).action_hold()
        before = review.figure_ids.read(["code", "value"])
        with freeze_time(fields.Datetime.now() - timedelta(days=2)):
            self._create_case()
        self.env.flush_all()
        with self._assert_refused("was held"):
            review.with_user(self.officer).action_fill_in()
        self.assertEqual(review.figure_ids.read(["code", "value"]), before)
        with self._assert_refused("was held"):
            review.with_user(self.officer).decisions = "<p>Other</p>"
        with self._assert_refused("was held"):
            review.with_user(self.officer).point_ids[0].finding = "Other"
        with self._assert_refused("was held"):
            review.with_user(self.officer).unlink()
        with self.assertRaises(UserError):
            review.with_user(self.officer).figure_ids[:1].write({"value": 5})

    def test_protected_counts_nowhere(self):
        """Nobody who reads it, now or later, learns of a case about them (R153)."""
        cause = self.env["complaint.cause"].create({"name": "Loose Wire"})
        with freeze_time(fields.Datetime.now() - timedelta(days=3)):
            cases = [
                self._create_case(identity_mode=mode, cause_id=cause.id)
                for mode in ("named",) * 5 + ("confidential",)
            ]
        self.env.flush_all()
        review, whole = self._create(), self._create_management()
        for one in (review, whole):
            self.assertEqual(self._get_received(one), 5)
            self.assertIn("Loose Wire: 5", self._get_facts(one, "causes"))
        cases[-1].sudo().complained_department_ids = self.department
        review.with_user(self.officer).participant_ids = self.employee
        review.with_user(self.officer).action_fill_in()
        self.assertEqual(self._get_received(review), 5)

    def test_few_cases_make_no_figure(self):
        """A unit keeps nothing of four cases, the company how many there were."""
        cause = self.env["complaint.cause"].create({"name": "Loose Wire"})
        with freeze_time(fields.Datetime.now() - timedelta(days=3)):
            for _number in range(4):
                case = self._create_case(cause_id=cause.id)
                case.sudo()._write_sealed(
                    {"state": "closed", "date_closed": fields.Datetime.now()}
                )
        self.env.flush_all()
        review, whole = self._create(), self._create_management()
        self.assertFalse(review.figure_ids)
        self.assertEqual(self._get_received(whole), 4)
        measures = self.env["complaint.measures"]._get_measures()
        kinds = {measures[code].kind for code in whole.figure_ids.mapped("code")}
        self.assertEqual(kinds, {"number"})
        for one in (review, whole):
            self.assertNotIn("Loose Wire", self._get_facts(one, "causes"))

    def _get_received(self, review):
        return {row.code: row.value for row in review.figure_ids}["received"]

    def _get_facts(self, review, topic):
        return {point.topic: point.facts for point in review.point_ids}[topic]

    # ------------------------------------------------------------------
    # The way of a review
    # ------------------------------------------------------------------

    def test_what_is_missing_is_named(self):
        review = self._create().with_user(self.officer)
        with self._assert_refused("What went wrong, and why"):
            review.action_hold()
        with self._assert_refused("what was decided"):
            review.action_hold()
        future = self._create(date_from=self.today, date_to=self.today)
        with self._assert_refused("not over yet"):
            self._find(future).action_hold()

    def test_decisions_are_followed(self):
        review = self._create()
        mine = self._find(review)
        mine.decisions = False
        action = (
            self.env["complaint.action"]
            .with_user(self.officer)
            .with_context(**mine.action_new_action()["context"])
            .create({"name": "Two more people at the counter"})
        )
        self.assertEqual(action.department_id, self.department)
        mine.action_hold()
        self.env.invalidate_all()
        self.assertEqual((mine.action_count, mine.open_action_count), (1, 1))
        with self._assert_refused("some of its actions"):
            mine.action_close()
        later = self._create(
            date_from=self.today, date_to=self.today + timedelta(days=1)
        ).with_user(self.officer)
        self.assertEqual(later.last_review_id, review)
        self.assertEqual(later.last_action_ids, action)
        action.with_user(self.manager).action_cancel(reason="Not needed any more")
        mine.action_close()
        self.assertEqual(review.state, "closed")

    def test_written_again(self):
        review = self._create()
        self._find(review).action_hold()
        with self.assertRaises(AccessError):
            review.with_user(self.head).action_reopen(reason="A mistake")
        review.with_user(self.officer).action_reopen(reason="A mistake")
        review.with_user(self.head).point_ids[0].finding = "Put right"

    def test_management_looks_at_last_time(self):
        first = self._create_management(
            date_from=date(2025, 1, 1), date_to=date(2025, 3, 31)
        )
        facts = {point.topic: point.facts for point in first.point_ids}
        self.assertIn("none before", facts["last"])
        self.env["complaint.action"].with_user(self.officer).create(
            {
                "name": "Train the counter",
                "unit_review_id": first.id,
                "user_id": self.employee.id,
            }
        )
        self._find(first).action_hold()
        second = self._create_management(
            date_from=date(2025, 4, 1), date_to=date(2025, 6, 30)
        )
        facts = {point.topic: point.facts for point in second.point_ids}
        self.assertIn("1 actions", facts["last"])
        self.assertIn("effective", facts)
        with self._assert_refused("Is the mechanism effective?"):
            second.with_user(self.officer).action_hold()

    # ------------------------------------------------------------------
    # Rights
    # ------------------------------------------------------------------

    def test_who_reads_and_writes(self):
        review = self._create()
        reads = {
            self.officer: True,
            self.head: True,
            self.employee: False,
            self.handler: False,
            self.outsider: False,
        }
        for user, expected in reads.items():
            with self.subTest(user=user.login):
                found = self.Review.with_user(user).search([("id", "=", review.id)])
                self.assertEqual(bool(found), expected)
                if not expected:
                    with self.assertRaises(AccessError):
                        review.with_user(user).read(["decisions"])
                    with self.assertRaises(AccessError):
                        review.point_ids.with_user(user).read(["finding"])
        review.with_user(self.head).point_ids[0].finding = "We do well"
        review.with_user(self.officer).participant_ids = self.employee
        self.assertTrue(review.with_user(self.employee).read(["decisions"]))
        with self.assertRaises(AccessError):
            review.with_user(self.employee).decisions = "<p>More holidays</p>"

    def test_who_begins_one(self):
        self.assertTrue(self._create(user=self.head))
        with self.assertRaises(AccessError):
            self._create(user=self.employee, date_to=self.today)
        with self.assertRaises(AccessError):
            self._create(
                user=self.head,
                kind="management",
                department_id=False,
                date_to=self.today,
            )

    def test_head_looks_at_no_other_unit(self):
        """Also when they write the review; units below theirs are theirs."""
        departments = self.env["hr.department"]
        below = departments.create({"name": "Lab", "parent_id": self.department.id})
        other = departments.create({"name": "Works"})
        review = self._create(user=self.head)
        mine = review.with_user(self.head)
        for vals in (
            {"kind": "management", "department_id": False},
            {"kind": "management"},
            {"company_id": self.company.id},
            {"department_id": other.id},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                with self.env.cr.savepoint():
                    mine.write(vals)
        self.env.invalidate_all()
        self.assertEqual((review.kind, review.department_id), ("unit", self.department))
        mine.write({"department_id": below.id, "date_to": self.today})
        self.assertEqual(review.unit_name, "Lab")
        with self.assertRaises(AccessError):
            self._create(user=self.head, department_id=other.id)
        review.with_user(self.officer).department_id = other
        self.assertEqual(review.unit_name, "Works")
        with self.assertRaises(AccessError):
            mine.department_id = self.department

    def test_who_only_writes_it_looks_at_nothing_else(self):
        review = self._create(user_id=self.employee.id)
        mine = review.with_user(self.employee)
        for vals in (
            {"kind": "management", "department_id": False},
            {"department_id": self.department.id},
            {"company_id": self.company.id},
            {"date_from": self.today - timedelta(days=90)},
            {"date_to": self.today},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                mine.write(vals)
        mine.decisions = "<p>More people</p>"

    def test_other_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self._create_user(
            "unit_stranger",
            MANAGER,
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        review = self._create()
        with self.assertRaises(AccessError):
            review.with_user(stranger).read(["decisions"])

    def test_action_names_no_review_of_others(self):
        review = self._create()
        with self.assertRaises(AccessError):
            self.env["complaint.action"].with_user(self.handler).create(
                {"name": "Guess", "unit_review_id": review.id}
            )

    def test_who_reads_it_reads_what_was_decided(self):
        review = self._create()
        action = (
            self.env["complaint.action"]
            .with_user(self.officer)
            .create({"name": "Two more people", "unit_review_id": review.id})
        )
        review.participant_ids = self.employee
        self.assertTrue(action.with_user(self.employee).read(["name"]))
        with self.assertRaises(AccessError):
            action.with_user(self.colleague).read(["name"])

    # ------------------------------------------------------------------
    # Bad input and faults
    # ------------------------------------------------------------------

    @mute_logger("odoo.sql_db")
    def test_bad_input(self):
        self._create()
        for vals in (
            {},
            {"date_from": self.today, "date_to": self.yesterday},
            {"department_id": False, "date_to": self.today},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._create(**vals)
        with self.assertRaises(ValidationError):
            self._create(kind="management", date_to=self.today)

    def test_dissolved_unit(self):
        """It keeps its name, and what it found."""
        review = self._create()
        self._find(review).action_hold()
        self.department.name = "Old Metering"
        self.department.active = False
        self.env.invalidate_all()
        self.assertEqual(review.unit_name, "Metering")
        self.assertIn("Metering", review.display_name)

    def test_writer_has_left(self):
        review = self._create(user_id=self.head.id)
        self.head.active = False
        self.env.invalidate_all()
        review.with_user(self.officer).user_id = self.officer
        self.assertEqual(review.activity_ids.user_id, self.officer)

    # ------------------------------------------------------------------
    # By themselves
    # ------------------------------------------------------------------

    def _run_cron(self):
        self.env.flush_all()
        with without_commits(self.env):
            self.Review._cron_plan()
        return self.Review.search([("company_id", "=", self.company.id)])

    @freeze_time("2026-11-03 06:00:00")
    def test_planned(self):
        other = self.env["hr.department"].create({"name": "Works"})
        gone = self.env["hr.department"].create({"name": "Gone", "active": False})
        units = self.department | other | gone
        self.company.write(
            {
                "complaint_unit_review_every": "quarter",
                "complaint_unit_review_ids": [fields.Command.set(units.ids)],
                "complaint_management_review_every": "year",
            }
        )
        reviews = self._run_cron()
        self.assertEqual(len(reviews), 3)
        unit = reviews.filtered(lambda one: one.department_id == self.department)
        self.assertEqual(
            (unit.date_from, unit.date_to), (date(2026, 7, 1), date(2026, 9, 30))
        )
        self.assertEqual(unit.user_id, self.head)
        self.assertEqual(unit.activity_ids.user_id, self.head)
        self.assertTrue(unit.point_ids)
        management = reviews.filtered(lambda one: one.kind == "management")
        self.assertEqual(management.date_to, date(2025, 12, 31))
        self.assertTrue(management.user_id)
        self.assertEqual(self._run_cron(), reviews)

    def test_nothing_is_planned_unasked(self):
        self.assertFalse(self._run_cron())

    @freeze_time("2026-11-03 06:00:00")
    def test_one_that_fails_keeps_no_other(self):
        self.company.write(
            {
                "complaint_unit_review_every": "month",
                "complaint_unit_review_ids": [fields.Command.set(self.department.ids)],
                "complaint_management_review_every": "month",
            }
        )
        begin = type(self.Review)._begin_planned

        def fail(reviews, vals):
            if vals["kind"] == "unit":
                raise ValueError("Broken")
            return begin(reviews, vals)

        with (
            patch.object(type(self.Review), "_begin_planned", fail),
            mute_logger(
                "odoo.addons.complaint_management.models.insight.unit_review_plan"
            ),
        ):
            self.assertEqual(self._run_cron().mapped("kind"), ["management"])
        self.assertEqual(len(self._run_cron()), 2)

    def test_list_costs_the_same_for_many(self):
        for days in range(3):
            self._create(date_to=self.today + timedelta(days=days))
        fnames = ["kind", "unit_name", "user_id", "action_count", "open_action_count"]
        reviews = self.Review.with_user(self.officer)
        counts = []
        for limit in (1, 1, 3):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            reviews.search_read([], fnames, limit=limit)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])
        with self.assertRaises(UserError):
            reviews.search([], limit=1).write({"state": "closed"})
