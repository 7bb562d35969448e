"""The dashboards for Odoo's spreadsheets: what stands on them, and their files."""

from .accountability import accountability
from .front_desk import front_desk
from .learning import learning
from .management import management

FOLDER = "complaint_management/data/insight"
BOARDS = {
    "complaint": management,
    "front_desk": front_desk,
    "accountability": accountability,
    "learning": learning,
}


def write_files():
    """All files, as they are to stand in the addon.

    :return: dict of path to text
    """
    return {
        f"{FOLDER}/{name}{part}_dashboard.json": build(is_sample).write()
        for name, build in BOARDS.items()
        for part, is_sample in (("", False), ("_sample", True))
    }
