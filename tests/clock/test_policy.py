# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which deadlines run: the first policy whose criteria all fit (DESIGN.md 4)."""

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import MONDAY, ClockCase


@tagged("post_install", "-at_install")
class TestPolicyChoice(ClockCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.sequence = 90

    def _first(self, name, **criteria):
        return self._create_policy(name, sequence=1, **criteria)

    def test_first_that_fits(self):
        """By sequence, not by age; what fits nothing gets no clocks."""
        first = self._first("First")
        self.assertEqual(self._receive().policy_id, first)
        first.sequence = 99
        self.assertEqual(self._receive().policy_id, self.policy)
        inquiry = self._receive(kind="inquiry")
        self.assertEqual(inquiry.policy_id, first)
        first.active = False
        inquiry = self._receive(kind="inquiry")
        self.assertFalse(inquiry.policy_id)
        self.assertFalse(inquiry.clock_ids)
        self.assertFalse(inquiry.next_due_date)

    def test_category_subtree(self):
        """A category stands for its whole branch, and for nothing beside it."""
        other = self.category.copy({"name": "Rude clerk"})
        below = self.category.copy(
            {"name": "Estimated bill", "parent_id": self.category.id}
        )
        policy = self._first("Bills", category_ids=[Command.set(self.category.ids)])
        self.assertEqual(self._receive(category_id=below.id).policy_id, policy)
        self.assertEqual(self._receive(category_id=other.id).policy_id, self.policy)
        self.assertEqual(self._receive(category_id=False).policy_id, self.policy)

    def test_severity_at_least(self):
        policy = self._first("Serious", severity="2")
        for severity, expected in (
            ("1", self.policy),
            ("2", policy),
            ("3", policy),
        ):
            with self.subTest(severity=severity):
                case = self._receive(severity=severity, category_id=False)
                self.assertEqual(case.policy_id, expected)

    def test_all_criteria(self):
        """Every criterion has to be met, and each of them counts."""
        tag = self.env["res.partner.category"].create({"name": "Hospital"})
        partner = self.env["res.partner"].create(
            {"name": "City clinic", "category_id": [Command.link(tag.id)]}
        )
        policy = self._first(
            "Hospitals",
            kind="complaint",
            identity_mode="named",
            channel_ids=[Command.set(self.channel.ids)],
            team_ids=[Command.set(self.team.ids)],
            partner_tag_ids=[Command.set(tag.ids)],
        )
        fitting = {"identity_mode": "named", "partner_id": partner.id}
        self.assertEqual(self._receive(**fitting).policy_id, policy)
        for miss in (
            {"kind": "inquiry"},
            # Nor would a policy for hospitals tell that it is a hospital.
            {"identity_mode": "confidential"},
            {"channel_id": False},
            {"team_id": self.other_team.id},
            {"partner_id": False},
        ):
            with self.subTest(miss=miss):
                case = self._receive(**{**fitting, **miss})
                self.assertNotEqual(case.policy_id, policy)

    def test_companies(self):
        """A policy of another company is never taken; a shared one is."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self._first("Elsewhere", company_id=other.id)
        shared = self._first("Everywhere", company_id=False)
        self.assertEqual(self._receive().policy_id, shared)

    def test_chosen_again(self):
        """A changed assessment chooses again, a closed case keeps what it had."""
        policy = self._first("Critical", severity="3")
        case = self._receive()
        self.assertEqual(case.policy_id, self.policy)
        with self._at(MONDAY):
            case.severity = "3"
        self.assertEqual(case.policy_id, policy)
        with self._at(MONDAY):
            self._bring_to(case, "closed")
            case.severity = "0"
        self.assertEqual(case.policy_id, policy)

    def test_merged_category(self):
        """Deleting or moving categories leaves running clocks alone."""
        case = self._receive()
        clock = self._get_clock(case, "resolve")
        due = clock.date_due
        self.category.parent_id = self.category.copy({"name": "Bills"})
        self.assertEqual(clock.date_due, due)
        case.category_id = False
        self.category.unlink()
        self.assertEqual(self._get_clock(case, "resolve").date_due, due)


@tagged("post_install", "-at_install")
class TestPolicyChecks(ClockCase):
    """What cannot be counted is refused where it is saved, in plain words."""

    def test_calendar_without_hours(self):
        empty = self._create_calendar("Nobody there", attendance_ids=[])
        with self._assert_refused("no working hours", ValidationError):
            self.policy.calendar_id = empty
        with self._assert_refused("no working hours", ValidationError):
            self._create_policy("Never", calendar_id=empty.id)
        self._create_policy(
            "By the clock",
            targets=[{"milestone": "answer", "unit": "elapsed_hours", "amount": 24}],
            calendar_id=empty.id,
        )

    def test_no_calendar(self):
        self.company.complaint_calendar_id = False
        self.company.resource_calendar_id = False
        with self._assert_refused("Choose one", ValidationError):
            self._create_policy("Nowhere")

    def test_emptied_calendar(self):
        """A calendar emptied later stops nobody's work: it counts day and night."""
        self.calendar.attendance_ids.unlink()
        case = self._receive()
        clock = self._get_clock(case, "acknowledge")
        self.assertEqual(clock.date_due, MONDAY.replace(hour=6))

    def test_closed_for_years(self):
        """Refused where it is saved; cases are registered and due all the same."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Closed for good",
                "calendar_id": self.calendar.id,
                "company_id": self.company.id,
                "date_from": "2020-01-01 00:00:00",
                "date_to": "2050-01-01 00:00:00",
            }
        )
        with self._assert_refused("no working hours", ValidationError):
            self._create_policy("Never")
        case = self._receive()
        self.assertEqual(
            self._get_clock(case, "acknowledge").date_due, MONDAY.replace(hour=6)
        )

    def test_mistyped_year(self):
        with self._assert_refused("Check the year", ValidationError):
            self._create_case(date_received="1026-06-01 02:00:00")

    def test_amounts(self):
        target = self.policy.target_ids.filtered("cap_amount")
        with self._assert_refused("longer than 0", ValidationError):
            target.amount = 0
        with self._assert_refused("whole days", ValidationError):
            target.amount = 2.5

    def test_one_target_a_milestone(self):
        """Two promises for one milestone would be one too many."""
        copy = self.policy.copy()
        self.assertEqual(len(copy.target_ids), 4)
        self.assertEqual(len(self.policy.target_ids), 4)
