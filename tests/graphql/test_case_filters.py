"""The lists of cases as a screen asks for them: what is open, by place, by tags and numbers, by answers, in each order."""

from datetime import timedelta
from typing import Any

import pytest

from documents.cases.clock_rules import CaseClock
from documents.cases.document import Location
from documents.files.document import Attachment
from tests.support.asking import Answer, ask
from tests.support.cases import put_case
from tests.support.town import Town

QUERY = (
    "query($f: CaseFilter, $o: CaseOrder) { cases(first: 100, filter: $f, orderBy: $o) { nodes { number } } }"
)


async def numbers(town: Town, *, login: str = "head", order: Any = None, **given: Any) -> list[str]:
    answer = await ask(town, login, QUERY, f=given, o=order)
    return [node["number"] for node in answer["cases"]["nodes"]]


async def put(town: Town, name: str, **given: Any) -> None:
    """Store a case, a new one where nothing else is said, with moments of its own."""
    moments: dict[str, Any] = {key: given.pop(key) for key in ("due_at", "updated_at") if key in given}
    await put_case(town, name, **{"status": "NEW", **given})
    if moments:
        stored = await town.stored(name)
        changed = stored.replaced(moments)
        changed.derive()
        await town.store.collection("cases").replace_one({"_id": name}, changed.to_row())


async def put_several(town: Town, prefix: str, several: dict[str, dict[str, Any]]) -> None:
    for name, given in several.items():
        await put(town, f"{prefix}-{name}", **given)


async def test_open_overdue_cases_are_found_by_one_filter(town: Town) -> None:
    late: dict[str, Any] = {"due_at": town.now - timedelta(days=2), "tags": ["срок"]}
    answered = {**late, "answered_at": town.now - timedelta(days=1)}
    several: dict[str, dict[str, Any]] = {
        "open": {**late, "status": "IN_PROGRESS"},
        "answered": {**answered, "status": "ANSWERED"},
        "closed": {**answered, "status": "CLOSED"},
        "rejected": {**late, "status": "REJECTED"},
        "in-time": {"status": "NEW", "tags": ["срок"]},
    }
    await put_several(town, "late", several)
    found = {
        name: set(await numbers(town, tags=["срок"], **given))
        for name, given in (
            ("overdue", {"isOverdue": True}),
            ("both", {"isOverdue": True, "isOpen": True}),
            ("open", {"isOpen": True}),
            ("done", {"isOpen": False}),
            ("narrowed", {"isOpen": True, "status": ["NEW", "CLOSED"]}),
            ("nothing", {"isOpen": True, "status": ["CLOSED"]}),
        )
    }
    assert found == {
        "overdue": {"late-open", "late-answered", "late-closed"},
        "both": {"late-open"},
        "open": {"late-open", "late-in-time"},
        "done": {"late-answered", "late-closed", "late-rejected"},
        "narrowed": {"late-in-time"},
        "nothing": set(),
    }


async def test_a_street_and_a_house_are_found_however_they_are_written(town: Town) -> None:
    places = {"one": ("ул. Кирова", "48а"), "other": ("пер. Кирова", "48 А"), "third": ("КИРОВА", "14")}
    locations = {
        name: {"location": Location(street=way, house=house)} for name, (way, house) in places.items()
    }
    await put_several(town, "place", locations)
    for street in ("ул. Кирова", "Кирова", "кирова", "Кирова ул.", "улица КИРОВА"):
        assert set(await numbers(town, street=street)) == {"place-one", "place-third"}
        assert await numbers(town, street=street, house="48 A") == ["place-one"]
    assert await numbers(town, street="переулок Кирова") == ["place-other"]
    assert set(await numbers(town, house="д. 48-а")) == {"place-one", "place-other"}


SQUARE: dict[str, Any] = {"south": 56.2, "west": 89.5, "north": 56.21, "east": 89.52}


async def test_cases_are_found_in_a_circle_and_in_a_box(town: Town) -> None:
    spots = {
        "center": (56.205, 89.51),
        "edge": (56.21, 89.52),
        "near": (56.2095, 89.51),
        "far": (56.3, 89.51),
    }
    several: dict[str, dict[str, Any]] = {
        name: {"location": Location(latitude=one, longitude=other), "tags": ["карта"]}
        for name, (one, other) in spots.items()
    }
    await put_several(town, "spot", {**several, "none": {"tags": ["карта"]}})
    circle = {"latitude": 56.205, "longitude": 89.51, "meters": 600}
    for login in ("head", "lead.roads"):
        found = await numbers(town, login=login, near=circle)
        assert set(found) == {"spot-center", "spot-near"}
        assert set(await numbers(town, login=login, within=SQUARE)) == {
            "spot-center",
            "spot-edge",
            "spot-near",
        }
    small = {**SQUARE, "south": 56.206}
    assert await numbers(town, near=circle, within=small) == ["spot-near"]
    assert await numbers(town, near=circle, tags=["другая"]) == []
    wide = {"south": -90, "west": -180, "north": 90, "east": 180}
    assert len(await numbers(town, within=wide)) == len(spots)


@pytest.mark.parametrize("given", [{"north": 56.2}, {"east": 89.5}, {"south": 57.0}])
async def test_a_box_without_anything_inside_is_refused(town: Town, given: dict[str, float]) -> None:
    answer = await ask(town, "head", QUERY, f={"within": {**SQUARE, **given}})
    assert answer.codes == ["BAD_REQUEST"]


async def test_a_flat_that_stands_beside_the_house_is_not_found(town: Town) -> None:
    await put(town, "flat", location=Location(street="Лесная", house="48 кв. 12"), tags=["квартира"])
    assert await numbers(town, house="48", tags=["квартира"]) == ["flat"]
    assert await numbers(town, house="48 кв. 12", tags=["квартира"]) == []


def clock(town: Town, kind: str, *, due_in: float | None, done: bool = False) -> CaseClock:
    """A clock that began a week ago, due in so many days from now; one that stopped did so an hour ago."""
    return CaseClock(
        kind=kind,
        started_at=town.now - timedelta(days=7),
        due_at=None if due_in is None else town.now + timedelta(days=due_in),
        done_at=town.now - timedelta(hours=1) if done else None,
    )


async def test_cases_are_found_by_the_clocks_that_run_and_by_those_that_run_late(town: Town) -> None:
    clocks = {
        "late": [clock(town, "MODERATION", due_in=-1), clock(town, "ANSWER", due_in=5)],
        "in-time": [clock(town, "MODERATION", due_in=1)],
        "over": [clock(town, "MODERATION", due_in=-1, done=True), clock(town, "COORDINATION", due_in=1)],
        "endless": [clock(town, "ROUTING", due_in=None)],
        "none": [],
    }
    several = {name: {"clocks": given, "tags": ["часы"]} for name, given in clocks.items()}
    await put_several(town, "clock", several)
    await put(town, "clock-closed", status="CLOSED", tags=["часы"])
    expected: dict[str, tuple[dict[str, Any], set[str]]] = {
        "running": ({"clock": ["MODERATION"]}, {"late", "in-time"}),
        "any of two": ({"clock": ["COORDINATION", "ROUTING"]}, {"over", "endless"}),
        "late": ({"isLate": True}, {"late"}),
        "late of a kind": ({"lateClock": ["MODERATION"]}, {"late"}),
        "not late of a kind": ({"lateClock": ["ANSWER"]}, set()),
        "both": ({"clock": ["ANSWER"], "isLate": True}, {"late"}),
        "in time": ({"isLate": False, "isOpen": True}, {"in-time", "over", "endless", "none"}),
        "in a state": ({"clock": ["MODERATION"], "status": ["CLOSED"]}, set()),
        "in none": ({"clock": ["MODERATION"], "isOpen": False}, set()),
        "all": ({"isLate": False}, {"in-time", "over", "endless", "none", "closed"}),
    }
    found = {name: set(await numbers(town, tags=["часы"], **given)) for name, (given, _) in expected.items()}
    assert found == {name: {f"clock-{one}" for one in rows} for name, (_, rows) in expected.items()}


async def test_cases_with_files_are_found_where_all_of_them_are_seen(town: Town) -> None:
    file = Attachment(
        id="file",
        name="фото.jpg",
        mime="image/jpeg",
        size_bytes=1,
        sha256="0",
        added_at=town.now,
        added_by_id="person-pos",
    )
    given: dict[str, Any] = {"tags": ["файлы"], "sector_id": "ROADS"}
    await put_several(town, "file", {"one": {**given, "attachments": [file]}, "none": given})
    asked: dict[str, Any] = {"tags": ["файлы"]}
    for login in ("head", "pos"):
        assert await numbers(town, login=login, **asked, hasAttachments=True) == ["file-one"]
        assert await numbers(town, login=login, **asked, hasAttachments=False) == ["file-none"]
    # The information desk sees both cases, and no file that shows an applicant.
    assert len(await numbers(town, login="info", **asked)) == 2
    for login in ("info", "lead.roads"):
        assert (await ask(town, login, QUERY, f={"hasAttachments": True})).codes == ["FILTER_FORBIDDEN"]
    counted = "query($f: CaseFilter) { caseCounts(filter: $f) { total { count } } }"
    told = await ask(town, "head", counted, f={**asked, "hasAttachments": True})
    assert told["caseCounts"]["total"]["count"] == 1
    assert (await ask(town, "leadership", counted, f={"hasAttachments": True})).codes == ["FILTER_FORBIDDEN"]


@pytest.mark.parametrize("given", [{"street": "«»"}, {"house": "дом"}, {"tags": ["-", " "]}])
async def test_a_place_that_names_nothing_is_refused(town: Town, given: Any) -> None:
    answer: Answer = await ask(town, "head", QUERY, f=given)
    assert answer.codes == ["BAD_REQUEST"]


async def test_tags_and_numbers_of_other_systems_match_any_of_several(town: Town) -> None:
    await put_several(
        town,
        "filed",
        {
            "winter": {"tags": ["зима", "Снег"], "external_system": "POS", "external_id": "АБ-1"},
            "snow": {"tags": ["снег"], "external_system": "POS", "external_id": "АБ-2"},
            "none": {},
        },
    )
    assert set(await numbers(town, tags=["СНЕГ"])) == {"filed-winter", "filed-snow"}
    assert await numbers(town, tags=["СНЕГ"], externalId=["аб-1", "АБ-7"]) == ["filed-winter"]
    assert await numbers(town, externalId=["АБ-2"], tags=["зима"]) == []


async def test_cases_are_found_by_how_they_ended_and_by_their_answers(town: Town) -> None:
    def answer(no: int, status: str) -> dict[str, Any]:
        return {"no": no, "text": "Сделано", "author_id": "person-assignee", "status": status}

    await put_several(
        town,
        "end",
        {
            "done": {"status": "CLOSED", "outcome": "RESOLVED", "answered_at": town.now - timedelta(days=3)},
            "refused": {"status": "CLOSED", "outcome": "REFUSED", "is_repeat": True, "tags": ["итог"]},
            "again": {
                "status": "IN_REVIEW",
                "responses": [answer(1, "RETURNED"), answer(2, "IN_REVIEW")],
                "recipient_id": "roads",
            },
        },
    )
    assert await numbers(town, outcome=["RESOLVED", "EXPLAINED"]) == ["end-done"]
    assert await numbers(town, isRepeat=True, tags=["итог"]) == ["end-refused"]
    day = {
        "from": (town.now - timedelta(days=4)).isoformat() + "Z",
        "to": (town.now - timedelta(days=2)).isoformat() + "Z",
    }
    assert await numbers(town, answeredAt=day, outcome=["RESOLVED"]) == ["end-done"]
    assert await numbers(town, responseStatus=["RETURNED"]) == ["end-again"]
    assert await numbers(town, responseStatus=["RETURNED"], allowedAction=["RETURN_RESPONSE"]) == [
        "end-again"
    ]
    assert await numbers(town, responseStatus=["SENT"]) == []


async def test_the_most_urgent_and_the_last_changed_come_first_when_asked_for(town: Town) -> None:
    several = {
        name.lower(): {
            "priority": name,
            "tags": ["порядок"],
            "updated_at": town.now + timedelta(minutes=number),
        }
        for number, name in enumerate(("LOW", "CRITICAL", "HIGH", "NORMAL"))
    }
    await put_several(town, "order", several)
    by_urgency = ["order-critical", "order-high", "order-normal", "order-low"]
    order = {"field": "PRIORITY", "direction": "DESC"}
    assert await numbers(town, tags=["порядок"], order=order) == by_urgency
    assert await numbers(town, tags=["порядок"], order={"field": "PRIORITY"}) == by_urgency[::-1]
    latest = {"field": "UPDATED_AT", "direction": "DESC"}
    assert await numbers(town, tags=["порядок"], order=latest) == [
        f"order-{name}" for name in reversed(several)
    ]


@pytest.mark.parametrize(
    ("search", "is_found"),
    [
        ("комсомол", True),
        ("яма комс", True),
        ("Комсомольская 14", True),
        ("ком", True),
        ("комс яма", False),
        ("комар", False),
    ],
)
async def test_a_word_is_found_while_it_is_being_typed(town: Town, search: str, *, is_found: bool) -> None:
    await put(town, f"typed {search}", summary="Яма у дома Комсомольская, 14", tags=[f"ввод {search}"])
    assert (await numbers(town, search=search, tags=[f"ввод {search}"]) != []) is is_found


async def test_a_number_is_found_however_it_was_copied(town: Town) -> None:
    await put(town, "number", number="2026-777001")
    await put(town, "incident", number="ИМ-2026-777001", kind="INCIDENT", channel_id="VK")
    for search in ("№ 2026-777001", "«2026-777001»", "(2026-7770…)", "2026-777001.", "2026\u2013777001"):
        assert await numbers(town, search=search) == ["2026-777001"]
    for search in ("ИМ\u20132026-777001", "им 2026-777", "IM-2026-777001;"):
        assert await numbers(town, search=search) == ["ИМ-2026-777001"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("street", "Кирова"),
        ("near", {"latitude": 56.2, "longitude": 89.5, "meters": 500}),
        ("within", SQUARE),
        ("house", "48"),
        ("tags", ["зима"]),
        ("externalId", ["АБ-1"]),
        ("search", "яма"),
    ],
)
async def test_who_counts_exactly_without_seeing_the_cases_does_not_count_by_words(
    town: Town, name: str, value: Any
) -> None:
    query = "query($f: CaseFilter) { caseCounts(filter: $f) { total { count } } }"
    refused = await ask(town, "leadership", query, f={name: value})
    assert refused.codes == ["FILTER_FORBIDDEN"]
    assert name in refused.errors[0].original_error.message()  # type: ignore[union-attr]
    assert not (await ask(town, "head", query, f={name: value})).errors
    assert not (await ask(town, "leadership", query, f={"isOpen": True, "outcome": ["RESOLVED"]})).errors


@pytest.mark.parametrize(
    "name", ["isOpen", "outcome", "isRepeat", "responseStatus", "answeredAt", "clock", "lateClock", "isLate"]
)
async def test_protected_figures_know_none_of_the_new_filters(town: Town, name: str) -> None:
    value: Any = {
        **dict.fromkeys(("isOpen", "isRepeat", "isLate"), True),
        "clock": ["EXECUTION"],
        "lateClock": ["EXECUTION"],
        "outcome": ["RESOLVED"],
        "responseStatus": ["SENT"],
    }.get(name, {"from": "2026-05-01T00:00:00Z"})
    query = "query($f: CaseFilter) { caseCounts(filter: $f) { total { count } } }"
    assert (await ask(town, "member", query, f={name: value})).codes == ["FILTER_FORBIDDEN"]
