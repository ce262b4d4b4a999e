"""Rules of protocols: the machine of §5.2 of the domain, what a protocol must say before it is signed, its hash."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from json import dumps
from typing import Any

from documents.kernel.machine import Machine, move
from documents.protocols.ordering import orders

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
        move("draft_erratum", (), S.DRAFT),
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

EDITABLE = frozenset({S.DRAFT, S.IN_REVIEW})
"""The text may change until it is handed to the curator: what participants remark is taken in while they look on."""

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

SINCE_FIELDS = ("attachments", "corrects_id", "dissents", "people")
"""What the signature covers as well where it holds something: what was signed before there was such a field hashes as
before."""

OF_ATTACHMENTS = ("name", "caption", "sha256")
"""What the signature covers of a file: its content by its hash, and what it is called."""

LAST_YEAR = 2100
"""Terms beyond it are no dates that anybody means («бессрочно» of other systems is 31.12.9999): what has no end recurs."""


def series_of(year: int) -> str:
    """Return the name of the series that protocols of a year are numbered by, without gaps (invariant 11)."""
    return f"protocols-{year}"


def content_hash(protocol: Row) -> str:
    """Return the SHA-256 (hex) of what is signed, as canonical JSON: keys sorted, no blanks, UTF-8, days and moments in ISO.

    A field that is absent counts as null, so that a row and its document hash alike.
    """
    content = {name: protocol.get(name) for name in SIGNED_FIELDS}
    content["items"] = _signed_items(content["items"])
    content |= {name: protocol[name] for name in SINCE_FIELDS if protocol.get(name)}
    if protocol.get("attachments"):
        content["attachments"] = [
            {name: one[name] for name in OF_ATTACHMENTS} for one in protocol["attachments"]
        ]
    text = dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
    return sha256(text.encode()).hexdigest()


def _signed_items(items: Sequence[Row] | None) -> list[dict[str, Any]] | None:
    """Items as they are signed: a decision names cancellations only where it cancels something."""
    if items is None:
        return None
    return [
        {**item, "decisions": [_signed_decision(one) for one in item.get("decisions") or ()]}
        for item in items
    ]


def _signed_decision(decision: Row) -> dict[str, Any]:
    return {name: value for name, value in decision.items() if name != "cancels" or value}


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"a protocol holds no {type(value).__name__}")


def orders_something(decision: Row) -> bool:
    """Return whether a decision orders something: it has assignments, or its text orders."""
    return bool(decision.get("assignments")) or orders(decision["text"])


def voters(participants: Sequence[Row]) -> int:
    """Return how many participants of a meeting could vote: members who were there; invitees have no vote (invariant 6)."""
    return sum(
        one.get("kind") != "INVITEE" and not str(one.get("attendance") or "").startswith("ABSENT")
        for one in participants
    )


def check_items(items: Sequence[Row], day: date, *, present: int | None = None) -> list[tuple[Path, str]]:
    """Return what keeps a protocol of `day` from being signed, as (path, rule) from the top; empty when nothing does.

    Invariant 9: what orders something has an assignment and was carried, and so was what cancels; each assignment has one
    responsible official and either a due date or a recurrence; no due date before the protocol. Nobody votes twice: of
    `present` members each has one vote (None: not known). Paths are camelCase with indexes as decimal strings.
    """
    if not items:
        return [(("items",), "required")]
    found: list[tuple[Path, str]] = []
    for path, decision in _decisions(items):
        if not decision["text"].strip():
            found.append(((*path, "text"), "required"))
        found.extend(_check_votes((*path, "votes"), decision, present))
        if decision.get("cancels") and decision.get("assignments"):
            found.append(((*path, "cancelsIds"), "exactly_one"))
        elif orders_something(decision) and not (decision.get("assignments") or decision.get("cancels")):
            found.append(((*path, "assignments"), "assignment_required"))
        for index, assignment in enumerate(decision.get("assignments") or ()):
            found.extend(_check_assignment((*path, "assignments", str(index)), assignment, day))
    return found


def has_item(protocol: Row, order: int) -> bool:
    """Return whether a protocol has a question with this number."""
    return any(one["order"] == order for one in protocol["items"])


def check_dissents(protocol: Row) -> list[tuple[Path, str]]:
    """Return dissenting opinions on questions that the protocol has no more, as (path, rule) from the top."""
    dissents = enumerate(protocol.get("dissents") or ())
    return [
        (("dissents", str(index), "order"), "unknown_question")
        for index, one in dissents
        if not has_item(protocol, one["order"])
    ]


def terms(items: Sequence[Row]) -> Iterator[tuple[Path, date]]:
    """Yield the due dates of a protocol's assignments, each with its path."""
    for path, decision in _decisions(items):
        for index, assignment in enumerate(decision.get("assignments") or ()):
            if assignment.get("due_on") is not None:
                yield (*path, "assignments", str(index), "dueOn"), _day(assignment["due_on"])


def check_terms(items: Sequence[Row], last_year: int | None) -> list[tuple[Path, str]]:
    """Return due dates beyond the last year that a calendar is loaded for (None: for none), as (path, rule) from the top:
    whether such a day is a working day nobody knows."""
    if last_year is None:
        return []
    return [(path, "beyond_calendar") for path, due in terms(items) if last_year < due.year <= LAST_YEAR]


VOTES = {"in_favour": "inFavour", "against": "against", "abstained": "abstained"}


def _check_votes(path: Path, decision: Row, present: int | None) -> Iterator[tuple[Path, str]]:
    votes = decision.get("votes")
    if votes is None:
        return
    negative = [(*path, shown) for name, shown in VOTES.items() if votes[name] < 0]
    yield from ((one, "out_of_range") for one in negative)
    if negative:
        return
    if present is not None and sum(votes[name] for name in VOTES) > present:
        yield path, "more_votes_than_members"
    if (decision.get("cancels") or orders_something(decision)) and votes["in_favour"] <= votes["against"]:
        yield path, "not_carried"


def _decisions(items: Sequence[Row]) -> Iterator[tuple[Path, Row]]:
    for at, item in enumerate(items):
        for index, decision in enumerate(item.get("decisions") or ()):
            yield ("items", str(at), "decisions", str(index)), decision


def _check_assignment(path: Path, assignment: Row, day: date) -> Iterator[tuple[Path, str]]:
    if not (assignment.get("text") or "").strip():
        yield (*path, "text"), "required"
    yield from _check_people(path, assignment)
    due_on, recurrence = assignment.get("due_on"), (assignment.get("recurrence") or "").strip()
    if due_on is None:
        if not recurrence:
            yield (*path, "dueOn"), "due_required"
        return
    if recurrence:
        yield (*path, "recurrence"), "exactly_one"
    due = _day(due_on)
    if due.year > LAST_YEAR:
        yield (*path, "dueOn"), "out_of_range"
    elif due < day:
        yield (*path, "dueOn"), "due_before_protocol"


def _check_people(path: Path, assignment: Row) -> Iterator[tuple[Path, str]]:
    responsible_id, helpers = assignment.get("responsible_id"), assignment.get("co_executor_ids") or ()
    if not responsible_id:
        yield (*path, "responsibleId"), "responsible_required"
    elif responsible_id in helpers:
        yield (*path, "coExecutorIds"), "one_responsible"
    for index, person_id in enumerate(helpers):
        if person_id in helpers[:index]:
            yield (*path, "coExecutorIds", str(index)), "duplicate"


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
