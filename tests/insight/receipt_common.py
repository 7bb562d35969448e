# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the tests of read receipts share."""

from datetime import timedelta

from odoo import Command, fields
from odoo.tests import freeze_time

from ..common import without_commits
from .policy_common import PolicyCase


class ReceiptCase(PolicyCase):
    """``employee``, ``handler``, ``investigator`` and ``officer`` are of a department
    that ``head`` leads."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Receipt = cls.env["complaint.receipt"]
        cls.head = cls._create_user("case_head", "base.group_user")
        cls.department.manager_id = cls.env["hr.employee"].create(
            {"name": "Head", "user_id": cls.head.id, "company_id": cls.company.id}
        )

    def _run_cron(self, days=0):
        """The job of a night some days later, without its commits."""
        self.env.flush_all()
        with (
            freeze_time(fields.Datetime.now() + timedelta(days=days)),
            without_commits(self.env),
        ):
            self.Receipt._cron_follow()
        self.env.invalidate_all()

    @classmethod
    def _put_in_force(cls, document=None, days=0, **vals):
        vals.setdefault("reader_department_ids", [Command.set(cls.department.ids)])
        return cls._approve(cls._write_version(document, days=days, **vals))

    def _get_receipts(self, document, state=None):
        domain = [("res_model", "=", document._name), ("res_id", "=", document.id)]
        if state:
            domain.append(("state", "=", state))
        return self.Receipt.search(domain)

    def _read_it(self, document, *users):
        for user in users:
            document.with_user(user).action_have_read()
        self.env.invalidate_all()
