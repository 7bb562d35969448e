# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What complainants say about the result and about how they were treated.

They rate once per closure: a case that was opened again and closed again asks again.
The last rating stands on the case; all of them are kept as ``rating.rating``.
"""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.case.phases import follows, prepares_new, refuses, refuses_new

SATISFACTIONS = [
    ("1", "Very dissatisfied"),
    ("2", "Dissatisfied"),
    ("3", "Neither satisfied nor dissatisfied"),
    ("4", "Satisfied"),
    ("5", "Very satisfied"),
]
DISSATISFIED = ("1", "2")
COMMENT_LENGTH = 10_000
# Written by what the complainant says, and by the chapters that follow from it.
RATING_FIELDS = frozenset(
    {
        "satisfaction_result",
        "satisfaction_handling",
        "satisfaction_comment",
        "date_rated",
        "date_rating_asked",
        "rating_last_value",
        "is_dissatisfied",
        "dissatisfaction_outcome",
        "dissatisfaction_note",
        "dissatisfaction_user_id",
    }
)


class ComplaintComplaint(models.Model):
    _name = "complaint.complaint"
    _inherit = ["complaint.complaint", "rating.mixin"]

    # A new case has no rating: no need to look for one.
    rating_last_value = fields.Float(
        compute="_compute_rating_last_value", store=True, precompute=True
    )
    satisfaction_result = fields.Selection(
        selection=SATISFACTIONS,
        string="With the Result",
        readonly=True,
        copy=False,
        help="What the complainant says about the result, after the last closure.",
    )
    satisfaction_handling = fields.Selection(
        selection=SATISFACTIONS,
        string="With the Handling",
        readonly=True,
        copy=False,
        help="What the complainant says about how the case was handled.",
    )
    satisfaction_comment = fields.Text(
        string="In Their Words", readonly=True, copy=False
    )
    date_rated = fields.Datetime(string="Rated On", readonly=True, copy=False)
    can_rate = fields.Boolean(
        compute="_compute_can_rate",
        compute_sudo=True,
        help="The case is closed, and the complainant has not rated it since.",
    )

    @api.depends("state", "reopen_count", "rating_ids.complaint_closure")
    def _compute_can_rate(self):
        for complaint in self:
            rated = complaint.rating_ids.mapped("complaint_closure")
            complaint.can_rate = (
                complaint.state == "closed"
                and complaint._get_closure_number() not in rated
            )

    def _get_closure_number(self):
        """Which closing of the case this is, or will be, from 1."""
        self.ensure_one()
        return self.reopen_count + 1

    # ------------------------------------------------------------------
    # Nobody rates in the complainant's place
    # ------------------------------------------------------------------

    @api.model
    def _get_never_preset(self):
        return super()._get_never_preset() | RATING_FIELDS

    @refuses_new(*RATING_FIELDS)
    def _check_unrated(self, vals):
        """A case that is new has not been rated."""
        self._check_protected(RATING_FIELDS & set(vals))

    @refuses(*RATING_FIELDS)
    def _check_rating(self, vals):
        """What complainants say of us, they say themselves."""
        if not self.env.su:
            self._check_protected(RATING_FIELDS & set(vals))

    @prepares_new
    def _begin_unrated(self, vals):
        """Nobody has rated a new case, whatever is preset."""
        return {**vals, **dict.fromkeys(RATING_FIELDS - {"rating_last_value"}, False)}

    @follows("identity_mode")
    def _hide_raters(self):
        """Of a protected case no rating names the complainant."""
        self.filtered(lambda case: case.identity_mode != "named")._forget_raters()

    def message_post(self, **kwargs):
        """A message is no rating: it has two questions, and is asked for once."""
        kwargs.pop("rating_value", None)
        return super().message_post(**kwargs)

    def _forget_raters(self):
        """What was said stays; who said it, and whom they met, does not (R152)."""
        self.sudo().rating_ids.write({"partner_id": False, "rated_partner_id": False})

    def _rating_get_operator(self):
        nobody = self.env["res.partner"]
        return super()._rating_get_operator() if self._is_named() else nobody

    def _rating_get_partner(self):
        nobody = self.env["res.partner"]
        return super()._rating_get_partner() if self._is_named() else nobody

    def _is_named(self):
        self.ensure_one()
        return self.identity_mode == "named"

    # ------------------------------------------------------------------
    # Rating
    # ------------------------------------------------------------------

    @api.model
    def _get_rating_errors(self, result, handling, comment=None):
        """What is wrong with an answer to the two questions, in plain words.

        :param str result: "1" to "5": how content they are with the result
        :param str handling: the same about how they were treated
        :param str comment: what they write about it
        :return: dict of the argument's name to a sentence; empty when all is well
        """
        errors = {}
        answers = dict(SATISFACTIONS)
        if str(result) not in answers:
            errors["result"] = self.env._("Choose how satisfied you are.")
        if str(handling) not in answers:
            errors["handling"] = self.env._("Choose how satisfied you are.")
        if len(comment or "") > COMMENT_LENGTH:
            errors["comment"] = self.env._(
                "Please shorten your words to %s characters.", COMMENT_LENGTH
            )
        return errors

    def _rate_by_complainant(self, result, handling, comment=None):
        """Take what the complainant says, once per closure (R136, R199).

        :param str result: "1" to "5": how content they are with the result
        :param str handling: the same about how they were treated
        :param str comment: their opinion and suggestions, plain text
        :raises ValidationError: an answer that is none of the choices
        :return: whether it counts; not when it was answered before, or the case is
            not closed
        """
        self.ensure_one()
        errors = self._get_rating_errors(result, handling, comment)
        if errors:
            raise ValidationError("\n".join(dict.fromkeys(errors.values())))
        case = self._as_the_house()
        if not case.can_rate:
            return False
        case.write(
            {
                "satisfaction_result": str(result),
                "satisfaction_handling": str(handling),
                "satisfaction_comment": (comment or "").replace("\0", "").strip(),
                "date_rated": fields.Datetime.now(),
            }
        )
        # Who answers twice at the same moment meets here: the second request is
        # tried again, and finds the answer of the first.
        case.flush_recordset()
        rating = case.env["rating.rating"].create(case._prepare_rating_vals())
        # Odoo looks the last one up in the database.
        rating.flush_recordset()
        case._tell_rating()
        case._after_rating()
        return True

    def _prepare_rating_vals(self):
        """The rating for Odoo's own analysis; nobody opens it with a token."""
        self.ensure_one()
        return {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "rating": float(self.satisfaction_result),
            "complaint_handling": int(self.satisfaction_handling),
            "complaint_closure": self._get_closure_number(),
            "feedback": self.satisfaction_comment,
            "partner_id": self._rating_get_partner().id,
            "rated_partner_id": self._rating_get_operator().id,
            "consumed": True,
            "access_token": False,
        }

    def _after_rating(self):
        """What follows from a rating; extended by other chapters."""

    def _is_rated_low(self):
        """Whether the complainant was dissatisfied with one or the other."""
        self.ensure_one()
        return self._is_low_rating(self.satisfaction_result, self.satisfaction_handling)

    @api.model
    def _is_low_rating(self, result, handling):
        return result in DISSATISFIED or handling in DISSATISFIED

    def _tell_rating(self):
        """Let who is responsible read what was said: in the case, and as a message."""
        self.ensure_one()
        handler = self._get_contact_person().sudo()
        case = self.with_context(
            lang=handler.lang or self.company_id.partner_id.lang or self.env.lang,
            mail_post_autofollow_author_skip=True,
        )
        quiet = self._is_without_mail()
        case.message_post(
            body=case._get_rating_sentence(),
            subtype_xmlid="mail.mt_note",
            partner_ids=[] if quiet else handler.partner_id.ids,
            **case._prepare_complainant_author(),
        )

    def _get_rating_words(self, env=None):
        """What was said last, in words.

        :param env: whose language it is
        :return: dict of "result", "handling" and "comment"
        """
        self.ensure_one()
        answers = self._fields["satisfaction_result"]
        words = dict(answers._description_selection(env or self.env))
        return {
            "result": words.get(self.satisfaction_result),
            "handling": words.get(self.satisfaction_handling),
            "comment": self.satisfaction_comment,
        }

    def _get_rating_sentence(self):
        """What was said, as HTML for the chatter."""
        said = self._get_rating_words()
        body = Markup("<b>%s</b><br/>%s<br/>%s") % (
            self.env._("The complainant rated the case"),
            self.env._("With the result: %s", said["result"]),
            self.env._("With the handling: %s", said["handling"]),
        )
        if said["comment"]:
            lines = said["comment"].splitlines()
            body += Markup("<br/>“%s”") % Markup("<br/>").join(lines)
        return body
