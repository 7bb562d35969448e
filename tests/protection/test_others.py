# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What hangs on other documents than ours is found at the cost that Odoo has."""

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestOthers(ComplaintCase):
    def _is_about_others(self, name, domain):
        model = self.env[name].with_user(self.handler)
        return model._is_about_others(model._get_fixed_values(Domain(domain)))

    def test_other_documents(self):
        """The thread of a contact, say, is read by the thousand each day."""
        for model, path in (
            ("mail.message", "model"),
            ("mail.activity", "res_model"),
            ("ir.attachment", "res_model"),
            ("mail.followers", "res_model"),
        ):
            for domain in (
                [(path, "=", "res.partner"), ("res_id", "=", 7)],
                [(path, "in", ["res.partner", "crm.lead"])],
            ):
                with self.subTest(model=model, domain=domain):
                    self.assertTrue(self._is_about_others(model, domain))

    def test_anything_that_may_be_ours(self):
        """No writing of a search finds a way around what is hidden."""
        ours = "complaint.complaint"
        for domain in (
            [],
            [("model", "=", ours)],
            [("model", "in", ["res.partner", ours])],
            [("model", "!=", "res.partner")],
            [("model", "not in", ["res.partner"])],
            [("model", "=like", "res.%")],
            ["|", ("model", "=", "res.partner"), ("res_id", "=", 7)],
            ["!", ("model", "=", "res.partner")],
            [("res_id", "=", 7)],
            [("child_ids.model", "=", "res.partner")],
        ):
            with self.subTest(domain=domain):
                self.assertFalse(self._is_about_others("mail.message", domain))

    def test_both_sides_of_a_search(self):
        """Two conditions on the model: both hold for what is found."""
        domain = [("model", "=", "complaint.complaint"), ("model", "=", "res.partner")]
        found = self.env["mail.message"].with_user(self.employee).search(domain)
        self.assertFalse(found)

    def test_search_of_others_asks_nothing_more(self):
        """Nobody works out there what is closed to the user."""
        reader_sudo = self.handler.sudo()
        field = reader_sudo._fields["barred_complaint_ids"]
        self.env.invalidate_all()
        messages = self.env["mail.message"].with_user(self.handler)
        messages._search([("model", "=", "res.partner"), ("res_id", "=", 7)])
        self.assertFalse(self.env.cache.contains(reader_sudo, field))
        messages._search([("res_id", "=", 7)])
        self.assertTrue(self.env.cache.contains(reader_sudo, field))

    def test_what_was_sent_to_the_user(self):
        """Of notifications of one's own, only what bars one is looked at."""
        partner = self.handler.partner_id
        notes = self.env["mail.notification"].with_user(self.handler)
        mine = notes._get_fixed_values(Domain("res_partner_id", "=", partner.id))
        addressed = notes._get_addressed_domain()
        self.assertTrue(notes._is_addressed(mine, addressed))
        for value in (self.officer.partner_id.id, False):
            other = notes._get_fixed_values(Domain("res_partner_id", "=", value))
            self.assertFalse(notes._is_addressed(other, addressed))
        both = Domain("res_partner_id", "in", [partner.id, value])
        self.assertFalse(notes._is_addressed(notes._get_fixed_values(both), addressed))

    def _find_rules_asked(self, user, domain):
        """Whose rules a search for meetings asks for, with nothing in the cache.

        :return: tuple of the meetings found, and the names of our models
        """
        asked = set()
        rules = self.env.registry["ir.rule"]
        compute = rules._compute_domain

        def note(rule, model_name, mode="read"):
            asked.add(model_name)
            return compute(rule, model_name, mode)

        with patch.object(rules, "_compute_domain", note):
            found = self.env["calendar.event"].with_user(user).search(domain)
        return found, {name for name in asked if name.startswith("complaint.")}

    def _create_meeting(self, record):
        return self.env["calendar.event"].create(
            {
                "name": "Visit",
                "res_model_id": self.env["ir.model"]._get_id(record._name),
                "res_id": record.id,
                "user_id": self.officer.id,
                "partner_ids": [],
            }
        )

    def test_meetings_of_others_ask_no_rules_of_ours(self):
        """A search by what it is about pays the same, however many models we have."""
        meeting = self._create_meeting(self.officer.partner_id)
        found, asked = self._find_rules_asked(self.employee, [("id", "=", meeting.id)])
        self.assertEqual(found, meeting)
        self.assertFalse(asked)

    def test_one_of_ours_among_others(self):
        """R160: the meeting on a case shows to readers of the case, to nobody else."""
        case = self._create_case()
        others = self._create_meeting(self.officer.partner_id)
        ours = self._create_meeting(case)
        either = [("id", "in", (others | ours).ids)]
        found, asked = self._find_rules_asked(self.employee, either)
        self.assertEqual(found, others)
        self.assertIn("complaint.complaint", asked)
        found, _asked = self._find_rules_asked(self.officer, either)
        self.assertEqual(found, others | ours)

    def test_of_one_model_asks_that_model_only(self):
        case = self._create_case()
        ours = self._create_meeting(case)
        named = [("res_model", "=", case._name), ("res_id", "=", case.id)]
        found, asked = self._find_rules_asked(self.employee, named)
        self.assertFalse(found)
        self.assertEqual(asked, {case._name})
        found, _asked = self._find_rules_asked(self.officer, named)
        self.assertEqual(found, ours)

    def test_archived_ones_are_as_hidden(self):
        """R160: a meeting on a case that was put away is read by its readers only."""
        ours = self._create_meeting(self._create_case())
        ours.active = False
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            ours.with_user(self.employee).fetch(["name"])
        ours.with_user(self.officer).fetch(["name"])

    def test_rights_on_what_a_search_leaves_out(self):
        """R160: who may not read a room finds no case by leaving that room out."""
        room = self.env["discuss.channel"].create(
            {"name": "Talk", "channel_type": "group"}
        )
        ours = self._create_meeting(self._create_case())
        ours.videocall_channel_id = room
        elsewhere = [
            ("id", "=", ours.id),
            ("videocall_channel_id", "not any", [("name", "=", "Talk")]),
        ]
        events = self.env["calendar.event"].with_user(self.employee)
        self.assertFalse(events.search(elsewhere))
