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
        hits_sudo = self.sudo()
        if hits_sudo._count(scope, key, limit, seconds, now) >= limit:
            return True
        hits_sudo._write_down(scope, key, now)
        return False

    @api.model
    def _has_tried_too_often(self, scope, key, limit, seconds):
        """Count a try, whatever becomes of it; whether there were too many.

        Unlike ``_is_exceeded``, it counts what is refused as well, and it is written
        by itself: an error later on does not take it back. Of what is far beyond the
        limit not every try is written.

        :param str scope: what is counted, such as "upload"
        :param str key: who does it, such as an address; kept as a fingerprint only
        :param int limit: how often it may happen; 0 for as often as one likes
        :param int seconds: in how long a time, at most one day
        :return: True when it happened ``limit`` times already
        """
        if limit <= 0:
            return False
        with self.env.registry.cursor() as cr:
            hits_sudo = self.with_env(self.env(cr=cr, su=True))
            now = fields.Datetime.now()
            known = hits_sudo._count(scope, key, 2 * limit, seconds, now)
            if known < 2 * limit:
                hits_sudo._write_down(scope, key, now)
        return known >= limit

    @api.model
    def _count(self, scope, key, most, seconds, now):
        """How often something happened lately, at most so often."""
        since = now - timedelta(seconds=seconds)
        marks = {self._get_mark(scope, key, when) for when in (since, now)}
        return self.search_count(
            [("scope", "=", scope), ("key", "in", list(marks)), ("date", ">", since)],
            limit=most,
        )

    @api.model
    def _write_down(self, scope, key, now):
        self.create(
            {"scope": scope, "key": self._get_mark(scope, key, now), "date": now}
        )

    @api.model
    def _get_mark(self, scope, key, when):
        """The fingerprint of a key on a day; without the database it says nothing."""
        return hmac(self.sudo().env, f"{self._name}:{scope}", f"{when.date()}:{key}")

    @api.autovacuum
    def _gc_old_hits(self):
        limit = fields.Datetime.now() - KEPT_DAYS * DAY
        self.sudo().search([("date", "<", limit)]).unlink()
