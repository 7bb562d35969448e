# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""No dialog and no form tells of a case that its user may not read.

The dialogs are found in the registry: those of other apps and those that come later
are tried too.
"""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .accused_common import AccusedCase

CASE = "complaint.complaint"
REFUSAL = "You may not see what this is about"
SECRETS = {
    "name": "SECRETSUBJECT",
    "description": "<p>SECRETSTORY</p>",
    "demand": "SECRETDEMAND",
    "external_body": "SECRETBODY",
    "external_email": "secretbody@example.com",
}


@tagged("post_install", "-at_install")
class TestDialogs(AccusedCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_protected(**SECRETS)
        cls._bring_to(cls.case, "approved")
        cls._log_contact(cls.case, summary="SECRETCONTACT")
        cls.case.with_user(cls.handler)._hold("SECRETHOLD", "Bill", "supplier", 5)
        cls.case.activity_schedule(
            "mail.mail_activity_data_todo",
            summary="SECRETTASK",
            user_id=cls.handler.id,
        )
        cls.env["complaint.approval"].sudo().create(
            {
                "complaint_id": cls.case.id,
                "requester_id": cls.handler.id,
                "approver_id": cls.manager.id,
                "reason": "SECRETREASON",
            }
        )
        rule = cls.env["complaint.penalty.rule"].search([("basis", "=", "caused")])[:1]
        cls.env["complaint.penalty"].sudo()._propose(
            [
                {
                    "complaint_id": cls.case.id,
                    "employee_id": cls.staff[cls.employee].id,
                    "rule_id": rule.id,
                    "origin": "verdict",
                    "facts": "<p>SECRETFACTS</p>",
                }
            ]
        )
        cls.secrets = (
            cls.case.number,
            *(str(words) for words in SECRETS.values()),
            "SECRET",
            cls.secret.name,
        )
        cls.strangers = cls.accused | cls.boss | cls.outsider

    # ------------------------------------------------------------------
    # What a dialog is filled with
    # ------------------------------------------------------------------

    def _get_dialogs(self):
        """Those that can point to a case; a line of one has no meaning alone."""
        return [
            self.env[name]
            for name, model in self.env.registry.items()
            if model._transient and not model._abstract
            if self._prepare_pointers(self.env[name])
        ]

    def _prepare_pointers(self, dialog, case=None):
        """Values with which a dialog points to the case in every way that it can."""
        case = case or self.case
        vals = {}
        for fname in dialog._get_case_pointers(True):
            field = dialog._fields[fname]
            if field.type == "reference":
                vals[fname] = f"{CASE},{case.id}"
            elif field.relational:
                record = self._find_part(case, field.comodel_name)
                if record:
                    many = field.type == "many2many"
                    vals[fname] = [(6, 0, record.ids)] if many else record.id
            elif fname in ("res_model", "model"):
                vals[fname] = CASE
            elif field.type in ("integer", "many2one_reference"):
                vals[fname] = case.id
            else:
                vals[fname] = str(case.ids)
        return vals

    def _find_part(self, case, model):
        """Something of this model that belongs to the case."""
        if model == CASE:
            return case
        records = self.env[model].sudo().with_context(active_test=False)
        for field in records._fields.values():
            if field.store and field.comodel_name == CASE and field.type == "many2one":
                return records.search([(field.name, "=", case.id)], limit=1)
        for model_fname, id_fname in records._get_naming_fields():
            domain = [(model_fname, "=", CASE), (id_fname, "=", case.id)]
            return records.search(domain, limit=1)
        return records.browse()

    def _complete(self, dialog, vals):
        """Fill what else the dialog asks for, so that nothing else stands against."""
        defaults = dialog.sudo().default_get(list(dialog._fields))
        for fname, field in dialog._fields.items():
            if not field.required or fname in {**vals, **defaults}:
                continue
            if field.compute and field.type != "many2one":
                continue
            if field.type == "selection":
                vals[fname] = field.get_values(self.env)[0]
            elif field.type in ("char", "text", "html"):
                vals[fname] = "x"
            elif field.type == "many2one":
                vals[fname] = self.env[field.comodel_name].sudo().search([], limit=1).id
        return vals

    def _prepare_spec(self, dialog):
        """What a form asks for: all fields, and the names of all that is linked."""
        return {
            fname: {"fields": {"display_name": {}}} if field.relational else {}
            for fname, field in dialog._fields.items()
            if dialog._has_field_access(field, "read")
        }

    def _assert_tells_nothing(self, call, *, refused=False):
        """What comes back, or the refusal, says nothing of the case."""
        try:
            with self.env.cr.savepoint():
                answer = repr(call())
        except (UserError, ValueError, ValidationError) as error:
            answer = str(error)
            if refused:
                self.assertIsInstance(error, AccessError)
        else:
            self.assertFalse(refused, answer)
        for secret in self.secrets:
            self.assertNotIn(secret, answer)

    # ------------------------------------------------------------------
    # The dialogs
    # ------------------------------------------------------------------

    def test_all_dialogs_that_can_point_to_a_case(self):
        """The walk below meets those of Odoo as well as our own."""
        found = {dialog._name for dialog in self._get_dialogs()}
        self.assertLessEqual(
            {
                "complaint.answer.insert",
                "complaint.authority.reply",
                "complaint.notice",
                "complaint.extend",
                "complaint.merge",
                "complaint.penalty.decide",
                "complaint.penalty.propose",
                "mail.activity.schedule",
                "mail.compose.message",
                "mail.followers.edit",
                "portal.share",
            },
            found,
        )

    def test_dialogs_tell_nothing(self):
        """Made, filled in on the screen, or asked for defaults (R153)."""
        for dialog in self._get_dialogs():
            vals = self._complete(dialog, self._prepare_pointers(dialog))
            spec = self._prepare_spec(dialog)
            defaults = {f"default_{fname}": value for fname, value in vals.items()}
            context = {
                **defaults,
                "active_model": CASE,
                "active_id": self.case.id,
                "active_ids": self.case.ids,
            }
            for user in self.strangers:
                mine = dialog.with_user(user)
                ours = dialog._name.startswith("complaint.")
                with self.subTest(dialog=dialog._name, user=user.login):
                    for call in (
                        lambda m=mine, v=vals, s=spec: m.onchange(dict(v), [], s),
                        lambda m=mine, v=vals, s=spec: m.onchange(dict(v), list(v), s),
                        lambda m=mine, v=vals: m.create(dict(v)).read(),
                        lambda m=mine, c=context, s=spec: m.with_context(
                            **c
                        ).default_get(list(s)),
                        lambda m=mine, c=context, s=spec: m.with_context(**c).onchange(
                            {}, [], s
                        ),
                    ):
                        self._assert_tells_nothing(call, refused=ours)

    def test_they_open_for_who_may_read(self):
        """What is refused to strangers above is filled in for an officer."""
        for dialog in self._get_dialogs():
            if not dialog._name.startswith("complaint.") or not dialog.with_user(
                self.officer
            ).has_access("create"):
                continue
            vals = self._complete(dialog, self._prepare_pointers(dialog))
            if "penalty_id" in vals or "penalty_ids" in vals:
                continue
            mine = dialog.with_user(self.officer)
            with self.subTest(dialog=dialog._name):
                mine.onchange(dict(vals), [], self._prepare_spec(mine))
                self.assertTrue(mine.create(vals).read())

    def test_an_own_dialog_turns_to_no_other_case(self):
        """Neither written nor changed on the screen (R153)."""
        mine = self._create_case(user=self.outsider, user_id=self.outsider.id)
        for dialog in self._get_dialogs():
            if not dialog._name.startswith("complaint.") or dialog._name.startswith(
                "complaint.penalty"
            ):
                continue
            vals = self._prepare_pointers(dialog, mine)
            if not vals or not dialog.with_user(self.outsider).has_access("create"):
                continue
            with self.subTest(dialog=dialog._name):
                complete = self._complete(dialog, dict(vals))
                try:
                    own = dialog.with_user(self.outsider).create(complete)
                except UserError:
                    continue
                other = self._prepare_pointers(dialog)
                self._assert_tells_nothing(
                    lambda own=own, other=other: own.write(other), refused=True
                )
                spec = self._prepare_spec(dialog)
                self._assert_tells_nothing(
                    lambda own=own, other=other, spec=spec: own.onchange(
                        dict(other), list(other), spec
                    ),
                    refused=True,
                )

    def test_dialogs_of_others(self):
        """Whoever made a dialog reads it, and nobody else."""
        made = (
            self.env["complaint.notice"]
            .with_user(self.handler)
            .create({"complaint_id": self.case.id})
        )
        for user in self.strangers:
            with self.subTest(user=user.login):
                theirs = made.with_user(user)
                self.assertFalse(theirs.search([("id", "=", made.id)]))
                for call in (
                    lambda theirs=theirs: theirs.read(),
                    lambda theirs=theirs: theirs.web_read({"words": {}}),
                    lambda theirs=theirs: theirs.onchange({}, [], {"words": {}}),
                ):
                    self._assert_tells_nothing(call, refused=True)

    def test_no_dialog_computes_as_the_system(self):
        """Stored and related fields do, unless they say otherwise: so they say it."""
        wrong = [
            f"{name}.{field.name}"
            for name, model in self.env.registry.items()
            if model._transient and name.startswith("complaint.")
            for field in model._fields.values()
            if field.compute and field.compute_sudo
        ]
        self.assertFalse(wrong)

    # ------------------------------------------------------------------
    # Forms of what is kept
    # ------------------------------------------------------------------

    def test_no_new_record_tells(self):
        """A form of something new, about a case of somebody else (R153)."""
        for name, model in self.env.registry.items():
            if model._transient or model._abstract:
                continue
            record = self.env[name]
            pointers = record._get_case_pointers(True)
            if not pointers or not (
                record._belongs_to_case() or record._get_naming_fields()
            ):
                continue
            vals = self._prepare_pointers(record)
            spec = self._prepare_spec(record.with_user(self.outsider))
            for user in self.strangers:
                mine = record.with_user(user)
                if not mine.has_access("create"):
                    continue
                with self.subTest(model=name, user=user.login):
                    self._assert_tells_nothing(
                        lambda m=mine, v=vals, s=spec: m.onchange(dict(v), list(v), s),
                        refused=True,
                    )

    def test_a_link_that_is_there_stays(self):
        """Who works on a case with an earlier one that they may not read goes on."""
        case = self._create_case(user_id=self.outsider.id)
        case.sudo().parent_id = self.case
        result = case.with_user(self.outsider).onchange(
            {"parent_id": self.case.id, "name": "New"}, ["name"], {"name": {}}
        )
        self.assertNotIn("warning", result)
