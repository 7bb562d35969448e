# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which cases, parts and fields a person reads and edits."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestOwnAndTeam(ComplaintCase):
    """Which cases a person reads and edits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls._create_case
        cls.registered = case(user=cls.employee)
        cls.handled = case()
        cls.orphan = case(category_id=False)
        # Nobody's any more: otherwise who met the customer first keeps it.
        cls.orphan.user_id = False
        cls.other = case(
            category_id=False, team_id=cls.other_team.id, user_id=cls.officer.id
        )
        cls.confidential = case(identity_mode="confidential")
        cls.all = (
            cls.registered | cls.handled | cls.orphan | cls.other | cls.confidential
        )

    def _assert_access(self, user, readable, writable):
        """``user`` reads and writes these of the five cases; search agrees."""
        cases = self.all.with_user(user)
        self.assertEqual(cases._filtered_access("read"), readable)
        self.assertEqual(cases._filtered_access("write"), writable)
        domain = [("id", "in", self.all.ids)]
        self.assertEqual(cases.search(domain), readable.sorted())
        self.assertEqual(cases.search_count(domain), len(readable))

    def test_employee(self):
        """An employee follows the cases they registered, without editing."""
        self._assert_access(self.employee, self.registered, self.all.browse())

    def test_employee_follower(self):
        """Who was added to a case as a follower reads it, no more."""
        self.handled._message_subscribe(self.employee.partner_id.ids)
        self._assert_access(
            self.employee, self.registered | self.handled, self.all.browse()
        )

    def test_handler(self):
        """A user works on their own cases, their team's and those nobody has."""
        mine = self.registered | self.handled | self.orphan | self.confidential
        self._assert_access(self.handler, mine, mine)

    def test_colleague(self):
        """The team helps out, but a confidential case is not for all of it."""
        team = self.registered | self.handled | self.orphan
        self._assert_access(self.colleague, team, team)

    def test_outsider(self):
        """Another team sees its own cases and those nobody has."""
        theirs = self.orphan | self.other
        self._assert_access(self.outsider, theirs, theirs)

    def test_clerk(self):
        """Who met the customer first stays with the case (R86)."""
        mine = self.handled | self.orphan | self.other | self.confidential
        self._assert_access(self.clerk, mine, mine)

    def test_investigator(self):
        """A case is opened to whoever investigates it, confidential or not."""
        self.confidential.investigator_id = self.investigator
        mine = self.orphan | self.confidential
        self._assert_access(self.investigator, mine, mine)

    def test_officer_and_manager(self):
        """Officers and managers work on all cases of the company."""
        for user in (self.officer, self.manager):
            with self.subTest(user=user.login):
                self._assert_access(user, self.all, self.all)

    def test_employee_registers(self):
        """Any employee registers a case; it is theirs to follow (R31)."""
        case = self._create_case(user=self.employee, category_id=False)
        self.assertEqual(case.first_contact_user_id, self.employee)
        self.assertEqual(case.with_user(self.employee).state, "new")
        with self.assertRaises(AccessError):
            case.with_user(self.employee).name = "Changed"
        with self.assertRaises(AccessError):
            case.with_user(self.employee).action_acknowledge()

    def test_employee_discusses(self):
        """Who registered a case can tell what they remember later."""
        message = self.registered.with_user(self.employee).message_post(body="Also…")
        self.assertEqual(message.res_id, self.registered.id)
        with self.assertRaises(AccessError):
            self.other.with_user(self.employee).message_post(body="Let me see")

    def test_staff_fields(self):
        """Whose fault it was, and advice on people, is for those who handle it."""
        case = self.registered.with_user(self.employee)
        for fname in (
            "fault_level",
            "responsible_employee_ids",
            "responsible_department_ids",
            "mindset",
            "mindset_guidance",
            "guide_checklist",
            "finding",
            "decision",
            "lesson",
        ):
            with self.subTest(field=fname):
                self.assertNotIn(fname, case.fields_get())
                with self.assertRaises(AccessError):
                    case.read([fname])

    def test_staff_fields_are_not_guessed(self):
        """Nor does a search tell an employee what they may not read."""
        cases = self.Complaint.with_user(self.employee)
        for fname, value in (("fault_level", "none"), ("mindset", "venting")):
            with self.subTest(field=fname), self.assertRaises(AccessError):
                cases.search([(fname, "=", value)])
            with self.subTest(field=fname), self.assertRaises(AccessError):
                cases._read_group([], [fname], ["__count"])

    def test_parts_follow_their_case(self):
        """Contacts, pauses, ticks and the log are as accessible as the case."""
        parts = self._make_parts(self.handled)
        for part in parts:
            with self.subTest(part=part._name):
                seen = part.with_user(self.colleague)
                self.assertEqual(seen.search([("id", "=", part.id)]), part)
                hidden = part.with_user(self.outsider)
                self.assertFalse(hidden.search([("id", "=", part.id)]))
                with self.assertRaises(AccessError):
                    hidden.read(["complaint_id"])
                if part._name != "complaint.step":
                    with self.assertRaises(AccessError):
                        part.with_user(self.employee).read(["complaint_id"])

    def _make_parts(self, case):
        self._bring_to(case, "acknowledged")
        contact = self._log_contact(case, user=self.clerk)
        case.with_user(self.clerk)._hold("Waits", "Bills", "customer", 3)
        step = self.env["complaint.guide.step"].search([], limit=1)
        case.with_user(self.clerk).action_tick_guide_step(step.id)
        return [
            contact,
            case.pause_ids,
            case.transition_ids,
            case.sudo().guide_tick_ids,
        ]

    def test_contacts_are_written_by_who_writes_the_case(self):
        """Nobody logs or changes a contact on a case that is not theirs."""
        contact = self._log_contact(self.handled, summary="Promised 400")
        for attempt in (
            lambda: contact.with_user(self.outsider).write({"summary": "x"}),
            lambda: self._log_contact(self.handled, user=self.outsider),
            lambda: self._log_contact(self.registered, user=self.employee),
            lambda: contact.with_user(self.handler).unlink(),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_a_contact_is_not_moved_to_another_case(self):
        """A contact cannot be slipped into a case that its author cannot edit."""
        contact = self._log_contact(self.handled)
        with self.assertRaises(AccessError):
            contact.with_user(self.handler).complaint_id = self.other
