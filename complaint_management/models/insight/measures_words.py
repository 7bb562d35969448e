# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Figures as people read them, the same wherever they stand."""

from collections import Counter

from odoo import api, models
from odoo.tools import format_amount, formatLang


class ComplaintMeasures(models.AbstractModel):
    _inherit = "complaint.measures"

    @api.model
    def _say_figure(self, code, value):
        """A figure in words, in the currency of the company.

        :param str code: which measure
        :param value: a number, or None
        :return: str, empty where there is none
        """
        if value is None:
            return ""
        return self._say(self._get_measures()[code].kind, value)

    @api.model
    def _say(self, kind, value, currency=None, digits=1):
        """A figure as people read it: "83.4 %", "1,204", "4.5 days", "¥ 1,200.00".

        :param str kind: as a ``Measure`` has it
        :param value: a number, or None
        :param currency: of money, that of the company if left out
        :param int digits: behind the point, of what is no number of cases and no money
        :return: str, a dash where there is nothing to measure
        """
        if value is None:
            return "–"
        if kind == "money":
            return format_amount(
                self.env, value, currency or self.env.company.currency_id
            )
        if kind == "number":
            return formatLang(self.env, value, digits=0)
        if kind == "share":
            return self.env._("%s %%", formatLang(self.env, value * 100, digits=digits))
        number = formatLang(self.env, value, digits=digits)
        return self.env._("%s days", number) if kind == "days" else number

    @api.model
    def _name_groups(self, groups):
        """What units, teams, categories and so on are called where they stand together.

        Those of the same name are told apart by as many of those above them as that
        takes, and products, which have none, by their reference.

        :param groups: records of one model
        :return: dict of record to name
        """
        tops = {group: group.sudo() for group in groups}
        names = {group: top.name or "" for group, top in tops.items()}
        if not all("parent_id" in group._fields for group in groups):
            alike = self._find_alike(names)
            return names | {group: tops[group].display_name for group in alike}
        while alike := [
            group for group in self._find_alike(names) if tops[group].parent_id
        ]:
            for group in alike:
                tops[group] = tops[group].parent_id
                names[group] = f"{tops[group].name} / {names[group]}"
        return names

    @api.model
    def _find_alike(self, names):
        """Groups that share their name with another one.

        :param dict names: name of each
        """
        count = Counter(names.values())
        return [group for group, name in names.items() if count[name] > 1]
