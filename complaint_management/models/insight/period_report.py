# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The report of a week, a month, a quarter or a year (R138, R140)."""

from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import babel_locale_parse, format_date, get_lang
from odoo.tools.date_utils import end_of, start_of

from ...tools.insight.period import get_before
from .period_table import ACTS, KINDS, STATES

# Skeletons by which each language names a period in its own way.
NAMES = {"month": "yMMMM", "quarter": "yQQQ", "year": "y"}
# What the analyst writes, until it is ready.
WORDS = frozenset({"summary", "typical", "partner_ids"})
SCOPE = frozenset(
    {
        "kind",
        "date_from",
        "company_id",
        "department_id",
        "category_id",
        "industry_id",
        "lang",
    }
)


class ComplaintPeriodReport(models.Model):
    """What a period brought, in figures, charts and sentences.

    The figures are counted once, when it is made, and kept: a report never judges the
    past again, whatever is registered, renamed or closed afterwards. The sentences are
    a proposal that the analyst edits before it goes. It counts protected cases and
    shows none: nothing in it is about one person or one customer.
    """

    _name = "complaint.period.report"
    _description = "Report of a Period"
    _inherit = ["complaint.acts.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_to desc, kind, id desc"
    _rec_name = "kind"
    _check_company_auto = True
    _keeps_evidence = True

    kind = fields.Selection(
        selection=KINDS, string="Period", required=True, default="month", index=True
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self._get_default_start(),
        help="Any day of it: the whole week, month, quarter or year is reported on.",
    )
    date_to = fields.Date(
        string="To", compute="_compute_date_to", store=True, precompute=True, index=True
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Only This Unit",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        help="Cases that it handles, with all units below it. Empty: all cases.",
    )
    category_id = fields.Many2one(
        comodel_name="complaint.category",
        string="Only This Category",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        help="Cases about it, with all categories below it. Empty: all.",
    )
    industry_id = fields.Many2one(
        comodel_name="res.partner.industry",
        string="Only This Sector",
        ondelete="restrict",
        index="btree_not_null",
        help="Cases of customers of this industry. Empty: all.",
    )
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        required=True,
        compute="_compute_lang",
        store=True,
        readonly=False,
        precompute=True,
        help="In which it is written. Those who read another one get another report.",
    )
    state = fields.Selection(
        selection=STATES,
        required=True,
        readonly=True,
        default="making",
        copy=False,
        index=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Analyst",
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        check_company=True,
        ondelete="set null",
        tracking=True,
        index="btree_not_null",
        help="Who reads it, and edits its sentences before it goes.",
    )
    is_scheduled = fields.Boolean(
        string="Made by Schedule", readonly=True, copy=False, default=False
    )

    # What it says
    figures = fields.Json(readonly=True, copy=False, export_string_translation=False)
    currency_id = fields.Many2one(
        comodel_name="res.currency", readonly=True, copy=False, ondelete="restrict"
    )
    summary = fields.Html(
        string="What It Shows",
        sanitize_style=True,
        copy=False,
        help="A proposal, from the figures. Edit it as you see fit; name nobody.",
    )
    typical = fields.Html(
        string="Typical Cases",
        sanitize_style=True,
        copy=False,
        help="What is like many others. No names, and nothing by which somebody can be "
        "known.",
    )
    proposal_ids = fields.One2many(
        comodel_name="complaint.period.proposal",
        inverse_name="report_id",
        string="Proposals",
        copy=False,
    )
    page = fields.Html(
        string="Report", compute="_compute_page", sanitize=False, readonly=True
    )

    # Where it went
    partner_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="complaint_period_report_partner_rel",
        column1="report_id",
        column2="partner_id",
        string="Sent To",
        copy=False,
        compute="_compute_partner_ids",
        store=True,
        readonly=False,
        help="They get it as a PDF by email.",
    )
    date_made = fields.Datetime(string="Made On", readonly=True, copy=False)
    date_sent = fields.Datetime(string="Sent On", readonly=True, copy=False)
    sent_by_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    file_id = fields.Many2one(
        comodel_name="ir.attachment",
        string="PDF",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    error = fields.Char(string="What Went Wrong", readonly=True, copy=False)

    _period_uniq = models.UniqueIndex(
        "(company_id, kind, date_from, lang, COALESCE(department_id, 0),"
        " COALESCE(category_id, 0), COALESCE(industry_id, 0))",
        "There is a report of this period already.",
    )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {
            "state",
            "is_scheduled",
            "figures",
            "currency_id",
            "date_made",
            "date_sent",
            "sent_by_id",
            "file_id",
            "error",
        }

    @api.model
    def _get_acts(self):
        return ACTS

    # ------------------------------------------------------------------
    # The period
    # ------------------------------------------------------------------

    @api.model
    def _get_default_start(self):
        """The last month that is over, where the company is."""
        today = self.env.company._get_complaint_day_of(fields.Datetime.now())
        return get_before("month", start_of(today, "month"))[0]

    @api.model
    def _get_default_lang(self):
        """The language of the company, as far as it is there."""
        return get_lang(self.env, self.env.company._get_complaint_voice()["lang"]).code

    @api.depends("company_id")
    def _compute_lang(self):
        for report in self:
            report.lang = report.with_company(report.company_id)._get_default_lang()

    @api.depends("kind", "date_from")
    def _compute_date_to(self):
        for report in self:
            is_known = report.kind and report.date_from
            report.date_to = is_known and end_of(report.date_from, report.kind)

    @api.depends(*SCOPE, "figures")
    def _compute_display_name(self):
        for report in self:
            report.display_name = report._say_name()

    def _say_name(self, lang=None):
        """What the report is called: "June 2026 · Metering".

        :param str lang: of whom it is told; by default in its own language
        """
        self.ensure_one()
        name = self._say_period(lang) if self.kind and self.date_from else ""
        return " · ".join(filter(None, (name, self._say_scope())))

    def _say_period(self, lang=None):
        """The period as a language says it, by default its own: "June 2026"."""
        self.ensure_one()
        here = self.with_context(lang=lang or self.lang)
        start = start_of(self.date_from, self.kind)
        if self.kind == "week":
            _year, number, _day = start.isocalendar()
            return here.env._(
                "Week %(number)s, %(start)s – %(end)s",
                number=number,
                start=format_date(here.env, start),
                end=format_date(here.env, self.date_to),
            )
        locale = babel_locale_parse(get_lang(here.env).code)
        return format_skeleton(NAMES[self.kind], start, locale=locale)

    def _say_scope(self):
        """Of which unit or branch it is, by the name that it had; or nothing."""
        self.ensure_one()
        if self.figures:
            return self.figures["scope"]
        here = self.sudo().with_context(lang=self.lang)
        return here._get_scope_names()

    # ------------------------------------------------------------------
    # Who changes what
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        reports = super().create([self._begin_period(vals) for vals in vals_list])
        reports._check_over()
        return reports

    def write(self, vals):
        """What was made is of its period, and what is ready is not written any more.

        :raises UserError: saying what to do instead
        """
        if not self._is_written_by_us(vals):
            self._check_may_change(vals)
        if {"kind", "date_from"} & set(vals):
            for report in self:
                begun = self._begin_period(
                    {"kind": report.kind, "date_from": report.date_from, **vals}
                )
                super(ComplaintPeriodReport, report).write({**vals, **begun})
            self._check_over()
            return True
        return super().write(vals)

    @api.model
    def _begin_period(self, vals):
        """A period begins on its first day, whichever day of it somebody chose."""
        here = self.with_company(vals.get("company_id"))
        defaults = here.default_get(["kind", "date_from"])
        kind = vals.get("kind") or defaults.get("kind")
        day = fields.Date.to_date(vals.get("date_from") or defaults.get("date_from"))
        return {**vals, "kind": kind, "date_from": start_of(day, kind)}

    def _check_over(self):
        """Only what is over is reported on: a report is made once.

        :raises UserError: a period is not over
        """
        for report in self:
            company = report.company_id
            today = company._get_complaint_day_of(fields.Datetime.now())
            if report.date_to >= today:
                raise UserError(
                    self.env._(
                        "%(period)s is not over yet. A report is made once, of what "
                        "is over; how you stand today is on the dashboard.",
                        period=report._say_period(),
                    )
                )

    def _check_may_change(self, vals):
        """:raises UserError: it was made, or is ready, so that this stays"""
        made = self.filtered(lambda report: report.state != "making")
        if SCOPE & set(vals) and made:
            raise UserError(
                self.env._(
                    "“%s” was made: its period and what it is of stay. Make another "
                    "report.",
                    made[0].display_name,
                )
            )
        closed = self.filtered(lambda report: report.state in ("ready", "sent"))
        if WORDS & set(vals) and closed:
            raise UserError(
                self.env._(
                    "“%s” is ready: press “Change the Text” first. What was sent "
                    "stays as it is.",
                    closed[0].display_name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        if any(report.state == "sent" for report in self):
            raise UserError(self.env._("A report that was sent is kept."))

    def _is_sender(self):
        """Whether the user lets it go out: its analyst, or a manager."""
        self.ensure_one()
        is_manager = self.env.user.has_group(
            "complaint_management.group_complaint_manager"
        )
        return self.env.su or self.user_id == self.env.user or is_manager

    def _say_not_yours(self, act):
        return self.env._(
            "“%(report)s” is sent by its analyst, or by a manager.",
            report=self.display_name,
        )

    # ------------------------------------------------------------------
    # Acts
    # ------------------------------------------------------------------

    def action_make(self):
        """Count, and write the sentences, from what is known now.

        What was written before is lost: it is asked for by who edits it.
        """
        return self._act("make")

    def action_release(self):
        """The text is as it shall be."""
        return self._act("release")

    def action_edit(self):
        """The text is changed again; nobody got it yet."""
        return self._act("edit")

    def action_send(self):
        """Send it as a PDF to all whom it names.

        :raises UserError: there is nobody to send it to, or one of them has no address
        :raises AccessError: the user is neither its analyst nor a manager
        """
        return self._act("send")

    def _prepare_act_vals(self, name, given):
        vals = super()._prepare_act_vals(name, given)
        if name == "make":
            vals.update(self._prepare_made_vals())
        if name == "send":
            vals.update(self._prepare_sent_vals())
        return vals

    def _after_act(self, name, given):
        result = super()._after_act(name, given)
        if name == "send":
            self._mail_out()
        return result
