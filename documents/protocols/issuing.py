"""What a dispatch brings about: the list of those who were sent the protocol, and the assignments of its decisions."""

from collections.abc import Mapping, Sequence
from typing import Any

from auth.errors import Invalid, Problem, Problems
from auth.roles import Role
from documents.assignments import events
from documents.assignments.document import Assignment
from documents.kernel.calendar import Calendar
from documents.kernel.ids import global_id
from documents.kernel.write.change import Change
from documents.members.curatorship import holder
from documents.protocols.document import Dispatch, Protocol
from documents.protocols.rules import assignments_of, uncovered

LOCAL_DAYS = Calendar({})
"""A number carries the local year of its issue; days off do not matter for that."""

Row = Mapping[str, Any]


def dispatches(change: Change, protocol: Protocol, recipients: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the entries of the dispatch list. Raises: INVALID (`unknown_person`, `officials_not_covered` with
    `missing`)."""
    found: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for index, one in enumerate(recipients):
        person = change.reference.row("persons", one["person_id"])
        if person is None:
            problems.append(Invalid("unknown_person", path=("recipients", str(index), "personId")))
            continue
        sent = Dispatch(
            person_id=one["person_id"], full_name=person["full_name"], sent_at=change.now, via=one["via"]
        )
        found.append(sent.model_dump())
    missing = uncovered(protocol.to_row()["items"], [one["person_id"] for one in recipients])
    if missing:
        ids = [global_id("Person", person_id) for person_id in missing]
        problems.append(Invalid("officials_not_covered", path=("recipients",), missing=ids))
    if problems:
        raise Problems(problems)
    return found


async def issue_assignments(change: Change, protocol: Protocol) -> list[Assignment]:
    """Issue every assignment that the decisions order, controlled by the head (III.4.3/3); none where they order none."""
    year = LOCAL_DAYS.day_of(change.now).year
    controller_id = holder(change.reference, Role.CENTER_HEAD, change.now)
    issued = []
    for ordered in assignments_of(protocol.to_row()):
        assignment = Assignment(
            id=await change.new_id(),
            updated_at=change.now,
            number=f"П-{year}-{await change.number(f'assignments-{year}'):06d}",
            protocol_id=protocol.id,
            controller_id=controller_id,
            secretary_id=protocol.secretary_id,
            status="ISSUED",
            issued_at=change.now,
            is_demo=protocol.is_demo,
            **ordered,
        )
        issued.append(await change.create(assignment, events.ISSUED))
    return issued
