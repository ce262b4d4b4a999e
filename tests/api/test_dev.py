"""`python -m api dev` as somebody who types `make run` sees it: ready, answering, and leaving nothing behind."""

import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from rich.console import Console

from api.dev.telling import in_lines
from tests.support import web
from tests.support.demo import Demo
from tests.support.few import few_cases_store
from tests.support.keys import ENVIRONMENT
from tests.support.prepared import demo_accounts
from tests.support.programs import run
from tests.support.served_town import until
from tests.support.store import copy_prepared, scratch_directory

ROOT = Path(__file__).resolve().parents[2]
STOP_SECONDS = 25
WITHIN_SECONDS = 60


@dataclass
class Running:
    """A development start: its process, its directory, its address, and what it said until it was ready."""

    process: subprocess.Popen[str]
    var_dir: Path
    url: str
    told: str

    @cached_property
    def demo(self) -> Demo:
        """The demo as its people ask it, each of whom signs in once: a password is checked here at its full cost."""
        return Demo(self.url, [])


@pytest.fixture
def dev() -> Iterator[Running]:
    """A start, as a developer begins."""
    with scratch_directory("dev") as directory:
        copy_prepared(few_cases_store(), directory / "store")
        (directory / "demo-accounts.json").write_text(demo_accounts(), encoding="utf-8")
        environment = {
            **os.environ,
            **ENVIRONMENT,
            "PORT": "0",
            "VAR_DIR": str(directory),
            "LOG_LEVEL": "WARNING",
        }
        environment.pop("MONGODB_URL", None)
        process = subprocess.Popen(
            [sys.executable, "-m", "api", "dev"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            told = _told_until_ready(process)
            found = re.search(r"is ready: (http://\S+)/graphql", told)
            assert found is not None, f"it ended before it was ready:\n{told}"
            yield Running(process, directory, found[1], told)
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)
            if process.stdout is not None:
                process.stdout.close()


def _told_until_ready(process: subprocess.Popen[str]) -> str:
    """What is said until the line that says «is ready»; all of it where that never comes."""
    assert process.stdout is not None
    told = ""
    for line in process.stdout:
        told += line
        if "is ready" in line:
            break
    return told


@pytest.mark.embedded
def test_a_start_refuses_a_second_brings_back_its_store_and_leaves_no_server_behind(dev: Running) -> None:
    refuses_a_second(dev)
    brings_back_its_store(dev)
    answers_and_ends_at_a_signal(dev)


def refuses_a_second(dev: Running) -> None:
    second = run("api", "dev", VAR_DIR=str(dev.var_dir), PORT="0", **ENVIRONMENT)
    assert (second.returncode, second.stdout) == (2, "Starting the store.\n")
    assert second.stderr == (
        f"Process {dev.process.pid} keeps the embedded store under {dev.var_dir}: "
        "stop it, or name another folder by VAR_DIR.\n"
    )


def brings_back_its_store(dev: Running) -> None:
    first = (dev.var_dir / "store.pid").read_text()
    os.kill(int(first), signal.SIGKILL)

    def is_back() -> bool:
        return (dev.var_dir / "store.pid").read_text() != first and (
            web.get(f"{dev.url}/health/ready", timeout=20).status_code == 200
        )

    until(is_back, seconds=WITHIN_SECONDS)
    answer = dev.demo.data("head", "{ cases(first: 1) { nodes { number } } }")
    assert json.dumps(answer).count("number") == 1


def answers_and_ends_at_a_signal(dev: Running) -> None:
    answer = dev.demo.data("head", "{ viewer { roles } cases(first: 1) { totalCount { value } } }")
    assert json.dumps(answer).count("CENTER_HEAD") == 1
    address = (dev.var_dir / "mongodb-url").read_text()
    assert address.startswith("mongodb://127.0.0.1:")
    assert (dev.var_dir / "mongodb-url").stat().st_mode & 0o077 == 0
    pid = int((dev.var_dir / "store.pid").read_text())
    os.kill(pid, 0)

    def has_worked() -> bool:
        told = dev.demo.data("admin", "{ jobs { lastOutcome } }")
        return json.dumps(told).count("DONE") > 0

    until(has_worked, seconds=WITHIN_SECONDS)
    dev.process.send_signal(signal.SIGTERM)
    assert dev.process.wait(STOP_SECONDS) == 128 + signal.SIGTERM
    assert dev.process.stdout is not None
    # The worker writes there too: the end of it is the end of both.
    told = dev.told + dev.process.stdout.read()
    assert "is ready" in told
    assert "/graphql/schema.graphql" in told
    assert "Starting the store." in told
    assert "loaded already" in told
    client = next(row for row in json.loads(demo_accounts()) if "clientId" in row)
    assert re.search(rf"^ +{client['clientId']} +{client['clientSecret']}$", told, re.MULTILINE)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not (dev.var_dir / "mongodb-url").exists()
    assert not (dev.var_dir / "store.pid").exists()


def test_production_mode_refuses_the_demo() -> None:
    environment = {
        "PULT_MODE": "production",
        "MONGODB_URL": "mongodb://127.0.0.1:1/pult",
        "PULT_SECRET": "k3J9wq0ZxT7uV5mB2nL8pR4sD6fG1hYc",
        **ENVIRONMENT,
    }
    done = run("api", "dev", **environment)
    assert done.returncode == 2
    assert "production mode refuses" in done.stderr


def test_without_a_terminal_long_work_is_told_in_a_few_lines() -> None:
    written = io.StringIO()
    tell = in_lines(Console(file=written))
    for done in range(0, 3_401, 50):
        tell("Cases", done, 3_400)
    lines = written.getvalue().splitlines()
    assert (lines[0], lines[-1], len(lines)) == ("Cases: 0 of 3400", "Cases: 3400 of 3400", 11)
