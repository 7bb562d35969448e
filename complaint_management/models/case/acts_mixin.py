# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class ComplaintActsMixin(models.AbstractModel):
    """A document whose state is moved by acts, each a row of one table.

    What a row says, and what the document has to answer for it, tells ``Act`` of
    ``tools/case/acts``.
    """

    _name = "complaint.acts.mixin"
    _description = "Moved by Acts"
    _inherit = ["complaint.sealed.mixin"]

    # What one must be allowed to do with the document to act on it at all.
    _access_to_act = "write"
    # Whose change changes what the user may do with it.
    _acts_depend_on = ("state",)

    allowed_acts = fields.Json(compute="_compute_allowed_acts")

    @api.model
    def _get_acts(self):
        """The table of acts by name; rooms above may add rows."""
        return {}

    def _act(self, name, **given):
        """Do something with documents: check, write, log, and what follows.

        :param str name: a key of the table
        :param given: what comes with it, as the needs of the act name it
        :return: True
        :raises AccessError: the user may not do it
        :raises UserError: naming the documents, and all that is missing
        """
        self._check_act(name, given)
        self._perform_act(name, given)
        return True

    # ------------------------------------------------------------------
    # Whether it may be
    # ------------------------------------------------------------------

    @api.depends(lambda self: self._acts_depend_on)
    @api.depends_context("uid")
    def _compute_allowed_acts(self):
        """The buttons that make sense now for this user."""
        acts = self._get_acts()
        allowed = self._origin._filtered_access(self._access_to_act)
        for document in self:
            document.allowed_acts = [
                name
                for name in acts
                if document._origin in allowed and document._is_possible(name)
            ]

    def _is_possible(self, name):
        """Whether an act is for this user now; what it needs may still be missing."""
        self.ensure_one()
        act = self._get_acts()[name]
        return (
            self.state in act.sources
            and self._has_role(act)
            and self._makes_sense(name)
        )

    def _makes_sense(self, name):
        """Whether a button leads anywhere; extend it, the rules stand in the table."""
        return True

    def _check_act(self, name, given):
        """Lock the documents, and refuse what may not be, all in one message."""
        self._check_may_act(name)
        self._lock_for_act()
        missing = [
            self.env._(
                "%(document)s: %(missing)s",
                document=document.display_name,
                missing=words,
            )
            for document in self
            for words in document._find_missing(name, given)
        ]
        if missing:
            raise UserError("\n".join(missing))

    def _check_may_act(self, name):
        """Whether this is the user's to do; extend it.

        :raises AccessError: it is not
        """
        self.check_access(self._access_to_act)
        act = self._get_acts()[name]
        refused = self.filtered(lambda document: not document._has_role(act))
        if refused:
            raise AccessError(refused[0]._say_not_yours(act))

    def _has_role(self, act):
        """Whether the user has the role that an act is for."""
        self.ensure_one()
        return not act.role or getattr(self, f"_is_{act.role}")()

    def _say_not_yours(self, act):
        """Why the user may not do this, and who may; for documents with roles."""
        raise NotImplementedError

    def _find_missing(self, name, given):
        """What stands against an act, in sentences.

        :param str name: a key of the table
        :param dict given: what comes with it
        :return: list of str
        """
        self.ensure_one()
        act = self._get_acts()[name]
        if self.state not in act.sources:
            states = dict(self._fields["state"]._description_selection(self.env))
            return [
                self.env._(
                    "“%(act)s” is not possible, as it is “%(state)s”.",
                    act=self.env._(act.label),
                    state=states[self.state],
                )
            ]
        sentences = (getattr(self, f"_check_needs_{need}")(given) for need in act.needs)
        return [sentence for sentence in sentences if sentence]

    def _check_needs_reason(self, given):
        if not (given.get("reason") or "").strip():
            return self.env._("write down the reason.")

    # ------------------------------------------------------------------
    # The move
    # ------------------------------------------------------------------

    def _perform_act(self, name, given):
        """Do what was checked, or what the product does by itself."""
        self._prepare_act(name, given)
        target = self._get_acts()[name].target
        for document in self:
            vals = document._prepare_act_vals(name, given)
            if target:
                vals = {**vals, "state": target}
            document.sudo()._write_sealed(vals)
            document._log_act(name, given)
        self._after_act(name, given)

    def _prepare_act(self, name, given):
        """Put what comes along where it belongs, before anything is written."""

    def _prepare_act_vals(self, name, given):
        """What an act changes besides the state.

        :return: dict of values
        """
        return {}

    def _log_act(self, name, given):
        """What was done, by whom and why, stays in the log of the document."""
        self.ensure_one()
        company = self.company_id or self.env.company
        there = self.with_context(**company._get_complaint_voice())
        lines = [Markup("<b>%s</b>") % there.env._(self._get_acts()[name].done)]
        lines += there._get_act_words(name, given)
        self.sudo()._message_log(
            body=Markup("<br/>").join(lines),
            author_id=self.env.user.partner_id.id,
            email_from=False,
        )

    def _get_act_words(self, name, given):
        """What the log says beside the act: lines of text."""
        return [given["reason"]] if given.get("reason") else []

    def _after_act(self, name, given):
        """What follows from an act; extend it.

        :param str name: a key of the table
        :param dict given: what came with it
        """
