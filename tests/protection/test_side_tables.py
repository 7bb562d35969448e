# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What Odoo and its apps keep about a case is as hidden as the case."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .planting import CASE, PlantedCase


@tagged("post_install", "-at_install")
class TestSideTables(PlantedCase):
    def _get_hanging(self):
        """Models of Odoo's, with what hangs on the planted cases."""
        for name, ids in self.records.items():
            if not name.startswith("complaint."):
                yield self.env[name].browse(ids)

    def test_every_pointer_is_known(self):
        """Whatever names a document by model and number, in whatever app."""
        for name, model in self.env.registry.items():
            if model._abstract or name.startswith("complaint."):
                continue
            known = dict(
                (id_field, path.split(".")[0])
                for path, id_field in self.env[name]._get_document_pairs()
            )
            fields = model._fields
            for fname, field in fields.items():
                if not field.store:
                    continue
                with self.subTest(model=name, field=fname):
                    if field.type == "many2one_reference":
                        self.assertEqual(known.get(fname), field.model_field)
                    if fname == "res_id" and {"model", "res_model"} & set(fields):
                        self.assertIn(fname, known)

    def test_much_hangs_on_a_case(self):
        """There is something to hide, in the models that come to mind."""
        self.assertLessEqual(
            {
                "calendar.event",
                "ir.attachment",
                "ir.model.data",
                "mail.activity",
                "mail.followers",
                "mail.message",
                "mail.notification",
                "mail.scheduled.message",
                "rating.rating",
            },
            {records._name for records in self._get_hanging() if records},
        )

    def test_nobody_reads_it_who_may_not_read_the_case(self):
        """Neither by searching nor by its number."""
        for role, user in self.actors.items():
            for records in self._get_hanging():
                seen = records.with_user(user).with_context(active_test=False)
                with self.subTest(role=role, model=records._name):
                    self.assertFalse(seen._filtered_access("read"))
                    if seen.has_access("read"):
                        self.assertFalse(seen.search([("id", "in", records.ids)]))

    def test_what_hangs_on_no_case_is_not_hidden(self):
        """A button for all cases names their model, and no number."""
        action = self.env["ir.actions.act_window"].search(
            [("res_model", "=", CASE)], limit=1
        )
        button = self.env["ir.embedded.actions"].create(
            {
                "name": "All of them",
                "parent_action_id": action.id,
                "parent_res_model": CASE,
                "action_id": action.id,
            }
        )
        for role, user in self.actors.items():
            if user._is_internal():
                with self.subTest(role=role):
                    self.assertTrue(button.with_user(user).has_access("read"))

    def test_who_reads_the_case_reads_it(self):
        for records in self._get_hanging():
            seen = records.with_user(self.officer)
            if records._name in (
                "mail.notification",
                "mail.followers",
                "rating.rating",
            ):
                with self.subTest(model=records._name):
                    self.assertEqual(seen._filtered_access("read"), seen)
                    found = seen.search([("id", "in", records.ids)])
                    self.assertEqual(set(found.ids), set(records.ids))

    def test_what_was_sent_to_somebody_they_keep(self):
        """Who was mentioned reads it, without the case; unless it bars them."""
        case = self._with_mail(self._create_case())
        message = case.message_post(
            body="Please help",
            partner_ids=self.employee.partner_id.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        told = message.notification_ids.filtered(
            lambda row: row.res_partner_id == self.employee.partner_id
        ).with_user(self.employee)
        self.assertTrue(told)
        self.assertFalse(case.with_user(self.employee).has_access("read"))
        self.assertEqual(told._filtered_access("read"), told)
        self.assertTrue(message.with_user(self.employee).has_access("read"))
        case.write(
            {
                "complained_employee_ids": self.staff[self.employee].ids,
                "identity_mode": "confidential",
            }
        )
        self.assertFalse(message.with_user(self.employee).has_access("read"))

    def test_own_words_on_a_case_that_bars_one(self):
        """Odoo shows authors what they wrote; with the name of what it was on."""
        case = self._with_mail(self._create_case(user=self.employee))
        message = case.with_user(self.employee).message_post(body="I was there")
        activity = case.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.handler.id
        )
        case.write(
            {
                "complained_employee_ids": self.staff[self.employee].ids,
                "identity_mode": "confidential",
            }
        )
        self.env.cr.execute(
            "UPDATE mail_activity SET user_id = %s WHERE id = %s",
            (self.employee.id, activity.id),
        )
        self.env.invalidate_all()
        for record in (message, activity):
            seen = record.with_user(self.employee)
            with self.subTest(model=record._name):
                self.assertFalse(seen.search([("id", "=", record.id)]))
                with self.assertRaises(AccessError):
                    seen.read(["display_name"])

    def test_nothing_is_moved_to_a_case(self):
        """To point one's own record at a case tells nothing of the case."""
        meeting = (
            self.env["calendar.event"]
            .with_user(self.employee)
            .create(
                {
                    "name": "Own",
                    "start": "2030-01-01 10:00:00",
                    "stop": "2030-01-01 11:00:00",
                }
            )
        )
        vals = {
            "res_model_id": self.env["ir.model"]._get_id(CASE),
            "res_id": self.confidential.id,
        }
        task = (
            self.env["mail.activity"]
            .with_user(self.accused)
            .create({"summary": "Own", "user_id": self.accused.id})
        )
        for record in (meeting.with_user(self.accused), task):
            with (
                self.subTest(model=record._name),
                self.assertRaises(UserError),
            ):
                record.write(vals)
                self.env.flush_all()

    def test_names_of_what_is_pointed_at(self):
        """Fields that point at a closed case say that it is one, and not which."""
        for user in (self.accused, self.boss):
            self.env.invalidate_all()
            [values] = self.later.with_user(user).read(["parent_id"])
            self.assertEqual(values["parent_id"][1], "Protected case")
        self.env.invalidate_all()
        [values] = self.later.with_user(self.officer).read(["parent_id"])
        self.assertTrue(self._find_secrets(values))
