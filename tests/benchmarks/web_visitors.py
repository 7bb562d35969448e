# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""People in front of browsers: some send a form, others read, all at the same time."""

import threading
import time
from collections import Counter, deque
from dataclasses import dataclass, field

import requests
from lxml import html

SUBMITTERS, READERS = 50, 20
# Nobody waits longer; a server that is not answering then has not answered.
PATIENCE = 120
NO_ANSWER = 0
# A server with two workers lets 16 connections wait; the kernel makes the others try
# again, later and later, while the server idles. So they stand in line here, as they
# do in a proxy before Odoo, and the time in the line counts.
PLACES = 16
# What a request of a submission is for; readers' have names of their own.
FORM, SEND, RECEIPT = "form", "send", "receipt"


@dataclass(frozen=True)
class Answer:
    """What one request was for, how long it took, and its status."""

    kind: str
    seconds: float
    status: int


@dataclass
class Diary:
    """What all visitors of one side wrote down."""

    answers: list = field(default_factory=list)
    accepted: list = field(default_factory=list)
    # Seconds from asking for the form to reading the receipt.
    submissions: list = field(default_factory=list)
    elapsed: float = 0.0

    @property
    def statuses(self):
        return Counter(answer.status for answer in self.answers)

    @property
    def failures(self):
        """Answers that the server should never give, and those it did not give."""
        return sum(
            count
            for status, count in self.statuses.items()
            if status == NO_ANSWER or status >= 500
        )

    @property
    def seconds(self):
        """How long requests took, by what they were for."""
        by_kind = {}
        for answer in self.answers:
            by_kind.setdefault(answer.kind, []).append(answer.seconds)
        return by_kind

    @property
    def reads(self):
        """How long the requests of readers took."""
        own = (FORM, SEND, RECEIPT)
        return [answer.seconds for answer in self.answers if answer.kind not in own]


class Door:
    """Lets in as many at a time as there are places, in the order of their coming."""

    def __init__(self, places):
        self.places = places
        self.line = deque()
        self.lock = threading.Lock()

    def __enter__(self):
        with self.lock:
            if self.places:
                self.places -= 1
                return
            turn = threading.Event()
            self.line.append(turn)
        turn.wait()

    def __exit__(self, *_error):
        with self.lock:
            if self.line:
                # Their place is handed on: nobody slips in between.
                self.line.popleft().set()
            else:
                self.places += 1


DOOR = Door(PLACES)


class Browser:
    """One visitor's browser: it keeps cookies and notes how long it waited."""

    def __init__(self, url, diary=None):
        self.url = url
        self.diary = diary if diary is not None else Diary()
        self.session = requests.Session()
        # No proxy of this machine stands between two of its processes.
        self.session.trust_env = False
        # As a proxy before Odoo does. A worker whose browser keeps the line waits two
        # seconds for its next request, and serves nobody meanwhile.
        self.session.headers["Connection"] = "close"

    def get(self, kind, path):
        return self._ask(kind, "GET", path)

    def post(self, kind, path, data):
        return self._ask(kind, "POST", path, data=data)

    def _ask(self, kind, method, path, **kwargs):
        """The answer; None when there was none. Redirects are asked for one by one."""
        address = path if path.startswith("http") else f"{self.url}{path}"
        start = time.monotonic()
        try:
            with DOOR:
                answer = self.session.request(
                    method, address, timeout=PATIENCE, allow_redirects=False, **kwargs
                )
            status = answer.status_code
        except requests.RequestException:
            answer, status = None, NO_ANSWER
        self.diary.answers.append(Answer(kind, time.monotonic() - start, status))
        return answer


def read_hidden(answer, xpath="//form"):
    """The hidden values of a form, as a browser sends them back."""
    fields = html.fromstring(answer.content).xpath(f"{xpath}//input[@type='hidden']")
    return {node.get("name"): node.get("value") or "" for node in fields}


def visit(side, seconds):
    """Let all visitors of a side do what they do, at once, for some time.

    Nobody is interrupted: what was begun is finished.

    :param side: prepares a submitter or reader, and acts as one
    :param float seconds: how long somebody begins anew
    :return: the ``Diary``
    """
    diary = Diary()
    people = [
        *((side.prepare_submitter(n, diary), side.submit) for n in range(SUBMITTERS)),
        *((side.prepare_reader(n, diary), side.read) for n in range(READERS)),
    ]
    start = time.monotonic()
    until = start + seconds

    def live(person, act):
        while time.monotonic() < until:
            act(person)

    threads = [threading.Thread(target=live, args=args) for args in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    diary.elapsed = time.monotonic() - start
    return diary
