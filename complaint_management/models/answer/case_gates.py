# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What has to be said before a case goes on: demand, object, who is responsible."""

from odoo import fields, models
from odoo.tools import format_list, is_html_empty

from .case_resolution import JUSTIFIED, OURS, STAFF

# What is known when a case is registered: it is asked for when the case is assessed.
RECORDED = frozenset(
    {
        "claimed_amount",
        "complained_department_ids",
        "complained_employee_ids",
        "complained_object",
        "demand",
        "description",
        "email_from",
        "origin_ref",
        "partner_id",
        "partner_name",
        "lot_id",
        "phone",
        "product_id",
        "street",
    }
)
# What or whom a complaint can be about; one of them says it.
OBJECTS = (
    "complained_object",
    "complained_department_ids",
    "complained_employee_ids",
    "origin_ref",
    "product_id",
)


class ComplaintCategory(models.Model):
    _inherit = "complaint.category"

    requires_object = fields.Boolean(
        string="Asks What It Is About",
        help="A complaint says what or whom it is about before it is assessed: a "
        "product, place or service, a department, a person, or a document. Also in "
        "the categories below.",
    )


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    complained_object = fields.Char(
        string="Product, Place or Service",
        help="What the complaint is about, as the customer names it.",
    )
    responsible_process = fields.Boolean(
        string="Nobody in Person: the Process",
        tracking=True,
        copy=False,
        groups=STAFF,
        help="The fault is ours, and no single person is responsible for it.",
    )

    # ------------------------------------------------------------------
    # Recording and assessing
    # ------------------------------------------------------------------

    def _check_need_recorded(self, given):
        """What the category wants to know of a complaint from the start (R32, R57)."""
        if self.kind != "complaint":
            return None
        return self._say_asked(self._get_recorded_fields())

    def _get_recorded_fields(self):
        """What the category asks for, as far as it is known from the start."""
        asked = self.category_id._get_inherited_required_fields()
        return sorted(RECORDED.intersection(asked))

    def _find_field_recorded(self):
        """Where the gate leads to: nothing that is only found out later."""
        return self._find_asked_field(self._get_recorded_fields())

    def _check_need_category_fields(self, given):
        """By the proposal, all that the category asks for is known (R57)."""
        return self._say_asked(self.category_id._get_inherited_required_fields())

    def _say_asked(self, fnames):
        """What of the fields is still empty, in a sentence; or nothing.

        :param fnames: names of fields that the category asks for
        """
        labels = [
            self._fields[fname]._description_string(self.env)
            for fname in fnames
            if self._check_need_field(fname)
        ]
        if (
            self.category_id._get_inherited("requires_object")
            and not self._has_object()
        ):
            labels.append(self.env._("what or whom it is about"))
        if labels:
            return self.env._(
                "The category “%(category)s” asks for: %(fields)s.",
                category=self.category_id.name,
                fields=format_list(self.env, labels),
            )

    def _has_object(self):
        """Whether the case says what or whom it is about."""
        return any(self[fname] for fname in OBJECTS)

    def _check_need_demand_assessed(self, given):
        """Whether the demand is reasonable is a verdict of its own (R14)."""
        asks = (self.demand or "").strip() or self.claimed_amount
        if self.kind == "complaint" and asks and not self.demand_verdict:
            return self.env._(
                "Say whether what the customer asks for is reasonable: “%s”.",
                self._fields["demand_verdict"]._description_string(self.env),
            )

    # ------------------------------------------------------------------
    # Proposing and closing
    # ------------------------------------------------------------------

    def _check_need_grounds_agree(self, given):
        """What has no sufficient grounds is not upheld in full (R15)."""
        if self.grounds == "insufficient" and self.verdict == "upheld":
            return self.env._(
                "The grounds were found insufficient, and the complaint is upheld in "
                "full. Change the grounds, or the verdict."
            )

    def _is_our_fault(self):
        """Whether the complaint is justified, and the fault was ours."""
        self.ensure_one()
        return (
            self.kind == "complaint"
            and self.verdict in JUSTIFIED
            and self.sudo().fault_level in OURS
        )

    def _check_need_responsible(self, given):
        """Where the fault is ours, whose it was is written down (R8, R62)."""
        if not self._is_our_fault():
            return None
        case_sudo = self.sudo()
        missing = []
        if not case_sudo.responsible_department_ids:
            missing.append(
                self.env._(
                    "The fault is ours: enter the department that is responsible."
                )
            )
        if not (case_sudo.responsible_employee_ids or case_sudo.responsible_process):
            missing.append(
                self.env._(
                    "The fault is ours: enter who is responsible, or tick “%s”.",
                    self._fields["responsible_process"]._description_string(self.env),
                )
            )
        return " ".join(missing)

    def _check_need_learning(self, given):
        """Who made a mistake learns from it before the case is closed (R67, R139)."""
        missing = super()._check_need_learning(given)
        if self._is_our_fault() and is_html_empty(self.sudo().lesson):
            lesson = self.env._(
                "The fault was ours: write down the lesson, what we change or look at "
                "from now on."
            )
            return " ".join(filter(None, [missing, lesson]))
        return missing
