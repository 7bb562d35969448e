# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What each role is offered about entries: menus, views, buttons and dialogs."""

from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .common import MONDAY, PenaltyCase

ACTIONS = "complaint_management.complaint_penalty_action"
# What the person never reads about themselves.
OFFICERS_ONLY = {
    "complaint_id",
    "evidence",
    "proposer_id",
    "override_reason",
    "override_user_id",
    "needs_review",
    "review_reason",
    "event_ids",
    "case_number",
    "case_name",
    "case_finding",
    "create_uid",
    "employee_user_id",
}


@tagged("post_install", "-at_install")
class TestPenaltyScreens(PenaltyCase):
    def _get_arch(self, user, view_type="form", view=None):
        view_id = view and self.env.ref(f"complaint_management.{view}").id
        model = self.Penalty.with_user(user)
        return etree.fromstring(model.get_view(view_id, view_type)["arch"])

    def _get_names(self, arch, tag="field"):
        return {node.get("name") for node in arch.iter(tag)}

    def _get_shown_buttons(self, entry, user, view):
        """Buttons of the header that the person sees on this entry."""
        form = Form(entry.with_user(user), view=f"complaint_management.{view}")
        values = form._get_eval_context()
        return [
            (button.get("name"), button.get("string"))
            for button in self._get_arch(user, view=view).xpath("//header/button")
            if not safe_eval(button.get("invisible") or "False", values)
        ]

    # ------------------------------------------------------------------
    # Who is offered what
    # ------------------------------------------------------------------

    def test_views_open_for_each_role(self):
        """Officers and employees get every view of their actions."""
        for user, name in (
            (self.judge, ACTIONS),
            (self.judge, f"{ACTIONS}_my"),
            (self.reader, f"{ACTIONS}_my"),
            (self.manager, f"{ACTIONS}_my"),
        ):
            action = self.env["ir.actions.act_window"].with_user(user)
            views = action._for_xml_id(name)["views"]
            with self.subTest(user=user.login, action=name):
                self.assertEqual(
                    [view[1] for view in views], ["list", "kanban", "form"]
                )
                found = self.Penalty.with_user(user).get_views(views)["views"]
                self.assertEqual(set(found), {"list", "kanban", "form"})

    def test_the_person_is_shown_nothing_for_officers(self):
        """Neither the case nor who proposed it is on any screen of the person."""
        for view_type in ("form", "list", "kanban", "search"):
            with self.subTest(view_type):
                arch = self._get_arch(self.reader, view_type)
                self.assertFalse(self._get_names(arch) & OFFICERS_ONLY)

    def test_my_entries_are_the_same_for_officers(self):
        """An officer is an employee, too, with the screens of employees."""
        for view_type in ("form", "list", "kanban", "search"):
            arch = self._get_arch(
                self.judge, view_type, f"complaint_penalty_view_{view_type}_my"
            )
            with self.subTest(view_type):
                self.assertFalse(self._get_names(arch) & OFFICERS_ONLY)

    def test_a_link_opens_the_form_that_is_for_one(self):
        """A task or a link opens an entry without naming a view (R69)."""
        entry = self._bring_entry_to("notified")
        with Form(entry.with_user(self.reader)) as form:
            self.assertEqual(form.rule_name, "Rule T-1")
        self.assertIn("evidence", self._get_names(self._get_arch(self.judge)))

    def test_no_button_without_method(self):
        for view in ("complaint_penalty_view_form", "complaint_penalty_view_form_my"):
            for button in self._get_arch(self.judge, view=view).iter("button"):
                with self.subTest(button.get("name")):
                    self.assertTrue(hasattr(self.Penalty, button.get("name")))

    def test_the_rule_book_is_for_everybody(self):
        """Nobody answers for a rule that they could not read (R65)."""
        rules = self.env["complaint.penalty.rule"].with_user(self.reader)
        views = rules.get_views([(False, "list"), (False, "kanban"), (False, "form")])
        self.assertEqual(len(views["views"]), 3)
        with Form(rules.browse(self.penalty_rule.id)) as form:
            self.assertEqual(form.clause, "What rule T-1 says.")
        with self.assertRaises(AccessError):
            rules.browse(self.penalty_rule.id).points = 1

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def test_buttons_of_the_person(self):
        """Speak while it is open, appeal when decided, print always."""
        entry = self._propose()
        mine = "complaint_penalty_view_form_my"
        self._bring_entry_to("notified", entry)
        pdf = ("action_print_entries", "PDF")
        speak = ("action_say", "Tell Your Side")
        appeal = ("action_say", "Appeal")
        self.assertEqual(
            self._get_shown_buttons(entry, self.reader, mine), [speak, pdf]
        )
        self._make_confirm(entry)
        self.assertEqual(
            self._get_shown_buttons(entry, self.reader, mine), [appeal, pdf]
        )
        self._make_appeal(entry)
        self.assertEqual(self._get_shown_buttons(entry, self.reader, mine), [pdf])

    def test_buttons_of_the_officer(self):
        """Each state offers what can be done then."""
        form = "complaint_penalty_view_form"
        entry = self._propose()

        def shown():
            return {
                label
                for _name, label in self._get_shown_buttons(entry, self.judge, form)
            }

        self.assertEqual(shown(), {"Tell the Person", "Dismiss"})
        self._make_notify(entry)
        self.assertEqual(shown(), {"Dismiss", "PDF for the Person"})
        entry.with_user(self.reader)._give_statement("It was foggy.")
        self.assertEqual(shown(), {"Decide", "Dismiss", "PDF for the Person"})
        entry.with_user(self.judge).action_confirm(reason="Seen.")
        self.assertEqual(shown(), {"Waive", "PDF for the Person"})
        self._make_appeal(entry)
        # Who confirmed it does not decide on the appeal, and is not offered to.
        self.assertEqual(shown(), {"PDF for the Person"})
        offered = self._get_shown_buttons(entry, self.second, form)
        self.assertIn(("action_open_decision", "Decide on the Appeal"), offered)
        self._make_uphold(entry)
        self.assertEqual(shown(), {"Reverse", "PDF for the Person"})

    def test_paper_is_for_who_does_not_log_in(self):
        """The officer speaks for nobody who can speak for themselves."""
        form = "complaint_penalty_view_form"
        worker = self._create_employee("Zhao Min")
        self.staff["worker"] = worker
        entry = self._propose(user="worker")
        self._make_notify(entry)
        shown = self._get_shown_buttons(entry, self.judge, form)
        self.assertIn(("action_say", "Write Down a Statement"), shown)

    # ------------------------------------------------------------------
    # Dialogs
    # ------------------------------------------------------------------

    def _open(self, action, user):
        self.assertEqual(action["type"], "ir.actions.act_window")
        model = self.env[action["res_model"]].with_user(user)
        return Form(model.with_context(**action["context"]))

    def test_statement_and_appeal(self):
        """The person says their side, and appeals, by their buttons (R69)."""
        entry = self._bring_entry_to("notified").with_user(self.reader)
        dialog = self._open(entry.action_say(), self.reader)
        self.assertEqual(dialog.clause, "What rule T-1 says.")
        dialog.text = "雨很大，表盘看不清。"
        dialog.save().action_confirm()
        self.assertEqual(entry.statement, "雨很大，表盘看不清。")
        entry.with_user(self.judge).action_confirm(reason="It is proven.")
        dialog = self._open(entry.action_say(), self.reader)
        self.assertEqual(dialog.confirm_reason, "It is proven.")
        dialog.text = "I was on leave."
        dialog.save().action_confirm()
        self.assertEqual(entry.state, "appealed")
        with self._assert_refused("nothing to say"):
            entry.action_say()

    def test_nothing_said(self):
        entry = self._bring_entry_to("notified").with_user(self.reader)
        dialog = self._open(entry.action_say(), self.reader)
        dialog.text = "  "
        with self._assert_refused("at least a sentence"):
            dialog.save().action_confirm()

    def test_on_paper(self):
        """R69: who does not log in speaks as well, and the log says who wrote it."""
        self.staff["worker"] = self._create_employee("Zhao Min")
        entry = self._propose(user="worker")
        self._make_notify(entry)
        dialog = self._open(entry.with_user(self.judge).action_say(), self.judge)
        dialog.text = "I could not see it."
        dialog.save().action_confirm()
        event = entry.event_ids.filtered(lambda event: event.act == "state")
        self.assertEqual(event.user_id, self.judge)
        self.assertIn("on paper", event.note)

    def test_a_late_appeal(self):
        """Refused to the person with the date; an officer admits it with a reason."""
        with self._at(MONDAY):
            entry = self._bring_entry_to("confirmed")
        with self._at(entry.date_appeal_due + timedelta(days=1)):
            dialog = self._open(entry.with_user(self.reader).action_say(), self.reader)
            self.assertTrue(dialog.is_late)
            dialog.text = "I was in hospital."
            with self._assert_refused("An appeal was possible until"):
                dialog.save().action_confirm()
            dialog = self._open(entry.with_user(self.second).action_say(), self.second)
            dialog.text = "He was in hospital."
            dialog.late_reason = "The hospital confirms it."
            dialog.save().action_confirm()
        self.assertEqual(entry.state, "appealed")
        event = entry.event_ids.filtered(lambda event: event.act == "appeal")
        self.assertIn("The hospital confirms it.", event.note)

    def test_decide(self):
        """One dialog for each decision, with what one needs to know."""
        entry = self._bring_entry_to("notified")
        entry.with_user(self.reader)._give_statement("It was foggy.")
        action = entry.with_user(self.judge).action_open_decision()
        dialog = self._open(action, self.judge)
        self.assertEqual(dialog.statement, "It was foggy.")
        self.assertEqual(dialog.possible_acts, ["confirm", "dismiss"])
        self.assertFalse(dialog.problem)
        dialog.reason = "The photo shows it."
        dialog.save().action_confirm()
        self.assertEqual(entry.state, "confirmed")
        self._make_appeal(entry)
        action = entry.with_user(self.second).action_open_decision()
        dialog = self._open(action, self.second)
        self.assertEqual(dialog.act, "uphold")
        dialog.act = "reduce"
        self.assertEqual(dialog.points, 5)
        dialog.points = 3
        dialog.reason = "Half of it was the fog."
        dialog.save().action_confirm()
        self.assertEqual((entry.state, entry.balance), ("reduced", -3))
        action = entry.with_user(self.second).action_open_decision()
        action["context"]["default_act"] = "reverse"
        dialog = self._open(action, self.second)
        dialog.reason = "The photo was of another meter."
        dialog.save().action_confirm()
        self.assertTrue(entry.reversed_by_id)

    def test_why_one_may_not_decide(self):
        """The conflict stands on the screen; a manager passes it with a reason."""
        entry = self._bring_entry_to("confirmed")
        self._make_appeal(entry)
        problem = entry.with_user(self.judge).decision_problem
        self.assertIn("You confirmed it", problem)
        # No button leads to where somebody else decides.
        self.assertFalse(entry.with_user(self.judge).may_decide)
        self.assertTrue(entry.with_user(self.second).may_decide)
        dialog = self._open(
            entry.with_user(self.judge).action_open_decision(), self.judge
        )
        self.assertIn("You confirmed it", dialog.problem)
        self.assertFalse(dialog.can_override)
        self.assertFalse(entry.with_user(self.second).decision_problem)

    def test_a_manager_passes_a_conflict(self):
        entry = self._propose(proposer_id=self.chief.id)
        self._make_notify(entry)
        entry.with_user(self.reader)._give_statement("It was foggy.")
        dialog = self._open(
            entry.with_user(self.chief).action_open_decision(), self.chief
        )
        self.assertIn("You proposed the entry", dialog.problem)
        self.assertTrue(dialog.can_override)
        dialog.reason = "The photo shows it."
        dialog.override_reason = "Nobody else is here this month."
        dialog.save().action_confirm()
        self.assertEqual(entry.state, "confirmed")
        self.assertIn("Nobody else is here", entry.override_reason)
        self.assertIn("override", entry.event_ids.mapped("act"))

    def test_nobody_passes_their_own(self):
        """Nobody decides about themselves, however small the company is."""
        entry = self._propose(user=self.chief)
        with self.assertRaises(AccessError):
            entry.with_user(self.chief).read(["name"])
        self._make_notify(entry)
        self.assertFalse(entry.with_user(self.chief)._can_pass_conflict("confirm"))
        with self._assert_refused("is about you"):
            entry.with_user(self.chief).action_open_decision()
        with self._assert_refused("is about you"):
            entry.with_user(self.chief).action_dismiss(
                reason="No.", override_reason="I want to."
            )

    def test_next_step_in_words(self):
        """Each state says what comes next, to the person and to officers."""
        entry = self._propose()
        self.assertIn("knows nothing of it yet", entry.next_step)
        self._make_notify(entry)
        self.assertIn("You can tell", entry.with_user(self.reader).next_step)
        self.assertIn("The person can tell", entry.with_user(self.judge).next_step)
        self._make_confirm(entry)
        self.assertIn("An appeal is possible until", entry.next_step)
        with self._at(entry.date_appeal_due + timedelta(days=1)):
            entry.invalidate_recordset()
            self.assertIn("The time for an appeal ended on", entry.next_step)
        entry.invalidate_recordset()
        self._make_appeal(entry)
        self.assertIn("decides on the appeal", entry.next_step)
        self._make_uphold(entry)
        self.assertIn("It counts -10 until", entry.next_step)

    def test_search_filters(self):
        """Every filter of the search views works on the data."""
        self._bring_entry_to("confirmed")
        for user, view in (
            (self.judge, "complaint_penalty_view_search"),
            (self.reader, "complaint_penalty_view_search_my"),
        ):
            arch = self._get_arch(user, "search", view)
            for node in arch.xpath("//filter[@domain]"):
                domain = safe_eval(node.get("domain"), {"uid": user.id})
                with self.subTest(user=user.login, filter=node.get("name")):
                    found = self.Penalty.with_user(user).search_count(domain)
                    self.assertGreaterEqual(found, 0)

    def test_empty_state_explains(self):
        """R69: who has no entries reads what this is about."""
        action = self.env["ir.actions.act_window"]._for_xml_id(f"{ACTIONS}_my")
        self.assertIn("tell your side", action["help"])
        self.assertEqual(action["path"], "my-entries")

    def test_officer_reads_the_facts_of_the_case(self):
        """Number, subject and finding, without any right on the case itself."""
        case = self._decide_case()
        entry = self._propose(case).with_user(self.judge)
        self.assertFalse(self.Complaint.with_user(self.judge).search([]))
        self.assertEqual(entry.case_number, case.number)
        self.assertEqual(entry.case_name, case.name)
        self.assertIn("swapped", entry.case_finding)
        self.assertEqual(entry.case_verdict, "Upheld")
        self.assertEqual(entry.case_cause, "Meters swapped")
        found = self.Penalty.with_user(self.judge).search(
            [("case_number", "=", case.number)]
        )
        self.assertEqual(found, entry)

    def test_due_day_of_the_task(self):
        """The task is due on the day until which the person can answer."""
        entry = self._bring_entry_to("notified")
        task = self.env["mail.activity"].search(
            [("res_model", "=", "complaint.penalty"), ("res_id", "=", entry.id)]
        )
        due = fields.Datetime.context_timestamp(
            entry.with_context(tz=entry._get_employee_timezone()),
            entry.date_statement_due,
        )
        self.assertEqual(task.date_deadline, due.date())
