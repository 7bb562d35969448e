# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The kinds of what people have to do: which records, and what their rows say.

A kind of ``KINDS`` has two methods here: ``_get_<kind>_domain`` and
``_select_<kind>(column)``. The latter returns SQL by name of a column; ``column`` takes
the name of a field, or a path over one link. Where nothing says whose it is
(``is_mine``), it is that of ``user_id``.
"""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..accountability.penalty import ACCOUNTABILITY
from ..case.life_cycle import OFFICER, OPEN_STATES
from ..case.messages import TALK
from ..learning.incident_table import OPEN as OPEN_INCIDENT
from ..warning.table import OPEN as OPEN_ALERT
from .desk import CASE, SPOKEN

# Tasks that a row of another kind stands for.
TOLD_ELSEWHERE = (
    "call_back",
    "approval",
    "decide",
    "extension",
    "remedy_approval",
    "fulfil",
    "hand_over",
)

# The fields that say whose something is; what is not here, is found otherwise.
OWNERS = {
    "case": ("user_id", "investigator_id"),
    "call": ("user_id", "complaint_id.user_id"),
    "remedy": ("complaint_id.user_id",),
    "task": ("user_id",),
    "action": ("user_id",),
    "check": ("checker_id",),
    "incident": ("user_id",),
    "alert": ("user_id", "told_user_ids"),
}


class ComplaintDesk(models.Model):
    _inherit = "complaint.desk"

    @api.model
    def _get_own_domain(self, kind):
        if kind == "decision":
            return Domain("is_mine", "=", True)
        owners = OWNERS.get(kind)
        if not owners:
            return super()._get_own_domain(kind)
        return Domain.OR(Domain(fname, "in", self.env.user.ids) for fname in owners)

    @api.model
    def _get_case_domain(self):
        return [("state", "in", OPEN_STATES)]

    @api.model
    def _select_case(self, column):
        """Who investigates has it while it is investigated, and its handler."""
        spoke = SQL(
            "%s IS NOT DISTINCT FROM 'replied' OR %s",
            column("proposal_stage"),
            self._has_spoken(column),
        )
        return {
            **self._select_of_case(column),
            "kind": SQL("CASE WHEN %s THEN %s ELSE 'case' END", spoke, SPOKEN),
            "complaint_id": column("id"),
            "name": column("name"),
            "date_due": self._select_case_due(column),
            "is_others_turn": SQL(
                "%s OR COALESCE(%s, '') IN ('pending', 'answered') AND NOT (%s)",
                column("on_hold"),
                column("proposal_stage"),
                spoke,
            ),
            "is_mine": SQL(
                "%s = %s OR %s = 'investigating' AND %s = %s",
                column("user_id"),
                self.env.uid,
                column("state"),
                column("investigator_id"),
                self.env.uid,
            ),
        }

    @api.model
    def _select_of_case(self, column, path=""):
        """What rows say of the case that they belong to.

        :param str path: the field that leads to the case, with a dot
        """
        return {
            "user_id": column(f"{path}user_id"),
            "company_id": column(f"{path}company_id"),
            "team_id": column(f"{path}team_id"),
            "department_id": column(f"{path}department_id"),
            "reference": column(f"{path}number"),
            "customer": SQL(
                "CASE WHEN %s = 'named' THEN %s END",
                column(f"{path}identity_mode"),
                column(f"{path}partner_name"),
            ),
            "severity": column(f"{path}severity"),
            "date_due": column(f"{path}next_due_date"),
        }

    @api.model
    def _select_case_due(self, column):
        """Promised calls have rows of their own: the next deadline besides them."""
        clocks = self.env["complaint.clock"]
        return SQL(
            "CASE WHEN %s = 'promise' THEN (SELECT min(clock.date_due)"
            " FROM complaint_clock clock WHERE clock.complaint_id = %s"
            " AND clock.state = 'running' AND clock.milestone != 'promise')"
            " ELSE %s END",
            column("next_due_milestone"),
            column("id"),
            column("next_due_date"),
            to_flush=clocks._fields["state"],
        )

    @api.model
    def _has_spoken(self, column):
        """Whether the last word on a case is the complainant's, as SQL.

        What came in with the case is no answer: it was written down with it. A note
        of ours, or a contact, says that somebody has seen to it.
        """
        messages, contacts = self.env["mail.message"], self.env["complaint.contact"]
        root_id = self.env["ir.model.data"]._xmlid_to_res_id("base.partner_root")
        return SQL(
            "COALESCE((SELECT word.create_date > %(created)s"
            " AND (author.id IS NULL OR author.partner_share"
            " OR author.id = %(root)s AND word.message_type = 'email')"
            " AND NOT EXISTS (SELECT FROM complaint_contact contact"
            " WHERE contact.complaint_id = %(id)s"
            " AND contact.create_date > word.create_date)"
            " FROM mail_message word"
            " LEFT JOIN res_partner author ON author.id = word.author_id"
            " WHERE word.model = %(model)s AND word.res_id = %(id)s"
            " AND word.message_type IN %(talk)s"
            " ORDER BY word.id DESC LIMIT 1), FALSE)",
            created=column("create_date"),
            id=column("id"),
            root=root_id,
            model=CASE,
            talk=TALK,
            to_flush=[messages._fields["author_id"], contacts._fields["date"]],
        )

    @api.model
    def _get_call_domain(self):
        return [("milestone", "=", "promise"), ("state", "=", "running")]

    @api.model
    def _select_call(self, column):
        """Whoever promised it calls, or who handles the case now."""
        case = self._select_of_case(column, "complaint_id.")
        return {
            **case,
            "complaint_id": column("complaint_id"),
            "user_id": SQL("COALESCE(%s, %s)", column("user_id"), case["user_id"]),
            "name": column("complaint_id.name"),
            "date_due": column("date_due"),
        }

    @api.model
    def _get_decision_domain(self):
        return []

    @api.model
    def _select_decision(self, column):
        """One list for approvals of every kind: what it says is said here."""
        of_case = self._select_of_case(column, "complaint_id.")
        if self.env.su or self.env.user.has_group(ACCOUNTABILITY):
            of_case["reference"] = SQL(
                "COALESCE(%s, %s)", of_case["reference"], column("entry_id.name")
            )
        return {
            **of_case,
            "complaint_id": column("complaint_id"),
            "company_id": column("company_id"),
            "user_id": column("approver_id"),
            "name": SQL(
                "concat_ws(': ', %s, %s)",
                self._select_label("complaint.to.decide", "kind", column),
                column("reason"),
            ),
            "is_mine": column("is_mine"),
        }

    @api.model
    def _get_remedy_domain(self):
        return [("state", "=", "accepted")]

    @api.model
    def _select_remedy(self, column):
        return {
            **self._select_of_case(column, "complaint_id."),
            "complaint_id": column("complaint_id"),
            "name": SQL(
                "concat_ws(': ', %s, %s)", column("type_id.name"), column("name")
            ),
        }

    @api.model
    def _get_task_domain(self):
        """Tasks on cases that may be read; Odoo shows each their own, whatever for."""
        find = self.env["ir.model.data"]._xmlid_to_res_id
        types = [
            find(f"complaint_management.mail_activity_type_{name}", False)
            for name in TOLD_ELSEWHERE
        ]
        return Domain("res_model", "=", CASE) & Domain(
            "activity_type_id", "not in", list(filter(None, types))
        )

    @api.model
    def _select_task(self, column):
        return {
            **self._select_of_case(column, "res_id."),
            "complaint_id": column("res_id"),
            "user_id": column("user_id"),
            "name": SQL(
                "concat_ws(': ', COALESCE(NULLIF(%s, ''), %s), %s)",
                column("summary"),
                column("activity_type_id.name"),
                column("res_id.name"),
            ),
            "date_due": self._select_end_of_day(column("date_deadline")),
        }

    @api.model
    def _search_kind(self, kind):
        """Tasks are found by their cases, with the rules of these."""
        if kind != "task":
            return super()._search_kind(kind)
        cases = self.env[CASE].with_context(active_test=False)._search([])
        query = (
            self.env["mail.activity"].sudo()._search(self._get_wanted_domain("task"))
        )
        query.add_where(
            SQL("%s IN %s", SQL.identifier(query.table, "res_id"), cases.subselect())
        )
        return query

    def _filter_sources(self, kind, sources):
        if kind != "task":
            return super()._filter_sources(kind, sources)
        tasks_sudo = sources.sudo().filtered(lambda task: task.res_model == CASE)
        cases = self.env[CASE].browse(tasks_sudo.mapped("res_id"))
        readable = set(cases._filtered_access("read").ids)
        return tasks_sudo.filtered(lambda task: task.res_id in readable)

    @api.model
    def _get_action_domain(self):
        return [("state", "=", "open")]

    @api.model
    def _select_action(self, column):
        return {
            "user_id": column("user_id"),
            "department_id": column("department_id"),
            "name": column("name"),
            "date_due": self._select_end_of_day(column("date_due")),
        }

    @api.model
    def _get_check_domain(self):
        return [("state", "=", "done"), ("checker_id", "!=", False)]

    @api.model
    def _select_check(self, column):
        return {
            "user_id": column("checker_id"),
            "department_id": column("department_id"),
            "name": column("name"),
        }

    @api.model
    def _get_incident_domain(self):
        return [("state", "in", OPEN_INCIDENT)]

    @api.model
    def _select_incident(self, column):
        return {
            "user_id": column("user_id"),
            "department_id": column("department_id"),
            "reference": column("number"),
            "name": column("name"),
            "severity": column("severity"),
        }

    @api.model
    def _get_alert_domain(self):
        today = fields.Date.context_today(self)
        return Domain("state", "in", OPEN_ALERT) & (
            Domain("snoozed_until", "=", False) | Domain("snoozed_until", "<=", today)
        )

    @api.model
    def _select_alert(self, column):
        """As long as nobody looks into it, it is for all who were told."""
        told = self.env["complaint.alert"]._fields["told_user_ids"]
        return {
            "complaint_id": column("complaint_id"),
            "user_id": column("user_id"),
            "name": column("rule_id.name"),
            "is_mine": SQL(
                "%(owner)s = %(uid)s OR %(owner)s IS NULL AND EXISTS (SELECT FROM"
                " %(table)s AS told WHERE told.%(alert)s = %(id)s"
                " AND told.%(user)s = %(uid)s)",
                owner=column("user_id"),
                uid=self.env.uid,
                table=SQL.identifier(told.relation),
                alert=SQL.identifier(told.column1),
                user=SQL.identifier(told.column2),
                id=column("id"),
                to_flush=told,
            ),
        }

    @api.model
    def _get_lesson_domain(self):
        return [("state", "=", "asked")]

    @api.model
    def _select_lesson(self, column):
        """An officer approves it who neither wrote it nor asked."""
        is_mine = SQL(
            "%s AND %s IS DISTINCT FROM %s AND %s IS DISTINCT FROM %s",
            self.env.user.has_group(OFFICER),
            column("author_id"),
            self.env.uid,
            column("asker_id"),
            self.env.uid,
        )
        return {"name": column("name"), "is_mine": is_mine}

    @api.model
    def _get_statement_domain(self):
        """Entries about the user to which they may still tell their side."""
        return (
            Domain("employee_id.user_id", "=", self.env.uid)
            & Domain("state", "=", "notified")
            & Domain("is_reward", "=", False)
            & Domain("date_statement", "=", False)
            & Domain("is_statement_over", "=", False)
        )

    @api.model
    def _select_statement(self, column):
        return {
            "user_id": SQL("%s", self.env.uid),
            "reference": column("name"),
            "name": column("rule_name"),
            "date_due": column("date_statement_due"),
        }

    @api.model
    def _get_training_domain(self):
        return Domain("employee_id.user_id", "=", self.env.uid) & Domain(
            "state", "=", "planned"
        )

    @api.model
    def _select_training(self, column):
        return {
            "user_id": SQL("%s", self.env.uid),
            "name": column("training_id.name"),
            "date_due": self._select_end_of_day(column("date_due")),
        }

    @api.model
    def _select_end_of_day(self, day):
        """The last second of a day where the reader is, in UTC.

        :param day: SQL of a date
        """
        return SQL(
            "(%s + 1)::timestamp AT TIME ZONE %s AT TIME ZONE 'UTC'"
            " - interval '1 second'",
            day,
            str(self.env.tz),
        )
