"""Programs beside a test end as they would alone, and one that does not start says why."""

import re
import signal
from pathlib import Path

import pytest

from tests.support.keys import ENVIRONMENT
from tests.support.lasting import RUNS
from tests.support.programs import NURSERY, STOP_SECONDS, Nursery, run
from tests.support.served_town import until
from tests.support.serving import START_SECONDS, announced_port, serving
from tests.support.store import own

NOTHING_THERE = "mongodb://127.0.0.1:1/pult?serverSelectionTimeoutMS=100"


def test_a_command_has_its_own_environment_output_and_end() -> None:
    done = run("api", "export-policy", "--format", "csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") > 100
    refused = run("api", "serve", MONGODB_URL="")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("MONGODB_URL is not set")
    misspelt = run("api", "serve", PORT="http")
    assert misspelt.returncode == 2
    assert misspelt.stderr.startswith("PORT must")


@pytest.mark.parametrize("environment", [{"MONGODB_URL": ""}, {"PORT": "http"}])
def test_a_server_that_does_not_start_ends_its_test_with_what_it_wrote(
    environment: dict[str, str], tmp_path: Path
) -> None:
    with (
        pytest.raises(AssertionError, match=r"ended with 2 before it listened:\n(MONGODB_URL is|PORT must)"),
        serving(NOTHING_THERE, tmp_path, **environment),
    ):
        pass


def test_a_server_that_says_nothing_is_given_up(tmp_path: Path, store_url: str) -> None:
    silent = {
        "MONGODB_URL": store_url,
        "VAR_DIR": str(tmp_path),
        "PULT_DATABASE": own("programs"),
        "PORT": "0",
        "LOG_LEVEL": "ERROR",
        **ENVIRONMENT,
    }
    program = NURSERY.start("api", "serve", environment=silent, output=tmp_path / "said")
    with pytest.raises(AssertionError, match="does not listen after 1 s"):
        announced_port(program, seconds=1)
    program.end()
    assert program.code == -signal.SIGTERM


def test_a_program_that_is_killed_is_told_as_that(tmp_path: Path, store_url: str) -> None:
    with serving(store_url, tmp_path, PULT_DATABASE=own("programs"), **ENVIRONMENT) as url:
        assert re.fullmatch(r"http://127\.0\.0\.1:[1-9]\d+", url)
        told = {
            "MONGODB_URL": store_url,
            "VAR_DIR": str(tmp_path),
            "PULT_DATABASE": own("programs"),
            "PORT": "0",
            **ENVIRONMENT,
        }
        other = NURSERY.start("api", "serve", environment=told, output=tmp_path / "said")
        assert announced_port(other) != int(url.rpartition(":")[2])
        other.send_signal(signal.SIGKILL)
        assert other.wait(20) == -signal.SIGKILL


def test_what_still_runs_ends_with_the_process_it_was_born_from(tmp_path: Path) -> None:
    nursery = Nursery(reads=False)
    try:
        program = nursery.start("tests.support.lasting", environment={}, output=tmp_path / "said")
        until(lambda: program.written == RUNS, seconds=START_SECONDS)
    finally:
        nursery.end()
    assert program.wait(STOP_SECONDS) == -signal.SIGTERM
    with pytest.raises(ProcessLookupError):
        program.send_signal(signal.SIGTERM)
