# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models

CASES = "complaint.complaint"
# What decides whether somebody can work on the cases of a company.
WORK_FIELDS = {"active", "group_ids", "company_ids"}


class ResUsers(models.Model):
    """Who leaves hands over: their cases, and what they had to do on cases.

    Odoo deletes the tasks of who is archived or deleted.
    """

    _inherit = "res.users"

    def _is_living(self):
        """Whether this is a person of the staff who is still here; nobody is none."""
        if not self:
            return False
        self.ensure_one()
        return self.active and not self.share and self.id != SUPERUSER_ID

    def _filter_readable_complaints(self, ids):
        """Which of these cases the user may read, in all their companies.

        :param ids: ids of cases
        :return: list of ids
        """
        cases = self.env[CASES].with_user(self).browse(ids)
        return (
            cases.with_context(allowed_company_ids=self.company_ids.ids)
            ._filtered_access("read")
            .ids
        )

    def _works_in(self, company):
        """Whether this is somebody who can work on cases of a company."""
        return self._is_living() and company in self.company_ids

    def _get_on_leave(self):
        """Those who are on leave at the moment, as their calendars say."""
        if not self:
            return self
        now = fields.Datetime.now()
        leaves_sudo = self.env["resource.calendar.leaves"].sudo()
        return leaves_sudo.search(
            [
                ("resource_id.user_id", "in", self.ids),
                ("time_type", "=", "leave"),
                ("date_from", "<=", now),
                ("date_to", ">", now),
            ]
        ).resource_id.user_id.with_env(self.env)

    # ------------------------------------------------------------------
    # Leaving
    # ------------------------------------------------------------------

    def write(self, vals):
        result = super().write(vals)
        if WORK_FIELDS & set(vals):
            self._hand_over_complaints()
        return result

    def action_archive(self):
        """Keep what there is to do on cases: Odoo deletes what who leaves had to do."""
        tasks_sudo = self._search_complaint_tasks()
        tasks_sudo.user_id = False
        result = super().action_archive()
        # Some are gone with what they were about.
        tasks_sudo = tasks_sudo.exists()
        tasks_sudo._hand_over_tasks()
        # What only they could do ends with them.
        tasks_sudo.filtered(lambda task: not task.user_id).unlink()
        return result

    @api.ondelete(at_uninstall=False)
    def _hand_over_before_unlink(self):
        """Odoo deletes the tasks of who is deleted; who handles a case is not (R39)."""
        tasks_sudo = self._search_complaint_tasks()
        if tasks_sudo:
            # Not by ``write``, which hands over cases: they keep who works on them.
            self._write({"active": False})
            self.invalidate_recordset(["active"])
            tasks_sudo.exists()._hand_over_tasks()

    def _hand_over_complaints(self):
        """Give open cases and tasks of who cannot work on them any more to others."""
        users_sudo = self.sudo()
        cases_sudo = self.env[CASES].sudo()._search_handled_by(users_sudo)
        cases_sudo._hand_over_from(users_sudo)
        gone = users_sudo.filtered(lambda user: not user._is_living())
        gone._search_complaint_tasks()._hand_over_tasks()

    def _search_complaint_tasks(self):
        """What these users have to do on documents of ours, as sudo."""
        tasks_sudo = self.env["mail.activity"].sudo()
        if not self:
            return tasks_sudo
        return tasks_sudo.search(
            [("user_id", "in", self.ids), ("res_model", "=like", "complaint.%")]
        )


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _search_handled_by(self, users):
        """Cases that have not ended and are theirs to work on."""
        return self.with_context(active_test=False).search(
            [
                ("state", "not in", ("closed", "cancelled")),
                "|",
                "|",
                ("user_id", "in", users.ids),
                ("investigator_id", "in", users.ids),
                ("backup_user_id", "in", users.ids),
            ]
        )

    def _hand_over_from(self, users):
        """Give cases of people who cannot work on them to who is responsible; as sudo.

        :param users: who may have left
        """
        left = {
            case: (users & case._get_workers()).filtered(
                lambda user, case=case: not user._works_in(case.company_id)
            )
            for case in self
        }
        self.filtered(left.get)._hand_over_to_responsible(left)

    def _hand_over_to_responsible(self, left=None):
        """Write on cases who handles and investigates them now; called as sudo.

        :param dict left: by case, who cannot work on it; by default nobody handles them
        """
        quiet = self.with_context(mail_auto_subscribe_no_notify=True)
        if left:
            quiet.filtered(
                lambda case: case.backup_user_id in left[case]
            ).backup_user_id = False
            quiet = quiet.filtered(
                lambda case: (case.user_id | case.investigator_id) & left[case]
            )
        for user, cases in quiet.grouped(quiet._get_responsible().get).items():
            handled = cases.filtered(
                lambda case: not left or case.user_id in left[case]
            )
            handled.user_id = user
            if left:
                cases.filtered(
                    lambda case: case.investigator_id in left[case]
                ).investigator_id = user
            if user:
                cases._tell_handed_over(user)

    def _tell_handed_over(self, user):
        """Tell, once for all of them, who has more to do now; as sudo."""
        if self.env.context.get("tracking_disable"):
            return
        lines = Markup("").join(
            Markup("<li>%s</li>") % case._get_html_link() for case in self
        )
        there = self.with_context(lang=user.lang or self.env.lang)
        self.env["mail.thread"].sudo().message_notify(
            partner_ids=user.partner_id.ids,
            subject=there.env._("%s cases were handed over to you", len(self)),
            body=Markup("<p>%s</p><ul>%s</ul>")
            % (
                there.env._(
                    "Who worked on them has left, or works elsewhere. They are yours "
                    "until somebody else takes them over."
                ),
                lines,
            ),
            email_layout_xmlid="mail.mail_notification_layout",
        )
