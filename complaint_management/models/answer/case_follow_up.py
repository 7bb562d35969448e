# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The contact after the resolution: is the complainant content now? (R68)

Planned when a case is resolved, done when the contact is logged, gone when the case
is opened again or ends.
"""

from odoo import api, fields, models

from ...tools.case.phases import follows
from ..case.contact import ACT_FIELDS

FOLLOW_UP = "complaint_management.mail_activity_type_follow_up"


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    awaits_follow_up = fields.Boolean(compute="_compute_awaits_follow_up")

    @api.depends("state", "kind", "identity_mode", "followup_done")
    def _compute_awaits_follow_up(self):
        """Resolved, and nobody has asked yet whether the complainant is content."""
        for complaint in self:
            complaint.awaits_follow_up = complaint.state == "resolved" and bool(
                complaint._check_need_follow_up({})
            )

    def _after_transition(self, name, reason, when):
        """Plan the follow-up of what was resolved; call off what is open again."""
        result = super()._after_transition(name, reason, when)
        if name in ("reopen", "cancel", "close"):
            self.sudo().activity_unlink([FOLLOW_UP])
        self.filtered("awaits_follow_up")._schedule_follow_up()
        return result

    def _schedule_follow_up(self):
        """Plan the contact for who speaks with the complainant, at its deadline."""
        planned = self.sudo().activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref(FOLLOW_UP)
        )
        for (user, due, in_writing), complaints in (
            self.browse(self._ids)
            .filtered(lambda case: case.id not in planned.mapped("res_id"))
            .grouped(lambda case: case._get_follow_up_terms())
            .items()
        ):
            summary = in_writing and self.with_context(lang=user.lang).env._(
                "Write to the complainant from the case: are they content now? Do not "
                "ask who they are"
            )
            complaints.activity_schedule(
                FOLLOW_UP, date_deadline=due, summary=summary or "", user_id=user.id
            )

    def _get_follow_up_terms(self):
        """Who asks, by which day of theirs, and whether only a written word goes.

        A confidential complainant is not called: only the product knows how to
        reach them (R152).
        """
        self.ensure_one()
        user = self._get_contact_person()
        due = min(self._get_open_clocks(["followup"]).mapped("date_due"), default=None)
        if due:
            there = self.with_context(tz=user.tz or self.env.user.tz)
            day = fields.Datetime.context_timestamp(there, due).date()
        else:
            day = self.env.ref(FOLLOW_UP)._get_date_deadline()
        return user, day, self.identity_mode != "named"

    @follows("identity_mode")
    def _call_off_follow_up(self):
        """Whom nobody knows any more is not asked."""
        self.filtered(
            lambda case: case.identity_mode == "anonymous"
        ).sudo().activity_unlink([FOLLOW_UP])

    @follows("user_id")
    def _hand_over_follow_up(self):
        """Who takes a resolved case over makes its follow-up, too."""
        resolved = self.filtered("awaits_follow_up")
        for user, complaints in resolved.grouped(
            lambda case: case._get_contact_person()
        ).items():
            complaints.sudo().activity_reschedule([FOLLOW_UP], new_user_id=user.id)

    def action_log_follow_up(self):
        """Open the dialog that logs the follow-up contact.

        Whoever marked the task done has said there how it went already.
        """
        action = self.action_log_call()
        task = (
            self.env["mail.activity"]
            .with_context(active_test=False)
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("activity_type_id", "=", self.env.ref(FOLLOW_UP).id),
                    ("feedback", "!=", False),
                    ("date_done", ">=", self.date_resolved),
                ],
                order="date_done desc, id desc",
                limit=1,
            )
        )
        return {
            **action,
            "name": self.env._("Log the Follow-Up"),
            "context": {
                **action["context"],
                "default_purpose": "follow_up",
                "default_medium": "phone" if self.identity_mode == "named" else "email",
                "default_summary": task.feedback,
            },
        }


class ComplaintContact(models.Model):
    _inherit = "complaint.contact"

    @api.model_create_multi
    def create(self, vals_list):
        contacts = super().create(vals_list)
        contacts._finish_follow_up()
        return contacts

    def write(self, vals):
        result = super().write(vals)
        if not ACT_FIELDS.isdisjoint(vals):
            self._finish_follow_up()
        return result

    def _finish_follow_up(self):
        """What was planned is done as soon as the contact is logged."""
        contacts = self.filtered(lambda contact: contact.purpose == "follow_up")
        made = contacts.complaint_id.filtered("followup_done")
        if made:
            made.sudo().activity_feedback([FOLLOW_UP])
