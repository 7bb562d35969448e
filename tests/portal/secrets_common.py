# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A case full of secrets: every internal field and record around it has its own."""

import json
from itertools import count

from odoo.exceptions import AccessError, UserError

from .common import PortalCase

# The complainant's own words, and our answer to them.
SHOWN = {
    "name",
    "description",
    "demand",
    "answer",
    "customer_change",
    "refusal_reason",
    "number",
    # The number again, as searches compare it.
    "number_key",
}
CASE = "complaint.complaint"


class SecretsCase(PortalCase):
    """``secrets`` says where each planted word stands."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._numbers = count(1)
        cls.secrets = {}
        cls._answer_with_secrets()
        cls._plant_in_fields()
        cls._plant_around()
        cls.env.flush_all()
        cls.case.invalidate_recordset()
        # What was planted in the contact data is the complainant's own.
        cls.case.sudo()._know_current()
        cls.env.flush_all()

    @classmethod
    def _make_secret(cls, where):
        secret = f"PLANTED{next(cls._numbers):04d}X"
        cls.secrets[secret] = where
        return secret

    @classmethod
    def _answer_with_secrets(cls):
        """Work on the case with secrets in everything that people write."""
        people = cls.env["hr.employee"].create(
            [{"name": cls._make_secret(where)} for where in ("accused", "to blame")]
        )
        units = cls.env["hr.department"].create(
            [{"name": cls._make_secret(where)} for where in ("accused", "to blame")]
        )
        cause = cls.env["complaint.cause"].create({"name": cls._make_secret("cause")})
        cls.case.write(
            {
                "complained_employee_ids": people[0].ids,
                "complained_department_ids": units[0].ids,
            }
        )
        cls._bring_to(cls.case, "investigating")
        as_handler = cls.case.with_user(cls.handler)
        as_handler._hold(
            cls._make_secret("pause reason"), cls._make_secret("asked"), "department", 5
        )
        as_handler._resume(cls._make_secret("resumed"))
        as_handler.message_post(
            body=cls._make_secret("note"),
            message_type="comment",
            subtype_xmlid="mail.mt_note",
            attachments=[(f"{cls._make_secret('file')}.txt", b"secret")],
        )
        as_handler.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=cls.handler.id,
            summary=cls._make_secret("activity"),
            note=cls._make_secret("activity note"),
        )
        cls._log_contact(
            cls.case, summary=cls._make_secret("contact"), medium="phone", mood="1"
        )
        cls._bring_to(cls.case, "proposed")
        cls.case.write(
            {
                "finding": cls._make_secret("finding"),
                "decision": cls._make_secret("decision"),
                "fault_level": "violation",
                "cause_id": cause.id,
                "cause_told": True,
                "responsible_employee_ids": people[1].ids,
                "responsible_department_ids": units[1].ids,
            }
        )
        cls._bring_to(cls.case, "pending")
        cls.case.with_user(cls.manager).action_refuse(
            reason=cls._make_secret("sent back")
        )
        cls._bring_to(cls.case, "answered")
        cls.case.with_user(cls.manager)._transition(
            "resolve", reason=cls._make_secret("override"), override=True
        )
        cls.case.customer_response = "accepted"
        cls._bring_to(cls.case, "closed")

    @classmethod
    def _plant_in_fields(cls):
        """Fill every stored text of the case by SQL, past all rules."""
        for name, field in cls.case._fields.items():
            if (
                not field.store
                or not field.column_type
                or field.type not in ("char", "text", "html")
                or name in SHOWN | {"access_token", "submission_key"}
                or field.column_type[0] not in ("varchar", "text")
            ):
                continue
            cls.env.cr.execute(
                f'UPDATE complaint_complaint SET "{name}" = %s WHERE id = %s',
                (cls._make_secret(name), cls.case.id),
            )

    @classmethod
    def _plant_around(cls):
        """Names of what the case points at, a stranger's case, and old messages."""
        for fname in ("category_id", "team_id", "department_id", "channel_id"):
            record = cls.case[fname]
            record.name = cls._make_secret(fname)
        cls.strange.name = cls._make_secret("another customer's case")
        cls.strange._post_from_complainant(cls._make_secret("another's message"))
        cls.env["ir.attachment"].create(
            {
                "name": cls._make_secret("attachment"),
                "raw": b"secret",
                "res_model": CASE,
                "res_id": cls.case.id,
            }
        )

    def _assert_clean(self, text, what):
        text = text if isinstance(text, str) else json.dumps(text, default=str)
        leaks = [where for secret, where in self.secrets.items() if secret in text]
        self.assertFalse(leaks, f"{what} tells: {leaks}")

    def _assert_closed(self, call, what="It"):
        """The call raises, in words for people and not with a programming error."""
        try:
            with self.env.cr.savepoint():
                result = call()
                self.env.flush_all()
        except (AccessError, UserError, ValueError):
            return
        self.fail(f"{what} is open, and gives {result}")

    def _try(self, what, call):
        """The call is refused, or tells no secret."""
        try:
            with self.env.cr.savepoint():
                result = call()
        except (AccessError, UserError, LookupError, TypeError, ValueError) as error:
            result = str(error)
        self._assert_clean(result, what)
        return result
