"""Inputs of the mutations on meetings."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import strawberry
from strawberry import UNSET

from documents.kernel import shapes
from documents.kernel.ids import read_global_id
from documents.meetings.calling import MOST_MINUTES, SOURCE_TYPES
from schema.meetings.types import Attendance, BallotChoice, MeetingForm, ParticipantKind
from schema.problems import Ids
from schema.shapes.kinds import Comment, Heading, Id, Instant, LongText, Many, Place, Revision, Whole

PlannedMinutes = Annotated[int, shapes.whole(1, MOST_MINUTES, kind="minutes")]


@strawberry.input(description="Somebody who takes part.")
class ParticipantInput:
    person_id: Id = strawberry.field(description="Who it is, with or without an account.")
    kind: ParticipantKind = strawberry.field(
        default=ParticipantKind.MEMBER, description="A member, who votes, or an invitee, who does not."
    )


@strawberry.input(description="One question; items are numbered in their order.")
class AgendaItemInput:
    title: Heading = strawberry.field(description="The title of the item.")
    speaker_id: Id | None = strawberry.field(default=None, description="Докладчик, one of the participants.")
    minutes: PlannedMinutes | None = strawberry.field(
        default=None, description="How many minutes are planned for it."
    )
    draft_decision: LongText | None = strawberry.field(default=None, description="The proposed decision.")
    source_ids: Many[Id] | None = strawberry.field(
        default=None, description="What it comes from: cases, topics, assignments, proposals; at most 20."
    )


@strawberry.input(description="A new meeting; what is missing is asked for when it is scheduled.")
class DraftMeetingInput:
    form: MeetingForm = strawberry.field(description="In person or absentee.")
    title: Heading = strawberry.field(description="Its title.")
    planned_at: Instant = strawberry.field(
        description="When it is planned for; of an absentee meeting, when voting begins."
    )
    secretary_id: Id = strawberry.field(description="Who writes the protocol, a member of the center.")
    place: Place | None = strawberry.field(
        default=None, description="Where it takes place; of an absentee meeting none."
    )
    voting_to: Instant | None = strawberry.field(
        default=None,
        description=(
            "When voting ends, only for absentee meetings; if absent, after the working days of the setting "
            "`votingWorkingDays`."
        ),
    )
    participants: Many[ParticipantInput] | None = strawberry.field(
        default=None, description="Members and invitees."
    )
    agenda: Many[AgendaItemInput] | None = strawberry.field(
        default=None, description="The items, at most 50."
    )


@strawberry.input(
    description=(
        "What is to be changed: an absent field stays as it is, null clears it where it may be empty. A scheduled meeting "
        "keeps its time: see `moveMeeting`."
    )
)
class UpdateMeetingInput:
    id: Id = strawberry.field(description="The meeting.")
    expected_revision: Revision = strawberry.field(description="The revision you were editing.")
    title: Heading | None = strawberry.field(default=UNSET, description="Its title.")
    planned_at: Instant | None = strawberry.field(default=UNSET, description="When it is planned for.")
    secretary_id: Id | None = strawberry.field(default=UNSET, description="Who writes the protocol.")
    place: Place | None = strawberry.field(default=UNSET, description="Where it takes place.")
    voting_to: Instant | None = strawberry.field(default=UNSET, description="When voting ends.")
    participants: Many[ParticipantInput] | None = strawberry.field(
        default=UNSET, description="All participants, replacing the previous ones."
    )
    agenda: Many[AgendaItemInput] | None = strawberry.field(
        default=UNSET, description="All items, replacing the previous ones."
    )


@strawberry.input(description="The new time of a scheduled meeting, and why.")
class MoveMeetingInput:
    id: Id = strawberry.field(description="The meeting.")
    planned_at: Instant = strawberry.field(description="When it is planned for now.")
    reason: Comment = strawberry.field(description="The reason.")
    voting_to: Instant | None = strawberry.field(default=None, description="When voting ends now.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="What was prepared for an agenda item: a note, files, or both.")
class AddMeetingMaterialInput:
    id: Id = strawberry.field(description="The meeting.")
    order: Whole = strawberry.field(description="Position of the item on the agenda.")
    note: Comment | None = strawberry.field(default=None, description="A note.")
    file_ids: Many[Id] | None = strawberry.field(
        default=None, description="Uploaded files: what `PUT /files` answered; at most 20."
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="What to say of materials.")
class RemarkMaterialInput:
    id: Id = strawberry.field(description="The meeting.")
    no: Whole = strawberry.field(description="Number of the materials within the meeting.")
    text: Comment = strawberry.field(description="The remark.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="What to take back of what one has added.")
class TakeBackMaterialInput:
    id: Id = strawberry.field(description="The meeting.")
    no: Whole = strawberry.field(description="Number of the materials within the meeting.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="How one participant attends.")
class AttendanceInput:
    person_id: Id = strawberry.field(description="Who it is.")
    attendance: Attendance = strawberry.field(description="How they attend.")
    reason: Comment | None = strawberry.field(
        default=None, description="Why they are absent; required for `ABSENT_EXCUSED`."
    )
    is_late: bool = strawberry.field(default=False, description="Whether they came late.")


@strawberry.input(description="Who attends; those who are not named stay as they were recorded.")
class RecordAttendanceInput:
    id: Id = strawberry.field(description="The meeting.")
    marks: Many[AttendanceInput] = strawberry.field(description="One for each participant.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="What somebody said to an agenda item.")
class RecordSpeakerInput:
    id: Id = strawberry.field(description="The meeting.")
    order: Whole = strawberry.field(description="Position of the item on the agenda.")
    person_id: Id = strawberry.field(description="Who spoke, one of the participants.")
    summary: LongText = strawberry.field(description="Краткое содержание.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="How the members in the room voted on an agenda item.")
class RecordVotesInput:
    id: Id = strawberry.field(description="The meeting.")
    order: Whole = strawberry.field(description="Position of the item on the agenda.")
    in_favour: Whole = strawberry.field(description="За.")
    against: Whole = strawberry.field(default=0, description="Против.")
    abstained: Whole = strawberry.field(default=0, description="Воздержались.")
    chair_choice: BallotChoice | None = strawberry.field(
        default=None, description="`FOR` or `AGAINST`, only where votes are equal."
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="A vote on one agenda item.")
class BallotAnswerInput:
    order: Whole = strawberry.field(description="Position of the item on the agenda.")
    choice: BallotChoice = strawberry.field(description="How one votes.")
    opinion: Comment | None = strawberry.field(default=None, description="Особое мнение.")


@strawberry.input(description="Опросный лист: one's votes; those that are not named stay as they were cast.")
class CastBallotInput:
    id: Id = strawberry.field(description="The meeting.")
    answers: Many[BallotAnswerInput] = strawberry.field(description="One for each agenda item.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="How the chair decides an agenda item on which votes are equal.")
class ChairChoiceInput:
    order: Whole = strawberry.field(description="Position of the item on the agenda.")
    choice: BallotChoice = strawberry.field(description="`FOR` or `AGAINST`.")


@strawberry.input(description="The vote to count.")
class CountBallotsInput:
    id: Id = strawberry.field(description="The meeting.")
    chair_choices: Many[ChairChoiceInput] | None = strawberry.field(
        default=None, description="Needed where votes are equal and the chair has cast no ballot."
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


def read_participants(ids: Ids, given: Sequence[ParticipantInput]) -> list[Mapping[str, Any]]:
    """Return participants as the operations take them."""
    return [
        {
            "person_id": ids.one(one.person_id, "Person", path=f"participants.{index}.personId"),
            "kind": one.kind.value,
        }
        for index, one in enumerate(given)
    ]


def read_agenda(ids: Ids, given: Sequence[AgendaItemInput]) -> list[Mapping[str, Any]]:
    """Return the items of an agenda as the operations take them."""
    return [
        {
            "title": one.title,
            "speaker_id": ids.one(one.speaker_id, "Person", path=f"agenda.{at}.speakerId"),
            "minutes": one.minutes,
            "draft_decision": one.draft_decision,
            "sources": read_sources(ids, one.source_ids or (), SOURCE_TYPES, path=f"agenda.{at}.sourceIds"),
        }
        for at, one in enumerate(given)
    ]


def read_sources(
    ids: Ids, given: Sequence[str], types: tuple[str, ...], *, path: str
) -> list[Mapping[str, str]]:
    """Return what something comes from, as the operations take it."""
    known = [ids.one(one, types, path=f"{path}.{index}") for index, one in enumerate(given)]
    named = [read_global_id(text)[0] for text, one in zip(given, known, strict=True) if one is not None]
    there = [one for one in known if one is not None]
    return [{"type": name, "id": one} for name, one in zip(named, there, strict=True)]
