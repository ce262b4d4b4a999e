"""A small mail server that speaks as much SMTP as a letter needs, over TLS and behind a login too, and keeps what it is
given."""

import base64
import contextlib
import email
import email.policy
import socketserver
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import ClassVar


@dataclass
class MailServerHere:
    """A running server: what it was given, how often it is still to fail, and who signed in.

    `tls` is what it offers TLS with, or begins with where it is `implicit`; `login` is the `name:password` it asks for.
    """

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    failures: int = 0
    tls: ssl.SSLContext | None = None
    is_implicit: bool = False
    login: str | None = None
    over_tls: list[bool] = field(default_factory=list)
    """Of each letter, whether it came over TLS."""

    refuses_recipients: bool = False
    """Whether it knows nobody whom letters are for."""

    logins: list[tuple[str, bool]] = field(default_factory=list)
    """Each login that was tried, and whether it came over TLS."""

    @property
    def url(self) -> str:
        """Where it listens."""
        scheme = "smtps" if self.is_implicit else "smtp"
        return f"{scheme}://{f'{self.login}@' if self.login else ''}localhost:{self.port}"


class _Session(socketserver.StreamRequestHandler):
    """One conversation."""

    is_secure = False
    is_known = False
    here: ClassVar[MailServerHere]

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def _secure(self) -> None:
        assert self.here.tls is not None
        self.connection = self.here.tls.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb", -1)
        self.wfile = self.connection.makefile("wb", 0)
        self.is_secure = True

    def finish(self) -> None:
        """Close what was opened on the way."""
        super().finish()
        self.connection.close()

    def handle(self) -> None:
        """Answer each command, and keep the letter that comes after DATA."""
        with contextlib.suppress(ssl.SSLError, ConnectionError):
            self.is_known = self.here.login is None
            if self.here.is_implicit:
                self._secure()
            self._say("220 here")
            while (line := self.rfile.readline()) and self._answered(line.split()):
                pass

    def _answered(self, words: list[bytes]) -> bool:
        """Answer a command, and say whether more may come."""
        word = words[0].upper() if words else b""
        if word == b"QUIT":
            self._say("221 bye")
            return False
        if word == b"EHLO":
            self._greet()
        elif word == b"STARTTLS" and self.here.tls is not None:
            self._say("220 go on")
            self._secure()
        elif word == b"AUTH":
            self._sign_in(base64.b64decode(words[2]).decode().split("\0"))
        elif word == b"DATA":
            self._take()
        elif word == b"RCPT" and self.here.refuses_recipients:
            self._say("550 nobody of that name")
        elif word == b"MAIL" and not self.is_known:
            self._say("530 who is there")
        else:
            self._say("250 ok" if word in (b"HELO", b"MAIL", b"RCPT", b"RSET") else "502 no")
        return True

    def _greet(self) -> None:
        self._say("250-here")
        offers = ["STARTTLS"] if self.here.tls is not None and not self.is_secure else []
        offers += ["AUTH PLAIN"] if self.here.login is not None else []
        for one in offers:
            self._say(f"250-{one}")
        self._say("250 ok")

    def _sign_in(self, told: list[str]) -> None:
        given = ":".join(told[1:])
        self.here.logins.append((given, self.is_secure))
        self.is_known = given == self.here.login
        self._say("235 welcome" if self.is_known else "535 no")

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if self.here.failures:
            self.here.failures -= 1
            self._say("451 later")
            return
        letter = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        self.here.letters.append(letter)
        self.here.over_tls.append(self.is_secure)
        self._say("250 ok")


@contextlib.contextmanager
def serving_mail(
    *, tls: ssl.SSLContext | None = None, is_implicit: bool = False, login: str | None = None
) -> Iterator[MailServerHere]:
    """Run a mail server while the block runs; see `MailServerHere`."""
    here = MailServerHere(tls=tls, is_implicit=is_implicit, login=login)
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), type("Session", (_Session,), {"here": here}))
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
