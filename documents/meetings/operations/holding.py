"""Holding a meeting in person: attendance, opening, speakers, votes in the room, closing; and that it was not held."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, Problem, Problems
from documents.cases.checks import COMMENT_LIMIT, TEXT_LIMIT, text_within
from documents.center.calendars import calendar_of
from documents.kernel.write.change import Change
from documents.kernel.write.operation import operation
from documents.meetings import events
from documents.meetings.calling import calling_gaps
from documents.meetings.document import Heard, KeptQuorum, Meeting
from documents.meetings.guards import (
    its_day_has_come,
    no_vote_goes_on,
    of_form,
    quorum_is_missing,
    quorum_now,
    quorum_suffices,
)
from documents.meetings.proposals import follow_agenda
from documents.meetings.rules import AWAY, MACHINE, THERE, chair_takes_part, is_equal, unmarked
from documents.meetings.voted import voted
from documents.members.curatorship import acting_now, not_effective

MOST_SPEECHES = 100
REASON_LIMIT = 1_000
VOTES = {"in_favour": "inFavour", "against": "against", "abstained": "abstained"}

Facts = Mapping[str, Any]
Row = Mapping[str, Any]


def _marks(facts: Facts) -> Iterable[Problem]:
    """A check: each is marked once, as there or away; away for a good reason says which."""
    seen: set[str] = set()
    if not facts.get("marks"):
        yield Invalid("required", path=("marks",))
    for index, one in enumerate(facts.get("marks") or ()):
        path, reason = ("marks", str(index)), one.get("absence_reason") or ""
        if one["person_id"] in seen:
            yield Invalid("duplicate", path=(*path, "personId"))
        seen.add(one["person_id"])
        if one["attendance"] not in THERE | AWAY:
            yield Invalid("unknown_value", path=(*path, "attendance"))
        if one["attendance"] == "ABSENT_EXCUSED" and not reason.strip():
            yield Invalid("required", path=(*path, "reason"))
        if len(reason) > REASON_LIMIT:
            yield Invalid("too_long", path=(*path, "reason"), limit=REASON_LIMIT)
        if one.get("is_late") and one["attendance"] not in THERE:
            yield Invalid("exactly_one", path=(*path, "isLate"))


@operation(
    title="Отметить явку",
    action=Action.MEETING_RECORD,
    record=Meeting,
    machine=MACHINE,
    read=Action.MEETING_READ,
    guards=(of_form("record_attendance"), its_day_has_come),
    checks=(_marks,),
)
async def record_attendance(change: Change, meeting: Meeting, *, marks: Sequence[Row]) -> Meeting:
    """Note who is there, in the room or from afar, who is not and why, and who came late; a later mark replaces the
    earlier one. Raises: INVALID (`not_a_participant`)."""
    named = {one["person_id"]: one for one in marks}
    called = {one.person_id for one in meeting.participants}
    strange = [index for index, one in enumerate(marks) if one["person_id"] not in called]
    if strange:
        raise Problems(
            [Invalid("not_a_participant", path=("marks", str(one), "personId")) for one in strange]
        )
    after = [{**one.model_dump(), **named.get(one.person_id, {})} for one in meeting.participants]
    return await change.save(meeting, events.ATTENDANCE_RECORDED, participants=after)


@operation(
    title="Открыть заседание",
    action=Action.MEETING_CHAIR,
    record=Meeting,
    machine=MACHINE,
    read=Action.MEETING_READ,
    refusal=not_effective,
    guards=(of_form("open_meeting"), its_day_has_come, quorum_suffices),
)
async def open_meeting(change: Change, meeting: Meeting) -> Meeting:
    """Open the meeting as the effective curator of this very moment, who chairs it (III.2/2; invariants 2, 3, 5, 6).

    Raises: NOT_EFFECTIVE_CURATOR, INVALID (`chair_not_participant`, `not_a_member` where a membership has ended since).
    """
    chair = await chair_now(change, meeting)
    after = [one.model_dump() for one in meeting.participants]
    for one in after:
        if one["person_id"] == chair["chair_id"] and one["attendance"] not in THERE:
            one |= {"attendance": "PRESENT", "absence_reason": None}
    return await change.save(meeting, events.OPENED, **chair, opened_at=change.now, participants=after)


async def chair_now(change: Change, meeting: Meeting) -> dict[str, Any]:
    """Return who chairs a meeting that begins now and in which capacity: the effective curator, who takes part in it.

    Raises: NOT_EFFECTIVE_CURATOR, INVALID (`chair_not_participant`, and what keeps a meeting from being scheduled).
    """
    acting = await acting_now(change)
    chair = {"chair_id": acting.person_id, "chair_capacity": acting.capacity}
    if not chair_takes_part({**meeting.to_row(), **chair}):
        raise Invalid("chair_not_participant", path=("id",))
    gaps = calling_gaps(change.reference, meeting, change.now)
    if gaps:
        raise Problems(gaps)
    return chair


@operation(
    title="Записать выступление",
    action=Action.MEETING_RECORD,
    record=Meeting,
    machine=MACHINE,
    read=Action.MEETING_READ,
    guards=(of_form("record_speaker"),),
    checks=(text_within("summary", "summary", TEXT_LIMIT),),
)
async def record_speaker(
    change: Change, meeting: Meeting, *, order: int, person_id: str, summary: str
) -> Meeting:
    """Note who spoke to a question, and what he said in short. Raises: INVALID (`unknown_item`, `not_a_participant`,
    `too_many`)."""
    speaker = next((one for one in meeting.participants if one.person_id == person_id), None)
    if speaker is None:
        raise Invalid("not_a_participant", path=("personId",))
    agenda = _agenda(meeting, order)
    heard = agenda[order - 1]["heard"]
    if len(heard) >= MOST_SPEECHES:
        raise Invalid("too_many", path=("order",), limit=MOST_SPEECHES)
    spoken = Heard(person_id=person_id, full_name=speaker.full_name, summary=summary)
    agenda[order - 1]["heard"] = [*heard, spoken.model_dump()]
    return await change.save(meeting, events.SPEAKER_RECORDED, facts={"order": order}, agenda=agenda)


def _votes(facts: Facts) -> Iterable[Problem]:
    given = {name: facts.get(name, 0) for name in VOTES}
    for name, count in given.items():
        if count < 0:
            yield Invalid("out_of_range", path=(VOTES[name],))
    if sum(given.values()) == 0:
        yield Invalid("required", path=("inFavour",))
    if facts.get("chair_choice") not in (None, "FOR", "AGAINST"):
        yield Invalid("unknown_value", path=("chairChoice",))


@operation(
    title="Записать итоги голосования",
    action=Action.MEETING_RECORD,
    record=Meeting,
    machine=MACHINE,
    read=Action.MEETING_READ,
    guards=(of_form("record_votes"),),
    checks=(_votes,),
)
async def record_votes(
    change: Change,
    meeting: Meeting,
    *,
    order: int,
    in_favour: int,
    against: int = 0,
    abstained: int = 0,
    chair_choice: str | None = None,
) -> Meeting:
    """Note how the members in the room voted on a question; where votes are equal that of the chair decides (§2.6).

    Raises: INVALID (`unknown_item`, `more_votes_than_members`, `chair_choice_required`, `votes_not_equal`).
    """
    agenda = _agenda(meeting, order)
    if in_favour + against + abstained > quorum_now(change.reference, meeting.to_row()).present:
        raise Invalid("more_votes_than_members", path=("inFavour",))
    if is_equal(in_favour, against) and chair_choice is None:
        raise Invalid("chair_choice_required", path=("chairChoice",))
    if not is_equal(in_favour, against) and chair_choice is not None:
        raise Invalid("votes_not_equal", path=("chairChoice",))
    agenda[order - 1]["voted"] = voted(in_favour, against, abstained, chair_choice)
    return await change.save(meeting, events.VOTES_RECORDED, facts={"order": order}, agenda=agenda)


@operation(
    title="Закрыть заседание",
    action=Action.MEETING_CHAIR,
    record=Meeting,
    machine=MACHINE,
    read=Action.MEETING_READ,
    refusal=not_effective,
    guards=(of_form("close_meeting"),),
)
async def close_meeting(change: Change, meeting: Meeting) -> Meeting:
    """Close the meeting: it was held on the day it was opened. Raises: NOT_EFFECTIVE_CURATOR, INVALID
    (`attendance_required`)."""
    await acting_now(change)
    missing = unmarked(meeting.to_row())
    if missing:
        raise Problems([Invalid("attendance_required", path=("participants", str(one))) for one in missing])
    day = calendar_of(change.reference).day_of(meeting.opened_at or change.now)
    return await change.save(
        meeting, events.CLOSED, held_on=day.isoformat(), quorum=kept_quorum(change, meeting)
    )


def kept_quorum(change: Change, meeting: Meeting) -> dict[str, Any]:
    """Return the quorum of a meeting that ends, as it is stored."""
    counted = quorum_now(change.reference, meeting.to_row())
    return KeptQuorum(
        rule=counted.rule, members=counted.members, present=counted.present, needed=counted.needed
    ).model_dump()


@operation(
    title="Признать заседание несостоявшимся",
    action=Action.MEETING_CHAIR,
    record=Meeting,
    machine=MACHINE,
    read=Action.MEETING_READ,
    refusal=not_effective,
    guards=(its_day_has_come, no_vote_goes_on, quorum_is_missing),
    checks=(text_within("reason", "reason", COMMENT_LIMIT),),
)
async def declare_not_held(change: Change, meeting: Meeting, *, reason: str) -> Meeting:
    """Declare that the meeting was not held for want of a mandatory quorum, with a reason; participants are told."""
    if not change.is_by_system:
        await acting_now(change)
    after = await change.save(
        meeting, events.NOT_HELD, not_held_reason=reason, quorum=kept_quorum(change, meeting)
    )
    await follow_agenda(change, after)
    return after


def _agenda(meeting: Meeting, order: int) -> list[dict[str, Any]]:
    """The agenda to be changed. Raises: INVALID (`unknown_item`) where it has no such question."""
    if not 1 <= order <= len(meeting.agenda):
        raise Invalid("unknown_item", path=("order",))
    return [one.model_dump() for one in sorted(meeting.agenda, key=lambda one: one.order)]
