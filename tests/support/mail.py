"""A small mail server that speaks as much SMTP as a letter needs, and keeps what it is given."""

import contextlib
import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage


@dataclass
class MailServerHere:
    """A running server: what it was given, and how often it is still to fail."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    failures: int = 0

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"smtp://127.0.0.1:{self.port}"


def _handler(here: MailServerHere) -> type[socketserver.StreamRequestHandler]:
    class Session(socketserver.StreamRequestHandler):
        """One conversation."""

        def _say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            """Answer each command, and keep the letter that comes after DATA."""
            self._say("220 here")
            while line := self.rfile.readline():
                word = line.split()[0].upper() if line.split() else b""
                if word == b"QUIT":
                    self._say("221 bye")
                    return
                if word == b"DATA":
                    self._take()
                else:
                    self._say("250 ok" if word in (b"EHLO", b"HELO", b"MAIL", b"RCPT", b"RSET") else "502 no")

        def _take(self) -> None:
            self._say("354 go on")
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
            if here.failures:
                here.failures -= 1
                self._say("451 later")
                return
            letter = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
            here.letters.append(letter)
            self._say("250 ok")

    return Session


@contextlib.contextmanager
def serving_mail() -> Iterator[MailServerHere]:
    """Run a mail server while the block runs."""
    here = MailServerHere()
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _handler(here))
    server.daemon_threads = True
    here.port = server.server_address[1]
    running = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    running.start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()
        running.join()
