"""Runs the embedded MongoDB-compatible server as a separate process, for development and tests.

The server is a program under its own license: it is spoken to over the wire and never imported.
Production uses MongoDB. Why and how: docs/decisions/embedded-store.md.
"""

import contextlib
import os
import selectors
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"  # loopback only: the server asks for no password
DATABASE = "pult"
BINARY_VARIABLE = "PULT_STORE_BINARY"
INSTALLED_BINARY = Path(".tools/store/secantusdb.scripts/secantusd-rs")
LISTENING = "listening on "
IN_USE = "already being managed by another process"

START_TIMEOUT_SECONDS = 30.0
STOP_TIMEOUT_SECONDS = 10.0
ANSWER_TIMEOUT_SECONDS = 5.0

# The change log that resume tokens point into: one day, bounded.
OPLOG_OPTIONS = (
    "--oplog-retention-seconds",
    "86400",
    "--oplog-max-entries",
    "200000",
    "--noop-heartbeat-seconds",
    "10",
)


class StoreUnavailable(Exception):
    """The embedded server is missing or did not start; the message says what to do."""


def find_binary(root: Path | None = None) -> Path:
    """Return the path of the server's program: `PULT_STORE_BINARY`, else what `make` installed under `root`.

    Raises: StoreUnavailable when there is no such file.
    """
    named = os.environ.get(BINARY_VARIABLE)
    binary = Path(named) if named else (root or Path(__file__).resolve().parents[2]) / INSTALLED_BINARY
    if binary.is_file():
        return binary
    if named:
        raise StoreUnavailable(f"{BINARY_VARIABLE} names no file: {binary}.")
    raise StoreUnavailable(
        f"The embedded server is not installed: {INSTALLED_BINARY}. Start through `make run` or `make test`, "
        f"which install it, or set {BINARY_VARIABLE} to its program, or MONGODB_URL to a MongoDB replica set."
    )


@dataclass(slots=True)
class EmbeddedStore:
    """A running embedded server; `start` makes one, `stop` ends it."""

    process: subprocess.Popen[bytes]
    port: int
    storage_path: Path

    @property
    def url(self) -> str:
        """The connection string, with the durability the application asks for."""
        return (
            f"mongodb://{HOST}:{self.port}/{DATABASE}"
            "?retryWrites=true&w=majority&journal=true&serverSelectionTimeoutMS=5000"
        )

    @property
    def is_running(self) -> bool:
        """Whether the process is still there."""
        return self.process.poll() is None

    @classmethod
    def start(
        cls,
        storage_path: Path,
        *,
        port: int = 0,
        sync: bool,
        log_file_max: str = "64MB",
        cache: str = "256M",
        binary: Path | None = None,
    ) -> "EmbeddedStore":
        """Start the server on `storage_path` (made with mode 700 if absent) and return once it answers.

        `port` 0 lets the server choose; `sync` flushes its log at every commit, without which a crash loses
        the last 0.1 s; `log_file_max` and `cache` are sizes as the server writes them. The process leads a
        group of its own: Ctrl-C in the terminal reaches only the application, which then stops it in order.

        Raises: StoreUnavailable when the program is missing, ends at once, or does not answer within 30 s.
        """
        program = binary or find_binary()
        storage_path.mkdir(mode=0o700, parents=True, exist_ok=True)
        command = [str(program), "--host", HOST, "--port", str(port), "--storage-path", str(storage_path)]
        command += [
            "--log-file-max",
            log_file_max,
            "--cache-size",
            cache,
            "--log-level",
            "WARNING",
            *OPLOG_OPTIONS,
        ]
        if sync:
            command.append("--sync-on-commit")
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        log_path = storage_path.parent / f"{storage_path.name}.log"
        with log_path.open("wb") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                umask=0o077,
                start_new_session=True,
            )
        try:
            chosen = _announced_port(process, log_path, deadline)
            _wait_until_it_accepts(chosen, deadline)
        except BaseException:
            _end(process)
            raise
        return cls(process=process, port=chosen, storage_path=storage_path)

    def stop(self) -> None:
        """Ask the server to end, and kill it if it has not after 10 s. Safe to call twice."""
        _end(self.process)

    def kill(self) -> None:
        """End the server at once, as a power cut would; for crash tests."""
        self.process.kill()
        _end(self.process)


def end_left_behind(pid_file: Path, storage_path: Path) -> None:
    """End the server that an application which was killed left on this directory; nothing where there is none.

    Only a process of the noted id whose command names the directory is touched.
    """
    if not pid_file.exists():
        return
    pid = pid_file.read_text().strip()
    pid_file.unlink()
    # `ps` is found on the path, as its place differs between systems.
    found = subprocess.run(["ps", "-o", "command=", "-p", pid], capture_output=True, text=True, check=False)
    if not pid.isdecimal() or str(storage_path) not in found.stdout:
        return
    os.kill(int(pid), signal.SIGTERM)
    deadline = time.monotonic() + STOP_TIMEOUT_SECONDS
    while _is_there(int(pid)) and time.monotonic() < deadline:
        time.sleep(0.05)  # not our child: it cannot be waited for


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@contextlib.contextmanager
def running_store(
    storage_path: Path, *, sync: bool, log_file_max: str, cache: str
) -> Iterator[EmbeddedStore]:
    """Start a server, hand it over, and stop it whatever happens."""
    store = EmbeddedStore.start(storage_path, sync=sync, log_file_max=log_file_max, cache=cache)
    try:
        yield store
    finally:
        store.stop()


def _announced_port(process: subprocess.Popen[bytes], log_path: Path, deadline: float) -> int:
    """Return the port of the line the server prints once it is bound."""
    output = process.stdout
    assert output is not None  # the pipe was asked for where the process is made
    received = b""
    with selectors.DefaultSelector() as selector:
        selector.register(output, selectors.EVENT_READ)
        while b"\n" not in received:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise StoreUnavailable(f"The embedded server said nothing for {START_TIMEOUT_SECONDS:.0f} s.")
            chunk = os.read(output.fileno(), 4096)
            if not chunk:
                raise StoreUnavailable(_why_it_ended(process.wait(), log_path))
            received += chunk
    line = received.split(b"\n", 1)[0].decode(errors="replace")
    _, found, address = line.partition(LISTENING)
    port = address.rpartition(":")[2].strip()
    if not found or not port.isdecimal():
        raise StoreUnavailable(f"The embedded server announced no port: {line!r}.")
    return int(port)


def _why_it_ended(exit_code: int, log_path: Path) -> str:
    """Return a message from the server's last words; a directory that is in use has a remedy of its own."""
    words = log_path.read_text(errors="replace").strip().splitlines() or ["(it said nothing)"]
    message = f"The embedded server ended with exit code {exit_code} before it was ready: {words[-1]}"
    if any(IN_USE in word for word in words):
        message += " Another server still runs on this directory: stop it, or choose another VAR_DIR."
    return message


def _wait_until_it_accepts(port: int, deadline: float) -> None:
    """Return once a connection succeeds; the server binds before it prints its line, so one try is enough."""
    remaining_seconds = min(ANSWER_TIMEOUT_SECONDS, max(0.1, deadline - time.monotonic()))
    try:
        with socket.create_connection((HOST, port), timeout=remaining_seconds):
            return
    except OSError as error:
        raise StoreUnavailable(f"The embedded server does not accept connections on port {port}.") from error


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()
