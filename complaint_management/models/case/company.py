# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who looks after the complaints of a company, where no case says more."""

from datetime import datetime, time, timedelta

from pytz import timezone, utc

from odoo import models

from .life_cycle import MANAGER, OFFICER


class ResCompany(models.Model):
    _inherit = "res.company"

    def _get_complaint_people(self):
        """Who can be asked about any complaint of the company, the nearest first.

        Officers, then managers, then administrators; of each the newest first, so
        that who set the database up is asked last.

        :return: ``res.users``, whoever of them is there
        """
        self.ensure_one()
        people = self.env["res.users"].sudo()
        for xmlid in (OFFICER, MANAGER, "base.group_system"):
            people |= self._get_living_members(xmlid)
        managers = self._get_living_members(MANAGER)
        system = self._get_living_members("base.group_system")
        return (people - managers - system) | (people - system) | people

    def _get_complaint_timezone(self):
        """Time zone of the days and years of the company, as its calendar says."""
        self.ensure_one()
        company = self.sudo()
        calendar = company.complaint_calendar_id or company.resource_calendar_id
        return calendar.tz or company.partner_id.tz or "UTC"

    def _get_complaint_begin_of(self, day):
        """When a day begins where the company is, in UTC.

        :param date day: the day
        :return: a ``datetime`` without a time zone
        """
        zone = timezone(self._get_complaint_timezone())
        start = zone.localize(datetime.combine(day, time.min))
        return start.astimezone(utc).replace(tzinfo=None)

    def _get_complaint_moments(self, first, last):
        """When some days begin and when they are over where the company is, in UTC.

        :param date first: the first of them
        :param date last: the last of them
        :return: pair of ``datetime``; the second is not in these days any more
        """
        return (
            self._get_complaint_begin_of(first),
            self._get_complaint_begin_of(last + timedelta(days=1)),
        )

    def _get_complaint_day_of(self, moment):
        """On which day something happened where the company is.

        :param datetime moment: when, in UTC
        :return: a ``date``
        """
        zone = timezone(self._get_complaint_timezone())
        return utc.localize(moment).astimezone(zone).date()

    def _get_complaint_voice(self):
        """In which language and time zone the company writes what stays written.

        Whoever happens to press a button, or runs the product, may have others.

        :return: dict of ``lang`` and ``tz``, for a context
        """
        self.ensure_one()
        return {
            "lang": self.sudo().partner_id.lang or self.env.lang,
            "tz": self._get_complaint_timezone(),
        }

    def _get_living_members(self, group_xmlid):
        """Who of a group works in the company now.

        :param str group_xmlid: the group
        """
        # By its number, which is cached: asked for with every case of an import.
        group_id = self.env["ir.model.data"]._xmlid_to_res_id(group_xmlid)
        members = self.env["res.groups"].sudo().browse(group_id).all_user_ids
        return members.filtered(lambda user: user._works_in(self)).sorted(
            "id", reverse=True
        )
