# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class MailFollowers(models.Model):
    """Who follows a case is seen by who may read the case."""

    _name = "mail.followers"
    _inherit = ["mail.followers", "complaint.attached.mixin"]
