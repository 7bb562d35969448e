# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Figures about cases, and the cases to know, in the digest by mail (R163)."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.complaint_management.models.insight.digest import FIGURES

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestDigest(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Elsewhere"})
        cls.digest = cls.env["digest.digest"].create(
            {
                "name": "Weekly",
                "periodicity": "weekly",
                "company_id": cls.company.id,
                "complaint_to_know": True,
                **{f"kpi_complaint_{name}": True for name in FIGURES},
            }
        )
        # Only what a test makes is counted.
        cls.env["complaint.complaint"].search([]).sudo().write({"active": False})

    def _get_kpis(self, user):
        kpis = self.digest._compute_kpis(self.company, user)
        return {kpi["kpi_name"].removeprefix("kpi_complaint_"): kpi for kpi in kpis}

    def _get_tips(self, user):
        tips = self.digest._compute_tips(
            self.company, user, tips_count=0, consumed=False
        )
        return "".join(tips)

    def _create_at(self, days, **vals):
        """A case that was received some days ago."""
        received = fields.Datetime.now() - timedelta(days=days, hours=1)
        return self._create_case(date_received=received, **vals)

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------

    def test_period_beside_the_one_before(self):
        before = self._get_kpis(self.officer)["received"]["kpi_col2"]
        counted = int(before["value"])
        self._create_at(1)
        self._create_at(2)
        self._create_at(9)
        now = self._get_kpis(self.officer)["received"]["kpi_col2"]
        self.assertEqual(int(now["value"]), counted + 2)
        self.assertIn("before:", now["col_subtitle"])
        # More complaints are no good news: no green arrow.
        self.assertFalse(now["margin"])

    def test_each_figure_opens_what_it_counts(self):
        """Behind the button stands the last column: the last 30 days."""
        for days in (1, 20, 20, 40):
            case = self._create_at(days)
            clock = case.sudo().clock_ids[:1]
            clock.write({"date_due": case.date_received, "is_late": True})
        case._write_protected(
            {"date_answered": fields.Datetime.now(), "satisfaction_result": "2"}
        )
        for name, kpi in self._get_kpis(self.officer).items():
            action = self.env.ref(kpi["kpi_action"])
            rows = self.env[action.res_model].with_user(self.officer)
            domain = Domain(safe_eval(action.domain)) & Domain(
                "company_id", "=", self.company.id
            )
            rows = rows.with_context(**safe_eval(action.context)).search(domain)
            figure = FIGURES[name]
            with self.subTest(name):
                if not figure.fname:
                    self.assertEqual(kpi["kpi_col3"]["value"], str(len(rows)))
                    continue
                measured = rows._read_group(
                    [("id", "in", rows.ids)], aggregates=[f"{figure.fname}:count"]
                )
                self.assertEqual(measured[0][0], len(rows))
        self.assertEqual(
            self._get_kpis(self.officer)["received"]["kpi_col3"]["value"], "3"
        )

    def test_few_queries(self):
        """All periods of what counts alike come in one query."""
        digest = self.digest._for_reader(self.officer, self.company)
        periods = [
            period
            for _label, both in digest._compute_timeframes(self.company)
            for period in both
        ]
        periods = [tuple(moment.replace(tzinfo=None) for moment in p) for p in periods]
        digest._count_figures(FIGURES, self.company, periods)  # warm the caches
        self.env.flush_all()
        # Received and repeated, closed, answered, and the deadlines due and ended.
        with self.assertQueryCount(5):
            digest._count_figures(FIGURES, self.company, periods)

    def test_digest_of_another_company(self):
        """Its readers work for another one, too, and see what it counts there."""
        case = self._create_elsewhere()
        for user in (self.officer, self.manager):
            user.company_ids = [Command.link(self.other_company.id)]
            self.assertEqual(user.company_id, self.company)
            kpis = self._get_kpis(user)
            self.assertEqual(kpis["received"]["kpi_col1"]["value"], "1")
            self.assertEqual(kpis["closed"]["kpi_col1"]["value"], "0")
        self.assertIn(case.number, self._get_tips(self.manager))

    def test_company_of_others_is_not_told_of(self):
        """Who does not work there learns nothing: no figure is zero (R153)."""
        case = self._create_elsewhere()
        self.assertFalse(self._get_kpis(self.officer))
        self.assertFalse(self._get_kpis(self.manager))
        self.assertNotIn(case.number, self._get_tips(self.manager))

    def _create_elsewhere(self):
        """A serious case of another company, and the digest is of that one."""
        self._create_case(severity="3")
        self.digest.company_id = self.other_company
        cases = self.Complaint.with_company(self.other_company).sudo()
        received = fields.Datetime.now() - timedelta(hours=1)
        return cases.create(
            {"name": "Burst pipe", "severity": "3", "date_received": received}
        )

    def test_who_does_not_read_all_cases_gets_no_figure(self):
        """Hidden, never zero."""
        for user in (self.employee, self.handler):
            self.assertFalse(self._get_kpis(user))
        self.assertEqual(set(self._get_kpis(self.officer)), set(FIGURES))
        self.assertEqual(set(self._get_kpis(self.manager)), set(FIGURES))

    def test_nothing_measured_is_no_zero(self):
        self.digest.company_id = self.other_company
        self.officer.company_ids = [Command.link(self.other_company.id)]
        kpis = self._get_kpis(self.officer)
        self.assertEqual(kpis["received"]["kpi_col1"]["value"], "0")
        self.assertEqual(kpis["in_time"]["kpi_col1"]["value"], "–")
        self.assertEqual(kpis["satisfaction"]["kpi_col3"]["value"], "–")

    def test_deadlines_missed(self):
        case = self._create_case()
        clock = case.sudo().clock_ids[:1]
        before = self._get_kpis(self.officer)["missed"]["kpi_col1"]["value"]
        due = fields.Datetime.now() - timedelta(hours=2)
        clock.write({"date_due": due, "is_late": True})
        after = self._get_kpis(self.officer)["missed"]["kpi_col1"]["value"]
        self.assertEqual(int(after), int(before) + 1)

    def test_barred_from_a_case(self):
        """A figure says nothing of a case that one may not know of (R153)."""
        before = self._get_kpis(self.officer)["received"]["kpi_col1"]["value"]
        self._create_case(
            identity_mode="confidential",
            complained_employee_ids=[Command.set(self.staff[self.officer].ids)],
        )
        after = self._get_kpis(self.officer)["received"]["kpi_col1"]["value"]
        self.assertEqual(after, before)

    def test_default_digest_tells(self):
        digest = self.env.ref("digest.digest_digest_default")
        self.assertTrue(digest.complaint_to_know)
        self.assertTrue(digest.kpi_complaint_received)

    def test_tips(self):
        """Each with the group that it is of use for."""
        for name, group in (
            ("listen", "base.group_user"),
            ("first", "complaint_management.group_complaint_user"),
            ("why", "complaint_management.group_complaint_officer"),
        ):
            tip = self.env.ref(f"complaint_management.digest_tip_complaint_{name}")
            self.assertEqual(tip.group_id, self.env.ref(group))

    # ------------------------------------------------------------------
    # The cases to know
    # ------------------------------------------------------------------

    def test_worst_first(self):
        """Public before serious before nothing at all (R163)."""
        calm = self._create_case(severity="0")
        serious = self._create_case(severity="2")
        public = self._create_case(severity="2", media_risk="public")
        found = self.Complaint.with_user(self.manager)._find_cases_to_know()
        self.assertEqual(found[:2].ids, (public | serious).ids)
        self.assertNotIn(calm, found)
        self.assertIn("public", found[0].attention_reasons)
        self.assertIn("Serious", found[1].attention_reasons)

    def test_late_amount_and_authority_count(self):
        cases = self.Complaint.browse()
        for vals in (
            {"claimed_amount": 1000},
            {"external_body": "Water Office"},
            {"claimed_amount": 10},
        ):
            cases |= self._create_case(severity="0", **vals)
        large, forwarded, small = cases.with_user(self.manager)
        self.assertGreater(large.attention, forwarded.attention)
        self.assertGreater(forwarded.attention, small.attention)
        late = self._create_case(severity="0").with_user(self.manager)
        now = fields.Datetime.now()
        late.sudo().clock_ids.filtered(lambda clock: clock.state == "running").write(
            {"date_due": now - timedelta(days=5, hours=1)}
        )
        self.assertEqual(late.attention, 6)
        self.assertIn("5 days late", late.attention_reasons)

    def test_ten_at_most_and_open_only(self):
        cases = self.Complaint.browse()
        for number in range(12):
            cases |= self._create_case(severity="3", name=f"Burst pipe {number}")
        closed = self._bring_to(self._create_case(severity="3"), "cancelled")
        manager = self.Complaint.with_user(self.manager)
        found = manager.search([("is_to_know", "=", True)])
        self.assertEqual(len(found), 10)
        self.assertNotIn(closed, found)
        self.assertTrue(all(found.mapped("is_to_know")))
        self.assertEqual(
            manager.search([("is_to_know", "=", True)], order="attention desc, id").ids,
            manager._find_cases_to_know().ids,
        )

    def test_mail_tells_managers_only(self):
        case = self._create_case(severity="3")
        self.assertIn(case.number, self._get_tips(self.manager))
        self.assertIn(f"/odoo/complaints/{case.id}", self._get_tips(self.manager))
        for user in (self.officer, self.handler, self.employee):
            self.assertNotIn(case.number, self._get_tips(user))
        self.digest.complaint_to_know = False
        self.assertNotIn(case.number, self._get_tips(self.manager))

    def test_mail_names_nobody_who_is_protected(self):
        """Number and category only: subject and amount may give them away (R152)."""
        case = self._create_case(
            identity_mode="confidential",
            name="My boss, Mr Fang, beat me",
            severity="3",
            claimed_amount=4711,
        )
        tips = self._get_tips(self.manager)
        self.assertIn(case.number, tips)
        self.assertIn(self.category.name, tips)
        self.assertNotIn("Fang", tips)
        self.assertNotIn("4,711", tips)
        self.assertNotIn("Li Wei", tips)

    def test_who_is_barred_is_not_told(self):
        accused = self.env["hr.employee"].create(
            {"name": "Boss", "user_id": self.manager.id, "company_id": self.company.id}
        )
        case = self._create_case(
            severity="3",
            identity_mode="confidential",
            complained_employee_ids=[Command.set(accused.ids)],
        )
        self.assertNotIn(case.number, self._get_tips(self.manager))

    def test_words_are_words(self):
        self._create_case(severity="3", name="<b>Burst</b>")
        self.assertIn("&lt;b&gt;Burst", self._get_tips(self.manager))

    def test_other_company_is_not_told_of(self):
        case = self._create_case(severity="3")
        self.manager.company_ids = [Command.link(self.other_company.id)]
        self.digest.company_id = self.other_company
        self.assertNotIn(case.number, self._get_tips(self.manager))

    def test_points_are_for_managers(self):
        """A search by points would tell others what they may not read."""
        case = self._create_case()
        cases = self.Complaint.with_user(self.officer)
        self.assertNotIn("attention", cases.fields_get())
        with self.assertRaises(AccessError):
            cases.search([], order="attention desc").mapped("id")
        with self.assertRaises(AccessError):
            case.with_user(self.officer).read(["attention"])

    def test_the_mail_goes_out(self):
        case = self._create_case(severity="3")
        self.digest.user_ids = self.manager
        self._with_mail(self.digest).action_send_manual()
        mail = self.env["mail.mail"].search([], order="id desc", limit=1)
        self.assertIn(case.number, mail.body_html)
        self.assertIn("Cases Received", mail.body_html)
        self.assertIn("before:", mail.body_html)
