# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What sounds like a complaint and was never registered as one."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import html2plaintext

MESSAGE = "mail.message"
# Documents that customers write on, when their app is installed; see also the hook.
WRITTEN_ON = ("res.partner", "sale.order", "account.move", "pos.order", "repair.order")
# From when on is looked the first time; with the name of a model, up to which id.
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
        for model, some in self.grouped("res_model").items():
            documents = some._get_documents()
            readable = documents._filtered_access("read") if documents else documents
            titles = {document.id: self._get_title(document) for document in readable}
            where = self.env["ir.model"].sudo()._get(model).name or model
            for hidden in some:
                hidden.where = where
                title = titles.get(hidden.res_id)
                hidden.name = title or self.env._("You may not open it")

    @api.model
    def _get_title(self, document):
        if document._name != MESSAGE:
            return document.display_name
        return document.subject or self._get_first_line(document)

    def _get_documents(self):
        """What these stand in, all of one kind; without what is not there any more."""
        if self[:1].res_model not in self.env:
            return self.browse()
        return self.env[self[0].res_model].browse(self.mapped("res_id")).exists()

    def _get_document(self):
        """What it stands in; empty when that was deleted, or its app taken away."""
        self.ensure_one()
        return self._get_documents()

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
        """Look through what was written since the last look, batch by batch.

        Safe to kill and to repeat: each batch is committed with how far it came, and
        what is in the list already is not listed twice. One that fails stops no other.
        """
        commit_progress = self.env["ir.cron"]._commit_progress
        # What is being written now is seen the next time.
        until = fields.Datetime.now() - timedelta(minutes=5)
        for model in (*self._get_hidden_sources(), MESSAGE):
            while documents := self._find_next(model, until):
                self._look_through(documents)
                self._remember_look(documents)
                if not commit_progress(len(documents), remaining=1):
                    return
        self._forget_registered()
        commit_progress(remaining=0)

    @api.model
    def _find_next(self, model, until):
        """The next documents of a kind, after those that were looked through.

        :param datetime until: what was written later waits for the next time
        """
        if model not in self.env:
            return self.browse()
        parameters = self.env["ir.config_parameter"].sudo()
        last = int(parameters.get_param(f"{LOOKED}.{model}") or 0)
        domain = Domain("create_date", "<=", until) & Domain("id", ">", last)
        if not last:
            began = fields.Datetime.to_datetime(parameters.get_param(LOOKED) or False)
            domain &= Domain("create_date", ">", began or until - FIRST_LOOK)
        if model == MESSAGE:
            domain &= self._get_messages_domain()
        documents = self.env[model].sudo().with_context(active_test=False)
        return documents.search(domain, order="id", limit=BATCH)

    @api.model
    def _remember_look(self, documents):
        self.env["ir.config_parameter"].sudo().set_param(
            f"{LOOKED}.{documents._name}", str(documents[-1].id)
        )

    @api.model
    def _get_messages_domain(self):
        """What customers wrote on documents, as mails or in the portal."""
        sources = self._get_hidden_sources()
        models = [name for name in (*sources, *WRITTEN_ON) if name in self.env]
        return (
            Domain("model", "in", models)
            & Domain("message_type", "in", ("email", "comment"))
            & Domain("author_id", "!=", False)
        )

    @api.model
    def _look_through(self, documents):
        """List those that sound like a complaint; what cannot be read is left out."""
        read = self._read_documents
        if documents._name == MESSAGE:
            read = self._read_messages
        try:
            with self.env.cr.savepoint():
                self._list(read(documents))
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception:
            _logger.info("Not looked through: %s", documents, exc_info=True)
        documents.env.invalidate_all()

    @api.model
    def _read_documents(self, documents):
        fnames = self._get_hidden_sources()[documents._name]
        return [
            (document, document, self._join(document, fnames)) for document in documents
        ]

    @api.model
    def _read_messages(self, messages):
        sources = self._get_hidden_sources()
        found = []
        for message in messages:
            if not all(user.share for user in message.author_id.user_ids):
                continue
            place = message
            if message.model in sources:
                place = self.env[message.model].sudo().browse(message.res_id)
            text = f"{message.subject or ''}\n{html2plaintext(message.body or '')}"
            found.append((place, message, text))
        return found

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
        open_sudo = self.sudo().search([("state", "=", "open")])
        for some in open_sudo.grouped("res_model").values():
            documents = some._get_documents()
            registered = documents.filtered(self._is_registered)
            gone = some.filtered(
                lambda hidden, there=set(documents.ids): hidden.res_id not in there
            )
            gone._write_sealed({"state": "dismissed"})
            some.filtered(
                lambda hidden, known=set(registered.ids): hidden.res_id in known
            )._write_sealed({"state": "registered"})

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
        self._lock_for_act()
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
