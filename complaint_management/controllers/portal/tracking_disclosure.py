# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Telling who one is after all, in confidence or openly (R150)."""

from odoo.http import request

from .doors import page
from .public_form import CONTACT, LENGTHS, PublicForm
from .tracking import PAGE, ComplaintTracking


class ComplaintTrackingDisclosure(ComplaintTracking):
    @page(
        f"{PAGE}/disclose",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET", "POST"],
    )
    def tracking_disclose(self, **params):
        """Let the complainant say who they are: form, confirmation, done."""
        case = self._visit()
        is_sent = request.httprequest.method == "POST"
        if not case and is_sent:
            return self._render_expired("")
        if not case or not case._get_disclosures():
            return self._go_back(None)
        if not is_sent:
            known = {"identity": "confidential"}
            return self._render_disclosure(case, self._read_person(case, known))
        form = self._read_person(case, params)
        if form.values["identity"] not in case._get_disclosures():
            form.errors["identity"] = request.env._("Please choose one of the two.")
        form._check_lengths()
        if form.values["identity"]:
            form._check_contact()
        is_confirmed = params.get("step") == "confirm"
        if form.errors or params.get("step") == "change" or not is_confirmed:
            is_asked = not form.errors and params.get("step") != "change"
            return self._render_disclosure(case, form, is_asked)
        values = form.values
        return self._try(
            case,
            "disclosed",
            {},
            {},
            lambda: case._disclose_complainant(
                values["identity"], values["name"], values["email"], values["phone"]
            ),
        )

    @staticmethod
    def _read_person(case, params):
        """What is told of a person, read and checked as on the public form."""
        known = {name: params.get(name) for name in (*CONTACT, "identity")}
        return PublicForm(request.env, case.company_id, (), known)

    def _render_disclosure(self, case, form, is_asked=False):
        values = {
            "title": request.env._("Tell us who you are"),
            "company": case.company_id,
            "modes": case._get_disclosures(),
            "values": form.values,
            "errors": form.errors,
            "lengths": LENGTHS,
            "told_fields": (*CONTACT, "identity"),
            "is_asked": is_asked,
        }
        status = 422 if form.errors else 200
        return self._keep_open(self._render("tracking_disclose", values, status), case)
