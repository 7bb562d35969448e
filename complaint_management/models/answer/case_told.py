# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether the complainant knows our answer: who read it, or replied to it, does.

Nothing has to be told any more then: the deadlines end, tasks to call or write are
done, and a mail that failed does not matter (R46, R47).
"""

from odoo import fields, models

from ...tools.case.phases import follows
from .case_stand_in import ANSWER
from .mail_activity import STAND_INS

REPLIES = ("accepted", "rejected")


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    date_answer_read = fields.Datetime(
        string="Answer Read On",
        readonly=True,
        copy=False,
        help="When the complainant read our answer on their page, or replied to it.",
    )

    # ------------------------------------------------------------------
    # Knowing the answer
    # ------------------------------------------------------------------

    @follows("customer_response")
    def _hear_response(self):
        """Who replied to the answer has read it."""
        self.filtered(lambda case: case.customer_response in REPLIES)._know_answer()

    def _knows_answer(self):
        """Whether the complainant has read the answer that stands, or replied to it."""
        self.ensure_one()
        read, answered = self.date_answer_read, self.date_answered
        return bool(read and answered and read >= answered)

    def _know_answer(self):
        """The complainants know our answer, as they read it or replied to it."""
        now = fields.Datetime.now()
        news = self.sudo().filtered(
            lambda case: case.date_answered and not case._knows_answer()
        )
        if not news:
            return
        news._write_protected({"date_answer_read": now})
        news._went_out("answer", now)
        news.activity_unlink([ANSWER])
        news._after_answer_known()

    # ------------------------------------------------------------------
    # Not told yet
    # ------------------------------------------------------------------

    def _get_waiting_mails(self, informed=False):
        """A mail with the answer waits for nobody who knows the answer.

        :param bool informed: count these as well
        """
        mails = super()._get_waiting_mails()
        if informed:
            return mails
        knowing = {case.id for case in self.sudo() if case._knows_answer()}
        return mails.filtered(
            lambda mail: (
                mail.complaint_milestone != "answer" or mail.res_id not in knowing
            )
        )

    def _get_waiting_tasks(self):
        """Calls and letters that stand in for a mail, and were not made yet."""
        kinds = {
            self.env.ref(xmlid, raise_if_not_found=False)
            for xmlid in STAND_INS.values()
        }
        return self.sudo().activity_ids.filtered(
            lambda task: task.activity_type_id in kinds
        )

    def _compute_waiting_mail(self):
        """Nobody has called or written yet to who has no email."""
        result = super()._compute_waiting_mail()
        tasks = self._get_waiting_tasks().grouped("res_id")
        for complaint in self:
            waiting = tasks.get(complaint._origin.id)
            if waiting and not complaint.waiting_mail:
                complaint.waiting_mail = self.env._(
                    "%(task)s. The task is with %(who)s.",
                    task=waiting[0].summary or waiting[0].activity_type_id.name,
                    who=waiting[0].user_id.name or self.env._("nobody"),
                )
        return result
