# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What has to be done first, where its handler looks."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ComplaintCase

LATE, TODAY, WEEK, LATER, OTHERS, NEVER = "123456"
NOW = fields.Datetime.to_datetime("2026-03-04 10:00:00")


@tagged("post_install", "-at_install")
class TestWorklist(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.handler.tz = "UTC"
        cls.cases = cls.Complaint.browse()
        for due in (
            NOW - timedelta(days=3),
            NOW + timedelta(hours=2),
            NOW + timedelta(days=3),
            NOW + timedelta(days=30),
        ):
            case = cls._create_case(user_id=cls.handler.id)
            cls._set_due(case, due)
            cls.cases |= case

    @classmethod
    def _set_due(cls, case, due):
        """As if the case had this deadline, and no other."""
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE complaint_complaint SET next_due_date = %s WHERE id = %s",
            (due, case.id),
        )
        case.invalidate_recordset(["next_due_date"])

    def _read(self, cases):
        return cases.with_user(self.handler).with_context(tz="UTC")

    def test_groups_follow_the_hour(self):
        with freeze_time(NOW):
            when = self._read(self.cases).mapped("due_when")
        self.assertEqual(when, [LATE, TODAY, WEEK, LATER])
        with freeze_time(NOW + timedelta(days=4)):
            self.cases.invalidate_recordset(["due_when"])
            when = self._read(self.cases).mapped("due_when")
        self.assertEqual(when, [LATE, LATE, LATE, LATER])

    def test_somebody_else_s_turn(self):
        """Who waits for others has nothing to do, until it is late."""
        late, today, _week, later = self.cases
        for case in self.cases:
            case._hold("No photos", "Photos", "customer", 5)
        self._set_due(late, NOW - timedelta(days=1))
        self._set_due(later, None)
        with freeze_time(NOW):
            self.cases.invalidate_recordset(["due_when"])
            self.assertEqual(self._read(late).due_when, LATE)
            self.assertEqual(self._read(today).due_when, OTHERS)
            self.assertEqual(self._read(later).due_when, OTHERS)

    def test_search_groups_and_values_agree(self):
        """What a group holds is what its filter finds and what the case says."""
        self._set_due(self.cases[3], None)
        with freeze_time(NOW):
            cases = self._read(self.Complaint)
            domain = [("id", "in", self.cases.ids)]
            groups = cases._read_group(domain, ["due_when"], ["id:recordset"])
            self.assertEqual(
                [key for key, _cases in groups], [LATE, TODAY, WEEK, NEVER]
            )
            for key, found in groups:
                self.assertEqual(found.mapped("due_when"), [key] * len(found))
                self.assertEqual(found, cases.search([*domain, ("due_when", "=", key)]))
            others = cases.search([*domain, ("due_when", "!=", LATE)])
            self.assertEqual(others, self._read(self.cases[1:]).sorted("id", True))

    def test_my_cases_open_so(self):
        """The screen groups by what comes first, and shows the next step."""
        action = self.env.ref("complaint_management.complaint_complaint_my_action")
        self.assertIn("search_default_group_due_when", action.context)
        views = self.Complaint.with_user(self.handler).get_views(action.views)
        arch = views["views"]["list"]["arch"]
        self.assertIn('expand="1"', arch)
        for fname in ("next_step", "next_due_date", "partner_name"):
            self.assertIn(f'name="{fname}"', arch)

    def test_next_step(self):
        """In words, along the whole way, whoever acts."""
        said = {}
        for place in ("new", "acknowledged", "assessed", "investigating", "proposed"):
            said[place] = self._bring_to(self._create_case(), place).next_step
        for place in ("pending", "approved", "answered", "resolved", "closed"):
            said[place] = self._bring_to(self._create_case(), place).next_step
        self.assertEqual(
            list(said.values()),
            [
                "Acknowledge",
                "Assess",
                "Investigate",
                "Propose solution",
                "Request approval",
                "Waits for approval",
                "Send answer",
                "Waits for the customer",
                "Close",
                False,
            ],
        )
        held = self._create_case()
        held._hold("No photos", "Photos", "customer", 5)
        self.assertEqual(held.next_step, "On hold")

    def test_list_is_read_from_an_index(self):
        cases = self.Complaint.with_user(self.officer)
        order = "next_due_date, severity desc, id desc"
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("SET LOCAL enable_sort = off")
        query = cases._search([], limit=80, order=order)
        self.env.cr.execute(f"EXPLAIN {query.select().code}", query.select().params)
        plan = "\n".join(line for (line,) in self.env.cr.fetchall())
        self.assertIn("complaint_complaint_due_order_idx", plan)


@tagged("post_install", "-at_install")
class TestActivityMenu(ComplaintCase):
    def _get_groups(self, user):
        groups = self.env["res.users"].with_user(user)._get_activity_groups()
        return {group["type"]: group for group in groups}

    def test_late_cases_stand_in_the_menu(self):
        """As long as they are late: there is no task that anybody has to finish."""
        case = self._create_case(user_id=self.handler.id)
        self.assertNotIn("complaint_late", self._get_groups(self.handler))
        moment = case.next_due_date + timedelta(minutes=1)
        with freeze_time(moment):
            group = self._get_groups(self.handler)["complaint_late"]
            self.assertEqual(group["total_count"], 1)
            self.assertIn("1", group["name"])
            for user in (self.colleague, self.employee, self.manager):
                self.assertNotIn("complaint_late", self._get_groups(user))
            case.clock_ids._stop(moment)
            self.assertNotIn("complaint_late", self._get_groups(self.handler))

    @mute_logger("odoo.models.unlink")
    def test_what_waits_for_a_decision(self):
        """Who was asked has a task: it is shown, and not counted twice."""
        case = self._bring_to(self._create_case(), "pending")
        group = self._get_groups(self.manager)["complaint_decide"]
        self.assertEqual(group["total_count"], 0)
        self.assertIn("1", group["name"])
        self.assertNotIn("complaint_decide", self._get_groups(self.employee))
        case.with_user(self.manager).action_approve()
        self.assertNotIn("complaint_decide", self._get_groups(self.manager))
