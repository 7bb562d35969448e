# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the customer asks for, what they get, and what the moves ask of it."""

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import format_list

from ...tools.case.phases import follows
from ..answer.case_resolution import JUSTIFIED
from .remedy import LIVE, PROMISED


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    remedy_ids = fields.One2many(
        comodel_name="complaint.remedy",
        inverse_name="complaint_id",
        string="Remedies",
        copy=False,
    )
    has_remedies = fields.Boolean(compute="_compute_has_remedies")
    granted_amount = fields.Monetary(
        string="Granted",
        compute="_compute_granted_amount",
        store=True,
        help="What the remedies are worth together, those that are still prepared "
        "included; of several options only one counts.",
    )
    refusal_reason = fields.Text(
        string="Reason for Granting Less",
        copy=False,
        help="Why the customer does not get all they asked for, as they read it in "
        "the answer.",
    )

    @api.depends("remedy_ids")
    def _compute_has_remedies(self):
        """Whether anything is promised: an inquiry then has a page for it, too."""
        for complaint in self:
            complaint.has_remedies = bool(complaint.remedy_ids)

    @api.depends(
        "currency_id",
        "remedy_ids.amount",
        "remedy_ids.currency_id",
        "remedy_ids.state",
        "remedy_ids.is_option",
    )
    def _compute_granted_amount(self):
        worths = self.remedy_ids._get_worths()
        for complaint in self:
            lines = complaint.remedy_ids.filtered(lambda line: line.state in LIVE)
            counted = lines._count_options_once(worths)
            complaint.granted_amount = sum(worths[line] for line in counted)

    # ------------------------------------------------------------------
    # What the moves ask for
    # ------------------------------------------------------------------

    def _has_solution(self):
        """What the customer gets says what is proposed, too (R63)."""
        return super()._has_solution() or any(
            remedy.state in LIVE for remedy in self.remedy_ids
        )

    def _check_need_refusal_reason(self, given):
        """Who gets less than they asked for is told why (R106)."""
        if (self.refusal_reason or "").strip():
            return None
        claimed, granted = self.claimed_amount, self.granted_amount
        if self.currency_id.compare_amounts(claimed, granted) > 0:
            return self.env._(
                "The customer asks for %(claimed)s and gets %(granted)s: write down "
                "why they do not get all of it.",
                claimed=self.currency_id.format(claimed),
                granted=self.currency_id.format(granted),
            )

    def _check_need_promise(self, given):
        """Nothing that is beyond authority reaches the customer (R90)."""
        prepared = self.remedy_ids.filtered(lambda remedy: remedy.state == "draft")
        incomplete = prepared._get_incomplete()
        if incomplete:
            return incomplete._say_incomplete()
        uncovered = prepared._get_uncovered()
        if uncovered:
            return uncovered._say_beyond()

    def _check_need_fix(self, given):
        """A gift does not put right what went wrong (R84)."""
        lines = self.remedy_ids.filtered(
            lambda remedy: remedy.state in ("accepted", "fulfilled")
        )
        if (
            self.kind == "complaint"
            and self.verdict in JUSTIFIED
            and any(lines.mapped("type_id.is_goodwill"))
            and not any(lines.mapped("type_id.is_fix"))
            and not self._has_corrective_action()
        ):
            return self.env._(
                "A gift alone does not put it right. Add a remedy that does, or write "
                "down what we change."
            )

    def _has_corrective_action(self):
        """Whether something is changed because of the case; extend for actions."""
        return bool((self.customer_change or "").strip())

    def _check_need_promises_kept(self, given):
        """What was promised is done, and every offer was answered."""
        accepted, offered = (
            self.remedy_ids.filtered(lambda remedy, state=state: remedy.state == state)
            for state in ("accepted", "offered")
        )
        sentences = []
        if accepted:
            sentences.append(
                self.env._(
                    "Do what was agreed: %s.",
                    format_list(self.env, accepted.mapped("display_name")),
                )
            )
        if offered:
            sentences.append(
                self.env._(
                    "Record whether the customer wants what was offered: %s.",
                    format_list(self.env, offered.mapped("display_name")),
                )
            )
        return " ".join(sentences)

    # ------------------------------------------------------------------
    # What follows from the moves
    # ------------------------------------------------------------------

    def _change_solution(self):
        """What the customer gets changed: what was approved does not stand."""
        decided = self.filtered(
            lambda case: case.state == "proposed" and case.decision_state != "draft"
        )
        decided._withdraw_decision()

    def _offer_prepared(self, when):
        """With the answer the customer is offered what was prepared (R47)."""
        prepared = self.remedy_ids.filtered(lambda remedy: remedy.state == "draft")
        prepared._promise("offered", when)

    def _after_transition_answer(self, reason, when):
        self._offer_prepared(when)
        return super()._after_transition_answer(reason, when)

    def _after_transition_answer_inquiry(self, reason, when):
        self._offer_prepared(when)
        return super()._after_transition_answer_inquiry(reason, when)

    def _after_transition_decide_suggestion(self, reason, when):
        self._offer_prepared(when)
        return super()._after_transition_decide_suggestion(reason, when)

    def _after_transition_approve(self, reason, when):
        """Who approves the decision approves what it promises.

        What was approved before keeps who did it.
        """
        prepared = self.remedy_ids.filtered(
            lambda remedy: (
                remedy.state == "draft" and remedy.approval_state != "approved"
            )
        )
        # What is approved on one case counts on the next one of the customer.
        for lines in prepared.grouped("complaint_id").values():
            lines._keep_facts(lines._check_promise())
            lines._approve()
        return super()._after_transition_approve(reason, when)

    def _withdraw_decision(self):
        """What was approved with the decision, and not by itself, falls with it."""
        result = super()._withdraw_decision()
        self._get_approved_drafts().filtered(
            lambda remedy: not remedy.approval_id
        )._void_approval()
        return result

    def _get_approved_drafts(self):
        return self.sudo().remedy_ids.filtered(
            lambda remedy: (
                remedy.state == "draft" and remedy.approval_state == "approved"
            )
        )

    def _after_transition_reopen(self, reason, when):
        """Promises stay; an offer that nobody answered is thought over again."""
        offered = self.remedy_ids.filtered(lambda remedy: remedy.state == "offered")
        offered._withdraw()
        self._get_approved_drafts()._void_approval()
        self.remedy_ids._end_choice()
        return super()._after_transition_reopen(reason, when)

    def _after_transition_cancel(self, reason, when):
        """Nothing is offered on a case that ended; what was agreed is still due."""
        self.remedy_ids.filtered(
            lambda remedy: remedy.state in ("draft", "offered")
        )._cancel()

    @follows("customer_response")
    def _accept_offers(self):
        """Who accepts the answer accepts what it offers; among options they choose."""
        accepted = self.filtered(lambda case: case.customer_response == "accepted")
        offered = accepted.remedy_ids.filtered(
            lambda remedy: (
                remedy.state == "offered"
                and not remedy.is_option
                and not remedy.is_for_another
            )
        )
        by_customer = self.env.uid == SUPERUSER_ID
        offered._choose(by="customer" if by_customer else "staff")

    def _take_over_records(self, merged):
        """The survivor keeps what was promised in any of the merged cases (R178).

        What was only prepared goes along while the survivor is still worked on.
        """
        states = PROMISED if self.state == "resolved" else LIVE
        remedies_sudo = merged.sudo().remedy_ids.filtered(
            lambda remedy: remedy.state in states
        )
        # What was approved there counts together with what stands here.
        remedies_sudo.filtered(
            lambda remedy: remedy.state == "draft" and remedy.approval_state
        )._void_approval()
        remedies_sudo.write({"complaint_id": self.id})
        if remedies_sudo:
            # What was chosen in one case is no choice among those of another.
            (remedies_sudo | self.sudo().remedy_ids)._end_choice()
            self._change_solution()
        return super()._take_over_records(merged)

    # ------------------------------------------------------------------
    # Words for the customer
    # ------------------------------------------------------------------

    def _get_remedy_lines(self):
        """What the customer gets, as sentences in the language of the context.

        Options are one sentence, as long as the customer did not choose.
        """
        self.ensure_one()
        promised = self.sudo().remedy_ids.filtered(
            lambda remedy: remedy.state in PROMISED and not remedy.is_for_another
        )
        open_options = promised.filtered(
            lambda remedy: remedy.is_option and remedy.state == "offered"
        )
        lines = super()._get_remedy_lines()
        lines += [remedy._say() for remedy in promised - open_options]
        if len(open_options) == 1:
            lines.append(open_options._say())
        elif open_options:
            lines.append(
                self.env._(
                    "As you choose: %s",
                    format_list(
                        self.env, [remedy._say() for remedy in open_options], style="or"
                    ),
                )
            )
        return lines

    def _get_prepared_lines(self):
        """Remedies that are a draft yet, in the language of the context."""
        prepared = self.sudo().remedy_ids.filtered(lambda line: line.state == "draft")
        return super()._get_prepared_lines() + [remedy._say() for remedy in prepared]

    def _get_refusal_lines(self):
        """What the customer does not get and why, as sentences (R106)."""
        self.ensure_one()
        refused = self.sudo().remedy_ids.filtered(
            lambda remedy: remedy.state == "refused" and not remedy.is_for_another
        )
        lines = super()._get_refusal_lines() + [
            self.env._(
                "%(what)s: %(why)s", what=line.display_name, why=line.refusal_reason
            )
            for line in refused
        ]
        if self.refusal_reason:
            lines.append(self.refusal_reason)
        return lines
