# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a link or a setting presets counts as if it was typed (R86, R100)."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestPresets(ComplaintCase):
    def _register(self, user=None, **presets):
        context = {f"default_{fname}": value for fname, value in presets.items()}
        cases = self.Complaint.with_user(user or self.clerk).with_context(**context)
        return cases.create({"name": "Bill"}).with_env(self.env)

    def test_nobody_keeps_a_case_about_themselves(self):
        about = self.staff[self.officer]
        for value in (about.ids, [Command.set(about.ids)]):
            with self.subTest(value=value):
                case = self._register(self.officer, complained_employee_ids=value)
                self.assertEqual(case.complained_employee_ids, about)
                self.assertNotEqual(case.user_id, self.officer)
                self.assertFalse(case.is_unrouted)

    def test_a_case_about_a_unit_is_routed_as_if_it_was_typed(self):
        unit = self.env["hr.department"].create({"name": "Counter"})
        case = self._register(complained_department_ids=unit.ids)
        typed = self.Complaint.with_user(self.clerk).create(
            {"name": "Bill", "complained_department_ids": unit.ids}
        )
        self.assertEqual(case.complained_department_ids, unit)
        self.assertEqual(case.user_id, typed.with_env(self.env).user_id)

    def test_a_preset_route_is_taken(self):
        case = self._register(team_id=self.other_team.id)
        self.assertEqual(case.team_id, self.other_team)
        self.assertFalse(case.is_unrouted)

    def test_a_stored_default_is_seen_as_well(self):
        self.env["ir.default"].set("complaint.complaint", "team_id", self.other_team.id)
        case = self._register()
        self.assertEqual(case.team_id, self.other_team)
        self.assertFalse(case.is_unrouted)

    def test_what_is_typed_comes_first(self):
        about = self.staff[self.officer]
        cases = self.Complaint.with_user(self.officer).with_context(
            default_complained_employee_ids=about.ids
        )
        case = cases.create({"name": "Bill", "complained_employee_ids": False})
        self.assertFalse(case.complained_employee_ids)
        self.assertEqual(case.user_id, self.officer)

    def test_what_only_the_product_writes_is_preset_by_nobody(self):
        for fname, value in (
            ("later_purchase_amount", 5000),
            ("value_given", 5000),
            ("granted_amount", 5000),
            ("survey_waits", True),
            ("external_reply", "Sent"),
            ("email_from", "no address"),
        ):
            with self.subTest(field=fname), self.assertRaises(UserError):
                self._register(**{fname: value})

    def test_what_follows_from_clocks_and_work_is_preset_by_nobody(self):
        """Nobody chooses the slowest policy, nor hides that nobody works on it."""
        policy = self.env["complaint.sla.policy"].create(
            {"name": "Some day", "active": False}
        )
        for fname, value in {
            "policy_id": policy.id,
            "date_last_act": "2090-01-01 00:00:00",
            "reassign_count": 7,
            "mail_failed": True,
            "stall_check_at": "2090-01-01 00:00:00",
        }.items():
            with self.subTest(field=fname):
                with self._assert_refused("cannot be written directly"):
                    self._register(**{fname: value})
                with self._assert_refused("cannot be written directly"):
                    self._create_case(**{fname: value})

    def test_identity_is_put_away(self):
        case = self._register(
            identity_mode="confidential", partner_name="Ms Ito", phone="13812345678"
        )
        self.assertFalse(case.partner_name)
        self.assertEqual(case.sudo().identity_ids.partner_name, "Ms Ito")
