# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a policy would promise for a case received at a given moment."""

from markupsafe import Markup

from odoo import api, fields, models

from ...tools.answer.wording import say_amount, say_date
from ...tools.clock.deadline import WORKING_UNITS, get_due


class ComplaintSlaPolicy(models.Model):
    _inherit = "complaint.sla.policy"

    rule_ids = fields.One2many(
        comodel_name="complaint.escalation.rule",
        inverse_name="policy_id",
        string="Escalation Rules",
        help="Rules of this policy alone; rules without a policy apply as well.",
    )
    preview_date = fields.Datetime(
        string="If Received On",
        compute="_compute_preview_date",
        readonly=False,
        help="Choose any moment: nothing is saved.",
    )
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.depends_context("uid")
    def _compute_preview_date(self):
        for policy in self:
            policy.preview_date = fields.Datetime.now()

    @api.depends(
        "preview_date",
        "company_id",
        "calendar_id",
        "cutoff_hour",
        "target_ids.milestone",
        "target_ids.unit",
        "target_ids.amount",
        "target_ids.cap_amount",
    )
    @api.depends_context("lang", "tz", "company")
    def _compute_preview(self):
        """When each deadline would be due, also before the policy is saved."""
        for policy in self:
            policy.preview = policy._render_preview()

    def _render_preview(self):
        self.ensure_one()
        company = self.company_id or self.env.company
        calendar = self._get_calendar(company)
        working_time = calendar and calendar._get_working_time(company)
        units = set(self.target_ids.mapped("unit"))
        if units & WORKING_UNITS and not (working_time and working_time.has_hours):
            return Markup("<p class='text-danger'>%s</p>") % self.env._(
                "There are no working hours to count in: choose a working calendar "
                "that has some."
            )
        rows = [
            target._render_preview(self.preview_date, working_time, self.cutoff_hour)
            for target in self.target_ids
            if target.milestone and target.unit
        ]
        if not rows:
            return Markup("<p class='text-muted'>%s</p>") % self.env._(
                "Add deadlines, and here you see when they would be due."
            )
        table = Markup(
            "<table class='table table-sm mb-1'><thead><tr><th>%s</th><th>%s</th>"
            "<th>%s</th><th>%s</th></tr></thead><tbody>%s</tbody></table>"
            "<p class='small text-muted mb-0'>%s</p>"
        )
        return table % (
            self.env._("Deadline"),
            self.env._("Allowed"),
            self.env._("Due"),
            self.env._("With extensions, at the latest"),
            Markup().join(rows),
            self._say_calendar(calendar, working_time),
        )

    def _say_calendar(self, calendar, working_time):
        """Which calendar is counted on, for those who wonder about a date."""
        if not calendar:
            return self.env._("Counted day and night.")
        return self.env._(
            "Counted on the calendar “%(calendar)s”, time zone %(zone)s.",
            calendar=calendar.name,
            zone=calendar.tz,
        )


class ComplaintSlaTarget(models.Model):
    _inherit = "complaint.sla.target"

    @api.depends("milestone", "amount", "unit")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """What is promised, in short: "Resolution: 3 business days"."""
        for target in self:
            target.display_name = target.milestone and self.env._(
                "%(milestone)s: %(amount)s",
                milestone=target._get_milestone_label(),
                amount=say_amount(self.env, target.amount, target.unit),
            )

    def _render_preview(self, start, working_time, cutoff):
        """A row of the preview: what is allowed, when it is due, and the cap.

        :param datetime start: when it starts, in UTC
        :param working_time: the ``WorkingTime`` of the policy, or nothing
        :param float cutoff: local hour of the cut-off
        """
        self.ensure_one()
        row = Markup("<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>")
        cap = self.cap_amount and self._say_due(
            self.cap_amount, start, working_time, cutoff
        )
        return row % (
            self._get_milestone_label(),
            say_amount(self.env, self.amount, self.unit),
            self._say_due(self.amount, start, working_time, cutoff),
            cap or "–",
        )

    def _say_due(self, amount, start, working_time, cutoff):
        if self.unit == "promised_date":
            return self.env._("close of business of the promised day")
        if not start or amount <= 0:
            return "–"
        try:
            due = get_due(self.unit, amount, start, working_time, cutoff)
        except (ValueError, OverflowError):
            # Typed, not saved yet: centuries away, or more than there is.
            return self.env._("further away than can be counted")
        when = say_date(self.env, due)
        if self.milestone == "followup":
            return self.env._("%s, if it were resolved at that moment", when)
        if self.milestone == "notice":
            return self.env._("%s, if it were decided at that moment", when)
        if self.milestone == "update":
            return self.env._("%s, and again after each message", when)
        return when
