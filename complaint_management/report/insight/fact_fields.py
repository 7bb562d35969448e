# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is known of a case in figures: what is counted, and by what.

The table of facts has these fields as columns, the analysis reads them from there.
"""

from odoo import fields, models

from ..common.facts_mixin import selection_of

MODEL = "complaint.complaint"
STAFF = "complaint_management.group_complaint_user"

LEVELS = [("base", "Base"), ("forwarded", "Forwarded")]
# Of what befalls a customer, as requirement R147 tells them.
PHASES = [("before", "Before"), ("during", "During"), ("after", "After")]


class ComplaintFactFields(models.AbstractModel):
    """By what cases are counted; a row has the id of its case."""

    _name = "complaint.fact.fields"
    _description = "What Is Known of a Case in Figures"

    currency_id = fields.Many2one(comodel_name="res.currency", readonly=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the Company"
    )
    active = fields.Boolean(readonly=True)
    date_received = fields.Datetime(string="Received On", readonly=True)
    date_acknowledged = fields.Datetime(string="Acknowledged On", readonly=True)
    date_answered = fields.Datetime(string="Answered On", readonly=True)
    date_closed = fields.Datetime(string="Closed On", readonly=True)
    kind = fields.Selection(selection=selection_of(MODEL, "kind"), readonly=True)
    state = fields.Selection(selection=selection_of(MODEL, "state"), readonly=True)
    cancel_reason = fields.Selection(
        selection=selection_of(MODEL, "cancel_reason"), readonly=True
    )
    severity = fields.Selection(
        selection=selection_of(MODEL, "severity"), readonly=True
    )
    verdict = fields.Selection(selection=selection_of(MODEL, "verdict"), readonly=True)
    identity_mode = fields.Selection(
        selection=selection_of(MODEL, "identity_mode"), string="Identity", readonly=True
    )
    is_staff_case = fields.Boolean(string="Of Our Staff", readonly=True)
    category_id = fields.Many2one(comodel_name="complaint.category", readonly=True)
    main_category_id = fields.Many2one(
        comodel_name="complaint.category",
        readonly=True,
        help="The branch of the tree that the category belongs to, with all below it.",
    )
    cause_id = fields.Many2one(comodel_name="complaint.cause", readonly=True)
    is_found_by_us = fields.Boolean(
        string="We Found It",
        readonly=True,
        help="Before the customer complained: it is no complaint of theirs.",
    )
    product_id = fields.Many2one(comodel_name="complaint.product", readonly=True)
    lot_id = fields.Many2one(
        comodel_name="complaint.lot",
        string="Lot or Serial Number",
        readonly=True,
        groups=STAFF,
    )
    department_id = fields.Many2one(
        comodel_name="hr.department", string="Handling Unit", readonly=True
    )
    user_id = fields.Many2one(comodel_name="res.users", string="Handler", readonly=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Customer", readonly=True
    )
    commercial_partner_id = fields.Many2one(
        comodel_name="res.partner", string="Customer Company", readonly=True
    )
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    satisfaction_result = fields.Selection(
        selection=selection_of(MODEL, "satisfaction_result"),
        string="Rated Result",
        readonly=True,
    )
    dissatisfaction_outcome = fields.Selection(
        selection=selection_of(MODEL, "dissatisfaction_outcome"),
        string="Done about Dissatisfaction",
        readonly=True,
    )
    is_dissatisfied = fields.Boolean(string="Dissatisfied, to Look Into", readonly=True)
    overridden = fields.Boolean(
        readonly=True,
        help="A manager overrode what was missing or skipped steps, with a written "
        "reason.",
    )

    level = fields.Selection(
        selection=LEVELS,
        readonly=True,
        help="Base: it came to us. Forwarded: it went over our heads to an authority "
        "or a higher level that sent it to us, whose name is on the case.",
    )
    phase = fields.Selection(
        selection=PHASES,
        readonly=True,
        help="Where it stands for the customer. Before: we found it before they "
        "complained, whatever became of it. During: they wait for an answer. After: "
        "they have the answer, or the case has ended.",
    )
    grounds = fields.Selection(selection=selection_of(MODEL, "grounds"), readonly=True)
    demand_verdict = fields.Selection(
        selection=selection_of(MODEL, "demand_verdict"),
        string="Verdict on the Demand",
        readonly=True,
    )
    fault_level = fields.Selection(
        selection=selection_of(MODEL, "fault_level"), readonly=True, groups=STAFF
    )
    mindset = fields.Selection(
        selection=selection_of(MODEL, "mindset"), readonly=True, groups=STAFF
    )
    first_contact_id = fields.Many2one(comodel_name="res.users", readonly=True)
    sector = fields.Many2one(
        comodel_name="res.partner.industry",
        readonly=True,
        help="Of the customer when they complained; of named customers only.",
    )
