# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a mail server answers, and Odoo does not keep."""

from odoo import models
from odoo.tools import email_normalize


class Delivery:
    """What a mail server said while a batch of mails was sent.

    ``refused`` holds the addresses that it did not take while it took others, by
    mail; ``unsure`` is the mail of which it was told everything, and then was silent:
    it may have gone out.
    """

    def __init__(self):
        self.refused = {}
        self.unsure = None


class Session:
    """A connection to a mail server that tells a ``Delivery`` what is answered."""

    def __init__(self, session, delivery, message_id):
        self._session = session
        self._delivery = delivery
        self._message_id = message_id

    def __getattr__(self, name):
        return getattr(self._session, name)

    def send_message(self, *args, **kwargs):
        """Send a mail as the connection does, and keep whom it refused."""
        with_data = getattr(self._session, "data", None)

        def data(message):
            self._delivery.unsure = self._message_id
            answer = with_data(message)
            self._delivery.unsure = None
            return answer

        if with_data:
            self._session.data = data
        try:
            refused = self._session.send_message(*args, **kwargs)
        finally:
            if with_data:
                self._session.data = with_data
        self._keep_refused(refused)
        return refused

    def _keep_refused(self, refused):
        if isinstance(refused, dict) and refused:
            addresses = {email_normalize(address) or address for address in refused}
            self._delivery.refused.setdefault(self._message_id, set()).update(addresses)


class IrMailServer(models.Model):
    _inherit = "ir.mail_server"

    def send_email(
        self,
        message,
        mail_server_id=None,
        smtp_server=None,
        smtp_port=None,
        smtp_user=None,
        smtp_password=None,
        smtp_encryption=None,
        smtp_ssl_certificate=None,
        smtp_ssl_private_key=None,
        smtp_debug=False,
        smtp_session=None,
    ):
        """Keep what the server says about a mail of ours; all else is Odoo's."""
        delivery = self.env.context.get("complaint_delivery")
        if smtp_session and isinstance(delivery, Delivery):
            smtp_session = Session(smtp_session, delivery, message["Message-Id"])
        return super().send_email(
            message,
            mail_server_id=mail_server_id,
            smtp_server=smtp_server,
            smtp_port=smtp_port,
            smtp_user=smtp_user,
            smtp_password=smtp_password,
            smtp_encryption=smtp_encryption,
            smtp_ssl_certificate=smtp_ssl_certificate,
            smtp_ssl_private_key=smtp_ssl_private_key,
            smtp_debug=smtp_debug,
            smtp_session=smtp_session,
        )
