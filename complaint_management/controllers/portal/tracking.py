# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The page behind a tracking code: for those who talk with us without a name (R150).

The code travels once, in the body of a request. After it, a signed cookie opens the
page for half an hour; the server keeps nothing that would connect a browser, a
session or a login with a case. All that is done is done by the system itself.
"""

import pytz

from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request
from odoo.tools import consteq
from odoo.tools.misc import hash_sign, verify_hash_signed

from .case import LETTER, TEXT_LENGTH, ComplaintCasePage, Visit
from .doors import (
    HOUR,
    get_files,
    get_network,
    harden,
    has_tried_too_often,
    is_opened,
    limit_body,
    page,
    post_message,
    say_too_often,
)
from .public_form import as_id, clean_text, is_blank

PAGE = "/complaints/track"
COOKIE = "complaint_track"
SCOPE = "complaint_management.tracking"
# How long the page stays open without anything being done, in hours.
OPEN_HOURS = 0.5
# Attempts to enter a code: from one address in a quarter of an hour, and from
# everywhere in an hour. Nobody finds a code of 80 bits by trying; this is for peace.
LIMIT_ADDRESS = 10
LIMIT_ADDRESS_SECONDS = 900
LIMIT_TOTAL = 600


class ComplaintTracking(http.Controller):
    # ------------------------------------------------------------------
    # Who is there
    # ------------------------------------------------------------------

    def _visit(self):
        """The case that the cookie opens, as the system sees it; or none.

        Nor does a code of ours open it for those who work on the case.
        """
        cases = request.env["complaint.complaint"]
        codes = cases._as_the_house().env["complaint.tracking.code"]
        try:
            known = verify_hash_signed(
                request.env(su=True), SCOPE, request.cookies.get(COOKIE) or ""
            )
        except (AttributeError, TypeError, ValueError):
            known = None
        code = codes.browse(as_id(str((known or {}).get("code")))).exists()
        if not code or not consteq(code.fingerprint, str(known.get("key"))):
            return None
        case = cases._open_by_code(code)
        if case._is_code_of(request.env.user):
            return None
        zones = (
            request.cookies.get("tz"),
            case.company_id.partner_id.tz,
            case.company_id.resource_calendar_id.tz,
        )
        zone = next((tz for tz in zones if tz in pytz.all_timezones_set), "UTC")
        return case.with_context(lang=request.env.lang, tz=zone)

    def _keep_open(self, response, case):
        """Let the page be open for half an hour from now, in this browser only."""
        code = case._get_code_in_hand()
        values = {"code": code.id, "key": code.fingerprint}
        response.set_cookie(
            COOKIE,
            hash_sign(request.env(su=True), SCOPE, values, expiration_hours=OPEN_HOURS),
            # Forgotten when the browser is closed.
            expires=None,
            httponly=True,
            secure=request.httprequest.scheme == "https",
            samesite="Strict",
        )
        return response

    def _is_too_often(self):
        """Whether this address, or everybody together, tried enough for now."""
        throttle = request.env["complaint.throttle"]
        return throttle._is_exceeded(
            "track_address",
            get_network(),
            LIMIT_ADDRESS,
            LIMIT_ADDRESS_SECONDS,
        ) or throttle._is_exceeded("track_total", "all", LIMIT_TOTAL, HOUR)

    # ------------------------------------------------------------------
    # Coming in and going out
    # ------------------------------------------------------------------

    @page(
        PAGE, type="http", auth="public", website=True, sitemap=False, methods=["GET"]
    )
    def tracking(self, done=None, **_params):
        """Show the case to whoever entered its code, and the door to all others."""
        case = self._visit()
        if not case:
            left = request.env._("You have left. This browser has forgotten the code.")
            return self._render_door(notice=left if done == "left" else None)
        if is_opened():
            case._see_answer()
        return self._render_case(case, notice=self._get_notices().get(done))

    @page(
        PAGE, type="http", auth="public", website=True, sitemap=False, methods=["POST"]
    )
    def tracking_enter(self, code=None, text=None, **_params):
        """Open the page with a code; what could not be sent before is sent now.

        Wrong and impossible codes get the same answer.
        """
        draft = clean_text(text)
        if self._is_too_often():
            error = request.env._(
                "Codes were entered very often within the last minutes. Your case is "
                "safe: please try again in a quarter of an hour."
            )
            return self._render_door(error, draft, 429)
        case = request.env["complaint.complaint"]._find_by_tracking_code(code)
        if not case:
            error = request.env._(
                "We know no case with this code. Please compare it letter by letter "
                "with what you wrote down; capitals and dashes do not matter."
            )
            return self._render_door(error, draft, 422)
        if case._is_code_of(request.env.user):
            error = request.env._(
                "You are logged in as somebody who works on this case or issued this "
                "code: it is for whoever it was handed to. Please let them enter it "
                "on a device of their own."
            )
            return self._render_door(error, draft, 403)
        done = None
        if not is_blank(draft) and len(draft) <= TEXT_LENGTH:
            case._post_by_tracking_code(draft)
            case._leave_no_trace()
            done = "sent"
        return self._keep_open(self._go_back(done), case)

    @page(f"{PAGE}/leave", type="http", auth="public", website=True, methods=["POST"])
    def tracking_leave(self, **_params):
        """Close the page in this browser."""
        response = self._go_back("left")
        response.set_cookie(COOKIE, "", max_age=0, expires=0, httponly=True)
        return response

    # ------------------------------------------------------------------
    # Acts
    # ------------------------------------------------------------------

    @page(
        f"{PAGE}/message",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        max_content_length=limit_body,
    )
    def tracking_message(self, **params):
        """Take a message with its files, without what they tell of their author."""
        text = clean_text(params.get("text"))
        case = self._visit()
        if not case:
            return self._render_expired(text)
        given = {"text": text}
        uploads = get_files()
        # Counted before anybody looks into them.
        if has_tried_too_often(uploads):
            errors = {"page": say_too_often()}
            return self._render_case(case, errors=errors, given=given, status=429)
        files, refusals = case._prepare_uploads(uploads, case.company_id, "anonymous")
        errors = {"files": refusals} if refusals else {}
        if wrong := self._portal._check_text(text):
            errors["text"] = wrong
        elif is_blank(text) and not files and not errors:
            errors["text"] = request.env._("Please write something, or choose a file.")
        return self._try(
            case,
            "sent",
            errors,
            given,
            lambda: post_message(case, case._post_by_tracking_code, text, files),
        )

    @page(f"{PAGE}/respond", type="http", auth="public", website=True, methods=["POST"])
    def tracking_respond(self, **params):
        """Take what the complainant says to our answer (R136)."""
        reason = clean_text(params.get("reason"))
        case = self._visit()
        if not case:
            return self._render_expired(reason)
        word = {"accept": "accepted", "reject": "rejected"}.get(params.get("response"))
        if word and case.customer_response == word:
            # The second click of a double click.
            return self._go_back(word)
        errors = {}
        if not word:
            errors["response"] = request.env._("Please choose one of the two.")
        elif wrong := self._portal._check_text(reason):
            errors["reason"] = wrong
        elif word == "rejected" and is_blank(reason):
            errors["reason"] = request.env._(
                "Please tell us what we should look at again."
            )
        return self._try(
            case,
            word,
            errors,
            {"response": params.get("response"), "reason": reason},
            lambda: case._respond_by_complainant(word == "accepted", reason),
        )

    @page(f"{PAGE}/reopen", type="http", auth="public", website=True, methods=["POST"])
    def tracking_reopen(self, **params):
        """Take a case up again; after its time, in a new one with the same code."""
        why = clean_text(params.get("why"))
        case = self._visit()
        if not case:
            return self._render_expired(why)
        if case._find_reopened(why):
            return self._go_back("reopened")
        errors = {}
        if is_blank(why):
            errors["why"] = request.env._("Please tell us why.")
        elif wrong := self._portal._check_text(why):
            errors["why"] = wrong
        elif not case._can_reopen_on_page():
            errors["page"] = request.env._(
                "We are still working on this case. Please write us a message."
            )
        return self._try(
            case,
            "reopened",
            errors,
            {"why": why},
            lambda: case._reopen_once_by_complainant(why),
        )

    def _try(self, case, done, errors, given, act):
        """Act when nothing is wrong; else show the page with all that was typed.

        :param act: does it; returns a case when another one goes on from here, or
            another word for what was done
        """
        if errors:
            return self._render_case(case, errors=errors, given=given, status=422)
        try:
            # The savepoint would write what is pending in the visitor's name.
            case._leave_no_trace()
            with request.env.cr.savepoint():
                result = act()
                case._leave_no_trace()
        except UserError as error:
            errors = {"page": str(error)}
            return self._render_case(case, errors=errors, given=given, status=422)
        is_other = getattr(result, "_name", "") == case._name and result != case
        done = result if isinstance(result, str) else done
        response = self._go_back("continued" if is_other else done)
        return self._keep_open(response, result if is_other else case)

    # ------------------------------------------------------------------
    # Files
    # ------------------------------------------------------------------

    @page(
        f"{PAGE}/file/<int:file_id>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET"],
    )
    def tracking_file(self, file_id, **_params):
        """Download a file that both sides see."""
        case = self._visit()
        file = case and case._get_tracking_file(file_id)
        if not file:
            return self._go_back(None)
        return self._send_file(file.name, file.raw, "application/octet-stream")

    @page(
        f"{PAGE}/letter",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET"],
    )
    def tracking_letter(self, **_params):
        """Our answer as a letter, once it was given (R137)."""
        case = self._visit()
        if not case or not case._get_portal_answer():
            return self._go_back(None)
        reports = case.env["ir.actions.report"].with_company(case.company_id)
        letter, _kind = reports._render_qweb_pdf(LETTER, case.ids)
        name = f"{case.number.replace('/', '-')}.pdf"
        return self._send_file(name, letter, "application/pdf")

    def _send_file(self, name, data, mimetype):
        return self._harden(
            request.make_response(
                data,
                headers=[
                    ("Content-Type", mimetype),
                    ("Content-Length", len(data)),
                    ("Content-Disposition", content_disposition(name)),
                ],
            )
        )

    # ------------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------------

    @property
    def _portal(self):
        """The page of those who gave their name: what it shows, is shown here."""
        return ComplaintCasePage()

    def _get_notices(self):
        """What is said after an act, by the word in the address."""
        return {
            **self._portal._get_notices(),
            "noted": request.env._(
                "Thank you for telling us. Those who work on your case read it. As "
                "our staff issued your code, it is not counted in our figures."
            ),
            "disclosed": request.env._(
                "Thank you for your trust. From now on we can reach you; this page "
                "goes on working as well."
            ),
        }

    def _render_door(self, error=None, draft="", status=200, notice=None):
        company = request.env.company.sudo()
        values = {
            "title": request.env._("How far is my case?"),
            "company": company,
            "email": company._get_complaint_email(),
            "error": error,
            "draft": draft,
            "notice": notice,
        }
        response = self._render("tracking_door", values, status)
        if status == 429:
            response.headers["Retry-After"] = str(LIMIT_ADDRESS_SECONDS)
        return response

    def _render_expired(self, draft):
        """The door, with what was typed in the meantime."""
        error = request.env._(
            "For your safety, this page closes after half an hour. Please enter your "
            "code once more."
        )
        return self._render_door(error, draft, 403)

    def _render_case(self, case, notice=None, errors=None, given=None, status=200):
        values = self._portal._prepare_case_values(Visit(case, "", True))
        values.update(case._get_tracking_values())
        values.update(
            title=case.number,
            notice=notice,
            errors=errors or {},
            given=given or {},
            text_length=TEXT_LENGTH,
            link=lambda suffix="": request.env["ir.http"]._url_for(f"{PAGE}{suffix}"),
        )
        return self._keep_open(self._render("tracking_case", values, status), case)

    def _render(self, template, values, status):
        user = request.env.user
        response = request.render(
            f"complaint_management.{template}",
            {
                "res_company": values["company"],
                "page": request.env["ir.http"]._url_for(PAGE),
                "login_name": not user._is_public() and user.sudo().name,
                **values,
            },
            status=status,
        )
        return self._harden(response)

    @staticmethod
    def _go_back(done):
        query = {"done": done} if done else {}
        address = request.env["ir.http"]._url_for(PAGE)
        return ComplaintTracking._harden(request.redirect_query(address, query))

    @staticmethod
    def _harden(response):
        """As all pages of ours, and found by no robot."""
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return harden(response)
