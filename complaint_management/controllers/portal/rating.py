# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The page on which a complainant says how satisfied they are."""

from odoo.http import request

from ...models.answer.case_rating import COMMENT_LENGTH
from .case import PAGE, ComplaintCasePage, get_html_data
from .doors import page
from .public_form import clean_line, clean_text


def read_rating(params):
    """What was chosen and typed, as the arguments of ``_rate_by_complainant``."""
    return {
        "result": clean_line(params.get("result")),
        "handling": clean_line(params.get("handling")),
        "comment": clean_text(params.get("comment")),
    }


def get_rating_values(case, given=None, errors=None, already=False):
    """What a page with the two questions shows, or with what was answered.

    :param case: as sudo
    :param dict given: names of fields to what was typed
    :param dict errors: names of fields to what is wrong
    :param bool already: it was answered before
    """
    words = case._fields["satisfaction_result"]._description_selection(request.env)
    is_rated = case.state == "closed" and not case.can_rate
    return {
        "title": request.env._("How did we do?"),
        "case_number": case.number,
        "case_name": case.name,
        "can_rate": case.can_rate,
        "said": is_rated and case._get_rating_words(request.env),
        "is_low": is_rated and case._is_rated_low(),
        "choices": sorted(words, reverse=True),
        "given": given or {},
        "errors": errors or {},
        "already": already,
        "comment_length": COMMENT_LENGTH,
    }


class ComplaintRatingPage(ComplaintCasePage):
    @page(f"{PAGE}/rate", type="http", auth="public", website=True, methods=["GET"])
    def portal_complaint_rating(
        self, complaint_id, access_token=None, already=None, **_kw
    ):
        """Show the two questions, or what was answered; change nothing."""
        visit = self._visit(complaint_id, access_token)
        if not (visit and visit.acts):
            return self._refuse_rating()
        return self._render_rating(visit, already=bool(already))

    @page(f"{PAGE}/rate", type="http", auth="public", website=True, methods=["POST"])
    def portal_complaint_rate(self, complaint_id, access_token=None, **post):
        """Take the answers, once per closure (R136, R199)."""
        visit = self._visit(complaint_id, access_token)
        if not (visit and visit.acts):
            return self._refuse_rating()
        given = read_rating(post)
        can_rate = visit.case.can_rate
        errors = visit.case._get_rating_errors(**given) if can_rate else {}
        if errors:
            return self._render_rating(visit, given, errors, status=422)
        counts = can_rate and visit.case._rate_by_complainant(**given)
        # Who is logged in does not sign what is computed late on a protected case.
        visit.case._leave_no_trace()
        query = {"access_token": visit.token, "already": not counts and "1"}
        return request.redirect_query(
            f"/my/complaints/{visit.case.id}/rate",
            {name: value for name, value in query.items() if value},
        )

    def _render_rating(self, visit, given=None, errors=None, already=False, status=200):
        """The page, perhaps with what was typed and what is wrong with it."""
        link = self._get_link(visit)
        return self._answer_with(
            "complaint_management.rating_page",
            {
                **get_rating_values(visit.case, given, errors, already),
                "action": f"/my/complaints/{visit.case.id}/rate",
                "token": visit.token,
                "link": link(),
            },
            status,
        )

    def _refuse_rating(self):
        """The same words whether there is no such case or it is somebody else's."""
        return self._answer_with(
            "complaint_management.rating_refused",
            {
                "title": request.env._("This link does not work"),
                "is_staff": self._is_colleague(),
            },
            404,
        )

    @staticmethod
    def _answer_with(template, values, status):
        return request.render(
            template, {**values, "html_data": get_html_data()}, status=status
        )
