# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""An internal request: what another department is asked about a case (R98, R99)."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..case.screens import STAFF
from .request_table import STATES, WAITING

# Which share of the time has passed when somebody is reminded.
REMIND_AT = 0.75
# Nobody plans further ahead.
FARTHEST = timedelta(days=366)


class ComplaintRequest(models.Model):
    """Something that another department is asked about a case, with its own clock.

    The department reads the question and nothing of the case. Whoever supports those
    who meet the customers keeps a time, too: it runs in the company's working time.
    The acts stand in ``request_table``, who reads it in ``request_access``, and what
    they read in ``request_words``.
    """

    _name = "complaint.request"
    _description = "Internal Request"
    _inherit = [
        "complaint.acts.mixin",
        "complaint.guarded.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_due, id"
    _check_company_auto = True
    _mail_post_access = "read"
    _keeps_evidence = True
    # Who is asked writes nothing but by the acts.
    _access_to_act = "read"

    complaint_id = fields.Many2one(
        comodel_name="complaint.complaint",
        string="Case",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
        groups=STAFF,
    )
    company_id = fields.Many2one(
        related="complaint_id.company_id",
        related_sudo=True,
        store=True,
        precompute=True,
        index=True,
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Asked Department",
        required=True,
        ondelete="restrict",
        check_company=True,
        index=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Who Answers",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        ondelete="set null",
        index="btree_not_null",
        copy=False,
        help="Empty: the head of the department. Who accepts it, answers it.",
    )
    task_user_id = fields.Many2one(
        comodel_name="res.users",
        string="On the Desk Of",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        help="Who has the task to answer it now.",
    )
    requester_id = fields.Many2one(
        comodel_name="res.users",
        string="Asked By",
        readonly=True,
        default=lambda self: self.env.uid,
        ondelete="restrict",
        copy=False,
        index=True,
    )
    state = fields.Selection(
        selection=STATES,
        required=True,
        readonly=True,
        default="open",
        copy=False,
        index=True,
    )

    # By when
    date_asked = fields.Datetime(
        string="Asked On",
        readonly=True,
        default=fields.Datetime.now,
        copy=False,
        help="For the first time.",
    )
    date_asked_again = fields.Datetime(
        string="Asked Again On",
        readonly=True,
        copy=False,
        help="When the answer did not help; the time to answer begins anew.",
    )
    date_due = fields.Datetime(
        string="Answer Needed By",
        compute="_compute_date_due",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        index=True,
        help="As the department promises, or as you need it.",
    )
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    is_late = fields.Boolean(
        string="Was Late",
        readonly=True,
        copy=False,
        help="The answer did not come in time; that stays, also when it has come or "
        "is asked for again.",
    )
    remind_at = fields.Datetime(
        compute="_compute_remind_at",
        store=True,
        copy=False,
        export_string_translation=False,
    )
    date_reminded = fields.Datetime(
        readonly=True, copy=False, export_string_translation=False
    )
    date_escalated = fields.Datetime(
        string="Told Above On",
        readonly=True,
        copy=False,
        help="When whoever is above was told that it is overdue.",
    )

    # How it ended
    answer = fields.Text(readonly=True, copy=False)
    date_ended = fields.Datetime(string="Ended On", readonly=True, copy=False)
    answered_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, copy=False, ondelete="set null"
    )
    hours_taken = fields.Float(
        string="Working Hours Taken",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Working time from the question to the answer.",
    )
    in_time = fields.Float(
        string="Answered in Time",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Share of those that were answered by the time that was asked for, and "
        "were not late before.",
    )

    _waiting_idx = models.Index("(date_due) WHERE state IN ('open', 'accepted')")
    _remind_idx = models.Index(
        "(remind_at) WHERE state IN ('open', 'accepted') AND date_reminded IS NULL"
    )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {
            "requester_id",
            "state",
            "task_user_id",
            "date_asked",
            "date_asked_again",
            "is_late",
            "remind_at",
            "date_reminded",
            "date_escalated",
            "answer",
            "end_reason",
            "date_ended",
            "answered_by_id",
            "hours_taken",
            "in_time",
        }

    @api.depends("department_id", "company_id")
    def _compute_date_due(self):
        """As the department promises, in the working time of the company."""
        for request in self:
            if request.state == "open":
                request.date_due = request.sudo()._find_due()

    def _find_due(self):
        """When an answer is due that is asked for now; as sudo.

        :return: a ``datetime`` in UTC
        """
        self.ensure_one()
        company = self.company_id or self.env.company
        now = fields.Datetime.now()
        hours = self.department_id.complaint_request_hours
        hours = hours or company.complaint_request_hours
        working_time = company._get_complaint_working_time()
        return working_time.add(now, hours * 3600)

    def _get_last_asked(self):
        """When the time to answer began."""
        self.ensure_one()
        return self.date_asked_again or self.date_asked

    @api.depends("date_asked", "date_asked_again", "date_due")
    def _compute_remind_at(self):
        """When most of the time to answer has passed."""
        for request in self:
            asked, due = request._get_last_asked(), request.date_due
            request.remind_at = (
                asked + (due - asked) * REMIND_AT if asked and due else False
            )

    @api.depends("state", "date_due")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for request in self:
            due = request.date_due
            request.is_overdue = request.state in WAITING and bool(due) and due < now

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        return [("state", "in", WAITING), ("date_due", "<", now)]

    # ------------------------------------------------------------------
    # What may be
    # ------------------------------------------------------------------

    @api.constrains("date_due")
    def _check_date_due(self):
        for request in self:
            asked = request._get_last_asked()
            if not request.date_due or not (
                asked < request.date_due <= asked + FARTHEST
            ):
                raise ValidationError(
                    self.env._(
                        "“%s”: choose a time to come, within a year, by which the "
                        "answer is needed.",
                        request.name,
                    )
                )

    @api.constrains("user_id", "department_id", "complaint_id")
    def _check_asked_may_know(self):
        """Nobody is asked about a protected case that is about them (R153)."""
        for request in self.sudo():
            user = request.user_id
            if user and not request._filter_askable(user):
                raise ValidationError(
                    self.env._(
                        "%s cannot be asked: choose somebody else, or nobody.",
                        user.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Only who works on a case asks others about it.

        :raises AccessError: the user may not change the case
        :raises ValidationError: the case has ended
        """
        self._check_may_add(vals_list)
        requests = super().create(vals_list)
        for request in requests.sudo():
            if not (request.name or "").strip():
                raise ValidationError(self.env._("Write what is asked."))
            if missing := request._check_needs_case_open({}):
                raise ValidationError(
                    self.env._(
                        "%(request)s: %(missing)s",
                        request=request.name,
                        missing=missing,
                    )
                )
        requests._plan_answer()
        requests._note_on_case(self.env._("Internal request"))
        return requests

    def _note_on_case(self, title):
        """What was asked, and what came of it, stands in the log of the case.

        :param str title: what happened
        """
        for request in self.sudo():
            lines = (
                f"{request.department_id.name}: {request.name}",
                request.answer if request.state == "answered" else request.end_reason,
            )
            request.complaint_id._log_note(title, "\n".join(filter(None, lines)))
