"""Operations on protocols: draft, submit, ready, send back, sign, dispatch (III.2, III.4.3/5)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, Problem, Problems, SignedImmutable
from auth.policy.decide import allows, plan
from auth.policy.explaining import refusal
from auth.policy.table import Moment
from auth.principal import Principal
from documents.assignments.document import Assignment
from documents.assignments.events import ACKNOWLEDGED as ASSIGNMENT_ACKNOWLEDGED
from documents.assignments.rules import MACHINE as ASSIGNMENTS
from documents.cases.checks import COMMENT_LIMIT, text_within
from documents.kernel.read.reference import Snapshot
from documents.kernel.write.change import Change
from documents.kernel.write.events import event, follows
from documents.kernel.write.offering import impossible_now
from documents.kernel.write.operation import Effect, GuardContext, of_state, operation
from documents.kernel.write.uniqueness import UNIQUE_PROBLEMS
from documents.meetings.document import Meeting
from documents.meetings.rules import members_of
from documents.members.curatorship import CURATOR_LOCK, curatorship, not_effective
from documents.members.document import CuratorAbsence
from documents.organizations.receiving import touch_work_guard
from documents.protocols.cancelling import call_off, items_written
from documents.protocols.chain import chain_hash, link_of
from documents.protocols.document import Item, Protocol
from documents.protocols.gaps import gaps
from documents.protocols.issuing import dispatches, issue_assignments
from documents.protocols.people import named_people
from documents.protocols.posting import with_letters
from documents.protocols.rules import EDITABLE, IMMUTABLE, MACHINE, content_hash, series_of
from documents.protocols.writing import checked_people, items_of_agenda, text_problems

PROTOCOLS = "protocols"

DRAFTED = event("protocol.drafted", PROTOCOLS, "Проект протокола создан")
UPDATED = event("protocol.updated", PROTOCOLS, "Проект протокола изменён")
SUBMITTED = event("protocol.submitted", PROTOCOLS, "Проект протокола передан на согласование")
READY = event("protocol.ready", PROTOCOLS, "Протокол передан на подпись")
SENT_BACK = event("protocol.sent_back", PROTOCOLS, "Протокол возвращён на доработку")
SIGNED = event("protocol.signed", PROTOCOLS, "Протокол подписан")
CORRECTED = event("protocol.corrected", PROTOCOLS, "К протоколу подписано исправление")
DISPATCHED = event("protocol.dispatched", PROTOCOLS, "Протокол направлен ответственным")
ACKNOWLEDGED = event("protocol.acknowledged", PROTOCOLS, "Ответственный ознакомился с поручениями протокола")

PLACE_LIMIT = 500
RECIPIENTS_LIMIT = 100

OPEN = ASSIGNMENTS.open
"""States in which an assignment still waits for somebody."""

KEPT: Any = object()
"""What is not named in an update stays as it is; null clears it."""

UNIQUE_PROBLEMS["meeting_unique"] = lambda: Invalid("protocol_exists", path=("meetingId",))

Facts = Mapping[str, Any]
Row = Mapping[str, Any]


def _texts(facts: Facts) -> Iterable[Problem]:
    yield from text_problems(facts.get("items") or ())
    place = facts.get("place")
    if isinstance(place, str) and len(place) > PLACE_LIMIT:
        yield Invalid("too_long", path=("place",), limit=PLACE_LIMIT)


def _recipients(facts: Facts) -> Iterable[Problem]:
    recipients = facts.get("recipients") or ()
    if len(recipients) > RECIPIENTS_LIMIT:
        yield Invalid("too_many", path=("recipients",), limit=RECIPIENTS_LIMIT)
    seen: set[str] = set()
    for index, one in enumerate(recipients):
        if one["person_id"] in seen:
            yield Invalid("duplicate", path=("recipients", str(index), "personId"))
        if not one["via"].strip():
            yield Invalid("required", path=("recipients", str(index), "via"))
        seen.add(one["person_id"])


@of_state("status")
def still_draft(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that the text may still be edited, which ends when it is handed to the curator; what is signed never changes
    (invariant 8)."""
    return _not_draft(row, guard_context.reference, guard_context)


def _not_draft(row: Row, reference: Snapshot, guard_context: GuardContext | None) -> Problem | None:
    if row["status"] in IMMUTABLE:
        return SignedImmutable()
    if row["status"] in EDITABLE:
        return None
    return impossible_now(MACHINE, "update_protocol", row, reference, guard_context)


def _drafted_keys(facts: Facts, who: Principal) -> Row:
    # Who the secretary is stands in the meeting; the body looks there before anything else.
    return {"access_keys": [f"secretary:{who.subject}"]}


@operation(
    title="Создать проект протокола",
    action=Action.PROTOCOL_DRAFT,
    record=Protocol,
    effect=Effect.CREATES,
    machine=MACHINE,
    read=Action.PROTOCOL_READ,
    preview=_drafted_keys,
)
async def draft_protocol(
    change: Change, *, meeting_id: str, items: Sequence[Row] | None = None, is_demo: bool = False
) -> Protocol:
    """Begin the protocol of a held meeting, from its agenda where no items are given; by the head or its secretary.

    Raises: FORBIDDEN, INVALID (`unknown_meeting`, `meeting_not_held`, `protocol_exists` and those of the texts).
    """
    meeting = _open_to_draft(change, await change.get(Meeting, meeting_id))
    _refuse(list(text_problems(items or ())))
    if meeting.status != "HELD" or meeting.held_on is None:
        raise Invalid("meeting_not_held", path=("meetingId",))
    if await change.find(Protocol, {"meeting_id": meeting.id}):
        raise Invalid("protocol_exists", path=("meetingId",))
    written = await items_written(change, items) if items is not None else items_of_agenda(meeting)
    _refuse(checked_people(change.reference, written))
    protocol = Protocol(
        id=await change.new_id(),
        updated_at=change.now,
        meeting_id=meeting.id,
        meeting_number=meeting.number,
        year=date.fromisoformat(meeting.held_on).year,
        date=meeting.held_on,
        place=meeting.place if meeting.form == "IN_PERSON" else None,
        form=meeting.form,
        status=MACHINE.initial,
        chair_id=meeting.chair_id,
        secretary_id=_secretary(change, meeting),
        participant_ids=[one.person_id for one in meeting.participants],
        voter_ids=list(members_of(meeting.to_row())),
        items=[Item.model_validate(one) for one in written],
        is_demo=is_demo,
    )
    return await change.create(protocol, DRAFTED)


def _secretary(change: Change, meeting: Meeting) -> str:
    """Who keeps the draft: the meeting's secretary; who drafts it himself where that one has left (invariant 26)."""
    secretary = change.reference.row("persons", meeting.secretary_id)
    if secretary is not None and not secretary["is_active"]:
        return change.subject
    touch_work_guard(change, meeting.id)
    return meeting.secretary_id


def _open_to_draft(change: Change, meeting: Meeting | None) -> Meeting:
    """The meeting, where the caller may draft. One that he may not see is as unknown as one that is not there."""
    who = change.who
    if meeting is None or (
        who is not None and not plan(who, Action.MEETING_READ).admits(meeting.access_keys)
    ):
        raise Invalid("unknown_meeting", path=("meetingId",))
    row = {"access_keys": [f"secretary:{meeting.secretary_id}"]}
    if who is not None and not allows(who, Action.PROTOCOL_DRAFT, row, moment=Moment.AFTER).allowed:
        step, about = change.operation.words, Protocol.type_name(row)
        raise refusal(who, Action.PROTOCOL_DRAFT, row, about=about, step=step, moment=Moment.AFTER)
    return meeting


@operation(
    title="Изменить проект протокола",
    action=Action.PROTOCOL_DRAFT,
    record=Protocol,
    read=Action.PROTOCOL_READ,
    guards=(still_draft,),
    checks=(_texts,),
    replaces_text=True,
)
async def update_protocol(
    change: Change, protocol: Protocol, *, items: Sequence[Row] | None = None, place: str | None = KEPT
) -> Protocol:
    """Replace the text of a draft, also while participants review it; decisions are numbered anew within their questions."""
    refused = _not_draft(protocol.to_row(), change.reference, change.guard_context())
    if refused is not None:
        raise refused
    sets: dict[str, Any] = {}
    if items is not None:
        sets["items"] = await items_written(change, items)
        _refuse(checked_people(change.reference, sets["items"]))
    if place is not KEPT:
        sets["place"] = place
    if not sets:
        raise Invalid("nothing_to_change")
    return await change.save(protocol, UPDATED, **sets)


@operation(
    title="Передать протокол на согласование",
    action=Action.PROTOCOL_DRAFT,
    record=Protocol,
    machine=MACHINE,
    read=Action.PROTOCOL_READ,
)
async def submit_protocol(change: Change, protocol: Protocol) -> Protocol:
    """Open the draft to the participants, who may comment."""
    return await change.save(protocol, SUBMITTED, send_back_reason=None)


@operation(
    title="Передать протокол на подпись",
    action=Action.PROTOCOL_READY,
    record=Protocol,
    machine=MACHINE,
    read=Action.PROTOCOL_READ,
)
async def mark_protocol_ready(change: Change, protocol: Protocol) -> Protocol:
    """Hand the protocol to the curator for his signature. Raises: INVALID, one problem a gap (invariant 9)."""
    _refuse(await gaps(change, protocol))
    return await change.save(protocol, READY)


@operation(
    title="Вернуть протокол на доработку",
    action=Action.PROTOCOL_SEND_BACK,
    record=Protocol,
    machine=MACHINE,
    read=Action.PROTOCOL_READ,
    refusal=not_effective,
    checks=(text_within("reason", "reason", COMMENT_LIMIT),),
)
async def send_back_protocol(change: Change, protocol: Protocol, *, reason: str) -> Protocol:
    """Return the protocol unsigned, with a reason; it is a draft again."""
    return await change.save(protocol, SENT_BACK, send_back_reason=reason)


@operation(
    title="Подписать протокол",
    action=Action.PROTOCOL_SIGN,
    record=Protocol,
    machine=MACHINE,
    read=Action.PROTOCOL_READ,
    refusal=not_effective,
)
async def sign_protocol(change: Change, protocol: Protocol) -> Protocol:
    """Sign as the effective curator of this very moment, with the next number of the year of the protocol's date.

    Who acts is read again in the transaction, and the guard makes a signature and the recording of an absence at the
    same time happen one after the other (invariants 2–4, 8, 11). What it cancels is cancelled now. Raises:
    NOT_EFFECTIVE_CURATOR, INVALID.
    """
    change.touch_lock_row(CURATOR_LOCK)
    absences = [one.to_row() for one in await change.find(CuratorAbsence, {})]
    acting = curatorship(change.reference, absences, change.now)
    if change.who is None or acting.person_id is None or change.who.person_id != acting.person_id:
        raise acting.problem()
    _refuse(await gaps(change, protocol))
    number = await change.gapless_number(series_of(protocol.year))
    row, meeting = protocol.to_row(), await change.get(Meeting, protocol.meeting_id)
    signed: dict[str, Any] = {
        "number": number,
        "signed_by_id": acting.person_id,
        "signed_at": change.now,
        "signer_capacity": acting.capacity,
        "previous_hash": await _link_before(change, protocol.year, number),
    }
    signed["people"] = named_people(change.reference, {**row, **signed}, meeting and meeting.to_row())
    signed["content_hash"] = content_hash({**row, **signed})
    signed["chain_hash"] = chain_hash({"year": protocol.year, **signed})
    after = await change.save(protocol, SIGNED, **signed)
    await _tell_corrected(change, after)
    await call_off(change, after)
    return after


async def _tell_corrected(change: Change, erratum: Protocol) -> None:
    """Let a protocol tell of the erratum that was signed to it; what it says itself stays as it was signed."""
    if erratum.corrects_id is None:
        return
    corrected = await change.get(Protocol, erratum.corrects_id)
    if corrected is not None:
        await change.touch(corrected, CORRECTED, errata_ids=[*corrected.errata_ids, erratum.id])


async def _link_before(change: Change, year: int, number: int) -> str | None:
    """What the protocol with this number is bound to. Its number is drawn in the transaction, so the one before is there."""
    before = await change.find(Protocol, {"year": year, "number": number - 1}, at_most=1)
    return link_of(before[0].to_row() if before else None)


@operation(
    title="Направить протокол",
    action=Action.PROTOCOL_DISPATCH,
    record=Protocol,
    machine=MACHINE,
    read=Action.PROTOCOL_READ,
    checks=(_recipients,),
)
async def dispatch_protocol(change: Change, protocol: Protocol, *, recipients: Sequence[Row]) -> Protocol:
    """Send the signed protocol to its officials, every responsible one among them; its assignments are issued now.

    `recipients`: person_id and via each, and instead_of_id where one takes over from who has left since the signing. Raises:
    INVALID (`officials_not_covered`, `unknown_person`), INACTIVE_TARGET (`left_since_signing`) (invariant 10).
    """
    sent = await with_letters(change, protocol, dispatches(change, protocol, recipients))
    after = await change.save(protocol, DISPATCHED, dispatches=[*_sent_before(protocol), *sent])
    await issue_assignments(change, after)
    return after


def _sent_before(protocol: Protocol) -> list[dict[str, Any]]:
    return [one.model_dump() for one in protocol.dispatches]


@follows(ASSIGNMENT_ACKNOWLEDGED)
async def note_acknowledgement(change: Change, assignment: Assignment) -> None:
    """Note in the dispatch list that an official has acknowledged the last of the assignments that the protocol gives."""
    if assignment.protocol_id is None:
        return
    # Of two acknowledged at the same moment one looks again: else neither would be the last.
    touch_work_guard(change, assignment.protocol_id)
    protocol = await change.get(Protocol, assignment.protocol_id)
    # The protocol gives what it says; the periods of what recurs come later.
    given = {
        "protocol_id": assignment.protocol_id,
        "responsible_id": assignment.responsible_id,
        "series_id": None,
    }
    others = [one for one in await change.find(Assignment, given) if one.id != assignment.id]
    if protocol is None or any(one.acknowledged_at is None and one.status in OPEN for one in others):
        return
    sent = _sent_before(protocol)
    due = [
        one
        for one in sent
        if one["person_id"] == assignment.responsible_id and one["acknowledged_at"] is None
    ]
    for one in due:
        one["acknowledged_at"] = change.now
    if due:
        await change.save(protocol, ACKNOWLEDGED, dispatches=sent)


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise Problems(problems)
