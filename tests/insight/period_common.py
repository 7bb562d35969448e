# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A company whose last months are over, and reports on them."""

from datetime import datetime, time, timedelta

from odoo.tools.date_utils import start_of

from odoo.addons.complaint_management.tools.insight.period import get_before

from ..common import ComplaintCase, without_commits

# What a clerk writes; the rest is what the product writes.
OWN = ("identity_mode", "name", "category_id", "channel_id", "claimed_amount")


class PeriodCase(ComplaintCase):
    """``start`` is the first day of the last month that is over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Report = cls.env["complaint.period.report"]
        cls.company.partner_id.tz = "UTC"
        cls.today = cls.company._get_complaint_day_of(datetime.now())
        month = start_of(cls.today, "month")
        cls.start = get_before("month", month)[0]
        cls.before = get_before("month", cls.start)[0]
        cls.earlier = get_before("month", cls.before)[0]
        # What other data there is, is older.
        cls.Complaint.search([])._write_protected(
            {"date_received": "2001-01-01", "date_answered": None, "date_closed": None}
        )

    @classmethod
    def _place(cls, day=None, answered=None, user=None, **vals):
        """A case received at noon of a day, its protected facts as they are given.

        :param date day: by default the fifth of the month
        :param int answered: so many days later
        :param user: who registers it
        """
        moment = datetime.combine(day or cls.start + timedelta(days=4), time(12))
        sealed = {"date_received": moment}
        if answered is not None:
            sealed.update(
                date_answered=moment + timedelta(days=answered),
                state="proposed",
            )
        own = {fname: vals.pop(fname) for fname in OWN if fname in vals}
        case = cls._create_case(user=user, **own)
        case._write_protected({**sealed, **vals})
        return case

    @classmethod
    def _place_many(cls, count, day=None, **vals):
        """So many cases that are alike, as ``_place`` makes them."""
        for _number in range(count):
            cls._place(day, **vals)

    @classmethod
    def _make(cls, user=None, **vals):
        """A report of the last month, as an officer makes it."""
        reports = cls.Report.with_user(user or cls.officer)
        report = reports.create({"date_from": cls.start, "lang": "en_US", **vals})
        report.action_make()
        return report.with_env(cls.env)

    @classmethod
    def _make_again(cls, report):
        report.with_user(cls.officer).action_make()

    @classmethod
    def _row(cls, report, code):
        rows = {row["code"]: row for row in report.figures["rows"]}
        return rows.get(code)

    def _assert_value(self, report, code, value):
        self.assertEqual(self._row(report, code)["value"], value)

    def _run_cron(self, seconds=()):
        self.env.flush_all()
        with without_commits(self.env, seconds):
            self.Report._cron_make()
