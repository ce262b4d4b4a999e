"""What is open on a person: by kind, found by the keys that the work itself carries, read inside a transaction."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from auth.actions import Action
from auth.policy.decide import plan
from documents.assignments.document import Assignment
from documents.assignments.rules import AssignmentStatus
from documents.cases.document import Case
from documents.cases.statuses import OPEN
from documents.kernel.ids import global_id
from documents.kernel.record import Record
from documents.kernel.write.change import Change
from documents.meetings.document import Meeting
from documents.meetings.rules import MeetingStatus
from documents.protocols.document import Protocol
from documents.protocols.rules import ProtocolStatus

MOST = 1_000
"""How many objects of a kind are looked at in one transaction."""

MOST_SHOWN = 20
"""How many ids of a kind a refusal names."""


class WorkKind(StrEnum):
    """Kinds of work that somebody may leave behind."""

    SUBMISSION = "SUBMISSION"
    INCIDENT = "INCIDENT"
    ASSIGNMENT = "ASSIGNMENT"
    PROTOCOL = "PROTOCOL"
    MEETING = "MEETING"


@dataclass(frozen=True)
class Work:
    """Where one kind of work is kept: the states that are open, how it names its person, and the rights on it.

    `hands_over` is the action by which such work goes to another person in daily life.
    """

    kind: WorkKind
    record: type[Record]
    key: str
    statuses: frozenset[str]
    read: Action
    hands_over: Action
    case_kinds: frozenset[str] = frozenset()

    def condition(self, person_id: str) -> dict[str, Any]:
        """Return what finds it for a person."""
        return {"access_keys": f"{self.key}:{person_id}", "status": {"$in": sorted(self.statuses)}}


A, M, P = AssignmentStatus, MeetingStatus, ProtocolStatus
OPEN_CASES = frozenset(status.value for status in OPEN)
OPEN_ASSIGNMENTS = frozenset({A.ISSUED, A.ACKNOWLEDGED, A.IN_PROGRESS, A.REPORTED})

WORKS: Mapping[WorkKind, Work] = {
    one.kind: one
    for one in (
        Work(
            WorkKind.SUBMISSION,
            Case,
            "person",
            OPEN_CASES,
            Action.SUBMISSION_READ,
            Action.SUBMISSION_ROUTE,
            frozenset({"MESSAGE", "APPEAL"}),
        ),
        Work(
            WorkKind.INCIDENT,
            Case,
            "person",
            OPEN_CASES,
            Action.INCIDENT_READ,
            Action.INCIDENT_ROUTE,
            frozenset({"INCIDENT"}),
        ),
        Work(
            WorkKind.ASSIGNMENT,
            Assignment,
            "person",
            OPEN_ASSIGNMENTS,
            Action.ASSIGNMENT_READ,
            Action.ASSIGNMENT_ISSUE,
        ),
        # What is signed never changes (invariant 8): its dispatch is open to the head and the curator.
        Work(
            WorkKind.PROTOCOL,
            Protocol,
            "secretary",
            frozenset({P.DRAFT, P.IN_REVIEW, P.READY_FOR_SIGNATURE}),
            Action.PROTOCOL_READ,
            Action.PROTOCOL_DRAFT,
        ),
        Work(
            WorkKind.MEETING,
            Meeting,
            "secretary",
            frozenset({M.DRAFT, M.SCHEDULED, M.IN_SESSION, M.VOTING, M.VOTING_CLOSED}),
            Action.MEETING_READ,
            Action.MEETING_SCHEDULE,
        ),
    )
}


async def open_on(change: Change, work: Work, person_id: str) -> Sequence[Any]:
    """Return the open objects of a kind that a person is on, as they are in this transaction, in the order of their ids."""
    found: dict[str, Record] = {}
    for condition in _conditions(work, person_id):
        for one in await change.find(work.record, condition, at_most=MOST):
            found[one.id] = one
    return [
        one
        for _, one in sorted(found.items())
        if not work.case_kinds or one.to_row()["kind"] in work.case_kinds
    ]


def _conditions(work: Work, person_id: str) -> Iterator[dict[str, Any]]:
    yield work.condition(person_id)
    if work.kind is WorkKind.ASSIGNMENT:
        # The controller has no key of his own: he sees assignments as a member or as the head.
        yield {"controller_id": person_id, "status": {"$in": sorted(work.statuses)}}


async def left_behind(change: Change, person_id: str) -> list[dict[str, Any]]:
    """Return what is open on a person, for a refusal: kind, count (up to 1 000), and up to 20 global ids of what the caller
    may see; empty where nothing is. A kind of which the caller sees nothing is told by its count alone."""
    told = []
    for work in WORKS.values():
        found = await open_on(change, work, person_id)
        if not found:
            continue
        seen = plan(change.who, work.read) if change.who is not None else None
        ids = [
            global_id(work.record.type_name(one.to_row()), one.id)
            for one in found
            if seen is not None and seen.admits(one.keys())
        ]
        told.append({"kind": work.kind.value, "count": min(len(found), MOST), "ids": ids[:MOST_SHOWN]})
    return told
