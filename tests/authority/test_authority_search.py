# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Finding who may promise it: the nearest, who stands in, and among very many."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import AuthorityCase

STAFF = "complaint_management.group_complaint_user"
MANY = 1000


@tagged("post_install", "-at_install")
class TestFindApprovers(AuthorityCase):
    """The handler's chain: clerk of the unit, its head, the director above."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.of_managers.sequence = 30
        cls.head = cls._create_user("authority_head", STAFF)
        cls.director = cls._create_user("authority_director", STAFF)
        cls.deputy = cls._create_user("authority_deputy", STAFF)
        people = cls.env["hr.employee"].create(
            [
                {"name": user.name, "user_id": user.id, "company_id": cls.company.id}
                for user in (cls.head | cls.director | cls.deputy)
            ]
        )
        cls.staff.update(zip(cls.head | cls.director | cls.deputy, people, strict=True))
        cls.department.manager_id = cls.staff[cls.head]
        cls.staff[cls.handler].parent_id = cls.staff[cls.head]
        cls.staff[cls.head].parent_id = cls.staff[cls.director]
        cls.case = cls._create_case()
        cls.line = cls._add_remedy(cls.case, amount=300)

    def _find(self, case=None):
        return self._as_handler(case or self.case)._find_approvers()

    def _send_away(self, *users):
        now = fields.Datetime.now()
        self.env["resource.calendar.leaves"].create(
            [
                {
                    "name": "Away",
                    "resource_id": self.staff[user].resource_id.id,
                    "date_from": now - timedelta(days=1),
                    "date_to": now + timedelta(days=1),
                }
                for user in users
            ]
        )

    # ------------------------------------------------------------------
    # Near
    # ------------------------------------------------------------------

    def test_without_anybody_near_the_managers(self):
        """R92: who has the authority wherever they are."""
        found = self._find()
        self.assertIn(self.manager, found)
        self.assertFalse(found & (self.handler | self.head | self.director))

    def test_nearest_first(self):
        """R92: team leader, head of the unit, up the chain, then the others."""
        for user in (self.director, self.head, self.colleague):
            self._grant(user, 300)
        self.assertEqual(self._find()[:2], self.head + self.director)
        self.team.user_id = self.colleague
        self.assertEqual(self._find()[:3], self.colleague + self.head + self.director)

    def test_only_who_covers_it_all(self):
        """R96: whoever is asked can decide, with all else that is prepared."""
        self._grant(self.head, 299)
        self._grant(self.director, 310)
        self.assertEqual(self._find()[:1], self.director)
        self._add_remedy(self.case, amount=30)
        self.assertEqual(self._find()[:1], self.manager)

    def test_the_smallest_sufficient_order(self):
        """Among strangers the order of their authorities says who is asked."""
        self._grant(self.outsider, 300, sequence=20)
        self.assertEqual(self._find()[:1], self.outsider)

    def test_never_handler_asker_or_concerned(self):
        """R153: whoever it is about decides nothing, nor does who reports to them."""
        for user in (self.handler, self.employee, self.colleague, self.head):
            self._grant(user, 300)
        self.employee.group_ids += self.env.ref(STAFF)
        self.staff[self.employee].parent_id = self.staff[self.head]
        self.case.write(
            {
                "complained_employee_ids": [(4, self.staff[self.head].id)],
                "user_id": self.outsider.id,
            }
        )
        found = self.case.with_user(self.colleague)._find_approvers(self.line)
        self.assertFalse(
            found & (self.outsider | self.head | self.employee | self.colleague)
        )

    # ------------------------------------------------------------------
    # Away, gone, going round
    # ------------------------------------------------------------------

    def test_who_stands_in(self):
        """Who is on leave is left out; their substitute is asked instead."""
        for user in (self.head, self.director, self.deputy):
            self._grant(user, 300)
        self._send_away(self.head)
        self.assertEqual(self._find()[:1], self.director)
        self.staff[self.head].coach_id = self.staff[self.deputy]
        found = self._find()
        self.assertEqual(found[:2], self.deputy + self.director)
        self.assertNotIn(self.head, found)

    def test_cycle_of_absentees(self):
        """Each one stands in for the next, and all are away: the managers decide."""
        ring = self.head | self.director | self.deputy
        for user in ring:
            self._grant(user, 300)
        head, director, deputy = (self.staff[user] for user in ring)
        head.coach_id, director.coach_id, deputy.coach_id = director, deputy, head
        (director | deputy).parent_id = False
        self._send_away(*ring)
        found = self._find()
        self.assertIn(self.manager, found)
        self.assertFalse(found & ring)

    def test_chain_that_goes_round(self):
        """A chain of managers that ends where it began ends the search as well."""
        self.env.cr.execute(
            "UPDATE hr_employee SET parent_id = %s WHERE id = %s",
            [self.staff[self.handler].id, self.staff[self.director].id],
        )
        self.staff[self.director].invalidate_recordset()
        self._grant(self.director, 300)
        self.assertEqual(self._find()[:1], self.director)

    def test_everybody_is_away(self):
        """Somebody is asked all the same: a case does not wait for nobody."""
        self.of_managers.active = False
        self._grant(self.head, 300)
        managers = self.env.ref(
            "complaint_management.group_complaint_manager"
        ).all_user_ids
        people = self.env["hr.employee"].search([("user_id", "in", managers.ids)])
        self.staff.update({who.user_id: who for who in people})
        self._send_away(self.head, *people.user_id)
        self.assertTrue(self._find())

    def test_no_user_archived_or_no_employee(self):
        """A manager who left, or has no user, is passed over for the next one up."""
        self._grant(self.director, 300)
        self._grant(self.head, 300)
        self.head.active = False
        self.assertEqual(self._find()[:1], self.director)
        self.staff[self.head].user_id = False
        self.assertEqual(self._find()[:1], self.director)
        self.staff[self.head].active = False
        self.assertEqual(self._find()[:1], self.director)
        self.staff[self.handler].active = False
        self.assertTrue(self._find())

    def test_not_who_works_elsewhere(self):
        """Somebody who moved to another company, or does not handle complaints."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self._grant(self.head, 300)
        self._grant(self.director, 300)
        self.head.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self.director.group_ids -= self.env.ref(STAFF)
        found = self._find()
        self.assertFalse(found & (self.head | self.director))
        self.assertIn(self.manager, found)

    def test_nobody_has_the_authority(self):
        """Nobody covers it: the managers keep the authorities, so they are asked."""
        self.of_managers.active = False
        self.assertIn(self.manager, self._find())

    def test_no_rate_for_anybody_limited(self):
        """Without a rate only who has no limit can decide."""
        self._grant(self.head, 300)
        foreign = self.env["res.currency"].create({"name": "XTT", "symbol": "x"})
        self.env.cr.execute(
            "UPDATE complaint_remedy SET currency_id = %s WHERE id = %s",
            [foreign.id, self.line.id],
        )
        self.line.invalidate_recordset()
        found = self._find()
        self.assertNotIn(self.head, found)
        self.assertIn(self.manager, found)

    # ------------------------------------------------------------------
    # The decision
    # ------------------------------------------------------------------

    def test_who_approves_the_decision_may_promise_it(self):
        """R191: of the managers, those whose authority covers what is promised."""
        self.of_managers.write({"is_unlimited": False, "amount_case": 100})
        rich = self._create_user(
            "authority_rich", "complaint_management.group_complaint_manager"
        )
        newer = self._create_user(
            "authority_newer", "complaint_management.group_complaint_manager"
        )
        self._grant(rich, 1000)
        found = self._as_handler(self.case)._get_approvers()
        self.assertEqual(found[:1], rich)
        self.assertIn(newer, found)
        self.line.unlink()
        self.assertEqual(self._as_handler(self.case)._get_approvers()[:1], newer)


@tagged("post_install", "-at_install")
class TestMany(AuthorityCase):
    """R90: as many queries for a thousand authorities, and lines, as for a few."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_case()

    def _count(self, act, records):
        """How many queries a first look takes."""
        self.env.flush_all()
        self.env.invalidate_all()
        # What was read with them before is forgotten, too.
        records = records.browse(records.ids)
        before = self.env.cr.sql_log_count
        act(records)
        return self.env.cr.sql_log_count - before

    def _add_authorities(self, count):
        users = self.env["res.users"].create(
            [
                {
                    "name": f"Authority {count} {number}",
                    "login": f"authority_{count}_{number}",
                    "group_ids": [(4, self.env.ref(STAFF).id)],
                }
                for number in range(3)
            ]
        )
        jobs = self.env["hr.job"].create(
            [{"name": f"Job {count} {number}"} for number in range(3)]
        )
        holders = [*users, *jobs]
        for number in range(0, count, len(holders)):
            for holder in holders:
                self._grant(holder, number, **self._only("refund", "voucher"))

    def test_search_among_a_thousand(self):
        line = self._add_remedy(self.case, amount=400)
        case = self._as_handler(self.case)
        find = lambda one: one._find_approvers(line.with_env(one.env))  # noqa: E731
        self._add_authorities(12)
        few = self._count(find, case)
        self._add_authorities(MANY)
        many = self._count(find, case)
        self.assertGreater(self.Authority.search_count([]), MANY)
        self.assertLessEqual(many, few + 2)
        self.assertLessEqual(many, 60)

    def test_many_lines(self):
        for _number in range(3):
            self._add_remedy(self.case, amount=5)
        uncovered = lambda lines: lines._get_uncovered()  # noqa: E731
        few = self._count(uncovered, self._as_handler(self.case.remedy_ids))
        for _number in range(40):
            self._add_remedy(self.case, amount=5)
        many = self._count(uncovered, self._as_handler(self.case.remedy_ids))
        self.assertEqual(len(self.case.remedy_ids), 43)
        self.assertLessEqual(many, few)

    def test_lines_of_many_cases(self):
        def add(count):
            cases = self.Complaint.create(
                [self._prepare_case_vals() for _number in range(count)]
            )
            for case in cases:
                line = self._add_remedy(case, amount=5)
                self._as_handler(line).action_offer()
            return self.Remedy.union(
                *(self._add_remedy(case, amount=5) for case in cases)
            )

        uncovered = lambda lines: lines._get_uncovered()  # noqa: E731
        few = self._count(uncovered, self._as_handler(add(2)))
        many = self._count(uncovered, self._as_handler(add(12)))
        self.assertLessEqual(many, few)

    def test_explanations_of_many_cases(self):
        """R123: a list of cases with the sentence takes as many as one case."""
        cases = self.Complaint.create(
            [self._prepare_case_vals() for _number in range(10)]
        )
        read = lambda found: found.mapped("authority_explanation")  # noqa: E731
        few = self._count(read, self._as_handler(cases[:1]))
        self.assertLessEqual(self._count(read, self._as_handler(cases)), few)
