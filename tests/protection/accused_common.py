# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A colleague complained about, who leads them, and who reports to them."""

from ..common import MANAGER, OFFICER, USER
from ..vault_common import CUSTODIAN, VaultCase

EVERYTHING = f"{MANAGER},{OFFICER},{USER},{CUSTODIAN}"


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
