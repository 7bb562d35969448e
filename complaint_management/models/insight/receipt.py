# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who was asked to read something, and who has (R127, R213)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..case.life_cycle import OFFICER

CASE = "complaint.complaint"
TO_READ = "complaint_management.mail_activity_type_receipt"
STATES = [
    ("waiting", "Not Read Yet"),
    ("read", "Read"),
    ("missed", "Not Read in Time"),
    ("dropped", "Not Asked Any More"),
]


class ComplaintReceipt(models.Model):
    """One person who was asked to read one thing, and whether they have.

    It is seen by that person, by who leads their department, and by officers; the
    others read counts on what was to be read. Nobody writes it: the button does, and a
    job that asks, drops who has left, and reminds.
    """

    _name = "complaint.receipt"
    _description = "Read Receipt"
    _inherit = ["complaint.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_names_search = ["user_id"]
    _keeps_evidence = True

    res_model = fields.Char(
        string="Model",
        required=True,
        readonly=True,
        export_string_translation=False,
    )
    res_id = fields.Many2oneReference(
        string="Record",
        model_field="res_model",
        required=True,
        readonly=True,
        export_string_translation=False,
    )
    edition = fields.Char(
        required=True,
        readonly=True,
        default="1",
        export_string_translation=False,
        help="Which approval of it; another one is read anew.",
    )
    title = fields.Char(string="What to Read", compute="_compute_title")
    words = fields.Html(compute="_compute_words", sanitize=False)
    complaint_id = fields.Many2one(
        comodel_name="complaint.complaint",
        string="Case",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
        help="Where a case was sent for notice.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Reader",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="Of the reader; who leads it sees who has not read yet.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    state = fields.Selection(
        selection=STATES, required=True, readonly=True, default="waiting", index=True
    )
    date_asked = fields.Date(string="Asked On", readonly=True)
    date_due = fields.Date(string="To Be Read By", readonly=True, index=True)
    date_read = fields.Datetime(string="Read On", readonly=True)
    date_reminded = fields.Date(string="Reminded On", readonly=True)
    date_head_told = fields.Date(string="Head Told On", readonly=True)
    is_mine = fields.Boolean(
        compute="_compute_is_mine", export_string_translation=False
    )

    _once = models.UniqueIndex(
        "(res_model, res_id, edition, user_id)",
        "Each reader is asked once.",
    )
    _read_has_date = models.Constraint(
        "CHECK ((state = 'read') = (date_read IS NOT NULL))",
        "What was read has the moment of it.",
    )

    # ------------------------------------------------------------------
    # Who sees it
    # ------------------------------------------------------------------

    @api.model
    def _get_readable_domain(self):
        """One's own; those of the people that one leads; all for officers.

        Of a case that was sent for notice only who may read the case sees who else was
        asked, and whom it bars sees nothing (R153).
        """
        user = self.env.user
        if not user._is_internal():
            return Domain.FALSE
        barred = user.sudo().barred_complaint_ids.ids
        known = Domain("complaint_id", "=", False)
        cases = self.env[CASE].with_context(active_test=False)
        others = known | Domain("complaint_id", "in", cases._search([]))
        if not user.has_group(OFFICER):
            led = user.sudo().headed_department_ids.ids
            others &= Domain("department_id", "in", led)
        mine = Domain("user_id", "=", user.id)
        return (mine | others) & (known | Domain("complaint_id", "not in", barred))

    def _filter_forbidden(self, operation):
        own = self.browse(self.ids)
        if not own:
            return own
        found = own.sudo().search(
            Domain("id", "in", own.ids) & self._get_readable_domain()
        )
        return own - own.browse(found.ids)

    def _get_barred_partners(self):
        """The contacts of those who may not know of the case."""
        return self.sudo().complaint_id._get_barred_partners()

    @api.depends("res_model", "res_id", "state")
    @api.depends_context("uid", "lang")
    def _compute_display_name(self):
        for receipt in self:
            receipt.display_name = receipt.title or self.env._("Read Receipt")

    @api.depends_context("uid")
    @api.depends("user_id")
    def _compute_is_mine(self):
        for receipt in self:
            receipt.is_mine = receipt.user_id == self.env.user

    @api.depends("res_model", "res_id")
    @api.depends_context("uid", "lang")
    def _compute_title(self):
        documents = self._get_documents()
        for receipt in self:
            document = documents.get(receipt)
            receipt.title = document._get_title_to_read() if document else False

    @api.depends("res_model", "res_id", "state")
    @api.depends_context("uid", "lang")
    def _compute_words(self):
        """The words are the reader's, as long as they are asked."""
        user, documents = self.env.user, self._get_documents()
        for receipt in self:
            document = documents.get(receipt)
            is_reader = receipt.user_id == user and receipt.state != "dropped"
            may_know = document and is_reader and document._filter_readers(user)
            receipt.words = document._get_words_to_read() if may_know else False

    def _get_documents(self):
        """What is to be read, as sudo; a query for each model.

        :return: dict of receipt to its document; without those whose document is gone
        """
        found = {}
        for name, receipts in self.grouped("res_model").items():
            if name in self.env:
                documents = self.env[name].sudo().browse(set(receipts.mapped("res_id")))
                by_id = documents.exists().grouped("id")
                found.update(
                    (receipt, by_id[receipt.res_id])
                    for receipt in receipts
                    if receipt.res_id in by_id
                )
        return found

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------

    def action_read(self):
        """I have read it; a second time changes nothing.

        :raises AccessError: somebody else was asked
        """
        self.check_access("read")
        if self.user_id - self.env.user:
            raise AccessError(
                self.env._("Only who was asked to read it can say that they have.")
            )
        read_sudo = self.sudo().filtered(lambda receipt: receipt.state == "waiting")
        read_sudo.write({"state": "read", "date_read": fields.Datetime.now()})
        read_sudo.activity_unlink([TO_READ])
        return True

    def action_open_document(self):
        """Open what is to be read, where the user may."""
        self.ensure_one()
        self.check_access("read")
        document = self._get_documents().get(self)
        if not document:
            raise AccessError(self.env._("It is not there any more."))
        document.with_env(self.env).check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "view_mode": "form",
        }

    def _get_task_owner(self, task):
        """Nobody reads it in the place of who has left."""
        return self.env["res.users"]

    # ------------------------------------------------------------------
    # Whom to ask, and whom not any more; called as sudo
    # ------------------------------------------------------------------

    def _drop(self, state="dropped"):
        """They are not asked any more; what was read stays.

        :param str state: "missed" where they should have read it, and did not
        """
        waiting = self.filtered(lambda receipt: receipt.state == "waiting")
        waiting.state = state
        waiting.activity_unlink([TO_READ])

    def _ask(self):
        """Give each reader their task."""
        kind = self.env.ref(TO_READ)
        model = self.env["ir.model"]._get_id(self._name)
        tasks = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        vals_list = []
        for receipt in self:
            there = receipt.with_context(lang=receipt.user_id.lang or self.env.lang)
            vals_list.append(
                {
                    "activity_type_id": kind.id,
                    "summary": there.title,
                    "res_model_id": model,
                    "res_id": receipt.id,
                    "user_id": receipt.user_id.id,
                    "date_deadline": receipt.date_due,
                    "automated": True,
                }
            )
        tasks.create(vals_list)
