# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""An alert: one episode in which something is more than usual, or one critical case."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.warning import joins_episode
from ...tools.warning.episode import CALM_WEEKS, QUIET_WEEKS
from .rule_counts import WEEK
from .table import OPEN, STATES

ACCOUNTABILITY = "complaint_management.group_complaint_accountability"
# After so long without a signal an episode is over.
CALM = timedelta(weeks=QUIET_WEEKS)
# What stands out for so long is no episode: it is a new level.
LASTS = timedelta(weeks=8)
# So many weeks are kept for the chart.
SHOWN = 53
# Written by the watch and by the acts, and by nobody else.
SEALED = frozenset(
    {
        "rule_id",
        "company_id",
        "source",
        "dimension",
        "subject_model",
        "subject_id",
        "employee_id",
        "is_personal",
        "complaint_id",
        "word",
        "state",
        "date_first",
        "date_last",
        "date_closed",
        "date_level",
        "snoozed_until",
        "reason",
        "is_false",
        "is_judged",
        "lens",
        "weeks",
        "count",
        "told_count",
        "recent",
        "season",
        "every",
        "has_year",
        "history",
        "date_drawn",
        "user_id",
        "told_user_ids",
    }
)


class ComplaintAlert(models.Model):
    """What stood out, since when, how improbable that is, and what came of it (R121).

    One for each episode: what goes on is followed here and told once. Figures are
    kept, words are made for each reader in their language. The cases behind it are
    searched with the rights of the reader: who is barred from a case is not shown it.
    Alerts about people are read by accountability officers only.
    """

    _name = "complaint.alert"
    _description = "Early Warning"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "complaint.acts.mixin",
        "complaint.guarded.mixin",
    ]
    _keeps_evidence = True
    _order = "date_last desc, id desc"
    _mail_post_access = "read"

    rule_id = fields.Many2one(
        comodel_name="complaint.alert.rule",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    state = fields.Selection(
        selection=STATES, required=True, readonly=True, default="new", index=True
    )

    # What it is about
    source = fields.Selection(
        selection=lambda self: self.env["complaint.alert.rule"]._select_sources(),
        string="What Is Counted",
        readonly=True,
    )
    dimension = fields.Selection(
        selection=lambda self: self.env["complaint.alert.rule"]._select_dimensions(),
        string="Told Apart By",
        readonly=True,
    )
    subject_model = fields.Char(readonly=True, export_string_translation=False)
    subject_id = fields.Many2oneReference(
        model_field="subject_model", readonly=True, export_string_translation=False
    )
    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        groups=ACCOUNTABILITY,
    )
    is_personal = fields.Boolean(string="About a Person", readonly=True)
    complaint_id = fields.Many2one(
        comodel_name="complaint.complaint",
        string="Case",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
        help="The case that raised it at once.",
    )
    word = fields.Char(readonly=True, help="The critical words that stand in the case.")
    subject = fields.Char(
        string="What Stands Out", compute="_compute_subject", compute_sudo=True
    )

    # How much, and how improbable
    date_first = fields.Datetime(string="First Seen", required=True, readonly=True)
    date_last = fields.Datetime(
        string="Last Seen", required=True, readonly=True, index=True
    )
    date_closed = fields.Datetime(string="Closed On", readonly=True)
    date_level = fields.Datetime(
        string="New Level Since",
        readonly=True,
        help="It stayed so: from here on it is compared with itself only.",
    )
    lens = fields.Char(readonly=True, export_string_translation=False)
    weeks = fields.Integer(
        readonly=True,
        aggregator=None,
        export_string_translation=False,
        help="In how many weeks it was counted.",
    )
    count = fields.Integer(readonly=True, aggregator=None)
    told_count = fields.Integer(readonly=True, aggregator=None)
    recent = fields.Float(
        string="A Week in the Last Half-Year", readonly=True, aggregator=None
    )
    season = fields.Float(
        string="A Week at This Season Last Year", readonly=True, aggregator=None
    )
    has_year = fields.Boolean(readonly=True)
    every = fields.Integer(
        string="By Chance Once in Weeks", readonly=True, aggregator=None
    )
    history = fields.Json(readonly=True)
    date_drawn = fields.Datetime(readonly=True, export_string_translation=False)

    # What came of it
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Who Looks Into It",
        readonly=True,
        index="btree_not_null",
    )
    told_user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="complaint_alert_told_rel",
        string="Who Was Told",
        readonly=True,
    )
    snoozed_until = fields.Date(readonly=True)
    reason = fields.Text(readonly=True)
    is_false = fields.Boolean(string="False Alarm", readonly=True)
    is_judged = fields.Boolean(
        string="Looked At", readonly=True, export_string_translation=False
    )

    _running_idx = models.Index("(rule_id, date_last)")
    _case_uniq = models.UniqueIndex(
        "(rule_id, complaint_id) WHERE complaint_id IS NOT NULL",
        "The rule has raised an alert for this case already.",
    )

    # ------------------------------------------------------------------
    # Who reads it
    # ------------------------------------------------------------------

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | SEALED

    @api.model
    def _get_readable_domain(self):
        """An alert of one case is as hidden as the case."""
        cases = self.env["complaint.complaint"].with_context(active_test=False)
        return super()._get_readable_domain() & (
            Domain("complaint_id", "=", False)
            | Domain("complaint_id", "in", cases._search([]))
        )

    def _get_barred_partners(self):
        """The contacts of those who may not know of the case (R153)."""
        return self.sudo().complaint_id._get_barred_partners()

    def _filter_forbidden(self, operation):
        cases = self.sudo().complaint_id.with_env(self.env)
        denied = cases - cases._filtered_access("read")
        return super()._filter_forbidden(operation) | self.filtered(
            lambda alert: alert.sudo().complaint_id in denied
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Alerts are kept: close them instead."))

    def copy_data(self, default=None):
        """An alert is raised, and not copied."""
        raise UserError(self.env._("Alerts are raised by rules, and not copied."))

    # ------------------------------------------------------------------
    # What it is about
    # ------------------------------------------------------------------

    @api.depends("subject_model", "subject_id", "source", "complaint_id")
    @api.depends_context("lang", "uid")
    def _compute_subject(self):
        """Names are read now: who was anonymised is not named any more."""
        names = self._get_subject_names()
        for alert in self:
            alert.subject = alert._get_subject(names)

    def _get_subject_names(self):
        """Names of what these alerts are about, looked up kind by kind.

        :return: dict of model and id to a name
        """
        alerts = self.filtered(lambda alert: alert.subject_model in self.env)
        return {
            (model, record.id): record.display_name
            for model, some in alerts.grouped("subject_model").items()
            for record in self.env[model].browse(some.mapped("subject_id")).exists()
        }

    def _get_subject(self, names):
        self.ensure_one()
        if self.complaint_id:
            # By its reader: protected cases have no name for others.
            return self.complaint_id.sudo(False).display_name
        if not self.subject_model:
            sources = self.env["complaint.alert.rule"]._get_sources()
            source = sources.get(self.source)
            label = self.env._(source.label) if source else ""
            return self.env._("%s, everything together", label)
        known = names.get((self.subject_model, self.subject_id))
        return known or self.env._("What is not there any more")

    @api.depends("subject")
    @api.depends_context("lang", "uid")
    def _compute_display_name(self):
        for alert in self:
            alert.display_name = alert.subject

    # ------------------------------------------------------------------
    # Episodes
    # ------------------------------------------------------------------

    @api.model
    def _search_running(self, rule, end):
        """The lately seen alerts of each subject of a rule, the newest last, as sudo.

        :return: dict of (company id, subject id) to alerts
        """
        domain = Domain("rule_id", "=", rule.id) & Domain("complaint_id", "=", False)
        since = end - CALM_WEEKS * WEEK
        domain &= Domain("state", "in", OPEN) | Domain("date_last", ">=", since)
        alerts = self.sudo().search(domain, order="date_last, id")
        return alerts.grouped(lambda alert: alert._get_key())

    def _get_key(self):
        """Under which key the watch counts what the alert is about."""
        self.ensure_one()
        return self.company_id.id, self.subject_id

    def _is_joined(self, end):
        """Whether what stands out now goes on with the newest of these alerts.

        :param datetime end: the end of the week that stands out
        """
        starts = sorted((alert.date_first - end) / WEEK for alert in self)
        last = max((alert.date_last - end) / WEEK for alert in self)
        return joins_episode(starts, last, 0)

    @api.model
    def _get_levels(self, rule):
        """Since when subjects of a rule stay at a new level.

        :return: dict of (company id, subject id) to datetime
        """
        alerts = self.sudo().search(
            [("rule_id", "=", rule.id), ("date_level", "!=", False)],
            order="date_level",
        )
        return {
            (alert.company_id.id, alert.subject_id): alert.date_level
            for alert in alerts
        }

    @api.model
    def _count_by_company(self, rule, since):
        """How many alerts a rule has raised since then, by company id."""
        groups = self.sudo()._read_group(
            [("rule_id", "=", rule.id), ("create_date", ">=", since)],
            ["company_id"],
            ["__count"],
        )
        return {company.id: count for company, count in groups}

    @api.model
    def _prepare_figures(self, end, counts, judgement):
        """What is kept of a signal, so that it can be said and drawn.

        :param list counts: by week, the oldest first
        :param judgement: a ``Judgement`` of ``tools/warning``
        """
        return {
            "date_last": end,
            "lens": judgement.lens,
            "weeks": judgement.weeks,
            "count": judgement.count,
            "told_count": max(counts[-1], _get_weekly(judgement)),
            "recent": judgement.recent or 0.0,
            "season": judgement.season or 0.0,
            "has_year": judgement.has_year,
            "every": judgement.every,
            "history": counts[-SHOWN:],
            "date_drawn": end,
        }

    def _follow_episode(self, end, counts, judgement):
        """Go on with an episode: nobody is told again, unless it became much worse.

        :param list counts: by week, the oldest first
        :param judgement: what stands out now; None when nothing does
        """
        self.ensure_one()
        vals = {"history": counts[-SHOWN:], "date_drawn": end}
        if judgement:
            vals = self._prepare_figures(end, counts, judgement)
            vals.pop("told_count")
        self._write_sealed(vals)
        if judgement and counts[-1] >= 2 * max(1, self.told_count):
            self._worsen(counts[-1])
        elif judgement and end - self.date_first >= LASTS and not self.date_level:
            self._take_level()
        elif self.state in OPEN and end - self.date_last >= CALM:
            self._perform_act("quiet", {})

    def _take_level(self):
        """What stays is usual from now on; who explained it knew it already."""
        self._write_sealed({"date_level": self.date_first - WEEK})
        if self.state in OPEN:
            self._perform_act("level", {})

    def _worsen(self, count):
        """Call again, as it is twice as much as whoever looked at it was told."""
        self._write_sealed({"told_count": count})
        if self.state in ("new", "acknowledged"):
            return
        self._perform_act("worsen", {})
        self._call()


def _get_weekly(judgement):
    """How many there were in each of the weeks that stand out, rounded up."""
    return -(-judgement.count // judgement.weeks)
