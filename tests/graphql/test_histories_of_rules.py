"""Histories of settings, calendar days and reasons: who changed what, for whoever may read the object itself."""

from typing import Any

import pytest

from documents.accounts.document import Account
from documents.center.document import Reason
from documents.directory.operations.center import clear_calendar_day, set_calendar_day, update_setting
from documents.directory.operations.channels import update_reason
from documents.kernel.ids import global_id
from documents.organizations.document import Person
from tests.support.asking import ask
from tests.support.town import FOUNDED, Town

HISTORY = "history { nodes { name actor { fullName } action changes { field from to } } }"
SETTINGS = f"{{ settings {{ name revision {HISTORY} }} }}"
DAYS = f'{{ calendar(from: "2026-06-08", to: "2026-06-15") {{ date revision {HISTORY} }} }}'


@pytest.fixture(scope="module", autouse=True)
async def changed(town: Town) -> None:
    """Settings and a day that were changed, an official without any role, and a reason."""
    act = global_id("LegalAct", "order")
    for name, value in (
        ("fourEyes", False),
        ("fourEyes", True),
        ("center_legal_act_id", act),
        ("workingHours", ["08:00-12:00", "13:00-17:00"]),
    ):
        await town.do("admin", update_setting, name=name, value=value)
    for kind in ("DAY_OFF", "SHORTENED"):
        await town.do("admin", set_calendar_day, on="2026-06-11", kind=kind, basis="Распоряжение")
    await town.do("admin", clear_calendar_day, on="2026-06-11")
    reason = {"kind": "REWORK", "code": "INCOMPLETE", "title": "Неполно"}
    nobody = Person(id="person-nobody", full_name="nobody", updated_at=FOUNDED)
    account = Account(id="account-nobody", login="nobody", person_id=nobody.id, updated_at=FOUNDED)
    await town.load([Reason(id="REWORK.INCOMPLETE", updated_at=FOUNDED, **reason), nobody, account])
    await town.do("admin", update_reason, "REWORK.INCOMPLETE", fields={"title": "Ответ неполный"})


def by(found: list[dict[str, Any]], key: str) -> dict[str, Any]:
    return {one[key]: one["history"]["nodes"] for one in found}


async def told(town: Town, login: str, document: str, root: str, key: str) -> dict[str, Any]:
    """What an object is called → its entries."""
    return by((await ask(town, login, document))[root], key)


def change(name: str, before: str | None, after: str | None) -> dict[str, Any]:
    return {"field": name, "from": before, "to": after}


@pytest.mark.parametrize("login", ["head", "admin"])
async def test_a_setting_tells_who_gave_it_which_value(town: Town, login: str) -> None:
    found = await told(town, login, SETTINGS, "settings", "name")
    first, second = found["fourEyes"]
    assert first == {
        "name": "setting.changed",
        "actor": {"fullName": "admin"},
        "action": "reference.manage",
        "changes": [change("value", None, "false")],
    }
    assert second["changes"] == [change("value", "false", "true")]
    (hours,) = found["workingHours"]
    assert hours["changes"] == [change("value", None, "08:00-12:00, 13:00-17:00")]
    assert found["quorumRule"] == []


async def test_an_act_that_a_setting_names_is_told_by_its_title(town: Town) -> None:
    (entry,) = (await told(town, "head", SETTINGS, "settings", "name"))["center_legal_act_id"]
    assert entry["changes"] == [change("value", None, "О составе")]


async def test_a_day_tells_how_it_came_to_be_what_it_is(town: Town) -> None:
    found = await told(town, "assignee", DAYS, "calendar", "date")
    entries = found.pop("2026-06-11")
    assert [one["name"] for one in entries] == [
        "calendar_day.set",
        "calendar_day.set",
        "calendar_day.cleared",
    ]
    assert entries[1]["changes"] == [change("kind", "DAY_OFF", "SHORTENED")]
    assert entries[2]["changes"] == [change("isCleared", "false", "true")]
    assert {one["actor"]["fullName"] for one in entries} == {"admin"}
    assert list(found.values()) == [[]] * 6


async def test_a_reason_tells_its_changes(town: Town) -> None:
    document = f"{{ caseReasons {{ code {HISTORY} }} }}"
    entries = (await told(town, "assignee", document, "caseReasons", "code"))["INCOMPLETE"]
    assert entries[-1]["changes"] == [change("title", "Неполно", "Ответ неполный")]


async def test_who_may_not_read_settings_reads_no_history_of_theirs(town: Town) -> None:
    for login in ("assignee", "registrar", "nobody"):
        assert (await ask(town, login, SETTINGS))["settings"] == []


async def test_who_holds_no_role_is_shown_no_days(town: Town) -> None:
    with town.recorder.capturing() as captured:
        assert await told(town, "nobody", DAYS, "calendar", "date") == {}
    assert captured.of("events") == []


async def test_who_holds_no_role_reads_of_himself_and_not_his_history(town: Town) -> None:
    document = f"{{ viewer {{ person {{ fullName {HISTORY} }} }} }}"
    with town.recorder.capturing() as captured:
        found = (await ask(town, "nobody", document))["viewer"]["person"]
    assert found == {"fullName": "nobody", "history": {"nodes": []}}
    assert captured.of("events") == []


@pytest.mark.parametrize("document", [SETTINGS, DAYS])
async def test_the_histories_of_a_list_take_one_command_for_those_that_were_ever_set(
    town: Town, document: str
) -> None:
    with town.recorder.capturing() as captured:
        await ask(town, "head", document)
    (command,) = captured.of("events")
    assert set(command.filter["object_id"]["$in"]) <= {
        "fourEyes",
        "center_legal_act_id",
        "workingHours",
        "2026-06-11",
    }


async def test_a_mutation_shows_the_history_that_it_adds_to(town: Town) -> None:
    document = f"""mutation {{ updateSetting(input: {{name: "quorumMandatory", value: true}}) {{
      setting {{ name {HISTORY} }} errors {{ code }} }} }}"""
    found = (await ask(town, "admin", document))["updateSetting"]
    assert found["errors"] == []
    assert [one["changes"] for one in found["setting"]["history"]["nodes"]] == [
        [change("value", None, "true")]
    ]
