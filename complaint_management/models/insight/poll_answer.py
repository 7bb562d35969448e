# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What comes in by the link in the mail."""

from odoo import SUPERUSER_ID, api, models

from ..answer.case_rating import COMMENT_LENGTH, SATISFACTIONS


class ComplaintPollInvitation(models.Model):
    _inherit = "complaint.poll.invitation"

    @api.model
    def _find_by_token(self, token):
        """Who was given a link.

        :return: as the system, whoever is logged in: they sign nothing. Empty for a
            wrong link
        """
        invitations = self.with_user(SUPERUSER_ID)
        if not (token and token.isascii()):
            return invitations
        fingerprint = self._make_fingerprint(token)
        return invitations.search([("fingerprint", "=", fingerprint)])

    def _is_open(self):
        """Whether the link still leads to the question; not of no invitation."""
        asked = self.round_id
        if not asked or asked.state == "closed":
            return False
        return asked.poll_id._get_today() <= asked.date_end

    @api.model
    def _get_choices(self):
        """The answers that can be given, the best first: pairs of value and words."""
        answers = self.env["complaint.complaint"]._fields["satisfaction_result"]
        return sorted(answers._description_selection(self.env), reverse=True)

    @api.model
    def _get_answer_errors(self, score, comment):
        """What is wrong with an answer, in plain words.

        :return: dict of the argument's name to a sentence; empty when all is well
        """
        errors = {}
        if score not in dict(SATISFACTIONS):
            errors["score"] = self.env._("Choose how satisfied you are.")
        if len(comment) > COMMENT_LENGTH:
            errors["comment"] = self.env._(
                "Please shorten your words to %s characters.", COMMENT_LENGTH
            )
        return errors

    def _answer(self, token, score, comment=""):
        """Take an answer; a later one takes its place until the round is over.

        :param str token: of the link, which alone leads to an earlier answer
        :param str score: "1" to "5"
        :param str comment: plain text
        """
        self.ensure_one()
        said = {"rating": float(score), "feedback": comment}
        earlier = self._get_earlier_answer(token)
        if earlier:
            earlier.write(said)
            return
        # Who answers twice at the same moment meets here: the second request is tried
        # again, and finds the answer of the first.
        self.is_answered = True
        self.round_id.answered_count += 1
        self.env.flush_all()
        self.env["rating.rating"].create({**self._prepare_rating(token), **said})

    def _prepare_rating(self, token):
        """Whose rating it is: of employees only the unit is kept (R215)."""
        is_named = self.round_id.audience == "customers"
        return {
            "res_model_id": self.env["ir.model"]._get_id(self.round_id._name),
            "res_id": self.round_id.id,
            "partner_id": is_named and self.partner_id.id,
            "complaint_department_id": not is_named and self.department_id.id,
            "complaint_poll_key": self._make_fingerprint(token, "answer"),
            "consumed": True,
            "access_token": False,
        }

    @api.model
    def _get_earlier_answer(self, token):
        """What was answered by this link: ``rating.rating``, or empty."""
        key = self._make_fingerprint(token, "answer")
        return self.env["rating.rating"].search([("complaint_poll_key", "=", key)])

    def _get_shown_answer(self, token):
        """What the page shows of an earlier answer: of employees nothing, as who has
        their mail is not always they (R215).

        :return: dict of "score" and "comment"
        """
        earlier = self._get_earlier_answer(token)
        if not earlier or self.round_id.audience == "employees":
            return {"score": "", "comment": ""}
        return {"score": str(round(earlier.rating)), "comment": earlier.feedback or ""}

    def _get_survey_url(self):
        """Where more questions are, for who answered ours; or None."""
        poll = self.round_id.poll_id
        return poll._get_survey_url() if poll else None

    def _refuse_surveys(self):
        """Ask by this address no more: it goes on Odoo's list of such addresses."""
        self.ensure_one()
        email = self.partner_id.email_normalized
        if email:
            words = self.env._("Wants to be asked by no survey any more.")
            self.env["mail.blacklist"]._add(email, message=words)
