"""Mutations on meetings: calling one, holding it, voting in an absentee one (III.2, III.4.3/4)."""

from collections.abc import Mapping
from typing import Any

import strawberry
from strawberry import UNSET

from auth.actions import Action
from documents.files.showing import FILE
from documents.kernel.write.operation import Operation
from documents.meetings.operations import calling, holding, preparing, voting
from documents.meetings.resource import MEETINGS
from schema.cases.inputs import ReasonInput, TargetInput
from schema.context import GraphInfo
from schema.meetings.inputs import (
    AddMeetingMaterialInput,
    CastBallotInput,
    CountBallotsInput,
    DraftMeetingInput,
    MoveMeetingInput,
    RecordAttendanceInput,
    RecordSpeakerInput,
    RecordVotesInput,
    RemarkMaterialInput,
    TakeBackMaterialInput,
    UpdateMeetingInput,
    read_agenda,
    read_participants,
)
from schema.meetings.types import Meeting
from schema.problems import Ids, ProblemType, mutation, run


@strawberry.type(description="The result of a mutation on a meeting.")
class MeetingPayload:
    meeting: Meeting | None = strawberry.field(description="Its current state; null if you cannot see it.")
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


async def _meeting(
    info: GraphInfo, operation: Operation, input: Any, facts: Mapping[str, Any], ids: Ids | None = None
) -> Any:
    ids = ids or Ids()
    return await run(
        info,
        operation,
        MEETINGS,
        shown_as="meeting",
        ids=ids,
        target_id=ids.one(input.id, "Meeting", path="id"),
        expected_revision=input.expected_revision,
        facts=facts,
    )


@strawberry.type
class MeetingMutations:
    @mutation(
        Action.MEETING_SCHEDULE,
        MeetingPayload,
        "Begin a meeting; its participants see it once it is scheduled.",
    )
    async def draft_meeting(self, info: GraphInfo, input: DraftMeetingInput) -> Any:
        ids = Ids()
        facts = {
            "form": input.form.value,
            "title": input.title,
            "planned_at": input.planned_at,
            "secretary_id": ids.one(input.secretary_id, "Person", path="secretaryId"),
            "place": input.place,
            "voting_to": input.voting_to,
            "participants": read_participants(ids, input.participants or ()),
            "agenda": read_agenda(ids, input.agenda or ()),
        }
        return await run(info, calling.draft_meeting, MEETINGS, shown_as="meeting", ids=ids, facts=facts)

    @mutation(Action.MEETING_SCHEDULE, MeetingPayload, "Schedule a meeting; its participants are notified.")
    async def schedule_meeting(self, info: GraphInfo, input: TargetInput) -> Any:
        return await _meeting(info, calling.schedule_meeting, input, {})

    @mutation(Action.MEETING_SCHEDULE, MeetingPayload, "Change a meeting before it begins.")
    async def update_meeting(self, info: GraphInfo, input: UpdateMeetingInput) -> Any:
        ids, facts = Ids(), dict[str, Any]()
        for name in ("place", "voting_to"):
            if getattr(input, name) is not UNSET:
                facts[name] = getattr(input, name)
        # These are never empty: null changes nothing.
        for name in ("title", "planned_at"):
            if getattr(input, name):
                facts[name] = getattr(input, name)
        if input.secretary_id:
            facts["secretary_id"] = ids.one(input.secretary_id, "Person", path="secretaryId")
        if input.participants is not UNSET:
            facts["participants"] = read_participants(ids, input.participants or ())
        if input.agenda is not UNSET:
            facts["agenda"] = read_agenda(ids, input.agenda or ())
        return await _meeting(info, calling.update_meeting, input, facts, ids)

    @mutation(
        Action.MEETING_SCHEDULE,
        MeetingPayload,
        "Move a scheduled meeting to another time; participants are notified.",
    )
    async def move_meeting(self, info: GraphInfo, input: MoveMeetingInput) -> Any:
        facts = {"planned_at": input.planned_at, "reason": input.reason, "voting_to": input.voting_to}
        return await _meeting(info, calling.move_meeting, input, facts)

    @mutation(
        Action.MEETING_ADD_MATERIAL,
        MeetingPayload,
        "Add materials to an agenda item; participants until the meeting begins.",
    )
    async def add_meeting_material(self, info: GraphInfo, input: AddMeetingMaterialInput) -> Any:
        ids = Ids()
        facts = {
            "order": input.order,
            "note": input.note,
            "file_ids": ids.many(input.file_ids, FILE, path="fileIds"),
        }
        return await _meeting(info, preparing.add_meeting_material, input, facts, ids)

    @mutation(
        Action.MEETING_ADD_MATERIAL,
        MeetingPayload,
        "Take back materials that you have added, with their files; until the meeting begins.",
    )
    async def take_back_material(self, info: GraphInfo, input: TakeBackMaterialInput) -> Any:
        return await _meeting(info, preparing.take_back_material, input, {"no": input.no})

    @mutation(
        Action.MEETING_ADD_MATERIAL,
        MeetingPayload,
        "Say something of the materials of an agenda item; until the meeting begins.",
    )
    async def remark_material(self, info: GraphInfo, input: RemarkMaterialInput) -> Any:
        return await _meeting(info, preparing.remark_material, input, {"no": input.no, "text": input.text})

    @mutation(
        Action.MEETING_CANCEL, MeetingPayload, "Cancel a scheduled meeting; its participants are notified."
    )
    async def cancel_meeting(self, info: GraphInfo, input: ReasonInput) -> Any:
        return await _meeting(info, calling.cancel_meeting, input, {"reason": input.reason})

    @mutation(
        Action.MEETING_CHAIR,
        MeetingPayload,
        "Declare that a meeting was not held for want of a mandatory quorum.",
    )
    async def declare_not_held(self, info: GraphInfo, input: ReasonInput) -> Any:
        return await _meeting(info, holding.declare_not_held, input, {"reason": input.reason})

    @mutation(Action.MEETING_RECORD, MeetingPayload, "Record who attends a meeting in person.")
    async def record_attendance(self, info: GraphInfo, input: RecordAttendanceInput) -> Any:
        ids = Ids()
        marks = [
            {
                "person_id": ids.one(one.person_id, "Person", path=f"marks.{index}.personId"),
                "attendance": one.attendance.value,
                "absence_reason": one.reason,
                "is_late": one.is_late,
            }
            for index, one in enumerate(input.marks)
        ]
        return await _meeting(info, holding.record_attendance, input, {"marks": marks}, ids)

    @mutation(
        Action.MEETING_CHAIR, MeetingPayload, "Open a meeting in person as the effective curator (III.2/2)."
    )
    async def open_meeting(self, info: GraphInfo, input: TargetInput) -> Any:
        return await _meeting(info, holding.open_meeting, input, {})

    @mutation(Action.MEETING_RECORD, MeetingPayload, "Record who spoke to an agenda item.")
    async def record_speaker(self, info: GraphInfo, input: RecordSpeakerInput) -> Any:
        ids = Ids()
        facts = {
            "order": input.order,
            "person_id": ids.one(input.person_id, "Person", path="personId"),
            "summary": input.summary,
        }
        return await _meeting(info, holding.record_speaker, input, facts, ids)

    @mutation(
        Action.MEETING_RECORD, MeetingPayload, "Record how the members in the room voted on an agenda item."
    )
    async def record_votes(self, info: GraphInfo, input: RecordVotesInput) -> Any:
        facts = {
            "order": input.order,
            "in_favour": input.in_favour,
            "against": input.against,
            "abstained": input.abstained,
            "chair_choice": input.chair_choice.value if input.chair_choice else None,
        }
        return await _meeting(info, holding.record_votes, input, facts)

    @mutation(Action.MEETING_CHAIR, MeetingPayload, "Close a meeting in person: it was held.")
    async def close_meeting(self, info: GraphInfo, input: TargetInput) -> Any:
        return await _meeting(info, holding.close_meeting, input, {})

    @mutation(
        Action.MEETING_CHAIR,
        MeetingPayload,
        "Start the vote of an absentee meeting as the effective curator.",
    )
    async def start_voting(self, info: GraphInfo, input: TargetInput) -> Any:
        return await _meeting(info, voting.start_voting, input, {})

    @mutation(
        Action.BALLOT_CAST,
        MeetingPayload,
        "Vote in an absentee meeting, as a member called to it; until voting ends one may vote anew.",
    )
    async def cast_ballot(self, info: GraphInfo, input: CastBallotInput) -> Any:
        answers = [
            {"order": one.order, "choice": one.choice.value, "opinion": one.opinion} for one in input.answers
        ]
        return await _meeting(info, voting.cast_ballot, input, {"answers": answers})

    @mutation(
        Action.MEETING_CHAIR,
        MeetingPayload,
        "Close a vote whose time is over, or in which everybody has voted; else it is closed by itself at its end.",
    )
    async def close_voting(self, info: GraphInfo, input: TargetInput) -> Any:
        return await _meeting(info, voting.close_voting, input, {})

    @mutation(
        Action.MEETING_CHAIR,
        MeetingPayload,
        "Count the ballots: the meeting was held. After the days of the setting they are counted by themselves.",
    )
    async def count_ballots(self, info: GraphInfo, input: CountBallotsInput) -> Any:
        chosen = [{"order": one.order, "choice": one.choice.value} for one in input.chair_choices or ()]
        return await _meeting(info, voting.count_ballots, input, {"chair_choices": chosen})
