"""What each filter and each order promises, over stored rows: THE table to extend when a filter or an order is new."""

# ruff: noqa: ARG005  # every condition is called with the same three arguments

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from api.leaks.people import Asker
from api.leaks.pipelines import Row
from documents.kernel.ids import global_id

Holds = Callable[[Row, Asker, datetime], bool]
LOCAL = timedelta(hours=7)
"""Asia/Krasnoyarsk has had no other offset since 2014."""


@dataclass(frozen=True)
class Trial:
    """One value of one filter as GraphQL spells it, and the rows that it must leave."""

    text: str
    holds: Holds
    is_bound: bool = False
    """Whether `holds` tells only which rows may be left, not which must."""


TrialMaker = Callable[[list[Row], datetime], Iterable[Trial]]
"""Makes trials from the rows that are there, the commonest values first."""


def _common(rows: list[Row], key: str) -> list[Any]:
    return [value for value, _ in Counter(row.get(key) for row in rows).most_common() if value is not None]


def _literal(value: Any) -> str:
    return f'"{value}"'


def _any_of(key: str, spelled: Callable[[Any], str]) -> TrialMaker:
    """A list of values of `key`: each alone, and after the commonest two of the others at once."""

    def trials(rows: list[Row], now: datetime) -> Iterator[Trial]:
        values = _common(rows, key)
        together = [values[1:3]] if len(values) > 2 else []
        for some in ([one] for one in values[:1]), together, ([one] for one in values[1:]):
            for wanted in some:
                text = f"[{', '.join(spelled(one) for one in wanted)}]"
                yield Trial(text, lambda row, asker, at, wanted=wanted: row.get(key) in wanted)  # type: ignore[misc]

    return trials


def enum(key: str) -> TrialMaker:
    """Return a list of enumeration values that stand under `key` as they are."""
    return _any_of(key, str)


def texts(key: str) -> TrialMaker:
    """Return a list of strings that stand under `key`."""
    return _any_of(key, _literal)


def ids(key: str, type_name: str) -> TrialMaker:
    """Return a list of global ids of what `key` names."""
    return _any_of(key, lambda value: _literal(global_id(type_name, value)))


def number(key: str) -> TrialMaker:
    """Return a number that stands under `key`."""

    def trials(rows: list[Row], now: datetime) -> Iterator[Trial]:
        for value in _common(rows, key):
            yield Trial(str(value), lambda row, asker, at, value=value: row.get(key) == value)  # type: ignore[misc]

    return trials


def flag(holds: Callable[[Row, Asker, datetime], Any]) -> TrialMaker:
    """Return true or false, by what `holds` says of a row."""

    def trials(rows: list[Row], now: datetime) -> Iterator[Trial]:
        yield Trial("true", lambda row, asker, at: bool(holds(row, asker, at)))
        yield Trial("false", lambda row, asker, at: not holds(row, asker, at))

    return trials


def period(key: str) -> TrialMaker:
    """Return a half-open period of moments around the middle of what is there."""

    def trials(rows: list[Row], now: datetime) -> Iterator[Trial]:
        there = sorted(row[key] for row in rows if row.get(key) is not None)
        if not there:
            return
        start, end = there[len(there) // 3], there[2 * len(there) // 3] + timedelta(seconds=1)
        text = f'{{from: "{spelled(start)}", to: "{spelled(end)}"}}'
        start, end = (one.replace(microsecond=one.microsecond // 1000 * 1000) for one in (start, end))
        yield Trial(text, lambda row, asker, at: row.get(key) is not None and start <= row[key] < end)
        until = f'{{to: "{spelled(start)}"}}'
        yield Trial(until, lambda row, asker, at: row.get(key) is not None and row[key] < start)

    return trials


def days(key: str) -> TrialMaker:
    """Return a half-open period of local days."""

    def trials(rows: list[Row], now: datetime) -> Iterator[Trial]:
        there = sorted(row[key] for row in rows if row.get(key) is not None)
        if there:
            start = there[len(there) // 3]
            yield Trial(
                f"{{from: {_literal(start)}}}",
                lambda row, asker, at: row.get(key) is not None and row[key] >= start,
            )
            yield Trial(
                f"{{to: {_literal(start)}}}",
                lambda row, asker, at: row.get(key) is not None and row[key] < start,
            )

    return trials


def local_year(key: str) -> TrialMaker:
    """Return the local year of a moment."""

    def trials(rows: list[Row], now: datetime) -> Iterator[Trial]:
        for value, _ in Counter((row[key] + LOCAL).year for row in rows).most_common():
            yield Trial(str(value), lambda row, asker, at, value=value: (row[key] + LOCAL).year == value)  # type: ignore[misc]

    return trials


def searched(rows: list[Row], now: datetime) -> Iterator[Trial]:
    """Leave searching to a check of its own (searching.py): what it finds cannot be told from rows alone."""
    return iter(())


def sought(rows: list[Row], now: datetime) -> Iterator[Trial]:
    """Leave contacts to a check of their own (searching.py): where they may be sought at all, each use is logged."""
    return iter(())


def awaited(rows: list[Row], now: datetime) -> Iterator[Trial]:
    """Leave what waits for somebody to a check of its own (waiting.py), value by value on every list that can be asked."""
    return iter(())


NOT_OPEN = frozenset("ANSWERED REPLIED CLOSED REJECTED DISMISSED FORWARDED MERGED WITHDRAWN".split())
"""States in which nobody owes an answer."""


def statuses_of(key: str) -> TrialMaker:
    """Return one state of which some part under `key` is."""

    def trials(rows: list[Row], now: datetime) -> Iterator[Trial]:
        for value, _ in Counter(one["status"] for row in rows for one in row[key]).most_common():
            yield Trial(
                f"[{value}]",
                lambda row, asker, at, value=value: any(one["status"] == value for one in row[key]),  # type: ignore[misc]
            )

    return trials


def filed(values: Callable[[Row], Iterable[str | None]]) -> TrialMaker:
    """Return a list of texts, compared without regard to capitals."""

    def trials(rows: list[Row], now: datetime) -> Iterator[Trial]:
        for value, _ in Counter(one for row in rows for one in values(row) if one).most_common():
            wanted = value.casefold()
            yield Trial(
                f"[{_literal(value.upper())}]",
                lambda row, asker, at, wanted=wanted: any(  # type: ignore[misc]
                    one is not None and one.casefold() == wanted for one in values(row)
                ),
            )

    return trials


def place(key: str) -> TrialMaker:
    """Return a street or a house as everybody reads it, written otherwise; one that stands as part of what was redacted is
    left out."""

    def shown(row: Row) -> str | None:
        found = row["location"].get(f"{key}_redacted")
        return found if found and "[" not in found and "." not in found else None

    def trials(rows: list[Row], now: datetime) -> Iterator[Trial]:
        for value, _ in Counter(one for row in rows if (one := shown(row))).most_common():
            text = _literal(f"ул. {value.upper()}" if key == "street" else f"д. {value.upper()}")
            yield Trial(
                text,
                lambda row, asker, at, value=value: (shown(row) or "").casefold() == value.casefold(),  # type: ignore[misc]
            )

    return trials


def spelled(moment: datetime) -> str:
    """Return a moment as GraphQL takes it."""
    return moment.isoformat(timespec="milliseconds") + "Z"


def _is_mine(key: str) -> Callable[[Row, Asker, datetime], bool]:
    return lambda row, asker, at: (
        asker.person.person_id is not None and row.get(key) == asker.person.person_id
    )


FILTERS: Mapping[str, Mapping[str, TrialMaker]] = {
    "CaseFilter": {
        "kind": enum("kind"),
        "status": enum("status"),
        "sector": enum("sector_id"),
        "outsideSectors": flag(lambda row, asker, at: row["outside_sectors"]),
        "topicIds": ids("topic_id", "Topic"),
        "channel": texts("channel_id"),
        "regime": enum("regime"),
        "priority": enum("priority"),
        "recipientIds": ids("recipient_id", "Organization"),
        "assigneeIds": ids("assignee_id", "Person"),
        "assignedToMe": flag(_is_mine("assignee_id")),
        "unassigned": flag(lambda row, asker, at: row.get("assignee_id") is None),
        "settlementIds": ids("settlement_id", "Settlement"),
        "isOpen": flag(lambda row, asker, at: row["status"] not in NOT_OPEN),
        "street": place("street"),
        "house": place("house"),
        "tags": filed(lambda row: row["tags"]),
        "externalId": filed(lambda row: [row["external_id"]]),
        "isRepeat": flag(lambda row, asker, at: row["is_repeat"]),
        "outcome": enum("outcome"),
        "responseStatus": statuses_of("responses"),
        "answeredAt": period("answered_at"),
        "receivedAt": period("received_at"),
        "routedAt": period("routed_at"),
        "dueAt": period("due_at"),
        "updatedAt": period("updated_at"),
        "isOverdue": flag(lambda row, asker, at: row["overdue_at"] <= at),
        "isDueSoon": flag(lambda row, asker, at: row["due_soon_at"] <= at < row["overdue_at"]),
        "wasReturned": flag(lambda row, asker, at: row["was_returned"]),
        "allowedAction": awaited,
        "applicantPhone": sought,
        "applicantEmail": sought,
        "search": searched,
    },
    "MeetingFilter": {"status": enum("status"), "form": enum("form"), "year": local_year("planned_at")},
    "ProtocolFilter": {
        "status": enum("status"),
        "form": enum("form"),
        "year": number("year"),
        "date": days("date"),
        "meetingIds": ids("meeting_id", "Meeting"),
    },
    "AssignmentFilter": {
        "status": enum("status"),
        "responsibleIds": ids("responsible_id", "Person"),
        "organizationIds": ids("organization_id", "Organization"),
        "controllerIds": ids("controller_id", "Person"),
        "protocolIds": ids("protocol_id", "Protocol"),
        "assignedToMe": flag(_is_mine("responsible_id")),
        "dueOn": days("due_on"),
        "isOverdue": flag(lambda row, asker, at: row["overdue_at"] <= at),
    },
    "AccountFilter": {
        "login": texts("login"),
        "personIds": ids("person_id", "Person"),
        "isActive": flag(lambda row, asker, at: row["is_active"]),
    },
    "ClientFilter": {
        "clientId": texts("login"),
        "isActive": flag(lambda row, asker, at: row["is_active"]),
    },
}
"""Filter input → its fields → what each leaves."""

NAMED_OBJECTS: Mapping[str, tuple[str, str]] = {"protocolIds": ("Protocol", "protocol_id")}
"""Field that names objects which not everybody sees → their type and the key: one that is not seen is as unknown as none."""

PUBLIC: Mapping[str, tuple[str, frozenset[str]]] = {
    "TopicFilter": ("справочник открыт целиком", frozenset({"sector", "isActive", "fastTrack", "search"})),
    "SettlementFilter": ("справочник открыт целиком", frozenset({"division", "search"})),
    "OrganizationFilter": (
        "справочник открыт целиком",
        frozenset({"isResponsibleRecipient", "kind", "state", "sector", "parentIds", "search"}),
    ),
    "MemberFilter": (
        "состав открыт; контакты в фильтр не входят",
        frozenset({"role", "sector", "personIds", "on", "at"}),
    ),
    "PersonFilter": (
        "справочник открыт целиком; контакты в фильтр не входят",
        frozenset({"organizationIds", "role", "isActive", "search"}),
    ),
    "PersonalDataAccessFilter": (
        "кому виден журнал, тому виден весь; остальным — ни строки (gates.py)",
        frozenset({"personIds", "caseId", "at"}),
    ),
}
"""Filter inputs that can tell nothing withheld: why, and the fields for which that was thought through."""

ORDERS: Mapping[str, Mapping[str, str]] = {
    "CaseOrder": {
        "RECEIVED_AT": "received_at",
        "ROUTED_AT": "routed_at",
        "DUE_AT": "due_at",
        "NUMBER": "number",
        "UPDATED_AT": "updated_at",
        "PRIORITY": "priority",
    },
    "MeetingOrder": {"PLANNED_AT": "planned_at"},
    "ProtocolOrder": {"DATE": "date", "NUMBER": "number"},
    "AssignmentOrder": {"DUE_ON": "due_on", "ISSUED_AT": "issued_at"},
}
"""Order input → its fields → the stored key that alone decides."""

PUBLIC_ORDERS: Mapping[str, frozenset[str]] = {
    "TitleOrder": frozenset({"TITLE"}),
    "NameOrder": frozenset({"NAME"}),
    "MemberOrder": frozenset({"VALID_FROM"}),
    "PersonOrder": frozenset({"NAME"}),
}
"""Orders of reference data, of which nothing that they look at is withheld, and their fields."""

URGENCY = ("LOW", "NORMAL", "HIGH", "CRITICAL")
"""Priorities are sorted by how urgent they are."""

PERIODS = frozenset({"DateRange", "DateTimeRange"})
"""Inputs that are one value of a filter: a period."""


def in_order(rows: Iterable[Row], key: str, *, descending: bool) -> list[Row]:
    """Sort rows as a list promises: «none» last ascending, the id breaks ties."""

    def place(row: Row) -> tuple[bool, Any, str]:
        value = row.get(key)
        missing = value is None
        shown = value.isoformat(timespec="milliseconds") if isinstance(value, datetime) else str(value)
        if key == "priority":
            shown = str(URGENCY.index(value))
        # Numbers of protocols are sorted within their year.
        if key == "number" and isinstance(value, int):
            shown = f"{row['year']:04d}-{value:06d}"
        return missing, "" if missing else shown, str(row["_id"])

    return sorted(rows, key=place, reverse=descending)
