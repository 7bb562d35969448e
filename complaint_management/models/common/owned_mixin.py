# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import UserError


class ComplaintOwnedMixin(models.AbstractModel):
    """A rule that runs a server action with the rights of its owner.

    Nobody lets it run with the rights of somebody else: who is no administrator owns
    the rules that they make or take over, and leaves those alone that run something
    for others.
    """

    _name = "complaint.owned.mixin"
    _description = "Runs a Server Action for Its Owner"

    # The field that names the owner.
    _owner_field = "owner_id"

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._check_own()
        rules._check_owner()
        return rules

    def write(self, vals):
        """:raises UserError: it runs, or would run, with the rights of somebody else"""
        self._check_owner()
        owners = {rule: rule[self._owner_field] for rule in self.sudo()}
        result = super().write(vals)
        given = self.filtered(
            lambda rule: rule.sudo()[self._owner_field] != owners[rule]
        )
        given._check_own()
        self._check_owner()
        return result

    def _may_act_for_others(self):
        return self.env.su or self.env.user.has_group("base.group_system")

    def _check_own(self):
        """Nobody gives a rule to somebody else, to whose rights others may add later.

        :raises UserError: somebody else would own it
        """
        if self._may_act_for_others():
            return
        for rule in self.sudo():
            if rule[self._owner_field] != self.env.user:
                raise UserError(
                    self.env._(
                        "“%(rule)s” can be owned by yourself. Only an administrator "
                        "gives it to %(owner)s.",
                        rule=rule.display_name,
                        owner=rule[self._owner_field].name,
                    )
                )

    def _check_owner(self):
        """Nobody changes what runs with the rights of somebody else.

        :raises UserError: the owner of the rule is another user
        """
        if self._may_act_for_others():
            return
        for rule in self.sudo().filtered("action_server_id"):
            if rule[self._owner_field] != self.env.user:
                raise UserError(
                    self.env._(
                        "“%(rule)s” runs a server action with the rights of "
                        "%(owner)s: only they, or an administrator, can change it.",
                        rule=rule.display_name,
                        owner=rule[self._owner_field].name,
                    )
                )
