# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ComplaintIncidentLink(models.TransientModel):
    """Links cases to an incident, or opens one for them."""

    _name = "complaint.incident.link"
    _description = "Part of an Incident"

    complaint_ids = fields.Many2many(
        comodel_name="complaint.complaint",
        relation="complaint_incident_link_case_rel",
        string="Cases",
        required=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company", compute="_compute_company_id", compute_sudo=False
    )
    link = fields.Selection(
        selection=[
            ("same", "The same cause as an incident that is known"),
            ("related", "Only related to an incident that is known"),
            ("make", "A new incident"),
        ],
        string="What It Is",
        required=True,
        default="same",
    )
    incident_id = fields.Many2one(
        comodel_name="complaint.incident",
        compute="_compute_incident_id",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    name = fields.Char(string="What Happened")

    @api.depends("complaint_ids")
    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard.complaint_ids._origin.company_id[:1]

    @api.depends("complaint_ids")
    def _compute_incident_id(self):
        """The newest open incident of the same category is proposed."""
        incidents = self.env["complaint.incident"]
        for wizard in self:
            cases = wizard.complaint_ids._origin
            wizard.incident_id = incidents.search(
                [
                    ("company_id", "in", cases.company_id.ids),
                    ("category_id", "in", cases.category_id.ids),
                    ("state", "not in", ("resolved", "closed")),
                ],
                limit=1,
            )

    @api.model
    def default_get(self, fields_list):
        """Where no incident is known, one begins with a new one."""
        values = super().default_get(fields_list)
        known = self.env["complaint.incident"].search_count(
            [("state", "!=", "closed")], limit=1
        )
        if "link" in fields_list and not known:
            values["link"] = "make"
        return values

    def action_confirm(self):
        """Link the cases, or open an incident for them.

        :return: the action that opens the incident
        :raises UserError: what it needs is missing, or a case belongs elsewhere
        """
        self.ensure_one()
        cases = self.complaint_ids
        cases.check_access("write")
        incident = self.incident_id
        if self.link == "make":
            if not (self.name or "").strip():
                raise UserError(self.env._("Say in a few words what happened."))
            if len(cases.company_id) > 1:
                raise UserError(self.env._("An incident has the cases of one company."))
            incident = incident._open_for(cases, name=self.name)
        elif not incident:
            raise UserError(self.env._("Choose the incident."))
        elif self.link == "same":
            cases._join_incident(incident)
        else:
            cases.write({"related_incident_ids": [fields.Command.link(incident.id)]})
        return incident._get_records_action(name=incident.display_name)
