"""`python -m api init`: an empty database becomes an installation once, and nothing else becomes one."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pymongo
import pytest

from api.cli.installing import REFUSED
from documents.installation.releases import CURRENT
from documents.installation.standing import OF_THE_DECREE
from seed.decree import records as decree
from seed.installing import Standing
from tests.api.conftest import STRONG_SECRET
from tests.support import web
from tests.support.demo import Demo
from tests.support.keys import ENVIRONMENT
from tests.support.observed import IMPATIENT
from tests.support.programs import Ended, run
from tests.support.served_town import until
from tests.support.serving import serving
from tests.support.standing import Database, put_town_back
from tests.support.store import database_url, own, scratch_directory
from tests.support.town import NOW

NAME = own("init")
ADMINISTRATOR = "Седова Ольга Петровна"
PASSWORD = "тихий омут у старой мельницы"
TOKEN = re.compile(r"^  (\S{40,})$", re.MULTILINE)
PRODUCTION = {"PULT_MODE": "production", "PULT_SECRET": STRONG_SECRET, **ENVIRONMENT}


@pytest.fixture
def empty(store_url: str) -> Iterator[Database]:
    """A database of its own that holds nothing."""
    with pymongo.MongoClient[dict[str, Any]](store_url) as client:
        client.drop_database(NAME)
        yield client[NAME]
        client.drop_database(NAME)


def environment(store_url: str, var_dir: Path) -> dict[str, str]:
    """What an installation in production runs in."""
    address = database_url(store_url, NAME)
    return {**PRODUCTION, "MONGODB_URL": address, "PULT_DATABASE": NAME, "VAR_DIR": str(var_dir)}


def init(store_url: str, var_dir: Path, *arguments: str) -> Ended:
    return run("api", "init", *arguments, **environment(store_url, var_dir))


def install(store_url: str, var_dir: Path) -> str:
    """Install; the one-time token."""
    done = init(store_url, var_dir, "--administrator", ADMINISTRATOR)
    assert (done.returncode, done.stderr) == (0, "")
    (token,) = TOKEN.findall(done.stdout)
    return str(token)


def contents(database: Database) -> dict[str, list[dict[str, Any]]]:
    """All that is stored of the domain and beside it, but for rows that every process makes."""
    names = sorted({*database.list_collection_names()} - {"versions", "guards", "key_checks", "lockouts"})
    return {name: list(database[name].find({}).sort("_id", 1)) for name in names}


def accept(url: str, token: str, password: str = PASSWORD) -> httpx.Response:
    return web.post(f"{url}/auth/invitation", data={"token": token, "password": password}, timeout=20)


def test_an_empty_database_becomes_an_installation(empty: Database, store_url: str, tmp_path: Path) -> None:
    done = init(store_url, tmp_path, "--administrator", f" {ADMINISTRATOR} ", "--login", "sedova")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"The decree is loaded, and {ADMINISTRATOR} is the administrator.\n")
    stored = {name: {row["_id"] for row in empty[name].find({})} for name in empty.list_collection_names()}
    for collection, row in decree.rows():
        assert row["id"] in stored[collection]
    assert all(stored[name] for name in OF_THE_DECREE)
    (account,) = empty["accounts"].find({})
    (person,) = empty["persons"].find({})
    (role,) = empty["memberships"].find({})
    assert (account["login"], account["person_id"], account["password_hash"]) == (
        "sedova",
        person["_id"],
        None,
    )
    assert (person["full_name"], person["is_demo"], account["is_demo"]) == (ADMINISTRATOR, False, False)
    assert (role["role"], role["person_id"]) == ("SYSTEM_ADMINISTRATOR", person["_id"])
    assert {row["actor"]["role"] for row in empty["events"].find({})} == {"COMMAND_LINE"}


def test_run_again_it_changes_nothing_and_says_what_stands(
    empty: Database, store_url: str, tmp_path: Path
) -> None:
    token = install(store_url, tmp_path)
    before = contents(empty)
    again = init(store_url, tmp_path, "--administrator", "Другой Человек")
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout.startswith("The installation stands: the decree is loaded, and admin administers.\n")
    assert "--new-link" in again.stdout
    assert token not in again.stdout
    assert contents(empty) == before


def test_the_link_opens_the_account_once_and_readiness_tells_what_was_missing(
    empty: Database, store_url: str, tmp_path: Path
) -> None:
    given = {**PRODUCTION, **IMPATIENT, "PULT_DATABASE": NAME}
    with serving(database_url(store_url, NAME), tmp_path, **given) as url:
        ready = web.get(f"{url}/health/ready", timeout=20)
        assert ready.status_code == 503
        assert ready.json() == {
            "status": "not_installed",
            "missing": [
                "sectors",
                "channels",
                "deadlinePolicies",
                "calendarDays",
                "reasons",
                "settings",
                "legalActs",
                "administrator",
            ],
            "command": "python -m api init",
        }
        token = install(store_url, tmp_path)
        until(lambda: web.get(f"{url}/health/ready", timeout=20).status_code == 200, seconds=30)
        assert web.get(f"{url}/health/ready", timeout=20).json() == {"status": "ready"}
        assert accept(url, token).json() == {"login": "admin"}
        assert accept(url, token).json()["error"] == "invalid_grant"
        form = {"grant_type": "password", "username": "admin", "password": PASSWORD}
        assert web.post(f"{url}/auth/token", data=form, timeout=20).status_code == 200
    refused = init(store_url, tmp_path, "--new-link")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == (
        "login: There is an administrator already, who signs in: new people are invited by him.\n"
    )
    told = init(store_url, tmp_path)
    assert told.stdout == "The installation stands: the decree is loaded, and admin administers.\n"


def test_a_lost_link_is_replaced_and_holds_no_longer(empty: Database, store_url: str, tmp_path: Path) -> None:
    lost = install(store_url, tmp_path)
    done = init(store_url, tmp_path, "--new-link")
    assert (done.returncode, done.stderr) == (0, "")
    (token,) = TOKEN.findall(done.stdout)
    with serving(database_url(store_url, NAME), tmp_path, **{**PRODUCTION, "PULT_DATABASE": NAME}) as url:
        assert accept(url, lost).json()["error"] == "invalid_grant"
        assert accept(url, token).json() == {"login": "admin"}


def test_of_two_that_install_at_once_one_does(empty: Database, store_url: str, tmp_path: Path) -> None:
    async def both() -> list[Ended]:
        runs = (
            asyncio.to_thread(init, store_url, tmp_path, "--administrator", name)
            for name in ("Первый Человек", "Второй Человек")
        )
        return await asyncio.gather(*runs)

    ended = asyncio.run(both())
    assert len([token for one in ended for token in TOKEN.findall(one.stdout)]) == 1
    assert [one.stderr for one in ended if "Traceback" in one.stderr] == []
    assert empty["accounts"].count_documents({}) == empty["persons"].count_documents({}) == 1
    assert empty["sectors"].count_documents({}) == 7


def test_stopped_before_anything_was_stored_it_is_run_again(
    empty: Database, store_url: str, tmp_path: Path
) -> None:
    # The release is noted first; all else is one transaction.
    empty["data_release"].insert_one({"_id": "data", "number": CURRENT, "noted_at": NOW})
    assert install(store_url, tmp_path)
    assert empty["sectors"].count_documents({}) == 7


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Say who administers"),
        (("--administrator", " "), "fullName: "),
        (("--administrator", ADMINISTRATOR, "--login", "Ольга"), "login: "),
        (("--administrator", "СНИЛС 112-233-445 95"), "fullName: "),
    ],
)
def test_without_a_fit_name_nothing_is_installed(
    arguments: tuple[str, ...], words: str, empty: Database, store_url: str, tmp_path: Path
) -> None:
    refused = init(store_url, tmp_path, *arguments)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith(words)
    assert empty["events"].count_documents({}) == empty["accounts"].count_documents({}) == 0


@pytest.mark.parametrize("held", ["demo_started", "demo_loaded"])
def test_a_demo_stays_a_demo(held: str, empty: Database, store_url: str, tmp_path: Path) -> None:
    empty["settings"].insert_one({"_id": held, "value": "2026-11-20", "revision": 1, "updated_at": NOW})
    assert refused_for(Standing.DEMO, empty, store_url, tmp_path)


@pytest.mark.parametrize("collection", ["invoices", "accounts", "events"])
def test_a_database_that_holds_anything_is_left_alone(
    collection: str, empty: Database, store_url: str, tmp_path: Path
) -> None:
    empty[collection].insert_one({"_id": "1", "of": "another program"})
    assert refused_for(Standing.FOREIGN, empty, store_url, tmp_path)


def test_a_town_without_the_mark_of_an_installation_is_left_alone(
    empty: Database, store_url: str, tmp_path: Path
) -> None:
    put_town_back(empty, store_url)
    assert refused_for(Standing.FOREIGN, empty, store_url, tmp_path)


def refused_for(standing: Standing, database: Database, store_url: str, var_dir: Path) -> bool:
    """Whether an installation is refused for what the database holds, which stays as it is."""
    before = contents(database)
    refused = init(store_url, var_dir, "--administrator", ADMINISTRATOR)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.splitlines()[-1] == REFUSED[standing]
    return contents(database) == before


@pytest.mark.embedded
def test_an_embedded_store_is_made_for_an_installation() -> None:
    with scratch_directory("init") as directory:
        given = {"MONGODB_URL": "", "VAR_DIR": str(directory), "PULT_MODE": "development"}
        done = run("api", "init", "--administrator", ADMINISTRATOR, **given)
        assert (done.returncode, done.stderr) == (0, "")
        assert TOKEN.findall(done.stdout)
        told = run("api", "init", **given)
        assert told.stdout.startswith("The installation stands")
        demo = run("api", "dev", **given)
        assert demo.returncode == 2
        assert demo.stderr == (
            "The database holds other data; the demo municipality is never loaded beside it.\n"
        )


def test_the_demo_counts_as_installed(demo: Demo) -> None:
    ready = web.get(f"{demo.url}/health/ready", timeout=20)
    assert (ready.status_code, ready.json()) == (200, {"status": "ready"})
