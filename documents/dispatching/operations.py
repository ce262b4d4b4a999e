"""Operations on what was dispatched: extracts that go out by e-mail, the links with them, and an acknowledgement that came
otherwise than by the official's own account (III.2)."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, NotFound, Problem
from documents.assignments.document import OPEN, Assignment
from documents.cases.checks import text_within
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import GuardContext, of_state, operation
from documents.links.document import GuestLink
from documents.links.rules import is_readable, told_token
from documents.protocols.document import Dispatch, ExtractLetter, Protocol, waits
from documents.protocols.posting import address_of_official, is_ordered, new_link, who_sign_in
from documents.protocols.rules import ProtocolStatus

NOTED = event("protocol.acknowledgement_recorded", "protocols", "Отмечено ознакомление ответственного")
NOTED_FOR_ANOTHER = event(
    "assignment.acknowledged_on_behalf", "assignments", "Ознакомление отмечено за исполнителя"
)
NOTED_BY_LINK = event("protocol.acknowledged_by_link", "protocols", "Ответственный ознакомился по ссылке")
ACKNOWLEDGED_BY_LINK = event(
    "assignment.acknowledged_by_link", "assignments", "Исполнитель ознакомился по ссылке"
)
EXTRACT_QUEUED = event("protocol.extract_queued", "protocols", "Выписка отправляется ответственному")
EXTRACT_SENT = event("protocol.extract_sent", "protocols", "Выписка отправлена ответственному")
EXTRACT_NOT_SENT = event("protocol.extract_not_sent", "protocols", "Выписка не отправлена ответственному")
LINK_REVOKED = event("protocol.acknowledgement_link_revoked", "protocols", "Ссылка для ознакомления отозвана")

BY_LINK = "По ссылке из письма"
"""How an acknowledgement came that the official made by his link."""

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
    for one in await _given(change, protocol, person_id, {"ISSUED"}):
        await change.save(
            one,
            NOTED_FOR_ANOTHER,
            status="ACKNOWLEDGED",
            acknowledged_at=at,
            acknowledged_by_id=change.subject,
        )
    return await change.save(protocol, NOTED, dispatches=_acknowledged(protocol, sent, noted))


@operation(
    title="Отправить выписку из протокола по электронной почте",
    action=Action.PROTOCOL_DISPATCH,
    record=Protocol,
    read=Action.PROTOCOL_READ,
    guards=(was_dispatched,),
)
async def send_extract(change: Change, protocol: Protocol, *, person_id: str) -> Protocol:
    """Have the extract go out to an official by e-mail, once more perhaps; to who has no account with the same link as long
    as it can be followed, and a new one after it.

    Raises: INVALID (`not_sent_to`, `not_responsible`, `no_address_of_official`).
    """
    sent, path = _sent_to(protocol, person_id), ("personId",)
    if not is_ordered(protocol.to_row()["items"], sent.model_dump()):
        raise Invalid("not_responsible", path=path)
    if address_of_official(change.reference, person_id) is None:
        raise Invalid("no_address_of_official", path=path)
    link = sent.link
    if person_id in await who_sign_in(change, {person_id}):
        link = None
    elif link is None or not _is_told(change, protocol, link):
        link = await new_link(change, protocol)
    number = sent.letter.letter_no + 1 if sent.letter is not None else 1
    letter = ExtractLetter(letter_no=number)
    return await change.save(
        protocol, EXTRACT_QUEUED, dispatches=_with(protocol, sent, letter=letter, link=link)
    )


@operation(
    title="Отозвать ссылку для ознакомления с протоколом",
    action=Action.PROTOCOL_DISPATCH,
    record=Protocol,
    read=Action.PROTOCOL_READ,
    guards=(was_dispatched,),
)
async def revoke_acknowledgement_link(change: Change, protocol: Protocol, *, person_id: str) -> Protocol:
    """Revoke the link of an official: it opens nothing any more, and what he was sent stays sent.

    Raises: INVALID (`not_sent_to`, `no_link_to_acknowledge`).
    """
    sent = _sent_to(protocol, person_id)
    if sent.link is None or not is_readable(sent.link, change.now):
        raise Invalid("no_link_to_acknowledge", path=("personId",))
    link = sent.link.model_copy(update={"revoked_at": change.now})
    return await change.save(protocol, LINK_REVOKED, dispatches=_with(protocol, sent, link=link))


@operation(
    title="Отметить, что стало с письмом с выпиской",
    action=Action.PROTOCOL_DISPATCH,
    record=Protocol,
    by_system=True,
)
async def note_extract(
    change: Change, protocol: Protocol, *, person_id: str, letter_no: int, fault: str | None = None
) -> Protocol:
    """Note that an extract went out, or why it did not, whatever else became of the protocol meanwhile: else it would go out
    again. Raises: INVALID (`not_queued`) where it is not to go out any more, or another letter is."""
    sent = _sent_to(protocol, person_id)
    if sent.letter is None or sent.letter.letter_no != letter_no or not waits(sent.letter):
        raise Invalid("not_queued", path=("id",))
    if fault is not None:
        letter = sent.letter.model_copy(update={"fault": fault})
        facts = {"fault": fault}
        return await change.save(
            protocol, EXTRACT_NOT_SENT, facts=facts, dispatches=_with(protocol, sent, letter=letter)
        )
    letter = sent.letter.model_copy(update={"sent_at": change.now})
    return await change.save(protocol, EXTRACT_SENT, dispatches=_with(protocol, sent, letter=letter))


@operation(
    title="Ознакомиться с поручениями протокола по ссылке",
    action=Action.PROTOCOL_DISPATCH,
    record=Protocol,
    by_system=True,
)
async def acknowledge_by_link(change: Change, protocol: Protocol, *, digest: str) -> Protocol:
    """Take the acknowledgement of who followed the link, once; what the protocol gives him is acknowledged with it.

    Raises: NOT_FOUND for a link that opens nothing any more; INVALID (`already_acknowledged`).
    """
    sent = next(
        (one for one in protocol.dispatches if one.link is not None and one.link.digest == digest), None
    )
    if sent is None or sent.link is None or not is_readable(sent.link, change.now):
        raise NotFound
    given = await _given(change, protocol, sent.person_id, OPEN)
    if not given:
        raise NotFound
    if sent.acknowledged_at is not None:
        raise Invalid("already_acknowledged", path=("id",))
    for one in given:
        if one.status == "ISSUED":
            await change.save(
                one,
                ACKNOWLEDGED_BY_LINK,
                status="ACKNOWLEDGED",
                acknowledged_at=change.now,
                acknowledged_by_id=sent.person_id,
            )
    noted = {"acknowledged_at": change.now, "acknowledged_via": BY_LINK}
    link = sent.link.model_copy(update={"used_at": change.now})
    return await change.save(
        protocol, NOTED_BY_LINK, dispatches=_acknowledged(protocol, sent, noted, link=link)
    )


def _is_told(change: Change, protocol: Protocol, link: GuestLink) -> bool:
    """Whether a link can still be followed, and told again."""
    return is_readable(link, change.now) and told_token(change.vault, protocol.id, link) is not None


def _sent_to(protocol: Protocol, person_id: str) -> Dispatch:
    """What was sent to an official last. Raises: INVALID."""
    to_him = [one for one in protocol.dispatches if one.person_id == person_id]
    if not to_him:
        raise Invalid("not_sent_to", path=("personId",))
    return to_him[-1]


def _waiting(protocol: Protocol, person_id: str) -> Dispatch:
    """What was sent to an official and is not acknowledged. Raises: INVALID."""
    sent = _sent_to(protocol, person_id)
    if sent.acknowledged_at is not None:
        raise Invalid("already_acknowledged", path=("personId",))
    return sent


async def _given(
    change: Change, protocol: Protocol, person_id: str, statuses: Collection[str]
) -> list[Assignment]:
    """What the protocol gives an official, in these states; the periods of what recurs come later."""
    where = {"protocol_id": protocol.id, "responsible_id": person_id, "series_id": None}
    return [one for one in await change.find(Assignment, where) if one.status in statuses]


def _acknowledged(protocol: Protocol, sent: Dispatch, noted: Row, **sets: Any) -> list[dict[str, Any]]:
    """The dispatch list where an official has acknowledged all that he was sent: what was handed over to him since, too."""
    return [
        (
            one.model_copy(update={**noted, **(sets if one is sent else {})})
            if one.person_id == sent.person_id and one.acknowledged_at is None
            else one
        ).model_dump()
        for one in protocol.dispatches
    ]


def _with(protocol: Protocol, sent: Dispatch, **sets: Any) -> list[dict[str, Any]]:
    """The dispatch list with what is written of one entry."""
    return [(one.model_copy(update=sets) if one is sent else one).model_dump() for one in protocol.dispatches]
