# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where each thing that is missing is filled in: the form leads there."""

from odoo import api, fields, models

from .life_cycle import TRANSITIONS

# The field that meets a need which is not itself called like a field. A need of
# which the field depends on the case has a method ``_find_field_<need>``.
NEED_FIELDS = {
    "actions_planned": "action_ids",
    "answer_unsent": "answer",
    "authority_reply": "external_body",
    "agreed": "remedy_ids",
    "demand_assessed": "demand_verdict",
    "fix": "remedy_ids",
    "follow_up": "contact_ids",
    "grounds_agree": "verdict",
    "grounds_assessed": "grounds",
    "head_apology": "apology_ids",
    "impartial_investigator": "investigator_id",
    "promise": "remedy_ids",
    "promised_reply": "promised_reply_date",
    "promises_kept": "remedy_ids",
    "requests_answered": "request_ids",
    "representation": "authority_document",
    "way_to_reach": "phone",
}


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    next_needs = fields.Json(
        string="What Is Missing, and Where", compute="_compute_next_needs"
    )

    @api.depends(lambda self: self._get_missing_depends())
    @api.depends_context("uid", "lang")
    def _compute_next_needs(self):
        for complaint in self:
            transition = TRANSITIONS.get(complaint.next_transition)
            complaint.next_needs = transition and complaint._describe_needs(
                transition.needs + transition.musts
            )

    def _describe_needs(self, needs, given=None):
        """What is missing of ``needs``, and the field that each is filled in.

        :param needs: as ``_get_missing`` takes them
        :return: list of dicts with a sentence, and the name of a field or False
        """
        return [
            {"text": sentence, "field": self._find_need_field(need)}
            for need in needs
            for sentence in self._get_missing((need,), given)
        ]

    def _find_need_field(self, need):
        """The field in which ``need`` is met, or False."""
        finder = getattr(self, f"_find_field_{need}", None)
        if finder:
            return finder()
        return need if need in self._fields else NEED_FIELDS.get(need, False)

    def _find_field_category_fields(self):
        return self._find_asked_field(self.category_id._get_inherited_required_fields())

    def _find_asked_field(self, fnames):
        """The first of these fields that is empty; else what the case is about."""
        return next(filter(self._check_need_field, fnames), "complained_object")

    def _find_field_responsible(self):
        if self.sudo().responsible_department_ids:
            return "responsible_employee_ids"
        return "responsible_department_ids"

    def _find_field_customer_reply(self):
        if self.customer_response == "rejected":
            return "recourse_explained"
        if self.customer_response == "unreachable":
            return "contact_ids"
        return "customer_response"

    def _find_field_learning(self):
        asked = ("verdict", "cause_id")
        return next((fname for fname in asked if not self[fname]), "lesson")

    def _find_field_outcome(self):
        outcomes = {"suggestion": "suggestion_outcome", "inquiry": "answer"}
        return outcomes.get(self.kind, "verdict")
