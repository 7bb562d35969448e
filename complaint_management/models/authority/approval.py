# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Asking whoever may promise more, and their answer in one click (R92, R191)."""

from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import LockError, UserError
from odoo.tools import format_datetime, plaintext2html

ACTIVITY = "complaint_management.mail_activity_type_remedy_approval"
OVERVIEW = "complaint_management.complaint_to_decide_action"
STAFF = "complaint_management.group_complaint_user"


class ComplaintApproval(models.Model):
    """A request to promise what is beyond somebody's authority.

    Nobody but the product writes it. Whoever decides has the authority for it, does
    not handle the case, did not ask, and has no part in what it is about.
    """

    _name = "complaint.approval"
    _description = "Complaint Remedy Approval"
    _inherit = ["complaint.part.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "complaint_id"
    _mail_post_access = "read"

    remedy_ids = fields.One2many(
        comodel_name="complaint.remedy",
        inverse_name="approval_id",
        string="Asked For",
        readonly=True,
    )
    summary = fields.Text(
        string="What Was Asked For",
        readonly=True,
        help="The lines as they were when approval was asked for.",
    )
    requester_id = fields.Many2one(
        comodel_name="res.users",
        string="Asked By",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    approver_id = fields.Many2one(
        comodel_name="res.users",
        string="Decides",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    state = fields.Selection(
        selection=[
            ("pending", "To decide"),
            ("approved", "Approved"),
            ("sent_back", "Sent back"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="pending",
        readonly=True,
        index=True,
    )
    reason = fields.Text(string="Why They Should Get It", readonly=True)
    answer_reason = fields.Text(string="Answer", readonly=True)
    date_asked = fields.Datetime(
        string="Asked On", required=True, readonly=True, default=fields.Datetime.now
    )
    date_decided = fields.Datetime(string="Decided On", readonly=True)
    is_let_in = fields.Boolean(
        readonly=True,
        export_string_translation=False,
        help="Who decides sees the case only because they were asked.",
    )

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    def _ask(self, complaint, lines, approver, reason=None):
        """Ask somebody to approve lines of a case.

        The caller checked that the user works on the case.

        :param complaint: the case
        :param lines: prepared lines of it
        :param approver: who decides
        :param str reason: why the customer should get it
        :return: the request
        """
        approval_sudo = self.sudo().create(
            {
                "complaint_id": complaint.id,
                "summary": "\n".join(lines.mapped("display_name")),
                "requester_id": self.env.uid,
                "approver_id": approver.id,
                "reason": reason,
            }
        )
        lines.sudo()._write_sealed(
            {"approval_id": approval_sudo.id, "approval_state": "pending"}
        )
        complaint._log_note(
            self.env._("Approval asked for from %s", approver.sudo().name),
            approval_sudo.summary,
        )
        approval_sudo._call_approver()
        return approval_sudo.with_env(self.env)

    def _call_approver(self):
        """Give the approver the task, and sight of the case that it is about."""
        self.ensure_one()
        self._let_in()
        note = plaintext2html(self.reason) if self.reason else False
        self.activity_schedule(ACTIVITY, user_id=self.approver_id.id, note=note)

    def _let_in(self):
        """Give the approver sight of the case, as long as they decide."""
        case, approver = self.complaint_id, self.approver_id
        reading = case.with_user(approver).with_context(
            allowed_company_ids=approver.company_ids.ids
        )
        if not reading.has_access("read"):
            case._message_subscribe(approver.partner_id.ids)
            self.is_let_in = True

    def _get_task_owner(self, task):
        """Somebody else whose authority covers it decides, and not who asked."""
        others = self.complaint_id._find_approvers(self.remedy_ids)
        able = (others - self.requester_id).filtered(
            lambda user: user.sudo()._works_in(self.complaint_id.company_id)
        )
        return able or None

    def _after_task_handed_over(self, task):
        """Who was asked has left: another decides, and sees the case to do so."""
        if self.state == "pending" and task.user_id != self.approver_id:
            self._let_out()
            self.approver_id = task.user_id
            self._let_in()
        return super()._after_task_handed_over(task)

    def _let_out(self):
        """Who sees the case only to decide sees it no longer; called as sudo.

        While another request to them waits, they go on to see it.
        """
        for approval in self.filtered("is_let_in"):
            approval.is_let_in = False
            case, approver = approval.complaint_id, approval.approver_id
            waiting = case.approval_ids.filtered(
                lambda other, approval=approval: (
                    other != approval
                    and other.state == "pending"
                    and other.approver_id == approval.approver_id
                )
            )
            if waiting:
                waiting[0].is_let_in = True
            else:
                case.message_unsubscribe(approver.partner_id.ids)

    # ------------------------------------------------------------------
    # Deciding
    # ------------------------------------------------------------------

    def action_approve(self):
        """Approve what was asked for, in one click.

        :raises UserError: it was decided already, or the user may not decide
        """
        self._check_decides()
        self.remedy_ids._wait_for_other_promises()
        # What is approved on one counts on the next one of the customer.
        for approval in self:
            covering = approval._check_covered()
            approval.remedy_ids._keep_facts(covering)
            approval.sudo()._decide("approved")
        return self._leave()

    def action_send_back(self, reason=None):
        """Do not approve it, and say why; without a reason a dialog asks for it.

        :param str reason: what the requester reads
        """
        self._check_decides()
        if not (reason or "").strip():
            return self._open_send_back()
        self.sudo()._decide("sent_back", reason)
        return self._leave()

    def action_withdraw(self):
        """Take the request back, as long as nobody decided."""
        self.check_access("read")
        self.complaint_id.check_access("write")
        self._lock()
        self._check_pending()
        self.sudo()._withdraw()
        return True

    def action_pass_on(self):
        """Ask the next person whose authority covers it.

        :raises UserError: there is nobody else
        """
        self._check_decides()
        for approval in self:
            lines = approval.remedy_ids
            others = approval.complaint_id._find_approvers(lines)
            others -= approval.requester_id | approval.approver_id
            if not others:
                raise UserError(
                    self.env._(
                        "There is nobody else whose approval limit covers it. Send it "
                        "back, or ask a complaint manager to change the limits."
                    )
                )
            approval_sudo = approval.sudo()
            approval_sudo.activity_unlink([ACTIVITY])
            approval_sudo._let_out()
            approval_sudo.approver_id = others[:1]
            approval_sudo._call_approver()
        return self._leave()

    def _leave(self):
        """Where to go from a request that one may not see any more.

        :return: an action, or True where it can be shown as before
        """
        if self.has_access("read"):
            return True
        action = self.env["ir.actions.act_window"]._for_xml_id(OVERVIEW)
        return {**action, "target": "main"}

    def _open_send_back(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send Back"),
            "res_model": "complaint.approval.answer",
            "view_mode": "form",
            "target": "new",
            "context": {"default_approval_id": self.id},
        }

    def _lock(self):
        """Of two who decide at once, the second is told (R191).

        :raises UserError: somebody else is deciding
        """
        try:
            self.sudo().lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody else decides on this request at the moment. Load the "
                    "page again to see what was decided."
                )
            ) from error
        self.invalidate_recordset(["state", "approver_id"])

    def _check_pending(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        for approval in self:
            if approval.state != "pending":
                raise UserError(
                    self.env._(
                        "This request was decided already: %(state)s, %(who)s, "
                        "%(when)s. Nothing is left to do.",
                        state=states[approval.state],
                        who=approval.sudo().approver_id.name,
                        when=format_datetime(
                            self.env, approval.sudo().date_decided, dt_format="short"
                        ),
                    )
                )

    def _check_decides(self):
        """Only an impartial person decides, and only once.

        :raises UserError: naming what stands against it
        """
        # Who saw the case only to decide hears that it was decided meanwhile.
        self._filter_asked()._check_pending()
        self.check_access("read")
        self._lock()
        self._check_pending()
        user = self.env.user
        for approval in self.sudo():
            case = approval.complaint_id
            if not user.has_group(STAFF):
                raise UserError(
                    self.env._(
                        "Only staff who handle complaints decide. %s",
                        approval._say_whom_to_ask(),
                    )
                )
            if user in (approval.requester_id | case._get_handlers()):
                raise UserError(
                    self.env._(
                        "Somebody other than the handler, and than who asked, decides. "
                        "%s",
                        approval._say_whom_to_ask(),
                    )
                )
            if user in case._get_barred_deciders():
                raise UserError(
                    self.env._(
                        "Nobody decides on a complaint about themselves, or about "
                        "somebody whom they report to."
                    )
                )

    def _say_whom_to_ask(self):
        """Whose approval limit covers it, in a sentence; called as sudo."""
        case = self.complaint_id
        people = case._find_approvers(self.remedy_ids) - self.requester_id
        return case._say_whom_to_ask(people)

    def _filter_asked(self):
        """The requests that the user was asked to decide, also when another did it."""
        tasks_sudo = self.env["mail.activity"].sudo().with_context(active_test=False)
        tasks_sudo = tasks_sudo.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("user_id", "=", self.env.uid),
            ]
        )
        asked = set(tasks_sudo.mapped("res_id"))
        return self.sudo().filtered(
            lambda ask: ask.approver_id == self.env.user or ask.id in asked
        )

    def _check_covered(self):
        """Who approves could promise it, with all else that is prepared.

        :return: what covers it: dict of line and authority
        :raises UserError: naming the lines, and whom to ask
        """
        covering = self._get_covering()
        for approval, beyond in self._get_beyond(covering).items():
            if not beyond:
                continue
            lines = approval.remedy_ids
            others = approval.complaint_id._find_approvers(lines)
            others -= approval.requester_id
            raise UserError(
                self.env._(
                    "Above your approval limit, too: %(lines)s. %(who)s may decide: "
                    "use “Pass on”.",
                    lines=", ".join(beyond.mapped("display_name")),
                    who=others[:1].sudo().name or self.env._("A complaint manager"),
                )
            )
        return covering

    def _get_beyond(self, covering):
        """The lines of each request that the user may not promise either.

        :param dict covering: as ``_get_covering`` says
        :return: dict of request and lines
        """
        return {
            approval: approval.remedy_ids.filtered(
                lambda line: not covering.get(line, True)
            )
            for approval in self
        }

    def _get_covering(self):
        """By what the user may promise each line, as far as they may.

        :return: dict of line and authority
        """
        covering = {}
        if self.env.uid == SUPERUSER_ID:
            return covering
        requests = self.grouped(lambda approval: approval.sudo().complaint_id)
        for ledger, cases, held in self.complaint_id._get_ledgers(self.env.user):
            for case in cases:
                for approval in requests[case]:
                    lines = approval.remedy_ids
                    prepared = (case.remedy_ids - lines.sudo()) + lines.sudo()
                    prepared = prepared.filtered(lambda line: line.state == "draft")
                    found = ledger.get_covering(case, prepared, held)
                    covering.update(
                        (line.with_env(self.env), authority)
                        for line, authority in found.items()
                    )
        return covering

    def _decide(self, state, reason=None):
        """Record the decision on the request, its lines and the case, and tell it."""
        self._let_out()
        self.write(
            {
                "state": state,
                "approver_id": self.env.uid,
                "date_decided": fields.Datetime.now(),
                "answer_reason": reason,
            }
        )
        if state == "approved":
            self.remedy_ids._write_sealed(
                {"approval_state": "approved", "approver_id": self.env.uid}
            )
        else:
            self.remedy_ids._write_sealed({"approval_state": "refused"})
        self.activity_feedback([ACTIVITY], feedback=reason)
        self._tell_requester()

    def _tell_requester(self):
        """Who asked hears the answer, and the case keeps it."""
        states = dict(self._fields["state"]._description_selection(self.env))
        for approval in self:
            title = self.env._("Request for approval: %s", states[approval.state])
            text = approval.answer_reason or approval.summary
            approval.complaint_id._log_note(title, text)
            if approval.requester_id != self.env.user:
                approval.complaint_id.message_notify(
                    partner_ids=approval.requester_id.partner_id.ids,
                    subject=title,
                    body=f"{title}: {text}",
                )

    def _withdraw(self, reason=None):
        """Nobody decides any more: it was taken back, or what it is about changed.

        :param str reason: why, when nobody took it back
        """
        pending = self.filtered(lambda approval: approval.state == "pending")
        if not pending:
            return
        pending._let_out()
        pending.write(
            {
                "state": "withdrawn",
                "date_decided": fields.Datetime.now(),
                "answer_reason": reason,
            }
        )
        pending.remedy_ids.filtered(
            lambda line: line.approval_state == "pending"
        )._write_sealed({"approval_state": False, "approval_id": False})
        pending.activity_unlink([ACTIVITY])
