"""The test of the leak check: leaks are planted one by one in the product, and the check of the product names each."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from api.keyring import load_key_ring
from api.leaks import counting, coverage, doors, filters, run, truth, waiting
from api.leaks.findings import CheckKind, Sort
from api.leaks.installation import CannotRun
from api.leaks.run import CheckResult, CheckScope
from api.settings import Settings
from schema.build import schema
from tests.leaks.sabotage import CAUGHT, Sabotage
from tests.leaks.sabotage_table import ALL
from tests.leaks.world import World, found_world
from tests.support.keys import PERSONAL_SECRET, SEARCH_SECRET
from tests.support.store import database_url, own
from tests.support.watching import WATCH


@pytest.fixture(autouse=True)
def unwatched() -> Iterator[None]:
    """What is asked here is wrong on purpose: no index has to serve it."""
    with WATCH.aside():
        yield


@pytest.fixture(scope="module")
async def broken(store_url: str) -> AsyncIterator[World]:
    """A world of its own: one of the leaks is planted in its rows."""
    built = await found_world(store_url, own("sabotage"))
    yield built
    await built.town.store.drop()
    await built.town.store.close()


@pytest.fixture(scope="module")
def settings(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of an installation over that world."""
    name = own("sabotage")
    found = Settings(
        mongodb_url=SecretStr(database_url(store_url, name)),
        database=name,
        var_dir=tmp_path_factory.mktemp("var"),
        personal_keys=SecretStr(f"t1:{PERSONAL_SECRET}"),
        search_key=SecretStr(SEARCH_SECRET),
    )
    load_key_ring(found)
    return found


async def checked(settings: Settings, *, sabotage: Sabotage) -> CheckResult:
    return await run.check(
        settings, schema, CheckScope(sample=None, doors=sabotage.doors, roles=sabotage.roles)
    )


SHARE = 3
"""A plain run plants every third leak, `--all-doors` all of them."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Choose the leaks that are planted."""
    if "sabotage" in metafunc.fixturenames:
        chosen = ALL if metafunc.config.getoption("--all-doors") else ALL[::SHARE]
        metafunc.parametrize("sabotage", chosen, ids=lambda one: one.plant.__name__)


async def test_a_planted_leak_is_caught(
    broken: World, settings: Settings, monkeypatch: pytest.MonkeyPatch, sabotage: Sabotage
) -> None:
    rows = broken.town.store.collection("cases")
    before = await rows.find({}).to_list(length=None)
    try:
        await sabotage.plant(monkeypatch, broken)
        outcome = await checked(settings, sabotage=sabotage)
    finally:
        for row in before:
            await rows.replace_one({"_id": row["_id"]}, row)

    found = list(outcome.tally.findings.values())
    caught = [one for one in found if one.check is sabotage.check and sabotage.words in one.place]
    assert caught, sorted({(one.check.value, one.place) for one in found})
    CAUGHT[sabotage.name] = f"{caught[0].door}: {caught[0].place}"


@pytest.mark.parametrize("doors_asked", sorted({one.doors for one in ALL}), ids="+".join)
async def test_without_sabotage_the_same_doors_are_clean(
    broken: World, settings: Settings, doors_asked: tuple[str, ...]
) -> None:
    roles = {role for one in ALL if one.doors == doors_asked for role in one.roles}
    outcome = await run.check(settings, schema, CheckScope(sample=None, doors=doors_asked, roles=roles))

    assert list(outcome.tally.findings.values()) == []
    assert outcome.tally.total(CheckKind.TEXTS) > 100


@pytest.mark.parametrize(
    ("module", "table", "gone"),
    [
        (doors, "DOORS", "meeting"),
        (doors, "ROUTES", "/health/live"),
        (filters, "FILTERS", "AssignmentFilter"),
        (filters, "ORDERS", "ProtocolOrder"),
        (truth, "STORED_TYPES", "Settlement"),
        (truth, "RESTRICTED", "person"),
        (counting, "DIMENSIONS", "TOPIC"),
        (waiting, "STEPS", "TAKE_INCIDENT"),
    ],
)
async def test_what_the_tables_do_not_know_is_reported(
    broken: World, settings: Settings, monkeypatch: pytest.MonkeyPatch, module: object, table: str, gone: str
) -> None:
    known = {name: one for name, one in getattr(module, table).items() if name != gone}
    monkeypatch.setattr(coverage, table, known)

    outcome = await run.check(
        settings, schema, CheckScope(sample=1, doors=("viewer",), roles=("LEADERSHIP",))
    )

    unknown = [one for one in outcome.tally.findings.values() if one.sort is Sort.UNCOVERED]
    assert [one for one in unknown if gone in one.door]
    CAUGHT[f"{table} без {gone}"] = f"{unknown[0].door}: {unknown[0].place}"


async def test_a_check_without_keys_or_database_says_why(tmp_path: Path, settings: Settings) -> None:
    keyless = settings.model_copy(update={"var_dir": tmp_path})
    with pytest.raises(CannotRun, match="нет ключей"):
        await run.check(keyless, schema, CheckScope())
    with pytest.raises(CannotRun, match="MONGODB_URL"):
        await run.check(settings.model_copy(update={"mongodb_url": None}), schema, CheckScope())
