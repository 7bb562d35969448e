# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was answered by word of mouth needs no call any more (R6, R7)."""

from odoo import models
from odoo.tools import html2plaintext

from ..case.life_cycle import TRANSITIONS
from ..common.proof import Proof

# Says that an answer was spoken.
SPOKEN = Proof("complaint_spoken")


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def action_answer_orally(self):
        """Record an inquiry as answered in the talk, and close it: one click.

        The answer that was given is kept with the case; nobody is called or written to.

        :raises UserError: something is missing, as the answer that was given
        """
        self.check_access("write")
        step = TRANSITIONS["answer_inquiry"]
        self._check_actor(step)
        self._check_source(step, override=False)
        self.env["complaint.contact"].create(
            [complaint._prepare_oral_answer_vals() for complaint in self]
        )
        SPOKEN.give(self)._transition("answer_inquiry")
        close = TRANSITIONS["close"]
        done = self.filtered(
            lambda case: (
                case._is_actor(close)
                and not case._get_missing(close.needs + close.musts)
            )
        )
        return done._transition("close") if done else True

    def _prepare_oral_answer_vals(self):
        """The contact in which an inquiry was answered."""
        self.ensure_one()
        medium = self._get_talk()
        return {
            "complaint_id": self.id,
            "direction": "in" if medium else "out",
            "medium": medium or "phone",
            "purpose": "answer",
            "answered": True,
            "summary": html2plaintext(self.answer or "").strip(),
        }

    def _was_told_answer(self):
        """Whether the answer was given in a contact since it was decided."""
        self.ensure_one()
        since = self._get_last_log("approve").date or self.date_received
        return any(
            contact.purpose == "answer"
            and contact.date >= since
            and contact._is_heard()
            for contact in self.sudo().contact_ids
        )

    def _send_or_schedule(self, milestone, template_xmlid, activity_xmlid, when):
        """Who has heard the answer is not called to hear it."""
        told = self.browse()
        if milestone == "answer":
            is_spoken = bool(SPOKEN.get(self.env))
            told = self.filtered(
                lambda case: (
                    is_spoken or (not case.can_mail and case._was_told_answer())
                )
            )
            told._went_out("answer", when)
        rest = self - told
        return super(ComplaintComplaint, rest)._send_or_schedule(
            milestone, template_xmlid, activity_xmlid, when
        )
