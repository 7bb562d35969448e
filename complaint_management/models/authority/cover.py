# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a person may promise on a case, counting what was promised already (R90)."""

from collections import defaultdict

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.authority.exchange import Exchange, NoRateError
from ...tools.case.customer import Customer
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


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _get_ledgers(self, user):
        """What decides what a user may promise on these cases, by company.

        :param user: whose authorities
        :return: list of (``Ledger``, cases as sudo, authorities)
        """
        rows = []
        for company, cases in self.sudo().grouped("company_id").items():
            ledger = Ledger(cases)
            held = ledger.authorities._get_by_user(company, user)
            nothing = ledger.authorities.browse()
            rows.append((ledger, cases, held.get(user.sudo(), nothing)))
        return rows

    def _get_promised_elsewhere(self):
        """What was promised, or approved, on other cases of these customers this year.

        What was promised to them counts, also when the case is another's now.

        Who complains in confidence is known by the vault only. What they got is
        counted among their confidential cases, and never together with named ones:
        else anybody could try out, with a small gift, who complained (R152).

        :return: dict of case id and lines, as sudo, in the company of the case
        """
        found = {}
        for mode, cases in self.sudo().grouped("identity_mode").items():
            if mode != "anonymous":
                found.update(cases._get_promised_to_same_customers(mode))
        return found

    def _get_promised_to_same_customers(self, mode):
        mine = self._get_customers(mode)
        partners = {customer.partner_id for customer in mine} - {False}
        emails = {customer.email for customer in mine} - {False}
        path = "commercial_partner_id"
        path = path if mode == "named" else f"partner_id.{path}"
        same = Domain(path, "in", list(partners))
        same |= Domain("email_normalized", "in", list(emails))
        same &= Domain("company_id", "in", self.company_id.ids)
        if mode == "named":
            others = self.search(same & Domain("identity_mode", "=", mode))
        else:
            others = self.identity_ids.search(same).complaint_id
        year = fields.Date.context_today(self).replace(month=1, day=1)
        # A day more: the year begins where the user is.
        promised = Domain("state", "in", PROMISED) & Domain(
            "date_offered", ">=", fields.Date.subtract(year, days=1)
        )
        # What is approved may be promised by anybody: the next who approves counts it.
        approved = Domain("state", "=", "draft") & Domain(
            "approval_state", "=", "approved"
        )
        mine = [customer.seal() for customer in mine]
        theirs = Domain("complaint_id", "in", others.ids) | self._get_promised_domain(
            mine, mode
        )
        lines = (
            self.env["complaint.remedy"].sudo().search(theirs & (promised | approved))
        )
        of_case = lines.grouped("complaint_id")
        given = [
            (customer.seal(), of_case[customer.case])
            for customer in lines.complaint_id._get_customers(mode)
        ]
        given += [(line._get_promised_customer(), line) for line in lines]
        by_partner, by_email = defaultdict(list), defaultdict(list)
        for other, found in given:
            by_partner[other.partner_id].append((other, found))
            by_email[other.email].append((other, found))
        return {
            customer.case.id: lines.browse().union(
                *(
                    found
                    for other, found in (
                        by_partner[customer.partner_id] + by_email[customer.email]
                    )
                    if other.case != customer.case and customer.is_same(other)
                )
            )
            for customer in mine
        }

    def _get_promised_domain(self, customers, mode):
        """What was promised to these customers on cases that may be others' now."""
        keys = Domain(
            "promised_partner_key", "in", [one.partner_id for one in customers]
        ) | Domain("promised_email_key", "in", [one.email for one in customers])
        cases = Domain("company_id", "in", self.company_id.ids)
        cases &= Domain("identity_mode", "=", mode)
        return keys & Domain("complaint_id", "any", cases)

    def _get_customers(self, mode):
        """Who complained, case by case, from the case or from the vault."""
        sources = self if mode == "named" else self.identity_ids
        return [
            Customer(
                source if mode == "named" else source.complaint_id,
                source.partner_id.commercial_partner_id.id,
                source.email_normalized,
            )
            for source in sources
        ]
