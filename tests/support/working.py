"""A worker process of its own, as `python -m api worker` starts it, over a store that is already there."""

import contextlib
import re
import time
from collections.abc import Iterator
from pathlib import Path

from tests.support.programs import NURSERY, Program

START_SECONDS = 60
LOOK_SECONDS = 0.02
WORKING = re.compile(r"^(?=.*\bworking\b).*\bhealth_port\W{1,2}(\d+)", re.MULTILINE)


@contextlib.contextmanager
def working(store_url: str, var_dir: Path, **environment: str) -> Iterator[tuple[str, Program]]:
    """Have a worker work while the block runs; the address of its door, and the process.

    Raises: AssertionError, with what the worker wrote, where it does not start.
    """
    program = begun(store_url, var_dir, **environment)
    try:
        yield f"http://127.0.0.1:{health_port(program)}", program
    finally:
        program.end()


def begun(store_url: str, var_dir: Path, **environment: str) -> Program:
    """Start a worker and wait for nothing; whoever calls this ends it."""
    told = {
        "WORKER_PORT": "0",
        "VAR_DIR": str(var_dir),
        "MONGODB_URL": store_url,
        "LOG_LEVEL": "INFO",
        **environment,
    }
    return NURSERY.start("api", "worker", environment=told, output=NURSERY.file("worker"))


def health_port(program: Program, seconds: float = START_SECONDS) -> int:
    """The port of its door, once it works. Raises: AssertionError where it ends, or says nothing in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = WORKING.search(program.written)
        if found is not None:
            return int(found[1])
        with contextlib.suppress(TimeoutError):
            code = program.wait(LOOK_SECONDS)
            raise AssertionError(f"the worker ended with {code} before it worked:\n{program.written}")
    raise AssertionError(f"the worker does not work after {seconds:.0f} s:\n{program.written}")
