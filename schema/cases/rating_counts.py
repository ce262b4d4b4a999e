"""Counts of ratings by one or two dimensions: the answer's types, and what a protected count may ask for."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import strawberry

from auth.actions import Action
from auth.errors import BadRequest, FilterForbidden
from documents.cases.satisfaction import SCORES
from documents.cases.vocabulary import CaseKind
from documents.kernel.names import camel
from documents.statistics.ratings import (
    RatingCounts,
    RatingDimension,
    RatingGroup,
    count_protected_ratings,
    count_ratings,
    reads_ratings,
)
from schema.cases.counts import MOST_DIMENSIONS, NONE_TITLE, PROTECTED, months_of
from schema.cases.filters import DateTimeRange, any_of
from schema.context import GraphInfo
from schema.directory.types import SectorCode
from schema.ids import decoded
from schema.memory import related
from schema.nodes import query
from schema.shapes.kinds import Code, Id, Many

FIXED = ("kind", "sector", "channel")
"""Filters of protected figures, of which one value of one may be given (as for counts of cases)."""

SUBMISSIONS = (CaseKind.MESSAGE, CaseKind.APPEAL)

GroupPlace = tuple[Any, ...]


@strawberry.input(description="Fields are combined with AND; a list matches any of its values.")
class RatingFilter:
    rated_at: DateTimeRange | None = strawberry.field(
        default=None, description="When the applicants rated the answers."
    )
    kind: Many[CaseKind] | None = strawberry.field(
        default=None, description="Messages or appeals; incidents are not rated."
    )
    sector: Many[SectorCode] | None = strawberry.field(
        default=None, description="Sectors а)–ж) of the decree."
    )
    channel: Many[Code] | None = strawberry.field(default=None, description="Channel codes.")
    topic_ids: Many[Id] | None = strawberry.field(default=None, description="Topics.")
    recipient_ids: Many[Id] | None = strawberry.field(
        default=None, description="Organizations whose answers were rated."
    )


@strawberry.type(description="One value of one dimension of ratings.")
class RatingKey:
    dimension: RatingDimension = strawberry.field(description="The dimension.")
    code: str | None = strawberry.field(
        description=(
            "Code of the value: of sectors their own code; of topics and recipients the global id; of months `2026-06`; of "
            "scores the number; for SOLVED `true` or `false`; null for ratings without a value."
        )
    )
    title: str = strawberry.field(description="The value in Russian.")


@strawberry.type(description="Ratings with one combination of values.")
class RatingCountGroup:
    key: list[RatingKey] = strawberry.field(description="The values, in the order of `by`.")
    count: int = strawberry.field(description="How many; rounded where the answer `isRounded`.")
    average_score: float | None = strawberry.field(
        description="The average score, from 1 to 5; null where the answer `isRounded`."
    )


@strawberry.type(description="All ratings that were counted.")
class RatingTotal:
    count: int = strawberry.field(description="How many; rounded where the answer `isRounded`.")
    average_score: float | None = strawberry.field(
        description="The average score, from 1 to 5; null where the answer `isRounded`, and without ratings."
    )


@strawberry.type(description="Counts of what applicants said of the answers.")
class SatisfactionCounts:
    total: RatingTotal = strawberry.field(description="All ratings that were counted.")
    groups: list[RatingCountGroup] = strawberry.field(
        description="Counts by the dimensions, each in its own order; combinations without ratings are left out."
    )
    is_rounded: bool = strawberry.field(
        description=(
            "Whether the figures of ratings that you cannot read are multiples of 5, each less than 5 away from the true "
            "one, as those of `caseCounts` are. Averages are not told then: count by SCORE."
        )
    )


def _condition(given: RatingFilter | None) -> dict[str, Any]:
    """The flat condition on the cases of the ratings. Raises: BAD_REQUEST."""
    kinds = [str(one) for one in SUBMISSIONS if given is None or given.kind is None or one in given.kind]
    where: dict[str, Any] = {"kind": any_of(kinds)}
    if given is None:
        return where
    for name, key in (("sector", "sector_id"), ("channel", "channel_id")):
        values = getattr(given, name)
        if values is not None:
            where[key] = any_of([str(one) for one in values])
    for name, key, kind in (
        ("topic_ids", "topic_id", "Topic"),
        ("recipient_ids", "recipient_id", "Organization"),
    ):
        texts = getattr(given, name)
        if texts is not None:
            path = ("filter", camel(name))
            where[key] = any_of([decoded(text, kind, path=path) for text in texts])
    return where


def _rated(given: RatingFilter | None) -> dict[str, datetime]:
    """The bounds of the period. Raises: BAD_REQUEST for one that holds nothing."""
    period = given.rated_at if given is not None else None
    if period is None:
        return {}
    if period.from_ is not None and period.to is not None and period.from_ >= period.to:
        raise BadRequest("empty_range", path=("filter", "ratedAt"))
    bounds = {"$gte": period.from_, "$lt": period.to}
    return {operator: value for operator, value in bounds.items() if value is not None}


def _check_fixed(given: RatingFilter | None) -> None:
    """Require that only a period and one value are filtered by. Raises: FILTER_FORBIDDEN."""
    named = [name for name, value in vars(given).items() if value is not None] if given else []
    chosen = [name for name in named if name != "rated_at"]
    for place, name in enumerate(chosen):
        if place > 0 or name not in FIXED or len(getattr(given, name)) != 1:
            raise FilterForbidden(field=camel(name), rule=PROTECTED)


def _referred(collection: str, called: str) -> Callable[[GraphInfo, Any], tuple[GroupPlace, str, str]]:
    def found(info: GraphInfo, value: Any) -> tuple[GroupPlace, str, str]:
        row = related(info, collection, value)
        title = str(row[called]) if row else NONE_TITLE
        code = value if collection == "sectors" or row is None else str(row["id"])
        return (row["letter"] if row and collection == "sectors" else title,), code, title

    return found


def _month(info: GraphInfo, value: Any) -> tuple[GroupPlace, str, str]:
    year, month = str(value).split("-")
    return (value,), value, f"{month}.{year}"


def _score(info: GraphInfo, value: Any) -> tuple[GroupPlace, str, str]:
    return (value,), str(value), SCORES.get(value, NONE_TITLE)


def _solved(info: GraphInfo, value: Any) -> tuple[GroupPlace, str, str]:
    return (not value,), "true" if value else "false", "Решён" if value else "Не решён"


SHOWN: Mapping[RatingDimension, Callable[[GraphInfo, Any], tuple[GroupPlace, str, str]]] = {
    RatingDimension.RECIPIENT: _referred("organizations", "short_name"),
    RatingDimension.SECTOR: _referred("sectors", "title"),
    RatingDimension.TOPIC: _referred("topics", "title"),
    RatingDimension.MONTH: _month,
    RatingDimension.SCORE: _score,
    RatingDimension.SOLVED: _solved,
}
"""Dimension → what its groups are sorted by, the code of a value, and its title."""


def _key(info: GraphInfo, dimension: RatingDimension, value: Any) -> tuple[GroupPlace, RatingKey]:
    if value is None:
        return (1,), RatingKey(dimension=dimension, code=None, title=NONE_TITLE)
    place, code, title = SHOWN[dimension](info, value)
    return (0, *place), RatingKey(dimension=dimension, code=code, title=title)


def _group(
    info: GraphInfo, group: RatingGroup, by: list[RatingDimension]
) -> tuple[list[GroupPlace], RatingCountGroup]:
    pairs = [_key(info, dimension, value) for dimension, value in zip(by, group.values, strict=True)]
    shown = RatingCountGroup(key=[key for _, key in pairs], count=group.count, average_score=group.average)
    return [place for place, _ in pairs], shown


def _shown(info: GraphInfo, counts: RatingCounts, by: list[RatingDimension]) -> SatisfactionCounts:
    groups = sorted(
        (_group(info, one, by) for one in counts.groups),
        key=lambda pair: (pair[0], [key.code or "" for key in pair[1].key]),
    )
    return SatisfactionCounts(
        total=RatingTotal(count=counts.total.count, average_score=counts.total.average),
        groups=[shown for _, shown in groups],
        is_rounded=counts.is_rounded,
    )


@strawberry.type
class RatingCountQueries:
    @query(
        Action.SATISFACTION_COUNT,
        SatisfactionCounts,
        "Counts of what applicants said of the answers, by at most two dimensions; what a recipient recorded of its own "
        "answers is not counted. Exact for who could read every rating that is counted, and for the leadership. Others get "
        "protected figures as those of `caseCounts`: for whole local months, quarters or years or for all time, and one "
        "kind, sector or channel.",
    )
    async def satisfaction_counts(
        self, info: GraphInfo, filter: RatingFilter | None = None, by: Many[RatingDimension] | None = None
    ) -> Any:
        named = by or []
        if len(named) > MOST_DIMENSIONS or len(set(named)) != len(named):
            raise BadRequest("too_many", path=("by",), limit=MOST_DIMENSIONS)
        context = info.context
        access, who = context.container.access, context.principal
        where, rated = _condition(filter), _rated(filter)
        if reads_ratings(who, where):
            return _shown(info, await count_ratings(access, who, where=where, rated=rated, by=named), named)
        months = months_of(info, filter.rated_at if filter is not None else None, field="ratedAt")
        _check_fixed(filter)

        def draw(text: str) -> float:
            return context.cursors.draw(text, use="rating counts")

        counts = await count_protected_ratings(access, who, where=where, months=months, by=named, draw=draw)
        return _shown(info, counts, named)
