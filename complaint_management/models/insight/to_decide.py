# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..accountability.penalty import ACCOUNTABILITY
from ..case.life_cycle import MANAGER

CASE = "complaint.complaint"
# Kinds and the models that they come from; the position is part of a row's id.
KINDS = {
    "decision": CASE,
    "remedy": "complaint.approval",
    "extension": "complaint.extension",
    "suggestion": CASE,
    "claim": "complaint.clock",
    "address": CASE,
    "proposal": "complaint.penalty",
    "entry": "complaint.penalty",
    "appeal": "complaint.penalty",
}
# What a row has besides its kind, with the type of each column.
COLUMNS = {
    "complaint_id": "int",
    "entry_id": "int",
    "company_id": "int",
    "reason": "text",
    "requester_id": "int",
    "approver_id": "int",
    "date_asked": "timestamp",
    "is_mine": "boolean",
}


class ComplaintToDecide(models.Model):
    """What waits for somebody's yes, of whatever kind: one list for whoever decides.

    A row stands for a record that waits: a decision, remedies beyond somebody's
    approval limit, more time, a suggestion, a late entry in the log, a changed
    address, and for accountability officers entries and appeals. It says who asked
    for what; deciding happens on the record, with its own rules.

    The rows are what the user may read, by construction.
    """

    _name = "complaint.to.decide"
    _description = "To Decide"
    _inherit = "complaint.waiting.mixin"
    _auto = False
    _order = "date_asked, id"
    _waiting_columns = COLUMNS

    kind = fields.Selection(
        selection=[
            ("decision", "Decision on a case"),
            ("remedy", "Remedies"),
            ("extension", "More time"),
            ("suggestion", "Suggestion"),
            ("claim", "Late entry"),
            ("address", "Changed address"),
            ("proposal", "New entry"),
            ("entry", "Entry to decide"),
            ("appeal", "Appeal"),
        ],
        string="What",
        readonly=True,
    )
    complaint_id = fields.Many2one(comodel_name=CASE, string="Case", readonly=True)
    entry_id = fields.Many2one(
        comodel_name="complaint.penalty",
        readonly=True,
        groups=ACCOUNTABILITY,
    )
    reason = fields.Text(string="What It Is About", readonly=True)
    requester_id = fields.Many2one(
        comodel_name="res.users", string="Asked By", readonly=True
    )
    approver_id = fields.Many2one(
        comodel_name="res.users",
        string="Who Was Asked",
        readonly=True,
        help="Others who may decide can do so, too.",
    )
    date_asked = fields.Datetime(string="Asked On", readonly=True)
    is_mine = fields.Boolean(
        string="I Decide",
        readonly=True,
        help="You were asked, or may decide: you neither handle the case nor asked, "
        "and it is not about you or whom you report to.",
    )
    severity = fields.Selection(related="complaint_id.severity")
    next_due_date = fields.Datetime(related="complaint_id.next_due_date")
    is_overdue = fields.Boolean(related="complaint_id.is_overdue")
    due_soon = fields.Boolean(related="complaint_id.due_soon")
    claimed_amount = fields.Monetary(related="complaint_id.claimed_amount")
    currency_id = fields.Many2one(related="complaint_id.currency_id")
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)

    @api.model
    def _get_kind_models(self):
        return KINDS

    @api.model
    def _select_rows(self, rows):
        """Nobody decides on what is about them, or whom they report to."""
        names = SQL(", ").join(
            SQL.identifier(name)
            for name in ("id", "kind", *COLUMNS)
            if name != "is_mine"
        )
        return SQL(
            "SELECT %s, is_mine AND NOT %s AS is_mine FROM %s",
            names,
            self._is_about_me(),
            rows,
        )

    @api.model
    def _get_kinds(self):
        """The kinds that concern the user; cases concern everybody."""
        is_judge = self.env.su or self.env.user.has_group(ACCOUNTABILITY)
        return [
            kind
            for kind in super()._get_kinds()
            if is_judge or KINDS[kind] != "complaint.penalty"
        ]

    @api.model
    def _get_kind_domain(self, kind):
        """The records of a kind that wait, without entries about the user.

        Officers read of these what every employee reads of theirs, and not who
        proposed them.
        """
        domain = Domain(super()._get_kind_domain(kind))
        if KINDS[kind] == "complaint.penalty" and not self.env.su:
            domain &= self.env["complaint.penalty"]._get_others_domain()
        return domain

    # ------------------------------------------------------------------
    # Who decides
    # ------------------------------------------------------------------

    @api.model
    def _select_last_step(self, column, name):
        """A function that selects a column of the last step of this name."""
        self.env["complaint.transition"].flush_model()

        def select(fname):
            return SQL(
                "(SELECT log.%s FROM complaint_transition log"
                " WHERE log.complaint_id = %s AND log.name = %s"
                " ORDER BY log.id DESC LIMIT 1)",
                SQL.identifier(fname),
                column("id"),
                name,
            )

        return select

    @api.model
    def _may_manage(self, *others):
        """Whether the user is a manager who neither handles it nor asked.

        :param others: SQL of users who do not decide themselves
        """
        if not self.env.user.has_group(MANAGER):
            return SQL("FALSE")
        return SQL(" AND ").join(
            [
                SQL("TRUE"),
                *(SQL("%s IS DISTINCT FROM %s", one, self.env.uid) for one in others),
            ]
        )

    @api.model
    def _is_about_me(self):
        """Whether a case is about the user, or about whom they report to."""
        cases = self.env[CASE]
        field = cases._fields["complained_employee_ids"]
        return SQL(
            "EXISTS (SELECT 1 FROM %s AS about WHERE about.%s = complaint_id"
            " AND about.%s = ANY(%s))",
            SQL.identifier(field.relation),
            SQL.identifier(field.column1),
            SQL.identifier(field.column2),
            cases._get_line_of_command(self.env.user).ids,
            to_flush=field,
        )

    # ------------------------------------------------------------------
    # What is opened
    # ------------------------------------------------------------------

    @api.depends("complaint_id")
    def _compute_display_name(self):
        """The case, or for officers the entry, that waits."""
        for row, source in self._get_sources().items():
            is_entry = source._name == "complaint.penalty"
            row.display_name = (source if is_entry else row.complaint_id).display_name

    def action_open(self):
        """Open what waits: where it is decided.

        :return: an action on its form
        """
        source = self._get_source()
        if source._name in ("complaint.approval", "complaint.penalty"):
            return source._get_records_action()
        case = source if source._name == CASE else source.complaint_id
        return case._get_records_action()
