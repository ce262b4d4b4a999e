"""A server and a command are killed in the middle of a file: sent again, no record of it is lost, half done or doubled.

One round in every run; `make faults` goes on for ten.
"""

import asyncio
import contextlib
import json
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pymongo
import pytest

from documents.intake.taking import BATCH
from tests.processes.test_kills import DATABASE, PATIENCE_SECONDS, House, founded
from tests.support import web
from tests.support.programs import NURSERY, run
from tests.support.served_town import PASSWORD, until
from tests.support.serving import served_program
from tests.support.store import database_url

pytestmark = pytest.mark.embedded

ROWS = 4 * BATCH
"""One batch and what follows it for each of three, of which two are killed."""

MOST_ROUNDS = 10
YESTERDAY = f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"

Database = pymongo.database.Database[dict[str, Any]]


def written(directory: Path, prefix: str) -> Path:
    """A file of records whose numbers begin alike."""
    path = directory / f"{prefix}.ndjson"
    records = (
        {"id": f"{prefix}-{number:04d}", "description": f"Яма у дома {number}", "created_at": YESTERDAY}
        for number in range(ROWS)
    )
    path.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in records))
    return path


@contextlib.contextmanager
def looking(house: House) -> Iterator[Database]:
    """The database, beside what is killed."""
    with pymongo.MongoClient[dict[str, Any]](house.store.url) as client:
        yield client[DATABASE]


def taken(database: Database, prefix: str) -> int:
    """How many records of a file are cases by now."""
    return database["cases"].count_documents({"external_id": {"$regex": f"^{prefix}-"}})


def send(url: str, path: Path) -> httpx.Response | None:
    """The answer to a file; None where the server went away."""
    form = {"grant_type": "password", "username": "pos", "password": PASSWORD}
    token = web.post(f"{url}/auth/token", data=form, timeout=20).raise_for_status().json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    try:
        return web.post(
            f"{url}/intake/pos", content=path.read_bytes(), headers=headers, timeout=PATIENCE_SECONDS
        )
    except httpx.TransportError:
        return None


def kill_a_server(house: House, database: Database, path: Path, var_dir: Path) -> None:
    """Kill a server -9 as soon as it has stored some of a file."""
    address = database_url(house.store.url, DATABASE)
    with (
        served_program(address, var_dir, PULT_DATABASE=DATABASE) as (url, program),
        ThreadPoolExecutor(1) as pool,
    ):
        sending = pool.submit(send, url, path)
        until(lambda: taken(database, path.stem) >= BATCH, seconds=PATIENCE_SECONDS)
        program.send_signal(signal.SIGKILL)
        assert program.wait(PATIENCE_SECONDS) == -signal.SIGKILL
        sending.result()


def kill_a_command(database: Database, path: Path, given: dict[str, str]) -> None:
    """Kill an import -9 as soon as it has stored some more of the file, or let it end where it was faster."""
    before = taken(database, path.stem)
    output = NURSERY.file("import")
    program = NURSERY.start("api", "import-pos", str(path), environment=given, output=output)
    wanted = min(ROWS, before + BATCH)
    try:
        until(lambda: taken(database, path.stem) >= wanted, seconds=PATIENCE_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            program.send_signal(signal.SIGKILL)
        assert program.wait(PATIENCE_SECONDS) in (0, -signal.SIGKILL), output.read_text()
    finally:
        program.end()


def free(house: House) -> None:
    """Have the store begin anew: what was killed inside a transaction would keep its locks for a while."""
    house.store.kill()
    house.restart_store()


def judge(database: Database, prefix: str) -> None:
    """Look that each record is one case with one row beside it, and each case told from its first change on."""
    of_this = {"external_id": {"$regex": f"^{prefix}-"}}
    expected = [f"{prefix}-{number:04d}" for number in range(ROWS)]
    cases = list(database["cases"].find(of_this))
    assert sorted(one["external_id"] for one in cases) == expected
    remembered = {one["case_id"]: one["external_id"] for one in database["intake_records"].find(of_this)}
    assert remembered == {one["_id"]: one["external_id"] for one in cases}
    assert len({one["number"] for one in cases}) == ROWS
    told: dict[str, list[int]] = {}
    for event in database["events"].find({"object_id": {"$in": [*remembered]}}):
        told.setdefault(event["object_id"], []).append(event["sequence"])
    assert told == {one["_id"]: list(range(1, one["revision"] + 1)) for one in cases}


def one_round(house: House, path: Path, var_dir: Path) -> None:
    """Kill a server and a command one after the other over one file, and take the rest of it."""
    given = {
        "MONGODB_URL": database_url(house.store.url, DATABASE),
        "PULT_DATABASE": DATABASE,
        "VAR_DIR": str(var_dir),
    }
    with looking(house) as database:
        kill_a_server(house, database, path, var_dir)
        free(house)
        kill_a_command(database, path, given)
        free(house)
        there = taken(database, path.stem)
        ended = run("api", "import-pos", str(path), **given)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        assert f"{ROWS - there} CREATED, 0 UPDATED, {there} UNCHANGED" in ended.stdout
        judge(database, path.stem)


@pytest.mark.long
async def test_no_record_of_a_file_is_lost_or_doubled_by_kills(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    rounds = min(request.config.getoption("--rounds"), MOST_ROUNDS)
    async with founded() as house:
        for number in range(rounds):
            await asyncio.to_thread(one_round, house, written(tmp_path, f"file{number}"), tmp_path)
