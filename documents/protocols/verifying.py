"""Whether a signed protocol and the chain of its year are still what was signed, computed again from what is stored."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auth.principal import Principal
from documents.kernel.read.access import Access
from documents.kernel.store.connection import Store
from documents.kernel.write.counters import last_number
from documents.protocols.chain import LINK_FIELDS, BrokenLink, broken_links
from documents.protocols.integrity import stored_contents
from documents.protocols.resource import PROTOCOLS
from documents.protocols.rules import IMMUTABLE, SIGNED_FIELDS, SINCE_FIELDS, content_hash, series_of

MOST_OF_A_YEAR = 2_000
"""Protocols that are looked at; a center signs one or two a week."""

KEYS = frozenset({*SIGNED_FIELDS, *SINCE_FIELDS, *LINK_FIELDS, "chain_hash", "status"})


@dataclass(frozen=True)
class ProtocolVerification:
    """What came of looking: the protocol as it is stored, the hash of its contents as they are now, how many protocols of
    its year were looked at, and where their chain breaks."""

    protocol: Mapping[str, Any]
    computed_hash: str
    checked: int
    broken: tuple[BrokenLink, ...]


async def verification(
    access: Access, store: Store, who: Principal, now: datetime, protocol_id: str
) -> ProtocolVerification | None:
    """Return what came of looking at a signed protocol and all those of its year; None for one that is not there, not the
    viewer's, or not signed. Whoever sees one signed protocol sees them all."""
    shown = await access.one(PROTOCOLS, who, now, where={"_id": protocol_id}, fields=KEYS)
    if shown is None or shown["status"] not in IMMUTABLE:
        return None
    given = await last_number(store, series_of(shown["year"]))
    where = {"year": shown["year"], "number": {"$gt": 0}}
    rows = await access.sample(PROTOCOLS, where=where, keys=sorted(KEYS), at_most=MOST_OF_A_YEAR)
    broken = await asyncio.to_thread(lambda: tuple(broken_links(rows, given)))
    return ProtocolVerification(shown, content_hash(stored_contents(shown)), len(rows), broken)
