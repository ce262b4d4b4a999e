"""How cases are read: orders, derived fields, relations, and the text each viewer gets."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from auth.actions import Action
from auth.policy.decide import text_mode
from auth.principal import Principal
from documents.cases.document import Case
from documents.kernel.read.paging import Direction
from documents.kernel.read.resource import Derived, Relation, Resource, Row, Seen
from documents.privacy.redaction import redact

RIGHTS = frozenset({"kind", "status", "access_keys", "is_sensitive", "channel_id", "recipient_id"})
"""What the policy may look at on a case, asked for with every row."""


REMARKS: Mapping[str, tuple[str, ...]] = {
    "routings": ("reason", "return_reason"),
    "responses": ("return_reason",),
    "rejection": ("comment",),
}
"""Where remarks on a case stand: reasons and comments in the words of officials."""


def _is_overdue(row: Mapping[str, Any], now: datetime) -> bool:
    return bool(row["overdue_at"] <= now)


def _is_due_soon(row: Mapping[str, Any], now: datetime) -> bool:
    return bool(row["due_soon_at"] <= now < row["overdue_at"])


def _age_hours(row: Mapping[str, Any], now: datetime) -> int:
    return int((now - row["received_at"]).total_seconds() // 3600)


def _deadline(row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    keys = ("due_at", "legal_due_on", "control_due_on", "policy_code", "postponed_until")
    return {**{key: row[key] for key in keys}, "steps": row["due_steps"]}


def _finish(row: Row, who: Principal) -> None:
    """Plain text only where the policy says so; everybody else reads the redacted one, or nothing (hidden)."""
    plain = text_mode(who, row) == "PLAIN"
    if not plain and "text" in row:
        row["text"] = row.get("text_redacted")
    for name in ("responses", "publications"):
        if row.get(name):
            row[name] = [dict(one) for one in row[name]]
            for one in () if plain else row[name]:
                one["text"] = one["text_redacted"]
    if not plain:
        _redact_remarks(row)


def _redact_remarks(row: Row) -> None:
    """What officials wrote about the case quotes it now and then; it is stored once, so it is redacted as it is read."""
    for name, keys in REMARKS.items():
        found = row.get(name)
        if not found:
            continue
        parts = [dict(one) for one in (found if isinstance(found, list) else [found])]
        for part in parts:
            for key in keys:
                if part.get(key):
                    part[key] = redact(part[key])
        row[name] = parts if isinstance(found, list) else parts[0]


def _routings(routings: list[Row], seen: Seen) -> list[Row]:
    return [
        {
            **one,
            "to_organization": seen("organizations", one["to_organization_id"]),
            "to_person": seen("persons", one["to_person_id"]),
        }
        for one in routings
    ]


def _responses(responses: list[Row], seen: Seen) -> list[Row]:
    return [{**one, "author": seen("persons", one["author_id"])} for one in responses]


CASES = Resource(
    name="case",
    record=Case,
    read=Action.SUBMISSION_READ,
    reads={"INCIDENT": Action.INCIDENT_READ},
    orders={
        "RECEIVED_AT": "sort_received",
        "ROUTED_AT": "sort_routed",
        "DUE_AT": "sort_due",
        "NUMBER": "sort_number",
    },
    default_order=("RECEIVED_AT", Direction.DESC),
    derived={
        "is_overdue": Derived(frozenset({"overdue_at"}), _is_overdue),
        "is_due_soon": Derived(frozenset({"due_soon_at", "overdue_at"}), _is_due_soon),
        "age_hours": Derived(frozenset({"received_at"}), _age_hours),
        "deadline": Derived(
            frozenset(
                {"due_at", "legal_due_on", "control_due_on", "policy_code", "due_steps", "postponed_until"}
            ),
            _deadline,
        ),
    },
    relations={
        "channel": Relation("channels", "channel_id"),
        "sector": Relation("sectors", "sector_id"),
        "topic": Relation("topics", "topic_id"),
        "settlement": Relation("settlements", "settlement_id"),
        "recipient": Relation("organizations", "recipient_id"),
        "assignee": Relation("persons", "assignee_id"),
        "co_assignees": Relation("persons", "co_assignee_ids", many=True),
    },
    needs={"text": frozenset({"text", "text_redacted"})},
    always=RIGHTS,
    finish=_finish,
    finishes=frozenset({"text", "publications", *REMARKS}),
    nested={"routings": _routings, "responses": _responses},
    has_actions=True,
)
