# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError

CASES = "complaint.complaint"


class Place(NamedTuple):
    """What a task is on, and whose it is."""

    model: str
    res_id: int
    user_id: int


class MailActivity(models.Model):
    """A task on a protected case goes to somebody who may read the case (R153).

    Odoo shows a task, with the name of what it is about, to whoever it is given to.
    """

    _inherit = "mail.activity"

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse to give a task to somebody who may not know what it is about.

        What the product plans by itself goes to who speaks with the complainant.

        :raises UserError: somebody chose who gets it
        """
        chosen = [vals for vals in vals_list if not vals.get("automated")]
        self._check_may_know(self._get_place(vals) for vals in chosen)
        activities = super().create(vals_list)
        activities._give_elsewhere()
        return activities

    def write(self, vals):
        """Refuse as ``create`` does.

        :raises UserError: somebody chose who gets it
        """
        if not {"user_id", "res_id", "res_model_id"} & set(vals):
            return super().write(vals)
        self._check_may_know(task._get_place(vals) for task in self)
        result = super().write(vals)
        self._give_elsewhere()
        return result

    def _check_may_know(self, places):
        if self.env.su:
            return
        for place in self._find_unknowing(places):
            raise UserError(
                self.env._(
                    "%s may not know of this: give the task to somebody who works on "
                    "the case.",
                    self.env["res.users"].sudo().browse(place.user_id).name,
                )
            )

    def _give_elsewhere(self):
        """Who may not know gets nothing, whoever plans it; now followers may know."""
        places = {task: task._get_place({}) for task in self.sudo()}
        unknowing = self._find_unknowing(places.values())
        for task, place in places.items():
            if place in unknowing:
                task.user_id = unknowing[place]._get_contact_person()

    def _get_place(self, vals):
        """What a task is on, and whose it is, once values are written on it."""
        context, task = self.env.context, self.sudo()
        said = {
            fname: vals.get(fname, task[fname] or context.get(f"default_{fname}"))
            for fname in ("res_model", "res_model_id", "res_id", "user_id")
        }
        models_sudo = self.env["ir.model"].sudo()
        model = said["res_model"]
        if not model or "res_model_id" in vals:
            model = models_sudo.browse(said["res_model_id"] or ()).model
        user = said["user_id"]
        user_id = user if isinstance(user, int) else user and user.id
        return Place(model, said["res_id"], user_id)

    @api.model
    def _find_unknowing(self, places):
        """Tasks on protected cases, of users who may not know of them.

        :param places: what tasks are on, and whose they are
        :return: dict of those places to the cases, as sudo
        """
        ids = defaultdict(set)
        secret = self.env["base"]._get_secret_documents()
        unknowing = {}
        for place in places:
            if not (place.user_id and place.model in self.env):
                continue
            if self.env[place.model]._belongs_to_case():
                ids[place.model, place.user_id].add(place.res_id)
            elif place.model in secret:
                document_sudo = self.env[place.model].sudo().browse(place.res_id)
                user_sudo = self.env["res.users"].sudo().browse(place.user_id)
                if user_sudo.partner_id in document_sudo._get_barred_partners():
                    unknowing[place] = document_sudo.complaint_ids[:1]
        for (model, user_id), res_ids in ids.items():
            cases = self._get_protected_cases(model, res_ids)
            user = self.env["res.users"].browse(user_id)
            reading = self.env[model].browse(cases).with_user(user)
            known = reading.with_context(
                allowed_company_ids=user.sudo().company_ids.ids
            )._filtered_access("read")
            unknowing.update(
                (Place(model, res_id, user_id), cases[res_id])
                for res_id in set(cases) - set(known.ids)
            )
        return unknowing

    @api.model
    def _get_protected_cases(self, model, ids):
        """The protected cases that documents are, or belong to.

        :return: dict of ids of documents to their cases, as sudo
        """
        documents_sudo = self.env[model].sudo().browse(ids).exists()
        cases = {
            document.id: document if model == CASES else document.complaint_id
            for document in documents_sudo
        }
        return {
            document_id: case
            for document_id, case in cases.items()
            if case and case.identity_mode != "named"
        }
