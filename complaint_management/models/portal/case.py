# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who acts with a tracking code, and what a code of ours is worth.

Somebody without a name who comes to the counter gets a slip, and needs it: to read
our answer, accept it, choose, write and come back. But whoever issued the slip has
seen it. So with such a code all of this can be done, and says on the case by whose
code; it opens no vault, gives no rating that counts, and whoever works on the case
cannot use it while they are logged in.
"""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import plaintext2html

from ..common.proof import Proof

CODE = "complaint.tracking.code"


# Says which code opened the page.
_CODE_IN_HAND = Proof("complaint_code_in_hand")


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    tracking_code_ids = fields.One2many(
        comodel_name="complaint.tracking.code",
        inverse_name="complaint_id",
        string="Tracking Codes",
        groups="complaint_management.group_complaint_user",
        copy=False,
    )
    has_tracking_code = fields.Boolean(
        compute="_compute_has_tracking_code", compute_sudo=True
    )

    @api.depends("tracking_code_ids")
    def _compute_has_tracking_code(self):
        for complaint in self:
            complaint.has_tracking_code = bool(complaint.tracking_code_ids)

    # ------------------------------------------------------------------
    # Whose code it is
    # ------------------------------------------------------------------

    @api.model
    def _get_kept_context(self):
        return (*super()._get_kept_context(), _CODE_IN_HAND.key)

    def _with_code(self, code):
        """These cases, for what is done with a code.

        :param code: the ``complaint.tracking.code`` that was entered
        """
        return _CODE_IN_HAND.give(self, code.id)

    @api.model
    def _get_code_in_hand(self):
        """The code with which something is done now; empty for none."""
        return self.env[CODE].sudo().browse(_CODE_IN_HAND.get(self.env) or ())

    @api.model
    def _get_staff_code(self):
        """The same, when staff issued it: then it proves nothing; else empty."""
        return self._get_code_in_hand().filtered(lambda code: code.origin == "staff")

    def _is_code_of(self, user):
        """Whether a code of ours is entered by who should have handed it over.

        Nor does anybody else who works on the case speak for its complainant.

        :param user: the ``res.users`` who is logged in
        """
        self.ensure_one()
        code = self._get_staff_code()
        return bool(code) and (
            code.issuer_id == user
            or (user._is_internal() and self.with_user(user).has_access("write"))
        )

    # ------------------------------------------------------------------
    # Issuing
    # ------------------------------------------------------------------

    def action_issue_tracking_code(self):
        """Ask to whom a code is handed, to issue one at the counter (R150).

        :raises UserError: the case is not a protected one
        """
        self.ensure_one()
        self._check_issuing()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tracking Code"),
            "res_model": "complaint.tracking.slip",
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_id": self.id},
        }

    def _check_issuing(self):
        self.check_access("write")
        if self.identity_mode == "named":
            raise UserError(
                self.env._(
                    "Who gives their name is reached by name. Tracking codes are for "
                    "anonymous and confidential cases."
                )
            )

    def _issue_tracking_code(self, handed_to):
        """Make another code for the case, and log who did it; earlier ones stay.

        :param str handed_to: to whom it is given, without a name
        :return: the code, which is kept nowhere
        :raises UserError: nobody gets it
        """
        self.ensure_one()
        self._check_issuing()
        if not (handed_to or "").strip():
            raise UserError(self.env._("Write down to whom you hand the code."))
        code = self._make_tracking_code()
        self._keep_tracking_code(
            code,
            origin="staff",
            issuer_id=self.env.uid,
            handed_to=handed_to.strip(),
        )
        self._log_note(
            self.env._("A tracking code was issued."),
            self.env._("Handed to: %s", handed_to.strip()),
        )
        return code

    # ------------------------------------------------------------------
    # What is done with a code of ours
    # ------------------------------------------------------------------

    def _sign_words(self, body):
        """Say above words that came by a code of ours by whose code they came."""
        origin = self._get_staff_code()._say_origin()
        if not origin:
            return super()._sign_words(body)
        mark = self.env._("Written %s", origin)
        return Markup('<p class="text-muted">%s</p>') % mark + body

    @api.model
    def _opens_vault(self):
        """With a code of ours, nothing comes out of the vault, nor is it emptied."""
        return super()._opens_vault() and not self._get_staff_code()

    @api.model
    def _get_taking_out_reason(self):
        if self._get_code_in_hand():
            return self.env._("The complainant gave their name, with their own code.")
        return super()._get_taking_out_reason()

    def _prepare_complainant_author(self):
        """Nor do such words stand under the name of a customer."""
        if self._get_staff_code():
            return {"author_id": False, "email_from": self._get_neutral_sender()}
        return super()._prepare_complainant_author()

    def _rate_by_complainant(self, result, handling, comment=None):
        """An opinion by a code of ours is read, and counts in no figure.

        Nobody is to earn praise with a code that they gave themselves; who is not
        satisfied is listened to all the same.
        """
        if not self._get_staff_code():
            return super()._rate_by_complainant(result, handling, comment)
        self.ensure_one()
        errors = self._get_rating_errors(result, handling, comment)
        if errors:
            raise ValidationError("\n".join(dict.fromkeys(errors.values())))
        case = self._as_the_house()
        if case.can_rate:
            case._post_uncounted_rating(str(result), str(handling), comment)
        return False

    def _post_uncounted_rating(self, result, handling, comment):
        words = dict(
            self._fields["satisfaction_result"]._description_selection(self.env)
        )
        lines = [
            self.env._("With the result: %s", words[result]),
            self.env._("With the handling: %s", words[handling]),
            (comment or "").replace("\0", "").strip(),
            self.env._("This does not count as a rating."),
        ]
        text = "\n".join(filter(None, lines))
        self._wait_for_other_requests()
        if self._find_same_message(text, ()):
            return
        self._post_from_complainant(plaintext2html(text))
        if self._is_low_rating(result, handling):
            self._bring_before_reviewer()

    def _leave_codes_of_former(self):
        """Who gave their name is reached by it: codes of the former one are void.

        Of protected cases they stay: they are the only way of who wants to be unknown.
        """
        if self.identity_mode == "named" and self._get_reach().email:
            self.sudo().tracking_code_ids._make_void()

    def _continue(self, reason):
        """The codes go on with the case, so that their page does as well."""
        continued = super()._continue(reason)
        for complaint in continued:
            complaint.parent_id.sudo().tracking_code_ids.complaint_id = complaint
            if origin := self._get_staff_code()._say_origin():
                complaint._log_note(self.env._("Continued %s", origin))
        return continued
