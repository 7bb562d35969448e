# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Entries are private: no screen, no call and no paper of others tells of one.

Every text of an entry and of what hangs on it is filled with a word of its own; then
everything that colleagues, superiors, managers and customers can ask for is searched
for these words.
"""

import json
from itertools import count

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..portal.common import PortalCase
from .common import PenaltyCase

ENTRY = "complaint.penalty"
# What the person reads about themselves.
THEIRS = {
    "name",
    "rule_code",
    "rule_name",
    "clause",
    "employee_name",
    "job_title",
    "role",
    "facts",
    "statement",
    "appeal",
    "confirm_reason",
    "decision_reason",
    "late_appeal_reason",
    "own summary",
}
# Where words of entries could have got to; of models that a user reads.
SWEPT = ("complaint.", "mail.", "hr.", "ir.attachment", "rating.", "discuss.", "bus.")
REPORTS = (
    "complaint_management.action_report_registration_form",
    "complaint_management.action_report_answer_letter",
    "complaint_management.action_report_acknowledgement_letter",
)


@tagged("post_install", "-at_install")
class TestPenaltySecrets(PenaltyCase, PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._numbers = count(1)
        cls.secrets = {}
        cls.department.manager_id = cls.staff[cls.head]
        # Whose mistake it was works in the team of the handler, too.
        cls.peer = cls._create_user("penalty_peer", "base.group_user")
        cls.staff[cls.peer] = cls._create_employee("penalty_peer", user_id=cls.peer.id)
        exporters = cls.env.ref("base.group_allow_export")
        exporters.user_ids |= cls._get_others()
        cls._bring_to(cls.case, "approved")
        cls.entry = cls._propose(cls.case, evidence="<p>?</p>")
        cls._bring_entry_to("reduced", cls.entry)
        cls.open_entry = cls._propose(cls.case, rule=cls.late_rule)
        cls._make_notify(cls.open_entry)
        cls.open_entry.with_user(cls.reader)._give_statement("?")
        cls._step_answered(cls.case)
        cls._plant()
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def _make_secret(cls, where):
        secret = f"PENALTYSECRET{next(cls._numbers):04d}X"
        cls.secrets[secret] = where
        return secret

    @classmethod
    def _plant(cls):
        """Fill every stored text of entries, log and tasks by SQL, past all rules."""
        for table, ids, model in (
            ("complaint_penalty", cls.entry.ids + cls.open_entry.ids, ENTRY),
            ("complaint_penalty_event", cls.entry.event_ids.ids, f"{ENTRY}.event"),
        ):
            for name, field in cls.env[model]._fields.items():
                if field.store and field.type in ("char", "text", "html"):
                    for id_ in ids:
                        secret = cls._make_secret(name)
                        cls.env.cr.execute(
                            f'UPDATE "{table}" SET "{name}" = %s WHERE id = %s',
                            (secret, id_),
                        )
        tasks = cls.env["mail.activity"].with_context(active_test=False)
        for task in tasks.search([("res_model", "=", ENTRY)]):
            whose = "own " if task.user_id == cls.reader else ""
            task.write(
                {
                    "summary": cls._make_secret(f"{whose}summary"),
                    "note": cls._make_secret(f"{whose}note"),
                }
            )
            cls.env.cr.execute(
                "UPDATE mail_activity SET res_name = %s WHERE id = %s",
                (cls._make_secret("res_name"), task.id),
            )
        say = cls.env["complaint.penalty.say"].with_user(cls.reader)
        say.create(
            {
                "penalty_id": cls.open_entry.id,
                "act": "statement",
                "text": cls._make_secret("dialog"),
            }
        )

    def _assert_clean(self, text, what, allowed=()):
        text = text if isinstance(text, str) else json.dumps(text, default=str)
        leaks = {
            where
            for secret, where in self.secrets.items()
            if secret in text and where not in allowed
        }
        self.assertFalse(leaks, f"{what} tells: {leaks}")

    def _assert_tells_nothing(self, what, call, allowed=()):
        """The call is refused, or tells no secret; so do the words of the refusal."""
        try:
            with self.env.cr.savepoint():
                result = call()
        except (AccessError, UserError, LookupError, TypeError, ValueError) as error:
            result = str(error)
        self._assert_clean(result, what, allowed)

    @classmethod
    def _get_others(cls):
        """Everybody but the person and the officers."""
        return (
            cls.handler
            | cls.investigator
            | cls.colleague
            | cls.clerk
            | cls.peer
            | cls.head
            | cls.officer
            | cls.manager
        )

    # ------------------------------------------------------------------
    # Colleagues, superiors and managers
    # ------------------------------------------------------------------

    def test_secrets_are_planted(self):
        self.assertGreater(len(self.secrets), 40)

    def test_entries_are_closed(self):
        """By every way in which a client asks for records."""
        for user in self._get_others():
            entries = self.env[ENTRY].with_user(user)
            one = entries.browse(self.entry.id)
            with self.subTest(user.login):
                self.assertFalse(entries.search([]))
                self.assertFalse(entries.name_search(""))
                self.assertFalse(entries.web_search_read([], {"name": {}})["records"])
                self.assertFalse(
                    entries.formatted_read_group([], ["state"], ["__count"])
                )
                for secret in self.secrets:
                    self.assertFalse(
                        entries.search([("facts", "ilike", secret)], limit=1)
                    )
                for call in (
                    lambda one=one: one.read(["name"]),
                    lambda one=one: one.web_read({"name": {}}),
                    lambda one=one: one.export_data(["name", "facts"]),
                    lambda one=one: one.display_name,
                    lambda one=one: one.action_say(),
                    lambda one=one: one.action_print_entries(),
                    lambda one=one: one.action_open_decision(),
                    lambda one=one: one._give_statement("x"),
                    lambda one=one: one.action_dismiss(reason="x"),
                ):
                    self.env.invalidate_all()
                    with self.assertRaises(AccessError):
                        call()

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_model")
    def test_everything_that_can_be_read(self):
        """All rows of all models around cases, mails and people, with all fields."""
        for user in self._get_others():
            for name in sorted(self.env.registry):
                model = self.env[name].with_user(user).with_context(active_test=False)
                if (
                    not name.startswith(SWEPT)
                    or model._abstract
                    or not model.has_access("read")
                ):
                    continue
                self.env.invalidate_all()
                with self.subTest(user=user.login, model=name):
                    self._assert_tells_nothing(
                        name, lambda model=model: model.search_read([], limit=500)
                    )

    def test_paths_from_what_they_read(self):
        """Nobody asks for entries through the case, the person or the department."""
        for user in self._get_others():
            for model, path in (
                ("hr.department", "member_ids.name"),
                ("mail.activity", "summary"),
                ("mail.activity", "note"),
                ("mail.activity", "res_name"),
                ("mail.message", "body"),
                ("ir.attachment", "name"),
            ):
                records = self.env[model].with_user(user)
                found = records.search([(path, "ilike", "PENALTYSECRET")])
                with self.subTest(user=user.login, path=path):
                    self.assertFalse(found)

    def test_case_and_its_papers(self):
        """The case, its chatter, its activities, and what is printed of it."""
        for user in (self.handler, self.manager, self.officer):
            case = self.case.with_user(user)
            with self.subTest(user.login):
                self._assert_clean(case.read(), "read")
                self._assert_clean(case.message_ids.read(["body"]), "chatter")
                self._assert_clean(
                    case.get_views([(False, "form"), (False, "list")]), "views"
                )
                reports = self.env["ir.actions.report"].with_user(user)
                for report in REPORTS:
                    html, _kind = reports._render_qweb_html(report, case.ids)
                    self._assert_clean(html.decode(), report)

    def test_notifications(self):
        """Nothing of an entry is sent to browsers or mailboxes."""
        self.env.cr.precommit.run()
        self.env.cr.execute("SELECT message FROM bus_bus")
        self._assert_clean(str(self.env.cr.fetchall()), "bus")
        mails = self.env["mail.mail"].search([])
        self._assert_clean(mails.read(["subject", "body_html"]), "mails")
        for user in self._get_others():
            groups = self.env["res.users"].with_user(user)._get_activity_groups()
            self.assertNotIn(ENTRY, [group["model"] for group in groups])

    def test_dialogs_of_others(self):
        """Who writes a statement in a dialog is not read over the shoulder."""
        say = self.env["complaint.penalty.say"]
        vals = {"penalty_id": self.entry.id, "act": "appeal", "text": "x"}
        spec = {name: {} for name in say._fields if name not in ("id", "penalty_id")}
        for user in self._get_others() | self.judge:
            with self.subTest(user.login):
                self._assert_tells_nothing(
                    "dialog", lambda user=user: say.with_user(user).search_read([])
                )
                if user == self.judge:
                    continue
                own = say.with_user(user)
                for what, call in {
                    "onchange": lambda own=own: own.onchange(vals, list(vals), spec),
                    "create": lambda own=own: own.create(vals).read(),
                }.items():
                    self.env.invalidate_all()
                    self._assert_tells_nothing(what, call)
                with self.assertRaises(AccessError):
                    own.create(vals).action_confirm()

    def test_menus_and_pages(self):
        """Screens of the web client, as HTML and as what they load."""
        for user in (self.handler, self.peer, self.head, self.manager):
            self.authenticate(user.login, user.login)
            for url in ("/odoo/complaint-entries", f"/odoo/my-entries/{self.entry.id}"):
                self._assert_clean(self.url_open(url).text, url)
            for method in ("web_search_read", "search_read", "read", "web_read"):
                args = {
                    "web_search_read": [[], {"facts": {}, "statement": {}}],
                    "search_read": [[], ["facts", "evidence"]],
                    "read": [self.entry.ids, ["facts"]],
                    "web_read": [self.entry.ids, {"facts": {}}],
                }[method]
                response = self.url_open(
                    f"/web/dataset/call_kw/{ENTRY}/{method}",
                    json={
                        "params": {
                            "model": ENTRY,
                            "method": method,
                            "args": args,
                            "kwargs": {},
                        }
                    },
                )
                self._assert_clean(response.text, f"{method} for {user.login}")

    # ------------------------------------------------------------------
    # The customer
    # ------------------------------------------------------------------

    def test_customer(self):
        """Neither the page of the case, nor the link, nor any call (R152)."""
        self._login()
        for url in ("/my", "/my/complaints", self._get_url()):
            self._assert_clean(self._url(url), url)
        token = self._get_token()
        self.authenticate(None, None)
        self._assert_clean(self._url(self._get_url(token=token)), "page by link")
        self._assert_clean(self._url("/complaints/track"), "tracking")
        for name in (ENTRY, f"{ENTRY}.event", f"{ENTRY}.rule", "mail.activity"):
            model = self.env[name].with_user(self.user)
            with self.subTest(name), self.assertRaises(AccessError):
                model.search_read([])
        self._assert_clean(
            self.env["mail.message"].with_user(self.user).search_read([], ["body"]),
            "messages",
        )

    def _url(self, url):
        return self.url_open(url).text

    # ------------------------------------------------------------------
    # The person, and officers
    # ------------------------------------------------------------------

    def test_the_person_reads_theirs(self):
        """And of it nothing that only officers know."""
        entries = self.env[ENTRY].with_user(self.reader)
        self.assertEqual(entries.search([]), self.open_entry | self.entry)
        rows = entries.search_read([])
        self.assertIn("PENALTYSECRET", str(rows))
        self._assert_clean(rows, "own entries", THEIRS)
        for name, field in entries._fields.items():
            if field.groups and "accountability" in field.groups:
                with self.subTest(name):
                    self._assert_tells_nothing(
                        name, lambda name=name: entries.search_read([], [name])
                    )
                    with self.assertRaises(AccessError):
                        entries.browse(self.entry.id).read([name])
        for path in ("evidence", "event_ids.note", "complaint_id.name"):
            with self.subTest(path), self.assertRaises(AccessError):
                entries.search([(path, "ilike", "PENALTYSECRET")])
        for secret, where in self.secrets.items():
            if where in ("summary", "note"):
                for path in ("activity_summary", "activity_ids.note"):
                    self.assertFalse(entries.search([(path, "ilike", secret)]))

    def test_officers_read_no_complainant(self):
        """R152: of a protected case the officer learns the facts, and not who."""
        case = self._create_case(
            name="About a visit to Zhang Hua-Secret",
            identity_mode="confidential",
            partner_name="Zhang Hua-Secret",
            email_from="zhang.secret@example.com",
            phone="555-SECRET-1",
        )
        self._bring_to(case, "proposed")
        case.sudo().finding = "<p>Zhang Hua-Secret was right: 555-SECRET-1.</p>"
        self._bring_to(case, "approved")
        entry = self._propose(case)
        self.env.flush_all()
        self.env.invalidate_all()
        (row,) = entry.with_user(self.judge).read()
        self.assertTrue(row["case_is_protected"])
        self.assertIn("was right", str(row["case_finding"]))
        for secret in ("Hua-Secret", "zhang.secret", "555-SECRET-1"):
            self.assertNotIn(secret, json.dumps(row, default=str))
        self._make_notify(entry)
        (row,) = entry.with_user(self.reader).read()
        self.assertNotIn(case.number, json.dumps(row, default=str))

    def test_an_accused_officer_learns_nothing(self):
        """R153: a protected case about an officer is not shown on others' entries."""
        case = self._create_case(
            identity_mode="anonymous",
            partner_name=False,
            email_from=False,
            complained_employee_ids=self.staff[self.judge].ids,
        )
        self._bring_to(case, "approved")
        entry = self._propose(case).with_user(self.judge)
        self.assertFalse(entry.case_number or entry.case_name or entry.case_finding)
        mine = self.env[ENTRY].with_user(self.judge)
        self.assertFalse(mine.search([("case_number", "=", case.number)]))
        self.assertEqual(entry.with_user(self.second).case_number, case.number)
