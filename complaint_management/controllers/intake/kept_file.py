# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Files that were kept aside leave the house as downloads only."""

from odoo import http
from odoo.http import content_disposition, request

from ..portal.doors import page


class ComplaintKeptFilePage(http.Controller):
    @page(
        "/complaints/kept_file",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def kept_file(self, token=None, **_params):
        """Send the file for which the button has just made a link."""
        found = request.env["complaint.kept.file"]._open(token)
        if not found:
            return request.make_response("", status=404)
        name, data = found
        return request.make_response(
            data,
            headers=[
                # Whatever it is: nothing that a browser opens by itself.
                ("Content-Type", "application/octet-stream"),
                ("Content-Length", len(data)),
                ("Content-Disposition", content_disposition(name)),
            ],
        )
