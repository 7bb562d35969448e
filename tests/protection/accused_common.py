# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A colleague complained about, who leads them, and who reports to them."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.sql_db import Cursor

from ..common import MANAGER, OFFICER, USER
from .vault_common import CUSTODIAN, VaultCase

EVERYTHING = f"{MANAGER},{OFFICER},{USER},{CUSTODIAN}"
# Tables that somebody may write who only looks at something.
LOOKED_AT = ("bus_", "ir_", "mail_presence", "res_users")


class AccusedCase(VaultCase):
    """``accused`` reports to ``boss``, ``dependent`` to ``accused``.

    All three may do whatever staff may do; only the case stands in their way.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss, cls.accused, cls.dependent = (
            cls._create_user(login, EVERYTHING)
            for login in ("case_boss", "case_accused", "case_dependent")
        )
        boss, accused, dependent = cls.env["hr.employee"].create(
            [
                {
                    "name": user.name,
                    "user_id": user.id,
                    "company_id": cls.company.id,
                }
                for user in (cls.boss, cls.accused, cls.dependent)
            ]
        )
        accused.parent_id = boss
        dependent.parent_id = accused
        cls.accused_employee = accused

    @classmethod
    def _create_protected(cls, **vals):
        """A protected case about ``accused``."""
        return cls._create_secret(
            **{"complained_employee_ids": cls.accused_employee.ids, **vals}
        )

    @classmethod
    def _create_named(cls, **vals):
        """A case about ``accused`` that they may read: nothing in it is secret."""
        return cls._with_mail(
            cls._create_case(complained_employee_ids=cls.accused_employee.ids, **vals)
        )


class ImpartialCase(AccusedCase):
    def _waive(self, case, user):
        return (
            self.env["complaint.conflict.waiver"]
            .with_user(self.manager)
            .create({"complaint_id": case.id, "user_id": user.id, "reason": "Few."})
        )

    @contextmanager
    def _assert_nothing_written(self):
        """Whatever happens here, no row of anything kept is written."""
        self.env.flush_all()
        written = []
        execute = Cursor.execute

        def watch(cursor, query, *args, **kwargs):
            code = getattr(query, "code", query)
            words = str(code).replace('"', " ").split()
            if words[:1] in (["INSERT"], ["UPDATE"], ["DELETE"]):
                table = words[1] if words[0] == "UPDATE" else words[2]
                model = table.replace("_", ".")
                transient = model in self.env and self.env[model]._transient
                if not transient and not table.startswith(LOOKED_AT):
                    written.append(str(code))
            return execute(cursor, query, *args, **kwargs)

        with patch.object(Cursor, "execute", watch):
            yield
            self.env.flush_all()
        self.assertFalse(written)
