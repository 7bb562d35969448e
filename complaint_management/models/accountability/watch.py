# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Missed deadlines and broken promises: who was responsible, and when they propose.

An escalation rule that proposes does so when it fires; before the decision stands it
only leaves its line in the ledger, and the decision proposes what was missed (R66).
"""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.answer.wording import say_exactly
from .case_proposals import Cue

ACCOUNTABILITY = "complaint_management.group_complaint_accountability"


class ComplaintEscalationRule(models.Model):
    _inherit = "complaint.escalation.rule"

    @api.constrains("propose_penalty", "trigger")
    def _check_proposes_when_missed(self):
        for rule in self:
            if rule.propose_penalty and rule.trigger != "after":
                raise ValidationError(
                    self.env._(
                        "“%s” proposes an entry: choose “When the deadline passes, or "
                        "later”. Before that nobody has missed anything.",
                        rule.name,
                    )
                )

    def _propose_penalty(self, clocks):
        """Propose, where the decision stands; the ledger keeps the others."""
        result = super()._propose_penalty(clocks)
        if self.sudo().propose_penalty:
            clocks.sudo().complaint_id._propose_quietly(["clock"])
        return result


class ComplaintClock(models.Model):
    _inherit = "complaint.clock"

    late_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible When Missed",
        readonly=True,
        ondelete="set null",
        groups=ACCOUNTABILITY,
        help="Who handled the case when the deadline passed, whoever took over later.",
    )

    def _breach(self, when):
        result = super()._breach(when)
        for user, clocks in self.sudo().grouped("user_id").items():
            clocks.late_user_id = user
        self._propose_broken_promises()
        return result

    def _prepare_stop_vals(self, when, outcome=None):
        vals = super()._prepare_stop_vals(when, outcome)
        if vals["is_late"]:
            clock = self.sudo()
            # Planned anew, it was not missed before: then whose it is now.
            seen = clock.date_breached and clock.late_user_id
            vals["late_user_id"] = (seen or clock.user_id).id
        return vals

    def _stop(self, when, outcome=None):
        clocks = super()._stop(when, outcome)
        clocks._propose_broken_promises()
        return clocks

    def _propose_broken_promises(self):
        promises = self.sudo().filtered(
            lambda clock: clock.milestone == "promise" and clock.is_late
        )
        if promises:
            promises.complaint_id._propose_quietly(["promise"])

    # ------------------------------------------------------------------
    # Who was responsible
    # ------------------------------------------------------------------

    def _get_late_cues(self, origin):
        """Who was responsible for those of these clocks that were missed.

        :param str origin: "promise" for promised calls, "clock" for all others
        :return: list of ``Cue``
        """
        late = self.filtered(
            lambda clock: (
                clock.is_late
                and (clock.milestone == "promise") == (origin == "promise")
            )
        )
        people = {clock: clock._get_late_user() for clock in late}
        users = self.env["res.users"].union(*people.values())
        staff = late.complaint_id._get_staff(users)
        cues = []
        for clock, user in people.items():
            employee = staff.get((user, clock.company_id))
            if employee:
                cues += clock._get_cues_against(employee, origin)
        return cues

    def _get_late_user(self):
        """Who had the case when the time was over.

        Until a handler takes over, that is who met the customer first (R59).
        """
        self.ensure_one()
        return (
            self.late_user_id
            or self.user_id
            or self.contact_id.user_id
            or self.complaint_id.first_contact_user_id
        )

    def _get_cues_against(self, employee, origin):
        case = self.complaint_id
        facts, evidence = [self._say_missed_deadline()], self._say_handovers()
        heads = case._filter_answerable(employee._get_heads()) - employee
        return [
            Cue(case, employee, "direct", origin, facts, evidence),
            *(Cue(case, head, "head", origin, facts, evidence) for head in heads),
        ]

    def _say_missed_deadline(self):
        """What was missed, in a sentence that names nobody."""
        case = self.complaint_id._in_house()
        clock = self.with_env(case.env)
        values = {
            "case": case._say_what_case(),
            "milestone": clock._get_milestone_label(),
            "due": say_exactly(case.env, clock.date_due),
        }
        if not clock.date_stop:
            return case.env._("%(case)s: “%(milestone)s” was due on %(due)s.", **values)
        return case.env._(
            "%(case)s: “%(milestone)s” was due on %(due)s and reached on %(done)s.",
            done=say_exactly(case.env, clock.date_stop),
            **values,
        )

    def _say_handovers(self):
        """Through whose hands the case went meanwhile, for who decides."""
        notes = self.event_ids.filtered(lambda event: event.kind == "handover")
        env = self.complaint_id._in_house().env
        return Markup().join(
            Markup("<p>%s: %s</p>") % (say_exactly(env, event.date), event.note)
            for event in notes
        )
