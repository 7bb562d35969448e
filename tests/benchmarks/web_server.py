# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A real Odoo server for a while: its own processes, two workers, real HTTP."""

import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import requests

from odoo.tools import config

WORKERS = 2
LAUNCHER = Path(__file__).parents[2] / "scripts" / "lib" / "odoo_server.py"
START_SECONDS = 120
STOP_SECONDS = 60
# What Odoo logs when two requests met at the same row, and one begins anew.
RETRY = re.compile(r"\d tries left, try again in")
GIVEN_UP = re.compile(r"maximum number of tries reached")


class Server:
    """A server of one database, with two workers.

    :param database: a ``Database``
    :param log: path of the file that it writes to
    """

    def __init__(self, database, log):
        self.name = database.name
        self.log = Path(log)
        port, gevent_port = _get_free_ports(2)
        self.url = f"http://127.0.0.1:{port}"
        self.arguments = [
            f"--database={self.name}",
            f"--db-filter=^{re.escape(self.name)}$",
            f"--workers={WORKERS}",
            f"--http-port={port}",
            f"--gevent-port={gevent_port}",
            f"--logfile={self.log}",
            "--log-level=warn",
            "--log-handler=odoo.service.model:INFO",
        ]

    @contextmanager
    def running(self):
        """The server, ready to answer; stopped afterwards with all its workers."""
        self.log.unlink(missing_ok=True)
        process = subprocess.Popen(
            [sys.executable, str(LAUNCHER), *self.arguments],
            # Warns of root before it has a log.
            stderr=subprocess.DEVNULL,
        )
        try:
            self._wait_until_ready(process)
            yield self
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _wait_until_ready(self, process):
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and process.poll() is None:
            try:
                requests.get(f"{self.url}/web/health", timeout=10).raise_for_status()
                return
            except requests.RequestException:
                time.sleep(0.5)
        raise RuntimeError(f"The server does not start. Details: {self.log}")

    def count_retries(self):
        """How often requests began anew, and how often one gave up."""
        text = self.log.read_text(encoding="utf-8") if self.log.exists() else ""
        return len(RETRY.findall(text)), len(GIVEN_UP.findall(text))


def _get_free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _port in range(count)]
    ports = [door.getsockname()[1] for door in sockets]
    for door in sockets:
        door.close()
    return ports


def copy_filestore(source, name):
    """Give a copied database the files of its original; returns their folder."""
    folder = Path(config.filestore(name))
    shutil.rmtree(folder, ignore_errors=True)
    original = Path(config.filestore(source))
    if original.is_dir():
        shutil.copytree(original, folder)
    return folder
