# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One list of what waits for somebody's yes; with the rules of what waits."""

from odoo.exceptions import AccessError, MissingError
from odoo.tests import new_test_user, tagged

from ..common import MANAGER, ComplaintCase

ACCOUNTABILITY = "complaint_management.group_complaint_accountability"


@tagged("post_install", "-at_install")
class TestToDecide(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rows = cls.env["complaint.to.decide"]
        cls.other_manager = cls._create_user("decide_manager", MANAGER)

    def _find(self, user, case, **given):
        domain = [("complaint_id", "=", case.id)]
        domain += [(fname, "=", value) for fname, value in given.items()]
        # Rows say something else to each reader.
        self.Rows.invalidate_model()
        return self.Rows.with_user(user).search(domain)

    def test_decision(self):
        case = self._bring_to(self._create_case(demand="The money back"), "pending")
        row = self._find(self.manager, case)
        self.assertRecordValues(
            row,
            [
                {
                    "kind": "decision",
                    "reason": "The money back",
                    "requester_id": case._get_last_log("request_approval").user_id.id,
                    "is_mine": True,
                }
            ],
        )
        self.assertEqual(row.display_name, case.display_name)
        action = row.action_open()
        self.assertEqual((action["res_model"], action["res_id"]), (case._name, case.id))
        self.assertTrue(self._find(self.other_manager, case, is_mine=True))

    def test_nobody_is_offered_their_own(self):
        """Who handles it, asked for it or reports to the accused decides not."""
        case = self._bring_to(self._create_case(), "pending")
        case.user_id = self.manager
        self.assertFalse(self._find(self.manager, case).is_mine)
        employee = self.env["hr.employee"].create(
            {"name": "Boss", "user_id": self.other_manager.id}
        )
        case.complained_employee_ids = employee
        self.assertFalse(self._find(self.other_manager, case).is_mine)
        self.assertFalse(self._find(self.officer, case).is_mine)

    def test_ids_that_somebody_made_up_are_missing(self):
        """A remote call reads any id: it hears that nothing is there."""
        case = self._bring_to(self._create_case(), "pending")
        row = self._find(self.manager, case)
        gone = self._create_case()
        for id_ in (15, row.id + 15, 16 * 999999999 + 15, gone.id * 16):
            ghost = self.Rows.with_user(self.manager).browse(id_)
            with self.subTest(id=id_):
                self.assertFalse(ghost.read(["kind", "reason", "display_name"]))
                self.assertFalse(ghost.exists())
                with self.assertRaises(MissingError):
                    ghost.kind  # noqa: B018
        with self.assertRaises(MissingError):
            self.Rows.with_user(self.manager).browse(15).action_open()

    def test_decided_is_gone(self):
        case = self._bring_to(self._create_case(), "pending")
        case.with_user(self.manager).action_approve()
        self.assertFalse(self._find(self.manager, case))

    def test_suggestion_and_address(self):
        case = self._bring_to(self._create_case(kind="suggestion"), "assessed")
        self.assertEqual(self._find(self.manager, case).kind, "suggestion")
        changed = self._create_case(user_id=self.handler.id)
        changed.with_user(self.handler).email_from = "somebody@example.com"
        self.assertEqual(self._find(self.manager, changed).kind, "address")
        self.assertFalse(self._find(self.handler, changed).is_mine)

    def test_more_time(self):
        case = self._create_case(user_id=self.handler.id)
        clock = case.clock_ids.filtered("cap_amount")[:1]
        extension = (
            self.env["complaint.extension"]
            .sudo()
            .create(
                {
                    "complaint_id": case.id,
                    "clock_id": clock.id or case.clock_ids[0].id,
                    "unit": "working_hours",
                    "amount": 1,
                    "reason": "The laboratory needs longer",
                    "requested_by_id": self.handler.id,
                    "approver_id": self.manager.id,
                }
            )
        )
        row = self._find(self.manager, case, kind="extension")
        self.assertEqual(row.reason, extension.reason)
        self.assertTrue(row.is_mine)
        self.assertFalse(self._find(self.other_manager, case, kind="extension").is_mine)

    def test_rows_are_as_readable_as_what_waits(self):
        """By search, and one by one; protected cases keep out whom they are about."""
        case = self._bring_to(self._create_case(), "pending")
        row = self._find(self.manager, case)
        self.assertFalse(self._find(self.outsider, case))
        self._assert_hidden(row, self.outsider)
        with self.assertRaises(AccessError):
            self.Rows.with_user(self.employee).search([])
        accused = self._create_user("decide_accused", MANAGER)
        employee = self.env["hr.employee"].create(
            {"name": "Accused", "user_id": accused.id}
        )
        case.complained_employee_ids = employee
        case.write({"identity_mode": "confidential"})
        self.assertFalse(self._find(accused, case))
        self._assert_hidden(row, accused)

    def _assert_hidden(self, row, user):
        row = row.with_user(user)
        self.assertFalse(row.has_access("read"))
        row.invalidate_recordset()
        self.assertEqual(row.read(["reason", "kind"]), [])

    def _create_judge(self):
        return new_test_user(
            self.env, "decide_judge", groups=ACCOUNTABILITY, company_id=self.company.id
        )

    def _propose_entry(self, employee):
        """An entry about somebody, as an approved decision proposes it."""
        case = self._bring_to(self._create_case(), "approved")
        rule = self.env["complaint.penalty.rule"].create(
            {
                "code": "D-1",
                "name": "Mistake",
                "clause": "Who makes a mistake.",
                "basis": "caused",
                "kind": "points",
                "points": 1,
                "months": 6,
            }
        )
        return (
            self.env["complaint.penalty"]
            .sudo()
            ._propose(
                [
                    {
                        "complaint_id": case.id,
                        "employee_id": employee.id,
                        "rule_id": rule.id,
                        "origin": "verdict",
                    }
                ]
            )
        )

    def test_nobody_judges_whom_they_report_to(self):
        judge = self._create_judge()
        boss = self.staff[self.handler]
        self.env["hr.employee"].create(
            {"name": "Judge", "user_id": judge.id, "parent_id": boss.id}
        )
        entry = self._propose_entry(boss)
        rows = self.Rows.with_user(judge).search([("kind", "=", "proposal")])
        row = rows.filtered(lambda row: row.entry_id == entry)
        self.assertTrue(row)
        self.assertFalse(row.is_mine)

    def test_entries_are_for_officers_of_accountability(self):
        judge = self._create_judge()
        entry = self._propose_entry(self.staff[self.handler])
        rows = self.Rows.with_user(judge).search([("kind", "=", "proposal")])
        row = rows.filtered(lambda row: row.entry_id == entry)
        self.assertTrue(row.is_mine)
        self.assertEqual(row.action_open()["res_id"], entry.id)
        self.assertIn(entry.name, row.display_name)
        found = self.Rows.with_user(self.manager).search([])
        self.assertFalse({"proposal", "entry", "appeal"} & set(found.mapped("kind")))

    def test_reading_costs_the_same_for_many(self):
        """However many entries wait, their names come together (R162)."""
        judge = self._create_judge()
        entries = self._propose_entry(self.staff[self.handler])
        for number in range(3):
            person = self.env["hr.employee"].create({"name": f"Clerk {number}"})
            entries |= self.env["complaint.penalty"]._propose(
                [
                    {
                        "complaint_id": entries[0].complaint_id.id,
                        "employee_id": person.id,
                        "rule_id": entries[0].rule_id.id,
                        "origin": "verdict",
                    }
                ]
            )
        rows = self.Rows.with_user(judge).search([("kind", "=", "proposal")])
        rows = rows.filtered(lambda row: row.entry_id in entries)
        self.assertEqual(len(rows), 4)

        def read(rows):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(all(rows.mapped("display_name")))
            return self.env.cr.sql_log_count - before

        read(rows)
        self.assertEqual(read(rows), read(rows[:1]))

    def test_counting_costs_the_same_for_many(self):
        rows = self.Rows.with_user(self.manager)

        def count():
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            rows._read_group([("is_mine", "=", True)], ["kind"], ["__count"])
            return self.env.cr.sql_log_count - before

        self._bring_to(self._create_case(), "pending")
        count()
        few = count()
        for _index in range(3):
            self._bring_to(self._create_case(), "pending")
        count()
        self.assertEqual(count(), few)
        self.assertLessEqual(few, 4)
