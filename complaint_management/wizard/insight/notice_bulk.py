# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..answer.notice import keep_to_the_day


class ComplaintNoticeBulk(models.TransientModel):
    """Tells several complainants the same, each by the dialog for one case.

    So each notice meets the same gates: a late case needs the reason and a day, and
    amounts of money need a remedy.
    """

    _name = "complaint.notice.bulk"
    _description = "Send Notice to Several Complainants"

    complaint_ids = fields.Many2many(
        comodel_name="complaint.complaint", string="Cases", required=True
    )
    words = fields.Html(
        sanitize_style=True,
        required=True,
        help="All of them read it as it stands, in a letter with their own name and "
        "case.",
    )
    reason = fields.Text(
        string="Why It Takes Longer",
        help="Needed where a deadline has passed; the complainants read it.",
    )
    until = fields.Datetime(
        string="Next Update By",
        help="Kept as a promise on each case, and measured.",
    )

    @api.onchange("until")
    def _onchange_until(self):
        self.until = keep_to_the_day(self, self.until)

    def action_send(self):
        """Tell all of them, or nobody.

        :raises UserError: naming the cases for which something is missing
        """
        self.ensure_one()
        self.complaint_ids._do_to_all(self._send)
        return {"type": "ir.actions.act_window_close"}

    def _send(self, cases):
        notices = self.env["complaint.notice"].create(
            [
                {
                    "complaint_id": case.id,
                    "words": self.words,
                    "reason": self.reason,
                    "until": self.until,
                }
                for case in cases
            ]
        )
        for notice in notices:
            notice.action_send()
