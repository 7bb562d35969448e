# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The process in which files from strangers are looked into.

Started by ``upload_child`` as a script, without Odoo: it limits itself before it
reads a byte, answers file by file, and is no loss when it has to be killed.
"""

import importlib
import json
import os
import signal
import sys
import types

try:
    import resource
except ImportError:  # pragma: no cover; Windows: only the clock limits it there.
    resource = None

PACKAGE = "complaint_upload"
# How messages begin: the length of their heading, in so many bytes.
PREFIX = 4
# The longest heading and content.
HEADING = 256 * 1024
MOST = 256 * 1024 * 1024
FILES_OPEN = 32


class OutOfTime(BaseException):
    """A file takes too long; no library catches this."""


def write_message(stream, heading, data=b""):
    """Write a heading and a content."""
    text = json.dumps({**heading, "size": len(data)}).encode()
    stream.write(len(text).to_bytes(PREFIX, "big") + text)
    stream.write(data)
    stream.flush()


def read_message(stream, most=MOST):
    """Read a heading and a content.

    :param int most: bytes that there can be; who says more is not believed
    :return: (heading, content); None at the end, also of half a message
    """
    length = int.from_bytes(stream.read(PREFIX), "big")
    if length > HEADING:
        return None
    try:
        heading = json.loads(stream.read(length))
        size = heading["size"]
    except (ValueError, KeyError, TypeError):
        return None
    if not (isinstance(size, int) and 0 <= size <= most):
        return None
    data = stream.read(size)
    return (heading, data) if len(data) == size else None


def limit(settings):
    """Let the system end this process when it takes too much.

    :param dict settings: ``memory`` and ``output`` in bytes, ``cpu`` and ``wall`` in
        seconds, all together
    """
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    if hasattr(signal, "alarm"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(settings["wall"])
    if resource is None:
        return
    for name, most in (
        ("RLIMIT_AS", settings["memory"]),
        ("RLIMIT_CPU", settings["cpu"]),
        ("RLIMIT_FSIZE", settings["output"]),
        ("RLIMIT_NOFILE", FILES_OPEN),
        ("RLIMIT_CORE", 0),
    ):
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        _soft, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(kind, (most, most))


def look_into(upload, heading, data, seconds):
    """Check a file, and clean it if that is asked for.

    :param upload: the module of that name
    :param dict heading: ``name``, ``max_bytes`` and ``is_cleaned``
    :param seconds: the most time of the processor
    :return: (heading of the answer, cleaned content or nothing)
    """

    def give_up(_signal, _frame):
        raise OutOfTime

    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, give_up)
        signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        name, mimetype = upload.check_upload(
            heading["name"], data, heading["max_bytes"]
        )
        content = b""
        if heading["is_cleaned"]:
            name, content = upload.clean_metadata(name, data, mimetype)
        return {"code": "", "name": name, "mimetype": mimetype}, content
    except upload.UploadRefused as refused:
        return {"code": refused.code}, b""
    except Exception:
        # Not understood, or too large for the memory there is: a person decides.
        return {"code": upload.UNCHECKED}, b""
    except OutOfTime:
        return {"code": upload.UNCHECKED}, b""
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_PROF, 0)


def load():
    """The module ``upload`` of this folder, without the addon around it."""
    package = types.ModuleType(PACKAGE)
    package.__path__ = [os.path.dirname(os.path.abspath(__file__))]
    sys.modules[PACKAGE] = package
    return importlib.import_module(f"{PACKAGE}.upload")


def main():
    settings = json.loads(sys.argv[1])
    limit(settings)
    sys.path[:] = settings["path"]
    upload = load()
    while message := read_message(sys.stdin.buffer):
        answer = look_into(upload, *message, settings["seconds"])
        write_message(sys.stdout.buffer, *answer)


if __name__ == "__main__":
    main()
