# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A case is handed over when the next handler accepts it (R86).

Until then whoever has it stays responsible: deadlines and tasks stay with them. That
is how handlers give their own cases away, unless the company does without; who leads
them assigns directly.
"""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import plaintext2html

from ...tools.case.phases import follows, refuses
from .life_cycle import OFFICER, OPEN_STATES, USER

HAND_OVER = "complaint_management.mail_activity_type_hand_over"


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_handover_accept = fields.Boolean(
        string="Handover Is Accepted",
        default=True,
        help="A handler who gives a case away stays responsible until the next one "
        "accepts it. Complaint officers and managers assign directly.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_handover_accept = fields.Boolean(
        related="company_id.complaint_handover_accept", readonly=False
    )


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    handover_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Handed Over To",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        help="Who was asked to take the case over, and has not answered yet.",
    )
    handover_from_id = fields.Many2one(
        comodel_name="res.users",
        string="Handed Over By",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    handover_note = fields.Text(
        string="What to Know",
        readonly=True,
        copy=False,
        groups="complaint_management.group_complaint_user",
    )
    date_handover = fields.Datetime(
        string="Handover Asked On", readonly=True, copy=False
    )
    is_handover_let_in = fields.Boolean(
        readonly=True,
        copy=False,
        help="Who is asked to take over reads the case only for that.",
    )
    must_hand_over = fields.Boolean(compute="_compute_must_hand_over")
    is_handed_to_me = fields.Boolean(compute="_compute_is_handed_to_me")

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {
            "handover_user_id",
            "handover_from_id",
            "handover_note",
            "date_handover",
            "is_handover_let_in",
        }

    @api.depends("user_id", "company_id.complaint_handover_accept", "state")
    @api.depends_context("uid")
    def _compute_must_hand_over(self):
        for complaint in self:
            complaint.must_hand_over = bool(
                complaint._origin and complaint._needs_acceptance()
            )

    @api.depends("handover_user_id")
    @api.depends_context("uid")
    def _compute_is_handed_to_me(self):
        for complaint in self:
            complaint.is_handed_to_me = complaint.handover_user_id == self.env.user

    def _needs_acceptance(self):
        """Whether the user gives it away only to somebody who accepts; for rooms."""
        self.ensure_one()
        user = self.env.user
        return (
            not self.env.su
            and self.state in OPEN_STATES
            and self.user_id == user
            and self.sudo().company_id.complaint_handover_accept
            and not user.has_group(OFFICER)
        )

    @refuses("user_id")
    def _check_handed_over(self, vals):
        """A handler gives their own case to nobody who has not accepted it (R86).

        :raises UserError: saying what to do instead
        """
        if self.env.su or vals["user_id"] == self.env.uid:
            return
        own = self.filtered(lambda case: case._needs_acceptance())
        if own:
            raise UserError(
                self.env._(
                    "%s is yours until the next handler accepts it: use “Hand Over”.",
                    own[0].display_name,
                )
            )

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    def action_hand_over(self):
        """Open the dialog that asks somebody to take the case over."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand Over"),
            "res_model": "complaint.handover",
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_id": self.id},
        }

    def _get_possible_takers(self):
        """Who can be asked to take the case over."""
        self.ensure_one()
        staff = self.env.ref(USER).sudo().all_user_ids.with_env(self.env)
        return self._filter_takers(staff - self.user_id)

    def _filter_takers(self, users):
        """Those who can take the case over: asked before, and when they accept.

        They handle complaints, are still here and work in its company; the case is
        neither about them nor about somebody with whom they have to do (R153); and
        they hold what it needs (R193). Whoever is asked reads it for that.
        """
        self.ensure_one()
        case_sudo = self.sudo()
        company = case_sudo.company_id
        unfit = case_sudo._get_unfit_users().with_env(self.env)
        able = (users - unfit).filtered(
            lambda user: user.sudo()._works_in(company) and user.has_group(USER)
        )
        return self._filter_competent(able)

    def _can_take_over(self, user):
        """Whether somebody who was asked can take the case over now.

        :param user: a ``res.users``
        """
        return user in self._filter_takers(
            user
        ) and self.id in user._filter_readable_complaints(self.ids)

    def _give_to(self, user, note=None):
        """Give cases to another handler: asked first where that is needed.

        :param user: a ``res.users``
        :param str note: what they have to know
        """
        asking = self.filtered(
            lambda case: case.user_id != user and case._needs_acceptance()
        )
        direct = self - asking
        if direct:
            direct.write({"user_id": user.id})
        if asking:
            asking._ask_to_take_over(user, note)

    def _ask_to_take_over(self, user, note):
        """Ask somebody to take cases over; these stay where they are until they do.

        :raises UserError: they cannot take one of them
        """
        self.check_access("write")
        for complaint in self:
            if user not in complaint._filter_takers(user - complaint.user_id):
                raise UserError(
                    self.env._(
                        "%(name)s cannot take over %(case)s: choose somebody who "
                        "handles complaints, works in its company, and may handle this "
                        "one.",
                        name=user.name,
                        case=complaint.display_name,
                    )
                )
        self._end_handover()
        cases_sudo = self.sudo()
        known = cases_sudo.filtered(
            lambda case: user.partner_id in case.message_partner_ids
        )
        for cases, is_let_in in ((known, False), (cases_sudo - known, True)):
            vals = self._prepare_handover_vals(user, note)
            cases._write_protected({**vals, "is_handover_let_in": is_let_in})
        self._log_note(self.env._("%s was asked to take over", user.name), note)
        # Whoever decides has to read it.
        cases_sudo.message_subscribe(partner_ids=user.partner_id.ids)
        cases_sudo.activity_schedule(
            HAND_OVER, user_id=user.id, note=note and plaintext2html(note)
        )

    @api.model
    def _prepare_handover_vals(self, user, note):
        """What cases keep of who was asked; rooms add theirs."""
        return {
            "handover_user_id": user.id,
            "handover_from_id": self.env.uid,
            "handover_note": note,
            "date_handover": fields.Datetime.now(),
        }

    # ------------------------------------------------------------------
    # Answering
    # ------------------------------------------------------------------

    def action_accept_handover(self):
        """I take it over; what I was told to know stays in the log of the case.

        :raises AccessError: somebody else was asked
        :raises UserError: the user cannot take it over any more
        """
        self._check_asked_to_take_over()
        for complaint in self:
            if not complaint._can_take_over(self.env.user):
                raise UserError(
                    self.env._(
                        "You cannot take over %s any more: decline it, so that "
                        "somebody else is asked.",
                        complaint.display_name,
                    )
                )
            case_sudo = complaint.sudo()
            case_sudo._log_handover(
                self.env._(
                    "%(taker)s took it over from %(giver)s",
                    taker=self.env.user.name,
                    giver=case_sudo.handover_from_id.name or case_sudo.user_id.name,
                )
            )
            case_sudo.write({"user_id": self.env.uid})
        return True

    def _log_handover(self, title, reason=None):
        """Keep how a handover ended, why, and what its giver wrote; as sudo.

        :param str title: how it ended
        :param str reason: in the words of who ended it
        """
        self.ensure_one()
        note = self.handover_note and self.env._("To know: %s", self.handover_note)
        self._log_note(title, "\n".join(filter(None, (reason, note))))

    def action_decline_handover(self, reason=None):
        """I do not take it over; whoever has it keeps it, and is told why.

        :param str reason: why; asked for in a dialog when it is not given
        :raises AccessError: somebody else was asked
        """
        self._check_asked_to_take_over()
        if not (reason or "").strip():
            return {
                **self._get_decline_dialog(),
                "context": {"default_complaint_id": self[:1].id},
            }
        for complaint in self.sudo():
            giver = complaint.handover_from_id
            complaint._log_handover(
                self.env._("%s did not take over", self.env.user.name), reason
            )
            complaint._end_handover()
            complaint._tell_declined(giver, reason)
        return True

    @api.model
    def _get_decline_dialog(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decline"),
            "res_model": "complaint.handover.decline",
            "view_mode": "form",
            "target": "new",
        }

    def action_withdraw_handover(self):
        """The case stays where it is after all."""
        self.check_access("write")
        for complaint in self.filtered("handover_user_id"):
            complaint.sudo()._take_back_handover()
        return True

    def _take_back_handover(self):
        """Nobody is asked any more, and the case says so; as sudo."""
        for complaint in self:
            complaint._log_handover(
                self.env._(
                    "%s is no longer asked to take over",
                    complaint.handover_user_id.name,
                )
            )
        self._end_handover()

    def _check_asked_to_take_over(self):
        """:raises AccessError: somebody else was asked, or nobody is any more"""
        self.check_access("read")
        if any(case.handover_user_id != self.env.user for case in self):
            raise AccessError(
                self.env._("You are not asked to take this over, or not any more.")
            )

    def _tell_declined(self, giver, reason):
        """Tell whoever wanted to give it away; as sudo."""
        self.ensure_one()
        if not giver._works_in(self.company_id):
            return
        there = self.with_context(lang=giver.lang or self.env.lang)
        there.message_notify(
            partner_ids=giver.partner_id.ids,
            subject=there.env._("Not taken over: %s", there.display_name),
            body=Markup("<p>%s</p>") % reason,
            author_id=self.env.user.partner_id.id,
        )

    def _end_handover(self):
        """Nobody is asked any more."""
        pending = self.sudo().filtered("date_handover")
        pending._let_taker_out()
        pending._write_protected(
            {
                "handover_user_id": False,
                "handover_from_id": False,
                "handover_note": False,
                "date_handover": False,
                "is_handover_let_in": False,
            }
        )
        if pending:
            pending.activity_unlink([HAND_OVER])

    def _let_taker_out(self):
        """Who does not take it over reads it no more, unless they did before."""
        for complaint in self.filtered("is_handover_let_in"):
            taker = complaint.handover_user_id
            if taker not in complaint.user_id | complaint.investigator_id:
                complaint.message_unsubscribe(taker.partner_id.ids)

    @follows("user_id")
    def _end_other_handover(self):
        """Who handles it now was asked or not: nobody else is any more."""
        self._end_handover()

    def _after_transition(self, name, reason, when):
        """What has ended is handed over to nobody."""
        self.filtered(lambda case: case.state not in OPEN_STATES)._end_handover()
        return super()._after_transition(name, reason, when)


class ResUsers(models.Model):
    _inherit = "res.users"

    def _hand_over_complaints(self):
        """Who has left takes over nothing."""
        users_sudo = self.sudo()
        asked = self.env["complaint.complaint"].sudo()
        asked = asked.search([("handover_user_id", "in", users_sudo.ids)])
        asked.filtered(
            lambda case: not case._can_take_over(case.handover_user_id)
        )._take_back_handover()
        return super()._hand_over_complaints()
