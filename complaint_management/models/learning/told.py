# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One customer of an incident, and whether they were told."""

from odoo import fields, models

from ..case.life_cycle import OPEN_STATES


class ComplaintIncidentTold(models.Model):
    """A case whose customer is told something about its incident, once."""

    _name = "complaint.incident.told"
    _description = "Customer Told of an Incident"
    _inherit = ["complaint.telling.mixin"]
    _order = "news_id desc, state, id"
    _log_access = False

    news_id = fields.Many2one(
        comodel_name="complaint.incident.news",
        string="Word to Customers",
        required=True,
        ondelete="cascade",
        index=True,
    )
    reason = fields.Selection(
        selection=[
            ("closed", "The case is closed"),
            ("cancelled", "The case is cancelled"),
            ("left", "The case left the incident"),
            ("unsure", "Perhaps nobody complained: it looks like spam"),
        ],
        string="Why Skipped",
    )

    _once = models.UniqueIndex(
        "(news_id, complaint_id)", "This customer is told of it already."
    )
    _waiting_idx = models.Index("(id) WHERE state = 'waiting'")

    def _tell(self):
        result = super()._tell()
        for author, rows in self.grouped(lambda row: row.news_id.author_id).items():
            rows.contact_id.write({"user_id": author.id})
        self.env.flush_all()
        return result

    def _after_told(self):
        sending = self.env["complaint.incident.news"].search(
            [("state", "=", "sending")]
        )
        (self.news_id or sending)._finish()
        return super()._after_told()

    def _give_words(self):
        """Give the customer these words, in their language and on their way.

        They reach also the protected, whom the author may not know of. They promise no
        more than the author may promise (R90).

        :return: the contact that keeps it
        """
        case = self.complaint_id._as_the_house()
        words = self.news_id.with_context(lang=case.lang).body
        as_author = case.with_user(self.news_id.author_id).sudo()
        as_author._check_words([("message", words)], promises_only=True)
        return case._give_notice(words)

    def _get_skip_reason(self):
        """Why the customer is not told any more, as it is now; or False."""
        self.ensure_one()
        case = self.complaint_id
        if case.incident_id != self.news_id.incident_id:
            return "left"
        if case.state not in OPEN_STATES:
            return case.state
        return "unsure" if case.is_suspected_spam else False
