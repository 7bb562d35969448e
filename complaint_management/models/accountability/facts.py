# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What an entry tells about its case, to whom."""

from odoo import api, fields, models

from .penalty import ACCOUNTABILITY as OFFICER


class ComplaintPenalty(models.Model):
    """The facts of the case stand on the entry, for who may not read cases.

    Who decides needs to know what happened, not who complained: the facts are read
    as the system, and no field names a complainant. Nobody learns here about a
    protected case that they may not know, as it is about them (R153).
    """

    _inherit = "complaint.penalty"

    case_reference = fields.Char(
        string="Number of the Case",
        compute="_compute_case_reference",
        compute_sudo=True,
        help="Number of the case, as the employee may know it: of a protected case "
        "it stays empty.",
    )
    case_number = fields.Char(
        compute="_compute_case_facts",
        compute_sudo=True,
        search="_search_case_number",
        groups=OFFICER,
    )
    case_name = fields.Char(
        string="Subject",
        compute="_compute_case_facts",
        compute_sudo=True,
        groups=OFFICER,
    )
    case_kind = fields.Char(
        string="Kind of Case",
        compute="_compute_case_facts",
        compute_sudo=True,
        groups=OFFICER,
    )
    case_category = fields.Char(
        string="Category",
        compute="_compute_case_facts",
        compute_sudo=True,
        groups=OFFICER,
    )
    case_state = fields.Char(
        string="Case Stands At",
        compute="_compute_case_facts",
        compute_sudo=True,
        groups=OFFICER,
    )
    case_verdict = fields.Char(
        string="Verdict",
        compute="_compute_case_facts",
        compute_sudo=True,
        groups=OFFICER,
    )
    case_fault = fields.Char(
        string="Fault",
        compute="_compute_case_facts",
        compute_sudo=True,
        groups=OFFICER,
    )
    case_cause = fields.Char(
        string="Root Cause",
        compute="_compute_case_facts",
        compute_sudo=True,
        groups=OFFICER,
    )
    case_finding = fields.Html(
        string="Finding",
        compute="_compute_case_facts",
        compute_sudo=True,
        groups=OFFICER,
    )
    case_date_received = fields.Datetime(
        string="Case Received",
        compute="_compute_case_facts",
        compute_sudo=True,
        groups=OFFICER,
    )
    case_date_answered = fields.Datetime(
        string="Case Answered",
        compute="_compute_case_facts",
        compute_sudo=True,
        groups=OFFICER,
    )
    case_is_protected = fields.Boolean(
        string="Protected Case",
        compute="_compute_case_facts",
        compute_sudo=True,
        groups=OFFICER,
    )

    @api.depends("complaint_id")
    def _compute_case_reference(self):
        for penalty in self:
            case = penalty.complaint_id
            penalty.case_reference = case.identity_mode == "named" and case.number

    @api.depends("complaint_id")
    @api.depends_context("uid", "lang")
    def _compute_case_facts(self):
        """Facts without people; nothing where the user may know nothing."""
        nothing = dict.fromkeys(
            ("number", "name", "kind", "category", "state", "verdict", "fault")
            + ("cause", "finding", "date_received", "date_answered", "is_protected"),
            False,
        )
        facts = {
            case: case._get_facts_for_accountability() for case in self.complaint_id
        }
        for penalty in self:
            known = {} if penalty.is_mine else facts.get(penalty.complaint_id, {})
            for name, value in {**nothing, **known}.items():
                penalty[f"case_{name}"] = value

    @api.model
    def _search_case_number(self, operator, value):
        """Find entries by the number of their case, of cases the user may know."""
        if operator not in ("in", "ilike", "like", "="):
            return NotImplemented
        cases_sudo = self.env["complaint.complaint"].sudo()
        found = cases_sudo.with_context(active_test=False).search(
            [("number", operator, value)]
        )
        known = found.filtered(lambda case: not case._is_barred_from_facts())
        return [("complaint_id", "in", known.ids)]
