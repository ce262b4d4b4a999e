"""What an assignment that is given outside a meeting must name, and what it is stored as (III.4.3/3)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from auth.errors import InactiveTarget, Invalid, Problem
from auth.roles import Role
from documents.assignments.deadline import LOCAL_DAYS
from documents.assignments.document import Assignment
from documents.assignments.recurring import WORDS, AssignmentPeriod
from documents.kernel.read.reference import Snapshot
from documents.kernel.write.change import Change
from documents.members.rules import active_on

CONTROLLERS = frozenset({Role.CURATOR.value, Role.CENTER_HEAD.value})
"""Whose work it is to accept reports."""

CO_EXECUTORS_LIMIT = 100

Facts = Mapping[str, Any]


def issue_problems(facts: Facts) -> Iterable[Problem]:
    """Check an input: one responsible official, and a day or a period, not both (invariant 9)."""
    helpers: Sequence[str] = facts.get("co_executor_ids") or ()
    if facts["responsible_id"] in helpers:
        yield Invalid("one_responsible", path=("coExecutorIds",))
    if len(helpers) > CO_EXECUTORS_LIMIT:
        yield Invalid("too_many", path=("coExecutorIds",), limit=CO_EXECUTORS_LIMIT)
    for index, one in enumerate(helpers):
        if one in helpers[:index]:
            yield Invalid("duplicate", path=("coExecutorIds", str(index)))
    if facts.get("due_on") is None and facts.get("period") is None:
        yield Invalid("due_required", path=("dueOn",))
    if facts.get("due_on") is not None and facts.get("period") is not None:
        yield Invalid("exactly_one", path=("period",))


def naming_problems(change: Change, facts: Facts) -> Iterator[Problem]:
    """Yield problems with whom an input names: unknown, taking no new work, or nobody who accepts reports; and with a day
    that is over."""
    named = [("responsibleId", facts["responsible_id"])]
    named += [(f"coExecutorIds.{index}", one) for index, one in enumerate(facts["co_executor_ids"])]
    for path, person_id in named:
        person = change.reference.row("persons", person_id)
        if person is None:
            yield Invalid("unknown_person", path=tuple(path.split(".")))
        elif not person["is_active"]:
            yield InactiveTarget(path=tuple(path.split(".")))
    if facts["organization_id"] is not None:
        body = change.reference.row("organizations", facts["organization_id"])
        if body is None:
            yield Invalid("unknown_organization", path=("organizationId",))
        elif body["state"] != "ACTIVE":
            yield InactiveTarget(path=("organizationId",))
    if facts["controller_id"] is not None and facts["controller_id"] not in _controllers(change):
        yield Invalid("not_a_controller", path=("controllerId",))
    due_on = facts["due_on"]
    if due_on is not None and due_on < LOCAL_DAYS.day_of(change.now):
        yield Invalid("in_the_past", path=("dueOn",))


def _controllers(change: Change) -> frozenset[str]:
    held = active_on(change.reference.rows("memberships"), change.now)
    return frozenset(one["person_id"] for one in held if one["role"] in CONTROLLERS)


async def numbered(change: Change, **facts: Any) -> Assignment:
    """Return an assignment that is issued now, under the next number of the local year."""
    year = LOCAL_DAYS.day_of(change.now).year
    return Assignment(
        id=await change.new_id(),
        updated_at=change.now,
        number=f"П-{year}-{await change.number(f'assignments-{year}'):06d}",
        status="ISSUED",
        issued_at=change.now,
        **facts,
    )


def term_of(due_on: date | None, period: str | None) -> dict[str, Any]:
    """Return a term as it is stored: a day, or the words of a period."""
    return {
        "due_on": None if due_on is None else due_on.isoformat(),
        "recurrence": None if period is None else WORDS[AssignmentPeriod(period)],
    }


def body_of(snapshot: Snapshot, organization_id: str | None, responsible_id: str) -> str | None:
    """Return the organization that carries it out: the named one, else that of the official; None where there is none."""
    if organization_id is not None:
        return organization_id
    person = snapshot.row("persons", responsible_id)
    return person["organization_id"] if person is not None else None
