"""What a store that nobody changes has answered once: the same question has the same answer, whoever it is asked for."""

from collections.abc import Collection
from typing import Any

import bson

from documents.kernel.read.reference import VERSION_ID, VERSIONS
from documents.kernel.store.commands import SEVERAL, Words, find
from documents.kernel.store.connection import Session, Store

READS = frozenset({"find", "aggregate"})

BEGINNING = find(VERSIONS, {"_id": VERSION_ID}, keys=("_id",), at_most=1)
"""What begins a transaction at the server: every change has read the versions before it writes."""


class Memory:
    """What a store was asked to read, and answered; nothing of it outlives a write through that store.

    A transaction that only reads, as those of refused changes do, never begins at the server; once one has begun there,
    the server is asked everything. Each answer is made anew, so that nobody finds in it what another did to it.
    """

    def __init__(self, store: Store, reads: Collection[str] = READS) -> None:
        self._reads = reads
        self._send, self._options = store._send, store._database.codec_options
        self._known: dict[bytes, bytes] = {}
        store._send = self._remembered  # type: ignore[method-assign]

    def forget(self) -> None:
        """Ask the store anew."""
        self._known.clear()

    async def _remembered(self, words: Words, session: Session | None) -> Any:
        command = next(iter(words))
        if command not in READS:
            self.forget()
        if command == SEVERAL and session is not None and session._starting_transaction:
            await self._send(BEGINNING, session)
        if command not in self._reads or (session is not None and not session._starting_transaction):
            return await self._send(words, session)
        asked = bson.encode(words, codec_options=self._options)
        if asked not in self._known:
            reply = await self._send(words, None)
            if reply["cursor"]["id"]:
                return reply
            self._known[asked] = bson.encode(reply, codec_options=self._options)
        return bson.decode(self._known[asked], codec_options=self._options)
