# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The cases of an incident: counted for all, shown to their readers; and like ones."""

from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..case.life_cycle import OPEN_STATES

# So long before its first case, like cases are looked for.
BEFORE = timedelta(days=90)


class ComplaintIncident(models.Model):
    _inherit = "complaint.incident"

    complaint_count = fields.Integer(
        string="Number of Cases",
        compute="_compute_counts",
        help="Also those that others work on, and that are not shown to you.",
    )
    open_count = fields.Integer(string="Open Cases", compute="_compute_counts")
    hidden_count = fields.Integer(
        string="Not Shown",
        compute="_compute_counts",
        help="They are counted, and are not shown to you.",
    )
    related_count = fields.Integer(string="Related", compute="_compute_related_count")
    like_count = fields.Integer(
        string="Like Cases",
        compute="_compute_like_count",
        help="Cases without an incident that may have the same cause.",
    )

    @api.depends("complaint_ids", "complaint_ids.state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_counts(self):
        """All cases; less those that the user reads are those that are hidden.

        Whom a protected case is about does not learn that there is one (R153).
        """
        cases = self.env["complaint.complaint"].with_context(active_test=False)
        barred = self.env.user.sudo().barred_complaint_ids.ids
        domain = [("incident_id", "in", self.ids), ("id", "not in", barred)]
        by_state = defaultdict(dict)
        for incident, state, count in cases.sudo()._read_group(
            domain, ["incident_id", "state"], ["__count"]
        ):
            by_state[incident.id][state] = count
        shown = {}
        if cases.has_access("read"):
            groups = cases._read_group(domain, ["incident_id"], ["__count"])
            shown = {incident.id: count for incident, count in groups}
        for incident in self:
            counts = by_state[incident._origin.id]
            incident.complaint_count = sum(counts.values())
            incident.open_count = sum(counts.get(state, 0) for state in OPEN_STATES)
            incident.hidden_count = incident.complaint_count - shown.get(
                incident._origin.id, 0
            )

    @api.depends("related_complaint_ids")
    @api.depends_context("uid")
    def _compute_related_count(self):
        for incident in self:
            incident.related_count = len(incident.related_complaint_ids)

    def action_view_cases(self):
        """Open its cases, as far as the user may read them."""
        self.ensure_one()
        return self._show_cases(
            self.env._("Cases: %s", self.display_name),
            [("incident_id", "=", self.id)],
        )

    def _show_cases(self, name, domain, **context):
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_complaint_action"
        )
        action.update(
            name=name,
            domain=domain,
            context={"active_test": False, "create": False, **context},
            view_mode="list,form",
            views=[(False, "list"), (False, "form")],
        )
        action.pop("path", None)
        return action

    # ------------------------------------------------------------------
    # Like cases
    # ------------------------------------------------------------------

    @api.depends("category_id", "cause_id", "complaint_ids", "state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_like_count(self):
        """Those that the user may read: each is one that they may link."""
        cases = self.env["complaint.complaint"]
        for incident in self:
            origin = incident._origin
            incident.like_count = (
                cases.search_count(origin._get_like_domain()) if origin else 0
            )

    def _get_like_domain(self):
        """Cases that may have the same cause: of its category or cause, or about the
        same thing as one of its cases, from its time, and in no incident yet."""
        self.ensure_one()
        return (
            Domain.OR(self._get_kin())
            & Domain("company_id", "=", self.company_id.id)
            & Domain("incident_id", "=", False)
            & Domain("id", "not in", self.related_complaint_ids.ids)
            & Domain("state", "!=", "cancelled")
            & Domain("date_received", ">=", self._get_begin() - BEFORE)
        )

    def _get_kin(self):
        """By what cases resemble it, each as a ``Domain``; one is enough."""
        kin = [
            Domain(fname, "child_of", self[fname].id)
            for fname in ("category_id", "cause_id")
            if self[fname]
        ]
        return [*kin, Domain("origin_ref", "in", self._get_origins())]

    def _get_origins(self):
        """What its cases are about, as far as the user may read them."""
        cases = self.env["complaint.complaint"].with_context(active_test=False)
        groups = cases._read_group(
            [("incident_id", "in", self.ids), ("origin_ref", "!=", False)],
            ["origin_ref"],
        )
        return [origin for (origin,) in groups]

    def _get_begin(self):
        """When its first case came in that the user may know of; else when it was
        opened."""
        self.ensure_one()
        cases = self.env["complaint.complaint"].sudo().with_context(active_test=False)
        barred = self.env.user.sudo().barred_complaint_ids.ids
        [(first,)] = cases._read_group(
            [("incident_id", "=", self.id), ("id", "not in", barred)],
            [],
            ["date_received:min"],
        )
        return first or self.create_date or fields.Datetime.now()

    def action_view_like(self):
        """Open the cases that may have the same cause, to link them."""
        self.ensure_one()
        action = self._show_cases(
            self.env._("May have the same cause: %s", self.display_name),
            list(self._get_like_domain()),
            incident_to_join=self.id,
        )
        view = self.env.ref("complaint_management.complaint_complaint_view_list_like")
        action["views"] = [(view.id, "list"), (False, "form")]
        return action

    # ------------------------------------------------------------------
    # Made from cases
    # ------------------------------------------------------------------

    @api.model
    def _open_for(self, cases, **vals):
        """Open an incident for cases that have the same cause; also for alerts.

        :param cases: at least one, all of one company, in no incident yet; the user
            may change them
        :param vals: what is known already
        :return: the incident
        """
        incident = self.create({**cases._prepare_incident(), **vals})
        cases._join_incident(incident)
        return incident
