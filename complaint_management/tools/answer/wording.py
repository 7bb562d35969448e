# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Moments and lengths of time as people say them, in the language of the reader."""

from odoo import fields
from odoo.tools import format_date, format_datetime, format_time

MINUTE, HOUR, DAY = 60, 3600, 86400
# Days around today that are called by their weekday.
WEEK = 6
# Hours of a working day where the calendar does not say.
HOURS_PER_DAY = 8.0


def say_day(env, moment):
    """The day of a moment: "today", "Thursday", "12/24/2026".

    :param env: its language and time zone are the reader's
    :param datetime moment: in UTC
    """
    local = fields.Datetime.context_timestamp(env["res.lang"], moment)
    distance = (local.date() - fields.Date.context_today(env["res.lang"])).days
    names = {
        -1: env._("yesterday"),
        0: env._("today"),
        1: env._("tomorrow"),
    }
    if distance in names:
        return names[distance]
    if abs(distance) <= WEEK:
        return format_date(env, local.date(), date_format="EEEE")
    return format_date(env, local.date())


def say_moment(env, moment):
    """A moment as people say it: "today at 5:00 PM", "Thursday at 5:00 PM".

    :param env: its language and time zone are the reader's
    :param datetime moment: in UTC
    """
    return env._(
        "%(day)s at %(time)s", day=say_day(env, moment), time=_say_time(env, moment)
    )


def say_date(env, moment):
    """A moment with weekday and date: "Thursday, 12/24/2026 at 5:00 PM".

    :param env: its language and time zone are the reader's
    :param datetime moment: in UTC
    """
    day = fields.Datetime.context_timestamp(env["res.lang"], moment).date()
    return env._(
        "%(weekday)s, %(date)s at %(time)s",
        weekday=format_date(env, day, date_format="EEEE"),
        date=format_date(env, day),
        time=_say_time(env, moment),
    )


def say_exactly(env, moment):
    """A moment for what stays written: date and time in digits, and of which zone.

    Whoever reads it may live in another zone than whoever wrote it.

    :param env: its language and time zone are the writer's
    :param datetime moment: in UTC
    """
    zone = env.context.get("tz") or env.user.tz or "UTC"
    return env._(
        "%(moment)s (%(zone)s)",
        moment=format_datetime(env, moment, tz=zone, dt_format="short"),
        zone=zone,
    )


def _say_time(env, moment):
    """The time of the reader; who has no time zone is told that it is UTC."""
    local = fields.Datetime.context_timestamp(env["res.lang"], moment)
    time = format_time(env, local.timetz(), time_format="short")
    if env.context.get("tz") or env.user.tz:
        return time
    return env._("%(time)s (%(zone)s)", time=time, zone="UTC")


def say_length(env, seconds, hours_per_day=0):
    """A length of time in its largest sensible unit, cut off, never rounded up.

    :param float seconds: at least 0
    :param float hours_per_day: of a working day, when ``seconds`` are working time;
        0 for time as it passes
    :return: str, empty for less than a minute
    """
    day = hours_per_day * HOUR or DAY
    # "30 hours" says more than "1 day", and "3 days" more than "75 hours".
    if seconds >= 2 * day:
        return _say_days(env, int(seconds // day), bool(hours_per_day))
    if seconds >= HOUR:
        return _say_hours(env, int(seconds // HOUR), bool(hours_per_day))
    if seconds >= MINUTE:
        return _say_minutes(env, int(seconds // MINUTE), bool(hours_per_day))
    return ""


def _say_days(env, count, is_working):
    if is_working:
        return env._("%s working days", count)
    return env._("%s days", count)


def _say_hours(env, count, is_working):
    if is_working:
        return (
            env._("1 working hour") if count == 1 else env._("%s working hours", count)
        )
    return env._("1 hour") if count == 1 else env._("%s hours", count)


def _say_minutes(env, count, is_working):
    if is_working:
        return (
            env._("1 working minute")
            if count == 1
            else env._("%s working minutes", count)
        )
    return env._("1 minute") if count == 1 else env._("%s minutes", count)


def say_amount(env, amount, unit):
    """An amount in the unit of a deadline: "3 business days".

    :param float amount: how many
    :param str unit: a unit of ``complaint.sla.target``
    """
    count = f"{amount:g}"
    one = count == "1"
    if unit == "elapsed_hours":
        return env._("1 hour") if one else env._("%s hours", count)
    if unit == "working_hours":
        return env._("1 working hour") if one else env._("%s working hours", count)
    if unit == "business_days":
        return env._("1 business day") if one else env._("%s business days", count)
    if unit == "calendar_days":
        return env._("1 calendar day") if one else env._("%s calendar days", count)
    return env._("by the promised day")
