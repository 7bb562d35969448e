# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Saying how satisfied one is, for those who talk with us without a name (R136)."""

from odoo.http import request

from .doors import page
from .rating import get_rating_values, read_rating
from .tracking import PAGE, ComplaintTracking


class ComplaintTrackingRating(ComplaintTracking):
    @page(
        f"{PAGE}/rate",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET"],
    )
    def tracking_rating(self, already=None, **_params):
        """Show the two questions, or what was answered; change nothing."""
        case = self._visit()
        if not case:
            return self._go_back(None)
        return self._render_rating(case, already=bool(already))

    @page(f"{PAGE}/rate", type="http", auth="public", website=True, methods=["POST"])
    def tracking_rate(self, **params):
        """Take the answers, once per closure (R136, R199)."""
        given = read_rating(params)
        case = self._visit()
        if not case:
            return self._render_expired("")
        can_rate = case.can_rate
        errors = case._get_rating_errors(**given) if can_rate else {}
        if errors:
            return self._render_rating(case, given, errors, status=422)
        counts = can_rate and case._rate_by_complainant(**given)
        case._leave_no_trace()
        if can_rate and case._get_staff_code():
            return self._keep_open(self._go_back("noted"), case)
        query = {} if counts else {"already": "1"}
        address = request.env["ir.http"]._url_for(f"{PAGE}/rate")
        response = self._harden(request.redirect_query(address, query))
        return self._keep_open(response, case)

    def _render_rating(self, case, given=None, errors=None, already=False, status=200):
        values = {
            **get_rating_values(case, given, errors, already),
            "company": case.company_id,
            "action": request.env["ir.http"]._url_for(f"{PAGE}/rate"),
            "link": request.env["ir.http"]._url_for(PAGE),
        }
        return self._keep_open(self._render("tracking_rating", values, status), case)
