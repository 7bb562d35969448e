# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What people do with incidents."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .incident_table import ACTS, OPEN

TO_DO = "complaint_management.mail_activity_type_incident"
TO_REVIEW = "complaint_management.mail_activity_type_incident_risk"


class ComplaintIncident(models.Model):
    _inherit = "complaint.incident"

    @api.model
    def _get_acts(self):
        return ACTS

    # ------------------------------------------------------------------
    # The acts
    # ------------------------------------------------------------------

    def action_assess(self):
        """It is one: somebody owns it, and one knows what it is about.

        :raises UserError: naming all that is missing
        """
        return self._act("assess")

    def action_analyse(self):
        """The cause is looked for."""
        return self._act("analyse")

    def action_fix(self):
        """The cause was found: it is being removed."""
        return self._act("fix")

    def action_resolve(self):
        """It is fixed; its cases are told and ended on their own."""
        return self._act("resolve")

    def action_accept_risk(
        self, risk_owner_id=None, risk_review_date=None, reason=None
    ):
        """It stays as it is: somebody answers for that until it is looked at again.

        :param int risk_owner_id: id of the user who answers for it
        :param date risk_review_date: when it is looked at again
        :param str reason: why
        """
        return self._act(
            "accept_risk",
            risk_owner_id=risk_owner_id,
            risk_review_date=risk_review_date,
            reason=reason,
        )

    def action_duplicate(self, survivor_id=None):
        """It is another incident: its cases move there.

        :param int survivor_id: id of the incident that goes on
        """
        return self._act("duplicate", survivor_id=survivor_id)

    def action_no_fault(self, reason=None):
        """Nothing was wrong, or nothing that the cases have in common."""
        return self._act("no_fault", reason=reason)

    def action_close(self):
        """Nothing more is to be done about it."""
        return self._act("close")

    def action_reopen(self, reason=None):
        """It is not over: the cause is looked for again."""
        return self._act("reopen", reason=reason)

    def action_ask(self):
        """Open the dialog that asks what an act needs; its name is in the context."""
        self.ensure_one()
        act = self.env.context.get("incident_act")
        row = self._get_acts().get(act)
        if not row:
            raise UserError(self.env._("Choose what to do by the buttons."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._(row.label),
            "res_model": "complaint.incident.act",
            "view_mode": "form",
            "target": "new",
            "context": {"default_incident_id": self.id, "default_act": act},
        }

    # ------------------------------------------------------------------
    # What is missing
    # ------------------------------------------------------------------

    def _check_needs_owner(self, given):
        return not self.user_id and self.env._("enter who owns it.")

    def _check_needs_category(self, given):
        return not self.category_id and self.env._("choose a category.")

    def _check_needs_cases(self, given):
        """Where no customer has complained yet, it says whom it can happen to."""
        if not self.complaint_count and not self.description:
            return self.env._("link its cases, or describe what happened.")

    def _check_needs_cause(self, given):
        return not self.cause_id and self.env._("choose the root cause.")

    def _check_needs_fix(self, given):
        if not (self.fix or "").strip():
            return self.env._("say what was fixed, and how one can see it.")

    def _check_needs_risk_owner(self, given):
        owner = self.env["res.users"].sudo().browse(given.get("risk_owner_id")).exists()
        if not owner:
            return self.env._("enter who answers for the risk.")
        if not owner._works_in(self.company_id):
            return self.env._(
                "%(name)s does not work in %(company)s: choose somebody else.",
                name=owner.name,
                company=self.company_id.name,
            )

    def _check_needs_review_date(self, given):
        day = fields.Date.to_date(given.get("risk_review_date"))
        if not day or day <= fields.Date.context_today(self):
            return self.env._("choose a day to come on which it is looked at again.")

    def _check_needs_survivor(self, given):
        survivor = self.browse(given.get("survivor_id")).exists()
        survivor = survivor._filtered_access("read")
        if not survivor or survivor == self:
            return self.env._("choose the other incident.")
        if survivor.company_id != self.company_id:
            return self.env._("choose an incident of the same company.")
        survivor.sudo().lock_for_update(allow_referencing=True)
        if survivor.state not in OPEN:
            return self.env._(
                "%s is over: choose one that somebody works on, or reopen it.",
                survivor.display_name,
            )

    # ------------------------------------------------------------------
    # The move
    # ------------------------------------------------------------------

    def _prepare_act_vals(self, name, given):
        self.ensure_one()
        row, now = self._get_acts()[name], fields.Datetime.now()
        vals = {fname: given[fname] for fname in row.asks if fname != "reason"}
        if name != "close":
            vals.update(code=row.code or False, end_reason=given.get("reason"))
        if row.target in ("resolved", "closed"):
            vals["date_resolved"] = self.date_resolved or now
        if row.target == "closed":
            vals["date_closed"] = now
        if name == "reopen":
            vals.update(
                date_resolved=False,
                date_closed=False,
                survivor_id=False,
                risk_owner_id=False,
                risk_review_date=False,
            )
        return vals

    def _get_act_words(self, name, given):
        words = super()._get_act_words(name, given)
        if given.get("survivor_id"):
            words.append(self.sudo().survivor_id._get_html_link())
        return words

    def _after_act(self, name, given):
        result = super()._after_act(name, given)
        incidents = self.sudo()
        if name == "duplicate":
            incidents._move_cases(incidents.survivor_id)
        if name == "accept_risk":
            for incident in incidents:
                incident._ask(
                    TO_REVIEW,
                    incident.risk_owner_id,
                    date_deadline=incident.risk_review_date,
                )
        if name == "reopen":
            incidents.activity_unlink([TO_REVIEW])
        self._plan_work()
        return result

    def _move_cases(self, survivor):
        """The cases of these incidents go on in another one; called as sudo."""
        cases = self.with_context(active_test=False).complaint_ids
        # Each case keeps its own log short: the incidents say what moved.
        cases.with_context(tracking_disable=True).write({"incident_id": survivor.id})
        related = self.related_complaint_ids - survivor.complaint_ids
        survivor.write(
            {"related_complaint_ids": [fields.Command.link(id_) for id_ in related.ids]}
        )

    def _plan_work(self):
        """Keep one task with the owner of each incident that is open."""
        kind = self.env.ref(TO_DO)
        for incident in self.sudo().with_context(mail_activity_quick_update=True):
            tasks = incident.activity_ids.filtered(
                lambda task: task.activity_type_id == kind
            )
            if incident.state not in OPEN or not incident.user_id:
                tasks.unlink()
            elif not tasks:
                incident._ask(TO_DO, incident.user_id)
            elif tasks.user_id != incident.user_id:
                tasks.write({"user_id": incident.user_id.id})

    def _ask(self, kind, user, **vals):
        """Give somebody a task about it, in their language; called as sudo."""
        there = self.with_context(lang=user.lang or self.env.lang)
        there.activity_schedule(kind, user_id=user.id, **vals)
