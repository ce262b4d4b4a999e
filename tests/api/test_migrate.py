"""`python -m api migrate`: data of another release are told at start, and brought over in steps that survive a kill."""

import asyncio
import contextlib
import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pymongo
import pytest

from api.clock import utc_now
from documents.installation.leases import LEASE_SECONDS
from documents.installation.releases import CURRENT
from documents.migrating import STEPS
from tests.support.keys import ENVIRONMENT
from tests.support.older_release import FILE, stored_before
from tests.support.programs import NURSERY, Ended, run
from tests.support.standing import Database, standing_town
from tests.support.store import database_url, own
from tests.support.town import NOW

NAME, REFUSED = own("migrate"), own("refused")
BEFORE = " Яма\u200b  №\u00ad{} "
AFTER = "Яма №{}"
TOPICS = 450
"""More than two batches."""


@pytest.fixture
def older(store_url: str) -> Iterator[Database]:
    """A town of before data bore a number, whose topics stand in no form."""
    with _older(store_url, NAME) as database:
        yield database


@pytest.fixture(scope="module")
def refused_everywhere(store_url: str) -> Iterator[Database]:
    """The same for all who only look at it: whoever starts on it is refused."""
    with _older(store_url, REFUSED) as database:
        yield database


@contextlib.contextmanager
def _older(store_url: str, name: str) -> Iterator[Database]:
    with standing_town(store_url, name) as database:
        database["data_release"].delete_many({})
        row = {"revision": 1, "updated_at": NOW, "sector_id": "ROADS", "sort_title": ""}
        database["topics"].insert_many(
            {"_id": f"topic-{number:03d}", "title": BEFORE.format(number), **row} for number in range(TOPICS)
        )
        yield database


def command(store_url: str, var_dir: Path, *arguments: str, name: str = NAME) -> Ended:
    return run(
        "api",
        *arguments,
        MONGODB_URL=database_url(store_url, name),
        PULT_DATABASE=name,
        VAR_DIR=str(var_dir),
        **ENVIRONMENT,
    )


def release(database: Database) -> int | None:
    row = database["data_release"].find_one({})
    return row["number"] if row else None


def old_topics(database: Database) -> int:
    return database["topics"].count_documents({"title": {"$regex": "\u200b"}})


def killed_in_the_middle(store_url: str) -> None:
    """Migrate in a process that is killed once it has gone through 200 topics."""
    address = database_url(store_url, NAME)
    program = NURSERY.start(
        "tests.support.stopped_migration",
        *(address, NAME, "topics", "200"),
        environment={},
        output=NURSERY.file("migration"),
    )
    try:
        assert program.wait(60) == -signal.SIGKILL, program.written
    finally:
        program.end()


def test_the_steps_are_numbered_without_gaps_up_to_the_release_of_the_program() -> None:
    assert [step.number for step in STEPS] == [*range(1, CURRENT + 1)]


OLDER = "The data are of release 0, this program works on release 6: stop all that runs on them"
NEWER = "The data are of release 7, this program only knows release 6: start the newer program."


@pytest.mark.parametrize(
    ("arguments", "number", "words"),
    [
        # All that start on a database look at its release in one place.
        (("serve",), None, OLDER),
        (("dev",), 7, NEWER),
        (("reseal",), 7, NEWER),
        (("seed", "check"), None, OLDER),
    ],
)
def test_data_of_another_release_are_told_at_start(
    arguments: tuple[str, ...],
    number: int | None,
    words: str,
    refused_everywhere: Database,
    store_url: str,
    tmp_path: Path,
) -> None:
    older = refused_everywhere
    older["data_release"].delete_many({})
    if number is not None:
        older["data_release"].insert_one({"_id": "data", "number": number, "noted_at": NOW})
    refused = command(store_url, tmp_path, *arguments, name=REFUSED)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith(words)
    assert (number is None) == refused.stderr.endswith("run `python -m api migrate`.\n")
    assert old_topics(older) == TOPICS


def test_a_dry_run_counts_and_writes_nothing(older: Database, store_url: str, tmp_path: Path) -> None:
    done = command(store_url, tmp_path, "migrate", "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("1 Text in its one form")
    assert f"rewritten {TOPICS})" in done.stdout
    assert (release(older), old_topics(older), older["migration_runs"].count_documents({})) == (
        None,
        TOPICS,
        0,
    )


def test_killed_in_the_middle_it_goes_on_with_the_rest(
    older: Database, store_url: str, tmp_path: Path
) -> None:
    killed_in_the_middle(store_url)
    left = old_topics(older)
    assert 0 < left < TOPICS
    (begun,) = older["migration_runs"].find({})
    assert (begun["ended_at"], begun["runs"], release(older)) == (None, 1, None)
    assert command(store_url, tmp_path, "serve").returncode == 2

    # The lease of the one that was killed ends by itself, here in a moment; this one waits for that.
    soon = utc_now() + timedelta(seconds=1)
    assert older["migration_lease"].update_one({}, {"$set": {"until": soon}}).modified_count == 1
    done = command(store_url, tmp_path, "migrate")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"rewritten {left})" in done.stdout
    titles = {row["_id"]: row["title"] for row in older["topics"].find({"_id": {"$regex": "^topic-"}})}
    assert titles == {f"topic-{number:03d}": AFTER.format(number) for number in range(TOPICS)}
    run_, *others = older["migration_runs"].find({}).sort("_id", 1)
    assert [(one["_id"], one["runs"]) for one in others] == [
        (f"000{number}", 1) for number in range(2, CURRENT + 1)
    ]
    assert (run_["runs"], run_["counts"]["rewritten"], release(older)) == (2, left, CURRENT)
    assert run_["ended_at"] >= run_["started_at"]
    assert older["migration_lease"].count_documents({}) == 0
    again = command(store_url, tmp_path, "migrate")
    assert (again.returncode, again.stdout) == (
        0,
        "Nothing to do: the data are of release 6, that of this program.\n",
    )


def test_of_two_at_once_one_does_it_and_the_other_says_so(
    older: Database, store_url: str, tmp_path: Path
) -> None:
    """A lease that somebody renews all the time stands for a migration that takes long."""
    over = asyncio.Event()

    async def renewing() -> None:
        while not over.is_set():
            until = utc_now() + timedelta(seconds=LEASE_SECONDS)
            row = {"$set": {"holder": "another", "until": until}}
            await asyncio.to_thread(
                older["migration_lease"].update_one, {"_id": "migration"}, row, upsert=True
            )

    async def both() -> Ended:
        renewal = asyncio.create_task(renewing())
        try:
            return await asyncio.to_thread(command, store_url, tmp_path, "migrate")
        finally:
            over.set()
            await renewal

    refused = asyncio.run(both())
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "Another process is migrating this database: this one did nothing.\n"
    assert (release(older), old_topics(older)) == (None, TOPICS)


def test_rows_that_cannot_be_brought_over_hold_the_release_until_one_says_otherwise(
    older: Database, store_url: str, tmp_path: Path
) -> None:
    older["topics"].update_one({"_id": "topic-000"}, {"$set": {"fast_track_days": "many"}})
    line = "topics: 1 rows are left as they were; they are no documents of their kind: "
    held = command(store_url, tmp_path, "migrate")
    assert (held.returncode, line in held.stderr) == (1, True)
    assert (release(older), old_topics(older)) == (None, 1)
    done = command(store_url, tmp_path, "migrate", "--leave-rows")
    assert (done.returncode, line in done.stderr) == (0, True)
    assert (release(older), old_topics(older)) == (CURRENT, 1)


def test_data_of_a_newer_release_are_left_alone(older: Database, store_url: str, tmp_path: Path) -> None:
    older["data_release"].insert_one({"_id": "data", "number": 7, "noted_at": NOW})
    refused = command(store_url, tmp_path, "migrate")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert (
        refused.stderr
        == "The data are of release 7, this program only knows release 6: start the newer program.\n"
    )
    assert old_topics(older) == TOPICS


def test_rows_of_an_older_release_become_what_this_one_stores(store_url: str, tmp_path: Path) -> None:
    before, after = stored_before()
    assert FILE.stat().st_size < 100_000
    with pymongo.MongoClient[dict[str, Any]](store_url) as client:
        client.drop_database(NAME)
        database = client[NAME]
        for name, rows in before.items():
            database[name].insert_many(rows)
        done = command(store_url, tmp_path, "migrate")
        assert (done.returncode, done.stderr) == (0, "")
        for name, rows in after.items():
            stored = {row["_id"]: row for row in database[name].find({})}
            assert stored == {row["_id"]: row for row in rows}, name
        changed = sum(
            one != other for name in after for one, other in zip(before[name], after[name], strict=True)
        )
        assert f"rewritten {changed})" in done.stdout
        assert changed > 40
        client.drop_database(NAME)
