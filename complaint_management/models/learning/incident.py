# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""An incident: many cases, one cause (R105)."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..case.complaint import SEVERITIES
from .incident_table import CODES, STATES


class ComplaintIncident(models.Model):
    """What went wrong once and reached many customers.

    Its cases have the same cause, and may be told together. Cases that are only
    related are listed apart, and are never told or ended by it. It says nothing of who
    complained: protected cases are counted, and shown to their readers only. The acts
    stand in ``incident_table``.
    """

    _name = "complaint.incident"
    _description = "Complaint Incident"
    _inherit = [
        "complaint.acts.mixin",
        "complaint.guarded.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True
    _mail_post_access = "read"
    _keeps_evidence = True

    number = fields.Char(readonly=True, copy=False, index="trigram")
    name = fields.Char(
        string="What Happened",
        required=True,
        tracking=True,
        help="In a few words, without the names of complainants.",
    )
    description = fields.Html(
        string="In Detail",
        sanitize_style=True,
        help="What happened, since when, and to whom it can happen. No names of "
        "complainants.",
    )
    state = fields.Selection(
        selection=STATES,
        required=True,
        readonly=True,
        default="new",
        copy=False,
        index=True,
        group_expand=True,
    )
    code = fields.Selection(
        selection=CODES, string="How It Ended", readonly=True, copy=False
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    category_id = fields.Many2one(
        comodel_name="complaint.category",
        check_company=True,
        tracking=True,
        index="btree_not_null",
    )
    cause_id = fields.Many2one(
        comodel_name="complaint.cause",
        string="Root Cause",
        check_company=True,
        tracking=True,
        index="btree_not_null",
    )
    severity = fields.Selection(
        selection=SEVERITIES, required=True, default="1", tracking=True
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Owner",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        check_company=True,
        ondelete="set null",
        tracking=True,
        index="btree_not_null",
        help="Who sees to it that the cause is found and removed.",
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        check_company=True,
        index="btree_not_null",
        help="Where it went wrong.",
    )
    workaround = fields.Text(
        help="What helps until it is fixed, for whoever speaks with customers."
    )
    fix = fields.Text(
        string="What Was Fixed", help="What was changed, and how one can see it."
    )

    # Its cases
    complaint_ids = fields.One2many(
        comodel_name="complaint.complaint",
        inverse_name="incident_id",
        string="Cases",
        copy=False,
        context={"active_test": False},
    )
    related_complaint_ids = fields.Many2many(
        comodel_name="complaint.complaint",
        relation="complaint_incident_related_rel",
        column1="incident_id",
        column2="complaint_id",
        string="Only Related",
        copy=False,
        check_company=True,
        help="Cases that resemble it and have another cause, or one that nobody knows "
        "yet. They are not told with the others.",
    )

    # How it ended
    end_reason = fields.Text(string="Why", readonly=True, copy=False)
    risk_owner_id = fields.Many2one(
        comodel_name="res.users",
        string="Answers for the Risk",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    risk_review_date = fields.Date(string="Risk Reviewed On", readonly=True, copy=False)
    survivor_id = fields.Many2one(
        comodel_name="complaint.incident",
        string="Same as Incident",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    date_resolved = fields.Datetime(string="Resolved On", readonly=True, copy=False)
    date_closed = fields.Datetime(string="Closed On", readonly=True, copy=False)

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {
            "number",
            "state",
            "code",
            "end_reason",
            "risk_owner_id",
            "risk_review_date",
            "survivor_id",
            "date_resolved",
            "date_closed",
        }

    @api.model_create_multi
    def create(self, vals_list):
        incidents = super().create(vals_list)
        sequences = self.env["ir.sequence"].sudo()
        for incident in incidents:
            number = sequences.with_company(incident.company_id).next_by_code(
                self._name
            )
            incident.sudo()._write_sealed({"number": number})
        incidents._check_related()
        incidents._plan_work()
        return incidents

    def write(self, vals):
        result = super().write(vals)
        if "related_complaint_ids" in vals:
            self._check_related()
        if "user_id" in vals:
            self._plan_work()
        return result

    def _check_related(self):
        """Nobody links a case that they may not read.

        :raises AccessError: a linked case is none of the user's
        """
        for incident in self.sudo():
            added = incident.related_complaint_ids.with_env(self.env)
            added._filtered_access("read") or added.check_access("read")

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Incidents are kept: close them as “No Fault” instead.")
        )

    @api.depends("name", "number")
    def _compute_display_name(self):
        for incident in self:
            names = filter(None, (incident.number, incident.name))
            incident.display_name = " ".join(names)

    # ------------------------------------------------------------------
    # Who reads it
    # ------------------------------------------------------------------

    @api.model
    def _get_readable_domain(self):
        """Who may know of none of its cases knows of no incident (R153)."""
        return super()._get_readable_domain() & ~self._get_closed_domain()

    @api.model
    def _get_closed_domain(self):
        """Incidents all whose cases are protected, and about the user."""
        barred = self.env.user.sudo().barred_complaint_ids.ids
        if not barred:
            return Domain.FALSE
        cases = self.env["complaint.complaint"].sudo().with_context(active_test=False)
        return Domain("complaint_ids", "in", barred) & ~Domain(
            "id",
            "in",
            cases._search(
                [("incident_id", "!=", False), ("id", "not in", barred)]
            ).select("incident_id"),
        )

    def _filter_forbidden(self, operation):
        forbidden = super()._filter_forbidden(operation)
        closed = self._get_closed_domain()
        if closed.is_false() or not self.ids:
            return forbidden
        found = self.sudo().search(Domain("id", "in", self.ids) & closed)
        return forbidden | self.browse(found.ids)
