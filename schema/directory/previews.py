"""Previews of changes of reference data: what they would touch, in numbers (III.6)."""

from typing import Annotated, Any

import strawberry

from auth.actions import Action
from documents.directory.previews import ReferenceKind, preview_day, preview_reference, preview_setting
from documents.directory.touching import NOTHING, Touched
from documents.kernel.calendar import DayKind
from schema.connections import CountPrecision
from schema.context import GraphInfo
from schema.ids import decoded
from schema.memory import bounded_year
from schema.nodes import FORBIDDEN, query
from schema.shapes.kinds import Code, Id, LocalDay

NOT_RETROACTIVE = (
    "Сроки, которые уже стоят, не пересчитываются сами: изменение действует для новых расчётов, а пересчёт открытых сроков "
    "поручает руководитель центра."
)
NONE_DIFFERS = "Ни один открытый срок не стал бы другим, если бы его рассчитали заново."


@strawberry.type(description="The number of objects that a change affects.")
class TouchedCount:
    value: int | None = strawberry.field(
        description="How many; null if it is one or two, and for return reasons also if it is none."
    )
    precision: CountPrecision = strawberry.field(description="Whether it is exact or a lower bound.")


@strawberry.type(description="What changing an entry of reference data would affect.")
class ReferenceChangePreview:
    open_cases: TouchedCount = strawberry.field(description="Open cases that refer to it.")
    assignments: TouchedCount = strawberry.field(description="Open assignments that refer to it.")
    people: int = strawberry.field(description="Active officials who work there.")
    organizations: int = strawberry.field(description="Organizations directly below it.")
    topics: int = strawberry.field(description="Active topics whose cases go to it by default.")


@strawberry.type(description="What changing a calendar day would affect.")
class CalendarChangePreview:
    deadlines: TouchedCount = strawberry.field(
        description="Open cases whose deadline would differ if it were counted anew, as `recountDeadlines` does."
    )
    note: str = strawberry.field(description="What happens to them, in Russian.")


@strawberry.type(description="What changing a setting would affect.")
class SettingChangePreview:
    open_cases: TouchedCount = strawberry.field(
        description="Open cases that would proceed differently; none of their deadlines move."
    )
    people: TouchedCount = strawberry.field(description="Officials who answer these cases.")
    note: str = strawberry.field(description="What happens to them, in Russian.")


def _shown(touched: Touched) -> TouchedCount:
    precision = CountPrecision.EXACT if touched.exact else CountPrecision.AT_LEAST
    return TouchedCount(value=touched.value, precision=precision)


@strawberry.type
class PreviewQueries:
    @query(
        Action.REFERENCE_MANAGE,
        ReferenceChangePreview,
        "What refers to an organization, an official, a topic, a settlement, a channel or a reason, before "
        "it is changed or switched off.",
        otherwise=FORBIDDEN,
    )
    async def reference_change_preview(
        self,
        info: GraphInfo,
        kind: Annotated[
            ReferenceKind, strawberry.argument(description="The kind of object that `id` is of.")
        ],
        id: Id,
    ) -> Any:
        row_id = decoded(id, ReferenceKind(kind).value.capitalize(), path=("id",))
        found = await preview_reference(info.context.container.access, kind, row_id)
        return ReferenceChangePreview(
            open_cases=_shown(found.open_cases),
            assignments=_shown(found.assignments),
            people=found.people,
            organizations=found.organizations,
            topics=found.topics,
        )

    @query(
        Action.REFERENCE_MANAGE,
        CalendarChangePreview,
        "What would be affected by making a day differ from its weekday, or ordinary again.",
        otherwise=FORBIDDEN,
    )
    async def calendar_change_preview(
        self,
        info: GraphInfo,
        date: Annotated[LocalDay, strawberry.argument(description="The local day.")],
        kind: Annotated[
            DayKind | None,
            strawberry.argument(description="The kind of day it is to be; ordinary if absent."),
        ] = None,
    ) -> Any:
        bounded_year(date, path="date")
        touched = await preview_day(info.context.container.access, date, kind)
        note = NONE_DIFFERS if touched == NOTHING else NOT_RETROACTIVE
        return CalendarChangePreview(deadlines=_shown(touched), note=note)

    @query(
        Action.REFERENCE_MANAGE,
        SettingChangePreview,
        "What would be affected by giving a setting another value.",
        otherwise=FORBIDDEN,
    )
    async def setting_change_preview(
        self,
        info: GraphInfo,
        name: Annotated[Code, strawberry.argument(description="The name of the setting.")],
    ) -> Any:
        found = await preview_setting(info.context.container.access, name)
        return SettingChangePreview(
            open_cases=_shown(found.open_cases), people=_shown(found.people), note=found.words
        )
