"""When something was, as files of other systems write it: in local time, unless they say which (§7 of the domain)."""

import re
from datetime import UTC, datetime, timedelta

from auth.errors import Invalid
from documents.intake.records import GivenCell
from documents.kernel.calendar import FIRST_DAY, LAST_DAY, Calendar, OutsideCalendar

EPOCH = datetime(1899, 12, 30)
"""Day 0 of Excel: its 29 February 1900, which never was, is counted."""

FIRST_SERIAL, LAST_SERIAL = 20_000, 90_000
"""Days from 1954 to 2146; a smaller number is none."""

_RUSSIAN = re.compile(
    r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})"
    r"(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)?"
)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")


def moment_of(cell: GivenCell, calendar: Calendar) -> datetime:
    """Return a moment in naive UTC. Raises: INVALID (`malformed_moment`)."""
    try:
        moment = _moment(cell, calendar)
    except (ValueError, OverflowError, OutsideCalendar) as error:
        raise Invalid("malformed_moment") from error
    if not FIRST_DAY <= moment.date() <= LAST_DAY:
        raise Invalid("malformed_moment")
    # A second is the smallest that anybody writes on purpose.
    return moment.replace(microsecond=0)


def _moment(cell: GivenCell, calendar: Calendar) -> datetime:
    text = str(cell).strip()
    if _SERIAL.fullmatch(text):
        return calendar.utc(_of_serial(float(text.replace(",", "."))))
    found = _RUSSIAN.fullmatch(text)
    if found is not None:
        day, month, year, hour, minute, second = (int(one) for one in found.groups(default="0"))
        return calendar.utc(datetime(year, month, day, hour, minute, second))
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None:
        return moment.astimezone(UTC).replace(tzinfo=None)
    return calendar.utc(moment)


def _of_serial(days: float) -> datetime:
    if not FIRST_SERIAL <= days <= LAST_SERIAL:
        raise ValueError(days)
    # Whole seconds: a fraction of a day is never exact.
    return EPOCH + timedelta(seconds=round(days * 86_400))
