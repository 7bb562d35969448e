# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date, datetime, time, timedelta

import pytz

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, date_utils, format_date

from ...tools.clock import public_holidays

# The weekday whose hours a make-up workday has when nobody knows what it replaces.
MONDAY = "0"


class ComplaintHolidayImport(models.TransientModel):
    """Loads a country's public holidays of a year into a working calendar.

    Holidays become time off of the calendar for one company, make-up workdays become
    ``complaint.makeup.day``. What is there already is never added again.
    """

    _name = "complaint.holiday.import"
    _description = "Load Public Holidays"
    _check_company_auto = True

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        domain=lambda self: [("id", "in", self.env.companies.ids)],
    )
    calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Working Calendar",
        compute="_compute_calendar_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        check_company=True,
        help="A calendar that companies share gets them for this company only.",
    )
    country_id = fields.Many2one(
        comodel_name="res.country",
        compute="_compute_country_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain=lambda self: [("code", "in", sorted(public_holidays.get_countries()))],
    )
    region = fields.Selection(
        selection="_selection_region",
        string="State or Region",
        compute="_compute_region",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="Empty: only the holidays of the whole country.",
    )
    available_regions = fields.Json(compute="_compute_available_regions")
    year = fields.Integer(
        required=True, default=lambda self: fields.Date.context_today(self).year
    )
    line_ids = fields.One2many(
        comodel_name="complaint.holiday.import.line",
        inverse_name="wizard_id",
        string="Days",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    problem = fields.Char(compute="_compute_problem")
    notice = fields.Char(compute="_compute_problem")

    @api.model
    def _selection_region(self):
        return [
            (f"{country}-{code}", name)
            for country in sorted(public_holidays.get_countries())
            for code, name in public_holidays.get_regions(country).items()
        ]

    # ------------------------------------------------------------------
    # What is proposed
    # ------------------------------------------------------------------

    @api.depends("company_id")
    def _compute_calendar_id(self):
        for wizard in self:
            company = wizard.company_id
            wizard.calendar_id = (
                company.complaint_calendar_id or company.resource_calendar_id
            )

    @api.depends("company_id")
    def _compute_country_id(self):
        for wizard in self:
            country = wizard.company_id.country_id
            wizard.country_id = country if wizard._is_known(country) else False

    @api.depends("country_id")
    def _compute_available_regions(self):
        for wizard in self:
            country = wizard.country_id
            known = wizard._is_known(country)
            codes = public_holidays.get_regions(country.code) if known else ()
            wizard.available_regions = [f"{country.code}-{code}" for code in codes]

    @api.depends("company_id", "available_regions")
    def _compute_region(self):
        """The state of the company, where states have holidays of their own."""
        for wizard in self:
            prefix = f"{wizard.country_id.code}-"
            code = (wizard.company_id.state_id.code or "").removeprefix(prefix)
            region = f"{prefix}{code}"
            here = wizard.company_id.country_id == wizard.country_id
            known = region in (wizard.available_regions or ())
            wizard.region = region if here and known else False

    @api.depends("company_id", "calendar_id", "country_id", "region", "year")
    def _compute_problem(self):
        for wizard in self:
            wizard.problem = wizard._get_problem()
            wizard.notice = not wizard.problem and wizard._get_notice()

    @api.depends("company_id", "calendar_id", "country_id", "region", "year")
    def _compute_line_ids(self):
        for wizard in self:
            lines = [] if wizard._get_problem() else wizard._prepare_lines()
            wizard.line_ids = [Command.clear(), *map(Command.create, lines)]

    def _get_problem(self):
        """Why nothing can be loaded, in plain words, or False."""
        self.ensure_one()
        country, calendar = self.country_id, self.calendar_id
        if self.company_id not in self.env.user.company_ids:
            return self.env._("Choose a company that you work for.")
        if not calendar:
            return self.env._("Choose the working calendar that gets the holidays.")
        if not (calendar.attendance_ids or calendar.flexible_hours):
            return self.env._(
                "%(calendar)s has no working hours, so a holiday would change "
                "nothing in it. Add its hours first.",
                calendar=calendar.name,
            )
        if not country:
            return self.env._("Choose the country whose holidays you want.")
        if not self._is_known(country):
            return self.env._(
                "The public holidays of %(country)s are not known here. Please add "
                "them to the working calendar by hand.",
                country=country.name,
            )
        if self.region and self.region not in (self.available_regions or ()):
            return self.env._("The state or region is not one of this country.")
        if not self._get_days():
            return self.env._(
                "No public holidays are known for %(country)s in %(year)s.",
                country=country.name,
                year=str(self.year),
            )
        return False

    def _get_notice(self):
        """What somebody should know before they add these days, or False."""
        if self._is_announced():
            return False
        return self.env._(
            "The make-up workdays of %(year)s are not announced yet for %(country)s, "
            "or this server does not know them yet. The days below are what the law "
            "alone would give, and some may change: choose those that are certain, and "
            "load the year again once it is announced.",
            year=str(self.year),
            country=self.country_id.name,
        )

    @api.model
    def _is_known(self, country):
        return country.code in public_holidays.get_countries()

    def _is_announced(self):
        return public_holidays.is_announced(
            self.country_id.code, self.year, fields.Date.context_today(self)
        )

    def _get_days(self):
        """The days of the country, region and year, named in the user's language."""
        country = self.country_id.code
        region = self.region and self.region.removeprefix(f"{country}-")
        language = self.env.lang or "en_US"
        return public_holidays.get_days(country, self.year, region, language)

    def _prepare_lines(self):
        present = self._get_present_days()
        announced = self._is_announced()
        return [
            {
                "date": day.date,
                "kind": day.kind,
                "name": day.name or self._get_makeup_name(day),
                "works_like": day.kind == "makeup" and self._get_works_like(day),
                "state": "present" if day.date in present[day.kind] else "new",
                "selected": announced and day.date not in present[day.kind],
            }
            for day in self._get_days()
        ]

    def _get_makeup_name(self, day):
        if not day.replaces:
            return self.env._("Make-up workday")
        return self.env._(
            "Make-up workday for %(day)s", day=format_date(self.env, day.replaces)
        )

    @api.model
    def _get_works_like(self, day):
        """A make-up workday has the hours of the weekday for which it stands."""
        return str(day.replaces.weekday()) if day.replaces else MONDAY

    # ------------------------------------------------------------------
    # What is there
    # ------------------------------------------------------------------

    def _get_present_days(self):
        """The days of the year that the calendar knows already.

        :return: {"closed": set of dates, "makeup": set of dates}
        """
        return {"closed": self._get_closed_days(), "makeup": self._get_makeup_days()}

    def _get_closed_days(self):
        """Days, in the calendar's time zone, that a closing touches.

        A closing counts even when it covers only a part of the day: two of them at
        one time are refused where the app Time Off is installed.
        """
        first, last = self._get_year()
        leaves = self.env["resource.calendar.leaves"].sudo()
        leaves = leaves.search_fetch(
            [
                *self._get_scope(),
                ("resource_id", "=", False),
                ("time_type", "=", "leave"),
                ("date_from", "<=", self._to_utc(last, time.max, self.calendar_id.tz)),
                ("date_to", ">", self._to_utc(first, time.min, self.calendar_id.tz)),
            ],
            ["date_from", "date_to"],
        )
        zone = pytz.timezone(self.calendar_id.tz)
        found = set()
        for leave in leaves:
            begin = date_utils.localized(leave.date_from).astimezone(zone).date()
            # Midnight belongs to the day that ends.
            end = leave.date_to - timedelta(seconds=1)
            end = date_utils.localized(end).astimezone(zone).date()
            begin, end = max(begin, first), min(end, last)
            found.update(begin + timedelta(n) for n in range((end - begin).days + 1))
        return found

    def _get_makeup_days(self):
        first, last = self._get_year()
        makeup_days = self.env["complaint.makeup.day"].sudo()
        domain = [*self._get_scope(), ("date", ">=", first), ("date", "<=", last)]
        return set(makeup_days.search(domain).mapped("date"))

    def _get_scope(self):
        """What holds for this calendar in this company."""
        return [
            ("company_id", "in", [self.company_id.id, False]),
            ("calendar_id", "in", [self.calendar_id.id, False]),
        ]

    def _get_year(self):
        return date(self.year, 1, 1), date(self.year, 12, 31)

    @api.model
    def _to_utc(self, day, hour, zone):
        """A local time of a day, as Odoo stores it."""
        local = pytz.timezone(zone).localize(datetime.combine(day, hour))
        return local.astimezone(pytz.utc).replace(tzinfo=None, microsecond=0)

    # ------------------------------------------------------------------
    # Adding
    # ------------------------------------------------------------------

    def action_confirm(self):
        """Add the chosen days that are not there yet.

        The days come from the package again, not from the lines: these only say
        which ones are wanted.

        :raises UserError: nothing can be loaded, and why
        """
        self.ensure_one()
        self.check_access("write")
        self.calendar_id.check_access("read")
        if problem := self._get_problem():
            raise UserError(problem)
        self._wait_for_others()
        wanted = {(line.date, line.kind) for line in self.line_ids if line.selected}
        lines = [
            line
            for line in self._prepare_lines()
            if line["state"] == "new" and (line["date"], line["kind"]) in wanted
        ]
        closed = [line for line in lines if line["kind"] == "closed"]
        makeup = [line for line in lines if line["kind"] == "makeup"]
        # Working calendars belong to HR; our managers need no rights there for this.
        leaves = self.env["resource.calendar.leaves"].sudo()
        leaves = leaves.with_company(self.company_id).create(
            [self._prepare_leave(line) for line in closed]
        )
        # Where companies share a calendar, Odoo takes the current company: this one,
        # as long as it is computed here and not at the end of the request.
        leaves.flush_recordset(["company_id"])
        self.env["complaint.makeup.day"].sudo().create(
            [self._prepare_makeup_day(line) for line in makeup]
        )
        return self._tell(len(closed), len(makeup))

    def _wait_for_others(self):
        """Let two people who load the same calendar do so one after the other.

        The second one's transaction starts afresh and sees what the first has added.
        """
        self.env.cr.execute(
            SQL(
                "UPDATE resource_calendar SET write_date = write_date WHERE id = %s",
                self.calendar_id.id,
            ),
            log_exceptions=False,  # Odoo tries again
        )

    def _prepare_leave(self, line):
        zone = self._get_closing_zone()
        return {
            "name": line["name"],
            "calendar_id": self.calendar_id.id,
            "date_from": self._to_utc(line["date"], time.min, zone),
            "date_to": self._to_utc(line["date"], time.max, zone),
            "time_type": "leave",
        }

    def _get_closing_zone(self):
        """The time zone in which a new closing is written.

        The app Time Off believes that closings are typed in the zone of the user, and
        moves them to the calendar's.
        """
        leaves = self.env["resource.calendar.leaves"]
        if hasattr(leaves, "_prepare_public_holidays_values"):
            return self.env.user.tz or "UTC"
        return self.calendar_id.tz

    def _prepare_makeup_day(self, line):
        return {
            "name": line["name"],
            "calendar_id": self.calendar_id.id,
            "company_id": self.company_id.id,
            "date": line["date"],
            "works_like": line["works_like"],
        }

    def _tell(self, closed, makeup):
        message = self.env._(
            "Added to %(calendar)s: closed days: %(closed)s, make-up workdays: "
            "%(makeup)s.",
            calendar=self.calendar_id.name,
            closed=closed,
            makeup=makeup,
        )
        if not (closed or makeup):
            message = self.env._("Nothing was added to %s.", self.calendar_id.name)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if closed or makeup else "info",
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
