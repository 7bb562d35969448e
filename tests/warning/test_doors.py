# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""By which doors somebody could get at what early warning knows."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import WatchCase


@tagged("post_install", "-at_install")
class TestDoors(WatchCase):
    def test_nobody_says_that_a_rule_is_not_about_people(self):
        for door in ("vals", "context"):
            model = self.env["complaint.alert.rule"].with_user(self.manager)
            vals = {"name": "X", "dimension": "employee"}
            with self.subTest(door=door):
                try:
                    if door == "vals":
                        rule = model.create({**vals, "is_personal": False})
                    else:
                        rule = model.with_context(default_is_personal=False).create(
                            vals
                        )
                except (AccessError, UserError):
                    continue
                self.assertTrue(rule.sudo().is_personal)
        rule = self._create_rule(dimension="department").with_user(self.manager)
        try:
            rule.write({"dimension": "employee", "is_personal": False})
        except (AccessError, UserError):
            return
        self.assertTrue(rule.sudo().is_personal)

    def test_a_manager_makes_no_rule_about_people(self):
        rule = self._create_rule(dimension="department").with_user(self.manager)
        with self.assertRaises(AccessError):
            rule.write({"dimension": "employee"})

    def test_server_action_by_default(self):
        act = self.env["ir.actions.server"].create(
            {
                "name": "x",
                "state": "code",
                "model_id": self.env["ir.model"]._get_id("complaint.alert"),
                "code": "pass",
            }
        )
        model = self.env["complaint.alert.rule"].with_user(self.manager)
        try:
            rule = model.with_context(default_action_server_id=act.id).create(
                {"name": "X", "dimension": "category"}
            )
        except (AccessError, UserError):
            return
        self.assertFalse(rule.sudo().action_server_id)

    def test_alert_links(self):
        alert = (
            self.env["complaint.alert"]
            .sudo()
            ._create_sealed(
                [
                    {
                        "rule_id": self.rule.id,
                        "company_id": self.company.id,
                        "date_first": self.now,
                        "date_last": self.now,
                        "source": "case",
                        "told_user_ids": [(6, 0, self.employee.ids)],
                    }
                ]
            )
        )
        action = self.env["complaint.action"].create({"name": "A"})
        with self.assertRaises(UserError):
            alert.with_user(self.officer).write(
                {"action_ids": [Command.link(action.id)]}
            )

    def test_near_miss_stays(self):
        miss = (
            self.env["complaint.near.miss"]
            .with_user(self.employee)
            .create(
                {
                    "description": "It burnt",
                    "category_id": self.category.id,
                    "reply": "We did nothing wrong",
                }
            )
        )
        self.assertFalse(miss.reply)
        with self.assertRaises(UserError):
            miss.with_user(self.officer).write({"description": "Nothing"})

    def test_backup_dialog_is_own(self):
        dialog = (
            self.env["complaint.backup.wizard"]
            .with_user(self.handler)
            .create(
                {
                    "complaint_id": self._create_case().id,
                    "user_id": self.colleague.id,
                    "request": "secret",
                }
            )
        )
        with self.assertRaises(AccessError):
            dialog.with_user(self.outsider).read(["request"])

    def test_alert_dialog_is_own(self):
        dialog = (
            self.env["complaint.alert.act"]
            .with_user(self.officer)
            .create({"alert_ids": [], "act": "explain", "reason": "secret"})
        )
        with self.assertRaises(AccessError):
            dialog.with_user(self.employee).read(["reason"])

    def test_forgotten_alerts(self):
        partner = self.env["res.partner"].create({"name": "Zebulon Quixley"})
        rule = self._create_rule(trigger="critical", name="Crit")
        rule.user_ids = self.manager
        cases = self.Complaint
        for n in range(2):
            cases |= self._create_case(
                partner_id=partner.id, severity="3", name=f"Zebulon Quixley {n}"
            )
        rule._look_at(cases.sudo())
        cases.write({"identity_mode": "confidential"})
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT id FROM mail_message WHERE concat(body, subject) ILIKE %s",
            ("%Quixley%",),
        )
        self.assertFalse(self.env.cr.fetchall())
        self.env.cr.execute(
            "SELECT id FROM mail_activity WHERE concat(res_name, note) ILIKE %s",
            ("%Quixley%",),
        )
        self.assertFalse(self.env.cr.fetchall())

    def test_a_rule_is_not_given_to_an_administrator(self):
        """What others add to it later would run with their rights."""
        root = self.env.ref("base.user_admin")
        for model in ("complaint.alert.rule", "complaint.escalation.rule"):
            rules = self.env[model].with_user(self.manager)
            owner = rules._owner_field
            vals = {"name": "X", owner: root.id}
            if model == "complaint.escalation.rule":
                vals["to_handler"] = True
            with self.subTest(model=model), self.assertRaises(UserError):
                rules.create(vals)
            own = rules.create({**vals, owner: self.manager.id})
            with self.subTest(model=model), self.assertRaises(UserError):
                own.write({owner: root.id})

    def test_what_failed_is_read_by_who_mends_it(self):
        """An error may name what an employee may not know."""
        self.rule.error = "Case of Ms Nguyen"
        with self.assertRaises(AccessError):
            self.rule.with_user(self.employee).read(["error"])
        self.assertTrue(self.rule.with_user(self.employee).is_failing)
        self.assertEqual(self.rule.with_user(self.manager).error, "Case of Ms Nguyen")
