"""Several cases at once: each is done or refused by itself, under its own rights, and once under one key."""

import itertools
from typing import Any

import pytest

from documents.cases.document import Case
from documents.kernel.ids import global_id, read_global_id
from tests.support.asking import Answer, ask
from tests.support.cases import put_case, registered, routed
from tests.support.town import Town

DOCUMENT = """mutation($i: %sInput!) { %s(input: $i) {
  results { id errors { code path message facts } } errors { code path facts } } }"""
_keys = (f"key-of-many-cases-{number:04d}" for number in itertools.count())
_names = (f"many-{number}" for number in itertools.count())


async def asked(town: Town, login: str, name: str, ids: list[Any], **given: Any) -> Answer:
    items = [one if isinstance(one, dict) else {"id": one} for one in ids]
    called = f"{name[0].upper()}{name[1:]}"
    return await ask(town, login, DOCUMENT % (called, name), i={"items": items, **given})


async def did(town: Town, login: str, name: str, ids: list[Any], **given: Any) -> Any:
    return (await asked(town, login, name, ids, **given))[name]


def codes(payload: Any) -> list[list[str]]:
    """The refusals of each case."""
    return [[error["code"] for error in one["errors"]] for one in payload["results"]]


async def put(town: Town, kind: str = "MESSAGE", **given: Any) -> str:
    """Store a case; its global id."""
    name = next(_names)
    more = {"channel_id": "VK", "publications": []} if kind == "INCIDENT" else {}
    await put_case(town, name, **{"kind": kind, "status": "ACCEPTED", "text": "Яма", **more, **given})
    return global_id(kind.capitalize(), name)


def stored_id(text: str) -> str:
    """The id under which a case is stored."""
    return read_global_id(text)[1]


async def test_each_case_is_routed_by_itself_and_says_why_not(town: Town) -> None:
    good, other = await put(town), await put(town)
    closed = await put(town, status="CLOSED")
    unseen = await put(town, kind="INCIDENT", status="NEW")
    nothing = global_id("Message", "nothing")
    payload = await did(
        town,
        "pos",
        "routeMany",
        [good, {"id": other, "expectedRevision": 9}, closed, nothing, unseen, global_id("Topic", "holes")],
        recipientId=global_id("Organization", "roads"),
    )
    assert payload["errors"] == []
    assert codes(payload) == [
        [],
        ["STALE"],
        ["INVALID_TRANSITION"],
        ["NOT_FOUND"],
        ["FORBIDDEN"],
        ["INVALID"],
    ]
    assert payload["results"][0]["id"] == good
    assert payload["results"][5]["errors"][0]["path"] == ["items", "5", "id"]
    assert (await town.stored(stored_id(good))).recipient_id == "roads"
    assert [one["name"] for one in await town.events_of(stored_id(good))] == ["submission.routed"]
    for refused in (other, closed, unseen):
        assert await town.events_of(stored_id(refused)) == []


async def test_cases_of_all_kinds_are_done_together(town: Town) -> None:
    message, incident = await put(town, status="ANSWERED"), await put(town, kind="INCIDENT", status="REPLIED")
    payload = await did(town, "head", "closeMany", [message, incident], outcome="RESOLVED")
    assert codes(payload) == [[], []]
    for one, event in ((message, "submission.closed"), (incident, "incident.closed")):
        assert (await town.stored(stored_id(one))).status == "CLOSED"
        assert [told["name"] for told in await town.events_of(stored_id(one))] == [event]


async def test_what_is_said_once_is_done_to_each(town: Town) -> None:
    new, started = await put(town, status="NEW"), await put(town, status="IN_PROGRESS")
    assert codes(await did(town, "pos", "acceptMany", [new, started])) == [[], ["INVALID_TRANSITION"]]
    urgent = await did(town, "pos", "setPriorityMany", [new, started], priority="HIGH", reason="Мороз")
    assert codes(urgent) == [[], []]
    first = await did(town, "pos", "markMany", [new, started], add=["зима"])
    second = await did(town, "pos", "markMany", [new, started], add=["двор"], remove=["ЗИМА"])
    assert codes(first) == codes(second) == [[], []]
    for one in (new, started):
        case = await town.stored(stored_id(one))
        assert (case.priority, case.tags) == ("HIGH", ["двор"])


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("routeMany", {"recipientId": global_id("Organization", "roads")}),
        ("acceptMany", {}),
        ("closeMany", {"outcome": "RESOLVED"}),
        ("setPriorityMany", {"priority": "HIGH", "reason": "Мороз"}),
        ("markMany", {"add": ["зима"]}),
    ],
)
async def test_what_is_refused_changes_nothing_and_emits_nothing(
    town: Town, name: str, given: dict[str, Any]
) -> None:
    case = await put(town, status="NEW", number=f"{name}-1", sector_id="EDUCATION", topic_id=None)
    before, events = await town.stored(stored_id(case)), await town.event_count()
    # Who may never do it is refused as a whole.
    for login in ("member", "admin"):
        payload = await did(town, login, name, [case], **given)
        assert payload["results"] is None
        assert [one["code"] for one in payload["errors"]] == ["FORBIDDEN"]
    for items in ([], [case, case], [case] * 101):
        payload = await did(town, "head", name, items, **given)
        assert (payload["results"], {one["code"] for one in payload["errors"]}) == (None, {"INVALID"})
    payload = await did(town, "head", name, [{"id": case, "expectedRevision": 9}], **given)
    assert codes(payload) == [["STALE"]]
    assert await town.stored(stored_id(case)) == before
    assert await town.event_count() == events


async def test_a_wrong_fact_refuses_the_whole_before_anything_is_done(town: Town) -> None:
    case, events = await put(town), await town.event_count()
    payload = await did(town, "pos", "routeMany", [case], recipientId=global_id("Topic", "holes"))
    assert payload["results"] is None
    assert [(one["code"], one["path"]) for one in payload["errors"]] == [("INVALID", ["recipientId"])]
    assert await town.event_count() == events


async def test_a_refusal_is_told_of_each_case_as_the_single_mutation_tells_it(town: Town) -> None:
    case: Case = await routed(town)
    target, yard = global_id("Message", case.id), global_id("Organization", "yard")
    single = await ask(
        town,
        "pos",
        "mutation($i: RouteInput!) { routeSubmission(input: $i) { errors { code path message facts } } }",
        i={"id": target, "recipientId": yard},
    )
    several = await did(town, "pos", "routeMany", [target], recipientId=yard)
    assert several["results"][0]["errors"] == single["routeSubmission"]["errors"]
    assert several["results"][0]["errors"][0]["facts"]["rule"] == "reason_required"


async def test_under_one_key_each_is_done_once_and_what_was_refused_is_tried_again(town: Town) -> None:
    key, done, waiting = next(_keys), await put(town), await registered(town)
    waits, given = global_id("Message", waiting.id), {"priority": "HIGH", "reason": "Мороз"}
    closed = await put(town, status="CLOSED")
    ids = [done, closed]
    first = await did(town, "pos", "setPriorityMany", ids, **given, idempotencyKey=key)
    events = await town.event_count()
    again = await did(town, "pos", "setPriorityMany", ids, **given, idempotencyKey=key)
    assert codes(first) == codes(again) == [[], ["INVALID"]]
    assert await town.event_count() == events
    await town.store.collection("cases").update_one(
        {"_id": stored_id(closed)}, {"$set": {"status": "IN_PROGRESS"}}
    )
    later = await did(town, "pos", "setPriorityMany", ids, **given, idempotencyKey=key)
    assert codes(later) == [[], []]
    assert await town.event_count() == events + 1
    other = await did(town, "pos", "setPriorityMany", [waits], **given, idempotencyKey=key)
    assert (other["results"], [one["code"] for one in other["errors"]]) == (None, ["IDEMPOTENCY_KEY_REUSED"])


async def test_a_key_under_which_nothing_was_done_is_free_for_a_corrected_input(town: Town) -> None:
    key, case = next(_keys), await put(town, status="CLOSED")
    refused = await did(town, "pos", "acceptMany", [case], idempotencyKey=key)
    assert codes(refused) == [["INVALID_TRANSITION"]]
    corrected = await did(town, "pos", "acceptMany", [await put(town, status="NEW")], idempotencyKey=key)
    assert codes(corrected) == [[]]
