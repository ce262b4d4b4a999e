"""What becomes of events: a delivery for each webhook whose client is told of it, decided by the rights of that moment.

It is the same decision as in the stream of `events`: what the client may see, and what it loses by this event.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from auth.actions import Action
from auth.policy.decide import plan
from auth.principal import Principal
from documents.accounts.reading import account_by_id
from documents.cases.resource import CASES
from documents.kernel.read.access import Access
from documents.kernel.read.catching_up import followed
from documents.kernel.read.following import Verdict, stored, verdict
from documents.kernel.read.readable import Readable
from documents.kernel.read.reference import Reference
from documents.kernel.store.connection import Store
from documents.members.principals import build_principal
from documents.webhooks.keeping import waiting_row

Row = Mapping[str, Any]

COLLECTION = CASES.record.collection_name()


def seen_in_the_stream(who: Principal) -> Readable:
    """Return what a client may read of that which the stream of events tells."""
    return followed(who, CASES, plan(who, Action.EVENT_READ))


async def deliveries_of(
    store: Store,
    access: Access,
    reference: Reference,
    webhooks: Iterable[Row],
    events: Sequence[Row],
    now: datetime,
) -> list[dict[str, Any]]:
    """Return what is to be sent of events, in their order. A client that is blocked is told later what it would have been
    told, so it is asked what it may see and not whether it may sign in."""
    told = [one for one in events if one["object_collection"] == COLLECTION]
    rows = await stored(access, CASES, list(dict.fromkeys(one["object_id"] for one in told)))
    snapshot = await reference.current()
    found: list[dict[str, Any]] = []
    for webhook in webhooks if told else ():
        account = await account_by_id(store, webhook["client_id"])
        if account is not None:
            seen = seen_in_the_stream(build_principal(account, snapshot, now))
            found += _deliveries(webhook, seen, told, rows, now)
    return found


def _deliveries(
    webhook: Row, seen: Readable, events: Iterable[Row], rows: Mapping[str, Row], now: datetime
) -> Iterator[dict[str, Any]]:
    wanted = frozenset(webhook["event_names"])
    for event in events:
        row = rows.get(event["object_id"])
        found = verdict(seen, event, row, matches=True, was_told=False)
        is_wanted = not wanted or event["name"] in wanted
        # That an object is lost is told whatever was asked for: nothing else would say so.
        if row is not None and (found is Verdict.LOST or (found is Verdict.SHOWN and is_wanted)):
            yield waiting_row(webhook["_id"], event, CASES.record.type_name(row), now)
