# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the tests of the desk share."""

from ..common import ComplaintCase


class DeskCase(ComplaintCase):
    """Whoever looks at their desk, and what they find there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Desk = cls.env["complaint.desk"]
        cls.handler.tz = "UTC"

    def _desk(self, user, *domain, mine=True):
        """What stands on somebody's desk, or on the desk of their team."""
        self.env.flush_all()
        self.env.invalidate_all()
        desk = self.Desk.with_user(user).with_context(tz="UTC")
        return desk.search([("is_mine", "=", True), *domain] if mine else [*domain])

    def _kinds(self, user, case, mine=True):
        rows = self._desk(user, ("complaint_id", "=", case.id), mine=mine)
        return sorted(rows.mapped("kind"))

    def _write_as_customer(self, case, **vals):
        """A word of the customer, later than what the case began with."""
        message = case.sudo().message_post(
            body="Are you still there?",
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            **{"author_id": False, "email_from": "li.wei@example.com", **vals},
        )
        return self._set_later(message, 1)

    def _set_later(self, record, hours):
        """As if it had been written so many hours from now."""
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE {record._table} SET create_date = create_date"
            " + %s * interval '1 hour' WHERE id = %s",
            (hours, record.id),
        )
        record.invalidate_recordset(["create_date"])
        return record
