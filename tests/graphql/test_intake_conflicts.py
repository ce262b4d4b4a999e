"""Conflicts with other systems through the schema: each desk sees its own, with what is said and held, and decides them."""

from typing import Any

import pytest

from documents.intake.ids import record_id_of
from documents.intake.layouts import INCIDENTS
from documents.kernel.ids import global_id
from tests.operations.test_conflicts import REASON, disputed
from tests.operations.test_intake import INCIDENT, take
from tests.support.asking import ask
from tests.support.town import Town
from tests.support.town_for_each import town_for_each

VALUE = "text moment topic { title } settlement { title } isActionable"
SHOWN = f"""id system externalId channel {{ code }} isOpen since revision case {{ number }}
  differences {{ field since decision decidedAt decidedBy {{ fullName }} reason says {{ {VALUE} }} holds {{ {VALUE} }} }}"""
LIST = f"""query($f: IntakeConflictFilter) {{
  intakeConflicts(first: 20, filter: $f) {{ totalCount {{ value }} nodes {{ {SHOWN} }} }} }}"""
DECIDE = f"""mutation($i: DecideConflictInput!) {{ decideConflict(input: $i) {{ intakeConflict {{ {SHOWN}
  history(first: 5) {{ nodes {{ name }} }} }} errors {{ code path facts }} }} }}"""


town = town_for_each


def conflict_of(external_id: str) -> str:
    """The global id of the conflict of a record."""
    return global_id("IntakeConflict", record_id_of("POS", external_id))


async def listed(town: Town, login: str, **condition: Any) -> list[dict[str, Any]]:
    answer = await ask(town, login, LIST, f=condition or None)
    page: dict[str, Any] = answer["intakeConflicts"]
    assert page["totalCount"]["value"] == len(page["nodes"])
    return list(page["nodes"])


def only(value: dict[str, Any]) -> Any:
    """The one thing that a value says."""
    said = {name: one for name, one in value.items() if one is not None}
    assert len(said) == 1
    return next(iter(said.items()))


@pytest.fixture
async def filled(town: Town) -> None:
    """A conflict of each desk, before any other."""
    await disputed(town)
    await take(town, INCIDENT, login="incident", layout=INCIDENTS)
    await take(town, {**INCIDENT, "text": "Света нет"}, login="incident", layout=INCIDENTS)


@pytest.mark.parametrize(
    ("login", "expected"),
    [
        ("head", {"ПОС-1", "ИМ-1"}),
        ("pos", {"ПОС-1"}),
        ("incident", {"ИМ-1"}),
        ("registrar", set()),
        ("curator", set()),
        ("partner", set()),
    ],
)
@pytest.mark.usefixtures("filled")
async def test_each_desk_sees_the_conflicts_of_its_own_cases(
    town: Town, login: str, expected: set[str]
) -> None:
    assert {one["externalId"] for one in await listed(town, login)} == expected
    assert {one["externalId"] for one in await listed(town, login, isOpen=True)} == expected
    assert await listed(town, login, isOpen=False) == []
    assert {one["externalId"] for one in await listed(town, login, channel=["VK"])} == expected & {"ИМ-1"}


async def test_what_is_said_and_what_is_held_stand_side_by_side_until_it_is_decided(town: Town) -> None:
    case = await disputed(town, "ПОС-2")
    one = next(each for each in await listed(town, "pos") if each["externalId"] == "ПОС-2")
    assert (one["system"], one["channel"]["code"], one["case"]["number"]) == ("POS", "POS", case["number"])
    shown = {each["field"]: (only(each["says"]), only(each["holds"])) for each in one["differences"]}
    assert shown == {
        "TOPIC": (("topic", {"title": "Наледь"}), ("topic", {"title": "Запись к врачу"})),
        "LOCATION": (("text", "у почты"), ("text", "у школы № 2")),
        "RECEIVED_AT": (("moment", "2026-05-30T05:00:00Z"), ("moment", "2026-05-30T02:00:00Z")),
        "TEXT": (("text", "Другие слова"), ("text", "Яма у дома. Мой СНИЛС [СНИЛС].")),
    }
    given = {
        "id": conflict_of("ПОС-2"),
        "take": ["TEXT"],
        "keep": ["TOPIC"],
        "reason": REASON,
        "expectedRevision": 1,
    }
    payload = (await ask(town, "pos", DECIDE, i=given))["decideConflict"]
    assert payload["errors"] == []
    after = payload["intakeConflict"]
    assert (after["isOpen"], after["revision"]) == (True, 2)
    decided = {each["field"]: (each["decision"], each["reason"]) for each in after["differences"]}
    assert decided == {
        "TOPIC": ("OURS", REASON),
        "TEXT": ("THEIRS", REASON),
        "LOCATION": (None, None),
        "RECEIVED_AT": (None, None),
    }
    text = next(each for each in after["differences"] if each["field"] == "TEXT")
    assert only(text["holds"]) == ("text", "Яма у дома. Мой СНИЛС [СНИЛС].")
    assert text["decidedBy"]["fullName"]
    assert [each["name"] for each in after["history"]["nodes"]] == [
        "intake_conflict.arisen",
        "intake_conflict.decided",
    ]


@pytest.mark.parametrize(
    ("login", "given", "code", "path"),
    [
        ("pos", {}, "INVALID", None),
        ("pos", {"keep": ["SETTLEMENT"]}, "INVALID", ["keep", "0"]),
        ("pos", {"take": ["TEXT"], "keep": ["TEXT"]}, "INVALID", ["keep", "0"]),
        ("pos", {"keep": ["TEXT"], "reason": "СНИЛС 112-233-445 95"}, "INVALID", ["reason"]),
        ("incident", {"keep": ["TEXT"]}, "NOT_FOUND", None),
        ("registrar", {"keep": ["TEXT"]}, "FORBIDDEN", None),
    ],
)
async def test_a_refusal_says_why_and_changes_nothing(
    town: Town, login: str, given: dict[str, Any], code: str, path: list[str] | None
) -> None:
    external_id = f"ПОС {login} {sorted(given.items())}"
    await disputed(town, external_id)
    events = await town.event_count()
    given = {"id": conflict_of(external_id), "reason": REASON, **given}
    payload = (await ask(town, login, DECIDE, i=given))["decideConflict"]
    assert [(one["code"], one["path"]) for one in payload["errors"]] == [(code, path)]
    assert await town.event_count() == events
