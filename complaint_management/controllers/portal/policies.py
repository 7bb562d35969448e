# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Our policies on the public pages: those in force, and none but public ones (R161)."""

from werkzeug.exceptions import NotFound

from odoo.http import request

from .doors import page
from .public import ComplaintPublic

PAGE = "/complaints/policies/<int:document_id>"


class ComplaintPublicPolicies(ComplaintPublic):
    @page(
        PAGE, type="http", auth="public", website=True, sitemap=False, methods=["GET"]
    )
    def complaint_policy(self, document_id, **params):
        """What a public policy says today."""
        place = self._get_place(params)
        policy = self._find_policy(place, document_id)
        return self._render(
            "complaint_management.public_policy",
            place,
            {
                "title": policy.document_id.name,
                "policy": policy,
                "has_file": bool(policy.with_context(bin_size=True).file),
            },
        )

    @page(
        f"{PAGE}/file",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET"],
    )
    def complaint_policy_file(self, document_id, **params):
        """The file of a public policy; it is saved, and never shown as a page."""
        policy = self._find_policy(self._get_place(params), document_id)
        if not policy.with_context(bin_size=True).file:
            raise NotFound
        stream = request.env["ir.binary"]._get_stream_from(
            policy, "file", filename=policy.file_name
        )
        return stream.get_response(as_attachment=True)

    def _find_policy(self, place, document_id):
        """The version in force of a public policy of the company.

        :raises NotFound: there is none
        """
        for policy in self._get_policies(place):
            if policy.document_id.id == document_id:
                return policy
        raise NotFound
