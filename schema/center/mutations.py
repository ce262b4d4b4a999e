"""Mutations on the settings of the center and on its working calendar (III.6)."""

from datetime import date as day
from typing import Any

import strawberry

from auth.actions import Action
from documents.center.resource import CALENDAR_DAYS, SETTINGS
from documents.directory.operations import center
from documents.kernel.calendar import DayKind
from documents.kernel.write.operation import Operation
from schema.center.days import days_between
from schema.center.types import CalendarDay, Setting
from schema.context import GraphInfo
from schema.problems import Ids, ProblemType, mutation, run
from schema.shapes.kinds import Code, FreeFacts, LocalDay, LongTitle, Revision


@strawberry.input(description="A setting and its new value.")
class UpdateSettingInput:
    name: Code = strawberry.field(description="The name of the setting.")
    value: FreeFacts = strawberry.field(description="The value, of the setting's kind.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at; 0 for one that was never set."
    )


@strawberry.input(description="A day that differs from its weekday.")
class SetCalendarDayInput:
    date: LocalDay = strawberry.field(description="The local day, from 2024.")
    kind: DayKind = strawberry.field(description="The kind of day it is to be.")
    basis: LongTitle = strawberry.field(
        description="The decree or order it is based on, at most 400 characters."
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at; 0 for a day that was never set."
    )


@strawberry.input(description="A calendar day to make ordinary again.")
class ClearCalendarDayInput:
    date: LocalDay = strawberry.field(description="The local day.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.type(description="The result of a mutation on a setting.")
class SettingPayload:
    setting: Setting | None = strawberry.field(
        description="Its current state; null if the mutation was refused."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type(description="The result of a mutation on a calendar day.")
class CalendarDayPayload:
    calendar_day: CalendarDay | None = strawberry.field(description="Its current state.")
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


async def _day(info: GraphInfo, operation: Operation, on: day, facts: dict[str, Any]) -> dict[str, Any]:
    told = await run(
        info,
        operation,
        CALENDAR_DAYS,
        shown_as="calendar_day",
        ids=Ids(),
        facts={"on": on.isoformat(), **facts},
    )
    access = info.context.container.access
    # A day is computed, whether it was ever set or not, so nothing else asks for the right to read it.
    if info.context.refused_form or not access.reads(CALENDAR_DAYS, info.context.principal):
        return told | {"calendar_day": None}
    (shown,) = days_between(access.reference, on, on.fromordinal(on.toordinal() + 1))
    return told | {"calendar_day": shown}


@strawberry.type
class CenterMutations:
    @mutation(
        Action.REFERENCE_MANAGE,
        SettingPayload,
        "Change a setting; `settings` shows what each one holds and whether anything reads it yet.",
    )
    async def update_setting(self, info: GraphInfo, input: UpdateSettingInput) -> Any:
        return await run(
            info,
            center.update_setting,
            SETTINGS,
            shown_as="setting",
            ids=Ids(),
            facts={"name": input.name, "value": input.value, "seen_revision": input.expected_revision},
        )

    @mutation(
        Action.REFERENCE_MANAGE,
        CalendarDayPayload,
        "Make a day differ from its weekday. Deadlines computed from now on follow it; existing ones are "
        "left alone.",
    )
    async def set_calendar_day(self, info: GraphInfo, input: SetCalendarDayInput) -> Any:
        facts = {
            "kind": input.kind.value,
            "basis": input.basis,
            "seen_revision": input.expected_revision,
        }
        return await _day(info, center.set_calendar_day, input.date, facts)

    @mutation(Action.REFERENCE_MANAGE, CalendarDayPayload, "Make a day ordinary again.")
    async def clear_calendar_day(self, info: GraphInfo, input: ClearCalendarDayInput) -> Any:
        facts = {"seen_revision": input.expected_revision}
        return await _day(info, center.clear_calendar_day, input.date, facts)
