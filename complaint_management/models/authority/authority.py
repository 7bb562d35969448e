# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who may promise what: the limits of a group, a job or one person (R90, R95)."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

PERIODS = [
    ("month", "Month"),
    ("quarter", "Quarter"),
    ("year", "Year"),
]
# What decides whether it is enough.
LIMITS = (
    "sequence",
    "grant",
    "type_ids",
    "category_ids",
    "is_unlimited",
    "currency_id",
    "amount_case",
    "amount_period",
    "period",
)
# The field that says whom each kind of authority is given to.
HOLDERS = {"group": "group_id", "job": "job_id", "user": "user_id"}


class ComplaintAuthority(models.Model):
    """How much somebody may promise a customer without asking.

    Of several that apply, the one that allows most decides. Who has none promises
    nothing that has a value; apologies and explanations need none.
    """

    _name = "complaint.authority"
    _description = "Complaint Approval Limit"
    _order = "sequence, id"
    _rec_names_search = ["group_id", "job_id", "user_id"]

    name = fields.Char(compute="_compute_name")
    active = fields.Boolean(default=True)
    sequence = fields.Integer(
        default=10, help="Who is asked first of those whose authority is enough."
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        help="Empty: in all companies.",
    )
    grant = fields.Selection(
        selection=[
            ("group", "Members of a group"),
            ("job", "People with a job"),
            ("user", "One person"),
        ],
        string="Given To",
        required=True,
        default="group",
    )
    group_id = fields.Many2one(
        comodel_name="res.groups", ondelete="cascade", index="btree_not_null"
    )
    job_id = fields.Many2one(
        comodel_name="hr.job",
        ondelete="cascade",
        index="btree_not_null",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Person",
        domain="[('share', '=', False)]",
        ondelete="cascade",
        index="btree_not_null",
    )
    type_ids = fields.Many2many(
        comodel_name="complaint.remedy.type",
        string="For Remedies",
        # What is archived or deleted must not leave an authority for everything.
        context={"active_test": False},
        ondelete="restrict",
        help="Empty: for everything that has a value.",
    )
    category_ids = fields.Many2many(
        comodel_name="complaint.category",
        string="For Categories",
        context={"active_test": False},
        ondelete="restrict",
        help="With the categories below them. Empty: for all cases.",
    )
    is_unlimited = fields.Boolean(string="Without Limit")
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        required=True,
        default=lambda self: self._default_currency_id(),
    )
    amount_case = fields.Monetary(
        string="Per Case", help="What may stand promised on one case, all together."
    )
    amount_period = fields.Monetary(
        string="Per Customer",
        help="What one customer may get in the period, on all their cases together. "
        "0: no limit of its own.",
    )
    period = fields.Selection(selection=PERIODS, required=True, default="year")

    _amounts_positive = models.Constraint(
        "CHECK (amount_case >= 0 AND amount_period >= 0)",
        "A limit cannot be negative.",
    )

    @api.model
    def _default_currency_id(self):
        return self.env.company.currency_id

    @api.depends("group_id", "job_id", "user_id", "is_unlimited", "amount_case")
    @api.depends_context("lang")
    def _compute_name(self):
        for authority in self:
            holder = authority._get_holder().display_name
            authority.name = (
                f"{holder}: {authority._say_limit()}"
                if holder
                else self.env._("New approval limit")
            )

    def _get_holder(self):
        self.ensure_one()
        return self.sudo()[HOLDERS[self.grant or "group"]]

    def _say_limit(self):
        self.ensure_one()
        if self.is_unlimited:
            return self.env._("without limit")
        limit = self.currency_id.format(self.amount_case) if self.currency_id else "0"
        return self.env._("up to %s per case", limit)

    @api.constrains("grant", *HOLDERS.values())
    def _check_one_holder(self):
        for authority in self:
            filled = {fname for fname in HOLDERS.values() if authority[fname]}
            if filled != {HOLDERS[authority.grant]}:
                raise ValidationError(
                    self.env._(
                        "An approval limit is given to exactly one group, job or "
                        "person: choose which."
                    )
                )

    @api.onchange("grant")
    def _onchange_grant(self):
        """Who was named before is not who is meant now."""
        for kind, fname in HOLDERS.items():
            if kind != self.grant:
                self[fname] = False

    # ------------------------------------------------------------------
    # Who has it
    # ------------------------------------------------------------------

    @api.model
    def _get_of_company(self, company):
        """All that hold in a company, as sudo: everybody is bound by them."""
        domain = Domain("company_id", "in", [False, company.id])
        active_sudo = self.sudo().with_context(active_test=True)
        # All at once, however many there are.
        return active_sudo.search_fetch(domain, [*LIMITS, *HOLDERS.values()])

    def _get_by_user(self, company, users=None):
        """Which of these authorities each user has.

        :param company: where they work; a job counts in its company only
        :param users: only these; by default everybody who has any
        :return: dict of user, as sudo, and authorities
        """
        held = {}
        for authority, holders in self._get_holders(company, users).items():
            for user in holders:
                held[user] = held.get(user, self.browse()) | authority
        return held

    def _get_holders(self, company, users):
        """The users of each authority who are at work in the company."""
        everybody = users is None
        own = (self.env["res.users"] if everybody else users).sudo()
        by_job = self._get_users_by_job(company, own, everybody)
        holders = {}
        for authority in self:
            if authority.grant == "job":
                found = by_job.get(authority.job_id.id, own.browse())
            elif authority.grant == "user":
                found = authority.user_id
            elif everybody:
                found = authority.group_id.all_user_ids
            else:
                group = authority.group_id
                found = own.filtered(lambda user, g=group: g in user.all_group_ids)
            holders[authority] = found if everybody else found & own
        staff = own.union(*holders.values()).filtered(
            lambda user: user.active and not user.share and company in user.company_ids
        )
        return {authority: found & staff for authority, found in holders.items()}

    def _get_users_by_job(self, company, users, everybody):
        jobs = self.job_id
        if not jobs:
            return {}
        domain = Domain("job_id", "in", jobs.ids) & Domain(
            "company_id", "=", company.id
        )
        domain &= Domain(
            "user_id", "!=" if everybody else "in", not everybody and users.ids
        )
        employees = (
            self.env["hr.employee"].sudo().search_fetch(domain, ["job_id", "user_id"])
        )
        return {
            job.id: found.user_id for job, found in employees.grouped("job_id").items()
        }

    # ------------------------------------------------------------------
    # What it is about
    # ------------------------------------------------------------------

    def _is_about(self, category):
        """Whether it holds for cases of this category."""
        self.ensure_one()
        if not self.category_ids:
            return True
        above = {int(part) for part in (category.parent_path or "").split("/") if part}
        return bool(above & set(self.category_ids.ids))

    def _may_cover(self, remedy):
        """Whether it is about such a line, as its case stands now."""
        self.ensure_one()
        return self._is_for_type(remedy) and self._is_about(
            remedy.complaint_id.category_id
        )

    def _counts(self, remedy):
        """Whether what is given with this line counts towards it.

        It does by the category that it was promised in, too: a case that moves on
        takes nothing off what was given.
        """
        self.ensure_one()
        categories = remedy.complaint_id.category_id, remedy._get_promised_category()
        return self._is_for_type(remedy) and any(map(self._is_about, categories))

    def _is_for_type(self, remedy):
        return not self.type_ids or remedy.type_id in self.type_ids

    def _get_period_start(self):
        """The first day of the period that today is in.

        :return: date
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        if self.period == "month":
            return today.replace(day=1)
        if self.period == "quarter":
            return today + relativedelta(day=1, month=(today.month - 1) // 3 * 3 + 1)
        return today.replace(month=1, day=1)
