# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""By which doors somebody could get at actions and incidents that are not theirs."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_incident import IncidentCase


@tagged("post_install", "-at_install")
class TestDoors(IncidentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls._create_case(user=cls.outsider, user_id=cls.outsider.id)
        cls.action = cls.env["complaint.action"].create(
            {"name": "Secret deed", "complaint_ids": [Command.link(cls.case.id)]}
        )

    def test_nobody_takes_an_incident_by_their_own_case(self):
        mine = self.mine.with_user(self.outsider)
        with self.assertRaises(AccessError):
            mine.write({"incident_id": self.incident.id})
        with self.assertRaises(AccessError):
            mine.write({"related_incident_ids": [Command.link(self.incident.id)]})
        with self.assertRaises(AccessError):
            mine.create(
                self._prepare_case_vals(
                    user_id=self.outsider.id, incident_id=self.incident.id
                )
            )

    def test_nobody_takes_an_action_by_their_own_case(self):
        mine = self.mine.with_user(self.outsider)
        with self.assertRaises(AccessError):
            mine.write({"action_ids": [Command.link(self.action.id)]})

    def test_nobody_gives_an_action_away_to_decide_on_it(self):
        """Who owned it waives, extends and checks it as little as its owner."""
        action = self.action.with_user(self.officer)
        action.user_id = self.officer
        action.user_id = self.handler
        for name in ("extend", "cancel", "waive"):
            with self.subTest(act=name), self.assertRaises(AccessError):
                action._act(
                    name,
                    reason="Because",
                    date=fields.Date.today() + timedelta(days=9),
                )
        action.sudo().with_user(self.handler).action_do(proof="A picture")
        with self.assertRaises(AccessError):
            action.action_check()

    def test_accused_opens_closed_incident(self):
        self._accuse(self.case)
        self._accuse(self.other)
        self.env.invalidate_all()
        own = self._create_case(user=self.officer)
        with self.assertRaises(AccessError):
            self.incident.with_user(self.officer).read(["name"])
        self.assertFalse(
            self.incident.with_user(self.officer).search(
                [("id", "=", self.incident.id)]
            )
        )
        with self.assertRaises(AccessError):
            own.with_user(self.officer).write({"incident_id": self.incident.id})

    def test_one_readable_case_covers_no_other(self):
        hidden = self._accuse(self._create_case())
        incident = self.incident.with_user(self.officer)
        own = self._create_case()
        with self.assertRaises(AccessError):
            incident.write(
                {"related_complaint_ids": [Command.link(c.id) for c in own | hidden]}
            )

    def test_an_owner_takes_no_case_off_an_action(self):
        self.action.user_id = self.outsider
        with self.assertRaises(AccessError):
            self.action.with_user(self.outsider).write(
                {"complaint_ids": [Command.clear()]}
            )

    def test_accused_gets_no_task_incident(self):
        self._accuse(self.case)
        self._accuse(self.other)
        self.env.invalidate_all()
        try:
            self.incident.with_user(self.manager).action_accept_risk(
                risk_owner_id=self.officer.id,
                risk_review_date=fields.Date.today() + timedelta(days=3),
                reason="so",
            )
        except UserError:
            pass
        self.incident.with_user(self.manager).write({"user_id": self.manager.id})
        try:
            self.incident.with_user(self.manager).write({"user_id": self.officer.id})
        except UserError:
            pass
        self.assertNotIn(self.officer, self.incident.activity_ids.user_id)

    def test_accused_follows_no_incident(self):
        self._accuse(self.case)
        self._accuse(self.other)
        self.env.invalidate_all()
        incident = self.incident.with_user(self.manager)
        self.incident.message_unsubscribe(self.officer.partner_id.ids)
        incident.message_subscribe(self.officer.partner_id.ids)
        self.assertNotIn(self.officer.partner_id, incident.message_partner_ids)

    def test_accused_hears_nothing_incident(self):
        self._accuse(self.case)
        self._accuse(self.other)
        self.env.invalidate_all()
        incident = self.incident.with_user(self.manager)
        message = self._with_mail(incident).message_post(
            body="The secret", partner_ids=self.officer.partner_id.ids
        )
        self.assertNotIn(
            self.officer.partner_id, message.notification_ids.res_partner_id
        )
        self.assertFalse(
            self.env["mail.message"]
            .with_user(self.officer)
            .search([("id", "=", message.id)])
        )

    def test_accused_hears_nothing_action(self):
        self._accuse(self.case)
        self.env.invalidate_all()
        action = self.action.with_user(self.manager)
        action.message_subscribe(self.officer.partner_id.ids)
        self.assertNotIn(self.officer.partner_id, action.message_partner_ids)
        message = self._with_mail(action).message_post(
            body="The secret", partner_ids=self.officer.partner_id.ids
        )
        self.assertNotIn(
            self.officer.partner_id, message.notification_ids.res_partner_id
        )

    def test_accused_gets_no_task_action(self):
        self._accuse(self.case)
        self.env.invalidate_all()
        self.action.with_user(self.manager).activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.officer.id, note="x"
        )
        self.assertNotIn(self.officer, self.action.activity_ids.user_id)

    def test_names_incident_by_pointer(self):
        self._accuse(self.case)
        self._accuse(self.other)
        self.env.invalidate_all()
        link = self.env["complaint.incident.link"].with_user(self.officer)
        own = self._create_case(user=self.officer)
        words = ""
        try:
            dialog = link.create(
                {
                    "complaint_ids": [Command.set(own.ids)],
                    "incident_id": self.incident.id,
                }
            )
            words = str(
                dialog.web_read({"incident_id": {"fields": {"display_name": {}}}})
            )
        except AccessError:
            pass
        self.assertNotIn("Swapped", words)
        try:
            words = str(
                link.onchange(
                    {
                        "complaint_ids": [Command.set(own.ids)],
                        "incident_id": self.incident.id,
                    },
                    ["incident_id"],
                    {
                        "incident_id": {"fields": {"display_name": {}}},
                        "complaint_ids": {},
                    },
                )
            )
        except AccessError:
            pass
        self.assertNotIn("Swapped", words)

    def test_sealed(self):
        for vals in (
            {"state": "checked"},
            {"proof": "x"},
            {"date_checked": "2020-01-01"},
        ):
            try:
                a = (
                    self.env["complaint.action"]
                    .with_user(self.officer)
                    .create({"name": "x", **vals})
                )
                b = (
                    self.env["complaint.action"]
                    .with_user(self.officer)
                    .with_context(**{f"default_{k}": v for k, v in vals.items()})
                    .create({"name": "x"})
                )
            except (AccessError, UserError):
                continue
            for k, v in vals.items():
                self.assertNotEqual(str(a[k]), v)
                self.assertNotEqual(str(b[k]), v)

    def test_forgotten(self):
        partner = self.env["res.partner"].create({"name": "Zebulon Quixley"})
        case = self._create_case(partner_id=partner.id)
        incident = self._open(case, name="Zebulon Quixley burnt")
        incident.description = "Ask Zebulon Quixley"
        action = self.env["complaint.action"].create(
            {
                "name": "Call Zebulon Quixley",
                "description": "Zebulon Quixley",
                "complaint_ids": [Command.link(case.id)],
            }
        )
        action.message_post(body="Zebulon Quixley")
        incident.message_post(body="Zebulon Quixley")
        case.write({"identity_mode": "confidential"})
        self.env.invalidate_all()
        for record in (action, incident):
            for words in (
                record.name,
                record.description,
                *record.message_ids.mapped("body"),
            ):
                with self.subTest(words=words):
                    self.assertNotIn("Quixley", str(words))
