# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which models keep evidence, and what their threads let nobody do."""

from odoo import models
from odoo.exceptions import AccessError

from ..case.messages import BY_US


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    # Whether what hangs on records of a model is kept: ``complaint.evidence.mixin``.
    _keeps_evidence = False

    def _check_can_update_message_content(self, messages):
        """Whoever wrote a note puts it right at once; all else stays.

        Odoo asks here, and writes as the system.

        :raises AccessError: it is no fresh note of theirs
        """
        result = super()._check_can_update_message_content(messages)
        asked = messages.with_env(self.env(su=False))
        kept = asked._filter_evidence()
        if not asked.env.su and kept - kept._filter_own_fresh_notes():
            raise AccessError(
                self.env._(
                    "Only your own internal notes can be changed, for 15 minutes. "
                    "Write another message; what must not be kept, a custodian of "
                    "identities removes with a reason."
                )
            )
        return result

    def _message_update_content(self, message, /, *, strict=True, **kwargs):
        """Put a note right as the system, once its author was found to be asking."""
        if strict and self._keeps_evidence:
            self._check_can_update_message_content(message.sudo())
            message = message.sudo()
        return super()._message_update_content(message, strict=strict, **kwargs)

    def _get_allowed_message_params(self):
        """What a person writes on a case is a comment, and no incoming mail."""
        params = super()._get_allowed_message_params()
        return params - {"message_type"} if self._keeps_evidence else params

    def message_change_thread(self, new_thread, new_parent_message=False):
        """Move no words out of a case, or into it.

        :raises AccessError: somebody asks for it
        """
        if not self.env.su and (
            self._keeps_evidence or getattr(new_thread, "_keeps_evidence", False)
        ):
            raise AccessError(self.env["mail.message"]._say_evidence())
        return super().message_change_thread(
            new_thread, new_parent_message=new_parent_message
        )

    def _notify_thread_with_out_of_office(
        self, message, recipients_data, msg_vals=False, **kwargs
    ):
        """Who is away answers by the system, in their own name."""
        thread = self.sudo() if self._keeps_evidence else self
        return super(MailThread, thread)._notify_thread_with_out_of_office(
            message, recipients_data, msg_vals=msg_vals, **kwargs
        )


class MailTemplate(models.Model):
    _inherit = "mail.template"

    def send_mail_batch(
        self,
        res_ids,
        force_send=False,
        raise_exception=False,
        email_values=None,
        email_layout_xmlid=False,
    ):
        """Send about cases what the template says, and nothing else.

        Odoo lets every colleague replace author, words and recipients by a remote
        call, and creates the message as the system.

        :raises AccessError: values are given by anybody but the product
        """
        is_ours = self.env.su or bool(BY_US.get(self.env))
        keepers = self.env["mail.message"]._get_evidence_keepers()
        if email_values and not is_ours and self.model in keepers:
            raise AccessError(
                self.env._(
                    "Write to a customer from the case itself, in your own name."
                )
            )
        # Nor does a context put words of somebody else into a mail of ours.
        words = self.env.context.get("complaint_words") if is_ours else None
        unmarked = BY_US.take(self).with_context(complaint_words=words)
        return super(MailTemplate, unmarked).send_mail_batch(
            res_ids,
            force_send=force_send,
            raise_exception=raise_exception,
            email_values=email_values,
            email_layout_xmlid=email_layout_xmlid,
        )


class ComplaintPartMixin(models.AbstractModel):
    _inherit = "complaint.part.mixin"

    _keeps_evidence = True
