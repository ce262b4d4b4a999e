"""What a request to Open311 gives: its parameters as filters of lists, and its form as a message to register."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from api.open311.forms import pieces
from api.open311.refusing import (
    BODY,
    MISSING,
    TOO_FAR,
    TOO_LONG,
    TOO_MANY,
    TWICE,
    UNKNOWN_ATTRIBUTE,
    WRONG,
    Open311Refused,
)
from documents.cases.statuses import DONE, TERMINAL, CaseStatus
from documents.cases.vocabulary import MessageKind
from schema.shapes.kinds import LONGEST_KEY, SHORTEST_KEY

LONGEST_PERIOD = timedelta(days=90)
MOST_ROWS = 1_000
"""So many records of one selection the specification lets a caller reach."""

PAGE_SIZE, LARGEST_PAGE, MOST_NUMBERS = 50, 100, 50
MOST_FIELDS = 100
INSTANT = timedelta(seconds=1)
"""Ends are included there and excluded here; moments are told to the second."""

KIND = "kind"
"""The one attribute that every service has."""

CLOSED = frozenset({*TERMINAL, *DONE})
STATUSES: Mapping[str, tuple[str, ...]] = {
    "open": tuple(sorted(one.value for one in set(CaseStatus) - CLOSED)),
    "closed": tuple(sorted(one.value for one in CLOSED)),
}
"""THE mapping of §5.2: what is over, or answered, is closed."""

SentFields = Mapping[str, str]


@dataclass(frozen=True)
class Period:
    """From when to when; the end is not part of it."""

    start: datetime
    end: datetime

    @property
    def as_range(self) -> dict[str, str]:
        """It as the ranges of filters are written."""
        return {"from": written_moment(self.start), "to": written_moment(self.end)}


@dataclass(frozen=True)
class WantedPage:
    """Which page of a list is asked for: how many rows come before it, and how many it has."""

    skipped: int
    size: int


def written_moment(moment: datetime) -> str:
    """Return a moment as an input takes it."""
    return f"{moment.isoformat()}Z"


def fields_of(raw: bytes) -> dict[str, str]:
    """Read the fields of an address or of a form. Raises: Open311Refused."""
    try:
        pairs = parse_qsl(
            raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError as error:
        raise Open311Refused(400, BODY) from error
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in found:
            raise Open311Refused(400, TWICE, name=name)
        found[name] = value.strip()
    return {name: value for name, value in found.items() if value}


def numbers_in(given: SentFields) -> list[str] | None:
    """Return the numbers that are asked for by name; None where they are not. Raises: Open311Refused."""
    if "service_request_id" not in given:
        return None
    numbers = [*dict.fromkeys(pieces(given["service_request_id"]))]
    if len(numbers) > MOST_NUMBERS:
        raise Open311Refused(400, TOO_MANY, name="service_request_id", limit=MOST_NUMBERS)
    return numbers


def period_in(given: SentFields, now: datetime) -> Period:
    """Return the period that is asked for: the last 90 days, or 90 days from or to the one moment that is given.

    Raises: Open311Refused.
    """
    start, end = (_moment(given, name) for name in ("start_date", "end_date"))
    if start is None:
        start = (end or now) - LONGEST_PERIOD
    if end is None:
        end = start + LONGEST_PERIOD
    if end < start:
        raise Open311Refused(400, WRONG, name="end_date")
    if end - start > LONGEST_PERIOD:
        raise Open311Refused(400, TOO_LONG, days=LONGEST_PERIOD.days)
    return Period(start, end + INSTANT)


def page_in(given: SentFields) -> WantedPage:
    """Return the page that is asked for. Raises: Open311Refused."""
    size = _number(given, "page_size", PAGE_SIZE, LARGEST_PAGE)
    page = _number(given, "page", 1, MOST_ROWS)
    if page * size > MOST_ROWS:
        raise Open311Refused(400, TOO_FAR, limit=MOST_ROWS)
    return WantedPage((page - 1) * size, size)


def filter_in(given: SentFields, channels: Iterable[str], now: datetime) -> dict[str, Any]:
    """Return the filter of the list of messages that a request asks for. Raises: Open311Refused."""
    found: dict[str, Any] = {"channel": [*channels], "receivedAt": period_in(given, now).as_range}
    if "service_code" in given:
        found["topicIds"] = [*dict.fromkeys(pieces(given["service_code"]))]
    if "status" in given:
        names = {*pieces(given["status"].lower())}
        if not names <= STATUSES.keys():
            raise Open311Refused(400, WRONG, name="status")
        found["status"] = sorted(one for name in names for one in STATUSES[name])
    return found


def message_in(given: SentFields, channel_id: str, key: str) -> dict[str, Any]:
    """Return the input of `registerSubmission` for what a form says. Raises: Open311Refused."""
    if "service_code" not in given:
        raise Open311Refused(400, MISSING, name="service_code")
    if not {"description", "media_url"} & given.keys():
        raise Open311Refused(400, MISSING, name="description")
    if not SHORTEST_KEY <= len(key) <= LONGEST_KEY:
        raise Open311Refused(400, WRONG, name="Idempotency-Key")
    place = _place(given)
    who = _applicant(given)
    return {
        "regime": "MESSAGE",
        "form": "ELECTRONIC",
        "channelId": channel_id,
        "topicId": given["service_code"],
        "text": "\n\n".join(given[one] for one in ("description", "media_url") if one in given),
        "idempotencyKey": key,
        **({"location": place} if place else {}),
        **({"applicant": who} if who else {}),
        **_attributes(given),
    }


FIELD_OF: Mapping[str, str] = {
    "topicId": "service_code",
    "text": "description",
    "location.streetId": "address_id",
    "location.description": "address_string",
    "location.latitude": "lat",
    "location.longitude": "long",
    "applicant.fullName": "first_name, last_name",
    "applicant.phone": "phone",
    "applicant.email": "email",
    "messageKind": f"attribute[{KIND}]",
    "idempotencyKey": "Idempotency-Key",
}
"""Path of a refusal → the field that it is about."""


def _place(given: SentFields) -> dict[str, Any]:
    if ("lat" in given) != ("long" in given):
        raise Open311Refused(400, MISSING, name="long" if "lat" in given else "lat")
    if not {"lat", "address_string", "address_id"} & given.keys():
        raise Open311Refused(400, MISSING, name="lat, long")
    texts = {"streetId": "address_id", "description": "address_string"}
    degrees = {"latitude": "lat", "longitude": "long"}
    return {
        **{name: given[field] for name, field in texts.items() if field in given},
        **{name: _degrees(given, field) for name, field in degrees.items() if field in given},
    }


def _applicant(given: SentFields) -> dict[str, Any]:
    name = " ".join(given[one] for one in ("last_name", "first_name") if one in given)
    found = {"fullName": name, "phone": given.get("phone"), "email": given.get("email")}
    return {field: value for field, value in found.items() if value}


def _attributes(given: SentFields) -> dict[str, Any]:
    found = {}
    for name, value in given.items():
        if not name.startswith("attribute["):
            continue
        if name != f"attribute[{KIND}]":
            raise Open311Refused(400, UNKNOWN_ATTRIBUTE, name=name)
        if value not in set(MessageKind):
            raise Open311Refused(400, WRONG, name=name)
        found["messageKind"] = value
    return found


def _moment(given: SentFields, name: str) -> datetime | None:
    if name not in given:
        return None
    try:
        moment = datetime.fromisoformat(given[name])
        if moment.tzinfo is None:
            raise ValueError("a moment without its offset")
        return moment.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError) as error:
        raise Open311Refused(400, WRONG, name=name) from error


def _number(given: SentFields, name: str, default: int, most: int) -> int:
    text = given.get(name, str(default))
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(most)) and 1 <= int(text) <= most):
        raise Open311Refused(400, WRONG, name=name)
    return int(text)


def _degrees(given: SentFields, name: str) -> float:
    try:
        return float(given[name])
    except ValueError as error:
        raise Open311Refused(400, WRONG, name=name) from error
