# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What stood out has one cause: an alert becomes an incident, or part of one (R105)."""

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import plaintext2html

from ..case.life_cycle import OPEN_STATES
from ..learning.incident_table import OPEN
from .table import OPEN as TO_LOOK_AT

CASES = "complaint.complaint"
# What a dimension tells apart is known to the incident by this field.
FIELDS = {
    "complaint.category": "category_id",
    "complaint.cause": "cause_id",
    "hr.department": "department_id",
    "complaint.product": "product_id",
    "complaint.lot": "lot_id",
}
_logger = logging.getLogger(__name__)


class ComplaintIncident(models.Model):
    _inherit = "complaint.incident"

    alert_ids = fields.Many2many(
        comodel_name="complaint.alert",
        relation="complaint_alert_incident_rel",
        column1="incident_id",
        column2="alert_id",
        string="Early Warnings",
        readonly=True,
        copy=False,
    )
    alert_count = fields.Integer(
        string="Number of Early Warnings", compute="_compute_alert_count"
    )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"alert_ids"}

    @api.depends("alert_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_alert_count(self):
        """Those that the user may read."""
        counts = dict(
            self.env["complaint.alert"]._read_group(
                [("incident_ids", "in", self.ids)], ["incident_ids"], ["__count"]
            )
        )
        for incident in self:
            incident.alert_count = counts.get(incident._origin, 0)

    def action_view_alerts(self):
        """Open the early warnings that led to it."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_alert_action"
        )
        action.pop("path", None)
        return {
            **action,
            "name": self.env._("Early Warnings: %s", self.display_name),
            "domain": [("incident_ids", "in", self.ids)],
            "context": {},
        }

    def _set_first_owner(self, user):
        """Who was told of the alert sees to the incident that it opened; as sudo."""
        self.ensure_one()
        is_fit = user and user.partner_id not in self._get_barred_partners()
        reader = self.with_user(user) if is_fit else None
        can_read = is_fit and reader.browse().has_access("write")
        self.write({"user_id": user.id if can_read else False})


class ComplaintAlertRule(models.Model):
    _inherit = "complaint.alert.rule"

    do_incident = fields.Boolean(
        string="Open an Incident",
        help="With the cases behind it. While one is open about the same, the alert "
        "and the new cases join that.",
    )


class ComplaintAlert(models.Model):
    _inherit = "complaint.alert"

    incident_ids = fields.Many2many(
        comodel_name="complaint.incident",
        relation="complaint_alert_incident_rel",
        column1="alert_id",
        column2="incident_id",
        string="Incidents",
        readonly=True,
        copy=False,
        groups="complaint_management.group_complaint_user",
    )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"incident_ids"}

    # ------------------------------------------------------------------
    # By a person
    # ------------------------------------------------------------------

    def action_open_incident(self):
        """Open the incident of the alert; or make one of the cases behind it.

        It takes the cases that the user may read and change. Where an incident is open
        about the same, the alert and its cases join that.

        :raises AccessError: the user may not act on the alert, or open incidents
        :raises UserError: the alert is about a person
        """
        self.ensure_one()
        self.check_access("read")
        incidents = self.env["complaint.incident"]
        incidents.check_access("read")
        known = self.sudo().incident_ids.with_env(self.env)._filtered_access("read")
        if known:
            return known._get_records_action(name=self.env._("Incidents"))
        self._check_may_act("follow")
        incidents.check_access("create")
        self._lock_for_act()
        incident = self._join_or_open(self._get_cases_to_join())
        if self.state in TO_LOOK_AT:
            self._act("follow")
        return incident._get_records_action(name=incident.display_name)

    def _get_cases_to_join(self):
        """The open cases behind the alert, in no incident, that the user may change."""
        self.ensure_one()
        records = self._get_records()
        if records is None or records._name != CASES:
            return self.env[CASES]
        domain = self._get_behind_domain() & Domain("incident_id", "=", False)
        domain &= Domain("state", "in", OPEN_STATES)
        return records.search(domain)._filtered_access("write")

    def _join_or_open(self, cases):
        """The alert and its cases join the incident about the same, or begin one.

        :raises UserError: the alert is about a person
        """
        self.ensure_one()
        if self.is_personal:
            raise UserError(
                self.env._(
                    "What stands out about a person is looked into with that person, "
                    "and is no incident."
                )
            )
        incident = self._find_open_incident()
        if incident:
            cases._join_incident(incident)
        else:
            vals = self._prepare_incident_vals()
            incidents = self.env["complaint.incident"]
            incident = (
                incidents._open_for(cases, **vals) if cases else incidents.create(vals)
            )
        incident.sudo()._write_sealed({"alert_ids": [fields.Command.link(self.id)]})
        self.invalidate_recordset(["incident_ids"])
        return incident

    def _find_open_incident(self):
        """The newest open incident about the same, which the user may read."""
        self.ensure_one()
        alert = self.sudo()
        same = Domain("alert_ids", "any!", self._get_same_domain())
        fname = FIELDS.get(alert.subject_model)
        if fname:
            same |= Domain(fname, "=", alert.subject_id)
        incidents = self.env["complaint.incident"].sudo()
        found = incidents.search(
            same
            & Domain("company_id", "=", alert.company_id.id)
            & Domain("state", "in", OPEN)
        )
        return found.with_env(self.env)._filtered_access("read")[:1]

    def _get_same_domain(self):
        """Alerts about the same as this one, as a ``Domain``."""
        alert = self.sudo()
        if alert.complaint_id:
            return Domain("id", "=", alert.id)
        return (
            Domain("company_id", "=", alert.company_id.id)
            & Domain("complaint_id", "=", False)
            & Domain("is_personal", "=", False)
            & Domain("dimension", "=", alert.dimension)
            & Domain("subject_model", "=", alert.subject_model)
            & Domain("subject_id", "=", alert.subject_id)
        )

    def _prepare_incident_vals(self):
        """With what an incident begins that an alert leads to.

        Its name is read by whoever reads the incident: it names no customer.
        """
        self.ensure_one()
        alert = self.sudo()
        vals = {
            "company_id": alert.company_id.id,
            "name": self.env._("More than usual"),
            "user_id": False if self.env.su else self.env.uid,
        }
        if not alert.complaint_id:
            vals["description"] = plaintext2html(alert.sentence)
        unit = alert._get_unit()
        if unit:
            vals["department_id"] = unit.id
        fname = FIELDS.get(alert.subject_model)
        subject = fname and alert._get_subject_record()
        if subject:
            vals.update({fname: subject.id, "name": subject.display_name})
        if alert.complaint_id:
            vals["name"] = alert.complaint_id.category_id.name or vals["name"]
        return vals

    # ------------------------------------------------------------------
    # By itself
    # ------------------------------------------------------------------

    def _start(self):
        """Open an incident where the rule says so; what fails there stops no alert."""
        result = super()._start()
        for alert in self:
            if alert.rule_id.do_incident and not alert.is_personal:
                alert._open_incident_safely()
        return result

    def _follow_episode(self, end, counts, judgement):
        """What comes while it goes on joins the incident, as long as that is open."""
        result = super()._follow_episode(end, counts, judgement)
        if judgement and self.rule_id.do_incident and not self.is_personal:
            self._do_safely(lambda alert: alert._join_again())
        return result

    def _join_again(self):
        """The new cases behind the alert join its incident; another is not begun."""
        incident = self.incident_ids.filtered(lambda one: one.state in OPEN)[:1]
        if incident:
            self._get_cases_to_join()._join_incident(incident)

    def _open_incident_safely(self):
        """Its name and description are in the language of the house."""
        self._do_safely(lambda alert: alert._open_by_rule())

    def _open_by_rule(self):
        owner = self.told_user_ids[:1]
        new = not self._find_open_incident()
        incident = self._join_or_open(self._get_cases_to_join())
        if new:
            incident._set_first_owner(owner)

    def _do_safely(self, act):
        """Do something about the incident of the alert; what fails stops no alert.

        :param act: called with the alert, which speaks the language of the house
        """
        self.ensure_one()
        there = self.with_context(**self.company_id._get_complaint_voice())
        try:
            with self.env.cr.savepoint():
                act(there)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception as error:
            _logger.info("No incident for alert %s", self.id, exc_info=True)
            self._message_log(
                body=there.env._("No incident could be opened: %s", str(error))
            )
