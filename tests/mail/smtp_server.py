# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A mail server on this machine that refuses, hangs up, or takes what it gets."""

import re
import socketserver
import threading


class SmtpServer(socketserver.ThreadingTCPServer):
    """Speaks just enough SMTP.

    ``refused`` are the addresses that it does not take, ``dies_at`` the command at
    which it hangs up without an answer ("RCPT", or "." at the end of a mail).
    ``taken`` are the addresses that got a mail, one entry each.
    """

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Talk)
        self.refused, self.dies_at, self.taken = set(), None, []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    def close(self):
        """Stop serving."""
        self.shutdown()
        self.server_close()


class _Talk(socketserver.StreamRequestHandler):
    def handle(self):
        self._say("220 test")
        recipients = []
        while line := self.rfile.readline().decode(errors="replace").strip():
            command = line.split()[0].upper()
            if command == self.server.dies_at:
                return
            if command == "MAIL":
                recipients = []
            if command == "RCPT":
                address = re.search(r"<(.*?)>", line).group(1)
                if address in self.server.refused:
                    self._say("550 no such user")
                    continue
                recipients.append(address)
            if command == "DATA":
                self._say("354 go on")
                while self.rfile.readline() not in (b".\r\n", b""):
                    pass
                self.server.taken += recipients
                if self.server.dies_at == ".":
                    return
            self._say("221 bye" if command == "QUIT" else "250 ok")
            if command == "QUIT":
                return

    def _say(self, line):
        self.wfile.write(f"{line}\r\n".encode())
