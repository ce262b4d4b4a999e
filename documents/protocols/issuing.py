"""What a dispatch brings about: the list of those who were sent the protocol, and the assignments of its decisions."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from auth.errors import InactiveTarget, Invalid, Problem, Problems
from auth.roles import Role
from documents.assignments import events
from documents.assignments.document import Assignment
from documents.assignments.issuing import numbered
from documents.kernel.ids import global_id
from documents.kernel.write.change import Change
from documents.members.curatorship import holder
from documents.organizations.receiving import touch_work_guard
from documents.protocols.document import Dispatch, Protocol
from documents.protocols.rules import assignments_of, responsible_ids, uncovered

Row = Mapping[str, Any]


def dispatches(change: Change, protocol: Protocol, recipients: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the entries of the dispatch list; who has left since the signing is replaced by whoever takes over.

    Raises: INVALID (`unknown_person`, `not_responsible`, `still_in_office`, `officials_not_covered` with `missing`),
    INACTIVE_TARGET (`left_since_signing`).
    """
    touch_work_guard(change, protocol.id)
    items = protocol.to_row()["items"]
    found: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for index, one in enumerate(recipients):
        path = ("recipients", str(index))
        person = change.reference.row("persons", one["person_id"])
        if person is None:
            problems.append(Invalid("unknown_person", path=(*path, "personId")))
            continue
        if not person["is_active"]:
            problems.append(InactiveTarget(path=(*path, "personId"), rule="left_since_signing"))
        problems += _replaced(change, items, one.get("instead_of_id"), (*path, "insteadOfId"))
        sent = Dispatch(
            person_id=one["person_id"],
            full_name=person["full_name"],
            sent_at=change.now,
            via=one["via"],
            instead_of_id=one.get("instead_of_id"),
        )
        found.append(sent.model_dump())
    covered = [one[key] for one in recipients for key in ("person_id", "instead_of_id") if one.get(key)]
    missing = uncovered(items, covered)
    if missing:
        ids = [global_id("Person", person_id) for person_id in missing]
        problems.append(Invalid("officials_not_covered", path=("recipients",), missing=ids))
    if problems:
        raise Problems(problems)
    return found


def _replaced(
    change: Change, items: Sequence[Row], left_id: str | None, path: tuple[str, ...]
) -> Iterator[Problem]:
    """Problems with whom a recipient stands for: he was given something, and has left."""
    if left_id is None:
        return
    person = change.reference.row("persons", left_id)
    if left_id not in responsible_ids(items):
        yield Invalid("not_responsible", path=path)
    elif person is not None and person["is_active"]:
        yield Invalid("still_in_office", path=path)


async def issue_assignments(change: Change, protocol: Protocol) -> list[Assignment]:
    """Issue every assignment that the decisions order, controlled by the head (III.4.3/3), to whoever takes over where an
    official has left; none where they order none."""
    instead = {one.instead_of_id: one.person_id for one in protocol.dispatches if one.instead_of_id}
    controller_id = holder(change.reference, Role.CENTER_HEAD, change.now)
    issued = []
    for ordered in assignments_of(protocol.to_row()):
        assignment = await numbered(
            change,
            protocol_id=protocol.id,
            controller_id=controller_id,
            secretary_id=protocol.secretary_id,
            is_demo=protocol.is_demo,
            **ordered | _officials(ordered, instead),
        )
        issued.append(await change.create(assignment, events.ISSUED))
    return issued


def _officials(ordered: Row, instead: Mapping[str, str]) -> dict[str, Any]:
    """Who does what a decision orders, once those who have left are replaced: each once, the responsible one first."""
    responsible_id = instead.get(ordered["responsible_id"], ordered["responsible_id"])
    helpers = dict.fromkeys(instead.get(one, one) for one in ordered["co_executor_ids"])
    return {
        "responsible_id": responsible_id,
        "co_executor_ids": [one for one in helpers if one != responsible_id],
    }
