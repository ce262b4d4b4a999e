"""Periods and orders that several filters share."""

from datetime import datetime
from typing import Any

import strawberry

from auth.errors import BadRequest
from schema.shapes.kinds import LocalDay


@strawberry.input(description="A half-open range of days: `from` is included, `to` is not.")
class DateRange:
    from_: LocalDay | None = strawberry.field(default=None, name="from", description="First day.")
    to: LocalDay | None = strawberry.field(default=None, description="The day after the last.")


def day_condition(given: DateRange | None, *, path: str) -> dict[str, Any] | None:
    """Return the condition on a stored ISO day; None for no period. Raises: BAD_REQUEST (`empty_range`)."""
    if given is None:
        return None
    if given.from_ is not None and given.to is not None and given.from_ >= given.to:
        raise BadRequest("empty_range", path=("filter", path))
    bounds = {"$gte": given.from_, "$lt": given.to}
    return {name: day.isoformat() for name, day in bounds.items() if day is not None} or {"$ne": None}


def overdue_condition(asked: bool, now: datetime) -> dict[str, Any]:  # noqa: FBT001  # the filter's own value
    """Return the condition on the stored moment of becoming overdue."""
    return {"$lte" if asked else "$gt": now}
