"""`seed check`: the invariants of the domain (§5.3) that loaded data can break, each as a function that names what does."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from auth.principal import Principal
from documents.aggregates import RECORDS
from documents.assignments.resource import ASSIGNMENTS
from documents.cases.integrity import stale_fields
from documents.cases.resource import CASES
from documents.cases.statuses import DONE
from documents.center.reasons import ReasonKind
from documents.container import Container
from documents.kernel.read.access import Access
from documents.kernel.read.doubting import Doubt, odd_rows
from documents.kernel.read.history import history
from documents.kernel.read.paging import Window
from documents.kernel.read.resource import Resource
from documents.meetings.resource import MEETINGS
from documents.members.rules import effective_curator
from documents.protocols.integrity import is_unchanged
from documents.protocols.resource import PROTOCOLS

Row = Mapping[str, Any]

PAGE = 100
FOUNDED = datetime(2026, 4, 6, 17)


async def check(container: Container, now: datetime) -> tuple[list[str], int]:
    """Return what is broken, in words, and how many objects were looked at. The head of the center is who looks."""
    who = await container.principals.current("account-head", now)
    found = [
        f"{one.collection} {one.record_id}: {one.field} is not what such a row holds"
        async for one in odd_rows(container.store, RECORDS)
    ]
    # What is told already is left out of the rest, which would stumble over it.
    access = container.access.doubting(Doubt())
    cases = [row async for row in _all(access, CASES, who, now)]
    found += [f"{row['number']}: {words}" for row in cases for words in _case_problems(row)]
    found += [f"{number} is the number of {count} cases" for number, count in _twice(cases)]
    found += unoffered_criteria(cases, container.reference.snapshot.rows("reasons"))
    meetings = [row async for row in _all(access, MEETINGS, who, now)]
    protocols = [row async for row in _all(access, PROTOCOLS, who, now)]
    assignments = [row async for row in _all(access, ASSIGNMENTS, who, now)]
    found += list(_protocol_problems(container, protocols))
    found += list(_assignment_problems(protocols, assignments))
    found += list(_before_the_center(meetings, container))
    for row in cases[:: max(1, len(cases) // 200)]:
        found += [f"{row['number']}: {words}" async for words in _history_problems(access, who, row)]
    return found, len(cases) + len(meetings) + len(protocols) + len(assignments)


async def _all(access: Access, resource: Resource, who: Principal, now: datetime) -> AsyncIterator[Row]:
    order = resource.order(None, None)
    after: str | None = None
    while True:
        page = await access.page(resource, who, now, order=order, window=Window(first=PAGE, after=after))
        for row in page.rows:
            yield row
        if not page.has_next or not page.rows:
            return
        after = page.rows[-1][order.key]


def _case_problems(row: Row) -> Iterator[str]:
    for words, holds in CASE_RULES.items():
        if not holds(row):
            yield words


def _final_is_sent(row: Row) -> bool:
    sent = any(one["kind"] == "FINAL" and one["status"] == "SENT" for one in row["responses"])
    return bool(sent or row["status"] not in DONE)


def _answered_is_told(row: Row) -> bool:
    return bool((row["answered_at"] is not None) == (row["status"] in DONE))


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


CASE_RULES: Mapping[str, Callable[[Row], bool]] = {
    "answered or closed without a final response that was sent (21)": _final_is_sent,
    "a moment of the answer that its state does not bear out (21)": _answered_is_told,
    "rejected without a reason, or a reason without a rejection (21)": _rejection_has_reason,
    "an appeal was rejected (§5.2)": lambda row: row["kind"] != "APPEAL" or row["status"] != "REJECTED",
    "routed to nobody (§5.2)": _routed_has_recipient,
    "received, registered and answered out of order": _in_order,
    "a deadline without the steps that lead to it (17)": lambda row: bool(row["due_steps"]),
    "access keys or sort values are not what the rules say": _derived_is_current,
    "merged into nothing, or pointing on without being merged (24)": _merged_points_on,
    "not marked as demo": lambda row: bool(row["is_demo"]),
}


def _twice(cases: list[Row]) -> Iterator[tuple[str, int]]:
    for number, count in Counter(row["number"] for row in cases).items():
        if count > 1:
            yield number, count


def unoffered_criteria(cases: Iterable[Row], reasons: Iterable[Row]) -> Iterator[str]:
    """Yield drafts that went back for rework by a criterion that the reference list does not offer, in words."""
    offered = {row["code"] for row in reasons if row["kind"] == ReasonKind.REWORK}
    for row in cases:
        for criterion in sorted({one for draft in row["responses"] for one in draft["return_criteria"]}):
            if criterion not in offered:
                yield f"{row['number']}: returned for rework by {criterion}, which is not offered (§5.2)"


def _protocol_problems(container: Container, protocols: list[Row]) -> Iterator[str]:
    snapshot = container.reference.snapshot
    roles = {row["role"]: row["person_id"] for row in snapshot.rows("memberships")}
    absences = list(snapshot.rows("absences"))
    by_year: dict[int, list[int]] = {}
    for row in protocols:
        if row["signed_at"] is None:
            continue
        by_year.setdefault(row["year"], []).append(row["number"])
        effective = effective_curator(roles["CURATOR"], roles["CENTER_HEAD"], absences, row["signed_at"])
        if row["signed_by_id"] != effective.person_id:
            yield f"protocol {row['number']}: signed by somebody who was not the effective curator (2, 3)"
        if (row["signer_capacity"] == "ACTING") != effective.acting:
            yield f"protocol {row['number']}: signed in a capacity that did not hold (4)"
        if not is_unchanged(row):
            yield f"protocol {row['number']}: its contents changed after signing (8)"
    for year, numbers in by_year.items():
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            yield f"protocols of {year}: numbers {sorted(numbers)} have gaps (11)"


def _assignment_problems(protocols: list[Row], assignments: list[Row]) -> Iterator[str]:
    dispatched = {row["_id"]: row for row in protocols if row["status"] == "DISPATCHED"}
    for row in assignments:
        if row["protocol_id"] not in dispatched:
            yield f"assignment {row['number']}: issued before its protocol was dispatched (10)"
        if row["due_on"] is None and row["recurrence"] is None:
            yield f"assignment {row['number']}: neither due date nor recurrence (9)"
    for protocol_id, protocol in dispatched.items():
        covered = {one["person_id"] for one in protocol["dispatches"]}
        officials = {row["responsible_id"] for row in assignments if row["protocol_id"] == protocol_id}
        if not officials <= covered:
            yield f"protocol {protocol['number']}: dispatched past a responsible official (10)"


def _before_the_center(meetings: list[Row], container: Container) -> Iterator[str]:
    for row in meetings:
        if row["planned_at"] < FOUNDED:
            yield f"meeting {row['number']}: before the center existed (P.4)"
    for name, key in (("memberships", "valid_from"), ("absences", "starts_at")):
        for row in container.reference.snapshot.rows(name):
            if row[key] < FOUNDED:
                yield f"{name} {row['_id']}: before the center existed (P.4)"


async def _history_problems(access: Access, who: Principal, row: Row) -> AsyncIterator[str]:
    page = await history(access, who, CASES, row, Window(first=PAGE))
    if len(page.rows) != row["revision"]:
        yield f"its history tells {len(page.rows)} of {row['revision']} changes (27)"
    if page.rows and page.rows[-1]["at"] > row["updated_at"]:
        yield "its history runs past its last change (31)"
