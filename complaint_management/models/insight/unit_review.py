# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Looking back at a period: a unit at its work, the management at the mechanism."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date, is_html_empty

from ...tools.insight.review_period import find_last_period
from ..case.life_cycle import OFFICER
from .unit_review_table import KINDS, STATES

# What it is about stays once it was held.
HELD = frozenset(
    {
        "kind",
        "company_id",
        "department_id",
        "date_from",
        "date_to",
        "figure_ids",
        "point_ids",
        "decisions",
        "participant_ids",
    }
)
# Whose cases it counts is for officers,
OFFICERS_ONLY = frozenset({"kind", "company_id"})
# and which of them, and when, for whoever leads the unit, too.
SCOPE = OFFICERS_ONLY | {"department_id", "date_from", "date_to"}


class ComplaintUnitReview(models.Model):
    """The review of a period: figures, findings, decisions and what became of them.

    The figures are filled in, and stay as they were once it is held. Decisions with
    somebody and a date are actions, which are followed like all others (R222, R224).
    The acts stand in ``unit_review_table``.
    """

    _name = "complaint.unit.review"
    _description = "Review of a Period"
    _inherit = [
        "complaint.acts.mixin",
        "complaint.guarded.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_to desc, kind, id desc"
    _rec_names_search = ["department_id.name"]
    _check_company_auto = True
    _mail_post_access = "read"
    _keeps_evidence = True

    kind = fields.Selection(selection=KINDS, required=True, default="unit")
    state = fields.Selection(
        selection=STATES,
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        group_expand=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Unit",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        help="With the units below it.",
    )
    unit_name = fields.Char(
        string="Unit as It Was Called",
        readonly=True,
        copy=False,
        help="It stays, also when the unit is renamed or dissolved.",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self._get_default_period()[0],
        copy=False,
    )
    date_to = fields.Date(
        string="Until",
        required=True,
        default=lambda self: self._get_default_period()[1],
        copy=False,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Written By",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        check_company=True,
        default=lambda self: self.env.user,
        ondelete="set null",
        tracking=True,
        index="btree_not_null",
        help="The head of the unit, or a complaint officer.",
    )
    date_due = fields.Date(string="To Be Held By", copy=False)
    date_held = fields.Date(string="Held On", readonly=True, copy=False)
    participant_ids = fields.Many2many(
        comodel_name="res.users",
        relation="complaint_unit_review_participant_rel",
        string="Who Took Part",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="They read it.",
    )
    figure_ids = fields.One2many(
        comodel_name="complaint.unit.review.figure",
        inverse_name="review_id",
        string="Figures",
        readonly=True,
        copy=False,
    )
    date_figures = fields.Datetime(string="Figures As Of", readonly=True, copy=False)
    point_ids = fields.One2many(
        comodel_name="complaint.unit.review.point",
        inverse_name="review_id",
        string="Findings",
        copy=False,
    )
    decisions = fields.Html(
        sanitize_style=True,
        copy=False,
        help="What was decided. What somebody does until a day is an action.",
    )
    action_ids = fields.One2many(
        comodel_name="complaint.action",
        inverse_name="unit_review_id",
        string="Decided Actions",
        readonly=True,
        copy=False,
    )
    action_count = fields.Integer(string="Actions Taken", compute="_compute_actions")
    open_action_count = fields.Integer(
        string="Open Actions", compute="_compute_actions"
    )
    last_review_id = fields.Many2one(
        comodel_name="complaint.unit.review",
        string="The One Before",
        compute="_compute_last_review_id",
    )
    last_action_ids = fields.Many2many(
        comodel_name="complaint.action",
        string="Decided Last Time",
        compute="_compute_last_review_id",
    )

    _period = models.Constraint(
        "CHECK (date_from <= date_to)", "The period ends before it begins."
    )
    _unit_named = models.Constraint(
        "CHECK (kind != 'unit' OR department_id IS NOT NULL)", "Choose the unit."
    )
    _once_uniq = models.UniqueIndex(
        "(company_id, kind, COALESCE(department_id, 0), date_from, date_to)",
        "There is a review of this period already.",
    )

    @api.model
    def _get_default_period(self):
        return find_last_period("quarter", fields.Date.context_today(self))

    @api.model
    def _get_sealed_fields(self):
        return {"state", "unit_name", "date_held", "date_figures", "figure_ids"}

    @api.depends("kind", "department_id", "unit_name", "date_from", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for review in self:
            unit = review.unit_name or review.sudo().department_id.name
            what = unit if review.kind == "unit" else self.env._("Management")
            review.display_name = self.env._(
                "%(what)s, %(begin)s to %(end)s",
                what=what or "",
                begin=review.date_from and format_date(self.env, review.date_from),
                end=review.date_to and format_date(self.env, review.date_to),
            )

    def _compute_actions(self):
        """Of the actions that the user may read; a few queries for all."""
        groups = self.env["complaint.action"]._read_group(
            [("unit_review_id", "in", self.ids)],
            ["unit_review_id", "state"],
            ["__count"],
        )
        counts = {(review.id, state): count for review, state, count in groups}
        for review in self:
            own = {s: n for (id_, s), n in counts.items() if id_ == review._origin.id}
            review.action_count = sum(own.values())
            review.open_action_count = own.get("open", 0) + own.get("done", 0)

    @api.depends("kind", "company_id", "department_id", "date_from")
    @api.depends_context("uid")
    def _compute_last_review_id(self):
        for review in self:
            last = review._find_last()
            review.last_review_id = last
            review.last_action_ids = self.env["complaint.action"].search(
                [("unit_review_id", "in", last.ids)]
            )

    def _find_last(self):
        """The review before this one, of the same kind and unit, held or closed."""
        self.ensure_one()
        if not self.date_from:
            return self.browse()
        return self.search(
            [
                ("kind", "=", self.kind),
                ("company_id", "=", self.company_id.id),
                ("department_id", "=", self.department_id.id),
                ("date_to", "<", self.date_from),
                ("state", "!=", "draft"),
            ],
            order="date_to desc, id desc",
            limit=1,
        )

    # ------------------------------------------------------------------
    # What may be
    # ------------------------------------------------------------------

    @api.onchange("kind")
    def _onchange_kind(self):
        if self.kind == "management":
            self.department_id = False

    @api.constrains("kind", "department_id")
    def _check_whole_company(self):
        if any(one.kind == "management" and one.department_id for one in self):
            raise ValidationError(
                self.env._(
                    "The management looks at the whole company: take out the unit."
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        reviews = super().create(vals_list)
        reviews._check_scope({"department_id"})
        reviews._fill_in()
        reviews._plan_work()
        return reviews

    def write(self, vals):
        """What was held stays as it was.

        :raises UserError: it is not being written any more
        :raises AccessError: whose cases it counts is not theirs to say
        """
        self.check_access("write")
        scope = SCOPE & set(vals)
        if HELD & set(vals) and not self._is_written_by_us(vals):
            self._check_draft()
        self._check_scope(scope)
        result = super().write(vals)
        self._check_scope(scope)
        if scope:
            self._fill_in()
        if {"user_id", "date_due"} & set(vals):
            self._plan_work()
        return result

    def _check_scope(self, names):
        """Refuse to look at what is not theirs: asked before a change, and after it.

        :param names: which fields of ``SCOPE`` are set
        :raises AccessError: saying who can
        """
        if not names or all(review._is_officer() for review in self):
            return
        if OFFICERS_ONLY & names or not all(review._is_led() for review in self):
            raise AccessError(
                self.env._(
                    "What a review looks at is for a complaint officer to change; the "
                    "unit and the period also for the head of that unit."
                )
            )

    def _check_draft(self):
        """:raises UserError: one was held"""
        held = self.filtered(lambda review: review.state != "draft")
        if held:
            raise UserError(
                self.env._(
                    "“%s” was held: it stays as it is. A complaint officer can open it "
                    "again, with a reason.",
                    held[0].display_name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        self._check_draft()

    def _has_decisions(self):
        """Whether something was decided."""
        self.ensure_one()
        return not is_html_empty(self.decisions) or bool(self.sudo().action_ids)

    # ------------------------------------------------------------------
    # Who reads it
    # ------------------------------------------------------------------

    @api.model
    def _get_readable_domain(self):
        """Officers read all of their companies; others what they write, took part in,
        or is about a unit that they lead."""
        user = self.env.user
        if user.has_group(OFFICER):
            return Domain.TRUE
        return (
            Domain("user_id", "=", user.id)
            | Domain("participant_ids", "in", user.ids)
            | self._get_led_domain()
        )

    @api.model
    def _get_led_domain(self):
        led = self.env.user.sudo().headed_department_ids.ids
        return Domain("kind", "=", "unit") & Domain("department_id", "in", led)

    def _filter_forbidden(self, operation):
        own = self.browse(self.ids)
        if not own:
            return own
        if operation == "read":
            return own - (own & self.search([("id", "in", own.ids)]))
        return own.filtered(lambda review: not review._may_write(operation))

    def _may_write(self, operation):
        """Whether the user writes on it; who only writes one begins none."""
        self.ensure_one()
        user = self.env.user
        if user.has_group(OFFICER) or self._is_led():
            return True
        return operation == "write" and self.sudo().user_id == user

    def _is_led(self):
        """Whether it is about a unit that the user leads."""
        self.ensure_one()
        review, user_sudo = self.sudo(), self.env.user.sudo()
        led = user_sudo.headed_department_ids
        return review.kind == "unit" and review.department_id in led

    def _is_writer(self):
        """Whether the user holds it."""
        self.ensure_one()
        return self.env.su or self._may_write("write")

    def _is_officer(self):
        """Whether the user opens it again."""
        self.ensure_one()
        return self.env.su or self.env.user.has_group(OFFICER)
