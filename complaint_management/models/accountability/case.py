# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What an entry tells about its case, to whom."""

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models

from ...tools.protection.redaction import Redactor
from ..case.life_cycle import USER as STAFF
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


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _is_barred_from_facts(self):
        """Whether the user is one of those a protected case is about (R153)."""
        self.ensure_one()
        if self.identity_mode == "named":
            return False
        return self.env.user in self._get_accused_users()

    def _get_facts_for_accountability(self):
        """What who decides on an entry is told about its case, as sudo.

        :return: dict of fact to value; empty when the user may know nothing
        """
        self.ensure_one()
        if self._is_barred_from_facts():
            return {}

        def say(fname):
            labels = dict(self._fields[fname]._description_selection(self.env))
            return labels.get(self[fname], False)

        return {
            "number": self.number,
            "name": self._hide_identity(self.name),
            "kind": say("kind"),
            "category": self.category_id.display_name,
            "state": say("state"),
            "verdict": say("verdict"),
            "fault": say("fault_level"),
            "cause": self.cause_id.display_name,
            "finding": self._hide_identity(self.finding),
            "date_received": self.date_received,
            "date_answered": self.date_answered,
            "is_protected": self.identity_mode != "named",
        }

    def _is_read_on_the_case(self):
        """Whether the user, and not the product for somebody else, reads the case."""
        user = self.env.user
        reads = user.has_group(STAFF) and self.sudo(False).has_access("read")
        return reads and user.id != SUPERUSER_ID

    def _hide_identity(self, text):
        """Take the name and address of a protected complainant out of a text.

        They have no place in it, but whoever writes it may have known them (R152). Who
        reads the text on the case itself reads here the same: by what is taken out of a
        list of names that they wrote there, they would learn which is in the vault. For
        who cannot read it there, the names stay hidden, also from two who act together.

        :param text: str or Markup
        """
        self.ensure_one()
        if not text or self.identity_mode == "named" or self._is_read_on_the_case():
            return text
        traces = self._get_traces()
        redactor = Redactor(traces.words | traces.emails)
        is_html = isinstance(text, Markup)
        return redactor.hide_in_html(text) if is_html else redactor.hide(text)
