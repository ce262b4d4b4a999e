"""`python -m api appoint-head`: a center without a head gets its first one, from an order, and never a second one."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.dev.embedded import running_store
from tests.support.programs import Ended, run
from tests.support.standing import Database, standing_town
from tests.support.store import database_url, own, scratch_directory

NAME = own("appoint-head")

ORDER = {
    "--act-number": "7-р",
    "--act-date": "2026-11-02",
    "--act-title": "О составе МЦУ",
    "--act-url": "https://bogotol.example/7-r",
}


@pytest.fixture
def headless(store_url: str) -> Iterator[Database]:
    """A town whose head has left long ago."""
    with standing_town(store_url, NAME) as database:
        database["memberships"].delete_many({"role": "CENTER_HEAD"})
        yield database


def appoint(store_url: str, person: str, **other: str) -> Ended:
    given = {"--person": person, **ORDER, **other}
    arguments = (part for pair in given.items() for part in pair)
    return run(
        "api",
        "appoint-head",
        *arguments,
        MONGODB_URL=database_url(store_url, NAME),
        PULT_DATABASE=NAME,
    )


def heads(database: Database) -> list[str]:
    return [row["person_id"] for row in database["memberships"].find({"role": "CENTER_HEAD"})]


def everything(database: Database) -> tuple[int, ...]:
    return tuple(database[name].count_documents({}) for name in ("memberships", "legal_acts", "events"))


@pytest.mark.parametrize("person", ["person-member", "member"])
def test_the_first_head_is_appointed_by_id_or_name_and_the_second_one_is_not(
    headless: Database,
    store_url: str,
    person: str,
) -> None:
    done = appoint(store_url, person)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "member is now the head of the center.\n")
    row = headless["memberships"].find_one({"role": "CENTER_HEAD"}) or {}
    act = headless["legal_acts"].find_one({"_id": row["legal_act_id"]}) or {}
    assert (row["person_id"], row["valid_to"], act["number"]) == ("person-member", None, "7-р")
    (event,) = headless["events"].find({"object_id": row["_id"]})
    assert (event["name"], event["actor"]["role"]) == ("member.appointed", "COMMAND_LINE")
    before = everything(headless)
    again = appoint(store_url, "person-info", **{"--act-number": "8-р"})
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr == "personId: A head of the center has already been appointed.\n"
    assert everything(headless) == before


@pytest.mark.parametrize(
    ("person", "other", "code", "words"),
    [
        ("nobody", {}, 1, "No official has this id or full name."),
        ("twin", {}, 1, "2 officials have this name: twin-1, twin-2."),
        ("person-curator", {}, 1, "role: "),
        ("person-member", {"--act-url": "order.pdf"}, 1, "legalAct.url: "),
        ("person-member", {"--act-date": "2126-01-01"}, 1, "legalAct.issuedOn: "),
        ("person-member", {"--act-date": "yesterday"}, 2, "--act-date"),
        ("person-member", {"--act-number": " "}, 1, "legalAct.number: "),
    ],
)
def test_nobody_is_appointed_by_mistake(
    headless: Database,
    store_url: str,
    person: str,
    other: dict[str, str],
    code: int,
    words: str,
) -> None:
    member = headless["persons"].find_one({"_id": "person-member"}) or {}
    for one in ("twin-1", "twin-2"):
        headless["persons"].insert_one({**member, "_id": one, "full_name": "twin"})
    before = everything(headless)
    refused = appoint(store_url, person, **other)
    assert refused.returncode == code
    assert words in refused.stderr
    assert (heads(headless), everything(headless)) == ([], before)


def test_of_two_that_run_at_once_one_appoints(
    headless: Database,
    store_url: str,
) -> None:
    async def both() -> list[int]:
        runs = (
            asyncio.to_thread(appoint, store_url, f"person-{one}", **{"--act-number": one})
            for one in ("member", "info")
        )
        return sorted(run.returncode for run in await asyncio.gather(*runs))

    assert asyncio.run(both()) == [0, 1]
    assert len(heads(headless)) == 1


def appoint_under(directory: Path) -> Ended:
    arguments = (part for pair in {"--person": "person-member", **ORDER}.items() for part in pair)
    # An empty variable is one not set.
    return run(
        "api",
        "appoint-head",
        *arguments,
        MONGODB_URL="",
        VAR_DIR=str(directory),
        PULT_DATABASE=NAME,
    )


def test_without_a_database_it_says_what_to_set_and_makes_none(tmp_path: Path) -> None:
    done = appoint_under(tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"MONGODB_URL is not set, and there is no embedded store under {tmp_path} (VAR_DIR): "
        "name the database, or start once with `make run`.\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.embedded
def test_it_finds_the_embedded_store_of_an_installation_that_stands_still() -> None:
    with scratch_directory("appointing") as directory:
        with (
            running_store(directory / "store", sync=True, log_file_max="16MB", cache="64M") as store,
            standing_town(store.url, NAME) as database,
        ):
            database["memberships"].delete_many({"role": "CENTER_HEAD"})
        done = appoint_under(directory)
        assert (done.returncode, done.stdout) == (0, "member is now the head of the center.\n"), done.stderr
        again = appoint_under(directory)
        assert (again.returncode, again.stdout) == (1, "")
        assert sorted(one.name for one in directory.iterdir()) == ["store", "store.lock", "store.log"]


def test_it_finds_the_embedded_store_of_a_running_installation(
    headless: Database, store_url: str, tmp_path: Path
) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "mongodb-url").write_text(database_url(store_url, NAME))
    done = appoint_under(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert heads(headless) == ["person-member"]
