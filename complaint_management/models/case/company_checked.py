# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Companies: what a case is linked to belongs to its own."""

from odoo import models


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _check_company(self, fnames=None):
        """Check one case of each company and set of links.

        Cases registered together are linked to the same few categories, teams and
        people: checking each of them takes longer than registering them.
        """
        if len(self) == 1:
            return super()._check_company(fnames)
        links = [
            name
            for name in (fnames or self._fields)
            if self._fields[name].relational and self._fields[name].check_company
        ]
        alike = self.sudo().grouped(
            lambda case: (case.company_id, *(case[name] for name in links))
        )
        examples = self.browse(cases[0].id for cases in alike.values())
        return super(ComplaintComplaint, examples)._check_company(fnames)
