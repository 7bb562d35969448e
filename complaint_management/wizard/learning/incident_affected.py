# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import is_html_empty, plaintext2html

from ...models.learning.incident_affected import Search

# So many are shown at once; who wants more narrows the search.
MOST = 500


class ComplaintIncidentAffected(models.TransientModel):
    """Finds who else is affected by an incident, and does something for them (R105).

    Customers are found with the rights of the user, by what they bought, where they
    live and when. Then whoever looks after them is asked to call, or each gets a case
    before they complain, with what we give them.
    """

    _name = "complaint.incident.affected"
    _description = "Who Else Is Affected"

    incident_id = fields.Many2one(
        comodel_name="complaint.incident",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="incident_id.company_id", related_sudo=False)
    way = fields.Selection(
        selection="_selection_way",
        string="Look In",
        required=True,
        default=lambda self: self._selection_way()[0][0],
    )
    product_id = fields.Many2one(
        comodel_name="complaint.product",
        compute="_compute_goods",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    lot_id = fields.Many2one(
        comodel_name="complaint.lot",
        string="Lot or Serial Number",
        compute="_compute_goods",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    order = fields.Char(string="Order Number")
    date_begin = fields.Date(string="From")
    date_end = fields.Date(string="To")
    country_id = fields.Many2one(comodel_name="res.country")
    state_id = fields.Many2one(
        comodel_name="res.country.state",
        string="State or Province",
        domain="[('country_id', '=?', country_id)]",
    )
    city = fields.Char()
    zip = fields.Char(
        string="Postal Code", help="Its first figures are enough to name an area."
    )
    partner_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="complaint_incident_affected_partner_rel",
        string="Contacts",
    )
    line_ids = fields.One2many(
        comodel_name="complaint.incident.affected.line",
        inverse_name="wizard_id",
        string="Customers",
    )
    is_found = fields.Boolean(readonly=True)
    left_count = fields.Integer(string="More", readonly=True)
    # What they get
    subject = fields.Char(
        compute="_compute_words",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        help="The customer reads it on their page.",
    )
    description = fields.Html(
        string="What It Is About",
        compute="_compute_words",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        sanitize_style=True,
    )
    finding = fields.Html(
        string="What We Found",
        compute="_compute_words",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        sanitize_style=True,
        help="It stands as the finding on each case: nothing is offered without one.",
    )
    remedy_type_id = fields.Many2one(
        comodel_name="complaint.remedy.type",
        string="What They Get",
        domain="[('company_id', 'in', [False, company_id])]",
    )
    needs_value = fields.Boolean(
        related="remedy_type_id.needs_value", related_sudo=False
    )
    amount = fields.Monetary(string="Value for Each")
    currency_id = fields.Many2one(related="company_id.currency_id", related_sudo=False)
    do_offer = fields.Boolean(
        string="Offer It Now",
        help="What is above your approval limit is prepared only: ask for approval on "
        "the cases.",
    )

    @api.model
    def _selection_way(self):
        ways = self.env["complaint.incident"]._get_open_ways()
        return [(key, self.env._(way.label)) for key, way in ways.items()]

    @api.depends("incident_id")
    def _compute_goods(self):
        for wizard in self:
            incident = wizard.incident_id._filtered_access("read")
            wizard.product_id = incident.product_id
            wizard.lot_id = incident.lot_id

    @api.depends("incident_id")
    def _compute_words(self):
        for wizard in self:
            incident = wizard.incident_id._filtered_access("read")
            wizard.subject = incident.name
            wizard.description = plaintext2html(incident.workaround or "")
            wizard.finding = incident.description

    @api.model_create_multi
    def create(self, vals_list):
        """Only for who works on the incident."""
        wizards = super().create(vals_list)
        wizards.incident_id.check_access("write")
        return wizards

    def write(self, vals):
        result = super().write(vals)
        self.incident_id.check_access("write")
        return result

    # ------------------------------------------------------------------
    # Finding
    # ------------------------------------------------------------------

    def action_search(self):
        """Show who may be affected, without those who are known to the incident.

        :raises UserError: what the way needs is missing
        """
        self.ensure_one()
        found = self.incident_id._find_affected(
            self.way, self._get_search(), self._get_area()
        )
        shown = list(found.items())[:MOST]
        self.write(
            {
                "is_found": True,
                "left_count": len(found) - len(shown),
                "line_ids": [
                    Command.clear(),
                    *(
                        Command.create({"partner_id": partner.id, "why": why})
                        for partner, why in shown
                    ),
                ],
            }
        )
        return self._show_again()

    def _get_search(self):
        return Search(
            product=self.product_id,
            lot=self.lot_id,
            order=self.order,
            begin=self.date_begin,
            end=self.date_end,
            partners=self.partner_ids,
        )

    def _get_area(self):
        """Which contacts are in the area, as a ``Domain``."""
        area = Domain.TRUE
        for fname in ("country_id", "state_id"):
            if self[fname]:
                area &= Domain(fname, "=", self[fname].id)
        if (self.city or "").strip():
            area &= Domain("city", "ilike", self.city.strip())
        if (self.zip or "").strip():
            area &= Domain("zip", "=ilike", f"{self.zip.strip()}%")
        return area

    def _show_again(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who Else Is Affected"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    # ------------------------------------------------------------------
    # Doing something for them
    # ------------------------------------------------------------------

    def _get_chosen(self):
        """The customers that are ticked, with what tells that they are concerned.

        The number of a case is shown here, and kept nowhere: if that case came to be
        protected, it would say who complained in it (R152).

        :raises UserError: nobody is ticked
        """
        lines = self.line_ids.filtered("is_chosen")
        if not lines:
            raise UserError(self.env._("Look for customers first, and tick some."))
        lines.partner_id.check_access("read")
        cases_sudo = self.env["complaint.complaint"].sudo()
        cases_sudo = cases_sudo.with_context(active_test=False)
        named = cases_sudo.search([("number", "in", lines.mapped("why"))])
        numbers = set(named.mapped("number"))
        return {line.partner_id: line.why not in numbers and line.why for line in lines}

    def action_make_tasks(self):
        """Ask whoever looks after each of them to call."""
        self.ensure_one()
        self.incident_id._ask_to_call(self._get_chosen())
        return self.incident_id.action_view_customers()

    def action_make_cases(self):
        """Open a case for each of them, with what they get.

        What is beyond the authority of the user stays prepared.

        :return: the action that opens the cases
        """
        self.ensure_one()
        self._check_complete()
        cases = self.incident_id._open_found_cases(
            self._get_chosen(),
            {
                "name": self.subject,
                "description": self.description,
                "finding": self.finding,
            },
        )
        if self.remedy_type_id:
            self._give(cases)
        return {
            **self.incident_id.action_view_cases(),
            "domain": [("id", "in", cases.ids)],
        }

    def _check_complete(self):
        if not (self.subject or "").strip() or is_html_empty(self.description):
            raise UserError(
                self.env._(
                    "Say in a few words what it is about: the customer reads it."
                )
            )
        if self.needs_value and self.remedy_type_id and not self.amount:
            raise UserError(self.env._("Enter what each of them gets."))
        if self.do_offer and self.remedy_type_id and is_html_empty(self.finding):
            raise UserError(
                self.env._("Write down what we found before you offer anything.")
            )

    def _give(self, cases):
        """Prepare what each of them gets, and offer what the user may promise."""
        remedies = self.env["complaint.remedy"].create(
            [
                {
                    "complaint_id": case.id,
                    "type_id": self.remedy_type_id.id,
                    "amount": self.amount if self.needs_value else 0.0,
                    "currency_id": self.currency_id.id,
                }
                for case in cases
            ]
        )
        if self.do_offer and remedies:
            (remedies - remedies._get_uncovered()).action_offer()


class ComplaintIncidentAffectedLine(models.TransientModel):
    """A customer whom an incident may concern."""

    _name = "complaint.incident.affected.line"
    _description = "Customer Who May Be Affected"

    wizard_id = fields.Many2one(
        comodel_name="complaint.incident.affected", required=True, ondelete="cascade"
    )
    is_chosen = fields.Boolean(string="Chosen", default=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Customer", required=True, readonly=True
    )
    city = fields.Char(related="partner_id.city", related_sudo=False)
    user_id = fields.Many2one(
        related="partner_id.user_id", string="Looked After By", related_sudo=False
    )
    why = fields.Char(string="Found By", readonly=True)
