# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who is shown on the recognition board: the company has one or not, and people
choose for themselves."""

from odoo import fields, models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    complaint_board_off = fields.Boolean(
        string="Not on the Recognition Board",
        copy=False,
        groups="complaint_management.group_complaint_accountability",
        help="The person does not want their rewards to be shown to all, nor badges.",
    )

    def _switch_board(self):
        """Take people off the board, or show all of them again if all are off.

        :return: whether they are off now
        """
        employees = self.sudo()
        is_off = not all(employee.complaint_board_off for employee in employees)
        employees.write({"complaint_board_off": is_off})
        return is_off


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_reward_board = fields.Boolean(
        string="Recognition Board",
        default=True,
        help="All employees see who was rewarded for handling complaints well. "
        "Each can leave the board.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_reward_board = fields.Boolean(
        related="company_id.complaint_reward_board", readonly=False
    )
