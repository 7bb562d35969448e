# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Asking by phone those customers who have no email address (R168)."""

from markupsafe import Markup

from odoo import fields, models

from ...tools.insight.sampling import draw

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

    def _find_to_call(self):
        """Customers who have a phone number only.

        :return: ids of contacts
        """
        self.ensure_one()
        poll = self.sudo().with_context(active_test=True)
        if not (poll.calls and poll.user_id and poll.audience == "customers"):
            return []
        customers = self.env["res.partner"].sudo().browse(poll._find_customers())
        silent = customers.filtered(
            lambda one: one.active and one.phone and not one.email_normalized
        )
        return poll._leave_in_peace(silent).ids

    def _draw_calls(self, people, seed):
        """Whom of these chance chooses to be called."""
        return draw(people, 100, seed, self.calls) if people else []


class ComplaintPollInvitation(models.Model):
    _inherit = "complaint.poll.invitation"

    by_phone = fields.Boolean()

    def _filter_ready(self):
        calls = self.filtered("by_phone")
        ready = super(ComplaintPollInvitation, self - calls)._filter_ready()
        return ready + calls.filtered(
            lambda row: (
                row.partner_id.active
                and row.partner_id.phone
                and row.round_id.poll_id.user_id._works_in(row.company_id)
            )
        )

    def _send(self):
        calls = self.filtered("by_phone")
        for row in calls:
            row._plan_call()
        return super(ComplaintPollInvitation, self - calls)._send()

    def _plan_call(self):
        """A task to call, with the page on which the answer is written down."""
        self.ensure_one()
        owner = self.round_id.poll_id.user_id
        there = self.with_context(lang=owner.lang or self.env.lang)
        self.partner_id.activity_schedule(
            TO_CALL,
            user_id=owner.id,
            date_deadline=self.round_id.date_end,
            summary=there.round_id._get_question(),
            note=Markup('<p>%s</p><p><a href="%s">%s</a></p>')
            % (
                there.env._("Call %s, and ask.", self.partner_id.name),
                self._get_url(),
                there.env._("Write down the answer"),
            ),
        )

    def _answer(self, token, score, comment=""):
        """Who was called has answered: the task is done."""
        result = super()._answer(token, score, comment)
        if self.by_phone:
            self.partner_id.activity_feedback([TO_CALL])
        return result
