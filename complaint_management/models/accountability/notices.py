# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who is told what about an entry: the person by mail and task, officers by task.

A mail says that there is something to read, and never what: mailboxes are seen by
others. Nobody but the person and the officers learns that there is an entry at all.
"""

from odoo import fields, models
from odoo.tools import format_date

from ..case.life_cycle import MANAGER
from ..case.messages import wants_no_mail
from .penalty import ACCOUNTABILITY

TEMPLATE = "complaint_management.mail_template_penalty"
READ = "complaint_management.mail_activity_type_penalty_read"
HAND_OVER = "complaint_management.mail_activity_type_penalty_hand_over"
DECIDE = "complaint_management.mail_activity_type_penalty_decide"
APPEAL = "complaint_management.mail_activity_type_penalty_appeal"


class ComplaintPenalty(models.Model):
    _inherit = "complaint.penalty"

    # ------------------------------------------------------------------
    # After each act
    # ------------------------------------------------------------------

    def _after_act_notify(self, reason):
        """Tell the person, who can answer now (R69)."""
        self._bring_word({entry: entry.date_statement_due for entry in self})

    def _after_act_state(self, reason):
        self._close_tasks(READ, HAND_OVER)
        self._ask_officers(DECIDE, "confirm")

    def _after_act_statement_over(self, reason):
        self._close_tasks(READ, HAND_OVER)
        self._ask_officers(DECIDE, "confirm")

    def _after_act_confirm(self, reason):
        """Tell the decision; what only undoes another entry is told with that one."""
        entries = self.sudo().filtered(lambda entry: not entry.reverses_id)
        entries = entries.with_env(self.env)
        entries._close_tasks(READ, HAND_OVER, DECIDE)
        entries._bring_word({entry: entry.date_appeal_due for entry in entries})

    def _after_act_dismiss(self, reason):
        """Tell those who knew of it; the others never learn that it was proposed."""
        self._close_tasks(READ, HAND_OVER, DECIDE)
        self._filter_told()._bring_word()

    def _after_act_appeal(self, reason):
        self._close_tasks(READ, HAND_OVER)
        self._tell_person()
        self._ask_officers(APPEAL, "uphold")

    def _after_act_uphold(self, reason):
        self._close_tasks(READ, HAND_OVER, APPEAL)
        self._bring_word()

    def _after_act_reduce(self, reason):
        self._after_act_uphold(reason)

    def _after_act_waive(self, reason):
        self._after_act_uphold(reason)

    def _after_act_finish(self, reason):
        self._close_tasks(READ, HAND_OVER)

    def _after_act_reverse(self, reason):
        self._bring_word()

    # ------------------------------------------------------------------
    # The person
    # ------------------------------------------------------------------

    def _get_employee_user(self):
        """The user the person works with, who can be reached; or nobody, as sudo.

        Who has an account of the portal only does not read entries.
        """
        self.ensure_one()
        return self.sudo().employee_id.user_id.filtered(
            lambda user: user.active and user._is_internal()
        )

    def _get_employee_email(self):
        """Where a mail reaches the person; or an empty string."""
        self.ensure_one()
        user = self._get_employee_user()
        return user.email or self.sudo().employee_id.work_email or ""

    def _get_employee_lang(self):
        """The language the person reads, else the company's."""
        self.ensure_one()
        employee = self.sudo().employee_id
        return (
            self._get_employee_user().lang
            or employee.work_contact_id.lang
            or self.company_id.sudo().partner_id.lang
            or self.env.lang
        )

    def _get_employee_timezone(self):
        """Time zone of the dates that the person reads."""
        self.ensure_one()
        company = self.company_id.sudo()
        return (
            self._get_employee_user().tz
            or company.partner_id.tz
            or company.resource_calendar_id.tz
            or "UTC"
        )

    def _filter_told(self):
        """Entries of which the person was told, so that they may read them."""
        return self.filtered("date_notified")

    # ------------------------------------------------------------------
    # What they are told
    # ------------------------------------------------------------------

    def _bring_word(self, until=None):
        """Write to the person, and let their tasks remind them.

        Who does not log in gets it from the officer who acts, on paper.

        :param dict until: moment in UTC by which an answer is possible, by entry
        """
        self._tell_person()
        users = {entry: entry._get_employee_user() for entry in self}
        days = {
            entry: entry._get_employee_day(moment)
            for entry, moment in (until or {}).items()
            if moment
        }
        with_account = self.filtered(lambda entry: users[entry])
        with_account._plan_tasks(READ, users, days)
        others = self - with_account
        if self.env.user.has_group(ACCOUNTABILITY):
            others._plan_tasks(HAND_OVER, dict.fromkeys(others, self.env.user))

    def _tell_person(self):
        """Send the person a mail that names nothing, and queue it (R69).

        The queue sends after the commit: nobody is told what did not happen.
        """
        if wants_no_mail(self.env):
            return
        reached = self.sudo().filtered(lambda entry: entry._get_employee_email())
        if not reached:
            return
        template = self.env.ref(TEMPLATE).sudo()
        template.send_mail_batch(
            reached.ids,
            email_layout_xmlid="mail.mail_notification_light",
            # On no record: who may read the entry reads no mails about it.
            email_values={"model": False, "res_id": False},
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _get_notice_sentences(self):
        """What the mail says, sentence by sentence, in the language of the reader.

        :return: list of str; no facts, no rule, no case
        """
        self.ensure_one()
        said = self._say_news()
        return said + [
            self.env._(
                "Only you and the people who keep these entries can see it. Your "
                "colleagues and our customers cannot."
            )
        ]

    def _say_news(self):
        """What is new about the entry, for the person."""
        self.ensure_one()
        if self.reversed_by_id:
            return [self.env._("An entry about your work no longer counts.")]
        if self.is_reward:
            return [
                self.env._("Good work of yours was noticed, and is written down."),
                self.env._("Thank you!"),
            ]
        return {
            "notified": [
                self.env._("There is an entry about your work. Nothing is decided."),
                self.env._(
                    "Please read it and tell your side by %s. Nobody decides before "
                    "you have spoken, or that day has passed.",
                    self._say_day(self.date_statement_due),
                ),
            ],
            "confirmed": [
                self.env._("There is a decision on an entry about your work."),
                self.env._(
                    "If you do not agree, you can appeal until %s. Somebody else "
                    "decides then.",
                    self._say_day(self.date_appeal_due),
                ),
            ],
            "dismissed": [
                self.env._(
                    "The entry about your work was dismissed. It does not count."
                )
            ],
            "appealed": [
                self.env._(
                    "Your appeal has arrived. Somebody decides on it who had no part "
                    "in the first decision."
                )
            ],
            "waived": [
                self.env._(
                    "An entry about your work was taken back: it does not count."
                )
            ],
        }.get(self.state, [self.env._("There is a decision on your appeal.")])

    def _say_day(self, moment):
        """A day in full, where and as the person reads it."""
        self.ensure_one()
        if not moment:
            return ""
        return format_date(self.env, self._get_employee_day(moment), date_format="full")

    def _get_employee_day(self, moment):
        """The day that a moment is for the person.

        :param datetime moment: in UTC
        """
        self.ensure_one()
        local = self.with_context(tz=self._get_employee_timezone())
        return fields.Datetime.context_timestamp(local, moment).date()

    def _get_employee_link(self):
        """The entry on the person's own screen; nothing for who cannot log in."""
        self.ensure_one()
        if not self._get_employee_user():
            return ""
        return f"{self.get_base_url()}/odoo/my-entries/{self.id}"

    # ------------------------------------------------------------------
    # Officers
    # ------------------------------------------------------------------

    def _ask_officers(self, kind_xmlid, act):
        """Give each entry to somebody who may decide on it.

        :param str kind_xmlid: type of the task
        :param str act: what is to be decided
        """
        self._plan_tasks(kind_xmlid, self._find_deciders(act))

    def _find_deciders(self, act):
        """For each entry an officer without a part in it, those with few tasks first.

        Where there is none, a complaint manager who may pass a conflict, and who is
        not the person.

        :param str act: "confirm" or "uphold"
        :return: dict of entry to user
        """
        found, left = {}, self
        passing = {}
        for officer in self._get_officers():
            mine = left.filtered(
                lambda entry, companies=officer.company_ids: (
                    entry.sudo().company_id in companies
                )
            ).with_user(officer)
            about = mine._filter_about(*mine._get_oneself())
            mine -= about.with_env(mine.env)
            barred = set(mine._get_conflicts(act)) if mine else set()
            for entry in mine.with_env(self.env):
                if entry.with_user(officer) not in barred:
                    found[entry] = officer
                elif officer.has_group(MANAGER):
                    passing.setdefault(entry, officer)
            left -= self.browse([entry.id for entry in found])
        return {**passing, **found}

    def _get_officers(self):
        """Active accountability officers, who has least to do first, as sudo."""
        group = self.env.ref(ACCOUNTABILITY).sudo()
        officers = group.all_user_ids.filtered("active")
        tasks = self.env["mail.activity"].sudo()
        counts = {
            user.id: count
            for user, count in tasks._read_group(
                [("res_model", "=", self._name), ("user_id", "in", officers.ids)],
                ["user_id"],
                ["__count"],
            )
        }
        return officers.sorted(lambda user: (counts.get(user.id, 0), user.id))

    def _get_task_owner(self, task):
        """Another officer without a part in the entry; of what is for the person
        alone, nobody."""
        kinds = {self.env.ref(READ): None, self.env.ref(DECIDE): "confirm"}
        kinds[self.env.ref(APPEAL)] = "uphold"
        act = kinds.get(task.activity_type_id, "")
        if act is None or not self:
            return self.env["res.users"]
        if act:
            return self._find_deciders(act).get(self, self.env["res.users"])
        officers = self._get_reviewing_officers(self.company_id)
        return officers.filtered(lambda user: not self._is_about(user))

    def _get_case_of_task(self):
        """No entry is told to who is responsible for the case."""
        return self.env["complaint.complaint"]

    def _close_tasks(self, *kind_xmlids):
        """Take away tasks that an act has done with."""
        self._search_tasks(kind_xmlids).unlink()

    # ------------------------------------------------------------------
    # On paper
    # ------------------------------------------------------------------

    def _move(self, act, vals, reason=None, passed=None):
        """Let the log say when an officer wrote down what the person said."""
        if act in ("state", "appeal") and not self._filter_about(*self._get_oneself()):
            paper = self.env._("Given on paper, and written down by an officer.")
            reason = f"{reason}\n{paper}" if reason else paper
        return super()._move(act, vals, reason, passed)
