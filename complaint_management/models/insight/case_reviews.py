# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who may review how a case was handled: somebody who had no part in it."""

from odoo import api, models
from odoo.fields import Domain

from ...tools.authority.exchange import Exchange, NoRateError
from ..case.life_cycle import USER

# Who did something on the case itself, by field.
PART_FIELDS = (
    "user_id",
    "backup_user_id",
    "investigator_id",
    "approver_id",
    "first_contact_user_id",
    "create_uid",
    "dissatisfaction_user_id",
)
# Who did something on what belongs to it: model, and the fields that say who.
PARTS = (
    ("complaint.transition", ("user_id",)),
    ("complaint.contact", ("user_id", "logged_by_id")),
    ("complaint.approval", ("approver_id", "requester_id")),
    ("complaint.remedy", ("approver_id", "offered_by_id", "fulfilled_by_id")),
    ("complaint.apology", ("user_id",)),
)
# What adds to the risk of a case, and how much; the severity adds 0 to 3.
REOPENED = 2
DISSATISFIED = 3
LATE = 2
EXPENSIVE = 2


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _lets_review(self, user):
        """Whether somebody may review this case.

        :param user: ``res.users``
        """
        self.ensure_one()
        return self.id in self._find_reviewable(user, Domain("id", "=", self.id))

    @api.model
    def _find_reviewable(self, user, domain):
        """The cases that somebody may review, whoever asks.

        They read them, and had no part in them; they are not what a case is about, nor
        report to whom it is about, who is responsible, or who handled it.

        :param user: ``res.users``
        :param domain: which cases
        :return: set of ids
        """
        user = user.sudo()
        if not (user._is_living() and user.has_group(USER)):
            return set()
        reader = self.with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids, active_test=False
        )
        cases_sudo = self.sudo().with_context(active_test=False)
        found_sudo = cases_sudo.search(
            Domain("id", "in", reader._search([]))
            & Domain(domain)
            & ~self._get_part_domain(user)
            & ~self._get_dependent_domain(user)
        )
        return set((found_sudo - found_sudo._filter_unfit(user)).ids)

    @api.model
    def _get_part_domain(self, user):
        """Cases in which somebody had a part."""
        taken = [Domain(fname, "=", user.id) for fname in PART_FIELDS]
        for model, fnames in PARTS:
            said = Domain.OR(Domain(fname, "=", user.id) for fname in fnames)
            parts = self.env[model].sudo()._search(said)
            taken.append(Domain("id", "in", parts.select("complaint_id")))
        return Domain.OR(taken)

    @api.model
    def _get_dependent_domain(self, user):
        """Cases about somebody or whom they report to, or handled by these."""
        line_sudo = self._get_line_of_command(user)
        domain = Domain("user_id", "in", line_sudo.user_id.ids)
        for fname in ("complained_employee_ids", "responsible_employee_ids"):
            domain |= Domain(fname, "in", line_sudo.ids)
        return domain

    def _filter_unfit(self, user):
        """Those that say by rules of their own that they are not for somebody.

        Cases of the staff do: who complained, or leads whom it is about. As sudo.
        """
        return self.filtered("is_staff_case").filtered(
            lambda case: user in (case._get_unfit_users() | case._get_accused_users())
        )

    # ------------------------------------------------------------------
    # How risky the handling was
    # ------------------------------------------------------------------

    def _get_review_risks(self):
        """How much may have gone wrong in the handling, as points; as sudo.

        :return: dict of id and points
        """
        late, expensive = self._get_late_ids(), self._get_expensive_ids()
        return {
            case.id: int(case.severity or 0)
            + REOPENED * bool(case.reopen_count)
            + DISSATISFIED * bool(case.is_dissatisfied or case.dissatisfaction_outcome)
            + LATE * (case.id in late)
            + EXPENSIVE * (case.id in expensive)
            for case in self
        }

    def _get_expensive_ids(self):
        """The tenth of each company that claims most, one case of it at least.

        In the currency of the company, at today's rates; what has no rate is left out.
        """
        found = set()
        for company, cases in self.grouped("company_id").items():
            claims = cases._get_claims_in(company)
            if claims:
                least = sorted(claims.values())[-(len(claims) // 10 or 1)]
                found |= {id_ for id_, claim in claims.items() if claim >= least}
        return found

    def _get_claims_in(self, company):
        """What was claimed, in the currency of a company.

        :return: dict of id to an amount, of the cases that claim something
        """
        exchange, claims = Exchange(self.currency_id, company), {}
        for case in self.filtered("claimed_amount"):
            try:
                claims[case.id] = exchange.convert(
                    case.claimed_amount, case.currency_id, company.currency_id
                )
            except NoRateError:
                continue
        return claims

    def _get_late_ids(self):
        """Which of them missed a deadline."""
        clocks_sudo = self.env["complaint.clock"].sudo()
        groups = clocks_sudo._read_group(
            [("complaint_id", "in", self.ids), ("date_breached", "!=", False)],
            ["complaint_id"],
        )
        return {case.id for (case,) in groups}
