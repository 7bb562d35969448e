# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Files are looked into by a process that cannot take more than it may."""

import io
import subprocess
import sys
import time
import zlib

import pytest
from PIL import Image

from odoo.addons.complaint_management.tools.upload import child as upload_child
from odoo.addons.complaint_management.tools.upload.child import Upload, inspect

from . import upload_files as files


def pdf_in_circles():
    """A file of a few hundred bytes whose list of objects leads to itself."""
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<<>>endobj\n"
    return body + (
        b"xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 3/Prev %d>>\n"
        b"startxref\n%d\n%%%%EOF" % (len(body), len(body))
    )


def pdf_of_many_packs(count=3000):
    """Many tiny packs of objects, each of which a reader looks into."""
    pack = b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"
    content = zlib.compress(b"1 0 << >>")
    return files.pdf(
        b"".join(
            b"%d 0 obj\n<< %s >>\nstream\n%s\nendstream\nendobj\n"
            % (number, pack, content)
            for number in range(10, count)
        )
    )


@pytest.fixture
def worker(monkeypatch, tmp_path):
    """Let another program look into files, within less time."""

    def replace(program, **limits):
        path = tmp_path / "worker.py"
        path.write_text(program)
        monkeypatch.setattr(upload_child, "WORKER", str(path))
        for name, value in limits.items():
            monkeypatch.setattr(upload_child, name, value)

    return replace


REAL = (
    "import sys; sys.path.insert(0, {folder!r}); import worker as w; {change}; w.main()"
)


def real(change):
    """The product's own program, with something that misbehaves in it."""
    folder = upload_child.os.path.dirname(upload_child.WORKER)
    return REAL.format(folder=folder, change=change)


def test_a_request():
    """Several files of one request, each with its own answer."""
    verdicts = inspect(
        [
            Upload("a.pdf", files.pdf()),
            Upload("b.txt", b""),
            Upload("c.txt", b"abc", 2),
            Upload("d.jpg", files.photo(), 0, True),
            Upload("e.exe", b"MZ\x90\0"),
        ]
    )
    assert [verdict.code for verdict in verdicts] == [
        "",
        "empty",
        "too_big",
        "",
        "kind",
    ]
    assert verdicts[0][1:] == ("a.pdf", files.pdf(), "application/pdf")
    assert verdicts[3].name == "file.jpg"
    assert not [secret for secret in files.SECRETS if secret in verdicts[3].data]


@pytest.mark.parametrize("make", [pdf_in_circles, pdf_of_many_packs])
def test_circles_and_packs(make):
    """They end at once, whoever they are cleaned for."""
    start = time.monotonic()
    cleaned, plain = inspect([Upload("a", make(), 0, True), Upload("a", make())])
    assert cleaned.code in ("uncleanable", "")
    assert plain.code in ("", "broken")
    assert time.monotonic() - start < upload_child.WALL


def test_large_picture():
    """What does not fit into the memory there is, is kept aside; others are not."""
    buffer = io.BytesIO()
    Image.new("RGBA", (8300, 8300)).save(buffer, "PNG", compress_level=1)
    frames = files.animation("WEBP", frames=2)
    verdicts = inspect(
        [Upload("a.png", buffer.getvalue(), 0, True), Upload("b", frames)]
    )
    assert [verdict.code for verdict in verdicts] == ["unchecked", ""]


@pytest.mark.parametrize(
    "program",
    [
        "while True: pass",
        "import time; time.sleep(3600)",
        "import signal, time\nfor n in range(1, 32):\n"
        "    try: signal.signal(n, signal.SIG_IGN)\n    except OSError: pass\n"
        "time.sleep(3600)",
        "raise SystemExit(3)",
        "import sys; sys.stdout.buffer.write(b'\\xff' * 99)",
    ],
    ids=["busy", "asleep", "deaf", "gone", "babbling"],
)
def test_hanging(worker, program):
    """Whatever it does, it is gone in time, and the file is kept aside."""
    worker(program, WALL=2)
    start = time.monotonic()
    assert [verdict.code for verdict in inspect([Upload("a", b"text")] * 2)] == [
        "unchecked"
    ] * 2
    assert time.monotonic() - start < 10


def test_one_that_hangs_and_others(worker):
    """One file that takes too long costs the others nothing."""
    worker(
        real(
            "look = w.look_into; w.look_into = lambda u, h, d, s:"
            " [None for _ in iter(int, 1)] if d == b'hang' else look(u, h, d, s)"
        ),
        SECONDS=1,
        WALL=60,
    )
    uploads = [Upload("a", b"one"), Upload("b", b"hang"), Upload("c", b"three")]
    assert [verdict.code for verdict in inspect(uploads)] == ["", "unchecked", ""]


@pytest.mark.parametrize(
    "greed",
    [
        "bytearray(400 * 1024 * 1024)",
        "[open('/dev/null') for _ in range(99)]",
        "sys.stdout.buffer.write(bytes(300 * 1024 * 1024))",
    ],
    ids=["memory", "files", "output"],
)
def test_greed(worker, greed):
    """Memory, files and output are limited by the system itself."""
    worker(real(f"w.load = lambda: {greed} and None"), WALL=10)
    assert [verdict.code for verdict in inspect([Upload("a", b"a")])] == ["unchecked"]


def test_without_odoo():
    """The program starts without Odoo, or it would take seconds and hundreds of MB."""
    program = real("w.limit = lambda s: None")
    program = program.replace("w.main()", "w.load(); print(*sys.modules)")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        capture_output=True,
        check=True,
        text=True,
    )
    assert "complaint_upload.pdf" in done.stdout.split()
    assert "odoo" not in done.stdout.split()


def test_too_many_at_a_time(monkeypatch):
    """When all places are taken, files are kept aside instead of waiting for ever."""
    monkeypatch.setattr(upload_child, "PATIENCE", 0.1)
    taken = [upload_child._places.acquire() for _place in range(upload_child.CHILDREN)]
    try:
        assert [verdict.code for verdict in inspect([Upload("a", b"a")])] == [
            "unchecked"
        ]
    finally:
        for _place in taken:
            upload_child._places.release()
    assert [verdict.code for verdict in inspect([Upload("a", b"a")])] == [""]
