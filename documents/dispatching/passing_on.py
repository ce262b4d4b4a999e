"""What comes to an official who takes over what a protocol gave to another: the extract, and the link to acknowledge by
(III.2)."""

from collections.abc import Mapping, Sequence
from typing import Any

from documents.assignments.document import Assignment
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.organizations.document import Person
from documents.organizations.receiving import touch_work_guard
from documents.protocols.document import Dispatch, Protocol, waits
from documents.protocols.posting import with_letters
from documents.protocols.rules import ProtocolStatus, assignments_of

PASSED_ON = event("protocol.passed_on", "protocols", "Выписка направляется тому, кому передано поручение")

BY_HAND_OVER = "Передача поручения"
"""By what means the list of a dispatch says that it came to who took over later."""

Row = Mapping[str, Any]


async def pass_on(change: Change, given: Sequence[Assignment], *, from_id: str, to: Person) -> None:
    """Send the protocols of assignments to who is responsible for them now, as they were sent to the one before: each once,
    with the extract by e-mail, and a link where he has no account. Who was sent it already is sent nothing."""
    # Of what recurs the protocol gives the whole; its periods go with it.
    by_protocol: dict[str, list[Assignment]] = {}
    for one in given:
        if one.protocol_id is not None and one.series_id is None:
            by_protocol.setdefault(one.protocol_id, []).append(one)
    for protocol_id, passed in by_protocol.items():
        touch_work_guard(change, protocol_id)
        protocol = await change.get(Protocol, protocol_id)
        if protocol is None or protocol.status != ProtocolStatus.DISPATCHED:
            continue
        fresh = _entries(change, protocol, passed, from_id, to)
        if fresh:
            sent = await with_letters(change, protocol, fresh)
            dispatches = _one_letter([*(one.model_dump() for one in protocol.dispatches), *sent], to.id)
            await change.save(protocol, PASSED_ON, dispatches=dispatches)


def _entries(
    change: Change, protocol: Protocol, passed: Sequence[Assignment], from_id: str, to: Person
) -> list[Row]:
    """New entries of the dispatch list, one for each official whom the protocol names and whom the other stands for now."""
    sent = {(one.person_id, one.instead_of_id or one.person_id) for one in protocol.dispatches}
    before = {named_id for person_id, named_id in sent if person_id == from_id} | {from_id}
    orders = assignments_of(protocol.to_row())
    named = dict.fromkeys(
        ordered["responsible_id"]
        for one in passed
        for ordered in orders
        if ordered["responsible_id"] in before
        and (ordered["decision_no"], ordered["text"]) == (one.decision_no, one.text)
    )
    return [
        Dispatch(
            person_id=to.id,
            full_name=to.full_name,
            sent_at=change.now,
            via=BY_HAND_OVER,
            instead_of_id=named_id,
        ).model_dump()
        for named_id in named
        if (to.id, named_id) not in sent
    ]


def _one_letter(sent: Sequence[dict[str, Any]], person_id: str) -> list[dict[str, Any]]:
    """The list where of the letters that wait to go to an official the last alone does: all bring the same extract."""
    last = max(place for place, one in enumerate(sent) if one["person_id"] == person_id)
    return [
        {**one, "letter": None}
        if one["person_id"] == person_id and place != last and _is_waiting(one)
        else one
        for place, one in enumerate(sent)
    ]


def _is_waiting(sent: Row) -> bool:
    return waits(Dispatch.model_validate(sent).letter)
