# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who hears of a new alert, and what it starts."""

import logging

from markupsafe import Markup

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..case.life_cycle import OFFICER
from ..case.messages import wants_no_mail
from ..common.proof import Proof
from .acts import TASK
from .alert import ACCOUNTABILITY

_logger = logging.getLogger(__name__)
# Says that what is raised now is told all at once, later.
_BUNDLE = Proof("complaint_bundle_alerts")


def in_bundle(rule):
    """A rule whose alerts are told with those of other rules, by ``_tell_pending``."""
    return _BUNDLE.give(rule)


class ComplaintAlert(models.Model):
    _inherit = "complaint.alert"

    tell_pending = fields.Boolean(
        readonly=True, copy=False, export_string_translation=False
    )

    _tell_pending_idx = models.Index("(id) WHERE tell_pending IS TRUE")

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"tell_pending"}

    def _call(self):
        """Tell people of these alerts, once for all of them, and start what follows.

        Called as sudo, by the watch.
        """
        people = {alert: alert._find_people() for alert in self}
        for alert, users in people.items():
            alert._write_sealed(
                {"told_user_ids": [(4, user_id) for user_id in users.ids]}
            )
        if _BUNDLE.get(self.env):
            self._write_sealed({"tell_pending": True})
        else:
            self._tell(people)
        self._plan(people)
        for alert in self:
            alert._start()

    @api.model
    def _tell_pending(self):
        """One message to each reader about all that stood out tonight; as sudo.

        One spike raises an alert by category, by unit and altogether: each stays an
        alert, and nobody gets three mails. What was not told, as the server stopped in
        between, is told the next time.
        """
        pending = self.search([("tell_pending", "=", True)], order="id")
        pending = pending.try_lock_for_update(allow_referencing=True)
        pending = pending.filtered("tell_pending")
        # Who may know of it is asked now: it may have changed since.
        people = {alert: alert._find_people() for alert in pending}
        for reader in self.env["res.users"].union(*people.values()):
            try:
                with self.env.cr.savepoint():
                    pending._tell({alert: people[alert] & reader for alert in pending})
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                raise
            except Exception:
                _logger.warning("Early warnings: %s not told", reader, exc_info=True)
        pending._write_sealed({"tell_pending": False})

    def _find_people(self):
        """Whom the rule names for the alert, as far as they are here and may know.

        :return: ``res.users``; where nobody is left, whoever looks after complaints
        """
        self.ensure_one()
        rule = self.rule_id
        wanted = rule.user_ids | rule.group_id.all_user_ids
        if rule.to_department_head:
            wanted |= self._get_unit().manager_id.user_id
        users = self._filter_entitled(wanted)
        if users:
            return users
        company = self.company_id
        if self.is_personal:
            return self._filter_entitled(company._get_living_members(ACCOUNTABILITY))
        officers = self._filter_entitled(company._get_living_members(OFFICER))
        return officers or self._filter_entitled(company._get_complaint_people())

    def _filter_entitled(self, users):
        """Those who work here, and may know what it is about."""
        users = users.filtered(lambda user: user._works_in(self.company_id))
        if self.is_personal:
            return users.filtered(
                lambda user: (
                    user.has_group(ACCOUNTABILITY)
                    and user.partner_id != self.employee_id.user_id.partner_id
                )
            )
        if self.complaint_id:
            return users.filtered(
                lambda user: user._filter_readable_complaints(self.complaint_id.ids)
            )
        if self.rule_id.trigger == "again":
            cases = self._get_records().sudo().search(self._get_behind_domain())
            barred = cases._get_barred_partners()
            return users.filtered(lambda user: user.partner_id not in barred)
        return users

    def _get_unit(self):
        """The unit that the subject names, or that handles the case."""
        self.ensure_one()
        if self.complaint_id:
            return self.complaint_id.department_id
        subject = self._get_subject_record()
        if self.dimension == "department":
            return subject
        if self.dimension == "category" and subject:
            return subject.with_company(self.company_id)._get_inherited("department_id")
        return self.env["hr.department"]

    def _get_subject_record(self):
        """What stands out, as a record; empty when there is none."""
        if not self.subject_model or self.subject_model not in self.env:
            return self.env["complaint.category"]
        return self.env[self.subject_model].browse(self.subject_id).exists()

    def _get_task_owner(self, task):
        """Somebody else whom the rule names, and who may know."""
        return (self.sudo()._find_people() - task.user_id) or None

    # ------------------------------------------------------------------
    # What they get
    # ------------------------------------------------------------------

    def _tell(self, people):
        """One message for each reader, in their language, whatever the number."""
        if wants_no_mail(self.env):
            return
        told = {}
        for alert, users in people.items():
            for user in users:
                told[user] = told.get(user, self.browse()) | alert
        for user, alerts in told.items():
            alerts.with_context(lang=user.lang or self.env.lang)._notify_reader(user)

    def _notify_reader(self, user):
        as_reader = self.with_user(user).sudo()
        as_reader = as_reader.with_context(
            lang=self.env.lang, allowed_company_ids=user.company_ids.ids
        )
        # A message about many hangs on no case: nothing of it is forgotten with one.
        is_one = len(self) == 1
        lines = Markup().join(
            Markup("<li><a href='%s'>%s</a><br/>%s</li>")
            % (
                alert._notify_get_action_link("view"),
                alert.subject if is_one else alert.complaint_id.number or alert.subject,
                alert.sentence,
            )
            for alert in as_reader
        )
        subject = self.env._("Early warning: %s", as_reader[0].subject)
        if not is_one:
            subject = self.env._("Early warning: %s things stand out", len(self))
        place = self if is_one else self.env["mail.thread"]
        place.message_notify(
            subject=subject,
            body=Markup("<ul>%s</ul>") % lines,
            partner_ids=user.partner_id.ids,
            author_id=self.env.ref("base.partner_root").id,
        )

    def _plan(self, people):
        kind = self.env.ref(TASK, raise_if_not_found=False)
        if not kind:
            return
        for alert, users in people.items():
            if not alert.rule_id.do_plan:
                continue
            busy = alert.activity_ids.filtered(
                lambda task: task.activity_type_id == kind
            ).user_id
            for user in users - busy:
                alert.with_context(mail_activity_quick_update=True).activity_schedule(
                    TASK,
                    summary=kind.with_context(lang=user.lang).summary,
                    user_id=user.id,
                )

    def _start(self):
        """Run the server action of the rule, with the rights of its owner.

        What fails there stops no alert.
        """
        action, owner = self.rule_id.action_server_id, self.rule_id.owner_id
        if not action:
            return
        house = self.with_context(**self.company_id._get_complaint_voice()).env
        if not owner.active and not owner._is_superuser():
            self._message_log(
                body=house._(
                    "“%(action)s” was not run: %(name)s, whose rule it is, has left.",
                    action=action.name,
                    name=owner.name,
                )
            )
            return
        try:
            with self.env.cr.savepoint():
                action.with_user(owner).with_context(
                    active_model=self._name, active_ids=self.ids, active_id=self.id
                ).run()
        except Exception as error:
            _logger.info("The action of alert %s failed", self.id, exc_info=True)
            self._message_log(
                body=house._(
                    "“%(action)s” could not be run: %(error)s",
                    action=action.name,
                    error=str(error),
                )
            )
