"""Counts of cases by one or two dimensions: the answer's types, and what a fixed cut may ask for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import strawberry

from auth.actions import Action
from auth.errors import BadRequest, FilterForbidden
from documents.cases.statuses import LABELS as STATUSES
from documents.cases.statuses import CaseStatus
from documents.cases.vocabulary import LABELS, CaseKind
from documents.center.calendars import calendar_of
from documents.kernel.calendar import Calendar
from documents.kernel.names import camel
from documents.statistics.counts import Counts, count_cases, count_cut, counts_freely
from documents.statistics.pipelines import Dimension
from schema.cases.contacts import refuse_contacts
from schema.cases.filters import CaseFilter, condition
from schema.cases.waiting import one_condition, parts_of
from schema.context import GraphInfo
from schema.memory import related
from schema.nodes import query
from schema.shapes.kinds import Many

MOST_DIMENSIONS = 2
NONE_TITLE = "Не указано"

FIXED: Mapping[str, Dimension] = {
    "kind": Dimension.KIND,
    "status": Dimension.STATUS,
    "sector": Dimension.SECTOR,
    "channel": Dimension.CHANNEL,
}
"""Filters of a fixed cut, of which one value of one may be given (rights, case.count)."""

COLLECTIONS: Mapping[Dimension, tuple[str, str]] = {
    Dimension.SECTOR: ("sectors", "title"),
    Dimension.RECIPIENT: ("organizations", "short_name"),
    Dimension.TOPIC: ("topics", "title"),
    Dimension.SETTLEMENT: ("settlements", "title"),
    Dimension.CHANNEL: ("channels", "title"),
}
"""Dimension → the reference collection that its values are ids of, and what its rows are called by."""


@strawberry.type(description="One value of one dimension.")
class CountKey:
    dimension: Dimension = strawberry.field(description="The dimension.")
    code: str | None = strawberry.field(
        description=(
            "Code of the value: for statuses, kinds, sectors and channels their own code; for topics, "
            "settlements and recipients the global id; for OVERDUE `true` or `false`; null for cases "
            "without a value."
        )
    )
    title: str = strawberry.field(description="The value in Russian.")


@strawberry.type(description="Cases with one combination of values.")
class CountGroup:
    key: list[CountKey] = strawberry.field(description="The values, in the order of `by`.")
    count: int | None = strawberry.field(description="How many; null if withheld.")
    suppressed: bool = strawberry.field(
        description="Whether the count is withheld because it would reveal too much."
    )


@strawberry.type(description="All cases that were counted.")
class CountTotal:
    count: int | None = strawberry.field(description="How many; null if it would give away a withheld count.")


@strawberry.type(description="Counts of cases.")
class CaseCounts:
    total: CountTotal = strawberry.field(description="All cases that were counted.")
    groups: list[CountGroup] = strawberry.field(
        description=(
            "Counts by the dimensions, each in its own order; combinations without cases are left out, and "
            "all groups are left out where their names alone would give a count away."
        )
    )


def _months(info: GraphInfo, given: CaseFilter | None) -> tuple[str | None, str | None]:
    """The local months of the range, as `YYYY-MM`. Raises: FILTER_FORBIDDEN for bounds that begin no month."""
    if given is None or given.received_at is None:
        return None, None
    calendar = calendar_of(info.context.container.access.reference)
    bounds = (given.received_at.from_, given.received_at.to)
    for bound in bounds:
        if bound is not None and not _begins_month(calendar, bound):
            raise FilterForbidden(field="receivedAt")
    since, until = (f"{calendar.day_of(one):%Y-%m}" if one is not None else None for one in bounds)
    return since, until


def _begins_month(calendar: Calendar, moment: datetime) -> bool:
    day = calendar.day_of(moment)
    return day.day == 1 and calendar.start_of(day) == moment


def _fixed(given: CaseFilter | None) -> tuple[Dimension, str] | None:
    """The one value that a cut may be narrowed to. Raises: FILTER_FORBIDDEN for more, or for any other filter."""
    named = [name for name, value in vars(given).items() if value is not None] if given else []
    for name in named:
        if name not in FIXED and name != "received_at":
            raise FilterForbidden(field=camel(name))
    chosen = [(name, getattr(given, name)) for name in named if name in FIXED]
    if not chosen:
        return None
    name, values = chosen[0]
    if len(chosen) > 1:
        raise FilterForbidden(field=camel(chosen[1][0]))
    if len(values) != 1:
        raise FilterForbidden(field=camel(name))
    return FIXED[name], str(values[0])


WORDS_OF = {Dimension.STATUS: frozenset(CaseStatus), Dimension.KIND: frozenset(CaseKind)}
"""Dimension → the values that it can have; another one, which no check let in, counts as none."""


def _key(info: GraphInfo, dimension: Dimension, value: Any) -> tuple[Any, CountKey]:
    """What the groups are sorted by along a dimension, and the value as it is shown."""
    if dimension is Dimension.OVERDUE:
        title = "Просрочено" if value else "Не просрочено"
        return (0, not value, ""), CountKey(
            dimension=dimension, code="true" if value else "false", title=title
        )
    if value is None or value not in WORDS_OF.get(dimension, (value,)):
        return (1, 0, ""), CountKey(dimension=dimension, code=None, title=NONE_TITLE)
    if dimension is Dimension.STATUS:
        place, title = list(CaseStatus).index(CaseStatus(value)), STATUSES[CaseStatus(value)]
        return (0, place, ""), CountKey(dimension=dimension, code=value, title=title)
    if dimension is Dimension.KIND:
        place, title = list(CaseKind).index(CaseKind(value)), LABELS[CaseKind][value]
        return (0, place, ""), CountKey(dimension=dimension, code=value, title=title)
    collection, called = COLLECTIONS[dimension]
    row = related(info, collection, value)
    title = str(row[called]) if row else NONE_TITLE
    if dimension is Dimension.SECTOR:
        return (0, 0, str(row["letter"]) if row else value), CountKey(
            dimension=dimension, code=value, title=title
        )
    code = value if dimension is Dimension.CHANNEL else str(row["id"]) if row else value
    return (0, 0, title), CountKey(dimension=dimension, code=code, title=title)


def _shown(info: GraphInfo, counts: Counts, by: list[Dimension]) -> CaseCounts:
    groups = []
    for group in counts.groups:
        pairs = [_key(info, dimension, value) for dimension, value in zip(by, group.values, strict=True)]
        shown = CountGroup(key=[key for _, key in pairs], count=group.count, suppressed=group.count is None)
        groups.append(([place for place, _ in pairs], shown))
    groups.sort(key=lambda pair: (pair[0], [key.code or "" for key in pair[1].key]))
    return CaseCounts(total=CountTotal(count=counts.total), groups=[shown for _, shown in groups])


@strawberry.type
class CountQueries:
    @query(
        Action.CASE_COUNT,
        CaseCounts,
        "Counts of cases by at most two dimensions. Anyone who may count cases without being able to list "
        "them gets fixed cuts only: whole local months and one kind, status, sector or channel; counts "
        "below 3 and their complements are withheld. The groups are then by sector, by one other "
        "dimension, or by both; for others only the total is given. What is withheld is decided once per "
        "month (months with fewer than 3 cases count with the next), and a range gives a count only if "
        "each of its months does.",
    )
    async def case_counts(
        self, info: GraphInfo, filter: CaseFilter | None = None, by: Many[Dimension] | None = None
    ) -> Any:
        named = by or []
        if len(named) > MOST_DIMENSIONS or len(set(named)) != len(named):
            raise BadRequest("too_many", path=("by",), limit=MOST_DIMENSIONS)
        refuse_contacts(filter)
        context = info.context
        access, who, now = context.container.access, context.principal, context.now
        where = condition(info, filter, None)
        if counts_freely(who, where):
            if filter is not None and filter.allowed_action is not None:
                where = one_condition(where, parts_of(info, where, filter.allowed_action))
            return _shown(info, await count_cases(access, who, now, where=where, by=named), named)
        months, fixed = _months(info, filter), _fixed(filter)
        return _shown(info, await count_cut(access, who, now, months=months, by=named, fixed=fixed), named)
