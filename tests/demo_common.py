# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The demonstration data, loaded where the database has none."""

import logging
from contextlib import contextmanager

from odoo.modules import Manifest
from odoo.tests import TransactionCase
from odoo.tools import convert_file

from odoo.addons.complaint_management.models.case.messages import NO_MAIL

MODULE = "complaint_management"


class _Collector(logging.Handler):
    """Keeps what is logged as a warning or worse."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())


@contextmanager
def collected_warnings():
    """Collect Odoo's warnings and errors, whatever the level of the log."""
    logger = logging.getLogger("odoo")
    collector, level = _Collector(), logger.level
    logger.addHandler(collector)
    logger.setLevel(logging.WARNING)
    try:
        yield collector.lines
    finally:
        logger.setLevel(level)
        logger.removeHandler(collector)


class DemoCase(TransactionCase):
    """The demo files, in the order of the manifest, and what they did on the way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warnings = []
        cls.mails_before = cls.env["mail.mail"].search_count([])
        cls.notifications_before = cls.env["mail.notification"].search_count([])
        if not cls.env.ref(f"{MODULE}.complaint_demo_electricity", False):
            cls._load_demo()

    @classmethod
    def _load_demo(cls):
        idref = {}
        env = cls.env(context=dict(cls.env.context, complaint_no_mail=NO_MAIL))
        with collected_warnings() as lines:
            for name in Manifest.for_addon(MODULE)["demo"]:
                convert_file(env, MODULE, name, idref, "init", noupdate=True)
            cls.env.flush_all()
        cls.warnings = lines
