# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What an escalation rule does when it fires; a batch of cases at once."""

from collections import defaultdict

from markupsafe import Markup

from odoo import models
from odoo.fields import Domain
from odoo.tools import format_list


class ComplaintEscalationRule(models.Model):
    _inherit = "complaint.escalation.rule"

    def _fire_clocks(self, clocks, when, news):
        """Fire one rule for clocks whose moment has come, at most once each.

        :param clocks: running clocks, locked, as sudo
        :param datetime when: now, in UTC
        :param news: the ``News`` of the sweep
        """
        self.ensure_one()
        met_cases = self._filter_met(clocks.complaint_id)
        met = clocks.filtered(lambda clock: clock.complaint_id in met_cases)
        if self.trigger in ("share", "before"):
            # After a downtime: nobody is warned of what has happened already.
            met = met.filtered(lambda clock: clock.date_due > when)
        early = met.filtered(lambda clock: clock.date_due > when)
        ledger = clocks.env["complaint.clock.event"]
        ledger._record(clocks - met, "skipped", when, rule_id=self.id)
        ledger._record(early, "warned", when, rule_id=self.id)
        ledger._record(met - early, "escalated", when, rule_id=self.id)
        reasons = defaultdict(list)
        for clock in met:
            says = "_say_nearly_due" if clock in early else "_say_overdue"
            reasons[clock.complaint_id].append((clock, says))
        self._fire(met_cases & met.complaint_id, reasons, news)
        if met:
            self._propose_penalty(met)

    def _filter_met(self, complaints):
        """The cases that meet the conditions now, whatever they met before."""
        self.ensure_one()
        met = complaints
        if self.severity:
            met = met.filtered(lambda case: (case.severity or "0") >= self.severity)
        if self.domain and met:
            domain = self._get_domain() & Domain("id", "in", met.ids)
            found = met.with_context(active_test=False).search(domain)
            met &= found.with_env(met.env)
        return met

    def _fire(self, complaints, reasons, news):
        """Do for the cases what the rule says, and tell it in their chatter.

        :param complaints: the cases, as sudo
        :param dict reasons: of case and list of reasons; see ``News.tell``
        :param news: the ``News`` of the sweep
        """
        if not complaints:
            return
        rule = self.sudo()
        people = {}
        if rule._needs_people():
            people = rule._get_recipients(complaints)
        done = defaultdict(list)
        for act in (
            rule._act_notify,
            rule._act_schedule,
            rule._act_raise_severity,
            rule._act_reassign,
            rule._act_run_action,
        ):
            for complaint, text in act(complaints, people, reasons, news).items():
                done[complaint].append(text)
        name = rule.with_env(complaints.env).name
        for complaint in complaints:
            for reason in reasons[complaint]:
                news.note(complaint, reason)
            if done[complaint]:
                acts = Markup(", ").join(done[complaint])
                news.note(complaint, Markup("<b>%s</b>: %s") % (name, acts))

    # ------------------------------------------------------------------
    # The acts: each returns what it did, by case
    # ------------------------------------------------------------------

    def _act_notify(self, complaints, people, reasons, news):
        if not self.do_notify:
            return {}
        told = {**people, **self._get_stand_ins(complaints, people)}
        for complaint in complaints:
            for user in told[complaint]:
                for reason in reasons[complaint]:
                    news.tell(user, complaint, reason)
        return {
            complaint: (
                complaints.env._("told %s", self._join_names(told[complaint]))
                if told[complaint]
                else complaints.env._("nobody here could be told")
            )
            for complaint in complaints
        }

    def _act_schedule(self, complaints, people, reasons, news):
        if not self.activity_type_id:
            return {}
        # One task a case and person, however many rules ask for it.
        planned = self._get_planned(complaints)
        cases_by_user = defaultdict(complaints.browse)
        for complaint in complaints:
            for user in people[complaint]:
                if (complaint.id, user.id) not in planned:
                    cases_by_user[user] |= complaint
        for user, cases in cases_by_user.items():
            cases.activity_schedule(
                activity_type_id=self.activity_type_id.id, user_id=user.id
            )
        activity = self.activity_type_id.with_env(complaints.env).name
        return {
            complaint: complaints.env._(
                "planned “%(activity)s” for %(people)s",
                activity=activity,
                people=self._join_names(called),
            )
            for complaint in complaints
            if (
                called := people[complaint].filtered(
                    lambda user, case=complaint: case in cases_by_user.get(user, ())
                )
            )
        }

    def _get_planned(self, complaints):
        """Who has the task of the rule already, as pairs of case id and user id."""
        tasks = (
            self.env["mail.activity"]
            .sudo()
            .search_fetch(
                [
                    ("res_model", "=", complaints._name),
                    ("res_id", "in", complaints.ids),
                    ("activity_type_id", "=", self.activity_type_id.id),
                ],
                ["res_id", "user_id"],
            )
        )
        return {(task.res_id, task.user_id.id) for task in tasks}

    def _act_raise_severity(self, complaints, people, reasons, news):
        if not self.severity_to:
            return {}
        lower = complaints.filtered(
            lambda case: (case.severity or "0") < self.severity_to
        )
        # The note says it; tracked, each case would be told of on its own.
        lower.with_context(mail_notrack=True).write({"severity": self.severity_to})
        field = complaints._fields["severity"]
        label = dict(field._description_selection(complaints.env))[self.severity_to]
        text = complaints.env._("raised the severity to “%s”", label)
        return dict.fromkeys(lower, text)

    def _act_reassign(self, complaints, people, reasons, news):
        """Hand over to the first who is at the desk, or else not on leave."""
        if not self.reassign:
            return {}
        env = complaints.env
        everybody = env["res.users"].union(*people.values(), complaints.user_id)
        on_leave, offline = self._get_away(everybody)
        done, cases_by_user = {}, defaultdict(complaints.browse)
        for complaint in complaints:
            here = people[complaint] - on_leave
            after = (here - offline)[:1] or here[:1]
            before = complaint.user_id
            if not after:
                done[complaint] = env._("found nobody present to hand the case to")
            elif after != before:
                cases_by_user[after] |= complaint
                done[complaint] = self._say_handed(before, after, on_leave | offline)
        for user, cases in cases_by_user.items():
            cases.with_context(mail_auto_subscribe_no_notify=self.do_notify).write(
                {"user_id": user.id}
            )
        return done

    def _say_handed(self, before, after, away):
        env = before.env
        if not before:
            return env._("gave the case to %s", after.name)
        values = {"before": before.name, "after": after.name}
        if not before.active:
            return env._(
                "handed the case from %(before)s, who has left, to %(after)s", **values
            )
        if before in away:
            return env._(
                "handed the case from %(before)s, who is absent, to %(after)s", **values
            )
        return env._("handed the case from %(before)s to %(after)s", **values)

    def _act_run_action(self, complaints, people, reasons, news):
        """Run the server action with the rights of the owner, not with all rights."""
        action = self.action_server_id
        if not action:
            return {}
        env, owner = complaints.env, self.user_id
        name = action.with_env(env).name
        own = complaints.with_user(owner)._filtered_access("write")
        if not owner.active and not owner._is_superuser():
            own = own.browse()
        if own:
            action.with_user(owner).with_context(
                active_model=complaints._name, active_ids=own.ids, active_id=own[0].id
            ).run()
        return {
            complaint: (
                env._("ran “%s”", name)
                if complaint.id in own.ids
                else env._(
                    "did not run “%(action)s”, as %(owner)s may not change the case",
                    action=name,
                    owner=owner.name,
                )
            )
            for complaint in complaints
        }

    def _propose_penalty(self, clocks):
        """Called with the clocks the rule fired for; extensions propose here who
        is to answer for the delay. A person decides.

        :param clocks: running clocks, as sudo
        """

    @staticmethod
    def _join_names(users):
        return format_list(users.env, users.mapped("name"))
