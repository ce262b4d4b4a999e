"""Meetings as types: plain reads of keys."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import strawberry

from documents.kernel.ids import global_id
from documents.meetings.resource import MEETINGS
from documents.meetings.rules import MeetingStatus, QuorumRule, VoteGround, VoteOutcome
from documents.meetings.showing import shown_quorum
from schema.actions import AllowedAction
from schema.context import GraphInfo
from schema.directory.types import Person
from schema.files.types import FileType
from schema.lives import OFFERED, history_field
from schema.lookup import named
from schema.nodes import Node
from schema.terms import described

Row = Mapping[str, Any]


@described(
    "Форма заседания: how a meeting is held (III.2/1).",
    IN_PERSON="Очная",
    ABSENTEE="Заочная",
)
class MeetingForm(StrEnum):
    IN_PERSON = "IN_PERSON"
    ABSENTEE = "ABSENTEE"


@described(
    "Полномочия: the capacity in which someone chairs or signs (III.2/2).",
    CURATOR="Куратор МЦУ",
    ACTING="Исполняющий обязанности куратора",
)
class Capacity(StrEnum):
    CURATOR = "CURATOR"
    ACTING = "ACTING"


@described(
    "Участие: the capacity in which someone takes part.",
    MEMBER="Член МЦУ",
    INVITEE="Приглашённый",
)
class ParticipantKind(StrEnum):
    MEMBER = "MEMBER"
    INVITEE = "INVITEE"


@described(
    "Явка: how a participant attended a meeting.",
    otherwise="OTHER",
    PRESENT="Присутствовал",
    REMOTE="Участвовал дистанционно",
    ABSENT_EXCUSED="Отсутствовал по уважительной причине",
    ABSENT="Отсутствовал",
    OTHER="Иное",
)
class Attendance(StrEnum):
    PRESENT = "PRESENT"
    REMOTE = "REMOTE"
    ABSENT_EXCUSED = "ABSENT_EXCUSED"
    ABSENT = "ABSENT"
    OTHER = "OTHER"


@described(
    "Голос: how a member voted on an item.",
    otherwise="OTHER",
    FOR="За",
    AGAINST="Против",
    ABSTAINED="Воздержался",
    OTHER="Иное",
)
class BallotChoice(StrEnum):
    FOR = "FOR"
    AGAINST = "AGAINST"
    ABSTAINED = "ABSTAINED"
    OTHER = "OTHER"


@strawberry.type(description="Участник: a person named as taking part in a meeting.")
class Participant:
    person: Person | None = strawberry.field(description="Who it is.")
    full_name: str = strawberry.field(description="The name at the time the meeting was called.")
    kind: ParticipantKind = strawberry.field(description="A member, who votes, or an invitee, who does not.")
    attendance: Attendance | None = strawberry.field(
        description="How they attended; null until it is recorded."
    )
    absence_reason: str | None = strawberry.field(description="Why they are absent; null if nobody said so.")
    is_late: bool = strawberry.field(description="Whether they came late.")


@described(
    "Источник вопроса: what an agenda item comes from.",
    MESSAGE="Сообщение",
    APPEAL="Обращение",
    INCIDENT="Инцидент",
    TOPIC="Тема",
    ASSIGNMENT="Поручение",
    PROPOSAL="Предложение члена МЦУ",
)
class AgendaSourceKind(StrEnum):
    MESSAGE = "MESSAGE"
    APPEAL = "APPEAL"
    INCIDENT = "INCIDENT"
    TOPIC = "TOPIC"
    ASSIGNMENT = "ASSIGNMENT"
    PROPOSAL = "PROPOSAL"


@strawberry.type(
    description="Источник вопроса: a case, a topic, an assignment or a proposal that an agenda item comes from."
)
class AgendaSource:
    kind: AgendaSourceKind = strawberry.field(description="What it is.")

    @strawberry.field(
        description="Its global id, for `node`; null where you may not see it.",
        graphql_type=strawberry.ID | None,
    )
    async def object_id(self, info: GraphInfo, source: strawberry.Parent[Row]) -> Any:
        name, record_id = source["type"], source["id"]
        if source.get("is_seen") is not None:
            return global_id(name, record_id) if source["is_seen"] else None
        found = await named(info, (name, record_id), fields=frozenset({"id"}))
        return global_id(name, record_id) if found is not None else None


@strawberry.type(description="Выступление: what somebody said to an agenda item, in short.")
class Speech:
    person: Person | None = strawberry.field(description="Who spoke.")
    full_name: str = strawberry.field(description="The name at the time.")
    summary: str = strawberry.field(description="Краткое содержание.")


@strawberry.type(
    description=(
        "Итог голосования по вопросу: a simple majority of those who voted adopts; where votes are equal that of the "
        "chair decides."
    )
)
class VoteResult:
    in_favour: int = strawberry.field(description="За.")
    against: int = strawberry.field(description="Против.")
    abstained: int = strawberry.field(description="Воздержались.")
    needed: int = strawberry.field(description="How many votes for it were needed.")
    chair_choice: BallotChoice | None = strawberry.field(
        description="How the chair decided where votes were equal; null where they were not."
    )
    outcome: VoteOutcome = strawberry.field(description="What it came to.")
    ground: VoteGround = strawberry.field(description="Why.")


@strawberry.type(description="Вопрос повестки дня.")
class AgendaItem:
    order: int = strawberry.field(description="Position on the agenda, from 1.")
    title: str = strawberry.field(description="The title of the item.")
    speaker: Person | None = strawberry.field(description="Докладчик; null if none is named.")
    minutes: int | None = strawberry.field(
        description="How many minutes are planned for it; null if nobody said so."
    )
    draft_decision: str | None = strawberry.field(description="The proposed decision.")
    sources: list[AgendaSource] = strawberry.field(description="What it comes from.")
    heard: list[Speech] = strawberry.field(description="Who spoke to it, in their order.")
    voted: VoteResult | None = strawberry.field(
        description="How the members voted; null until votes are counted."
    )


@strawberry.type(description="Замечание: what a participant says of materials before the meeting begins.")
class MaterialRemark:
    text: str = strawberry.field(description="What was said.")
    at: datetime = strawberry.field(description="When it was said.")
    by: Person | None = strawberry.field(description="Who said it.")


@strawberry.type(description="Материалы: what somebody prepared for an agenda item.")
class MeetingMaterial:
    no: int = strawberry.field(description="Number within the meeting.")
    order: int = strawberry.field(description="Position of the item on the agenda.")
    note: str | None = strawberry.field(description="A note; null if there are only files.")
    attachments: list[FileType] = strawberry.field(description="Files, in their order.")
    is_late: bool = strawberry.field(
        description="Whether it came later than the working days of the setting `materialsWorkingDays` before the meeting."
    )
    added_at: datetime = strawberry.field(description="When it was added.")
    added_by: Person | None = strawberry.field(description="Who added it.")
    remarks: list[MaterialRemark] = strawberry.field(description="What others say of it, oldest first.")


@strawberry.type(description="Кворум: how many members take part, and how many must.")
class Quorum:
    rule: QuorumRule = strawberry.field(description="The rule of the setting `quorumRule`.")
    members: int = strawberry.field(description="Members named in the composition.")
    present: int = strawberry.field(description="Those of them who take part.")
    needed: int = strawberry.field(description="How many must.")
    is_reached: bool = strawberry.field(description="Whether enough take part.")
    is_mandatory: bool = strawberry.field(
        description="Whether the meeting is held with its quorum only (setting `quorumMandatory`); else it is a warning."
    )


@strawberry.type(
    description=(
        "Бюллетень: one vote in an absentee meeting; the votes of others become visible once they are "
        "counted."
    )
)
class Ballot:
    person: Person | None = strawberry.field(description="Who voted.")
    order: int = strawberry.field(description="Position of the item on the agenda.")
    choice: BallotChoice = strawberry.field(description="How they voted.")
    opinion: str | None = strawberry.field(description="Особое мнение; null if there is none.")
    cast_at: datetime = strawberry.field(description="When it was cast.")


@strawberry.type(description="Заседание (III.2).")
class Meeting(Node):
    number: str = strawberry.field(description="Its number.")
    form: MeetingForm = strawberry.field(description="In person or absentee.")
    status: MeetingStatus = strawberry.field(description="Its current state.")
    title: str = strawberry.field(description="Its title.")
    planned_at: datetime = strawberry.field(description="When it is planned for.")
    held_on: date | None = strawberry.field(description="The day it was held; null until then.")
    place: str | None = strawberry.field(description="Where it takes place; null for absentee meetings.")
    voting_from: datetime | None = strawberry.field(
        description="When voting begins; only for absentee meetings."
    )
    voting_to: datetime | None = strawberry.field(description="When voting ends; only for absentee meetings.")
    convened_by: Person | None = strawberry.field(description="Who convened it (III.4.3/4).")
    chair: Person | None = strawberry.field(
        description="Председательствующий; null until the meeting is opened."
    )
    chair_capacity: Capacity | None = strawberry.field(description="The capacity in which the chair acts.")
    secretary: Person | None = strawberry.field(description="Who writes the protocol.")
    participants: list[Participant] = strawberry.field(description="Members and invitees taking part.")
    agenda: list[AgendaItem] = strawberry.field(description="The items, in order.")
    materials: list[MeetingMaterial] = strawberry.field(description="Материалы, oldest first.")
    ballots: list[Ballot] = strawberry.field(description="The votes, as far as you may see them.")
    opened_at: datetime | None = strawberry.field(
        description="When it was opened, or the vote was started; null until then."
    )
    cancellation_reason: str | None = strawberry.field(description="Why it was cancelled.")
    move_reason: str | None = strawberry.field(description="Why it was moved last; null if it was not.")
    not_held_reason: str | None = strawberry.field(description="Why it was not held; null unless it was not.")

    @strawberry.field(
        description=(
            "The quorum: as attendance is recorded, and as it was counted once the meeting ended. Null before it was "
            "scheduled, and of an absentee vote until it is counted."
        ),
        graphql_type=Quorum | None,
    )
    def quorum(self, info: GraphInfo, meeting: strawberry.Parent[Row]) -> Any:
        return shown_quorum(info.context.container.access.reference, meeting)

    @strawberry.field(
        description="Its address on this server for a calendar program, `/meetings/….ics`; read with the same token."
    )
    def calendar_url(self, meeting: strawberry.Parent[Row]) -> str:
        return f"/meetings/{meeting['id']}.ics"

    updated_at: datetime = strawberry.field(description="When it last changed.")
    revision: int = strawberry.field(
        description="Increases with every change; pass it as `expectedRevision`."
    )
    hidden_fields: list[str] = strawberry.field(
        description="Paths of the fields of this object that are withheld from you."
    )
    is_demo: bool = strawberry.field(description="Whether it belongs to the demo municipality.")

    allowed_actions: list[AllowedAction] = strawberry.field(description=OFFERED)
    history = history_field(MEETINGS)
