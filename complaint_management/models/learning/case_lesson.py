# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Lessons that a case led to, and those that help who handles the next one (R205)."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, is_html_empty
from odoo.tools.mail import html_to_inner_content

STAFF = "complaint_management.group_complaint_user"
# So many lessons are shown on a case; there is a button for the others.
SHOWN = 3
# So much of a lesson is shown on the card of a like case.
MOST_WORDS = 200


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    lesson_ids = fields.Many2many(
        comodel_name="complaint.lesson",
        relation="complaint_lesson_case_rel",
        column1="complaint_id",
        column2="lesson_id",
        string="Lessons From It",
        readonly=True,
        copy=False,
        groups=STAFF,
    )
    like_lesson_ids = fields.Many2many(
        comodel_name="complaint.lesson",
        string="Lessons for Cases Like This",
        compute="_compute_like_lessons",
        groups=STAFF,
        help="Approved lessons for the category and the cause, the nearest first.",
    )
    has_more_lessons = fields.Boolean(
        compute="_compute_like_lessons",
        groups=STAFF,
        export_string_translation=False,
    )
    lesson_words = fields.Text(
        string="Lesson in Short", compute="_compute_lesson_words", groups=STAFF
    )

    @api.model
    def _get_sealed_fields(self):
        """A lesson says itself from what it was learned, where that is checked."""
        return super()._get_sealed_fields() | {"lesson_ids"}

    @api.depends("lesson")
    def _compute_lesson_words(self):
        for complaint in self:
            lesson = complaint.lesson
            text = "" if is_html_empty(lesson) else html_to_inner_content(lesson)
            words = " ".join(text.split())
            is_long = len(words) > MOST_WORDS
            complaint.lesson_words = f"{words[:MOST_WORDS]}…" if is_long else words

    # ------------------------------------------------------------------
    # Lessons for the handler
    # ------------------------------------------------------------------

    @api.depends("category_id", "cause_id", "company_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_like_lessons(self):
        for complaint in self:
            found = complaint._find_lessons(SHOWN + 1)
            complaint.like_lesson_ids = found[:SHOWN]
            complaint.has_more_lessons = len(found) > SHOWN

    def _get_lessons_domain(self):
        """Approved lessons for the category or the cause, or for one above them."""
        self.ensure_one()
        kin = [
            Domain(lesson_fname, "in", _get_path(self[fname]))
            for fname, lesson_fname in (
                ("category_id", "category_ids"),
                ("cause_id", "cause_ids"),
            )
            if self[fname]
        ]
        return (
            Domain.OR(kin)
            & Domain("state", "=", "approved")
            & Domain("company_id", "in", [False, self.company_id.id])
        )

    def _find_lessons(self, limit):
        """Lessons for a case like this, the nearest first: of its cause, its category.

        :param int limit: how many at most
        :return: ``complaint.lesson``, in one query; nothing is asked where nothing is
            known
        """
        self.ensure_one()
        lessons = self.env["complaint.lesson"]
        if not (self.category_id or self.cause_id):
            return lessons
        # All employees of the company of the case may read what the domain finds.
        query = lessons.sudo()._search(self._get_lessons_domain(), limit=limit)
        id_ = SQL.identifier(query.table, "id")
        cause = _get_nearness(id_, "cause", _get_path(self.cause_id))
        category = _get_nearness(id_, "category", _get_path(self.category_id))
        # A lesson for just this category counts more than one for a cause far above.
        query.order = SQL(
            "%s + %s DESC, %s DESC NULLS LAST, %s DESC",
            cause,
            category,
            SQL.identifier(query.table, "date_approved"),
            id_,
        )
        return lessons.browse(query)

    def action_view_lessons(self):
        """Open all lessons for cases like this."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_lesson_action"
        )
        action.update(
            name=self.env._("Lessons: %s", self.category_id.name or self.cause_id.name),
            domain=list(self._get_lessons_domain()),
            context={"create": False},
        )
        action.pop("path", None)
        return action

    # ------------------------------------------------------------------
    # Lessons from it
    # ------------------------------------------------------------------

    def _get_lessons_behind(self):
        """Lessons that these cases led to, also by way of an action, as sudo."""
        cases = self.sudo()
        return cases.lesson_ids | cases.action_ids.lesson_ids

    def _take_over_records(self, merged):
        """What was learned from a merged case was learned from the one that goes on."""
        lessons_sudo = merged.sudo().lesson_ids
        lessons_sudo.write({"source_ids": [fields.Command.link(self.id)]})
        return super()._take_over_records(merged)

    def action_make_lesson(self):
        """Begin a lesson for all staff with what was written down on the case.

        :raises AccessError: the user does not work on the case
        """
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Lesson for All Staff"),
            "res_model": "complaint.lesson",
            "view_mode": "form",
            "context": self._get_lesson_defaults(),
        }

    def _get_lesson_defaults(self):
        """With what a lesson begins that is made from this case.

        :return: dict for a context
        """
        self.ensure_one()
        return {
            "default_complaint_ids": [fields.Command.link(self.id)],
            "default_name": self.cause_id.name or self.category_id.name,
            "default_text": self.lesson,
            "default_category_ids": self._link("category_id"),
            "default_cause_ids": self._link("cause_id"),
            "default_company_id": self.company_id.id,
        }

    def _link(self, fname):
        return [fields.Command.link(id_) for id_ in self[fname].ids]


class ComplaintAction(models.Model):
    _inherit = "complaint.action"

    lesson_ids = fields.Many2many(
        comodel_name="complaint.lesson",
        relation="complaint_lesson_action_rel",
        column1="action_id",
        column2="lesson_id",
        string="Lessons From It",
        readonly=True,
        copy=False,
    )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"lesson_ids"}


def _get_path(node):
    """The ids of a category or cause and of those above it, the topmost first."""
    return [int(id_) for id_ in (node.parent_path or "").split("/") if id_]


def _get_nearness(lesson_id, kind, path):
    """SQL for how far down a path the lesson is about; 0 where it is not."""
    if not path:
        return SQL("0")
    return SQL(
        "COALESCE((SELECT MAX(array_position(%(path)s, %(node)s)) FROM %(relation)s"
        " WHERE lesson_id = %(lesson)s), 0)",
        path=path,
        node=SQL.identifier(f"{kind}_id"),
        relation=SQL.identifier(f"complaint_lesson_{kind}_rel"),
        lesson=lesson_id,
    )
