# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Right after the registration: words, categories, a second one (R146, R155, R174)."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Domain
from odoo.tests import tagged

from .common import WatchCase


@tagged("post_install", "-at_install")
class TestAtOnce(WatchCase):
    def _create_at_once(self, trigger, **vals):
        return self._create_rule(name=trigger, trigger=trigger, **vals)

    # -- words -------------------------------------------------------------------

    def test_a_critical_word_calls_at_once(self):
        """Somebody was hurt: the head of the unit has a task within minutes."""
        self.department.manager_id = self.staff[self.officer]
        rule = self._create_at_once("words")
        case = self._create_case(description="<p>My son was <b>injured</b>.</p>")
        self._look()
        (alert,) = self._get_alerts(rule)
        self.assertEqual((alert.complaint_id, alert.word), (case, "injur*"))
        self.assertEqual(alert.activity_ids.user_id, self.officer)
        self.assertIn(case.number, alert.subject)

    def test_words_in_chinese(self):
        rule = self._create_at_once("words", word_kind="media")
        self._create_case(name="再不解决就找记者曝光", description=False)
        self._look()
        self.assertEqual(self._get_alerts(rule).word, "记者 · 曝光")

    def test_a_part_of_a_word_is_no_word(self):
        rule = self._create_at_once("words")
        self._create_case(description="<p>You fired my neighbour.</p>")
        self._look()
        self.assertFalse(self._get_alerts(rule))

    def test_a_word_of_ones_own(self):
        """What a company adds is looked for at once, in all workers."""
        rule = self._create_at_once("words", word_kind="injury")
        words = self.env["complaint.alert.word"]
        words._get_words()
        words.create({"name": "carbon monoxide", "kind": "injury"})
        self._create_case(description="<p>Carbon\n monoxide in the kitchen</p>")
        self._look()
        self.assertEqual(self._get_alerts(rule).word, "carbon monoxide")

    # -- categories ----------------------------------------------------------------

    def test_a_critical_category(self):
        """Its own severity, or that of a category above."""
        top = self.env["complaint.category"].create(
            {"name": "Danger", "severity": "3", "company_id": self.company.id}
        )
        below = top.create(
            {"name": "Cables", "parent_id": top.id, "company_id": self.company.id}
        )
        rule = self._create_at_once("critical")
        case = self._create_case(category_id=below.id)
        self._create_case()
        self._look()
        self.assertEqual(self._get_alerts(rule).complaint_id, case)

    def test_only_in_a_category_that_was_archived(self):
        """What happens elsewhere calls nobody all the same."""
        gas = self.env["complaint.category"].create(
            {"name": "Gas", "company_id": self.company.id}
        )
        rule = self._create_at_once("words", category_ids=gas.ids)
        gas.active = False
        self.env.flush_all()
        self.env.invalidate_all()
        self._create_case(description="<p>My son was injured.</p>")
        self._look()
        self.assertFalse(self._get_alerts(rule))

    def test_one_alert_for_a_case(self):
        """A critical word in a critical category is one thing to look into."""
        words = self._create_at_once("words", sequence=1)
        critical = self._create_at_once("critical", sequence=2)
        board = self._create_at_once("critical", sequence=3, user_ids=self.employee)
        case = self._create_case(name="Explosion", severity="3")
        self._look()
        self.assertEqual(self._get_alerts(words).complaint_id, case)
        self.assertFalse(self._get_alerts(critical))
        # Whom the other rule does not name hears of it by this one.
        self.assertEqual(self._get_alerts(board).complaint_id, case)

    # -- the same again ------------------------------------------------------------

    def test_a_second_case_of_the_same(self):
        """Two of the same within two days: one alert, which a third does not repeat."""
        rule = self._create_at_once("again")
        key = ("complaint.category", self.category.id)
        with (
            patch.object(type(self.Complaint), "_get_batch_keys", lambda case: [key]),
            patch.object(
                type(rule),
                "_search_same",
                lambda rule, company, model, res_id, since: self.Complaint.search(
                    [("date_received", ">=", since)]
                ),
            ),
        ):
            self._create_case()
            self._look()
            self.assertFalse(self._get_alerts(rule))
            self._create_case()
            self._look()
            (alert,) = self._get_alerts(rule)
            self.assertEqual((alert.count, alert.subject), (2, "Wrong bill"))
            self._create_case()
            self._look()
            self.assertEqual(self._get_alerts(rule), alert)
            self.assertEqual(alert.count, 3)

    def test_whom_a_protected_case_is_about_is_not_called(self):
        """A second case of the same thing does not tell the accused of the first."""
        rule = self._create_at_once(
            "again",
            to_department_head=False,
            user_ids=[(6, 0, (self.officer | self.manager).ids)],
        )
        key = ("complaint.category", self.category.id)
        alerts = self.env["complaint.alert"]
        since = [("date_received", ">=", self.now - timedelta(days=1))]
        with (
            patch.object(type(self.Complaint), "_get_batch_keys", lambda case: [key]),
            patch.object(
                type(rule),
                "_search_same",
                lambda rule, *args: self.Complaint.search(since),
            ),
            patch.object(
                type(alerts), "_get_again_domain", lambda alert: Domain(since)
            ),
        ):
            self._create_case(
                identity_mode="confidential",
                complained_employee_ids=[(6, 0, self.staff[self.officer].ids)],
            )
            self._create_case()
            self._look()
            (alert,) = self._get_alerts(rule)
            self.assertEqual(alert.told_user_ids, self.manager)

    # -- once, and never at the wrong time -------------------------------------------

    def test_looked_at_once(self):
        """A case is no news twice, and neither is one from before the update."""
        rule = self._create_at_once("words")
        case = self._create_case(description="<p>An explosion</p>")
        self.assertTrue(case.watch_pending)
        self._look()
        self.assertFalse(case.watch_pending)
        self._look()
        self.assertEqual(len(self._get_alerts(rule)), 1)

    def test_an_import_calls_nobody(self):
        """Ten years of injuries, typed in in one go, are no news of today."""
        rule = self._create_at_once("words")
        self.Complaint.with_user(self.officer).create(
            [self._prepare_case_vals(name=f"Explosion {n}") for n in range(25)]
        )
        self._look()
        self.assertFalse(self._get_alerts(rule))
        self.assertFalse(self.Complaint.search([("watch_pending", "=", True)]))

    def test_nobody_keeps_a_case_from_being_looked_at(self):
        with self._assert_refused("cannot be written directly"):
            self._create_case().with_user(self.handler).write({"watch_pending": False})

    def test_one_rule_that_fails_stops_no_other(self):
        bad = self._create_at_once("words", sequence=1)
        good = self._create_at_once("critical", sequence=2)
        look = type(bad)._look_at

        def fail(rule, cases):
            if rule == bad:
                raise ValueError("Broken")
            return look(rule, cases)

        self._create_case(severity="3")
        with patch.object(type(bad), "_look_at", fail):
            self._look()
        self.assertEqual(bad.error, "Broken")
        self.assertTrue(self._get_alerts(good))

    # -- protected cases -------------------------------------------------------------

    def test_a_protected_case_is_told_to_no_accused(self):
        """The head of the unit is complained about: others hear of it (R153)."""
        self.department.manager_id = self.staff[self.officer]
        self._create_at_once("words", to_department_head=True)
        case = self._create_case(
            identity_mode="confidential",
            complained_employee_ids=[(6, 0, self.staff[self.officer].ids)],
            description="<p>There was an explosion.</p>",
        )
        self._look()
        alert = self.env["complaint.alert"].search([("complaint_id", "=", case.id)])
        self.assertTrue(alert.told_user_ids)
        self.assertNotIn(self.officer, alert.told_user_ids)
        as_accused = alert.with_user(self.officer)
        self.assertFalse(as_accused.search([("id", "=", alert.id)]))
        self.assertFalse(as_accused.has_access("read"))

    def test_old_letters_count_when_they_are_typed_in(self):
        """A letter of last week about an injury is as urgent today."""
        rule = self._create_at_once("words")
        received = fields.Datetime.now() - timedelta(days=6)
        self._create_case(name="Ambulance came", date_received=received)
        self._look()
        self.assertTrue(self._get_alerts(rule))
