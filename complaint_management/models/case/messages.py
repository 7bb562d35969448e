# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is told to whom: handlers, followers and the complainant."""

from markupsafe import Markup

from odoo import models
from odoo.fields import Domain

from ..common.proof import Proof

# Says that the product itself sends a mail.
BY_US = Proof("complaint_mail")
# Messages between people; the rest of the chatter is ours alone.
TALK = ("comment", "email", "email_outgoing")
# Whoever has this object may do things without mails, such as tests and measurements.
# Nobody who calls from outside can leave out by it what a complainant is owed.
NO_MAIL = Proof("complaint_no_mail")
REGISTERED = "complaint_management.mt_complaint_registered"
# What of the context says that no mails are wanted.
NO_MAIL_KEYS = (NO_MAIL.key, "complaint_demo")
# Says that cases are registered in bulk: who handles them is told once for all.
_BULK = Proof("complaint_bulk")


def wants_no_mail(env):
    """Whether the product itself wants no mails now; no remote call can say so."""
    return bool(NO_MAIL.get(env)) or loads_demo(env)


def loads_demo(env):
    """Whether demonstration data is loaded, which says so in words.

    They count while Odoo loads modules, or where no mails are wanted anyhow.
    """
    is_quiet = NO_MAIL.get(env) or not env.registry.ready
    return bool(env.context.get("complaint_demo") and is_quiet)


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    # ------------------------------------------------------------------
    # Staff
    # ------------------------------------------------------------------

    def _tell_handlers(self, quiet=False):
        """Let those who were given cases by routing follow them, and tell them.

        Whoever is written into ``user_id`` is told by the mail thread itself.

        :param bool quiet: follow, but send nothing
        """
        if self.env.context.get("tracking_disable"):
            return
        for user, complaints in self.filtered("user_id").grouped("user_id").items():
            complaints._in_bulk(False).with_context(
                mail_auto_subscribe_no_notify=quiet
                or self.env.context.get("mail_auto_subscribe_no_notify"),
            )._message_auto_subscribe({"user_id": user.id})

    def _in_bulk(self, is_bulk):
        """These cases, registered so that their handlers are told once for all."""
        return _BULK.give(self) if is_bulk else _BULK.take(self)

    def _is_in_bulk(self):
        return bool(_BULK.get(self.env))

    def _is_without_mail(self):
        return wants_no_mail(self.env)

    def _creation_subtype(self):
        if self._is_in_bulk():
            return super()._creation_subtype()
        # By its number, which is cached: asked for with each case.
        subtype_id = self.env["ir.model.data"]._xmlid_to_res_id(REGISTERED)
        return self.env["mail.message.subtype"].browse(subtype_id)

    def _creation_message(self):
        """What the log of a case begins with."""
        self.ensure_one()
        return {
            "suggestion": self.env._("Suggestion registered"),
            "inquiry": self.env._("Inquiry registered"),
        }.get(self.kind) or self.env._("Complaint registered")

    def _log_note(self, title, text=None):
        """Log a title and a text in the user's words, in one batch."""
        body = Markup("<b>%s</b>") % title
        if text:
            body += Markup("<br/>") + Markup("<br/>").join(text.splitlines())
        if self:
            self._message_log_batch(bodies=dict.fromkeys(self.ids, body))

    def _message_auto_subscribe(self, updated_values, followers_existing_policy="skip"):
        """In bulk, handlers follow their cases all at once: ``_tell_handlers``."""
        if self._is_in_bulk():
            return True
        return super()._message_auto_subscribe(
            updated_values, followers_existing_policy=followers_existing_policy
        )

    def _message_auto_subscribe_followers(self, updated_values, default_subtype_ids):
        """Who investigates or helps follows the case, and is told (R3)."""
        followers = super()._message_auto_subscribe_followers(
            updated_values, default_subtype_ids
        )
        users_sudo = self.env["res.users"].sudo()
        for fname in ("investigator_id", "backup_user_id"):
            user_sudo = users_sudo.browse(updated_values.get(fname))
            partner = user_sudo.filtered("active").partner_id
            if partner and partner.id not in [row[0] for row in followers]:
                is_other = user_sudo != self.env.user
                template = is_other and "mail.message_user_assigned"
                followers.append((partner.id, default_subtype_ids, template))
        return followers

    # ------------------------------------------------------------------
    # The complainant
    # ------------------------------------------------------------------

    def _send_or_schedule(self, milestone, template_xmlid, activity_xmlid, when):
        """Write to those who have an email; plan a call or letter for the rest.

        :param str milestone: what the message is for: "acknowledge" or "answer"
        :param str template_xmlid: the mail, sent in the complainant's language
        :param str activity_xmlid: what is planned for the handler, or whoever
            met the customer first
        :param datetime when: the moment of the step, in UTC
        """
        if self._is_without_mail():
            self._went_out(milestone, when)
            return
        by_mail = self.filtered("can_mail")
        if by_mail:
            by_mail._mail_customer(milestone, template_xmlid)
        nobody_to_tell = (self - by_mail).filtered(
            lambda complaint: complaint.identity_mode == "anonymous"
        )
        nobody_to_tell._went_out(milestone, when)
        others = self - by_mail - nobody_to_tell
        for user, complaints in others.grouped(
            lambda complaint: complaint._get_contact_person()
        ).items():
            complaints._plan_stand_in(activity_xmlid, user)

    def _went_out(self, milestone, when):
        """A message of ours reached the complainants; for the rooms that wait for it.

        :param str milestone: what it was for, "acknowledge", "answer" or "update";
            False for any other message
        :param datetime when: the moment at which it went out, in UTC
        """

    def _plan_stand_in(self, activity_xmlid, user, letter_url=None):
        """Ask somebody to call or write; for the room that knows the letters.

        :param str activity_xmlid: what is to be told
        :param user: who is asked
        :param str letter_url: where the letter is; by default the one that goes
            with the activity
        """

    def _get_contact_person(self):
        """Who speaks with the complainant: who is responsible for the case now."""
        self.ensure_one()
        return self._get_responsible()[self]

    def _mail_customer(self, milestone, template_xmlid):
        """Queue a mail to each complainant and keep it in the chatter.

        The queue sends after the commit: nobody is told what did not happen. What
        the mail is for counts as done once it has been sent.

        :param str milestone: what the mail is for
        :param str template_xmlid: the mail
        """
        apart = self.filtered(lambda case: case._is_addressed_apart())
        for cases in filter(None, (self - apart, *apart)):
            template = BY_US.give(self.env.ref(template_xmlid))
            template.send_mail_batch(
                cases.ids,
                email_layout_xmlid="mail.mail_notification_light",
                email_values=cases._prepare_customer_mail_vals(milestone),
            )
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _is_addressed_apart(self):
        """Whether mails go elsewhere than to the address on the case."""
        self.ensure_one()
        return False

    def _prepare_customer_mail_vals(self, milestone):
        """What a mail to the complainant is, besides what its template says."""
        return {
            # Machines that read it answer nothing (RFC 3834).
            "headers": repr({"Auto-Submitted": "auto-replied"})
            if milestone == "acknowledge"
            else False,
            "complaint_milestone": milestone,
            "message_type": "comment",
            "subtype_id": self.env.ref("mail.mt_comment").id,
            "is_notification": True,
        }

    def _is_word_of_ours(self, message):
        """Whether a person on our side wrote a message that leaves the house.

        :param message: a ``mail.message``, as sudo
        """
        author = message.author_id
        return (
            message.message_type in TALK
            and not message.is_internal
            and not message.subtype_id.internal
            and not author.partner_share
            and (author or message.message_type != "email")
        )

    def _get_customer_messages_domain(self):
        """Messages of these cases that are meant for the complainant too."""
        return (
            Domain("model", "=", self._name)
            & Domain("res_id", "in", self.ids)
            & Domain("message_type", "in", TALK)
            & Domain("is_internal", "=", False)
            & Domain("subtype_id", "!=", False)
            & Domain("subtype_id.internal", "=", False)
        )

    def _get_customer_messages(self):
        """What both sides wrote, oldest first; without notes.

        :return: ``mail.message``, as sudo
        """
        return (
            self.env["mail.message"]
            .sudo()
            .search(self._get_customer_messages_domain(), order="date, id")
        )
