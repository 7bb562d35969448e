# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Doing what was agreed: through the app that can, or by hand (R107, R145, R170).

The apps are used when they are there; the addon depends on none of them. How each way
goes stands in a file of its own: ``_get_obstacle_<way>`` says why it cannot go by
itself, ``_get_hint_<way>`` what will happen, ``_fulfil_<way>`` creates the document,
and ``_prepare_<document>_vals`` says what it is made of.
"""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ..case.messages import NO_MAIL_KEYS, wants_no_mail

_lt = LazyTranslate(__name__)


class Way(NamedTuple):
    """What a way of fulfilling creates, and whose work that is."""

    model: str
    app: object
    # Whether the document tells nobody who complained.
    is_nameless: bool = False


WAYS = {
    "credit_note": Way("account.move", _lt("Invoicing")),
    "coupon": Way("loyalty.card", _lt("Discounts and Loyalty"), is_nameless=True),
    "gift_card": Way("loyalty.card", _lt("Discounts and Loyalty"), is_nameless=True),
    "repair": Way("repair.order", _lt("Repairs")),
    "return": Way("stock.picking", _lt("Inventory")),
    "task": Way("project.task", _lt("Project")),
}
# Which document of an installed app a type of remedy may name to be created in.
PLACES = ("loyalty.program", "project.project")
# All that documents inherit from who presses the button. Other keys of a context can
# come from a remote call, and here they would act with the rights of the system.
KEPT_CONTEXT = ("lang", "tz", *NO_MAIL_KEYS)


class ComplaintRemedy(models.Model):
    _inherit = "complaint.remedy"

    by_hand_reason = fields.Char(
        string="Why by Hand",
        compute="_compute_fulfilment_hint",
        help="Why no app can do it.",
    )
    fulfilment_hint = fields.Char(
        string="What Happens",
        compute="_compute_fulfilment_hint",
        help="What is created by the click.",
    )

    _result_uniq = models.UniqueIndex(
        "(result_model, result_id) WHERE result_id > 0",
        "This document fulfils another remedy already.",
    )

    @api.depends("type_id", "amount", "currency_id", "complaint_id")
    @api.depends_context("lang")
    def _compute_fulfilment_hint(self):
        for remedy in self:
            reason = remedy._get_obstacle()
            remedy.by_hand_reason = reason
            remedy.fulfilment_hint = not reason and remedy._get_hint()

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_fulfil(self):
        """Do what was agreed, once: through an app, or by hand with a note (R107).

        :raises UserError: another click was quicker, or it cannot be done
        """
        self.check_access("write")
        if len(self.sudo().try_lock_for_update()) < len(self):
            raise UserError(
                self.env._(
                    "Somebody else is working on this remedy. Look again in a moment."
                )
            )
        return super().action_fulfil()

    def action_fulfil_by_hand(self):
        """Say that it was done by hand; no document is created.

        :raises UserError: nobody said what was done
        """
        return self.with_context(complaint_by_hand=True).action_fulfil()

    def action_open_result(self):
        """Open what was created.

        :raises UserError: it is gone, or belongs to people with other rights
        """
        self.ensure_one()
        self.check_access("read")
        result = self._get_result()
        if not result.sudo().exists():
            raise UserError(
                self.env._(
                    "%s is not there any more. Press “Take Up Again” to do what was "
                    "agreed another time.",
                    self.result_name,
                )
            )
        if not result.has_access("read"):
            apps = {way.model: way.app for way in self._get_ways().values()}
            raise UserError(
                self.env._(
                    "You may not open %(document)s: ask somebody who works with "
                    "“%(app)s”.",
                    document=self.result_name,
                    app=apps[self.result_model],
                )
            )
        return result._get_records_action()

    def _get_result(self):
        """What was created, or no record; without a look at access."""
        self.ensure_one()
        if self.result_model not in self.env:
            return self.env["complaint.remedy"]
        return self.env[self.result_model].browse(self.result_id or [])

    # ------------------------------------------------------------------
    # By hand, or through an app
    # ------------------------------------------------------------------

    @api.model
    def _get_ways(self):
        """Each way of fulfilling through an app; rooms of other apps add theirs.

        :return: dict of a key of ``fulfilment`` to a ``Way``
        """
        return WAYS

    def _get_hint(self):
        """What the click creates, as a sentence; False for what is done by hand."""
        self.ensure_one()
        way = self.type_id.fulfilment
        if way not in self._get_ways() or not self.complaint_id:
            return False
        return getattr(self._as_the_company(), f"_get_hint_{way}")()

    def _get_obstacle(self):
        """Why no app can do it now.

        :return: a sentence; False when one can, or when it is done by hand anyway
        """
        self.ensure_one()
        way = self._get_ways().get(self.type_id.fulfilment)
        if not way or not self.complaint_id:
            return False
        if way.model not in self.env:
            return self.env._("The app “%s” is not installed.", way.app)
        if self.is_for_another:
            return self.env._(
                "It was promised to somebody else, in a case that was merged: a "
                "document would go to the complainant of this one."
            )
        if not way.is_nameless and self.complaint_id.identity_mode != "named":
            return self.env._(
                "The complainant is protected: a document would name them. Let a "
                "custodian of identities do it."
            )
        acting = self._as_the_company()
        return getattr(acting, f"_get_obstacle_{self.type_id.fulfilment}")()

    def _as_the_company(self):
        """The line with the rights to create, in its company.

        Whoever calls has checked what the user may do.
        """
        self.ensure_one()
        kept = {key: self.env.context.get(key) for key in KEPT_CONTEXT}
        kept["loyalty_no_mail"] = wants_no_mail(self.env)
        acting = self.with_env(self.env(su=True, context=kept))
        return acting.with_company(acting.complaint_id.company_id)

    def _fulfil(self):
        """Create what fulfils each line, where an app can.

        :raises UserError: what an app refuses, or nobody said what was done
        """
        result = super()._fulfil()
        for remedy in self:
            reason = remedy._get_obstacle()
            if remedy._is_by_hand(reason):
                remedy._check_note(reason)
            else:
                remedy._create_result()
        return result

    def _is_by_hand(self, reason):
        """Whether nothing is created, as nothing can be or nothing has to be."""
        self.ensure_one()
        wished = self.env.context.get("complaint_by_hand")
        has_way = self.type_id.fulfilment in self._get_ways()
        return bool(wished or reason or not has_way)

    def _check_note(self, reason):
        """What is done by hand is said; words, such as an apology, need no others.

        :param reason: why no app does it, as a sentence, or False
        :raises UserError: nobody said it
        """
        self.ensure_one()
        if (self.fulfilment_note or "").strip():
            return
        if self.type_id.fulfilment not in self._get_ways() and not self.amount:
            return
        sentences = [
            reason,
            self.env._(
                "Write down under “How It Was Fulfilled” what was done for “%s”.",
                self.display_name,
            ),
        ]
        raise UserError(" ".join(filter(None, sentences)))

    def _create_result(self):
        """Create the document, and keep which one it is.

        :raises UserError: what the app says against it, and what to do
        """
        self.ensure_one()
        acting = self._as_the_company()
        try:
            with self.env.cr.savepoint():
                result_sudo = getattr(acting, f"_fulfil_{self.type_id.fulfilment}")()
                result_name = acting._name_result(result_sudo)
        except UserError as error:
            raise UserError(
                self.env._(
                    "“%(name)s” could not be done: %(error)s\n\nPut that right, or do "
                    "it by hand and write down what was done.",
                    name=self.display_name,
                    error=error,
                )
            ) from error
        self._write_sealed(
            {
                "result_model": result_sudo._name,
                "result_id": result_sudo.id,
                "result_name": result_name,
            }
        )

    def _name_result(self, result_sudo):
        """What the case calls the document, also when it is gone."""
        return result_sudo.display_name

    # ------------------------------------------------------------------
    # What documents are made of
    # ------------------------------------------------------------------

    def _get_origin(self, model):
        """What the case is about, when it is a document of this model.

        :param str model: the model's name
        :return: a record, or an empty recordset of the model
        """
        origin = self.complaint_id.origin_ref
        if origin is not None and origin._name == model:
            return origin.exists()
        return self.env[model] if model in self.env else self.env[self._name]

    def _is_for_customer(self, document):
        """Whether a document is the customer's own, of the company of the case."""
        complaint = self.complaint_id
        customer = complaint.commercial_partner_id
        return bool(
            customer
            and document.partner_id.commercial_partner_id == customer
            and document.company_id == complaint.company_id
        )

    def _get_reference(self):
        """What a document says of where it comes from, and no more."""
        return self.env._("Complaint %s", self.complaint_id.number)

    def _get_place(self, model):
        """Where the type of the remedy has documents created, if it fits.

        :param str model: the model of the place
        """
        place = self.type_id.fulfilment_ref
        if place is None or place._name != model or not place.exists():
            return self.env[model]
        fits = place.active and place.company_id in (
            self.env["res.company"],
            self.complaint_id.company_id,
        )
        return place if fits else self.env[model]


class ComplaintRemedyType(models.Model):
    _inherit = "complaint.remedy.type"

    fulfilment_ref = fields.Reference(
        selection="_selection_fulfilment_ref",
        string="Created In",
        help="The loyalty program of coupons and gift cards, or the project of tasks. "
        "Empty: a program in which a point is worth one unit of the currency, or the "
        "handler's own to-do list.",
    )

    @api.model
    def _selection_fulfilment_ref(self):
        """Places in the installed apps where documents can be created."""
        installed = [name for name in PLACES if name in self.env]
        return [
            (model.model, model.name)
            for model in self.env["ir.model"]
            .sudo()
            .search([("model", "in", installed)])
        ]

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Leave out the place when no app offers one."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if not self._selection_fulfilment_ref():
            for node in arch.xpath("//field[@name='fulfilment_ref']"):
                node.getparent().remove(node)
        return arch, view
