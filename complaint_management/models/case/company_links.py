# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What cases use stays where their users can read it.

A category, a contact, a team or a document that is given to another company cannot be
read any more by who works on a case that points to it: its form would not open. Which
links there are is found in the registry, so that this holds for models of other apps.
"""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list, ormcache

CASES = "complaint.complaint"
# More names tell nobody more.
NAMED = 5
# People work for several companies, or go from one to the other: cases point to them
# by lists, which show whom their reader may read.
FREE = {"res.users", "res.company", "hr.employee"}


class Base(models.AbstractModel):
    _inherit = "base"

    def write(self, vals):
        """Refuse to give to another company what records of ours use in theirs.

        :raises UserError: naming the cases, as far as the user may read them
        """
        if vals.get("company_id") and self and self._get_links_of_ours():
            company = self.env["res.company"].browse(vals["company_id"])
            given = self.sudo().filtered(lambda record: record.company_id != company)
            # Asked once for all of them: most of the time nobody uses any.
            if given and any(given._search_users_elsewhere(company, limit=1)):
                for record in given:
                    record._check_unused_elsewhere(company)
        return super().write(vals)

    @api.model
    @ormcache("self._name")
    def _get_links_of_ours(self):
        """Stored fields of our models that point to this one, or to what extends it.

        :return: tuple of (model, field, model that the field points to)
        """
        if self._abstract or self._transient or self._name in FREE:
            return ()
        if self._name == CASES or "company_id" not in self._fields:
            return ()
        here = {self._name} | {
            name
            for name, model in self.env.items()
            if self._name in model._inherits and name not in FREE
        }
        return tuple(
            (model._name, field.name, name)
            for model in self.env.values()
            if model._has_company_of_ours()
            for field in model._fields.values()
            for name in here
            if field.store and model._may_point_to(field, name)
        )

    @api.model
    def _may_point_to(self, field, model_name):
        if field.type == "reference":
            return self._name == CASES
        return (
            field.type in ("many2one", "many2many") and field.comodel_name == model_name
        )

    @api.model
    def _has_company_of_ours(self):
        return (
            self._name.startswith("complaint.")
            and not (self._abstract or self._transient)
            and self._auto
            and "company_id" in self._fields
            and self._fields["company_id"].store
        )

    def _check_unused_elsewhere(self, company):
        """Refuse where records of another company use this one; called as sudo.

        :param company: whom it is given to
        :raises UserError: naming the cases, as far as the user may read them
        """
        cases, others = self.env[CASES], self.env["res.company"]
        for found in self._search_users_elsewhere(company):
            others |= found.company_id
            if found._belongs_to_case():
                cases |= found if found._name == CASES else found.complaint_id
        if others:
            raise UserError(self._say_used_elsewhere(company, others, cases))

    def _search_users_elsewhere(self, company, limit=80):
        """Records of ours that use these, of companies that could not read them.

        :param company: whom these are given to
        :param int limit: of each link
        :return: iterator of recordsets, one for each link
        """
        reached = company.sudo().with_context(active_test=False)
        reached = reached.search([("id", "child_of", company.id)])
        elsewhere = Domain("company_id", "not in", [*reached.ids, False])
        for model, fname, name in self._get_links_of_ours():
            users = self.env[model].with_context(active_test=False)
            using = self._get_using_domain(users, fname, name)
            yield users.search(using & elsewhere, limit=limit)

    def _get_using_domain(self, users, fname, name):
        """Which records of another model use these."""
        here = self
        if name != self._name:
            link = self.env[name]._inherits[self._name]
            here = self.env[name].with_context(active_test=False)
            here = here.search([(link, "in", self.ids)])
        if users._fields[fname].type == "reference":
            return Domain.OR(
                Domain(fname, "=", f"{name},{record_id}") for record_id in here.ids
            )
        return Domain(fname, "in", here.ids)

    def _say_used_elsewhere(self, company, others, cases):
        # Of cases that the user may not read, they do not hear that there are any.
        reader = cases.with_env(self.env(su=False))
        known = reader.with_context(
            allowed_company_ids=self.env.user.company_ids.ids
        )._filtered_access("read")
        values = {
            "record": self.display_name,
            "others": format_list(self.env, others.mapped("name")),
            "company": company.sudo().name,
        }
        text = self.env._(
            "“%(record)s” cannot be given to %(company)s: records of %(others)s use "
            "it, and could not be opened any more. Make another one for %(company)s, "
            "or leave its company empty.",
            **values,
        )
        if not known:
            return text
        names = known[:NAMED].mapped("display_name")
        if len(known) > NAMED:
            names.append("…")
        return f"{text}\n" + self.env._("Cases that use it: %s", ", ".join(names))
