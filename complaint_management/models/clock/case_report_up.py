# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who met the customer first decides, or reports the case up (R87, R89).

Either they can handle it themselves, or the head of the unit that is responsible hears
of it at once. How long that took is a figure.
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# Once it was assessed, it is decided who handles it.
BEGINNING = ("new", "acknowledged")
REPORTED = "complaint_management.mail_activity_type_reported_up"


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    first_decision = fields.Selection(
        selection=[
            ("handle", "I can handle it"),
            ("report", "Reported to the head of the unit"),
        ],
        string="Decision of the First Contact",
        readonly=True,
        copy=False,
        tracking=True,
        help="Who met the customer first says whether they can handle it themselves.",
    )
    date_first_decision = fields.Datetime(
        string="Decided by the First Contact On", readonly=True, copy=False
    )
    date_reported_up = fields.Datetime(
        string="Reported Up On",
        readonly=True,
        copy=False,
        help="When the head of the unit was told by who met the customer first.",
    )
    hours_to_report = fields.Float(
        string="Working Hours to Report",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Working time from the first contact to the report.",
    )
    can_decide_first = fields.Boolean(compute="_compute_can_decide_first")

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {
            "first_decision",
            "date_first_decision",
            "date_reported_up",
            "hours_to_report",
        }

    @api.depends("state", "date_reported_up", "user_id")
    @api.depends_context("uid")
    def _compute_can_decide_first(self):
        for complaint in self:
            complaint.can_decide_first = (
                complaint.state in BEGINNING
                and not complaint.date_reported_up
                and complaint._is_first_contact()
            )

    def _is_first_contact(self):
        """Whether the user met the customer first, or handles the case for them."""
        self.ensure_one()
        user = self.env.user
        return user in (self.first_contact_user_id | self.user_id)

    def _check_first_contact(self):
        """:raises AccessError: the user did not meet the customer first
        :raises UserError: it was reported already, or is over
        """
        self.check_access("read")
        for complaint in self:
            if not complaint._is_first_contact():
                raise AccessError(
                    self.env._(
                        "Only who met the customer first, or handles the case, says so."
                    )
                )
            if not complaint.can_decide_first:
                raise UserError(
                    self.env._(
                        "%s was reported already, or assessed.",
                        complaint.display_name,
                    )
                )

    def action_handle_first(self):
        """I can handle it myself (R89)."""
        self._check_first_contact()
        self.sudo()._write_protected(
            {
                "first_decision": "handle",
                "date_first_decision": fields.Datetime.now(),
            }
        )
        return True

    def action_report_up(self):
        """Tell the head of the unit, and keep how long it took (R87).

        :raises UserError: nobody is there to tell
        """
        self._check_first_contact()
        now = fields.Datetime.now()
        for complaint in self.sudo():
            head = complaint._get_head_to_tell()
            if not head:
                raise UserError(
                    self.env._(
                        "%s: there is nobody to report to. Choose the unit first.",
                        complaint.display_name,
                    )
                )
            seconds = complaint._count_working_seconds(complaint.date_received, now)
            complaint._write_protected(
                {
                    "first_decision": "report",
                    "date_first_decision": now,
                    "date_reported_up": now,
                    "hours_to_report": seconds / 3600,
                }
            )
            there = complaint.with_context(lang=head.lang or self.env.lang)
            there.activity_schedule(REPORTED, user_id=head.id)
            complaint._log_note(self.env._("Reported to %s", head.name))
        return True

    def _get_head_to_tell(self):
        """Who heads the responsible unit, or is asked where there is none; as sudo.

        Nobody who the case is about, who may not know of it, or who reports it.
        """
        self.ensure_one()
        people = (
            self._get_unit_people()
            | self._get_subject_people()
            | self._get_company_people()
        ) - self.env.user
        able = self._filter_able({self: people})[self]
        return (able - able._get_on_leave() or able)[:1]
