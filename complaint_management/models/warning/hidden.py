# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What sounds like a complaint and was never registered as one."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import html2plaintext, split_every

MESSAGE = "mail.message"
# Documents that customers write on, when their app is installed; see also the hook.
WRITTEN_ON = ("res.partner", "sale.order", "account.move", "pos.order", "repair.order")
# Where the last look ended.
LOOKED = "complaint_management.hidden_looked_until"
FIRST_LOOK = timedelta(days=7)
BATCH = 500
NAMED = 5
_logger = logging.getLogger(__name__)


class ComplaintHidden(models.Model):
    """A ticket, a lead or a message that sounds like a complaint (R221).

    It keeps where that stands and which words were found, and nothing of what was
    written: whoever may not open the document reads no more here.
    """

    _name = "complaint.hidden"
    _description = "Hidden Complaint"
    _inherit = ["complaint.sealed.mixin"]
    _order = "date desc, id desc"

    res_model = fields.Char(string="Kind of Document", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", required=True, readonly=True
    )
    name = fields.Char(string="Subject", compute="_compute_name")
    where = fields.Char(string="Where It Stands", compute="_compute_name")
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    date = fields.Datetime(string="Written On", required=True, readonly=True)
    words = fields.Char(readonly=True, help="What made it look like a complaint.")
    state = fields.Selection(
        selection=[
            ("open", "To Look At"),
            ("registered", "Registered"),
            ("dismissed", "No Complaint"),
        ],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users", string="Decided By", readonly=True
    )

    _document_uniq = models.UniqueIndex(
        "(res_model, res_id)", "This document is in the list already."
    )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {
            "res_model",
            "res_id",
            "company_id",
            "date",
            "words",
            "state",
            "user_id",
        }

    @api.depends("res_model", "res_id")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_name(self):
        """Read with the rights of who looks."""
        labels = {}
        for hidden in self:
            model = hidden.res_model
            if model not in labels:
                labels[model] = self.env["ir.model"].sudo()._get(model).name or model
            document = hidden._get_document()
            hidden.where = labels[model]
            hidden.name = self.env._("You may not open it")
            if document and document.has_access("read"):
                hidden.name = self._get_title(document)

    @api.model
    def _get_title(self, document):
        if document._name != MESSAGE:
            return document.display_name
        return document.subject or self._get_first_line(document)

    def _get_document(self):
        """What it stands in; empty when that was deleted, or its app taken away."""
        self.ensure_one()
        if self.res_model not in self.env:
            return self.browse()
        return self.env[self.res_model].browse(self.res_id).exists()

    # ------------------------------------------------------------------
    # Finding them
    # ------------------------------------------------------------------

    @api.model
    def _get_hidden_sources(self):
        """Documents that cases are registered from; a hook for the rooms of their apps.

        :return: dict of model to the names of the fields with what was written
        """
        return {}

    @api.model
    def _cron_find(self):
        """Look through what was written since the last look.

        Safe to kill and to repeat: what is in the list already is not listed twice.
        """
        parameters = self.env["ir.config_parameter"].sudo()
        now = fields.Datetime.now()
        given = fields.Datetime.to_datetime(parameters.get_param(LOOKED) or False)
        since = given or now - FIRST_LOOK
        # What is being written now is seen the next time.
        until = now - timedelta(minutes=5)
        if until <= since:
            return
        between = Domain("create_date", ">", since) & Domain("create_date", "<=", until)
        for model in self._get_hidden_sources():
            if model in self.env:
                self._find_documents(model, between)
        self._find_messages(between)
        self._forget_registered()
        parameters.set_param(LOOKED, fields.Datetime.to_string(until))

    @api.model
    def _find_documents(self, model, domain):
        fnames = self._get_hidden_sources()[model]
        documents = self.env[model].sudo().search(domain, order="id")
        for ids in split_every(BATCH, documents.ids):
            some = documents.browse(ids)
            self._list(
                [
                    (document, document, self._join(document, fnames))
                    for document in some
                ]
            )
            documents.env.invalidate_all()

    @api.model
    def _find_messages(self, domain):
        """What customers wrote on documents, as mails or in the portal."""
        sources = set(self._get_hidden_sources())
        models = [name for name in (*sources, *WRITTEN_ON) if name in self.env]
        domain &= Domain("model", "in", models)
        domain &= Domain("message_type", "in", ("email", "comment"))
        domain &= Domain("author_id", "!=", False)
        messages = self.env[MESSAGE].sudo().search(domain, order="id")
        for ids in split_every(BATCH, messages.ids):
            some = messages.browse(ids).filtered(
                lambda message: all(user.share for user in message.author_id.user_ids)
            )
            found = []
            for message in some:
                place = message
                if message.model in sources:
                    place = self.env[message.model].sudo().browse(message.res_id)
                text = f"{message.subject or ''}\n{html2plaintext(message.body or '')}"
                found.append((place, message, text))
            self._list(found)
            messages.env.invalidate_all()

    @api.model
    def _join(self, document, fnames):
        return "\n".join(
            html2plaintext(str(document[fname])) for fname in fnames if document[fname]
        )

    @api.model
    def _list(self, found):
        """List those that sound like a complaint, and are neither listed nor cases.

        :param found: list of the document to list, what was written, and its text
        """
        words = self.env["complaint.alert.word"]
        vals = {}
        for place, written, text in found:
            said = words._find_in(text, ["complaint"])
            if said and place.exists() and not self._is_registered(place):
                vals.setdefault(
                    (place._name, place.id),
                    {
                        "res_model": place._name,
                        "res_id": place.id,
                        "company_id": self._get_company(place).id,
                        "date": written.create_date,
                        "words": " · ".join(said[:NAMED]),
                    },
                )
        if not vals:
            return
        known = self.sudo().search(
            [("res_id", "in", [res_id for _model, res_id in vals])]
        )
        for hidden in known:
            vals.pop((hidden.res_model, hidden.res_id), None)
        self.sudo()._create_sealed(list(vals.values()))

    @api.model
    def _is_registered(self, place):
        """Whether a case was made of a document already."""
        if "complaint_ids" not in place._fields:
            return False
        return bool(place.sudo().with_context(active_test=False).complaint_ids)

    @api.model
    def _get_company(self, place):
        document = place
        if place._name == MESSAGE:
            document = self.env[place.model].sudo().browse(place.res_id).exists()
        company = "company_id" in document._fields and document.company_id
        return company or self.env["res.company"].sudo().search([], limit=1)

    @api.model
    def _forget_registered(self):
        """What somebody registered by another way is no more to be looked at."""
        for hidden in self.sudo().search([("state", "=", "open")]):
            document = hidden._get_document()
            if not document:
                hidden._write_sealed({"state": "dismissed"})
            elif self._is_registered(document):
                hidden._write_sealed({"state": "registered"})

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_open(self):
        """Open the document, with the rights of the user.

        :raises UserError: it is not there any more
        """
        self.ensure_one()
        self.check_access("read")
        document = self._get_document()
        if not document:
            raise UserError(self.env._("It is not there any more."))
        document.check_access("read")
        if document._name == MESSAGE:
            document = self.env[document.model].browse(document.res_id)
        return document._get_records_action()

    def action_register(self):
        """Register a case of it, or open the one there is.

        :return: the action that opens the case
        :raises UserError: somebody decided already, or it is not there any more
        """
        self.ensure_one()
        self._check_open()
        document = self._get_document()
        if not document:
            raise UserError(self.env._("It is not there any more."))
        document.check_access("read")
        action = self._register_document(document)
        self._decide("registered")
        return action

    def action_dismiss(self):
        """Say that it is no complaint: it is not listed again."""
        self._check_open()
        self._decide("dismissed")
        return True

    def _check_open(self):
        self.check_access("write")
        if any(hidden.state != "open" for hidden in self):
            raise UserError(
                self.env._("Somebody decided about this already. Load the list anew.")
            )

    def _decide(self, state):
        self.sudo()._write_sealed({"state": state, "user_id": self.env.uid})

    def _register_document(self, message):
        """Register a case with the words of a message, as it was written.

        A hook: documents that cases are registered from have their own way.

        :return: the action that opens the case
        """
        author = message.sudo().author_id
        case = self.env["complaint.complaint"].create(
            {
                "name": message.subject or self._get_first_line(message),
                "description": message.body,
                "partner_id": author.id,
                "company_id": self.company_id.id,
                "date_received": message.date,
                "first_contact_user_id": self.env.uid,
            }
        )
        return case._get_records_action()

    @api.model
    def _get_first_line(self, message):
        lines = html2plaintext(message.body or "").strip().splitlines()
        return (lines or [self.env._("Complaint")])[0][:80]
