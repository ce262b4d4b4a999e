"""Meetings as types: plain reads of keys."""

from datetime import date, datetime
from enum import StrEnum

import strawberry

from documents.meetings.resource import MEETINGS
from documents.meetings.rules import MeetingStatus
from schema.actions import AllowedAction
from schema.directory.types import Person
from schema.lives import OFFERED, history_field
from schema.nodes import Node
from schema.terms import described


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
        description="How they attended; null before the meeting."
    )


@strawberry.type(description="Вопрос повестки дня.")
class AgendaItem:
    order: int = strawberry.field(description="Position on the agenda, from 1.")
    title: str = strawberry.field(description="The title of the item.")
    speaker: Person | None = strawberry.field(description="Докладчик; null if none is named.")
    draft_decision: str | None = strawberry.field(description="The proposed decision.")


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
    ballots: list[Ballot] = strawberry.field(description="The votes, as far as you may see them.")
    cancellation_reason: str | None = strawberry.field(description="Why it was cancelled.")
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
