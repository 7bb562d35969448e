# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import UserError


class SpreadsheetDashboardShare(models.Model):
    _inherit = "spreadsheet.dashboard.share"

    @api.constrains("dashboard_id")
    def _check_is_not_kept(self):
        """Figures about complaints are on no public page (R207).

        :raises UserError: a dashboard of ours is shared
        """
        if self.dashboard_id & self._get_kept_dashboards():
            raise UserError(
                self.env._(
                    "Dashboards about complaints are not shared by a public link. "
                    "Whoever may read them finds them in their own menu; ask a "
                    "complaint manager for the right."
                )
            )

    @api.readonly
    @api.model
    def get_kept_ids(self):
        """The dashboards for which the screen offers no button to share them.

        :return: their ids
        """
        return self._get_kept_dashboards().ids

    @api.model
    def _get_kept_dashboards(self):
        """The dashboards that this addon brings, and copies in their group."""
        group = self.env.ref(
            "complaint_management.spreadsheet_dashboard_group_complaint",
            raise_if_not_found=False,
        )
        return (
            group.sudo().dashboard_ids if group else self.env["spreadsheet.dashboard"]
        )
