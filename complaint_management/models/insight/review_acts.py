# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What people do with reviews."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .review_score import NONE
from .review_table import ACTS

TO_SCORE = "complaint_management.mail_activity_type_review"
TO_DISCUSS = "complaint_management.mail_activity_type_review_discuss"


class ComplaintReview(models.Model):
    _inherit = "complaint.review"
    # The handler answers what they do not write on.
    _access_to_act = "read"

    @api.model
    def _get_acts(self):
        return ACTS

    # ------------------------------------------------------------------
    # The acts
    # ------------------------------------------------------------------

    def action_score(self):
        """It is scored: from now on it stays as it is.

        :raises UserError: naming what is not scored yet
        """
        return self._act("score")

    def action_rework(self, reason=None):
        """The reviewer scores it again."""
        return self._act("rework", reason=reason)

    def action_discuss(self):
        """The handler reads it, to be talked about."""
        return self._act("discuss")

    def action_answer(self, words=None):
        """The handler answers.

        :param str words: in their own words
        :raises AccessError: it is about somebody else's work
        """
        return self._act("answer", words=words)

    def action_close(self):
        """It was talked about."""
        return self._act("close")

    def action_assign(self, reviewer_id=None):
        """Somebody else reviews it; what was scored so far is taken out.

        :param int reviewer_id: id of the user
        """
        return self._act("assign", reviewer_id=reviewer_id)

    def action_cancel(self, reason=None):
        """It is not reviewed."""
        return self._act("cancel", reason=reason)

    def action_ask(self):
        """Open the dialog that asks what an act needs; its name is in the context."""
        self.ensure_one()
        act = self.env.context.get("review_act")
        if act not in self._get_acts():
            raise UserError(self.env._("Choose what to do by the buttons."))
        return {
            "type": "ir.actions.act_window",
            "name": str(self.env._(self._get_acts()[act].label)),
            "res_model": "complaint.review.act",
            "view_mode": "form",
            "target": "new",
            "context": {"default_review_id": self.id, "default_act": act},
        }

    def action_open_case(self):
        """Open the case, as far as the user may read it."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "complaint.complaint",
            "res_id": self.complaint_id.id,
            "view_mode": "form",
        }

    # ------------------------------------------------------------------
    # Whether it may be
    # ------------------------------------------------------------------

    def _say_not_yours(self, act):
        self.ensure_one()
        who = {
            "reviewer": self.env._("its reviewer"),
            "handler": self.env._("who handled the case"),
            "planner": self.env._("its reviewer, or a complaint manager"),
        }
        return self.env._(
            "“%(act)s” on %(review)s is for %(who)s.",
            act=self.env._(act.label),
            review=self.display_name,
            who=who[act.role],
        )

    def _check_needs_closed_case(self, given):
        if self.is_on_hold:
            return self.env._(
                "its case was reopened: it is scored once that is closed again."
            )

    def _check_needs_scores(self, given):
        left = self.score_ids.filtered(lambda row: not row.score)
        if left:
            names = ", ".join(left.criterion_id.mapped("name"))
            return self.env._("score what is left: %s.", names)
        if all(row.score == NONE for row in self.score_ids):
            return self.env._("score at least one criterion, or cancel the review.")

    def _check_needs_alone(self, given):
        if self._get_twins().filtered("date_scored"):
            return self.env._(
                "somebody else has scored the same case, and you have read it: the "
                "scores stay as they are."
            )

    def _check_needs_handler(self, given):
        if not self._is_handler_here():
            return self.env._("who handled the case has left: close the review.")

    def _check_needs_talk(self, given):
        if self.state == "scored" and self._is_handler_here():
            return self.env._("discuss it with who handled the case first.")

    def _check_needs_words(self, given):
        if not (given.get("words") or "").strip():
            return self.env._("write down what there is to say.")

    def _check_needs_reviewer(self, given):
        user = self.env["res.users"].sudo().browse(given.get("reviewer_id")).exists()
        if not user:
            return self.env._("choose who reviews it.")
        if not self.sudo().complaint_id._lets_review(user):
            return self.env._("%s cannot review it: choose somebody else.", user.name)

    def _is_handler_here(self):
        """Whether the person whose work it is can still talk about it."""
        self.ensure_one()
        handler, case = self.sudo().handler_id, self.sudo().complaint_id
        if not handler._is_living():
            return False
        return handler.partner_id not in case._get_barred_partners()

    # ------------------------------------------------------------------
    # The move
    # ------------------------------------------------------------------

    def _prepare_act_vals(self, name, given):
        self.ensure_one()
        if name == "score":
            return {"date_scored": fields.Datetime.now()}
        if name == "rework":
            return {"date_scored": False}
        if name == "answer":
            return {"handler_words": self._add_words(given["words"])}
        if name == "assign":
            return {"reviewer_id": given["reviewer_id"], "good": False, "better": False}
        if name == "cancel":
            return {"end_reason": given["reason"]}
        return super()._prepare_act_vals(name, given)

    def _add_words(self, words):
        """What the handler says, after what they said before."""
        self.ensure_one()
        day = format_date(self.env, fields.Date.context_today(self))
        lines = (self.handler_words, f"{day}: {words.strip()}")
        return "\n\n".join(filter(None, lines))

    def _get_act_words(self, name, given):
        words = super()._get_act_words(name, given)
        if name == "answer":
            words.append(given["words"])
        if name == "assign":
            words.append(self.sudo().reviewer_id.name)
        return words

    def _after_act(self, name, given):
        result = super()._after_act(name, given)
        reviews_sudo = self.sudo()
        if name == "assign":
            reviews_sudo.score_ids.write({"score": False, "comment": False})
        if name == "answer":
            reviews_sudo.activity_feedback([TO_DISCUSS])
        self._plan_work()
        return result

    # ------------------------------------------------------------------
    # Tasks
    # ------------------------------------------------------------------

    def _plan_work(self):
        """Keep one task with who has to do something with it now."""
        reviews = self.sudo().with_context(mail_activity_quick_update=True)
        kinds, over = self._get_work_kinds(), self.env["mail.activity"].sudo()
        lacking = defaultdict(reviews.browse)
        for review in reviews:
            kind, user = review._get_work()
            tasks = review.activity_ids.filtered(
                lambda task: task.activity_type_id in kinds
            )
            kept = tasks.filtered(
                lambda task, kind=kind, user=user: (
                    kind
                    and task.activity_type_id == self.env.ref(kind)
                    and task.user_id == user
                )
            )[:1]
            over |= tasks - kept
            if kind and user and not kept:
                day = review.date_due if kind == TO_SCORE else None
                lacking[kind, user, day] |= review
        over.unlink()
        for (kind, user, day), together in lacking.items():
            there = together.with_context(lang=user.lang or self.env.lang)
            there.activity_schedule(kind, user_id=user.id, date_deadline=day)

    def _get_task_owner(self, task):
        """Who gives it to another reviewer; nobody reads it for its handler."""
        if task.activity_type_id != self.env.ref(TO_SCORE):
            return self.env["res.users"]
        people = self.sample_id.create_uid | self.company_id._get_complaint_people()
        return (people - task.user_id).filtered(self._lets_plan)

    def _lets_plan(self, user):
        """Whether somebody is here, reads it, and may give it to another reviewer."""
        there = self.with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids
        )
        return (
            user._works_in(self.company_id)
            and there.has_access("read")
            and there._is_planner()
        )

    @api.model
    def _get_work_kinds(self):
        """The kinds of tasks of which a review has one at a time."""
        return self.env.ref(TO_SCORE) | self.env.ref(TO_DISCUSS)

    def _get_work(self):
        """What has to be done next with it, and by whom; as sudo.

        :return: pair of the kind of task and the user; False for nothing
        """
        self.ensure_one()
        if self.state == "draft":
            return TO_SCORE, self.reviewer_id
        if self.state == "discussed" and not self.handler_words:
            return TO_DISCUSS, self.handler_id
        return False, self.env["res.users"]
