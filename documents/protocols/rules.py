"""Rules of protocols: the machine of §5.2 of the domain, what a protocol must say before it is signed, its hash."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from json import dumps
from typing import Any

from documents.kernel.machine import Machine, move

Row = Mapping[str, Any]
Path = tuple[str, ...]


class ProtocolStatus(StrEnum):
    """Where a protocol stands."""

    DRAFT = "DRAFT"
    IN_REVIEW = "IN_REVIEW"
    READY_FOR_SIGNATURE = "READY_FOR_SIGNATURE"
    SIGNED = "SIGNED"
    DISPATCHED = "DISPATCHED"


S = ProtocolStatus

MACHINE = Machine(
    "protocol",
    initial=S.DRAFT,
    moves=(
        move("draft_protocol", (), S.DRAFT),
        move("submit_protocol", (S.DRAFT,), S.IN_REVIEW),
        move("mark_protocol_ready", (S.IN_REVIEW,), S.READY_FOR_SIGNATURE),
        move("send_back_protocol", (S.READY_FOR_SIGNATURE,), S.DRAFT),
        # Only by the effective curator (III.2/3); who that is, `documents.members.rules` says.
        move("sign_protocol", (S.READY_FOR_SIGNATURE,), S.SIGNED),
        move("dispatch_protocol", (S.SIGNED,), S.DISPATCHED),
    ),
    terminal=(S.DISPATCHED,),
    labels={
        S.DRAFT: "Проект",
        S.IN_REVIEW: "На согласовании",
        S.READY_FOR_SIGNATURE: "На подписи",
        S.SIGNED: "Подписан",
        S.DISPATCHED: "Направлен",
    },
)

IMMUTABLE = frozenset({S.SIGNED, S.DISPATCHED})
"""What is signed never changes (invariant 8)."""

SIGNED_FIELDS = (
    "meeting_id",
    "number",
    "year",
    "date",
    "place",
    "form",
    "chair_id",
    "secretary_id",
    "participant_ids",
    "items",
)
"""What the signature covers. The signer and the moment stand beside the hash, dispatches and acknowledgements follow it."""

ORDERING_WORDS = ("поруч", "обяз", "назначить ответственн", "возложить", "указать ", "обеспечить")
"""How a decision that orders something begins in Russian office practice; «принять к сведению» does not."""


def content_hash(protocol: Row) -> str:
    """Return the SHA-256 (hex) of what is signed, as canonical JSON: keys sorted, no blanks, UTF-8, days and moments in ISO.

    A field that is absent counts as null, so that a row and its document hash alike.
    """
    content = {name: protocol.get(name) for name in SIGNED_FIELDS}
    text = dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
    return sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"a protocol holds no {type(value).__name__}")


def orders(decision: Row) -> bool:
    """Return whether a decision orders something: it has assignments, or its text begins like an order."""
    return bool(decision.get("assignments")) or decision["text"].strip().casefold().startswith(ORDERING_WORDS)


def check_items(items: Sequence[Row], day: date) -> list[tuple[Path, str]]:
    """Return what keeps a protocol of `day` from being signed, as (path, rule) from the top; empty when nothing does.

    Invariant 9: what orders something has an assignment; each assignment has one responsible official and a due date
    or a recurrence; no due date before the protocol. Paths are camelCase with indexes as decimal strings.
    """
    if not items:
        return [(("items",), "required")]
    found: list[tuple[Path, str]] = []
    for path, decision in _decisions(items):
        if not decision["text"].strip():
            found.append(((*path, "text"), "required"))
        if orders(decision) and not decision.get("assignments"):
            found.append(((*path, "assignments"), "assignment_required"))
        for index, assignment in enumerate(decision.get("assignments") or ()):
            found.extend(_check_assignment((*path, "assignments", str(index)), assignment, day))
    return found


def _decisions(items: Sequence[Row]) -> Iterator[tuple[Path, Row]]:
    for at, item in enumerate(items):
        for index, decision in enumerate(item.get("decisions") or ()):
            yield ("items", str(at), "decisions", str(index)), decision


def _check_assignment(path: Path, assignment: Row, day: date) -> Iterator[tuple[Path, str]]:
    if not (assignment.get("text") or "").strip():
        yield (*path, "text"), "required"
    responsible_id = assignment.get("responsible_id")
    if not responsible_id:
        yield (*path, "responsibleId"), "responsible_required"
    elif responsible_id in (assignment.get("co_executor_ids") or ()):
        yield (*path, "coExecutorIds"), "one_responsible"
    due_on = assignment.get("due_on")
    if due_on is None:
        if not (assignment.get("recurrence") or "").strip():
            yield (*path, "dueOn"), "due_required"
    elif _day(due_on) < day:
        yield (*path, "dueOn"), "due_before_protocol"


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def assignments_of(protocol: Row) -> tuple[dict[str, Any], ...]:
    """Return the assignments that a protocol's decisions order, in their order, each with its `decision_no`; what is
    issued."""
    return tuple(
        {**assignment, "decision_no": decision["no"]}
        for _, decision in _decisions(protocol["items"])
        for assignment in decision.get("assignments") or ()
    )


def responsible_ids(items: Sequence[Row]) -> tuple[str, ...]:
    """Return person ids of all responsible officials, each once, in the order of their first assignment."""
    return tuple(dict.fromkeys(one["responsible_id"] for one in assignments_of({"items": items})))


def uncovered(items: Sequence[Row], recipient_ids: Collection[str]) -> tuple[str, ...]:
    """Return responsible officials to whom the protocol would not be sent (invariant 10); empty when all are covered."""
    return tuple(person_id for person_id in responsible_ids(items) if person_id not in recipient_ids)
