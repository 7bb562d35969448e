# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The state moves by the buttons only, whoever tries what other way (R39)."""

import json

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.complaint_management.models.case.sealed_mixin import SEAL

from ..common import USER, ComplaintCase


class GuardCase(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_case()
        cls.other = cls._create_case()
        # A value for each protected field that a new case does not have.
        # It has been looked at: to have it looked at again would be a change.
        cls.case._write_protected({"watch_pending": False})
        action = cls.env["complaint.action"].create({"name": "Label both meters"})
        lesson = cls.env["complaint.lesson"].create({"name": "Meters get swapped"})
        cls.forged = {
            "state": "closed",
            "decision_state": "approved",
            "cancel_reason": "spam",
            "merged_into_id": cls.other.id,
            "approver_id": cls.clerk.id,
            "reopen_count": 3,
            "date_first_resolved": "2024-01-01 00:00:00",
            "date_acknowledged": "2024-01-01 00:00:00",
            "date_assessed": "2024-01-01 00:00:00",
            "date_answered": "2024-01-01 00:00:00",
            "date_resolved": "2024-01-01 00:00:00",
            "date_closed": "2024-01-01 00:00:00",
            "date_answer_read": "2024-01-01 00:00:00",
            "ending_words": "<p>Told.</p>",
            "proposal_stage": "answered",
            "is_unrouted": True,
            "watch_pending": True,
            "is_found_by_us": True,
            "handover_user_id": cls.clerk.id,
            "handover_from_id": cls.clerk.id,
            "handover_note": "Take it.",
            "date_handover": "2024-01-01 00:00:00",
            "date_handover_due": "2024-01-01 00:00:00",
            "date_handover_reminded": "2024-01-01 00:00:00",
            "is_handover_let_in": True,
            "date_filed": "2024-01-01 00:00:00",
            "filed_by_id": cls.clerk.id,
            "first_decision": "report",
            "date_first_decision": "2024-01-01 00:00:00",
            "date_reported_up": "2024-01-01 00:00:00",
            "hours_to_report": 2.5,
            "told_unit_ids": [Command.set(cls.department.ids)],
            "recurrence_action_ids": [Command.set(action.ids)],
            "lesson_ids": [Command.set(lesson.ids)],
        }

    def _read_protected(self, case):
        case.invalidate_recordset()
        return case.sudo().read(sorted(case._get_sealed_fields()), load=False)

    def setUp(self):
        super().setUp()
        self.before = self._read_protected(self.case)

    def _assert_untouched(self):
        self.assertEqual(self._read_protected(self.case), self.before)
        self.assertFalse(self.case.transition_ids)


@tagged("post_install", "-at_install")
class TestGuard(GuardCase):
    def test_every_protected_field_is_tried(self):
        """A field protected later is tried by the tests below, too (R39)."""
        self.assertEqual(set(self.forged), self.Complaint._get_sealed_fields())

    def test_write_is_refused(self):
        """Not by a user, not by a manager, not as superuser (R39)."""
        for fname, value in self.forged.items():
            for case in (
                self.case.with_user(self.handler),
                self.case.with_user(self.manager),
                self.case.sudo(),
            ):
                with self.subTest(field=fname, user=case.env.user.login):
                    label = self.case._fields[fname].string
                    with self._assert_refused(label):
                        case.write({fname: value, "name": "Renamed"})
        self._assert_untouched()
        self.assertNotEqual(self.case.name, "Renamed")

    def test_assignment_is_refused(self):
        """Python code outside the workflow cannot move a case either (R39)."""
        with self.assertRaises(UserError):
            self.case.state = "closed"
        self._assert_untouched()

    def test_create_is_refused(self):
        """A case does not begin half-way (R39)."""
        for fname, value in self.forged.items():
            with self.subTest(field=fname), self.assertRaises(UserError):
                self._create_case(user=self.manager, **{fname: value})

    def test_form_defaults_pass(self):
        """A form sends the defaults back as they came; that is no forgery."""
        names = sorted(self.Complaint._get_sealed_fields())
        defaults = self.Complaint.with_user(self.clerk).default_get(names)
        case = self._create_case(**defaults, cancel_reason=False)
        self.assertEqual(case.state, "new")

    def test_context_defaults_are_ignored(self):
        """``default_state`` in a link or an action starts no case half-way."""
        context = {f"default_{fname}": value for fname, value in self.forged.items()}
        cases = self.Complaint.with_user(self.manager).with_context(**context)
        case = cases.create(self._prepare_case_vals())
        self.assertEqual(
            self._read_protected(case)[0] | {"id": 0},
            # A new case is to be looked at, whatever is preset.
            self.before[0] | {"id": 0, "watch_pending": True},
        )

    def test_personal_defaults_are_ignored(self):
        """Every user may store defaults for themselves; not for the state."""
        for fname, value in self.forged.items():
            self.env["ir.default"].with_user(self.clerk).set(
                "complaint.complaint", fname, value, user_id=True
            )
        case = self._create_case()
        self.assertEqual(
            self._read_protected(case)[0] | {"id": 0},
            # A new case is to be looked at, whatever is preset.
            self.before[0] | {"id": 0, "watch_pending": True},
        )

    def test_the_context_key_cannot_be_forged(self):
        """Whatever a context says, only the workflow has its proof (R39)."""
        for proof in (True, 1, "_WORKFLOW", {"a": 1}, [], object(), object, SEAL):
            forging = self.case.with_context(**{SEAL.key: proof})
            with self.subTest(proof=proof), self.assertRaises(UserError):
                forging.write({"state": "closed"})
        self._assert_untouched()

    def test_the_proof_covers_its_own_values_only(self):
        """Code that runs during a move cannot write more than the move (R39)."""
        sealed = self.Complaint._get_sealed_fields()
        proven = SEAL.to_write(self.case, {"state": "acknowledged"}, sealed)
        with self.assertRaises(UserError):
            proven.write({"state": "closed"})
        with self.assertRaises(UserError):
            proven.write({"state": "acknowledged", "reopen_count": 3})
        self._assert_untouched()

    def test_the_proof_covers_its_own_cases_only(self):
        """A move of one case moves no other, and begins none half-way (R39)."""
        vals = {"state": "closed"}
        sealed = self.Complaint._get_sealed_fields()
        proven = SEAL.to_write(self.other, vals, sealed)
        with self.assertRaises(UserError):
            proven.browse(self.case.id).write(vals)
        with self.assertRaises(UserError):
            (proven + self.case).write(vals)
        with self.assertRaises(UserError):
            proven.browse().create(self._prepare_case_vals(**vals))
        self._assert_untouched()

    def test_the_proof_does_not_leak(self):
        """After a move, neither the case nor its parts carry the proof on."""
        self._bring_to(self.case, "acknowledged")
        for records in (self.case, self.case.transition_ids.complaint_id):
            with self.assertRaises(UserError):
                records.write({"state": "closed"})

    def test_copies_start_anew(self):
        """A copy is a new case: not handled, with its own number (R33)."""
        self._bring_to(self.case, "answered")
        copy = self.case.with_user(self.handler).copy()
        self.assertEqual(copy.state, "new")
        self.assertEqual(copy.decision_state, "draft")
        self.assertNotEqual(copy.number, self.case.number)
        self.assertEqual(copy.first_contact_user_id, self.handler)
        for fname in ("date_answered", "approver_id", "answer", "verdict"):
            self.assertFalse(copy[fname], fname)
        self.assertFalse(copy.transition_ids)
        with self.assertRaises(UserError):
            self.case.copy({"state": "closed"})

    def test_import_is_refused(self):
        """An import cannot bring cases in half-way, and says which row (R39)."""
        count = self.Complaint.search_count([])
        result = self.Complaint.with_user(self.manager).load(
            ["name", "state"], [["Good row", ""], ["Bad row", "Closed"]]
        )
        self.assertFalse(result["ids"])
        self.assertEqual(result["messages"][0]["type"], "error")
        self.assertIn("State", result["messages"][0]["message"])
        self.assertEqual(self.Complaint.search_count([]), count)

    def test_relations_are_no_back_door(self):
        """Nor through the lines of another record (R39)."""
        update = [Command.update(self.case.id, {"state": "closed"})]
        self.case.partner_id = self.partner
        parent = self._create_case()
        self.case.parent_id = parent
        for record, vals in (
            (parent, {"child_ids": update}),
            (self.category, {"complaint_ids": update}),
            (parent, {"merged_ids": [Command.link(self.case.id)]}),
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                record.with_user(self.manager).write(vals)
        self._assert_untouched()

    def test_remote_calls_are_refused(self):
        """What the web client calls: saving, mass edit, the board (R39)."""
        model = self.Complaint.with_user(self.manager)
        calls = [
            ("write", [[self.case.id], {"state": "closed"}], {}),
            ("web_save", [[self.case.id], {"state": "closed"}, {}], {}),
            ("create", [[self._prepare_case_vals(state="closed")]], {}),
            ("web_save", [[], self._prepare_case_vals(state="closed"), {}], {}),
            ("web_resequence", [[self.case.id], {}], {"field_name": "reopen_count"}),
        ]
        context = {SEAL.key: True, "default_state": "closed"}
        for method, args, kwargs in calls:
            for ctx in ({}, context):
                with self.subTest(method=method, context=ctx):
                    with self.assertRaises(UserError):
                        call_kw(model, method, args, {**kwargs, "context": ctx})
        self._assert_untouched()

    def test_private_methods_are_private(self):
        """The moves behind the buttons cannot be called from outside (R39)."""
        model = self.Complaint.with_user(self.manager)
        for method, args in (
            ("_transition", ["close"]),
            ("_write_protected", [{"state": "closed"}]),
            ("_after_transition_approve", [None, None]),
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                call_kw(model, method, [[self.case.id], *args], {})


@tagged("post_install", "-at_install")
class TestLogGuard(GuardCase):
    def test_the_log_is_append_only(self):
        """Nobody rewrites, removes or adds what happened (R35)."""
        self._bring_to(self.case, "acknowledged")
        log = self.case.transition_ids
        for entry in (log.with_user(self.manager), log.sudo()):
            with self.assertRaises(UserError):
                entry.reason = "Something else"
            with self.assertRaises(UserError):
                entry.unlink()
        forged = {
            "name": "close",
            "state_from": "resolved",
            "state_to": "closed",
            "date": "2024-01-01 00:00:00",
            "user_id": self.handler.id,
        }
        as_manager = self.case.with_user(self.manager)
        for attempt in (
            lambda: log.with_user(self.manager).create(
                {**forged, "complaint_id": self.case.id}
            ),
            lambda: as_manager.write({"transition_ids": [Command.create(forged)]}),
            lambda: as_manager.write({"transition_ids": [Command.clear()]}),
        ):
            with self.assertRaises(UserError):
                attempt()
        self.assertEqual(self.case.transition_ids, log)

    def test_a_case_under_legal_hold_is_not_deleted(self):
        """What the law wants kept is kept, handled or not (R40)."""
        self.case.legal_hold = True
        with self.assertRaises(UserError):
            self.case.with_user(self.manager).unlink()
        self.assertTrue(self.case.exists())

    def test_a_handled_case_is_not_deleted(self):
        """Everybody gets an answer: no case disappears (R39, R53)."""
        self.other.with_user(self.manager).unlink()
        self.assertFalse(self.other.exists())
        self._bring_to(self.case, "acknowledged")
        with self.assertRaises(UserError):
            self.case.with_user(self.manager).unlink()

    def test_an_open_case_is_not_archived(self):
        """It would be out of sight, and nobody answered (R39)."""
        with self._assert_refused("still open", ValidationError):
            self.case.with_user(self.handler).action_archive()
        case = self._bring_to(self.case, "closed")
        case.with_user(self.handler).action_archive()
        case.with_user(self.handler).action_reopen(reason="It happened again")
        self.assertTrue(case.active)

    def test_what_a_case_rests_on_is_not_deleted(self):
        """Its category, cause and people stay with it, or are archived (R39)."""
        handler = self._create_user("case_leaver", USER)
        case = self._bring_to(self._create_case(user_id=handler.id), "new")
        for record in (self.category, handler):
            with (
                self.subTest(record=record.display_name),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
            ):
                record.unlink()
        self.assertEqual(case.user_id, handler)

    def test_acts_lie_between_the_last_one_and_now(self):
        """Recording an act later keeps the order of the log (R33)."""
        self.case.date_received = "2024-03-01 08:00:00"
        as_handler = self.case.with_user(self.handler)
        for when in ("2024-02-28 08:00:00", "2999-01-01 00:00:00"):
            with self.assertRaises(UserError):
                as_handler._transition("acknowledge", when=self._parse(when))
        as_handler._transition("acknowledge", when=self._parse("2024-03-01 10:00:00"))
        self.assertEqual(self.case.transition_ids.seconds, 7200)
        self.assertEqual(self.case.duration_tracking["new"], 7200)
        self.assertEqual(str(self.case.date_acknowledged), "2024-03-01 10:00:00")
        with self.assertRaises(UserError):
            self.case.date_received = "2024-03-01 11:00:00"

    def _parse(self, value):
        return self.case._fields["date_received"].to_datetime(value)


@tagged("post_install", "-at_install")
class TestGuardHttp(HttpCase, ComplaintCase):
    def test_over_http_as_a_real_user(self):
        """With a session and the web client's own route (R39)."""
        case = self._create_case()
        self.authenticate(self.manager.login, self.manager.login)
        params = {
            "model": "complaint.complaint",
            "method": "write",
            "args": [[case.id], {"state": "closed"}],
            "kwargs": {"context": {SEAL.key: True}},
        }
        with self._assert_refused("UserError", JsonRpcException):
            self.make_jsonrpc_request("/web/dataset/call_kw", params)
        params.update(method="_write_protected", kwargs={})
        with self.assertRaises(JsonRpcException):
            self.make_jsonrpc_request("/web/dataset/call_kw", params)
        case.invalidate_recordset()
        self.assertEqual(case.state, "new")

    def test_buttons_over_http(self):
        """The buttons are what does work from there."""
        case = self._create_case()
        self.authenticate(self.clerk.login, self.clerk.login)
        response = self.url_open(
            "/web/dataset/call_button",
            data=json.dumps(
                {
                    "params": {
                        "model": "complaint.complaint",
                        "method": "action_acknowledge",
                        "args": [[case.id]],
                        "kwargs": {},
                    }
                }
            ),
            headers={"Content-Type": "application/json"},
        )
        self.assertNotIn("error", response.json())
        case.invalidate_recordset()
        self.assertEqual(case.state, "acknowledged")
