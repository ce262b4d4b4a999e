"""Counts of cases by one or two dimensions: the answer's types, and what a fixed cut may ask for."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

import strawberry

from auth.actions import Action
from auth.errors import BadRequest, FilterForbidden
from documents.cases.labels import LABELS
from documents.cases.statuses import LABELS as STATUSES
from documents.cases.statuses import CaseStatus
from documents.cases.vocabulary import CaseKind
from documents.center.calendars import calendar_of
from documents.kernel.calendar import Calendar
from documents.kernel.names import camel
from documents.kernel.read.conditions import add
from documents.statistics.counts import Counts, count_cases, count_protected, counts_freely, lists_freely
from documents.statistics.pipelines import Dimension
from schema.cases.contacts import refuse_contacts
from schema.cases.filters import CaseFilter, DateTimeRange, condition
from schema.cases.waiting import one_condition, parts_of
from schema.context import GraphInfo
from schema.memory import related
from schema.nodes import query
from schema.shapes.kinds import Many

MOST_DIMENSIONS = 2
NONE_TITLE = "Не указано"

FIXED = ("kind", "status", "sector", "channel")
"""Filters of protected figures, of which one value of one may be given (rights, case.count)."""

WORDS = ("search", "street", "street_ids", "house", "near", "within", "tags", "external_id")
"""Filters that look at what is written in a case: exact figures of cases that one cannot list are not told by them."""

PROTECTED = "protected_figures"

DRAWN_FOR = "case counts"
"""What figures are drawn for: the same cases are rounded alike, whatever is counted of them."""

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
    count: int = strawberry.field(description="How many; rounded where the answer `isRounded`.")
    suppressed: bool = strawberry.field(
        description="Always false: figures are rounded, not withheld.",
        deprecation_reason="Use `CaseCounts.isRounded`. Removed after 2027-06.",
    )


@strawberry.type(description="All cases that were counted.")
class CountTotal:
    count: int = strawberry.field(description="How many; rounded where the answer `isRounded`.")


@strawberry.type(description="Counts of cases.")
class CaseCounts:
    total: CountTotal = strawberry.field(description="All cases that were counted.")
    groups: list[CountGroup] = strawberry.field(
        description=(
            "Counts by the dimensions, each in its own order. Combinations without cases are left out, and "
            "those whose figure is rounded to 0. Rounded groups need not add up to the total."
        )
    )
    is_rounded: bool = strawberry.field(
        description=(
            "Whether the figures of cases that you cannot list are multiples of 5, each less than 5 away from the true "
            "one. The same cases are always rounded alike. A range of several periods is the sum of its whole years, "
            "quarters and months."
        )
    )


def months_of(info: GraphInfo, period: DateTimeRange | None, *, field: str) -> tuple[str | None, str | None]:
    """Return the local months of a range, as `YYYY-MM`. Raises: FILTER_FORBIDDEN for bounds that begin no month."""
    if period is None:
        return None, None
    calendar = calendar_of(info.context.container.access.reference)
    bounds = (period.from_, period.to)
    for bound in bounds:
        if bound is not None and not _begins_month(calendar, bound):
            raise FilterForbidden(field=field, rule=PROTECTED)
    since, until = (f"{calendar.day_of(one):%Y-%m}" if one is not None else None for one in bounds)
    return since, until


def _begins_month(calendar: Calendar, moment: datetime) -> bool:
    day = calendar.day_of(moment)
    return day.day == 1 and calendar.start_of(day) == moment


def check_fixed(given: CaseFilter | None) -> None:
    """Require that only a period and one value are filtered by. Raises: FILTER_FORBIDDEN."""
    named = [name for name, value in vars(given).items() if value is not None] if given else []
    for name in named:
        if name not in FIXED and name != "received_at":
            raise FilterForbidden(field=camel(name), rule=PROTECTED)
    chosen = [(name, getattr(given, name)) for name in named if name in FIXED]
    if not chosen:
        return
    name, values = chosen[0]
    if len(chosen) > 1:
        raise FilterForbidden(field=camel(chosen[1][0]), rule=PROTECTED)
    if len(values) != 1:
        raise FilterForbidden(field=camel(name), rule=PROTECTED)


def refuse_words(given: CaseFilter) -> None:
    """Require that no words are looked for. Raises: FILTER_FORBIDDEN."""
    for name in WORDS:
        if getattr(given, name) is not None:
            raise FilterForbidden(field=camel(name), rule="exact_figures")


def _leave_wrong_registrations_out(where: dict[str, Any], given: CaseFilter | None) -> None:
    """Count no wrong registrations, which are no messages (domain rules, §5.2), unless states are asked for."""
    if given is None or given.status is None:
        add(where, "status", {"$ne": CaseStatus.CANCELLED.value})


WORDS_OF: Mapping[Dimension, Mapping[str, tuple[int, str]]] = {
    Dimension.STATUS: {one.value: (place, STATUSES[one]) for place, one in enumerate(CaseStatus)},
    Dimension.KIND: {one.value: (place, LABELS[CaseKind][one]) for place, one in enumerate(CaseKind)},
}
"""Dimension → the values that it can have, each with its place and title; another one, which no check let in, counts as
none."""


def key_of(info: GraphInfo, dimension: Dimension, value: Any) -> tuple[Any, CountKey]:
    """Return what the groups are sorted by along a dimension, and the value as it is shown."""
    if dimension is Dimension.OVERDUE:
        title = "Просрочено" if value else "Не просрочено"
        return (0, not value, ""), CountKey(
            dimension=dimension, code="true" if value else "false", title=title
        )
    words = WORDS_OF.get(dimension)
    if value is None or (words is not None and value not in words):
        return (1, 0, ""), CountKey(dimension=dimension, code=None, title=NONE_TITLE)
    if words is not None:
        place, title = words[value]
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
        pairs = [key_of(info, dimension, value) for dimension, value in zip(by, group.values, strict=True)]
        shown = CountGroup(key=[key for _, key in pairs], count=group.count, suppressed=False)
        groups.append(([place for place, _ in pairs], shown))
    groups.sort(key=lambda pair: (pair[0], [key.code or "" for key in pair[1].key]))
    return CaseCounts(
        total=CountTotal(count=counts.total),
        groups=[shown for _, shown in groups],
        is_rounded=counts.is_rounded,
    )


@strawberry.type
class CountQueries:
    @query(
        Action.CASE_COUNT,
        CaseCounts,
        "Counts of cases by at most two dimensions. Exact for who could list what is counted, and for the "
        "leadership, who may not `search` nor filter by place, tags or external number. Others get protected "
        "figures: multiples of 5, each less than 5 away from the true one, for whole local months, quarters or "
        "years or for all time, and one kind, status, sector or channel. Wrong registrations (`CANCELLED`) are no "
        "messages and are counted only where `status` asks for them; what was merged is counted.",
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
        _leave_wrong_registrations_out(where, filter)
        if counts_freely(who, where):
            if filter is not None and not lists_freely(who, where):
                refuse_words(filter)
            if filter is not None and filter.allowed_action is not None:
                where = one_condition(where, parts_of(info, where, filter.allowed_action))
            return _shown(info, await count_cases(access, who, now, where=where, by=named), named)
        months = months_of(info, filter.received_at if filter is not None else None, field="receivedAt")
        check_fixed(filter)

        draw = partial(context.cursors.draw, use=DRAWN_FOR)
        counts = await count_protected(access, who, now, where=where, months=months, by=named, draw=draw)
        return _shown(info, counts, named)
