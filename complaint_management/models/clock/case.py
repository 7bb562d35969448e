# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a case shows of its clocks, and who decides on more time."""

from markupsafe import Markup

from odoo import api, fields, models

from ..case.life_cycle import MANAGER
from ..case.screens import STAFF
from .claim import NOTED
from .clock_extension import EXTENSION
from .policy_explanation import COMPARED_WITH
from .sentence import ORDER


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    extension_ids = fields.One2many(
        comodel_name="complaint.extension",
        inverse_name="complaint_id",
        string="Extensions",
    )
    clock_event_ids = fields.One2many(
        comodel_name="complaint.clock.event",
        inverse_name="complaint_id",
        string="Deadline Log",
    )
    can_extend = fields.Boolean(compute="_compute_can_extend")
    clock_sentences = fields.Json(
        string="Deadlines Now", compute="_compute_clock_sentences", compute_sudo=True
    )
    late_clock_count = fields.Integer(
        string="Late Deadlines", compute="_compute_clock_sentences", compute_sudo=True
    )
    policy_explanation = fields.Html(
        string="Which Policy Applies, and Why",
        compute="_compute_policy_explanation",
        sanitize=False,
        groups=STAFF,
    )

    def _replay(self, name, when, **options):
        """A move that was made, and noted, at an earlier time.

        For a history that data brings along, as the demonstration does: nobody enters
        it afterwards, so nothing of it waits for a manager to believe it.

        :param str name: a key of ``TRANSITIONS``
        :param datetime when: the moment in UTC
        :param options: as for ``_transition``
        :return: True
        """
        return NOTED.give(self, when)._transition(name, when=when, **options)

    def _get_task_owner(self, task):
        """Another manager decides on more time, and not who handles the case."""
        if task.activity_type_id == self.env.ref(EXTENSION):
            return self._get_extension_approvers().sorted("id", reverse=True) or None
        return super()._get_task_owner(task)

    def _after_task_handed_over(self, task):
        if task.activity_type_id == self.env.ref(EXTENSION):
            requests_sudo = self.env["complaint.extension"].sudo()
            requests_sudo.search(
                [("activity_id", "=", task.id), ("state", "=", "requested")]
            )._ask_another_approver(task.user_id)
        return super()._after_task_handed_over(task)

    def _get_extension_approvers(self):
        """Managers of the company, without the handler and the accused."""
        self.ensure_one()
        case = self.sudo()
        managers = self.env.ref(MANAGER).sudo().all_user_ids
        return (
            managers.filtered(
                lambda user: (
                    user.active
                    and not user.share
                    and case.company_id in user.company_ids
                )
            )
            - (case._get_handlers() | case._get_barred_deciders())
        ).with_env(self.env)

    def _compute_can_extend(self):
        for complaint in self:
            complaint.can_extend = any(complaint.clock_ids.mapped("can_extend"))

    def action_extend(self):
        """Open the dialog that asks for more time, on what can be extended first."""
        self.ensure_one()
        self.check_access("write")
        return self.clock_ids.filtered("can_extend")[:1].action_extend()

    def action_view_clocks(self):
        """Open the deadlines of the case with all that happened to them."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_clock_action"
        )
        return {**action, "domain": [("complaint_id", "=", self.id)], "context": {}}

    @api.depends(
        "clock_ids.state",
        "clock_ids.date_due",
        "clock_ids.date_stop",
        "clock_ids.outcome",
        "clock_ids.error",
    )
    @api.depends_context("lang", "tz", "uid")
    def _compute_clock_sentences(self):
        """What the clocks say now: late, running, standing still, ended."""
        now = fields.Datetime.now()
        for complaint in self:
            clocks = complaint.clock_ids._filter_current()
            sentences = [
                clock._get_sentence()
                for clock in clocks.sorted(lambda clock: (clock.date_due, clock.id))
            ]
            sentences.sort(key=lambda sentence: ORDER.index(sentence["level"]))
            complaint.clock_sentences = sentences
            complaint.late_clock_count = sum(
                clock.state == "running" and clock.date_due < now for clock in clocks
            )

    @api.depends("policy_id", *COMPARED_WITH.values())
    @api.depends_context("lang")
    def _compute_policy_explanation(self):
        for complaint in self:
            complaint.policy_explanation = complaint._explain_policy()

    def _explain_policy(self):
        """The policies in their order, each with why it applies or not.

        :return: Markup, a numbered list
        """
        self.ensure_one()
        complaint = self.sudo()
        policies = self.env["complaint.sla.policy"].sudo()
        rows, is_chosen = [], False
        for spec in policies._get_specs(complaint.company_id.id):
            policy = policies.browse(spec.id)
            misfits = spec.get_misfits(complaint)
            if misfits:
                reason = policy._explain_misfits(misfits, complaint)
            elif is_chosen:
                reason = self.env._("Would fit, but another one comes before it.")
            else:
                reason = self.env._("Applies: it is the first that fits.")
            rows.append((policy, reason, not misfits and not is_chosen))
            is_chosen = is_chosen or not misfits
        if not rows:
            return Markup("<p>%s</p>") % self.env._("There is no policy yet.")
        return Markup("<ol class='mb-0'>%s</ol>") % Markup().join(
            self._format_policy_row(*row) for row in rows
        )

    @api.model
    def _format_policy_row(self, policy, reason, applies):
        icon = "fa-check text-success" if applies else "fa-times text-muted"
        row = Markup(
            "<li><i class='fa fa-fw %s' aria-hidden='true'></i> "
            "<span class='%s'>%s</span><br/><span class='text-muted'>%s</span></li>"
        )
        return row % (icon, "fw-bold" if applies else "", policy.name, reason)

    def _after_transition(self, name, reason, when):
        """What was settled needs no call any more; broken promises stay broken."""
        settled = self.filtered(lambda case: case.state in ("resolved", "closed"))
        settled._get_open_clocks(["promise"])._end_promises(
            when, self.env._("The case was resolved or closed.")
        )
        return super()._after_transition(name, reason, when)
