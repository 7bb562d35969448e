# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A lesson: what was learned from cases, written for all staff (R38, R205, R213)."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext, is_html_empty

from .lesson_table import STATES

STAFF = "complaint_management.group_complaint_user"
USES = [
    ("process", "Process"),
    ("training", "Training"),
    ("product", "Product"),
    ("service", "Service"),
]
# What was approved, and stays as it was approved.
AGREED = frozenset(
    {
        "name",
        "text",
        "next_time",
        "use",
        "category_ids",
        "cause_ids",
        "company_id",
    }
)


class ComplaintLesson(models.Model):
    """What we know now and did not know before, and what to do the next time.

    Once it was approved, all employees read it, so it names nobody: neither who
    complained nor who was responsible. The acts stand in ``lesson_table``, who reads
    and changes it in ``lesson_access``, what it was learned from in ``lesson_sources``.
    """

    _name = "complaint.lesson"
    _description = "Lesson Learned"
    _inherit = [
        "complaint.authored.mixin",
        "complaint.guarded.mixin",
        "mail.thread",
    ]
    _order = "date_approved desc, id desc"
    _rec_names_search = ["name"]
    _check_company_auto = True
    _keeps_evidence = True
    _agreed_fields = AGREED

    name = fields.Char(
        string="Lesson",
        required=True,
        index="trigram",
        help="In a few words, without the names of complainants and staff.",
    )
    text = fields.Html(
        string="What We Learned",
        sanitize_style=True,
        index="trigram",
        help="What happened, and what we know now. No names of complainants and staff.",
    )
    next_time = fields.Text(
        index="trigram",
        help="What to do the next time, in a sentence or two.",
    )
    use = fields.Selection(
        selection=USES,
        string="For",
        required=True,
        default="process",
        index=True,
        help="What it helps to make better.",
    )
    category_ids = fields.Many2many(
        comodel_name="complaint.category",
        # An archived one still says whose cases it is about.
        context={"active_test": False},
        relation="complaint_lesson_category_rel",
        column1="lesson_id",
        column2="category_id",
        string="Categories",
        check_company=True,
        help="It is shown on cases of these categories, and of those below them.",
    )
    cause_ids = fields.Many2many(
        comodel_name="complaint.cause",
        relation="complaint_lesson_cause_rel",
        column1="lesson_id",
        column2="cause_id",
        string="Root Causes",
        check_company=True,
        help="It is shown on cases with these causes, and with those below them.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        default=lambda self: self.env.company,
        index="btree_not_null",
        help="Empty: for all companies.",
    )
    state = fields.Selection(
        selection=STATES,
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        group_expand=True,
    )

    def _say_agreed(self):
        return self.env._(
            "“%s” is no draft any more: what was agreed stays as it is. Revise it to "
            "change it.",
            self.name,
        )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "name" not in (default or {}):
            for lesson, vals in zip(self, vals_list, strict=True):
                vals["name"] = self.env._("%s (copy)", lesson.name)
        return vals_list

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Lessons are kept: retire them instead."))

    def _get_plain_text(self):
        """All that stands in the lesson, as plain text."""
        self.ensure_one()
        text = "" if is_html_empty(self.text) else html2plaintext(self.text)
        return "\n".join(filter(None, (self.name, text, self.next_time)))
