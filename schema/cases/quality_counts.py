"""Counts of checked answers by verdict and by what was found wanting: figures of the work, never of one answer."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import strawberry

from auth.actions import Action
from auth.errors import BadRequest
from documents.cases.quality import CRITERIA, VERDICTS, QualityCriterion, QualityVerdict
from documents.statistics.counts import (
    CHECKED_CASES,
    Counts,
    count_cases,
    count_protected,
    counts_freely,
    lists_freely,
)
from documents.statistics.pipelines import Dimension, QualityDimension
from schema.cases.contacts import refuse_contacts
from schema.cases.counts import (
    DRAWN_FOR,
    MOST_DIMENSIONS,
    NONE_TITLE,
    check_fixed,
    key_of,
    months_of,
    refuse_words,
)
from schema.cases.filters import CaseFilter, condition
from schema.cases.waiting import one_condition, parts_of
from schema.context import GraphInfo
from schema.nodes import query
from schema.shapes.kinds import Many

WORDS: Mapping[QualityDimension, Mapping[Any, str]] = {
    QualityDimension.VERDICT: {QualityVerdict(one): title for one, title in VERDICTS.items()},
    QualityDimension.UNMET_CRITERION: {QualityCriterion(one): title for one, title in CRITERIA.items()},
}
"""Dimension of checks → its values in their order, in Russian."""


@strawberry.type(description="One value of one dimension of checked answers.")
class QualityKey:
    dimension: QualityDimension = strawberry.field(description="The dimension.")
    code: str | None = strawberry.field(
        description="Code of the value, as in `caseCounts`; null for cases without a value."
    )
    title: str = strawberry.field(description="The value in Russian.")


@strawberry.type(description="Cases with one combination of values.")
class QualityGroup:
    key: list[QualityKey] = strawberry.field(description="The values, in the order of `by`.")
    count: int = strawberry.field(description="How many cases; rounded where the answer `isRounded`.")


@strawberry.type(description="Counts of cases whose answer was checked.")
class QualityCounts:
    checked: int = strawberry.field(
        description="All cases of which an answer was checked; rounded where the answer `isRounded`."
    )
    groups: list[QualityGroup] = strawberry.field(
        description=(
            "Counts by the dimensions; of each case its last check counts. A case stands in several groups of "
            "UNMET_CRITERION, or in none. Combinations without cases are left out, and those whose figure is rounded to 0."
        )
    )
    is_rounded: bool = strawberry.field(
        description="Whether the figures of cases whose checks you may not read are rounded as in `caseCounts`."
    )


def _key(info: GraphInfo, dimension: QualityDimension, value: Any) -> tuple[Any, QualityKey]:
    words = WORDS.get(dimension)
    if words is None:
        place, shared = key_of(info, Dimension(dimension.value), value)
        return place, QualityKey(dimension=dimension, code=shared.code, title=shared.title)
    if value not in words:
        return (1, 0, ""), QualityKey(dimension=dimension, code=None, title=NONE_TITLE)
    return (0, list(words).index(value), ""), QualityKey(dimension=dimension, code=value, title=words[value])


def _shown(info: GraphInfo, counts: Counts, checked: int, by: list[QualityDimension]) -> QualityCounts:
    groups = []
    for group in counts.groups:
        pairs = [_key(info, dimension, value) for dimension, value in zip(by, group.values, strict=True)]
        shown = QualityGroup(key=[key for _, key in pairs], count=group.count)
        groups.append(([place for place, _ in pairs], shown))
    groups.sort(key=lambda pair: (pair[0], [key.code or "" for key in pair[1].key]))
    return QualityCounts(checked=checked, groups=[shown for _, shown in groups], is_rounded=counts.is_rounded)


@strawberry.type
class QualityCountQueries:
    @query(
        Action.QUALITY_COUNT,
        QualityCounts,
        "Counts of cases with a checked answer by at most two dimensions, by verdict and unmet criterion among them. "
        "Exact for who may read the checks of what is counted, and for the leadership; protected for others, under the "
        "filters that `caseCounts` takes for them.",
    )
    async def quality_counts(
        self, info: GraphInfo, filter: CaseFilter | None = None, by: Many[QualityDimension] | None = None
    ) -> Any:
        named = by or []
        if len(named) > MOST_DIMENSIONS or len(set(named)) != len(named):
            raise BadRequest("too_many", path=("by",), limit=MOST_DIMENSIONS)
        refuse_contacts(filter)
        count = _exact(info, filter) or _protected(info, filter)
        counts = await count(by=named)
        # A case may fail several criteria, or none: the groups say nothing of how many there are.
        whole = await count(by=()) if QualityDimension.UNMET_CRITERION in named else counts
        return _shown(info, counts, whole.total, named)


def _exact(info: GraphInfo, given: CaseFilter | None) -> Any:
    """How to count exactly; None for who is told protected figures."""
    context = info.context
    access, who, now = context.container.access, context.principal, context.now
    where = condition(info, given, None)
    if not counts_freely(who, where, CHECKED_CASES):
        return None
    if given is not None and not lists_freely(who, where, CHECKED_CASES):
        refuse_words(given)
    if given is not None and given.allowed_action is not None:
        where = one_condition(where, parts_of(info, where, given.allowed_action))
    return partial(count_cases, access, who, now, where=where, counting=CHECKED_CASES)


def _protected(info: GraphInfo, given: CaseFilter | None) -> Any:
    context = info.context
    months = months_of(info, given.received_at if given is not None else None, field="receivedAt")
    check_fixed(given)
    return partial(
        count_protected,
        context.container.access,
        context.principal,
        context.now,
        where=condition(info, given, None),
        months=months,
        draw=partial(context.cursors.draw, use=DRAWN_FOR),
        counting=CHECKED_CASES,
    )
