# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the person an entry is about says to it: a statement, and an appeal."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime


class ComplaintPenalty(models.Model):
    _inherit = "complaint.penalty"

    def _give_statement(self, text):
        """The person says their side; more can be said until it is decided.

        An officer writes down what somebody without an account said.

        :param str text: in their words
        :raises AccessError: it is about somebody else, who can speak for themselves
        :raises UserError: nothing was said, or it was decided already
        """
        self.ensure_one()
        self._check_speaks()
        self._check_said(text)
        self._check_stage("state")
        said = [line for line in (self.sudo().statement, text.strip()) if line]
        self._move(
            "state",
            {"statement": "\n\n".join(said), "date_statement": fields.Datetime.now()},
        )

    def _appeal(self, text, late_reason=None):
        """The person appeals; the points do not count until that is decided.

        :param str text: in their words
        :param str late_reason: why an officer admits an appeal after its time
        :raises AccessError: it is about somebody else, who can speak for themselves
        :raises UserError: nothing to appeal against, or too late
        """
        self.ensure_one()
        # In time the person speaks for themselves, whatever reason is given.
        late_reason = self.is_appeal_over and (late_reason or "").strip()
        if late_reason:
            self._check_may_decide("appeal")
        else:
            self._check_speaks()
        self._check_not_final()
        self._check_said(text)
        self._check_stage("appeal")
        if not late_reason:
            self._check_in_time()
        self._move(
            "appeal",
            {
                "appeal": text.strip(),
                "date_appealed": fields.Datetime.now(),
                "late_appeal_reason": late_reason,
            },
            late_reason or None,
        )

    def _check_speaks(self):
        """Only the person speaks for themselves, as far as they have an account."""
        self.check_access("read")
        if self._filter_about(*self._get_oneself()):
            return
        self._check_officer()
        if self._get_employee_user():
            raise AccessError(
                self.env._("Only the person themselves can say that, as logged in.")
            )

    def _check_said(self, text):
        if not (text or "").strip():
            raise UserError(self.env._("Write down what there is to say."))

    def _check_in_time(self):
        """Refuse an appeal after its time, and say who can still admit it."""
        due = self.date_appeal_due
        if due and due < fields.Datetime.now():
            raise UserError(
                self.env._(
                    "An appeal was possible until %(date)s. If something kept you "
                    "from it, turn to an accountability officer of %(company)s, who "
                    "can admit it later with a reason.",
                    date=format_datetime(self.env, due, dt_format="short"),
                    company=self.sudo().company_id.name,
                )
            )

    def _check_not_final(self):
        if self.is_final:
            raise UserError(
                self.env._(
                    "%(entry)s is final. An accountability officer of %(company)s can "
                    "correct it by reversing it.",
                    entry=self.name,
                    company=self.sudo().company_id.name,
                )
            )
