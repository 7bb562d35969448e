# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_datetime

from ...tools.answer.wording import say_exactly
from ..case.life_cycle import MANAGER
from .target import UNITS


class ComplaintExtension(models.Model):
    """More time for a deadline: asked for with a reason, and approved (rule 4).

    It is asked for before the deadline passes, approved by a manager who does not
    handle the case, and never reaches past the longest time of the deadline.
    """

    _name = "complaint.extension"
    _description = "Complaint Deadline Extension"
    _inherit = ["complaint.part.mixin"]
    _order = "id desc"
    _rec_name = "clock_id"

    clock_id = fields.Many2one(
        comodel_name="complaint.clock",
        string="Deadline",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    unit = fields.Selection(selection=UNITS, readonly=True, required=True)
    amount = fields.Float(
        string="More Time", digits=(12, 2), required=True, readonly=True
    )
    reason = fields.Text(required=True, readonly=True)
    state = fields.Selection(
        selection=[
            ("requested", "To decide"),
            ("approved", "Approved"),
            ("refused", "Refused"),
        ],
        required=True,
        default="requested",
        readonly=True,
        index=True,
    )
    requested_by_id = fields.Many2one(
        comodel_name="res.users", string="Asked By", required=True, readonly=True
    )
    approver_id = fields.Many2one(
        comodel_name="res.users",
        string="Decides",
        required=True,
        readonly=True,
        index=True,
    )
    activity_id = fields.Many2one(
        comodel_name="mail.activity",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    date_decided = fields.Datetime(string="Decided On", readonly=True)
    date_due_before = fields.Datetime(string="Due Before", readonly=True)
    date_due_after = fields.Datetime(string="Due After", readonly=True)
    date_due_asked = fields.Datetime(
        string="Would Be Due",
        compute="_compute_date_due_asked",
        help="When the deadline would be due with the time that is asked for.",
    )
    cap_date = fields.Datetime(related="clock_id.cap_date", string="At the Latest")

    _one_request_uniq = models.UniqueIndex(
        "(clock_id) WHERE state = 'requested'",
        "An extension of this deadline is waiting for a decision already.",
    )

    @api.depends("state", "amount", "clock_id.date_due")
    def _compute_date_due_asked(self):
        for extension in self:
            waits = extension.state == "requested"
            extension.date_due_asked = waits and (
                extension.clock_id.sudo()._get_extended_due(extension.amount)
            )

    @api.model
    def _request(self, clock, amount, reason, approver):
        """Ask for more time, or give it at once when the approver asks.

        :param clock: the deadline
        :param float amount: how much more, in its unit
        :param str reason: why it cannot be kept
        :param approver: the manager who decides
        :return: the extension
        :raises UserError: the deadline passed, or its longest time would be passed
        """
        clock.ensure_one()
        clock.complaint_id.check_access("write")
        clock._check_extension(amount)
        self._check_none_waits(clock)
        self._check_approver(clock, approver)
        extension = self.sudo().create(
            {
                "complaint_id": clock.complaint_id.id,
                "clock_id": clock.id,
                "unit": clock.unit,
                "amount": amount,
                "reason": reason,
                "requested_by_id": self.env.uid,
                "approver_id": approver.id,
                "date_due_before": clock.date_due,
            }
        )
        extension = extension.with_env(self.env)
        if approver == self.env.user:
            extension.action_approve()
        else:
            extension._ask_approver()
        return extension

    @api.model
    def _check_none_waits(self, clock):
        waiting = Domain("clock_id", "=", clock.id) & Domain("state", "=", "requested")
        if self.sudo().search_count(waiting, limit=1):
            raise UserError(
                self.env._(
                    "More time for this deadline was asked for already, and waits for "
                    "a decision."
                )
            )

    @api.model
    def _check_approver(self, clock, approver):
        """Nobody is asked, and so told, who may not decide (R153)."""
        if approver not in clock.complaint_id._get_extension_approvers():
            raise UserError(
                self.env._(
                    "Choose a manager who may decide: neither the handler of the "
                    "case nor somebody it complains about."
                )
            )

    def _ask_approver(self):
        self.ensure_one()
        self.sudo().activity_id = self.complaint_id.activity_schedule(
            "complaint_management.mail_activity_type_extension",
            user_id=self.approver_id.id,
            note=self.reason,
        )

    def _ask_another_approver(self, user):
        """Who was asked has left: somebody else decides; called as sudo."""
        self.approver_id = user

    def action_approve(self):
        """Give the time that was asked for (R54).

        :raises UserError: the user may not decide, or the longest time is passed
        """
        self._check_decides()
        for extension in self.sudo():
            clock = extension.clock_id
            clock.with_env(self.env)._check_extension(extension.amount)
            clock._extend(extension.amount, extension.reason)
            extension._decide("approved")
        return True

    def action_refuse(self):
        """Leave the deadline as it is.

        :raises UserError: the user may not decide
        """
        self._check_decides()
        self.sudo()._decide("refused")
        return True

    def _decide(self, state):
        """Record the decision, tell it in the chatter, and close the activity."""
        for extension in self:
            extension.write(
                {
                    "state": state,
                    "approver_id": self.env.uid,
                    "date_decided": fields.Datetime.now(),
                    "date_due_after": extension.clock_id.date_due,
                }
            )
            complaint = extension.complaint_id.with_env(self.env)._in_house()
            complaint._log_note(
                extension.with_env(complaint.env)._say_decision(), extension.reason
            )
            extension.activity_id._action_done()

    def _say_decision(self):
        """What was decided, for who reads it next year and elsewhere."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "Extension of “%(milestone)s” – %(decision)s; due %(due)s",
            milestone=self.clock_id.display_name,
            decision=labels[self.state],
            due=say_exactly(self.env, self.date_due_after),
        )

    def _check_decides(self):
        """Only an impartial manager decides, and only once.

        :raises UserError: naming what stands against it
        """
        self.complaint_id.check_access("write")
        for extension in self:
            if extension.state != "requested":
                raise UserError(extension._say_decided())
            if not self.env.user.has_group(MANAGER):
                raise UserError(
                    self.env._(
                        "A manager decides on extensions. %s",
                        extension.complaint_id._say_whom_to_ask(),
                    )
                )
            case = extension.sudo().complaint_id
            if self.env.user in case._get_handlers():
                raise UserError(
                    self.env._(
                        "You handle %(case)s: another manager decides on more time "
                        "for it. %(ask)s",
                        case=case.display_name,
                        ask=extension.complaint_id._say_whom_to_ask(),
                    )
                )
            if self.env.user in case._get_barred_deciders():
                raise UserError(
                    self.env._(
                        "Nobody decides on a complaint about themselves, or about "
                        "somebody whom they report to."
                    )
                )

    def _say_decided(self):
        """That a request is settled: how, by whom and when."""
        states = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "This extension was decided already: %(state)s, %(who)s, %(when)s. Nothing "
            "is left to do.",
            state=states[self.state],
            who=self.sudo().approver_id.name,
            when=format_datetime(self.env, self.date_decided, dt_format="short"),
        )

    def _withdraw(self):
        """Close requests whose deadline ended before somebody decided."""
        for extension in self.sudo():
            extension.write({"state": "refused", "date_decided": fields.Datetime.now()})
            extension.activity_id.unlink()
