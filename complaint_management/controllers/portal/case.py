# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The page of one case, by login or by its link, and what is done on it.

Showing changes nothing but that the complainant has read our answer; acts are posted,
by the complainant only, and lead back to the page. Whoever may not see a case learns
nothing, not even whether it exists.
"""

from typing import NamedTuple
from urllib.parse import urlencode

import pytz

from odoo import models
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import content_disposition, request
from odoo.tools import consteq

from odoo.addons.portal.controllers.portal import CustomerPortal

from ...tools.mail.words import get_words
from .doors import (
    get_files,
    has_tried_too_often,
    is_opened,
    limit_body,
    page,
    post_message,
    say_too_often,
)
from .public_form import MAX_ID, clean_text, is_blank

PAGE = "/my/complaints/<int:complaint_id>"
LETTER = "complaint_management.action_report_answer_letter"
# What a person reads at a stretch; more goes into a file.
TEXT_LENGTH = 20000


def get_html_data():
    """Tell the browser, and who reads aloud, which language the page is in."""
    lang = request.env["res.lang"]._get_data(code=request.env.lang)
    data = {"lang": request.env.lang.replace("_", "-")}
    return {**data, "dir": "rtl"} if lang.direction == "rtl" else data


class Visit(NamedTuple):
    """Who looks at which case, and by what right.

    ``case`` is as sudo, in the language and time zone of the reader; ``token`` is
    the link's secret when they came by it; ``acts`` says that they complained.
    """

    case: models.BaseModel
    token: str
    acts: bool


class ComplaintCasePage(CustomerPortal):
    # ------------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------------

    def _visit(self, complaint_id, access_token):
        """Let in who may read the case, by login or by its link.

        :return: a ``Visit``; None for everybody else, and for cases that are not
        """
        if not 0 < complaint_id < MAX_ID:
            return None
        token = access_token if isinstance(access_token, str) else ""
        token = token if token.isascii() else ""
        cases = request.env["complaint.complaint"]
        token = cases._get_own_staff_token(complaint_id) or token
        try:
            case_sudo = self._document_check_access(
                "complaint.complaint", complaint_id, token
            )
        except (AccessError, MissingError):
            return None
        if case_sudo.identity_mode == "anonymous" and not self._is_colleague():
            return None
        token = token if self._fits(case_sudo, token) else ""
        acts = case_sudo._lets_act(request.env.user) or (
            bool(token) and not self._is_colleague()
        )
        return Visit(self._speak_to_reader(case_sudo), token, acts)

    @staticmethod
    def _fits(case_sudo, token):
        known = case_sudo.access_token
        return bool(known and token) and consteq(known, token)

    @staticmethod
    def _is_colleague():
        """Our own people see the page, but do not answer for the complainant."""
        return request.env.user._is_internal()

    @staticmethod
    def _speak_to_reader(case_sudo):
        """The case in the language and the time zone of who reads it.

        Who comes by the link reads the language that we agreed on with them.
        """
        user = request.env.user
        if user._is_public() and case_sudo.lang:
            request.update_context(lang=case_sudo.lang)
        zones = (
            not user._is_public() and user.tz,
            request.httprequest.cookies.get("tz"),
            case_sudo.company_id.partner_id.tz,
            case_sudo.company_id.resource_calendar_id.tz,
        )
        zone = next((tz for tz in zones if tz in pytz.all_timezones_set), "UTC")
        request.update_context(tz=zone)
        return case_sudo.with_context(lang=request.env.lang, tz=zone)

    def _turn_away(self, complaint_id):
        """The same for a case that is not, and for one of somebody else."""
        if request.env.user._is_public():
            query = {"redirect": f"/my/complaints/{complaint_id}"}
            return request.redirect_query("/web/login", query)
        return request.redirect("/my/complaints")

    # ------------------------------------------------------------------
    # The page
    # ------------------------------------------------------------------

    @page(
        PAGE,
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def portal_complaint(self, complaint_id, access_token=None, done=None, **_kw):
        """Show the case to its complainant (R48, R136)."""
        visit = self._visit(complaint_id, access_token)
        if not visit:
            return self._turn_away(complaint_id)
        if visit.acts and is_opened():
            visit.case._see_answer()
        return self._render(visit, notice=self._get_notices().get(done))

    def _get_notices(self):
        """What is said after an act, by the word in the address."""
        return {
            "sent": request.env._("Thank you. Your message has arrived."),
            "aside": request.env._(
                "Thank you. Your message has arrived. A file could not be looked into "
                "at once: it is kept aside, and a person will look at it."
            ),
            "later": request.env["complaint.complaint"]._say_send_later(),
            "accepted": request.env._("Thank you. We are glad that it is settled."),
            "rejected": request.env._(
                "Thank you for telling us. Whoever handles your case will read it."
            ),
            "chosen": request.env._("Thank you. We have noted what you chose."),
            "apology": request.env._("Thank you for telling us."),
            "reopened": request.env._("We have taken up your case again."),
            "continued": request.env._(
                "We have registered a new case that goes on where the other ended."
            ),
        }

    def _render(self, visit, notice=None, errors=None, given=None, status=200):
        """The page, perhaps with what was typed and what is wrong with it.

        :param dict errors: names of forms and fields to what is wrong
        :param dict given: names of fields to what was typed
        """
        case = visit.case
        values = self._prepare_portal_layout_values()
        values.update(self._prepare_case_values(visit))
        values.update(
            page_name="complaint",
            title=case.number,
            html_data=get_html_data(),
            no_breadcrumbs=request.env.user._is_public(),
            notice=notice,
            errors=errors or {},
            given=given or {},
            text_length=TEXT_LENGTH,
            link=self._get_link(visit),
        )
        response = request.render(
            "complaint_management.portal_complaint", values, status=status
        )
        return response

    def _prepare_case_values(self, visit):
        """What the page says of the case; nothing else of it gets there."""
        case, acts = visit.case, visit.acts
        company = case.company_id.with_context(lang=case.env.lang)
        kinds = dict(case._fields["kind"]._description_selection(request.env))
        return {
            "case_number": case.number,
            "case_name": case.name,
            "case_kind": kinds[case.kind],
            "case_description": not case._is_joint_with_strangers()
            and get_words(case.description),
            "case_demand": not case._is_joint_with_strangers() and case.demand,
            "handler_name": case.state != "cancelled"
            and case.user_id.active
            and case.user_id.name,
            "status": case._get_portal_status(),
            "wait": case._get_portal_wait(),
            "promises": case._get_portal_promises(),
            "answer": case._get_portal_answer(),
            "ending": case._get_portal_ending(),
            "remedies": case._get_portal_remedies(),
            "apology": case._get_portal_apology(),
            "timeline": case._get_portal_timeline(),
            "messages": case._get_portal_messages(),
            "response": case.date_answered and case.customer_response,
            "recourse": case.kind == "complaint" and company.complaint_recourse,
            "reopening": case._say_portal_reopening(),
            "acts": acts,
            "can_respond": acts and case._can_respond(),
            "can_reopen": acts and case._can_reopen_on_page(),
            "can_rate": acts and case.can_rate,
            "token": visit.token,
            "company": company,
            "max_files": company.complaint_upload_count,
            "max_mb": company.complaint_upload_size_mb,
        }

    @staticmethod
    def _get_link(visit):
        """A function that makes addresses of pages of this case."""

        def link(suffix=""):
            query = urlencode({"access_token": visit.token}) if visit.token else ""
            address = f"/my/complaints/{visit.case.id}{suffix}"
            return f"{address}?{query}" if query else address

        return link

    def _go_back(self, case, token, done):
        query = {"access_token": token, "done": done}
        return request.redirect_query(
            f"/my/complaints/{case.id}",
            {name: value for name, value in query.items() if value},
        )

    # ------------------------------------------------------------------
    # The letter
    # ------------------------------------------------------------------

    @page(f"{PAGE}/letter", type="http", auth="public", website=True, methods=["GET"])
    def portal_complaint_letter(self, complaint_id, access_token=None, **_kw):
        """Our answer as a letter, once it was given (R137)."""
        visit = self._visit(complaint_id, access_token)
        if not visit:
            return self._turn_away(complaint_id)
        if not visit.case._get_portal_answer():
            return self._go_back(visit.case, visit.token, None)
        reports = request.env["ir.actions.report"].sudo()
        letter, _kind = reports.with_company(visit.case.company_id)._render_qweb_pdf(
            LETTER, visit.case.ids
        )
        name = f"{visit.case.number.replace('/', '-')}.pdf"
        return request.make_response(
            letter,
            headers=[
                ("Content-Type", "application/pdf"),
                ("Content-Length", len(letter)),
                ("Content-Disposition", content_disposition(name)),
            ],
        )

    # ------------------------------------------------------------------
    # Acts
    # ------------------------------------------------------------------

    def _act(self, complaint_id, access_token, act):
        """Do what the complainant asks for, or show the page and say why not.

        :param act: called with the visit; returns what was done and the case to
            go on with, or raises ``UserError`` in the words of the visitor
        """
        visit = self._visit(complaint_id, access_token)
        if not visit:
            return self._turn_away(complaint_id)
        if not visit.acts:
            errors = {
                "page": request.env._("Only the person who complained can do this.")
            }
            return self._render(visit, errors=errors, status=403)
        response = act(visit)
        # Who is logged in does not sign what is computed late on a protected case.
        visit.case._leave_no_trace()
        return response

    @page(
        f"{PAGE}/message",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        max_content_length=limit_body,
    )
    def portal_complaint_message(self, complaint_id, access_token=None, **params):
        """Take a message with its files (R48)."""

        def act(visit):
            text = clean_text(params.get("text"))
            uploads = get_files()
            # Counted before anybody looks into them.
            if has_tried_too_often(uploads):
                errors = {"page": say_too_often()}
                return self._render(
                    visit, errors=errors, given={"text": text}, status=429
                )
            files, refusals = visit.case._prepare_uploads(
                uploads,
                visit.case.company_id,
                visit.case.identity_mode,
            )
            errors = {"files": refusals} if refusals else {}
            if wrong := self._check_text(text):
                errors["text"] = wrong
            elif is_blank(text) and not files and not errors:
                errors["text"] = request.env._(
                    "Please write something, or choose a file."
                )
            if errors:
                return self._render(
                    visit, errors=errors, given={"text": text}, status=422
                )
            post = visit.case._post_once_from_complainant
            done = post_message(visit.case, post, text, files)
            return self._go_back(visit.case, visit.token, done)

        return self._act(complaint_id, access_token, act)

    @page(f"{PAGE}/respond", type="http", auth="public", website=True, methods=["POST"])
    def portal_complaint_respond(self, complaint_id, access_token=None, **params):
        """Take what the complainant says to our answer (R136)."""

        def act(visit):
            case = visit.case
            word = {"accept": "accepted", "reject": "rejected"}.get(
                params.get("response")
            )
            if word and case.customer_response == word:
                # The second click of a double click.
                return self._go_back(case, visit.token, word)
            reason = clean_text(params.get("reason"))
            errors = {}
            if not word:
                errors["response"] = request.env._("Please choose one of the two.")
            elif wrong := self._check_text(reason):
                errors["reason"] = wrong
            elif word == "rejected" and is_blank(reason):
                errors["reason"] = request.env._(
                    "Please tell us what we should look at again."
                )
            given = {"response": params.get("response"), "reason": reason}
            return self._try(
                visit,
                errors,
                given,
                lambda: case._respond_by_complainant(word == "accepted", reason),
                lambda _result: self._go_back(case, visit.token, word),
            )

        return self._act(complaint_id, access_token, act)

    @page(f"{PAGE}/reopen", type="http", auth="public", website=True, methods=["POST"])
    def portal_complaint_reopen(self, complaint_id, access_token=None, **params):
        """Take a case up again; after its time, in a new case (R68)."""

        def act(visit):
            why = clean_text(params.get("why"))
            if earlier := visit.case._find_reopened(why):
                return self._go_on(visit, earlier)
            errors = {}
            if is_blank(why):
                errors["why"] = request.env._("Please tell us why.")
            elif wrong := self._check_text(why):
                errors["why"] = wrong
            elif not visit.case._can_reopen_on_page():
                errors["page"] = request.env._(
                    "We are still working on this case. Please write us a message."
                )
            return self._try(
                visit,
                errors,
                {"why": why},
                lambda: visit.case._reopen_once_by_complainant(why),
                lambda case: self._go_on(visit, case),
            )

        return self._act(complaint_id, access_token, act)

    def _go_on(self, visit, case):
        """The page of the case that goes on, for who came by link as well."""
        done = "reopened" if case == visit.case else "continued"
        token = visit.token and case.sudo()._portal_ensure_token()
        return self._go_back(case, token, done)

    def _try(self, visit, errors, given, act, after):
        """Act when nothing is wrong; else show the page with all that was typed."""
        if not errors:
            try:
                with request.env.cr.savepoint():
                    result = act()
            except UserError as error:
                errors = {"page": str(error)}
            else:
                return after(result)
        return self._render(visit, errors=errors, given=given, status=422)

    def _check_text(self, text):
        """Why a text cannot stay as it is; None when it can."""
        if len(text) <= TEXT_LENGTH:
            return None
        return request.env._(
            "This is %(length)s characters long, and we can take %(limit)s. Please "
            "shorten it, or send it as a file.",
            length=len(text),
            limit=TEXT_LENGTH,
        )
