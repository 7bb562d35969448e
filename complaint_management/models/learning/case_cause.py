# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The cause that was found on a case: how, how surely, and what is done with it."""

from odoo import api, fields, models
from odoo.tools import is_html_empty
from odoo.tools.mail import html_to_inner_content

from ...tools.case.phases import follows, prepares

STAFF = "complaint_management.group_complaint_user"


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    why_ids = fields.One2many(
        comodel_name="complaint.why",
        inverse_name="complaint_id",
        string="Why It Happened",
        copy=False,
        groups=STAFF,
    )
    cause_confidence = fields.Selection(
        selection=[
            ("suspected", "Suspected"),
            ("probable", "Probable"),
            ("confirmed", "Confirmed"),
        ],
        string="How Sure",
        tracking=True,
        copy=False,
        groups=STAFF,
        help="How sure we are of the root cause. Confirmed: it was seen, measured or "
        "brought about again.",
    )
    escape_point = fields.Selection(
        selection=[
            ("design", "When it was designed"),
            ("supply", "When it was bought or came in"),
            ("work", "While the work was done"),
            ("check", "When the work was checked"),
            ("handover", "When it was delivered or handed over"),
            ("record", "When it was recorded or billed"),
            ("contact", "When the customer first spoke of it"),
            ("nowhere", "Nowhere: it could not be noticed"),
        ],
        string="Should Have Been Caught",
        copy=False,
        groups=STAFF,
        help="Where it should have been noticed before the customer met it.",
    )
    elsewhere = fields.Selection(
        selection=[("yes", "Yes"), ("no", "No"), ("unknown", "Not known yet")],
        string="Could It Happen Elsewhere?",
        tracking=True,
        copy=False,
        groups=STAFF,
        help="With other customers, products, places or units.",
    )
    elsewhere_where = fields.Char(
        string="Where Else",
        copy=False,
        groups=STAFF,
        help="Which customers, products, places or units it can happen to as well.",
    )
    contribution_ids = fields.One2many(
        comodel_name="complaint.contribution",
        inverse_name="complaint_id",
        string="What Was Lacking",
        copy=False,
        groups=STAFF,
    )
    cause_told = fields.Boolean(
        string="Customer Was Told the Cause",
        tracking=True,
        copy=False,
        groups=STAFF,
        help="By phone, by letter or in person. Where the answer names the root cause, "
        "or says what was found, it was told with the answer.",
    )
    answer_lacks_cause = fields.Boolean(
        compute="_compute_answer_lacks_cause",
        groups=STAFF,
        export_string_translation=False,
    )

    @api.depends("answer", "cause_id", "finding", "lang", "kind")
    def _compute_answer_lacks_cause(self):
        for complaint in self:
            complaint.answer_lacks_cause = (
                complaint.kind == "complaint"
                and complaint.cause_id
                and not is_html_empty(complaint.answer)
                and not complaint._says_cause()
            )

    def _says_cause(self):
        """Whether our answer names the root cause, or says what was found (R204)."""
        self.ensure_one()
        case = self.with_context(lang=self.lang or self.env.lang)
        answer = _fold(html_to_inner_content(case.answer or ""))
        told = (case.told_cause, case.told_finding)
        return any(_fold(words) in answer for words in told if words)

    # ------------------------------------------------------------------
    # The closing gate
    # ------------------------------------------------------------------

    def _check_need_cause_told(self, given):
        """Who complained is told, calmly and clearly, what caused it (R204)."""
        if (
            self.kind != "complaint"
            or self.identity_mode == "anonymous"
            or not self.cause_id
        ):
            return None
        case_sudo = self.sudo()
        if case_sudo.cause_told or case_sudo._says_cause():
            return None
        return self.env._(
            "The answer does not say what caused it. Tell the customer, calmly and "
            "clearly, and tick “%s”.",
            self._fields["cause_told"]._description_string(self.env),
        )

    def _check_need_elsewhere(self, given):
        """Where the fault is ours, we look where else it can happen (R105, R139)."""
        if not self._is_our_fault():
            return None
        case_sudo = self.sudo()
        if not case_sudo.elsewhere:
            return self.env._(
                "The fault was ours: answer “%s”",
                self._fields["elsewhere"]._description_string(self.env),
            )
        if case_sudo.elsewhere == "yes" and not case_sudo.elsewhere_where:
            return self.env._("It can happen elsewhere: say where.")

    def _find_field_elsewhere(self):
        return "elsewhere_where" if self.sudo().elsewhere == "yes" else "elsewhere"

    def _get_missing_depends(self):
        return [
            *super()._get_missing_depends(),
            "elsewhere_where",
            "answer",
            "finding",
            "cause_id",
        ]

    # ------------------------------------------------------------------
    # What changes with the cause, and with who is responsible
    # ------------------------------------------------------------------

    @prepares("cause_id")
    def _untell_cause(self, vals):
        """Another cause than the one that the customer was told is not told yet."""
        told = self.sudo().filtered("cause_told")
        if "cause_told" in vals or not told:
            return vals
        changed = any(case.cause_id.id != vals["cause_id"] for case in told)
        return {**vals, "cause_told": False} if changed else vals

    @follows("responsible_employee_ids")
    def _drop_contributions(self):
        """Who is not responsible any more contributed nothing to it."""
        contributions = self.sudo().contribution_ids
        contributions.filtered(
            lambda line: (
                line.employee_id not in line.complaint_id.responsible_employee_ids
            )
        ).unlink()


def _fold(text):
    """A text as it is compared: without lines and capitals."""
    return " ".join(text.split()).casefold()
