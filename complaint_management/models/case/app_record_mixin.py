# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Records of ours that stand for a record of an app, and outlive the app."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# Asks a search to offer what only the app knows yet.
OFFER = "complaint_offer_app"
# What was offered and not chosen is forgotten after so long.
UNUSED = timedelta(days=1)
# So many at a time.
MOST = 1000


class ComplaintAppRecordMixin(models.AbstractModel):
    """A product or a lot that cases name, whether an app knows it or not (R11).

    The addon depends on no app that has products. Where one is installed, its records
    are offered, and the chosen one gets a record of ours, with its name, once. When the
    app is uninstalled, that stays, and the link to it is forgotten (``ir.model``).

    A model says with ``_app_model`` what it stands for, and with ``_prepare_from_app``
    what it takes from there.
    """

    _name = "complaint.app.record.mixin"
    _inherit = ["complaint.sealed.mixin"]
    _description = "Stands for a Record of an App"
    _app_model = None

    app_ref = fields.Reference(
        selection="_selection_app_ref",
        string="In the App",
        readonly=True,
        copy=False,
        help="The record of the app that it stands for.",
    )

    @api.model
    def _selection_app_ref(self):
        """The model of the app, where it is installed."""
        found = self.env["ir.model"].sudo()
        if self._has_app():
            found = found._get(self._app_model)
        return [(model.model, model.name) for model in found]

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"app_ref"}

    # ------------------------------------------------------------------
    # The record of the app
    # ------------------------------------------------------------------

    @api.model
    def _has_app(self):
        """Whether the app is installed."""
        return self._app_model in self.env

    def _get_app_record(self):
        """What this stands for, without a look at access; None where there is none."""
        self.ensure_one()
        record_sudo = self.sudo().app_ref
        known = record_sudo and record_sudo.exists()
        return record_sudo.with_env(self.env) if known else None

    @api.model
    def _get_for(self, records):
        """The records of ours that stand for records of the app; made where missing.

        :param records: records of the app, which the user may read
        :return: the records of ours, in the same order, for the user
        """
        known = self._find_for(records)
        for record in records - records.browse(known):
            known[record.id] = self._take_from_app(record)
        return self.browse(known[record.id].id for record in records)

    @api.model
    def _find_for(self, records):
        """:return: dict of the id of a record of the app to ours, as sudo"""
        here = self.sudo().with_context(active_test=False)
        references = [f"{records._name},{res_id}" for res_id in records.ids]
        return {
            one.app_ref.id: one for one in here.search([("app_ref", "in", references)])
        }

    @api.model
    def _take_from_app(self, record):
        """Link the record of ours that means the same, or make one; as sudo."""
        link = {"app_ref": f"{record._name},{record.id}"}
        vals = self._prepare_from_app(record.sudo())
        same = self._find_same(vals)
        if same:
            same._write_sealed(link)
            return same
        return self.sudo()._create_sealed([{**vals, **link}])

    @api.model
    def _prepare_from_app(self, record_sudo):
        """What is taken over from a record of the app.

        :return: dict of values
        """
        raise NotImplementedError

    @api.model
    def _find_same(self, vals):
        """The record that means the same and stands for nothing yet, as sudo.

        So what was there before an app, or before it came back, is linked to it.

        :param dict vals: as ``_prepare_from_app`` returns them
        """
        here = self.sudo().with_context(active_test=False)
        return here.search(
            self._get_same_domain(vals) & Domain("app_ref", "=", False), limit=1
        )

    @api.model
    def _get_same_domain(self, vals):
        """Which records mean the same as one with these values, as a ``Domain``."""
        raise NotImplementedError

    # ------------------------------------------------------------------
    # Choosing
    # ------------------------------------------------------------------

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Offer also what only the app knows yet, where a form asks for it."""
        if self.env.context.get(OFFER) and self._has_app():
            self._offer(name, domain, operator, limit)
        return super().name_search(name, domain, operator, limit)

    @api.model
    def _offer(self, name, domain, operator, limit):
        """Make records of ours for what the user finds in the app, as far as places
        are left; what nobody chooses is forgotten again."""
        wanted = Domain("display_name", operator, name) & Domain(domain or Domain.TRUE)
        places = (limit or 0) - self.search_count(wanted, limit=limit)
        records = self.env[self._app_model].with_user(self.env.user)
        if places <= 0 or not records.has_access("read"):
            return
        self.flush_model(["app_ref"])
        known = SQL(
            "(SELECT split_part(app_ref, ',', 2)::int FROM %s"
            " WHERE app_ref IS NOT NULL)",
            SQL.identifier(self._table),
        )
        self._get_for(
            records.search(
                Domain("display_name", operator, name)
                & Domain("id", "not in", known)
                & self._get_offer_domain(),
                limit=places,
            )
        )

    @api.model
    def _get_offer_domain(self):
        """Which records of the app are offered, as a ``Domain``."""
        return Domain("company_id", "in", [False, *self.env.companies.ids])

    @api.autovacuum
    def _gc_unused(self):
        """Forget what was offered and not chosen."""
        unused = self.sudo().with_context(active_test=False)
        unused = unused.search(
            Domain("app_ref", "!=", False)
            & Domain("create_date", "<", fields.Datetime.now() - UNUSED)
            & Domain.custom(to_sql=self._make_untouched_sql)
            & Domain.AND(self._get_unused_domains()),
            limit=MOST,
        )
        unused.unlink()
        return len(unused), len(unused) == MOST

    @api.model
    def _make_untouched_sql(self, model, alias, query):
        """Nobody changed it since it was made."""
        written, created = (
            model._field_to_sql(alias, fname, query)
            for fname in ("write_date", "create_date")
        )
        return SQL("%s = %s", written, created)

    @api.model
    def _get_unused_domains(self):
        """For each field of ours that can name such records: it does not."""
        domains = []
        for model in self.env.values():
            if not (model._name.startswith("complaint.") and model._auto):
                continue
            users = model.sudo().with_context(active_test=False)
            for field in model._fields.values():
                if not field.store:
                    continue
                if field.type == "many2one" and field.comodel_name == self._name:
                    named = Domain(field.name, "!=", False)
                elif field.type == "many2one_reference":
                    named = Domain(field.model_field, "=", self._name)
                    named &= Domain(field.name, "!=", False)
                else:
                    continue
                query = users._search(named).select(field.name)
                domains.append(Domain("id", "not in", query))
        return domains
