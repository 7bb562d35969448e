# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, time

import pytz

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date, plaintext2html

from ...models.case.complainant import IDENTITY_MODES
from ...models.case.complaint import EARLIEST_YEAR, KINDS
from ...tools.mail.email_address import clean_address

# When a paper of an earlier day counts as received, at the box.
NOON = time(12)


class ComplaintBoxOpening(models.TransientModel):
    """Registers all papers of a box in one go, or records that it was empty (R28)."""

    _name = "complaint.box.opening"
    _description = "Open a Suggestion Box"
    _rec_name = "box_id"

    box_id = fields.Many2one(
        comodel_name="complaint.box", required=True, ondelete="cascade"
    )
    place = fields.Char(related="box_id.place", related_sudo=False)
    company_id = fields.Many2one(related="box_id.company_id", related_sudo=False)
    date = fields.Datetime(
        string="Opened On", required=True, default=fields.Datetime.now
    )
    note = fields.Char(help="E.g. the seal was broken.")
    line_ids = fields.One2many(
        comodel_name="complaint.box.opening.line",
        inverse_name="opening_id",
        string="Papers",
    )
    visit_id = fields.Many2one(comodel_name="complaint.box.visit", readonly=True)

    def action_register(self):
        """Register the papers; pressed twice, they are registered once.

        :raises UserError: naming every line that cannot be registered; nothing is
            registered then, and all that was typed stays
        """
        self.ensure_one()
        self.box_id.check_access("read")
        self.lock_for_update()
        if not self.visit_id:
            self._check_date()
            lines = self.line_ids.sorted("id")
            problems = [line._get_problem(n) for n, line in enumerate(lines, start=1)]
            if any(problems):
                raise UserError("\n".join(filter(None, problems)))
            self._record_opening(lines)
        return self._show_result()

    def _check_date(self):
        last = self.box_id.date_last_opened
        if self.date > fields.Datetime.now():
            raise UserError(
                self.env._("The box cannot be opened in the future: check the time.")
            )
        if last and self.date < last:
            raise UserError(
                self.env._(
                    "The box was opened later than that already: check the time."
                )
            )

    def _record_opening(self, lines):
        """Record the opening and create the cases, all in one call."""
        visit_sudo = (
            self.env["complaint.box.visit"]
            .sudo()
            .create(
                {
                    "box_id": self.box_id.id,
                    "date": self.date,
                    "user_id": self.env.uid,
                    "paper_count": len(lines),
                    "note": self.note,
                }
            )
        )
        cases = lines._create_cases(visit_sudo)
        for case, line in zip(cases, lines, strict=True):
            line._attach_scan(case)
        self.visit_id = visit_sudo.id

    def _show_result(self):
        cases = self.visit_id.sudo().complaint_ids
        if cases:
            message = self.env._(
                "%(count)s papers are registered: %(first)s to %(last)s.",
                count=len(cases),
                first=min(cases.mapped("number")),
                last=max(cases.mapped("number")),
            )
            if len(cases) == 1:
                message = self.env._("The paper is registered: %s.", cases.number)
        else:
            message = self.env._("It is recorded that the box was empty.")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": self.visit_id._get_records_action(),
            },
        }


class ComplaintBoxOpeningLine(models.TransientModel):
    _name = "complaint.box.opening.line"
    _description = "Paper from a Suggestion Box"

    opening_id = fields.Many2one(
        comodel_name="complaint.box.opening", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="opening_id.company_id", related_sudo=False)
    kind = fields.Selection(selection=KINDS, required=True, default="suggestion")
    words = fields.Text(string="What It Says")
    demand = fields.Text(string="Asked For")
    partner_name = fields.Char(string="Name")
    contact = fields.Char(help="A phone number, an email address or where they live.")
    identity_mode = fields.Selection(
        selection=IDENTITY_MODES,
        string="Identity",
        required=True,
        compute="_compute_identity_mode",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    category_id = fields.Many2one(
        comodel_name="complaint.category",
        compute="_compute_category_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        domain="[('company_id', 'in', (False, company_id))]",
    )
    date_written = fields.Date(
        string="Dated", help="The day on the paper; empty: the day it was found."
    )
    scan = fields.Binary(attachment=True)
    scan_name = fields.Char()

    @api.depends("partner_name", "contact")
    def _compute_identity_mode(self):
        """Who gives no name is anonymous; who gives one chooses."""
        for line in self:
            known = line.partner_name or line.contact
            if not known:
                line.identity_mode = "anonymous"
            elif line.identity_mode in (False, "anonymous"):
                line.identity_mode = "named"

    @api.depends("opening_id")
    def _compute_category_id(self):
        for line in self:
            line.category_id = line.category_id or line.opening_id.box_id.category_id

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    def _get_problem(self, position):
        """Why this paper cannot be registered, naming its line.

        :param int position: its place in the list, from 1
        :return: a sentence, or None
        """
        problem = self._find_problem()
        if problem:
            return self.env._(
                "Line %(line)s: %(problem)s", line=position, problem=problem
            )
        return None

    def _find_problem(self):
        self.ensure_one()
        if not (self.words or "").strip() and not self.scan:
            return self.env._("Type what the paper says, or attach its scan.")
        if self.identity_mode == "anonymous" and (self.partner_name or self.contact):
            return self.env._(
                "There is a name or a contact: remove it, or choose another identity."
            )
        written = self.date_written
        opened = self.opening_id.box_id._get_local_day(self.opening_id.date)
        if written and not (EARLIEST_YEAR < written.year and written <= opened):
            return self.env._(
                "The paper is dated %s: check the day; it cannot be after the opening.",
                format_date(self.env, written),
            )
        if self.scan:
            try:
                self.env["complaint.complaint"]._check_scan(
                    self.with_context(bin_size=False).scan
                )
            except ValidationError as error:
                return str(error)
        return None

    # ------------------------------------------------------------------
    # The case
    # ------------------------------------------------------------------

    def _create_cases(self, visit):
        """Register all papers in one call; find out which one is refused, if any."""
        cases = self.env["complaint.complaint"]
        vals_list = [line._prepare_case_vals(visit) for line in self]
        try:
            with self.env.cr.savepoint():
                return cases.create(vals_list)
        except UserError:
            for position, vals in enumerate(vals_list, start=1):
                self._try_case(position, vals)
            raise

    def _try_case(self, position, vals):
        try:
            self.env["complaint.complaint"].create(vals)
        except UserError as error:
            raise UserError(
                self.env._("Line %(line)s: %(problem)s", line=position, problem=error)
            ) from error

    def _prepare_case_vals(self, visit):
        self.ensure_one()
        box = self.opening_id.box_id
        words = (self.words or "").strip()
        vals = {
            "kind": self.kind,
            "description": words and plaintext2html(words),
            "demand": self.demand,
            "identity_mode": self.identity_mode,
            "category_id": self.category_id.id,
            "company_id": box.company_id.id,
            "channel_id": self.env.ref(
                "complaint_management.helpdesk_channel_suggestion_box"
            ).id,
            "date_received": self._get_date_received(),
            "box_visit_id": visit.id,
            **self._prepare_contact_vals(),
        }
        if box.team_id:
            vals["team_id"] = box.team_id.id
        if not words:
            vals["name"] = self.env._("Paper from the box: %s", box.place)
        return vals

    def _prepare_contact_vals(self):
        """Put what stands on the paper where it belongs: email, phone or address."""
        if self.identity_mode == "anonymous":
            return {}
        vals = {"partner_name": self.partner_name}
        contact = clean_address((self.contact or "").strip())
        if "@" in contact:
            vals["email_from"] = contact
        elif contact and sum(map(str.isdigit, contact)) * 2 > len(contact):
            vals["phone"] = contact
        elif contact:
            vals["street"] = contact
        return vals

    def _get_date_received(self):
        """The day on the paper at noon; the opening, when that is the day."""
        opening = self.opening_id
        written = self.date_written
        if not written or written == opening.box_id._get_local_day(opening.date):
            return opening.date
        tz = pytz.timezone(opening.company_id.sudo().resource_calendar_id.tz or "UTC")
        noon = tz.localize(datetime.combine(written, NOON))
        return noon.astimezone(pytz.utc).replace(tzinfo=None)

    def _attach_scan(self, case):
        """Keep the scan with its case; its name on the disk may tell who scanned it."""
        if not self.scan:
            return
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": self.env._("Paper %s", case.number).replace("/", "-"),
                    "datas": self.with_context(bin_size=False).scan,
                    "res_model": case._name,
                    "res_id": case.id,
                }
            )
        )
        case.sudo().write({"intake_file_ids": [Command.link(attachment.id)]})
