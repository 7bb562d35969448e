# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from .action_table import STATES

KINDS = [
    ("containment", "Containment"),
    ("correction", "Immediate correction"),
    ("corrective", "Corrective action"),
    ("preventive", "Preventive action"),
    ("improvement", "Improvement"),
]
TYPES = [
    ("process", "Fix the process"),
    ("training", "Train people"),
    ("defect", "Remove a defect"),
    ("policy", "Change a policy"),
    ("product", "Adjust the product strategy"),
    ("service", "Adjust the service"),
    ("recall", "Stop the sale, or recall"),
]
# Agreed while an action is open.
AGREED = frozenset(
    {"name", "description", "kind", "type", "user_id", "department_id", "checker_id"}
)


class ComplaintAction(models.Model):
    """Something that is done about what went wrong, so that it does not come back.

    It has one owner and one date. Its owner says what proves that it was done, somebody
    else checks it. It is neither deleted nor done without proof; its date moves only by
    somebody else's decision. The acts stand in ``action_table``; who reads and changes
    it in ``action_access`` (R139, R141, R143).
    """

    _name = "complaint.action"
    _description = "Complaint Action"
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

    name = fields.Char(
        string="What Is Done",
        required=True,
        tracking=True,
        help="In a few words, without the names of complainants.",
    )
    description = fields.Html(
        string="In Detail",
        sanitize_style=True,
        help="What exactly is done, where, what it needs. No names of complainants.",
    )
    kind = fields.Selection(
        selection=KINDS,
        required=True,
        default="corrective",
        tracking=True,
        help="Containment keeps the harm from spreading. An immediate correction puts "
        "right what is wrong now. A corrective action removes the cause, a preventive "
        "one a cause that has done no harm yet. An improvement makes it better still.",
    )
    type = fields.Selection(selection=TYPES, required=True, default="process")
    state = fields.Selection(
        selection=STATES,
        required=True,
        readonly=True,
        default="open",
        copy=False,
        index=True,
        group_expand=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Owner",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        check_company=True,
        ondelete="set null",
        tracking=True,
        index="btree_not_null",
        help="Who sees to it that it is done.",
    )
    former_owner_ids = fields.Many2many(
        comodel_name="res.users",
        relation="complaint_action_former_owner_rel",
        string="Former Owners",
        readonly=True,
        copy=False,
        help="Who gave it away decides on it as little as its owner.",
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        check_company=True,
        index="btree_not_null",
        help="Where it is done. Its head decides on more time.",
    )
    checker_id = fields.Many2one(
        comodel_name="res.users",
        string="Checked By",
        domain="[('share', '=', False), ('company_ids', 'in', company_id),"
        " ('id', '!=', user_id)]",
        check_company=True,
        ondelete="set null",
        tracking=True,
        index="btree_not_null",
        help="Who sees whether it was done, and whether it worked. Not the owner.",
    )

    # By when
    date_due = fields.Date(
        string="Due On",
        copy=False,
        help="Once it is set, it is not edited: more time is asked for, with a reason, "
        "and somebody else than the owner decides.",
    )
    date_due_first = fields.Date(
        string="First Due On",
        readonly=True,
        copy=False,
        help="The date that was agreed in the beginning.",
    )
    extension_count = fields.Integer(
        string="Extensions", readonly=True, copy=False, aggregator=None
    )
    date_due_asked = fields.Date(
        string="More Time Asked Until", readonly=True, copy=False
    )
    extension_reason = fields.Text(string="Why More Time", readonly=True, copy=False)
    extension_asker_id = fields.Many2one(
        comodel_name="res.users",
        string="More Time Asked By",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )

    # What it is about
    complaint_ids = fields.Many2many(
        comodel_name="complaint.complaint",
        relation="complaint_action_case_rel",
        column1="action_id",
        column2="complaint_id",
        string="Cases",
        copy=False,
        check_company=True,
        help="The cases that led to it.",
    )
    cause_ids = fields.Many2many(
        comodel_name="complaint.cause",
        relation="complaint_action_cause_rel",
        column1="action_id",
        column2="cause_id",
        string="Causes",
        check_company=True,
        help="What it is to remove. A later case with one of these causes, or one "
        "below them, is a recurrence.",
    )

    # How it ended
    proof = fields.Text(
        string="What Proves It",
        readonly=True,
        copy=False,
        help="What was done, and how one can see it.",
    )
    proof_file_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="complaint_action_proof_rel",
        column1="action_id",
        column2="attachment_id",
        string="Files That Prove It",
        readonly=True,
        copy=False,
    )
    date_done = fields.Date(string="Done On", readonly=True, copy=False, index=True)
    done_by_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    date_checked = fields.Date(string="Checked On", readonly=True, copy=False)
    checked_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Found Done By",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    end_reason = fields.Text(
        string="Why It Ended",
        readonly=True,
        copy=False,
        help="Why it was waived or cancelled, or opened again.",
    )

    _open_due_idx = models.Index("(date_due) WHERE state = 'open'")

    @api.model
    def _get_sealed_fields(self):
        return {
            "state",
            "date_due_first",
            "extension_count",
            "date_due_asked",
            "extension_reason",
            "extension_asker_id",
            "proof",
            "proof_file_ids",
            "date_done",
            "done_by_id",
            "date_checked",
            "checked_by_id",
            "end_reason",
            "former_owner_ids",
        }

    @api.depends("date_due", "state")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for action in self:
            due = action.date_due
            action.is_overdue = action.state == "open" and bool(due) and due < today

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return [("state", "=", "open"), ("date_due", "<", today)]

    # ------------------------------------------------------------------
    # What may be
    # ------------------------------------------------------------------

    @api.constrains("user_id", "checker_id")
    def _check_checker(self):
        """Nobody checks their own work."""
        for action in self:
            if action.checker_id and action.checker_id == action.user_id:
                raise ValidationError(
                    self.env._(
                        "%(name)s owns “%(action)s” and cannot check it: choose "
                        "somebody else as checker.",
                        name=action.checker_id.name,
                        action=action.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        actions._check_linked(actions._get_linked())
        actions._keep_first_date()
        actions._plan_work()
        return actions

    def write(self, vals):
        """What was agreed stays once it is done, and the date once it is set.

        :raises UserError: saying what to do instead
        """
        if not self._is_written_by_us(vals):
            self._check_still_open(vals)
            self._check_date_unset(vals)
        linked = self._get_linked() if "complaint_ids" in vals else {}
        owners = self.sudo().grouped("user_id") if "user_id" in vals else {}
        result = super().write(vals)
        for owner, actions_sudo in owners.items():
            actions_sudo._remember_owner(owner)
        if "complaint_ids" in vals:
            self._check_linked(
                {
                    action: (cases | linked[action]) - (cases & linked[action])
                    for action, cases in self._get_linked().items()
                }
            )
        if "date_due" in vals:
            self._keep_first_date()
        if {"user_id", "date_due", "checker_id"} & set(vals):
            self._plan_work()
        return result

    def copy_data(self, default=None):
        """A copy is an action of its own: it begins anew, and has its own date."""
        vals_list = super().copy_data(default)
        if "name" not in (default or {}):
            for action, vals in zip(self, vals_list, strict=True):
                vals["name"] = self.env._("%s (copy)", action.name)
        return vals_list

    @api.model
    def _get_agreed_fields(self):
        """What is agreed while an action is open, and stays once it is done."""
        return AGREED

    def _check_still_open(self, vals):
        """What was agreed is not changed afterwards.

        :raises UserError: an action has ended
        """
        if not self._get_agreed_fields() & set(vals):
            return
        ended = self.filtered(lambda action: action.state != "open")
        if ended:
            raise UserError(
                self.env._(
                    "“%(action)s” is “%(state)s”: what was agreed stays as it is. "
                    "Reopen it to change it.",
                    action=ended[0].name,
                    state=ended[0]._get_state_label(),
                )
            )

    def _check_date_unset(self, vals):
        """A date is set once, and from then on extended.

        :raises UserError: there is a date already
        """
        if "date_due" not in vals:
            return
        day = fields.Date.to_date(vals["date_due"])
        fixed = self.filtered(lambda action: action.date_due not in (False, day))
        if fixed:
            raise UserError(
                self.env._(
                    "“%(action)s” is due on %(day)s. A due date is not "
                    "edited: ask for more time, with a reason; somebody else than the "
                    "owner decides.",
                    action=fixed[0].name,
                    day=fixed[0]._say_day(fixed[0].date_due),
                )
            )

    def _keep_first_date(self):
        """The first date that was agreed is remembered."""
        for action in self.filtered(
            lambda one: one.date_due and not one.date_due_first
        ):
            action._write_sealed({"date_due_first": action.date_due})

    def _get_linked(self):
        """The cases of each action, whoever may read them.

        :return: dict of action and cases, as sudo
        """
        return {action: action.sudo().complaint_ids for action in self}

    def _check_linked(self, linked):
        """Only who works on a case links actions to it, or takes them off it.

        :param dict linked: the cases that come to or leave each action, as sudo
        :raises AccessError: the user may not change one of the cases
        """
        cases = self.env["complaint.complaint"].sudo().union(*linked.values())
        if not self.env.su:
            cases.with_env(self.env).check_access("write")

    def _get_state_label(self):
        self.ensure_one()
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    @api.model
    def _say_day(self, day):
        return format_date(self.env, day)
