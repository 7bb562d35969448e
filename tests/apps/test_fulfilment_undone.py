# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A document deleted or cancelled behind us opens the promise again."""

from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .fulfilment_common import WAYS, FulfilmentCase

CRON = "complaint_management.ir_cron_follow_results"
ACTIVITY = "complaint_management.mail_activity_type_fulfil"


@tagged("post_install", "-at_install")
class TestFulfilmentUndone(FulfilmentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._create_invoice(cls.customer)
        cls.delivery = cls._create_delivery(cls.customer)

    def _fulfil(self, way):
        origin = {"credit_note": self.invoice, "return": self.delivery}.get(way)
        remedy = self._create_agreed(way, origin)
        remedy.action_fulfil()
        return remedy, self._get_result(remedy)

    def _look(self):
        with self.enter_registry_test_mode():
            self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()

    def _get_tasks(self, remedy):
        kind = self.env.ref(ACTIVITY)
        return remedy.complaint_id.with_env(self.env).activity_ids.filtered(
            lambda task: task.activity_type_id == kind
        )

    def _assert_open_again(self, remedy, name):
        self.assertEqual(remedy.state, "accepted")
        self.assertFalse(remedy.result_id)
        self.assertFalse(remedy.date_fulfilled)
        self.assertEqual(self._get_tasks(remedy).user_id, self.handler)
        notes = " ".join(remedy.complaint_id.message_ids.mapped("body"))
        self.assertIn("A promise is open again", notes)
        self.assertIn(name, notes)

    def _cancel(self, document):
        """Make it void the way people do in its app."""
        if document._name == "account.move":
            document.button_cancel()
        elif document._name == "repair.order":
            document.action_repair_cancel()
        elif document._name == "stock.picking":
            document.action_cancel()
        elif document._name == "project.task":
            document.state = "1_canceled"
        else:
            document.active = False

    def test_deleted(self):
        """The case and the handler are told, whatever it was (R107)."""
        undone = {}
        for way in WAYS:
            remedy, document = self._fulfil(way)
            undone[remedy] = remedy.result_name
            if way == "return":
                document.action_cancel()
            document.unlink()
        self._look()
        for remedy, name in undone.items():
            with self.subTest(remedy.type_id.name):
                self._assert_open_again(remedy, name)

    def test_cancelled(self):
        undone = {}
        for way in set(WAYS) - {"opportunity"}:
            remedy, document = self._fulfil(way)
            undone[remedy] = remedy.result_name
            self._cancel(document)
            self.assertTrue(remedy.is_result_void)
        self._look()
        for remedy, name in undone.items():
            with self.subTest(remedy.type_id.name):
                self._assert_open_again(remedy, name)

    def test_what_stands(self):
        """Posted, spent, repaired, done and lost: all that was promised was done."""
        credit, note = self._fulfil("credit_note")
        note.action_post()
        coupon, card = self._fulfil("coupon")
        card.points = 0
        work, task = self._fulfil("task")
        task.state = "1_done"
        talk, lead = self._fulfil("opportunity")
        lead.action_set_lost()
        remedies = credit | coupon | work | talk
        self._look()
        self.assertEqual(set(remedies.mapped("state")), {"fulfilled"})
        remedies.action_take_up_again()
        self.assertEqual(set(remedies.mapped("state")), {"fulfilled"})
        self.assertFalse(self._get_tasks(remedies))

    def test_merged_opportunity_goes_on(self):
        """Two talks that become one fulfil both remedies."""
        first, lead = self._fulfil("opportunity")
        second, other = self._fulfil("opportunity")
        remaining = (lead | other).merge_opportunity()
        self._look()
        for remedy in (first, second):
            self.assertEqual(remedy.state, "fulfilled")
            self.assertEqual(self._get_result(remedy), remaining)

    def test_done_again(self):
        """The button opens it at once; doing it again closes the task."""
        remedy, note = self._fulfil("credit_note")
        note.unlink()
        remedy.action_take_up_again()
        self._assert_open_again(remedy, "")
        remedy.action_fulfil()
        self.assertEqual(remedy.state, "fulfilled")
        self.assertEqual(len(self.invoice.reversal_move_ids), 1)
        self.assertFalse(self._get_tasks(remedy))

    def test_told_once(self):
        """The next look finds nothing new."""
        remedy, note = self._fulfil("credit_note")
        note.unlink()
        self._look()
        self._look()
        self.assertEqual(len(self._get_tasks(remedy)), 1)

    def test_nothing_is_closed_over_it(self):
        """A promise whose document is gone is not kept."""
        remedy, card = self._fulfil("coupon")
        case = remedy.complaint_id
        self.assertFalse(case._check_need_promises_kept({}))
        card.history_ids.unlink()
        card.unlink()
        self.assertIn("Take Up Again", case._check_need_promises_kept({}))

    def test_on_a_closed_case(self):
        """A case that ended is told all the same; nobody opens it by itself."""
        remedy, note = self._fulfil("credit_note")
        remedy.complaint_id.with_env(self.env)._write_protected({"state": "closed"})
        name = remedy.result_name
        note.unlink()
        self._look()
        self._assert_open_again(remedy, name)
        self.assertEqual(remedy.complaint_id.state, "closed")

    def test_one_that_fails_does_not_stop_the_others(self):
        bad, note = self._fulfil("credit_note")
        good, card = self._fulfil("coupon")
        note.unlink()
        card.active = False
        ask = type(self.env["complaint.complaint"])._ask_to_fulfil

        def fail_once(case, note):
            if case.id == bad.complaint_id.id:
                raise ValueError("broken")
            return ask(case, note)

        with (
            patch.object(type(bad.complaint_id), "_ask_to_fulfil", fail_once),
            mute_logger(
                "odoo.addons.complaint_management.models.remedy.fulfilment_undone"
            ),
        ):
            self._look()
        self.assertEqual((bad.state, good.state), ("fulfilled", "accepted"))

    def test_many_are_looked_at_in_few_queries(self):
        """The number of lines does not matter, only that of the apps."""
        few = self._fulfil("coupon")[0] | self._fulfil("task")[0]
        many = few
        for _turn in range(3):
            many |= self._fulfil("coupon")[0] | self._fulfil("task")[0]
        counts = []
        for remedies in (few, many):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertFalse(remedies.with_env(self.env)._get_void())
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_app_that_went(self):
        """An uninstalled app takes the link with it, not the fact (R107)."""
        repaired, repair = self._fulfil("repair")
        about = self._create_agreed("repair", repair).complaint_id
        name = repaired.result_name
        for model in (self.Remedy, about):
            self.env["ir.model"]._forget_links(model, ("repair.order",))
        self.env.invalidate_all()
        self.assertEqual((repaired.state, repaired.result_name), ("fulfilled", name))
        self.assertFalse(repaired.result_id or repaired.result_model)
        self.assertFalse(about.origin_ref)
        self._look()
        self.assertEqual(repaired.state, "fulfilled")
