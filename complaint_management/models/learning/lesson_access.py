# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who reads and changes a lesson, and who may do what with it."""

from odoo import api, models
from odoo.fields import Domain

from ..case.life_cycle import MANAGER, OFFICER


class ComplaintLesson(models.Model):
    """All employees read what was approved. Before and after, its author and the
    officers do, unless a protected case about them is behind it (R153).
    """

    _inherit = "complaint.lesson"

    @api.model
    def _get_readable_domain(self):
        return Domain("state", "=", "approved") | self._get_worked_domain()

    @api.model
    def _get_worked_domain(self):
        """Which lessons the user writes, or may decide on."""
        user = self.env.user
        if not user._is_internal():
            return Domain.FALSE
        mine = Domain("author_id", "=", user.id)
        return (
            Domain.TRUE if user.has_group(OFFICER) else mine
        ) & ~self._get_closed_domain()

    @api.model
    def _get_closed_domain(self):
        """Lessons that a protected case about the user led to (R153)."""
        cases = self.env.user.sudo().barred_complaint_ids
        if not cases:
            return Domain.FALSE
        lessons = cases.with_context(active_test=False)._get_lessons_behind()
        return Domain("id", "in", lessons.ids)

    def _filter_forbidden(self, operation):
        own = self.browse(self.ids)
        if not own:
            return own
        domain = self._get_worked_domain()
        if operation == "read":
            domain |= Domain("state", "=", "approved")
        found = self.sudo().search(Domain("id", "in", own.ids) & domain)
        return own - self.browse(found.ids)

    def _get_barred_partners(self):
        """The contacts of those who may not know of the cases (R153)."""
        return self._get_source_cases()._get_barred_partners()

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """It is written for all; how it came about, for those who worked on it."""
        result = super()._mail_get_operation_for_mail_message_operation(
            message_operation
        )
        if message_operation == "read":
            return dict.fromkeys(self, "write")
        return result

    # ------------------------------------------------------------------
    # Roles
    # ------------------------------------------------------------------

    def _is_decider(self):
        """Whether the user decides on lessons; for all companies, managers do."""
        self.ensure_one()
        return self.env.su or self.env.user.has_group(
            OFFICER if self.company_id else MANAGER
        )

    def _is_writer(self):
        """Whether the user wrote it, or may put it right."""
        self.ensure_one()
        return self.env.user == self.author_id or self._is_decider()

    @api.depends("name", "state")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """Of a lesson that is not approved only its readers learn the name.

        Odoo names what a record points at whoever may read it.
        """
        unapproved = self.filtered(
            lambda lesson: lesson._origin and lesson.state != "approved"
        )
        reader = unapproved.with_context(allowed_company_ids=None)
        readable = reader.with_env(reader.env(su=False))._filtered_access("read")
        hidden = set((unapproved - readable).ids)
        for lesson in self:
            is_hidden = lesson.id in hidden
            lesson.display_name = self.env._("Lesson") if is_hidden else lesson.name
