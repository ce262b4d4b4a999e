"""Calling a meeting: draft, schedule, update, move, cancel (III.4.3/4)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, Problem, Problems
from auth.principal import Principal
from documents.cases.checks import COMMENT_LIMIT, text_within
from documents.kernel.write.change import Change
from documents.kernel.write.operation import Effect, operation
from documents.meetings import events
from documents.meetings.calling import (
    calling_gaps,
    calling_problems,
    people_problems,
    source_problems,
    voting_window,
    written_agenda,
    written_participants,
)
from documents.meetings.document import Meeting
from documents.meetings.materials import judged_anew
from documents.meetings.numbers import MEETINGS
from documents.meetings.proposals import follow_agenda
from documents.meetings.rules import MACHINE, MeetingStatus

KEPT: Any = object()
"""What is not named in an update stays as it is; null clears it."""

TIMES = ("planned_at", "voting_to")

Row = Mapping[str, Any]
Facts = Mapping[str, Any]


def _keys(facts: Facts, who: Principal) -> Row:
    return {"access_keys": [f"secretary:{facts.get('secretary_id')}"]}


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise Problems(problems)


@operation(
    title="Создать проект заседания",
    action=Action.MEETING_SCHEDULE,
    record=Meeting,
    effect=Effect.CREATES,
    machine=MACHINE,
    read=Action.MEETING_READ,
    preview=_keys,
    checks=(calling_problems,),
)
async def draft_meeting(
    change: Change,
    *,
    form: str,
    title: str,
    planned_at: datetime,
    secretary_id: str,
    place: str | None = None,
    voting_to: datetime | None = None,
    participants: Sequence[Row] = (),
    agenda: Sequence[Row] = (),
    is_demo: bool = False,
) -> Meeting:
    """Begin a meeting; what is missing is asked for when it is scheduled.

    Raises: INVALID (`unknown_person`, `unknown_id`, and those of the texts), INACTIVE_TARGET.
    """
    snapshot = change.reference
    named = {"secretary_id": secretary_id, "participants": participants, "agenda": agenda}
    _refuse([*people_problems(snapshot, named), *await source_problems(change, agenda)])
    meeting = Meeting(
        id=await change.new_id(),
        updated_at=change.now,
        number=await MEETINGS.next(snapshot, planned_at, change.number),
        form=form,
        status=MACHINE.initial,
        title=title,
        planned_at=planned_at,
        place=place,
        **voting_window(snapshot, form, planned_at, voting_to),
        convened_by_id=change.subject,
        secretary_id=secretary_id,
        participants=written_participants(snapshot, participants),
        agenda=written_agenda(agenda),
        is_demo=is_demo,
    )
    return await change.create(meeting, events.DRAFTED)


@operation(
    title="Назначить заседание",
    action=Action.MEETING_SCHEDULE,
    record=Meeting,
    machine=MACHINE,
    read=Action.MEETING_READ,
)
async def schedule_meeting(change: Change, meeting: Meeting) -> Meeting:
    """Call the meeting: its participants see it from now on and are told.

    Raises: INVALID (`in_the_past`, `not_a_member`, `not_a_participant`, `required`, `not_for_this_form`,
    `voting_too_short`).
    """
    _refuse(
        [*_past(change, meeting.planned_at), *calling_gaps(change.reference, meeting, meeting.planned_at)]
    )
    after = await change.save(meeting, events.SCHEDULED, convened_by_id=change.subject)
    await follow_agenda(change, after)
    return after


@operation(
    title="Изменить заседание",
    action=Action.MEETING_SCHEDULE,
    record=Meeting,
    machine=MACHINE,
    read=Action.MEETING_READ,
    checks=(calling_problems,),
    replaces_text=True,
)
async def update_meeting(
    change: Change,
    meeting: Meeting,
    *,
    title: str | None = None,
    place: str | None = KEPT,
    planned_at: datetime | None = None,
    voting_to: datetime | None = KEPT,
    secretary_id: str | None = None,
    participants: Sequence[Row] | None = None,
    agenda: Sequence[Row] | None = None,
) -> Meeting:
    """Change what a meeting is called with; a scheduled one keeps its time, which is moved with a reason.

    Raises: INVALID (`nothing_to_change`, `moved_with_a_reason`, and those of drafting and scheduling).
    """
    named = {"secretary_id": secretary_id, "participants": participants, "agenda": agenda}
    _refuse([*people_problems(change.reference, named), *await source_problems(change, agenda or ())])
    sets: dict[str, Any] = {"title": title, "planned_at": planned_at, "secretary_id": secretary_id}
    sets = {name: value for name, value in sets.items() if value is not None}
    if place is not KEPT:
        sets["place"] = place
    if voting_to is not KEPT or planned_at is not None:
        ends = meeting.voting_to if voting_to is KEPT else voting_to
        sets |= voting_window(change.reference, meeting.form, planned_at or meeting.planned_at, ends)
    if participants is not None:
        sets["participants"] = written_participants(change.reference, participants, meeting.participants)
    if agenda is not None:
        sets["agenda"] = written_agenda(agenda)
    if not sets:
        raise Invalid("nothing_to_change")
    if "planned_at" in sets:
        sets |= judged_anew(change.reference, meeting, sets["planned_at"])
    after = await _updated(change, meeting, sets)
    await follow_agenda(change, after, before=meeting)
    return after


async def _updated(change: Change, meeting: Meeting, sets: Facts) -> Meeting:
    if meeting.status == MeetingStatus.DRAFT:
        return await change.save(meeting, events.UPDATED, **sets)
    moved = [name for name in TIMES if name in sets and sets[name] != getattr(meeting, name)]
    _refuse([Invalid("moved_with_a_reason", path=(PATHS[name],)) for name in moved])
    _refuse(calling_gaps(change.reference, meeting.replaced(sets), meeting.planned_at))
    called = {one.person_id for one in meeting.participants}
    added = [one["person_id"] for one in sets.get("participants", ()) if one["person_id"] not in called]
    if added:
        return await change.save(meeting, events.RECOMPOSED, facts={events.CALLED_IDS: added}, **sets)
    return await change.save(meeting, events.UPDATED, **sets)


PATHS = {"planned_at": "plannedAt", "voting_to": "votingTo"}


@operation(
    title="Перенести заседание",
    action=Action.MEETING_SCHEDULE,
    record=Meeting,
    machine=MACHINE,
    read=Action.MEETING_READ,
    checks=(text_within("reason", "reason", COMMENT_LIMIT),),
)
async def move_meeting(
    change: Change, meeting: Meeting, *, planned_at: datetime, reason: str, voting_to: datetime | None = None
) -> Meeting:
    """Set another time for a scheduled meeting, with a reason; its participants are told. Whether materials are late is
    judged by the new day.

    Raises: INVALID (`in_the_past`, `nothing_to_change`, and those of scheduling for the new day).
    """
    window = voting_window(change.reference, meeting.form, planned_at, voting_to)
    if planned_at == meeting.planned_at and window["voting_to"] == meeting.voting_to:
        raise Invalid("nothing_to_change", path=("plannedAt",))
    after = meeting.replaced({"planned_at": planned_at, **window})
    _refuse([*_past(change, planned_at), *calling_gaps(change.reference, after, planned_at)])
    # Who had come already has to come again.
    anew = [
        {**one.model_dump(), "attendance": None, "absence_reason": None, "is_late": False}
        for one in meeting.participants
    ]
    return await change.save(
        meeting,
        events.MOVED,
        planned_at=planned_at,
        **window,
        participants=anew,
        move_reason=reason,
        **judged_anew(change.reference, meeting, planned_at),
    )


@operation(
    title="Отменить заседание",
    action=Action.MEETING_CANCEL,
    record=Meeting,
    machine=MACHINE,
    read=Action.MEETING_READ,
    checks=(text_within("reason", "reason", COMMENT_LIMIT),),
)
async def cancel_meeting(change: Change, meeting: Meeting, *, reason: str) -> Meeting:
    """Cancel a scheduled meeting, with a reason; its participants are told."""
    after = await change.save(meeting, events.CANCELLED, cancellation_reason=reason)
    await follow_agenda(change, after)
    return after


def _past(change: Change, planned_at: datetime) -> list[Problem]:
    return [Invalid("in_the_past", path=("plannedAt",))] if planned_at <= change.now else []
