"""The budget of database commands of every query, exact, and the same for one row as for fifty.

The two commands on who asks (the account; the versions row, at most every two seconds) are those of any request and
stand outside these figures.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from documents.assignments.document import Assignment
from documents.cases.document import Case
from documents.kernel.ids import global_id
from documents.kernel.record import Record
from documents.meetings.document import AgendaItem, Meeting, Participant
from documents.protocols.document import Decision, Item, Ordered, Protocol
from schema.build import schema
from tests.leaks.selection import everything
from tests.support.asking import ask
from tests.support.town import NOW, Town

CORE = schema._schema
ROWS = 156
OF_ANY_REQUEST = frozenset({"accounts", "versions"})
MOST = 5
"""Commands that a page of a list may take, whatever its size (issue 3, §5)."""

LISTS: Mapping[str, tuple[str, ...]] = {
    "cases": ("cases", "cases"),
    "submissions": ("cases", "cases"),
    "messages": ("cases", "cases"),
    "appeals": ("cases", "cases"),
    "incidents": ("cases", "cases"),
    "meetings": ("meetings", "meetings"),
    "protocols": ("meetings", "protocols", "protocols"),
    "assignments": ("assignments", "assignments", "meetings", "protocols"),
    **dict.fromkeys(
        ("members", "organizations", "topics", "settlements", "legalActs", "curatorAbsences"), ()
    ),
}
"""List → the collections asked for a page with all fields and relations of its rows and the total count."""

BY_ID = {
    "case": ("Message", 1),
    "submission": ("Message", 1),
    "message": ("Message", 1),
    "appeal": ("Appeal", 2),
    "incident": ("Incident", 3),
    "meeting": ("Meeting", 1),
    "protocol": ("Protocol", 1),
    "assignment": ("Assignment", 1),
}
ALONE: Mapping[str, tuple[str, ...]] = {
    **{
        name: (f'{name}(id: "{global_id(kind, f"counted-{number}")}") {{ id }}',)
        for name, (kind, number) in BY_ID.items()
    },
    "person": (f'person(id: "{global_id("Person", "person-pos")}") {{ id }}',),
    "topic": (f'topic(id: "{global_id("Topic", "holes")}") {{ id }}',),
    "organization": (f'organization(id: "{global_id("Organization", "roads")}") {{ id }}',),
    "node": (
        f'node(id: "{global_id("Message", "counted-1")}") {{ id }}',
        f'node(id: "{global_id("Topic", "x")}") {{ id }}',
    ),
}
"""Single objects: one command each, none where it is reference data."""

SOME_IDS = [
    global_id("Message", "counted-1"),
    global_id("Appeal", "counted-2"),
    global_id("Meeting", "counted-1"),
    global_id("Topic", "holes"),
]

OTHERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "nodes": (
        f"nodes(ids: {json.dumps(SOME_IDS)}) {{ id }}",
        ("cases", "meetings"),
    ),
    "caseCounts": ("caseCounts(by: [STATUS, SECTOR]) { total { count } groups { count } }", ("cases",)),
    "personalDataAccessLog": (
        "personalDataAccessLog(first: 50) { nodes { at person { fullName } case { id } } }",
        ("personal_data_accesses",),
    ),
    "personalDataAccessCounts": (
        'personalDataAccessCounts(from: "2026-06-01", to: "2026-07-01") { day reveals }',
        ("personal_data_accesses",),
    ),
    "viewer": (
        "viewer { person { fullName } roles permissions memberships { sectors { id } } actingFor { id } }",
        (),
    ),
    "center": (f"center {everything('Center')}", ()),
    "effectiveCurator": ("effectiveCurator { person { id } until }", ()),
    "dueDatePreview": (
        'dueDatePreview(from: "2026-06-01T00:00:00Z", unit: WORKING_DAYS, amount: 3) { dueAt }',
        (),
    ),
    "calendar": ('calendar(from: "2026-06-01", to: "2026-07-01") { date }', ()),
    "sectors": ("sectors { id leads { fullName } }", ()),
    "channels": ("channels { id }", ()),
    "deadlinePolicies": ("deadlinePolicies { id }", ()),
    "enumLabels": ("enumLabels { label }", ()),
}
"""All other queries, and the collections they ask."""

LIST_OF_CASES = """query($first: Int!) { cases(first: $first) { totalCount { value precision }
  edges { cursor node { id number status dueAt isOverdue hiddenFields sector { title } topic { title sector { code } }
    settlement { title } recipient { shortName parent { name } } assignee { fullName organization { shortName } }
    allowedActions { action allowed } } } pageInfo { hasNextPage endCursor } } }"""

DESK = """query($first: Int!) {
  viewer { login roles }
  waiting: cases(first: $first, filter: {status: [NEW]}) { nodes { number summary sector { title } topic { title } } }
  late: cases(first: $first, filter: {isOverdue: true}, orderBy: {field: DUE_AT}) { totalCount { value }
    nodes { number dueAt settlement { title } recipient { shortName } assignee { fullName } } }
  counts: caseCounts(by: [STATUS, SECTOR]) { groups { count } }
  assignments(first: $first, filter: {assignedToMe: true}) { nodes { number dueOn } } }"""


def _records() -> Iterable[Record]:
    for number in range(1, ROWS + 1):
        yield _case(number)
        yield from _papers(number)


def _case(number: int) -> Case:
    kind = ("MESSAGE", "APPEAL", "INCIDENT")[(number - 1) % 3]
    received = NOW - timedelta(hours=number)
    return Case(
        id=f"counted-{number}",
        updated_at=NOW,
        kind=kind,
        number=f"2026-8{number:05d}",
        status="ASSIGNED" if number % 2 else "NEW",
        regime={"MESSAGE": "MESSAGE", "APPEAL": "APPEAL_59FZ"}.get(kind),
        channel_id="POS",
        sector_id="ROADS",
        topic_id="holes",
        settlement_id="bogotol",
        recipient_id="roads",
        assignee_id="person-assignee",
        co_assignee_ids=["person-assignee.yard"],
        received_at=received,
        registered_at=received,
        due_at=NOW + timedelta(hours=number - 20),
        policy_code="POS_STANDARD",
        creator_id="person-pos",
    )


def _papers(number: int) -> Iterable[Record]:
    record_id, people = f"counted-{number}", ["person-curator", "person-head"]
    at: dict[str, Any] = {"id": record_id, "updated_at": NOW, "secretary_id": "person-pos"}
    yield Meeting(
        **at,
        number=f"З-{number}",
        form="IN_PERSON",
        status="HELD",
        title="О дорогах",
        planned_at=NOW - timedelta(days=number),
        participants=[Participant(person_id=one, full_name=one) for one in people],
        agenda=[AgendaItem(order=1, title="Ямы", speaker_id="person-head")],
    )
    ordered = Ordered(text="Засыпать", responsible_id="person-assignee", organization_id="roads")
    decision = Decision(no="1.1", text="Поручить", assignments=[ordered])
    yield Protocol(
        **at,
        meeting_id=record_id,
        meeting_number=f"З-{number}",
        number=number,
        year=2026,
        date="2026-05-30",
        form="IN_PERSON",
        status="SIGNED",
        participant_ids=people,
        items=[Item(order=1, title="Ямы", decisions=[decision])],
    )
    yield Assignment(
        **at,
        number=f"П-{number}",
        protocol_id=record_id,
        text="Засыпать",
        responsible_id="person-assignee",
        organization_id="roads",
        controller_id="person-head",
        status="ISSUED",
    )


@pytest.fixture(scope="module", autouse=True)
async def filled(town: Town) -> None:
    """More than fifty objects of every stored kind, and of each kind of case."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for record in _records():
        record.derive()
        rows.setdefault(record.collection_name(), []).append(record.to_row())
    for name, found in rows.items():
        await town.store.collection(name).insert_many(found)


async def commands(town: Town, login: str, document: str, **variables: Any) -> tuple[Any, list[str]]:
    """The data and the collections that were asked, sorted, besides those of any request."""
    with town.recorder.capturing() as captured:
        answer = await ask(town, login, document, **variables)
    assert not answer.errors, answer.errors
    asked = sorted(one.collection for one in captured.commands if one.collection not in OF_ANY_REQUEST)
    return answer.data, asked


def test_every_query_has_its_budget() -> None:
    assert CORE.query_type is not None
    assert set(CORE.query_type.fields) == {*LISTS, *ALONE, *OTHERS}
    assert max(len(asked) for asked in LISTS.values()) <= MOST


@pytest.mark.parametrize("name", LISTS)
async def test_a_page_of_a_list_takes_its_commands_whatever_its_size(town: Town, name: str) -> None:
    assert CORE.query_type is not None
    shown = str(CORE.query_type.fields[name].type)
    found = {}
    for size in (1, 50):
        document = f"{{ {name}(first: {size}) {everything(shown)} }}"
        data, found[size] = await commands(town, "head", document)
        if LISTS[name]:
            assert len(data[name]["nodes"]) == size

    assert found[1] == found[50] == sorted(LISTS[name])


@pytest.mark.parametrize("login", ["head", "recipient.coordinator", "lead.roads"])
async def test_the_screen_of_cases_takes_two_commands_for_one_row_and_for_fifty(
    town: Town, login: str
) -> None:
    for size in (1, 50):
        data, asked = await commands(town, login, LIST_OF_CASES, first=size)

        assert len(data["cases"]["edges"]) == size
        assert data["cases"]["totalCount"]["value"] == ROWS
        assert data["cases"]["edges"][0]["node"]["recipient"]["parent"] == {"name": "administration"}
        assert asked == ["cases", "cases"]


async def test_the_screen_of_a_desk_takes_five_commands_for_one_row_and_for_fifty(town: Town) -> None:
    for size in (1, 50):
        data, asked = await commands(town, "head", DESK, first=size)

        assert len(data["late"]["nodes"]) == min(size, data["late"]["totalCount"]["value"])
        assert asked == ["assignments", "cases", "cases", "cases", "cases"]


async def test_a_list_without_its_total_or_without_rows_takes_one_command_or_none(town: Town) -> None:
    assert (await commands(town, "head", "{ cases(first: 50) { nodes { number } } }"))[1] == ["cases"]
    assert (await commands(town, "head", "{ cases(first: 0) { totalCount { value } } }"))[1] == ["cases"]
    # Who may list nothing is answered from memory.
    document = (
        "{ cases(first: 50) { nodes { number } totalCount { value } } protocols(first: 5) { nodes { id } } }"
    )
    assert (await commands(town, "admin", document))[1] == []


KEPT = frozenset({"person", "topic", "organization"})


@pytest.mark.parametrize("name", ALONE)
async def test_a_single_object_takes_one_command_and_reference_data_none(town: Town, name: str) -> None:
    first, *others = ALONE[name]
    data, asked = await commands(town, "head", f"{{ {first} }}")

    assert data[name] is not None
    assert len(asked) == (0 if name in KEPT else 1)
    for other in others:
        assert (await commands(town, "head", f"{{ {other} }}"))[1] == []


async def test_a_number_finds_as_cheaply_as_an_id_and_a_hidden_object_costs_the_same(town: Town) -> None:
    by_number = '{ case(number: "2026-800001") { id } }'
    assert (await commands(town, "head", by_number))[1] == ["cases"]
    data, asked = await commands(town, "lead.education", by_number)
    assert (data["case"], asked) == (None, ["cases"])


async def test_a_history_takes_one_command_more(town: Town) -> None:
    document = (
        '{ message(number: "2026-800001") { allowedActions { action } history(first: 5) { nodes { at } } } }'
    )
    assert (await commands(town, "head", document))[1] == ["cases", "events"]


@pytest.mark.parametrize("name", OTHERS)
async def test_any_other_query_takes_its_commands(town: Town, name: str) -> None:
    document, expected = OTHERS[name]

    assert (await commands(town, "head", f"{{ {document} }}"))[1] == sorted(expected)


async def test_the_histories_of_a_whole_page_take_one_command(town: Town) -> None:
    for size in (1, 50):
        document = f"{{ cases(first: {size}) {{ nodes {{ history(first: 5) {{ nodes {{ at }} }} }} }} }}"
        data, asked = await commands(town, "head", document)
        assert asked == ["cases", "events"]
        assert len(data["cases"]["nodes"]) == size
