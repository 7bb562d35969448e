# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who fulfils what, and what stays untold: documents are made with other rights."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .fulfilment_common import WAYS, FulfilmentCase

NAMELESS = ("coupon", "gift_card")


@tagged("post_install", "-at_install")
class TestFulfilmentGuard(FulfilmentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._create_invoice(cls.customer)

    def test_only_what_was_agreed(self):
        """Nothing is created for what the customer did not agree to."""
        remedy = self._create_agreed("credit_note", self.invoice)
        for state in ("draft", "offered", "declined", "refused", "cancelled"):
            remedy.with_env(self.env)._write_sealed({"state": state})
            with self.subTest(state), self._assert_refused("not possible now"):
                remedy.action_fulfil()
        self.assertFalse(self.invoice.reversal_move_ids)

    def test_only_who_works_on_the_case(self):
        """Reading the case is not enough, and not reading it even less."""
        remedy = self._create_agreed("credit_note", self.invoice)
        remedy.complaint_id.message_subscribe(self.employee.partner_id.ids)
        for user in (self.employee, self.outsider):
            with self.subTest(user.name), self.assertRaises(AccessError):
                remedy.with_user(user).action_fulfil()
            with self.subTest(user.name), self.assertRaises(AccessError):
                remedy.with_user(user).action_fulfil_by_hand()
        self.assertFalse(self.invoice.reversal_move_ids)

    def test_once(self):
        """The second click finds it done, for all ways."""
        delivery = self._create_delivery(self.customer)
        origins = {"credit_note": self.invoice, "return": delivery}
        for way in WAYS:
            remedy = self._create_agreed(way, origins.get(way))
            remedy.action_fulfil()
            result = self._get_result(remedy)
            with self.subTest(way), self._assert_refused("not possible now"):
                remedy.action_fulfil()
            self.assertEqual(self._get_result(remedy), result)

    def test_context_says_nothing(self):
        """Defaults of a link or a remote call do not reach the document."""
        context = {
            "default_partner_id": self.stranger.id,
            "default_points": 1000000,
            "default_company_id": 0,
            "active_test": False,
        }
        remedy = self._create_agreed("coupon", case_vals={"partner_id": False})
        remedy.with_context(**context).action_fulfil()
        card = self._get_result(remedy)
        self.assertFalse(card.partner_id)
        self.assertEqual(card.points, 40)

    def test_links_are_written_by_the_button(self):
        remedy = self._create_agreed("credit_note", self.invoice)
        with self._assert_refused("cannot be written directly"):
            remedy.write({"result_model": "account.move", "result_id": 1})

    def test_protected_complainant_is_not_named(self):
        """Nothing that names them is created; a card without a name can be (R152)."""
        for way in WAYS:
            remedy = self._create_agreed(
                way, self.invoice, case_vals={"identity_mode": "confidential"}
            )
            with self.subTest(way):
                if way in NAMELESS:
                    remedy.action_fulfil()
                    card = self._get_result(remedy)
                    self.assertFalse(card.partner_id)
                    self.assertNotIn("Chen", str(card.read()))
                    continue
                self.assertIn("protected", remedy.by_hand_reason)
                with self._assert_refused("protected"):
                    remedy.action_fulfil()
                remedy.fulfilment_note = "The custodian sent it"
                remedy.action_fulfil()
                self.assertFalse(remedy.result_id)
        self.assertFalse(self.invoice.reversal_move_ids)

    def test_protected_later(self):
        """The case and what was created tell nothing of each other any more (R152)."""
        delivery = self._create_delivery(self.customer)
        origins = {"credit_note": self.invoice, "return": delivery}
        for way in WAYS:
            remedy = self._create_agreed(way, origins.get(way), name="To Chen Min")
            remedy.action_fulfil()
            document = self._get_result(remedy)
            if way == "credit_note":
                document.action_post()
            case = remedy.complaint_id.with_env(self.env)
            case.identity_mode = "confidential"
            with self.subTest(way):
                self.assertEqual(remedy.state, "fulfilled")
                self.assertFalse(remedy.result_id or remedy.result_model)
                told = str(remedy.with_env(self.env).read())
                for secret in ("Chen", document.display_name):
                    self.assertNotIn(secret, told)
                self.assertNotIn(case.number, str(document.read()))
                for lines in ("line_ids", "history_ids"):
                    if lines in document._fields:
                        self.assertNotIn(case.number, str(document[lines].read()))

    def test_open_what_was_created(self):
        """Who works with the app opens it; the others are told whom to ask."""
        remedy = self._create_agreed("credit_note", self.invoice)
        remedy.action_fulfil()
        with self._assert_refused("Invoicing"):
            remedy.action_open_result()
        action = remedy.with_env(self.env).action_open_result()
        self.assertEqual(
            (action["res_model"], action["res_id"]),
            ("account.move", remedy.result_id),
        )
        self._get_result(remedy).unlink()
        with self._assert_refused("Take Up Again"):
            remedy.action_open_result()

    def test_dialog(self):
        """It says what will happen, and asks for a note where nothing will."""
        view = "complaint_management.complaint_remedy_view_fulfil"
        remedy = self._create_agreed("credit_note", self.invoice)
        with Form(remedy, view) as form:
            self.assertIn(self.invoice.name, form.fulfilment_hint)
        remedy = self._create_agreed("credit_note")
        form = Form(remedy, view)
        self.assertIn("no posted invoice", form.by_hand_reason)
        with self.assertRaisesRegex(AssertionError, "fulfilment_note"):
            form.save()
        form.fulfilment_note = "Paid in cash"
        form.save().action_fulfil()
        self.assertEqual(remedy.state, "fulfilled")

    def test_several_at_once(self):
        """Each line gets its own document."""
        remedies = self._create_agreed("coupon") | self._create_agreed("task")
        remedies.action_fulfil()
        self.assertEqual(
            set(remedies.mapped("result_model")), {"loyalty.card", "project.task"}
        )
