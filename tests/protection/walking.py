# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Walks through everything that the network offers: models, fields, methods."""

import inspect
import warnings
from contextlib import suppress

from odoo.exceptions import AccessDenied
from odoo.service.model import get_public_method
from odoo.tools import mute_logger

from .planting import CASE, PlantedCase

# Newest records of each model that are read, besides those that hang on the cases.
SAMPLE = 25
GROUPED = 60
# What a call may end with: refused, or useless arguments.
REFUSED = (Exception,)
QUIET = (
    "odoo.sql_db",
    "odoo.models",
    "odoo.orm.models",
    "odoo.domains",
    "odoo.fields",
    "odoo.http",
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.base.models.ir_model",
    "odoo.addons.base.models.ir_qweb",
    "odoo.addons.mail.models.mail_thread",
    "odoo.addons.mail.models.mail_mail",
)
# What every model has; these are called on everything that hangs on the cases, and
# the others on the cases only.
CHANGING = {"unlink", "copy", "action_archive", "action_unarchive"}
# What a method gets for a parameter that it insists on.
VALUES = {
    "fields": ["display_name"],
    "field_names": ["display_name"],
    "fnames": ["display_name"],
    "specification": {"display_name": {}},
    "fields_spec": {"display_name": {}},
    "domain": [],
    "groupby": ["create_uid"],
    "aggregates": ["__count"],
    "values": {},
    "vals": {},
    "vals_list": [{}],
    "default": {},
    "partner_ids": [],
    "attachment_ids": [],
    "body": "x",
    "reason": "x",
    "name": "x",
    "operator": "ilike",
    "limit": 5,
    "options": {},
}


class WalkCase(PlantedCase):
    def _call(self, found, what, call):
        """Do it, note what comes out and what it touches, and undo it."""
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            answer = self._answer(call)
            self._note(found, what, answer)
            if not isinstance(answer, Exception):
                # What is refused is undone as a whole.
                self._note_changes(found, what)
        finally:
            self.env.transaction.clear()
            savepoint.rollback()
            savepoint.close(rollback=False)
        return answer

    def _note_changes(self, found, what):
        with suppress(*REFUSED):
            for touched in self._get_alarms():
                found.setdefault(f"CHANGED {touched}", set()).add(what)

    @staticmethod
    def _answer(call):
        try:
            return call()
        except REFUSED as error:
            return error

    def _note(self, found, what, answer):
        for place in self._find_secrets(self._unfold(answer)):
            found.setdefault(place, set()).add(what)

    @staticmethod
    def _unfold(answer):
        return str(answer) if isinstance(answer, Exception) else answer

    def _assert_nothing(self, found):
        lines = [
            f"{place}: {', '.join(sorted(ways)[:8])}" for place, ways in found.items()
        ]
        self.assertFalse(lines, "\n".join(sorted(lines)))

    # ------------------------------------------------------------------
    # Models and fields
    # ------------------------------------------------------------------

    def _walk_models(self, user):
        """Read every field of every model that the user may read."""
        found = {}
        with mute_logger(*QUIET):
            for name in sorted(self.env.registry):
                model = self.env[name].with_user(user).with_context(active_test=False)
                if model._abstract or not model.has_access("read"):
                    continue
                self._walk_model(found, model)
        return found

    def _walk_model(self, found, model):
        name = model._name
        fields = model.fields_get(attributes=["type", "groupable", "searchable"])
        records = self._call(
            found,
            f"{name}.search",
            lambda: model.search([], limit=SAMPLE, order="id desc"),
        )
        if isinstance(records, Exception):
            records = model
        planted = model.browse(sorted(self.records.get(name, ())))
        for some in [records, *planted]:
            self._read(found, some, list(fields))
        self._call(
            found, f"{name}.name_search", lambda: model.name_search("", limit=200)
        )
        self._call(found, f"{name}.names", lambda: model.name_search("PLANTED"))
        if planted or name in self._get_watched():
            self._look_for(found, model, fields)

    def _get_watched(self):
        return {
            name
            for name, model in self.env.registry.items()
            if name.startswith("complaint.")
            or model._hangs_on_documents(self.env[name])
        }

    def _read(self, found, records, names):
        if not records:
            return
        what = f"{records._name}.read"
        answer = self._call(found, what, lambda: records.read(names))
        if isinstance(answer, Exception) and len(records) > 1:
            for record in records:
                self._call(found, what, lambda record=record: record.read(names))
        links = [
            name
            for name in names
            if records._fields[name].type in ("many2one", "reference")
        ]
        spec = {name: {"fields": {"display_name": {}}} for name in links}
        self._call(
            found,
            f"{records._name}.web_read",
            lambda: records.web_read({"display_name": {}, **spec}),
        )
        if records._name in self.records:
            paths = [*names, *(f"{link}/display_name" for link in links)]
            what = f"{records._name}.export_data"
            self._call(found, what, lambda: records.export_data(paths))

    def _look_for(self, found, model, fields):
        """Neither does a search, a count or a group tell."""
        name = model._name
        for fname, field in fields.items():
            if field["type"] in ("char", "text", "html") and field.get("searchable"):
                counted = self._call(
                    {},
                    "",
                    lambda fname=fname: model.search_count(
                        [(fname, "ilike", "PLANTED")]
                    ),
                )
                if not isinstance(counted, Exception) and counted:
                    found.setdefault(f"{name}.{fname}", set()).add("search_count")
            if field.get("groupable"):
                self._call(
                    found,
                    f"{name} by {fname}",
                    lambda fname=fname: model.formatted_read_group(
                        [], [fname], ["__count"], limit=GROUPED, order=None
                    ),
                )

    # ------------------------------------------------------------------
    # Forms
    # ------------------------------------------------------------------

    def _walk_forms(self, user):
        """Open every form of every model on the cases, and point it at them."""
        found = {}
        with mute_logger(*QUIET):
            for name in sorted(self.env.registry):
                model = self.env[name].with_user(user)
                if model._abstract or not model.has_access("create"):
                    continue
                for case in self.planted:
                    self._walk_form(found, model, case)
        return found

    def _walk_form(self, found, model, case):
        name = model._name
        pairs = model._get_document_pairs()
        links = [
            fname
            for fname, field in model._fields.items()
            if field.type == "many2one" and field.comodel_name == CASE
        ]
        if not (pairs or links or model._transient):
            return
        values = dict.fromkeys(links, case.id)
        for path, id_field in pairs:
            values[path.split(".")[0]] = (
                self.env["ir.model"]._get_id(CASE) if "." in path else CASE
            )
            values[id_field] = case.id
        if "res_model" in model._fields:
            values.setdefault("res_model", CASE)
        if "res_ids" in model._fields:
            values["res_ids"] = repr(case.ids)
        context = {
            "active_model": CASE,
            "active_id": case.id,
            "active_ids": case.ids,
            **{f"default_{key}": value for key, value in values.items()},
        }
        fields = list(model.fields_get(attributes=["type"]))
        spec = {
            fname: {"fields": {"display_name": {}}}
            if model._fields[fname].type == "many2one"
            else {}
            for fname in fields
        }
        asked = model.with_context(**context)
        self._call(found, f"{name}.default_get", lambda: asked.default_get(fields))
        self._call(found, f"{name}.onchange", lambda: asked.onchange({}, [], spec))
        for fname in values:
            self._call(
                found,
                f"{name}.onchange {fname}",
                lambda fname=fname: model.onchange(values, [fname], spec),
            )
        self._call(
            found,
            f"{name}.create",
            lambda: asked.create(values).web_read(spec),
        )

    # ------------------------------------------------------------------
    # Methods
    # ------------------------------------------------------------------

    def _walk_methods(self, user):
        """Call every method with the number of what hangs on a case."""
        found = {}
        # What Odoo keeps for others only can be called as well.
        with mute_logger(*QUIET), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            for name, ids in sorted(self.records.items()):
                model = self.env[name].with_user(user)
                record = model.browse(max(ids))
                self._walk_writing(found, record)
                for method in self._get_methods(model):
                    self._walk_method(found, record, method)
        return found

    def _walk_writing(self, found, record):
        """Change each text, and take the record to another case and back."""
        for name, field in record._fields.items():
            if field.store and field.type in ("char", "text", "html"):
                vals = {name: "x"}
            elif field.type == "many2one" and field.comodel_name == CASE:
                vals = {name: self.later.id}
            else:
                continue
            what = f"{record._name}.write {name}"
            self._call(found, what, lambda vals=vals: record.write(vals))

    @staticmethod
    def _get_methods(model):
        """Public methods; those that every model has once, on the case."""
        common = set() if model._name == CASE else set(dir(model.env["ir.logging"]))
        for name in sorted(set(dir(type(model))) - (common - CHANGING)):
            with suppress(AttributeError, AccessDenied, *REFUSED):
                if not name.startswith("_"):
                    get_public_method(model, name)
                    yield name

    def _walk_method(self, found, record, name):
        method = getattr(record, name)
        params = [
            param
            for param in inspect.signature(method).parameters.values()
            if param.default is param.empty
            and param.kind
            in (param.POSITIONAL_ONLY, param.POSITIONAL_OR_KEYWORD, param.KEYWORD_ONLY)
        ]
        arguments = {
            param.name: self._get_value(record, param.name) for param in params
        }
        self._call(
            found, f"{record._name}.{name}()", lambda: self._shown(method(**arguments))
        )

    def _get_value(self, record, name):
        if name in VALUES:
            return VALUES[name]
        if name in ("ids", "res_ids", "record_ids"):
            return record.ids
        if name.endswith("_id"):
            return record.id
        if "model" in name:
            return record._name
        return "x"

    @staticmethod
    def _shown(answer):
        """What the network would hand over: of records, the numbers."""
        return answer.ids if hasattr(answer, "_ids") else answer
