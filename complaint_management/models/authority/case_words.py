# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Money that our words promise counts as promised (R90).

"We pay you 5,000" in the name of a remedy that has no value, in the answer, or in a
message, passed every limit. What the customer reads is searched for amounts. One that
is more than the remedies of the case give, and quotes nothing that the customer asked
for or paid, needs a remedy of that value, which then is within authority or approved;
or the word of a second person that it is no promise.

Of two people one may be careless or in on it, and neither can hide: who confirms is not
the handler or investigator, says why, and takes the step only as a manager. A manager
for each quoted bill would be in the way of every answer.
"""

import hashlib

from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

from ...tools.authority.exchange import Exchange, NoRateError
from ...tools.authority.money import find_amounts
from ..case.life_cycle import MANAGER
from ..remedy.remedy import LIVE, PROMISED

STAFF = "complaint_management.group_complaint_user"
# Words of the case that the customer reads.
WORDS = ("answer", "decision", "customer_change", "refusal_reason")
# Amounts that are theirs, and may be quoted.
QUOTED = ("claimed_amount", "value_bought", "stated_loss")


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    words_waiver_ids = fields.One2many(
        comodel_name="complaint.words.waiver",
        inverse_name="complaint_id",
        string="Amounts That Are No Promise",
        groups=STAFF,
    )

    # ------------------------------------------------------------------
    # Where it is seen
    # ------------------------------------------------------------------

    def _check_need_promise(self, given):
        """What the words promise is promised, too."""
        return super()._check_need_promise(given) or self._say_unbacked(
            self._get_words()
        )

    def _say_to_complainant(self, words, milestone=False):
        self._check_words([("message", words)], promises_only=True)
        return super()._say_to_complainant(words, milestone)

    def _give_notice(self, words, until=False):
        self._check_words([("message", words)], promises_only=True)
        return super()._give_notice(words, until)

    def _message_post_after_hook(self, message, msg_values):
        """A message to the customer promises as an answer does."""
        result = super()._message_post_after_hook(message, msg_values)
        if self.env.uid != SUPERUSER_ID and self.sudo()._is_word_of_ours(
            message.sudo()
        ):
            self._check_words([("message", message.body)], promises_only=True)
        return result

    def _check_said(self, message):
        """Nor does a message promise by any other door what posting refuses."""
        result = super()._check_said(message)
        self._check_words([("message", message.body)], promises_only=True)
        return result

    def _check_words(self, words, promises_only=False):
        """Refuse words that promise more than the remedies of the case give.

        :param words: list of (field or "message", text or HTML)
        :param bool promises_only: an amount that is only named may stand
        :raises UserError: naming the amount and what to do
        """
        for complaint in self:
            refusal = complaint._say_unbacked(words, promises_only)
            if refusal:
                raise UserError(refusal)

    def _say_unbacked(self, words, promises_only=False):
        unbacked = self._get_unbacked(words, promises_only)
        if not unbacked:
            return None
        where, amount = unbacked[0]
        return self.env._(
            "“%(where)s” names %(amount)s, and no remedy of that value stands on "
            "the case. Put it into a remedy with its value, which is approved where "
            "it is above your approval limit; or let somebody other than the handler "
            "confirm with “Amounts in Our Words” that it is no promise.",
            where=self._get_words_label(where),
            amount=amount.text,
        )

    # ------------------------------------------------------------------
    # What the words say
    # ------------------------------------------------------------------

    def _get_words(self):
        """What the customer reads with the answer: pairs of where, and text."""
        self.ensure_one()
        lines = self.remedy_ids.filtered(lambda line: line.state in (*LIVE, "refused"))
        return self._get_case_words() + [
            ("remedy_ids", text)
            for line in lines
            for text in (line.name, line.refusal_reason)
            if text
        ]

    def _get_case_words(self):
        return [(fname, self[fname]) for fname in WORDS if self[fname]]

    def _get_words_label(self, where):
        if where == "message":
            return self.env._("Message")
        return self._fields[where]._description_string(self.env)

    def _get_unbacked(self, words, promises_only=False):
        """The amounts of words that nothing on the case stands for.

        :param words: as for ``_check_words``
        :return: list of (where, ``Amount``)
        """
        self.ensure_one()
        named = [
            (where, amount)
            for where, text in words
            for amount in find_amounts(html2plaintext(str(text or "")))
            if amount.is_promise or not promises_only
        ]
        if not named or self.env.uid == SUPERUSER_ID:
            return []
        backing = self._get_backing()
        confirmed = self._get_confirmed()
        return [
            (where, amount)
            for where, amount in named
            if not backing.covers(amount)
            and self._get_fingerprint(amount) not in confirmed
        ]

    def _get_backing(self):
        """What stands on the case, as far as it is promised or may be by the user."""
        prepared = self.remedy_ids.filtered(lambda line: line.state == "draft")
        standing = self.remedy_ids.filtered(lambda line: line.state in PROMISED)
        return Backing(self.sudo(), (standing | prepared - prepared._get_uncovered()))

    # ------------------------------------------------------------------
    # No promise
    # ------------------------------------------------------------------

    def _get_fingerprint(self, amount):
        """The amount and its sentence; spaces and signs around it do not matter."""
        sentence = "".join(char for char in amount.sentence.lower() if char.isalnum())
        return hashlib.sha256(f"{amount.value}|{sentence}".encode()).hexdigest()

    def _get_confirmed(self):
        """Fingerprints of what others confirmed; of oneself only as a manager."""
        waivers = self.sudo().words_waiver_ids
        if not self.env.user.has_group(MANAGER):
            waivers = waivers.filtered(lambda one: one.user_id != self.env.user)
        return set(waivers.mapped("fingerprint"))

    def action_confirm_amounts(self):
        """Open the dialog that shows the amounts, to say that they are no promise."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Amounts in Our Words"),
            "res_model": "complaint.words.confirm",
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_id": self.id},
        }

    def _confirm_no_promise(self, reason, message=None):
        """Keep that the amounts in the words promise nothing, and why.

        :param str reason: why it is none
        :param str message: words that are not on the case yet
        :raises UserError: the user may not say so, or there is nothing to confirm
        """
        self.ensure_one()
        self.check_access("write")
        self._check_confirms()
        words = [*self._get_words(), ("message", message)]
        unbacked = self._get_unbacked(words)
        if not unbacked:
            raise UserError(self.env._("No amount waits to be confirmed."))
        self.env["complaint.words.waiver"].sudo().create(
            [
                {
                    "complaint_id": self.id,
                    "amount": amount.text,
                    "where": self._get_words_label(where),
                    "reason": reason,
                    "user_id": self.env.uid,
                    "fingerprint": self._get_fingerprint(amount),
                }
                for where, amount in unbacked
            ]
        )
        self._log_note(
            self.env._(
                "No promise: %s",
                ", ".join(amount.text for _where, amount in unbacked),
            ),
            reason,
        )

    def _check_confirms(self):
        user = self.env.user
        if not user.has_group(STAFF):
            raise UserError(self.env._("Only staff who handle complaints confirm it."))
        if user in self._get_workers():
            raise UserError(
                self.env._("Somebody other than the handler and investigator confirms.")
            )
        if user in self._get_barred_deciders():
            raise UserError(
                self.env._(
                    "Nobody decides on a complaint about themselves, or about somebody "
                    "whom they report to."
                )
            )

    def _take_over_records(self, merged):
        merged.sudo().words_waiver_ids.write({"complaint_id": self.id})
        return super()._take_over_records(merged)


class ComplaintRemedy(models.Model):
    _inherit = "complaint.remedy"

    def _check_promise(self):
        """A remedy without value is not a way to promise one (R90)."""
        result = super()._check_promise()
        if self.env.uid == SUPERUSER_ID:
            return result
        for complaint, lines in self.grouped("complaint_id").items():
            complaint._check_words([("remedy_ids", line.name) for line in lines])
        return result


class Backing:
    """What an amount may stand for: remedies, and what the customer asked or paid."""

    def __init__(self, case, lines):
        """
        :param case: as sudo
        :param lines: its remedies that are promised, or may be
        """
        self._currency = case.currency_id or case.company_id.currency_id
        currencies = case.env["res.currency"].with_context(active_test=False)
        self._known = {one.name: one for one in currencies.search([])}
        self._exchange = Exchange(currencies.search([]), case.company_id)
        worths = lines._get_worths()
        self._total = sum(worths[line] for line in lines._count_options_once(worths))
        self._given = {(line.amount, line.currency_id.name) for line in lines.sudo()}
        every = case.remedy_ids
        self._quoted = {case[fname] for fname in QUOTED} | {
            *every.mapped("claimed_amount")
        }
        texts = (case.name, case.demand, html2plaintext(case.description or ""))
        self._quoted |= {one.value for text in texts for one in find_amounts(text)}

    def covers(self, amount):
        """Whether the remedies give that much, or it quotes the customer.

        :param amount: an ``Amount``
        """
        if not amount.is_promise and amount.value in self._quoted:
            return True
        codes = amount.currencies or (self._currency.name,)
        if any((amount.value, code) in self._given for code in codes):
            return True
        worth = self._convert(amount)
        return worth is not None and (
            self._currency.compare_amounts(worth, self._total) <= 0
        )

    def _convert(self, amount):
        """What it is in the currency of the case; None without a rate."""
        if not amount.currencies or self._currency.name in amount.currencies:
            return amount.value
        source = self._known.get(amount.currencies[0])
        try:
            return self._exchange.convert(amount.value, source, self._currency)
        except (NoRateError, AttributeError):
            return None
