# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A tracking code that staff issued proves nothing about who enters it (R150, R152)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import MANAGER, USER
from .tracking_common import TrackingCase

WHOM = "a person at counter 3"
TYPED = {"identity": "named", "name": "Somebody Else", "phone": "0123 456789"}


@tagged("post_install", "-at_install")
class TestStaffCode(TrackingCase):
    """``guarded`` is confidential, and its handler has issued a code for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.guarded = cls._create_secret(user_id=cls.handler.id)
        cls.slip = cls.guarded.with_user(cls.handler)._issue_tracking_code(WHOM)
        cls.counter = cls.case.with_user(cls.officer)._issue_tracking_code(WHOM)

    def _assert_marked(self, text):
        self.assertIn(WHOM, str(text))

    def _disclose(self, **who):
        return self._post("/disclose", step="confirm", **{**TYPED, **who})

    # ------------------------------------------------------------------
    # The vault stays shut
    # ------------------------------------------------------------------

    def test_nothing_comes_out_of_the_vault(self):
        """Disclosing puts on the case what was typed, and nothing else."""
        self._enter(self.slip)
        self._disclose()
        case = self.guarded
        self.assertEqual(case.identity_mode, "named")
        self.assertEqual(case.partner_name, "Somebody Else")
        self.assertFalse(case.partner_id or case.email_from or case.street)
        self.assertFalse(self._find("xanthippe.quell") | self._find("Hidden Lane"))
        self.assertEqual(self._get_vault(case).email_from, self.secret.email)
        self._assert_marked(self._get_talk(case)[-1:].body)
        self.assertFalse(case.identity_access_ids)

    def test_nothing_typed_takes_nothing_out(self):
        self._enter(self.slip)
        self._disclose(name="S", phone="00000")
        self.assertEqual(self.guarded.partner_name, "S")
        self.assertFalse(self.guarded.email_from)

    def test_by_way_of_confidence(self):
        """Nor in two steps: what an anonymous one typed in confidence stays typed."""
        self._enter(self.counter)
        self._disclose(identity="confidential", email="typed@example.com", phone="")
        self.assertEqual(self.case.identity_mode, "confidential")
        self.assertEqual(self.case._get_reach().email, "typed@example.com")
        self._disclose(name="Other", email="")
        self.assertFalse(self.case.email_from)

    def test_own_code_opens_the_vault_and_leaves_a_row(self):
        self._enter()
        self._disclose(identity="confidential", email="xan@example.com")
        self._disclose(name="Xan", email="")
        self.assertEqual(self.case.email_from, "xan@example.com")
        self.assertIn("own code", self.case.identity_access_ids.reason)

    def test_every_way_out_of_the_vault_leaves_a_row(self):
        self.guarded.sudo().identity_mode = "named"
        self.assertEqual(len(self.guarded.identity_access_ids), 1)

    def test_page_tells_nothing_of_the_vault(self):
        page = self._enter(self.slip)
        self.assertIn(self.guarded.number, page.text)
        for suffix in ("", "/disclose", "/rate"):
            text = self._open(suffix).text
            for secret in ("Xanthippe", "xanthippe.quell", "Hidden Lane", "777 000"):
                self.assertNotIn(secret, text)

    def test_merged_case_gives_nothing_away(self):
        """Whoever holds a code of the surviving case gets no vault of the other."""
        other = self._create_secret(user_id=self.handler.id)
        self.custodian.group_ids += self.env.ref(
            "complaint_management.group_complaint_officer"
        )
        other.with_user(self.custodian)._merge_into(self.guarded)
        self._enter(self.slip)
        self._disclose()
        for case in (self.guarded, other):
            self.assertFalse(case.partner_id or case.email_from)

    # ------------------------------------------------------------------
    # Who may use it
    # ------------------------------------------------------------------

    def test_who_issued_it_does_not_use_it(self):
        self.authenticate(self.handler.login, self.handler.login)
        response = self._post(code=self.slip, text="As if I were them")
        self.assertEqual(response.status_code, 403)
        self.assertIn("As if I were them</textarea>", response.text)
        self.assertFalse(self._get_talk(self.guarded))

    def test_open_page_closes_when_who_issued_it_logs_in(self):
        self._enter(self.slip)
        cookies = self.opener.cookies.copy()
        self.authenticate(self.handler.login, self.handler.login)
        self.opener.cookies.update(cookies.get_dict(domain="127.0.0.1"))
        self.authenticate(self.handler.login, self.handler.login)
        self.assertNotIn(self.guarded.number, self._open().text)
        self.assertEqual(self._post("/message", text="Hello").status_code, 403)

    def test_nor_do_others_who_work_on_the_case(self):
        for user in (self.handler, self.officer):
            self.authenticate(user.login, user.login)
            self.assertEqual(self._enter(self.slip).status_code, 403)

    def test_an_employee_without_part_in_it_uses_theirs(self):
        """Colleagues complain too, at the counter as well."""
        user = self._create_user("colleague", USER)
        self.authenticate(user.login, user.login)
        self.assertIn(self.case.number, self._enter(self.counter).text)

    # ------------------------------------------------------------------
    # What is done with it says so
    # ------------------------------------------------------------------

    def test_words_are_marked_once(self):
        self._enter(self.counter)
        self._post("/message", text="I saw it")
        self._post("/message", text="I saw it")
        message = self._get_talk()
        self.assertEqual(len(message), 1)
        self.assertIn(self.officer.name, message.body)
        self._assert_marked(message.body)
        self.assertFalse(message.author_id)

    def test_words_with_the_door_are_marked(self):
        self._post(code=self.counter, text="I saw it")
        self._assert_marked(self._get_talk().body)

    def test_own_words_are_not_marked(self):
        self._enter()
        self._post("/message", text="I saw it")
        self.assertNotIn(WHOM, self._get_talk().body)
        self._bring_to(self.case, "closed")
        self._post("/reopen", why="Again")
        self.assertFalse(self.case.transition_ids.filtered("by_code"))

    def test_words_on_a_named_case_are_not_the_customers(self):
        self.guarded.sudo().identity_mode = "named"
        self._enter(self.slip)
        self._post("/message", text="I accept everything")
        message = self._get_talk(self.guarded)[-1:]
        self.assertFalse(message.author_id)
        self.assertNotIn("quell", message.email_from.lower())

    def test_accepting_is_marked(self):
        self._bring_to(self.case, "answered")
        self._enter(self.counter)
        self._post("/respond", response="accept")
        self.assertEqual(self.case.customer_response, "accepted")
        self._assert_marked(self._get_talk()[-1:].body)

    def test_reopening_is_marked_in_the_process_log(self):
        self._bring_to(self.case, "closed")
        self._enter(self.counter)
        self._post("/reopen", why="It happened again")
        step = self.case.transition_ids.sorted("id")[-1:]
        self.assertEqual(step.name, "reopen")
        self._assert_marked(step.by_code)
        self.assertIn(WHOM, " ".join(self.case.message_ids.mapped("body")))

    def test_code_stays_what_it_is_in_the_case_that_goes_on(self):
        self._bring_to(self.case, "closed")
        past = fields.Datetime.now() - timedelta(days=4000)
        self.case._write_protected({"date_resolved": past, "date_closed": past})
        self._enter(self.counter)
        page = self._post("/reopen", why="Years later")
        child = self.case.child_ids
        self.assertIn(child.number, page.text)
        self.assertEqual(len(child.tracking_code_ids), 2)
        self._post("/message", text="Still me")
        self._assert_marked(self._get_talk(child)[-1:].body)
        self._assert_marked(child.message_ids.mapped("body"))
        self._leave()
        self.assertIn(child.number, self._enter().text)

    def test_rating_counts_in_no_figure(self):
        """Praise with a code of one's own is read, and earns nothing (R199)."""
        self._bring_to(self.case, "closed")
        self._enter(self.counter)
        page = self._post("/rate", result="5", handling="5", comment="Great handler")
        self.assertIn("not counted", page.text)
        self.assertFalse(self.case.satisfaction_result or self.case.rating_ids)
        self.assertIn("Great handler", self._get_talk()[-1:].body)
        self._assert_marked(self._get_talk()[-1:].body)
        self.assertFalse(self.case.is_dissatisfied)
        # The complainant's own word is still asked for, and counts.
        self._leave()
        self._enter()
        self._post("/rate", result="1", handling="1")
        self.assertEqual(self.case.satisfaction_handling, "1")

    def test_who_is_not_satisfied_is_heard(self):
        self._bring_to(self.case, "closed")
        self._enter(self.counter)
        for _click in range(2):
            self._post("/rate", result="1", handling="2")
        self.assertTrue(self.case.is_dissatisfied)
        self.assertFalse(self.case.rating_ids)
        self.assertEqual(len(self.case.activity_ids), 1)

    # ------------------------------------------------------------------
    # The log of codes
    # ------------------------------------------------------------------

    def test_log_says_who_when_and_to_whom(self):
        code = self.guarded.tracking_code_ids
        self.assertEqual(
            (code.origin, code.issuer_id, code.handed_to),
            ("staff", self.handler, WHOM),
        )
        self.assertTrue(code.date)
        self._assert_marked(self.guarded.message_ids.mapped("body"))
        for refused in (lambda: code.unlink(), lambda: code.write({"handed_to": "x"})):
            with self.assertRaises(UserError):
                refused()

    def test_context_of_a_remote_call_is_no_code(self):
        case = self.guarded.with_context(complaint_code_in_hand=1)
        self.assertFalse(case._get_code_in_hand())

    # ------------------------------------------------------------------
    # Somebody else is the complainant now
    # ------------------------------------------------------------------

    def test_code_of_a_former_complainant(self):
        """Who was accepted as the complainant is the only one; of named cases."""
        chief = self._create_user("code_chief", MANAGER)
        case = self.case
        find = self.Complaint._find_by_tracking_code
        case.write({"identity_mode": "named", "email_from": "first@example.com"})
        self.assertEqual(find(self.counter), case)
        case.with_user(self.officer).email_from = "second@example.com"
        self.assertEqual(find(self.counter), case, "nobody decided yet")
        case.with_user(chief)._accept_address("They called")
        self.assertFalse(find(self.counter))

    def test_code_of_a_protected_complainant_stays(self):
        chief = self._create_user("code_chief", MANAGER)
        case = self.guarded
        self.env["complaint.identity.change"].with_user(self.handler).create(
            {"complaint_id": case.id, "email_from": "second@example.com"}
        ).action_change()
        case.with_user(chief)._accept_address("They called")
        self.assertEqual(self.Complaint._find_by_tracking_code(self.slip), case)

    def test_nobody_writes_that_a_code_is_void(self):
        codes = self.case.tracking_code_ids
        with self.assertRaises(UserError):
            codes.write({"is_void": True})
