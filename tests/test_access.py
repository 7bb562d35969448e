# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who may do what with which record: every model, role and operation."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import OFFICER, ComplaintCase

ALL = "rwcd"
STAFF = {"user": "r", "officer": "r", "manager": "r"}
READERS = {"employee": "r", **STAFF}
CONFIGURATION = {**STAFF, "manager": ALL}
DIALOG = {"user": ALL, "officer": ALL, "manager": ALL}
# What the access lists grant: r(ead), w(rite), c(reate), d(elete). Customers
# read cases, their own; a model that is missing from this table fails the test.
MATRIX = {
    "complaint.complaint": {
        "employee": "rc",
        "user": "rwc",
        "officer": "rwc",
        "manager": ALL,
        "portal": "r",
    },
    "complaint.contact": {
        "employee": "r",
        "user": "rwc",
        "officer": "rwc",
        "manager": "rwc",
    },
    "complaint.category": {**CONFIGURATION, "employee": "r"},
    "complaint.answer.text": CONFIGURATION,
    "complaint.answer.insert": DIALOG,
    "complaint.notice": DIALOG,
    "complaint.authority": CONFIGURATION,
    "complaint.approval": STAFF,
    "complaint.approval.answer": DIALOG,
    "complaint.apology": {
        "employee": "r",
        "user": "rwc",
        "officer": "rwc",
        "manager": "rwc",
    },
    "complaint.conflict.waiver": {**STAFF, "manager": "rc"},
    "complaint.remedy.type": {**CONFIGURATION, "employee": "r"},
    "complaint.remedy": {
        "employee": "r",
        "user": ALL,
        "officer": ALL,
        "manager": ALL,
    },
    "complaint.cause": {**CONFIGURATION, "employee": "r"},
    "complaint.dissatisfaction": {"officer": ALL, "manager": ALL},
    "complaint.guide": CONFIGURATION,
    "complaint.guide.step": CONFIGURATION,
    "complaint.makeup.day": {**CONFIGURATION, "employee": "r"},
    "complaint.escalation.rule": CONFIGURATION,
    "complaint.penalty.rule": {**READERS, "accountability": ALL},
    "complaint.penalty": {**READERS, "accountability": "rwc"},
    "complaint.penalty.event": {"accountability": "r"},
    "complaint.penalty.balance": {"accountability": "r"},
    "complaint.penalty.decide": {"accountability": ALL},
    "complaint.penalty.forget": {"accountability": ALL},
    "complaint.penalty.say": dict.fromkeys(READERS, ALL),
    "complaint.penalty.propose": {**DIALOG, "accountability": ALL},
    "complaint.penalty.report": {"accountability": "r"},
    "complaint.penalty.step": {"accountability": "rw"},
    "complaint.penalty.threshold": {"accountability": ALL},
    # Of departments that one leads.
    "complaint.penalty.total": READERS,
    "complaint.reward.board": READERS,
    "complaint.pause": READERS,
    "complaint.transition": READERS,
    "complaint.clock": READERS,
    "complaint.clock.event": READERS,
    "complaint.extension": READERS,
    "complaint.sla.policy": {**CONFIGURATION, "employee": "r"},
    "complaint.sla.target": {**CONFIGURATION, "employee": "r"},
    "complaint.step": STAFF,
    "complaint.report": STAFF,
    "complaint.transition.wizard": DIALOG,
    "complaint.tracking.slip": DIALOG,
    "complaint.address.accept": {"manager": ALL},
    "complaint.tracking.code": STAFF,
    "complaint.box": CONFIGURATION,
    "complaint.box.visit": STAFF,
    "complaint.box.opening": DIALOG,
    "complaint.box.opening.line": DIALOG,
    "complaint.authority.reply": DIALOG,
    "complaint.clock.report": STAFF,
    "complaint.clock.accept": {"manager": ALL},
    "complaint.words.waiver": STAFF,
    "complaint.words.confirm": DIALOG,
    "complaint.extend": DIALOG,
    "complaint.hold": DIALOG,
    "complaint.assign": DIALOG,
    "complaint.notice.bulk": DIALOG,
    # Rows are what one may read elsewhere; entries are for accountability only.
    "complaint.to.decide": {**STAFF, "accountability": "r"},
    "complaint.identity": {},
    "complaint.throttle": {},
    "complaint.mail.brought": {},
    # Addresses of people may be among them.
    "complaint.mail.relay": {"manager": ALL},
    "complaint.identity.access": STAFF,
    "complaint.identity.change": DIALOG,
    "complaint.identity.open": {"custodian": ALL},
    "complaint.identity.forget": {"custodian": ALL},
    "complaint.removal": {**STAFF, "custodian": "r"},
    "complaint.remove": {"custodian": ALL},
    "complaint.remove.line": {"custodian": ALL},
    "complaint.mailbox": CONFIGURATION,
    "complaint.unread.mail": {"officer": "r", "manager": "r"},
    "complaint.kept.file": {"officer": "r", "manager": "r", "custodian": "r"},
    "complaint.merge": DIALOG,
    "complaint.replan": {"manager": ALL},
    "complaint.setup": {"manager": ALL},
    "complaint.setup.line": {"manager": ALL},
    "complaint.replan.line": {"manager": ALL},
    "complaint.holiday.import": {"manager": ALL},
    "complaint.holiday.import.line": {"manager": ALL},
}
OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}


@tagged("post_install", "-at_install")
class TestAccessMatrix(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles = {
            "public": cls.env.ref("base.public_user"),
            "portal": new_test_user(cls.env, "case_portal", groups="base.group_portal"),
            "employee": cls.employee,
            "user": cls.clerk,
            "officer": cls.officer,
            "manager": cls.manager,
            "custodian": new_test_user(
                cls.env,
                "case_custodian",
                groups="complaint_management.group_complaint_custodian",
            ),
            "accountability": new_test_user(
                cls.env,
                "case_accountability",
                groups="complaint_management.group_complaint_accountability",
            ),
        }

    def _get_models(self):
        return {
            name
            for name, model in self.env.registry.items()
            if name.startswith("complaint.") and not model._abstract
        }

    def test_no_model_is_missing(self):
        """A new model says here who may use it."""
        self.assertEqual(self._get_models(), set(MATRIX))

    def test_matrix(self):
        """Each role does with each model what the table says, no more, no less."""
        for name, granted in MATRIX.items():
            for role, user in self.roles.items():
                model = self.env[name].with_user(user)
                found = "".join(
                    letter
                    for letter, operation in OPERATIONS.items()
                    if model.has_access(operation)
                )
                apart = role in ("custodian", "accountability")
                usual = granted.get("employee", "") if apart else ""
                with self.subTest(model=name, role=role):
                    self.assertEqual(found, granted.get(role, usual))


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


@tagged("post_install", "-at_install")
class TestProtected(ComplaintCase):
    """A protected case is hidden from the people it is about (R153)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Two are complained about: neither may hide behind the other.
        accused = cls.staff[cls.officer] | cls.staff[cls.handler]
        cls.case = cls._create_case(
            name="About the officer",
            identity_mode="confidential",
            complained_employee_ids=accused.ids,
        )
        cls._bring_to(cls.case, "acknowledged")
        cls._log_contact(cls.case, user=cls.manager)
        cls.accused = cls.officer | cls.handler

    def test_hidden_in_every_way(self):
        """Reading, searching, counting, grouping, naming: nothing shows (R153)."""
        domain = [("id", "=", self.case.id)]
        for user in self.accused:
            cases = self.env["complaint.complaint"].with_user(user)
            with self.subTest(user=user.login):
                self.assertFalse(cases.search(domain))
                self.assertEqual(cases.search_count(domain), 0)
                self.assertFalse(cases._read_group(domain, ["state"], ["__count"]))
                self.assertFalse(cases.name_search("About the officer"))
                self.assertFalse(cases.web_search_read(domain, {})["length"])
                with self.assertRaises(AccessError):
                    self.case.with_user(user).read(["name"])
                with self.assertRaises(AccessError):
                    self.case.with_user(user).write({"name": "Harmless"})
                with self.assertRaises(AccessError):
                    self.case.with_user(user).action_acknowledge()

    def test_leaving_the_company_opens_nothing(self):
        """An archived employee record protects as well as a present one (R153)."""
        self.case.complained_employee_ids.active = False
        for user in self.accused:
            with self.subTest(user=user.login):
                self.assertFalse(self.case.with_user(user)._filtered_access("read"))
                domain = [("id", "=", self.case.id)]
                self.assertFalse(self.Complaint.with_user(user).search(domain))

    def test_those_they_report_to_are_kept_out(self):
        """Neither the head of the accused nor the head above reads it (R153)."""
        near, far = (self._create_user(f"head_{n}", OFFICER) for n in (1, 2))
        heads = near | far
        self.assertEqual(len(self.case.with_user(near)._filtered_access("read")), 1)
        near_head, far_head = self.env["hr.employee"].create(
            [{"name": user.login, "user_id": user.id} for user in heads]
        )
        near_head.parent_id = far_head
        self.staff[self.handler].parent_id = near_head
        for user in heads:
            with self.subTest(user=user.login):
                cases = self.Complaint.with_user(user)
                self.assertFalse(cases.search([("id", "=", self.case.id)]))
                with self.assertRaises(AccessError):
                    self.case.with_user(user).read(["name"])
        self.assertLessEqual(heads, self.case._get_accused_users())
        self.case.identity_mode = "named"
        self.assertTrue(self.case.with_user(near)._filtered_access("read"))

    def test_heads_of_departments_are_kept_out(self):
        """Who heads the department that it is about does not read it (R153)."""
        head = self._create_user("head_of_unit", OFFICER)
        employee = self.env["hr.employee"].create({"name": "H", "user_id": head.id})
        unit = self.env["hr.department"].create(
            {"name": "Counter", "manager_id": employee.id}
        )
        case = self._create_case(
            identity_mode="confidential", complained_department_ids=unit.ids
        )
        self.assertFalse(case.with_user(head)._filtered_access("read"))
        self.assertIn(head, case._get_accused_users())

    def test_parts_are_hidden(self):
        """Nor what was said, logged and counted about it (R153)."""
        for user in self.accused:
            for model in (
                "complaint.contact",
                "complaint.transition",
                "complaint.report",
            ):
                fname = "complaint_id"
                if fname not in self.env[model]._fields:
                    fname = "id"
                with self.subTest(user=user.login, model=model):
                    found = self.env[model].search([(fname, "=", self.case.id)])
                    self.assertTrue(found)
                    records = self.env[model].with_user(user)
                    self.assertFalse(records.search([(fname, "=", self.case.id)]))
            with self.assertRaises(AccessError):
                self.case.contact_ids.with_user(user).read(["summary"])

    def test_messages_are_hidden(self):
        """The chatter is as closed as the case (R153)."""
        message = self.case.message_post(body="The officer was rude")
        for user in self.accused:
            with self.assertRaises(AccessError):
                message.with_user(user).read(["body"])

    def test_others_still_see_it(self):
        """The manager and the clerk, who work on it, do; so does everybody
        entitled where nobody is complained about."""
        self.assertTrue(self.case.with_user(self.manager).name)
        self.assertTrue(self.case.with_user(self.clerk).name)
        nobody = self._create_case(identity_mode="confidential")
        for user in (self.officer, self.handler, self.manager):
            self.assertTrue(nobody.with_user(user).name)

    def test_named_cases_stay_open(self):
        """The person complained about may take part where nobody is protected."""
        case = self._create_case(complained_employee_ids=self.staff[self.officer].ids)
        self.assertTrue(case.with_user(self.officer).name)

    def test_following_does_not_help(self):
        """A follower who is complained about does not read it either (R153)."""
        self.case._message_subscribe(self.accused.partner_id.ids)
        for user in self.accused:
            with self.assertRaises(AccessError):
                self.case.with_user(user).read(["name"])

    def test_nothing_is_sent_to_them(self):
        """Nor does a follower, or who is mentioned, get a mail about it (R153)."""
        case = self._with_mail(self.case)
        people = self.accused.partner_id | self.clerk.partner_id
        case._message_subscribe(people.ids)
        message = case.message_post(
            body="The officer was rude",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.officer.partner_id.ids,
        )
        told = message.notification_ids.res_partner_id
        self.assertIn(self.clerk.partner_id, told)
        self.assertFalse(told & self.accused.partner_id)

    def test_the_name_is_hidden_wherever_it_is_pointed_at(self):
        """A case that points at it tells its number and name to its readers (R153)."""
        pointer = self._create_case(parent_id=self.case.id)
        self.env.flush_all()
        for user, shown in (
            (self.officer, "Protected case"),
            (self.manager, f"{self.case.number} About the officer"),
        ):
            self.env.invalidate_all()
            specification = {"parent_id": {"fields": {"display_name": {}}}}
            with self.subTest(user=user.login):
                [values] = pointer.with_user(user).web_read(specification)
                self.assertEqual(values["parent_id"]["display_name"], shown)

    def test_bystanders_lose_it(self):
        """Who followed a case without working on it does not see it any more."""
        case = self._create_case()
        people = self.employee | self.colleague | self.officer
        case._message_subscribe(people.partner_id.ids)
        case.with_user(self.manager).identity_mode = "confidential"
        followers = case.message_partner_ids
        self.assertFalse(followers & (self.employee | self.colleague).partner_id)
        self.assertIn(self.officer.partner_id, followers)
        self.assertFalse(case.with_user(self.employee).has_access("read"))

    def test_they_do_not_handle_it(self):
        """It is not routed to them, and not given to them by hand (R153)."""
        self.assertEqual(self.category.user_id, self.handler)
        self.assertNotEqual(self.case.user_id, self.handler)
        for fname in ("user_id", "investigator_id"):
            with self.subTest(field=fname), self._assert_refused("is protected"):
                self.case[fname] = self.handler
        self.case.user_id = self.manager
        named = self._create_case(user_id=self.manager.id)
        named.complained_employee_ids = self.staff[self.handler]
        self.staff[self.handler].parent_id = self.env["hr.employee"].create(
            {"name": "Head", "user_id": self.manager.id}
        )
        with self._assert_refused("is protected"):
            named.identity_mode = "confidential"
