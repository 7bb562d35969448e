# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from .life_cycle import OFFICER

HANDLER = "complaint_management.group_complaint_user"
ACCOUNTABILITY = "complaint_management.group_complaint_accountability"


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    @api.model
    def action_open_home(self):
        """What the app's icon opens: the screen where the user's work stands.

        :return: an action
        """
        return self.env["ir.actions.act_window"]._for_xml_id(self._get_home_action())

    @api.model
    def _get_home_action(self):
        """Handlers begin with their cases, others with the board.

        Who has to do with entries about people only begins with what waits for them:
        the board is empty for them.
        """
        user = self.env.user
        if user.has_group(OFFICER):
            return "complaint_management.complaint_complaint_action"
        if user.has_group(HANDLER):
            return "complaint_management.complaint_complaint_my_action"
        if user.has_group(ACCOUNTABILITY):
            return "complaint_management.complaint_to_decide_action"
        return "complaint_management.complaint_complaint_action"
