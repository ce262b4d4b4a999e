"""A server process of its own, as `python -m api serve` starts it, over a store that is already there."""

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx

from tests.support.observed import COPIED_TO
from tests.support.watching import WATCH

ROOT = Path(__file__).resolve().parents[2]
RETRIES = 10  # the pause between two doubles, from 0.5 s
STOP_SECONDS = 25


@contextlib.contextmanager
def serving(store_url: str, var_dir: Path, **environment: str) -> Iterator[str]:
    """Serve while the block runs; the address. Keys are kept in `var_dir`: servers that share it know each other's."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        watched = var_dir / f"queries-{port}"
    told = {
        **os.environ,
        COPIED_TO: str(watched),
        "PORT": str(port),
        "VAR_DIR": str(var_dir),
        "MONGODB_URL": store_url,
        "LOG_LEVEL": "WARNING",
        **environment,
    }
    process = subprocess.Popen([sys.executable, "-m", "tests.support.observed"], cwd=ROOT, env=told)
    url = f"http://127.0.0.1:{port}"
    try:
        with httpx.Client(transport=httpx.HTTPTransport(retries=RETRIES)) as http:
            http.get(f"{url}/health/live").raise_for_status()
        yield url
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)
        WATCH.take_over(watched)
