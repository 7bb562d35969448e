# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The dialog at the counter: what is known of the customer, what was just done."""

from odoo.tests import Form, tagged

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestCounter(ComplaintCase):
    def _open_dialog(self, user=None, **context):
        env = self.env(user=user or self.handler)
        action = env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_register_action"
        )
        view = env.ref("complaint_management.complaint_complaint_view_form_register")
        cases = env["complaint.complaint"].with_context(
            complaint_front_desk=True, **context
        )
        self.assertEqual(action["res_model"], cases._name)
        return Form(cases, view=view)

    def test_the_subject_may_stay_empty(self):
        with self._open_dialog() as form:
            form.description = "<p>The lamp broke on the first day.</p>"
        self.assertEqual(form.record.name, "The lamp broke on the first day")

    def test_the_number_stays_until_the_next_is_registered(self):
        case = self._create_case()
        action = case.with_user(self.handler).action_register_and_new()
        context = action["params"]["next"]["context"]
        self.assertEqual(context["complaint_registered"], case.number)
        self.assertTrue(context["complaint_front_desk"])
        form = self._open_dialog(complaint_registered=case.number)
        self.assertEqual(form.registered_before, case.number)
        self.assertFalse(self._open_dialog().registered_before)

    def test_what_is_known_of_the_customer(self):
        customer = self.env["res.partner"].create({"name": "Lucy"})
        known = self._create_case(partner_id=customer.id, user_id=self.handler.id)
        self._bring_to(self._create_case(partner_id=customer.id), "closed")
        known.contact_ids = [
            (0, 0, {"summary": "Spoken", "medium": "phone", "answered": True})
        ]
        form = self._open_dialog(user=self.officer)
        self.assertFalse(form.customer_facts)
        form.partner_id = customer
        self.assertIn("Cases: 2, of them open: 1", form.customer_facts)
        self.assertIn("Last contact: today", form.customer_facts)

    def test_nobody_learns_of_cases_of_others(self):
        customer = self.env["res.partner"].create({"name": "Lucy"})
        self._create_case(partner_id=customer.id)
        form = self._open_dialog(user=self.outsider)
        form.partner_id = customer
        self.assertEqual(form.customer_facts, "No other case")

    def test_a_new_customer(self):
        form = self._open_dialog()
        form.partner_id = self.env["res.partner"].create({"name": "New"})
        self.assertEqual(form.customer_facts, "No other case")
