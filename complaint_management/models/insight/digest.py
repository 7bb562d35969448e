# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Figures about cases in the digest by mail, each with the period before (R163)."""

from typing import NamedTuple

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import formatLang

from ..case.life_cycle import OFFICER

CASES = "complaint.report"
DEADLINES = "complaint.clock.report"
# What is counted, and what stands behind the figure when it is opened.
CASES_ACTION = "complaint_management.complaint_report_action"
DEADLINES_ACTION = "complaint_management.complaint_clock_report_action"
LATE_ACTION = "complaint_management.complaint_complaint_late_action"


class Figure(NamedTuple):
    """How one figure of the digest is counted.

    :ivar model: the analysis that it is read from
    :ivar date: the date by which a period counts a row
    :ivar action: what its button opens
    :ivar fname: what the average is taken of; None where rows are counted
    :ivar kind: "number", "share" (0 to 1) or "rating" (1 to 5)
    :ivar tuple domain: which rows count
    :ivar tuple case_domain: of which cases
    """

    model: str
    date: str
    action: str
    fname: str | None = None
    kind: str = "number"
    domain: tuple = ()
    case_domain: tuple = ()


FIGURES = {
    "received": Figure(CASES, "date_received", CASES_ACTION),
    "closed": Figure(CASES, "date_closed", CASES_ACTION),
    "missed": Figure(
        DEADLINES, "date_due", LATE_ACTION, domain=(("is_late", "=", True),)
    ),
    "in_time": Figure(DEADLINES, "date_stop", DEADLINES_ACTION, "share_met", "share"),
    "satisfaction": Figure(
        CASES, "date_answered", CASES_ACTION, "satisfaction_with_result", "rating"
    ),
    "repeated": Figure(
        CASES,
        "date_received",
        "complaint_management.complaint_complaint_repeat_action",
        case_domain=(("is_repeat", "=", True),),
    ),
}


class DigestDigest(models.Model):
    _inherit = "digest.digest"

    kpi_complaint_received = fields.Boolean(string="Cases Received")
    kpi_complaint_received_value = fields.Integer(
        compute="_compute_kpi_complaint_received_value",
        export_string_translation=False,
    )
    kpi_complaint_closed = fields.Boolean(string="Cases Closed")
    kpi_complaint_closed_value = fields.Integer(
        compute="_compute_kpi_complaint_closed_value",
        export_string_translation=False,
    )
    kpi_complaint_missed = fields.Boolean(string="Deadlines of Cases Missed")
    kpi_complaint_missed_value = fields.Integer(
        compute="_compute_kpi_complaint_missed_value",
        export_string_translation=False,
    )
    kpi_complaint_in_time = fields.Boolean(string="Share of Deadlines Kept")
    kpi_complaint_in_time_value = fields.Float(
        compute="_compute_kpi_complaint_in_time_value",
        export_string_translation=False,
    )
    kpi_complaint_satisfaction = fields.Boolean(
        string="Satisfaction of Those Who Complained"
    )
    kpi_complaint_satisfaction_value = fields.Float(
        compute="_compute_kpi_complaint_satisfaction_value",
        export_string_translation=False,
    )
    kpi_complaint_repeated = fields.Boolean(string="Complaints Repeated")
    kpi_complaint_repeated_value = fields.Integer(
        compute="_compute_kpi_complaint_repeated_value",
        export_string_translation=False,
    )

    def _compute_kpi_complaint_received_value(self):
        self._compute_complaint_figure("received")

    def _compute_kpi_complaint_closed_value(self):
        self._compute_complaint_figure("closed")

    def _compute_kpi_complaint_missed_value(self):
        self._compute_complaint_figure("missed")

    def _compute_kpi_complaint_in_time_value(self):
        self._compute_complaint_figure("in_time")

    def _compute_kpi_complaint_satisfaction_value(self):
        self._compute_complaint_figure("satisfaction")

    def _compute_kpi_complaint_repeated_value(self):
        self._compute_complaint_figure("repeated")

    def _compute_complaint_figure(self, name):
        """The figure of the period in the context, of the cases that the user reads.

        :param str name: a key of ``FIGURES``
        :raises AccessError: the user does not read all cases, so it stays out
        """
        self._check_reads_figures()
        start, end, companies = self._get_kpi_compute_parameters()
        for digest in self:
            company = digest.company_id or companies
            value = self._count_complaint_figure(name, company, start, end)
            digest[f"kpi_complaint_{name}_value"] = value or 0

    def _check_reads_figures(self):
        """A part of the cases as if it were all of them would mislead.

        :raises AccessError: for users who do not read all cases
        """
        if not self.env.user.has_group(OFFICER):
            raise AccessError(
                self.env._("Figures about all cases are for those who may read them.")
            )

    def _count_complaint_figure(self, name, companies, start, end):
        """One figure of one period.

        :param companies: whose cases count
        :return: a number, or None where there is nothing to measure
        """
        figure = FIGURES[name]
        domain = (
            Domain(list(figure.domain))
            & Domain("company_id", "in", companies.ids)
            & Domain(figure.date, ">=", start)
            & Domain(figure.date, "<", end)
        )
        if figure.model == CASES:
            domain &= Domain("state", "!=", "cancelled")
        if figure.case_domain:
            cases = self.env["complaint.complaint"].with_context(active_test=False)
            domain &= Domain("id", "in", cases._search(list(figure.case_domain)))
        rows = self.env[figure.model].with_context(active_test=False)
        if not figure.fname:
            return rows.search_count(domain)
        aggregates = [f"{figure.fname}:avg", f"{figure.fname}:count"]
        [(average, count)] = rows._read_group(domain, aggregates=aggregates)
        return average if count else None

    # ------------------------------------------------------------------
    # In the mail
    # ------------------------------------------------------------------

    def _compute_kpis_actions(self, company, user):
        actions = super()._compute_kpis_actions(company, user)
        for name, figure in FIGURES.items():
            actions[f"kpi_complaint_{name}"] = figure.action
        return actions

    def _compute_kpis(self, company, user):
        """Ours say what they were before: an arrow in green for more of what is bad
        would mislead, and so would a zero where nothing was measured."""
        kpis = super()._compute_kpis(company, user)
        names = {f"kpi_complaint_{name}": name for name in FIGURES}
        for kpi in kpis:
            if name := names.get(kpi["kpi_name"]):
                self.with_user(user).with_company(company)._say_complaint_kpi(kpi, name)
        return kpis

    def _say_complaint_kpi(self, kpi, name):
        """Put a figure of ours into words.

        :param dict kpi: as ``_compute_kpis`` returns it; changed in place
        :param str name: a key of ``FIGURES``
        """
        companies = self.company_id or self.env.company
        for number, (label, periods) in enumerate(
            self._compute_timeframes(self.env.company), start=1
        ):
            now, before = (
                self._say_complaint_value(
                    name,
                    self._count_complaint_figure(
                        name, companies, *map(fields.Datetime.to_string, period)
                    ),
                )
                for period in periods
            )
            kpi[f"kpi_col{number}"].update(
                value=now,
                margin=0,
                col_subtitle=self.env._(
                    "%(period)s, before: %(figure)s", period=label, figure=before
                ),
            )

    def _say_complaint_value(self, name, value):
        """A figure as people read it; a dash where there is nothing to measure."""
        if value is None:
            return "–"
        kind = FIGURES[name].kind
        if kind == "share":
            # Not broken at the end of a line.
            return f"{formatLang(self.env, value * 100, digits=0)}\N{NO-BREAK SPACE}%"
        if kind == "rating":
            return formatLang(self.env, value, digits=1)
        return str(value)
