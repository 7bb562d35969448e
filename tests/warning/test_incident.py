# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What stood out becomes an incident; one night is told in one message (R105, R121)."""

from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import without_commits
from .common import WatchCase


@tagged("post_install", "-at_install")
class TestAlertIncident(WatchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for weeks in range(8, 60, 4):
            cls._add(weeks)
        cls.cases = cls.Complaint.union(
            *(cls._create_case(name=f"Swapped {number}") for number in range(9))
        )

    def _watch(self, rule=None):
        self.env.flush_all()
        return (rule or self.rule)._watch()

    def _watch_all(self):
        with without_commits(self.env):
            self.env.flush_all()
            self._with_mail(self.env["complaint.alert.rule"])._cron_watch()

    def _get_incidents(self):
        return self.env["complaint.incident"].search([], order="id desc")

    def test_an_alert_leads_to_an_incident(self):
        """With its cases, its subject, and who pressed the button as owner."""
        alert = self._watch()
        opened = alert.with_user(self.officer).action_open_incident()
        incident = self.env["complaint.incident"].browse(opened["res_id"])
        self.assertEqual(incident.complaint_ids, self.cases)
        self.assertEqual(incident.category_id, self.category)
        self.assertEqual(incident.name, "Wrong bill")
        self.assertEqual(incident.user_id, self.officer)
        self.assertEqual(alert.state, "followed")
        self.assertEqual(incident.alert_ids, alert)
        again = alert.with_user(self.officer).action_open_incident()
        self.assertEqual(again["res_id"], incident.id)

    def test_it_joins_the_one_that_is_open_about_the_same(self):
        known = self.env["complaint.incident"].create(
            {"name": "Swapped meters", "category_id": self.category.id}
        )
        alert = self._watch()
        opened = alert.with_user(self.officer).action_open_incident()
        self.assertEqual(opened["res_id"], known.id)
        self.assertEqual(known.complaint_ids, self.cases)

    def test_only_what_the_user_may_change(self):
        hidden = self.cases[0]
        hidden.sudo().write(
            {
                "complained_employee_ids": [Command.link(self.staff[self.officer].id)],
                "identity_mode": "confidential",
            }
        )
        self.env.invalidate_all()
        alert = self._watch()
        opened = alert.with_user(self.officer).action_open_incident()
        incident = self.env["complaint.incident"].browse(opened["res_id"])
        self.assertEqual(incident.sudo().complaint_ids, self.cases - hidden)

    def test_who_may(self):
        alert = self._watch()
        for user in (self.employee, self.outsider):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                alert.with_user(user).action_open_incident()

    def test_a_rule_opens_one_by_itself(self):
        """And no second one while it is open, whichever rule sees the same."""
        self.rule.write({"do_incident": True, "user_ids": self.officer})
        alert = self._watch()
        incident = alert.incident_ids
        self.assertEqual(len(incident), 1)
        self.assertEqual(incident.complaint_ids, self.cases)
        self.assertEqual(incident.user_id, self.officer)
        self.assertEqual(alert.state, "new")
        second = self._create_rule(name="Another", do_incident=True)
        other = self._watch(second)
        self.assertEqual(other.incident_ids, incident)
        self.assertEqual(incident.alert_ids, alert | other)

    def test_what_is_opened_by_itself_speaks_the_language_of_the_house(self):
        """And not that of whoever runs the night."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.company.partner_id.lang = "fr_FR"
        self.category.with_context(lang="fr_FR").name = "Facture fausse"
        self.rule.do_incident = True
        self.assertEqual(self._watch().incident_ids.name, "Facture fausse")

    def test_about_a_person_none_is_opened(self):
        alert = self._watch()
        alert._write_sealed({"is_personal": True})
        with self._assert_refused("about a person"):
            alert.with_user(self.accountable).sudo()._join_or_open(self.cases)
        rule = self._create_rule(name="People", do_incident=True)
        alert._write_sealed({"rule_id": rule.id})
        alert._start()
        self.assertFalse(alert.incident_ids)

    def test_what_fails_stops_no_alert(self):
        self.rule.do_incident = True
        with patch.object(
            type(self.env["complaint.incident"]), "_open_for", side_effect=ValueError
        ):
            alert = self._watch()
        self.assertTrue(alert)
        self.assertFalse(alert.incident_ids)
        self.assertIn("No incident", str(alert.message_ids.mapped("body")))

    def test_what_we_found_feeds_no_alert(self):
        """Cases that an incident led to are no complaints (R105)."""
        incident = self.env["complaint.incident"].create(
            {"name": "Swapped", "category_id": self.category.id}
        )
        partners = self.env["res.partner"].create([{"name": f"C{n}"} for n in range(9)])
        before = self.rule._count_series(fields.Datetime.now())
        found = incident._open_found_cases(
            dict.fromkeys(partners, False), {"description": "<p>An explosion</p>"}
        )
        self.assertEqual(len(found), 9)
        self.assertFalse(any(found.mapped("watch_pending")))
        self.env.flush_all()
        after = self.rule._count_series(fields.Datetime.now())
        key = (self.company.id, self.category.id)
        self.assertEqual(sum(after[key]), sum(before[key]))

    # -- one message for a night ---------------------------------------------------

    def test_one_spike_is_told_in_one_message(self):
        """By category, by unit and altogether: three alerts, one message each."""
        rules = self.rule
        for dimension in ("department", "all"):
            rules |= self._create_rule(name=dimension, dimension=dimension)
        rules.write({"user_ids": [Command.set(self.officer.ids)]})
        self._watch_all()
        alerts = self.env["complaint.alert"].search([("rule_id", "in", rules.ids)])
        self.assertEqual(len(alerts), 3)
        self.assertEqual(alerts.told_user_ids, self.officer)
        messages = self.env["mail.message"].search(
            [
                ("partner_ids", "in", self.officer.partner_id.ids),
                ("subject", "ilike", "Early warning"),
            ]
        )
        self.assertEqual(len(messages), 1)
        self.assertIn("3 things", messages.subject)
        self.assertEqual(str(messages.body).count("<li>"), 3)
        self.assertFalse(any(alerts.mapped("tell_pending")))
        self._watch_all()
        self.assertEqual(len(messages.exists()), 1)

    def test_what_was_not_told_is_told_the_next_night(self):
        self.rule.user_ids = self.officer
        alerts = type(self.env["complaint.alert"])
        with patch.object(alerts, "_tell_pending", lambda alerts: None):
            self._watch_all()
        domain = [
            ("partner_ids", "in", self.officer.partner_id.ids),
            ("subject", "ilike", "Early warning"),
        ]
        self.assertFalse(self.env["mail.message"].search(domain))
        self._watch_all()
        self.assertEqual(len(self.env["mail.message"].search(domain)), 1)
