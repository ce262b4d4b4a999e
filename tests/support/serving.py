"""A server process of its own, as `python -m api serve` starts it, over a store that is already there."""

import contextlib
import re
import time
from collections.abc import Iterator
from pathlib import Path

from tests.support.observed import COPIED_TO
from tests.support.programs import NURSERY, Program
from tests.support.watching import WATCH

START_SECONDS = 60
LOOK_SECONDS = 0.02
LISTENING = re.compile(r"^(?=.*\blistening\b).*\bport\W{1,2}(\d+)", re.MULTILINE)
"""What the log of a server says when it is ready, in words or as JSON."""


@contextlib.contextmanager
def serving(store_url: str, var_dir: Path, **environment: str) -> Iterator[str]:
    """Serve while the block runs, at a port that the system chooses; the address. Keys are kept in `var_dir`: servers that
    share it know each other's.

    Raises: AssertionError, with what the server wrote, where it does not start.
    """
    with served_program(store_url, var_dir, **environment) as (url, _):
        yield url


@contextlib.contextmanager
def served_program(store_url: str, var_dir: Path, **environment: str) -> Iterator[tuple[str, Program]]:
    """Serve likewise; the address, and the process with what it wrote."""
    watched = NURSERY.file("queries")
    told = {
        COPIED_TO: str(watched),
        "PORT": "0",
        "VAR_DIR": str(var_dir),
        "MONGODB_URL": store_url,
        "LOG_LEVEL": "INFO",
        **environment,
    }
    program = NURSERY.start("tests.support.observed", environment=told, output=NURSERY.file("server"))
    try:
        yield f"http://127.0.0.1:{announced_port(program)}", program
    finally:
        program.end()
        WATCH.take_over(watched)


def announced_port(program: Program, seconds: float = START_SECONDS) -> int:
    """The port at which a server says that it listens. Raises: AssertionError where it ends, or says nothing in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = LISTENING.search(program.written)
        if found is not None:
            return int(found[1])
        with contextlib.suppress(TimeoutError):
            code = program.wait(LOOK_SECONDS)
            raise AssertionError(f"the server ended with {code} before it listened:\n{program.written}")
    raise AssertionError(f"the server does not listen after {seconds:.0f} s:\n{program.written}")
