# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whom a survey asks: who is meant, who is left in peace, and whom chance draws.

Who complained in confidence is known to the vault alone, and nothing is sent to them,
whatever business they do with us (R152). They are counted and drawn as everybody is: or
figures would answer whoever tries one address after the other.
"""

from datetime import datetime, time, timedelta
from random import randint
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.insight.sampling import draw
from ...tools.insight.words import capitalize
from .measures import LEAST

CASES = "complaint.complaint"


class Business(NamedTuple):
    """Documents of an app that say who is a customer, where it is installed."""

    model: str
    date: str
    domain: tuple


BUSINESS = (
    Business("sale.order", "date_order", (("state", "=", "sale"),)),
    Business(
        "account.move",
        "invoice_date",
        (("state", "=", "posted"), ("move_type", "=", "out_invoice")),
    ),
)


class Reach(NamedTuple):
    """Who could be asked.

    :ivar dict by_mail: the id of a contact to that of their unit, or False
    :ivar list by_phone: ids of contacts
    """

    by_mail: dict
    by_phone: list


class ComplaintPoll(models.Model):
    _inherit = "complaint.poll"

    reach_words = fields.Char(
        string="If It Were Asked Today",
        compute="_compute_reach_words",
        help="How many people could be asked, and how many of them would be.",
    )

    @api.depends(
        "audience",
        "months",
        "department_ids",
        "share",
        "most",
        "cooldown_days",
        "calls",
        "user_id",
        "company_id",
    )
    @api.depends_context("lang")
    def _compute_reach_words(self):
        for poll in self:
            poll.reach_words = poll.company_id and poll._say_reach()

    def _say_reach(self):
        """How many would be asked today, in words."""
        self.ensure_one()
        people, to_call = self._find_reach()
        asked = len(self._draw(people, 0)) if people else 0
        calls = len(self._draw_calls(to_call, 0))
        if not (asked or calls):
            return capitalize(self._say_nobody())
        words = self.env._("%(asked)s of %(people)s", asked=asked, people=len(people))
        if calls:
            return self.env._(
                "%(words)s by mail, %(calls)s by phone", words=words, calls=calls
            )
        return words

    def _say_nobody(self):
        """Why a survey does not go out."""
        self.ensure_one()
        if self.audience == "employees":
            return self.env._(
                "fewer than %s employees can be asked today. Their answers would not "
                "be anonymous.",
                LEAST,
            )
        return self.env._(
            "nobody can be asked today: there is no customer with an email address who "
            "was not asked lately."
        )

    # ------------------------------------------------------------------
    # A round
    # ------------------------------------------------------------------

    def _begin(self):
        """Draw whom to ask, and list them; the job writes to each; as sudo.

        :return: the ``complaint.poll.round``; empty where nobody can be asked
        """
        self.ensure_one()
        rounds = self.env["complaint.poll.round"]
        people, to_call = self._find_reach()
        if not (people or to_call):
            return rounds
        today, seed = self._get_today(), randint(1, 999999)
        begun = rounds.with_context(mail_create_nolog=True).create(
            {
                "poll_id": self.id,
                "company_id": self.company_id.id,
                "audience": self.audience,
                "date_begin": today,
                "date_end": today + timedelta(days=self.answer_days),
                "people_count": len(people) + len(to_call),
                "seed": seed,
            }
        )
        begun = begun.with_env(self.env)
        begun._keep_question()
        invited = [
            {"partner_id": partner_id, "department_id": people[partner_id]}
            for partner_id in (self._draw(people, seed) if people else ())
        ]
        invited += [
            {"partner_id": partner_id, "by_phone": True}
            for partner_id in self._draw_calls(to_call, seed)
        ]
        self.env["complaint.poll.invitation"].create(
            [{"round_id": begun.id, **vals} for vals in invited]
        )
        begun._count_asked()
        return begun

    def _draw(self, people, seed):
        """Whom chance draws; the same people and seed draw the same.

        :param people: ids of contacts
        :return: list of them
        """
        self.ensure_one()
        drawn = draw(people, self.share, seed, self.most)
        # Where few would be asked, so many that their answers are anonymous.
        is_few = self.audience == "employees" and len(drawn) < LEAST
        return draw(people, 100, seed, LEAST) if is_few else drawn

    # ------------------------------------------------------------------
    # Who could be asked
    # ------------------------------------------------------------------

    def _find_reach(self):
        """Who could be asked today.

        :return: a ``Reach``
        """
        self.ensure_one()
        poll = self.sudo().with_context(active_test=True)
        if poll.audience == "employees":
            people = poll._find_employees()
        else:
            people = dict.fromkeys(poll._find_customers(), False)
        contacts = self.env["res.partner"].sudo().browse(people)
        kept = poll._leave_in_peace(poll._filter_by_mail(contacts))
        if poll.audience == "employees" and len(kept) < LEAST:
            kept = kept.browse()
        by_mail = {partner.id: people[partner.id] for partner in kept}
        return Reach(by_mail, poll._filter_to_call(contacts).ids)

    def _find_employees(self):
        """Who works in the company, with their units.

        :return: dict of the id of a contact to that of a unit
        """
        domain = Domain("company_id", "=", self.company_id.id)
        if self.department_ids:
            domain &= Domain("department_id", "child_of", self.department_ids.ids)
        return {
            partner.id: employee.department_id.id
            for employee in self.env["hr.employee"].search(domain)
            if (partner := employee.user_id.partner_id or employee.work_contact_id)
        }

    def _find_customers(self):
        """One contact of each customer: whoever dealt with us last.

        :return: ids of contacts
        """
        last = {}
        for customer, partner, moment in self._list_dealings():
            last[customer.id] = max(
                last.get(customer.id, (datetime.min, 0)), (moment, partner.id)
            )
        ours = self._find_ours(list(last))
        return {
            partner_id
            for customer_id, (_moment, partner_id) in last.items()
            if customer_id not in ours
        }

    def _list_dealings(self):
        """Who dealt with the company since then, and when last.

        :return: iterator of (customer, contact, datetime)
        """
        since = fields.Date.today() - relativedelta(months=self.months)
        company = Domain("company_id", "=", self.company_id.id)
        rows = self.env[CASES]._read_group(
            company
            & Domain("identity_mode", "=", "named")
            & Domain("state", "!=", "cancelled")
            & Domain("partner_id", "!=", False)
            & Domain("date_received", ">=", since),
            ["commercial_partner_id", "partner_id"],
            ["date_received:max"],
        )
        yield from rows
        for business in BUSINESS:
            if business.model in self.env:
                yield from self._list_business(business, company, since)

    def _list_business(self, business, company, since):
        rows = self.env[business.model]._read_group(
            company
            & Domain(list(business.domain))
            & Domain(business.date, ">=", since),
            ["partner_id"],
            [f"{business.date}:max"],
        )
        for partner, moment in rows:
            if not isinstance(moment, datetime):
                moment = datetime.combine(moment, time.min)
            yield partner.commercial_partner_id, partner, moment

    def _find_ours(self, customer_ids):
        """Those of the customers who are our own companies or people.

        :param customer_ids: ids of the companies of customers
        :return: set of ids
        """
        companies = self.env["res.company"].search([("partner_id", "in", customer_ids)])
        users = self.env["res.users"].search(
            Domain("share", "=", False)
            & Domain("partner_id.commercial_partner_id", "in", customer_ids)
        )
        people = companies.partner_id | users.partner_id
        return set(people.commercial_partner_id.ids)

    def _filter_by_mail(self, partners):
        """Those of the contacts who are there, can be written to, and mind not."""
        by_email = {}
        for partner in partners.sorted("id", reverse=True):
            if partner.active and partner.email_normalized:
                # Who has several contacts with one address is asked once.
                by_email[partner.email_normalized] = partner.id
        refused = self._find_refused(list(by_email))
        return partners.browse(
            partner_id for email, partner_id in by_email.items() if email not in refused
        )

    def _find_refused(self, emails):
        """Addresses that nobody is asked by: who does not want it; and of customers
        those of our own people.

        :return: set of addresses
        """
        blacklist = self.env["mail.blacklist"].search([("email", "in", emails)])
        refused = set(blacklist.mapped("email"))
        if self.audience == "customers":
            refused |= self.env[CASES]._get_staff_keys(set(emails))
        return refused

    @api.model
    def _find_in_confidence(self, partners):
        """Those of the contacts who complained in confidence, or their company did.

        :param partners: ``res.partner``, as sudo
        """
        customers = partners.commercial_partner_id
        emails = list(filter(None, partners.mapped("email_normalized")))
        vaulted = self.env["complaint.identity"].search(
            Domain("partner_id.commercial_partner_id", "in", customers.ids)
            | Domain("email_normalized", "in", emails)
        )
        known = vaulted.partner_id.commercial_partner_id
        addresses = set(filter(None, vaulted.mapped("email_normalized")))
        return partners.filtered(
            lambda one: (
                one.commercial_partner_id in known or one.email_normalized in addresses
            )
        )

    def _leave_in_peace(self, partners):
        """Those of the contacts who were not asked lately (R199)."""
        if not self.cooldown_days:
            return partners
        since = fields.Datetime.now() - timedelta(days=self.cooldown_days)
        is_of_company = self.audience == "customers"
        keys = {
            one: {one.commercial_partner_id.id if is_of_company else one.id}
            | set(filter(None, [one.email_normalized]))
            for one in partners
        }
        wanted = set().union(*keys.values())
        invitations, cases = self.env["complaint.poll.invitation"], self.env[CASES]
        recent = invitations._find_asked(since, wanted)
        recent |= cases._find_asked_to_rate(since, wanted)
        return partners.filtered(lambda one: keys[one].isdisjoint(recent))
