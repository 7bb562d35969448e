# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging
import xmlrpc.client

from odoo import api, models
from odoo.exceptions import AccessError

from ...tools.mail.incoming_mail import IncomingMail
from ...tools.mail.mending import mend
from ...tools.mail.reports import FAILED, get_report
from ..common.proof import Proof

_logger = logging.getLogger(__name__)

CASE = "complaint.complaint"
# Says that a mail that goes to a case goes now to the others that it is for.
_ELSEWHERE = Proof("complaint_elsewhere")


class MailThread(models.AbstractModel):
    """Mails to complaint mailboxes, and replies on cases, go their own way.

    All others are left to Odoo, which meets them before and after as usual.
    """

    _inherit = "mail.thread"

    @api.model
    def message_process(
        self,
        model,
        message,
        custom_values=None,
        save_original=False,
        strip_attachments=False,
        thread_id=None,
    ):
        """Let cases take in what is for them; they lose and refuse nothing."""
        usual = {
            "custom_values": custom_values,
            "save_original": save_original,
            "strip_attachments": strip_attachments,
            "thread_id": thread_id,
        }
        raw = message.data if isinstance(message, xmlrpc.client.Binary) else message
        raw = raw.encode("utf-8", "replace") if isinstance(raw, str) else bytes(raw)
        mail = IncomingMail(raw)
        cases = self.env[CASE]._as_the_house()
        door = cases._find_door(mail, model, custom_values, thread_id)
        if not door:
            return super().message_process(model, raw, **usual)
        self._check_is_mail_server()
        if cases._is_for_others_too(mail):
            try:
                with self.env.cr.savepoint():
                    super(MailThread, _ELSEWHERE.give(self)).message_process(
                        None, self._mend(raw), **{**usual, "thread_id": None}
                    )
            except Exception as error:
                _logger.info("Mail %s goes to a case only: %s", mail.message_id, error)
        # Notes on a case are in the language of its company, not of the mail server.
        house = cases.with_context(**door.company._get_complaint_voice())
        return house._take_in(
            mail,
            door._replace(
                with_attachments=not strip_attachments,
                with_original=save_original,
                # Odoo fetches a mail once, whatever happens to it.
                is_retried=not self.env.context.get("fetchmail_cron_running"),
            ),
        )

    @api.model
    def _mend(self, raw):
        """The bytes of a mail so that Odoo reads it as cases do; as it came if not."""
        try:
            return mend(raw).message.as_bytes()
        except Exception as error:
            _logger.info("A mail is left as it is: %s", error)
            return raw

    @api.model
    def _check_is_mail_server(self):
        """Let nobody put words into a complainant's mouth over the network.

        Odoo offers this entrance to every user who calls it; the mail server and its
        script are the system, or an administrator.

        :raises AccessError: somebody else calls
        """
        if not (self.env.su or self.env.user.has_group("base.group_system")):
            raise AccessError(
                self.env._("Only the mail server hands over mails to complaints.")
            )

    @api.model
    def message_route(
        self, message, message_dict, model=None, thread_id=None, custom_values=None
    ):
        """What goes to a case as well is routed to the others only."""
        routes = super().message_route(
            message,
            message_dict,
            model=model,
            thread_id=thread_id,
            custom_values=custom_values,
        )
        if not _ELSEWHERE.get(self.env):
            return routes
        return [route for route in routes if route[0] != CASE]

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """Who handles a case learns that a mail of it did not arrive.

        That one is delayed, has arrived or was read is no failure.
        """
        bounced_sudo = message_dict["bounced_message"].sudo()
        report = get_report(email_message)
        if report not in ("", FAILED) and bounced_sudo.model == CASE:
            case = self.env[CASE]._as_the_house().browse(bounced_sudo.res_id)
            for known in case.exists():
                known._note_report(report)
            return None
        result = super()._routing_handle_bounce(email_message, message_dict)
        bounced_sudo = message_dict["bounced_message"].sudo()
        if bounced_sudo and bounced_sudo.model == CASE:
            case = self.env[CASE]._as_the_house().browse(bounced_sudo.res_id)
            case.exists()._ask_to_reach_otherwise()
        return result
