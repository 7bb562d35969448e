# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from ...tools.clock.deadline import WORKING_UNITS
from ...tools.clock.working_time import NoWorkingTimeError
from ..case.complaint import KINDS, SEVERITIES


class PolicySpec(NamedTuple):
    """What a policy asks for, as plain values that every worker can cache."""

    id: int
    calendar_id: int
    cutoff_hour: float
    targets: tuple
    kind: str | bool
    severity: str | bool
    grounds: str | bool
    identity_mode: str | bool
    categories: frozenset
    channels: frozenset
    teams: frozenset
    partner_tags: frozenset

    def get_misfits(self, complaint):
        """The criteria that a case does not meet, as field names of the policy.

        One truth for the choice and for its explanation on the form.

        :param complaint: the case, as sudo
        """
        path = (complaint.category_id.parent_path or "").split("/")
        checks = {
            "kind": not self.kind or complaint.kind == self.kind,
            "severity": not self.severity
            or (complaint.severity or "0") >= self.severity,
            "grounds": not self.grounds or complaint.grounds == self.grounds,
            "identity_mode": not self.identity_mode
            or complaint.identity_mode == self.identity_mode,
            "category_ids": not self.categories
            or any(int(category) in self.categories for category in path if category),
            "channel_ids": not self.channels
            or complaint.channel_id.id in self.channels,
            "team_ids": not self.teams or complaint.team_id.id in self.teams,
            "partner_tag_ids": not self.partner_tags
            or not self.partner_tags.isdisjoint(complaint.partner_id.category_id.ids),
        }
        return [name for name, is_met in checks.items() if not is_met]


class ComplaintSlaPolicy(models.Model):
    """Which deadlines run for which cases: the first policy that fits is taken.

    Empty criteria fit every case (DESIGN.md 4).
    """

    _name = "complaint.sla.policy"
    _inherit = ["complaint.cached.mixin"]
    _description = "Complaint SLA Policy"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        comodel_name="res.company", index=True, help="Empty: for all companies."
    )

    # For which cases
    kind = fields.Selection(selection=KINDS)
    severity = fields.Selection(selection=SEVERITIES, string="Severity at Least")
    grounds = fields.Selection(
        selection=lambda self: self._selection_grounds(),
        help="As assessed: what has no sufficient grounds is answered sooner.",
    )
    identity_mode = fields.Selection(
        selection=lambda self: self._selection_identity_mode(), string="Identity"
    )
    category_ids = fields.Many2many(
        comodel_name="complaint.category",
        relation="complaint_sla_policy_category_rel",
        ondelete="restrict",
        string="Categories",
        check_company=True,
        help="With all their subcategories.",
    )
    partner_tag_ids = fields.Many2many(
        comodel_name="res.partner.category",
        relation="complaint_sla_policy_partner_tag_rel",
        ondelete="restrict",
        string="Customer Tags",
    )

    # How it is counted
    calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Working Calendar",
        check_company=True,
        help="Empty: the working calendar for complaints in the settings of the "
        "company that has the case.",
    )
    cutoff_hour = fields.Float(
        string="Cut-Off",
        help="A case received at this hour or later counts as received on the next "
        "business day. 0: there is no cut-off.",
    )
    target_ids = fields.One2many(
        comodel_name="complaint.sla.target",
        inverse_name="policy_id",
        string="Deadlines",
        copy=True,
    )

    _cutoff_in_day = models.Constraint(
        "CHECK (cutoff_hour >= 0 AND cutoff_hour <= 24)",
        "The cut-off is an hour of the day, between 0:00 and 24:00.",
    )

    @api.model
    def _selection_identity_mode(self):
        modes = self.env["complaint.complaint"]._fields["identity_mode"]
        return modes._description_selection(self.env)

    @api.model
    def _selection_grounds(self):
        grounds = self.env["complaint.complaint"]._fields["grounds"]
        return grounds._description_selection(self.env)

    @api.constrains("calendar_id", "company_id", "target_ids")
    def _check_calendar_has_hours(self):
        """A deadline in working time needs working time, from the first case on."""
        for policy in self.filtered(
            lambda policy: WORKING_UNITS & set(policy.target_ids.mapped("unit"))
        ):
            company = policy.company_id or self.env.company
            calendar = policy._get_calendar(company)
            if not calendar:
                raise ValidationError(
                    self.env._(
                        "“%(policy)s” counts working time, but neither the policy "
                        "nor %(company)s has a working calendar. Choose one.",
                        policy=policy.name,
                        company=company.name,
                    )
                )
            if not policy._has_working_time(calendar, company):
                raise ValidationError(
                    self.env._(
                        "“%(policy)s” counts working time, but the calendar "
                        "“%(calendar)s” has no working hours. Add hours to it, or "
                        "choose another calendar.",
                        policy=policy.name,
                        calendar=calendar.name,
                    )
                )

    @api.model
    def _has_working_time(self, calendar, company):
        """Whether anybody works on this calendar within a year from now."""
        working_time = calendar._get_working_time(company)
        try:
            return working_time.has_hours and working_time.next_open(
                fields.Datetime.now()
            )
        except NoWorkingTimeError:
            return False

    def _get_calendar(self, company):
        """The working calendar that the deadlines of a company's cases follow."""
        return (
            self.calendar_id
            or company.complaint_calendar_id
            or company.resource_calendar_id
        )

    # ------------------------------------------------------------------
    # The choice
    # ------------------------------------------------------------------

    @api.model
    @ormcache("company_id")
    def _get_specs(self, company_id):
        """The policies of a company in their order, as plain values."""
        company = self.env["res.company"].sudo().browse(company_id)
        # The same for everybody, whatever the context of who asks first.
        policies = (
            self.sudo()
            .with_context(active_test=True)
            .search([("company_id", "in", (company_id, False))], order=self._order)
        )
        return tuple(policy._prepare_spec(company) for policy in policies)

    def _prepare_spec(self, company):
        self.ensure_one()
        # An archived criterion still is one: without it, the policy fits everything.
        criteria = self.with_context(active_test=False)
        return PolicySpec(
            id=self.id,
            calendar_id=self._get_calendar(company).id,
            cutoff_hour=self.cutoff_hour,
            targets=tuple(
                target._prepare_spec() for target in self.target_ids.sorted()
            ),
            kind=self.kind,
            severity=self.severity,
            grounds=self.grounds,
            identity_mode=self.identity_mode,
            categories=frozenset(criteria.category_ids.ids),
            channels=frozenset(criteria.channel_ids.ids),
            teams=frozenset(criteria.team_ids.ids),
            partner_tags=frozenset(criteria.partner_tag_ids.ids),
        )

    @api.model
    def _choose(self, complaint):
        """The policy that fits a case first, by sequence.

        :param complaint: one case
        :return: the policy, possibly empty
        """
        complaint = complaint.sudo()
        for spec in self._get_specs(complaint.company_id.id):
            if not spec.get_misfits(complaint):
                return self.browse(spec.id)
        return self.browse()

    @api.model
    def _get_spec(self, policy, company):
        """What ``policy`` asks for now of a company's cases, or None."""
        specs = self._get_specs(company.id)
        known = next((spec for spec in specs if spec.id == policy.id), None)
        if known or not policy:
            return known
        # Archived since it was chosen, or of another company.
        return policy.sudo()._prepare_spec(company)
