# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who is asked how satisfied they are: once per closure, and not too often."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .rating_common import RatingCase


@tagged("post_install", "-at_install")
class TestSurvey(RatingCase):
    """Once per closure, not to staff, not too often (R199, chatwoot#4526)."""

    def test_every_kind_is_asked_when_it_is_closed(self):
        for index, kind in enumerate(("complaint", "suggestion", "inquiry")):
            with self.subTest(kind=kind):
                case = self._create_case(kind=kind, email_from=f"c{index}@example.com")
                self._bring_to(case, "resolved")
                self._assert_asked(case, times=0)
                self._assert_asked(self._close(case))

    def test_the_mail(self):
        """It goes to the complainant, with a link, and counts as nothing else."""
        case = self._close()
        mail = self._get_requests(case)
        self.assertEqual(mail.email_to, "li.wei@example.com")
        self.assertIn(f"/my/complaints/{case.id}/rate", mail.body_html)
        self.assertIn(case.access_token, mail.body_html)
        self.assertNotIn(case.access_token, mail.mail_message_id.body)
        self.assertFalse(mail.complaint_milestone)

    def test_a_case_that_is_closed_again_asks_again(self):
        """Once per closure: the cool-down is about other cases (field note 2.3.6)."""
        case = self._close()
        self._reopen(case)
        self._close(case)
        self._assert_asked(case, times=2)

    def test_switched_off(self):
        self.company.complaint_survey = False
        self._assert_asked(self._close(), times=0)

    def test_without_a_mail_nobody_is_asked(self):
        case = self._create_case(email_from=False, phone="555 0100")
        self._assert_asked(self._close(case), times=0)

    def test_cool_down_by_address(self):
        """However the address is written."""
        self._assert_asked(self._close())
        other = self._create_case(email_from='"Li" <LI.Wei@Example.com>')
        self._assert_asked(self._close(other), times=0)

    def test_cool_down_by_company(self):
        """Two people of one customer company are one customer."""
        shop = self.env["res.partner"].create({"name": "Shop", "is_company": True})
        people = self.env["res.partner"].create(
            [
                {"name": name, "email": f"{name}@shop.example", "parent_id": shop.id}
                for name in ("one", "two")
            ]
        )
        first, second = (self._create_case(partner_id=who.id) for who in people)
        self._assert_asked(self._close(first))
        self._assert_asked(self._close(second), times=0)

    def test_cool_down_tells_nothing_of_the_vault(self):
        """Who closes a case with somebody's address does not see whether a protected
        one is theirs, too; nor the other way round (R152)."""
        for modes in (("named", "confidential"), ("confidential", "named")):
            with self.subTest(modes=modes):
                email = f"{modes[0]}@example.com"
                first, second = (
                    self._create_case(identity_mode=mode, email_from=email)
                    for mode in modes
                )
                self._assert_asked(self._close(first))
                self._assert_asked(self._close(second))

    def test_cool_down_ends(self):
        first = self._close()
        first.sudo().date_rating_asked = fields.Datetime.now() - timedelta(days=31)
        self._assert_asked(self._close())

    def test_cool_down_of_no_days(self):
        self.company.complaint_survey_cooldown_days = 0
        self._assert_asked(self._close())
        self._assert_asked(self._close())

    def test_similar_addresses_are_other_people(self):
        self._assert_asked(self._close(email_from="ali.wei@example.com"))
        self._assert_asked(self._close(email_from="li.wei@example.com"))
        self._assert_asked(self._close(email_from="liXwei@example.com"))

    def test_one_batch_asks_a_customer_once(self):
        cases = self._create_case() | self._create_case()
        for case in cases:
            self._bring_to(case, "resolved")
            self._log_contact(case, purpose="follow_up")
        self._with_mail(cases).with_user(self.handler).action_close()
        self.assertEqual(len(cases.filtered("date_rating_asked")), 1)

    def test_staff_are_not_asked(self):
        """Neither by the address of a login, a contact, or an employee."""
        self.handler.partner_id.email = "Handler@house.example"
        self.staff[self.officer].work_email = "officer@house.example"
        self._create_user("login@house.example", "base.group_user", email="x@y.example")
        addresses = (
            "handler@house.example",
            '"The handler" <handler@house.example>',
            "officer@house.example",
            "login@house.example",
        )
        for email in addresses:
            with self.subTest(email=email):
                self._assert_asked(self._close(email_from=email), times=0)

    def test_staff_as_customer_contact_are_not_asked(self):
        case = self._create_case(
            partner_id=self.outsider.partner_id.id, email_from="private@example.com"
        )
        self._assert_asked(self._close(case), times=0)

    def test_confidential_is_asked_by_the_product_only(self):
        """No name and no address in the chatter, the followers or the rating (R152)."""
        case = self._close(
            identity_mode="confidential",
            partner_id=self.customer.id,
            partner_name=False,
            email_from=False,
        )
        self._assert_asked(case)
        self.assertEqual(self._get_requests(case).email_to, "anna.kim@example.com")
        for message in case.message_ids:
            self.assertNotIn("anna", f"{message.body} {message.email_from}".lower())
            self.assertNotIn(self.customer, message.partner_ids)
        self.assertNotIn(self.customer, case.message_partner_ids)
        case._rate_by_complainant("4", "4", "Fine")
        rating = case.sudo().rating_ids
        self.assertRecordValues(
            rating,
            [
                {
                    "partner_id": False,
                    "rated_partner_id": False,
                    "res_name": case.number,
                    "access_token": False,
                }
            ],
        )

    def test_anonymous_is_not_asked_by_mail(self):
        case = self._create_case(
            identity_mode="anonymous", partner_name=False, email_from=False
        )
        self._assert_asked(self._close(case), times=0)
        self.assertTrue(case.can_rate)
        self.assertTrue(case._rate_by_complainant("5", "5"))

    def test_closing_many_at_once(self):
        """Asking 60 complainants costs few queries more than asking 20."""
        counts = []
        for number in (20, 20, 60):  # the first warms the caches up
            cases = self._place_closed(number, len(counts))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            asked = cases.with_user(self.handler)._get_to_ask()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(asked), number)
        self.assertLessEqual(counts[2] - counts[1], 5, counts)

    def _place_closed(self, number, batch):
        cases = self.Complaint.create(
            [
                self._prepare_case_vals(
                    email_from=f"c{index}@batch{batch}.example",
                    user_id=self.handler.id,
                )
                for index in range(number)
            ]
        )
        cases._write_protected({"state": "closed"})
        return cases
