# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A case in which something came in and something was done, and who works on it."""

from datetime import timedelta

from odoo import SUPERUSER_ID, fields

from odoo.addons.complaint_management.models.common.evidence_mixin import SLIP

from ..common import MANAGER, OFFICER, USER
from .vault_common import CUSTODIAN, VaultCase

EVERYTHING = f"{USER},{OFFICER},{MANAGER},{CUSTODIAN}"
TODO = "mail.mail_activity_data_todo"


class EvidenceCase(VaultCase):
    """``case`` of ``customer``, handled by ``handler``.

    ``word`` came by mail with ``file``, ``note`` was written by the handler some time
    ago, ``step`` by the product; ``task`` was done.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create(
            {"name": "Li Wei", "email": "li.wei@example.com"}
        )
        cls.almighty = cls._create_user("case_almighty", EVERYTHING)
        cls.people = cls.handler | cls.officer | cls.manager | cls.custodian
        cls.people |= cls.almighty
        cls.case = cls._with_mail(
            cls._create_case(partner_id=cls.customer.id, user_id=cls.handler.id)
        )
        cls.custodian.group_ids |= cls.env.ref(OFFICER)
        cls.other = cls._with_mail(cls._create_case(user_id=cls.handler.id))
        cls.word = cls._receive(cls.case)
        cls.file = cls.word.attachment_ids
        cls.note = cls._write_note(cls.case, cls.handler)
        cls.case.with_user(cls.handler).action_acknowledge()
        cls.step = cls._get_messages(cls.case) - cls.word - cls.note
        cls.task = cls.case.activity_schedule(TODO, user_id=cls.handler.id)
        cls.task.with_user(cls.handler).action_feedback(feedback="Checked the meter")
        cls.contact = cls._log_contact(cls.case, summary="Promised 400")
        cls.apology = (
            cls.env["complaint.apology"]
            .with_user(cls.handler)
            .create({"complaint_id": cls.case.id, "medium": "phone"})
        )
        cls._let_time_pass()

    @classmethod
    def _receive(cls, case):
        """What the customer wrote by mail, as the gateway takes it in."""
        house = case.with_env(case.env(user=SUPERUSER_ID, su=True))
        return house.message_post(
            body="<p>The meters were swapped.</p>",
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            author_id=cls.customer.id,
            attachments=[("meter.txt", b"4711")],
        )

    @classmethod
    def _write_note(cls, case, user):
        return case.with_user(user).message_post(
            body="Swapped indeed", message_type="comment", subtype_xmlid="mail.mt_note"
        )

    @classmethod
    def _get_messages(cls, case):
        return cls.env["mail.message"].search(
            [("model", "=", case._name), ("res_id", "=", case.id)]
        )

    @classmethod
    def _let_time_pass(cls):
        """What was made so far was made longer ago than a slip is put right."""
        cls.env.flush_all()
        then = fields.Datetime.now() - SLIP - timedelta(minutes=1)
        for table in ("mail_message", "ir_attachment"):
            cls.env.cr.execute(f"UPDATE {table} SET create_date = %s", [then])
        cls.env.invalidate_all()

    def _take(self):
        """Everything that is kept of the case, as it stands."""
        self.env.flush_all()
        self.env.invalidate_all()
        env = self.env(su=True)
        messages = self._get_messages(self.case).with_env(env)
        files = messages.attachment_ids | env["ir.attachment"].search(
            [("res_model", "=", self.case._name), ("res_id", "=", self.case.id)]
        )
        tasks = (
            env["mail.activity"]
            .with_context(active_test=False)
            .search([("res_model", "=", self.case._name)])
        )
        return [
            self._copy(messages, MESSAGE_FIELDS),
            self._copy(files, ("name", "raw", "res_model", "res_id", "access_token")),
            self._copy(tasks, ("active", "summary", "feedback", "user_id", "res_id")),
            self._copy(messages.notification_ids, ("notification_status",)),
            self._copy(messages.tracking_value_ids, ("old_value_char",)),
            self._copy(self.case.sudo().apology_ids, ("complaint_id", "words")),
            self._copy(self.case.sudo().contact_ids, ("complaint_id",)),
            self._copy(self.case.sudo().transition_ids, ("name", "reason")),
        ]

    def _copy(self, records, fnames):
        return {
            (record._name, record.id): {
                fname: record._fields[fname].convert_to_write(record[fname], record)
                for fname in fnames
            }
            for record in records
        }


MESSAGE_FIELDS = (
    "author_id",
    "body",
    "date",
    "email_from",
    "message_type",
    "model",
    "parent_id",
    "res_id",
    "subject",
    "subtype_id",
    "attachment_ids",
    "partner_ids",
)
