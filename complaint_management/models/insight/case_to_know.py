# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The ten cases that the management should know, and why (R163)."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_list

from ..case.life_cycle import MANAGER, OPEN_STATES

# So many, as nobody reads a list of a hundred.
SHOWN = 10
# Points: what hurts more stands higher. Days late and the amount have an upper end, so
# that one figure alone does not push everything else out of the list.
SEVERITY_POINTS = {"2": 25, "3": 40}
RISK_POINTS = {"possible": 15, "public": 30}
CRISIS_POINTS = 20
REPEAT_POINTS = 10
AUTHORITY_POINTS = 15
LATE_POINTS_MAX = 30
AMOUNT_POINTS_MAX = 20


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    attention = fields.Integer(
        string="Points for Attention",
        compute="_compute_attention",
        groups=MANAGER,
        help="Severity, days late, the amount beside the largest one that is open, "
        "media, crisis and authorities, and whether it is a repeat. The cases with the "
        "most points are those that the management should know.",
    )
    attention_reasons = fields.Char(
        string="Why to Know It", compute="_compute_attention_reasons", groups=MANAGER
    )
    is_to_know = fields.Boolean(
        string="To Know",
        compute="_compute_is_to_know",
        search="_search_is_to_know",
        groups=MANAGER,
        help="One of the ten open cases with the most points.",
    )

    @api.depends_context("uid")
    @api.depends(
        "severity",
        "next_due_date",
        "claimed_amount",
        "media_risk",
        "is_crisis",
        "repeat_of_id",
        "external_body",
    )
    def _compute_attention(self):
        self.attention = 0
        if not self.ids:
            return
        query = self.with_context(active_test=False)._search([("id", "in", self.ids)])
        points = self._get_attention_sql(query.table)
        rows = self.env.execute_query(
            query.select(SQL.identifier(query.table, "id"), points)
        )
        found = dict(rows)
        for complaint in self:
            complaint.attention = found.get(complaint.id, 0)

    @api.depends_context("lang")
    @api.depends(
        "severity",
        "next_due_date",
        "claimed_amount",
        "media_risk",
        "is_crisis",
        "repeat_of_id",
        "external_body",
    )
    def _compute_attention_reasons(self):
        for complaint in self:
            reasons = complaint._say_attention_reasons()
            complaint.attention_reasons = format_list(self.env, reasons, "unit")

    def _compute_is_to_know(self):
        found = self._find_cases_to_know()
        for complaint in self:
            complaint.is_to_know = complaint in found

    @api.model
    def _search_is_to_know(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("id", "in", self._find_cases_to_know().ids)

    @api.model
    def _find_cases_to_know(self, domain=Domain.TRUE):
        """The open cases with the most points, that the user may read.

        :param domain: which of them count
        :return: ``complaint.complaint``, the one with the most points first
        """
        query = self._search(Domain(domain) & Domain("state", "in", OPEN_STATES))
        points = self._get_attention_sql(query.table)
        # Without a single point there is nothing that has to be known.
        query.add_where(SQL("%s > 0", points))
        query.order = SQL("%s DESC, %s", points, SQL.identifier(query.table, "id"))
        query.limit = SHOWN
        return self.browse(query)

    def _field_to_sql(self, alias, field_expr, query=None):
        """Lists are sorted by the points, although days late grow by the day."""
        if field_expr != "attention":
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields["attention"], "read")
        return self._get_attention_sql(alias)

    @api.model
    def _get_attention_sql(self, alias):
        """The points of a case.

        :param str alias: of the table of cases
        """

        def column(fname):
            return SQL.identifier(alias, fname, to_flush=self._fields[fname])

        def pick(fname, points):
            whens = SQL(" ").join(
                SQL("WHEN %s THEN %s", value, number)
                for value, number in points.items()
            )
            return SQL("CASE %s %s ELSE 0 END", column(fname), whens)

        return SQL(
            "(%(severity)s + %(risk)s"
            " + CASE WHEN %(crisis)s THEN %(crisis_points)s ELSE 0 END"
            " + CASE WHEN %(repeat)s IS NOT NULL THEN %(repeat_points)s ELSE 0 END"
            " + CASE WHEN %(body)s IS NOT NULL THEN %(body_points)s ELSE 0 END"
            " + COALESCE(LEAST(%(late_max)s, GREATEST(0, CEIL("
            "EXTRACT(EPOCH FROM %(now)s - %(due)s) / 86400)))::int, 0)"
            " + %(amount)s)",
            severity=pick("severity", SEVERITY_POINTS),
            risk=pick("media_risk", RISK_POINTS),
            crisis=column("is_crisis"),
            crisis_points=CRISIS_POINTS,
            repeat=column("repeat_of_id"),
            repeat_points=REPEAT_POINTS,
            body=column("external_body"),
            body_points=AUTHORITY_POINTS,
            late_max=LATE_POINTS_MAX,
            now=fields.Datetime.now(),
            due=column("next_due_date"),
            amount=self._get_amount_points_sql(column),
        )

    @api.model
    def _get_amount_points_sql(self, column):
        """The amount beside the largest one that is open in the same currency.

        :param column: a function from the name of a field to SQL
        """
        largest = self.env["complaint.complaint"]._read_group(
            [("state", "in", OPEN_STATES), ("claimed_amount", ">", 0)],
            ["currency_id"],
            ["claimed_amount:max"],
        )
        if not largest:
            return SQL("0")
        whens = SQL(" ").join(
            SQL("WHEN %s THEN %s", currency.id, amount) for currency, amount in largest
        )
        return SQL(
            "COALESCE(ROUND(%s * LEAST(1, GREATEST(0, %s) / CASE %s %s END))::int, 0)",
            AMOUNT_POINTS_MAX,
            column("claimed_amount"),
            column("currency_id"),
            whens,
        )

    def _say_attention_reasons(self):
        """What makes it a case to know, the gravest first; without any name.

        :return: list of str
        """
        self.ensure_one()
        return [
            *self._say_severity_reason(),
            *self._say_public_reason(),
            *self._say_late_reason(),
            *self._say_amount_reason(),
            *([self.env._("repeated")] if self.sudo().repeat_of_id else []),
        ]

    def _say_severity_reason(self):
        labels = dict(self._fields["severity"]._description_selection(self.env))
        if self.severity not in SEVERITY_POINTS:
            return []
        return [labels[self.severity]]

    def _say_public_reason(self):
        reasons = []
        if self.is_crisis:
            reasons.append(self.env._("in a crisis"))
        if self.media_risk == "public":
            reasons.append(self.env._("public"))
        if self.media_risk == "possible":
            reasons.append(self.env._("may become public"))
        if self.external_body:
            reasons.append(self.env._("forwarded by an authority"))
        return reasons

    def _say_late_reason(self):
        late = self.next_due_date and fields.Datetime.now() - self.next_due_date
        if not late or late.total_seconds() <= 0:
            return []
        if late.days < 1:
            return [self.env._("late since today")]
        if late.days == 1:
            return [self.env._("1 day late")]
        return [self.env._("%s days late", late.days)]

    def _say_amount_reason(self):
        if not self.claimed_amount:
            return []
        return [self.currency_id.format(self.claimed_amount)]

    def _prepare_digest_line(self):
        """What the mail to managers says of a case.

        A mail lies in inboxes: of who is protected it tells the number and the
        category only, as subject and amount may give them away (R152).
        """
        self.ensure_one()
        is_open = self.identity_mode == "named" and not self.is_staff_case
        return {
            "id": self.id,
            "number": self.number,
            "category": self.category_id.display_name,
            "subject": is_open and self.name,
            "reasons": is_open and self.attention_reasons,
        }
