# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Is everything set up? Each line says what is there or missing, and leads there."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import is_html_empty

from ...models.case.complaint import KINDS

SYSTEM = "base.group_system"
SETTINGS = "complaint_management.complaint_config_settings_action"


class Finding(NamedTuple):
    """What was seen: ``state`` is done, todo or choice; ``action`` an external id."""

    state: str
    title: str
    sentence: str
    action: str = ""


class ComplaintSetup(models.TransientModel):
    """What a company still has to set up before its complaints are handled well.

    Each check looks at all records of its kind at once. Extend ``_get_checks`` for
    what another addon needs.
    """

    _name = "complaint.setup"
    _description = "Is Everything Set Up?"

    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True
    )
    line_ids = fields.One2many(
        comodel_name="complaint.setup.line", inverse_name="setup_id", readonly=True
    )
    summary = fields.Char(compute="_compute_summary")

    @api.depends("company_id")
    def _compute_display_name(self):
        self.display_name = self.env._("Is Everything Set Up?")

    @api.depends("line_ids.state")
    def _compute_summary(self):
        for setup in self:
            todo = len(setup.line_ids.filtered(lambda line: line.state == "todo"))
            setup.summary = (
                self.env._("Still to do: %s", todo)
                if todo
                else self.env._("All that complaints need is set up.")
            )

    @api.model
    def action_open(self):
        """Look at the company that the user works for, and show what was seen."""
        self.check_access("create")
        setup = self.create({"company_id": self.env.company.id})
        setup._look()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Is Everything Set Up?"),
            "res_model": self._name,
            "res_id": setup.id,
            "view_mode": "form",
            "target": "current",
        }

    def action_look_again(self):
        """Look again, at the same company."""
        self.ensure_one()
        self._look()
        return False

    def _look(self):
        """Look at a company that the user works for.

        :raises AccessError: it is another one, whose people they may not know
        """
        self.ensure_one()
        self.company_id.check_access("read")
        findings = [check() for check in self._get_checks()]
        self.line_ids.unlink()
        self.env["complaint.setup.line"].create(
            [
                {"setup_id": self.id, "sequence": order, **finding._asdict()}
                for order, finding in enumerate(findings)
            ]
        )

    def _get_checks(self):
        """What is looked at, in the order of the page: methods without arguments,
        each of which returns a ``Finding``."""
        return [
            self._check_mail_domain,
            self._check_mailboxes,
            self._check_outgoing_mail,
            self._check_calendar,
            self._check_holidays,
            self._check_policies,
            self._check_public_pages,
            self._check_recourse,
            self._check_demo,
        ]

    def _say(self, is_done, title, done, todo, action="", is_choice=False):
        """A ``Finding`` of one of two sentences.

        :param bool is_choice: nothing is wrong when it is not done
        """
        if is_done:
            return Finding("done", title, done, action)
        return Finding("choice" if is_choice else "todo", title, todo, action)

    # ------------------------------------------------------------------
    # Mail
    # ------------------------------------------------------------------

    def _check_mail_domain(self):
        domain = self.company_id.sudo().alias_domain_id
        return self._say(
            domain,
            self.env._("Email domain"),
            self.env._("Mails to addresses at %s arrive.", domain.name),
            self.env._(
                "No mail becomes a case: the company has no email domain. An "
                "administrator sets one in the general settings."
            ),
            "base_setup.action_general_configuration",
        )

    def _check_mailboxes(self):
        boxes = self.env["complaint.mailbox"].search(
            [("company_id", "=", self.company_id.id), ("alias_name", "!=", False)]
        )
        return self._say(
            boxes,
            self.env._("Mailboxes"),
            self.env._(
                "Customers can write to: %s", ", ".join(boxes.mapped("display_name"))
            ),
            self.env._("No address to complain to: add a mailbox."),
            "complaint_management.complaint_mailbox_action",
        )

    def _check_outgoing_mail(self):
        servers = self.env["ir.mail_server"].sudo().search_count([], limit=1)
        return self._say(
            servers,
            self.env._("Outgoing mail"),
            self.env._(
                "Mails go out by an outgoing mail server. “Test Connection” on it says "
                "whether they arrive there."
            ),
            self.env._(
                "No outgoing mail server is set up. Unless the server's own "
                "configuration names one, customers get no acknowledgement and no "
                "answer by mail."
            ),
            "base.action_ir_mail_server_list",
        )

    # ------------------------------------------------------------------
    # Time
    # ------------------------------------------------------------------

    def _get_calendar(self):
        company = self.company_id.sudo()
        return company.complaint_calendar_id or company.resource_calendar_id

    def _check_calendar(self):
        calendar = self._get_calendar()
        policies = self.env["complaint.sla.policy"]
        return self._say(
            calendar and policies._has_working_time(calendar, self.company_id.sudo()),
            self.env._("Working calendar"),
            self.env._("Deadlines are counted by “%s”.", calendar.name),
            self.env._(
                "No working hours: deadlines in working time cannot be counted. "
                "Choose a working calendar in the settings."
            ),
            SETTINGS,
        )

    def _check_holidays(self):
        year = fields.Date.context_today(self).year
        leaves = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search_count(
                [
                    ("resource_id", "=", False),
                    ("calendar_id", "in", (self._get_calendar().id, False)),
                    ("company_id", "in", (self.company_id.id, False)),
                    ("date_from", ">=", f"{year}-01-01"),
                    ("date_from", "<", f"{year + 1}-01-01"),
                ]
            )
        )
        return self._say(
            leaves,
            self.env._("Public holidays"),
            self.env._(
                "Days off of %(year)s in the calendar: %(count)s.",
                year=year,
                count=leaves,
            ),
            self.env._(
                "The working calendar knows no public holidays of %s: deadlines run "
                "on them as on any other day. Load them.",
                year,
            ),
            "complaint_management.complaint_holiday_import_action",
        )

    def _check_policies(self):
        specs = self.env["complaint.sla.policy"]._get_specs(self.company_id.id)
        labels = dict(
            self.env["complaint.complaint"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        missing = [
            labels[kind]
            for kind, _label in KINDS
            if not any(spec.targets and spec.kind in (kind, False) for spec in specs)
        ]
        empty = [spec.id for spec in specs if not spec.targets]
        names = self.env["complaint.sla.policy"].browse(empty).mapped("name")
        if not missing and names:
            return Finding(
                "todo",
                self.env._("SLA policies"),
                self.env._(
                    "These policies have no deadline, and so have their cases: %s",
                    ", ".join(names),
                ),
                "complaint_management.complaint_sla_policy_action",
            )
        return self._say(
            not missing,
            self.env._("SLA policies"),
            self.env._("Each kind of case has a policy with deadlines."),
            self.env._("No policy gives a deadline to: %s", ", ".join(missing)),
            "complaint_management.complaint_sla_policy_action",
        )

    # ------------------------------------------------------------------
    # The customer's side
    # ------------------------------------------------------------------

    def _check_public_pages(self):
        return self._say(
            self.company_id.sudo().complaint_public_form,
            self.env._("Public pages"),
            self.env._(
                "Everybody can read how to complain, and write without a login."
            ),
            self.env._(
                "Switched off: customers without a login cannot complain on the "
                "website. Switch them on in the settings if they should."
            ),
            SETTINGS,
            is_choice=True,
        )

    def _check_recourse(self):
        return self._say(
            not is_html_empty(self.company_id.sudo().complaint_recourse),
            self.env._("Where customers can turn"),
            self.env._("Final answers say who helps a customer who does not accept."),
            self.env._(
                "Final answers do not say where a customer can turn who does not "
                "accept. Write it in the settings."
            ),
            SETTINGS,
        )

    def _check_demo(self):
        module = (
            self.env["ir.module.module"]
            .sudo()
            .search([("name", "=", "complaint_management")])
        )
        return self._say(
            not module.demo,
            self.env._("Demo data"),
            self.env._("No demo data is in this database."),
            self.env._(
                "This database has demo data. Begin with your own cases in another one."
            ),
            is_choice=True,
        )


class ComplaintSetupLine(models.TransientModel):
    """One thing that was looked at."""

    _name = "complaint.setup.line"
    _description = "Thing to Set Up"
    _order = "sequence, id"

    setup_id = fields.Many2one(
        comodel_name="complaint.setup", required=True, ondelete="cascade"
    )
    sequence = fields.Integer()
    state = fields.Selection(
        selection=[("done", "Set up"), ("todo", "To do"), ("choice", "Your choice")],
        readonly=True,
    )
    title = fields.Char(string="What", readonly=True)
    sentence = fields.Char(string="How It Stands", readonly=True)
    action = fields.Char(readonly=True)
    can_go = fields.Boolean(compute="_compute_can_go")

    @api.depends("action")
    @api.depends_context("uid")
    def _compute_can_go(self):
        """Whether the reader may set it up there."""
        for line in self:
            action = self.env.ref(line.action or "", raise_if_not_found=False)
            line.can_go = bool(action) and line._may_open(action)

    def _may_open(self, action):
        """Whether the user may read what the action shows; settings are for admins."""
        model = action.sudo().res_model
        if model in ("res.config.settings", "ir.mail_server"):
            return self.env.user.has_group(SYSTEM)
        return model in self.env and self.env[model].has_access("read")

    def action_go(self):
        """Open where it is set up."""
        self.ensure_one()
        if not self.can_go:
            return False
        return self.env["ir.actions.act_window"]._for_xml_id(self.action)
