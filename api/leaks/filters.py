"""What each filter and each order promises, over stored rows: THE table to extend when a filter or an order is new."""

# ruff: noqa: ARG005  # every condition is called with the same three arguments

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from json import dumps
from typing import Any

from api.leaks.pipelines import Row
from api.leaks.trials import (
    NOT_OPEN,
    Trial,
    TrialMaker,
    around_some,
    awaited,
    clocks,
    days,
    enum,
    filed,
    flag,
    ids,
    is_mine,
    local_year,
    near_some,
    number,
    period,
    place,
    running_late,
    searched,
    sought,
    statuses_of,
    streets,
    texts,
    with_files,
)


def a_word_of(key: str) -> TrialMaker:
    """Return a word of what somebody wrote under `key`, in capitals."""

    def trials(rows: list[Row], now: datetime) -> Iterator[Trial]:
        for value in sorted({row[key] for row in rows}):
            word = max(_folded(value).split(), key=len)
            if word.isalnum():
                yield Trial(
                    dumps(word.upper(), ensure_ascii=False),
                    lambda row, asker, at, word=word: word in _folded(row[key]),  # type: ignore[misc]
                )

    return trials


def _folded(text: str) -> str:
    return text.casefold().replace("ё", "е")


FILTERS: Mapping[str, Mapping[str, TrialMaker]] = {
    "CaseFilter": {
        "kind": enum("kind"),
        "status": enum("status"),
        "sourceStatus": enum("source_status"),
        "sector": enum("sector_id"),
        "outsideSectors": flag(lambda row, asker, at: row["outside_sectors"]),
        "topicIds": ids("topic_id", "Topic"),
        "channel": texts("channel_id"),
        "regime": enum("regime"),
        "priority": enum("priority"),
        "recipientIds": ids("recipient_id", "Organization"),
        "assigneeIds": ids("assignee_id", "Person"),
        "assignedToMe": flag(is_mine("assignee_id")),
        "unassigned": flag(lambda row, asker, at: row.get("assignee_id") is None),
        "settlementIds": ids("settlement_id", "Settlement"),
        "isOpen": flag(lambda row, asker, at: row["status"] not in NOT_OPEN),
        "streetIds": streets,
        "street": place("street", "ул."),
        "house": place("house", "д."),
        "near": near_some,
        "within": around_some,
        "tags": filed(lambda row: row["tags"]),
        "externalId": filed(lambda row: [row["external_id"]]),
        "isRepeat": flag(lambda row, asker, at: row["is_repeat"]),
        "isUndelivered": flag(lambda row, asker, at: row.get("delivery_state") == "UNDELIVERED"),
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
        "hasAttachments": with_files,
        "clock": clocks(late=False),
        "lateClock": clocks(late=True),
        "isLate": flag(lambda row, asker, at: bool(running_late(row, at))),
        "allowedAction": awaited,
        "applicantPhone": sought,
        "applicantEmail": sought,
        "search": searched,
    },
    "MeetingFilter": {
        "status": enum("status"),
        "form": enum("form"),
        "year": local_year("planned_at"),
        "allowedAction": awaited,
    },
    "ProposalFilter": {"status": enum("status")},
    "ProtocolFilter": {
        "status": enum("status"),
        "form": enum("form"),
        "year": number("year"),
        "date": days("date"),
        "meetingIds": ids("meeting_id", "Meeting"),
        "allowedAction": awaited,
    },
    "AssignmentFilter": {
        "status": enum("status"),
        "responsibleIds": ids("responsible_id", "Person"),
        "organizationIds": ids("organization_id", "Organization"),
        "controllerIds": ids("controller_id", "Person"),
        "protocolIds": ids("protocol_id", "Protocol"),
        "assignedToMe": flag(is_mine("responsible_id")),
        "dueOn": days("due_on"),
        "isOpen": flag(lambda row, asker, at: row["status"] not in ("COMPLETED", "CANCELLED")),
        "allowedAction": awaited,
        "isOverdue": flag(lambda row, asker, at: row["overdue_at"] <= at),
    },
    "UnmatchedReferenceFilter": {
        "kind": enum("kind"),
        "channel": texts("channel_id"),
        "isMapped": flag(lambda row, asker, at: row["target_id"] is not None),
        "search": a_word_of("name"),
    },
    "IntakeConflictFilter": {
        "isOpen": flag(lambda row, asker, at: row["is_open"]),
        "channel": texts("channel_id"),
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
    "StreetFilter": ("справочник открыт целиком", frozenset({"settlementIds", "kind", "search"})),
    "RatingFilter": (
        "числа: точные тому, кто читает оценки; другим округлённые, по целым месяцам и одному значению (rating_counts.py)",
        frozenset({"ratedAt", "kind", "sector", "channel", "topicIds", "recipientIds"}),
    ),
    "OrganizationFilter": (
        "справочник открыт целиком",
        frozenset({"isResponsibleRecipient", "kind", "state", "sector", "parentIds", "search"}),
    ),
    "RoutingRuleDraft": (
        "черновик правила: только по праву policy.manage, оно видит все дела",
        frozenset(
            """title topicIds sectorIds settlementIds channelIds regimes importances words hours recipientId
            assigneeId""".split()
        ),
    ),
    "DeadlinePolicyDraft": (
        "черновик правила срока: только по праву policy.manage, оно видит все дела",
        frozenset("code unit amount countedFrom conditions isActive".split()),
    ),
    "PolicyConditionInput": ("часть черновика правила срока", frozenset({"fact", "values"})),
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
    "NotificationFilter": (
        "отбираются только свои строки, по виду и отметке о прочтении",
        frozenset({"isRead", "kind"}),
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
    "ProposalOrder": {"SUBMITTED_AT": "submitted_at"},
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

PERIODS = frozenset({"DateRange", "DateTimeRange", "GeoBox", "GeoCircle"})
"""Inputs that are one value of a filter: a period, or a place."""


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
