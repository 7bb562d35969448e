# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""By when somebody answers who was asked to take a case over (R86)."""

import logging

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from ..common.steps import run_step

# Working seconds after which whoever has not answered is reminded.
ANSWER_WITHIN = 4 * 3600
# How many are looked at in one run.
BATCH = 200
_logger = logging.getLogger(__name__)


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    date_handover_due = fields.Datetime(
        string="Handover to Be Answered By",
        compute="_compute_date_handover_due",
        store=True,
        copy=False,
        help="Four working hours after somebody was asked to take the case over.",
    )
    date_handover_reminded = fields.Datetime(
        readonly=True, copy=False, export_string_translation=False
    )

    _handover_due_idx = models.Index(
        "(date_handover_due) WHERE date_handover_due IS NOT NULL"
    )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {
            "date_handover_due",
            "date_handover_reminded",
        }

    @api.depends("date_handover")
    def _compute_date_handover_due(self):
        """In the working time of the company."""
        for complaint in self:
            asked = complaint.date_handover
            complaint.date_handover_due = (
                asked
                and complaint.company_id._get_complaint_working_time().add(
                    asked, ANSWER_WITHIN
                )
            )

    @api.model
    def _prepare_handover_vals(self, user, note):
        """Whoever is asked now was not reminded yet."""
        vals = super()._prepare_handover_vals(user, note)
        return {**vals, "date_handover_reminded": False}

    # ------------------------------------------------------------------
    # Reminding
    # ------------------------------------------------------------------

    @api.model
    def _get_handover_late_domain(self):
        """Handovers whose time to answer is over, and of which nobody was reminded."""
        return (
            Domain("handover_user_id", "!=", False)
            & Domain("date_handover_due", "<=", fields.Datetime.now())
            & Domain("date_handover_reminded", "=", False)
        )

    @api.model
    def _cron_remind_handover(self):
        """Remind, once, whoever has not said whether they take a case over (R86).

        What a missed run left is found by the next one; what fails keeps no other.
        """
        domain = self._get_handover_late_domain()
        cases_sudo = self.sudo()
        late = cases_sudo.search(domain, limit=BATCH, order="date_handover_due, id")
        commit_progress = self.env["ir.cron"]._commit_progress
        commit_progress(remaining=cases_sudo.search_count(domain))
        for complaint in late:
            locked = complaint.try_lock_for_update(allow_referencing=True)
            run_step(locked.filtered_domain(domain), "_remind_taker", _logger)
            if not commit_progress(1):
                break

    def _remind_taker(self):
        """Remind who was asked; who cannot take it over is asked no more; as sudo."""
        able = self.filtered(lambda case: case._can_take_over(case.handover_user_id))
        (self - able)._take_back_handover()
        for complaint in able:
            user = complaint.handover_user_id
            there = complaint.with_context(lang=user.lang or self.env.lang)
            there.message_notify(
                partner_ids=user.partner_id.ids,
                subject=there.env._("Do you take it over? %s", there.display_name),
                body=Markup("<p>%s</p>")
                % there.env._(
                    "%s asked you to take this case over and waits for your answer: "
                    "accept it or decline it.",
                    complaint.handover_from_id.name or complaint.user_id.name,
                ),
                author_id=self.env.ref("base.partner_root").id,
            )
        able._write_protected({"date_handover_reminded": fields.Datetime.now()})
