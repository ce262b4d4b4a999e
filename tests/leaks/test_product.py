"""`python -m api check --leaks` on the demo: some doors in every run, every door in CI, all objects by `make leaks`; it
judges, reports, and never writes."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from api.cli import checking as checking
from api.cli.commands import app
from api.keyring import load_key_ring
from api.leaks import run
from api.leaks.findings import CheckKind, Finding, Sort, Tally
from api.leaks.installation import Installation, opened
from api.leaks.report import as_json, as_text
from api.leaks.run import CheckResult, CheckScope, check
from api.settings import Settings
from documents.kernel.store.connection import Store, StoreSettings, open_store
from tests.leaks.remembering import READS, Memory
from tests.support.few import few_cases
from tests.support.keys import PERSONAL_SECRET, SEARCH_SECRET
from tests.support.prepared import demo_copy

SAMPLED_ROLES = ("CURATOR", "RECIPIENT_COORDINATOR", "LEADERSHIP", "INTEGRATION")
EVERY_DOOR = 10
"""Objects of a kind that are asked for at every door. All of them, as all roles, take more than ten minutes of two cores."""

EVERY_DOOR_ROLES = ("CENTER_HEAD", *SAMPLED_ROLES)
SAMPLED_DOORS = ("cases", "incidents", "message", "assignments", "node", "viewer", "person", "caseCounts")


@pytest.fixture(scope="module")
def installation(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Settings]:
    """The settings of an installation that holds the demo, where some doors are asked with few of its cases."""
    copied = few_cases if request.config.getoption("--doors") == "some" else demo_copy
    with copied("leaks-demo") as place:
        found = Settings(
            mongodb_url=SecretStr(place.url),
            database=place.database,
            var_dir=tmp_path_factory.mktemp("var"),
            personal_keys=SecretStr(f"t1:{PERSONAL_SECRET}"),
            search_key=SecretStr(SEARCH_SECRET),
        )
        load_key_ring(found)
        yield found


@pytest.fixture(scope="module")
async def looking(installation: Settings) -> AsyncIterator[Store]:
    """The database of the installation, to see that nothing in it has changed."""
    assert installation.mongodb_url is not None
    store = await open_store(
        StoreSettings(installation.mongodb_url.get_secret_value(), installation.database), []
    )
    yield store
    await store.close()


async def sizes(store: Store) -> dict[str, int]:
    return {name: await store.collection(name).count_documents({}) for name in await store.collection_names()}


@pytest.fixture
def counts_are_remembered(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """What is counted for one role and for one order is the same number for another, unless all is asked; where some doors
    are asked, the same rows are the same as well."""
    doors = request.config.getoption("--doors")

    @asynccontextmanager
    async def remembering(*given: Any, **more: Any) -> AsyncIterator[Installation]:
        async with opened(*given, **more) as found:
            Memory(found.store, READS if doors == "some" else {"aggregate"})
            yield found

    if doors != "whole":
        monkeypatch.setattr(run, "opened", remembering)


@pytest.mark.long
@pytest.mark.timeout(3_600)
async def test_nothing_leaks_on_the_demo_and_nothing_is_written(
    installation: Settings, looking: Store, counts_are_remembered: None, request: pytest.FixtureRequest
) -> None:
    scope = {
        "some": CheckScope(sample=3, doors=SAMPLED_DOORS, roles=SAMPLED_ROLES, spreads=True),
        "every": CheckScope(sample=EVERY_DOOR, roles=EVERY_DOOR_ROLES, spreads=True),
        "whole": CheckScope(sample=None),
    }[request.config.getoption("--doors")]
    before = await sizes(looking)

    outcome = await check(installation, scope)

    assert outcome.is_clean, as_text(outcome)
    assert await sizes(looking) == before
    assert outcome.tally.total() > 100_000
    assert {"CENTER_HEAD", "INTEGRATION"} <= set(outcome.askers)
    told = json.loads(as_json(outcome))
    assert told["exitCode"] == 0
    assert told["byDoor"]["cases"] > 0
    assert "routeSubmission" in told["notDriven"]
    assert "расхождений с правами не найдено (код 0)" in as_text(outcome)


def test_a_report_names_the_place_and_never_the_value() -> None:
    tally = Tally()
    finding = Finding(
        Sort.LEAK, CheckKind.FIELDS, "messages", "CURATOR", "Message.text", "Message:1", "{ messages { id } }"
    )
    tally.add(finding)
    tally.add(finding)
    outcome = CheckResult(
        started_at=datetime(2026, 11, 20),
        seconds=1.0,
        sample=30,
        sdl_version="a",
        policy_version="b",
        askers=["CURATOR"],
        missing_roles=["MEMBER"],
        rows={"Message": 1},
        not_driven=["routeSubmission"],
        tally=tally,
    )
    text = as_text(outcome)
    for words in (
        "УТЕЧКА",
        "Дверь: messages. Роль: CURATOR. Случаев: 2.",
        "Пример: Message:1",
        "MEMBER",
        "код 1",
    ):
        assert words in text
    assert json.loads(as_json(outcome))["exitCode"] == 1


def test_findings_about_rows_that_changed_meanwhile_are_set_aside() -> None:
    tally = Tally()
    tally.add(Finding(Sort.LEAK, CheckKind.LISTS, "cases", "X", "p", objects=(("cases", "1"),)))
    tally.add(Finding(Sort.LEAK, CheckKind.LISTS, "cases", "X", "q", objects=(("cases", "2"),)))

    tally.drop_changed(frozenset({("cases", "1")}))

    assert [one.place for one in tally.findings.values()] == ["q"]
    assert tally.unsettled == 1


def test_the_command_without_a_subject_and_without_keys_ends_with_two(tmp_path: Path) -> None:
    runner = CliRunner()
    environment = {"VAR_DIR": str(tmp_path), "MONGODB_URL": "mongodb://127.0.0.1:1/pult"}
    assert runner.invoke(app, ["check"], env=environment).exit_code == 2
    refused = runner.invoke(app, ["check", "--leaks"], env=environment)
    assert refused.exit_code == 2
    assert "нет ключей установки" in refused.stderr
