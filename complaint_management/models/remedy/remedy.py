# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.authority.exchange import Exchange, NoRateError

STATES = [
    ("draft", "Prepared"),
    ("offered", "Offered"),
    ("accepted", "Agreed"),
    ("declined", "Declined"),
    ("fulfilled", "Fulfilled"),
    ("refused", "Refused"),
    ("cancelled", "Cancelled"),
]
# What the customer was promised, and what they get or are meant to get.
PROMISED = ("offered", "accepted", "fulfilled")
LIVE = ("draft", *PROMISED)
# What an approval and an offer are about: they change in draft only.
TERMS = {"type_id", "name", "amount", "currency_id", "is_option"}
FROZEN = TERMS | {"claimed_amount", "refusal_reason"}


class ComplaintRemedy(models.Model):
    """One thing that the customer gets, or asked for and does not get.

    It is prepared, offered, and agreed with the customer or declined; then it is
    fulfilled. Only the buttons move it, and nothing is promised beyond authority,
    whatever door it comes through (R90).
    """

    _name = "complaint.remedy"
    _description = "Complaint Remedy"
    _inherit = ["complaint.sealed.mixin", "complaint.part.mixin"]
    _order = "complaint_id, sequence, id"

    sequence = fields.Integer(default=10)
    type_id = fields.Many2one(
        comodel_name="complaint.remedy.type",
        required=True,
        ondelete="restrict",
        domain="[('company_id', 'in', [False, company_id])]",
        index=True,
    )
    kind = fields.Selection(related="type_id.kind")
    needs_value = fields.Boolean(related="type_id.needs_value")
    name = fields.Char(
        string="What Exactly",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    is_option = fields.Boolean(
        string="Option",
        help="The customer chooses one among the options of the case.",
    )
    amount = fields.Monetary(
        string="Value",
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
        help="What it is worth to the customer.",
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    claimed_amount = fields.Monetary(
        string="Asked For", help="What the customer asked for under this head."
    )
    refusal_reason = fields.Text(
        help="Why the customer does not get it, as they read it in the answer."
    )
    state = fields.Selection(
        selection=STATES, required=True, readonly=True, default="draft", index=True
    )
    approval_state = fields.Selection(
        selection=[
            ("pending", "Waiting for approval"),
            ("approved", "Approved"),
            ("refused", "Not approved"),
        ],
        string="Approval",
        readonly=True,
        copy=False,
    )
    approver_id = fields.Many2one(
        comodel_name="res.users",
        string="Approved By",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    offered_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Promised By",
        ondelete="restrict",
        readonly=True,
        copy=False,
        help="Who promised it to the customer.",
    )
    date_offered = fields.Datetime(string="Offered On", readonly=True, copy=False)
    date_settled = fields.Datetime(
        string="Answered On",
        readonly=True,
        copy=False,
        help="When the customer agreed or declined.",
    )
    settled_by = fields.Selection(
        selection=[
            ("customer", "The customer"),
            ("staff", "Recorded for the customer"),
        ],
        string="Answered By",
        readonly=True,
        copy=False,
    )
    customer_note = fields.Text(
        string="What They Said", copy=False, help="Why it was declined."
    )
    date_fulfilled = fields.Datetime(string="Fulfilled On", readonly=True, copy=False)
    fulfilled_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Done By",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    fulfilment_note = fields.Text(
        string="How It Was Fulfilled",
        copy=False,
        help="What was done and handed over, when no document of another app shows it.",
    )
    result_model = fields.Char(readonly=True, copy=False)
    result_id = fields.Many2oneReference(
        model_field="result_model", readonly=True, copy=False
    )
    result_name = fields.Char(string="Created", readonly=True, copy=False)

    _amount_positive = models.Constraint(
        "CHECK (amount >= 0 AND claimed_amount >= 0)",
        "A value cannot be negative.",
    )

    @api.model
    def _get_sealed_fields(self):
        return {
            "state",
            "approval_state",
            "approver_id",
            "offered_by_id",
            "date_offered",
            "date_settled",
            "settled_by",
            "date_fulfilled",
            "fulfilled_by_id",
            "result_model",
            "result_id",
            "result_name",
        }

    @api.depends("type_id")
    def _compute_name(self):
        for remedy in self:
            remedy.name = remedy.name or remedy.type_id.name

    @api.depends("type_id")
    def _compute_amount(self):
        for remedy in self:
            remedy.amount = remedy.amount if remedy.type_id.needs_value else 0.0

    @api.depends("complaint_id")
    def _compute_currency_id(self):
        for remedy in self:
            remedy.currency_id = (
                remedy.currency_id
                or remedy.complaint_id.currency_id
                or self.env.company.currency_id
            )

    # ------------------------------------------------------------------
    # The guard
    # ------------------------------------------------------------------

    @api.constrains("amount", "type_id")
    def _check_amount(self):
        """A value is never hidden in a type that has none."""
        for remedy in self:
            if remedy.amount and not remedy.type_id.needs_value:
                raise ValidationError(
                    self.env._(
                        "“%(type)s” has no value: choose a type with a value for "
                        "%(amount)s.",
                        type=remedy.type_id.name,
                        amount=remedy._format_amount(),
                    )
                )

    @api.constrains("type_id", "complaint_id")
    def _check_type_company(self):
        for remedy in self:
            company = remedy.type_id.company_id
            if company and company != remedy.complaint_id.company_id:
                raise ValidationError(
                    self.env._(
                        "“%s” belongs to another company: choose another type.",
                        remedy.type_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        remedies = super().create(vals_list)
        remedies._check_case_open()
        remedies.complaint_id._change_solution()
        return remedies

    def write(self, vals):
        """Terms change while they are prepared; then they stand as they were said.

        :raises UserError: the terms of a line that was offered are changed
        """
        if "complaint_id" in vals and not self.env.su:
            raise UserError(self.env._("A remedy stays with its case."))
        if "customer_note" in vals:
            self._check_waits_for_customer()
        if "fulfilment_note" in vals:
            self._check_unfulfilled()
        if not FROZEN & set(vals) or self._is_written_by_us(vals):
            return super().write(vals)
        before = {remedy: remedy._get_terms() for remedy in self}
        result = super().write(vals)
        changed = self.filtered(lambda remedy: remedy._get_terms() != before[remedy])
        changed._check_prepared()
        changed._check_case_open()
        changed.filtered("approval_state")._void_approval()
        changed.complaint_id._change_solution()
        return result

    def _check_waits_for_customer(self):
        if any(remedy.state != "offered" for remedy in self):
            raise UserError(
                self.env._("What the customer said is recorded while it is offered.")
            )

    def _check_unfulfilled(self):
        if any(remedy.state == "fulfilled" for remedy in self) and not self.env.su:
            raise UserError(
                self.env._("It is fulfilled: how it was done stays as it was written.")
            )

    def _get_terms(self):
        self.ensure_one()
        return [self.sudo()[fname] for fname in sorted(FROZEN)]

    def _check_prepared(self):
        """Only lines that are still prepared are changed.

        :raises UserError: naming the line and what to do first
        """
        for remedy in self:
            if remedy.state == "draft":
                continue
            if remedy.state == "offered":
                raise UserError(
                    self.env._(
                        "“%s” was offered to the customer as it is: withdraw the "
                        "offer first.",
                        remedy.display_name,
                    )
                )
            raise UserError(
                self.env._(
                    "“%(name)s” is “%(state)s” and stays as it is. Add another "
                    "remedy instead.",
                    name=remedy.display_name,
                    state=remedy._get_state_label(),
                )
            )

    def _check_case_open(self):
        """Nothing is prepared or promised on a case that has ended.

        :raises UserError: the case was resolved, closed or cancelled
        """
        for complaint in self.complaint_id:
            if complaint.state in ("resolved", "closed"):
                raise UserError(
                    self.env._(
                        "%s was answered: what was agreed stays. Reopen the case to "
                        "promise something else.",
                        complaint.display_name,
                    )
                )
            if complaint.state == "cancelled":
                raise UserError(
                    self.env._(
                        "%s was cancelled: nothing is promised on it any more.",
                        complaint.display_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_prepared(self):
        """What the customer was told is not deleted."""
        self._check_prepared()
        self._check_case_open()
        self.complaint_id._change_solution()

    def _end_choice(self):
        """What was chosen is no option any more: later options are chosen anew."""
        chosen = self.filtered(
            lambda remedy: (
                remedy.is_option and remedy.state in ("accepted", "fulfilled")
            )
        )
        chosen._write_sealed({"is_option": False})

    def _void_approval(self):
        """What was approved changed: it has to be approved again."""
        self._write_sealed({"approval_state": False, "approver_id": False})

    # ------------------------------------------------------------------
    # Worth
    # ------------------------------------------------------------------

    def _get_worths(self):
        """What each line is worth in the currency of its case.

        Nothing where there is no rate: it is never taken one for one.

        :return: dict of line and amount
        """
        worths = {}
        for company, lines in self.sudo().grouped("company_id").items():
            currencies = lines.currency_id | lines.complaint_id.currency_id
            exchange = Exchange(currencies, company)
            for line in lines:
                try:
                    worth = exchange.convert(
                        line.amount, line.currency_id, line.complaint_id.currency_id
                    )
                except NoRateError:
                    worth = 0.0
                worths[line.with_env(self.env)] = worth
        return worths

    def _count_options_once(self, worths):
        """These lines, with of the open options of each case only the dearest.

        :param dict worths: as ``_get_worths`` tells them
        """
        options = self.filtered(
            lambda remedy: remedy.is_option and remedy.state in ("draft", "offered")
        )
        counted = self - options
        for of_case in options.grouped("complaint_id").values():
            counted |= of_case.sorted(worths.get)[-1:]
        return counted

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------

    @api.depends("name", "amount", "currency_id", "needs_value")
    def _compute_display_name(self):
        for remedy in self:
            parts = [remedy.name or remedy.type_id.name or ""]
            if remedy.amount:
                parts.append(remedy._format_amount())
            remedy.display_name = ", ".join(parts)

    def _format_amount(self):
        self.ensure_one()
        return self.currency_id.format(self.amount) if self.currency_id else ""

    def _get_state_label(self):
        self.ensure_one()
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _say(self):
        """The line as the customer reads it, in the language of the context."""
        self.ensure_one()
        amount = self._format_amount() if self.amount else ""
        return self.type_id.sudo()._say(self.name, amount)
