# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Actions that are done about an incident (R105, R139)."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .case_actions import MOST_NAMES
from .incident_table import OPEN

STAFF = "complaint_management.group_complaint_user"


class ComplaintAction(models.Model):
    _inherit = "complaint.action"

    incident_ids = fields.Many2many(
        comodel_name="complaint.incident",
        relation="complaint_action_incident_rel",
        column1="action_id",
        column2="incident_id",
        string="Incidents",
        copy=False,
        check_company=True,
        groups=STAFF,
        help="The incidents whose cause it removes.",
    )

    # ------------------------------------------------------------------
    # Who may know
    # ------------------------------------------------------------------

    @api.model
    def _get_shown_domain(self):
        """Who reads an incident reads what is done about it."""
        shown = super()._get_shown_domain()
        incidents = self.env["complaint.incident"]
        if shown.is_true() or not incidents.has_access("read"):
            return shown
        return shown | Domain("incident_ids", "in", incidents._search([]))

    @api.model
    def _get_closed_domain(self):
        """Nor is it known to whoever may know of none of the cases (R153)."""
        closed = self.env["complaint.incident"]._get_closed_domain()
        hidden = super()._get_closed_domain()
        if closed.is_false():
            return hidden
        incidents_sudo = self.env["complaint.incident"].sudo()
        about = Domain("incident_ids", "in", incidents_sudo._search(closed))
        return hidden | Domain("id", "in", self.sudo()._search(about))

    def _get_barred_partners(self):
        incidents = self.sudo().incident_ids
        return (
            super()
            ._get_barred_partners()
            .union(*(incident._get_barred_partners() for incident in incidents))
        )

    @api.constrains("incident_ids", "user_id", "checker_id")
    def _check_people_may_know_incident(self):
        """Nobody works on what hangs on protected cases about them (R153)."""
        for action in self.sudo().filtered("incident_ids"):
            barred = action._get_barred_partners()
            for user in action.user_id | action.checker_id:
                if user.partner_id in barred:
                    raise ValidationError(
                        self.env._(
                            "%(name)s cannot own or check “%(action)s”: choose "
                            "somebody else.",
                            name=user.name,
                            action=action.name,
                        )
                    )

    @api.depends("incident_ids")
    def _compute_display_name(self):
        """Of an action about a hidden incident only its readers learn the name."""
        about = self._filter_on_protected()
        reader = about.with_context(allowed_company_ids=None)
        readable = reader.with_env(reader.env(su=False))._filtered_access("read")
        hidden = about.filtered(lambda action: action.id not in readable.ids)
        hidden.display_name = self.env._("Action")
        return super(ComplaintAction, self - hidden)._compute_display_name()

    def _hangs_on_protected(self):
        """Whether one of its cases, or of those of its incidents, is protected."""
        return bool(self._filter_on_protected())

    def _filter_on_protected(self):
        """Those with a protected case, or with one in an incident; in one query."""
        actions_sudo = self._origin.sudo()
        incidents_sudo = actions_sudo.incident_ids._filter_on_protected()
        found_sudo = actions_sudo.filtered(
            lambda action: (
                action.incident_ids & incidents_sudo
                or set(action.complaint_ids.mapped("identity_mode")) - {"named"}
            )
        )
        return self.filtered(lambda action: action._origin in found_sudo)

    # ------------------------------------------------------------------
    # Linked by those who may
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        actions.sudo().incident_ids.with_env(self.env).check_access("read")
        return actions

    def write(self, vals):
        before = self.sudo().incident_ids if "incident_ids" in vals else None
        result = super().write(vals)
        if before is not None:
            changed = self.sudo().incident_ids - before
            changed.with_env(self.env).check_access("read")
        return result

    @api.constrains("incident_ids", "user_id", "date_due", "state")
    def _check_planned_for_fixed(self):
        """What is still done about a fixed incident has an owner and a date."""
        for action in self.sudo():
            over = action.incident_ids.filtered(
                lambda one: one.state == "closed" and one.code == "fixed"
            )
            if over and action.state == "open" and not action._is_planned():
                raise ValidationError(
                    self.env._(
                        "“%(action)s” belongs to %(incident)s, which is fixed: enter "
                        "who owns it, and by when it is done.",
                        action=action.name,
                        incident=over[0].number,
                    )
                )

    def _is_planned(self):
        """Whether somebody owns it and there is a date."""
        self.ensure_one()
        return bool(self.user_id and self.date_due)

    # ------------------------------------------------------------------
    # Who helped to fix it
    # ------------------------------------------------------------------

    def _get_cases_to_tell(self):
        """Who complained of the incident helped as well; not whom we found ourselves.

        Those told us nothing, and hear of it by the word of the incident.
        """
        cases = self.sudo().incident_ids.with_context(active_test=False).complaint_ids
        complained = cases.filtered(lambda case: not case.is_found_by_us)
        return super()._get_cases_to_tell() | complained

    def _is_to_tell(self, case):
        is_of_incident = case.incident_id in self.sudo().incident_ids
        is_told = is_of_incident and not case.is_found_by_us
        return is_told or super()._is_to_tell(case)

    # ------------------------------------------------------------------
    # It did not work
    # ------------------------------------------------------------------

    def _after_ineffective(self):
        """What did not work did not remove the cause: it is looked for again (R139).

        Called once a person signed that these actions are ineffective.
        """
        result = super()._after_ineffective()
        for action in self.sudo():
            over = action.incident_ids.filtered(
                lambda one: one.state not in OPEN and one.code == "fixed"
            )
            over._reopen_as_ineffective(action)
        return result


class ComplaintIncident(models.Model):
    _inherit = "complaint.incident"

    action_ids = fields.Many2many(
        comodel_name="complaint.action",
        relation="complaint_action_incident_rel",
        column1="incident_id",
        column2="action_id",
        string="Actions",
        copy=False,
        help="What is done so that it does not come back.",
    )
    action_count = fields.Integer(
        string="Actions Taken", compute="_compute_action_count"
    )

    def write(self, vals):
        before = self.sudo().action_ids if "action_ids" in vals else None
        result = super().write(vals)
        if before is not None:
            self._check_actions_linked(self.sudo().action_ids - before)
        return result

    @api.model_create_multi
    def create(self, vals_list):
        incidents = super().create(vals_list)
        incidents._check_actions_linked(incidents.sudo().action_ids)
        return incidents

    def _check_actions_linked(self, actions_sudo):
        """Who reads an incident reads its actions: only who works on them links them.

        :raises AccessError: the user may not change one of them
        """
        actions = actions_sudo.with_env(self.env)
        actions.check_access("write")
        actions._check_people_may_know_incident()
        actions._check_planned_for_fixed()

    @api.depends("action_ids")
    @api.depends_context("uid")
    def _compute_action_count(self):
        """Those that the user may read."""
        counts = dict(
            self.env["complaint.action"]._read_group(
                [("incident_ids", "in", self.ids)], ["incident_ids"], ["__count"]
            )
        )
        for incident in self:
            incident.action_count = counts.get(incident._origin, 0)

    def action_view_actions(self):
        """Open what is done about it; the first one is begun at once."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_action_action"
        )
        action.update(
            name=self.env._("Actions: %s", self.display_name),
            domain=[("incident_ids", "in", self.ids)],
            context=self._get_action_defaults(),
        )
        if not self.action_count:
            action.update(views=[(False, "form")], view_mode="form")
        return action

    def action_plan_action(self):
        """Begin an action about it, with its causes and its unit."""
        action = self.action_view_actions()
        action.update(views=[(False, "form")], view_mode="form")
        return action

    def _get_action_defaults(self):
        """With what an action begins that is made from this incident.

        :return: dict for a context
        """
        self.ensure_one()
        return {
            "default_incident_ids": [fields.Command.link(self.id)],
            "default_cause_ids": [
                fields.Command.link(id_) for id_ in self.cause_id.ids
            ],
            "default_department_id": self.department_id.id,
            "default_company_id": self.company_id.id,
        }

    def _check_needs_actions_planned(self, given):
        """Each action is done, or planned with an owner and a date."""
        self.ensure_one()
        unplanned = self.sudo().action_ids.filtered(
            lambda action: action.state == "open" and not action._is_planned()
        )
        if self.code not in (False, "fixed") or not unplanned:
            return None
        readable = unplanned.with_env(self.env)._filtered_access("read")
        names = [f"“{name}”" for name in readable[:MOST_NAMES].mapped("name")]
        if len(unplanned) > len(names):
            names.append(self.env._("%s more", len(unplanned) - len(names)))
        return self.env._(
            "enter who owns each action, and by when it is done. Not yet: %s.",
            ", ".join(names),
        )

    def _reopen_as_ineffective(self, action):
        """The cause is looked for again; called as sudo.

        Who reads the incident may not know of the cases of the action: where one is
        protected, the action is not named.
        """
        is_open = not action._hangs_on_protected()
        for incident in self:
            there = incident.with_context(**incident.company_id._get_complaint_voice())
            words = (
                there.env._("“%s” did not work: the cause is not removed.", action.name)
                if is_open
                else there.env._("An action did not work: the cause is not removed.")
            )
            incident._perform_act("reopen", {"reason": words})
