# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the tests of surveys share."""

import re
from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time

from ..common import ComplaintCase, without_commits


class PollCase(ComplaintCase):
    """A company with customers who had a case, and with employees in two units."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Poll = cls.env["complaint.poll"]
        cls.Invitation = cls.env["complaint.poll.invitation"]
        cls.Rating = cls.env["rating.rating"]
        cls.today = fields.Date.today()

    @classmethod
    def _create_poll(cls, user=None, **vals):
        polls = cls.Poll.with_user(user or cls.manager)
        return polls.create(
            {
                "name": "Our customers",
                "company_id": cls.company.id,
                "cooldown_days": 0,
                **vals,
            }
        ).with_env(cls.env)

    @classmethod
    def _create_customers(cls, *names, case=True, **vals):
        """Contacts, each with a case of theirs."""
        customers = cls.env["res.partner"].create(
            [
                {
                    "name": name,
                    "email": f"{name.lower()}@example.com",
                    "lang": "en_US",
                    **vals,
                }
                for name in names
            ]
        )
        if case:
            for customer in customers:
                cls._create_case(partner_id=customer.id, email_from=False)
        return customers

    @classmethod
    def _create_employees(cls, count, department=None):
        department = department or cls.department
        return cls.env["hr.employee"].create(
            [
                {
                    "name": f"{department.name} {number}",
                    "work_email": f"{department.name}{number}@example.org".lower(),
                    "department_id": department.id,
                    "company_id": cls.company.id,
                }
                for number in range(count)
            ]
        )

    def _run_job(self, days=0, seconds=()):
        """The job some days later, without its commits."""
        self.env.flush_all()
        with (
            freeze_time(fields.Datetime.now() + timedelta(days=days)),
            without_commits(self.env, seconds),
        ):
            self.Poll._cron_run()
        self.env.invalidate_all()

    def _send_out(self, poll=None, **vals):
        """A survey that has just gone out; its round."""
        poll = poll or self._create_poll(**vals)
        poll.with_user(self.manager).action_start()
        self._run_job()
        return poll.round_ids

    def _get_invitations(self, asked, partner=None):
        domain = [("round_id", "=", asked.id)]
        if partner:
            domain.append(("partner_id", "=", partner.id))
        return self.Invitation.search(domain)

    def _get_mails(self, asked):
        invitations = self._get_invitations(asked)
        return self.env["mail.mail"].search(
            [("model", "=", invitations._name), ("res_id", "in", invitations.ids)]
        )

    def _get_token(self, invitation):
        """What stands in the link of the mail, and nowhere else."""
        mail = self._get_mails(invitation.round_id).filtered(
            lambda mail: mail.res_id == invitation.id
        )
        return re.search(r"/complaints/ask/([\w-]+)\?", mail.body_html)[1]

    def _answer(self, asked, *scores, comment=""):
        """So many of those who were asked, each with a score."""
        invitations = self._get_invitations(asked).filtered(
            lambda one: one.state == "asked" and not one.is_answered
        )
        for invitation, score in zip(invitations, scores, strict=False):
            token = self._get_token(invitation)
            found = self.Invitation._find_by_token(token)
            found._answer(token, str(score), comment)
        self.env.invalidate_all()
