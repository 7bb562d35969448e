# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Figures about cases in the digest by mail, each with the period before (R163)."""

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..case.life_cycle import OFFICER
from .measures import MEASURES, Measure

DEADLINES = "complaint.clock.report"
# In a context: figures are put into words later, all at once.
LATER = "complaint_figures_later"
# By its name on the digest. Cases are counted as everywhere; deadlines one by one, as
# their own analysis has them.
FIGURES = {
    "received": MEASURES["received"],
    "closed": MEASURES["closed"],
    "missed": Measure(
        "",
        "number",
        "less",
        "date_due",
        domain=(("is_late", "=", True),),
        model=DEADLINES,
    ),
    "in_time": Measure("", "share", "more", "date_stop", "share_met", model=DEADLINES),
    "satisfaction": MEASURES["satisfaction_result"],
    "repeated": MEASURES["repeated"],
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
    kpi_complaint_repeated = fields.Boolean(string="Share of Complaints Repeated")
    kpi_complaint_repeated_value = fields.Float(
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
        start, end, companies = self._get_kpi_compute_parameters()
        for digest in self:
            company = digest.company_id or companies
            digest._check_reads_figures(company)
            value = 0
            if not self.env.context.get(LATER):
                period = tuple(map(fields.Datetime.to_datetime, (start, end)))
                [row] = digest._count_figures([name], company, [period])
                value = row[name] or 0
            digest[f"kpi_complaint_{name}_value"] = value

    def _check_reads_figures(self, companies):
        """A part of the cases as if it were all of them would mislead.

        :param companies: those whose cases count
        :raises AccessError: for users who do not read all their cases
        """
        user = self.env.user
        if not user.has_group(OFFICER) or companies - user.company_ids:
            raise AccessError(
                self.env._("Figures about all cases are for those who may read them.")
            )

    def _count_figures(self, names, companies, periods):
        """Figures of several periods, of the companies that the digest is of.

        :param names: keys of ``FIGURES``
        :param companies: whose cases count, whatever the reader has chosen
        :param list periods: the moments when each begins and when it is over
        :return: list of dicts of name to a number, or None where there is nothing to
            measure
        """
        measures = self.env["complaint.measures"].with_context(
            allowed_company_ids=companies.ids
        )
        return measures._get_figures_in(
            {name: FIGURES[name] for name in names},
            Domain("company_id", "in", companies.ids),
            periods,
        )

    # ------------------------------------------------------------------
    # In the mail
    # ------------------------------------------------------------------

    def _compute_kpis_actions(self, company, user):
        actions = super()._compute_kpis_actions(company, user)
        for name in FIGURES:
            actions[f"kpi_complaint_{name}"] = (
                f"complaint_management.digest_{name}_action"
            )
        return actions

    def _compute_kpis(self, company, user):
        """Ours say what they were before: an arrow in green for more of what is bad
        would mislead, and so would a zero where nothing was measured."""
        digest = self.with_context(**{LATER: True})
        kpis = super(DigestDigest, digest)._compute_kpis(company, user)
        names = {f"kpi_complaint_{name}": name for name in FIGURES}
        ours = {names[kpi["kpi_name"]]: kpi for kpi in kpis if kpi["kpi_name"] in names}
        if ours:
            self._for_reader(user, company)._say_complaint_kpis(ours)
        return kpis

    def _say_complaint_kpis(self, kpis):
        """Put our figures into words, counted once for all periods.

        :param dict kpis: by its key of ``FIGURES``, each as ``_compute_kpis`` returns
            it; changed in place
        """
        company = self.env.company
        frames = self._compute_timeframes(company)
        periods = [
            tuple(moment.replace(tzinfo=None) for moment in period)
            for _label, both in frames
            for period in both
        ]
        rows = iter(self._count_figures(kpis, company, periods))
        for number, (label, _periods) in enumerate(frames, start=1):
            now, before = next(rows), next(rows)
            for name, kpi in kpis.items():
                kpi[f"kpi_col{number}"].update(
                    value=self._say_complaint_figure(name, now[name]),
                    margin=0,
                    col_subtitle=self.env._(
                        "%(period)s, before: %(figure)s",
                        period=label,
                        figure=self._say_complaint_figure(name, before[name]),
                    ),
                )

    def _say_complaint_figure(self, name, value):
        """Short, and not broken at the end of a line."""
        kind = FIGURES[name].kind
        words = self.env["complaint.measures"]._say(
            kind, value, digits=0 if kind == "share" else 1
        )
        return words.replace(" ", "\N{NO-BREAK SPACE}")
