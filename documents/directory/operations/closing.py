"""Closing an organization in two steps: announced, it takes no new work; once what was under way is over and handed on, it
closes."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from auth.actions import Action
from auth.errors import InactiveTarget, Invalid, InvalidTransition, Problem
from auth.texts.wording import Text
from documents.assignments.document import Assignment
from documents.assignments.rules import MACHINE as ASSIGNMENT
from documents.cases.document import Case
from documents.cases.statuses import OPEN
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import GuardContext, StateGuard, of_state, operation, operations
from documents.organizations.document import Organization
from documents.statistics.suppression import SMALLEST

CLOSING = event("organization.closing", "organizations", "Объявлено закрытие организации")
KEPT_OPEN = event("organization.kept_open", "organizations", "Закрытие организации отменено")
CLOSED = event("organization.closed", "organizations", "Организация закрыта")

LONGEST_TRANSACTION = timedelta(seconds=60)
"""How long a transaction may live (MongoDB's own limit): a routing that began before the announcement is over by then."""

MOST_COUNTED = 1_000
LEAVES: Mapping[str, str] = {
    "begin_closing_organization": "ACTIVE",
    "cancel_closing_organization": "CLOSING",
    "close_organization": "CLOSING",
}
"""Operation → the state that it leaves."""

WORK: Mapping[str, Any] = {"status": {"$in": sorted(OPEN)}}
ORDERED: Mapping[str, Any] = {"status": {"$in": sorted(ASSIGNMENT.open)}}
"""What still waits for somebody, of cases and of assignments."""


STATES: Mapping[str, str] = {"ACTIVE": "Действует", "CLOSING": "Закрывается", "CLOSED": "Закрыта"}
"""State of an organization → what people call it."""


def _leaves(name: str) -> StateGuard:
    @of_state("state")
    def guard(row: Mapping[str, Any], guard_context: GuardContext) -> Problem | None:
        """Require that the organization is in the state that this step leaves."""
        if row["state"] == LEAVES[name]:
            return None
        ways = [operations()[one] for one, state in LEAVES.items() if state == row["state"]]
        step = operations()[name]
        return InvalidTransition(
            status=row["state"],
            event=step.shown_name,
            allowed=[one.shown_name for one in ways],
            state=Text(STATES[row["state"]], row["state"]),
            step=step.words,
            ways=[one.words for one in ways],
        )

    return guard


@operation(
    title="Объявить закрытие организации",
    action=Action.REFERENCE_MANAGE,
    record=Organization,
    read=Action.DIRECTORY_READ,
    guards=(_leaves("begin_closing_organization"),),
)
async def begin_closing_organization(change: Change, organization: Organization) -> Organization:
    """Announce that an organization closes: nothing is routed to it from now on. What it has stays until it is handed over.

    Raises: INVALID_TRANSITION for one that is not active.
    """
    return await change.save(organization, CLOSING, state="CLOSING", closing_since=change.now)


@operation(
    title="Отменить закрытие организации",
    action=Action.REFERENCE_MANAGE,
    record=Organization,
    read=Action.DIRECTORY_READ,
    guards=(_leaves("cancel_closing_organization"),),
)
async def cancel_closing_organization(change: Change, organization: Organization) -> Organization:
    """Keep an organization open after all. Raises: INVALID_TRANSITION for one that is not closing."""
    return await change.save(organization, KEPT_OPEN, state="ACTIVE", closing_since=None)


@operation(
    title="Закрыть организацию",
    action=Action.REFERENCE_MANAGE,
    record=Organization,
    read=Action.DIRECTORY_READ,
    guards=(_leaves("close_organization"),),
)
async def close_organization(change: Change, organization: Organization) -> Organization:
    """Close an organization that has nothing left to do, at the earliest a minute after it was announced.

    Raises: INVALID_TRANSITION for one that is not closing, INVALID (`closing_too_fresh`), INACTIVE_TARGET (`open_work`)
    with the `work` by kind and count where there is any (the count is null for fewer than three).
    """
    earliest = closes_from(organization)
    if change.now < earliest:
        raise Invalid(
            "closing_too_fresh", path=("id",), notBefore=earliest.isoformat(timespec="seconds") + "Z"
        )
    work = await open_work(change, organization.id)
    if work:
        told = [{"kind": kind, "count": count if count >= SMALLEST else None} for kind, count in work.items()]
        raise InactiveTarget(path=("id",), rule="open_work", work=told)
    return await change.save(organization, CLOSED, state="CLOSED")


def closes_from(organization: Organization) -> datetime:
    """Return the earliest moment at which a closing organization may be closed."""
    assert organization.closing_since is not None
    return organization.closing_since + LONGEST_TRANSACTION


async def open_work(change: Change, organization_id: str) -> dict[str, int]:
    """Return what is open at an organization, by kind of case or ASSIGNMENT, read in the transaction; ORGANIZATION are
    organizations below it that are not closed, TOPIC topics that go to it by default. Kinds of which there is nothing are
    left out."""
    found: dict[str, int] = {}
    for case in await change.find(Case, {"recipient_id": organization_id, **WORK}, at_most=MOST_COUNTED):
        found[case.kind] = found.get(case.kind, 0) + 1
    ordered = {"organization_id": organization_id, **ORDERED}
    found["ASSIGNMENT"] = len(await change.find(Assignment, ordered, at_most=MOST_COUNTED))
    bodies, topics = change.reference.rows("organizations"), change.reference.rows("topics")
    below = [one for one in bodies if one["parent_id"] == organization_id and one["state"] != "CLOSED"]
    found["ORGANIZATION"] = len(below)
    found["TOPIC"] = sum(one["default_recipient_id"] == organization_id for one in topics)
    return {kind: count for kind, count in found.items() if count}
