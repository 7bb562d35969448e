# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""No form and no dialog tells of a case which its reader may not read (R153).

A form is worked out before it is saved, from whatever ids a remote call names, and
much of it as the superuser: what the product computes and what Odoo relates. So a
form that begins to point to a case, or to something that belongs to one, is refused
where its reader may not read that. Which fields point there is found in the registry:
this holds for models of other apps, and for those that come later.

A form of ours names no company either in which the user has no part: what it counts
and proposes there is worked out before any rule looks at the company.
"""

from collections import defaultdict

from odoo import api, models, tools
from odoo.exceptions import AccessError

from odoo.addons.mail.tools.parser import parse_res_ids

CASES = "complaint.complaint"
# Where a record names documents by the name of a model and ids, in plain columns.
PLAIN_IDS = ("res_id", "res_ids")
PLAIN_MODELS = ("res_model", "model")


class Base(models.AbstractModel):
    _inherit = "base"

    @api.model
    def default_get(self, fields):
        """Refuse a dialog about what the user may not read.

        :raises AccessError: the defaults point to it
        """
        values = super().default_get(fields)
        if self._transient:
            self._check_form(values)
        return values

    def onchange(self, values, field_names, fields_spec):
        """Refuse a form about what the user may not read.

        :raises AccessError: the values, or their defaults, point to it
        """
        result = super().onchange(values, field_names, fields_spec)
        # The defaults of a new record are among the values by now.
        self._check_form_companies(values)
        self._check_form(values)
        return result

    @api.model_create_multi
    def create(self, vals_list):
        if not self._transient:
            return super().create(vals_list)
        for vals in vals_list:
            self._check_form(vals)
        records = super().create(vals_list)
        records._check_pointed_to()
        return records

    def write(self, vals):
        result = super().write(vals)
        if self._transient:
            self._check_pointed_to()
        return result

    # ------------------------------------------------------------------
    # What a form points to
    # ------------------------------------------------------------------

    def _check_form(self, values):
        """Refuse values that begin to point to what the user may not read.

        What a record points to already it goes on to show as before.

        :param dict values: as a form sends them
        :raises AccessError: they do
        """
        pointers = self._get_case_pointers()
        given = {fname: values[fname] for fname in pointers if values.get(fname)}
        if self.env.su or not (given or (pointers and self._transient)):
            return
        form = self.new(given, origin=self)
        known = set() if self._transient else self._find_pointed_to(given)
        form._check_pointed_to(given, known)

    def _check_form_companies(self, values):
        """Refuse a form of ours in the name of a company of others.

        Dialogs say themselves for which companies they work.

        :param dict values: as a form sends them
        :raises AccessError: it names one
        """
        is_ours = self._name.startswith("complaint.") and not self._transient
        if self.env.su or not is_ours:
            return
        given = {
            fname: values[fname]
            for fname in self._get_company_links()
            if values.get(fname)
        }
        form, allowed = self.new(given), self.env.user.company_ids
        for fname in given:
            named = form[fname]._origin
            if named - allowed - (self[fname] if self else named.browse()):
                raise AccessError(
                    self.env._("You have no access to the company that this names.")
                )

    @api.model
    @tools.ormcache("self._name")
    def _get_company_links(self):
        """Names of the fields that say of which company a record is."""
        return tuple(
            name
            for name, field in self._fields.items()
            if field.type == "many2one"
            and field.comodel_name == "res.company"
            and not field.related
        )

    def _check_pointed_to(self, given=(), known=frozenset()):
        """Refuse to point to what the user may not read.

        :param given: names of fields that a form sent
        :param known: what is pointed to already, as pairs of model and id
        :raises AccessError: it says no names
        """
        fnames = set(given)
        if self._transient:
            fnames |= {
                fname
                for fname in self._get_case_pointers()
                if not (self._fields[fname].compute and self._fields[fname].readonly)
            }
        if self.env.su or not fnames:
            return
        news = defaultdict(list)
        for model, res_id in self._find_pointed_to(fnames) - known:
            news[model].append(res_id)
        for model, ids in news.items():
            documents = self.env[model].browse(ids)
            if documents != documents._filtered_access("read"):
                raise AccessError(
                    self.env._(
                        "You may not see what this is about. Ask somebody who works "
                        "on it."
                    )
                )

    def _find_pointed_to(self, fnames):
        """The cases, and what belongs to them, behind fields of these records.

        :return: set of pairs of model and id
        """
        found = set()
        for record in self.sudo().with_context(active_test=False):
            found |= record._find_named_documents()
            for fname in fnames:
                value = record[fname]
                if self._fields[fname].type == "one2many":
                    found |= value._find_pointed_to(value._get_case_pointers(True))
                elif isinstance(value, models.BaseModel):
                    found |= value._origin._find_case_documents()
        return found

    def _find_case_documents(self):
        """These records where they belong to cases, or what of them they hang on."""
        if self._belongs_to_case():
            return {(self._name, res_id) for res_id in self.ids}
        return set().union(*(record._find_named_documents() for record in self))

    def _find_named_documents(self):
        """What a record names by model and ids, where it belongs to a case."""
        found = set()
        for model_fname, id_fname in self._get_naming_fields():
            model = self[model_fname]
            if model in self.env and self.env[model]._belongs_to_case():
                ids = self[id_fname]
                ids = [ids] if isinstance(ids, int) else parse_res_ids(ids, self.env)
                found |= {(model, res_id) for res_id in ids or () if res_id}
        return found

    # ------------------------------------------------------------------
    # Which fields point there
    # ------------------------------------------------------------------

    @api.model
    @tools.ormcache("self._name")
    def _belongs_to_case(self):
        """Whether this is the model of cases, or of what belongs to one."""
        return self._name == CASES or (
            not self._transient
            and any(
                field.store and field.type == "many2one" and field.comodel_name == CASES
                for field in self._fields.values()
            )
        )

    @api.model
    @tools.ormcache("self._name")
    def _get_naming_fields(self):
        """Pairs of fields that name documents of any model: its name, and ids."""
        pairs = {
            (field.model_field, field.name)
            for field in self._fields.values()
            if field.type == "many2one_reference"
        }
        pairs |= {
            (model_fname, id_fname)
            for model_fname in PLAIN_MODELS
            for id_fname in PLAIN_IDS
            if model_fname in self._fields and id_fname in self._fields
            if self._fields[model_fname].type == "char"
        }
        return tuple(sorted(pairs))

    @api.model
    @tools.ormcache("self._name", "direct")
    def _get_case_pointers(self, direct=False):
        """Names of the fields that lead to a case, or to what belongs to one.

        :param bool direct: without the lines of the record
        """
        fnames = {fname for pair in self._get_naming_fields() for fname in pair}
        for field in self._fields.values():
            if field.type == "reference":
                fnames.add(field.name)
            if not field.relational or field.comodel_name not in self.env:
                continue
            other = self.env[field.comodel_name]
            if field.type != "one2many":
                points = other._belongs_to_case() or other._get_naming_fields()
            else:
                points = not direct and other._get_case_pointers(True)
            if points:
                fnames.add(field.name)
        return tuple(sorted(fnames))
