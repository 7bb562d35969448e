# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Finding customers who went quiet, and those who came back; where orders are known."""

import logging
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import plaintext2html

from ...tools.warning import complains_no_more, find_silence
from ..answer.case_rating import DISSATISFIED
from ..case.life_cycle import OPEN_STATES
from ..common.steps import run_step
from .silence import AWAY, TASK

# So far back orders and complaints are looked at.
PAST = timedelta(days=3 * 365)
# So many customers are looked at in one go.
BATCH = 500
# So long after the last look at a company it is due again.
PAUSE = timedelta(hours=6)
# Nobody calls more in a day: the best customers come first, the others the next night.
MOST_A_NIGHT = 20
_logger = logging.getLogger(__name__)


class ComplaintSilence(models.Model):
    _inherit = "complaint.silence"

    # ------------------------------------------------------------------
    # Where orders stand
    # ------------------------------------------------------------------

    @api.model
    def _get_order_model(self):
        """The model of orders, where its app is installed; another app extends this.

        :return: name of a model, or None
        """
        return "sale.order" if "sale.order" in self.env else None

    @api.model
    def _get_order_days(self, company, partner_ids):
        """On which days customers ordered from a company, in one grouped query.

        :return: dict of the id of a customer's company to dates
        """
        orders = self.env[self._get_order_model()].sudo()
        rows = orders._read_group(
            [
                ("state", "=", "sale"),
                ("company_id", "=", company.id),
                ("partner_id.commercial_partner_id", "in", list(partner_ids)),
                ("date_order", ">=", fields.Datetime.now() - PAST),
            ],
            ["partner_id.commercial_partner_id"],
            ["date_order:array_agg"],
        )
        return {
            partner.id: [company._get_complaint_day_of(moment) for moment in moments]
            for partner, moments in rows
        }

    # ------------------------------------------------------------------
    # The scheduled action
    # ------------------------------------------------------------------

    @api.model
    def _cron_find(self):
        """See who came back, and who went quiet, company by company.

        Safe to kill and to repeat: a silence is known by its last order, and what was
        not seen in a night is seen in the next.
        """
        commit_progress = self.env["ir.cron"]._commit_progress
        companies = self.env["res.company"].sudo()
        if self._get_order_model():
            companies = companies.search(self._get_due_companies_domain())
        commit_progress(remaining=len(companies))
        for company in companies:
            run_step(self.sudo().browse(), "_look_at_company", _logger, company)
            company.complaint_silence_watched = fields.Datetime.now()
            if not commit_progress(1):
                return

    @api.model
    def _look_at_company(self, company):
        """See who came back, and who went quiet; called as sudo."""
        self._note_returns(company)
        self._find_in(company)

    @api.model
    def _get_due_companies_domain(self):
        """Companies that want it and were not looked at for some hours.

        So a run that ends after one of them goes on with the next, and no run looks
        at the same again and again.
        """
        before = fields.Datetime.now() - PAUSE
        return Domain("complaint_watch_silence", "=", True) & (
            Domain("complaint_silence_watched", "=", False)
            | Domain("complaint_silence_watched", "<", before)
        )

    @api.model
    def _find_in(self, company):
        """Find customers of a company who went quiet; called as sudo.

        :return: the new records
        """
        today = company._get_complaint_day_of(fields.Datetime.now())
        found = {}
        ids = self._get_complainants(company)
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            days = self._get_order_days(company, batch)
            quiet = {
                partner_id: silence
                for partner_id, dates in days.items()
                if (silence := find_silence(dates, today))
            }
            found |= self._filter_telling(company, quiet, today)
        places = MOST_A_NIGHT - self._count_of_today(company)
        chosen = sorted(found.items(), key=lambda item: -item[1][0].orders)
        silences = self._create_sealed(
            [
                self._prepare_silence(company, partner_id, silence, case)
                for partner_id, (silence, case) in chosen[: max(0, places)]
            ]
        )
        silences._plan()
        return silences

    @api.model
    def _get_case_domain(self, company):
        """Complaints of known customers, as a ``Domain``; of nobody protected."""
        return (
            self.env["complaint.complaint"]._get_complaint_domain()
            & Domain("company_id", "=", company.id)
            & Domain("identity_mode", "=", "named")
            & Domain("commercial_partner_id", "!=", False)
            & Domain("date_received", ">=", fields.Datetime.now() - PAST)
        )

    @api.model
    def _get_complainants(self, company):
        """Ids of the customers who complained by their name, as customer companies."""
        cases = self.env["complaint.complaint"].sudo().with_context(active_test=False)
        rows = cases._read_group(
            self._get_case_domain(company), ["commercial_partner_id"]
        )
        return [partner.id for (partner,) in rows]

    @api.model
    def _filter_telling(self, company, quiet, today):
        """Of customers who order no more, those who do not complain any more either,
        or whose last case ended badly.

        Who waits for us is not quiet. What is known already is not told again.

        :param dict quiet: customer id to ``Silence``
        :return: dict of customer id to ``Silence`` and the last case
        """
        known = {
            (silence.partner_id.id, silence.date_last_order)
            for silence in self.search(
                [("company_id", "=", company.id), ("partner_id", "in", list(quiet))]
            )
        }
        cases = self.env["complaint.complaint"].sudo().with_context(active_test=False)
        cases = cases.search(
            self._get_case_domain(company)
            & Domain("commercial_partner_id", "in", list(quiet)),
            order="date_received, id",
        )
        telling = {}
        for partner, theirs in cases.grouped("commercial_partner_id").items():
            silence = quiet[partner.id]
            if (partner.id, silence.last) in known:
                continue
            if any(case.state in OPEN_STATES for case in theirs):
                continue
            days = [
                company._get_complaint_day_of(case.date_received) for case in theirs
            ]
            if complains_no_more(days, silence.usual, today) or self._ended_badly(
                theirs[-1]
            ):
                telling[partner.id] = (silence, theirs[-1])
        return telling

    @api.model
    def _ended_badly(self, case):
        """Whether the customer got nothing, was dissatisfied, or waited too long."""
        return (
            case.verdict == "not_upheld"
            or case.satisfaction_result in DISSATISFIED
            or case.satisfaction_handling in DISSATISFIED
            or any(clock.outcome == "missed" for clock in case.clock_ids)
        )

    @api.model
    def _count_of_today(self, company):
        since = fields.Datetime.now() - timedelta(hours=18)
        return self.search_count(
            [("company_id", "=", company.id), ("create_date", ">=", since)]
        )

    @api.model
    def _prepare_silence(self, company, partner_id, silence, case):
        return {
            "partner_id": partner_id,
            "company_id": company.id,
            "complaint_id": case.id,
            "date_last_order": silence.last,
            "order_count": silence.orders,
            "usual_days": silence.usual,
        }

    # ------------------------------------------------------------------
    # Who is told
    # ------------------------------------------------------------------

    def _plan(self):
        """Give each to the salesperson of the customer, as a call to make."""
        for silence in self:
            user = silence._find_seller()
            if not user:
                continue
            silence._write_sealed({"user_id": user.id})
            speaking = silence.with_context(
                lang=user.lang or self.env.lang, mail_activity_quick_update=True
            )
            speaking.activity_schedule(
                TASK,
                summary=self.env.ref(TASK).with_context(lang=user.lang).summary,
                note=plaintext2html(speaking.sentence),
                user_id=user.id,
            )

    def _find_seller(self):
        """The salesperson of the customer, else whoever looks after complaints.

        Nobody who is complained about in the case that it names.
        """
        self.ensure_one()
        partner, company = self.partner_id, self.company_id
        accused = self.complaint_id._get_accused_users()
        customer = self.complaint_id.partner_id
        for user in customer.user_id | partner.user_id:
            if user._works_in(company) and user not in accused:
                return user
        return (company._get_complaint_people() - accused)[:1]

    # ------------------------------------------------------------------
    # Who came back
    # ------------------------------------------------------------------

    @api.model
    def _note_returns(self, company):
        """Note who ordered again, or turned to us again; called as sudo."""
        away = self.search([("company_id", "=", company.id), ("state", "in", AWAY)])
        for start in range(0, len(away), BATCH):
            some = away[start : start + BATCH]
            orders = self._get_order_days(company, some.partner_id.ids)
            contacts = some._get_contact_days()
            for silence in some:
                silence._note_return(
                    orders.get(silence.partner_id.id, ()),
                    contacts[silence.partner_id.id],
                )

    def _note_return(self, orders, contacts):
        """:param orders: dates of orders; :param contacts: moments of contacts"""
        self.ensure_one()
        ways = [("order", day) for day in orders if day > self.date_last_order]
        ways += [
            ("contact", self.company_id._get_complaint_day_of(moment))
            for moment in contacts
            if moment > self.date_found
        ]
        if ways:
            way, day = min(ways, key=lambda found: (found[1], found[0] != "order"))
            self._perform_act("return", {"way": way, "day": day})

    def _get_contact_days(self):
        """When these customers turned to their company by themselves, with their names.

        :return: dict of customer id to datetimes
        """
        since = min(self.mapped("date_found"))
        cases = Domain("company_id", "in", self.company_id.ids)
        cases &= Domain("identity_mode", "=", "named")
        cases &= Domain("commercial_partner_id", "in", self.partner_id.ids)
        # A case that we opened is no word from the customer; what they say of it is.
        own = Domain("is_found_by_us", "=", False)
        own &= Domain("cancel_reason", "not in", ("merged", "spam"))
        found = defaultdict(list)
        complaints = self.env["complaint.complaint"].with_context(active_test=False)
        for case in complaints.search(
            cases & own & Domain("date_received", ">", since)
        ):
            found[case.commercial_partner_id.id].append(case.date_received)
        contacts = self.env["complaint.contact"].search(
            Domain("complaint_id", "any", cases)
            & Domain("direction", "=", "in")
            & Domain("date", ">", since)
        )
        for contact in contacts:
            customer = contact.complaint_id.commercial_partner_id
            found[customer.id].append(contact.date)
        return found
