# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import UserError


class ReportPenaltyEntries(models.AbstractModel):
    """What is written down about somebody, as they may read it, on paper.

    The same for the employee who asks for it and for the officer who hands it over:
    what only officers know is not on it.
    """

    _name = "report.complaint_management.report_penalty_entries"
    _description = "Entries of an Employee (PDF)"

    @api.model
    def _get_report_values(self, docids, data=None):
        """One part for each person, the latest entry first.

        :raises AccessError: an entry is not the user's, who is no officer
        :raises UserError: the employee was told of none of them yet
        """
        entries = self.env["complaint.penalty"].browse(docids)
        entries.check_access("read")
        told = entries._filter_told().sorted("id", reverse=True)
        if not told:
            raise UserError(
                self.env._(
                    "There is nothing to print: the employee was not told of these "
                    "entries yet."
                )
            )
        people = told.grouped(
            lambda entry: (entry.sudo().employee_id, entry.employee_name)
        )
        return {
            "doc_ids": told.ids,
            "doc_model": told._name,
            "docs": told,
            "people": list(people.values()),
        }
