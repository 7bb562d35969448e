"""Takes the pictures of the documentation from a running demonstration.

    screenshots.py URL DATABASE FOLDER [NAME ...]

Nothing to be seen is left in the database: dialogs are filled in, looked at and left,
and what a picture needs is taken away again or set aside.
"""

import io
import json
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager, nullcontext
from datetime import date, datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path

from browser import Browser
from PIL import Image

DESKTOP = (1366, 900)
PAGE = (1366, 720)
TALL = (1366, 1180)
PHONE = (390, 844)
# The clock of the demonstration users.
TIMEZONE = "UTC"
PICTURES = {}


def as_it_is(_demo):
    """Most pictures need no change of the demonstration."""
    return nullcontext()


def picture(login, path, size=DESKTOP, lang="en_US", during=as_it_is):
    """Register a picture: who looks at which address, and what is done there.

    ``{name}`` in the address becomes the id of that demonstration record. What
    ``during`` changes with the demonstration lasts as long as the picture takes; what
    it yields, if anything, is handed to ``prepare``.
    """

    def register(prepare):
        PICTURES[prepare.__name__] = (login, path, size, lang, during, prepare)
        return prepare

    return register


class Demo:
    """The running Odoo, over its API."""

    def __init__(self, url, database):
        self.url = url
        self.database = database
        self.sessions = {}
        self.languages = {}

    def get_session(self, login):
        """The id of a session of ``login``, whose password is the same."""
        if login not in self.sessions:
            headers, _user = self._post(
                "/web/session/authenticate",
                {"db": self.database, "login": login, "password": login},
            )
            cookie = headers["Set-Cookie"]
            self.sessions[login] = re.search("session_id=([^;]+)", cookie).group(1)
        return self.sessions[login]

    def forget_session(self, login):
        """Log in anew next time: the user was made again."""
        self.sessions.pop(login, None)

    def call(self, model, method, *args, login="admin", **kwargs):
        """Call a method, as the administrator unless somebody else is named."""
        _headers, result = self._post(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
            self.get_session(login),
        )
        return result

    def _post(self, path, params, session=None):
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        request = urllib.request.Request(
            self.url + path,
            body.encode(),
            {"Content-Type": "application/json", "Cookie": f"session_id={session}"},
        )
        with urllib.request.urlopen(request, timeout=300) as answer:
            content = json.load(answer)
            if "error" in content:
                raise RuntimeError(content["error"]["data"]["message"])
            return answer.headers, content["result"]

    def get_id(self, name):
        """The id of a record of the addon's data."""
        found = self.call(
            "ir.model.data",
            "search_read",
            [("module", "=", "complaint_management"), ("name", "=", name)],
            ["res_id"],
        )
        if not found:
            raise RuntimeError(f"The demonstration has no {name}.")
        return found[0]["res_id"]

    def speak(self, login, lang):
        """Let a user see Odoo in a language."""
        if self.languages.get(login, "en_US") != lang:
            users = self.call("res.users", "search", [("login", "=", login)])
            self.call("res.users", "write", users, {"lang": lang})
            self.languages[login] = lang

    def print_pdf(self, report, record_id):
        """A document as PDF, printed by the administrator."""
        request = urllib.request.Request(
            f"{self.url}/report/pdf/complaint_management.{report}/{record_id}",
            headers={"Cookie": f"session_id={self.get_session('admin')}"},
        )
        with urllib.request.urlopen(request, timeout=300) as answer:
            return answer.read()


# ----------------------------------------------------------------------
# Lists of cases
# ----------------------------------------------------------------------


@picture("officer", "/odoo/complaints")
def board(browser):
    pass


@picture("officer", "/odoo/complaints?view_type=list")
def list_of_cases(browser):
    pass


@picture("officer", "/odoo/complaints?view_type=pivot")
def pivot(browser):
    pass


@picture("officer", "/odoo/complaints?view_type=graph")
def graph(browser):
    pass


@picture("officer", "/odoo/complaints?view_type=calendar")
def calendar(browser):
    pass


@picture("officer", "/odoo/complaints?view_type=activity")
def activities(browser):
    pass


@picture("officer", "/odoo/complaint-analysis")
def analysis(browser):
    pass


@picture("officer", "/odoo/complaint-analysis?view_type=graph")
def analysis_graph(browser):
    pass


# ----------------------------------------------------------------------
# A case, page by page
# ----------------------------------------------------------------------


def open_page(browser, name):
    """Open a page of the notebook and bring it to the top."""
    browser.click(f".o_notebook .nav-link[name={name}]")
    browser.run("""
        (() => {
            const notebook = document.querySelector(".o_notebook");
            notebook.style.scrollMarginTop = "5rem";
            notebook.scrollIntoView();
        })()
    """)


@picture("handler", "/odoo/complaints/{complaint_demo_late_sofa}")
def case(browser):
    pass


@picture("officer", "/odoo/complaints/{complaint_demo_wrong_cutoff}", PAGE)
def case_assessment(browser):
    open_page(browser, "findings")


@picture("officer", "/odoo/complaints/{complaint_demo_nut_allergy}", PAGE)
def case_investigation(browser):
    open_page(browser, "findings")


@picture("officer", "/odoo/complaints/{complaint_demo_nut_allergy}", PAGE)
def case_answer(browser):
    open_page(browser, "decision")


@picture("handler", "/odoo/complaints/{complaint_demo_electricity}", PAGE)
def case_solution(browser):
    open_page(browser, "decision")


@contextmanager
def somebody_asks(demo):
    """The handler asks to promise more than they may."""
    case = demo.get_id("complaint_demo_wrong_cutoff")
    refund = demo.get_id("remedy_type_refund")
    line = demo.call(
        "complaint.remedy",
        "create",
        [
            {
                "complaint_id": case,
                "type_id": refund,
                "name": "What the food in the freezer cost",
                "amount": 480,
            }
        ],
        login="handler",
    )
    demo.call("complaint.complaint", "action_ask_approval", [case], login="handler")
    asked = demo.call(
        "complaint.remedy", "read", line, ["approval_id"], login="handler"
    )[0]["approval_id"][0]
    try:
        yield
    finally:
        demo.call("complaint.approval", "action_withdraw", [asked], login="handler")
        demo.call("complaint.remedy", "unlink", line, login="handler")


@picture("manager", "/odoo/complaint-approvals", TALL, during=somebody_asks)
def approval(browser):
    browser.run("""document.querySelector(".o_facet_remove")?.click()""")
    browser.click(".o_data_row .o_data_cell[name=summary]")


@picture("manager", "/odoo/complaints/{complaint_demo_refund_no_box}", PAGE)
def approve(browser):
    open_page(browser, "decision")


@picture("handler", "/odoo/complaints/{complaint_demo_estimated_bills}", PAGE)
def case_learning(browser):
    open_page(browser, "learning")


@picture("officer", "/odoo/complaints/{complaint_demo_blender_smoke}", PAGE)
def case_guide(browser):
    browser.run("document.querySelector('.o_complaint_beside').scrollIntoView()")


@picture("handler", "/odoo/complaints/{complaint_demo_estimated_bills}", PAGE)
def case_contacts(browser):
    open_page(browser, "contacts")


@picture("handler", "/odoo/complaints/{complaint_demo_estimated_bills}", PAGE)
def case_history(browser):
    open_page(browser, "log")


# ----------------------------------------------------------------------
# Accountability
# ----------------------------------------------------------------------


@picture("accountability", "/odoo/complaint-entries")
def penalty(browser):
    browser.click(".o_data_row .o_data_cell[name=rule_name]")


@picture("reader", "/odoo/my-entries", PAGE)
def my_entries(browser):
    browser.click(".o_data_row .o_data_cell[name=rule_name]")


@picture("accountability", "/odoo/accountability-balances", PAGE)
def balances(browser):
    pass


# ----------------------------------------------------------------------
# Deadlines
# ----------------------------------------------------------------------


@contextmanager
def day_off(demo):
    """The company's calendar has a day off that nobody knew of."""
    company = demo.call("res.company", "search_read", [], ["resource_calendar_id"])[0]
    day = date.today() + timedelta(days=2)
    while day.weekday() > 4:
        day += timedelta(days=1)
    leaves = demo.call(
        "resource.calendar.leaves",
        "create",
        [
            {
                "name": "Founding Day",
                "calendar_id": company["resource_calendar_id"][0],
                "date_from": f"{day} 00:00:00",
                "date_to": f"{day} 23:59:59",
            }
        ],
    )
    try:
        yield
    finally:
        demo.call("resource.calendar.leaves", "unlink", leaves)


@picture("handler", "/odoo/complaints/{complaint_demo_shelf_price_again}", PAGE)
def case_deadlines(browser):
    pass


@picture("handler", "/odoo/complaints/{complaint_demo_shelf_price_again}", PAGE)
def case_page_deadlines(browser):
    open_page(browser, "log")


@picture("handler", "/odoo/complaints?view_type=list", PAGE)
def list_due(browser):
    browser.click(".o_searchview_dropdown_toggler")
    browser.click(".o_filter_menu .o_menu_item", "Due within 4 Working Hours")
    browser.click(".o_searchview_dropdown_toggler")


@picture("officer", "/odoo/complaints-due", PAGE)
def due_calendar(browser):
    pass


@picture("handler", "/odoo/complaints/{complaint_demo_cold_pizza}", PAGE)
def extend(browser):
    open_page(browser, "log")
    browser.click("button[name=action_extend]")
    browser.fill(".modal [name=amount] input", "2")
    browser.fill(".modal [name=approver_id] input", "Helen")
    browser.click(".modal .o-autocomplete--dropdown-item", "Helen Carter")
    browser.fill(
        ".modal [name=reason] textarea",
        "The courier answers on Thursday. The customer knows, and agrees.",
    )
    browser.run("document.activeElement.blur()")


@picture("manager", "/odoo/complaint-policies/{complaint_sla_policy_complaint}", TALL)
def policy(browser):
    pass


@picture(
    "manager",
    "/odoo/complaint-escalation-rules/{complaint_escalation_rule_management}",
    TALL,
)
def rule(browser):
    pass


@picture(
    "manager",
    "/odoo/complaint-policies/{complaint_sla_policy_complaint}",
    PAGE,
    during=day_off,
)
def replan(browser):
    browser.click(".o_cp_action_menus .dropdown-toggle")
    browser.click(".o_menu_item", "Recalculate Open Deadlines")
    browser.fill(".modal [name=reason] input", "Founding Day was missing")
    browser.run("document.activeElement.blur()")


@picture("manager", "/odoo/action-complaint_management.complaint_makeup_day_action")
def holidays(browser):
    browser.click("button", "Load Public Holidays")
    browser.fill(".modal [name=year] input", "2026")
    browser.fill(".modal [name=country_id] input", "China")
    browser.click(".modal .o-autocomplete--dropdown-item", "China")
    browser.wait_for(".modal [name=line_ids] td", "National Day")


@picture("officer", "/odoo/complaint-deadlines", PAGE)
def deadline_analysis(browser):
    pass


# ----------------------------------------------------------------------
# Dialogs
# ----------------------------------------------------------------------


@picture("clerk", "/odoo/complaints")
def register(browser):
    browser.press("r", alt=True, shift=True)
    browser.fill(".modal [name=partner_name] input", "Nadia Rahman")
    browser.fill(".modal [name=name] input", "Sofa delivery missed again")
    browser.fill(
        ".modal [name=description] [contenteditable]",
        "The fourth Saturday at home for nothing, and nobody rings when it is late.",
    )
    browser.fill(
        ".modal [name=demand] textarea", "The sofa this week, or the money back"
    )
    browser.wait_for(".modal [name=possible_duplicate_ids] .o_kanban_record")
    browser.run("document.activeElement.blur()")


@picture("officer", "/odoo/complaints/{complaint_demo_wrong_cutoff}")
def hold(browser):
    browser.click("button[name=action_hold]")


@picture("manager", "/odoo/complaints/{complaint_demo_transformer_noise}")
def override(browser):
    browser.click("button[name=action_override]")


@picture("handler", "/odoo/complaints/{complaint_demo_parcel_rain}")
def merge(browser):
    browser.click("button[name=action_merge]")


@picture("officer", "/odoo/complaints/{complaint_demo_wrong_cutoff}")
def log_call(browser):
    open_page(browser, "contacts")
    browser.click("button[name=action_log_call]")


# ----------------------------------------------------------------------
# Configuration, and where cases come from
# ----------------------------------------------------------------------


@picture("manager", "/odoo/action-complaint_management.complaint_category_action")
def categories(browser):
    pass


@picture(
    "manager",
    "/odoo/complaint.category/{complaint_category_utility_meter}",
)
def category(browser):
    pass


@picture("admin", "/odoo/action-complaint_management.complaint_config_settings_action")
def settings(browser):
    pass


@picture("admin", "/odoo/action-complaint_management.complaint_config_settings_action")
def settings_customer(browser):
    browser.run("""
        (() => {
            const blocks = [...document.querySelectorAll("h2")];
            const title = blocks.find((row) => row.textContent === "Customer's side");
            title.scrollIntoView();
        })()
    """)


@picture("officer", "/odoo/helpdesk.ticket/{helpdesk_ticket_demo_kettle}")
def ticket(browser):
    pass


@picture("officer", "/odoo/res.partner/{partner_demo_li_jianhua}")
def customer(browser):
    pass


# ----------------------------------------------------------------------
# Steering
# ----------------------------------------------------------------------


@picture("clerk", "/odoo/complaint-targets", PAGE)
def targets(browser):
    browser.wait_for(".o_kanban_record .o_progressbar")


# ----------------------------------------------------------------------
# Early warning
# ----------------------------------------------------------------------


@picture("officer", "/odoo/complaint-alerts", PAGE)
def alerts(browser):
    """Also what was looked at already: the outbreak of last year."""
    browser.click(".o_facet_remove")


@picture("officer", "/odoo/complaint-alerts", PAGE)
def alert(browser):
    browser.click(".o_kanban_record", "Meter")


# ----------------------------------------------------------------------
# The customer's side
# ----------------------------------------------------------------------

VISITOR = None
CUSTOMER = "customer"
ANSWERED = "complaint_demo_pension_queue"
ANONYMOUS = "complaint_demo_transformer_noise"
MAIL = """From: {sender}
To: complaints@example.com
Subject: {subject}
Date: {date}
Message-ID: <{number}@example.com>
{header}
{body}
"""


@contextmanager
def customer_login(demo):
    """The complainant of the answered case has a login of their own."""
    case = demo.call(
        "complaint.complaint", "read", [demo.get_id(ANSWERED)], ["partner_id"]
    )[0]
    group = demo.call(
        "ir.model.data",
        "search_read",
        [("module", "=", "base"), ("name", "=", "group_portal")],
        ["res_id"],
    )[0]
    users = demo.call(
        "res.users",
        "create",
        [
            {
                "login": CUSTOMER,
                "password": CUSTOMER,
                "partner_id": case["partner_id"][0],
                "group_ids": [(6, 0, [group["res_id"]])],
            }
        ],
        context={"no_reset_password": True},
    )
    demo.forget_session(CUSTOMER)
    try:
        yield
    finally:
        demo.call("res.users", "unlink", users)


@contextmanager
def unread_mails(demo):
    """Three mails have come in that are no cases; afterwards they are left aside."""
    now = datetime.now(timezone.utc)
    mails = [
        ("Paul Meyer <paul.meyer@example.com>", "Automatic reply: your case", "", ""),
        ("sales@offers.example.com", "Our newsletter", "Precedence: bulk\n", "Hello!"),
        ("Rita Fernandes <rita@example.com>", "", "", ""),
    ]
    for number, (sender, subject, header, body) in enumerate(mails):
        mail = MAIL.format(
            sender=sender,
            subject=subject,
            date=format_datetime(now - timedelta(minutes=number)),
            number=f"{now.timestamp()}-{number}",
            header=header,
            body=body,
        )
        demo.call("mail.thread", "message_process", "complaint.complaint", mail)
    try:
        yield
    finally:
        waiting = demo.call("complaint.unread.mail", "search", [("state", "=", "todo")])
        demo.call("complaint.unread.mail", "action_leave_aside", waiting)


@picture(VISITOR, "/complaints")
def public_guide(browser):
    pass


def fill_in_form(browser):
    browser.fill(
        "#description",
        "On Saturday the lift was out of order again. I had to leave the shopping "
        "downstairs, and nobody answered the emergency button.",
    )
    browser.fill("#demand", "Repair it, and tell us what happens in the meantime")
    browser.run("document.activeElement.blur(); scrollTo(0, 0)")


@picture(VISITOR, "/complaints/new", TALL)
def public_form(browser):
    fill_in_form(browser)


@picture(VISITOR, "/complaints/new", PHONE)
def phone_public_form(browser):
    fill_in_form(browser)


@picture(
    CUSTOMER,
    f"/my/complaints/{{{ANSWERED}}}",
    TALL,
    during=customer_login,
)
def portal_case(browser):
    pass


@picture(
    CUSTOMER,
    f"/my/complaints/{{{ANSWERED}}}",
    PHONE,
    during=customer_login,
)
def phone_portal_case(browser):
    pass


@contextmanager
def tracking_code(demo):
    """The anonymous complainant has a code, that only this run knows.

    The note that it was issued stays on the case: nobody takes it out.
    """
    vals = {
        "complaint_id": demo.get_id(ANONYMOUS),
        "handed_to": "The complainant, at the counter",
    }
    slip = demo.call("complaint.tracking.slip", "create", [vals])
    issued = demo.call("complaint.tracking.slip", "action_issue", slip)
    yield issued["context"]["complaint_code"]


@picture(VISITOR, "/complaints/track", TALL, during=tracking_code)
def tracking(browser, code):
    browser.fill("#code", code)
    browser.click("button", "Open my case")


@picture("officer", "/odoo/complaints/{complaint_demo_transfer_fraud}", PAGE)
def case_confidential(browser):
    pass


@picture("handler", "/odoo/complaints/{complaint_demo_cold_pizza}")
def notice(browser):
    open_page(browser, "contacts")
    browser.click("button[name=action_send_notice]")
    browser.click(".modal [name=notice] label", "It takes longer than promised")
    browser.fill(
        ".modal [name=reason] textarea",
        "The driver is back tomorrow, and we want to hear both sides.",
    )
    browser.run("document.activeElement.blur()")


@picture("clerk", "/odoo/complaint-boxes", PAGE)
def suggestion_box(browser):
    browser.click("button[name=action_open_box]")
    papers = (
        ("A bench at the bus stop, please", "", ""),
        ("Please sell the scarves in green, too", "Greta Holm", "020 7946 0991"),
    )
    for words, name, contact in papers:
        browser.click(".o_field_x2many_list_row_add a")
        browser.fill(".o_selected_row [name=words] textarea", words)
        browser.fill(".o_selected_row [name=partner_name] input", name)
        browser.fill(".o_selected_row [name=contact] input", contact)
    browser.click(".o_form_view .oe_title h1")


@picture("officer", "/odoo/complaint-unread-mails", PAGE, during=unread_mails)
def unread(browser):
    pass


# ----------------------------------------------------------------------
# Phones, Chinese, paper
# ----------------------------------------------------------------------


@picture("handler", "/odoo/complaints/{complaint_demo_seafood_outage}", PHONE)
def phone_case(browser):
    pass


@picture("handler", "/odoo/complaints", PHONE)
def phone_board(browser):
    pass


@picture("handler", "/odoo/complaints/{complaint_demo_electricity}", DESKTOP, "zh_CN")
def chinese_case(browser):
    pass


@picture("officer", "/odoo/complaints", DESKTOP, "zh_CN")
def chinese_board(browser):
    pass


PARAMETERS = "ir.config_parameter"
PAPERS = {
    "registration_form": ("report_registration_form", "complaint_demo_electricity"),
    "answer_letter": ("report_answer_letter", "complaint_demo_estimated_bills"),
    "poster": ("report_category_poster", "complaint_category_retail"),
}


# ----------------------------------------------------------------------
# Taking them
# ----------------------------------------------------------------------


def save(png, path):
    """Save with at most 256 colours: a third of the size, and nobody sees it."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.name}: {image.width} x {image.height}, {path.stat().st_size:,} bytes")


def take(demo, browser, name, folder):
    login, path, size, lang, during, prepare = PICTURES[name]
    path = re.sub(r"{(\w+)}", lambda match: str(demo.get_id(match[1])), path)
    browser.set_size(*size)
    with during(demo) as given:
        demo.speak(login, lang)
        browser.set_session(login and demo.get_session(login))
        browser.open(path)
        browser.errors.clear()
        prepare(browser, *([given] if given else []))
        browser.settle()
        save(browser.capture(), folder / f"{name}.png")
        browser.close_dialog()
    for error in browser.errors:
        print(f"{name}: {error}", file=sys.stderr)
    demo.speak(login, "en_US")


@contextmanager
def public_address(demo):
    """The addresses on paper are those of a server that everybody can reach."""
    settings = {"web.base.url": "https://odoo.example.com", "report.url": demo.url}
    before = {name: demo.call(PARAMETERS, "get_param", name) for name in settings}
    for name, value in settings.items():
        demo.call(PARAMETERS, "set_param", name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            demo.call(PARAMETERS, "set_param", name, value)


def take_paper(demo, name, folder):
    report, record = PAPERS[name]
    with public_address(demo):
        pdf = demo.print_pdf(report, demo.get_id(record))
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "document.pdf"
        source.write_bytes(pdf)
        command = ["pdftoppm", "-png", "-r", "100", "-singlefile", source, source]
        subprocess.run(command, check=True)
        save(source.with_suffix(".pdf.png").read_bytes(), folder / f"{name}.png")


def main(url, database, folder, *names):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    demo = Demo(url.rstrip("/"), database)
    unknown = set(names) - set(PICTURES) - set(PAPERS)
    if unknown:
        known = ", ".join([*PICTURES, *PAPERS])
        sys.exit(f"No picture is called {', '.join(unknown)}. There are: {known}.")
    failed = []
    with Browser(demo.url, TIMEZONE) as browser:
        for name in names or [*PICTURES, *PAPERS]:
            start = time.monotonic()
            try:
                if name in PAPERS:
                    take_paper(demo, name, folder)
                else:
                    take(demo, browser, name, folder)
            except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
                failed.append(name)
                seconds = time.monotonic() - start
                print(f"{name}: {error} ({seconds:.0f} s)", file=sys.stderr)
    if failed:
        sys.exit(f"Not taken: {', '.join(failed)}.")


main(*sys.argv[1:])
