"""Reads of what was dispatched, for who follows a link and for what happens by itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from documents.kernel.store.connection import Store
from documents.protocols.document import Protocol

PROTOCOLS = Protocol.collection_name()
AT_ONCE = 200
"""So many are worked on in one run; what is left comes with the next."""

SHOWN_BY_LINK = ("_id", "number", "date", "items", "dispatches")

Row = Mapping[str, Any]


async def protocol_by_link(store: Store, digest: str) -> Row | None:
    """Return what the page of a link is made of; None where no protocol has it."""
    rows = await store.find(PROTOCOLS, {"link_digests": digest}, keys=SHOWN_BY_LINK, at_most=1)
    return rows[0] if rows else None


async def with_letters_to_send(store: Store) -> Sequence[Row]:
    """Return the protocols of which an extract waits to go out, each with its dispatch list, the earliest first."""
    keys = ("_id", "dispatches")
    return await store.find(
        PROTOCOLS, {"letters_wait": True}, keys=keys, sort={"sort_date": 1}, at_most=AT_ONCE
    )
