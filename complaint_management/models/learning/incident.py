# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""An incident: many cases, one cause (R105)."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..case.complaint import SEVERITIES
from .incident_table import CODES, STATES


class ComplaintIncident(models.Model):
    """What went wrong once and reached many customers.

    Its cases have the same cause, and are looked at together. Cases that are only
    related are listed apart, and are never told or ended by it. It says nothing of who
    complained: protected cases are counted, and shown to their readers only. The acts
    stand in ``incident_table``.
    """

    _name = "complaint.incident"
    _description = "Complaint Incident"
    _inherit = [
        "complaint.acts.mixin",
        "complaint.about.cases.mixin",
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
    product_id = fields.Many2one(
        comodel_name="complaint.product",
        check_company=True,
        ondelete="restrict",
        tracking=True,
        index="btree_not_null",
    )
    lot_id = fields.Many2one(
        comodel_name="complaint.lot",
        string="Lot or Serial Number",
        check_company=True,
        ondelete="restrict",
        tracking=True,
        index="btree_not_null",
        help="Others who have something of the same lot may be concerned.",
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
        incidents._take_related(self.env["complaint.complaint"])
        incidents._plan_work()
        return incidents

    def write(self, vals):
        before = self.sudo().related_complaint_ids
        result = super().write(vals)
        if "related_complaint_ids" in vals:
            self._take_related(before)
        if "user_id" in vals:
            self._plan_work()
        return result

    def _take_related(self, before):
        """Nobody links a case that they may not read; one of its own stays no more.

        :param before: cases that were linked already
        :raises AccessError: a linked case is none of the user's
        """
        added = self.sudo().related_complaint_ids - before
        added.with_env(self.env).check_access("read")
        added._keep_incident_once()

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Incidents are kept: close them as “No Fault” instead.")
        )

    @api.depends("name", "number", "complaint_ids.identity_mode")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """Of an incident with a protected case only its readers learn the name.

        Odoo names what a record points at whoever may read it.
        """
        protected = self._filter_on_protected()
        reader = protected.with_context(allowed_company_ids=None)
        readable = reader.with_env(reader.env(su=False))._filtered_access("read")
        hidden = set((protected - readable).ids)
        for incident in self:
            names = (incident.number, incident.id not in hidden and incident.name)
            incident.display_name = " ".join(filter(None, names))

    def _hangs_on_protected(self):
        """Whether one of the cases is protected: then only readers learn the name."""
        return bool(self._filter_on_protected())

    def _filter_on_protected(self):
        """Those with a protected case; one query, however many cases they have."""
        protected = self._find_with_cases(Domain("identity_mode", "!=", "named"))
        return self.filtered(lambda incident: incident._origin in protected)

    # ------------------------------------------------------------------
    # Who reads it
    # ------------------------------------------------------------------

    @api.constrains("user_id")
    def _check_owner_may_know(self):
        """Nobody owns an incident of whose cases they may not know (R153)."""
        for incident in self.sudo():
            if incident.user_id.partner_id & incident._get_barred_partners():
                raise ValidationError(
                    self.env._(
                        "%(name)s cannot own “%(incident)s”: choose somebody else.",
                        name=incident.user_id.name,
                        incident=incident.name,
                    )
                )
