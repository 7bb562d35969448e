# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who complained in a merged case is told, and gets the answer of the one that goes on.

They hear what we found and do, and nothing that only somebody else may read: neither
who else complained nor what these get.
"""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_list, is_html_empty, plaintext2html

from .case_stand_in import ANSWER


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    merged_complainants = fields.Char(
        compute="_compute_merged_complainants",
        recursive=True,
        string="Complained in Merged Cases",
        help="They get the answer to this case as well: by email, or by whoever has "
        "the task to tell them.",
    )

    @api.depends("merged_ids.partner_name", "merged_ids.merged_complainants")
    def _compute_merged_complainants(self):
        for case in self:
            others = case._get_merged_strangers()._filtered_access("read")
            case.merged_complainants = ", ".join(
                other.partner_name or other.number for other in others
            )

    def _get_merged_strangers(self):
        """Cases merged into this one, near or far, that somebody else complained in."""
        self.ensure_one()
        found = self.browse()
        merged = self._origin.sudo().merged_ids.with_env(self.env)
        while merged:
            found |= merged.filtered(lambda case: not self._is_same_complainant(case))
            merged = merged.sudo().merged_ids.with_env(self.env)
        return found.filtered(lambda case: not self._is_same_person(case))

    def _get_merge_remarks(self, merged):
        remarks = super()._get_merge_remarks(merged)
        strangers = merged.filtered(
            lambda case: (
                not (self._is_same_complainant(case) or self._is_same_person(case))
            )
        )
        if strangers:
            remarks.append(
                self.env._(
                    "These complainants are told of the merge, and get the answer to "
                    "%(case)s, too: %(names)s. Write nothing in it that is not for all "
                    "of them; what somebody gets is told to nobody else.",
                    case=self.number,
                    names=format_list(
                        self.env,
                        [case.partner_name or case.number for case in strangers],
                    ),
                )
            )
        return remarks

    # ------------------------------------------------------------------
    # Told of the merge
    # ------------------------------------------------------------------

    def _merge_into(self, survivor, reason=None):
        merged = self - survivor
        result = super()._merge_into(survivor, reason=reason)
        merged._tell_merged(survivor)
        return result

    def _tell_merged(self, survivor):
        """Tell who complained in these cases where they go on."""
        if self._is_without_mail():
            return
        strangers = survivor._get_merged_strangers()
        for case in self.filtered(lambda case: not case.is_suspected_spam):
            if case.can_mail or case.identity_mode == "anonymous":
                words = case.with_context(lang=case.lang)._say_merged(
                    survivor, case in strangers
                )
                case._say_to_complainant(plaintext2html(words))

    def _say_merged(self, survivor, is_stranger):
        """Where this case goes on, in the language of the environment."""
        if is_stranger:
            return self.env._(
                "Others told us of the same matter. We work on it in one case, so that "
                "nothing is looked into twice. You need not do anything: you will get "
                "our answer as well. Your number %s stays yours.",
                self.number,
            )
        return self.env._(
            "You told us of the same matter twice. We go on with it under the number "
            "%(survivor)s, with all that you wrote under %(number)s.",
            survivor=survivor.number,
            number=self.number,
        )

    # ------------------------------------------------------------------
    # Answered
    # ------------------------------------------------------------------

    def _send_or_schedule(self, milestone, template_xmlid, activity_xmlid, when):
        result = super()._send_or_schedule(
            milestone, template_xmlid, activity_xmlid, when
        )
        if milestone == "answer" and not self._is_without_mail():
            for case in self.filtered(lambda case: case.sudo().merged_ids):
                case._answer_merged()
        return result

    def _answer_merged(self):
        """Bring the answer to everybody else who complained of the same matter."""
        # Who may answer this case may answer those that were merged into it.
        for other in self._get_merged_strangers().sudo():
            if other.can_mail or other.identity_mode == "anonymous":
                there = other.with_context(lang=other.lang)
                other._say_to_complainant(there._get_shared_answer(self))
            else:
                self._plan_to_answer(other)

    def _get_shared_answer(self, survivor):
        """The answer to a case, for who complained in this one."""
        answer = survivor.with_env(self.env)._get_portal_answer() or {}
        intro = self.env._(
            "You complained under the number %s, and others told us of the same "
            "matter. This is our answer:",
            self.number,
        )
        parts = [intro, answer.get("outcome"), answer.get("text"), answer.get("change")]
        return Markup("").join(
            part if isinstance(part, Markup) else plaintext2html(part)
            for part in parts
            if part and not is_html_empty(part)
        )

    # ------------------------------------------------------------------
    # Ended without an answer
    # ------------------------------------------------------------------

    def _tell_ending(self):
        """Who complained of it in another case is told, too: everybody hears (R39)."""
        result = super()._tell_ending()
        for case in self.filtered(lambda case: case.sudo().merged_ids):
            if case._is_told_of_ending(case.cancel_reason):
                case._tell_merged_ending()
        return result

    def _tell_merged_ending(self):
        """Tell everybody else, each on their own way, that our work has ended."""
        # Who may end this case may tell those that were merged into it.
        for other in self._get_merged_strangers().sudo():
            if not other.is_suspected_spam:
                there = other.with_context(lang=other.lang)
                other._give_notice(there._get_shared_ending(self))

    def _get_shared_ending(self, survivor):
        """How a case ended, for who complained in this one.

        That somebody took theirs back is said to nobody else.
        """
        intro = self.env._(
            "You complained under the number %s, and others told us of the same "
            "matter.",
            self.number,
        )
        if survivor.cancel_reason == "withdrawn":
            words = self.env._(
                "We have ended our work on it without a result. You have not taken "
                "your complaint back: if the matter is not settled for you, please "
                "tell us, and we will take it up again."
            )
        else:
            words = survivor.ending_words
        return Markup("").join(
            part if isinstance(part, Markup) else plaintext2html(part)
            for part in (intro, words)
        )

    def _say_ending_way(self):
        way = super()._say_ending_way()
        if not self.merged_complainants:
            return way
        sentence = self.env._(
            "Who complained in merged cases is told that it has ended, too: %s.",
            self.merged_complainants,
        )
        return f"{way}\n{sentence}"

    def _plan_to_answer(self, other):
        """Ask who is responsible to tell somebody whom no mail reaches.

        :param other: a case that was merged into this one, as sudo
        """
        user = self._get_contact_person()
        case = self.with_context(lang=user.lang or self.env.lang)
        reach = other._get_reach()
        ways = " · ".join(filter(None, (reach.phone, reach.street)))
        name = other.partner_name or other.number
        if other.identity_mode == "confidential":
            ways = case.env._("Only a custodian of identities can open how.")
        case.activity_schedule(
            ANSWER,
            user_id=user.id,
            summary=case.env._("Tell our answer to %s, too", name),
            note=plaintext2html(
                case.env._(
                    "They complained under %(number)s, which was merged into this "
                    "case, and no email reaches them. How to reach them: %(ways)s",
                    number=other.number,
                    ways=ways or "–",
                )
            ),
        )
