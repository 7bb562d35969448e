# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What complainants say about a closed case, and who may read it."""

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .rating_common import RatingCase


@tagged("post_install", "-at_install")
class TestRating(RatingCase):
    """Both questions, once per closure, by nobody else (R136, R199)."""

    def test_what_was_said_stands_on_the_case(self):
        case = self._close()
        self.assertTrue(case._rate_by_complainant("4", "5", " Thank you \n"))
        self.assertRecordValues(
            case,
            [
                {
                    "satisfaction_result": "4",
                    "satisfaction_handling": "5",
                    "satisfaction_comment": "Thank you",
                    "can_rate": False,
                    "is_dissatisfied": False,
                    "rating_last_value": 4.0,
                    "rating_avg": 4.0,
                }
            ],
        )
        self.assertTrue(case.date_rated)
        self.assertRecordValues(
            case.rating_ids,
            [
                {
                    "rating": 4.0,
                    "complaint_handling": 5,
                    "complaint_closure": 1,
                    "feedback": "Thank you",
                    "consumed": True,
                }
            ],
        )

    def test_once_per_closure(self):
        case = self._close()
        self.assertTrue(case._rate_by_complainant("2", "2"))
        self.assertFalse(case._rate_by_complainant("5", "5"))
        self.assertEqual(case.satisfaction_result, "2")
        self._reopen(case)
        self.assertFalse(case.can_rate)
        self.assertFalse(case._rate_by_complainant("5", "5"))
        self._close(case)
        self.assertTrue(case.can_rate)
        self.assertTrue(case._rate_by_complainant("5", "4"))
        self.assertEqual(case.satisfaction_result, "5")
        self.assertEqual(sorted(case.rating_ids.mapped("complaint_closure")), [1, 2])

    def test_the_database_takes_one_a_closure(self):
        case = self._close()
        case._rate_by_complainant("4", "4")
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self.env["rating.rating"].sudo().create(case._prepare_rating_vals())

    def test_open_cases_are_not_rated(self):
        case = self._create_case()
        for state in ("new", "acknowledged", "proposed", "resolved"):
            self._bring_to(case, state)
            self.assertFalse(case.can_rate, state)
            self.assertFalse(case._rate_by_complainant("5", "5"), state)
        cancelled = self._bring_to(self._create_case(), "cancelled")
        self.assertFalse(cancelled._rate_by_complainant("5", "5"))

    def test_garbage(self):
        """What is no answer is told, and nothing is kept."""
        case = self._close()
        for result, handling in (
            ("99", "5"),
            ("0", "5"),
            ("5", "-1"),
            ("", "5"),
            ("good", "5"),
            (None, None),
            ("5.0", "5"),
            (5, [5]),
        ):
            with self.subTest(result=result, handling=handling):
                with self._assert_refused("Choose how satisfied", ValidationError):
                    case._rate_by_complainant(result, handling)
        with self._assert_refused("shorten", ValidationError):
            case._rate_by_complainant("5", "5", "x" * 10_001)
        self.assertTrue(case.can_rate)
        self.assertFalse(case.rating_ids)

    def test_hostile_words(self):
        """Markup is shown as it was typed; what no database holds is left out."""
        case = self._close()
        case._rate_by_complainant("5", "5", "<script>alert(1)</script>\0 好 שלום")
        self.assertEqual(case.satisfaction_comment, "<script>alert(1)</script> 好 שלום")
        note = case.message_ids.filtered(lambda m: "rated the case" in (m.body or ""))
        self.assertIn("&lt;script&gt;", note.body)
        self.assertNotIn("<script", note.body)

    def test_the_handler_is_told(self):
        """In a note that the customer does not get."""
        case = self._with_mail(self._close()).with_context(complaint_no_mail=False)
        case._rate_by_complainant("4", "4", "Well done")
        note = case.message_ids.filtered(lambda m: "rated the case" in (m.body or ""))
        self.assertIn(self.handler.partner_id, note.notified_partner_ids)
        self.assertTrue(note.subtype_id.internal)
        self.assertNotIn(note, case._get_customer_messages())

    def test_nobody_rates_in_their_place(self):
        """By no field, no message, no rating that staff can write (R199)."""
        case = self._close()
        as_manager = case.with_user(self.manager)
        for vals in (
            {"satisfaction_result": "5"},
            {"satisfaction_comment": "Great"},
            {"is_dissatisfied": False},
            {"rating_last_value": 5},
            {"date_rating_asked": False},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                as_manager.write(vals)
        with self.assertRaises(UserError):
            self._create_case(satisfaction_result="5")
        secretly = self.Complaint.with_user(self.clerk).with_context(
            default_satisfaction_result="5"
        )
        born = secretly.create(self._prepare_case_vals())
        self.assertFalse(born.satisfaction_result)
        as_manager.message_post(body="Great", rating_value=5)
        self.assertFalse(case.rating_ids)
        with self.assertRaises(AccessError):
            self.env["rating.rating"].with_user(self.manager).create(
                case._prepare_rating_vals()
            )
        case._rate_by_complainant("3", "3")
        rating = case.rating_ids.with_user(self.manager)
        for act in (lambda: rating.write({"rating": 5}), rating.reset, rating.unlink):
            with self.assertRaises(AccessError):
                act()
        with self.assertRaises(ValidationError), mute_logger("odoo.sql_db"):
            case.copy()._rate_by_complainant("7", "7")

    def test_a_rating_of_something_else_does_not_become_one_of_a_case(self):
        case = self._close()
        other = (
            self.env["rating.rating"]
            .with_user(self.employee)
            .create(
                {
                    "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                    "res_id": self.customer.id,
                    "rating": 5,
                    "consumed": True,
                }
            )
        )
        self.assertEqual(other.rating, 5)
        with self.assertRaises(AccessError):
            other.write(
                {
                    "res_model_id": self.env["ir.model"]._get_id(case._name),
                    "res_id": case.id,
                }
            )

    def test_a_copy_has_no_rating(self):
        case = self._close()
        case._rate_by_complainant("5", "5")
        self.assertFalse(case.copy().satisfaction_result)

    def test_becoming_confidential_takes_the_name_off(self):
        """What was said stays, who said it does not (R152)."""
        case = self._close(partner_id=self.customer.id)
        case._rate_by_complainant("5", "5", "Good")
        self.assertEqual(case.rating_ids.partner_id, self.customer)
        case.sudo().identity_mode = "confidential"
        self.assertFalse(case.rating_ids.partner_id)
        self.assertEqual(case.rating_ids.feedback, "Good")


@tagged("post_install", "-at_install")
class TestRatingAccess(RatingCase):
    """A rating is read by who may read its case, by whatever door (R153)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_case(
            identity_mode="confidential",
            complained_employee_ids=[(4, cls.staff[cls.officer].id)],
        )
        cls._close(cls.case)
        cls.case._rate_by_complainant("1", "2", "The officer shouted")
        cls.rating = cls.case.sudo().rating_ids

    def test_the_accused_finds_nothing(self):
        """Not by reading, searching, counting, grouping, or the name."""
        ratings = self.env["rating.rating"].with_user(self.officer)
        ours = [("id", "=", self.rating.id)]
        with self.assertRaises(AccessError):
            ratings.browse(self.rating.id).read(["feedback", "res_name"])
        self.assertFalse(ratings.search(ours))
        self.assertFalse(ratings.search_count([("res_id", "=", self.case.id)]))
        self.assertFalse(ratings.name_search(self.case.number))
        self.assertFalse(ratings._read_group(ours, ["res_model"], ["rating:avg"]))
        self.assertFalse(ratings.formatted_read_group(ours, ["res_id"], ["__count"]))

    def test_the_readers_of_the_case_read_it(self):
        for user in (self.handler, self.manager):
            rating = self.rating.with_user(user)
            self.assertEqual(rating.feedback, "The officer shouted")
            found = rating.search([("res_id", "=", self.case.id)])
            self.assertEqual(found, rating)

    def test_bystanders_do_not(self):
        for user in (self.employee, self.outsider):
            with self.assertRaises(AccessError):
                self.rating.with_user(user).read(["feedback"])

    def test_ratings_of_other_things_are_as_before(self):
        other = self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.customer.id,
                "rating": 3,
            }
        )
        found = self.env["rating.rating"].with_user(self.employee)
        self.assertIn(other, found.search([]))
        self.assertEqual(other.with_user(self.employee).rating, 3)
