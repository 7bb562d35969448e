# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Many cases, one cause (R105): acts, codes, links, and who may know of what."""

from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.complaint_management.models.learning.incident_table import (
    ACTS,
    CODES,
    STATES,
)

from ..common import ComplaintCase


class IncidentCase(ComplaintCase):
    """Two cases with swapped meters, and the incident that the officer opened."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_case()
        cls.other = cls._create_case(name="Charged twice")
        cls.Incident = cls.env["complaint.incident"]
        cls.incident = cls._open(cls.case | cls.other)

    @classmethod
    def _open(cls, cases, user=None, **vals):
        cases = cases.with_user(user or cls.officer)
        return (
            cls.Incident.with_user(user or cls.officer)
            ._open_for(cases, **{"name": "Swapped meters", **vals})
            .with_env(cls.env)
        )

    @classmethod
    def _accuse(cls, case, user=None):
        """Protect a case that is about a colleague, by default about the officer."""
        case.sudo().write(
            {
                "complained_employee_ids": [
                    Command.link(cls.staff[user or cls.officer].id)
                ],
                "identity_mode": "confidential",
            }
        )
        return case


@tagged("post_install", "-at_install")
class TestIncident(IncidentCase):
    def test_a_dialog_for_nothing(self):
        """A remote call that names no act is told so."""
        for act in (None, "burn"):
            with self._assert_refused("by the buttons"):
                self.incident.with_context(incident_act=act).action_ask()

    def test_it_begins_with_what_its_cases_have_in_common(self):
        incident = self.incident
        self.assertEqual(incident.complaint_ids, self.case | self.other)
        self.assertEqual(incident.category_id, self.category)
        self.assertEqual(incident.severity, "2")
        self.assertEqual(incident.user_id, self.officer)
        self.assertTrue(incident.number)
        self.assertEqual(incident.activity_ids.user_id, self.officer)

    def test_the_way_to_the_end(self):
        incident = self.incident.with_user(self.officer)
        incident.action_assess()
        incident.action_analyse()
        with self._assert_refused("root cause"):
            incident.action_fix()
        incident.cause_id = self.cause
        incident.action_fix()
        with self._assert_refused("what was fixed"):
            incident.action_resolve()
        incident.fix = "All 212 meters carry a label."
        incident.action_resolve()
        self.assertEqual((incident.state, incident.code), ("resolved", "fixed"))
        self.assertFalse(incident.activity_ids)
        incident.action_close()
        self.assertEqual((incident.state, incident.code), ("closed", "fixed"))
        self.assertEqual(self.case.state, "new")

    def test_all_that_is_missing_is_said_at_once(self):
        incident = self.Incident.with_user(self.officer).create({"name": "Fire"})
        with self.assertRaises(UserError) as refused:
            incident.action_assess()
        for words in ("who owns it", "category", "cases"):
            self.assertIn(words, str(refused.exception))

    def test_every_act_starts_where_the_table_says(self):
        survivor = self._open(self._create_case())
        given = {
            "accept_risk": {
                "risk_owner_id": self.manager.id,
                "risk_review_date": fields.Date.today() + timedelta(days=90),
                "reason": "Rare",
            },
            "duplicate": {"survivor_id": survivor.id},
            "no_fault": {"reason": "Weather"},
            "reopen": {"reason": "Again"},
        }
        incident = self.incident.with_user(self.officer)
        incident.write({"cause_id": self.cause.id, "fix": "Labels"})
        for act, row in ACTS.items():
            for state, _label in STATES:
                with self.subTest(act=act, state=state):
                    self.incident._write_sealed({"state": state, "code": "fixed"})
                    method = getattr(incident, f"action_{act}")
                    if state not in row.sources:
                        with self._assert_refused("not possible"):
                            method(**given.get(act, {}))
                        continue
                    method(**given.get(act, {}))
                    self.assertEqual(incident.state, row.target)
                    if row.target in ("resolved", "closed"):
                        self.assertIn(incident.code, dict(CODES))

    def test_an_accepted_risk_has_an_owner_a_day_and_a_reason(self):
        incident = self.incident.with_user(self.officer)
        with self.assertRaises(UserError) as refused:
            incident.action_accept_risk(risk_review_date=fields.Date.today())
        for words in ("who answers", "a day to come", "the reason"):
            self.assertIn(words, str(refused.exception))
        day = fields.Date.today() + timedelta(days=90)
        incident.action_accept_risk(
            risk_owner_id=self.manager.id, risk_review_date=day, reason="Rare"
        )
        self.assertEqual(incident.code, "risk_accepted")
        task = incident.sudo().activity_ids
        self.assertEqual((task.user_id, task.date_deadline), (self.manager, day))
        incident.action_reopen(reason="It was not rare")
        self.assertFalse(incident.code)
        self.assertEqual(incident.sudo().activity_ids.user_id, self.officer)

    def test_the_cases_of_a_duplicate_move(self):
        """A case that was only related stays so, and none is in both lists."""
        survivor = self._open(self._create_case(name="The first"))
        related = self._create_case(name="Looks alike")
        self.incident.related_complaint_ids = related
        survivor.related_complaint_ids = self.other
        with self.assertRaises(UserError):
            self.incident.with_user(self.officer).action_duplicate(
                survivor_id=self.incident.id
            )
        self.incident.with_user(self.officer).action_duplicate(survivor_id=survivor.id)
        self.assertFalse(self.incident.complaint_ids)
        self.assertEqual(len(survivor.complaint_ids), 3)
        self.assertEqual(survivor.related_complaint_ids, related)
        self.assertEqual(self.incident.code, "duplicate")

    def test_buttons_only(self):
        incident = self.incident.with_user(self.officer)
        for vals in ({"state": "closed"}, {"code": "fixed"}, {"number": "IN-1"}):
            with self.subTest(vals=vals), self._assert_refused("use the buttons"):
                incident.write(vals)
        with self._assert_refused("kept"):
            self.incident.unlink()

    # -- links ---------------------------------------------------------------------

    def test_a_handler_opens_one_from_a_case(self):
        case = self._create_case()
        dialog = case.with_user(self.handler).action_open_incident()
        wizard = (
            self.env["complaint.incident.link"]
            .with_user(self.handler)
            .with_context(**dialog["context"])
            .create({"link": "make", "name": "Swapped in Elm Street"})
        )
        opened = wizard.action_confirm()
        incident = self.Incident.browse(opened["res_id"])
        self.assertEqual(case.incident_id, incident)
        self.assertEqual(incident.user_id, self.handler)
        opened = case.with_user(self.handler).action_open_incident()
        self.assertEqual(opened["res_id"], incident.id)

    def test_related_is_the_weaker_link(self):
        case = self._create_case()
        wizard = (
            self.env["complaint.incident.link"]
            .with_user(self.officer)
            .create(
                {
                    "complaint_ids": [Command.set(case.ids)],
                    "link": "related",
                    "incident_id": self.incident.id,
                }
            )
        )
        wizard.action_confirm()
        self.assertFalse(case.incident_id)
        self.assertEqual(self.incident.related_complaint_ids, case)
        wizard.link = "same"
        wizard.action_confirm()
        self.assertEqual(case.incident_id, self.incident)
        self.assertFalse(self.incident.related_complaint_ids)

    def test_a_merged_case_brings_its_incident_along(self):
        """Or nobody would tell the customer of the case that goes on."""
        survivor = self._create_case(name="The same once more")
        self.other.with_user(self.officer)._merge_into(
            survivor.with_user(self.officer), reason="The same"
        )
        self.assertEqual(survivor.sudo().incident_id, self.incident)

    def test_a_merged_case_names_nobody_who_may_not_know(self):
        survivor = self._accuse(self._create_case(user=self.manager))
        survivor._take_over_records(self.other)
        self.assertFalse(survivor.sudo().incident_id)

    def test_tasks_are_in_the_language_of_who_has_them(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.officer.lang = "fr_FR"
        kind = self.env.ref("complaint_management.mail_activity_type_incident")
        kind.with_context(lang="fr_FR").summary = "Trouver la cause"
        self.assertEqual(self._open(self._create_case()).user_id, self.officer)
        incident = self._open(self._create_case(), user=self.officer)
        self.assertEqual(incident.activity_ids.summary, "Trouver la cause")

    def test_a_case_is_in_one_incident(self):
        with self._assert_refused("another incident"):
            self._open(self.case)

    def test_like_cases_are_suggested_and_linked_with_one_button(self):
        like = self._create_case()
        old = self._create_case(
            date_received=fields.Datetime.now() - timedelta(days=200)
        )
        elsewhere = self._create_case(
            category_id=self.env["complaint.category"].create({"name": "Other"}).id
        )
        incident = self.incident.with_user(self.officer)
        action = incident.action_view_like()
        found = self.Complaint.with_user(self.officer).search(action["domain"])
        self.assertIn(like, found)
        self.assertFalse(found & (old | elsewhere | self.case))
        self.assertEqual(incident.like_count, len(found))
        like.with_user(self.officer).with_context(
            **action["context"]
        ).action_join_incident()
        self.assertEqual(like.incident_id, self.incident)

    # -- who may know --------------------------------------------------------------

    def test_who_reads_an_incident(self):
        for user in (self.officer, self.manager, self.handler):
            with self.subTest(user=user.name):
                self.assertTrue(self.incident.with_user(user).name)
        for user in (self.outsider, self.employee):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.incident.with_user(user).read(["name"])
        with self.assertRaises(AccessError):
            self.incident.with_user(self.handler).write({"name": "Mine"})

    def test_a_protected_case_is_counted_and_not_shown(self):
        """Whom it is about finds it by no door (R153)."""
        self._accuse(self.other)
        self.env.invalidate_all()
        incident = self.incident.with_user(self.officer)
        self.assertEqual(incident.complaint_count, 1)
        self.assertEqual(incident.hidden_count, 0)
        self.assertEqual(self.incident.with_user(self.manager).complaint_count, 2)
        self.assertEqual(incident.complaint_ids, self.case)
        self.assertEqual(
            incident.read(["complaint_ids"])[0]["complaint_ids"], self.case.ids
        )
        cases = self.Complaint.with_user(self.officer)
        found = cases.search(incident.action_view_cases()["domain"])
        self.assertEqual(found, self.case)
        self.assertFalse(
            self.Incident.with_user(self.officer).search(
                [("complaint_ids", "in", self.other.ids)]
            )
            - incident
        )
        words = str(incident.message_ids.mapped("body"))
        self.assertNotIn(self.other.number, words)

    def test_related_ones_are_not_shown_either(self):
        self.incident.related_complaint_ids = self._accuse(self._create_case())
        self.env.invalidate_all()
        incident = self.incident.with_user(self.officer)
        self.assertFalse(incident.related_complaint_ids)
        self.assertFalse(incident.related_count)

    def test_nobody_knows_of_an_incident_all_of_whose_cases_are_about_them(self):
        incident = self._open(
            self._accuse(self._create_case(user=self.manager)), user=self.manager
        )
        as_officer = incident.with_user(self.officer)
        self.assertFalse(as_officer.search([("id", "=", incident.id)]))
        with self.assertRaises(AccessError):
            as_officer.read(["name"])
        with self.assertRaises(AccessError):
            as_officer.action_no_fault(reason="Nothing")

    def test_nobody_links_what_they_may_not_read(self):
        hidden = self._accuse(self._create_case())
        with self.assertRaises(AccessError):
            self.incident.with_user(self.officer).write(
                {"related_complaint_ids": [Command.link(hidden.id)]}
            )
        with self.assertRaises(AccessError):
            self.incident.with_user(self.officer).write(
                {"complaint_ids": [Command.link(hidden.id)]}
            )

    def test_its_name_reads_no_case(self):
        """There may be ten thousand of them, and many incidents in a list."""
        self.env.invalidate_all()
        with patch.object(
            type(self.Complaint), "_fetch_query", side_effect=AssertionError("Read")
        ):
            self.assertIn("Swapped meters", self.incident.sudo().display_name)
            self.assertFalse(self.incident._get_barred_partners())
