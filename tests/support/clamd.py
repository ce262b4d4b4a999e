"""A small virus scanner that speaks the protocol of clamd: whatever holds the sign of a test virus is infected."""

import contextlib
import socketserver
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
COMMAND = b"zINSTREAM\0"
LARGEST_PIECE = 1024 * 1024


class _Session(socketserver.StreamRequestHandler):
    """One connection: a command, pieces with their lengths, a verdict."""

    def handle(self) -> None:
        """Read all that is sent, and answer."""
        if self.rfile.read(len(COMMAND)) != COMMAND:
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        seen = bytearray()
        while (size := struct.unpack("!L", self.rfile.read(4))[0]) > 0:
            if size > LARGEST_PIECE:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
            seen += self.rfile.read(size)
        self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in seen else b"stream: OK\0")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@dataclass
class Clamd:
    """A running scanner."""

    server: socketserver.ThreadingTCPServer

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"tcp://127.0.0.1:{self.server.server_address[1]}"

    def stop(self) -> None:
        """Answer nobody any more."""
        self.server.shutdown()
        self.server.server_close()


@contextlib.contextmanager
def serving_clamd() -> Iterator[Clamd]:
    """Run a scanner while the block runs, unless it was stopped before."""
    server = _Server(("127.0.0.1", 0), _Session)
    running = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    running.start()
    try:
        yield Clamd(server)
    finally:
        server.shutdown()
        server.server_close()
        running.join()
