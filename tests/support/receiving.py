"""A receiver of webhooks on this machine: it keeps what it is sent, and behaves as a test wants."""

import contextlib
import json
import socketserver
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

NETWORKS = ("127.0.0.0/8",)
"""What has to be allowed to reach it."""

FLOOD_PIECES, PIECE = 1_600, b"x" * 65_536
"""A hundred megabytes."""


@dataclass(frozen=True)
class Taken:
    """One request."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def name(self) -> str:
        """The `webhook-id`."""
        return self.headers["webhook-id"]

    @property
    def payload(self) -> Any:
        """What it says."""
        return json.loads(self.body)


@dataclass
class ReceiverHere:
    """A running receiver. `answers` says what it does with a request: a status with headers, or a way of not answering."""

    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    answers: Callable[[Taken], tuple[int, Mapping[str, str]] | str] = lambda _taken: (204, {})
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def payloads(self) -> list[Any]:
        """What it was told, in order."""
        return [one.payload for one in self.taken]

    def does(self, *answers: int | str) -> None:
        """Have it answer so in turn, the last again and again."""
        left = list(answers)

        def answer(_taken: Taken) -> tuple[int, Mapping[str, str]] | str:
            found = left.pop(0) if len(left) > 1 else left[0]
            return (found, {}) if isinstance(found, int) else found

        self.answers = answer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    here: ClassVar[ReceiverHere]

    def do_POST(self) -> None:
        """Keep what comes, and behave."""
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        taken = Taken(self.path, headers, body)
        self.here.taken.append(taken)
        answer = self.here.answers(taken)
        self.close_connection = True
        if isinstance(answer, str):
            getattr(self, f"_{answer}")()
            return
        status, more = answer
        self.send_response(status)
        for name, value in more.items():
            self.send_header(name, value)
        self.send_header("content-length", "0")
        self.end_headers()

    def _hang(self) -> None:
        self.here.ended.wait()

    def _die(self) -> None:
        self.connection.close()

    def _babble(self) -> None:
        self.wfile.write(b"this is no HTTP\r\n\r\n")

    def _trail(self) -> None:
        """A head without an end."""
        with contextlib.suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while not self.here.ended.is_set():
                self.wfile.write(b"x-more: " + PIECE[:1_000] + b"\r\n")

    def _flood(self) -> None:
        with contextlib.suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: 104857600\r\n\r\n")
            for _ in range(FLOOD_PIECES):
                self.wfile.write(PIECE)

    def log_message(self, *_given: Any, **_more: Any) -> None:
        """Nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_given: Any, **_more: Any) -> None:
        """Whoever hangs up on it is expected to."""

    def server_bind(self) -> None:
        """Without asking for the name of this machine."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", self.server_address[1]


@contextlib.contextmanager
def receiving() -> Iterator[ReceiverHere]:
    """Have a receiver take what comes while the block runs."""
    here = ReceiverHere()
    handler = type("Handler", (_Handler,), {"here": here})
    with _Server(("127.0.0.1", 0), handler) as server:
        here.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield here
        finally:
            here.ended.set()
            server.shutdown()
            thread.join()
