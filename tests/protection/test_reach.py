# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Of a protected case nothing reaches who may not read it: no task, mail or notice."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .accused_common import AccusedCase

CASE = "complaint.complaint"
TODO = "mail.mail_activity_data_todo"


@tagged("post_install", "-at_install")
class TestReach(AccusedCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_protected(name="SECRETSUBJECT", user_id=cls.handler.id)
        cls.barred = cls.accused | cls.boss
        cls.strangers = cls.barred | cls.outsider
        cls.env.flush_all()
        cls.env.cr.precommit.run()

    def _prepare_task(self, user, case=None, **vals):
        return {
            "res_model_id": self.env["ir.model"]._get_id(CASE),
            "res_id": (case or self.case).id,
            "activity_type_id": self.env.ref(TODO).id,
            "user_id": user.id,
            **vals,
        }

    def _assert_unreached(self, users=None):
        """Nothing with the number or the subject is theirs."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        users = users or self.strangers
        partners = users.partner_id
        self.assertFalse(
            self.env["mail.activity"].search(
                [
                    ("res_model", "=", CASE),
                    ("res_id", "=", self.case.id),
                    ("user_id", "in", users.ids),
                ]
            )
        )
        self.assertFalse(self.case.message_partner_ids & partners)
        messages = (
            self.env["mail.message"]
            .sudo()
            .search([("model", "=", CASE), ("res_id", "=", self.case.id)])
        )
        self.assertFalse(messages.partner_ids & partners)
        self.assertFalse(messages.notification_ids.res_partner_id & partners)
        mails = self.env["mail.mail"].sudo().search([])
        for mail in mails.filtered(
            lambda mail: (
                self.case.number in f"{mail.subject} {mail.body_html}"
                or "SECRETSUBJECT" in f"{mail.subject} {mail.body_html}"
            )
        ):
            self.assertFalse(mail.recipient_ids & partners)
            for address in partners.mapped("email"):
                self.assertNotIn(address, f"{mail.email_to} {mail.email_cc}")

    # ------------------------------------------------------------------
    # Tasks
    # ------------------------------------------------------------------

    def test_no_task(self):
        """Refused to whoever gives it, in words that tell nothing more (R153)."""
        tasks = self._with_mail(self.env["mail.activity"].with_user(self.handler))
        own = tasks.create(self._prepare_task(self.handler))
        for user in self.strangers:
            with self.subTest(user=user.login):
                for give in (
                    lambda user=user: tasks.create(self._prepare_task(user)),
                    lambda user=user: own.write({"user_id": user.id}),
                    lambda user=user: self.case.with_user(
                        self.handler
                    ).activity_schedule(TODO, user_id=user.id, automated=False),
                ):
                    with self._assert_refused("may not know of this"):
                        give()
        self._assert_unreached()

    def test_words_tell_no_more_than_was_known(self):
        """The same words about who is complained about and about anybody else."""
        words = set()
        for user in self.strangers:
            with self.assertRaises(UserError) as refused:
                self.env["mail.activity"].with_user(self.handler).create(
                    self._prepare_task(user)
                )
            words.add(str(refused.exception).replace(user.name, "X"))
        self.assertEqual(len(words), 1)
        self.assertNotIn(self.case.number, words.pop())

    def test_no_task_moved_to_it(self):
        """A task on something else does not become one on the case."""
        other = self._create_case()
        task = (
            self.env["mail.activity"]
            .with_user(self.officer)
            .create(self._prepare_task(self.accused, other))
        )
        with self._assert_refused("may not know of this"):
            task.res_id = self.case.id

    def test_what_is_planned_by_itself_goes_to_somebody_else(self):
        """The product's own tasks are not lost (R153)."""
        tasks = self._with_mail(self.case).activity_schedule(TODO, user_id=self.boss.id)
        self.assertEqual(tasks.user_id, self.handler)
        self._assert_unreached()

    def test_no_plan(self):
        """A plan that names them, and the dialog that gives tasks (R153)."""
        plan = self.env["mail.activity.plan"].create(
            {
                "name": "Plan",
                "res_model": CASE,
                "template_ids": [
                    (
                        0,
                        0,
                        {
                            "activity_type_id": self.env.ref(TODO).id,
                            "responsible_type": "other",
                            "responsible_id": self.boss.id,
                            "summary": "SECRETTASK",
                        },
                    )
                ],
            }
        )
        dialogs = self.env["mail.activity.schedule"].with_user(self.handler)
        for vals, confirm in (
            ({"plan_id": plan.id}, "action_schedule_plan"),
            (
                {
                    "activity_type_id": self.env.ref(TODO).id,
                    "activity_user_id": self.accused.id,
                },
                "action_schedule_activities",
            ),
        ):
            dialog = dialogs.with_context(
                active_model=CASE, active_ids=self.case.ids
            ).create({"res_model": CASE, "res_ids": str(self.case.ids), **vals})
            with self._assert_refused("may not know of this"):
                getattr(dialog, confirm)()
        self._assert_unreached()

    def test_named_cases_are_as_usual(self):
        """Who may read a case about themselves may be asked for their statement."""
        named = self._create_named()
        task = self.env["mail.activity"].create(self._prepare_task(self.accused, named))
        self.assertEqual(task.user_id, self.accused)

    # ------------------------------------------------------------------
    # Notices and mails
    # ------------------------------------------------------------------

    def test_no_notice(self):
        """By mention, notification, following or a change of a message (R153)."""
        case = self._with_mail(self.case.with_user(self.handler))
        pids = self.barred.partner_id.ids
        message = case.message_post(
            body="Look", partner_ids=pids, message_type="comment"
        )
        case.message_notify(body="Look", subject="SECRETSUBJECT", partner_ids=pids)
        case.env["mail.thread"].message_notify(
            body="Look",
            subject="SECRETSUBJECT",
            partner_ids=pids,
            model=CASE,
            res_id=case.id,
        )
        case.message_subscribe(pids)
        case._message_update_content(message, body="Look again", partner_ids=pids)
        self._assert_unreached(self.barred)

    def test_no_mail_of_a_template(self):
        """A template, or a server action with it, asks nobody (R153)."""
        template = self.env["mail.template"].create(
            {
                "name": "To all",
                "model_id": self.env["ir.model"]._get_id(CASE),
                "subject": "{{ object.number }} {{ object.name }}",
                "body_html": "<p>SECRETSUBJECT</p>",
                "use_default_to": False,
                "email_to": f"{self.boss.email},other@example.com",
                "partner_to": ",".join(map(str, self.barred.partner_id.ids)),
            }
        )
        mail = self.env["mail.mail"].browse(template.send_mail(self.case.id))
        self.assertIn("other@example.com", mail.email_to)
        template.email_to = self.boss.email
        mail = self.env["mail.mail"].browse(template.send_mail(self.case.id))
        self.assertEqual(mail.state, "cancel")
        self._assert_unreached(self.barred)

    def test_no_server_action(self):
        """Tasks and followers of server actions (R153)."""
        model = self.env["ir.model"]._get_id(CASE)
        for vals in (
            {
                "state": "next_activity",
                "activity_type_id": self.env.ref(TODO).id,
                "activity_user_type": "specific",
                "activity_user_id": self.boss.id,
            },
            {"state": "followers", "partner_ids": [(6, 0, self.barred.partner_id.ids)]},
        ):
            action = self.env["ir.actions.server"].create(
                {"name": "Act", "model_id": model, **vals}
            )
            action.with_context(
                active_model=CASE, active_id=self.case.id, active_ids=self.case.ids
            ).run()
        self._assert_unreached(self.barred)

    # ------------------------------------------------------------------
    # Handing the case over
    # ------------------------------------------------------------------

    def test_not_given_to_them(self):
        """And so not told to them (R153)."""
        for fname in ("user_id", "investigator_id"):
            for user in self.accused | self.boss | self.dependent:
                with self.subTest(field=fname, user=user.login):
                    with self.assertRaises(UserError):
                        with self.env.cr.savepoint():
                            self._with_mail(self.case.with_user(self.officer)).write(
                                {fname: user.id}
                            )
                            self.env.flush_all()
        self._assert_unreached(self.barred)
