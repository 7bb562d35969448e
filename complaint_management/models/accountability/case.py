# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What entries know of a case, and a case that entries are about."""

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError

from ...tools.protection.redaction import Redactor
from ..case.life_cycle import USER as STAFF


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _is_barred_from_facts(self):
        """Whether the user is one of those a protected case is about (R153)."""
        self.ensure_one()
        if self.identity_mode == "named":
            return False
        return self.env.user in self._get_accused_users()

    def _get_facts_for_accountability(self):
        """What who decides on an entry is told about its case, as sudo.

        :return: dict of fact to value; empty when the user may know nothing
        """
        self.ensure_one()
        if self._is_barred_from_facts():
            return {}

        def say(fname):
            labels = dict(self._fields[fname]._description_selection(self.env))
            return labels.get(self[fname], False)

        return {
            "number": self.number,
            "name": self._hide_identity(self.name),
            "kind": say("kind"),
            "category": self.category_id.display_name,
            "state": say("state"),
            "verdict": say("verdict"),
            "fault": say("fault_level"),
            "cause": self.cause_id.display_name,
            "finding": self._hide_identity(self.finding),
            "date_received": self.date_received,
            "date_answered": self.date_answered,
            "is_protected": self.identity_mode != "named",
        }

    def _is_read_on_the_case(self):
        """Whether the user, and not the product for somebody else, reads the case."""
        user = self.env.user
        reads = user.has_group(STAFF) and self.sudo(False).has_access("read")
        return reads and user.id != SUPERUSER_ID

    def _hide_identity(self, text):
        """Take the name and address of a protected complainant out of a text.

        They have no place in it, but whoever writes it may have known them (R152). Who
        reads the text on the case itself reads here the same: by what is taken out of a
        list of names that they wrote there, they would learn which is in the vault. For
        who cannot read it there, the names stay hidden, also from two who act together.

        :param text: str or Markup
        """
        self.ensure_one()
        if not text or self.identity_mode == "named" or self._is_read_on_the_case():
            return text
        traces = self._get_traces()
        redactor = Redactor(traces.words | traces.emails)
        is_html = isinstance(text, Markup)
        return redactor.hide_in_html(text) if is_html else redactor.hide(text)

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_kept(self):
        """A case that entries are about is kept, and nobody learns why."""
        kept = (
            self.env["complaint.penalty"]
            .sudo()
            .search_count([("complaint_id", "in", self.ids)], limit=1)
        )
        if kept:
            raise UserError(
                self.env._(
                    "This case has to be kept for the records of the company. Cancel "
                    "it instead."
                )
            )
