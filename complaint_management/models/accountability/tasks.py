# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Tasks on entries: each is seen by the one person it is for, and says no more than
what to do."""

from odoo import fields, models
from odoo.fields import Domain

from .penalty import ACCOUNTABILITY as OFFICER

ENTRY = "complaint.penalty"


class ComplaintPenalty(models.Model):
    """Entries have tasks, and neither followers nor messages.

    What Odoo posts on a record when a task is planned or done is left out: an entry
    is read by the person it is about.
    """

    _inherit = "complaint.penalty"

    # Odoo shows and searches the tasks of everybody who may read the record.
    activity_ids = fields.One2many(bypass_search_access=False)
    activity_state = fields.Selection(groups=OFFICER)
    activity_summary = fields.Char(related_sudo=False)
    activity_type_id = fields.Many2one(related_sudo=False)
    activity_type_icon = fields.Char(related_sudo=False)

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Nobody follows an entry."""
        return True

    def message_post_with_source(self, source_ref, **kwargs):
        """What was done with a task is not written under an entry.

        :return: no message
        """
        return self.env["mail.message"]

    def message_notify(self, **kwargs):
        """Whose task it is sees it among their tasks; no mail names the entry.

        :return: no message
        """
        return self.env["mail.message"]

    # ------------------------------------------------------------------
    # Planning
    # ------------------------------------------------------------------

    def _plan_tasks(self, kind_xmlid, users, days=None):
        """Give each entry its task, unless it has one of this kind already.

        :param str kind_xmlid: type of the task
        :param dict users: who does it, by entry; nobody is left out
        :param dict days: until when (date), by entry; else as the type says
        """
        kind = self.env.ref(kind_xmlid).sudo()
        planned = set(self._search_tasks([kind_xmlid]).mapped("res_id"))
        model = self.env["ir.model"]._get_id(ENTRY)
        days = days or {}
        self.env["mail.activity"].sudo().with_context(
            mail_activity_quick_update=True
        ).create(
            [
                {
                    "activity_type_id": kind.id,
                    "summary": kind.with_context(lang=users[entry].lang).summary,
                    "res_model_id": model,
                    "res_id": entry.id,
                    "user_id": users[entry].id,
                    "date_deadline": days.get(entry) or kind._get_date_deadline(),
                    "automated": True,
                }
                for entry in self
                if users.get(entry) and entry.id not in planned
            ]
        )

    def _search_tasks(self, kind_xmlids):
        """Open tasks of these kinds on these entries, as sudo."""
        kinds = [self.env.ref(xmlid).id for xmlid in kind_xmlids]
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", ENTRY),
                    ("res_id", "in", self.ids),
                    ("activity_type_id", "in", kinds),
                ]
            )
        )


class MailActivity(models.Model):
    """A task on an entry is seen by the person it is for, and nobody else.

    Not by officers who may read the entry, nor by the person it is about.
    """

    _inherit = "mail.activity"

    def _search(
        self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs
    ):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & (
                Domain("res_model", "!=", ENTRY) | Domain("user_id", "=", self.env.uid)
            )
        return super()._search(
            domain, offset, limit, order, bypass_access=bypass_access, **kwargs
        )

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if not self or self.env.su:
            return result
        others = self.sudo().filtered(
            lambda task: task.res_model == ENTRY and task.user_id != self.env.user
        )
        forbidden = others.with_env(self.env)
        if not forbidden:
            return result
        if result:
            forbidden |= result[0]
        return forbidden, lambda: forbidden._make_access_error(operation)


class MailActivityType(models.Model):
    _inherit = "mail.activity.type"

    # By name, so that what is said below counts.
    res_model = fields.Selection(selection="_get_model_selection")
    initial_res_model = fields.Selection(selection="_get_model_selection")

    def _get_model_selection(self):
        """Entries have tasks, although they have no messages."""
        return [
            *super()._get_model_selection(),
            (ENTRY, self.env["ir.model"].sudo()._get(ENTRY).name),
        ]
