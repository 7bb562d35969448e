# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is done with a remedy: offered, agreed, declined, refused, fulfilled."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty


class ComplaintRemedy(models.Model):
    _inherit = "complaint.remedy"

    # ------------------------------------------------------------------
    # Hooks of other chapters
    # ------------------------------------------------------------------

    def _get_covering(self, user=None):
        """By what ``user`` may promise each of the lines; extend it (R90).

        :param user: the one who promises; by default who is working
        :return: dict of line and authority, empty where there is none; without the
            lines that need none
        """
        return {}

    def _get_uncovered(self, user=None):
        """Those of the lines that ``user`` may not promise (R90)."""
        covering = self._get_covering(user)
        return self.browse().union(
            *(line for line, authority in covering.items() if not authority)
        )

    def _keep_facts(self, covering):
        """Keep with the lines what held when they were promised; extend it (R90).

        :param dict covering: as ``_get_covering`` tells it
        """

    def _check_promise(self):
        """Refuse what is beyond the authority of who is working (R90).

        :return: what covers it, as ``_get_covering`` tells it
        :raises UserError: naming the lines and what to do instead, or the complaint
            is about the user or somebody whom they report to
        """
        if (
            not self.env.su
            and self.env.user in self.complaint_id._get_barred_deciders()
        ):
            raise UserError(
                self.env._(
                    "Nobody promises anything in a complaint about themselves, or "
                    "about somebody whom they report to."
                )
            )
        covering = self._get_covering()
        uncovered = self.filtered(lambda line: not covering.get(line, True))
        if uncovered:
            raise UserError(uncovered._say_beyond())
        return covering

    def _say_beyond(self):
        """That these lines are beyond authority, and what to do, as a sentence."""
        return self.env._(
            "Beyond what you may promise: %s. Ask for approval first.",
            ", ".join(self.mapped("display_name")),
        )

    def _fulfil(self):
        """Create what fulfils these lines, where an app can; extend it (R107)."""

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_offer(self):
        """Offer prepared lines to the customer (R93)."""
        self._check_may("draft")
        self._check_case_open()
        return self._promise("offered")

    def action_grant(self):
        """Give the customer just what they asked for, in one click (R91)."""
        self._check_may("draft", "offered")
        self._check_case_open()
        prepared = self.filtered(lambda remedy: remedy.state == "draft")
        prepared._promise("accepted")
        return (self - prepared)._choose(by="staff")

    def action_accept(self):
        """Record that the customer agreed to what was offered (R74)."""
        self._check_may("offered")
        return self._choose(by="staff")

    def action_decline(self, note=None):
        """Record that the customer does not want what was offered.

        :param str note: why, in their words
        """
        self._check_may("offered")
        return self._decline(by="staff", note=note)

    def action_withdraw(self):
        """Take an offer back that the customer did not answer yet."""
        self._check_may("offered")
        self._check_case_open()
        self._withdraw()
        self.complaint_id._change_solution()
        return True

    def action_refuse(self):
        """Say no to what the customer asked for, with the reason (R106)."""
        self._check_may("draft")
        self._check_case_open()
        for remedy in self:
            if not (remedy.refusal_reason or "").strip():
                raise UserError(
                    self.env._(
                        "Write down why the customer does not get “%s”.",
                        remedy.display_name,
                    )
                )
        self._write_sealed({"state": "refused"})
        self.complaint_id._change_solution()
        return True

    def action_fulfil(self):
        """Do what was agreed, once, and say so (R107).

        :raises UserError: it cannot be done
        """
        self._check_may("accepted")
        self._fulfil()
        self._write_sealed(
            {
                "state": "fulfilled",
                "date_fulfilled": fields.Datetime.now(),
                "fulfilled_by_id": self.env.uid,
            }
        )
        self._note_on_case()
        return True

    # ------------------------------------------------------------------
    # Dialogs
    # ------------------------------------------------------------------

    def action_ask_refusal(self):
        """Ask why the customer does not get it."""
        return self._ask(self.env._("Refuse"), "complaint_remedy_view_refuse")

    def action_ask_decline(self):
        """Ask what the customer said to the offer."""
        return self._ask(
            self.env._("Customer Declines"), "complaint_remedy_view_decline"
        )

    def action_ask_fulfilment(self):
        """Ask how it was done."""
        return self._ask(self.env._("Fulfil"), "complaint_remedy_view_fulfil")

    def _ask(self, title, view):
        """A dialog on this line, with the button that acts.

        :param str title: what is going to be done
        :param str view: name of the form view
        """
        self.ensure_one()
        view_id = self.env.ref(f"complaint_management.{view}").id
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(view_id, "form")],
            "target": "new",
        }

    # ------------------------------------------------------------------
    # The moves
    # ------------------------------------------------------------------

    def _check_may(self, *states):
        """Refuse who may not write the case, and lines that stand elsewhere."""
        self.check_access("write")
        for remedy in self:
            if remedy.state not in states:
                raise UserError(
                    self.env._(
                        "“%(name)s” is “%(state)s”: this is not possible now.",
                        name=remedy.display_name,
                        state=remedy._get_state_label(),
                    )
                )

    def _promise(self, state, when=None):
        """Promise prepared lines to the customer: the one way to do so.

        :param str state: "offered", or "accepted" when they agreed already
        :param datetime when: the moment of the act in UTC; now by default
        :raises UserError: a line is beyond authority, or says no value
        """
        incomplete = self._get_incomplete()
        if incomplete:
            raise UserError(incomplete._say_incomplete())
        self._check_facts_known()
        # What is promised on one case counts on the next one of the customer.
        for lines in self.grouped("complaint_id").values():
            lines._promise_on_case(state, when)
        return True

    def _promise_on_case(self, state, when):
        self._keep_facts(self._check_promise())
        when = when or fields.Datetime.now()
        vals = {"date_offered": when, "offered_by_id": self.env.uid}
        if state == "accepted":
            vals.update(date_settled=when, settled_by="staff")
        self._write_sealed({**vals, "state": state})
        if state == "accepted":
            self._decline_others("staff")
        self._note_on_case()

    def _check_facts_known(self):
        """First the facts, then what the customer gets (R83).

        What is settled on the spot is resolved by then: its gate asks for the facts.

        :raises UserError: a complaint that is worked on has no finding yet
        """
        for complaint in self.sudo().complaint_id:
            if (
                complaint.kind == "complaint"
                and complaint.state != "resolved"
                and is_html_empty(complaint.finding)
            ):
                raise UserError(
                    self.env._(
                        "%(case)s: nothing was found yet. Write down the finding "
                        "before you promise anything, or settle the case at once.",
                        case=complaint.display_name,
                    )
                )

    def _get_incomplete(self):
        return self.filtered(lambda remedy: remedy.needs_value and not remedy.amount)

    def _say_incomplete(self):
        return self.env._(
            "Say what it is worth: %s.", ", ".join(self.mapped("display_name"))
        )

    def _choose(self, by="customer"):
        """The customer agrees to these lines; other options are off (R93).

        The caller checked that it is them, or staff that speaks for them.

        :param str by: a key of ``settled_by``
        :raises UserError: a line is not offered any more
        """
        if not self:
            return True
        offered_sudo = self.sudo()
        offered_sudo._check_offered()
        offered_sudo._write_sealed(
            {
                "state": "accepted",
                "date_settled": fields.Datetime.now(),
                "settled_by": by,
            }
        )
        offered_sudo._decline_others(by)
        offered_sudo._note_on_case()
        return True

    def _decline(self, by="customer", note=None):
        """The customer does not want these lines.

        The caller checked that it is them, or staff that speaks for them.

        :param str by: a key of ``settled_by``
        :param str note: why, in their words
        :raises UserError: a line is not offered any more
        """
        if not self:
            return True
        offered_sudo = self.sudo()
        offered_sudo._check_offered()
        offered_sudo._write_sealed(
            {
                "state": "declined",
                "date_settled": fields.Datetime.now(),
                "settled_by": by,
                **({"customer_note": note} if note else {}),
            }
        )
        offered_sudo._note_on_case()
        return True

    def _check_offered(self):
        """Only an offer that stands is answered, and of options only one."""
        locked = self.try_lock_for_update()
        if locked != self or any(remedy.state != "offered" for remedy in self):
            raise UserError(
                self.env._("This offer does not stand any more, or was answered.")
            )

    def _decline_others(self, by):
        """Options that were not chosen are off.

        :raises UserError: more than one option of a case was chosen
        """
        for complaint in self.filtered("is_option").complaint_id:
            options = complaint.remedy_ids.filtered("is_option")
            taken = options.filtered(
                lambda remedy: remedy.state in ("accepted", "fulfilled")
            )
            if len(taken) > 1:
                raise UserError(
                    self.env._(
                        "One of the options is chosen, not several: %s.",
                        ", ".join(taken.mapped("display_name")),
                    )
                )
            offered = options.filtered(lambda remedy: remedy.state == "offered")
            offered._write_sealed(
                {
                    "state": "declined",
                    "date_settled": fields.Datetime.now(),
                    "settled_by": by,
                }
            )
            options.filtered(lambda remedy: remedy.state == "draft")._cancel()

    def _cancel(self):
        """These lines are not promised any more, and were not agreed."""
        self._write_sealed({"state": "cancelled"})

    def _approve(self):
        """Who decides on the case approves these lines; extend to close requests."""
        self._write_sealed({"approval_state": "approved", "approver_id": self.env.uid})

    def _withdraw(self):
        """Offers that the customer did not answer are prepared again."""
        self._write_sealed(
            {"state": "draft", "date_offered": False, "offered_by_id": False}
        )
        self._note_on_case()

    def _note_on_case(self):
        """Keep in the chatter of each case what became of its lines."""
        for complaint, remedies in self.grouped("complaint_id").items():
            for state, lines in remedies.grouped("state").items():
                label = dict(self._fields["state"]._description_selection(self.env))
                complaint._log_note(
                    self.env._(
                        "Remedy – %(state)s: %(lines)s",
                        state=label[state],
                        lines="; ".join(lines.mapped("display_name")),
                    )
                )
