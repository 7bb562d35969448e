# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ComplaintPenaltyEvent(models.Model):
    """The log of the entries about people: who did what, and when. Append-only.

    Apart from the entry, as an employee who reads theirs does not read who proposed
    it. It never says anything about the case.
    """

    _name = "complaint.penalty.event"
    _description = "Accountability Log"
    _order = "id"
    _log_access = False
    _rec_name = "act"

    penalty_id = fields.Many2one(
        comodel_name="complaint.penalty",
        string="Entry",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    act = fields.Selection(
        selection="_selection_act", string="What", required=True, readonly=True
    )
    date = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users", string="By", required=True, readonly=True
    )
    note = fields.Text(readonly=True)

    @api.model
    def _selection_act(self):
        return self.env["complaint.penalty"]._get_act_labels()

    def write(self, vals):
        if vals:
            raise UserError(self.env._("The log of entries is not rewritten."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The log of entries is not rewritten."))

    @api.model
    def _record(self, penalties, act, note=None, when=None):
        """Write one line for each entry.

        :param penalties: the entries it happened to
        :param str act: a key of ``ACTS``
        :param str note: why, or what was passed over
        :param datetime when: the moment in UTC; now by default
        :return: the lines, as sudo
        """
        when = when or fields.Datetime.now()
        return self.sudo().create(
            [
                {
                    "penalty_id": penalty.id,
                    "company_id": penalty.company_id.id,
                    "act": act,
                    "date": when,
                    "user_id": self.env.uid,
                    "note": note,
                }
                for penalty in penalties.sudo()
            ]
        )
