# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What has to be read by somebody: lessons, policies, a case sent for notice (R127)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..case.life_cycle import OFFICER
from .receipt import TO_READ

STAFF = "complaint_management.group_complaint_user"
CRON = "complaint_management.ir_cron_receipts"
READERS = [
    ("handlers", "Those who handle such cases"),
    ("staff", "All who work on cases"),
    ("all", "All employees"),
]
# Whom to ask is said by these.
READER_FIELDS = frozenset({"readers", "reader_department_ids", "read_within"})
# Of fewer readers no figures are shown: they would tell who has not read.
LEAST = 5


class ComplaintReceiptMixin(models.AbstractModel):
    """Something that asks its readers to say that they have read it.

    A model says with ``_find_to_read`` what holds today, with ``_get_edition`` when it
    is to be read anew, and with ``_get_title_to_read`` and ``_get_words_to_read`` what
    the readers see. Whoever joins is asked, and who leaves is not any more, by the job
    of ``complaint.receipt``.
    """

    _name = "complaint.receipt.mixin"
    _description = "Asks for Read Receipts"

    readers = fields.Selection(
        selection=READERS,
        string="Has to Be Read By",
        help="They are asked to say that they have read it. Empty: the departments "
        "below alone, or nobody.",
    )
    reader_department_ids = fields.Many2many(
        comodel_name="hr.department",
        string="Departments That Read It",
        help="With the departments below them.",
    )
    read_within = fields.Integer(
        string="Days to Read It",
        default=7,
        help="After so many days readers are reminded; after so many more, whoever "
        "leads them is told.",
    )
    reader_count = fields.Integer(
        string="Readers Asked",
        compute="_compute_reader_counts",
        help="Shown from five readers on.",
    )
    read_count = fields.Integer(
        string="Readers Who Have Read It", compute="_compute_reader_counts"
    )
    is_to_read = fields.Boolean(
        string="To Be Read by You", compute="_compute_is_to_read"
    )

    _read_within_positive = models.Constraint(
        "CHECK (read_within > 0)",
        "Readers need a day at least.",
    )

    # ------------------------------------------------------------------
    # What the models say
    # ------------------------------------------------------------------

    @api.model
    def _find_to_read(self):
        """What holds today and has to be read; called as sudo."""
        return self.browse()

    def _filter_old(self):
        """What is too old to be asked for: who has not read it missed it; as sudo."""
        return self.browse()

    def _get_edition(self):
        """By what a new approval is told from the one before."""
        return "1"

    def _get_title_to_read(self):
        """How it is called, for its readers; called as sudo."""
        return self.display_name

    def _get_words_to_read(self):
        """What its readers read, as HTML; called as sudo."""
        return False

    def _get_receipt_case(self):
        """The case that it is about, which not everybody may know; as sudo."""
        return self.env["complaint.complaint"]

    def _get_receipt_company(self):
        """Whose employees read it, as sudo; empty: of all companies."""
        return self.company_id

    def _get_receipt_categories(self):
        """What it is about: who handles such cases reads it; as sudo."""
        return self.env["complaint.category"]

    def _get_receipt_writers(self):
        """Who knows it without reading it, as sudo."""
        return self.env["res.users"]

    def _filter_readers(self, users):
        """Those who may know of it.

        :param users: ``res.users``, as sudo
        """
        return users

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------

    @api.depends_context("uid")
    def _compute_reader_counts(self):
        """How many were asked and how many have read; never who.

        Of few readers the officers alone see figures: they see the people, too (R213).
        """
        least = 1 if self.env.user.has_group(OFFICER) else LEAST
        counts = self._count_receipts()
        for document in self:
            asked, read = counts.get(document._origin.id, (0, 0))
            document.reader_count = asked if asked >= least else 0
            document.read_count = read if asked >= least else 0

    def _count_receipts(self):
        """By id: how many are asked now, and how many of them have read."""
        receipts_sudo = self.env["complaint.receipt"].sudo()
        editions = {doc.id: doc._get_edition() for doc in self._origin.sudo()}
        counts = {}
        for res_id, edition, state, count in receipts_sudo._read_group(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self._origin.ids),
                ("state", "!=", "dropped"),
            ],
            ["res_id", "edition", "state"],
            ["__count"],
        ):
            if edition == editions[res_id]:
                asked, read = counts.get(res_id, (0, 0))
                counts[res_id] = asked + count, read + (count if state == "read" else 0)
        return counts

    @api.depends_context("uid")
    def _compute_is_to_read(self):
        receipts_sudo = self.env["complaint.receipt"].sudo()
        waiting = receipts_sudo._read_group(self._get_my_domain(), ["res_id"])
        ids = {res_id for (res_id,) in waiting}
        for document in self:
            document.is_to_read = document._origin.id in ids

    def _get_my_domain(self):
        """What the user still has to read of these."""
        return (
            Domain("res_model", "=", self._name)
            & Domain("res_id", "in", self._origin.ids)
            & Domain("user_id", "=", self.env.uid)
            & Domain("state", "=", "waiting")
        )

    # ------------------------------------------------------------------
    # Acts
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get(fname) for vals in vals_list for fname in READER_FIELDS):
            self._check_may_choose_readers()
        return super().create(vals_list)

    def write(self, vals):
        """Who has to read it is said by officers; the job asks them soon."""
        if READER_FIELDS & set(vals):
            self._check_may_choose_readers()
        result = super().write(vals)
        if READER_FIELDS & set(vals):
            self._ask_soon()
        return result

    @api.model
    def _check_may_choose_readers(self):
        """
        :raises AccessError: the user gives no work to everybody
        """
        if not (self.env.su or self.env.user.has_group(OFFICER)):
            raise AccessError(
                self.env._("A complaint officer says who has to read it.")
            )

    def action_have_read(self):
        """I have read it.

        :raises UserError: the user was not asked, or has said so before
        """
        self.check_access("read")
        receipts = self.env["complaint.receipt"].search(self._get_my_domain())
        if not receipts:
            raise UserError(self.env._("You are not asked to read this, or have."))
        receipts.action_read()
        self.invalidate_recordset(["is_to_read", "read_count"])
        return True

    def action_view_receipts(self):
        """Open the list of who has read it and who has not, as far as one may see."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_receipt_action"
        )
        action.update(
            domain=[("res_model", "=", self._name), ("res_id", "=", self.id)],
            context={"search_default_asked": 1, "search_default_group_state": 1},
        )
        return action

    # ------------------------------------------------------------------
    # Asking; called as sudo
    # ------------------------------------------------------------------

    @api.model
    def _ask_soon(self):
        """Have the readers asked soon, and not only in the night."""
        cron = self.env.ref(CRON, raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger()

    def _get_reader_users(self):
        """Who has to read it today: who is here, and may know of it; as sudo."""
        self.ensure_one()
        company = self._get_receipt_company()
        users = self._get_reader_employees(company).user_id
        if self.readers == "staff":
            users |= self.env.ref(STAFF).all_user_ids
        elif self.readers == "handlers":
            users |= self._get_reader_handlers()
        users = users.filtered(
            lambda user: user._works_in(company) if company else user._is_living()
        )
        return self._filter_readers(users - self._get_receipt_writers())

    def _get_reader_employees(self, company):
        """The employees who are meant, with or without a user."""
        employees = self.env["hr.employee"].sudo()
        domain = Domain.FALSE
        if self.readers == "all":
            domain = Domain.TRUE
        elif self.reader_department_ids:
            domain = Domain("department_id", "child_of", self.reader_department_ids.ids)
        if company:
            domain &= Domain("company_id", "=", company.id)
        return employees if domain.is_false() else employees.search(domain)

    def _get_reader_handlers(self):
        """Who handles cases of the categories: their teams, and who is named there."""
        categories = self._get_receipt_categories().sudo()
        if not categories:
            return self.env.ref(STAFF).sudo().all_user_ids
        categories = categories.search([("id", "child_of", categories.ids)])
        teams = categories.team_id
        return categories.user_id | teams.user_ids | teams.user_id

    def _ask_readers(self):
        """Ask whoever has to read it and was not asked, and drop who has not to."""
        self.ensure_one()
        readers, edition = self._get_reader_users(), self._get_edition()
        receipts = (
            self.env["complaint.receipt"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "=", self.id)])
        )
        current = receipts.filtered(lambda receipt: receipt.edition == edition)
        (receipts - current)._drop()
        current.filtered(lambda receipt: receipt.user_id not in readers)._drop()
        again = current.filtered(
            lambda receipt: receipt.state == "dropped" and receipt.user_id in readers
        )
        asked = self._prepare_asked()
        again.write({**asked, "state": "waiting"})
        new = again.create(
            [
                {**asked, **self._prepare_receipt_vals(user, edition)}
                for user in readers - current.user_id
            ]
        )
        (again | new)._ask()
        self._keep_departments(current - again)

    def _prepare_asked(self):
        """What a reader is asked with."""
        today = fields.Date.context_today(self)
        return {
            "date_asked": today,
            "date_due": fields.Date.add(today, days=self.read_within),
            "date_reminded": False,
            "date_head_told": False,
        }

    def _prepare_receipt_vals(self, user, edition):
        company = self._get_receipt_company() or user.company_id
        employee = user.with_company(company).employee_id
        return {
            "res_model": self._name,
            "res_id": self.id,
            "edition": edition,
            "complaint_id": self._get_receipt_case().id,
            "user_id": user.id,
            "department_id": employee.department_id.id,
            "company_id": company.id,
        }

    def _keep_departments(self, receipts):
        """Who works elsewhere now is seen by who leads them now."""
        for receipt in receipts:
            user = receipt.user_id.with_company(receipt.company_id)
            if receipt.department_id != user.employee_id.department_id:
                receipt.department_id = user.employee_id.department_id

    def unlink(self):
        """What goes takes along what was asked for it."""
        receipts_sudo = (
            self.env["complaint.receipt"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "in", self.ids)])
        )
        result = super().unlink()
        receipts_sudo.activity_unlink([TO_READ])
        receipts_sudo.unlink()
        return result
