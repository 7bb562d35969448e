# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The case moves on after entries were made: they stay, and somebody looks again.

No entry changes by itself. It is marked, with the reason, and the accountability
officers are told: not in the case, where nobody sees that there are entries.
"""

from odoo import models

ACCOUNTABILITY = "complaint_management.group_complaint_accountability"
REVIEW = "complaint_management.mail_activity_type_penalty_review"
# What has no effect needs no second look.
WITHOUT_EFFECT = ("waived", "dismissed")


class ComplaintPenalty(models.Model):
    _inherit = "complaint.penalty"

    def _is_unnamed(self):
        """Whether the decision that proposed it speaks of other people now."""
        self.ensure_one()
        case = self.complaint_id
        if self.origin != "verdict" or self.liability != "direct":
            return False
        return self.employee_id not in case.responsible_employee_ids

    def _ask_for_review(self, say):
        """Mark entries, which otherwise stay as they are, each with its reason.

        :param say: gives the reason for an entry, in its company's language
        """
        if not self:
            return
        by_reason = {}
        for entry in self:
            lang = entry.company_id.partner_id.lang or self.env.lang
            reason = say(entry.with_context(lang=lang))
            before = entry.needs_review and entry.review_reason
            text = "\n".join(filter(None, (before, reason)))
            by_reason.setdefault(text, []).append(entry.id)
        for text, ids in by_reason.items():
            self.browse(ids)._move(
                "review", {"needs_review": True, "review_reason": text}, text
            )
        self._schedule_review()

    def _after_act(self, act, reason):
        """Looked at by one: nobody else has to, and nothing is left to review."""
        result = super()._after_act(act, reason)
        if act in ("keep", "dismiss", "waive", "reverse"):
            self._search_tasks([REVIEW]).unlink()
            self.sudo().filtered("needs_review")._write_sealed({"needs_review": False})
        return result

    def _schedule_review(self):
        """Give each accountability officer of the company a task for each entry.

        But nobody a task about themselves. Who finds it settled closes it for all.
        """
        kind = self.env.ref(REVIEW).sudo()
        planned = set(self._search_tasks([REVIEW]).mapped("res_id"))
        vals_list = []
        for company, entries in self.grouped("company_id").items():
            for user in self._get_reviewing_officers(company):
                summary = kind.with_context(lang=user.lang).summary
                vals_list += [
                    {
                        "activity_type_id": kind.id,
                        "summary": summary,
                        "res_model_id": self.env["ir.model"]._get_id(self._name),
                        "res_id": entry.id,
                        "user_id": user.id,
                        "date_deadline": kind._get_date_deadline(),
                        "automated": True,
                    }
                    for entry in entries
                    if entry.id not in planned and not entry._is_about(user)
                ]
        quick = self.env["mail.activity"].sudo()
        quick.with_context(mail_activity_quick_update=True).create(vals_list)

    def _get_task_owner(self, task):
        """Another officer without a part in the entry; nobody else hears of it."""
        found = super()._get_task_owner(task)
        if task.activity_type_id == self.env.ref(REVIEW):
            # The others were asked as well.
            return found if self._search_tasks([REVIEW]) <= task else found.browse()
        return found

    def _get_reviewing_officers(self, company):
        return (
            self.env.ref(ACCOUNTABILITY)
            .sudo()
            .all_user_ids.filtered(
                lambda user: (
                    user.active and not user.share and company in user.company_ids
                )
            )
        )
