# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Offers and apology on the page behind a tracking code (R93, R108, R150)."""

from .doors import page
from .remedies import prepare_apology, prepare_offers
from .tracking import PAGE, ComplaintTracking


class ComplaintTrackingRemedies(ComplaintTracking):
    @page(f"{PAGE}/offers", type="http", auth="public", website=True, methods=["POST"])
    def tracking_offers(self, **params):
        """Take what the complainant chose among our offers."""
        case = self._visit()
        if not case:
            return self._render_expired(params.get("offer_note") or "")
        answers, note, errors, given = prepare_offers(
            case, params, self._portal._check_text
        )
        return self._try(
            case,
            "chosen",
            errors,
            given,
            lambda: case._answer_offers_by_complainant(answers, note),
        )

    @page(f"{PAGE}/apology", type="http", auth="public", website=True, methods=["POST"])
    def tracking_apology(self, **params):
        """Take what the complainant says to our apology."""
        case = self._visit()
        if not case:
            return self._render_expired(params.get("apology_note") or "")
        is_accepted, note, errors, given = prepare_apology(
            params, self._portal._check_text
        )
        return self._try(
            case,
            "apology",
            errors,
            given,
            lambda: case._respond_to_apology_by_complainant(is_accepted, note),
        )
