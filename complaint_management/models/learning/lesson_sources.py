# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From what a lesson was learned: shown to who may read it, and named nowhere."""

from odoo import api, fields, models

from ...tools.protection.redaction import Redactor
from .lesson import STAFF


class ComplaintLesson(models.Model):
    """The links are kept where nobody reads or searches them.

    Everybody reads an approved lesson; that a case they may know nothing of led to it
    is told to nobody, be it by a count (R153).
    """

    _inherit = "complaint.lesson"

    source_ids = fields.Many2many(
        comodel_name="complaint.complaint",
        relation="complaint_lesson_case_rel",
        column1="lesson_id",
        column2="complaint_id",
        string="Source Cases",
        copy=False,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
    )
    source_action_ids = fields.Many2many(
        comodel_name="complaint.action",
        relation="complaint_lesson_action_rel",
        column1="lesson_id",
        column2="action_id",
        copy=False,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
    )
    complaint_ids = fields.Many2many(
        comodel_name="complaint.complaint",
        string="Learned From Cases",
        compute="_compute_sources",
        inverse="_inverse_complaint_ids",
        copy=False,
        groups=STAFF,
        help="Only those that you may read are shown.",
    )
    action_ids = fields.Many2many(
        comodel_name="complaint.action",
        string="Learned From Actions",
        compute="_compute_sources",
        inverse="_inverse_action_ids",
        copy=False,
        groups=STAFF,
        help="Only those that you may read are shown.",
    )
    is_from_protected = fields.Boolean(
        string="From a Protected Case", compute="_compute_names", groups=STAFF
    )
    names_found = fields.Char(
        string="Names in It",
        compute="_compute_names",
        groups=STAFF,
        help="Names of complainants and of our people that stand in the lesson.",
    )

    @api.depends("source_ids", "source_action_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_sources(self):
        """Those that the user may read."""
        kept = self.sudo()
        cases = kept.source_ids.with_env(self.env)._filtered_access("read")
        actions = kept.source_action_ids.with_env(self.env)._filtered_access("read")
        for lesson, lesson_sudo in zip(self, kept, strict=True):
            lesson.complaint_ids = cases & lesson_sudo.source_ids
            lesson.action_ids = actions & lesson_sudo.source_action_ids

    def _inverse_complaint_ids(self):
        self._keep_sources("complaint_ids", "source_ids")

    def _inverse_action_ids(self):
        self._keep_sources("action_ids", "source_action_ids")

    def _keep_sources(self, shown, kept):
        """Link what the user chose; what they may not read stays linked.

        The cases behind an action become cases behind the lesson: so whatever happens
        to their complainants reaches the lesson.

        :param str shown: field with what the user sees of the links
        :param str kept: field with all of them
        :raises AccessError: they may not read what they link
        """
        for lesson in self:
            chosen = lesson[shown]._origin
            chosen.check_access("read")
            lesson_sudo = lesson.sudo()
            linked = lesson_sudo[kept].with_env(self.env)
            lesson_sudo[kept] = (linked - linked._filtered_access("read")) | chosen
            lesson_sudo.source_ids |= lesson_sudo.source_action_ids.complaint_ids

    def _get_source_cases(self):
        """The cases behind the lessons, also by way of actions, as sudo."""
        kept = self.sudo().with_context(active_test=False)
        return kept.source_ids | kept.source_action_ids.complaint_ids

    # ------------------------------------------------------------------
    # Names
    # ------------------------------------------------------------------

    @api.depends(
        "name",
        "text",
        "next_time",
        "state",
        "source_ids.identity_mode",
        "source_ids.complained_employee_ids",
        "source_ids.responsible_employee_ids",
        "source_action_ids.complaint_ids",
    )
    @api.depends_context("uid")
    def _compute_names(self):
        """For who writes it or decides on it, before all staff read it."""
        for lesson in self:
            waits = lesson._origin and lesson.state in ("draft", "asked")
            lesson.names_found = waits and ", ".join(lesson._find_names())
            lesson.is_from_protected = waits and lesson._origin._has_protected()

    def _has_protected(self):
        """Whether a case whose complainant is protected is behind the lesson."""
        cases_sudo = self._get_source_cases()
        return bool(set(cases_sudo.mapped("identity_mode")) - {"named"})

    def _find_names(self):
        """Which names of complainants and of our people stand in the lesson.

        What the vault keeps is not asked for: by what is found of a list of names that
        somebody types, they would learn which of them is in it (R152). So who approves
        the lesson of a protected case says that they looked.

        :return: list of str
        """
        self.ensure_one()
        text = self._get_plain_text()
        return sorted(
            name for name in self._get_names() if Redactor([name]).hide(text) != text
        )

    def _get_names(self):
        """Who is not to be named: as known on the cases behind the lesson.

        Who may not read such a case, as they only own an action that it led to, learns
        nothing of its people by trying names.

        :return: set of str
        """
        self.ensure_one()
        cases = self._origin._get_source_cases().with_env(self.env)
        cases_sudo = cases._filtered_access("read").sudo()
        people = cases_sudo.complained_employee_ids
        people |= cases_sudo.responsible_employee_ids
        names = {*people.mapped("name"), *cases_sudo._get_workers().mapped("name")}
        named = cases_sudo.filtered(lambda case: case.identity_mode == "named")
        for traces in named._get_all_traces().values():
            names |= traces.words | traces.emails
        return set(filter(None, names))
