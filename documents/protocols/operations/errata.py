"""Errata: what is wrong in a signed protocol is put right by a protocol of its own, reviewed and signed the same way
(invariant 8)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, Problem, Problems
from auth.policy.decide import allows, plan
from auth.policy.explaining import refusal
from auth.policy.table import Moment
from auth.principal import Principal
from documents.center.calendars import calendar_of
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import Effect, operation
from documents.organizations.receiving import touch_work_guard
from documents.protocols.cancelling import items_written
from documents.protocols.document import Item, Protocol
from documents.protocols.rules import IMMUTABLE, MACHINE
from documents.protocols.writing import checked_people, text_problems

ERRATUM_DRAFTED = event("protocol.erratum_drafted", "protocols", "Проект исправления протокола создан")

Facts = Mapping[str, Any]
Row = Mapping[str, Any]


def _written(facts: Facts) -> Iterable[Problem]:
    items = facts.get("items") or ()
    if not items:
        yield Invalid("required", path=("items",))
    yield from text_problems(items)


def _drafted_keys(facts: Facts, who: Principal) -> Row:
    # Who the secretary is stands in the protocol; the body looks there before anything else.
    return {"access_keys": [f"secretary:{who.subject}"]}


@operation(
    title="Создать проект исправления протокола",
    action=Action.PROTOCOL_DRAFT,
    record=Protocol,
    effect=Effect.CREATES,
    machine=MACHINE,
    read=Action.PROTOCOL_READ,
    preview=_drafted_keys,
    checks=(_written,),
)
async def draft_erratum(
    change: Change, *, protocol_id: str, items: Sequence[Row], is_demo: bool = False
) -> Protocol:
    """Begin an erratum to a signed protocol, by the head or its secretary; it is dated by the day on which it is drafted.

    Raises: FORBIDDEN, INVALID (`unknown_protocol`, `protocol_not_signed`, `erratum_of_erratum` and those of the texts).
    """
    protocol = _open_to_correct(change, await change.get(Protocol, protocol_id))
    # Of two drafted at the same moment each gets a number of its own.
    touch_work_guard(change, protocol.id)
    written = await items_written(change, items)
    problems = checked_people(change.reference, written)
    if problems:
        raise Problems(problems)
    day = calendar_of(change.reference).day_of(change.now)
    of_meeting = await change.find(Protocol, {"meeting_id": protocol.meeting_id})
    erratum = Protocol(
        id=await change.new_id(),
        updated_at=change.now,
        meeting_id=protocol.meeting_id,
        meeting_number=protocol.meeting_number,
        corrects_id=protocol.id,
        erratum_no=max((one.erratum_no or 0 for one in of_meeting), default=0) + 1,
        year=day.year,
        date=day.isoformat(),
        place=protocol.place,
        form=protocol.form,
        status=MACHINE.initial,
        secretary_id=_secretary(change, protocol),
        participant_ids=protocol.participant_ids,
        voter_ids=protocol.voter_ids,
        items=[Item.model_validate(one) for one in written],
        is_demo=is_demo,
    )
    return await change.create(erratum, ERRATUM_DRAFTED)


def _secretary(change: Change, protocol: Protocol) -> str:
    """Who keeps the draft: the protocol's secretary; who drafts it himself where that one has left (invariant 26)."""
    secretary = change.reference.row("persons", protocol.secretary_id)
    return protocol.secretary_id if secretary is None or secretary["is_active"] else change.subject


def _open_to_correct(change: Change, protocol: Protocol | None) -> Protocol:
    """The protocol, where the caller may draft. One that he may not see is as unknown as one that is not there."""
    who = change.who
    if protocol is None or (
        who is not None and not plan(who, Action.PROTOCOL_READ).admits(protocol.access_keys)
    ):
        raise Invalid("unknown_protocol", path=("protocolId",))
    row = {"access_keys": [f"secretary:{protocol.secretary_id}"]}
    if who is not None and not allows(who, Action.PROTOCOL_DRAFT, row, moment=Moment.AFTER).allowed:
        step, about = change.operation.words, Protocol.type_name(row)
        raise refusal(who, Action.PROTOCOL_DRAFT, row, about=about, step=step, moment=Moment.AFTER)
    if protocol.status not in IMMUTABLE:
        raise Invalid("protocol_not_signed", path=("protocolId",))
    if protocol.corrects_id is not None:
        raise Invalid("erratum_of_erratum", path=("protocolId",))
    return protocol
