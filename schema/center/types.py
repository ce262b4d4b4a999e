"""The center as types: who is asking, who leads it, who acts as curator, its days and deadlines."""

from datetime import date as day
from datetime import datetime
from enum import StrEnum
from typing import Any

import strawberry
from strawberry.scalars import JSON

from auth.roles import Role
from documents.center import resource
from documents.center.settings import SETTINGS, SettingKind
from documents.kernel.calendar import DayKind, DeadlineUnit
from documents.kernel.ids import global_id
from schema.directory.types import Person, Row
from schema.legal_acts.types import LegalAct
from schema.lives import history_field
from schema.meetings.types import Capacity
from schema.members.types import CuratorAbsence, Membership
from schema.nodes import Node
from schema.terms import described


@strawberry.type(description="Who is asking, and what they may do now.")
class Viewer:
    login: str = strawberry.field(description="The login, or the client's id.")
    person: Person | None = strawberry.field(description="The official; null for partners' clients.")
    roles: list[Role] = strawberry.field(description="Roles in force now.")
    permissions: list[str] = strawberry.field(
        description=(
            "Codes of what you may do now to some object, where a field here asks for it; sorted. A right that waits "
            "for something, like the head's to sign, is left out until then."
        )
    )
    memberships: list[Membership] = strawberry.field(description="Appointments and grants in force now.")
    acting_for: Person | None = strawberry.field(description="The curator for whom you act now (III.2/2).")
    now: datetime = strawberry.field(description="The moment at which this operation decides.")


@strawberry.type(description="Куратор: who has the curator's powers at a moment (III.2/2).")
class EffectiveCurator:
    person: Person | None = strawberry.field(description="The person; null if nobody has the powers.")
    acting: bool = strawberry.field(description="Whether the head acts for the curator.")
    capacity: Capacity | None = strawberry.field(
        description="CURATOR or ACTING, as printed with a signature; null if nobody has the powers."
    )
    absence: CuratorAbsence | None = strawberry.field(
        description="The absence in force at that moment; null if there is none."
    )
    until: datetime | None = strawberry.field(
        description="When the recorded absence ends; null if there is none, or if it is open-ended."
    )


@strawberry.type(description="МЦУ: the municipal control center.")
class Center:
    name: str = strawberry.field(description="Its full name.")
    time_zone: str = strawberry.field(description="The time zone of its days.")
    legal_basis: LegalAct | None = strawberry.field(
        description="The decree it is based on; null if none is recorded, or if you do not have `policy.read`."
    )
    coordinator: Person | None = strawberry.field(description="Координатор МЦУ (III.4.1); null while vacant.")
    curator: Person | None = strawberry.field(description="Куратор МЦУ (III.4.2); null while vacant.")
    head: Person | None = strawberry.field(description="Руководитель МЦУ (III.4.3); null while vacant.")


@strawberry.type(description="One step of a computation.")
class DueStep:
    at: datetime = strawberry.field(description="The moment this step arrives at.")
    rule: str = strawberry.field(description="The rule that was applied, as a code.")
    note: str = strawberry.field(description="The step, described in Russian.")


@strawberry.type(description="Срок: what a deadline would be, and why.")
class DueDatePreview:
    due_at: datetime = strawberry.field(description="The moment at which it is due.")
    legal_due_on: day | None = strawberry.field(description="The last day; null for units of hours only.")
    control_due_on: day | None = strawberry.field(
        description="The working day to aim at; null for units of hours only."
    )
    steps: list[DueStep] = strawberry.field(description="The steps of the computation, in order.")


@strawberry.type(description="День календаря.")
class CalendarDay:
    date: day = strawberry.field(description="The day.")
    is_working: bool = strawberry.field(description="Whether it is a working day; shortened days count.")
    kind: DayKind = strawberry.field(description="What kind of day it is.")
    basis: str | None = strawberry.field(description="Why it differs from its weekday; null if it does not.")
    is_provisional: bool = strawberry.field(
        description="Whether the decree for its year has not been loaded yet."
    )
    revision: int = strawberry.field(description="Number of its changes; 0 for a day that was never set.")
    history = history_field(resource.CALENDAR_DAYS)


@strawberry.type(description="Настройка: what is decided in practice and only read by the code.")
class Setting:
    revision: int = strawberry.field(description="Number of its changes; 0 for a setting that was never set.")
    history = history_field(resource.SETTINGS)

    @strawberry.field(description="Its name.")
    def name(self, setting: strawberry.Parent[Row]) -> str:
        return str(setting["_id"])

    @strawberry.field(description="The kind of value it holds.", graphql_type=SettingKind)
    def kind(self, setting: strawberry.Parent[Row]) -> Any:
        return SETTINGS[setting["_id"]].kind

    @strawberry.field(
        description="The value: a number, a boolean, a text, a list of texts, or a global id; null if there is none."
    )
    def value(self, setting: strawberry.Parent[Row]) -> JSON | None:
        value = setting["value"]
        is_id = value is not None and SETTINGS[setting["_id"]].kind is SettingKind.LEGAL_ACT
        return JSON(global_id("LegalAct", value) if is_id else value)

    @strawberry.field(description="What it determines, in Russian, and whether it has no effect yet.")
    def description(self, setting: strawberry.Parent[Row]) -> str:
        return SETTINGS[setting["_id"]].description

    @strawberry.field(description="Whether anything reads it yet.")
    def is_used(self, setting: strawberry.Parent[Row]) -> bool:
        return SETTINGS[setting["_id"]].is_used

    @strawberry.field(description="The values it may have; empty if they are not a fixed list.")
    def values(self, setting: strawberry.Parent[Row]) -> list[str]:
        return list(SETTINGS[setting["_id"]].values)


@described(
    "Начало срока: the moment from which a deadline counts.",
    # What is not counted from the registration is counted from the receipt.
    otherwise="RECEIVED",
    RECEIVED="Поступление",
    REGISTERED="Регистрация",
)
class DeadlineStart(StrEnum):
    RECEIVED = "RECEIVED"
    REGISTERED = "REGISTERED"


@described(
    "Признак дела: a fact that a deadline policy may name.",
    KIND="Вид дела",
    REGIME="Правовой режим",
    CHANNEL_KIND="Вид канала",
    FAST_TRACK="Ускоренный порядок темы",
    IMPORTANCE="Важность инцидента",
    STAGE="Этап",
)
class PolicyFact(StrEnum):
    KIND = "KIND"
    REGIME = "REGIME"
    CHANNEL_KIND = "CHANNEL_KIND"
    FAST_TRACK = "FAST_TRACK"
    IMPORTANCE = "IMPORTANCE"
    STAGE = "STAGE"


@strawberry.type(description="Условие правила срока: a fact of a case and the values that it may have.")
class PolicyCondition:
    fact: PolicyFact = strawberry.field(description="The fact.")
    values: list[str] = strawberry.field(description="Its values, as codes.")


@strawberry.type(description="The term of a deadline policy for what was registered before it was changed.")
class EarlierTerm:
    until: datetime = strawberry.field(description="It rules what was registered before this moment.")
    unit: DeadlineUnit = strawberry.field(description="The unit it counted in.")
    amount: int = strawberry.field(description="How many units.")
    counted_from: DeadlineStart = strawberry.field(description="The moment from which it counted.")


@strawberry.type(description="Пересчёт открытых сроков: asked for once, done by a job.")
class DeadlineRecount:
    asked_by: Person | None = strawberry.field(description="Who asked for it.")
    reason: str = strawberry.field(description="Why.")
    done_at: datetime | None = strawberry.field(
        description="When nothing was left to be counted; null until then."
    )


@strawberry.type(description="Правило срока: how long an answer may take, as data.")
class DeadlinePolicy(Node):
    title: str = strawberry.field(description="What it is for, in Russian.")
    unit: DeadlineUnit = strawberry.field(description="The unit it counts in.")
    amount: int = strawberry.field(description="How many units.")
    counted_from: DeadlineStart = strawberry.field(description="The moment from which it counts.")
    note: str | None = strawberry.field(description="A remark in Russian.")
    clause: str | None = strawberry.field(description="The clause or law it is based on.")
    is_active: bool = strawberry.field(description="Whether new cases may use it.")

    earlier_terms: list[EarlierTerm] = strawberry.field(
        description="Terms that still rule what was registered before they were changed, oldest first."
    )
    history = history_field(resource.DEADLINE_POLICIES)

    @strawberry.field(
        description="What it is for: all of these must hold.", graphql_type=list[PolicyCondition]
    )
    def conditions(self, policy: strawberry.Parent[Row]) -> Any:
        facts = {fact.lower(): fact for fact in PolicyFact.__members__}
        return [
            {"fact": facts[name], "values": values}
            for name, values in policy["applies"].items()
            if name in facts
        ]

    @strawberry.field(description="Stable code, e.g. `POS_STANDARD`.")
    def code(self, policy: strawberry.Parent[Row]) -> str:
        return str(policy["_id"])
