# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""“You helped us fix it”: each complainant hears it once (R141)."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.complaint_management.models.learning.case_found import FOUND

from .common import LearningCase
from .telling import Telling

NOTICE = "complaint_management.mail_activity_type_notice"


@tagged("post_install", "-at_install")
class TestToldOfAction(Telling, LearningCase):
    _told_model = "complaint.action.told"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Told = cls.env["complaint.action.told"]
        cls.env["mail.mail"].search([("state", "=", "outgoing")]).cancel()

    def _resolve(self, **vals):
        number = self.env["complaint.complaint"].search_count([])
        case = self._create_case(
            **{"email_from": f"customer{number}@example.com", **vals}
        )
        case._write_protected({"state": "resolved"})
        return case

    def _check(self, cases, **vals):
        """An action that these cases led to, done and checked."""
        action = self._create_action(complaint_ids=[(6, 0, cases.ids)], **vals)
        self._do(action)
        self._with_mail(action).with_user(self.colleague).action_check()
        return action

    def _get_row(self, action, case):
        return action.told_ids.filtered(lambda row: row.complaint_id == case)

    def _get_words(self, case):
        """What the complainant was told in notices."""
        return case.contact_ids.filtered("words")

    def test_told_once_when_it_is_done_and_checked(self):
        case = self._resolve()
        action = self._create_action(complaint_ids=[(6, 0, case.ids)])
        self._run_job()
        self._do(action)
        self._run_job()
        self.assertFalse(self._get_words(case))
        self._with_mail(action).with_user(self.colleague).action_check()
        for _run in range(2):
            self._run_job()
        (contact,) = self._get_words(case)
        self.assertIn("You helped us to fix it", contact.words)
        mail = self.env["mail.mail"].search(
            [("model", "=", case._name), ("res_id", "=", case.id)], limit=1
        )
        self.assertIn("You helped us to fix it", mail.body_html)
        row = self._get_row(action, case)
        self.assertEqual((row.state, row.medium), ("told", "email"))

    def test_who_complained_of_its_incident_helped_as_well(self):
        """Not whom we found ourselves, nor cases that are only related (R141)."""
        case, related = self._resolve(), self._resolve()
        incident = self.env["complaint.incident"].create(
            {
                "name": "Meters swapped",
                "category_id": self.category.id,
                "related_complaint_ids": [(6, 0, related.ids)],
            }
        )
        found = FOUND.give(self.Complaint).create(
            {
                "name": "Your meter",
                "email_from": "found@example.com",
                "category_id": self.category.id,
            }
        )
        found._write_protected({"state": "resolved"})
        (case | found).incident_id = incident
        action = self._check(
            self.Complaint, incident_ids=[(6, 0, incident.ids)], user=self.officer
        )
        self._run_job()
        self.assertEqual(action.told_ids.complaint_id, case)
        self.assertIn("You helped us to fix it", self._get_words(case).words)
        # Who leaves the incident meanwhile is told no more.
        other = self._resolve()
        other.incident_id = incident
        action._plan_to_tell()
        other.incident_id = False
        self._run_job()
        self.assertEqual(self._get_row(action, other).reason, "left")

    def test_reopened_and_checked_again_tells_nobody_twice(self):
        case, later = self._resolve(), self._resolve()
        action = self._check(case)
        self._run_job()
        action.with_user(self.officer).action_reopen("Half of it")
        action.with_user(self.handler).complaint_ids = [(4, later.id)]
        self._run_job()
        self.assertFalse(self._get_words(later))
        self._do(action)
        self._with_mail(action).with_user(self.colleague).action_check()
        self._run_job()
        self.assertEqual(len(self._get_words(case)), 1)
        self.assertEqual(len(self._get_words(later)), 1)

    def test_open_again_before_the_job_ran(self):
        """What is open again is not told as done."""
        case = self._resolve()
        action = self._check(case)
        action.with_user(self.officer).action_reopen("Half of it")
        self._run_job()
        self.assertEqual(self._get_row(action, case).state, "waiting")
        self.assertFalse(self._get_words(case))

    def test_who_is_not_told_and_why(self):
        unwanted = self._resolve(wants_news=False)
        spam = self._resolve(is_suspected_spam=True)
        merged = self._resolve()
        merged._write_protected({"state": "cancelled", "cancel_reason": "merged"})
        nowhere = self._resolve(email_from=False, phone=False)
        told = self._resolve()
        cases = unwanted | spam | merged | nowhere | told
        action = self._check(cases)
        self._run_job()
        reasons = {
            row.complaint_id: row.reason for row in action.told_ids if row.reason
        }
        self.assertEqual(
            reasons,
            {
                unwanted: "unwanted",
                spam: "unsure",
                merged: "cancelled",
                nowhere: "unreachable",
            },
        )
        self.assertEqual(self._get_row(action, told).state, "told")
        for case in cases - told:
            self.assertFalse(self._get_words(case))

    def test_the_same_person_hears_it_once(self):
        """By whichever of their cases, also a protected one."""
        first = self._resolve(email_from="Li <li@example.com>")
        again = self._resolve(email_from="li@example.com")
        hidden = self._resolve(
            email_from="li@example.com", identity_mode="confidential"
        )
        action = self._check(first | again | hidden)
        self._run_job()
        rows = [self._get_row(action, case) for case in (first, again, hidden)]
        self.assertEqual(
            [(row.state, row.reason) for row in rows],
            [("told", False), ("skipped", "same"), ("skipped", "same")],
        )

    def test_the_answer_comes_first(self):
        """A case that is not answered yet waits for it."""
        case = self._create_case(email_from="waits@example.com")
        action = self._check(case)
        self._run_job()
        self.assertEqual(self._get_row(action, case).state, "waiting")
        # So the job ends, however many wait.
        self.assertFalse(self.Told._lock_waiting(0))
        case._write_protected({"state": "resolved"})
        self._run_job()
        self.assertEqual(self._get_row(action, case).state, "told")

    def test_protected_ones_on_their_ways(self):
        hidden = self._resolve(identity_mode="confidential")
        anonymous = self._resolve(
            identity_mode="anonymous", partner_name=False, email_from=False
        )
        phone = self._resolve(email_from=False, phone="+1 555 0100")
        action = self._check(hidden | anonymous | phone)
        self._run_job()
        self.assertEqual(set(action.told_ids.mapped("state")), {"told"})
        self.assertIn(
            "helped us", str(anonymous._get_customer_messages().mapped("body"))
        )
        self.assertIn(self.env.ref(NOTICE), phone.activity_ids.activity_type_id)
        self.assertFalse(self._get_row(action, phone).is_arrived)

    def test_in_their_language_and_as_edited(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        french, english = self._resolve(lang="fr_FR"), self._resolve(lang="en_US")
        action = self._create_action(complaint_ids=[(6, 0, (french | english).ids)])
        action.told_text = "<p>Both meters carry a label now.</p>"
        action.update_field_translations(
            "told_text", {"fr_FR": "<p>Les deux compteurs sont marqués.</p>"}
        )
        self._do(action)
        self._with_mail(action).with_user(self.colleague).action_check()
        self._run_job()
        self.assertIn("compteurs", self._get_words(french).words)
        self.assertIn("carry a label", self._get_words(english).words)
        with self._assert_refused("told of"):
            action.told_text = "<p>Or rather not.</p>"

    def test_gaps_are_filled_before_it_is_checked(self):
        action = self._create_action(complaint_ids=[(6, 0, self._resolve().ids)])
        action.told_text = "<p>We changed […what?…].</p>"
        self._do(action)
        checker = action.with_user(self.colleague)
        with self._assert_refused("still missing"):
            checker.action_check()
        action.told_text = False
        with self._assert_refused("not told"):
            checker.action_check()
        action.tells_complainants = False
        checker.action_check()
        self._run_job()
        self.assertFalse(action.told_ids)

    def test_killed_half_way_it_goes_on(self):
        cases = self.env["complaint.complaint"].union(
            *(self._resolve() for _case in range(7))
        )
        action = self._check(cases)
        self._run_job(seconds=(100, 100, 0), batch=3)
        states = action.told_ids.mapped("state")
        self.assertEqual((states.count("told"), states.count("waiting")), (6, 1))
        self._run_job()
        self.assertEqual(set(action.told_ids.mapped("state")), {"told"})
        for case in cases:
            self.assertEqual(len(self._get_words(case)), 1)

    def test_one_that_fails_is_tried_again_and_keeps_no_other(self):
        bad, good = self._resolve(), self._resolve()
        action = self._check(bad | good)
        give = type(self.Told)._give_words

        def fail(row):
            if row.complaint_id == bad:
                raise ConnectionError("The mail server is away")
            return give(row)

        with patch.object(type(self.Told), "_give_words", fail):
            for state in ("waiting", "waiting", "failed"):
                self._run_job()
                self.assertEqual(self._get_row(action, bad).state, state)
        self.assertEqual(self._get_row(action, good).state, "told")
        self.assertEqual(len(self._get_words(good)), 1)
        self.assertTrue(action.with_user(self.officer).has_failed_to_tell)
        action.with_user(self.officer).action_tell_again()
        self._run_job()
        self.assertEqual(self._get_row(action, bad).state, "told")

    def test_linked_after_the_check(self):
        action = self._check(self._resolve())
        later = self._resolve()
        action.with_user(self.officer).complaint_ids = [(4, later.id)]
        self._run_job()
        self.assertEqual(self._get_row(action, later).state, "told")

    def test_linked_on_the_case_after_the_check(self):
        action = self._check(self._resolve())
        late = self._resolve()
        late.sudo().action_ids |= action
        self._run_job()
        self.assertEqual(self._get_row(action, late).state, "told")

    def test_the_case_that_goes_on_is_told_of_what_a_merged_one_led_to(self):
        merged, survivor = self._create_case(), self._create_case()
        action = self._create_action(complaint_ids=[(6, 0, merged.ids)])
        merged.with_user(self.officer)._merge_into(
            survivor.with_user(self.officer), reason="The same"
        )
        self.assertEqual(action.complaint_ids, merged | survivor)

    def test_rows_are_as_hidden_as_their_cases(self):
        case = self._resolve(user=self.manager, identity_mode="confidential")
        action = self._check(case)
        row = action.told_ids
        self.assertFalse(row.with_user(self.outsider).has_access("read"))
        with self.assertRaises(AccessError):
            row.with_user(self.officer).write({"state": "told"})
        with self.assertRaises(UserError):
            action.with_user(self.officer).write({"told_ids": [(5,)]})
