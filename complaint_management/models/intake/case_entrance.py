# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One entrance for everything that people outside send in: mail, form, portal."""

import hashlib

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools.mail import email_normalize_all

from ..protection.vault_record import IDENTITY_FIELDS

# What somebody outside may say about their case.
OUTSIDE_FIELDS = frozenset(
    {
        *IDENTITY_FIELDS,
        "kind",
        "name",
        "description",
        "demand",
        "identity_mode",
        "category_id",
        "company_id",
        "channel_id",
        "team_id",
        "lang",
        "date_received",
        "parent_id",
        "tag_ids",
        "is_suspected_spam",
        "source_url",
        "on_behalf",
        "representative_relation",
        "answers_to",
    }
)
# Automatic acknowledgements to one address are counted over this time.
DAY = 24 * 3600
# Shown to nobody: whether a text is the same submission needs no more.
SUBMISSION_LENGTH = 64


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    submission_key = fields.Char(
        groups=fields.NO_ACCESS, copy=False, size=SUBMISSION_LENGTH
    )
    is_suspected_spam = fields.Boolean(
        string="Perhaps Spam",
        copy=False,
        help="It is not acknowledged until somebody says that it is none.",
    )

    _submission_uniq = models.UniqueIndex(
        "(submission_key) WHERE submission_key IS NOT NULL",
        "This was sent already.",
    )

    @api.model
    def _register_from_outside(self, vals, files=(), submission=None):
        """Register what somebody outside sent, and acknowledge it.

        The same submission, sent twice by a double click or a retry, is one case.

        :param dict vals: values of ``OUTSIDE_FIELDS``; texts are safe HTML already
        :param files: as in ``_store_files``
        :param str submission: what the form was given when it was shown, if it has
            something like that
        :return: the case, as the system sees it
        :raises ValueError: a value that nobody outside may give
        """
        unknown = set(vals) - self._get_outside_fields()
        if unknown:
            raise ValueError(f"Not for people outside: {sorted(unknown)}")
        house = self._as_the_house()
        key = submission and house._get_submission_key(submission)
        known = key and house.with_context(active_test=False).search(
            [("submission_key", "=", key)]
        )
        if known:
            return known
        complaint = house._register_once({**vals, "submission_key": key})
        complaint._attach_from_complainant(files)
        complaint._acknowledge_by_itself()
        # Now, as the house: what is written at the end is written as the sender.
        house.env.flush_all()
        return complaint

    @api.model
    def _get_outside_fields(self):
        """What may be said of a new case by whoever comes in here."""
        return OUTSIDE_FIELDS

    @api.model
    def _register_once(self, vals):
        """Register a case; who sends the same at the same moment finds this one.

        :raises ConcurrencyError: another request has just registered the same
            submission; this one is tried again, and finds it
        """
        company = self.env["res.company"].browse(vals.get("company_id") or [])
        door = self.with_company(company or self.env.company)
        try:
            with self.env.cr.savepoint():
                return door.create(vals)
        except UniqueViolation as error:
            if vals["submission_key"]:
                raise ConcurrencyError("The same submission came twice.") from error
            raise

    @api.model
    def _get_submission_key(self, submission):
        return hashlib.sha256(submission.encode()).hexdigest()

    def _attach_from_complainant(self, files):
        """Keep what was sent along, where the complainant sees it too.

        Nobody is told twice: who handles the case hears of the case.

        :param files: as in ``_store_files``
        """
        attachments = self._store_files(files).attachments
        if not attachments:
            return
        message = self._message_log(
            body=self.env._("Sent along"),
            message_type="comment",
            attachment_ids=attachments.ids,
            **self._prepare_complainant_author(),
        )
        message.write(
            {"subtype_id": self.env.ref("mail.mt_comment").id, "is_internal": False}
        )

    # ------------------------------------------------------------------
    # Acknowledging by itself
    # ------------------------------------------------------------------

    def _acknowledge_by_itself(self):
        """Tell those who wrote to us that it arrived: once a case, never to a loop.

        Where the company wants a person to do it, or the same address was told too
        often today, the case stays new and somebody is asked (R53).
        """
        house = self._as_the_house().filtered(
            lambda case: (
                case.state == "new"
                and not case.is_suspected_spam
                and case.company_id.complaint_auto_acknowledge
            )
        )
        for complaint in house:
            if complaint._check_need_way_to_reach({}):
                continue
            if complaint._is_told_too_often():
                complaint._ask_to_acknowledge()
            else:
                complaint._transition("acknowledge")

    def _is_told_too_often(self):
        """Whether an address that is written to got its acknowledgements of the day.

        There are two where the complainant and who speaks for them are answered;
        each is counted.
        """
        self.ensure_one()
        throttle = self.env["complaint.throttle"]
        limit = self.company_id.complaint_ack_limit
        return any(
            [
                throttle._is_exceeded("acknowledge", email, limit, DAY)
                for email in set(email_normalize_all(self._get_reach().email))
            ]
        )

    def _ask_to_acknowledge(self):
        self.activity_schedule(
            "complaint_management.mail_activity_type_acknowledge",
            user_id=self._get_contact_person().id,
            note=self.env._(
                "This address has had several automatic acknowledgements today. "
                "Look whether it writes by itself before you answer."
            ),
        )
