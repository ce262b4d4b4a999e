"""Scalars: moments as RFC 3339 in UTC, days as ISO dates, and free-form facts."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

import strawberry
from graphql import GraphQLError, GraphQLFloat, ValueNode
from graphql.type.scalars import parse_float_literal
from strawberry.scalars import JSON
from strawberry.types.scalar import ScalarDefinition

from auth.texts.errors import Text
from schema.document_errors import ValueRefused
from schema.engine.settings import LeafTest, Writer

__all__ = ["DATE", "DATE_TIME", "JSON", "LEAF_TESTS", "SCALARS"]

# RFC 3339 asks for the full form; Python's own parser would take week dates and missing separators too.
_MOMENT = re.compile(
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:(?P<second>[0-9]{2})(?:\.[0-9]{1,9})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})\Z"
)
_DAY = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
LEAP = "60"

NO_MOMENT = Text(
    "Нужен момент времени по RFC 3339 со смещением, например 2026-04-07T10:00:00+07:00.",
    "A moment in RFC 3339 with an offset is expected, such as 2026-04-07T10:00:00+07:00.",
)
NO_SUCH_MOMENT = Text(
    "Такой даты, такого времени или смещения не бывает.", "There is no such date, time or offset."
)
NO_DAY = Text("Нужен день, например 2026-04-07.", "A day is expected, such as 2026-04-07.")
NO_SUCH_DAY = Text("Такого дня в календаре нет.", "There is no such day in the calendar.")


def write_moment(value: object) -> datetime:
    """Return a moment (naive UTC, or aware) as naive UTC: the encoder of the answer writes it, as `2026-04-07T03:00:00Z`.

    Raises: ValueError for anything else.
    """
    if not isinstance(value, datetime):
        raise ValueError("DateTime takes a moment")  # noqa: TRY004  # graphql-core asks scalars for ValueError
    return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo is not None else value


def read_moment(value: object) -> datetime:
    """Return naive UTC, cut to milliseconds as the store keeps it; a leap second is the second before it.

    Raises: ValueRefused, also for a text without an offset.
    """
    found = _MOMENT.match(value) if isinstance(value, str) else None
    if found is None:
        raise ValueRefused(NO_MOMENT)
    is_leap = found["second"] == LEAP
    text = found[0].upper()
    if is_leap:
        text = f"{text[: found.start('second')]}59{text[found.end('second') :]}"
    try:
        moment = datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError) as error:
        raise ValueRefused(NO_SUCH_MOMENT) from error
    # A leap second is put in at the end of a day of UTC alone (RFC 3339 §5.7).
    if is_leap and (moment.hour, moment.minute) != (23, 59):
        raise ValueRefused(NO_SUCH_MOMENT)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def write_day(value: object) -> str:
    """Return a day as ISO text; documents keep days so already. Raises: ValueError for a moment or no day."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str) and _DAY.match(value):
        return value
    raise ValueError("Date takes a day")


def read_day(value: object) -> date:
    """Return a day from `2026-04-07`. Raises: ValueRefused."""
    if not isinstance(value, str) or not _DAY.match(value):
        raise ValueRefused(NO_DAY)
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise ValueRefused(NO_SUCH_DAY) from error


def read_float_literal(node: ValueNode) -> float:
    """Return the number of a literal. Raises: GraphQLError for one beyond a double (spec §3.5.2), or for no number."""
    value = parse_float_literal(node)
    if not math.isfinite(value):
        raise GraphQLError("Float cannot represent a number beyond double precision", node)
    return value


# The type is one for all schemas of the process, and graphql-core looks at variables alone: a literal 1e400 came through.
GraphQLFloat.coerce_input_literal = read_float_literal

DATE_TIME: ScalarDefinition = strawberry.scalar(
    name="DateTime",
    description=(
        "A moment in RFC 3339, in UTC with `Z` and with a fraction of a second if it has one: "
        "`2026-04-07T03:00:00Z`, `2026-04-07T03:00:00.123000Z`. Input requires an offset."
    ),
    specified_by_url="https://www.rfc-editor.org/rfc/rfc3339",
    serialize=write_moment,
    parse_value=read_moment,
)
DATE: ScalarDefinition = strawberry.scalar(
    name="Date",
    description="A day in the time zone Asia/Krasnoyarsk: `2026-04-07`.",
    serialize=write_day,
    parse_value=read_day,
)

SCALARS: dict[object, ScalarDefinition] = {datetime: DATE_TIME, date: DATE}
"""Python type → scalar, for the schema's configuration."""

LEAF_TESTS: Mapping[Writer, LeafTest] = {
    # The encoder writes moments, once, with all others.
    write_moment: LeafTest(
        "{v}.__class__ is not datetime or {v}.tzinfo is not None", names={"datetime": datetime}
    ),
    write_day: LeafTest("{v}.__class__ is not str or is_day({v}) is None", names={"is_day": _DAY.match}),
}
"""Which values each of them has to look at; the engine leaves the others as they are."""
