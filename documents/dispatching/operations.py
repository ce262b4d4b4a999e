"""Operations on what was dispatched: an acknowledgement that came otherwise than by the official's own account (III.2)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, Problem
from documents.assignments.document import Assignment
from documents.cases.checks import text_within
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import GuardContext, of_state, operation
from documents.protocols.document import Dispatch, Protocol
from documents.protocols.rules import ProtocolStatus

NOTED = event("protocol.acknowledgement_recorded", "protocols", "Отмечено ознакомление ответственного")
NOTED_FOR_ANOTHER = event(
    "assignment.acknowledged_on_behalf", "assignments", "Ознакомление отмечено за исполнителя"
)

VIA_LIMIT = 300

Row = Mapping[str, Any]


@of_state("status")
def was_dispatched(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that the protocol was sent out: before, there is nothing to acknowledge."""
    is_sent = row["status"] == ProtocolStatus.DISPATCHED
    return None if is_sent else Invalid("not_dispatched", path=("id",))


@operation(
    title="Отметить ознакомление с протоколом",
    action=Action.PROTOCOL_DISPATCH,
    record=Protocol,
    read=Action.PROTOCOL_READ,
    guards=(was_dispatched,),
    checks=(text_within("via", "via", VIA_LIMIT),),
)
async def record_acknowledgement(
    change: Change, protocol: Protocol, *, person_id: str, via: str, acknowledged_at: datetime | None = None
) -> Protocol:
    """Record for an official that what was sent to him has been read, when and how that came; what the protocol gives him is
    acknowledged with it.

    Raises: INVALID (`not_sent_to`, `already_acknowledged`, `in_the_future`, `before_dispatch`).
    """
    sent = _waiting(protocol, person_id)
    at = acknowledged_at or change.now
    if at > change.now:
        raise Invalid("in_the_future", path=("acknowledgedAt",))
    if at < sent.sent_at:
        raise Invalid("before_dispatch", path=("acknowledgedAt",))
    noted = {"acknowledged_at": at, "acknowledged_via": via, "acknowledged_by_id": change.subject}
    for one in await _given(change, protocol, person_id):
        await change.save(
            one,
            NOTED_FOR_ANOTHER,
            status="ACKNOWLEDGED",
            acknowledged_at=at,
            acknowledged_by_id=change.subject,
        )
    return await change.save(protocol, NOTED, dispatches=_with(protocol, person_id, noted))


def _waiting(protocol: Protocol, person_id: str) -> Dispatch:
    """What was sent to an official and is not acknowledged. Raises: INVALID."""
    to_him = [one for one in protocol.dispatches if one.person_id == person_id]
    if not to_him:
        raise Invalid("not_sent_to", path=("personId",))
    waiting = [one for one in to_him if one.acknowledged_at is None]
    if not waiting:
        raise Invalid("already_acknowledged", path=("personId",))
    return waiting[-1]


async def _given(change: Change, protocol: Protocol, person_id: str) -> list[Assignment]:
    where = {
        "protocol_id": protocol.id,
        "responsible_id": person_id,
        "series_id": None,
        "status": "ISSUED",
    }
    return list(await change.find(Assignment, where))


def _with(protocol: Protocol, person_id: str, noted: Row) -> list[dict[str, Any]]:
    return [
        {
            **one.model_dump(),
            **(noted if one.person_id == person_id and one.acknowledged_at is None else {}),
        }
        for one in protocol.dispatches
    ]
