# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Merging cases that are one and the same: nothing and nobody gets lost (R178)."""

from markupsafe import Markup

from odoo import Command, api, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext, is_html_empty

from ...tools.answer.wording import say_exactly
from ...tools.authority.exchange import Exchange, NoRateError
from .life_cycle import OPEN_STATES

# Taken over from the first merged case that has them, where the survivor has none.
MERGE_FILL = [
    "channel_id",
    "source_url",
    "origin_ref",
    "product_id",
    "lot_id",
    "complained_object",
    "ticket_id",
    "lead_id",
    "parent_id",
    "category_id",
]
# The same, when the complainant is the same.
MERGE_FILL_COMPLAINANT = [
    "partner_id",
    "partner_name",
    "email_from",
    "phone",
    "street",
]
# Collected from all cases.
MERGE_COLLECT = ["tag_ids", "complained_employee_ids", "complained_department_ids"]


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _merge_into(self, survivor, reason=None):
        """Merge these cases into ``survivor``, which goes on.

        It keeps the earliest receipt, all complainants, contacts, messages,
        attachments, activities and followers; the merged cases are cancelled
        and stay readable with all that is theirs alone.

        :param survivor: the case that goes on
        :param str reason: why, kept in the log of the merged cases
        :raises AccessError: the user may not edit one of the cases
        :raises UserError: telling all that stands against it
        """
        survivor.ensure_one()
        merged = self - survivor
        cases = survivor | merged
        cases.check_access("write")
        obstacles = cases._get_merge_obstacles()
        if obstacles:
            raise UserError("\n".join(obstacles))
        survivor.write(survivor._prepare_merge_vals(merged))
        survivor._take_over_records(merged)
        survivor._log_merge(merged)
        merged._transition(
            "cancel",
            reason=reason or self.env._("Same matter as %s", survivor.display_name),
            vals={"cancel_reason": "merged", "merged_into_id": survivor.id},
        )

    # ------------------------------------------------------------------
    # What stands against it
    # ------------------------------------------------------------------

    def _get_merge_obstacles(self):
        """Why these cases cannot be merged, each reason in the user's words."""
        if len(self) < 2:
            return [self.env._("Choose at least two cases.")]
        obstacles = []
        if len(self.company_id) > 1:
            obstacles.append(
                self.env._("Cases of different companies cannot be merged.")
            )
        if len(set(self.mapped("kind"))) > 1:
            obstacles.append(
                self.env._(
                    "Complaints, suggestions and inquiries are handled differently. "
                    "Change the kind of one of them first."
                )
            )
        finished = self.filtered(lambda case: case.state not in OPEN_STATES)
        if finished:
            obstacles.append(
                self.env._(
                    "Closed and cancelled cases cannot be merged: %s.",
                    ", ".join(finished.mapped("display_name")),
                )
            )
        return obstacles

    def _get_merge_remarks(self, merged):
        """What to know before cases are merged into this one, in the user's words.

        :return: list of sentences; rooms add what they keep, and what they cannot
        """
        self.ensure_one()
        currency = self._get_merged_currency(merged)
        return [
            self.env._(
                "There is no rate from %(foreign)s to %(own)s: what %(case)s says in "
                "%(foreign)s is kept in words, and not counted.",
                foreign=case.currency_id.name,
                own=currency.name,
                case=case.number,
            )
            for case in self._get_merge_unknown_money(merged)
        ]

    # ------------------------------------------------------------------
    # What the survivor takes over
    # ------------------------------------------------------------------

    def _prepare_merge_vals(self, merged):
        """Facts that the survivor takes over from the merged cases."""
        self.ensure_one()
        cases = self | merged
        vals = {
            "date_received": min(cases.mapped("date_received")),
            "severity": max(cases.mapped("severity")),
            "description": self._get_merged_description(merged),
            "demand": self._get_merged_demand(merged),
        }
        for fname in MERGE_COLLECT:
            vals[fname] = [Command.link(id_) for id_ in merged[fname].ids]
        known = merged.filtered(self._is_same_complainant)
        vals.update(self._prepare_merge_fill_vals(MERGE_FILL_COMPLAINANT, known))
        vals.update(self._prepare_merge_fill_vals(MERGE_FILL, merged))
        self._drop_foreign_lot(vals)
        vals.update(self._prepare_merged_amounts(merged))
        if any(merged.mapped("legal_hold")):
            vals["legal_hold"] = True
        if vals.get("parent_id") == self.id:
            del vals["parent_id"]
        others = (merged.partner_id | merged.other_partner_ids) - self.partner_id
        vals["other_partner_ids"] = [
            Command.link(partner.id)
            for partner in others
            if partner.id != vals.get("partner_id")
        ]
        return vals

    def _prepare_merge_fill_vals(self, fnames, merged):
        vals = {}
        for fname in fnames:
            source = merged.filtered(fname)[:1]
            if source and not self[fname]:
                vals[fname] = self._fields[fname].convert_to_write(source[fname], self)
        return vals

    def _drop_foreign_lot(self, vals):
        """A lot of another product than that of the survivor stays where it is."""
        of_lot = self.sudo().lot_id.browse(vals.get("lot_id") or ()).product_id
        product_id = vals.get("product_id") or self.product_id.id
        if of_lot and product_id and of_lot.id != product_id:
            del vals["lot_id"]

    def _get_merged_description(self, merged):
        """What happened, in the words of each complainant who said it differently."""
        told = {html2plaintext(self.description or "").strip()}
        description = self.description or Markup("")
        for case in merged.sorted("date_received"):
            text = html2plaintext(case.description or "").strip()
            if is_html_empty(case.description) or text in told:
                continue
            told.add(text)
            description += Markup("<p><b>%s</b></p>%s") % (
                case._get_merge_label(),
                case.description,
            )
        return description

    def _get_merged_demand(self, merged):
        """What each complainant asks for, with the amounts that differ."""
        told = {(self.demand or "").strip(), ""}
        # Of what nobody else asked for, the field of the amount says enough.
        taken = self._prepare_merged_amounts(merged).get("claimed_amount", 0.0)
        money = self._get_merged_currency(merged)
        amounts = {money.format(self.claimed_amount or taken)}
        demands = [self.demand] if self.demand else []
        for case in merged.sorted("date_received"):
            wishes = [case.demand] if (case.demand or "").strip() not in told else []
            amount = case.currency_id.format(case.claimed_amount)
            if case.claimed_amount and amount not in amounts:
                amounts.add(amount)
                wishes.append(amount)
            if wishes:
                demands.append("\n".join([f"{case._get_merge_label()}:", *wishes]))
                told.add((case.demand or "").strip())
        return "\n\n".join(demands)

    def _get_merge_label(self):
        """Which case something came from, and who said it."""
        env = self._in_house().env
        label = env._(
            "%(number)s, received %(date)s",
            number=self.number,
            date=say_exactly(env, self.date_received),
        )
        return f"{label}, {self.partner_name}" if self.partner_name else label

    # ------------------------------------------------------------------
    # Amounts
    # ------------------------------------------------------------------

    @api.model
    def _get_merge_amount_fields(self):
        """Names of amounts that add up, where different people complained.

        What one of them asks for is no sum: the first stays, the others are words.
        """
        return []

    def _has_money(self):
        """Whether anything on the case is said in its currency."""
        self.ensure_one()
        case_sudo = self.sudo()
        fnames = ["claimed_amount", *self._get_merge_amount_fields()]
        return any(case_sudo[fname] for fname in fnames)

    def _get_merged_currency(self, merged):
        """The currency of the case that goes on: its own, if it says anything in it."""
        if self._has_money():
            return self.currency_id
        return merged.filtered(lambda case: case._has_money())[:1].currency_id or (
            self.currency_id
        )

    def _prepare_merged_amounts(self, merged):
        """What is asked for, was bought and lost in all cases, each amount converted.

        :return: dict of values; without what no rate is known for
        """
        currency = self._get_merged_currency(merged)
        vals = {} if currency == self.currency_id else {"currency_id": currency.id}
        fnames = ["claimed_amount", *self._get_merge_amount_fields()]
        before = {fname: self.sudo()[fname] for fname in fnames}
        after = dict(before)
        exchange = Exchange((self | merged).currency_id | currency, self.company_id)
        for case in merged:
            is_same = self._is_same_complainant(case)
            for fname, known in after.items():
                try:
                    amount = exchange.convert(
                        case.sudo()[fname], case.currency_id, currency
                    )
                except NoRateError:
                    continue
                if fname == "claimed_amount":
                    after[fname] = known or amount
                else:
                    after[fname] = max(known, amount) if is_same else known + amount
        vals.update({f: value for f, value in after.items() if value != before[f]})
        return vals

    def _get_merge_unknown_money(self, merged):
        """Cases whose amounts cannot be converted: they are told of in words only."""
        currency = self._get_merged_currency(merged)
        exchange = Exchange((self | merged).currency_id | currency, self.company_id)
        unknown = self.browse()
        for case in merged.filtered(lambda case: case._has_money()):
            try:
                exchange.convert(1.0, case.currency_id, currency)
            except NoRateError:
                unknown |= case
        return unknown

    def _take_over_records(self, merged):
        """Move what hangs on the merged cases, each kind in one batch."""
        self.ensure_one()
        merged_sudo = merged.sudo()
        merged_sudo.contact_ids.write({"complaint_id": self.id})
        (merged_sudo.child_ids - self - merged).write({"parent_id": self.id})
        for model in ("ir.attachment", "mail.activity"):
            self.env[model].sudo().search(
                [("res_model", "=", self._name), ("res_id", "in", merged.ids)]
            ).write({"res_id": self.id})
        self._take_over_messages(merged)
        self.env["mail.followers"]._insert_followers(
            self._name, self.ids, merged_sudo.message_partner_ids.ids
        )
        (self | merged).invalidate_recordset()

    def _take_over_messages(self, merged):
        """Move what people wrote; the log of each case stays with it."""
        messages_sudo = (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("model", "=", self._name),
                    ("res_id", "in", merged.ids),
                    ("message_type", "not in", ("notification", "user_notification")),
                ]
            )
        )
        numbers = {case.id: case.number for case in merged}
        for (case_id, subject), group_sudo in messages_sudo.grouped(
            lambda message: (message.res_id, message.subject)
        ).items():
            label = self.env._("From %s", numbers[case_id])
            group_sudo.write(
                {
                    "res_id": self.id,
                    "subject": f"{label}: {subject}" if subject else label,
                }
            )

    def _say_merge_amounts(self):
        """What a case says in money, in its own currency."""
        case_sudo = self.sudo()
        return ", ".join(
            f"{self._fields[fname]._description_string(self.env)}: "
            f"{self.currency_id.format(case_sudo[fname])}"
            for fname in ["claimed_amount", *self._get_merge_amount_fields()]
            if case_sudo[fname]
        )

    def _log_merge(self, merged):
        """Note on the survivor what was merged into it, with ticket and lead."""
        lines = Markup("").join(
            Markup("<li>%s</li>")
            % " · ".join(
                filter(
                    None,
                    [
                        case._get_merge_label(),
                        case.name,
                        case._say_merge_amounts(),
                        case.external_body,
                        case.external_ref,
                        case.channel_id.name,
                        case.sudo().ticket_id.display_name,
                        case.sudo().lead_id.display_name,
                    ],
                )
            )
            for case in merged
        )
        self._message_log(
            body=Markup("<b>%s</b><ul>%s</ul>")
            % (self.env._("Merged into this case"), lines)
        )
