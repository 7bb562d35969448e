# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What tests about authority share: limits of their own, and who has them."""

from odoo import Command

from ..remedy.common import RemedyCase


class AuthorityCase(RemedyCase):
    """Only the limits that a test sets: users 50 per case, managers everything."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Authority = cls.env["complaint.authority"]
        cls.Authority.search([]).active = False
        cls.euro = cls.env.ref("base.EUR")
        cls.euro.active = True
        cls.money = cls.company.currency_id
        cls.of_users = cls._grant("complaint_management.group_complaint_user", 50)
        cls.of_managers = cls._grant(
            "complaint_management.group_complaint_manager", 0, is_unlimited=True
        )

    @classmethod
    def _grant(cls, holder, amount, **vals):
        """An authority.

        :param holder: an external id of a group, a user or a job
        :param amount: per case
        """
        if isinstance(holder, str):
            vals.update(grant="group", group_id=cls.env.ref(holder).id)
        elif holder._name == "res.users":
            vals.update(grant="user", user_id=holder.id)
        else:
            vals.update(grant="job", job_id=holder.id)
        return cls.Authority.create({"amount_case": amount, **vals})

    @classmethod
    def _only(cls, *types):
        return {"type_ids": [Command.set([cls.types[name].id for name in types])]}

    def _get_uncovered(self, *lines, user=None):
        remedies = self.Remedy.union(*lines)
        return remedies.with_user(user or self.handler)._get_uncovered()

    def _assert_covered(self, *lines, user=None):
        self.assertFalse(self._get_uncovered(*lines, user=user))

    def _assert_beyond(self, *lines, user=None):
        self.assertEqual(
            self._get_uncovered(*lines, user=user).ids,
            self.Remedy.union(*lines).ids,
        )
