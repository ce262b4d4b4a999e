"""Operations on people who leave: hand over what is open on them, and deactivate them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from auth.actions import Action
from auth.errors import InactiveTarget, Invalid, Problem
from auth.policy.decide import allows
from auth.roles import DECREE_ROLES
from documents.assignments.document import Assignment
from documents.cases.document import Case
from documents.cases.routed import Routing
from documents.dispatching.passing_on import pass_on
from documents.handover.work import WORKS, Work, WorkKind, left_behind, open_on
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import operation
from documents.members.administering import refuse_ending_the_last
from documents.members.curatorship import MEMBERS_LOCK
from documents.members.document import Membership
from documents.members.operations.granting import REVOKED
from documents.organizations.document import Person
from documents.organizations.receiving import seize_work_guards, touch_work_guard
from documents.organizations.tree import organization_with_units

SUBMISSION_HANDED = event("submission.handed_over", "cases", "Передано другому исполнителю")
INCIDENT_HANDED = event("incident.handed_over", "cases", "Инцидент передан другому исполнителю")
ASSIGNMENT_HANDED = event("assignment.handed_over", "assignments", "Поручение передано другому лицу")
PROTOCOL_HANDED = event("protocol.handed_over", "protocols", "Проект протокола передан другому секретарю")
MEETING_HANDED = event("meeting.handed_over", "meetings", "Заседание передано другому секретарю")
DEACTIVATED = event("person.deactivated", "persons", "Должностное лицо больше не принимает работу")

AT_ONCE = 100
"""How many objects one transaction hands over; the next one goes on where it stopped."""

REASON_LIMIT = 4_000

Facts = Mapping[str, Any]


@dataclass
class Handed:
    """What one transaction handed over, what it had to leave with the person, and whether nothing else is open."""

    moved: Counter[WorkKind] = field(default_factory=Counter)
    left: Counter[WorkKind] = field(default_factory=Counter)
    is_complete: bool = True
    passed: list[Assignment] = field(default_factory=list)
    """Those for which another is responsible now."""

    @property
    def is_full(self) -> bool:
        """Whether the transaction has taken as much as it may."""
        return self.moved.total() >= AT_ONCE


def _reasoned(facts: Facts) -> Iterable[Problem]:
    reason = str(facts.get("reason") or "")
    if not reason.strip():
        yield Invalid("required", path=("reason",))
    elif len(reason) > REASON_LIMIT:
        yield Invalid("too_long", path=("reason",), limit=REASON_LIMIT)


@operation(
    title="Передать работу другому лицу",
    action=Action.ASSIGNMENT_ISSUE,
    record=Person,
    read=Action.DIRECTORY_READ,
    checks=(_reasoned,),
)
async def hand_over_person_work(change: Change, person: Person, *, to_id: str, reason: str) -> Handed:
    """Hand over what is open on a person to another one, up to 100 objects a transaction.

    The head gives work to people (III.4.3/3); each object moves under the action that moves it in daily life, keeps its
    state and its clock, and has its own event. Cases stay in the organization they were sent to: where the other person does
    not work there, they are left. Who becomes responsible for what a protocol gave is sent its extract, and a link where he
    has no account. Asked again, it goes on. Raises: INVALID (`same_person`, `unknown_person`),
    INACTIVE_TARGET.
    """
    to = await _receiving(change, person, to_id)
    handed = await _all_handed(change, person, to, reason)
    await pass_on(change, handed.passed, from_id=person.id, to=to)
    return handed


async def _all_handed(change: Change, person: Person, to: Person, reason: str) -> Handed:
    """Move as much as one transaction may; what."""
    handed = Handed()
    for work in WORKS.values():
        for one in await open_on(change, work, person.id):
            if handed.is_full:
                handed.is_complete = False
                return handed
            if not _may(change, work, one) or not _fits(change, one, to):
                handed.left[work.kind] += 1
                continue
            if work.kind is WorkKind.ASSIGNMENT and one.responsible_id == person.id:
                handed.passed.append(one)
            await _hand_over(change, work.kind, one, person.id, to.id, reason)
            handed.moved[work.kind] += 1
    return handed


@operation(
    title="Деактивировать должностное лицо",
    action=Action.REFERENCE_MANAGE,
    record=Person,
    read=Action.DIRECTORY_READ,
)
async def deactivate_person(change: Change, person: Person) -> Person:
    """Let a person take no new work and act no more. What is open on him is handed over first (INACTIVE_TARGET with the
    list), roles of the decree are ended first by their act; technical roles are revoked with it.

    Raises: INVALID (`already_inactive`, `oneself`, `holds_a_role`, `last_administrator`), INACTIVE_TARGET (`work`: kind,
    count, ids).
    """
    change.touch_lock_row(MEMBERS_LOCK)
    await seize_work_guards(change)
    if not person.is_active:
        raise Invalid("already_inactive", path=("id",))
    if person.id == change.subject:
        raise Invalid("oneself", path=("id",))
    held = [
        one
        for one in await change.find(Membership, {"person_id": person.id})
        if one.valid_to is None or one.valid_to > max(change.now, one.valid_from)
    ]
    if any(one.role in DECREE_ROLES for one in held):
        raise Invalid("holds_a_role", path=("id",))
    await refuse_ending_the_last(change, held, change.now)
    work = await left_behind(change, person.id)
    if work:
        raise InactiveTarget(path=("id",), rule="open_work", work=work)
    for one in held:
        ends = max(change.now, one.valid_from)
        await change.save(one, REVOKED, valid_to=ends, ended_by_id=change.subject)
    return await change.save(person, DEACTIVATED, is_active=False)


async def _receiving(change: Change, person: Person, to_id: str) -> Person:
    if to_id == person.id:
        raise Invalid("same_person", path=("toId",))
    to = await change.get(Person, to_id)
    if to is None:
        raise Invalid("unknown_person", path=("toId",))
    if not to.is_active:
        raise InactiveTarget(path=("toId",))
    touch_work_guard(change, person.id)
    return to


def _may(change: Change, work: Work, one: Any) -> bool:
    """Whether the caller may hand over this object by the action that is its own; the change goes on under it then."""
    if change.who is None:
        return True
    authorization = allows(change.who, work.hands_over, one.to_row())
    if authorization.allowed:
        change.go_on_under(work.hands_over, authorization, one.to_row())
    return authorization.allowed


def _fits(change: Change, one: Any, to: Person) -> bool:
    """Whether the work may lie with the person: a case stays inside the organization it was sent to (I.2.3)."""
    if not isinstance(one, Case) or one.recipient_id is None:
        return True
    return to.organization_id in organization_with_units(change.reference, one.recipient_id)


async def _hand_over(change: Change, kind: WorkKind, one: Any, from_id: str, to_id: str, reason: str) -> None:
    if kind is WorkKind.SUBMISSION:
        await change.save(one, SUBMISSION_HANDED, **_case_fields(change, one, from_id, to_id, reason))
    elif kind is WorkKind.INCIDENT:
        await change.save(one, INCIDENT_HANDED, **_case_fields(change, one, from_id, to_id, reason))
    elif kind is WorkKind.ASSIGNMENT:
        await change.save(one, ASSIGNMENT_HANDED, **_assignment_fields(one, from_id, to_id))
    elif kind is WorkKind.PROTOCOL:
        await change.save(one, PROTOCOL_HANDED, secretary_id=to_id)
    else:
        await change.save(one, MEETING_HANDED, secretary_id=to_id)


def _case_fields(change: Change, case: Case, from_id: str, to_id: str, reason: str) -> dict[str, Any]:
    assignee_id = _instead(case.assignee_id, from_id, to_id)
    found: dict[str, Any] = {
        "assignee_id": assignee_id,
        "co_assignee_ids": _all_instead(case.co_assignee_ids, from_id, to_id, without=assignee_id),
    }
    if case.recipient_id is not None:
        # A routing inside the organization, told like every other, with its reason; the clock is not restarted.
        routing = Routing(
            to_organization_id=case.recipient_id,
            to_person_id=assignee_id,
            by_id=change.subject,
            at=change.now,
            reason=reason,
        )
        found["routings"] = [*(one.model_dump() for one in case.routings), routing.model_dump()]
    return found


def _assignment_fields(one: Any, from_id: str, to_id: str) -> dict[str, Any]:
    responsible_id = _instead(one.responsible_id, from_id, to_id)
    return {
        "responsible_id": responsible_id,
        "co_executor_ids": _all_instead(one.co_executor_ids, from_id, to_id, without=responsible_id),
        "controller_id": _instead(one.controller_id, from_id, to_id),
    }


def _instead(person_id: str | None, from_id: str, to_id: str) -> str | None:
    return to_id if person_id == from_id else person_id


def _all_instead(ids: Iterable[str], from_id: str, to_id: str, *, without: str | None) -> list[str]:
    replaced = (to_id if one == from_id else one for one in ids)
    return [one for one in dict.fromkeys(replaced) if one != without]
