"""«What waits for me» on assignments, meetings and protocols: exactly the rows that say so themselves, for every role."""

import itertools
from collections.abc import Iterable
from typing import Any

import pytest

from documents.assignments.document import Assignment, Report
from documents.assignments.rules import AssignmentStatus
from documents.kernel.names import camel
from documents.kernel.record import Record
from documents.meetings.document import Meeting, Participant
from documents.meetings.rules import MeetingStatus
from documents.protocols.document import Protocol
from documents.protocols.rules import ProtocolStatus
from schema.assignments.waiting import AssignmentAction
from schema.meetings.waiting import MeetingAction
from schema.protocols.waiting import ProtocolAction
from tests.support.asking import ask
from tests.support.town import NOW, PEOPLE, Town

ACTIONS: dict[str, list[str]] = {
    "assignments": [str(one) for one in AssignmentAction],
    "meetings": [str(one) for one in MeetingAction],
    "protocols": [str(one) for one in ProtocolAction],
}


REPORT = Report(no=1, text="Засыпано", at=NOW, by_id="person-assignee.yard")


def assignments() -> Iterable[Assignment]:
    """One in each state, of each of some officials and bodies."""
    people = ("person-assignee", "person-assignee.yard", "person-lead.roads", "person-pos")
    bodies = (None, "roads", "yard")
    for number, (status, person, body) in enumerate(itertools.product(AssignmentStatus, people, bodies)):
        yield Assignment(
            id=f"a{number:03d}",
            updated_at=NOW,
            number=f"{number}",
            text="Засыпать яму",
            responsible_id=person,
            organization_id=body,
            status=str(status),
            secretary_id="person-info",
            due_on="2026-05-20" if number % 2 else "2026-07-20",
            reports=[REPORT] if status == "REPORTED" else [],
        )


def protocols() -> Iterable[Protocol]:
    """One in each state, of each of some secretaries."""
    for number, (status, secretary) in enumerate(
        itertools.product(ProtocolStatus, ("person-pos", "person-info"))
    ):
        yield Protocol(
            id=f"p{number:03d}",
            updated_at=NOW,
            meeting_id=f"m{number}",
            meeting_number=f"{number}",
            number=number + 1 if status in ("SIGNED", "DISPATCHED") else None,
            year=2026,
            date="2026-05-20",
            form="IN_PERSON",
            status=str(status),
            secretary_id=secretary,
            participant_ids=["person-lead.roads"],
        )


def meetings() -> Iterable[Meeting]:
    """One in each state and form, of each of some secretaries."""
    secretaries = ("person-pos", "person-info")
    for number, (status, form, secretary) in enumerate(
        itertools.product(MeetingStatus, ("IN_PERSON", "ABSENTEE"), secretaries)
    ):
        yield Meeting(
            id=f"m{number:03d}",
            updated_at=NOW,
            number=f"{number}",
            form=form,
            status=str(status),
            title="О ямах",
            planned_at=NOW,
            secretary_id=secretary,
            participants=[
                Participant(person_id="person-lead.roads", full_name="Руководитель направления"),
                Participant(person_id="person-assignee", full_name="Исполнитель", kind="INVITEE"),
            ],
        )


@pytest.fixture(scope="module", autouse=True)
async def filled(town: Town) -> None:
    """Objects in every state."""
    several: tuple[list[Record], ...] = ([*assignments()], [*meetings()], [*protocols()])
    for records in several:
        for record in records:
            record.derive()
        rows = [record.to_row() for record in records]
        await town.store.collection(records[0].collection_name()).insert_many(rows)


async def every(town: Town, login: str, name: str) -> list[dict[str, Any]]:
    """All rows of a list, with what each allows."""
    query = f"{{ {name}(first: 100) {{ nodes {{ id status allowedActions {{ action allowed }} }} }} }}"
    nodes: list[dict[str, Any]] = (await ask(town, login, query))[name]["nodes"]
    return nodes


async def waiting(town: Town, login: str, name: str, actions: list[str], **more: Any) -> list[str]:
    """The ids that wait; the list is asked page by page from its end, and its count must be theirs."""
    kind = f"{name.removesuffix('s').capitalize()}Filter"
    query = f"""query($f: {kind}, $b: String) {{ {name}(filter: $f, last: 7, before: $b) {{
        nodes {{ id }} totalCount {{ value }} pageInfo {{ hasPreviousPage startCursor }} }} }}"""
    found: list[str] = []
    before = None
    while True:
        page = (await ask(town, login, query, f={"allowedAction": actions, **more}, b=before))[name]
        found = [*(one["id"] for one in page["nodes"]), *found]
        if not page["pageInfo"]["hasPreviousPage"]:
            assert page["totalCount"]["value"] == len(found)
            return found
        before = page["pageInfo"]["startCursor"]


@pytest.mark.parametrize("name", ACTIONS)
async def test_the_filter_gives_the_rows_that_allow_one_of_the_actions_and_no_other(
    town: Town, name: str
) -> None:
    met: set[str] = set()
    for login in PEOPLE:
        rows = await every(town, login, name)
        for actions in (*([one] for one in ACTIONS[name]), ACTIONS[name]):
            names = {camel(one.lower()) for one in actions}
            expected = [
                row["id"]
                for row in rows
                if any(one["allowed"] and one["action"] in names for one in row["allowedActions"])
            ]
            assert await waiting(town, login, name, actions) == expected, (login, actions)
            met |= set(actions) if expected else set()
    assert met == set(ACTIONS[name])


async def test_what_waits_is_narrowed_by_the_other_filters(town: Town) -> None:
    mine = await waiting(town, "assignee", "assignments", ["REPORT_ASSIGNMENT"])
    late = await waiting(town, "assignee", "assignments", ["REPORT_ASSIGNMENT"], isOverdue=True)
    assert set(late) < set(mine)
    assert late
    assert await waiting(town, "assignee", "assignments", ["REPORT_ASSIGNMENT"], isOpen=False) == []
    assert await waiting(town, "assignee", "assignments", ["REPORT_ASSIGNMENT"], isOpen=True) == mine


async def test_open_assignments_are_those_neither_completed_nor_cancelled(town: Town) -> None:
    query = "query($o: Boolean) { assignments(first: 100, filter: {isOpen: $o}) { nodes { status } } }"
    states = {
        is_open: {
            one["status"] for one in (await ask(town, "head", query, o=is_open))["assignments"]["nodes"]
        }
        for is_open in (True, False)
    }
    assert states[False] == {"COMPLETED", "CANCELLED"}
    assert states[True] == {str(one) for one in AssignmentStatus} - states[False]


async def test_who_may_do_none_of_it_does_not_ask_the_store_for_it(town: Town) -> None:
    for name, actions in ACTIONS.items():
        with town.recorder.capturing() as sent:
            assert await waiting(town, "admin", name, actions) == []
        assert list(sent.of(name)) == []
