# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who acts for the house; what stays written is in the words of its company."""

from odoo import SUPERUSER_ID, api, models
from odoo.tools import format_date

from .messages import NO_MAIL_KEYS

# What of the caller's context concerns how, not what and who.
KEPT_CONTEXT = ("lang", "tz", *NO_MAIL_KEYS, "mail_activity_quick_update")


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _in_house(self):
        """The case in the language and the time zone of its company."""
        self.ensure_one()
        return self.with_context(**self.company_id._get_complaint_voice())

    @api.model
    def _as_the_house(self):
        """These cases as the system itself sees them, whoever knocks at the door.

        No user, default or setting of the sender gets into what is written: a
        protected complainant leaves no trace of their login (R152).
        """
        context = {
            key: self.env.context[key]
            for key in self._get_kept_context()
            if key in self.env.context
        }
        return self.with_env(self.env(user=SUPERUSER_ID, su=True, context=context))

    @api.model
    def _get_kept_context(self):
        """Keys of the context that go with a case into the house."""
        return KEPT_CONTEXT

    def _say_portal_day(self, moment):
        """A day in full: "Friday, November 27, 2026"."""
        return format_date(self.env, moment, date_format="full")
