# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

import pytz

from odoo import api, fields, models

from ..case.life_cycle import MANAGER, USER

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]
ACTIVITY = "complaint_management.mail_activity_type_open_box"


class ComplaintBox(models.Model):
    """A box that customers drop suggestions and complaints into (R28).

    It is opened on its weekday: one open task says so to whoever is there, and the
    papers are registered together. Openings are kept, also of an empty box.
    """

    _name = "complaint.box"
    _description = "Suggestion Box"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_next, name, id"
    _check_company_auto = True
    _keeps_evidence = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    place = fields.Char(required=True, help="Where it hangs, so that it is found.")
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Opened By",
        required=True,
        default=lambda self: self.env.user,
        domain=lambda self: [
            ("share", "=", False),
            ("all_group_ids", "in", self.env.ref(USER).ids),
        ],
        check_company=True,
        index=True,
        tracking=True,
        help="Who opens the box. When they are away on the day, the leader of the "
        "team or a complaint manager is asked.",
    )
    category_id = fields.Many2one(
        comodel_name="complaint.category",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        help="For papers that say nothing else.",
    )
    weekday = fields.Selection(selection=WEEKDAYS, required=True, default="0")
    interval_weeks = fields.Integer(
        string="Every", required=True, default=1, help="Weeks from one to the next."
    )
    visit_ids = fields.One2many(
        comodel_name="complaint.box.visit", inverse_name="box_id", string="Openings"
    )
    visit_count = fields.Integer(compute="_compute_visit_count")
    date_last_opened = fields.Datetime(
        string="Last Opened", compute="_compute_dates", store=True, compute_sudo=True
    )
    date_next = fields.Date(
        string="Next Opening", compute="_compute_dates", store=True, compute_sudo=True
    )

    _interval_positive = models.Constraint(
        "CHECK (interval_weeks BETWEEN 1 AND 52)",
        "A box is opened every week, or every few weeks, at least once a year.",
    )

    @api.depends("visit_ids")
    def _compute_visit_count(self):
        for box in self:
            box.visit_count = len(box.visit_ids)

    @api.depends("visit_ids.date", "weekday", "interval_weeks", "create_date")
    def _compute_dates(self):
        """The first such weekday after the last opening; until then from today on."""
        for box in self:
            last = max(box.visit_ids.mapped("date"), default=False)
            box.date_last_opened = last
            since = last or box.create_date or fields.Datetime.now()
            day = box._get_local_day(since)
            ahead = (int(box.weekday or 0) - day.weekday()) % 7
            if last:
                ahead = (ahead or 7) + 7 * (max(1, box.interval_weeks) - 1)
            box.date_next = day + timedelta(days=ahead)

    def _get_local_day(self, moment):
        """The day that it is at the box.

        :param datetime moment: in UTC
        """
        self.ensure_one()
        company = self.company_id.sudo()
        calendar = company.complaint_calendar_id or company.resource_calendar_id
        tz = pytz.timezone(calendar.tz or company.partner_id.tz or "UTC")
        return pytz.utc.localize(moment).astimezone(tz).date()

    # ------------------------------------------------------------------
    # The task to open it
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        boxes = super().create(vals_list)
        boxes._plan_openings()
        return boxes

    def write(self, vals):
        result = super().write(vals)
        if not {"weekday", "interval_weeks", "user_id", "active"}.isdisjoint(vals):
            self._plan_openings()
        return result

    @api.model
    def _cron_plan_openings(self):
        """See that each box has its task, with somebody who is there.

        However long this did not run: a box has one task, and it stays that one.
        """
        self.search([("active", "=", True)])._plan_openings()

    def _plan_openings(self):
        """Give each box in use one open task, on its next day, for its person."""
        kind = self.env.ref(ACTIVITY)
        boxes = self.sudo()
        tasks = (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", boxes.ids),
                    ("activity_type_id", "=", kind.id),
                ],
                order="id",
            )
            .grouped("res_id")
        )
        for box in boxes:
            mine = tasks.get(box.id, self.env["mail.activity"].sudo())
            if box.active:
                box._plan_opening(mine)
            else:
                mine.unlink()

    def _plan_opening(self, tasks):
        """Bring the task of one box in line with its day and its people.

        :param tasks: its open tasks, the oldest first; there should be one
        """
        self.ensure_one()
        tasks[1:].unlink()
        is_due = self.date_next <= self._get_local_day(fields.Datetime.now())
        opener = self._get_opener(is_due)
        if not tasks:
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                ACTIVITY,
                date_deadline=self.date_next,
                summary=self.env._("Open the box: %s", self.place),
                user_id=opener.id,
            )
            return
        vals = {}
        if tasks[0].date_deadline != self.date_next:
            vals["date_deadline"] = self.date_next
        if tasks[0].user_id != opener:
            vals["user_id"] = opener.id
        if vals:
            tasks[0].write(vals)

    def _get_opener(self, is_due):
        """Who opens the box: its person, or who stands in for them.

        :param bool is_due: the day has come: whoever is away is passed over
        :return: a ``res.users``; its person when there is nobody else
        """
        self.ensure_one()
        managers = self.env.ref(MANAGER).all_user_ids.sorted("id")
        people = (self.user_id | self.team_id.user_id | managers).filtered(
            lambda user: (
                user.active
                and not user.share
                and self.company_id in user.company_ids
                and user.has_group(USER)
            )
        )
        here = people
        if is_due:
            on_leave, not_there = self.env["complaint.escalation.rule"]._get_away(
                people
            )
            here = people - on_leave - not_there
        return (here or people)[:1] or self.user_id

    # ------------------------------------------------------------------
    # Opening it
    # ------------------------------------------------------------------

    def action_open_box(self):
        """Open the list in which the papers of the box are registered."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Open the Box: %s", self.name),
            "res_model": "complaint.box.opening",
            "view_mode": "form",
            "target": "current",
            "context": {"default_box_id": self.id},
        }

    def action_view_visits(self):
        """Open the register of the openings of this box."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_box_visit_action"
        )
        return {**action, "domain": [("box_id", "=", self.id)], "context": {}}
