# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What others got in the same situation, before somebody decides (R188, R123)."""

from statistics import median

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.authority.exchange import Exchange, NoRateError

STAFF = "complaint_management.group_complaint_user"
# How far back like cases go, how many are compared at most, and how many are listed.
MONTHS = 12
COMPARED = 200
SHOWN = 10
LATEST = "date_resolved desc, id desc"


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    like_case_ids = fields.Many2many(
        comodel_name="complaint.complaint",
        string="Similar Cases",
        compute="_compute_like_cases",
        groups=STAFF,
        help="Cases of the last twelve months that were settled: of the same category "
        "or one below it, with the same cause and outcome as far as they are known; "
        "before them those about the same thing.",
    )
    like_summary = fields.Char(
        string="What They Got", compute="_compute_like_cases", groups=STAFF
    )
    customer_history_ids = fields.Many2many(
        comodel_name="complaint.complaint",
        string="Earlier Cases of the Customer",
        compute="_compute_customer_history_ids",
        groups=STAFF,
    )

    # What is compared with a case on its form is read from here, the latest first.
    _like_cases_idx = models.Index(
        "(category_id, company_id, kind, date_resolved DESC, id DESC)"
        " INCLUDE (cause_id, verdict)"
        " WHERE active IS TRUE AND state IN ('resolved', 'closed')"
    )
    # The same for a cause that is known: it may be one of many in a wide category.
    _like_causes_idx = models.Index(
        "(category_id, cause_id, date_resolved DESC, id DESC)"
        " INCLUDE (company_id, kind, verdict)"
        " WHERE cause_id IS NOT NULL AND active IS TRUE"
        " AND state IN ('resolved', 'closed')"
    )
    _like_product_idx = models.Index(
        "(product_id, date_resolved DESC, id DESC) WHERE product_id IS NOT NULL"
        " AND active IS TRUE AND state IN ('resolved', 'closed')"
    )

    @api.depends("category_id", "cause_id", "verdict", "company_id")
    @api.depends(lambda self: self._get_like_paths())
    @api.depends_context("uid", "lang")
    def _compute_like_cases(self):
        """The numbers are of all like cases, the list of those one may read.

        Cases about the same thing are listed first, whatever their category.
        """
        for complaint in self:
            case = complaint._origin
            like_sudo = case._find_like_cases() if case else case.sudo()
            same_sudo = case._find_same_cases() if case else case.sudo()
            complaint.like_summary = case._say_like(like_sudo) if case else False
            listed = (same_sudo | like_sudo).with_env(self.env)
            # The database knows who reads them, without reading them.
            readable = set(self.search([("id", "in", listed.ids)], order="id").ids)
            complaint.like_case_ids = listed.browse(
                id_ for id_ in listed.ids if id_ in readable
            )[:SHOWN]

    def _get_like_domain(self):
        """Settled cases that can be compared with this one, if they are like it.

        Who complained says nothing about what is fair, so it is not looked at. Of
        protected cases about the user nothing is told, be it in a number (R153).
        """
        self.ensure_one()
        case = self.sudo()
        since = fields.Datetime.now() - relativedelta(months=MONTHS)
        hidden = {case.id, *self.env.user.sudo().barred_complaint_ids.ids}
        return (
            Domain("company_id", "=", case.company_id.id)
            & Domain("kind", "=", case.kind)
            & Domain("state", "in", ("resolved", "closed"))
            & Domain("date_resolved", ">=", since)
            & Domain("id", "not in", sorted(hidden))
        )

    @api.model
    def _get_like_paths(self):
        """Names of the fields that make cases be about the same thing; extend it."""
        return ["lot_id", "product_id", "origin_ref"]

    def _find_same_cases(self):
        """Settled cases about the same thing, the latest first, as sudo."""
        self.ensure_one()
        case = self.sudo()
        found = case.browse()
        for fname in self._get_like_paths():
            value = case._fields[fname].convert_to_write(case[fname], case)
            if value:
                domain = self._get_like_domain() & Domain(fname, "=", value)
                found |= case.search(domain, order=LATEST, limit=SHOWN)
        return found

    def _find_like_cases(self):
        """The latest settled cases like this one, the latest first, as sudo.

        Of each category below this one as many are taken from the index as are needed
        at all; so it costs the same however many cases there are.
        """
        self.ensure_one()
        case = self.sudo()
        if not case.category_id:
            return case.browse()
        domain = self._get_like_domain() & Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                "%s = branch.id", SQL.identifier(alias, "category_id")
            )
        )
        for fname in ("cause_id", "verdict"):
            if case[fname]:
                value = case[fname].id if fname == "cause_id" else case[fname]
                domain &= Domain(fname, "=", value)
        query = case._search(domain, order=LATEST, limit=COMPARED)
        rows = self.env.execute_query(
            SQL(
                "SELECT latest.id FROM complaint_category branch, LATERAL (%(latest)s)"
                " latest WHERE branch.parent_path LIKE %(path)s"
                " ORDER BY latest.date_resolved DESC, latest.id DESC LIMIT %(most)s",
                latest=query.select(
                    SQL.identifier(query.table, "id"),
                    SQL.identifier(query.table, "date_resolved"),
                ),
                path=f"{case.category_id.parent_path}%",
                most=COMPARED,
            )
        )
        return case.browse(id_ for (id_,) in rows)

    def _say_like(self, like_sudo):
        """Median and range of what like cases got, in the currency of this one."""
        self.ensure_one()
        if not like_sudo:
            return self.env._("No like case was settled in the last twelve months.")
        amounts, unknown = self._get_like_amounts(like_sudo)
        money = self.currency_id.format
        if not amounts:
            return self.env._(
                "What like cases got is in currencies without an exchange rate."
            )
        is_all = len(like_sudo) < COMPARED
        sentence = (
            self.env._("Settled in the last twelve months: %s.", len(amounts))
            if is_all
            else self.env._("The latest %s of the last twelve months.", len(amounts))
        )
        sentence += " " + self.env._(
            "In the middle %(median)s, from %(least)s to %(most)s.",
            median=money(median(amounts)),
            least=money(min(amounts)),
            most=money(max(amounts)),
        )
        if unknown:
            sentence += " " + self.env._(
                "%s more are in currencies without an exchange rate.", unknown
            )
        return sentence

    def _get_like_amounts(self, like_sudo):
        """What each like case got, nothing included, in the currency of this case.

        :return: pair of list of amounts, and how many could not be converted
        """
        rows = (
            self.env["complaint.remedy"]
            .sudo()
            ._read_group(
                [
                    ("complaint_id", "in", like_sudo.ids),
                    ("state", "in", ("accepted", "fulfilled")),
                ],
                ["complaint_id", "currency_id"],
                ["amount:sum"],
            )
        )
        currencies = self.currency_id.union(*(currency for _c, currency, _a in rows))
        exchange = Exchange(currencies, self.sudo().company_id)
        got, unknown = dict.fromkeys(like_sudo.ids, 0.0), set()
        for case, currency, amount in rows:
            try:
                got[case.id] += exchange.convert(amount, currency, self.currency_id)
            except NoRateError:
                unknown.add(case.id)
        return [got[id_] for id_ in got if id_ not in unknown], len(unknown)

    @api.depends("partner_id", "identity_mode")
    @api.depends_context("uid")
    def _compute_customer_history_ids(self):
        """Only of a named customer: what else a protected one complained about would
        tell who they are (R152)."""
        customers = self.filtered(
            lambda case: case.identity_mode == "named"
        ).commercial_partner_id
        known = self.search(
            [
                ("commercial_partner_id", "in", customers.ids),
                ("identity_mode", "=", "named"),
            ],
            order="date_received desc, id desc",
        ).grouped("commercial_partner_id")
        for complaint in self:
            same = known.get(complaint.commercial_partner_id, self.browse())
            same = same.filtered(
                lambda other, own=complaint: other.company_id == own.company_id
            )
            complaint.customer_history_ids = (same - complaint._origin)[:SHOWN]


class ComplaintApproval(models.Model):
    """Everything that is needed to decide, on one screen (R123)."""

    _inherit = "complaint.approval"

    demand = fields.Text(related="complaint_id.demand")
    currency_id = fields.Many2one(related="complaint_id.currency_id")
    claimed_amount = fields.Monetary(related="complaint_id.claimed_amount")
    granted_amount = fields.Monetary(related="complaint_id.granted_amount")
    category_id = fields.Many2one(related="complaint_id.category_id")
    verdict = fields.Selection(related="complaint_id.verdict")
    fault_level = fields.Selection(
        related="complaint_id.fault_level", related_sudo=False
    )
    cause_id = fields.Many2one(related="complaint_id.cause_id", related_sudo=False)
    finding = fields.Html(related="complaint_id.finding", related_sudo=False)
    decision = fields.Html(related="complaint_id.decision", related_sudo=False)
    customer_answer = fields.Html(related="complaint_id.answer", related_sudo=False)
    value_bought = fields.Monetary(related="complaint_id.value_bought")
    complaint_cost = fields.Monetary(related="complaint_id.complaint_cost")
    value_given = fields.Monetary(related="complaint_id.value_given")
    value_explanation = fields.Text(related="complaint_id.value_explanation")
    case_remedy_ids = fields.One2many(related="complaint_id.remedy_ids")
    authority_explanation = fields.Text(
        related="complaint_id.authority_explanation", related_sudo=False
    )
    like_summary = fields.Char(related="complaint_id.like_summary", related_sudo=False)
    like_case_ids = fields.Many2many(
        related="complaint_id.like_case_ids", related_sudo=False
    )
    customer_history_ids = fields.Many2many(
        related="complaint_id.customer_history_ids", related_sudo=False
    )
    is_beyond_mine = fields.Boolean(
        string="Above My Approval Limit", compute="_compute_is_beyond_mine"
    )
    may_decide = fields.Boolean(compute="_compute_is_beyond_mine")

    @api.depends("state", "remedy_ids.amount", "remedy_ids.approval_state")
    @api.depends_context("uid")
    def _compute_is_beyond_mine(self):
        pending = self.filtered(lambda approval: approval.state == "pending")
        beyond = pending._get_beyond(pending._get_covering())
        for approval in self:
            is_pending = approval.state == "pending"
            concerned_sudo = approval.sudo().requester_id
            concerned_sudo |= approval.sudo().complaint_id._get_handlers()
            approval.may_decide = is_pending and self.env.user not in concerned_sudo
            approval.is_beyond_mine = bool(beyond.get(approval))
