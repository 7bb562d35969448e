# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A calendar in Shanghai, and the dialog that loads holidays into it."""

from ..common import ComplaintCase


class HolidayImportCase(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls._create_calendar("Shanghai", "Asia/Shanghai")

    @classmethod
    def _create_calendar(cls, name, tz, **vals):
        """Monday to Friday, 8 to 12 and 13 to 17 local time."""
        return cls.env["resource.calendar"].create(
            {"name": name, "tz": tz, "company_id": cls.company.id, **vals}
        )

    def _create_wizard(self, country="cn", year=2025, user=None, **vals):
        wizards = self.env["complaint.holiday.import"].with_user(user or self.manager)
        return wizards.create(
            {
                "company_id": self.company.id,
                "calendar_id": self.calendar.id,
                "country_id": self.env.ref(f"base.{country}").id,
                "year": year,
                **vals,
            }
        )

    def _load(self, *args, **vals):
        wizard = self._create_wizard(*args, **vals)
        wizard.action_confirm()
        return wizard

    def _get_leaves(self, calendar=None):
        leaves = self.env["resource.calendar.leaves"]
        return leaves.search([("calendar_id", "=", (calendar or self.calendar).id)])

    def _get_makeup_days(self, calendar=None):
        days = self.env["complaint.makeup.day"]
        return days.search([("calendar_id", "=", (calendar or self.calendar).id)])

    def _get_selected(self, wizard):
        return wizard.line_ids.filtered("selected")
