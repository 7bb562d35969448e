# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The public pages: how to complain, the form, and its receipt."""

import binascii
import secrets
from typing import NamedTuple

from werkzeug.exceptions import abort

from odoo import http, models
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools.misc import hash_sign, verify_hash_signed

from ...models.case.complaint import KINDS
from .doors import (
    HOUR,
    get_files,
    get_network,
    harden,
    has_tried_too_often,
    limit_body,
    page,
    say_too_often,
)
from .public_form import LENGTHS, TRAP, PublicForm, as_id

FORM_SCOPE = "complaint_management.form"
RECEIPT_SCOPE = "complaint_management.receipt"
# How long a form may lie open, and its receipt tell the number, in hours.
OPEN_HOURS = 24
# How long a case is so new that sending it again shows its tracking code again.
JUST_NOW_MINUTES = 10
CAPTCHA = "complaint_submit"


class Place(NamedTuple):
    """Where a visitor is: whose form, about what, and in whose page."""

    company: models.BaseModel
    category: models.BaseModel
    is_embedded: bool


class ComplaintPublic(http.Controller):
    # ------------------------------------------------------------------
    # How to complain
    # ------------------------------------------------------------------

    @page("/complaints", type="http", auth="public", website=True, readonly=True)
    def complaint_guide(self, **params):
        """Explain how to complain, from the configuration (R22, R30, R161)."""
        place = self._get_place(params)
        company = place.company
        kinds = request.env["complaint.complaint"]._fields["kind"]
        labels = dict(kinds._description_selection(request.env))
        return self._render(
            "complaint_management.public_guide",
            place,
            {
                "title": request.env._("How to complain"),
                "steps": [
                    (kind, labels[kind], company._get_complaint_steps(kind))
                    for kind, _label in KINDS
                ],
                "policies": self._get_policies(place),
            },
        )

    @staticmethod
    def _get_policies(place):
        """The public policies in force, in the language of the visitor."""
        documents = request.env["complaint.policy.document"]
        return documents._get_public_versions(place.company)

    # ------------------------------------------------------------------
    # The form
    # ------------------------------------------------------------------

    # In a page of somebody else there is no session, hence no token of Odoo's:
    # the form brings its own, and Odoo's is asked of whoever is logged in.
    @page(
        "/complaints/new",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET", "POST"],
        csrf=False,
        max_content_length=limit_body,
    )
    def complaint_form(self, **params):
        """Show the form, and register what was sent (R23, R24)."""
        place = self._get_place(params)
        tree = self._get_tree(place)
        if request.httprequest.method == "POST":
            form = PublicForm(request.env, place.company, tree, params)
            return self._submit(place, tree, form, params)
        form = PublicForm(request.env, place.company, tree, self._prefill(params))
        return self._render_form(place, tree, form, self._new_submission())

    def _prefill(self, params):
        """What is known before anybody types: the link, and who is logged in."""
        known = {name: params.get(name) for name in ("kind", "category")}
        known["identity"] = "named"
        partner_sudo = self._get_own_partner().sudo()
        known.update(
            name=partner_sudo.name, email=partner_sudo.email, phone=partner_sudo.phone
        )
        return known

    def _submit(self, place, tree, form, params):
        """Register a case, once, or show the form again with all that was typed."""
        submission = self._read_form_token(params)
        if not submission:
            form.errors["form"] = request.env._(
                "This form lay open for too long, or you have logged in or out since. "
                "Everything you typed is still here: please send it once more."
            )
            return self._render_form(place, tree, form, self._new_submission(), 400)
        case = request.env["complaint.complaint"]._find_submission(submission)
        if case:
            return self._redirect_to_receipt(place, case, submission)
        files = get_files()
        # Counted before anybody looks into them.
        if has_tried_too_often(files):
            form.errors["form"] = say_too_often()
            return self._render_form(place, tree, form, submission, 429)
        if not form.check(files):
            return self._render_form(place, tree, form, submission, 422)
        if not self._is_human(form):
            return self._render_form(place, tree, form, submission, 422)
        if self._is_too_often(place.company):
            form.errors["form"] = request.env._(
                "Very many messages have arrived here within the last hour, so we "
                "could not take this one yet. Everything you typed is still here: "
                "please try again later."
            )
            return self._render_form(place, tree, form, submission, 429)
        case = request.env["complaint.complaint"]._register_from_outside(
            form.prepare_vals(self._get_own_partner()), form.files, submission
        )
        # Now, as the house: at the end it would be written as whoever is logged in.
        case.env.flush_all()
        return self._redirect_to_receipt(place, case, submission)

    def _is_human(self, form):
        """Ask the captcha, when Odoo has one."""
        try:
            request.env["ir.http"]._verify_request_recaptcha_token(CAPTCHA)
        except UserError:
            form.errors["form"] = request.env._(
                "We could not make sure that a person is sending this. Please send "
                "it once more. Your browser has to allow scripts for it."
            )
            return False
        return True

    def _is_too_often(self, company):
        """Whether this address, or everybody together, sent enough for an hour."""
        throttle = request.env["complaint.throttle"]
        return throttle._is_exceeded(
            "form_address",
            f"{company.id}:{get_network()}",
            company.complaint_form_limit_address,
            HOUR,
        ) or throttle._is_exceeded(
            "form_total", str(company.id), company.complaint_form_limit_total, HOUR
        )

    # ------------------------------------------------------------------
    # The receipt
    # ------------------------------------------------------------------

    @page(
        "/complaints/done",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET"],
    )
    def complaint_done(self, receipt=None, **params):
        """Tell the number, what happens next and, once, the tracking code."""
        place = self._get_place(params)
        known = self._read(RECEIPT_SCOPE, receipt) or {}
        case = request.env["complaint.complaint"]._as_the_house()
        case = case.browse(as_id(str(known.get("case")))).exists()
        values = {"title": request.env._("Thank you"), "case": case}
        if not case:
            values["title"] = request.env._("This page has expired")
            return self._render("complaint_management.public_done", place, values, 404)
        place = place._replace(company=case.company_id.with_env(place.company.env))
        values.update(
            steps=case.with_context(lang=request.env.lang)._get_receipt_sentences(),
            is_mine=self._is_mine(case),
            code=self._get_code_once(case, known),
        )
        return self._render("complaint_management.public_done", place, values)

    def _get_code_once(self, case, known):
        """The tracking code of an anonymous case, the first time it is looked at.

        :param dict known: what the receipt says
        """
        is_offered = case.identity_mode == "anonymous" and known["shows_code"]
        if not is_offered or request.httprequest.method != "GET":
            return False
        # Counted, not remembered: which receipt it was cannot be found out.
        is_seen = request.env["complaint.throttle"]._is_exceeded(
            "receipt", known["nonce"], 1, OPEN_HOURS * HOUR
        )
        return not is_seen and case._get_tracking_code(known["submission"])

    def _is_mine(self, case):
        partner = self._get_own_partner()
        return bool(partner) and case._is_complainant(partner)

    def _redirect_to_receipt(self, place, case, submission):
        receipt = self._sign(
            RECEIPT_SCOPE,
            {
                "case": case.id,
                "submission": submission,
                "nonce": secrets.token_urlsafe(8),
                "shows_code": case._is_just_registered(JUST_NOW_MINUTES),
            },
        )
        query = {"receipt": receipt}
        if place.is_embedded:
            query["embed"] = "1"
        done = request.env["ir.http"]._url_for("/complaints/done")
        return self._harden(request.redirect_query(done, query), place)

    # ------------------------------------------------------------------
    # Tokens
    # ------------------------------------------------------------------

    @staticmethod
    def _new_submission():
        return secrets.token_urlsafe(24)

    def _read_form_token(self, params):
        """The submission that a form was given when it was shown.

        :return: str; None when the token is missing, forged or too old, or when
            whoever is logged in has not sent it themselves
        """
        known = self._read(FORM_SCOPE, params.get("token"))
        token = params.get("csrf_token")
        if request.session.uid and not request.validate_csrf(
            token if isinstance(token, str) else None
        ):
            return None
        return known and known["submission"]

    @staticmethod
    def _sign(scope, values):
        env = request.env(su=True)
        return hash_sign(env, scope, values, expiration_hours=OPEN_HOURS)

    @staticmethod
    def _read(scope, token):
        """What was signed; None for anything else."""
        try:
            return verify_hash_signed(request.env(su=True), scope, token)
        except (AttributeError, TypeError, ValueError, binascii.Error):
            return None

    # ------------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------------

    def _get_place(self, params):
        """Whose form it is, by the link; garbage in it is not noticed.

        :raises HTTPException: the company has switched its public pages off; with
            a page that says how else to reach it
        """
        categories = request.env["complaint.category"].sudo()
        category = categories.browse(as_id(params.get("category"))).exists()
        category = category._filter_public()
        companies = request.env["res.company"].sudo()
        company = (
            companies.browse(as_id(params.get("company"))).exists()
            or category.company_id
            or request.env.company.sudo()
        )
        if category.company_id not in (company, companies):
            category = categories
        place = Place(company, category, params.get("embed") == "1")
        if not (company.active and company.complaint_public_form):
            values = {"title": request.env._("No complaints here")}
            closed = self._render(
                "complaint_management.public_closed", place, values, 404
            )
            # Nobody else renders what is thrown.
            closed.flatten()
            abort(closed)
        return place

    @staticmethod
    def _get_tree(place):
        return place.category._get_public_tree(place.company)

    @staticmethod
    def _get_own_partner():
        """The contact of whoever is logged in; empty for strangers."""
        user = request.env.user
        return user.partner_id if not user._is_public() else user.partner_id.browse()

    def _render_form(self, place, tree, form, submission, status=200):
        complaints = request.env["complaint.complaint"]
        kinds = complaints._fields["kind"]._description_selection(request.env)
        values = {
            "title": request.env._("Please check what you typed")
            if form.errors
            else request.env._("Tell us"),
            "values": form.values,
            "errors": form.errors,
            "kinds": kinds,
            "tree": tree,
            "lengths": LENGTHS,
            "trap": TRAP,
            "token": self._sign(FORM_SCOPE, {"submission": submission}),
            "csrf": request.csrf_token() if request.session.uid else False,
            "captcha": CAPTCHA,
            "files_hint": request.env._(
                "At most %(count)s files of %(size)s MB each: pictures, PDF, office "
                "documents, sound or video.",
                count=place.company.complaint_upload_count,
                size=place.company.complaint_upload_size_mb,
            ),
            "own_partner": self._get_own_partner().sudo(),
        }
        return self._render("complaint_management.public_form", place, values, status)

    def _render(self, template, place, values, status=200):
        company = place.company
        response = request.render(
            template,
            {
                "place": place,
                "company": company,
                "res_company": company,
                "no_header": place.is_embedded,
                "no_footer": place.is_embedded,
                "link": self._get_link(place),
                "email": company._get_complaint_email(),
                **values,
            },
            status=status,
        )
        if status == 429:
            response.headers["Retry-After"] = str(HOUR)
        return self._harden(response, place)

    @staticmethod
    def _get_link(place):
        """A function that makes addresses of our pages, for the same place."""

        def link(path):
            query = []
            if place.company != request.env.company:
                query.append(f"company={place.company.id}")
            if place.is_embedded:
                query.append("embed=1")
            address = request.env["ir.http"]._url_for(path)
            return f"{address}?{'&'.join(query)}" if query else address

        return link

    @staticmethod
    def _harden(response, place):
        """Frames only where they were asked for."""
        return harden(response, "*" if place.is_embedded else "'self'")
