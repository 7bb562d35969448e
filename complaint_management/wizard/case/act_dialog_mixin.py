# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ComplaintActDialogMixin(models.AbstractModel):
    """A dialog that asks what an act on a document needs, and does the act.

    A dialog is a record, too: whoever makes one names any document they like. It is
    refused unless they may read the document.
    """

    _name = "complaint.act.dialog.mixin"
    _description = "Dialog That Asks for What an Act Needs"

    # Which field names the documents; the acts are those of their model.
    _documents_field = None

    act = fields.Selection(selection="_selection_act", required=True, readonly=True)
    asks = fields.Json(compute="_compute_asks")
    reason = fields.Text()

    @api.model
    def _get_acts(self):
        documents = self._fields[self._documents_field].comodel_name
        return self.env[documents]._get_acts()

    @api.model
    def _selection_act(self):
        return [(name, self.env._(act.label)) for name, act in self._get_acts().items()]

    @api.depends("act")
    def _compute_asks(self):
        for dialog in self:
            dialog.asks = dialog._get_asked() if dialog.act else []

    def _get_asked(self):
        """Names of the fields that the dialog asks for.

        :return: list of str
        """
        self.ensure_one()
        act = self._get_acts()[self.act]
        return list(act.asks or act.needs)

    @api.model_create_multi
    def create(self, vals_list):
        """Not about a document that the user may not read."""
        dialogs = super().create(vals_list)
        dialogs._check_documents()
        return dialogs

    def write(self, vals):
        result = super().write(vals)
        self._check_documents()
        return result

    def _check_documents(self):
        """Whether the user may read what the dialog is about.

        :raises AccessError: they may not
        """
        self[self._documents_field].check_access("read")

    def action_confirm(self):
        """Do it, with the rights and the checks of the button.

        :raises AccessError: the user may not
        :raises UserError: naming all that is missing
        """
        self.ensure_one()
        given = self._prepare_given()
        asked = {name: given[name] for name in self._get_asked() if name in given}
        self._do_act(asked)
        return {"type": "ir.actions.act_window_close"}

    def _prepare_given(self):
        """What was entered, by the name under which acts take it.

        :return: dict
        """
        return {"reason": self.reason}

    def _do_act(self, given):
        """Do the act by its button.

        :param dict given: what was entered, of that which the act takes
        """
        getattr(self[self._documents_field], f"action_{self.act}")(**given)
