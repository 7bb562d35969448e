# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The working-time engine without Odoo, and ways to write down moments."""

from datetime import datetime
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from zoneinfo import ZoneInfo

ADDON = Path(__file__).parents[2] / "complaint_management"
# Not through the addon, which imports Odoo.
_spec = spec_from_file_location("working_time", ADDON / "tools/clock/working_time.py")
_module = module_from_spec(_spec)
_spec.loader.exec_module(_module)
WorkingTime = _module.WorkingTime
NoWorkingTimeError = _module.NoWorkingTimeError

HOUR = 3600


def at(text, tz="UTC"):
    """A local time as naive UTC."""
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(tz))
    return local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)


def closed(first, last, tz="UTC"):
    """A leave of whole days, as Odoo writes it."""
    return at(f"{first} 00:00", tz), at(f"{last} 23:59:59", tz)
