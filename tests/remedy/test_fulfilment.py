# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Fulfilling where no app is there but CRM: by hand, with a note (R107, R170)."""

from odoo.tests import Form, tagged

from .common import RemedyCase

# Each way, and the app that the user is told of.
ABSENT = {
    "credit_note": "Invoicing",
    "coupon": "Discounts and Loyalty",
    "gift_card": "Discounts and Loyalty",
    "repair": "Repairs",
    "return": "Inventory",
    "task": "Project",
}


@tagged("post_install", "-at_install")
class TestFulfilmentByHand(RemedyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._bring_to(cls._create_case(), "assessed")

    def _create_agreed(self, way, amount=40, case=None, **vals):
        kind = self.env["complaint.remedy.type"].create(
            {"name": way, "fulfilment": way, "needs_value": bool(amount)}
        )
        remedy = self.Remedy.create(
            {
                "complaint_id": (case or self.case).id,
                "type_id": kind.id,
                "name": "What was agreed",
                "amount": amount,
                **vals,
            }
        )
        remedy._write_sealed({"state": "accepted"})
        return self._as_handler(remedy)

    def test_absent_app(self):
        """The user is told which app it needs, and says what was done instead."""
        for way, app in ABSENT.items():
            remedy = self._create_agreed(way)
            with self.subTest(way):
                self.assertIn(f"“{app}” is not installed", remedy.by_hand_reason)
                self.assertFalse(remedy.fulfilment_hint)
                with self._assert_refused("Write down"):
                    remedy.action_fulfil()
                self.assertEqual(remedy.state, "accepted")
                remedy.fulfilment_note = "  "
                with self._assert_refused("Write down"):
                    remedy.action_fulfil()
                remedy.fulfilment_note = "Handed over at the counter"
                remedy.action_fulfil()
                self.assertEqual(remedy.state, "fulfilled")
                self.assertEqual(remedy.fulfilled_by_id, self.handler)
                self.assertFalse(remedy.result_id or remedy.result_model)

    def test_by_hand(self):
        """What has a value is accounted for; words such as an apology are not."""
        words = self._create_agreed("hand", amount=0)
        self.assertFalse(words.by_hand_reason or words.fulfilment_hint)
        words.action_fulfil()
        self.assertEqual(words.state, "fulfilled")
        present = self._create_agreed("hand")
        with self._assert_refused("Write down"):
            present.action_fulfil()
        present.fulfilment_note = "Handed over at the counter"
        present.action_fulfil()
        self.assertEqual(present.state, "fulfilled")

    def test_opportunity(self):
        """Sales learns what the customer needs (R170)."""
        remedy = self._create_agreed("opportunity")
        remedy.action_fulfil()
        lead = self.env["crm.lead"].browse(remedy.result_id)
        self.assertEqual(remedy.result_model, "crm.lead")
        self.assertEqual((lead.name, lead.type), ("What was agreed", "opportunity"))
        self.assertEqual(lead.contact_name, "Li Wei")
        self.assertIn(self.case.number, lead.description)
        self.assertNotIn("meters", lead.description)

    def test_opportunity_of_a_protected_case(self):
        """Nobody in sales learns who complained (R152)."""
        case = self._create_case(identity_mode="confidential")
        remedy = self._create_agreed("opportunity", case=case)
        count = self.env["crm.lead"].search_count([])
        with self._assert_refused("protected"):
            remedy.action_fulfil()
        self.assertEqual(self.env["crm.lead"].search_count([]), count)

    def test_promised_to_somebody_else(self):
        """What was merged in goes to whom it was promised, not to who reads here."""
        survivor, merged = (
            self._bring_to(self._create_case(email_from=address), "assessed")
            for address in ("anna@example.com", "bert@example.com")
        )
        remedy = self._create_agreed("opportunity", case=merged)
        merged.with_user(self.officer)._merge_into(survivor)
        self.assertEqual(remedy.complaint_id, survivor)
        self.assertIn("promised to somebody else", remedy.by_hand_reason)
        with self._assert_refused("somebody else"):
            remedy.action_fulfil()
        remedy.fulfilment_note = "Bert was called"
        remedy.action_fulfil()
        self.assertFalse(remedy.result_id)

    def test_deleted_behind_us(self):
        """The promise is open again, and its handler is told."""
        remedy = self._create_agreed("opportunity")
        remedy.action_fulfil()
        self.env["crm.lead"].browse(remedy.result_id).unlink()
        self.assertTrue(remedy.is_result_void)
        remedy.action_take_up_again()
        self.assertEqual((remedy.state, remedy.result_id), ("accepted", 0))
        kind = self.env.ref("complaint_management.mail_activity_type_fulfil")
        tasks = self.case.activity_ids.filtered(lambda t: t.activity_type_id == kind)
        self.assertEqual(tasks.user_id, self.handler)
        self.assertIn("What was agreed", tasks.note)

    def test_dialog_asks_for_a_note(self):
        remedy = self._create_agreed("coupon")
        form = Form(remedy, "complaint_management.complaint_remedy_view_fulfil")
        with self.assertRaisesRegex(AssertionError, "fulfilment_note"):
            form.save()

    def test_no_place_without_apps(self):
        """Where no app offers a place to create in, nobody is asked for one."""
        form = Form(self.env["complaint.remedy.type"])
        self.assertNotIn("fulfilment_ref", form._view["fields"])
