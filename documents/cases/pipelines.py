"""Finds the cases at which something is due, or is to be done, by itself."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from documents.cases.decision import DETAILS, REOPENING
from documents.cases.delivery import QUEUED
from documents.cases.document import Case
from documents.cases.statuses import OPEN, CaseStatus
from documents.kernel.store.connection import Store

CASES = Case.collection_name()
RECEIVED = "sort_received"
AT_ONCE = 1_000
"""So many are worked on in one run; what is left comes with the next."""

Row = Mapping[str, Any]

SHOWN_BY_LINK = ("_id", "kind", "number", "status", "answered_at", "guest_links")
"""What is read for who follows a link; never a text."""


SHOWN_TO_A_BODY = (
    *(
        "_id",
        "kind",
        "number",
        "status",
        "is_sensitive",
        "received_at",
        "due_at",
        "postponed_until",
        "settlement_id",
    ),
    *("summary_redacted", "text_redacted", "location.street_redacted", "location.house_redacted"),
    *(
        "location.description_redacted",
        "publications.text_redacted",
        "routings",
        "responses.kind",
        "responses.status",
    ),
    *("responses.return_reason_redacted", "attachments", "recipient_id"),
)
"""What is read for a body that follows a link: texts as they are without personal data, and no applicant."""


async def postponed_until(store: Store, now: datetime, kinds: Collection[str]) -> Sequence[str]:
    """Return the ids of cases of these kinds that were put off until `now` or earlier, the earliest first."""
    where = {
        "status": CaseStatus.POSTPONED.value,
        "kind": {"$in": sorted(kinds)},
        "postponed_until": {"$lte": now},
    }
    rows = await store.find(CASES, where, keys=("_id",), sort={"postponed_until": 1}, at_most=AT_ONCE)
    return [row["_id"] for row in rows]


async def details_until(store: Store, now: datetime) -> Sequence[str]:
    """Return the ids of cases whose applicants were asked for details until `now` or earlier, the earliest first."""
    where = {"awaits": DETAILS, "details_due_at": {"$lte": now}}
    rows = await store.find(CASES, where, keys=("_id",), sort={"details_due_at": 1}, at_most=AT_ONCE)
    return [row["_id"] for row in rows]


async def with_letters_to_send(store: Store) -> Sequence[Row]:
    """Return the cases of which an answer waits to go out by e-mail, with what the letter is made of."""
    where = {"delivery_state": QUEUED}
    keys = tuple(
        "_id revision kind number received_at applicant_id responses deliveries guest_links duplicate_of_id".split()
    )
    return await store.find(CASES, where, keys=keys, sort={"sort_received": 1}, at_most=AT_ONCE)


async def links_of_case(store: Store, case_id: str) -> Sequence[Row]:
    """Return the links of a case for people without accounts, as they are stored."""
    rows = await store.find(CASES, {"_id": case_id}, keys=("guest_links",), at_most=1)
    return rows[0].get("guest_links") or () if rows else ()


async def answered_until(store: Store, until: datetime, kinds: Collection[str]) -> Sequence[Row]:
    """Return id, revision and recorded outcome of cases of these kinds that were answered until then and are not closed,
    the earliest first; without those whose outcome was asked for and not recorded since, and those whose applicants ask to
    open them again."""
    where = {
        "status": CaseStatus.ANSWERED.value,
        "kind": {"$in": sorted(kinds)},
        "answered_at": {"$lte": until},
    }
    keys = ("_id", "revision", "proposed_outcome", "outcome_asked_at", "proposal")
    rows = await store.find(CASES, where, keys=keys, sort={"answered_at": 1})
    waiting = (row for row in rows if row.get("outcome_asked_at") is None and row.get("proposal") is None)
    return list(islice(waiting, AT_ONCE))


async def reopening_due_until(store: Store, now: datetime) -> Sequence[Row]:
    """Return id and revision of the cases whose applicants asked to open them again and had no decision until now, without
    those of which that is noted."""
    where = {"proposal": REOPENING, "reopening_due_at": {"$lte": now}, "reopening_late_at": None}
    return await store.find(CASES, where, keys=("_id", "revision"), at_most=AT_ONCE)


async def case_by_link(store: Store, digest: str) -> Mapping[str, Any] | None:
    """Return what a page for who follows a link shows of its case, and how the link stands; None where no case has it.

    No text and no name is among it: who follows a link is nobody that we know.
    """
    rows = await store.find(CASES, {"guest_links.digest": digest}, keys=SHOWN_BY_LINK, at_most=1)
    if not rows:
        return None
    [of_id] = {one.get("of_case_id") for one in rows[0]["guest_links"] if one["digest"] == digest}
    if of_id is None:
        return rows[0]
    # Who filed a case that was merged knows it by its own number.
    own = await store.find(CASES, {"_id": of_id}, keys=("number",), at_most=1)
    return {**rows[0], "number": own[0]["number"]} if own else None


async def case_by_recipient_link(store: Store, digest: str) -> Mapping[str, Any] | None:
    """Return what a page for the body that follows a link is made of; None where no case has it.

    Of texts it reads those without personal data alone.
    """
    rows = await store.find(CASES, {"link_digests": digest}, keys=SHOWN_TO_A_BODY, at_most=1)
    return rows[0] if rows else None


async def with_links(store: Store, state: str) -> Sequence[Row]:
    """Return the cases whose link waits to go out, or to be opened, with what the letter is made of."""
    keys = tuple("_id revision kind number recipient_id due_at routings".split())
    return await store.find(CASES, {"link_state": state}, keys=keys, sort={RECEIVED: 1}, at_most=AT_ONCE)


async def open_cases(store: Store, keys: Sequence[str]) -> AsyncIterator[Sequence[Row]]:
    """Yield these keys of all open cases, some at a time: state by state, the latest receipt first."""
    for status in sorted(OPEN):
        where: dict[str, Any] = {"status": status}
        while rows := await store.find(
            CASES, where, keys=(*keys, RECEIVED), sort={RECEIVED: -1}, at_most=AT_ONCE
        ):
            yield rows
            where = {"status": status, RECEIVED: {"$lt": rows[-1][RECEIVED]}}
