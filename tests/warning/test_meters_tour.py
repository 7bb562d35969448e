# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Swapped meters: seen before customers tell, and gone for good (R105, R121, R141)."""

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from ..common import without_commits
from .common import WatchCase

# Seconds: a busy machine is slow, and no reason to fail.
PATIENCE = 240


@tagged("post_install", "-at_install")
class TestMetersTour(WatchCase, HttpCase):
    """An officer, an owner and a checker, each with their own browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category.name = "Meters"
        cls.handler.name = "Hannah Okafor"
        cls.colleague.name = "Chen Colleague"
        meter = cls.env["complaint.product"].create({"name": "Carrier meter"})
        cls.lot = cls.env["complaint.lot"].create(
            {"name": "B-2026-06", "product_id": meter.id}
        )
        # What was complained of in two years, now and then.
        for weeks_ago in (7, 15, 23, 47):
            cls._add(weeks_ago, cause_id=cls.cause.id, cause_confidence="confirmed")
        cls.dora, cls.emil = cls.env["res.partner"].create(
            [
                {"name": "Dora", "email": "dora@example.com"},
                {"name": "Emil", "email": "emil@example.com"},
            ]
        )
        # They asked when their meter is exchanged, and complained of nothing.
        cls._set_dates(
            cls._create_case(
                kind="inquiry",
                partner_id=cls.dora.id,
                lot_id=cls.lot.id,
                user=cls.officer,
            )
            | cls._create_case(
                kind="inquiry",
                partner_id=cls.emil.id,
                lot_id=cls.lot.id,
                user=cls.officer,
            ),
            cls.now - timedelta(weeks=12),
        )
        cls.complaints = cls.Complaint
        for number in (1, 2, 3):
            case = cls._create_case(
                name=f"We pay for our neighbour {number}",
                email_from=f"customer{number}@example.com",
                lot_id=cls.lot.id,
                cause_id=cls.cause.id,
            )
            cls._set_dates(case, cls.now - timedelta(days=2 * number))
            cls.complaints |= case
        cls.category_alerts = cls.env["complaint.alert"]

    def _walk(self, tour, user):
        self.start_tour("/odoo", tour, login=user.login, timeout=PATIENCE)
        self.env.invalidate_all()

    def _run_jobs(self):
        """What the scheduled actions do meanwhile, without their commits."""
        with without_commits(self.env):
            self._with_mail(self.env["complaint.incident.told"])._cron_tell()
            self._with_mail(self.env["complaint.action.told"])._cron_tell()
            self._with_mail(self.env["complaint.action"])._cron_follow()
        self.env.invalidate_all()

    def _get_words(self, cases):
        """What the complainants were told, by case."""
        return {
            case: " ".join(filter(None, case.contact_ids.mapped("words")))
            for case in cases
        }

    def _let_weeks_pass(self, weeks):
        """All of it happened so long ago, and nobody complained since."""
        self.env.flush_all()
        past = f"interval '{weeks} weeks'"
        self.env.cr.execute(
            f"UPDATE complaint_complaint SET date_received = date_received - {past}"
        )
        self.env.cr.execute(
            f"UPDATE complaint_action SET date_done = date_done - {past},"
            f" date_checked = date_checked - {past}, base_from = base_from - {past},"
            f" base_to = base_to - {past}, date_effect = CURRENT_DATE"
        )
        self.env.invalidate_all()

    def test_swapped_meters(self):
        # A week ago it was too early to say anything.
        self.assertFalse(self._watch(weeks=-1))
        alert = self._watch()
        self.assertEqual(alert.subject_id, self.category.id)
        self.assertFalse(self._watch(), "it is told once")

        self._walk("complaint_meters_warning", self.officer)
        incident = alert.incident_ids
        self.assertEqual(alert.state, "followed")
        self.assertEqual(incident.complaint_ids, self.complaints)

        self._walk("complaint_meters_others", self.officer)
        found = incident.complaint_ids - self.complaints
        self.assertEqual(found.partner_id, self.dora | self.emil)
        self.assertEqual(set(found.mapped("is_found_by_us")), {True})
        self.assertEqual(set(found.remedy_ids.mapped("state")), {"offered"})
        self.assertEqual(set(found.remedy_ids.mapped("amount")), {50})
        self._run_jobs()
        for case, words in self._get_words(incident.complaint_ids).items():
            self.assertEqual(words.count("were swapped"), 1, case.name)

        self._walk("complaint_meters_plan", self.officer)
        label, teach = incident.action_ids.sorted("id")
        # It is rare: half a year before is counted.
        half_a_year = fields.Date.today() - timedelta(weeks=26)
        (label | teach).with_user(self.officer).base_from = half_a_year
        self._walk("complaint_meters_done", self.handler)
        self.assertEqual(label.done_by_id, self.handler)
        incident.complaint_ids._write_protected({"state": "resolved"})
        self._walk("complaint_meters_checked", self.colleague)
        self.assertEqual(label.checked_by_id, self.colleague)
        for _night in range(2):
            self._run_jobs()
        for case, words in self._get_words(incident.complaint_ids).items():
            helped = int(case in self.complaints)
            self.assertEqual(words.count("You helped us to fix it"), helped, case.name)

        self._let_weeks_pass(26)
        self._run_jobs()
        self.assertEqual(label.effect_proposal, "effective")
        self._walk("complaint_meters_signed", self.colleague)
        self.assertRecordValues(
            label | teach,
            [
                {"state": "checked", "effect": "effective", "ineffective_count": 0},
                {"state": "open", "effect": "ineffective", "ineffective_count": 1},
            ],
        )
        self.assertEqual(teach.date_due, fields.Date.today())
