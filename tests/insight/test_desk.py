# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a person sees first in the morning: all they have to do, in order of time."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import MissingError, UserError
from odoo.tests import tagged

from odoo.addons.complaint_management.models.insight.desk import KINDS

from .desk_common import DeskCase


@tagged("post_install", "-at_install")
class TestDesk(DeskCase):
    def test_case_with_its_next_step(self):
        case = self._create_case(user_id=self.handler.id)
        row = self._desk(self.handler, ("complaint_id", "=", case.id))
        self.assertRecordValues(
            row,
            [
                {
                    "kind": "case",
                    "user_id": self.handler.id,
                    "reference": case.number,
                    "what": case.name,
                    "customer": "Li Wei",
                    "date_due": case.next_due_date,
                    "next_step": "Acknowledge",
                    "display_name": f"{case.number} {case.name}",
                }
            ],
        )
        self._bring_to(case, "closed")
        self.assertFalse(self._kinds(self.handler, case))

    def test_step_that_asks_for_nothing_is_done_from_the_desk(self):
        case = self._create_case(user_id=self.handler.id)
        row = self._desk(self.handler, ("complaint_id", "=", case.id))
        row.action_do()
        self.assertEqual(case.state, "acknowledged")
        row = self._desk(self.handler, ("complaint_id", "=", case.id))
        action = row.action_do()
        self.assertEqual((action["res_model"], action["res_id"]), (case._name, case.id))
        self.assertEqual(case.state, "acknowledged")

    def test_investigator_has_it_while_it_is_investigated(self):
        case = self._bring_to(self._create_case(user_id=self.handler.id), "assessed")
        self.assertFalse(self._kinds(self.investigator, case))
        self._bring_to(case, "investigating")
        self.assertEqual(self._kinds(self.investigator, case), ["case"])
        self._bring_to(case, "proposed")
        self.assertFalse(self._kinds(self.investigator, case))

    def test_what_waits_for_others_is_not_first(self):
        """R4: late stays late; the rest is somebody else's turn."""
        case = self._bring_to(self._create_case(user_id=self.handler.id), "pending")
        row = self._desk(self.handler, ("complaint_id", "=", case.id))
        self.assertEqual((row.is_others_turn, row.due_when), (True, "5"))
        self.assertEqual(row.next_step, "Open It")

    def test_groups_by_what_is_due_first(self):
        now = fields.Datetime.now()
        ways = {
            "1": now - timedelta(days=1),
            "3": now + timedelta(days=3),
            "4": now + timedelta(days=30),
        }
        for due in ways.values():
            case = self._create_case(user_id=self.handler.id)
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE complaint_complaint SET next_due_date = %s,"
                " next_due_milestone = 'answer' WHERE id = %s",
                (due, case.id),
            )
        rows = self._desk(self.handler, ("kind", "=", "case"))
        self.assertEqual(rows.mapped("date_due"), sorted(rows.mapped("date_due")))
        groups = self.Desk.with_user(self.handler)._read_group(
            [("is_mine", "=", True), ("kind", "=", "case")],
            ["due_when"],
            ["id:recordset"],
        )
        self.assertEqual([when for when, _rows in groups], list(ways))
        for when, found in groups:
            self.assertEqual(set(found.mapped("due_when")), {when})

    # ------------------------------------------------------------------
    # The customer wrote
    # ------------------------------------------------------------------

    def test_customer_wrote(self):
        """Until somebody answers, notes that nothing has to be, or calls."""
        case = self._create_case(user_id=self.handler.id)
        self.assertEqual(self._kinds(self.handler, case), ["case"])
        self._write_as_customer(case)
        row = self._desk(self.handler, ("complaint_id", "=", case.id))
        self.assertEqual((row.kind, row.next_step), ("answer", "Read and Answer"))
        self.assertEqual(row.action_do()["res_id"], case.id)
        case.with_user(self.handler).message_post(
            body="They only thank us.",
            message_type="comment",
            subtype_xmlid="mail.mt_note",
        )
        self.assertEqual(self._kinds(self.handler, case), ["case"])
        self._write_as_customer(case)
        self.assertEqual(self._kinds(self.handler, case), ["answer"])
        self._set_later(self._log_contact(case), 2)
        self.assertEqual(self._kinds(self.handler, case), ["case"])

    def test_first_mail_is_the_case_itself(self):
        case = self._create_case(user_id=self.handler.id)
        case.sudo().message_post(
            body="My bill is wrong",
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            author_id=False,
            email_from="li.wei@example.com",
        )
        self.assertEqual(self._kinds(self.handler, case), ["case"])

    def test_customer_replied_to_the_proposal(self):
        case = self._bring_to(self._create_case(user_id=self.handler.id), "answered")
        row = self._desk(self.handler, ("complaint_id", "=", case.id))
        self.assertEqual((row.kind, row.is_others_turn), ("case", True))
        case.with_user(self.handler).customer_response = "rejected"
        row = self._desk(self.handler, ("complaint_id", "=", case.id))
        self.assertEqual((row.kind, row.is_others_turn), ("answer", False))

    # ------------------------------------------------------------------
    # Other kinds
    # ------------------------------------------------------------------

    def test_promised_call_stands_for_itself(self):
        """R48: the case keeps its own next deadline beside the call."""
        case = self._create_case(user_id=self.handler.id)
        own = case.next_due_date
        day = fields.Datetime.now() + timedelta(minutes=30)
        self._log_contact(case, answered=False, callback_date=day)
        rows = self._desk(self.handler, ("complaint_id", "=", case.id))
        by_kind = {row.kind: row for row in rows}
        self.assertEqual(set(by_kind), {"call", "case"})
        self.assertEqual(by_kind["case"].date_due, own)
        self.assertEqual(
            by_kind["call"].date_due,
            case.clock_ids.filtered(
                lambda clock: clock.milestone == "promise"
            ).date_due,
        )
        action = by_kind["call"].action_do()
        self.assertEqual(action["res_model"], "complaint.contact")
        self.assertEqual(action["context"]["default_purpose"], "call_back")
        self.assertEqual(action["context"]["default_complaint_id"], case.id)

    def test_decision_is_on_the_desk_of_who_decides(self):
        case = self._bring_to(
            self._create_case(user_id=self.handler.id, demand="The money back"),
            "pending",
        )
        row = self._desk(self.manager, ("complaint_id", "=", case.id))
        self.assertEqual(row.mapped("kind"), ["decision"])
        self.assertEqual(row.what, "Decision on a case: The money back")
        self.assertEqual(row.next_step, "Decide")
        self.assertEqual(row.action_do()["res_id"], case.id)
        self.assertNotIn("decision", self._kinds(self.handler, case))

    def test_remedy_to_fulfil(self):
        case = self._bring_to(self._create_case(user_id=self.handler.id), "approved")
        remedy = self.env["complaint.remedy"].create(
            {
                "complaint_id": case.id,
                "type_id": self.env["complaint.remedy.type"].search([], limit=1).id,
                "name": "Two new meters",
            }
        )
        self.assertNotIn("remedy", self._kinds(self.handler, case))
        remedy.sudo()._write_sealed({"state": "accepted"})
        row = self._desk(
            self.handler, ("complaint_id", "=", case.id), ("kind", "=", "remedy")
        )
        self.assertIn("Two new meters", row.what)
        self.assertEqual(row.action_do()["res_id"], case.id)

    def test_task_on_a_case(self):
        """What nothing else here stands for; a promised call is there already."""
        case = self._create_case(user_id=self.handler.id)
        today = fields.Date.context_today(self.handler)
        for xmlid in ("backup", "call_back"):
            case.with_user(self.handler).activity_schedule(
                f"complaint_management.mail_activity_type_{xmlid}",
                date_deadline=today,
                user_id=self.colleague.id,
                summary="Help Hannah",
            )
        row = self._desk(self.colleague, ("complaint_id", "=", case.id))
        self.assertEqual(row.mapped("kind"), ["task"])
        self.assertEqual(row.what, f"Help Hannah: {case.name}")
        self.assertEqual(row.due_when, "2")
        self.assertEqual(row.action_open()["res_id"], case.id)

    def test_action_and_its_check(self):
        action = self.env["complaint.action"].create(
            {
                "name": "Label the meters",
                "user_id": self.employee.id,
                "checker_id": self.officer.id,
                "date_due": fields.Date.today() - timedelta(days=1),
                "company_id": self.company.id,
            }
        )
        row = self._desk(self.employee, ("kind", "=", "action"))
        self.assertEqual((row.what, row.due_when), (action.name, "1"))
        self.assertEqual(row.action_do()["res_id"], action.id)
        self.assertFalse(self._desk(self.officer, ("kind", "=", "check")))
        action.sudo()._write_sealed({"state": "done"})
        self.assertFalse(self._desk(self.employee, ("kind", "=", "action")))
        self.assertEqual(
            self._desk(self.officer, ("kind", "=", "check")).what, action.name
        )

    def test_incident(self):
        incident = self.env["complaint.incident"].create(
            {"name": "Swapped meters", "user_id": self.handler.id}
        )
        row = self._desk(self.handler, ("kind", "=", "incident"))
        self.assertEqual(row.display_name, f"{incident.number} Swapped meters")
        self.assertEqual(row.action_do()["res_id"], incident.id)

    def test_lesson_waits_for_an_officer_who_had_no_part(self):
        lesson = (
            self.env["complaint.lesson"]
            .with_user(self.officer)
            .create({"name": "Label meters"})
        )
        lesson.sudo()._write_sealed({"state": "asked"})
        found = ("kind", "=", "lesson")
        self.assertEqual(self._desk(self.manager, found).what, lesson.name)
        self.assertFalse(self._desk(self.officer, found))
        self.assertFalse(self._desk(self.handler, found))

    def test_search_by_number_and_by_subject(self):
        case = self._create_case(user_id=self.handler.id, name="Lift stuck")
        for words in (case.number[-4:], "lift stu"):
            with self.subTest(words):
                found = self._desk(
                    self.handler,
                    "|",
                    ("reference", "ilike", words),
                    ("name", "ilike", words),
                )
                self.assertIn(case, found.complaint_id)

    def test_ids_that_somebody_made_up_are_missing(self):
        case = self._create_case(user_id=self.handler.id)
        for id_ in (63, case.id * 64 + 63, 64 * 999999999):
            ghost = self.Desk.with_user(self.handler).browse(id_)
            with self.subTest(id_), self.assertRaises(MissingError):
                ghost.kind  # noqa: B018

    # ------------------------------------------------------------------
    # Several rows
    # ------------------------------------------------------------------

    def test_cases_are_given_to_somebody_else(self):
        """In bulk, from the desk of the team."""
        cases = self._create_case(user_id=self.handler.id)
        cases |= self._create_case(user_id=self.handler.id)
        rows = self._desk(self.officer, ("complaint_id", "in", cases.ids), mine=False)
        action = rows.action_assign()
        dialog = (
            self.env["complaint.assign"]
            .with_user(self.officer)
            .with_context(**action["context"])
            .create({"user_id": self.colleague.id})
        )
        dialog.action_confirm()
        self.assertEqual(cases.user_id, self.colleague)

    def test_what_is_no_case_is_not_given_away(self):
        self.env["complaint.incident"].create(
            {"name": "Swapped meters", "user_id": self.officer.id}
        )
        rows = self._desk(self.officer, ("kind", "=", "incident"))
        with self.assertRaises(UserError):
            rows.action_assign()

    # ------------------------------------------------------------------
    # Speed
    # ------------------------------------------------------------------

    def _count_queries(self, user):
        """The screen as the client reads it: the groups, each with its rows."""
        views = self.Desk.with_user(user).get_views([(False, "list")])
        spec = {
            name: {"fields": {"display_name": {}}}
            if field["type"] == "many2one"
            else {}
            for name, field in views["models"]["complaint.desk"]["fields"].items()
            if f'name="{name}"' in views["views"]["list"]["arch"]
        }
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        result = self.Desk.with_user(user).web_read_group(
            [("is_mine", "=", True)],
            ["due_when"],
            auto_unfold=True,
            unfold_read_specification=spec,
            unfold_read_default_limit=80,
        )
        return self.env.cr.sql_log_count - before, result

    def test_three_hundred_open_things_in_under_thirty_queries(self):
        """R4: whoever has much to do waits as little as whoever has nothing."""
        self._create_case(user_id=self.handler.id)
        self._count_queries(self.handler)
        vals = self._prepare_case_vals(user_id=self.handler.id)
        self.Complaint.with_user(self.officer).create([vals] * 300)
        queries, result = self._count_queries(self.handler)
        self.assertGreater(sum(group["__count"] for group in result["groups"]), 300)
        self.assertTrue(any(group["__records"] for group in result["groups"]))
        self.assertLess(queries, 30)

    def test_asking_for_little_finds_the_same(self):
        """What makes the search small leaves nothing out, and lets nothing in."""
        case = self._create_case(user_id=self.handler.id)
        self._bring_to(case, "pending")
        self._create_case(user_id=self.colleague.id)
        for user in (self.handler, self.colleague, self.officer, self.manager):
            rows = self._desk(user, mine=False)
            with self.subTest(user.login):
                self.assertEqual(self._desk(user), rows.filtered("is_mine"))
                self.assertEqual(rows.exists(), rows)
                for row in rows:
                    self.assertEqual(
                        self._desk(user, ("id", "=", row.id)),
                        row & (rows.filtered("is_mine")),
                    )
        rows = self.Desk.with_user(self.handler).with_context(
            complaint_waiting_wanted=[1]
        )
        self.assertTrue(rows.search([("is_mine", "=", True)]))

    def test_every_kind_says_which_records_and_what(self):
        """Rooms add kinds: each needs a model and two methods, and room for its id."""
        self.assertLess(len(KINDS), self.Desk._room)
        labels = dict(self.Desk._fields["kind"]._description_selection(self.env))
        for kind, spec in KINDS.items():
            with self.subTest(kind):
                self.assertIn(spec.model, self.env)
                self.assertTrue(hasattr(self.Desk, f"_get_{kind}_domain"))
                self.assertTrue(hasattr(self.Desk, f"_select_{kind}"))
                self.assertTrue(labels[kind])
