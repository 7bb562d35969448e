# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the buttons of the desk do: the next step, or open where it is done."""

from odoo import models
from odoo.exceptions import MissingError, UserError

# Steps of a case that ask for nothing: one click on the desk does them.
AT_ONCE = ("acknowledge",)
# Rows that go with the case when somebody else gets it.
WITH_THE_CASE = ("case", "call", "remedy", "task")


class ComplaintDesk(models.Model):
    _inherit = "complaint.desk"

    def action_do(self):
        """Do the next step where it asks for nothing, or open where it is done.

        A kind has its own step in ``_do_<kind>``.

        :return: an action; True when the step was done
        """
        self.ensure_one()
        self._check_waits()
        act = getattr(self, f"_do_{self._get_kind()}", None)
        return act() if act else self.action_open()

    def action_open(self):
        """Open the record behind the row, or the case that it is about.

        :return: an action on its form
        """
        self.ensure_one()
        self._check_waits()
        source = self._get_source()
        if source._name == "complaint.to.decide":
            return source.action_open()
        if self._get_kind() in WITH_THE_CASE:
            return self._open_record(self.complaint_id)
        if source._name == "complaint.training.participation":
            return self._open_record(source.training_id)
        return self._open_record(source)

    def _check_waits(self):
        """Whether the rows stand on a desk that the user sees.

        :raises MissingError: they do not, or not any more
        """
        self.check_access("read")
        if self.exists() != self:
            raise MissingError(
                self.env._("This does not wait any more, or was never there.")
            )

    def _open_record(self, record):
        return record._get_records_action(target="current")

    def _do_case(self):
        case = self.complaint_id
        if self.kind == "case" and case.next_transition in AT_ONCE:
            if not case.next_missing:
                return getattr(case, f"action_{case.next_transition}")()
        return self.action_open()

    def _do_call(self):
        """Open the dialog that logs the call."""
        action = self.complaint_id.action_log_call()
        purpose = {"default_purpose": "call_back"}
        return {**action, "context": {**action["context"], **purpose}}

    def _do_statement(self):
        return self._get_source().action_say()

    # ------------------------------------------------------------------
    # Several rows
    # ------------------------------------------------------------------

    def action_assign(self):
        """Open the dialog that gives the cases behind the rows to another handler.

        :raises UserError: no row is about handling a case
        """
        self._check_waits()
        rows = self.filtered(lambda row: row._get_kind() in WITH_THE_CASE)
        if not rows.complaint_id:
            raise UserError(
                self.env._(
                    "Choose rows about cases: decisions, actions and warnings have "
                    "their own people."
                )
            )
        return rows.complaint_id.action_assign()
