# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The page on which people answer a survey, by the link in their mail (R135).

Opening it changes nothing: mail programs open links, too. It tells who has the link
neither their name nor anything else that we know of them.
"""

from odoo import http
from odoo.http import request

from ...models.answer.case_rating import COMMENT_LENGTH
from ...models.insight.poll_invitation import PAGE
from .case import get_html_data
from .doors import page
from .public_form import clean_line, clean_text

LINK = f"{PAGE}/<string:token>"


class ComplaintPollPage(http.Controller):
    @page(
        LINK, type="http", auth="public", website=True, sitemap=False, methods=["GET"]
    )
    def complaint_poll(self, token, score=None, **_params):
        """Show the question, with the answer that was clicked in the mail."""
        found = self._find(token)
        if not found._is_open():
            return self._refuse(found)
        given = found._get_shown_answer(token)
        given["score"] = clean_line(score) or given["score"]
        return self._render("poll_page", found, token, given=given)

    @page(
        LINK, type="http", auth="public", website=True, sitemap=False, methods=["POST"]
    )
    def complaint_poll_answer(self, token, score=None, comment=None, **_params):
        """Take the answer; a later one takes its place."""
        found = self._find(token)
        if not found._is_open():
            return self._refuse(found)
        given = {"score": clean_line(score), "comment": clean_text(comment)}
        errors = found._get_answer_errors(**given)
        if errors:
            return self._render(
                "poll_page", found, token, given=given, errors=errors, status=422
            )
        found._answer(token, **given)
        return self._render("poll_thanks", found, token, given=given)

    @page(
        f"{PAGE}/call/<int:call_id>",
        type="http",
        auth="user",
        website=True,
        sitemap=False,
        methods=["GET"],
    )
    def complaint_poll_call(self, call_id, **_params):
        """Lead who calls a customer to the page for the answer, and nobody else."""
        call = request.env["complaint.poll.invitation"]._find_call(call_id)
        if not call:
            return self._refuse(call)
        return request.redirect(f"{PAGE}/{call._make_token()}")

    @page(
        f"{LINK}/stop",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET"],
    )
    def complaint_poll_stop(self, token, **_params):
        """Ask whether nobody is to ask them again."""
        found = self._find(token)
        if not found:
            return self._refuse(found)
        return self._render("poll_stop", found, token)

    # Mail programs post here by themselves, when somebody clicks on "unsubscribe"
    # (RFC 8058): they know the token, and have no session.
    @page(
        f"{LINK}/stop",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["POST"],
        csrf=False,
    )
    def complaint_poll_stopped(self, token, **_params):
        """Note that they want to be asked no more; also when the round is over."""
        found = self._find(token)
        if not found:
            return self._refuse(found)
        found._refuse_surveys()
        return self._render("poll_stopped", found, token)

    @staticmethod
    def _find(token):
        """Who was given the link, as the house and in their language; or empty."""
        found = request.env["complaint.poll.invitation"]._find_by_token(token)
        if found:
            request.update_context(lang=found._get_lang())
            found = found.with_context(lang=request.env.lang)
        return found

    def _refuse(self, found):
        """Say plainly that the link is wrong, or that it is over."""
        return self._render("poll_refused", found, "", status=410 if found else 404)

    def _render(self, template, found, token, status=200, **values):
        asked = found.round_id
        return request.render(
            f"complaint_management.{template}",
            {
                "title": request.env._("Your opinion"),
                "html_data": get_html_data(),
                "company": asked.company_id,
                "question": asked and asked._get_question(),
                "is_anonymous": asked.audience == "employees",
                "form_url": self._get_form_url(asked.company_id),
                "date_end": asked.date_end,
                "choices": found._get_choices(),
                "action": f"{PAGE}/{token}",
                "survey_url": found._get_survey_url(),
                "comment_length": COMMENT_LENGTH,
                "given": {},
                "errors": {},
                **values,
            },
            status=status,
        )

    @staticmethod
    def _get_form_url(company):
        """Where whoever wants an answer writes to us; None where we have no form."""
        if company.active and company.complaint_public_form:
            return company._get_complaint_form_url()
        return None
