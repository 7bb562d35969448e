# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What hangs on a case is as hidden as the case, in every model of every app.

Odoo and its apps keep many records about documents: notifications, followers,
ratings, meetings, translations. Most of them are open to every employee, and tell the
names of what they hang on. Which models these are is found in the registry, so that an
app that is installed later is covered too.
"""

import re

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import OrderedSet, ormcache

CASE = "complaint.complaint"
# Odoo asks the document itself before it shows these, and shows them to whom they
# were sent as well. Only the people whom a case bars are kept out of those.
ASKS_ITSELF = {
    "ir.attachment",
    "mail.activity",
    "mail.message",
}
# What is addressed to somebody they keep, unless the case bars them.
ADDRESSEES = ("user_id", "author_id", "res_partner_id", "partner_ids")
COLLECTIONS = (list, tuple, set, frozenset, OrderedSet)
ID_FIELD = re.compile(r"(.*)res_id")


class Base(models.AbstractModel):
    _inherit = "base"

    # ------------------------------------------------------------------
    # What hangs on documents
    # ------------------------------------------------------------------

    @api.model
    @ormcache("self._name")
    def _get_document_pairs(self):
        """How records of this model say which document they hang on.

        :return: tuple of (path to the name of a model, field of the id)
        """
        if self._name.startswith("complaint.") or self._abstract:
            return ()
        pairs = {}
        for name, field in self._fields.items():
            if field.store and field.type in ("many2one_reference", "integer"):
                found = ID_FIELD.fullmatch(name)
                model_field = getattr(field, "model_field", None) or (
                    found and self._find_model_field(found[1])
                )
                if model_field:
                    pairs[name] = model_field
        return tuple(
            (f"{path}.model" if self._fields[path].relational else path, name)
            for name, path in pairs.items()
            if self._fields[path].store
        )

    @api.model
    def _find_model_field(self, prefix):
        """The field that says of which model a plain number is."""
        for name in (f"{prefix}res_model", f"{prefix}model", f"{prefix}res_model_id"):
            field = self._fields.get(name)
            if field and (field.type == "char" or field.comodel_name == "ir.model"):
                return name
        return None

    @api.model
    @ormcache("self._name")
    def _get_document_owners(self):
        """Fields with what a record is part of, as a reaction is part of a message.

        :return: tuple of names of fields; what they point at hangs on documents
        """
        if self._name.startswith("complaint.") or self._abstract:
            return ()
        return tuple(
            name
            for name, field in self._fields.items()
            if field.type == "many2one"
            and field.store
            and field.required
            and field.ondelete == "cascade"
            and self.env[field.comodel_name]._get_document_pairs()
        )

    @api.model
    @ormcache("self._name")
    def _hangs_on_documents(self):
        return bool(self._get_document_pairs() or self._get_document_owners())

    @api.model
    @ormcache()
    def _get_secret_documents(self):
        """Our models on which Odoo's records hang: those that people talk about."""
        return tuple(
            name
            for name, model in self.env.items()
            if name.startswith("complaint.")
            and not (model._abstract or model._transient)
            and "message_ids" in model._fields
        )

    # ------------------------------------------------------------------
    # What is found
    # ------------------------------------------------------------------

    @api.model
    def _search(
        self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs
    ):
        if not (self.env.su or bypass_access) and self._hangs_on_documents():
            domain = Domain(domain)
            fixed = self._get_fixed_values(domain)
            if not self._is_about_others(fixed):
                domain &= self._get_unhidden_domain(domain, fixed)
        return super()._search(
            domain, offset, limit, order, bypass_access=bypass_access, **kwargs
        )

    @api.model
    def _get_fixed_values(self, domain):
        """What all records that a domain finds have in common.

        :return: dict of field to the set of values that it may have
        """
        parts = domain.children if getattr(domain, "OPERATOR", "") == "&" else [domain]
        fixed = {}
        for part in parts:
            operator = getattr(part, "operator", None)
            if operator == "=" and isinstance(part.value, str | int):
                fixed[part.field_expr] = {part.value}
            elif operator == "in" and isinstance(part.value, COLLECTIONS):
                fixed[part.field_expr] = set(part.value)
        return fixed

    @api.model
    def _is_about_others(self, fixed):
        """Whether a search is for what hangs on other documents than ours.

        Most are, and have nothing to pay for what is hidden here.

        :param dict fixed: as ``_get_fixed_values`` says
        """
        secret = set(self._get_secret_documents())
        pairs = self._get_document_pairs()
        return (
            bool(pairs)
            and not self._get_document_owners()
            and all(path in fixed and not secret & fixed[path] for path, _id in pairs)
        )

    @api.model
    def _get_unhidden_domain(self, domain, fixed):
        """Which of the records hang on nothing that is closed to the user.

        :param Domain domain: the records
        :param dict fixed: what is known of them, as ``_get_fixed_values`` says
        """
        if self._name in ASKS_ITSELF:
            return ~self._get_barred_domain()
        addressed = self._get_addressed_domain()
        if self._is_addressed(fixed, addressed):
            return ~self._get_barred_domain()
        if not self._hang_on_secret_documents(domain, fixed):
            return Domain.TRUE
        shown = self._get_open_domain(fixed) | addressed
        return shown & ~self._get_barred_domain()

    @api.model
    def _hang_on_secret_documents(self, domain, fixed):
        """Whether any of the records hangs on one of our documents.

        Most do not. One question finds that out, which costs less than the rules of
        all our documents, and does not cost more with each kind of them.

        :param Domain domain: the records
        :param dict fixed: what is known of them, as ``_get_fixed_values`` says
        """
        secret = set(self._get_secret_documents())
        if any(
            fixed.get(path, {None}) <= secret
            for path, _id in self._get_document_pairs()
        ):
            return True
        # It looks with the user's rights for what the search itself would find: what
        # they do not read of a condition, its "not" lets in. Archived ones as well,
        # as whoever reads a record by its id finds it so.
        query = self._search(domain, limit=1, active_test=False, bypass_access=True)
        if query.is_empty():
            return False
        model_sudo = self.sudo()
        secret_domain = self._get_secret_domain().optimize_full(model_sudo)
        query.add_where(secret_domain._to_sql(model_sudo, query.table, query))
        return bool(query)

    @api.model
    def _get_secret_domain(self):
        """Which records hang on our documents, closed or not."""
        names = self._get_secret_documents()
        domain = Domain.OR(
            Domain(path, "in", names) for path, _id in self._get_document_pairs()
        )
        for owner in self._get_document_owners():
            owners = self.env[self._fields[owner].comodel_name]
            domain |= Domain(owner, "any!", owners._get_secret_domain())
        return domain

    @api.model
    def _is_addressed(self, fixed, addressed):
        """Whether a search is for what was sent to the user."""
        return any(
            fixed.get(condition.field_expr, set()) == set(condition.value)
            for condition in addressed.iter_conditions()
        )

    @api.model
    def _get_open_domain(self, fixed=None):
        """Which records hang on what the user may read, or on nothing of ours.

        :param dict fixed: what is known of them, as ``_get_fixed_values`` says
        """
        secret = set(self._get_secret_documents())
        domain = Domain.TRUE
        for model_path, id_field in self._get_document_pairs():
            names = sorted(secret & (fixed or {}).get(model_path, secret))
            # Actions, say, are about cases, and hang on none.
            is_open = Domain(model_path, "not in", names)
            is_open |= Domain(id_field, "in", [0, False])
            for name in names:
                documents = self.env[name].with_context(active_test=False)
                if documents.has_access("read"):
                    is_open |= Domain(model_path, "=", name) & Domain(
                        id_field, "in", documents._search([])
                    )
            domain &= is_open
        for owner in self._get_document_owners():
            owners = self.env[self._fields[owner].comodel_name]
            domain &= Domain(owner, "any!", owners._get_open_domain())
        return domain

    @api.model
    def _get_barred_domain(self):
        """Those on protected cases about the user, or on what belongs to these."""
        if not self.env.user.sudo().barred_complaint_ids:
            return Domain.FALSE
        domain = Domain.FALSE
        for model_path, id_field in self._get_document_pairs():
            for name in self._get_secret_documents():
                documents_sudo = self.env[name].sudo().with_context(active_test=False)
                closed = documents_sudo._get_closed_domain()
                if not closed.is_false():
                    domain |= Domain(model_path, "=", name) & Domain(
                        id_field, "in", documents_sudo._search(closed)
                    )
        for owner in self._get_document_owners():
            owners = self.env[self._fields[owner].comodel_name]
            domain |= Domain(owner, "any!", owners._get_barred_domain())
        return domain

    @api.model
    def _get_closed_domain(self):
        """Which of our documents are protected cases about the user, or hang on one.

        Documents of several cases say it themselves.
        """
        ids = self.env.user.sudo().barred_complaint_ids.ids
        link = "id" if self._name == CASE else "complaint_id"
        if not ids or link not in self._fields:
            return Domain.FALSE
        return Domain(link, "in", ids)

    @api.model
    def _get_addressed_domain(self):
        """What was sent to the user, or was made by them for others."""
        ids = {"res.users": self.env.uid, "res.partner": self.env.user.partner_id.id}
        return Domain.OR(
            Domain(name, "in", [ids[field.comodel_name]])
            for name in ADDRESSEES
            if (field := self._fields.get(name))
            and field.store
            and field.comodel_name in ids
        )

    # ------------------------------------------------------------------
    # What is refused
    # ------------------------------------------------------------------

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not any(self._ids) or not self._hangs_on_documents():
            return result
        hidden = self._filter_hidden()
        if not hidden:
            return result
        if result:
            hidden |= result[0]
        return hidden, lambda: self.env["ir.rule"]._make_access_error(operation, hidden)

    def _filter_hidden(self):
        """Those of the records that hang on what is closed to the user."""
        barred = self.env.user.sudo().barred_complaint_ids
        if self._name in ASKS_ITSELF and not barred:
            return self.browse()
        these = Domain("id", "in", self.ids)
        records = self.with_context(active_test=False)
        unhidden = records._get_unhidden_domain(these, {})
        if unhidden.is_true():
            return self.browse()
        return records.sudo().search(these & ~unhidden).with_env(self.env)

    def write(self, vals):
        """Nobody reads on what they moved to a document that is closed to them."""
        result = super().write(vals)
        if not self.env.su and self._hangs_on_documents():
            links = {path.split(".")[0] for path, _name in self._get_document_pairs()}
            links |= {name for _path, name in self._get_document_pairs()}
            if (links | set(self._get_document_owners())) & set(vals):
                self.check_access("read")
        return result

    def get_external_id(self):
        """What an import called a record of ours is told to who may read the record.

        :raises AccessError: the user may not
        """
        if self._name.startswith("complaint."):
            self.check_access("read")
        return super().get_external_id()
