# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""More time for an action: asked for with a reason, decided by somebody else."""

from odoo import fields, models
from odoo.tools import plaintext2html

from .action_acts import TO_DECIDE


class ComplaintAction(models.Model):
    _inherit = "complaint.action"

    def action_more_time(self):
        """Open the dialog that extends the date, or asks for it."""
        self.ensure_one()
        act = "extend" if self._is_decider() else "ask_time"
        return self.with_context(action_act=act).action_ask()

    def action_ask_time(self, date=None, reason=None):
        """Ask for more time; the date stays until somebody else has decided.

        :param date: until when, a ``date``
        :param str reason: why, and what is done until then
        """
        return self._act("ask_time", date=fields.Date.to_date(date), reason=reason)

    def action_extend(self, date=None, reason=None):
        """Give more time, as somebody else than the owner.

        :param date: the new date, after the present one; by default what was asked for
        """
        asked = len(self) == 1 and self.date_due_asked
        date = fields.Date.to_date(date) or asked
        return self._act("extend", date=date, reason=reason)

    def action_keep_date(self, reason=None):
        """Give no more time: the date stays as it is."""
        return self._act("keep_date", reason=reason)

    def _check_needs_date(self, given):
        """A new date is later than the present one, and not past."""
        day, today = given.get("date"), fields.Date.context_today(self)
        if not day:
            return self.env._("choose the new date.")
        if day < today:
            return self.env._("choose a date that is not past.")
        if not self.date_due:
            return self.env._("it has no date yet: enter one on its form.")
        if day <= self.date_due:
            return self.env._(
                "choose a date after %s, on which it is due now.",
                self._say_day(self.date_due),
            )

    def _prepare_act_vals(self, name, given):
        vals = super()._prepare_act_vals(name, given)
        over = {
            "date_due_asked": False,
            "extension_reason": False,
            "extension_asker_id": False,
        }
        if name == "ask_time":
            vals.update(
                date_due_asked=given["date"],
                extension_reason=given["reason"],
                extension_asker_id=self.env.uid,
            )
        elif name == "extend":
            vals.update(
                over, date_due=given["date"], extension_count=self.extension_count + 1
            )
        elif name in ("keep_date", "do", "waive", "cancel"):
            vals.update(over)
        return vals

    def _after_act(self, name, given):
        result = super()._after_act(name, given)
        if name == "ask_time":
            self._ask_decider()
        elif name in ("extend", "keep_date", "do"):
            self.sudo().activity_feedback([TO_DECIDE], feedback=given.get("reason"))
        return result

    def _ask_decider(self):
        """Give the decision to the nearest who may decide; not to the owner."""
        for action in self.sudo():
            people = action._get_next_owners() - action.user_id - self.env.user.sudo()
            if people:
                action.activity_schedule(
                    TO_DECIDE,
                    user_id=people[0].id,
                    note=plaintext2html(action.extension_reason or ""),
                    summary=self.with_context(lang=people[0].lang).env._(
                        "More time until %s?", action._say_day(action.date_due_asked)
                    ),
                )
