# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Thousands of damaged files, looked into as the product does, within its limits.

Run by ``test_upload_fuzz`` as a script: the limits hold for the whole process. Says in
JSON, a line for each kind, how many files there were and what they took.
"""

import collections
import io
import json
import resource
import sys
import time
import types
import zipfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings, strategies as st

ROOT = Path(__file__).resolve().parents[2]
# What bends numbers, opens without closing, or leads somewhere else.
TOKENS = [
    b"\x00",
    b"\xff" * 4,
    b"\x7f\xff\xff\xff",
    b"\x00\x00\x00\x00",
    b"99999999999",
    b"-1",
    b"(" * 300,
    b"<<" * 70,
    b"[" * 300,
    b"<a>" * 300,
    b"endobj",
    b" obj ",
    b"stream\n",
    b"/Prev 0 ",
    b"/Kids [2 0 R 2 0 R]",
    b"/N 1 /First 4 /Type /ObjStm",
    b"/Length 9999999",
    b"<!DOCTYPE a>",
    b'<?xml version="1.0" encoding="utf-16"?>',
    b"PK\x01\x02",
    b"PK\x05\x06",
    b"ID3\x04\0\0\x7f\x7f\x7f\x7f",
    b"OggS",
]
KINDS = ("put", "insert", "cut", "double", "flip", "swap", "put", "insert")
# An accident is one number, which costs little to draw: what, where, and how much.
STEPS = st.lists(st.integers(0, 2**48 - 1), min_size=1, max_size=4)
_SPREAD = 0x9E3779B97F4A7C15


def damage(data, steps):
    """A file after a few accidents."""
    data = bytearray(data)
    for step in steps:
        # Small numbers are drawn more often; they should not mean the beginning.
        step = step * _SPREAD % 2**64
        step, which = divmod(step, len(KINDS))
        step, number = divmod(step, len(TOKENS))
        step, length = divmod(step, 64)
        at = step % (len(data) + 1)
        piece = bytes(data[at : at + length * 4])
        kind, token = KINDS[which], TOKENS[number]
        if kind == "put":
            data[at : at + len(token)] = token
        elif kind == "insert":
            data[at:at] = token
        elif kind == "cut":
            del data[at : at + length + 1]
        elif kind == "double":
            data[at:at] = piece * length
        elif kind == "flip" and at < len(data):
            data[at] ^= length + 1
        elif kind == "swap":
            data[at : at + len(piece)] = piece[::-1]
    return bytes(data)


def damage_part(data, part, steps):
    """An archive that is whole, with a part that is not."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        names = source.namelist()
        damaged = names[part % len(names)]
        for name in names:
            content = source.read(name)
            target.writestr(
                name, damage(content, steps) if name == damaged else content
            )
    return buffer.getvalue()


def load():
    """The modules of the product and the tests, without Odoo around them."""
    package = types.ModuleType("complaint_upload")
    package.__path__ = [str(ROOT / "complaint_management" / "tools" / "upload")]
    sys.modules["complaint_upload"] = package
    sys.path.insert(0, str(ROOT / "tests" / "intake"))


def fuzz(kind, data, count):
    """Look into so many damaged files of a kind, and say what they took."""
    from complaint_upload import upload, worker

    slowest, codes = [0.0, b""], collections.Counter()
    is_archive = data.startswith(b"PK")

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(STEPS)
    def look(steps):
        if is_archive and sum(steps) % 4:
            damaged = damage_part(data, sum(steps), steps)
        else:
            damaged = damage(data, steps)
        heading = {"name": "a", "max_bytes": 0, "is_cleaned": True}
        start = time.process_time()
        answer, _content = worker.look_into(upload, heading, damaged, SECONDS)
        taken = time.process_time() - start
        codes[answer["code"]] += 1
        if taken > slowest[0]:
            slowest[:] = taken, damaged

    look()
    peak = _get_peak_megabytes()
    return {
        "kind": kind,
        "count": sum(codes.values()),
        "codes": codes,
        "seconds": round(slowest[0], 3),
        "megabytes": peak,
        "slowest": repr(slowest[1]),
    }


SECONDS = 5


def _get_peak_megabytes():
    """The most memory that this program had, without what its parent had before."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def main():
    memory, count = int(sys.argv[1]), int(sys.argv[2])
    load()
    import upload_files as files

    kinds = files.every_kind()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    for kind in sys.argv[3:] or kinds:
        print(json.dumps(fuzz(kind, kinds[kind], count)), flush=True)


if __name__ == "__main__":
    main()
