# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is written by one and approved by another, before others go by it."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class ComplaintAuthoredMixin(models.AbstractModel):
    """A text with an author and an approver, who are never the same.

    Its acts are at least "submit", "approve" and "send_back"; its states begin with
    "draft". What a draft says is changed, what was agreed stays as it is.
    """

    _name = "complaint.authored.mixin"
    _description = "Written by One, Approved by Another"
    _inherit = ["complaint.acts.mixin", "mail.activity.mixin"]
    _acts_depend_on = ("state", "author_id", "asker_id", "company_id")

    # The types of the tasks to approve it, and to revise it.
    _approval_tasks = ()
    # What stays as it was agreed.
    _agreed_fields = frozenset()

    author_id = fields.Many2one(
        comodel_name="res.users",
        string="Written By",
        readonly=True,
        required=True,
        default=lambda self: self.env.uid,
        copy=False,
        ondelete="restrict",
        index=True,
    )
    asker_id = fields.Many2one(
        comodel_name="res.users",
        string="Approval Asked By",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    approver_id = fields.Many2one(
        comodel_name="res.users",
        string="Approved By",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    date_approved = fields.Datetime(
        string="Approved On", readonly=True, copy=False, index="btree_not_null"
    )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {
            "state",
            "author_id",
            "asker_id",
            "approver_id",
            "date_approved",
        }

    # ------------------------------------------------------------------
    # What was agreed stays
    # ------------------------------------------------------------------

    def write(self, vals):
        """What was approved, or lies before an approver, stays as it is.

        :raises UserError: saying what to do instead
        """
        self.check_access("write")
        if self._agreed_fields & set(vals) and not self._is_written_by_us(vals):
            self._check_draft()
        return super().write(vals)

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        self.check_access("write")
        if field_name in self._agreed_fields and not self.env.su:
            self._check_draft()
        return super()._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang
        )

    def _check_draft(self):
        """
        :raises UserError: one of them is no draft any more
        """
        agreed = self.filtered(lambda document: document.state != "draft")
        if agreed:
            raise UserError(agreed[0]._say_agreed())

    def _say_agreed(self):
        """That it is no draft any more, and what to do instead."""
        raise NotImplementedError

    # ------------------------------------------------------------------
    # Who approves it
    # ------------------------------------------------------------------

    def _is_decider(self):
        """Whether the user decides on such texts, whoever wrote them."""
        raise NotImplementedError

    def _is_approver(self):
        """Whether the user approves it: never who wrote it, or asked for it."""
        self.ensure_one()
        return self._is_decider() and self.env.user not in (
            self.author_id | self.asker_id
        )

    def _find_approvers(self):
        """Who can approve it, the nearest first, as sudo."""
        self.ensure_one()
        company = self.company_id or self.env.company
        people = company._get_complaint_people() - self.author_id - self.asker_id
        return people.filtered(lambda user: self.with_user(user)._is_approver())

    # ------------------------------------------------------------------
    # The move
    # ------------------------------------------------------------------

    def _prepare_act_vals(self, name, given):
        vals = super()._prepare_act_vals(name, given)
        if name == "submit":
            return {**vals, "asker_id": self.env.uid}
        if name == "approve":
            now = fields.Datetime.now()
            return {**vals, "approver_id": self.env.uid, "date_approved": now}
        if name == "send_back":
            return {**vals, "asker_id": False}
        return vals

    def _after_act(self, name, given):
        """Whoever is next has a task, and nobody else."""
        result = super()._after_act(name, given)
        to_approve, to_revise = self._approval_tasks
        documents = self.sudo().with_context(mail_activity_quick_update=True)
        documents.activity_unlink([to_approve, to_revise])
        for document in documents:
            if name == "submit":
                document._plan(to_approve, document._find_approvers()[:1])
            elif name == "send_back":
                document._plan(to_revise, document.author_id, note=given["reason"])
        return result

    def _plan(self, kind, user, **vals):
        """Give somebody a task, where there is somebody; called as sudo."""
        if user and user._is_living():
            there = self.with_context(lang=user.lang or self.env.lang)
            there.activity_schedule(kind, user_id=user.id, **vals)
