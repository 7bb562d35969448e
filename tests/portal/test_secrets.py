# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is internal never reaches a customer: not the page, not any remote call.

Every field of a case that takes text, and every record around it, is filled with a
word of its own; then everything that a portal user can ask for is searched for them.
"""

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.complaint_management.models.portal.case_access import PORTAL_FIELDS

from .secrets_common import CASE, SecretsCase


@tagged("post_install", "-at_install")
class TestPortalSecrets(SecretsCase):
    def test_secrets_are_planted(self):
        self.assertGreater(len(self.secrets), 30)

    def test_pages(self):
        """The whole HTML of the list, the page, and what the home page counts."""
        self._login()
        token = self._get_token()
        for url in (
            "/my",
            "/my/complaints",
            "/my/complaints?groupby=status&filterby=ended",
            self._get_url(),
            self._get_url(token=token),
            self._get_url(suffix="/rate"),
        ):
            with self.subTest(url=url):
                response = self.url_open(url)
                self.assertEqual(response.status_code, 200)
                self._assert_clean(response.text, url)
        self._assert_clean(
            self.make_jsonrpc_request(
                "/my/counters", {"counters": ["complaint_count"]}
            ),
            "counters",
        )
        self.authenticate(None, None)
        self._assert_clean(self._open(token=token).text, "page by link")

    def test_search_by_secrets(self):
        """Nor can they be guessed by searching for them."""
        self._login()
        for secret in self.secrets:
            page = self.url_open(f"/my/complaints?search={secret}").text
            self.assertNotIn(self._get_url(), page)

    def test_error_pages(self):
        self._login()
        for suffix in ("message", "respond", "reopen"):
            self._assert_clean(self._post(suffix).text, suffix)

    def test_every_field(self):
        """Read, searched, grouped, exported, sorted by: only what is listed."""
        cases = self.env[CASE].with_user(self.user)
        case = cases.browse(self.case.id)
        for name in cases._fields:
            if name in PORTAL_FIELDS:
                continue
            with self.subTest(field=name):
                for what, call in {
                    "read": lambda name=name: case.read([name]),
                    "search_read": lambda name=name: cases.search_read(
                        [], [name], order="id"
                    ),
                    "search": lambda name=name: cases.search(
                        [(name, "!=", False)], order="id"
                    ),
                    "order": lambda name=name: cases.search([], order=name),
                    "group": lambda name=name: cases.formatted_read_group([], [name]),
                    "web_search_read": lambda name=name: cases.web_search_read(
                        [], {name: {}}, order="id"
                    ),
                    "web_read": lambda name=name: case.web_read({name: {}}),
                    "export": lambda name=name: case.export_data([name]),
                }.items():
                    if what == "order" and not cases._fields[name].store:
                        # Odoo leaves it out of the order.
                        continue
                    self._assert_closed(call, f"{what} of {name}")

    def test_what_is_listed(self):
        """It is read, and tells no secret."""
        cases = self.env[CASE].with_user(self.user)
        names = sorted(PORTAL_FIELDS)
        rows = cases.search_read([], names)
        self.assertEqual([row["id"] for row in rows], self.case.ids)
        self._assert_clean(rows, "search_read")
        self._assert_clean(cases.browse(self.case.id).read(), "read of everything")
        self._assert_clean(cases.name_search(""), "name_search")
        self._assert_clean(
            cases.formatted_read_group([], ["kind"], ["__count"]), "groups"
        )
        for where in ("description", "finding"):
            with self.assertRaises(AccessError):
                cases.search([(where, "ilike", "PLANTED")], order="id")
        with self.assertRaises(AccessError):
            cases.browse(self.strange.id).read(["name"])

    def test_dotted_paths(self):
        """What a case points at is not asked through it."""
        cases = self.env[CASE].with_user(self.user)
        for path in (
            "category_id.name",
            "message_ids.body",
            "clock_ids.date_due",
            "pause_ids.reason",
            "transition_ids.reason",
            "contact_ids.summary",
            "identity_ids.partner_name",
            "child_ids.finding",
            "company_id.complaint_ids",
        ):
            with self.subTest(path=path):
                self._assert_closed(
                    lambda path=path: cases.search(
                        [(path, "ilike", "PLANTED")], order="id"
                    )
                )

    def test_nothing_is_written(self):
        case = self.case.with_user(self.user)
        for call in (
            lambda: case.write({"name": "x"}),
            lambda: case.write({"customer_response": "accepted"}),
            lambda: case.unlink(),
            lambda: case.copy(),
            lambda: case.create({"name": "x"}),
            lambda: case.action_reopen(reason="x"),
            lambda: case.action_close(),
            lambda: case.action_archive(),
            lambda: case.message_post(body="x"),
            lambda: case.message_subscribe(self.other.partner_id.ids),
            lambda: case.activity_schedule("mail.mail_activity_data_todo"),
        ):
            self._assert_closed(call)

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_model")
    def test_every_method(self):
        """No public method tells a customer a secret, or does its work for them."""
        case = self.case.with_user(self.user)
        before = self.case.read()[0]
        for name in dir(type(case)):
            if name.startswith("_") or name in ("env", "ids", "id", "pool"):
                continue
            method = getattr(type(case), name, None)
            if not callable(method) or getattr(method, "_api_private", False):
                continue
            if name.startswith(("action_", "rating_", "message_", "get_", "activity_")):
                with self.subTest(method=name):
                    self._try(name, lambda method=method: method(case))
        self.case.invalidate_recordset()
        after = self.case.read()[0]
        changed = {
            fname
            for fname in before
            if before[fname] != after[fname]
            and fname not in ("message_ids", "access_token", "message_follower_ids")
        }
        self.assertFalse(changed)

    def test_other_models(self):
        """No model of ours has any rights for customers, except the case to read."""
        names = [name for name in self.env if name.startswith("complaint.")]
        self.assertGreater(len(names), 15)
        for name in names:
            model = self.env[name].with_user(self.user)
            if model._abstract:
                continue
            for operation in ("read", "write", "create", "unlink"):
                with self.subTest(model=name, operation=operation):
                    expected = (name, operation) == (CASE, "read")
                    self.assertEqual(model.has_access(operation), expected)
