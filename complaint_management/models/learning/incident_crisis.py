# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The crisis switch: who is told at once, and the fast lane (R113, R146, R174)."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import LazyTranslate

from ...tools.case.acts import Act
from ..case.life_cycle import MANAGER, OPEN_STATES
from .incident_table import OPEN, STATES

_lt = LazyTranslate(__name__)
DECLARE, END = "declare_crisis", "end_crisis"
CRITICAL = "3"
CRISIS_ACTS = {
    DECLARE: Act(
        label=_lt("Declare a Crisis"),
        done=_lt("A crisis was declared"),
        sources=(*OPEN, "resolved"),
        target=None,
        needs=("calm", "reason"),
        asks=("reason",),
    ),
    END: Act(
        label=_lt("End the Crisis"),
        done=_lt("The crisis is over"),
        sources=tuple(state for state, _label in STATES),
        target=None,
        needs=("crisis", "reason"),
        asks=("reason",),
    ),
}


class ComplaintIncident(models.Model):
    """In a crisis, all open cases of the incident are critical: so they come first and
    have the shortest deadlines. Cases that join are critical, too.
    """

    _inherit = "complaint.incident"

    is_crisis = fields.Boolean(string="Crisis", readonly=True, copy=False)
    crisis_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Declared By",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    crisis_date = fields.Datetime(string="Crisis Since", readonly=True, copy=False)
    crisis_reason = fields.Text(string="Why a Crisis", readonly=True, copy=False)
    media_count = fields.Integer(
        string="Media Risk",
        compute="_compute_media_count",
        help="In so many of its open cases the media may take it up, or have done so.",
    )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {
            "is_crisis",
            "crisis_user_id",
            "crisis_date",
            "crisis_reason",
        }

    @api.depends("complaint_ids.media_risk", "complaint_ids.state")
    @api.depends_context("uid")
    def _compute_media_count(self):
        """Whom a protected case is about does not learn that there is one (R153)."""
        counts = dict(
            self.env["complaint.complaint"]
            .sudo()
            ._read_group(
                [
                    ("incident_id", "in", self.ids),
                    ("media_risk", "in", ("possible", "public")),
                    ("state", "in", OPEN_STATES),
                    ("id", "not in", self.env.user.sudo().barred_complaint_ids.ids),
                ],
                ["incident_id"],
                ["__count"],
            )
        )
        for incident in self:
            incident.media_count = counts.get(incident._origin, 0)

    # ------------------------------------------------------------------
    # The acts
    # ------------------------------------------------------------------

    @api.model
    def _get_acts(self):
        return {**super()._get_acts(), **CRISIS_ACTS}

    def action_declare_crisis(self, reason=None):
        """It is a crisis: whom the company names is told at once.

        :param str reason: why
        :raises AccessError: the user is no manager
        """
        return self._act(DECLARE, reason=reason)

    def action_end_crisis(self, reason=None):
        """The crisis is over: its cases stay as they are, new ones come as usual."""
        return self._act(END, reason=reason)

    def _check_may_act(self, name):
        if name in CRISIS_ACTS and not (
            self.env.su or self.env.user.has_group(MANAGER)
        ):
            raise AccessError(
                self.env._("A complaint manager declares a crisis, and ends it.")
            )
        return super()._check_may_act(name)

    def _check_needs_calm(self, given):
        return self.is_crisis and self.env._("it is a crisis already.")

    def _check_needs_crisis(self, given):
        return not self.is_crisis and self.env._("it is no crisis.")

    def _prepare_act_vals(self, name, given):
        if name == DECLARE:
            return {
                "is_crisis": True,
                "crisis_user_id": self.env.uid,
                "crisis_date": fields.Datetime.now(),
                "crisis_reason": given["reason"],
                "severity": CRITICAL,
            }
        if name == END:
            return {"is_crisis": False}
        vals = super()._prepare_act_vals(name, given)
        is_over = self._get_acts()[name].target == "closed"
        return {**vals, "is_crisis": False} if is_over else vals

    def _after_act(self, name, given):
        result = super()._after_act(name, given)
        if name == DECLARE:
            self.sudo().complaint_ids._take_fast_lane()
            for incident in self:
                incident._tell_of_crisis(given["reason"])
        return result

    # ------------------------------------------------------------------
    # Who is told at once
    # ------------------------------------------------------------------

    def _get_crisis_people(self):
        """Whom the company names, as far as they may know; by default managers.

        :return: ``res.users``, as sudo
        """
        self.ensure_one()
        company = self.company_id.sudo()
        named = company._get_complaint_crisis_people()
        barred = self._get_barred_partners()
        return named.filtered(
            lambda user: (
                user.partner_id not in barred
                and self.with_user(user)
                .with_context(allowed_company_ids=user.company_ids.ids)
                .has_access("read")
            )
        )

    def _tell_of_crisis(self, reason):
        """Tell everybody who has to know, each in their language; names no case."""
        self.ensure_one()
        author = self.env.user.partner_id
        for user in self._get_crisis_people():
            there = self.sudo().with_context(lang=user.lang or self.env.lang)
            body = there.env._(
                "%(who)s declared a crisis: %(what)s", who=author.name, what=there.name
            )
            there.message_notify(
                subject=there.env._("Crisis: %s", there.name),
                body=Markup("<p>%s</p><p>%s</p>") % (body, reason),
                partner_ids=user.partner_id.ids,
                author_id=author.id,
            )


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_crisis_user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="complaint_crisis_user_rel",
        string="Told of a Crisis",
        help="They are told at once when a crisis is declared, and of each escalation "
        "of its cases. Empty: complaint managers.",
    )

    def _get_complaint_crisis_people(self):
        """Who is told of a crisis, as far as they work here; by default managers.

        :return: ``res.users``, as sudo
        """
        self.ensure_one()
        named = self.sudo().complaint_crisis_user_ids
        people = named.filtered(lambda user: user._works_in(self))
        return (
            people or self._get_living_members(MANAGER) or self._get_complaint_people()
        )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_crisis_user_ids = fields.Many2many(
        related="company_id.complaint_crisis_user_ids", readonly=False
    )


class ComplaintEscalationRule(models.Model):
    _inherit = "complaint.escalation.rule"

    def _get_named_people(self, complaints):
        """Of cases in a crisis, whoever is told of the crisis hears, too."""
        named = super()._get_named_people(complaints)
        urgent = complaints.filtered("is_crisis")
        people = {
            company: company._get_complaint_crisis_people()
            for company in urgent.company_id
        }
        for case in urgent:
            named[case] |= people[case.company_id].with_env(named[case].env)
        return named
