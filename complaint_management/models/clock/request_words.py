# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the asked department reads of a question about a protected complainant (R152).

A refusal that came when the words name the complainant would answer whoever tries one
name after the other. So nothing is refused, and nothing that the asker sees depends on
who it is: who asked, and who reads the case, read what was written, and everybody else
the same without what tells who it is. What goes elsewhere, as tasks and mails do, is
said without these words altogether.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.protection.redaction import Redactor
from .request_access import CASES

# What is read, by what was written.
WRITTEN = {
    "name": "name_written",
    "question": "question_written",
    "end_reason": "end_reason_written",
}


class ComplaintRequest(models.Model):
    _inherit = "complaint.request"

    name = fields.Char(
        string="What Is Asked",
        compute="_compute_words",
        inverse=lambda self: self._write_down("name"),
        search="_search_name",
        required=True,
        help="In a few words, without the names of complainants.",
    )
    question = fields.Text(
        string="Details",
        compute="_compute_words",
        inverse=lambda self: self._write_down("question"),
        help="All that the department needs to know: it does not see the case.",
    )
    end_reason = fields.Text(
        string="Why",
        compute="_compute_words",
        inverse=lambda self: self._write_down("end_reason"),
        readonly=True,
    )
    name_written = fields.Char(copy=False, groups=fields.NO_ACCESS)
    question_written = fields.Text(copy=False, groups=fields.NO_ACCESS)
    end_reason_written = fields.Text(copy=False, groups=fields.NO_ACCESS)
    is_protected = fields.Boolean(compute="_compute_is_protected", compute_sudo=True)

    def _write_down(self, fname):
        for request in self:
            request.sudo().write({WRITTEN[fname]: request[fname]})

    @api.depends("state", *WRITTEN.values())
    @api.depends_context("uid")
    def _compute_words(self):
        """What the department wrote itself, as why it declines, it reads as written:
        else it would learn by trying names, too."""
        hidden = self._filter_hidden()
        for request in self:
            redactor = request._get_redactor() if request in hidden else None
            for fname, written in WRITTEN.items():
                text = request.sudo()[written]
                is_theirs = fname == "end_reason" and request.state == "declined"
                if redactor and text and not is_theirs:
                    text = redactor.hide(text)
                request[fname] = text

    def _filter_hidden(self):
        """Those of whose words the user reads what tells nobody who complained."""
        others = self.filtered(
            lambda request: (
                request.is_protected and request.sudo().requester_id != self.env.user
            )
        )
        if self.env.su or not others:
            return self.browse()
        cases = others.sudo().complaint_id.with_env(self.env)
        readable = set(cases._filtered_access("read").ids)
        return others.filtered(
            lambda request: request.sudo().complaint_id.id not in readable
        )

    def _get_redactor(self):
        """What takes out of a text by what the complainant is known."""
        self.ensure_one()
        traces = self.sudo().complaint_id._get_traces()
        return Redactor(traces.words | traces.emails)

    @api.depends("complaint_id.identity_mode")
    def _compute_is_protected(self):
        for request in self:
            mode = request.complaint_id.identity_mode
            request.is_protected = bool(mode) and mode != "named"

    @api.model
    def _search_name(self, operator, value):
        """Nobody finds by its words what they do not read as it was written."""
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        written = Domain("name_written", operator, value)
        if not self.env.su:
            written &= self._get_unhidden_domain()
        return Domain("id", "in", self.sudo()._search(written))

    @api.model
    def _get_unhidden_domain(self):
        """Requests whose words the user reads as they were written; for sudo."""
        cases = self.env[CASES].with_context(active_test=False)
        found = Domain("complaint_id.identity_mode", "=", "named")
        found |= Domain("requester_id", "=", self.env.uid)
        if cases.has_access("read"):
            found |= Domain("complaint_id", "in", cases._search([]))
        return found

    # ------------------------------------------------------------------
    # What others say of it
    # ------------------------------------------------------------------

    @api.depends("name_written", "department_id", "complaint_id.identity_mode")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for request in self:
            request.display_name = request.sudo()._say_shortly()

    def _say_shortly(self):
        """What it is about, for tasks and mails, which several people read; as sudo."""
        self.ensure_one()
        if self.is_protected or not self.name_written:
            return self.env._("Question to %s", self.department_id.name or "")
        return self.name_written

    def _get_act_words(self, name, given):
        """The log of the request is read by both sides: reasons stand in a field."""
        if not self.sudo().is_protected:
            return super()._get_act_words(name, given)
        return super()._get_act_words(name, {**given, "reason": None})

    def message_post(self, **kwargs):
        """Nothing is said beside the buttons where names are hidden.

        :raises UserError: somebody writes about a protected complainant
        """
        if not self.env.su and any(self.sudo().mapped("is_protected")):
            raise UserError(
                self.env._(
                    "This is about somebody who is protected, so nothing is written "
                    "here: use the buttons to answer, decline or ask again."
                )
            )
        return super().message_post(**kwargs)

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Nor in the chatter, which is not offered, nor by a task of one's own.

        Both are for those who write a request, and that nobody does but by the acts.
        """
        result = super()._mail_get_operation_for_mail_message_operation(
            message_operation
        )
        if message_operation == "create":
            protected = self.sudo().filtered("is_protected").with_env(self.env)
            result.update(dict.fromkeys(protected, "write"))
        return result
