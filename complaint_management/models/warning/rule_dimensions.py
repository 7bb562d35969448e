# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is counted, and by what it is told apart: two tables that other rooms extend."""

from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class Source(NamedTuple):
    """Records that are counted.

    ``date`` is the field that says when it happened, ``domain`` which of them count.
    """

    label: str
    model: str
    date: str
    domain: tuple = ()


class Dimension(NamedTuple):
    """What records are told apart by.

    ``comodel`` is what its subjects are, ``paths`` tells for each source which field
    names the subject. In a ``tree`` each subject has what is below it, too.
    ``personal`` ones are seen by accountability officers only.
    """

    label: str
    comodel: str | None
    paths: dict
    tree: bool = False
    personal: bool = False


class ComplaintAlertRule(models.Model):
    _inherit = "complaint.alert.rule"

    @api.model
    def _get_sources(self):
        """What can be counted; extend it with ``super()``.

        :return: dict of key to ``Source``
        """
        # What staff have to say is no sign of what happens to customers.
        of_customers = Domain("is_staff_case", "=", False)
        cases = self.env["complaint.complaint"]._get_complaint_domain() & of_customers
        bad = Domain("satisfaction_result", "in", ("1", "2"))
        bad |= Domain("satisfaction_handling", "in", ("1", "2"))
        bad &= of_customers
        return {
            "case": Source(
                _lt("Complaints"), "complaint.complaint", "date_received", tuple(cases)
            ),
            "rating": Source(
                _lt("Bad ratings"), "complaint.complaint", "date_rated", tuple(bad)
            ),
            "near_miss": Source(_lt("Near misses"), "complaint.near.miss", "date"),
        }

    @api.model
    def _get_dimensions(self):
        """What records can be told apart by; extend it with ``super()``.

        :return: dict of key to ``Dimension``
        """
        of_case = ("case", "rating")
        category = dict.fromkeys((*of_case, "near_miss"), "category_id")
        department = dict.fromkeys((*of_case, "near_miss"), "department_id")
        return {
            "all": Dimension(
                _lt("Everything together"), None, dict.fromkeys(self._get_sources())
            ),
            "category": Dimension(
                _lt("Category"), "complaint.category", category, tree=True
            ),
            "cause": Dimension(
                _lt("Root cause"), "complaint.cause", {"case": "cause_id"}, tree=True
            ),
            "department": Dimension(
                _lt("Handling unit"), "hr.department", department, tree=True
            ),
            "customer": Dimension(
                _lt("Customer"),
                "res.partner",
                dict.fromkeys(of_case, "commercial_partner_id"),
            ),
            "employee": Dimension(
                _lt("Person complained about"),
                "hr.employee",
                {"case": "complained_employee_ids"},
                personal=True,
            ),
        }

    @api.model
    def _select_sources(self):
        return [
            (key, self.env._(source.label))
            for key, source in self._get_sources().items()
        ]

    @api.model
    def _select_dimensions(self):
        return [
            (key, self.env._(dimension.label))
            for key, dimension in self._get_dimensions().items()
        ]

    def _get_dimension(self):
        """The ``Dimension`` of the rule; None where its app was taken away."""
        self.ensure_one()
        dimension = self._get_dimensions().get(self.dimension)
        known = dimension and self.source in dimension.paths
        return dimension if known else None

    def _get_source_domain(self):
        """Which records of its source the rule counts, as a ``Domain``."""
        self.ensure_one()
        source = self._get_sources()[self.source]
        domain = Domain(list(source.domain))
        if self.company_id:
            domain &= Domain("company_id", "=", self.company_id.id)
        if self.category_ids and self._knows_categories(source.model):
            domain &= Domain("category_id", "child_of", self.category_ids.ids)
        return domain

    @api.model
    def _knows_categories(self, model):
        """Whether records of a model have a category of complaints."""
        field = self.env[model]._fields.get("category_id")
        return field and field.comodel_name == "complaint.category"

    def _get_subject_domain(self, company, subject_id):
        """Which records one subject of the rule has, as a ``Domain``.

        :param company: one ``res.company``
        :param int subject_id: id in the comodel of the dimension; 0 for everything
        """
        self.ensure_one()
        domain = self._get_source_domain() & Domain("company_id", "=", company.id)
        dimension = self._get_dimension()
        path = dimension and dimension.paths[self.source]
        if not path:
            return domain
        operator = "child_of" if dimension.tree else "in"
        return domain & Domain(path, operator, [subject_id])
