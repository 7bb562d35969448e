# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a person may promise on a case, counting what was promised already (R90)."""

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from ...tools.authority.exchange import Exchange, NoRateError
from ..remedy.remedy import PROMISED


class Ledger:
    """What stands promised on some cases, and what their customers got elsewhere.

    It is read once, for all cases of one company, whoever asks how often.
    """

    def __init__(self, cases):
        """
        :param cases: cases of one company
        """
        cases = cases.sudo().with_context(active_test=False)
        self.company = cases.company_id
        self.authorities = cases.env["complaint.authority"]._get_of_company(
            self.company
        )
        self.elsewhere = cases._get_promised_elsewhere()
        lines = cases.remedy_ids.union(*self.elsewhere.values())
        currencies = lines.currency_id | self.authorities.currency_id
        self.exchange = Exchange(currencies | cases.currency_id, self.company)

    def get_standing(self, case):
        """The lines of a case that are promised, or approved and so may be."""
        return case.sudo().remedy_ids.filtered(
            lambda line: (
                line.state in PROMISED
                or (line.state == "draft" and line.approval_state == "approved")
            )
        )

    def get_uncovered(self, case, asked, authorities):
        """Those of the lines that nobody with these authorities may promise.

        :param case: the case of the lines
        :param asked: lines to be promised
        :param authorities: what somebody has; the best one counts for each line
        :return: lines of ``asked``
        """
        covering = self.get_covering(case, asked, authorities)
        return asked.filtered(lambda line: not covering.get(line, True))

    def get_covering(self, case, asked, authorities, standing=None):
        """By which of these authorities each of the lines may be promised.

        One after the other: a line that is covered counts towards the next.

        :param standing: what counts as promised already; by default all that is
        :return: dict of line and authority, empty where it is beyond all of them
        """
        standing = self.get_standing(case) if standing is None else standing
        covering = {}
        for line in asked.sudo() - standing:
            if not line._is_of_value():
                continue
            enough = (a for a in authorities if self.covers(a, case, standing, line))
            authority = next(enough, authorities.browse())
            covering[line.with_env(asked.env)] = authority
            if authority:
                standing += line
        return covering

    def covers(self, authority, case, standing, line):
        """Whether an authority is enough for a line on top of what stands.

        Without an exchange rate nothing can be compared, so it is not (R90).
        """
        if not authority._may_cover(line):
            return False
        if authority.is_unlimited:
            return True
        lines = standing + line
        try:
            on_case = self.get_total(authority, lines)
            for_customer = self.get_given(authority, case, lines)
        except NoRateError:
            return False
        fits = authority.currency_id.compare_amounts
        return fits(on_case, authority.amount_case) <= 0 and (
            not authority.amount_period
            or fits(for_customer, authority.amount_period) <= 0
        )

    def get_total(self, authority, lines):
        """What lines that count towards an authority are worth, in its currency.

        Of options that are still open only the dearest counts: one is chosen.

        :raises NoRateError: a currency has no rate
        """
        fixed, options = 0.0, [0.0]
        for line in lines:
            if not authority._counts(line):
                continue
            worth = self.exchange.convert(
                line.amount, line.currency_id, authority.currency_id
            )
            if line.is_option and line.state in ("draft", "offered"):
                options.append(worth)
            else:
                fixed += worth
        return fixed + max(options)

    def get_given(self, authority, case, lines):
        """What the customer has in the period of an authority, with ``lines``.

        :param lines: what stands on the case itself, and what is to be promised
        :raises NoRateError: a currency has no rate
        """
        start = authority._get_period_start()
        total = self.get_total(
            authority, lines.filtered(lambda one: one._is_since(start))
        )
        elsewhere = self.elsewhere.get(case.id, lines.browse()).filtered(
            lambda one: one._is_since(start)
        )
        return total + sum(
            self.get_total(authority, found)
            for found in elsewhere.grouped("complaint_id").values()
        )

    def get_best(self, case, authorities):
        """The one of some authorities that leaves most to promise on a case.

        :return: an authority; empty for none
        """
        nothing = authorities.browse()
        if not authorities:
            return nothing
        unlimited = authorities.filtered("is_unlimited")[:1]
        return unlimited or max(authorities, key=lambda one: self._get_left(one, case))

    def _get_left(self, authority, case):
        standing = self.get_standing(case)
        try:
            left = authority.amount_case - self.get_total(authority, standing)
            if authority.amount_period:
                given = self.get_given(authority, case, standing)
                left = min(left, authority.amount_period - given)
            return self.exchange.convert(left, authority.currency_id, case.currency_id)
        except NoRateError:
            return float("-inf")

    def get_missing_currencies(self, lines, authorities):
        """Currencies without a rate that keep lines from being compared."""
        missing = lines.env["res.currency"]
        for line in lines.sudo():
            for authority in authorities:
                try:
                    self.exchange.convert(1, line.currency_id, authority.currency_id)
                except NoRateError as error:
                    missing |= error.currency
        return missing


class ComplaintRemedy(models.Model):
    _inherit = "complaint.remedy"

    is_beyond_authority = fields.Boolean(
        string="Above My Approval Limit",
        compute="_compute_is_beyond_authority",
        help="You may not promise it: ask for approval.",
    )

    @api.depends("state", "amount", "currency_id", "type_id", "approval_state")
    @api.depends_context("uid")
    def _compute_is_beyond_authority(self):
        """As if all lines of the case that are prepared were promised together."""
        saved = self._origin
        prepared = saved.complaint_id.remedy_ids.filtered(
            lambda line: line.state == "draft"
        )
        beyond = prepared._get_uncovered()
        for remedy in self:
            remedy.is_beyond_authority = remedy._origin in beyond

    def _is_of_value(self):
        """Whether somebody needs authority to promise it: words cost nothing."""
        self.ensure_one()
        return self.type_id.needs_value or bool(self.amount)

    def _is_since(self, start):
        """Whether it was promised on a day or later; or is only to be promised."""
        self.ensure_one()
        promised = self.date_offered
        if not promised:
            return True
        return fields.Datetime.context_timestamp(self, promised).date() >= start

    def _get_covering(self, user=None):
        user = (user or self.env.user).sudo()
        covering = super()._get_covering(user)
        # Nobody logs in as the system: it loads data and upgrades.
        if user.id == SUPERUSER_ID:
            return covering
        asked = self.filtered(
            lambda line: line.state == "draft" and line._is_of_value()
        )
        for case, lines, ledger, held in asked._with_authorities(user):
            covering.update(ledger.get_covering(case, lines, held))
        return covering

    def _check_promise(self):
        """Promises on a case, and to a customer, are made one after the other."""
        self._wait_for_other_promises()
        return super()._check_promise()

    def _wait_for_other_promises(self):
        """Let the second of two who promise at once see what the first one did.

        Writing a row makes PostgreSQL refuse the second, which Odoo then repeats.
        """
        cases_sudo = self.sudo().complaint_id
        partners_sudo = cases_sudo.commercial_partner_id
        for table, ids in (
            ("complaint_complaint", cases_sudo._ids),
            ("res_partner", partners_sudo._ids),
        ):
            if ids:
                self.env.cr.execute(
                    SQL(
                        "UPDATE %s SET active = active WHERE id IN %s",
                        SQL.identifier(table),
                        ids,
                    )
                )

    def _with_authorities(self, user):
        """Each case of these lines, with what decides about them.

        :param user: whose authorities; a user
        :return: list of (case, its lines among these, ``Ledger``, authorities)
        """
        by_case = self.grouped(lambda line: line.sudo().complaint_id)
        cases = self.sudo().complaint_id
        rows = []
        for ledger, found, held in cases._get_ledgers(user):
            rows += [(case, by_case[case], ledger, held) for case in found]
        return rows

    def _say_beyond(self):
        """Say it too when amounts cannot be compared: never one for one."""
        missing = self.env["res.currency"]
        for _case, lines, ledger, held in self._with_authorities(self.env.user):
            missing |= ledger.get_missing_currencies(lines, held)
        if not missing:
            return super()._say_beyond()
        return self.env._(
            "%(lines)s: it cannot be compared with what you may promise, as there is "
            "no exchange rate for %(currencies)s. Enter the value in another currency, "
            "ask your administrator for the rate, or ask for approval.",
            lines=", ".join(self.mapped("display_name")),
            currencies=", ".join(missing.mapped("name")),
        )
