# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who else is affected: found by what they bought, where they live, and when (R105).

The addon depends on no app that sells. A way of finding customers is offered where its
model is there and the user may read it; ``_find_affected_<way>`` finds them with the
rights of the user. Other rooms and addons add ways to ``_get_affected_ways``.
"""

from typing import NamedTuple

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from .case_found import FOUND

_lt = LazyTranslate(__name__)
TO_CALL = "complaint_management.mail_activity_type_affected"


class Way(NamedTuple):
    """One way of finding customers: what it is called, and what it looks at."""

    label: object
    model: str


class Search(NamedTuple):
    """What is looked for; what is empty does not narrow it down."""

    product: models.BaseModel
    lot: models.BaseModel
    order: str
    begin: object
    end: object
    partners: models.BaseModel


class ComplaintIncident(models.Model):
    _inherit = "complaint.incident"

    customer_ids = fields.One2many(
        comodel_name="complaint.incident.customer",
        inverse_name="incident_id",
        string="Customers Found",
        readonly=True,
        copy=False,
    )
    customer_count = fields.Integer(
        string="Number of Customers Found", compute="_compute_customer_count"
    )
    date_searched = fields.Datetime(
        string="Customers Looked For On", readonly=True, copy=False
    )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"date_searched"}

    @api.depends("customer_ids")
    def _compute_customer_count(self):
        for incident in self:
            incident.customer_count = len(incident.customer_ids)

    def action_find_affected(self):
        """Open the dialog that finds who else is affected."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who Else Is Affected"),
            "res_model": "complaint.incident.affected",
            "view_mode": "form",
            "target": "new",
            "context": {"default_incident_id": self.id},
        }

    def action_view_customers(self):
        """Open the customers that were found."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_incident_customer_action"
        )
        action.update(domain=[("incident_id", "=", self.id)])
        return action

    # ------------------------------------------------------------------
    # Ways of finding them
    # ------------------------------------------------------------------

    @api.model
    def _get_affected_ways(self):
        """How customers can be found; extend it with ``super()``.

        :return: dict of key to ``Way``
        """
        return {
            "case": Way(_lt("Who complained before"), "complaint.complaint"),
            "order": Way(_lt("Sales orders"), "sale.order.line"),
            "lot": Way(_lt("Deliveries of a lot"), "stock.move.line"),
            "invoice": Way(_lt("Invoices"), "account.move.line"),
            "hand": Way(_lt("Chosen by hand"), "res.partner"),
        }

    @api.model
    def _get_open_ways(self):
        """The ways whose app is there, and whose records the user may read."""
        return {
            key: way
            for key, way in self._get_affected_ways().items()
            if way.model in self.env and self.env[way.model].has_access("read")
        }

    def _find_affected(self, way, search, area):
        """Customers whom the incident may concern, with the rights of the user.

        :param str way: a key of ``_get_open_ways``
        :param Search search: what is looked for
        :param Domain area: which contacts are meant
        :return: dict of contact to what tells that they are concerned; without those
            who are known to the incident
        :raises UserError: the way needs something that is not given
        """
        self.ensure_one()
        if way not in self._get_open_ways():
            raise UserError(self.env._("Choose where customers are looked for."))
        found = getattr(self, f"_find_affected_{way}")(search)
        partners = self.env["res.partner"].search(
            Domain("id", "in", [partner.id for partner in found]) & area
        )
        known = set(self._get_known_customers().ids)
        result = {}
        for partner in partners:
            customer_id = partner.commercial_partner_id.id
            if customer_id not in known:
                known.add(customer_id)
                result[partner] = found[partner]
        return result

    def _get_known_customers(self):
        """Who complained, or was found already; those of protected cases never."""
        self.ensure_one()
        cases = self.sudo().with_context(active_test=False).complaint_ids
        named = cases.filtered(lambda case: case.identity_mode == "named")
        known_sudo = named.commercial_partner_id | self.sudo().customer_ids.partner_id
        return known_sudo.with_env(self.env)

    def _find_affected_hand(self, search):
        """Contacts that somebody chose."""
        if not search.partners:
            raise UserError(self.env._("Choose the contacts."))
        return dict.fromkeys(search.partners, False)

    def _find_affected_case(self, search):
        """Who complained before: of the lot, the product, or of the like."""
        self.ensure_one()
        domain = Domain("partner_id", "!=", False)
        domain &= Domain("company_id", "=", self.company_id.id)
        domain &= Domain("identity_mode", "=", "named")
        if search.lot:
            domain &= Domain("lot_id", "=", search.lot.id)
        elif search.product:
            domain &= Domain("product_id", "=", search.product.id)
        elif self.category_id:
            domain &= Domain("category_id", "child_of", self.category_id.id)
        cases = self.env["complaint.complaint"].with_context(active_test=False)
        domain &= self._make_period("date_received", search)
        found = cases.search(domain, order="date_received")
        return {case.partner_id: case.number for case in found}

    def _find_affected_order(self, search):
        """Who ordered the product, or by that order."""
        self.ensure_one()
        if not (search.product or search.order):
            raise UserError(self.env._("Choose the product, or enter the order."))
        domain = Domain("state", "=", "sale")
        domain &= Domain("company_id", "=", self.company_id.id)
        domain &= self._make_period("order_id.date_order", search)
        domain &= self._make_goods(search)
        if search.order:
            domain &= Domain("order_id.name", "=ilike", search.order.strip())
        lines = self.env["sale.order.line"].search(domain)
        return {line.order_id.partner_id: line.order_id.name for line in lines}

    def _find_affected_lot(self, search):
        """To whom something of the lot was delivered."""
        self.ensure_one()
        lot = search.lot and search.lot._get_app_record()
        if not lot:
            raise UserError(
                self.env._("Choose a lot that the inventory knows: it has none yet.")
            )
        domain = Domain("lot_id", "=", lot.id) & Domain("state", "=", "done")
        domain &= Domain("location_dest_id.usage", "=", "customer")
        domain &= Domain("company_id", "=", self.company_id.id)
        domain &= self._make_period("date", search)
        lines = self.env["stock.move.line"].search(domain)
        return {
            line.picking_id.partner_id: line.picking_id.name
            for line in lines
            if line.picking_id.partner_id
        }

    def _find_affected_invoice(self, search):
        """To whom the product was billed."""
        self.ensure_one()
        if not search.product:
            raise UserError(self.env._("Choose the product."))
        domain = Domain("parent_state", "=", "posted")
        domain &= Domain("move_id.move_type", "=", "out_invoice")
        domain &= Domain("company_id", "=", self.company_id.id)
        domain &= self._make_period("date", search, begin_of=fields.Date.to_date)
        domain &= self._make_goods(search)
        lines = self.env["account.move.line"].search(domain)
        return {line.move_id.partner_id: line.move_id.name for line in lines}

    def _make_period(self, fname, search, begin_of=None):
        """Records from a day to a day, both included, as a ``Domain``.

        :param begin_of: of a day what the field is compared with; by default the moment
            at which it begins where the company is
        """
        begin_of = begin_of or self.company_id._get_complaint_begin_of
        domain = Domain.TRUE
        if search.begin:
            domain &= Domain(fname, ">=", begin_of(search.begin))
        if search.end:
            domain &= Domain(fname, "<", begin_of(fields.Date.add(search.end, days=1)))
        return domain

    @api.model
    def _make_goods(self, search):
        """Lines about the product of the app, as a ``Domain``.

        :raises UserError: the app does not know the product
        """
        if not search.product:
            return Domain.TRUE
        product = search.product._get_app_record()
        if not product:
            raise UserError(
                self.env._(
                    "“%s” is not a product of the app: nobody can be found by it.",
                    search.product.display_name,
                )
            )
        return Domain("product_id", "=", product.id)

    # ------------------------------------------------------------------
    # What is done for them
    # ------------------------------------------------------------------

    def _note_customers(self, found, done):
        """Keep who was found; who is known already is left out, whoever else looks.

        The incident is written: of two who do this at the same moment, one is done
        after the other and sees whom the first one found.

        :param dict found: contact to what tells that they are concerned
        :param str done: "task" or "case"
        :return: the contacts that are new
        """
        self.ensure_one()
        self.check_access("write")
        if self.state == "closed":
            raise UserError(
                self.env._(
                    "%s is closed. Reopen it, or make another incident.",
                    self.display_name,
                )
            )
        self._lock_for_act()
        self.sudo()._write_sealed({"date_searched": fields.Datetime.now()})
        self.env.flush_all()
        known, new = self._get_known_customers(), self.env["res.partner"]
        for partner in found:
            if partner.commercial_partner_id not in known:
                known |= partner.commercial_partner_id
                new |= partner
        self.env["complaint.incident.customer"].sudo()._create_sealed(
            [
                {
                    "incident_id": self.id,
                    "partner_id": partner.commercial_partner_id.id,
                    "done": done,
                    "why": found[partner],
                }
                for partner in new
            ]
        )
        self.invalidate_recordset(["customer_ids"])
        return new

    def _ask_to_call(self, found):
        """Ask whoever looks after each of the customers to tell them.

        :return: the contacts about whom somebody was asked
        """
        new = self._note_customers(found, "task")
        kind, barred = self.env.ref(TO_CALL), self._get_barred_partners()
        name = self.number if self._hangs_on_protected() else self.display_name
        for partner in new:
            user = self._get_account_owner(partner, barred)
            speaking = self.with_context(lang=user.lang or self.env.lang)
            partner.sudo().with_context(
                mail_activity_quick_update=True, lang=user.lang or self.env.lang
            ).activity_schedule(
                TO_CALL,
                summary=kind.with_context(lang=user.lang).summary,
                note=speaking._say_to_call(name, found[partner]),
                user_id=user.id,
            )
        return new

    def _get_account_owner(self, partner, barred):
        """Who looks after a customer; else who owns the incident, or whoever asks.

        :param barred: contacts of those who may know of none of the cases (R153)
        """
        self.ensure_one()
        partner_sudo = partner.sudo()
        for user in (
            partner_sudo.user_id,
            partner_sudo.commercial_partner_id.user_id,
            self.sudo().user_id,
        ):
            is_fit = user and user.partner_id not in barred
            if is_fit and user._works_in(self.company_id):
                return user
        return self.env.user

    def _say_to_call(self, name, why):
        """What the customer is told, for whoever has the task; names no case.

        :param str name: of the incident; all employees read it, so of one with a
            protected case its number only
        :param why: what tells that the customer is concerned
        """
        self.ensure_one()
        parts = [
            name,
            why and self.env._("Found by: %s", why),
            self.workaround,
        ]
        return Markup("<br/>").join(filter(None, parts))

    def _open_found_cases(self, found, vals):
        """Open a case for each of the customers, before they complain.

        :param dict found: contact to what tells that they are concerned
        :param dict vals: what all the cases say
        :return: the cases
        """
        new = self._note_customers(found, "case")
        cases = self.env["complaint.complaint"]
        cases.check_access("create")
        found_cases = FOUND.give(cases).create(
            [
                {**self._prepare_found_case(), **vals, "partner_id": partner.id}
                for partner in new
            ]
        )
        return found_cases.with_env(self.env)

    def _prepare_found_case(self):
        """With what a case begins that we found ourselves.

        :return: dict of values
        """
        self.ensure_one()
        return {
            "name": self.name,
            "kind": "complaint",
            "company_id": self.company_id.id,
            "incident_id": self.id,
            "category_id": self.category_id.id,
            "cause_id": self.cause_id.id,
            "severity": self.severity,
            "product_id": self.product_id.id,
            "lot_id": self.lot_id.id,
        }

    def _move_cases(self, survivor):
        """Whom a duplicate found is known to the incident that goes on, too."""
        known = survivor.customer_ids.partner_id
        rows = self.customer_ids.filtered(lambda row: row.partner_id not in known)
        rows._write_sealed({"incident_id": survivor.id})
        return super()._move_cases(survivor)
