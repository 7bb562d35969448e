# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who is complained about, and who reports to them, works on nothing of the case.

All three tell on what is named: a protected case they do not even see.
"""

import inspect

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.complaint_management.models.case.life_cycle import TRANSITIONS

from ..common import CompleteCases
from .accused_common import ImpartialCase

CASE = "complaint.complaint"
REFUSAL = "Nobody works on a complaint about themselves"


@tagged("post_install", "-at_install")
class TestNoStep(CompleteCases, ImpartialCase):
    """No row of the table of steps is open to them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for case in cls.cases.values():
            case.complained_employee_ids = cls.accused_employee
        cls.env.flush_all()

    def _get_case(self, name):
        """A case from which the step can be made."""
        return next(
            case
            for case in self.cases.values()
            if case._is_at_source(TRANSITIONS[name])
        )

    def _move(self, case, name, user, **kwargs):
        return case.with_user(user)._transition(
            name,
            reason="Because",
            vals={"cancel_reason": "withdrawn"} if name == "cancel" else None,
            **kwargs,
        )

    def test_not_by_the_accused_nor_who_reports_to_them(self):
        """Nor past the gates, as a manager (R153)."""
        for name in TRANSITIONS:
            case = self._get_case(name)
            for user in self.accused | self.dependent:
                for override in (False, True):
                    with self.subTest(step=name, user=user.login, override=override):
                        with self._assert_refused(REFUSAL, AccessError):
                            self._move(case, name, user, override=override)

    def test_by_who_was_let(self):
        """A manager's waiver opens every step again; other gates stay."""
        for name in TRANSITIONS:
            case = self._get_case(name)
            if not case.conflict_waiver_ids:
                self._waive(case, self.dependent)
            with self.subTest(step=name):
                try:
                    with self.env.cr.savepoint():
                        self._move(case, name, self.dependent)
                except UserError as error:
                    self.assertNotIn("about themselves", str(error))

    def test_by_everybody_else(self):
        """Their superior among them: to put it right is their task (R100)."""
        case = self._get_case("assess")
        self._move(case, "assess", self.boss)
        self.assertEqual(case.state, "assessed")

    def test_no_button_is_shown(self):
        for case in self.cases.values():
            for user in self.accused | self.dependent:
                self.assertFalse(case.with_user(user).allowed_transitions)


@tagged("post_install", "-at_install")
class TestNoAct(ImpartialCase):
    """Nor any other act, on the case or on what belongs to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_named()
        cls._bring_to(cls.case, "investigating")
        cls._log_contact(cls.case)
        cls.case.with_user(cls.handler)._hold("Waits", "Bill", "supplier", 5)
        kind = cls.env.ref("complaint_management.remedy_type_correction")
        cls.env["complaint.remedy"].create(
            {"complaint_id": cls.case.id, "type_id": kind.id}
        )
        cls.case.activity_schedule(
            "complaint_management.mail_activity_type_acknowledge",
            user_id=cls.accused.id,
        )
        cls.env.flush_all()
        cls.env.cr.precommit.run()

    def _get_parts(self):
        """The case, and what belongs to it."""
        yield self.case
        for name, model in self.env.registry.items():
            if model._transient or model._abstract or not model._auto:
                continue
            records = self.env[name].sudo().with_context(active_test=False)
            if name != CASE and records._belongs_to_case():
                link = next(
                    field.name
                    for field in records._fields.values()
                    if field.store
                    and field.type == "many2one"
                    and field.comodel_name == CASE
                )
                yield from records.search([(link, "=", self.case.id)]).with_env(
                    self.env
                )

    def _get_buttons(self, record):
        """Methods that a remote call can press with nothing but ids."""
        for name in dir(type(record)):
            if not name.startswith("action_") or name in record._fields:
                continue
            # Their own task they may put off.
            if name.startswith("action_reschedule_my_next"):
                continue
            if "active" not in record._fields and name.endswith("archive"):
                continue
            method = getattr(type(record), name)
            wanted = list(inspect.signature(method).parameters.values())[1:]
            if all(parameter.default is not parameter.empty for parameter in wanted):
                yield (
                    name,
                    {
                        parameter.name: "Because"
                        for parameter in wanted
                        if "reason" in parameter.name or parameter.name == "note"
                    },
                )

    def test_no_button_writes(self):
        """On the case or on anything of it: refused, or only looked at (R153)."""
        pressed = set()
        for record in self._get_parts():
            for name, reasons in self._get_buttons(record):
                for user in self.accused | self.dependent:
                    for given in ({}, reasons):
                        pressed.add(name)
                        with (
                            self.subTest(button=name, of=record._name),
                            self._assert_nothing_written(),
                            self.env.cr.savepoint(flush=False) as savepoint,
                        ):
                            try:
                                getattr(record.with_user(user), name)(**given)
                            except (UserError, ValueError, KeyError):
                                self.env.invalidate_all(flush=False)
                            self.env.flush_all()
                            savepoint.rollback()
                        self.env.invalidate_all(flush=False)
        self.assertLessEqual(
            {"action_hold", "action_offer", "action_archive", "action_withdraw"},
            pressed,
        )

    def test_nothing_is_written_by_hand(self):
        """Fields, by a form, an import or a remote call; nor deleted (R153)."""
        for record in self._get_parts():
            for user in self.accused | self.dependent:
                mine = record.with_user(user)
                field = next(
                    field
                    for field in mine._fields.values()
                    if field.store and field.type in ("char", "text", "many2one")
                )
                with self.subTest(model=record._name, user=user.login):
                    with self.assertRaises(UserError):
                        mine.write({field.name: False})
                    with self.assertRaises(UserError):
                        mine.unlink()
        for user in self.accused | self.dependent:
            mine = self.case.with_user(user)
            result = mine.load([".id", "name"], [[str(self.case.id), "Nothing"]])
            self.assertFalse(result["ids"])
            self.assertIn(REFUSAL, result["messages"][0]["message"])
            for fname in ("severity", "finding", "user_id", "decision", "active"):
                with self._assert_refused(REFUSAL, AccessError):
                    mine.write({fname: False})

    def test_nothing_is_added(self):
        """No contact, line or apology in their name: a note says it as well."""
        kind = self.env.ref("complaint_management.remedy_type_correction")
        for user in self.accused | self.dependent:
            for model, vals in (
                ("complaint.contact", {"summary": "Said it is settled"}),
                ("complaint.remedy", {"type_id": kind.id}),
                ("complaint.apology", {}),
            ):
                with self.subTest(model=model), self.assertRaises(UserError):
                    self.env[model].with_user(user).create(
                        {"complaint_id": self.case.id, **vals}
                    )

    def test_no_dialog_confirms(self):
        for user in self.accused | self.dependent:
            for model, vals, confirm in (
                (
                    "complaint.hold",
                    {
                        "complaint_ids": self.case.ids,
                        "reason": "x",
                        "asked_what": "x",
                    },
                    "action_confirm",
                ),
                (
                    "complaint.notice",
                    {"complaint_id": self.case.id, "words": "<p>Soon</p>"},
                    "action_send",
                ),
                (
                    "complaint.transition.wizard",
                    {
                        "complaint_ids": self.case.ids,
                        "transition": "cancel",
                        "cancel_reason": "spam",
                        "reason": "x",
                    },
                    "action_confirm",
                ),
                (
                    "complaint.replan",
                    {
                        "scope": "cases",
                        "complaint_ids": self.case.ids,
                        "reason": "x",
                    },
                    "action_replan",
                ),
            ):
                dialog = self.env[model].with_user(user).create(vals)
                with self.subTest(model=model, user=user.login):
                    with self.assertRaises(UserError):
                        getattr(dialog, confirm)()

    def test_not_merged(self):
        """Neither into another case nor another case into it (R178)."""
        twin = self._create_case(user_id=self.officer.id)
        for user in self.accused | self.dependent:
            for merged, survivor in ((self.case, twin), (twin, self.case)):
                with self._assert_refused(REFUSAL, AccessError):
                    merged.with_user(user)._merge_into(survivor.with_user(user))

    def test_no_task_of_theirs_tells_the_customer(self):
        """A call that stands in for a mail counts as made when it is done."""
        task = self.case.activity_ids.filtered(
            lambda activity: activity.user_id == self.accused
        )
        with self._assert_refused(REFUSAL, AccessError):
            task.with_user(self.accused).action_feedback()

    def test_notes_but_no_words_to_the_customer(self):
        """Their side belongs on a case that they may read."""
        for user in self.accused | self.dependent:
            mine = self.case.with_user(user)
            note = mine.message_post(
                body="I was not there.", subtype_xmlid="mail.mt_note"
            )
            self.assertIn(note, self.case.message_ids)
            with self._assert_refused(REFUSAL, AccessError):
                mine.message_post(
                    body="It is settled.",
                    message_type="comment",
                    subtype_xmlid="mail.mt_comment",
                )

    def test_words_tell_nobody_of_a_protected_case(self):
        """Whoever tries with any id hears the same about a case about them or not."""
        about = self._create_protected()
        other = self._create_secret(user_id=self.officer.id)
        other.team_id = self.other_team
        self._log_contact(about)
        self._log_contact(other, user=self.officer)
        for user, case in ((self.accused, about), (self.outsider, other)):
            mine = case.with_user(user)
            for act in (
                lambda mine=mine: mine.write({"name": "x"}),
                lambda mine=mine: mine.action_hold(),
                lambda mine=mine: mine.message_post(
                    body="x", message_type="comment", subtype_xmlid="mail.mt_comment"
                ),
                lambda mine=mine: (
                    self.env["complaint.contact"]
                    .with_user(mine.env.user)
                    .create({"complaint_id": mine.id, "summary": "x"})
                ),
                lambda mine=mine: (
                    self.env["complaint.contact"]
                    .sudo()
                    .search([("complaint_id", "=", mine.id)])
                    .with_user(mine.env.user)
                    .write({"summary": "x"})
                ),
            ):
                with self.assertRaises(AccessError) as refused:
                    act()
                self.assertNotIn("themselves", str(refused.exception))

    def test_who_was_let_works_on_it(self):
        self._waive(self.case, self.dependent)
        mine = self.case.with_user(self.dependent)
        mine.severity = "3"
        mine.action_resume()
        self._log_contact(self.case, user=self.dependent)
        self.assertEqual(self.case.severity, "3")

    def test_who_depends_on_them_lets_somebody_else(self):
        """In a complaint about who leads the company everybody depends on them."""
        waivers = self.env["complaint.conflict.waiver"].with_user(self.dependent)
        waivers.create(
            {
                "complaint_id": self.case.id,
                "user_id": self.accused.id,
                "reason": "There is nobody else.",
            }
        )
        with self.assertRaises(UserError):
            waivers.with_user(self.accused).create(
                {
                    "complaint_id": self.case.id,
                    "user_id": self.dependent.id,
                    "reason": "There is nobody else.",
                }
            )

    def test_they_register_what_a_customer_complains_of_them(self):
        """Whoever stands at the counter takes it in; others go on with it."""
        for user in self.accused | self.dependent:
            case = self.Complaint.with_user(user).create(
                self._prepare_case_vals(
                    complained_employee_ids=self.accused_employee.ids
                )
            )
            self.assertEqual(case.state, "new")
            self.assertEqual(case.first_contact_user_id, user)
            with self._assert_refused(REFUSAL, AccessError):
                case.action_acknowledge()

    def test_identity_stays_shut(self):
        """Who reports to the accused reads a protected case, and opens no vault."""
        case = self._create_protected()
        dialog = (
            self.env["complaint.identity.open"]
            .with_user(self.dependent)
            .create({"complaint_id": case.id, "reason": "To know"})
        )
        with self._assert_refused(REFUSAL, AccessError):
            dialog.action_open()
        with self._assert_refused(REFUSAL, AccessError):
            case.with_user(self.dependent).action_issue_tracking_code()
