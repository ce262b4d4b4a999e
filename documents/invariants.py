"""The invariants of the domain (§5.3) that stored data can break, each as a function that names what breaks it.

They are judged on the rows as they are stored, by nobody's rights, so that they hold for every installation alike.
"""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from documents.aggregates import RECORDS
from documents.assignments.document import Assignment
from documents.cases.clock_rules import leaves_gaps
from documents.cases.document import Case
from documents.cases.integrity import stale_fields
from documents.cases.statuses import DONE
from documents.cases.vocabulary import Outcome
from documents.center.reasons import ReasonKind
from documents.files_integrity import broken_files
from documents.kernel.read.doubting import LeftOut, defaults_of, odd_rows
from documents.kernel.read.reference import Snapshot
from documents.kernel.record import Record
from documents.kernel.store.connection import Store
from documents.kernel.write.events import EventRecord
from documents.members.curatorship import curatorship
from documents.protocols.chain import ProtocolFault, broken_links
from documents.protocols.document import Protocol
from documents.protocols.rules import uncovered

Row = Mapping[str, Any]

CHAIN_BREAKS: Mapping[ProtocolFault, str] = {
    ProtocolFault.MISSING: "there is none of this number (11)",
    ProtocolFault.CONTENT_CHANGED: "its contents changed after signing (8)",
    ProtocolFault.SIGNATURE_CHANGED: "its signature changed (8)",
    ProtocolFault.LINK_BROKEN: "it is not bound to the one before (8)",
}

HISTORIES = (Case, Protocol, Assignment)
"""Kinds of which every change is told by one event."""


async def broken(store: Store, snapshot: Snapshot) -> tuple[list[str], int]:
    """Return what is broken, in words that hold no text of anybody, and how many objects were looked at.

    `snapshot` is the reference data. A row that is not of its document's shape is told as such, and judged no further.
    """
    odd = [one async for one in odd_rows(store, RECORDS)]
    found = [f"{one.collection} {one.record_id}: {one.field} is not what such a row holds" for one in odd]
    told = await _told(store)
    protocols = [row async for row in _sound(store, Protocol, odd)]
    assignments = [row async for row in _sound(store, Assignment, odd)]
    numbers: Counter[str] = Counter()
    offered = frozenset(row["code"] for row in snapshot.rows("reasons") if row["kind"] == ReasonKind.REWORK)
    async for row in _sound(store, Case, odd):
        numbers[row["number"]] += 1
        found += [f"{row['number']}: {words}" for words in case_problems(row)]
        found += list(unoffered_criteria([row], offered))
        found += list(_history_problems(Case, row, told))
    found += [f"{number} is the number of {count} cases" for number, count in numbers.items() if count > 1]
    found += [one for row in protocols for one in _history_problems(Protocol, row, told)]
    found += [one for row in assignments for one in _history_problems(Assignment, row, told)]
    found += list(_protocol_problems(snapshot, protocols))
    found += list(_assignment_problems(protocols, assignments))
    found += await broken_files(store)
    return found, numbers.total() + len(protocols) + len(assignments)


async def _sound(store: Store, record: type[Record], odd: Sequence[LeftOut]) -> AsyncIterator[Row]:
    name, absent = record.collection_name(), defaults_of(record)
    left_out = {one.record_id for one in odd if one.collection == name}
    async with store.stream(name, {}) as rows:
        async for row in rows:
            if row["_id"] not in left_out:
                yield absent | row


async def _told(store: Store) -> Mapping[tuple[str, str], list[int]]:
    """Object → the numbers of the events that tell of it."""
    found: dict[tuple[str, str], list[int]] = {}
    kinds = {"object_collection": {"$in": [one.collection_name() for one in HISTORIES]}}
    keys = ("object_collection", "object_id", "sequence")
    async with store.stream(EventRecord.collection_name(), kinds, keys=keys) as rows:
        async for row in rows:
            found.setdefault((row["object_collection"], row["object_id"]), []).append(row["sequence"])
    return found


def _history_problems(
    record: type[Record], row: Row, told: Mapping[tuple[str, str], list[int]]
) -> Iterator[str]:
    numbers = sorted(told.get((record.collection_name(), row["_id"]), ()))
    if numbers != list(range(1, row["revision"] + 1)):
        yield f"{row['number']}: its history tells {len(numbers)} of {row['revision']} changes (27)"


def case_problems(row: Row) -> Iterator[str]:
    """Yield what a stored case breaks, in words."""
    for words, holds in CASE_RULES.items():
        if not holds(row):
            yield words


def _final_is_sent(row: Row) -> bool:
    sent = any(one["kind"] == "FINAL" and one["status"] == "SENT" for one in row["responses"])
    return bool(sent or not _is_done(row))


def _answered_is_told(row: Row) -> bool:
    return bool((row["answered_at"] is not None) == _is_done(row))


def _is_done(row: Row) -> bool:
    """Whether it was answered; an appeal may be closed without an answer on its substance (59-ФЗ, art. 11)."""
    return row["status"] in DONE and row["outcome"] != Outcome.UNANSWERED


def _merged_into_one_that_knows(row: Row) -> bool:
    return row["duplicate_of_id"] != row["_id"] and row["_id"] not in row["merged_ids"]


def _rejection_has_reason(row: Row) -> bool:
    return bool((row["rejection"] is not None) == (row["status"] == "REJECTED"))


def _routed_has_recipient(row: Row) -> bool:
    needs = row["status"] in {"ASSIGNED", "ROUTED"}
    return bool(not needs or row["recipient_id"] is not None)


def _in_order(row: Row) -> bool:
    moments = [row[name] for name in ("received_at", "registered_at", "answered_at") if row[name] is not None]
    return moments == sorted(moments)


def _derived_is_current(row: Row) -> bool:
    return not stale_fields(row)


def _merged_points_on(row: Row) -> bool:
    return bool((row["duplicate_of_id"] is not None) == (row["status"] == "MERGED"))


def _cancelled_is_replaced(row: Row) -> bool:
    return bool((row["replaced_by_id"] is not None) == (row["status"] == "CANCELLED"))


def _part_is_of_another(row: Row) -> bool:
    families = {row["split_from_id"], row["split_root_id"], *row["split_into_ids"]}
    return row["_id"] not in families and (row["split_from_id"] is None) == (row["split_root_id"] is None)


CASE_RULES: Mapping[str, Callable[[Row], bool]] = {
    "answered or closed without a final response that was sent (21)": _final_is_sent,
    "a moment of the answer that its state does not bear out (21)": _answered_is_told,
    "rejected without a reason, or a reason without a rejection (21)": _rejection_has_reason,
    "an appeal was rejected (§5.2)": lambda row: row["kind"] != "APPEAL" or row["status"] != "REJECTED",
    "routed to nobody (§5.2)": _routed_has_recipient,
    "received, registered and answered out of order": _in_order,
    "a deadline without the steps that lead to it (17)": lambda row: bool(row["due_steps"]),
    "stages that leave a gap, or run beside each other (§5.4)": lambda row: not leaves_gaps(row["clocks"]),
    "access keys or sort values are not what the rules say": _derived_is_current,
    "merged into nothing, or pointing on without being merged (24)": _merged_points_on,
    "merged into itself (24)": _merged_into_one_that_knows,
    "cancelled without what replaces it, or replaced without being cancelled (20)": _cancelled_is_replaced,
    "split off from itself, or from nothing (24)": _part_is_of_another,
}


def unoffered_criteria(cases: Iterable[Row], offered: frozenset[str]) -> Iterator[str]:
    """Yield drafts that went back for rework by a criterion that the reference list does not offer, in words."""
    for row in cases:
        for criterion in sorted({one for draft in row["responses"] for one in draft["return_criteria"]}):
            if criterion not in offered:
                yield f"{row['number']}: returned for rework by {criterion}, which is not offered (§5.2)"


def _protocol_problems(snapshot: Snapshot, protocols: Sequence[Row]) -> Iterator[str]:
    by_year: dict[int, list[Row]] = {}
    for row in protocols:
        if row["signed_at"] is None:
            continue
        by_year.setdefault(row["year"], []).append(row)
        effective = curatorship(snapshot, snapshot.rows("absences"), row["signed_at"])
        if row["signed_by_id"] != effective.person_id:
            yield f"protocol {row['number']}: signed by somebody who was not the effective curator (2, 3)"
        if row["signer_capacity"] != effective.capacity:
            yield f"protocol {row['number']}: signed in a capacity that did not hold (4)"
    for year, signed in by_year.items():
        for broken in broken_links(signed, len(signed)):
            yield f"protocol {broken.number} of {year}: {CHAIN_BREAKS[broken.fault]}"


def _assignment_problems(protocols: Sequence[Row], assignments: Sequence[Row]) -> Iterator[str]:
    dispatched = {row["_id"]: row for row in protocols if row["status"] == "DISPATCHED"}
    for row in assignments:
        if row["protocol_id"] is not None and row["protocol_id"] not in dispatched:
            yield f"assignment {row['number']}: issued before its protocol was dispatched (10)"
        if row["due_on"] is None and row["recurrence"] is None:
            yield f"assignment {row['number']}: neither due date nor recurrence (9)"
    for protocol in dispatched.values():
        # Whom it names as it was signed: what became theirs is handed over later, perhaps.
        if uncovered(protocol["items"], _sent_to(protocol)):
            yield f"protocol {protocol['number']}: dispatched past a responsible official (10)"


def _sent_to(protocol: Row) -> set[str]:
    """Those to whom a protocol was sent, and those who had left by then, in whose place somebody was."""
    sent = protocol["dispatches"]
    return {one[key] for one in sent for key in ("person_id", "instead_of_id") if one.get(key)}
