# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A custodian opens an identity, says why, and everybody on the case sees it (R152)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .vault_common import VaultCase


@tagged("post_install", "-at_install")
class TestVaultOpening(VaultCase):
    def _open(self, user, case, reason="They are in danger"):
        wizard = (
            self.env["complaint.identity.open"]
            .with_user(user)
            .create({"complaint_id": case.id, "reason": reason})
        )
        wizard.action_open()
        return wizard

    def test_opened_with_a_reason(self):
        """The custodian says why, and everybody on the case sees it (R152)."""
        case = self._create_secret(user_id=self.custodian.id)
        with self._assert_refused("why"):
            self._open(self.custodian, case, reason=" ")
        wizard = self._open(self.custodian, case)
        self.assertEqual(wizard.partner_name, "Xanthippe Quell")
        self.assertEqual(wizard.street, self._get_vault(case).street)
        log = case.with_user(self.officer).identity_access_ids
        self.assertEqual(log.user_id, self.custodian)
        self.assertEqual(log.reason, "They are in danger")
        self.assertIn("They are in danger", case.message_ids[0].preview)
        self._assert_nowhere("Quell")

    def test_opened_with_who_speaks_for_them(self):
        """Whom to call may be the representative (R152)."""
        lawyer = self.env["res.partner"].create(
            {"name": "Zhao Min", "email": "zhao@law.example", "phone": "020 5550 0199"}
        )
        case = self._create_secret(
            user_id=self.custodian.id, on_behalf=True, representative_id=lawyer.id
        )
        unopened = self.env["complaint.identity.open"].with_user(self.custodian)
        wizard = unopened.create({"complaint_id": case.id})
        self.assertFalse(wizard.representative_name)
        self.assertRecordValues(
            self._open(self.custodian, case),
            [
                {
                    "representative_name": "Zhao Min",
                    "representative_email": "zhao@law.example",
                    "representative_phone": "020 5550 0199",
                }
            ],
        )

    def test_open_for_minutes_only(self):
        """Later, a reason is needed again."""
        case = self._create_secret(user_id=self.custodian.id)
        wizard = self._open(self.custodian, case)
        with freeze_time(fields.Datetime.now() + timedelta(minutes=16)):
            wizard.invalidate_recordset()
            self.assertFalse(wizard.is_open)
            self.assertFalse(wizard.partner_name)

    def test_not_opened_by_others(self):
        """Another custodian's opening, or a manager's wish, opens nothing."""
        case = self._create_secret(user_id=self.custodian.id)
        self._open(self.custodian, case)
        other = self._create_user(
            "case_custodian_2",
            "complaint_management.group_complaint_officer,"
            "complaint_management.group_complaint_custodian",
        )
        wizard = (
            self.env["complaint.identity.open"]
            .with_user(other)
            .create({"complaint_id": case.id})
        )
        self.assertFalse(wizard.partner_name)
        with self.assertRaises(AccessError):
            self.env["complaint.identity.open"].with_user(self.manager).create(
                {"complaint_id": case.id}
            )

    def test_custodian_complained_about(self):
        """Nobody opens who complained about them (R153)."""
        officer = "complaint_management.group_complaint_officer"
        self.custodian.group_ids += self.env.ref(officer)
        accused = self.env["hr.employee"].create(
            {
                "name": "Custodian",
                "user_id": self.custodian.id,
                "company_id": self.company.id,
            }
        )
        case = self._create_secret(complained_employee_ids=accused.ids)
        with self.assertRaises(AccessError):
            self._open(self.custodian, case)
        self.assertFalse(case.identity_access_ids)

    def test_log_is_not_rewritten(self):
        case = self._create_secret(user_id=self.custodian.id)
        self._open(self.custodian, case)
        log = case.identity_access_ids.sudo()
        with self.assertRaises(UserError):
            log.reason = "Never mind"
        with self.assertRaises(UserError):
            log.unlink()
