# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A country's public holidays and make-up workdays, from the package `holidays`.

Knows neither Odoo nor what day it is. The package carries its data with it: nothing is
asked of the network. Since 0.85 it has what is used here, and China's days of 2026.
"""

from datetime import date
from typing import NamedTuple

import holidays

# What Odoo calls a language, where the package uses another code.
ALIASES = {"nb": "no"}
# A country that has shifted weekends within so many years is expected to do it again.
RECENT_YEARS = 2


class PublicDay(NamedTuple):
    """A day on which a country does not work as on others of that weekday.

    :ivar date: the day
    :ivar kind: "closed", or "makeup": a day of the weekend on which people work
    :ivar name: of the holiday; empty for a make-up workday
    :ivar replaces: the closed day for which a make-up workday stands, or None
    """

    date: date
    kind: str
    name: str = ""
    replaces: date | None = None


def get_countries():
    """Codes (ISO 3166-1, two letters) of the countries that the package knows."""
    return frozenset(holidays.list_supported_countries(include_aliases=False))


def get_regions(country):
    """States, provinces or cantons with holidays of their own.

    :param str country: one of :func:`get_countries`
    :return: {code: name}, by name; the code when the package has no name
    """
    aliases = getattr(holidays, country).get_subdivision_aliases()
    # Some have abbreviations before their name.
    names = {code: max(found, key=len, default=code) for code, found in aliases.items()}
    return dict(sorted(names.items(), key=lambda item: item[1]))


def get_days(country, year, region=None, language="en_US"):
    """What is special about the days of a year.

    :param str country: one of :func:`get_countries`
    :param int year: the calendar year
    :param str region: one of :func:`get_regions`; None: what holds everywhere
    :param str language: as Odoo writes it ("zh_CN"); else English, else the country's
    :return: list of :class:`PublicDay`, by date
    """
    entity = holidays.country_holidays(
        country,
        subdiv=region,
        years=year,
        expand=False,  # looking for a day adds no other year
        language=_choose_language(getattr(holidays, country), language),
    )
    replaced = _get_substitutions(entity)
    closed = [PublicDay(day, "closed", name) for day, name in entity.items()]
    makeup = [
        PublicDay(day, "makeup", replaces=replaced.get(day))
        for day in entity.weekend_workdays
        if day not in entity  # early versions count some holidays of Russia
    ]
    # A notice for January may have people work in December.
    return sorted(day for day in closed + makeup if day.date.year == year)


def is_announced(country, year, today):
    """Whether the make-up workdays of a year can be known.

    Countries that shift weekends decree it year by year. Past the last year with such
    a decree, the package continues with what the law alone would give.

    :param str country: one of :func:`get_countries`
    :param int year: the calendar year
    :param date today: what day it is
    """
    entity = holidays.country_holidays(country)
    decreed = {day.year for day in _get_substitutions(entity).values()}
    last = max(decreed, default=date.min.year)
    return year <= last or last < min(year, today.year) - RECENT_YEARS


def _choose_language(entity, language):
    """The language of the package that is nearest to the one of Odoo."""
    supported = entity.supported_languages
    base = language.split("_")[0].split("@")[0]
    for wanted in (language, base, ALIASES.get(base)):
        if wanted in supported:
            return wanted
    english = (name for name in sorted(supported) if name.startswith("en"))
    # Never None: the package would then follow the language of the server.
    return next(english, entity.default_language)


def _get_substitutions(entity):
    """Which closed day each moved day stands for, in all years: {worked: closed}.

    The package says it as (month, day, month worked, day worked[, year worked]) between
    tuples of three that are ordinary holidays; a lone one stands without its list.
    """
    result = {}
    for year, entries in getattr(entity, "special_public_holidays", {}).items():
        for entry in entries if isinstance(entries[0], tuple) else (entries,):
            if len(entry) > 3:
                month, day, month_worked, day_worked, *year_worked = entry
                worked = date(*(year_worked or [year]), month_worked, day_worked)
                result[worked] = date(year, month, day)
    return result
