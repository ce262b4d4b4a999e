"""Meetings as types: plain reads of keys."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import strawberry

from documents.meetings.resource import MEETINGS
from documents.meetings.rules import MeetingStatus
from schema.actions import AllowedAction
from schema.directory.types import Person
from schema.lives import OFFERED, history_field
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
    "Полномочия: in which capacity somebody chairs or signs (III.2/2).",
    CURATOR="Куратор МЦУ",
    ACTING="Исполняющий обязанности куратора",
)
class Capacity(StrEnum):
    CURATOR = "CURATOR"
    ACTING = "ACTING"


@described(
    "Участие: as what somebody takes part.",
    MEMBER="Член МЦУ",
    INVITEE="Приглашённый",
)
class ParticipantKind(StrEnum):
    MEMBER = "MEMBER"
    INVITEE = "INVITEE"


@strawberry.type(description="Участник: somebody named in the composition of a meeting.")
class Participant:
    person: Person | None = strawberry.field(description="Who it is.")
    full_name: str = strawberry.field(description="The name as it was when the meeting was called.")
    kind: ParticipantKind = strawberry.field(description="A member, who votes, or an invitee, who does not.")
    attendance: str | None = strawberry.field(
        description="PRESENT, REMOTE, ABSENT_EXCUSED or ABSENT; null before the meeting."
    )


@strawberry.type(description="Вопрос повестки дня.")
class AgendaItem:
    order: int = strawberry.field(description="Place in the agenda, from 1.")
    title: str = strawberry.field(description="The question.")
    speaker: Person | None = strawberry.field(description="Докладчик; null when none is named.")
    draft_decision: str | None = strawberry.field(description="What is proposed to be decided.")


@strawberry.type(
    description="Бюллетень: one vote of an absentee meeting; others' are seen once they are counted."
)
class Ballot:
    person: Person | None = strawberry.field(description="Who voted.")
    order: int = strawberry.field(description="The question of the agenda.")
    choice: str = strawberry.field(description="FOR, AGAINST or ABSTAINED.")
    cast_at: datetime = strawberry.field(description="When it was cast.")


@strawberry.type(description="Заседание (III.2).")
class Meeting(Node):
    number: str = strawberry.field(description="Its number.")
    form: MeetingForm = strawberry.field(description="In person or absentee.")
    status: MeetingStatus = strawberry.field(description="Where it stands.")
    title: str = strawberry.field(description="What it is called.")
    planned_at: datetime = strawberry.field(description="When it is planned.")
    held_on: date | None = strawberry.field(description="The day it was held; null before.")
    place: str | None = strawberry.field(description="Where; null for absentee ones.")
    voting_from: datetime | None = strawberry.field(description="When voting begins; absentee ones only.")
    voting_to: datetime | None = strawberry.field(description="When voting ends; absentee ones only.")
    convened_by: Person | None = strawberry.field(description="Who convened it (III.4.3/4).")
    chair: Person | None = strawberry.field(description="Председательствующий; null before it is opened.")
    chair_capacity: Capacity | None = strawberry.field(description="As what the chair acts.")
    secretary: Person | None = strawberry.field(description="Who keeps the protocol.")
    participants: list[Participant] = strawberry.field(description="The composition, members and invitees.")
    agenda: list[AgendaItem] = strawberry.field(description="The questions, in order.")
    ballots: list[Ballot] = strawberry.field(description="Votes, as far as you may see them.")
    cancellation_reason: str | None = strawberry.field(description="Why it was cancelled.")
    updated_at: datetime = strawberry.field(description="Last change.")
    revision: int = strawberry.field(description="Grows with every change; pass it as `expectedRevision`.")
    hidden_fields: list[str] = strawberry.field(description="Paths of this row that are withheld from you.")
    is_demo: bool = strawberry.field(description="Part of the demo municipality.")

    allowed_actions: list[AllowedAction] = strawberry.field(description=OFFERED)
    history = history_field(MEETINGS)
