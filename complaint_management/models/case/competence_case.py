# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who handles a case holds what its category needs, or a manager says why not (R193).

What the product does by itself, as when somebody leaves, is not held up: a note on the
case says what its new handler does not hold.
"""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_list

from ...tools.case.phases import follows, follows_new
from .life_cycle import MANAGER


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    lacking_competences = fields.Char(
        string="Handler Does Not Hold",
        compute="_compute_lacking_competences",
        help="What the category needs and the handler does not hold today.",
    )
    competence_reason = fields.Char(
        string="Why Without the Competence",
        copy=False,
        groups=MANAGER,
        help="Why somebody handles the case who does not hold what its category needs: "
        "written down together with the handler.",
    )

    @api.depends("user_id", "category_id")
    def _compute_lacking_competences(self):
        lacking = self._find_lacking()
        for complaint in self:
            complaint.lacking_competences = complaint._say_lacking(lacking)

    # ------------------------------------------------------------------
    # What is lacking
    # ------------------------------------------------------------------

    def _get_needed_competences(self):
        """What a handler of the case must hold, as sudo."""
        self.ensure_one()
        case_sudo = self.sudo()
        return case_sudo.category_id._get_needed_competences(case_sudo.company_id)

    def _filter_competent(self, users):
        """Those of the users who hold what the case needs."""
        return self._get_needed_competences()._filter_holders(users)

    def _is_handler_provisional(self):
        """Whether who handles the case only waits for somebody; for the chapters."""
        self.ensure_one()
        return False

    def _find_lacking(self, handlers=None):
        """What these cases need and their handlers do not hold.

        :param dict handlers: users by case; by default who handles them
        :return: dict of case to competences, as sudo; only of cases that lack some
        """
        handlers = handlers or {case: case.sudo().user_id for case in self}
        needed = {
            case: case._get_needed_competences() for case in self if handlers.get(case)
        }
        competences = self.env["complaint.competence"].sudo().union(*needed.values())
        if not competences:
            return {}
        users = self.env["res.users"].union(*(handlers[case] for case in needed))
        held = competences._get_held_by(users)
        lacking = {
            case: wanted - held.get(handlers[case].id, competences.browse())
            for case, wanted in needed.items()
        }
        return {case: wanted for case, wanted in lacking.items() if wanted}

    def _say_lacking(self, lacking):
        """The names of what a handler does not hold, or False."""
        names = lacking[self].mapped("name") if self in lacking else []
        return format_list(self.env, names) if names else False

    # ------------------------------------------------------------------
    # Who is chosen
    # ------------------------------------------------------------------

    @follows_new(remember="_get_new_choices")
    def _check_new_competent(self, choices):
        """A handler who is named for a new case holds what it needs."""
        chosen = self.browse(
            case.id
            for case, (is_chosen, _reason) in zip(self, choices, strict=True)
            if is_chosen
        )
        reasons = {
            case: reason for case, (_chosen, reason) in zip(self, choices, strict=True)
        }
        chosen._check_competent(reasons)
        (self - chosen)._note_passed_over()

    @api.model
    def _get_new_choices(self, vals_list):
        """Of new cases, whether somebody named a handler, and why nobody better.

        :return: list of pairs
        """
        return [
            (bool(vals.get("user_id")), vals.get("competence_reason"))
            for vals in vals_list
        ]

    @follows("user_id", "category_id", remember="_get_choice")
    def _check_chosen_competent(self, choice):
        """Whoever is chosen by hand holds what the case needs, or it is said why not.

        Who handles it already goes on when it gets another category: a note tells it.
        """
        before, reason = choice
        if before is None:
            settled = self.filtered(lambda case: not case._is_handler_provisional())
            settled._note_lacking(settled._find_lacking())
            self._note_passed_over()
            return
        changed = self.filtered(lambda case: case.user_id != before[case])
        changed._check_competent(dict.fromkeys(changed, reason))

    def _get_choice(self, vals):
        """Who handles the cases until now, if somebody is chosen, and the reason."""
        if "user_id" not in vals:
            return None, None
        return {case: case.user_id for case in self}, vals.get("competence_reason")

    def _check_competent(self, reasons):
        """Refuse handlers who do not hold what their case needs.

        :param dict reasons: by case, why a manager chose somebody who does not
        :raises ValidationError: naming the case, the person and what is lacking
        """
        lacking = self._find_lacking()
        is_manager = self.env.user.has_group(MANAGER) if lacking else False
        for case in lacking:
            is_given = bool((reasons.get(case) or "").strip())
            if not (self.env.su or (is_manager and is_given)):
                raise ValidationError(case._say_not_competent(lacking, is_manager))
        self._note_lacking(lacking, reasons)

    def _say_not_competent(self, lacking, is_manager):
        return self.env._(
            "%(who)s cannot handle “%(case)s”, which needs: %(competences)s. Choose "
            "somebody who holds it. %(otherwise)s",
            who=self.sudo().user_id.name,
            case=self.name,
            competences=self._say_lacking(lacking),
            otherwise=(
                self.env._(
                    "Where nobody else is there, choose the handler and write in "
                    "“Why all the same” why, before you save."
                )
                if is_manager
                else self.env._(
                    "Where nobody else is there, a complaint manager can allow it with "
                    "a reason."
                )
            ),
        )

    # ------------------------------------------------------------------
    # What the case says of it
    # ------------------------------------------------------------------

    def _note_lacking(self, lacking, reasons=None):
        """Say on cases what their handlers do not hold, and why they are chosen."""
        for case in lacking:
            case._log_note(
                self.env._(
                    "%(who)s does not hold what the case needs: %(competences)s",
                    who=case.sudo().user_id.name,
                    competences=case._say_lacking(lacking),
                ),
                (reasons or {}).get(case),
            )

    def _note_passed_over(self):
        """Say on cases why who is named for their category does not handle them."""
        named = {
            case: case.category_id.with_company(case.company_id)._get_goals()[2]
            for case in self.sudo()
            if case._get_needed_competences()
        }
        named = {
            case: user
            for case, user in named.items()
            if user and user != case.user_id and user not in case._get_partial_users()
        }
        lacking = self.sudo()._find_lacking(named) if named else {}
        for case in lacking:
            case._log_note(
                self.env._(
                    "%(who)s is named for such cases and does not hold: "
                    "%(competences)s",
                    who=named[case].name,
                    competences=case._say_lacking(lacking),
                ),
                case._say_who_instead(),
            )

    def _say_who_instead(self):
        """To whom the case went instead, in a sentence; as sudo."""
        if self.user_id:
            return self.env._("So it went to %s.", self.user_id.name)
        if self.team_id:
            return self.env._("So the team %s takes it up.", self.team_id.name)
        return self.env._("So somebody has to choose a handler.")
