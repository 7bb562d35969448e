# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import is_html_empty

from ...models.case.life_cycle import MANAGER, USER

ACCOUNTABILITY = "complaint_management.group_complaint_accountability"


class ComplaintPenaltyPropose(models.TransientModel):
    """Proposes an entry by hand, to the accountability officers.

    Against somebody: accountability officers and complaint managers, but not who
    handles or investigates the case. To thank somebody: whoever may edit the case,
    and nobody for themselves. Only the officers see what became of it.
    """

    _name = "complaint.penalty.propose"
    _description = "Propose an Entry"

    complaint_id = fields.Many2one(
        comodel_name="complaint.complaint", string="Case", readonly=True
    )
    case_number = fields.Char(
        compute="_compute_case_number",
        compute_sudo=False,
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="The number of the case, as it stands on the entry.",
    )
    is_reward = fields.Boolean(string="To Thank Somebody")
    company_id = fields.Many2one(
        comodel_name="res.company", compute="_compute_company_id"
    )
    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        string="For",
        required=True,
        domain="[('company_id', '=', company_id)]",
    )
    rule_id = fields.Many2one(
        comodel_name="complaint.penalty.rule",
        required=True,
        domain="[('id', 'in', possible_rule_ids)]",
    )
    possible_rule_ids = fields.Many2many(
        comodel_name="complaint.penalty.rule", compute="_compute_possible_rule_ids"
    )
    clause = fields.Text(compute="_compute_clause")
    facts = fields.Html(
        string="What Happened",
        sanitize_style=True,
        help="The employee reads it, too. Do not name the complainant or colleagues.",
    )
    evidence = fields.Html(
        sanitize_style=True, help="For who decides only: where it can be seen."
    )
    problem = fields.Char(compute="_compute_problem")

    @api.depends("complaint_id")
    def _compute_case_number(self):
        for wizard in self:
            case = wizard.complaint_id._filtered_access("read")
            wizard.case_number = case.number or wizard.case_number

    @api.depends("complaint_id", "case_number")
    def _compute_company_id(self):
        for wizard in self:
            company = wizard._find_case().company_id
            wizard.company_id = company or self.env.company

    @api.depends("company_id", "is_reward")
    def _compute_possible_rule_ids(self):
        today = fields.Date.context_today(self)
        rules = (
            self.env["complaint.penalty.rule"]
            .sudo()
            .search([("company_id", "in", [False, *self.company_id.ids])])
        )
        for wizard in self:
            wizard.possible_rule_ids = rules.filtered(
                lambda rule, wizard=wizard: (
                    (rule.basis == "good") == wizard.is_reward
                    and rule._is_allowed(wizard.company_id)
                    and rule._is_valid_on(today)
                )
            )

    @api.depends("rule_id")
    def _compute_clause(self):
        for wizard in self:
            wizard.clause = wizard.rule_id.sudo().clause

    @api.depends("complaint_id", "case_number", "employee_id", "is_reward")
    @api.depends_context("uid")
    def _compute_problem(self):
        for wizard in self:
            wizard.problem = wizard.case_number and wizard._get_problem()

    # ------------------------------------------------------------------
    # Who may, and about what
    # ------------------------------------------------------------------

    def _find_case(self):
        """The case, found by its number for officers who may not read cases.

        :return: the case as sudo, or none
        """
        self.ensure_one()
        cases = self.env["complaint.complaint"]
        number = (self.case_number or "").strip()
        if self.complaint_id:
            return self.complaint_id._filtered_access("read").sudo()
        if not (number and self.env.user.has_group(ACCOUNTABILITY)):
            return cases.sudo()
        found = cases.sudo().search(
            [("number", "=", number), ("company_id", "in", self.env.companies.ids)],
            limit=1,
        )
        is_barred = (
            found.identity_mode != "named"
            and self.env.user in found._get_accused_users()
        )
        return found.browse() if is_barred else found

    def _get_problem(self):
        """What stands against this proposal, in words; or False."""
        case = self._find_case()
        if not case:
            return self.env._("There is no such case among those you may know.")
        if self.employee_id.sudo().user_id == self.env.user:
            return self.env._("Nobody proposes an entry for themselves.")
        if self.is_reward:
            return False
        if self.env.user in case._get_workers():
            return self.env._(
                "You handle or investigate this case: name who is responsible in its "
                "findings. Somebody else proposes entries."
            )
        if not case._has_fault_of_ours():
            return self.env._(
                "No approved decision finds a fault of ours yet: until then nothing "
                "is proposed against anybody."
            )
        return False

    def _check_may_propose(self):
        """Refuse who may not propose on this case.

        :raises AccessError: the user may not propose such an entry
        """
        self.ensure_one()
        user = self.env.user
        if self.is_reward and user.has_group(USER) and self.complaint_id:
            self.complaint_id.check_access("write")
        elif not (user.has_group(ACCOUNTABILITY) or user.has_group(MANAGER)):
            raise AccessError(
                self.env._(
                    "Accountability officers and complaint managers propose entries."
                )
            )

    def action_propose(self):
        """Put the entry before the accountability officers.

        :raises AccessError: the user may not propose such an entry
        :raises UserError: something stands against it, or it was proposed already
        """
        self.ensure_one()
        self._check_may_propose()
        self._find_case().with_env(self.env)._check_impartial_actor()
        problem = self._get_problem()
        if problem:
            raise UserError(problem)
        if self.rule_id not in self.possible_rule_ids:
            raise UserError(
                self.env._("This rule is not valid for the case: choose another one.")
            )
        if is_html_empty(self.facts):
            raise UserError(
                self.env._("Write down what happened, so that it can be answered.")
            )
        entry = self.env["complaint.penalty"]._propose([self._prepare_proposal_vals()])
        # Who may not read entries does not find out here that there is one.
        if not entry and self.env.user.has_group(ACCOUNTABILITY):
            raise UserError(
                self.env._("This rule was applied to this person in this case already.")
            )
        return self._say_proposed()

    def _prepare_proposal_vals(self):
        return {
            "rule_id": self.rule_id.id,
            "complaint_id": self._find_case().id,
            "employee_id": self.employee_id.id,
            "origin": "praise" if self.is_reward else "manual",
            "facts": self.facts,
            "evidence": self.evidence,
        }

    def _say_proposed(self):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Proposed to the accountability officers. They decide, and ask "
                    "whoever is concerned."
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
