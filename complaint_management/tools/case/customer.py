# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether two cases, or two promises, are of the same customer."""

from typing import NamedTuple

from odoo import models
from odoo.tools.misc import hmac


class Customer(NamedTuple):
    """Whom a case, or a promise on it, is of, as far as they may be compared."""

    case: models.BaseModel
    partner_id: int | bool
    email: str | bool

    def is_same(self, other):
        """The same contact; or the same address, where one of them has no contact."""
        if self.partner_id and other.partner_id:
            return self.partner_id == other.partner_id
        return bool(self.email) and self.email == other.email

    def seal(self):
        """The same, with keys by which customers are compared and nobody is found.

        :return: a ``Customer``
        """
        env = self.case.env(su=True)
        keys = (
            value and hmac(env, f"complaint.customer.{kind}", str(value))
            for kind, value in (("partner", self.partner_id), ("email", self.email))
        )
        return Customer(self.case, *keys)
