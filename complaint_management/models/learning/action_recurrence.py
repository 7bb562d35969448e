# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""It came back: a case with the same cause, after the action was done (R143).

Whoever the customer is. Flagged on the case, on the action and in the managers' lists;
somebody looks at it, once for each time that the action was done.
"""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

CASES = "complaint.complaint"
CAME_BACK = "complaint_management.mail_activity_type_action_came_back"
# What was not a complaint of its own does not come back; nor does what we found.
NO_CASE = ("merged", "spam")


class ComplaintAction(models.Model):
    _inherit = "complaint.action"

    recurrence_ids = fields.Many2many(
        comodel_name="complaint.complaint",
        relation="complaint_action_recurrence_rel",
        column1="action_id",
        column2="complaint_id",
        string="Came Back In",
        readonly=True,
        copy=False,
        # Who may not know of one of them must not find the action by it.
        groups=fields.NO_ACCESS,
        help="Cases with one of its causes that came in after it was done.",
    )
    recurrence_count = fields.Integer(
        string="Times It Came Back", compute="_compute_recurrence_count"
    )
    has_come_back = fields.Boolean(
        string="Came Back",
        compute="_compute_recurrence_count",
        search="_search_has_come_back",
    )
    date_recurrence_told = fields.Date(
        readonly=True, copy=False, export_string_translation=False
    )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"recurrence_ids", "date_recurrence_told"}

    # ------------------------------------------------------------------
    # What is seen
    # ------------------------------------------------------------------

    @api.depends("recurrence_ids")
    @api.depends_context("uid")
    def _compute_recurrence_count(self):
        """All of them, but for those that the reader may not know of."""
        groups = self._group_recurrences([("recurrence_action_ids", "in", self.ids)])
        counts = {action.id: count for action, count in groups}
        for action in self:
            action.recurrence_count = counts.get(action._origin.id, 0)
            action.has_come_back = bool(action.recurrence_count)

    @api.model
    def _search_has_come_back(self, operator, value):
        if operator != "in":
            return NotImplemented
        groups = self._group_recurrences([("recurrence_action_ids", "!=", False)])
        # Odoo's pivots show nothing, and not 0, where a domain can hold for nothing.
        return Domain("id", "in", [action.id for action, _count in groups] or [0])

    @api.model
    def _group_recurrences(self, domain):
        """How often actions came back, without what the reader may not know of.

        :return: list of (action, number of cases)
        """
        barred = self.env.user.sudo().barred_complaint_ids.ids
        cases_sudo = self.env[CASES].sudo().with_context(active_test=False)
        return cases_sudo._read_group(
            Domain(domain)
            & Domain("id", "not in", barred)
            & Domain("cancel_reason", "not in", NO_CASE),
            ["recurrence_action_ids"],
            ["__count"],
        )

    def action_view_recurrences(self):
        """Open the cases in which it came back, as far as the user may read them."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_complaint_action"
        )
        action.update(
            name=self.env._("Came back: %s", self.display_name),
            domain=[("recurrence_action_ids", "in", self.ids)],
            context={"active_test": False, "create": False},
            view_mode="list,form",
            views=[(False, "list"), (False, "form")],
        )
        action.pop("path", None)
        return action

    # ------------------------------------------------------------------
    # Finding them
    # ------------------------------------------------------------------

    @api.model
    def _get_daily_steps(self):
        """Once a day for what no case told of: causes and trees that were changed."""
        return [*super()._get_daily_steps(), ("_find_come_back", "_flag_come_back")]

    @api.model
    def _find_come_back(self):
        found = self._find_recurrences(SQL("TRUE"))
        return self.browse().union(*(action for action, _case in found))

    def _flag_come_back(self):
        self._keep_recurrences(
            self._find_recurrences(SQL("action.id IN %s", self._ids))
        )

    @api.model
    def _find_recurrences(self, condition):
        """Cases with a cause of an action, or one below, that came in after it was
        done; one query, whatever the number of cases and actions.

        :param condition: SQL on ``action`` and ``complaint``
        :return: list of (action, case) that are not known yet, as sudo
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT action.id, complaint.id
                  FROM complaint_action action
                  JOIN complaint_action_cause_rel rel ON rel.action_id = action.id
                  JOIN complaint_cause upper ON upper.id = rel.cause_id
                  JOIN complaint_cause lower
                    ON lower.parent_path LIKE upper.parent_path || '%%'
                  JOIN complaint_complaint complaint
                    ON complaint.cause_id = lower.id
                   AND complaint.company_id = action.company_id
                   AND complaint.date_received > action.date_done
                   AND complaint.kind = 'complaint'
                   AND complaint.is_found_by_us IS NOT TRUE
             LEFT JOIN complaint_action_recurrence_rel known
                    ON known.action_id = action.id
                   AND known.complaint_id = complaint.id
             LEFT JOIN complaint_action_case_rel led
                    ON led.action_id = action.id
                   AND led.complaint_id = complaint.id
                 WHERE action.state IN ('done', 'checked')
                   AND COALESCE(complaint.cancel_reason, '') NOT IN %s
                   AND known.action_id IS NULL
                   AND led.action_id IS NULL
                   AND %s
                """,
                NO_CASE,
                condition,
            )
        )
        actions, cases = self.sudo(), self.env[CASES].sudo()
        actions = actions.browse({action_id for action_id, _case_id in rows})
        cases = cases.browse({case_id for _action_id, case_id in rows})
        pairs = [
            (actions.browse(action_id), cases.browse(case_id))
            for action_id, case_id in rows
        ]
        return [(action, case) for action, case in pairs if action._is_before(case)]

    def _is_before(self, case):
        """Whether a case came in on a later day than it was done, where that was."""
        self.ensure_one()
        received = self.company_id._get_complaint_day_of(case.date_received)
        return received > self.date_done

    @api.model
    def _keep_recurrences(self, pairs):
        """Flag them, and have somebody look, once for each time that it was done.

        :param pairs: as ``_find_recurrences`` returns them
        """
        cases = self.env[CASES].sudo()
        found = {}
        for action, case in pairs:
            found[action] = found.get(action, cases) | case
        today = fields.Date.context_today(self)
        for action, new in found.items():
            link = fields.Command.link
            vals = {"recurrence_ids": [link(case.id) for case in new]}
            if not action.date_recurrence_told:
                open_ = new.filtered(lambda case: case.identity_mode == "named")
                if open_:
                    vals["date_recurrence_told"] = today
                    action._plan_look_back(open_)
                else:
                    action._tell_to_look_back(new)
            action._write_sealed(vals)

    def _plan_look_back(self, cases):
        """Ask who checked it, else who owns it, to look at what came back.

        The task names no case: whoever may read one finds it on the action.

        :param cases: what came back, as sudo
        """
        user = self._find_who_looks_back(cases)
        if user:
            there = self.with_context(lang=user.lang, mail_activity_quick_update=True)
            there.activity_schedule(
                CAME_BACK, user_id=user.id, summary=there.env.ref(CAME_BACK).summary
            )

    def _tell_to_look_back(self, cases):
        """Tell one person that it came back in protected cases.

        A task would be seen by whoever reads the action, also by whom these cases are
        about (R153).

        :param cases: what came back, as sudo
        """
        self.ensure_one()
        user = self._find_who_looks_back(cases)
        if user:
            there = self.with_context(lang=user.lang or self.env.lang)
            summary = there.env.ref(CAME_BACK).summary
            there.message_notify(
                partner_ids=user.partner_id.ids,
                subject=f"{summary}: {self.name}",
                body=Markup("<p>%s</p><p>%s</p>") % (summary, there._get_html_link()),
                author_id=self.env.ref("base.partner_root").id,
            )

    def _find_who_looks_back(self, cases):
        """Who checked it, else who owns it or comes next; who may know of the cases.

        :param cases: what came back, as sudo
        :return: one ``res.users``, or nobody
        """
        self.ensure_one()
        people = self.checker_id | self.user_id | self._get_next_owners()
        able = self._filter_able(people)
        return able.filtered(lambda user: not user.barred_complaint_ids & cases)[:1]

    def _prepare_act_vals(self, name, given):
        """Once it is open again, what comes back after it was done is news again."""
        vals = super()._prepare_act_vals(name, given)
        if name in ("do", "reopen", "send_back"):
            vals["date_recurrence_told"] = False
        return vals

    def _after_act(self, name, given):
        result = super()._after_act(name, given)
        reopened = self.filtered(lambda action: action.state == "open")
        if reopened:
            reopened.sudo().activity_feedback([CAME_BACK])
        return result
