# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, LazyTranslate

from ..case.complaint import SEVERITIES
from ..case.life_cycle import OFFICER

_lt = LazyTranslate(__name__)

CASE = "complaint.complaint"


class Kind(NamedTuple):
    """Something that people have to do: on which model, what it is, the next step."""

    model: str
    label: str
    step: str


# In the order of their places: new kinds come last, as the place is part of a row's
# id. Rooms and chapters add theirs here, with a domain and a selection of their own:
# see ``desk_kinds`` and ``desk_asked``.
KINDS = {
    "case": Kind(CASE, _lt("Case"), _lt("Open It")),
    "call": Kind("complaint.clock", _lt("Promised call"), _lt("Make the Call")),
    "decision": Kind("complaint.to.decide", _lt("To decide"), _lt("Decide")),
    "remedy": Kind("complaint.remedy", _lt("To fulfil"), _lt("Fulfil")),
    "task": Kind("mail.activity", _lt("Task"), _lt("Open It")),
    "action": Kind("complaint.action", _lt("Action"), _lt("Work on It")),
    "check": Kind("complaint.action", _lt("Action to check"), _lt("Check")),
    "incident": Kind("complaint.incident", _lt("Incident"), _lt("Work on It")),
    "alert": Kind("complaint.alert", _lt("Early warning"), _lt("Look into It")),
    "lesson": Kind("complaint.lesson", _lt("Lesson to approve"), _lt("Read")),
    "statement": Kind("complaint.penalty", _lt("Your side"), _lt("Tell Your Side")),
    "training": Kind("complaint.training.participation", _lt("Training"), _lt("Read")),
    "handover": Kind(CASE, _lt("Handover"), _lt("Accept or Decline")),
    "request": Kind("complaint.request", _lt("Question"), _lt("Answer")),
    "receipt": Kind("complaint.receipt", _lt("To read"), _lt("Read")),
    "review": Kind("complaint.review", _lt("Case review"), _lt("Score")),
    "unit_review": Kind(
        "complaint.unit.review", _lt("Period review"), _lt("Look Back")
    ),
}
# Kinds that no column names for every reader: the field of the record that does.
NAMED_BY_RECORD = {
    "alert": "display_name",
    "request": "name",
    "receipt": "title",
    "unit_review": "display_name",
}
# What else a row may be, besides the kind that its id stands for.
SPOKEN = "answer"
# What a row has besides its kind, with the type of each column.
COLUMNS = {
    "complaint_id": "int",
    "user_id": "int",
    "company_id": "int",
    "team_id": "int",
    "department_id": "int",
    "reference": "text",
    "name": "text",
    "customer": "text",
    "severity": "text",
    "date_due": "timestamp",
    "is_others_turn": "boolean",
    "is_mine": "boolean",
}


class ComplaintDesk(models.Model):
    """What people have to do now, of whatever kind, in order of time (R4).

    A row stands for a record that waits for somebody: a case, a promised call, a
    decision, a remedy, an action. It says what, for whom, until when, and offers the
    next step; the work is done on the record, with its own rules.

    Everybody sees their own rows. Officers see those of others, as far as they may
    read what is behind them; who leads a team or a department sees those of its cases.
    """

    _name = "complaint.desk"
    _description = "Desk"
    _inherit = ["complaint.waiting.mixin", "complaint.due.when.mixin"]
    _auto = False
    _order = "date_due, severity desc, id"
    _room = 64
    _waiting_columns = COLUMNS
    _due_field = "date_due"

    kind = fields.Selection(
        selection=lambda self: self._select_kind_labels(),
        string="What It Is",
        readonly=True,
    )
    complaint_id = fields.Many2one(comodel_name=CASE, string="Case", readonly=True)
    user_id = fields.Many2one(comodel_name="res.users", string="Whose", readonly=True)
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    department_id = fields.Many2one(
        comodel_name="hr.department", string="Unit", readonly=True
    )
    reference = fields.Char(string="Number", readonly=True)
    name = fields.Char(string="About", readonly=True)
    what = fields.Char(
        compute="_compute_what",
        help="What it is about, in the words of what is behind it.",
    )
    customer = fields.Char(
        readonly=True, help="Empty where the complainant is protected."
    )
    severity = fields.Selection(selection=SEVERITIES, readonly=True)
    date_due = fields.Datetime(string="Due", readonly=True)
    is_overdue = fields.Boolean(string="Late", compute="_compute_is_overdue")
    due_soon = fields.Boolean(string="Due Today", compute="_compute_is_overdue")
    is_others_turn = fields.Boolean(string="Waits for Others", readonly=True)
    is_mine = fields.Boolean(
        string="For Me",
        readonly=True,
        help="It is yours to do, or one of those who may do it is you.",
    )
    next_step = fields.Char(
        compute="_compute_next_step", help="What is done next; a button does it."
    )

    @api.model
    def _get_kind_models(self):
        return {kind: spec.model for kind, spec in KINDS.items()}

    @api.model
    def _select_kind_labels(self):
        labels = [(kind, self.env._(spec.label)) for kind, spec in KINDS.items()]
        return [*labels, (SPOKEN, self.env._("The customer wrote"))]

    @api.model
    def _get_others_turn_domain(self):
        return Domain("is_others_turn", "=", True)

    @api.model
    def _select_rows(self, rows):
        """One's own rows, and those of others that one has to look after."""
        mine = SQL("COALESCE(is_mine, user_id = %s, FALSE)", self.env.uid)
        names = SQL(", ").join(
            SQL.identifier(name)
            for name in ("id", "kind", *COLUMNS)
            if name != "is_mine"
        )
        return SQL(
            "SELECT %s, %s AS is_mine FROM %s WHERE %s OR %s",
            names,
            mine,
            rows,
            mine,
            self._is_looked_after(),
        )

    @api.model
    def _is_looked_after(self):
        """Whether the user looks after what is somebody else's, as SQL."""
        user = self.env.user
        if self.env.su or user.has_group(OFFICER):
            return SQL("TRUE")
        return SQL("department_id = ANY(%s)", user.sudo().headed_department_ids.ids)

    # ------------------------------------------------------------------
    # What a row says
    # ------------------------------------------------------------------

    @api.depends("kind", "name")
    @api.depends_context("uid", "lang")
    def _compute_what(self):
        """Some are named in the language of the reader, or as far as they may know."""
        for row in self:
            row.what = row.name
        for kind, fname in NAMED_BY_RECORD.items():
            rows = self.filtered(lambda row, kind=kind: row.kind == kind)
            sources = self.env[KINDS[kind].model].browse(
                row.id // self._room for row in rows
            )
            for row, source in zip(rows, sources, strict=True):
                row.what = source[fname]

    @api.depends("reference", "what")
    @api.depends_context("uid", "lang")
    def _compute_display_name(self):
        for row in self:
            row.display_name = " ".join(filter(None, (row.reference, row.what)))

    @api.depends("date_due", "due_when")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for row in self:
            row.is_overdue = bool(row.date_due) and row.date_due < now
            row.due_soon = row.due_when == "2"

    @api.depends("kind", "complaint_id.next_step")
    @api.depends_context("lang")
    def _compute_next_step(self):
        for row in self:
            row.next_step = row._say_next_step()

    def _say_next_step(self):
        """The words on the button of a row."""
        self.ensure_one()
        if self.kind == SPOKEN:
            return self.env._("Read and Answer")
        if self.kind == "case" and not self.is_others_turn:
            return self.complaint_id.next_step or self.env._("Open It")
        return self.env._(KINDS[self._get_kind()].step)
