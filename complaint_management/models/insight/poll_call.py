# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Asking by phone those customers who have no email address (R168)."""

from markupsafe import Markup

from odoo import api, fields, models, tools

from ...tools.insight.sampling import draw
from .poll_invitation import PAGE

TO_CALL = "complaint_management.mail_activity_type_poll_call"


class ComplaintPoll(models.Model):
    _inherit = "complaint.poll"

    calls = fields.Integer(
        string="Calls in a Round",
        aggregator=None,
        tracking=True,
        help="So many customers without an email address are called: the owner of the "
        "survey has a task for each. 0: nobody.",
    )

    _calls_not_negative = models.Constraint(
        "CHECK (calls >= 0)", "The calls in a round are zero or more."
    )

    def _filter_to_call(self, partners):
        """Those of the contacts who are called: customers with a phone number only.

        :param partners: ``res.partner``, as sudo
        """
        if not (self.calls and self.user_id and self.audience == "customers"):
            return partners.browse()
        silent = partners.filtered(
            lambda one: not one.email_normalized and one._can_be_called()
        )
        return self._leave_in_peace(silent)

    def _draw_calls(self, people, seed):
        """Whom of these chance chooses to be called."""
        return draw(people, 100, seed, self.calls) if people else []


class ComplaintPollInvitation(models.Model):
    _inherit = "complaint.poll.invitation"

    by_phone = fields.Boolean()
    call_id = fields.Many2one(
        comodel_name="mail.activity",
        ondelete="set null",
        index="btree_not_null",
        help="The task to call them.",
    )

    def _filter_ready(self):
        calls = self.filtered("by_phone")
        ready = super(ComplaintPollInvitation, self - calls)._filter_ready()
        return ready + calls.filtered(
            lambda row: (
                row.partner_id._can_be_called()
                and row.round_id.poll_id.user_id._works_in(row.company_id)
            )
        )

    def _send(self):
        calls = self.filtered("by_phone")
        for row in calls:
            row._plan_call()
        return super(ComplaintPollInvitation, self - calls)._send()

    # ------------------------------------------------------------------
    # The page for the answer
    # ------------------------------------------------------------------

    def _make_token(self):
        """Of a call nobody is sent a link: it can be made again for who calls."""
        self.ensure_one()
        if not self.by_phone:
            return super()._make_token()
        return tools.hmac(self.env(su=True), "complaint_poll_call", self.id)

    def _get_call_path(self):
        """Where who calls writes the answer down: it is nothing to who does not."""
        self.ensure_one()
        return f"{PAGE}/call/{self.id}"

    @api.model
    def _find_call(self, call_id):
        """Somebody whom the user may call: their survey, or they read its answers.

        :param int call_id: as it stands in ``_get_call_path``
        :return: as sudo; empty where it is not theirs
        """
        call = self.sudo().browse(call_id).exists()
        if not (call.by_phone and call.state == "asked"):
            return call.browse()
        user, asked = self.env.user, call.round_id
        is_owner = asked.poll_id.user_id == user and user._works_in(call.company_id)
        may_call = is_owner or asked.with_env(self.env).has_access("read")
        return call if may_call else call.browse()

    # ------------------------------------------------------------------
    # The task
    # ------------------------------------------------------------------

    def _plan_call(self):
        """A task to call, with the way to the page for the answer.

        The task, and what it leaves when it is done, is read by all who read the
        contact: the token of the page does not stand in it.
        """
        self.ensure_one()
        owner = self.round_id.poll_id.user_id
        there = self.with_context(lang=owner.lang or self.env.lang)
        self.call_id = self.partner_id.activity_schedule(
            TO_CALL,
            user_id=owner.id,
            date_deadline=self.round_id.date_end,
            summary=there.round_id._get_question(),
            note=Markup('<p>%s</p><p><a href="%s">%s</a></p>')
            % (
                there.env._("Call %s, and ask.", self.partner_id.name),
                f"{self.company_id.get_base_url()}{self._get_call_path()}",
                there.env._("Write down the answer"),
            ),
        )

    def _answer(self, token, score, comment=""):
        """Who was called has answered: the task is done."""
        result = super()._answer(token, score, comment)
        self.call_id.filtered("active").action_feedback()
        return result

    def _refuse_surveys(self):
        """Also by phone: the number goes on Odoo's list of such numbers."""
        result = super()._refuse_surveys()
        number = self.by_phone and self.partner_id.phone_sanitized
        if number:
            words = self.env._("Wants to be asked by no survey any more.")
            self.env["phone.blacklist"]._add([number], message=words)
        self._call_off()
        return result

    def _call_off(self):
        """Nobody has to call them any more; as sudo."""
        self.call_id.filtered("active").unlink()


class ComplaintPollRound(models.Model):
    _inherit = "complaint.poll.round"

    def _stop_asking(self):
        """Nor is anybody called whose answer would not be taken any more."""
        result = super()._stop_asking()
        calls = self.env["complaint.poll.invitation"].search(
            [("round_id", "in", self.ids), ("call_id", "!=", False)]
        )
        calls._call_off()
        return result


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _can_be_called(self):
        """Whether there is somebody with a number who does not mind; for surveys."""
        self.ensure_one()
        return bool(self.active and self.phone and not self.phone_blacklisted)
