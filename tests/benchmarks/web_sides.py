# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Both sides of the comparison: our public form, and the helpdesk's portal form."""

import itertools
import time
import uuid

from odoo import Command
from odoo.tools import SQL

from .web_visitors import FORM, READERS, RECEIPT, SEND, SUBMITTERS, Browser, read_hidden

MARK = "Benchmark"
READ_BY_MANY = "Read by many"
IDENTITIES = ("named", "named", "confidential", "anonymous")
# More than anybody sends: what is counted is counted, and lets everybody in.
NO_LIMIT = 1_000_000
PASSWORD = "a long password for the benchmark"
STORY = "\nTwo meters were swapped.\nWe pay for the shop next door since March."


def make_text():
    """A subject that occurs once in the world."""
    return f"{MARK} {uuid.uuid4().hex}"


class Side:
    """What both have in common: how a submission is counted.

    :param database: a ``Database``
    :param str url: of the server
    """

    label = table = form = action = receipt = ""
    pages = ()

    def __init__(self, database, url):
        self.database = database
        self.url = url
        self.turns = itertools.count()
        # What was accepted while the readers' pages were prepared.
        self.earlier = []

    def submit(self, person):
        """Ask for the form, send it, read what it leads to.

        :return: the address of the receipt; None when it was not accepted
        """
        start = time.monotonic()
        text = make_text()
        form = person.get(FORM, self.form)
        if form is None or form.status_code != 200:
            return None
        sent = person.post(SEND, self.action, self.fill_in(form, text))
        receipt = sent is not None and sent.headers.get("Location", "")
        if not receipt or sent.status_code >= 400 or self.receipt not in receipt:
            return None
        person.diary.accepted.append(text)
        person.get(RECEIPT, receipt)
        person.diary.submissions.append(time.monotonic() - start)
        return receipt

    def read(self, person):
        kind, path = self.pages[next(self.turns) % len(self.pages)]
        person.get(kind, path)

    def count_rows(self):
        """What the database has: dict of subject to the number of its rows."""
        with self.database.environment() as env:
            rows = env.execute_query(
                SQL(
                    "SELECT name, count(*) FROM %s WHERE name LIKE %s GROUP BY name",
                    SQL.identifier(self.table),
                    f"{MARK} %",
                )
            )
        return dict(rows)


class PublicForm(Side):
    """Strangers complain without a login; others look how far their case is."""

    label = "our public form"
    table = "complaint_complaint"
    form = action = "/complaints/new"
    receipt = "/complaints/done"

    @staticmethod
    def prepare(env):
        """A database in which nobody is sent away for writing too often."""
        env["res.company"].search([]).write(
            {
                "complaint_public_form": True,
                "complaint_form_limit_address": NO_LIMIT,
                "complaint_form_limit_total": NO_LIMIT,
            }
        )
        vals = {"name": READ_BY_MANY, "description": "<p>Two meters.</p>"}
        register = env["complaint.complaint"]._register_from_outside
        named = {"identity_mode": "named", "partner_name": "Li Wei"}
        named["email_from"] = "li.wei@example.com"
        register({**vals, **named}, submission="named")._portal_ensure_token()
        register({**vals, "identity_mode": "anonymous"}, submission="anonymous")

    def set_up(self):
        """Where readers go: they have a receipt, a link and an open tracking page."""
        with self.database.environment() as env:
            cases = env["complaint.complaint"]
            link = cases._find_submission("named").get_portal_url()
            code = cases._get_tracking_code("anonymous")
        first = Browser(self.url)
        receipt = self.submit(first)
        self.earlier = first.diary.accepted
        door = first.get("door", "/complaints/track")
        first.post("door", "/complaints/track", {**read_hidden(door), "code": code})
        self.cookies = first.session.cookies
        self.pages = [
            ("how to complain", "/complaints"),
            ("receipt, again", receipt),
            ("case by link", link),
            ("tracking page", "/complaints/track"),
        ]

    def prepare_submitter(self, _number, diary):
        return Browser(self.url, diary)

    def prepare_reader(self, _number, diary):
        reader = Browser(self.url, diary)
        reader.session.cookies.update(self.cookies)
        return reader

    def submit(self, person):
        """Each time somebody else, with a browser that was never here."""
        return super().submit(Browser(person.url, person.diary))

    def fill_in(self, form, text):
        identity = IDENTITIES[next(self.turns) % len(IDENTITIES)]
        data = read_hidden(form, "//form[contains(@class, 'o_complaint_public_form')]")
        data.update(
            kind="complaint", description=text + STORY, demand="Please correct it."
        )
        data["identity"] = identity
        if identity != "anonymous":
            email = f"{uuid.uuid4().hex}@example.com"
            data.update(name="Li Wei", email=email, phone="")
        return data


class PortalForm(Side):
    """Customers with a login send tickets and look at them."""

    label = "helpdesk_mgmt's portal form"
    table = "helpdesk_ticket"
    form, action, receipt = "/new/ticket", "/submitted/ticket", "/my/ticket/"

    @staticmethod
    def prepare(env):
        """A login for each visitor, and a ticket to look at."""
        users = (
            env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                [
                    {
                        "name": f"Customer {number}",
                        "login": f"customer{number}",
                        "email": f"customer{number}@example.com",
                        "password": PASSWORD,
                        "group_ids": [Command.set(env.ref("base.group_portal").ids)],
                    }
                    for number in range(SUBMITTERS + READERS)
                ]
            )
        )
        env["helpdesk.ticket"].create(
            [
                {
                    "name": READ_BY_MANY,
                    "description": "<p>Two meters.</p>",
                    "partner_id": user.partner_id.id,
                }
                for user in users
            ]
        )

    def set_up(self):
        """Where readers go, and everybody logged in."""
        with self.database.environment() as env:
            tickets = env["helpdesk.ticket"].search([("name", "=", READ_BY_MANY)])
            self.tickets = {
                ticket.partner_id.user_ids.login: ticket.id for ticket in tickets
            }
        self.sessions = {login: self._log_in(login) for login in self.tickets}

    def _log_in(self, login):
        person = Browser(self.url)
        data = read_hidden(person.get("login", "/web/login"))
        data.update(login=login, password=PASSWORD)
        person.post("login", "/web/login", data)
        return person.session.cookies

    def _enter(self, login, diary):
        person = Browser(self.url, diary)
        person.session.cookies.update(self.sessions[login])
        return person

    def prepare_submitter(self, number, diary):
        return self._enter(f"customer{number}", diary)

    def prepare_reader(self, number, diary):
        login = f"customer{SUBMITTERS + number}"
        reader = self._enter(login, diary)
        reader.pages = [
            ("home", "/my"),
            ("list", "/my/tickets"),
            ("ticket", f"/my/ticket/{self.tickets[login]}"),
        ]
        return reader

    def read(self, person):
        kind, path = person.pages[next(self.turns) % len(person.pages)]
        person.get(kind, path)

    def fill_in(self, form, text):
        data = read_hidden(form, "//form[contains(@action, '/submitted/ticket')]")
        return {**data, "subject": text, "description": text + STORY}
