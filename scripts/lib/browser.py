"""Drives a headless Chromium, and waits until a page has come to rest."""

import base64
import json
import os
import subprocess
import tempfile
import time
import urllib.request

import websocket

# Nothing moves and no caret blinks: a page that is done looks the same twice.
CALM = """
    const style = document.createElement("style");
    style.textContent = `
        *, *::before, *::after {
            animation-duration: 0s !important;
            transition-duration: 0s !important;
            caret-color: transparent !important;
        }`;
    document.documentElement.append(style);
"""
LOADED = """
    !!document.querySelector(
        ".o_action_manager .o_action, .modal .o_form_view"
        + ", .o_complaint_page, .o_portal_wrap"
    )
    && !document.querySelector(".o_loading_indicator, .o_view_sample_data .o_loading")
    && document.fonts.status === "loaded"
    && [...document.images].every((image) => image.complete)
"""
TIMEOUT = 60


class Browser:
    """One Chromium with one page.

    :raises TimeoutError: what was waited for did not come
    """

    def __init__(self, base_url, timezone):
        self.base_url = base_url
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.process = subprocess.Popen(
            [
                os.environ.get("CHROMIUM", "chromium"),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--force-color-profile=srgb",
                "--remote-debugging-port=0",
                "--remote-allow-origins=*",
                f"--user-data-dir={self.profile.name}",
                "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.socket = websocket.create_connection(self._find_page(), timeout=TIMEOUT)
        self.last_id = 0
        self.errors = []
        for domain in ("Page", "Runtime", "Network"):
            self.send(f"{domain}.enable")
        self.send("Page.addScriptToEvaluateOnNewDocument", source=self._on_load(CALM))
        self.send("Emulation.setTimezoneOverride", timezoneId=timezone)
        self.send(
            "Emulation.setEmulatedMedia",
            features=[{"name": "prefers-reduced-motion", "value": "reduce"}],
        )

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.process.terminate()
        self.process.wait()
        self.profile.cleanup()

    @staticmethod
    def _on_load(script):
        return f'addEventListener("DOMContentLoaded", () => {{{script}}});'

    def _find_page(self):
        port_file = os.path.join(self.profile.name, "DevToolsActivePort")
        port = self._wait(lambda: self._read_lines(port_file), "Chromium")[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
            pages = json.load(answer)
        return next(
            page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page"
        )

    @staticmethod
    def _read_lines(path):
        if os.path.exists(path):
            with open(path) as file:
                lines = file.read().splitlines()
            return len(lines) > 1 and lines

    @staticmethod
    def _wait(condition, what):
        limit = time.monotonic() + TIMEOUT
        while not (result := condition()):
            if time.monotonic() > limit:
                raise TimeoutError(f"{what} did not come.")
            time.sleep(0.1)
        return result

    # ------------------------------------------------------------------
    # The protocol
    # ------------------------------------------------------------------

    def send(self, method, **params):
        """Send one command and return what it answers."""
        self.last_id += 1
        self.socket.send(
            json.dumps({"id": self.last_id, "method": method, "params": params})
        )
        while True:
            message = json.loads(self.socket.recv())
            if message.get("method") == "Runtime.exceptionThrown":
                details = message["params"]["exceptionDetails"]
                self.errors.append(
                    details.get("exception", {}).get("description", details["text"])
                )
            if message.get("method") == "Page.javascriptDialogOpening":
                self._leave_anyway()
            if message.get("id") == self.last_id:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']['message']}")
                return message["result"]

    def run(self, script):
        """Evaluate JavaScript in the page and return its value."""
        result = self.send(
            "Runtime.evaluate",
            expression=script,
            awaitPromise=True,
            returnByValue=True,
        )
        if details := result.get("exceptionDetails"):
            raise RuntimeError(details.get("exception", {}).get("description", script))
        return result["result"].get("value")

    # ------------------------------------------------------------------
    # What a person does
    # ------------------------------------------------------------------

    def set_size(self, width, height):
        """The size of the window; a narrow one is a phone."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        self.send("Emulation.setTouchEmulationEnabled", enabled=width < 600)

    def set_session(self, session_id):
        """Be the user whose session it is; nobody's for a stranger."""
        self.send("Network.clearBrowserCookies")
        if not session_id:
            return
        self.send(
            "Network.setCookie",
            name="session_id",
            value=session_id,
            url=self.base_url,
        )

    def _leave_anyway(self):
        """Confirm that a half-filled form is left; nobody waits for the answer."""
        accept = {"method": "Page.handleJavaScriptDialog", "params": {"accept": True}}
        self.socket.send(json.dumps({"id": 0, **accept}))

    def open(self, path):
        """Open an address of Odoo and wait until its view is there."""
        self.send("Page.navigate", url="about:blank")
        self.send("Page.navigate", url=self.base_url + path)
        self.settle()

    def settle(self):
        """Wait until the page is loaded and looks the same three times."""
        self._wait(lambda: self.run(LOADED), "The view")
        pictures = []

        def is_calm():
            pictures.append(self.capture())
            time.sleep(0.2)
            return len(pictures) > 2 and len(set(pictures[-3:])) == 1

        self._wait(is_calm, "A page at rest")

    def find(self, selector, text=""):
        """JavaScript for the first visible element of ``selector`` with a text."""
        return (
            f"[...document.querySelectorAll({json.dumps(selector)})].find("
            f"(element) => element.offsetParent"
            f" && element.textContent.includes({json.dumps(text)}))"
        )

    def wait_for(self, selector, text=""):
        """Wait until an element is there to be seen."""
        element = self.find(selector, text)
        self._wait(lambda: self.run(f"!!({element})"), f"{selector} {text}")

    def click(self, selector, text=""):
        """Click an element as soon as it is there."""
        self.wait_for(selector, text)
        self.run(f"({self.find(selector, text)}).click()")
        self.settle()

    def fill(self, selector, text):
        """Type into an input, as a person does."""
        self.wait_for(selector)
        self.run(f"({self.find(selector)}).focus()")
        self.run(f"({self.find(selector)}).select?.()")
        self.send("Input.insertText", text=text)

    def press(self, key, *, alt=False, shift=False):
        """Press a key with what is held down."""
        event = {
            "modifiers": alt * 1 + shift * 8,
            "key": key,
            "code": f"Key{key.upper()}" if len(key) == 1 else key,
        }
        self.send("Input.dispatchKeyEvent", type="keyDown", **event)
        self.send("Input.dispatchKeyEvent", type="keyUp", **event)

    def close_dialog(self):
        """Leave a dialog, if there is one: Odoo saves a form whose page goes away."""
        if self.run(f"!!({self.find('.modal .btn-close')})"):
            self.click(".modal .btn-close")

    def capture(self):
        """What is seen now, as PNG."""
        return base64.b64decode(self.send("Page.captureScreenshot")["data"])
