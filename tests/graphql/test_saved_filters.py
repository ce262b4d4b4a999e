"""Saved filters: one's own, shared inside a role, changed by the owner alone, and never silent about what they lost."""

import itertools
from typing import Any

import pytest

from documents.kernel.ids import global_id, read_global_id
from documents.saved_filters.keeping import MOST_SAVED
from tests.support.asking import ask
from tests.support.cases import put_case
from tests.support.town import Town

SHOWN = "id title filter unreadable role isOwn updatedAt owner { fullName }"
ERRORS = "errors { code path facts }"
LIST = f"{{ savedFilters {{ {SHOWN} }} }}"
GIVEN: dict[str, Any] = {"status": ["NEW", "IN_PROGRESS"], "isOverdue": True, "tags": ["зима"]}
_keys = (f"key-of-a-filter-{number:04d}" for number in itertools.count())


async def did(town: Town, login: str, name: str, **given: Any) -> Any:
    document = (
        f"mutation($i: {name[0].upper()}{name[1:]}Input!) "
        f"{{ {name}(input: $i) {{ savedFilter {{ {SHOWN} }} {ERRORS} }} }}"
    )
    return (await ask(town, login, document, i=given))[name]


async def saved(town: Town, login: str, title: str, **given: Any) -> Any:
    payload = await did(town, login, "saveFilter", **{"title": title, "filter": GIVEN, **given})
    assert payload["errors"] == []
    return payload["savedFilter"]


async def titles(town: Town, login: str) -> list[str]:
    return [one["title"] for one in (await ask(town, login, LIST))["savedFilters"]]


@pytest.fixture(autouse=True)
async def nothing_saved(town: Town) -> None:
    await town.store.collection("saved_filters").delete_many({})


async def test_a_filter_is_kept_as_it_was_given_and_can_be_used_as_it_is(town: Town) -> None:
    day = {"from": "2026-05-01T00:00:00Z", "to": "2026-05-02T12:30:00.250Z"}
    sector = {"sector": ["ROADS"], "topicIds": [global_id("Topic", "holes")]}
    given = {**GIVEN, **sector, "receivedAt": day, "clock": ["EXECUTION"]}
    one = await saved(town, "pos", "Зимние", filter=given)
    moments = {"from": "2026-05-01T00:00:00.000Z", "to": "2026-05-02T12:30:00.250Z"}
    assert one["filter"] == {**given, "receivedAt": moments}
    assert (one["unreadable"], one["role"], one["isOwn"]) == ([], None, True)
    await put_case(town, "kept-filter", status="NEW", tags=["зима"], due_at=town.now)
    page = "query($f: CaseFilter) { cases(first: 5, filter: $f) { nodes { number } } }"
    found = await ask(town, "pos", page, f={**one["filter"], "receivedAt": None, "clock": None})
    assert [node["number"] for node in found["cases"]["nodes"]] == ["kept-filter"]


async def test_ones_own_come_first_and_those_of_a_role_are_seen_by_who_holds_it(town: Town) -> None:
    await saved(town, "lead.roads", "Общий", role="SECTOR_LEAD")
    await saved(town, "lead.roads", "Свой")
    await saved(town, "lead.education", "Школы")
    assert await titles(town, "lead.roads") == ["Общий", "Свой"]
    assert await titles(town, "lead.education") == ["Школы", "Общий"]
    for login in ("pos", "partner", "member"):
        assert await titles(town, login) == []
    (_, shared) = (await ask(town, "lead.education", LIST))["savedFilters"]
    assert (shared["isOwn"], shared["owner"]["fullName"], shared["role"]) == (
        False,
        "lead.roads",
        "SECTOR_LEAD",
    )


async def test_a_filter_is_changed_and_removed_by_its_owner_alone(town: Town) -> None:
    one = await saved(town, "lead.roads", "Общий", role="SECTOR_LEAD")
    target = {"id": one["id"]}
    changed = await did(
        town, "lead.roads", "updateSavedFilter", **target, title="Дороги", filter={"isOpen": True}
    )
    kept = changed["savedFilter"]
    assert (kept["title"], kept["filter"], kept["role"]) == ("Дороги", {"isOpen": True}, "SECTOR_LEAD")
    for login, code in (("lead.education", "INVALID"), ("pos", "NOT_FOUND")):
        for name, given in (("updateSavedFilter", {"title": "Чужой"}), ("removeSavedFilter", {})):
            payload = await did(town, login, name, **target, **given)
            assert [problem["code"] for problem in payload["errors"]] == [code]
    assert await titles(town, "lead.education") == ["Дороги"]
    alone = await did(town, "lead.roads", "updateSavedFilter", **target, role=None)
    assert alone["savedFilter"]["role"] is None
    assert await titles(town, "lead.education") == []
    removed = await did(town, "lead.roads", "removeSavedFilter", **target)
    assert removed == {"savedFilter": None, "errors": []}
    assert await titles(town, "lead.roads") == []
    again = await did(town, "lead.roads", "removeSavedFilter", **target)
    assert [problem["code"] for problem in again["errors"]] == ["NOT_FOUND"]


@pytest.mark.parametrize(
    ("given", "rule", "path"),
    [
        ({"filter": {"applicantPhone": "+7 900 000-12-34"}}, "personal_data", ["filter", "applicantPhone"]),
        ({"filter": {"search": "a@example.org"}}, "personal_data", ["filter", "search"]),
        ({"filter": {"topicIds": ["?"]}}, "malformed_id", ["filter", "topicIds"]),
        ({"filter": {"search": "-"}}, "too_short", ["filter", "search"]),
        ({"role": "CURATOR"}, "not_your_role", ["role"]),
        ({"title": " "}, "required", ["title"]),
    ],
)
async def test_what_may_not_be_kept_is_refused_and_nothing_is_kept(
    town: Town, given: dict[str, Any], rule: str, path: list[str]
) -> None:
    one, events = await saved(town, "pos", "Прежний"), await town.event_count()
    for name, target in (
        ("saveFilter", {"title": "Новый", "filter": {}}),
        ("updateSavedFilter", {"id": one["id"]}),
    ):
        if (name, rule) == ("updateSavedFilter", "required"):
            continue
        payload = await did(town, "pos", name, **{**target, **given})
        assert payload["savedFilter"] is None
        assert [(problem["facts"]["rule"], problem["path"]) for problem in payload["errors"]] == [
            (rule, path)
        ]
    assert (await ask(town, "pos", LIST))["savedFilters"] == [one]
    assert await town.event_count() == events


async def test_an_update_says_what_it_changes(town: Town) -> None:
    one = await saved(town, "pos", "Прежний")
    for given, rule in (
        ({}, "nothing_to_change"),
        ({"title": None}, "required"),
        ({"filter": None}, "required"),
    ):
        payload = await did(town, "pos", "updateSavedFilter", id=one["id"], **given)
        assert [problem["facts"]["rule"] for problem in payload["errors"]] == [rule]
    malformed = await did(town, "pos", "removeSavedFilter", id=global_id("Topic", "holes"))
    assert [problem["path"] for problem in malformed["errors"]] == [["id"]]


async def test_a_partners_program_keeps_no_filters(town: Town) -> None:
    payload = await did(town, "partner", "saveFilter", title="Отбор", filter={}, idempotencyKey=next(_keys))
    assert [problem["facts"]["rule"] for problem in payload["errors"]] == ["no_person"]


async def test_a_person_keeps_so_many_filters_and_no_more(town: Town) -> None:
    row: dict[str, Any] = {
        "owner_id": "person-pos",
        "title": "Отбор",
        "given": {},
        "role": None,
        "updated_at": town.now,
    }
    rows = [{"_id": f"many-{number}", **row} for number in range(MOST_SAVED)]
    await town.store.collection("saved_filters").insert_many(rows)
    payload = await did(town, "pos", "saveFilter", title="Ещё", filter={})
    assert [(one["code"], one["facts"]) for one in payload["errors"]] == [
        ("LIMIT_REACHED", {"limit": "savedFilters"})
    ]


async def test_what_the_api_does_not_take_any_more_is_told_and_not_dropped(town: Town) -> None:
    one = await saved(town, "pos", "Старый")
    stored = {"status": ["NEW", "LOST"], "mood": "GOOD", "receivedAt": {"since": 1}, "isOpen": True}
    await town.store.collection("saved_filters").update_one(
        {"_id": read_global_id(one["id"])[1]}, {"$set": {"given": stored}}
    )
    (told,) = (await ask(town, "pos", LIST))["savedFilters"]
    assert told["filter"] == stored
    assert told["unreadable"] == ["mood", "receivedAt", "status.1"] or told["unreadable"] == [
        "mood",
        "receivedAt.since",
        "status.1",
    ]


async def test_a_filter_saved_twice_under_one_key_is_one(town: Town) -> None:
    key = next(_keys)
    first = await saved(town, "pos", "Один", idempotencyKey=key)
    assert await saved(town, "pos", "Один", idempotencyKey=key) == first
    assert await titles(town, "pos") == ["Один"]
