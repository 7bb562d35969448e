# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A case is not moved around a promise to pass a limit (R90).

Who moves a case to another customer or category, or merges it, promises what stands on
it anew: what is beyond their authority there is refused, and what was only approved is
asked for again. Nobody is hindered where it makes no difference: for the same customer
in other words, among categories that the same authorities are about, or back.
"""

from typing import NamedTuple

from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.case.customer import Customer
from ...tools.case.phases import follows
from ..remedy.remedy import PROMISED
from .promise_facts import WHOSE

# What decides, of a case, who may promise something on it.
JUDGED_BY = {"partner_id", "email_from", "category_id", "identity_mode"}


class Place(NamedTuple):
    """Where a case, or a promise on it, belongs: whose it is, and about what."""

    customer: Customer
    category: models.BaseModel

    def is_of_same_customer(self, other):
        """The same customer, or nobody who is known in either."""
        mine, theirs = self.customer, other.customer
        return mine[1:] == theirs[1:] or mine.is_same(theirs)

    def is_same(self, other):
        return self.category == other.category and self.is_of_same_customer(other)


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    @follows(*JUDGED_BY, remember="_get_places_of_promises")
    def _judge_moved(self, before):
        """Judge anew what stands promised on cases that move.

        :raises UserError: it is beyond the authority of who moves them
        """
        promises, places, forgotten = before
        forgotten.sudo()._write_sealed(dict.fromkeys(WHOSE, False))
        after = promises.complaint_id._get_places()
        promises.filtered(
            lambda line: not places[line.complaint_id].is_same(after[line.complaint_id])
        )._judge_anew()

    def _get_places_of_promises(self, vals):
        """What stands promised on these cases, and where they belong now.

        :return: the promises, what ``_get_places`` says, and the promises of whom
            nobody will know any more
        """
        promises = self._get_judged_promises()
        is_forgotten = vals.get("identity_mode") == "anonymous"
        forgotten = promises if is_forgotten else promises.browse()
        return promises, promises.complaint_id._get_places(), forgotten

    def _take_over_records(self, merged):
        """What was promised gets into no other category by a merge."""
        promises = merged._get_judged_promises()
        result = super()._take_over_records(merged)
        promises.filtered(lambda line: line.complaint_id == self)._judge_anew()
        return result

    def _get_judged_promises(self):
        """What stands against the limits of whoever promised it on these cases."""
        approved = Domain("state", "=", "draft") & Domain(
            "approval_state", "=", "approved"
        )
        lines_sudo = (
            self.env["complaint.remedy"]
            .sudo()
            .search(
                Domain("complaint_id", "in", self.ids)
                & (Domain("state", "in", PROMISED) | approved)
            )
        )
        return lines_sudo.filtered(lambda line: line._is_of_value()).with_env(self.env)

    def _get_places(self):
        """Where each case belongs now.

        :return: dict of case and ``Place``
        """
        customers = self._get_sealed_customers()
        return {
            case: Place(
                customers.get(case.id) or Customer(case, False, False),
                case.sudo().category_id,
            )
            for case in self
        }

    def _get_sealed_customers(self):
        """Whom each case is of, by their keys, from the case or from the vault.

        :return: dict of case id and ``Customer``; without those of nobody
        """
        found = {}
        for mode, cases in self.sudo().grouped("identity_mode").items():
            if mode != "anonymous":
                customers = cases._get_customers(mode)
                found.update((one.case.id, one.seal()) for one in customers)
        return found


class ComplaintRemedy(models.Model):
    _inherit = "complaint.remedy"

    def _judge_anew(self):
        """Whoever moved the cases of these promises answers for them as they are now.

        The product, and complainants who say who they are, are not judged.

        :raises UserError: a promise is beyond their authority
        """
        user = self.env.user
        if not self or user.id == SUPERUSER_ID or user.share:
            return
        self._wait_for_other_promises()
        places = self.sudo().complaint_id._get_places()
        for case, lines, ledger, held in self._with_authorities(user):
            strayed = lines.filtered(
                lambda line, case=case, ledger=ledger: line.sudo()._is_astray(
                    places[case], ledger.authorities
                )
            )
            standing = ledger.get_standing(case) - strayed.sudo()
            covering = ledger.get_covering(case, strayed, held, standing)
            strayed.filtered(lambda line, by=covering: not by[line])._stay_behind()

    def _is_astray(self, place, authorities):
        """Whether it makes a difference that its case is somewhere else now.

        :param place: the ``Place`` of the case
        :param authorities: all that hold in the company
        """
        self.ensure_one()
        promised = self.promised_category_id
        # What was promised to others in a merged case stays theirs.
        is_theirs = self.is_for_another or place.is_of_same_customer(
            Place(self._get_promised_customer(), promised)
        )
        return not is_theirs or any(
            one._is_about(promised) != one._is_about(place.category)
            for one in authorities
        )

    def _stay_behind(self):
        """These lines do not go along: what is only approved is approved again.

        :raises UserError: the customer was told of them
        """
        told = self.filtered(lambda line: line.state != "draft")
        if told:
            case = told[0].complaint_id
            raise UserError(
                self.env._(
                    "%(case)s is not moved to another customer or category by you: "
                    "what is promised on it would be above your approval limit there: "
                    "%(lines)s. Let somebody make the change who may promise that, or "
                    "withdraw what was only offered first.",
                    case=case.display_name,
                    lines=", ".join(told.mapped("display_name")),
                )
            )
        for case, lines in self.grouped("complaint_id").items():
            lines._void_approval()
            case._change_solution()
            case._log_note(
                self.env._(
                    "Approval is asked for again, as the customer or the category "
                    "changed"
                ),
                ", ".join(lines.mapped("display_name")),
            )
