# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The complainant's own pages: the list of their cases."""

from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ...models.case.life_cycle import OPEN_STATES
from .case import get_html_data
from .doors import page
from .public_form import clean_line

PAGE_SIZE = 20
# Nobody searches for more; what is longer was pasted by mistake.
SEARCH_LENGTH = 100


class ComplaintPortal(CustomerPortal):
    def _prepare_portal_layout_values(self):
        """Tell the language of all pages of the portal, which Odoo forgets."""
        return {**super()._prepare_portal_layout_values(), "html_data": get_html_data()}

    def _prepare_home_portal_values(self, counters):
        """Count the user's cases for the card on the home page."""
        values = super()._prepare_home_portal_values(counters)
        if "complaint_count" in counters:
            values["complaint_count"] = self._count_own_complaints()
        return values

    def _count_own_complaints(self):
        complaints = request.env["complaint.complaint"]
        if not complaints.has_access("read"):
            return 0
        return complaints.sudo().search_count(complaints._search_own())

    # ------------------------------------------------------------------
    # What the list offers
    # ------------------------------------------------------------------

    def _get_complaint_searchbar_sortings(self):
        return {
            "newest": {
                "label": request.env._("Newest first"),
                "order": "date_received desc, id desc",
            },
            "oldest": {
                "label": request.env._("Oldest first"),
                "order": "date_received, id",
            },
            "number": {
                "label": request.env._("Number"),
                "order": "number desc, id desc",
            },
            "subject": {"label": request.env._("Subject"), "order": "name, id"},
        }

    def _get_complaint_searchbar_filters(self):
        is_open = Domain("state", "in", OPEN_STATES) & Domain("state", "!=", "resolved")
        return {
            "all": {"label": request.env._("All"), "domain": Domain.TRUE},
            "open": {"label": request.env._("Open"), "domain": is_open},
            "waiting": {
                "label": request.env._("Waiting for you"),
                "domain": is_open
                & Domain(
                    "pause_ids",
                    "any",
                    [("date_end", "=", False), ("asked_whom", "=", "customer")],
                ),
            },
            "answered": {
                "label": request.env._("Answered"),
                "domain": Domain("date_answered", "!=", False)
                & Domain("state", "!=", "cancelled"),
            },
            "ended": {"label": request.env._("Finished"), "domain": ~is_open},
        }

    def _get_complaint_searchbar_groupby(self):
        return {
            "none": {"label": request.env._("None"), "order": ""},
            "status": {"label": request.env._("Status"), "order": "state"},
            "kind": {"label": request.env._("Kind"), "order": "kind"},
        }

    def _get_complaint_searchbar_inputs(self):
        return {
            "all": {
                "label": request.env._("Everything"),
                "fields": ("number_search", "name", "description"),
            },
            "number": {
                "label": request.env._("Number"),
                "fields": ("number_search",),
            },
            "subject": {"label": request.env._("Subject"), "fields": ("name",)},
        }

    def _get_complaint_search_domain(self, search_in, search):
        """Cases in which words occur.

        :param str search_in: a key of ``_get_complaint_searchbar_inputs``
        :param str search: the words; empty for all cases
        """
        if not search:
            return Domain.TRUE
        fnames = self._get_complaint_searchbar_inputs()[search_in]["fields"]
        return Domain.OR([Domain(fname, "ilike", search) for fname in fnames])

    def _choose_complaint_options(self, params):
        """What the visitor chose of the list; anything unknown is the first choice."""
        offered = {
            "sortby": self._get_complaint_searchbar_sortings(),
            "filterby": self._get_complaint_searchbar_filters(),
            "groupby": self._get_complaint_searchbar_groupby(),
            "search_in": self._get_complaint_searchbar_inputs(),
        }
        chosen = {
            name: params.get(name)
            if params.get(name) in options
            else next(iter(options))
            for name, options in offered.items()
        }
        return offered, chosen

    # ------------------------------------------------------------------
    # The list
    # ------------------------------------------------------------------

    @page(
        ["/my/complaints", "/my/complaints/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_my_complaints(self, page=1, search="", **params):
        """List the user's cases: searched, filtered, sorted, grouped, in pages."""
        offered, chosen = self._choose_complaint_options(params)
        search = clean_line(search)[:SEARCH_LENGTH]
        complaints = request.env["complaint.complaint"]
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="complaints",
            title=request.env._("Complaints and suggestions"),
            html_data=get_html_data(),
            offered=offered,
            search=search,
            chosen=chosen,
            is_narrowed=chosen["filterby"] != "all" or bool(search),
            is_arranged=chosen
            != {name: next(iter(options)) for name, options in offered.items()},
        )
        if complaints.has_access("read"):
            domain = (
                complaints._search_own()
                & offered["filterby"][chosen["filterby"]]["domain"]
                & self._get_complaint_search_domain(chosen["search_in"], search)
            )
            values.update(self._get_complaint_page(domain, page, chosen, search))
        return request.render("complaint_management.portal_my_complaints", values)

    def _get_complaint_page(self, domain, page, chosen, search):
        """One page of the list.

        :param domain: cases, to be searched as sudo
        :param int page: its number, anything
        :return: dict with ``groups`` and ``pager``
        """
        complaints_sudo = request.env["complaint.complaint"].sudo()
        turner = pager(
            url="/my/complaints",
            url_args={**chosen, "search": search},
            total=complaints_sudo.search_count(domain),
            page=page,
            step=PAGE_SIZE,
        )
        orders = (
            self._get_complaint_searchbar_groupby()[chosen["groupby"]]["order"],
            self._get_complaint_searchbar_sortings()[chosen["sortby"]]["order"],
        )
        found_sudo = complaints_sudo.search(
            domain,
            order=", ".join(filter(None, orders)),
            limit=PAGE_SIZE,
            offset=turner["offset"],
        )
        return {
            "groups": self._group_complaints(found_sudo, chosen["groupby"]),
            "pager": turner,
        }

    def _group_complaints(self, found_sudo, groupby):
        """Rows of the list under their headings.

        :return: list of (heading or False, list of dicts for the rows)
        """
        rows = [self._prepare_complaint_row(case_sudo) for case_sudo in found_sudo]
        if groupby == "none" or not rows:
            return [(False, rows)] if rows else []
        groups = {}
        for row in rows:
            heading = row["status"]["label"] if groupby == "status" else row["kind"]
            groups.setdefault(heading, []).append(row)
        labels = found_sudo._get_portal_status_labels()
        order = list(labels.values()) if groupby == "status" else list(groups)
        return sorted(groups.items(), key=lambda group: order.index(group[0]))

    def _prepare_complaint_row(self, case_sudo):
        kinds = dict(case_sudo._fields["kind"]._description_selection(request.env))
        return {
            "url": case_sudo.access_url,
            "number": case_sudo.number,
            "name": case_sudo.name,
            "kind": kinds[case_sudo.kind],
            "day": case_sudo._say_portal_short_day(case_sudo.date_received),
            "status": case_sudo._get_portal_status(),
            "promise": self._get_row_promise(case_sudo),
        }

    def _get_row_promise(self, case_sudo):
        """The promise that is due first; None where nothing is."""
        promises = case_sudo._get_portal_promises()
        if not promises:
            return None
        late = [promise for promise in promises if promise["is_late"]]
        return late[-1] if late else promises[0]
