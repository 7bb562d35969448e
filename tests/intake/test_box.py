# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Suggestion boxes: opened every week by somebody, every paper registered (R28)."""

import base64
from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import CheckViolation

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.complaint_management.models.intake.box import ACTIVITY

from ..common import MANAGER, ComplaintCase

PDF = base64.b64encode(b"%PDF-1.4 a paper")
MONDAY = "2026-03-02 09:00:00"


class BoxCase(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env.ref(ACTIVITY)
        with freeze_time(MONDAY), patch.object(cls.env.cr, "_now", cls._monday()):
            cls.box = cls._create_box()

    @classmethod
    def _monday(cls):
        return fields.Datetime.to_datetime(MONDAY)

    @classmethod
    def _create_box(cls, **vals):
        return cls.env["complaint.box"].create(
            {
                "name": "Riverside market",
                "place": "Left of the entrance",
                "user_id": cls.handler.id,
                "team_id": cls.other_team.id,
                "category_id": cls.category.id,
                "weekday": "2",
                "company_id": cls.company.id,
                **vals,
            }
        )

    def _get_tasks(self, box=None):
        return (box or self.box).activity_ids.filtered(
            lambda task: task.activity_type_id == self.kind
        )

    def _open(self, *lines, user=None, **vals):
        """The dialog that opens the box, filled in."""
        return (
            self.env["complaint.box.opening"]
            .with_user(user or self.handler)
            .create(
                {
                    "box_id": self.box.id,
                    "line_ids": [Command.create(line) for line in lines],
                    **vals,
                }
            )
        )


@tagged("post_install", "-at_install")
class TestBoxTask(BoxCase):
    """One open task a box, on its day, for somebody who is there."""

    def test_the_task_waits_on_the_weekday(self):
        """A new box is opened for the first time on its next weekday."""
        task = self._get_tasks()
        self.assertEqual(str(self.box.date_next), "2026-03-04")
        self.assertEqual(task.date_deadline, self.box.date_next)
        self.assertEqual(task.user_id, self.handler)

    def test_one_task_however_long_nobody_looked(self):
        """After weeks of downtime the box has its one task, not one for each week."""
        with freeze_time("2026-04-20 09:00:00"):
            for _time in range(3):
                self.env["complaint.box"]._cron_plan_openings()
        self.assertEqual(len(self._get_tasks()), 1)
        self.assertEqual(str(self._get_tasks().date_deadline), "2026-03-04")

    def test_a_task_that_was_closed_comes_back(self):
        """Ticking the task off opens no box."""
        self._get_tasks().action_feedback()
        self.env["complaint.box"]._cron_plan_openings()
        self.assertEqual(len(self._get_tasks()), 1)

    def test_surplus_tasks_go(self):
        """Two workers at once leave one task behind."""
        self._get_tasks().copy()
        self.env["complaint.box"]._cron_plan_openings()
        self.assertEqual(len(self._get_tasks()), 1)

    def test_who_left_is_replaced(self):
        """The leader of the team stands in, and a manager without one."""
        self.other_team.user_id = self.colleague
        self.handler.active = False
        self.env["complaint.box"]._cron_plan_openings()
        self.assertEqual(self._get_tasks().user_id, self.colleague)
        self.colleague.active = False
        self.env["complaint.box"]._cron_plan_openings()
        self.assertTrue(self._get_tasks().user_id.has_group(MANAGER))

    def test_who_is_away_on_the_day_is_replaced(self):
        """Leave matters on the day, not before."""
        self.other_team.user_id = self.colleague
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "resource_id": self.staff[self.handler].resource_id.id,
                "calendar_id": self.staff[self.handler].resource_calendar_id.id,
                "date_from": "2026-03-02 00:00:00",
                "date_to": "2026-03-08 00:00:00",
            }
        )
        for now, user in (
            ("2026-03-03 09:00:00", self.handler),
            ("2026-03-04 09:00:00", self.colleague),
        ):
            with self.subTest(now=now), freeze_time(now):
                self.env["complaint.box"]._cron_plan_openings()
                self.assertEqual(self._get_tasks().user_id, user)

    def test_another_weekday_moves_the_task(self):
        with freeze_time(MONDAY):
            self.box.weekday = "4"
        self.assertEqual(str(self._get_tasks().date_deadline), "2026-03-06")

    def test_a_box_that_was_taken_down(self):
        """Nobody is sent to a box that hangs no more."""
        self.box.active = False
        self.assertFalse(self._get_tasks())
        self.box.active = True
        self.assertEqual(len(self._get_tasks()), 1)

    def test_the_next_day(self):
        """From one weekday to the next, or every few weeks."""
        for opened, weeks, expected in (
            ("2026-03-04 10:00:00", 1, "2026-03-11"),
            ("2026-03-05 10:00:00", 1, "2026-03-11"),
            ("2026-03-09 10:00:00", 2, "2026-03-18"),
        ):
            with self.subTest(opened=opened, weeks=weeks):
                self.box.interval_weeks = weeks
                box = self._create_box(interval_weeks=weeks)
                self.env["complaint.box.visit"].create(
                    {"box_id": box.id, "date": opened, "user_id": self.handler.id}
                )
                self.assertEqual(str(box.date_next), expected)

    def test_never_is_no_interval(self):
        for weeks in (0, -1, 53):
            with self.subTest(weeks), self.assertRaises(CheckViolation):
                with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                    self.box.interval_weeks = weeks
                    self.box.flush_recordset()


@tagged("post_install", "-at_install")
class TestBoxOpening(BoxCase):
    """All papers are registered in one go, or none and the line is named."""

    def test_papers_become_cases(self):
        """Each paper is a case of the channel, with what stands on it."""
        opened = fields.Datetime.now() - timedelta(hours=1)
        opening = self._open(
            {"kind": "suggestion", "words": "A bench\nat the tap", "demand": "Bench"},
            {
                "kind": "complaint",
                "words": "Nobody greets",
                "partner_name": "Li Wei",
                "contact": "020 5550 0101",
                "scan": PDF,
            },
            {
                "kind": "complaint",
                "words": "Cold",
                "partner_name": "Wang",
                "contact": "wang@example.com",
                "identity_mode": "confidential",
            },
            date=opened,
        )
        opening.action_register()
        visit = opening.visit_id
        bench, greeting, cold = visit.complaint_ids.sorted("id")
        self.assertEqual(visit.paper_count, 3)
        self.assertEqual(visit.user_id, self.handler)
        self.assertEqual(
            visit.complaint_ids.channel_id,
            self.env.ref("complaint_management.helpdesk_channel_suggestion_box"),
        )
        self.assertEqual(bench.name, "A bench")
        self.assertEqual(bench.identity_mode, "anonymous")
        self.assertEqual(bench.demand, "Bench")
        self.assertEqual(bench.date_received, opened.replace(microsecond=0))
        self.assertEqual(greeting.phone, "020 5550 0101")
        self.assertEqual(greeting.partner_name, "Li Wei")
        scan = greeting.intake_file_ids
        self.assertEqual((scan.res_id, scan.mimetype), (greeting.id, "application/pdf"))
        self.assertFalse(cold.partner_name)
        self.assertEqual(cold._get_reach().email, "wang@example.com")
        self.assertEqual(self.box.date_last_opened, visit.date)

    def test_words_of_customers_stay_words(self):
        """Markup on a paper is text, and long words are kept."""
        words = "<script>alert(1)</script> ليس " + "x" * 10000
        opening = self._open({"words": words})
        opening.action_register()
        case = opening.visit_id.complaint_ids
        self.assertNotIn("<script", case.description)
        self.assertIn("&lt;script", case.description)
        self.assertIn("x" * 10000, case.description)

    def test_an_old_paper_counts_from_its_day(self):
        """What is dated counts from then; without a date from the opening."""
        opening = self._open({"words": "Old", "date_written": "2026-01-15"})
        opening.action_register()
        received = opening.visit_id.complaint_ids.date_received
        self.assertEqual(str(received.date()), "2026-01-15")

    def test_an_empty_box_is_recorded(self):
        """Nobody can say that it was not looked into."""
        opening = self._open(note="The seal was broken")
        opening.action_register()
        self.assertEqual(opening.visit_id.paper_count, 0)
        self.assertEqual(opening.visit_id.note, "The seal was broken")
        self.assertEqual(len(self._get_tasks()), 1)
        self.assertGreater(self._get_tasks().date_deadline, fields.Date.today())

    def test_bad_lines_are_named_and_nothing_is_lost(self):
        """All that is wrong is told at once, and no case comes half."""
        before = self.Complaint.search_count([])
        opening = self._open(
            {"words": "Good"},
            {"words": "  "},
            {"words": "Tomorrow", "date_written": "2999-01-01"},
            {"words": "Long ago", "date_written": "0206-01-01"},
            {"words": "Page", "scan": base64.b64encode(b"<svg onload=x>")},
            {"words": "Who", "partner_name": "Li", "identity_mode": "anonymous"},
        )
        with self.assertRaises(UserError) as refused:
            opening.action_register()
        message = str(refused.exception)
        for line in range(2, 7):
            self.assertIn(f"Line {line}:", message)
        self.assertNotIn("Line 1:", message)
        self.assertEqual(self.Complaint.search_count([]), before)
        self.assertFalse(opening.visit_id)
        self.assertEqual(len(opening.line_ids), 6)

    def test_what_a_case_refuses_names_its_line(self):
        """Also what only the registration itself finds out."""
        opening = self._open({"words": "Good"}, {"words": "Bad"})

        create = type(self.Complaint).create

        def refuse(cases, vals_list):
            if any("Bad" in str(vals.get("description")) for vals in vals_list):
                raise UserError("No such thing")
            return create(cases, vals_list)

        def create_one_or_more(cases, vals_list):
            return refuse(
                cases, vals_list if isinstance(vals_list, list) else [vals_list]
            )

        with (
            patch.object(type(self.Complaint), "create", create_one_or_more),
            self._assert_refused("Line 2: No such thing"),
        ):
            opening.action_register()

    def test_pressed_twice(self):
        """A double click registers the papers once."""
        opening = self._open({"words": "Once"})
        opening.action_register()
        opening.action_register()
        self.assertEqual(len(opening.visit_id.complaint_ids), 1)
        visits = self.env["complaint.box.visit"].search([("box_id", "=", self.box.id)])
        self.assertEqual(len(visits), 1)

    def test_the_time_of_the_opening(self):
        """Not in the future, and not before the box was opened last."""
        self._open().action_register()
        now = fields.Datetime.now()
        for date in (now + timedelta(days=1), now - timedelta(days=1)):
            with self.subTest(date=date), self._assert_refused("check the time"):
                self._open(date=date).action_register()

    def test_a_full_box(self):
        """A hundred papers are one call, and everybody is told once or not at all."""
        opening = self._open(*({"words": f"Paper {n}"} for n in range(100)))
        opening.action_register()
        self.assertEqual(opening.visit_id.paper_count, 100)
        self.assertEqual(len(set(opening.visit_id.complaint_ids.mapped("number"))), 100)

    def test_the_register_is_not_rewritten(self):
        self._open().action_register()
        visit = self.box.visit_ids
        for user in (self.handler, self.manager, self.env.user):
            with self.subTest(user=user.login):
                with self.assertRaises(UserError):
                    visit.with_user(user).write({"paper_count": 7})
                with self.assertRaises(UserError):
                    visit.with_user(user).unlink()

    def test_another_company_opens_its_own_boxes(self):
        other = self.env["res.company"].create({"name": "Gas Company"})
        stranger = self._create_user(
            "box_stranger",
            "complaint_management.group_complaint_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.assertFalse(self.env["complaint.box"].with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            self._open(user=stranger).action_register()

    def test_buttons(self):
        """The box, its register and the cases of an opening are one click apart."""
        action = self.box.with_user(self.handler).action_open_box()
        self.assertEqual(action["context"]["default_box_id"], self.box.id)
        self._open({"words": "One"}).action_register()
        visit = self.box.visit_ids.with_user(self.handler)
        self.assertIn(
            ("box_id", "=", self.box.id), self.box.action_view_visits()["domain"]
        )
        self.assertEqual(
            self.Complaint.search(visit.action_view_cases()["domain"]),
            visit.sudo().complaint_ids,
        )
