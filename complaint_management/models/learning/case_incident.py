# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A case that is part of an incident."""

from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.case.phases import follows, follows_new, refuses, refuses_new

STAFF = "complaint_management.group_complaint_user"


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    incident_id = fields.Many2one(
        comodel_name="complaint.incident",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
        copy=False,
        groups=STAFF,
        help="This case has the same cause as the others of the incident.",
    )
    related_incident_ids = fields.Many2many(
        comodel_name="complaint.incident",
        relation="complaint_incident_related_rel",
        column1="complaint_id",
        column2="incident_id",
        string="Related Incidents",
        copy=False,
        groups=STAFF,
        help="It resembles these and has another cause: it is not told with them.",
    )

    @follows_new()
    @follows("incident_id", "related_incident_ids")
    def _keep_incident_once(self, *before):
        """What has the same cause is more than related."""
        for complaint in self.sudo().filtered("incident_id"):
            if complaint.incident_id in complaint.related_incident_ids:
                complaint.related_incident_ids -= complaint.incident_id

    @refuses_new("incident_id", "related_incident_ids")
    @refuses("incident_id", "related_incident_ids")
    def _check_incident(self, vals):
        """Nobody comes to an incident by linking a case of theirs to it.

        :raises AccessError: the user may not read the incident
        :raises UserError: the incident is over
        """
        incident = self.env["complaint.incident"].browse(vals.get("incident_id") or ())
        incident.check_access("read")
        if incident.state == "closed" and self.incident_id != incident:
            raise UserError(
                self.env._(
                    "%s is closed. Reopen it, or make another incident.",
                    incident.display_name,
                )
            )
        if vals.get("related_incident_ids"):
            field = self._fields["related_incident_ids"]
            ids = field.convert_to_cache(vals["related_incident_ids"], self.browse())
            incident.browse(ids).check_access("read")

    def _take_over_records(self, merged):
        """The case that goes on is told with the others of the incident."""
        case_sudo = self.sudo()
        barred = self._get_barred_partners()
        incidents_sudo = merged.sudo().incident_id.filtered(
            lambda incident: (
                incident.state != "closed" and incident.user_id.partner_id not in barred
            )
        )
        if incidents_sudo and not case_sudo.incident_id:
            case_sudo.incident_id = incidents_sudo[0]
        return super()._take_over_records(merged)

    def action_open_incident(self):
        """Open the incident of the case, or the dialog that links or makes one."""
        cases = self.with_context(active_test=False)
        cases.check_access("read")
        if len(cases) == 1 and cases.incident_id:
            return cases.incident_id._get_records_action(
                name=cases.incident_id.display_name
            )
        cases.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Part of an Incident"),
            "res_model": "complaint.incident.link",
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_ids": cases.ids},
        }

    def action_join_incident(self):
        """Say that the chosen cases have the same cause as the incident in the context.

        :raises UserError: there is no such incident any more
        """
        incident = self.env["complaint.incident"].browse(
            self.env.context.get("incident_to_join")
        )
        if not incident.exists():
            raise UserError(
                self.env._("Open the incident, and choose its cases there.")
            )
        self._join_incident(incident)
        return incident._get_records_action(name=incident.display_name)

    def action_relate_incident(self):
        """Say that the chosen cases only resemble the incident in the context."""
        incident = self.env["complaint.incident"].browse(
            self.env.context.get("incident_to_join")
        )
        if not incident.exists():
            raise UserError(
                self.env._("Open the incident, and choose its cases there.")
            )
        self.check_access("write")
        incident.write(
            {"related_complaint_ids": [fields.Command.link(id_) for id_ in self.ids]}
        )
        return incident._get_records_action(name=incident.display_name)

    def action_leave_incident(self):
        """It has another cause after all."""
        self.check_access("write")
        self.write({"incident_id": False})
        return True

    def _prepare_incident(self):
        """With what an incident of these cases begins.

        :return: dict of values
        """
        first = self.sorted("date_received")[:1]
        same = {
            fname: first[fname].id
            for fname in ("category_id", "cause_id", "department_id")
            if len(self[fname]) == 1
        }
        # All of them are about one product, or of one lot, or nobody says so.
        goods = {
            fname: self[fname].id
            for fname in ("product_id", "lot_id")
            if len(self[fname]) == 1 and all(case[fname] for case in self)
        }
        return {
            "name": first.category_id.name or self.env._("Several like cases"),
            "company_id": (first.company_id or self.env.company).id,
            "severity": max(filter(None, self.mapped("severity")), default="1"),
            "user_id": self.env.uid,
            **same,
            **goods,
        }

    def _join_incident(self, incident):
        """These cases have the same cause as the others of an incident.

        :raises UserError: one belongs to another incident
        """
        incident.ensure_one()
        incident.check_access("read")
        self.check_access("write")
        elsewhere = self.filtered(
            lambda case: case.incident_id and case.incident_id != incident
        )
        if elsewhere:
            raise UserError(
                self.env._(
                    "%s belongs to another incident. Take it out there first, or call "
                    "one of the two a duplicate.",
                    elsewhere[0].display_name,
                )
            )
        (self - incident.complaint_ids).write({"incident_id": incident.id})
