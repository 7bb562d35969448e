# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Suggested words to complainants, for the cases that they fit."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..case.complaint import KINDS
from .case_resolution import FAULT_LEVELS, SUGGESTION_OUTCOMES, VERDICTS

PURPOSES = [
    ("answer", "Final answer"),
    ("progress", "Notice of progress"),
    ("late", "Notice that it takes longer"),
    ("apology", "Apology"),
    # The honest word that the handler may not promise it (R92).
    ("beyond", "Notice that somebody else decides"),
]
# What narrows a text down: it has to be the same on the case.
CRITERIA = ("kind", "verdict", "suggestion_outcome", "fault_level")
# What placeholders may show. Nothing that tells who complained: a text is read by
# the staff before it is sent.
PLACEHOLDERS = (
    "object.number",
    "object.name",
    "object.external_ref",
    "object.category_id.name",
    "object.department_id.name",
    "object.user_id.name",
    "object.company_id.name",
    "object.company_id.phone",
    "object.company_id.email",
    "object.told_finding",
    "object.told_cause",
    "object.customer_change",
)


# What we found and why is told with the answer, or when the case has ended.
TOLD = ("object.told_finding", "object.told_cause")
# Purposes of texts that go out before anybody has decided.
BEFORE_DECISION = ("progress", "late", "beyond")


class ComplaintAnswerText(models.Model):
    """A suggested text: it is inserted on request, and edited before it is sent.

    What is empty fits every case; the text that says most about the case comes
    first.
    """

    _name = "complaint.answer.text"
    _description = "Complaint Answer Text"
    _inherit = ["mail.render.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    purpose = fields.Selection(selection=PURPOSES, required=True, default="answer")
    kind = fields.Selection(selection=KINDS)
    verdict = fields.Selection(selection=VERDICTS)
    suggestion_outcome = fields.Selection(selection=SUGGESTION_OUTCOMES)
    fault_level = fields.Selection(selection=FAULT_LEVELS)
    category_id = fields.Many2one(
        comodel_name="complaint.category",
        check_company=True,
        index="btree_not_null",
        help="Also for the categories below it. Empty: every category.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        help="Empty: shared by all companies.",
    )
    body = fields.Html(
        string="Text",
        required=True,
        translate=True,
        sanitize="email_outgoing",
        render_engine="qweb",
        help="Without greeting and signature: they stand around it. Write […what "
        "is missing…] where the handler has to fill something in: an answer with "
        "such a gap is not sent.",
    )

    def _compute_render_model(self):
        self.render_model = "complaint.complaint"

    @api.constrains("body", "purpose")
    def _check_placeholders(self):
        """A text shows what anybody may read who works on the case, no more.

        Whatever the rights of who writes it: a placeholder is no program.
        """
        for text in self:
            text._check_is_safe()

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        result = super()._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang
        )
        if field_name == "body":
            for lang in translations:
                self.with_context(lang=lang)._check_placeholders()
        return result

    def _check_is_safe(self):
        """Refuse placeholders that the text cannot use.

        :raises ValidationError: one is not of ``PLACEHOLDERS``, or tells a finding
            before it is decided
        """
        self.ensure_one()
        if self.purpose in BEFORE_DECISION and any(
            name in (self.body or "") for name in TOLD
        ):
            raise ValidationError(
                self.env._(
                    "“%(name)s” goes out before it is decided what the finding is, so "
                    "it cannot show the finding or the cause. Take the placeholders "
                    "%(placeholders)s out, or use the text as the final answer.",
                    name=self.name,
                    placeholders=", ".join(TOLD),
                )
            )
        if self._has_unsafe_expression_template_qweb(self.body, self.render_model):
            raise ValidationError(
                self.env._(
                    "“%(name)s” contains a placeholder that texts to customers cannot "
                    "use. These are possible: %(placeholders)s.",
                    name=self.name,
                    placeholders=", ".join(PLACEHOLDERS),
                )
            )

    def _render_for(self, complaint):
        """The text for a case, in the language of its complainant.

        :param complaint: one case, which the user may read
        :return: Markup
        """
        self.ensure_one()
        text = self.with_context(lang=complaint.lang)
        text._check_is_safe()
        return text._render_field("body", complaint.ids)[complaint.id]

    def _get_weight(self):
        """How much the text says about the case: the more, the sooner it fits."""
        self.ensure_one()
        depth = (self.category_id.parent_path or "").count("/")
        said = sum(bool(self[fname]) for fname in CRITERIA)
        return said + bool(depth), depth, bool(self.company_id)
