# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from .life_cycle import STATES, TRANSITIONS


class ComplaintTransition(models.Model):
    """The process log of a case: who moved it, when and why. Append-only."""

    _name = "complaint.transition"
    _description = "Complaint Process Log"
    _inherit = ["complaint.part.mixin"]
    _order = "id"
    _log_access = False
    _rec_name = "name"

    name = fields.Selection(
        selection="_selection_name", string="Step", required=True, readonly=True
    )
    state_from = fields.Selection(
        selection=STATES, string="State Before", required=True, readonly=True
    )
    state_to = fields.Selection(
        selection=STATES, string="State After", required=True, readonly=True
    )
    date = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users", string="By", required=True, readonly=True
    )
    reason = fields.Text(readonly=True)
    overridden = fields.Boolean(
        readonly=True,
        help="A manager passed what was missing, or skipped steps.",
    )
    missing = fields.Text(string="What Was Missing", readonly=True)
    seconds = fields.Integer(
        string="Seconds in the State Before",
        readonly=True,
        aggregator="avg",
    )

    _overridden_idx = models.Index("(complaint_id) WHERE overridden")

    @api.model
    def _selection_name(self):
        return [(name, self.env._(step.done)) for name, step in TRANSITIONS.items()]

    def write(self, vals):
        if vals:
            raise UserError(self.env._("The process log is not rewritten."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The process log is not rewritten."))

    @api.model
    def _log(self, complaints, name, reason, when, override, passed):
        """Record one step of many cases, before it is made.

        :param complaints: the cases, still where they stand
        :param str name: the transition
        :param reason: why, in the user's words, or nothing
        :param datetime when: the moment of the act, in UTC
        :param bool override: a manager passed gates or skipped steps
        :param dict passed: case id to what was missing
        :return: the log entries, as sudo
        """
        return self.sudo().create(
            [
                {
                    **self._prepare_log_vals(complaint, name, when),
                    "reason": reason,
                    "overridden": override,
                    "missing": passed.get(complaint.id),
                }
                for complaint in complaints
            ]
        )

    @api.model
    def _prepare_log_vals(self, complaint, name, when):
        since = complaint.transition_ids.sorted("id")[-1:].date
        spent = when - (since or complaint.date_received)
        target = TRANSITIONS[name].target_for(complaint.kind)
        return {
            "complaint_id": complaint.id,
            "name": name,
            "state_from": complaint.state,
            "state_to": target or complaint.state,
            "date": when,
            "user_id": self.env.uid,
            "seconds": max(0, int(spent.total_seconds())),
        }

    def _tell(self):
        """Tell the step in the chatter of each case, dated when it was made.

        Followers are notified of the steps that the table says they are told.
        """
        if not self:
            return
        complaints = self.complaint_id.with_env(self.env(su=False))
        bodies = {log.complaint_id.id: log._get_sentence() for log in self}
        if TRANSITIONS[self[0].name].told:
            messages = self.env["mail.message"]
            for complaint in complaints:
                messages += complaint.message_post(
                    body=bodies[complaint.id],
                    subtype_xmlid="complaint_management.mt_complaint_outcome",
                ).sudo()
        else:
            messages = complaints._message_log_batch(bodies=bodies)
        messages.sudo().date = self[0].date

    def _get_sentence(self):
        """The step in plain words, as HTML: what, from where to where, why."""
        self.ensure_one()
        labels = dict(self._fields["state_to"]._description_selection(self.env))
        sentence = Markup("<b>%s</b>") % self.env._(TRANSITIONS[self.name].done)
        if self.state_from != self.state_to:
            sentence += Markup(": %s → %s") % (
                labels[self.state_from],
                labels[self.state_to],
            )
        if self.reason:
            sentence += Markup("<br/>%s") % self.env._("Reason: %s", self.reason)
        if self.missing:
            sentence += Markup("<br/>%s") % self.env._(
                "Passed although missing: %s", " ".join(self.missing.split("\n"))
            )
        return sentence
