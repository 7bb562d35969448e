# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a move asks for: where the case stands, who acts, and what is filled in."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_datetime, format_list, is_html_empty

from ...tools.case.still_missing import StillMissingError
from .life_cycle import CANCEL_REASONS, MANAGER, OFFICER, OPEN_STATES, ORDER, USER

# So many are named of those who may decide, the nearest first.
MOST_NAMES = 3


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _is_at_source(self, transition):
        """Whether the case stands where ``transition`` starts."""
        self.ensure_one()
        return (
            self.kind in transition.kinds
            and self.state in transition.sources
            and transition.decision in (None, self.decision_state)
        )

    def _can_skip_to(self, transition):
        """Whether a manager may skip the steps between here and ``transition``.

        Skipping goes forward only, and only for work on an open case.
        """
        self.ensure_one()
        if not transition.forward or self.kind not in transition.kinds:
            return False
        if self._is_at_source(transition):
            return True
        target = transition.target_for(self.kind)
        return (
            bool(target)
            and self.state in OPEN_STATES
            and ORDER.index(self.state) < ORDER.index(target)
        )

    def _check_source(self, transition, override):
        """Refuse a move that does not start where the case stands."""
        states = dict(self._fields["state"]._description_selection(self.env))
        for complaint in self:
            possible = (
                complaint._can_skip_to(transition)
                if override
                else complaint._is_at_source(transition)
            )
            if not possible:
                raise UserError(
                    self.env._(
                        "“%(action)s” is not possible for %(case)s, which is "
                        "“%(state)s”. %(last)s",
                        action=self.env._(transition.label),
                        case=complaint.display_name,
                        state=states[complaint.state],
                        last=complaint._say_last_step(),
                    )
                )

    def _say_last_step(self):
        """Who moved the case here and when: who comes second reads what happened."""
        self.ensure_one()
        last = self.sudo().transition_ids.sorted("id")[-1:]
        if not last:
            return ""
        steps = dict(last._fields["name"]._description_selection(self.env))
        return self.env._(
            "The last step was “%(step)s”, by %(who)s on %(when)s.",
            step=steps[last.name],
            who=last.user_id.name,
            when=format_datetime(self.env, last.date, dt_format="short"),
        )

    def _is_actor(self, transition):
        """Whether the user has the group and the role that the move asks for."""
        self.ensure_one()
        user = self.env.user
        if self.env.su or user.has_group(OFFICER):
            return self.env.su or user.has_group(transition.group)
        if not user.has_group(transition.group):
            return False
        roles = {
            "anyone": user,
            "handler": self._get_handlers() or user,
            "investigator": self._get_workers() or user,
        }
        return user in roles[transition.actor]

    def _check_actor(self, transition):
        for complaint in self:
            if not complaint._is_actor(transition):
                handler = complaint.user_id if transition.group == USER else None
                raise AccessError(
                    self.env._(
                        "You may not do “%(action)s” on %(case)s. %(ask)s",
                        action=self.env._(transition.label),
                        case=complaint.display_name,
                        ask=complaint._say_whom_to_ask(handler or None),
                    )
                )

    def _get_partial_users(self):
        """Users who do not work on these cases, as they are not impartial.

        Nobody here; the rooms that know whom a case is about say who.
        """
        return self.env["res.users"]

    def _get_barred_deciders(self):
        """Users who approve nothing here, for the rooms as ``_get_partial_users``."""
        return self._get_partial_users()

    def _say_whom_to_ask(self, people=None):
        """Who may decide what the user may not, in a sentence.

        :param people: the ``res.users`` who may; by default who may approve
        """
        self.ensure_one()
        able = self._get_approvers() if people is None else people
        names = (able - self.env.user).sudo().mapped("name")[:MOST_NAMES]
        if not names:
            return self.env._(
                "Nobody else may at the moment: ask whoever gives rights to make "
                "somebody a complaint manager."
            )
        return self.env._("Ask %s.", format_list(self.env, names, style="or"))

    def _get_approvers(self):
        """Users who may approve, the nearest first; extend to limit authority."""
        self.ensure_one()
        barred = self._get_handlers() | self._get_barred_deciders()
        managers = (
            self.env.ref(MANAGER)
            .sudo()
            .all_user_ids.filtered(
                lambda user: (
                    user.active
                    and self.company_id in user.company_ids
                    and user not in barred
                )
            )
        )
        near = self.sudo().department_id.manager_id.user_id | self.team_id.user_id
        return (near & managers) | managers.sorted("id", reverse=True)

    # ------------------------------------------------------------------
    # What is missing
    # ------------------------------------------------------------------

    def _check_missing(self, transition, override, given):
        """Tell all that is missing, for all cases, in one message.

        :return: dict of case id to the gates that a manager passed, as text
        :raises StillMissingError: something is missing that nobody may pass, or
            that was not passed
        """
        passed, refused = {}, []
        for complaint in self:
            missing = complaint._describe_needs(transition.musts, given)
            gates = complaint._describe_needs(transition.needs, given)
            if override:
                passed[complaint.id] = "\n".join(gate["text"] for gate in gates)
            else:
                missing = gates + missing
            if missing:
                refused.append((complaint, missing))
        if override and self._check_need_reason(given):
            raise UserError(self.env._("An override needs a written reason."))
        if refused:
            raise StillMissingError(
                "\n\n".join(
                    self.env._(
                        "“%(action)s” is not possible yet for %(case)s:\n%(missing)s",
                        action=self.env._(transition.label),
                        case=case.display_name,
                        missing="\n".join(f"- {line['text']}" for line in missing),
                    )
                    for case, missing in refused
                ),
                [
                    {"id": case.id, "name": case.display_name, "needs": missing}
                    for case, missing in refused
                ],
            )
        return passed

    def _get_missing(self, needs, given=None):
        """What is missing of ``needs``, each in the user's words.

        A need is a field, or a method ``_check_need_<name>(given)`` that
        returns a sentence, or nothing when the need is met.

        :param dict given: reason and values that come with the move
        :return: list of sentences
        """
        self.ensure_one()
        missing = []
        for need in needs:
            check = getattr(self, f"_check_need_{need}", None)
            missing.append(
                check(given or {}) if check else self._check_need_field(need)
            )
        return [sentence for sentence in missing if sentence]

    @api.model
    def _get_gate_task_types(self):
        """Ids of the kinds of tasks that gates wait for; for the chapters."""
        return set()

    def _get_gates(self):
        """Open tasks that have to be done before these cases go on, as sudo."""
        return self.env["mail.activity"].sudo()

    def _is_accepted(self):
        """Whether the complainant accepted our answer; for the chapters."""
        self.ensure_one()
        return False

    def _check_need_field(self, fname):
        value = self[fname]
        empty = (
            is_html_empty(value) if self._fields[fname].type == "html" else not value
        )
        if empty:
            label = self._fields[fname]._description_string(self.env)
            return self.env._("Fill in “%(field)s”.", field=label)

    def _check_need_way_to_reach(self, given):
        reachable = (
            self.identity_mode != "named"
            or self.partner_id
            or self.email_from
            or self.phone
            or self.street
        )
        if not reachable:
            return self.env._(
                "Enter a way to reach the complainant: customer, email, phone or "
                "address."
            )

    def _check_need_impartial_investigator(self, given):
        if self.investigator_id in self._get_partial_users():
            return self.env._(
                "Choose another investigator: the complaint is about %(name)s, or "
                "about somebody whom they report to.",
                name=self.investigator_id.name,
            )

    def _check_need_reason(self, given):
        if not (given.get("reason") or "").strip():
            return self.env._("Write down the reason.")

    def _check_need_cancel_reason(self, given):
        if given.get("cancel_reason") not in dict(CANCEL_REASONS):
            return self.env._("Choose why the case is cancelled.")

    def _check_need_survivor(self, given):
        """A merged case names another one, in the same company, that goes on."""
        survivor = self.browse(given.get("merged_into_id") or [])
        if bool(survivor) != (given.get("cancel_reason") == "merged"):
            return self.env._("A merged case names the case that goes on.")
        survivor.check_access("read")
        if survivor and (
            survivor == self
            or survivor.state == "cancelled"
            or survivor.company_id != self.company_id
        ):
            return self.env._(
                "Choose another case of the same company that was not cancelled."
            )

    # ------------------------------------------------------------------
    # When
    # ------------------------------------------------------------------

    def _check_moment(self, when):
        """Keep the log in order: an act is not in the future, nor before the last."""
        now = fields.Datetime.now()
        for complaint in self:
            last = max(
                [complaint.date_received, *complaint.transition_ids.mapped("date")]
            )
            if not last <= when <= now:
                raise UserError(
                    self.env._(
                        "The time of the act on %(case)s must lie between the "
                        "last entry in its log and now.",
                        case=complaint.display_name,
                    )
                )

    @api.constrains("date_received")
    def _check_received_first(self):
        """Nothing happens to a case before it was received."""
        for complaint in self:
            first = complaint.transition_ids.sorted("id")[:1]
            if first and complaint.date_received > first.date:
                raise ValidationError(
                    self.env._(
                        "%(case)s was already being handled then: its receipt "
                        "cannot be later than the first entry in its log.",
                        case=complaint.display_name,
                    )
                )

    def _check_kind_changeable(self, vals):
        """A case keeps its kind once the work that the kind asks for began."""
        if "kind" not in vals:
            return
        for complaint in self:
            if vals["kind"] != complaint.kind and complaint.state not in (
                "new",
                "acknowledged",
            ):
                raise UserError(
                    self.env._(
                        "%(case)s is already being handled as it is. Its kind can "
                        "be changed until it is assessed.",
                        case=complaint.display_name,
                    )
                )
