# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Nobody but a custodian, or who complained, loses for good who that was (R149)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import MANAGER
from .vault_common import CUSTODIAN, VaultCase


@tagged("post_install", "-at_install")
class TestForgetting(VaultCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chief = cls._create_user("case_chief", f"{MANAGER},{CUSTODIAN}")

    def _create_named(self, **vals):
        return self._create_secret(
            identity_mode="named", user_id=self.handler.id, **vals
        )

    def _assert_known(self, case):
        case.invalidate_recordset()
        self.assertEqual(case.sudo()._get_reach().partner, self.secret)

    def test_no_door_for_handlers(self):
        """Form, remote call, import: neither handlers nor managers (R149)."""
        for mode in ("named", "confidential"):
            case = self._create_secret(identity_mode=mode, user_id=self.handler.id)
            xmlid = case._export_rows([["id"]])[0][0]
            for user in (self.handler, self.officer, self.manager):
                mine = case.with_user(user)
                with self._assert_refused("Only a custodian", AccessError):
                    mine.write({"identity_mode": "anonymous", "partner_id": False})
                with (
                    self._assert_refused("Only a custodian", AccessError),
                    Form(mine) as form,
                ):
                    form.identity_mode = "anonymous"
                result = mine.load(["id", "identity_mode"], [[xmlid, "anonymous"]])
                self.assertIn("Only a custodian", str(result["messages"]))
                self._assert_known(case)

    def test_all_or_none(self):
        """One that is anonymous already opens no door for the others."""
        case = self._create_named()
        other = self._create_case(
            identity_mode="anonymous", partner_name=False, email_from=False
        )
        both = (case | other).with_user(self.officer)
        with self._assert_refused("Only a custodian", AccessError):
            both.write({"identity_mode": "anonymous"})
        other.with_user(self.officer).write({"identity_mode": "anonymous"})
        self._assert_known(case)

    def test_no_forged_reason(self):
        """A custodian gives a reason, too; a context from outside is none."""
        case = self._create_named()
        for forged in (True, "reason", {}):
            mine = case.with_user(self.chief).with_context(
                complaint_forgets_complainants=forged
            )
            with self._assert_refused("Forget the Complainant"):
                mine.identity_mode = "anonymous"
        wizard = self.env["complaint.identity.forget"].with_user(self.chief)
        with self._assert_refused("Write down why"):
            wizard.create({"complaint_id": case.id, "reason": "  "}).action_forget()
        self._assert_known(case)

    def test_dialog_is_for_custodians(self):
        case = self._create_named()
        with self.assertRaises(AccessError):
            self.env["complaint.identity.forget"].with_user(self.manager).create(
                {"complaint_id": case.id, "reason": "Because"}
            )
        with self.assertRaises(UserError):
            self.env["complaint.identity.forget"].with_user(self.custodian).create(
                {"complaint_id": case.id, "reason": "Because"}
            ).action_forget()
        self._assert_known(case)

    def test_custodian_forgets_with_a_reason(self):
        """Whatever the case was; who asked and why stays in the log of openings."""
        for mode in ("named", "confidential"):
            case = self._create_secret(identity_mode=mode, user_id=self.handler.id)
            self.env["complaint.identity.forget"].with_user(self.chief).create(
                {"complaint_id": case.id, "reason": "Asked for in writing"}
            ).action_forget()
            self.assertEqual(case.identity_mode, "anonymous")
            self._assert_blank(case)
            self.assertFalse(self._get_vault(case))
            access = case.identity_access_ids
            self.assertEqual(access.user_id, self.chief)
            self.assertEqual(access.reason, "Asked for in writing")
            self.assertIn("Asked for in writing", str(case.message_ids.mapped("body")))
        self._assert_nowhere("Quell", "xanthippe.quell")

    def test_the_log_does_not_name_other_complainants(self):
        """The list of them is tracked, but not where it is emptied for good (R149)."""
        others = self.env["res.partner"].create({"name": "Amalia Nebenfrau"})
        for act in (self._forget_by_custodian, self._protect_by_handler):
            with self.subTest(act=act.__name__):
                case = self._with_mail(self._create_named())
                case.other_partner_ids = others
                self._flush_tracking()
                act(case)
                self._flush_tracking()
                self.assertNotEqual(case.identity_mode, "named")
                tracked = case.message_ids.sudo().tracking_value_ids
                told = tracked.mapped("old_value_char") + tracked.mapped(
                    "new_value_char"
                )
                self.assertNotIn("Amalia", str(told))

    def _flush_tracking(self):
        self.env.flush_all()
        self.env.cr.flush()

    def _forget_by_custodian(self, case):
        case.with_user(self.chief)._forget_complainants("Asked for in writing")

    def _protect_by_handler(self, case):
        case.with_user(self.handler).write(
            {"identity_mode": "confidential", "other_partner_ids": [(5,)]}
        )

    def test_protection_stays_open_to_handlers(self):
        """What protects loses nothing, and needs nobody else."""
        case = self._create_named()
        case.with_user(self.handler).identity_mode = "confidential"
        self._assert_known(case)

    def test_not_by_writing_over_it(self):
        """What a handler replaces in the vault, a custodian still finds there."""
        case = self._create_secret(user_id=self.handler.id)
        for name in ("Nobody", "Zachary Else"):
            self.env["complaint.identity.change"].with_user(self.handler).create(
                {"complaint_id": case.id, "partner_name": name, "email_from": "n@x.org"}
            ).action_change()
        self.assertEqual(self._get_vault(case).partner_name, "Zachary Else")
        opened = (
            self.env["complaint.identity.open"]
            .with_user(self.chief)
            .create({"complaint_id": case.id, "reason": "A wrong address"})
        )
        self.assertFalse(opened.replaced)
        opened.action_open()
        opened.invalidate_recordset()
        lines = opened.replaced.splitlines()
        self.assertEqual(len(lines), 2)
        self.assertIn("Xanthippe Quell · xanthippe.quell@example.com", lines[0])
        self.assertIn("case_handler", lines[0])
        self.assertIn("Nobody", lines[1])
        self._log_contact(case, summary="Quell and Zachary called")
        case.with_user(self.chief)._forget_complainants("They asked for it")
        self._assert_nowhere("Quell", "Zachary", "xanthippe.quell")

    def test_not_by_way_of_the_vault(self):
        """Blank values that come along with the protection forget nothing."""
        case = self._create_named()
        case.with_user(self.handler).write(
            {"identity_mode": "confidential", "partner_id": False, "partner_name": ""}
        )
        self._assert_known(case)
