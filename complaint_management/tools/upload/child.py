# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Files from strangers are looked into by a process of its own, within limits.

Whatever is in a file, the server waits for a few seconds at most, and goes on
serving others meanwhile. What could not be looked into comes back "unchecked".
"""

import contextlib
import json
import logging
import math
import os
import subprocess
import sys
import tempfile
import threading
import time
from typing import NamedTuple

from .refused import REASONS, UNCHECKED
from .upload import ALLOWED, clean_name
from .worker import read_message, write_message

_logger = logging.getLogger(__name__)

WORKER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "worker.py")
MEGABYTE = 1024 * 1024
# Time of the processor for one file, and time on the wall for all of a request.
SECONDS = 5
WALL = 20
# Of the address space: what a file needs is less.
MEMORY = 300 * MEGABYTE
# What all cleaned files of a request may come to.
OUTPUT = 200 * MEGABYTE
# As many at a time in one server process; who waits longer is not looked at.
CHILDREN = 4
PATIENCE = 10
_places = threading.BoundedSemaphore(CHILDREN)


class Upload(NamedTuple):
    """A file as it came in, and what is asked about it."""

    name: str
    data: bytes
    max_bytes: int = 0
    is_cleaned: bool = False


class Verdict(NamedTuple):
    """What a file is.

    ``code`` is one of ``REASONS``, or "" when it is taken; then there are a clean
    name, the content as it is kept, and its mimetype.
    """

    code: str
    name: str = ""
    data: bytes = b""
    mimetype: str = ""


def inspect(uploads):
    """Look into files, all of one request at a time.

    :param uploads: list of ``Upload``
    :return: list of ``Verdict``, one for each
    """
    verdicts = [_judge_by_size(upload) for upload in uploads]
    waiting = [index for index, verdict in enumerate(verdicts) if verdict is None]
    end = time.monotonic() + WALL
    # Who was killed over one file leaves the others to the next child.
    while waiting and time.monotonic() < end:
        found = _ask_child([uploads[index] for index in waiting], end)
        if found is None:
            break
        for index, verdict in zip(waiting, found, strict=False):
            verdicts[index] = verdict
        rest = waiting[len(found) :]
        if rest:
            verdicts[rest[0]] = Verdict(UNCHECKED)
        waiting = rest[1:]
    return [verdict or Verdict(UNCHECKED) for verdict in verdicts]


def _judge_by_size(upload):
    """What needs nobody to look inside; None when somebody has to."""
    if not upload.data:
        return Verdict("empty")
    if upload.max_bytes and len(upload.data) > upload.max_bytes:
        return Verdict("too_big")
    return None


def _ask_child(uploads, end):
    """The verdicts of a child, until it ended or was ended; None when there is none."""
    if not _places.acquire(timeout=min(PATIENCE, max(0, end - time.monotonic()))):
        _logger.info("Too many files at a time: some are kept aside unchecked.")
        return None
    try:
        with _open_memory() as questions, _open_memory() as answers:
            for upload in uploads:
                heading = upload._asdict()
                write_message(questions, heading, heading.pop("data"))
            questions.seek(0)
            _run(questions, answers, len(uploads), end - time.monotonic())
            most = answers.seek(0, os.SEEK_END)
            answers.seek(0)
            return list(_read_verdicts(uploads, answers, most))
    except OSError:
        _logger.exception("Files of a request cannot be looked into.")
        return None
    finally:
        _places.release()


def _run(questions, answers, count, seconds):
    """Run a child; at the latest after so many seconds it is gone."""
    wall = max(1, math.ceil(seconds))
    settings = {
        "path": [path for path in sys.path if path],
        "memory": MEMORY,
        "output": OUTPUT,
        "seconds": SECONDS,
        "cpu": min(count * SECONDS + 2, wall + 1),
        # It ends itself when nobody is left to end it.
        "wall": wall + 1,
    }
    # Neither the user's folders nor variables of Python count; paths come from here.
    command = [_get_python(), "-I", "-S", WORKER, json.dumps(settings)]
    child = subprocess.Popen(
        command,
        stdin=questions,
        stdout=answers,
        stderr=subprocess.DEVNULL,
        cwd=os.path.sep,
        env=_get_environment(),
    )
    try:
        child.wait(max(seconds, 0.1))
    except subprocess.TimeoutExpired:
        _logger.info("A file was not looked into: it takes too long.")
    finally:
        child.kill()
        child.wait()


def _get_python():
    """The interpreter, also where another program has started it."""
    return sys.executable or "python3"


def _get_environment():
    """Little of ours: one heap, and no words of any country."""
    kept = {
        key: os.environ[key]
        for key in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
        if key in os.environ
    }
    return {**kept, "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}


def _read_verdicts(uploads, answers, most):
    """What a child said, as far as it can be understood: it may not be itself."""
    for upload in uploads:
        message = read_message(answers, most)
        if message is None:
            return
        heading, content = message
        if heading.get("code") in REASONS:
            yield Verdict(heading["code"])
            continue
        data = content if upload.is_cleaned else upload.data
        mimetype = heading.get("mimetype")
        if mimetype not in ALLOWED:
            return
        yield Verdict(
            "", clean_name(str(heading.get("name")), mimetype), data, mimetype
        )


@contextlib.contextmanager
def _open_memory():
    """A file that is on no disk, where the system has such: a full one is no matter."""
    if hasattr(os, "memfd_create"):
        opened = open(os.memfd_create("complaint_upload"), "w+b")
    else:
        opened = tempfile.TemporaryFile()
    with opened as stream:
        yield stream
