# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..common.facts_mixin import select_columns
from .fact_fields import MODEL, STAFF

ACCOUNTABILITY = "complaint_management.group_complaint_accountability"
# What stands in the facts as it does in the case, and never changes.
SHARED = ("id", "company_id")
OF_EACH = (
    "A case counts once for each of them, so that they can add up to more than the "
    "total."
)


class ComplaintReport(models.Model):
    """The analysis of complaints: one row a case, facts only (R36, R179).

    A row has the id of its case. Times are days elapsed between the dates that
    the case stores, so the past is never judged again. What a case has not
    reached yet stays empty and does not count in an average: an open case
    has no days to close, one without verdict no share upheld.

    The facts come from the table of ``complaint.fact``. The rows are the cases that
    the user may read, by construction.
    """

    _name = "complaint.report"
    _inherit = ["complaint.fact.fields", "complaint.facts.mixin"]
    _description = "Complaint Analysis"
    _facts_model = MODEL
    _auto = False
    _order = "date_received desc, id desc"
    _rec_name = "number"

    number = fields.Char(readonly=True)
    name = fields.Char(string="Subject", readonly=True)
    cause_origin = fields.Selection(
        related="cause_id.origin", string="Origin of the Cause"
    )
    responsible_department_ids = fields.Many2many(
        comodel_name="hr.department",
        relation="complaint_responsible_department_rel",
        column1="complaint_complaint_id",
        column2="hr_department_id",
        string="Responsible Departments",
        readonly=True,
        groups=STAFF,
        help="A case counts once for each of its departments, so that the departments "
        "can add up to more than the total.",
    )
    complained_department_ids = fields.Many2many(
        comodel_name="hr.department",
        relation="complaint_complained_department_rel",
        column1="complaint_complaint_id",
        column2="hr_department_id",
        string="Departments Complained About",
        readonly=True,
        help="A case counts once for each of its departments, so that the departments "
        "can add up to more than the total.",
    )
    responsible_employee_ids = fields.Many2many(
        comodel_name="hr.employee",
        relation="complaint_responsible_employee_rel",
        column1="complaint_complaint_id",
        column2="hr_employee_id",
        string="Responsible Employees",
        readonly=True,
        groups=ACCOUNTABILITY,
        help=OF_EACH,
    )

    @property
    def _table_query(self):
        """The facts of the cases that the user may read.

        What the case is called is read from the case: the facts hold no words.
        """
        facts = self.env["complaint.fact"].sudo().with_context(active_test=False)
        facts._keep_in_step()
        query = facts._search(self._get_readable_domain())
        case = query.left_join(query.table, "id", "complaint_complaint", "id", "case")
        columns = {
            name: SQL.identifier(query.table, name)
            for name in facts._get_columns()
            if name in self._fields
        }
        for name in ("number", "name"):
            columns[name] = SQL.identifier(case, name)
        return select_columns(query, columns)

    @api.model
    def _get_readable_domain(self):
        """Which facts the user may count: those of the cases that they may read.

        Whoever reads all cases of their companies, but for those that they are barred
        from, is answered from the facts alone.

        :return: a domain on the facts
        """
        if self.env.su:
            return Domain.TRUE
        cases = self.env[MODEL]
        rules = self.env["ir.rule"]._compute_domain(MODEL, "read")
        rules = rules.optimize_full(cases.sudo())
        is_each = getattr(rules, "OPERATOR", None) == "&"
        parts = rules.children if is_each else [rules]
        plain = [part for part in parts if self._is_shared(part)]
        other = Domain.AND(part for part in parts if part not in plain)
        if not other.is_true():
            plain.append(Domain("complaint_id", "any!", other))
        return Domain.AND(plain)

    @api.model
    def _is_shared(self, domain):
        return all(
            condition.field_expr in SHARED and not isinstance(condition.value, Domain)
            for condition in domain.iter_conditions()
        )

    @api.model
    def _get_fact_fields(self):
        """Names of the fields that are the case's own."""
        taken = self.env["complaint.fact"]._get_taken()
        own = [name for name, fname in taken.items() if name == fname]
        return ["id", "number", "name", *own]

    def action_open_case(self):
        """Open the case behind a row.

        :return: an action on the case's form
        """
        self.ensure_one()
        return self._get_facts()._get_records_action()

    def action_open_cases(self):
        """Open the cases behind the rows, as the list that they are worked in.

        :return: an action on the cases
        """
        return self._get_facts()._get_records_action(
            name=self.env._("Cases"), context={"active_test": False}
        )
