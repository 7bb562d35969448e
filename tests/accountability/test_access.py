# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who reads entries, by every door: nobody but the officers and the person."""

import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..common import MANAGER
from .common import ACCOUNTABILITY, PenaltyCase

# What an employee does not read of their own entry.
CONFIDENTIAL = (
    "complaint_id",
    "proposer_id",
    "evidence",
    "override_reason",
    "override_user_id",
    "needs_review",
    "review_reason",
    "employee_user_id",
    "event_ids",
    "create_uid",
    "write_uid",
)
UNREAD = ("proposed",)
READ = ("notified", "confirmed", "appealed", "upheld", "reduced", "waived", "dismissed")


@tagged("post_install", "-at_install")
class TestPenaltyAccess(PenaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._decide_case()
        cls.penalty = cls._propose(case=cls.case, evidence="<p>Said by Wang.</p>")
        cls.strangers = (
            cls.employee
            | cls.clerk
            | cls.handler
            | cls.investigator
            | cls.officer
            | cls.manager
            | cls.head
            | cls._create_user("penalty_hr", "hr.group_hr_manager")
            | cls._create_user("penalty_admin", "base.group_system")
        )
        # They may export, so that it is the entries that are refused.
        exporters = cls.env.ref("base.group_allow_export")
        (cls.strangers | cls.reader).group_ids |= exporters
        cls.strangers |= new_test_user(
            cls.env, "penalty_portal", groups="base.group_portal"
        )

    def _assert_hidden(self, penalty, user):
        """By no door of the ORM does ``user`` learn that the entry exists."""
        entries = self.Penalty.with_user(user)
        mine = penalty.with_user(user)
        domain = [("id", "in", penalty.ids)]
        if not entries.has_access("read"):
            with self.assertRaises(AccessError):
                entries.search(domain)
            return
        self.assertFalse(entries.search(domain))
        self.assertFalse(entries.search_count(domain))
        self.assertFalse(entries.name_search(penalty.name))
        self.assertFalse(entries._read_group(domain, ["state"], ["__count"]))
        self.assertFalse(
            entries.formatted_read_group(domain, ["employee_id"], ["balance:sum"])
        )
        self.assertFalse(entries.web_search_read(domain, {"name": {}})["records"])
        for attempt in (
            lambda: mine.read(["name"]),
            lambda: mine.read(["display_name"]),
            lambda: mine.web_read({"facts": {}}),
            lambda: mine.export_data(["name", "facts"]),
            lambda: mine.get_metadata(),
            lambda: mine.write({"facts": "x"}),
            lambda: mine.unlink(),
        ):
            with self.assertRaises(AccessError):
                attempt()

    # ------------------------------------------------------------------
    # Everybody else
    # ------------------------------------------------------------------

    def test_nobody_else_reads(self):
        """Neither handlers, managers of complaints, HR, administrators, nor heads."""
        for user in self.strangers:
            with self.subTest(user=user.login):
                self._assert_hidden(self.penalty, user)
        self._bring_entry_to("confirmed", penalty=self.penalty)
        for user in self.strangers:
            with self.subTest(user=user.login, state="confirmed"):
                self._assert_hidden(self.penalty, user)

    def test_the_log_is_for_officers(self):
        lines = self.penalty.event_ids
        for user in self.strangers | self.reader:
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                lines.with_user(user).search([])
        self.assertTrue(lines.with_user(self.judge).read(["act", "note"]))
        for operation in ("write", "create", "unlink"):
            self.assertFalse(lines.with_user(self.judge).has_access(operation))

    def test_tasks_and_files_tell_nothing(self):
        """A task or a file on an entry is as hidden as the entry."""
        attachment = self.env["ir.attachment"].create(
            {
                "name": "Photo of the display",
                "raw": b"secret",
                "res_model": self.penalty._name,
                "res_id": self.penalty.id,
            }
        )
        activity = (
            self.env["mail.activity"]
            .with_context(mail_activity_quick_update=True)
            .create(
                {
                    "res_model_id": self.env["ir.model"]._get_id(self.penalty._name),
                    "res_id": self.penalty.id,
                    "user_id": self.judge.id,
                    "summary": "Decide on it",
                }
            )
        )
        self.assertEqual(activity.res_name, self.penalty.name)
        for user in self.strangers:
            for record in (attachment, activity):
                with self.subTest(user=user.login, record=record._name):
                    hidden = record.with_user(user)
                    with self.assertRaises(AccessError):
                        hidden.read(["display_name"])
                    if hidden.has_access("read"):
                        self.assertFalse(hidden.search([("id", "=", record.id)]))
        with self.assertRaises(UserError):
            activity.user_id = self.handler
        self.assertTrue(attachment.with_user(self.judge).read(["raw"]))

    def test_files_are_for_officers(self):
        """What is attached may be by others: the person is told in the facts."""
        attachment = self.env["ir.attachment"].create(
            {
                "name": "Letter of the neighbour",
                "datas": base64.b64encode(b"secret"),
                "res_model": self.penalty._name,
                "res_id": self.penalty.id,
            }
        )
        self._make_notify(self.penalty)
        hidden = attachment.with_user(self.reader)
        self.assertFalse(hidden.search([("id", "=", attachment.id)]))
        for fname in ("name", "datas"):
            with self.assertRaises(AccessError):
                hidden.read([fname])
        with self.assertRaises(AccessError):
            hidden.create(
                {
                    "name": "x",
                    "res_model": self.penalty._name,
                    "res_id": self.penalty.id,
                }
            )

    def test_its_name_tells_nothing(self):
        """Where the name of an entry is shown, it says neither who nor what."""
        self.assertEqual(self.penalty.display_name, self.penalty.name)
        self.assertRegex(self.penalty.name, r"^ACC/\d{4}/\d+$")

    def test_nothing_about_it_on_the_case(self):
        """Neither messages, tasks, followers nor deadlines of the case show it."""
        case = self.case
        before = (
            len(case.message_ids),
            len(case.activity_ids),
            case.message_partner_ids,
            case.clock_ids,
            case.write_date,
        )
        penalty = self._bring_entry_to("reduced", penalty=self.penalty)
        penalty.with_user(self.third).action_reverse(reason="Wrong")
        self.env.flush_all()
        self.assertEqual(
            before,
            (
                len(case.message_ids),
                len(case.activity_ids),
                case.message_partner_ids,
                case.clock_ids,
                case.write_date,
            ),
        )

    def test_a_case_with_entries_is_kept(self):
        """Who deletes cases is not told why this one stays."""
        with self._assert_refused("has to be kept"):
            self.case.with_user(self.manager).unlink()

    # ------------------------------------------------------------------
    # The person
    # ------------------------------------------------------------------

    def test_own_entries(self):
        """The person reads their entries from the notification on, and no others."""
        for state in (*UNREAD, *READ):
            with self.subTest(state=state), self.env.cr.savepoint() as savepoint:
                penalty = self._bring_entry_to(state, penalty=self.penalty)
                if state in UNREAD:
                    self._assert_hidden(penalty, self.reader)
                else:
                    found = self.Penalty.with_user(self.reader).search([])
                    self.assertEqual(found, penalty)
                    self.assertTrue(found.read(["facts", "clause", "state"]))
                self._assert_hidden(penalty, self.head)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_own_rewards(self):
        reward = self._propose(case=self.case, rule=self.reward_rule)
        self._assert_hidden(reward, self.reader)
        self._make_confirm(reward)
        self.assertEqual(reward.with_user(self.reader).balance, 5)

    def test_own_entries_say_nothing_of_others(self):
        """Who proposed it, in which case, and what others said stays with officers."""
        self._make_notify(self.penalty)
        mine = self.penalty.with_user(self.reader)
        visible = mine.fields_get()
        for fname in CONFIDENTIAL:
            with self.subTest(field=fname):
                self.assertNotIn(fname, visible)
                with self.assertRaises(AccessError):
                    mine.read([fname])
                boolean = mine._fields[fname].type == "boolean"
                with self.assertRaises(AccessError):
                    mine.search([(fname, "=", boolean or 1)])
                with self.assertRaises(AccessError):
                    mine._read_group([], [fname], ["__count"])
        self.assertNotIn("Wang", str(mine.read()))
        self.assertNotIn(self.case.number, str(mine.export_data(["name", "role"])))

    def test_the_person_changes_nothing(self):
        self._make_notify(self.penalty)
        mine = self.penalty.with_user(self.reader)
        for vals in ({"facts": "x"}, {"state": "waived"}, {"statement": "x"}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                mine.write(vals)
        for operation in ("write", "create", "unlink"):
            self.assertFalse(mine.has_access(operation))
        for name in ("confirm", "dismiss", "uphold", "waive", "reverse", "keep"):
            with self.subTest(act=name), self.assertRaises(UserError):
                getattr(mine, f"action_{name}")(reason="x")

    def test_an_officer_accused(self):
        """An officer reads about themselves what everybody reads about themselves."""
        self.reader.sudo().group_ids |= self.env.ref(ACCOUNTABILITY)
        self._assert_hidden(self.penalty, self.reader)
        self.assertFalse(
            self.env["complaint.penalty.event"]
            .with_user(self.reader)
            .search([("penalty_id", "=", self.penalty.id)])
        )
        self._make_notify(self.penalty)
        mine = self.penalty.with_user(self.reader)
        self.assertTrue(mine.read(["facts"]))
        self.assertFalse(mine.has_access("write"))
        with self._assert_refused("is about you"):
            mine.facts = "<p>Nothing.</p>"

    def test_forged_entries_about_oneself(self):
        """Nobody rewards themselves, not even as a proposal."""
        with self._assert_refused("is about you"):
            self.Penalty.with_user(self.judge).create(
                {
                    "complaint_id": self.case.id,
                    "employee_id": self.staff[self.judge].id,
                    "rule_id": self.reward_rule.id,
                }
            )

    # ------------------------------------------------------------------
    # Officers and companies
    # ------------------------------------------------------------------

    def test_officers(self):
        """Officers read all of it, put facts right, and delete nothing."""
        entry = self.penalty.with_user(self.judge)
        self.assertTrue(entry.read([*CONFIDENTIAL, "facts"]))
        entry.facts = "<p>On Monday.</p>"
        with self.assertRaises(AccessError):
            entry.unlink()
        with self.assertRaises(UserError):
            entry.copy()
        self._make_notify(self.penalty)
        with self._assert_refused("was told already"):
            entry.facts = "<p>On Tuesday.</p>"

    def test_other_companies(self):
        """Officers of another company neither read nor act."""
        other = self.env["res.company"].create({"name": "Sister"})
        foreign = self._create_user(
            "penalty_foreign",
            f"{ACCOUNTABILITY},{MANAGER}",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        foreign.group_ids |= self.env.ref("base.group_allow_export")
        self._assert_hidden(self.penalty, foreign)
        with self.assertRaises(AccessError):
            self.penalty.with_user(foreign).action_notify()
        with self.assertRaises(AccessError):
            self.Penalty.with_user(foreign).create(
                {
                    "complaint_id": self.case.id,
                    "employee_id": self.staff[self.head].id,
                    "rule_id": self.head_rule.id,
                }
            )

    def test_moved_to_another_company(self):
        """Who works elsewhere now still reads their entries, and answers them."""
        self._make_notify(self.penalty)
        other = self.env["res.company"].create({"name": "Sister"})
        self.reader.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self.staff[self.reader].write({"company_id": other.id, "department_id": False})
        mine = self.penalty.with_user(self.reader)
        self.assertTrue(mine.read(["facts", "rule_id"]))
        mine._give_statement("It was dark.")
        self._confirm_and_appeal(mine)
        self.assertEqual(self.penalty.company_id, self.company)
        with self._assert_refused("another company"):
            self._propose(case=self.case, rule=self.late_rule)

    def _confirm_and_appeal(self, mine):
        self.penalty.with_user(self.judge).action_confirm(reason="Proven.")
        mine._appeal("It was dark indeed.")
        self.assertEqual(self.penalty.state, "appealed")

    def test_archived(self):
        """Who was archived as an employee, and still has a login, reads theirs."""
        self._make_notify(self.penalty)
        self.staff[self.reader].active = False
        self.assertTrue(self.penalty.with_user(self.reader).read(["facts"]))
        self.assertEqual(self.Penalty.with_user(self.reader).search([]), self.penalty)
        self.assertTrue(self.penalty.with_user(self.judge).read(["facts"]))
