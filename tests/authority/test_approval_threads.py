# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two people decide at once, on two real connections.

What is written here is committed, and removed again at the end.
"""

import threading
from contextlib import contextmanager

from odoo import api
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.complaint_management.models.case.messages import NO_MAIL

MANAGER = "complaint_management.group_complaint_manager"
USER = "complaint_management.group_complaint_user"
# Seconds after which something hangs.
PATIENCE = 60


@tagged("post_install", "-at_install")
class TestTwoApprovals(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls._connect() as env:
            cls._set_up_case(env)
        cls.addClassCleanup(cls._clean_up)

    @classmethod
    @contextmanager
    def _connect(cls, uid=None):
        """A transaction of its own that is committed at the end."""
        with cls.registry.cursor() as cr:
            yield api.Environment(
                cr, uid or api.SUPERUSER_ID, {"complaint_no_mail": NO_MAIL}
            )

    @classmethod
    def _set_up_case(cls, env):
        handler = new_test_user(env, "threads_handler", groups=USER)
        deciders = [new_test_user(env, f"threads_{n}", groups=MANAGER) for n in "ab"]
        cls.last_message = env["mail.message"].search([], order="id desc", limit=1).id
        cls.user_ids = [handler.id, *(user.id for user in deciders)]
        cls.handler_id, *cls.decider_ids = cls.user_ids
        case = env["complaint.complaint"].create(
            {
                "name": "Two at once",
                "partner_name": "Li",
                "user_id": handler.id,
                "finding": "<p>The meters were swapped.</p>",
            }
        )
        cls.case_id = case.id

    @classmethod
    def _clean_up(cls):
        with cls._connect() as env:
            env.cr.execute(
                "DELETE FROM mail_activity WHERE user_id = ANY(%s)", [cls.user_ids]
            )
            env.cr.execute(
                "DELETE FROM mail_activity WHERE res_model = 'complaint.complaint'"
                " AND res_id = %s",
                [cls.case_id],
            )
            env.cr.execute(
                "DELETE FROM complaint_remedy WHERE complaint_id = %s", [cls.case_id]
            )
            env.cr.execute(
                "DELETE FROM complaint_complaint WHERE id = %s", [cls.case_id]
            )
            env.cr.execute("DELETE FROM mail_message WHERE id > %s", [cls.last_message])
            env.cr.execute(
                "DELETE FROM mail_followers WHERE res_model = 'complaint.complaint'"
                " AND res_id = %s",
                [cls.case_id],
            )
            env.invalidate_all()
            users = env["res.users"].browse(cls.user_ids)
            partners = users.partner_id
            users.unlink()
            partners.unlink()

    def setUp(self):
        super().setUp()
        with self._connect(self.handler_id) as env:
            case = env["complaint.complaint"].browse(self.case_id)
            case.remedy_ids.unlink()
            type_ = env.ref("complaint_management.remedy_type_refund")
            line = env["complaint.remedy"].create(
                {"complaint_id": case.id, "type_id": type_.id, "amount": 900}
            )
            case.action_ask_approval()
            self.approval_id = line.approval_id.id
            self.line_id = line.id

    def _read(self, fname, model="complaint.approval"):
        with self._connect() as env:
            id_ = self.approval_id if "approval" in model else self.line_id
            return env[model].browse(id_)[fname]

    def test_the_second_is_told_while_the_first_decides(self):
        """R191: the first one holds the row; the second is told, and waits for none."""
        first, second = self.decider_ids
        with self._connect(first) as env:
            env["complaint.approval"].browse(self.approval_id).action_approve()
            with (
                self.assertRaises(UserError) as told,
                self._connect(second) as other,
            ):
                other["complaint.approval"].browse(self.approval_id).action_send_back(
                    "Too much"
                )
        self.assertIn("Somebody else decides", str(told.exception))
        self.assertEqual(self._read("state"), "approved")

    @mute_logger("odoo.sql_db")
    def test_both_began_before_either_decided(self):
        """The second one saw it open; it is tried again, and told who was first."""
        first, second = self.decider_ids
        with self.registry.cursor() as cr:
            env = api.Environment(cr, second, {"complaint_no_mail": NO_MAIL})
            approval = env["complaint.approval"].browse(self.approval_id)
            self.assertEqual(approval.state, "pending")
            with self._connect(first) as winner:
                winner["complaint.approval"].browse(self.approval_id).action_approve()
            with self.assertRaises(UserError) as told:
                # As the server calls buttons.
                retrying(lambda: approval.action_send_back("Too much"), env)
            cr.rollback()
        self.assertIn("decided already", str(told.exception))
        self.assertEqual(self._read("state"), "approved")
        self.assertEqual(self._read("approval_state", "complaint.remedy"), "approved")

    def test_two_clicks_at_the_same_moment(self):
        """Whichever is first: one decision stands, and one person is told."""
        start, told = threading.Barrier(2), []

        def decide(uid):
            try:
                with self.registry.cursor() as cr:
                    env = api.Environment(cr, uid, {"complaint_no_mail": NO_MAIL})
                    approval = env["complaint.approval"].browse(self.approval_id)
                    start.wait(PATIENCE)
                    retrying(approval.action_approve, env)
            except UserError as error:
                told.append(str(error))

        threads = [
            threading.Thread(target=decide, args=(uid,)) for uid in self.decider_ids
        ]
        with mute_logger("odoo.sql_db", "odoo.service.model"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(PATIENCE)
        self.assertEqual(len(told), 1, told)
        self.assertEqual(self._read("state"), "approved")

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_terms_change_while_it_is_approved(self):
        """R90: of raising a line and approving it at once, only one goes through."""
        decider = self.decider_ids[0]
        with self.registry.cursor() as cr:
            env = api.Environment(cr, decider, {"complaint_no_mail": NO_MAIL})
            approval = env["complaint.approval"].browse(self.approval_id)
            self.assertEqual(approval.remedy_ids.amount, 900)
            with self._connect(self.handler_id) as other:
                other["complaint.remedy"].browse(self.line_id).amount = 9000
            with self.assertRaises(UserError):
                retrying(approval.action_approve, env)
            cr.rollback()
        self.assertFalse(self._read("approval_state", "complaint.remedy"))
        self.assertEqual(self._read("state"), "withdrawn")

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_promises_at_the_same_moment(self):
        """R90: each is within the limit, both together are not: one is refused."""
        with self._connect(self.handler_id) as env:
            line = env["complaint.remedy"].browse(self.line_id)
            line.amount = 40
            other_id = line.copy({"complaint_id": self.case_id}).id
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.handler_id, {"complaint_no_mail": NO_MAIL})
            line = env["complaint.remedy"].browse(self.line_id)
            self.assertEqual(line.state, "draft")
            with self._connect(self.handler_id) as winner:
                winner["complaint.remedy"].browse(other_id).action_offer()
            with self.assertRaises(UserError) as told:
                retrying(line.action_offer, env)
            cr.rollback()
        self.assertIn("Beyond what you may promise", str(told.exception))
        self.assertEqual(self._read("state", "complaint.remedy"), "draft")
        with self._connect() as env:
            env["complaint.remedy"].browse(other_id)._write_sealed({"state": "draft"})
