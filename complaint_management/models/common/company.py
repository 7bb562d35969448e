# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

SEQUENCE_CODE = "complaint.complaint"


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["complaint.cached.mixin", "res.company"]

    complaint_reopen_days = fields.Integer(
        string="Reopening Window",
        default=30,
        help="Days after the resolution in which a case can be opened again.",
    )
    complaint_contact_attempts = fields.Integer(
        string="Attempts to Reach",
        default=3,
        help="Logged attempts after which a customer counts as unreachable.",
    )
    complaint_recourse = fields.Html(
        string="Recourse",
        translate=True,
        help="Where a customer can turn who does not accept our answer; printed "
        "in the final answer.",
    )
    complaint_calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Working Calendar for Complaints",
        check_company=True,
        help="Deadlines in working time follow it. Empty: the company's own working "
        "calendar.",
    )

    # Who writes to us is answered
    complaint_auto_acknowledge = fields.Boolean(
        string="Acknowledge by Itself",
        default=True,
        help="What comes by email, form or portal is acknowledged at once.",
    )
    complaint_ack_limit = fields.Integer(
        string="Acknowledgements a Day",
        default=5,
        help="To one address; more are left to a person, as it may be a machine that "
        "answers. 0: as many as come.",
    )

    # The complainant's page
    complaint_portal_company = fields.Boolean(
        string="Colleagues See Their Company's Cases",
        help="Who has a portal login also sees the named cases of other people of the "
        "same customer company, and cannot answer for them.",
    )

    _complaint_reopen_days_positive = models.Constraint(
        "CHECK (complaint_reopen_days >= 0)",
        "The reopening window cannot be negative.",
    )
    _complaint_contact_attempts_positive = models.Constraint(
        "CHECK (complaint_contact_attempts >= 1)",
        "At least one attempt to reach the customer is needed.",
    )

    @api.model
    def _get_cached_fields(self):
        """The cached policies name the calendar."""
        return {"complaint_calendar_id", "resource_calendar_id"}

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._create_complaint_sequences()
        return companies

    def _create_complaint_sequences(self):
        """Give each company its own numbers, starting anew every year."""
        sequences = self.env["ir.sequence"].sudo()
        known = sequences.search(
            [("code", "=", SEQUENCE_CODE), ("company_id", "in", self.ids)]
        ).company_id
        sequences.create(
            [
                {
                    "name": company.env._("Complaints of %s", company.name),
                    "code": SEQUENCE_CODE,
                    "prefix": "CMP/%(range_year)s/",
                    "padding": 5,
                    "use_date_range": True,
                    "company_id": company.id,
                }
                for company in self - known
            ]
        )

    def _next_complaint_numbers(self, date, count, can_undo=False):
        """Draw complaint numbers of this company.

        :param date date: the day of receipt; its year is in the number
        :param int count: how many
        :param bool can_undo: give them back when the transaction is undone; until it
            ends, others wait for theirs
        :return: list of ``count`` numbers, ascending
        """
        self.ensure_one()
        sequence = self.env["ir.sequence"]._find_of(SEQUENCE_CODE, self)
        if not sequence:
            self._create_complaint_sequences()
            sequence = sequence._search_of(SEQUENCE_CODE, self)
        return sequence._next_many(date, count, can_undo)
