# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Lessons and policies that have to be read (R127, R213)."""

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.tools import plaintext2html


class ComplaintLesson(models.Model):
    _name = "complaint.lesson"
    _inherit = ["complaint.lesson", "complaint.receipt.mixin"]

    @api.model
    def _find_to_read(self):
        return self.search([("state", "=", "approved")]).filtered(
            lambda lesson: lesson.readers or lesson.reader_department_ids
        )

    def _get_edition(self):
        """What was revised and approved again is read again."""
        return fields.Datetime.to_string(self.date_approved) or "1"

    def _get_title_to_read(self):
        return self.name

    def _get_words_to_read(self):
        return Markup("%s%s") % (
            self.text or "",
            plaintext2html(self.next_time) if self.next_time else "",
        )

    def _get_receipt_categories(self):
        return self.category_ids

    def _get_receipt_writers(self):
        return self.author_id | self.approver_id

    def _after_act(self, name, given):
        result = super()._after_act(name, given)
        self._ask_soon()
        return result


class ComplaintPolicyVersion(models.Model):
    _name = "complaint.policy.version"
    _inherit = ["complaint.policy.version", "complaint.receipt.mixin"]

    @api.model
    def _find_to_read(self):
        """Those in force; one that is coming is read when it holds."""
        approved = self.search([("state", "=", "approved")])
        today = fields.Date.context_today(self)
        in_force = approved.document_id._get_in_force(today).values()
        return self.browse(version.id for version in in_force).filtered(
            lambda version: version.readers or version.reader_department_ids
        )

    def _get_title_to_read(self):
        return self.display_name

    def _get_words_to_read(self):
        news = self.change_words
        return Markup("%s%s") % (
            Markup("<p><b>%s</b></p>") % escape(news) if news else "",
            self.text or "",
        )

    def _get_receipt_categories(self):
        return self.document_id.category_ids

    def _get_receipt_writers(self):
        return self.author_id | self.approver_id

    def _after_act(self, name, given):
        result = super()._after_act(name, given)
        self._ask_soon()
        return result
