# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a case is: its fields, its number and what it is linked to."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_datetime

from ...tools.case.phases import follows, follows_new, refuses

KINDS = [
    ("complaint", "Complaint"),
    ("suggestion", "Suggestion"),
    ("inquiry", "Inquiry"),
]
SEVERITIES = [
    ("0", "Minor"),
    ("1", "Moderate"),
    ("2", "Serious"),
    ("3", "Critical"),
]
# Mistyped years are told at once, not when a deadline is counted from them.
EARLIEST_YEAR = 1970
# More cases than this in one call are an import: nobody wants a mail for each.
BULK_REGISTRATION = 20


class ComplaintComplaint(models.Model):
    """One case: a complaint, a suggestion or an inquiry.

    Who may do what:

    * any employee registers cases, and reads and discusses the ones they
      registered or follow;
    * a complaint user works on their own cases and those of their teams;
    * a complaint officer works on all cases of the company;
    * a complaint manager approves, passes gates with a written reason and
      configures.

    The state is moved by the buttons only: see ``workflow``.
    """

    _name = "complaint.complaint"
    _description = "Complaint"
    _inherit = [
        "hr.mixin",
        "portal.mixin",
        "mail.thread.cc",
        "mail.activity.mixin",
    ]
    _order = "severity desc, date_received desc, id desc"
    _mail_post_access = "read"
    _primary_email = "email_from"
    _check_company_auto = True

    # Identification
    number = fields.Char(readonly=True, copy=False, index="trigram")
    name = fields.Char(
        string="Subject",
        required=True,
        tracking=True,
        index="trigram",
        help="One line that says what the case is about.",
    )
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        selection=KINDS,
        required=True,
        default="complaint",
        tracking=True,
        index=True,
        help="A complaint is investigated and answered; a suggestion is decided "
        "by a manager; an inquiry is answered at once or within its time.",
    )
    severity = fields.Selection(
        selection=SEVERITIES,
        compute="_compute_severity",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self._default_company_id(),
        index=True,
    )

    # What happened
    date_received = fields.Datetime(
        string="Received On",
        required=True,
        default=fields.Datetime.now,
        tracking=True,
        index=True,
        copy=False,
        help="When the customer spoke, wrote or called: deadlines count from "
        "here, whenever the case was typed in.",
    )
    first_contact_user_id = fields.Many2one(
        comodel_name="res.users",
        string="First Contact",
        required=True,
        default=lambda self: self.env.user,
        copy=False,
        index=True,
        help="Who met the customer first. It stays responsible until a handler "
        "takes over, and cannot be changed.",
    )
    external_body = fields.Char(
        string="Forwarded By",
        help="The authority or higher level that forwarded the case.",
    )
    external_ref = fields.Char(string="Their Reference")
    description = fields.Html(
        string="What Happened",
        sanitize_style=True,
        help="In the customer's words: what happened, when, where, to whom.",
    )
    demand = fields.Text(help="What the customer asks for.")
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    claimed_amount = fields.Monetary(tracking=True)
    complained_employee_ids = fields.Many2many(
        comodel_name="hr.employee",
        relation="complaint_complained_employee_rel",
        string="People Complained About",
        check_company=True,
    )
    complained_department_ids = fields.Many2many(
        comodel_name="hr.department",
        relation="complaint_complained_department_rel",
        string="Departments Complained About",
        check_company=True,
    )

    # Links
    parent_id = fields.Many2one(
        comodel_name="complaint.complaint",
        string="Previous Case",
        check_company=True,
        index="btree_not_null",
        copy=False,
        help="The earlier case that this one continues.",
    )
    child_ids = fields.One2many(
        comodel_name="complaint.complaint",
        inverse_name="parent_id",
        string="Later Cases",
    )

    # Who handles it
    category_id = fields.Many2one(
        comodel_name="complaint.category",
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
        tracking=True,
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Handling Unit",
        compute="_compute_routing",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        index="btree_not_null",
        tracking=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Handler",
        ondelete="restrict",
        compute="_compute_routing",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('share', '=', False)]",
        check_company=True,
        index=True,
        tracking=True,
    )
    investigator_id = fields.Many2one(
        comodel_name="res.users",
        ondelete="restrict",
        domain="[('share', '=', False)]",
        check_company=True,
        index="btree_not_null",
        tracking=True,
    )

    contact_ids = fields.One2many(
        comodel_name="complaint.contact",
        inverse_name="complaint_id",
        string="Contacts",
    )

    _number_company_uniq = models.UniqueIndex(
        "(number, company_id) WHERE number IS NOT NULL",
        "A case with this number exists already in this company.",
    )
    _claimed_amount_positive = models.Constraint(
        "CHECK (claimed_amount >= 0)",
        "The claimed amount cannot be negative.",
    )
    _default_order_idx = models.Index("(severity DESC, date_received DESC, id DESC)")
    # What the board counts, and the first page of open cases, without a look at
    # the many that have ended.
    _company_state_idx = models.Index("(company_id, state) WHERE active IS TRUE")
    _open_order_idx = models.Index(
        "(severity DESC, date_received DESC, id DESC) INCLUDE (company_id, state)"
        " WHERE active IS TRUE AND state NOT IN ('closed', 'cancelled')"
    )

    # ------------------------------------------------------------------
    # Defaults and selections
    # ------------------------------------------------------------------

    @api.model
    def _default_company_id(self):
        return self.env.company

    # ------------------------------------------------------------------
    # Computed fields
    # ------------------------------------------------------------------

    @api.depends("category_id")
    def _compute_severity(self):
        """Take the category's severity, without making a known case less severe."""
        for complaint in self:
            usual = complaint.category_id._get_inherited("severity")
            known = complaint._origin and complaint.severity
            if usual and known:
                complaint.severity = max(usual, known)
            else:
                complaint.severity = usual or complaint.severity or "1"

    @api.depends("company_id")
    def _compute_currency_id(self):
        for complaint in self:
            complaint.currency_id = (
                complaint.currency_id or complaint.company_id.currency_id
            )

    @api.depends("category_id")
    def _compute_routing(self):
        """Fill team, handling unit and handler from the category.

        What a person entered stays: routing fills what is empty (R60).
        """
        for complaint in self:
            route = complaint.category_id._get_route(complaint)
            complaint.team_id = complaint.team_id or route["team"]
            complaint.department_id = complaint.department_id or route["department"]
            complaint.user_id = complaint.user_id or route["user"]

    @api.depends("number", "name", "identity_mode")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """Number and subject; of a protected case only its readers learn them.

        Odoo names what a record points at whoever may read it. People outside know
        the number: what we write to them names it.
        """
        protected = self.filtered(
            lambda complaint: complaint.id and complaint.identity_mode != "named"
        )
        # In all companies of the reader: the product may be at work in another one.
        reader = protected.with_context(allowed_company_ids=None)
        readable = reader.with_env(reader.env(su=False))._filtered_access("read")
        hidden = set((protected - readable).ids)
        is_internal = self.env.user._is_internal()
        for complaint in self:
            parts = (complaint.number, complaint.name)
            if complaint.id in hidden:
                parts = (self.env._("Protected case"),) if is_internal else parts[:1]
            complaint.display_name = " ".join(filter(None, parts))

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------

    @api.constrains("date_received")
    def _check_date_received(self):
        now = fields.Datetime.now()
        for complaint in self:
            if complaint.date_received.year < EARLIEST_YEAR:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” cannot be received in %(year)s. Check the year.",
                        name=complaint.name,
                        year=complaint.date_received.year,
                    )
                )
            if complaint.date_received > now:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” cannot be received in the future: %(date)s. "
                        "Enter when the customer spoke, wrote or called.",
                        name=complaint.name,
                        date=format_datetime(
                            self.env, complaint.date_received, dt_format="short"
                        ),
                    )
                )

    # ------------------------------------------------------------------
    # Create and write
    # ------------------------------------------------------------------

    @api.model
    def _is_in_many(self, vals_list):
        return len(vals_list) > BULK_REGISTRATION or self._is_numbered_later()

    @api.model
    def _get_untold(self, vals_list):
        """Which of new cases have a handler whom Odoo does not tell of them.

        :return: list of bool
        """
        is_many = self._is_in_many(vals_list)
        return [is_many or "user_id" not in vals for vals in vals_list]

    @follows_new(remember="_get_untold")
    def _tell_new_handlers(self, untold):
        """Tell handlers of their new cases; once, where there are many."""
        if self._is_numbered_later():
            return
        cases = self.browse(
            case.id for case, is_untold in zip(self, untold, strict=True) if is_untold
        )
        cases._tell_handlers(quiet=len(self) > BULK_REGISTRATION)

    @follows("category_id", remember="_get_untold_handlers")
    def _tell_other_handlers(self, before):
        """Whom another category named has to know; of others they are told by Odoo."""
        self.filtered(
            lambda case: case in before and case.user_id != before[case]
        )._tell_handlers()

    def _get_untold_handlers(self, vals):
        """Who handles each case now, unless somebody names another handler."""
        return {} if "user_id" in vals else {case: case.user_id for case in self}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_handled(self):
        """Everybody gets an answer: a case that was handled is not deleted (R39)."""
        for complaint in self:
            if complaint.transition_ids or complaint.legal_hold:
                raise UserError(
                    self.env._(
                        "%(case)s is already being handled, or has to be kept, and "
                        "cannot be deleted. Cancel it with a reason instead.",
                        case=complaint.display_name,
                    )
                )

    @refuses("first_contact_user_id")
    def _check_first_contact_unchanged(self, vals):
        """Refuse to rewrite who met the customer first (R86)."""
        if any(
            complaint.first_contact_user_id.id != vals["first_contact_user_id"]
            for complaint in self
        ):
            raise UserError(
                self.env._(
                    "Who met the customer first cannot be changed. To hand the "
                    "case over, change the handler."
                )
            )
