# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What people do with an alert, what it says, and who sees which (R121, R202)."""

import json
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.complaint_management.models.warning.table import ACTS

from .common import WatchCase


@tagged("post_install", "-at_install")
class TestAlert(WatchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._add_past()
        cls._add(0, 6)
        cls.rule.user_ids = cls.employee
        cls.alert = cls.rule._watch(end=cls.now)

    # -- acts ----------------------------------------------------------------------

    def test_whoever_was_told_says_what_becomes_of_it(self):
        """A head of a unit who is no complaint officer acts on what they were told."""
        alert = self.alert.with_user(self.employee)
        alert.action_acknowledge()
        self.assertEqual((alert.state, alert.user_id), ("acknowledged", self.employee))
        alert.action_explain("The letters were late")
        self.assertEqual(
            (alert.state, alert.reason), ("explained", "The letters were late")
        )
        self.assertFalse(alert.activity_ids)
        self.assertIn("The letters were late", alert.message_ids[0].body)

    def test_one_looks_into_it_and_the_others_need_not(self):
        self.alert.rule_id.user_ids = self.employee | self.officer
        self.alert._call()
        self.assertEqual(len(self.alert.activity_ids), 2)
        self.alert.with_user(self.officer).action_acknowledge()
        self.assertEqual(self.alert.activity_ids.user_id, self.officer)

    def test_who_was_not_told_reads_nothing(self):
        for user in (self.clerk, self.handler, self.accountable):
            with self.subTest(user=user.name):
                alert = self.alert.with_user(user)
                self.assertFalse(alert.search([("id", "=", alert.id)]))
                with self.assertRaises(AccessError):
                    alert.action_close()

    def test_every_act_of_the_table(self):
        """Each act starts where the table says, and nowhere else."""
        given = {
            "explain": ["Because"],
            "dismiss": ["Because"],
            "reopen": ["Because"],
            "snooze": [fields.Date.today() + timedelta(days=3)],
        }
        alert = self.alert.with_user(self.officer)
        for act, row in ACTS.items():
            method = getattr(alert, f"action_{act}", None)
            if method is None or act == "follow":
                continue
            for state, _label in alert._fields["state"].selection:
                with self.subTest(act=act, state=state):
                    self.alert._write_sealed({"state": state})
                    if state not in row.sources:
                        with self.assertRaises(UserError):
                            method(*given.get(act, []))
                        continue
                    method(*given.get(act, []))
                    self.assertEqual(alert.state, row.target or state)

    def test_reasons_are_asked_for(self):
        """Without a reason a dialog asks; an empty one is refused."""
        alert = self.alert.with_user(self.officer)
        action = alert.action_dismiss()
        dialog = (
            self.env[action["res_model"]]
            .with_user(self.officer)
            .with_context(**action["context"])
            .create({"reason": "  "})
        )
        with self._assert_refused("write down the reason"):
            dialog.action_confirm()
        dialog.reason = "Counted twice"
        dialog.action_confirm()
        self.assertTrue(alert.is_false)
        self.assertEqual(alert.state, "closed")

    def test_false_alarms_show_on_the_rule(self):
        """So the rule can be set better."""
        self.assertEqual(self.rule.false_share, 0)
        self.alert.with_user(self.officer).action_dismiss("Counted twice")
        self.assertEqual(self.rule.with_user(self.officer).false_share, 1)
        self.assertEqual(self.rule.alert_count, 1)

    def test_snoozed_until_a_day(self):
        alert = self.alert.with_user(self.officer)
        with self._assert_refused("yet to come"):
            alert.action_snooze(fields.Date.today())
        alert.action_snooze(fields.Date.today() + timedelta(days=7))
        self.assertEqual(alert.state, "new")
        alert.action_acknowledge()
        self.assertFalse(alert.snoozed_until)

    def test_nobody_writes_it_by_another_door(self):
        alert = self.alert.with_user(self.officer)
        for vals in ({"state": "closed"}, {"count": 1}, {"is_false": True}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                alert.write(vals)
        with self.assertRaises(UserError):
            alert.sudo().write({"state": "closed"})
        with self.assertRaises(UserError):
            alert.sudo().unlink()
        with self.assertRaises(UserError):
            alert.copy()

    # -- what is done about it --------------------------------------------------

    def test_an_action_follows_it_up(self):
        """Planned from the alert, the action knows it, and the alert it (R121)."""
        alert = self.alert.with_user(self.officer)
        dialog = alert.action_plan()
        action = (
            self.env["complaint.action"]
            .with_user(self.officer)
            .with_context(**dialog["context"])
            .create({"name": "Label the meters", "kind": "preventive"})
        )
        self.assertEqual(action.alert_ids, alert)
        self.assertEqual(action.department_id, self.department)
        self.assertEqual((alert.state, alert.action_count), ("followed", 1))
        self.assertFalse(self.alert.activity_ids)
        self.assertFalse(alert.is_false)

    def test_nobody_follows_up_what_they_may_not_act_on(self):
        with self.assertRaises(UserError):
            self.env["complaint.action"].with_user(self.handler).create(
                {"name": "Mine", "alert_ids": [(6, 0, self.alert.ids)]}
            )

    # -- what it says ----------------------------------------------------------------

    def test_sentence(self):
        self.alert._write_sealed(
            {
                "lens": "week",
                "count": 9,
                "recent": 2.14,
                "season": 2.6,
                "has_year": True,
                "every": 100,
            }
        )
        self.assertEqual(
            self.alert.sentence,
            "9 this week; 2.1 a week in the last half-year, 2.6 a week at this season "
            "last year. By chance that happens about once in 100 weeks.",
        )
        self.alert._write_sealed({"has_year": False})
        self.assertIn("no year yet", self.alert.sentence)
        self.alert._write_sealed({"every": 10_000})
        self.assertIn("practically never", self.alert.sentence)

    def test_slow_rise_says_its_weeks(self):
        self.alert._write_sealed({"lens": "slow", "weeks": 2, "count": 14})
        self.assertIn("14 in 2 weeks", self.alert.sentence)

    def test_chart(self):
        """A bar for each week, the one that stands out marked."""
        (series,) = json.loads(self.alert.chart)
        bars = series["values"]
        self.assertEqual(len(bars), 53)
        self.assertEqual(bars[-1]["value"], 6)
        self.assertEqual([bar["type"] for bar in bars].count("future"), 1)

    def test_in_the_language_of_who_reads(self):
        """Figures are kept, words are not: each reader has their own."""
        self.env["res.lang"]._activate_lang("zh_CN")
        names = self.category.with_context(lang="zh_CN")
        names.name = "账单错误"
        self.assertEqual(self.alert.with_context(lang="zh_CN").subject, "账单错误")
        self.assertEqual(self.alert.subject, "Wrong bill")

    # -- what is behind it ------------------------------------------------------

    def _get_behind(self, user):
        action = self.alert.with_user(user).action_view_behind()
        return (
            self.env[action["res_model"]]
            .with_user(user)
            .with_context(**action["context"])
            .search(action["domain"])
        )

    def test_cases_behind_it(self):
        """The six of this week, and none of the sixty weeks before."""
        self.assertEqual(len(self._get_behind(self.officer)), 6)
        self.assertEqual(self.alert.with_user(self.officer).hidden_count, 0)

    def test_protected_cases_are_counted_and_not_shown(self):
        """Who is barred from a case does not learn that there is one (R153)."""
        case = self._create_case(
            identity_mode="confidential",
            complained_employee_ids=[(6, 0, self.staff[self.officer].ids)],
        )
        self._set_dates(case, self.now - timedelta(hours=2))
        self.assertNotIn(case, self._get_behind(self.officer))
        self.assertIn(case, self._get_behind(self.manager))
        self.alert.invalidate_recordset()
        self.assertEqual(self.alert.with_user(self.officer).hidden_count, 0)
        self.assertEqual(self.alert.with_user(self.manager).hidden_count, 0)
        self.assertEqual(self.alert.with_user(self.manager).shown_count, 7)

    def test_who_reads_no_cases_sees_none(self):
        """To be told is not to read the cases."""
        self.assertFalse(self._get_behind(self.employee))
        self.assertEqual(self.alert.with_user(self.employee).hidden_count, 6)

    def test_an_anonymised_customer_is_not_named(self):
        """Names are read when somebody looks; what is gone is not named."""
        customer = self.env["res.partner"].create({"name": "Zhang Wei"})
        rule = self._create_rule(dimension="customer", to_department_head=False)
        vals = {"partner_id": customer.id, "commercial_partner_id": customer.id}
        self._add_past(**vals)
        cases = self._add(0, 5, **vals)
        alert = self._watch(rule).filtered(lambda it: it.subject_id == customer.id)
        self.assertEqual(alert.subject, "Zhang Wei")
        self.env.cr.execute(
            "UPDATE complaint_complaint SET partner_id = NULL, identity_mode ="
            " 'anonymous', commercial_partner_id = NULL WHERE id IN %s",
            (cases._ids,),
        )
        self.env.invalidate_all()
        action = alert.with_user(self.manager).action_view_behind()
        self.assertFalse(self.Complaint.search(action["domain"]))
        customer.name = "Former customer"
        self.assertEqual(alert.subject, "Former customer")


@tagged("post_install", "-at_install")
class TestAboutPeople(WatchCase):
    """What counts people is for accountability officers only (R104)."""

    def _raise(self):
        rule = self.env["complaint.alert.rule"].with_user(self.accountable)
        rule = rule.create({"name": "One person", "dimension": "employee"})
        person = self.staff[self.handler]
        cases = self.Complaint.browse()
        for week in range(1, 60, 2):
            cases |= self._add(week)
        cases |= self._add(0, 6)
        self.env.cr.execute(
            "INSERT INTO complaint_complained_employee_rel"
            " (complaint_complaint_id, hr_employee_id) SELECT id, %s FROM"
            " complaint_complaint WHERE id IN %s",
            (person.id, cases._ids),
        )
        self.env.invalidate_all()
        return self._watch(rule.sudo())

    def test_only_accountability_officers_see_them(self):
        alert = self._raise()
        self.assertTrue(alert.is_personal)
        self.assertEqual(alert.subject, self.handler.name)
        self.assertEqual(alert.told_user_ids, self.accountable)
        as_accountable = alert.with_user(self.accountable)
        self.assertTrue(as_accountable.search([("id", "=", alert.id)]))
        as_accountable.action_acknowledge()
        for user in (self.handler, self.officer, self.manager, self.employee):
            with self.subTest(user=user.name):
                self.assertFalse(alert.with_user(user).search([("id", "=", alert.id)]))
                self.assertFalse(
                    alert.rule_id.with_user(user).search(
                        [("id", "=", alert.rule_id.id)]
                    )
                )

    def test_nobody_reads_of_themselves(self):
        self.handler.group_ids += self.env.ref(
            "complaint_management.group_complaint_accountability"
        )
        alert = self._raise()
        self.assertNotIn(self.handler, alert.told_user_ids)
        self.assertFalse(alert.with_user(self.handler).search([("id", "=", alert.id)]))

    def test_managers_do_not_watch_people(self):
        with self.assertRaises(AccessError):
            self.env["complaint.alert.rule"].with_user(self.manager).create(
                {"name": "One person", "dimension": "employee"}
            )


@tagged("post_install", "-at_install")
class TestNearMiss(WatchCase):
    """Staff tell what nearly went wrong; it is counted like complaints (R202)."""

    def _report(self, **vals):
        return (
            self.env["complaint.near.miss"]
            .with_user(self.employee)
            .create(
                {
                    "description": "Two labels were swapped.\nI saw it in time.",
                    "category_id": self.category.id,
                    **vals,
                }
            )
        )

    def test_two_fields(self):
        miss = self._report(user_id=self.officer.id)
        self.assertEqual(miss.name, "Two labels were swapped.")
        self.assertEqual(miss.user_id, self.employee)
        self.assertEqual(miss.sudo().department_id, self.department)

    def test_who_reads_and_answers(self):
        miss = self._report()
        self.assertFalse(miss.with_user(self.clerk).search([("id", "=", miss.id)]))
        with self.assertRaises(UserError):
            miss.write({"reply": "Nothing"})
        miss.with_user(self.officer).reply = "New labels are ordered"
        self.assertEqual(miss.reply, "New labels are ordered")
        with self.assertRaises(UserError):
            miss.with_user(self.officer).user_id = self.officer

    def test_says_something(self):
        with self._assert_refused("Say in a sentence"):
            self._report(description="  \n")

    def test_they_raise_an_alert(self):
        rule = self._create_rule(source="near_miss", dimension="category")
        for week in [*range(1, 60, 4), *([0] * 5)]:
            miss = self._report()
            date = self.now - timedelta(weeks=week, hours=2)
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE complaint_near_miss SET date = %s WHERE id = %s",
                (date, miss.id),
            )
        alert = self._watch(rule)
        self.assertEqual((alert.subject, alert.count), ("Wrong bill", 5))
        action = alert.with_user(self.officer).action_view_behind()
        self.assertEqual(action["res_model"], "complaint.near.miss")


@tagged("post_install", "-at_install")
class TestRule(WatchCase):
    def test_what_cannot_be_told_apart(self):
        with self._assert_refused("cannot be told apart"):
            self._create_rule(source="near_miss", dimension="customer")

    def test_a_rule_with_alerts_is_kept(self):
        self._add_past()
        self._add(0, 6)
        self._watch()
        with self._assert_refused("archive it instead"):
            self.rule.unlink()

    def test_look_now_is_for_who_keeps_the_rules(self):
        with self.assertRaises(AccessError):
            self.rule.with_user(self.officer).action_watch_now()
        self.rule.with_user(self.manager).action_watch_now()
        self.assertTrue(self.rule.date_watched)

    def test_server_action_runs_with_the_rights_of_its_owner(self):
        """What a rule starts is started once for each alert; a failure stops none."""
        action = self.env["ir.actions.server"].create(
            {
                "name": "Escalate",
                "model_id": self.env["ir.model"]._get_id("complaint.alert"),
                "state": "code",
                "code": "record.message_post(body='Called the board')",
            }
        )
        self.rule.write({"action_server_id": action.id, "owner_id": self.manager.id})
        self._add_past()
        self._add(0, 6)
        alert = self._watch()
        bodies = "".join(alert.message_ids.mapped("body"))
        self.assertIn("Called the board", bodies)
        with self._assert_refused("with the rights of"):
            self.rule.with_user(
                self._create_user(
                    "case_manager_2", "complaint_management.group_complaint_manager"
                )
            ).name = "Mine"
        action.code = "raise UserError('No board')"
        category = self.category.copy({"name": "Other"})
        self._add_past(category_id=category.id)
        self._add(0, 6, category_id=category.id)
        other = self._watch()
        self.assertIn("No board", "".join(other.message_ids.mapped("body")))

    def test_shipped_rules_work_from_day_one(self):
        """Nothing has to be set up; only people are watched where somebody asks."""
        rules = self.env["complaint.alert.rule"].with_context(active_test=False)
        data = self.env["ir.model.data"].search(
            [
                ("module", "=", "complaint_management"),
                ("model", "=", "complaint.alert.rule"),
            ]
        )
        shipped = rules.browse(data.mapped("res_id"))
        self.assertGreater(len(shipped), 10)
        self.assertTrue(all(data.mapped("noupdate")))
        for rule in shipped.filtered(lambda rule: rule.trigger == "more"):
            with self.subTest(rule=rule.name):
                rule._watch(end=self.now)
                self.assertFalse(rule.error)
        self.assertEqual(
            shipped.filtered("is_personal"),
            self.env.ref("complaint_management.complaint_alert_rule_employee"),
        )
