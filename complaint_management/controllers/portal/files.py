# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Files of the page of a case: by links that end when the customer changes."""

from odoo.http import content_disposition, request

from odoo.addons.portal.controllers.portal import CustomerPortal

from .case import PAGE
from .doors import page
from .public_form import MAX_ID


class ComplaintCaseFiles(CustomerPortal):
    @page(
        f"{PAGE}/file/<int:file_id>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET"],
        readonly=True,
    )
    def portal_complaint_file(self, complaint_id, file_id, key=None, **_kw):
        """Download a file that both sides see."""
        key = key if isinstance(key, str) and key.isascii() else ""
        files = request.env["complaint.complaint"]
        is_id = 0 < complaint_id < MAX_ID and 0 < file_id < MAX_ID
        file = is_id and files._find_portal_file(complaint_id, file_id, key)
        if not file:
            raise request.not_found()
        data = file.raw or b""
        return request.make_response(
            data,
            headers=[
                ("Content-Type", "application/octet-stream"),
                ("Content-Length", len(data)),
                ("Content-Disposition", content_disposition(file.name)),
            ],
        )
