# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What holds at every door for people outside: how much, how often, and who sees it."""

import functools
import ipaddress

from odoo import http
from odoo.http import request

from ...tools.upload.unchecked import UncheckedFile

MEGABYTE = 1024 * 1024
HOUR = 3600
# The longest request without files: a long text in Chinese, and all fields around it.
TEXT_BODY = MEGABYTE // 2
# Words around files, and what a browser puts between them.
ROOM = 2 * MEGABYTE
# Requests with files from one address within an hour, whatever became of them.
TRIES_PARAMETER = "complaint_management.upload_tries_per_hour"
USUAL_TRIES = 60


def limit_body(_controller=None):
    """The largest request that is read, for ``max_content_length`` of a route.

    Only a form with files may be large. Twice as large as agreed, so that who sends a
    file that is a little too long is told so in words.
    """
    if not request.httprequest.mimetype.startswith("multipart/form-data"):
        return TEXT_BODY
    companies = request.env["res.company"].sudo().search([])
    most = max(
        company.complaint_upload_count * company.complaint_upload_size_mb
        for company in companies
    )
    return min(2 * most * MEGABYTE + ROOM, http.DEFAULT_MAX_CONTENT_LENGTH)


def get_files():
    """The files of the request, those that were chosen."""
    files = request.httprequest.files.getlist("files")
    return [file for file in files if file.filename]


def get_network():
    """Where the request comes from; of IPv6 what one household has."""
    try:
        address = ipaddress.ip_address(request.httprequest.remote_addr or "")
    except ValueError:
        return ""
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))


def has_tried_too_often(files):
    """Count a request with files before any of them is looked at.

    What is wrong with it does not matter: it costs the same.
    """
    if not files:
        return False
    limit = request.env["ir.config_parameter"].sudo().get_param(TRIES_PARAMETER)
    limit = int(limit) if (limit or "").isdigit() else USUAL_TRIES
    return request.env["complaint.throttle"]._has_tried_too_often(
        "upload", get_network(), limit, HOUR
    )


def say_too_often():
    """What is said to who sent files too often."""
    return request.env._(
        "Files were sent very often from here within the last hour. Everything you "
        "typed is still here: please send it without files, or try again later."
    )


def post_message(case, post, text, files):
    """Post a message; the word for what became of it and its files.

    :param case: as sudo
    :param post: takes the text and the files
    :param files: what ``_prepare_uploads`` gave
    :return: a key of ``_get_notices``
    """
    lost = case.lost_file_count
    post(text, files)
    if case.lost_file_count > lost:
        return "later"
    is_aside = any(isinstance(file, UncheckedFile) for file in files)
    return "aside" if is_aside else "sent"


def is_opened():
    """Whether somebody opens a page: no link checker, no browser that looks ahead,
    and no picture on another page that has its address."""
    headers = request.httprequest.headers
    ahead = headers.get("Sec-Purpose") or headers.get("Purpose") or ""
    return (
        request.httprequest.method == "GET"
        and headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
        and "prefetch" not in ahead
    )


def page(*routes, **routing):
    """A route of a page for people outside, as ``http.route``.

    However it answers, the answer is hardened; and a request is no longer than a form
    with words, unless ``max_content_length`` says more.
    """
    routing = {"max_content_length": TEXT_BODY, **routing}

    def decorate(method):
        @functools.wraps(method)
        def answer(controller, *args, **params):
            return harden(method(controller, *args, **params))

        answer.is_hardened = True
        return http.route(*routes, **routing)(answer)

    return decorate


def harden(response, frames="'none'"):
    """Kept in no cache, shown in no frame, told to no other page.

    :param response: what a route answers; what is hardened already stays as it is
    :param str frames: who may show the page in a frame, as browsers want it said
    :return: the response
    """
    response = (
        request.make_response(response) if isinstance(response, str) else response
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Content-Security-Policy", f"frame-ancestors {frames}")
    return response
