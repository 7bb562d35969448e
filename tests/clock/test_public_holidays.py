# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the package `holidays` tells, as we read it."""

from datetime import date
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from odoo.addons.complaint_management.tools.clock import public_holidays


@tagged("post_install", "-at_install")
class TestPublicHolidays(BaseCase):
    def test_every_country(self):
        """Whatever country is chosen, its days can be shown."""
        for country in sorted(public_holidays.get_countries()):
            with self.subTest(country=country):
                public_holidays.get_regions(country)
                days = public_holidays.get_days(country, 2025)
                self.assertEqual(days, sorted(days))
                self.assertEqual({day.date.year for day in days} or {2025}, {2025})
                closed = {day.date for day in days if day.kind == "closed"}
                worked = {day.date for day in days if day.kind == "makeup"}
                self.assertFalse(closed & worked)

    def test_countries_that_shift_no_weekends(self):
        """Elsewhere the law says it all, years ahead; shifting may also end."""
        for country in ("DE", "US", "FR"):
            with self.subTest(country=country):
                today = date(2025, 6, 1)
                self.assertTrue(public_holidays.is_announced(country, 2040, today))
        substitutions = {date(2018, 1, 6): date(2018, 1, 2)}
        with patch.object(
            public_holidays, "_get_substitutions", return_value=substitutions
        ):
            for today, year, announced in (
                (date(2018, 6, 1), 2018, True),
                (date(2018, 6, 1), 2019, False),
                (date(2018, 6, 1), 2030, False),
                (date(2020, 6, 1), 2020, False),
                (date(2021, 6, 1), 2021, True),
                (date(2021, 6, 1), 2022, True),
            ):
                with self.subTest(today=today, year=year):
                    self.assertEqual(
                        public_holidays.is_announced("AM", year, today), announced
                    )

    def test_languages(self):
        """The user's language, else English, never that of the server."""
        for country, language, name in (
            ("CN", "zh_CN", "元旦"),
            ("VN", "vi_VN", "Tết Dương lịch"),
            ("DE", "de_AT", "Neujahr"),
            ("NO", "nb_NO", "Første nyttårsdag"),
            ("DE", "fr_FR", "New Year's Day"),
            ("DE", "sr@latin", "New Year's Day"),
        ):
            with (
                self.subTest(country=country, language=language),
                patch.dict("os.environ", {"LANGUAGE": "th"}),
            ):
                first, *_rest = public_holidays.get_days(country, 2025, None, language)
                self.assertEqual(first.name, name)

    def test_regions(self):
        """By their names, not by abbreviations."""
        self.assertEqual(public_holidays.get_regions("DE")["BY"], "Bayern")
        self.assertEqual(public_holidays.get_regions("FR")["974"], "La Réunion")
        self.assertEqual(public_holidays.get_regions("CN"), {})
