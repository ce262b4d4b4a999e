"""Decisions that cancel assignments: what they name, what keeps them from being signed, and what the signature brings about
(§5.2 of the domain: by a later protocol only)."""

from collections.abc import Iterator, Sequence

from auth.actions import Action
from auth.errors import Invalid, Problem, Problems
from auth.policy.decide import plan
from documents.assignments import events
from documents.assignments.deadline import LOCAL_DAYS
from documents.assignments.document import Assignment
from documents.assignments.rules import MACHINE, AssignmentStatus
from documents.kernel.write.change import Change
from documents.protocols.document import CancelledAssignment, Protocol
from documents.protocols.writing import Path, Row, written_items


async def items_written(change: Change, items: Sequence[Row]) -> list[dict[str, object]]:
    """Return the items as they are stored, with the numbers of what they cancel.

    Raises: INVALID (`unknown_assignment`) for what is not there, or not the caller's to see.
    """
    numbers: dict[str, str] = {}
    problems: list[Problem] = []
    for path, assignment_id in _named(items):
        assignment = await change.get(Assignment, assignment_id)
        if assignment is None or not _is_seen(change, assignment):
            problems.append(Invalid("unknown_assignment", path=path))
        else:
            numbers[assignment_id] = assignment.number
    if problems:
        raise Problems(problems)
    return written_items(change.reference, items, numbers)


def _named(items: Sequence[Row]) -> Iterator[tuple[Path, str]]:
    for at, item in enumerate(items):
        for number, decision in enumerate(item.get("decisions") or ()):
            for index, one in enumerate(decision.get("cancels_ids") or ()):
                yield ("items", str(at), "decisions", str(number), "cancelsIds", str(index)), one


def _is_seen(change: Change, assignment: Assignment) -> bool:
    return change.who is None or plan(change.who, Action.ASSIGNMENT_READ).admits(assignment.access_keys)


async def cancelling_problems(change: Change, protocol: Protocol) -> list[Problem]:
    """Return what keeps the protocol from cancelling what it names: named twice, done or cancelled already, or ordered
    later than it decides."""
    found: list[Problem] = []
    seen: set[str] = set()
    for path, _, one in _cancellations(protocol):
        rule = "duplicate" if one.assignment_id in seen else await _refused(change, protocol, one)
        if rule is not None:
            found.append(Invalid(rule, path=path))
        seen.add(one.assignment_id)
    return found


def _cancellations(protocol: Protocol) -> Iterator[tuple[Path, str, CancelledAssignment]]:
    for at, item in enumerate(protocol.items):
        for number, decision in enumerate(item.decisions):
            for index, one in enumerate(decision.cancels):
                path = ("items", str(at), "decisions", str(number), "cancelsIds", str(index))
                yield path, decision.no, one


async def _refused(change: Change, protocol: Protocol, named: CancelledAssignment) -> str | None:
    assignment = await change.get(Assignment, named.assignment_id)
    if assignment is None:
        return "unknown_assignment"
    if MACHINE.move(assignment.status, "cancel_assignment") is None:
        return "not_cancellable"
    return "ordered_later" if await _ordered_on(change, assignment) > protocol.date else None


async def _ordered_on(change: Change, assignment: Assignment) -> str:
    """The local day (ISO) on which it was ordered: that of its protocol, else that of its issue."""
    ordering = await change.get(Protocol, assignment.protocol_id) if assignment.protocol_id else None
    if ordering is not None:
        return ordering.date
    return LOCAL_DAYS.day_of(assignment.issued_at or assignment.updated_at).isoformat()


async def call_off(change: Change, protocol: Protocol) -> None:
    """Cancel what the decisions of a protocol cancel, once it is signed; each tells by which decision."""
    for _, number, one in _cancellations(protocol):
        assignment = await change.get(Assignment, one.assignment_id)
        if assignment is not None:
            await change.save(
                assignment,
                events.CANCELLED,
                status=AssignmentStatus.CANCELLED.value,
                cancelled_at=change.now,
                cancelling_protocol_id=protocol.id,
                cancelling_decision_no=number,
            )
