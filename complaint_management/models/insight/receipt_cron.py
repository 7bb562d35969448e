# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Asking readers, dropping who has left, and reminding: once a day (R127)."""

import logging

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from ..common.steps import run_step

_logger = logging.getLogger(__name__)


class ComplaintReceipt(models.Model):
    _inherit = "complaint.receipt"

    @api.model
    def _cron_follow(self):
        """Ask, drop and remind; a missed day loses nothing, and twice does no more."""
        commit_progress = self.env["ir.cron"]._commit_progress
        receipts = self.sudo().with_context(active_test=False)
        steps = [("_ask_readers", one) for one in receipts._find_documents()]
        commit_progress(remaining=len(steps))
        if not receipts._run_steps(steps):
            return
        steps = [("_drop_unasked", receipts.browse())]
        steps += [("_remind", group) for group in receipts._find_late()]
        steps += [("_tell_head", group) for group in receipts._find_unheard()]
        commit_progress(remaining=len(steps))
        receipts._run_steps(steps)

    def _run_steps(self, steps):
        """Do one after the other, each kept for itself.

        :param steps: list of (name of a method, receipts or what is to be read)
        :return: whether there is time for more
        """
        commit_progress = self.env["ir.cron"]._commit_progress
        for step, records in steps:
            run_step(records, step, _logger)
            if not commit_progress(1):
                return False
        return True

    @api.model
    def _get_models(self):
        """Names of the models whose records ask for receipts."""
        mixin = self.env.registry["complaint.receipt.mixin"]
        return sorted(
            name
            for name, model in self.env.registry.items()
            if issubclass(model, mixin) and not model._abstract
        )

    @api.model
    def _find_documents(self):
        """What has to be read today, one by one."""
        return [
            document
            for name in self._get_models()
            for document in self.env[name].sudo()._find_to_read()
        ]

    @api.model
    def _drop_unasked(self):
        """What does not hold any more is not to be read; what is old was missed."""
        for name in self._get_models():
            documents = self.env[name].sudo()
            waiting = self.search(
                Domain("res_model", "=", name)
                & Domain("state", "=", "waiting")
                & Domain("res_id", "not in", documents._find_to_read().ids)
            )
            asked = documents.browse(set(waiting.mapped("res_id"))).exists()
            old = set(asked._filter_old().ids)
            missed = waiting.filtered(lambda receipt, old=old: receipt.res_id in old)
            missed._drop("missed")
            (waiting - missed)._drop()

    # ------------------------------------------------------------------
    # Reminding
    # ------------------------------------------------------------------

    @api.model
    def _find_late(self):
        """Those to be reminded, one by one."""
        return self.search(
            [
                ("state", "=", "waiting"),
                ("date_due", "<", fields.Date.context_today(self)),
                ("date_reminded", "=", False),
            ],
            order="id",
        )

    def _remind(self):
        """Remind a reader, once."""
        self.ensure_one()
        self.date_reminded = fields.Date.context_today(self)
        user = self.user_id
        there = self.with_context(
            lang=user.lang or self.env.lang, mail_notify_force_send=False
        )
        sentence = there.env._("Please read “%s”, and say that you have.", there.title)
        there._tell(user, sentence, there._get_html_link(there.title))

    @api.model
    def _find_unheard(self):
        """Those reminded in vain, by what they have to read.

        As many days after the reminder as they had to read it, whoever leads them is
        told.
        """
        today = fields.Date.context_today(self)
        late = self.search(
            [
                ("state", "=", "waiting"),
                ("date_reminded", "<", today),
                ("date_head_told", "=", False),
            ],
            order="id",
        ).filtered(
            lambda receipt: (
                receipt.date_reminded + (receipt.date_due - receipt.date_asked) <= today
            )
        )
        return late.grouped(
            lambda receipt: (receipt.res_model, receipt.res_id)
        ).values()

    def _tell_head(self):
        """Tell whoever leads them how many have not read it, each head once."""
        today = fields.Date.context_today(self)
        for head, receipts in self.grouped(lambda receipt: receipt._get_head()).items():
            receipts.date_head_told = today
            if not head:
                continue
            there = receipts.with_context(
                lang=head.lang or self.env.lang, mail_notify_force_send=False
            )
            sentence = there.env._(
                "%(count)s of your people have not read “%(title)s” yet.",
                count=len(receipts),
                title=there[0].title,
            )
            names = Markup("").join(
                Markup("<li>%s</li>") % receipt._get_html_link(receipt.user_id.name)
                for receipt in there
            )
            there[0]._tell(head, sentence, Markup("<ul>%s</ul>") % names)

    def _get_head(self):
        """Who leads the reader and may know of it: the nearest, else an officer."""
        self.ensure_one()
        barred = self._get_barred_partners()
        heads = self.department_id._get_heads()
        heads |= self.company_id._get_complaint_people()
        able = (
            user
            for user in heads
            if user != self.user_id
            and user._works_in(self.company_id)
            and user.partner_id not in barred
            and self.with_user(user)
            .with_context(allowed_company_ids=user.company_ids.ids)
            .has_access("read")
        )
        return next(able, heads.browse())

    def _tell(self, user, sentence, body):
        """Tell one person something, by their inbox or by mail."""
        self.message_notify(
            partner_ids=user.partner_id.ids,
            subject=sentence,
            body=Markup("<p>%s</p>%s") % (sentence, body),
            author_id=self.env.ref("base.partner_root").id,
            email_layout_xmlid="mail.mail_notification_layout",
        )
