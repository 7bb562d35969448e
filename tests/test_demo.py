# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The demonstration data: loads without a complaint, and looks like real work."""

import re

from odoo import fields
from odoo.tests import tagged
from odoo.tools import html2plaintext, is_html_empty

from odoo.addons.complaint_management.models.case.life_cycle import (
    CANCEL_REASONS,
    STATES,
)

from .demo_common import MODULE, DemoCase

CHINESE = re.compile("[\u4e00-\u9fff]")


@tagged("post_install", "-at_install")
class TestDemo(DemoCase):
    """The demo files are loaded once, in the order of the manifest."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ids = cls.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", "complaint.complaint")]
        )
        cls.cases = cls.env["complaint.complaint"].browse(ids.mapped("res_id"))

    def _case(self, name):
        return self.env.ref(f"{MODULE}.complaint_demo_{name}")

    def _values(self, fname, cases=None):
        return set((self.cases if cases is None else cases).mapped(fname))

    def _keys(self, fname):
        return {key for key, _label in self.cases._fields[fname].selection}

    # -- loading ---------------------------------------------------------------

    def test_history_was_noted_when_it_happened(self):
        """Nothing of it waits for a manager to believe it."""
        self.assertFalse(self.cases.clock_ids.filtered("claim"))

    def test_loads_without_a_warning(self):
        self.assertFalse(self.warnings)
        self.assertFalse(self.env["ir.demo_failure"].search_count([]))

    def test_nobody_is_written_to(self):
        """Loading the demo sends no mail and fills nobody's inbox."""
        self.assertEqual(self.env["mail.mail"].search_count([]), self.mails_before)
        self.assertEqual(
            self.env["mail.notification"].search_count([]), self.notifications_before
        )

    def test_addresses_reach_nobody(self):
        """All addresses belong to the domain reserved for examples."""
        partners = self.cases.partner_id
        partners += self.env.ref(f"{MODULE}.user_demo_clerk").partner_id
        for mail in filter(None, partners.mapped("email")):
            self.assertTrue(mail.endswith("@example.com"), mail)

    # -- coverage ----------------------------------------------------------------

    def test_about_forty_cases(self):
        self.assertGreaterEqual(len(self.cases), 40)
        self.assertLessEqual(len(self.cases), 50)
        chinese = self.cases.filtered(lambda case: CHINESE.search(case.name))
        self.assertAlmostEqual(len(chinese) / len(self.cases), 1 / 3, delta=0.1)
        for case in chinese.partner_id:
            self.assertEqual(case.lang, "zh_CN")

    def test_every_state_kind_identity_and_severity(self):
        self.assertEqual(self._values("state"), {state for state, _label in STATES})
        for fname in ("kind", "identity_mode", "severity", "decision_state"):
            self.assertEqual(self._values(fname), self._keys(fname), fname)
        for fname in ("grounds", "verdict", "fault_level", "demand_verdict"):
            self.assertEqual(self._values(fname) - {False}, self._keys(fname), fname)
        self.assertEqual(
            self._values("customer_response"), self._keys("customer_response")
        )
        self.assertEqual(
            self._values("suggestion_outcome") - {False},
            self._keys("suggestion_outcome"),
        )

    def test_every_channel(self):
        names = ["in_person", "letter", "suggestion_box", "social_media", "survey"]
        names += ["authority"]
        channels = {self.env.ref(f"{MODULE}.helpdesk_channel_{n}") for n in names}
        channels |= {
            self.env.ref(f"helpdesk_mgmt.helpdesk_ticket_channel_{name}")
            for name in ("web", "email", "phone", "other")
        }
        self.assertEqual(set(self.cases.channel_id), channels)

    def test_side_roads(self):
        """Cancelled for each reason, reopened, on hold, repeated, passed gates."""
        cancelled = self.cases.filtered(lambda case: case.state == "cancelled")
        self.assertEqual(
            self._values("cancel_reason", cancelled), dict(CANCEL_REASONS).keys()
        )
        merged = self._case("hotline_double")
        self.assertEqual(merged.merged_into_id, self._case("electricity"))
        reopened = self.cases.filtered("reopen_count")
        self.assertEqual(self._values("state", reopened), {"investigating", "closed"})
        self.assertGreaterEqual(len(self.cases.filtered("on_hold")), 2)
        self.assertTrue(self.cases.pause_ids.filtered("date_end"))
        self.assertTrue(self._case("shelf_price_again").parent_id)
        overridden = self.cases.transition_ids.filtered("overridden")
        self.assertTrue(overridden)
        self.assertTrue(all(overridden.mapped("reason")))
        self.assertTrue(self._case("blender_smoke").ticket_id.attachment_ids)
        self.assertTrue(self._case("solar_quote").lead_id)

    def test_contacts_have_moods(self):
        contacts = self.cases.contact_ids
        self.assertEqual(set(contacts.mapped("mood")) - {False}, set("12345"))
        self.assertEqual(self._case("electricity").mood_trend, "better")
        self.assertEqual(
            self._values("mood_trend") - {False}, {"better", "same", "worse"}
        )

    # -- truth -----------------------------------------------------------------

    def test_electricity_case(self):
        """R103-R108: the case of the sources, with its numbers."""
        case = self._case("electricity")
        self.assertEqual(case.state, "closed")
        self.assertEqual(case.claimed_amount, 10000)
        self.assertEqual(case.currency_id.name, "CNY")
        self.assertIn("省", case.external_body)
        self.assertTrue(case.external_ref)
        self.assertEqual(
            case.channel_id, self.env.ref(f"{MODULE}.helpdesk_channel_authority")
        )
        told = html2plaintext(case.description)
        for fact in ("475元", "400元", "75元"):
            self.assertIn(fact, told)
        self.assertIn("一万元", case.demand)
        self.assertIn("400元", html2plaintext(case.answer))
        self.assertEqual(case.customer_response, "rejected", "apology refused")
        self.assertTrue(case.recourse_explained)
        self.assertEqual(case.verdict, "upheld")
        self.assertEqual(case.demand_verdict, "partly")
        self.assertTrue(case.responsible_employee_ids)
        steps = self.env.ref(f"{MODULE}.complaint_guide_ten_steps").step_ids
        self.assertEqual(case.guide_tick_ids.step_id, steps)
        self.assertIn("refuse", case.transition_ids.mapped("name"))
        self.assertTrue(case.merged_ids)

    def test_nothing_lies_in_the_future(self):
        now = fields.Datetime.now()
        dates = [
            *self.cases.mapped("date_received"),
            *self.cases.transition_ids.mapped("date"),
            *self.cases.contact_ids.mapped("date"),
            *self.cases.message_ids.mapped("date"),
            *self.cases.guide_tick_ids.mapped("date"),
            *self.cases.pause_ids.mapped("date_start"),
            *filter(None, self.cases.pause_ids.mapped("date_end")),
        ]
        self.assertLessEqual(max(dates), now)
        today = fields.Date.today()
        for pause in self.cases.pause_ids.filtered(lambda p: not p.date_end):
            self.assertGreaterEqual(pause.date_limit, today)

    def test_steps_in_order_of_time(self):
        for case in self.cases:
            dates = case.transition_ids.sorted("id").mapped("date")
            self.assertEqual(dates, sorted(dates), case.name)
            self.assertLessEqual(
                case.date_received, min(dates, default=fields.Datetime.now())
            )
            for contact in case.contact_ids:
                self.assertLessEqual(case.date_received, contact.date, case.name)

    def test_numbers_follow_receipt(self):
        """A newer case has a higher number in each year."""
        for cases in self.cases.grouped(lambda case: case.date_received.year).values():
            numbers = cases.sorted("date_received").mapped("number")
            self.assertEqual(numbers, sorted(numbers))

    def test_closed_cases_kept_every_promise(self):
        """R39: a handler, an outcome and an answer for each closed case."""
        closed = self.cases.filtered(lambda case: case.state == "closed")
        self.assertGreater(len(closed), 8)
        for case in closed:
            self.assertTrue(case.user_id, case.name)
            self.assertTrue(case.date_answered, case.name)
            self.assertFalse(is_html_empty(case.answer), case.name)
            self.assertTrue(
                case.kind == "inquiry" or case.verdict or case.suggestion_outcome
            )

    def test_approver_is_not_the_handler(self):
        for case in self.cases.filtered("approver_id"):
            self.assertNotEqual(case.approver_id, case.user_id, case.name)

    # -- people ------------------------------------------------------------------

    def test_a_login_for_each_role(self):
        roles = {
            "clerk": "user",
            "handler": "user",
            "investigator": "user",
            "officer": "officer",
            "manager": "manager",
        }
        for login, role in roles.items():
            user = self.env.ref(f"{MODULE}.user_demo_{login}")
            self.assertEqual(user.login, login)
            group = f"{MODULE}.group_complaint_{role}"
            self.assertTrue(user.has_group(group), login)
            self.assertEqual(
                user.has_group(f"{MODULE}.group_complaint_officer"),
                role in ("officer", "manager"),
            )
            self.assertTrue(user.employee_id.department_id, login)
        handler = self.env.ref(f"{MODULE}.user_demo_handler")
        Complaint = self.env["complaint.complaint"].with_user(handler)
        seen = Complaint.search([("id", "in", self.cases.ids)])
        self.assertTrue(seen)
        self.assertNotIn(self._case("transfer_fraud"), seen, "of another team")
