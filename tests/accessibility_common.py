# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A browser that looks at pages for barriers, with axe-core, on wide and small screens.

axe-core finds what a program can find: missing labels, colours too close to each other,
headings and landmarks out of order. It does not replace people who try the pages.
"""

import json
import threading
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urljoin

from odoo.tests.common import ChromeBrowser

from .portal.common import PortalCase

# The names of screens, and their width and height in pixels.
SCREENS = {"desktop": (1280, 900), "phone": (390, 844)}
PATIENCE = 60  # seconds
READY = "document.body?.getAttribute('is-ready') === 'true'"
PREPARE = """
(() => {
    // What is folded away is read, too, once somebody opens it.
    document.querySelectorAll("details").forEach((node) => (node.open = true));
    // A colour on its way to another one is neither.
    const style = document.createElement("style");
    style.textContent = "*, *::before, *::after { transition: none !important; "
        + "animation: none !important; }";
    document.head.append(style);
})()
"""
LOOK = """
axe.run(%s, {resultTypes: ["violations"]}).then((result) => result.violations.map(
    (rule) => `${rule.id} (${rule.impact}): ${rule.help}` + rule.nodes.map(
        (node) => ["", node.html, node.failureSummary].join("\\n    ")
    ).join("")
))
"""


def read_axe():
    """The script that finds barriers; without it nobody knows, so the test fails."""
    package = find_spec("axe_playwright_python")
    folder = Path(package.origin).parent if package else Path()
    script = folder / "axe.min.js"
    if not (package and script.is_file()):
        raise AssertionError(
            "axe.min.js is missing: install the package that AXE_PACKAGE in "
            "scripts/lib/odoo.sh names, or run scripts/bootstrap, which does it."
        )
    return script.read_text(encoding="utf-8")


class AccessibilityCase(PortalCase):
    """A customer with cases, and a browser that finds barriers on their pages."""

    # What axe leaves out, as selectors: nothing, unless a page says so and why.
    left_out = ()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.axe = read_axe()
        cls.browser = None

    def setUp(self):
        super().setUp()
        if not self.browser:
            # One for all tests of a class: starting it takes longer than a page.
            type(self).browser = ChromeBrowser(self)
            self.addClassCleanup(self.browser.stop)
        self._ask("Network.clearBrowserCookies")
        self._log_in(None)

    def _log_in(self, user):
        """Go on as somebody else.

        :param user: a ``res.users``, or None for a stranger
        """
        login = user and user.login
        self.authenticate(login, login, browser=self.browser)

    # ------------------------------------------------------------------
    # The browser
    # ------------------------------------------------------------------

    @contextmanager
    def _browse(self):
        """Let the browser ask the server; nothing else is done meanwhile."""
        self.env.flush_all()
        self.cr.clear()
        with self.allow_requests(browser=self.browser):
            try:
                yield
            finally:
                self._wait_remaining_requests()
        self.env.invalidate_all()

    def _ask(self, method, **params):
        return self.browser._websocket_request(method, params=params, timeout=PATIENCE)

    def _run(self, code):
        """Run a script in the page, and return what comes out."""
        answer = self._ask(
            "Runtime.evaluate", expression=code, awaitPromise=True, returnByValue=True
        )
        self.assertNotIn("exceptionDetails", answer, code[-500:])
        return answer["result"].get("value")

    def _go(self, url):
        self.browser.navigate_to(urljoin(self.base_url(), url), wait_stop=True)
        self._wait_until_ready()

    def _wait_until_ready(self):
        """Until Odoo's scripts have come as well: before, no form can be sent."""
        self.assertTrue(self.browser._wait_ready(READY))

    def _leave(self, code):
        """Do what leads to another page, and wait until it is there."""
        frame = self._ask("Page.getFrameTree")["frameTree"]["frame"]["id"]
        is_there = threading.Event()
        self.browser._frames[frame] = is_there.set
        self._run(code)
        self.assertTrue(is_there.wait(PATIENCE), f"No page came after: {code}")
        self._wait_until_ready()

    def _send(self, form, **typed):
        """Send a form as it is, with what was typed; the browser checks nothing.

        :param str form: its selector
        :param typed: names of fields to what is typed or chosen
        """
        self._leave(
            f"""
            (() => {{
                const form = document.querySelector({json.dumps(form)});
                const typed = {json.dumps(typed)};
                for (const [name, value] of Object.entries(typed)) {{
                    form.elements[name].value = value;
                }}
                form.noValidate = true;
                form.requestSubmit();
            }})();
            """
        )

    # ------------------------------------------------------------------
    # Looking
    # ------------------------------------------------------------------

    def _assert_no_barriers(self, words):
        """The page that the browser shows is free of barriers on all screens.

        :param str words: on the page, to know that it is the one that is meant
        """
        self.assertIn(words, self._run("document.querySelector('main').innerText"))
        self._run(PREPARE)
        self._run(self.axe + ";0")
        for screen, (width, height) in SCREENS.items():
            with self.subTest(page=words, screen=screen):
                self._ask(
                    "Emulation.setDeviceMetricsOverride",
                    width=width,
                    height=height,
                    deviceScaleFactor=1,
                    mobile=False,
                )
                context = {"exclude": [[node] for node in self.left_out]}
                found = self._run(LOOK % json.dumps(context))
                self.assertFalse(found, "\n".join(["", *found]))
                self.assertLessEqual(
                    self._run("document.documentElement.scrollWidth"),
                    width,
                    "The page is wider than the screen.",
                )

    def _assert_page(self, url, words, form=None, **typed):
        """Open a page, perhaps send a form of it, and look for barriers.

        :param str words: on the page that is there in the end
        :param str form: the selector of a form to be sent
        :param typed: what is typed into it
        """
        with self._browse():
            self._go(url)
            if form:
                self._send(form, **typed)
            self._assert_no_barriers(words)
