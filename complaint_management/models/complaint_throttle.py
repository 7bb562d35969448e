# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.misc import hmac

# The longest time over which anybody counts, in days.
KEPT_DAYS = 2
DAY = timedelta(days=1)


class ComplaintThrottle(models.Model):
    """How often something was done lately, without telling who did it.

    The doors for people outside ask here before they open. Each row says that
    something happened, once; by whom is a fingerprint that changes every day and
    is gone two days later. Nobody has access: only the product reads it.
    """

    _name = "complaint.throttle"
    _description = "Complaint Throttle"
    _log_access = False

    scope = fields.Char(required=True, help="What is counted.")
    key = fields.Char(required=True, help="Fingerprint of who or what did it.")
    date = fields.Datetime(required=True, default=fields.Datetime.now)

    _recent_idx = models.Index("(scope, key, date)")

    @api.model
    def _is_exceeded(self, scope, key, limit, seconds):
        """Count that something happens; whether it happened too often already.

        What is refused is not counted, so that who waits gets in again. Requests
        at the very same moment do not see each other: as many more get through as
        there are workers.

        :param str scope: what is counted, such as "form"
        :param str key: who does it, such as an address; kept as a fingerprint only
        :param int limit: how often it may happen; 0 for as often as one likes
        :param int seconds: in how long a time, at most one day
        :return: True when it happened ``limit`` times already
        """
        if limit <= 0:
            return False
        now = fields.Datetime.now()
        since = now - timedelta(seconds=seconds)
        hits_sudo = self.sudo()
        marks = {hits_sudo._get_mark(scope, key, when) for when in (since, now)}
        known = hits_sudo.search_count(
            [("scope", "=", scope), ("key", "in", list(marks)), ("date", ">", since)],
            limit=limit,
        )
        if known >= limit:
            return True
        hits_sudo.create(
            {"scope": scope, "key": self._get_mark(scope, key, now), "date": now}
        )
        return False

    @api.model
    def _get_mark(self, scope, key, when):
        """The fingerprint of a key on a day; without the database it says nothing."""
        return hmac(self.sudo().env, f"{self._name}:{scope}", f"{when.date()}:{key}")

    @api.autovacuum
    def _gc_old_hits(self):
        limit = fields.Datetime.now() - KEPT_DAYS * DAY
        self.sudo().search([("date", "<", limit)]).unlink()
