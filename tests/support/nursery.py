"""A process that has imported the application and divides for each program that a test runs: a program of its own, with
its own environment, output and end, but without the two seconds in which Python reads what it is made of.

Started by `tests/support/programs.py`, never imported by a test.
"""

import gc
import json
import os
import runpy
import selectors
import signal
import socket
import sys
import threading
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, NoReturn

from api.cli.commands import COMMANDS
from tests.support.garbage import count_frozen, kept_for_good

READ_ONCE = (
    *sorted({f"api.cli.{offered.module}" for offered in COMMANDS.values()}),
    "tests.support.crash",
    "tests.support.ending",
    "tests.support.watching",
)
REQUEST_BYTES = 1_000_000
READY = "ready\n"


@dataclass
class Nursery:
    """Who asked for a program, by its process; a connection is told the id of the process, and later how it ended."""

    listener: socket.socket
    selector: selectors.BaseSelector
    woken: socket.socket
    is_to_read: bool
    waiting: dict[int, socket.socket] = field(default_factory=dict)

    def read(self) -> None:
        """Read what is to be read, where that was not done yet."""
        if self.is_to_read:
            _read()
            self.is_to_read = False

    def tend(self) -> dict[str, Any] | None:
        """Divide as asked until whoever started this process is gone (None); in a child, what it is to run."""
        while True:
            for key, _ in self.selector.select():
                if key.fileobj is self.listener:
                    request = self._divide()
                    if request is not None:
                        return request
                elif key.fileobj is self.woken:
                    self.woken.recv(4096)
                    self._tell_of_the_ended()
                else:
                    self._end_all()
                    return None

    def _divide(self) -> dict[str, Any] | None:
        connection, _ = self.listener.accept()
        request: dict[str, Any] = json.loads(connection.makefile("rb").readline(REQUEST_BYTES))
        self.read()
        pid = os.fork()
        if pid == 0:
            for one in (connection, self.listener, self.woken, *self.waiting.values()):
                one.close()
            return request
        self.waiting[pid] = connection
        _tell(connection, {"pid": pid})
        return None

    def _tell_of_the_ended(self) -> None:
        for pid, connection in tuple(self.waiting.items()):
            found, status = os.waitpid(pid, os.WNOHANG)
            if found:
                _tell(connection, {"code": os.waitstatus_to_exitcode(status)})
                del self.waiting[pid]
                connection.close()

    def _end_all(self) -> None:
        for pid in self.waiting:
            os.kill(pid, signal.SIGTERM)
        for pid, connection in self.waiting.items():
            _, status = os.waitpid(pid, 0)
            _tell(connection, {"code": os.waitstatus_to_exitcode(status)})


def _tell(connection: socket.socket, words: dict[str, int]) -> None:
    try:
        connection.sendall(json.dumps(words).encode() + b"\n")
    except OSError:
        connection.close()  # whoever asked is not interested any more


def _become(request: dict[str, Any]) -> NoReturn:
    """Take the environment and the output of a program, run its module, and end as a program does.

    What Python then takes apart piece by piece goes with the process all the same: of what was imported here for all, that
    takes as long as most commands, and longer where the driver waits for its threads, which sleep half a second.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    os.environ.clear()
    os.environ.update(request["environment"])
    for number, path in ((1, request["output"]), (2, request["errors"])):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(file, number)
        os.close(file)
    sys.argv = [request["module"], *request["arguments"]]
    code = _ran(request["module"])
    threading._shutdown()  # type: ignore[attr-defined]  # waits for the threads that a program leaves, as its end does
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


def _ran(module: str) -> int:
    """Run a module as a program; the code that it ends with."""
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        if ended.code is None or isinstance(ended.code, int):
            return (ended.code or 0) & 0xFF
        sys.stderr.write(f"{ended.code}\n")
        return 1
    except Exception as error:  # noqa: BLE001  # whatever it is, it is told as where nobody waits for it
        sys.excepthook(type(error), error, error.__traceback__)
        return 1
    return 0


def _read() -> None:
    """Import the application, and make what each server makes at its start."""
    with kept_for_good():
        for name in READ_ONCE:
            import_module(name)
        import_module("tests.support.passwords").hash_cheaply()
        import_module("tests.support.prompt_ends").end_promptly()
        import_module("schema.build").sdl()  # each server shows it, and prints it at its start
        import_module("tests.support.rehearsed").rehearse()
        gc.collect()
    count_frozen()


def main(path: str, *, reads: bool, at_once: bool) -> None:
    """Listen at a path until the standard input is closed; whoever `reads` does so before the first program, or at once."""
    waking, woken = socket.socketpair()
    waking.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(waking.fileno())
    with (
        socket.socket(socket.AF_UNIX) as listener,
        selectors.DefaultSelector() as selector,
    ):
        listener.bind(path)
        listener.listen()
        for one in (listener, woken, sys.stdin):
            selector.register(one, selectors.EVENT_READ)
        sys.stdout.write(READY)
        sys.stdout.flush()
        nursery = Nursery(listener, selector, woken, is_to_read=reads)
        if at_once:
            nursery.read()
        request = nursery.tend()
    if request is not None:
        signal.set_wakeup_fd(-1)
        waking.close()
        _become(request)


if __name__ == "__main__":
    main(sys.argv[1], reads="reads" in sys.argv[2:], at_once="at once" in sys.argv[2:])
