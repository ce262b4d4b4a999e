"""How a connection waits for the server's reply: one future and one timer, where the driver's own makes three tasks.

The driver lets the class of its pool be set; the connections of ours are those of the driver with two methods replaced.
"""

import asyncio
from collections.abc import Mapping
from typing import Any
from weakref import WeakSet

from pymongo import _csot
from pymongo.asynchronous.pool import AsyncConnection, Pool
from pymongo.errors import DocumentTooLarge, ProtocolError
from pymongo.errors import _OperationCancelled as OperationCancelled
from pymongo.message import _UNPACK_REPLY
from pymongo.network_layer import PyMongoProtocol

LOOKING_SECONDS = 0.5
"""How often a connection that waits looks whether the pool has given it up; the driver looks as often."""


class Waiting:
    """The end of a wait that no reply has ended: the time is over, or the pool has given the connection up."""

    def __init__(self, connection: "Connection", wire: PyMongoProtocol, seconds: float | None) -> None:
        self._connection, self._wire = connection, wire
        self._loop = asyncio.get_running_loop()
        self._until = None if seconds is None else self._loop.time() + seconds
        self._timer = self._again()

    def over(self) -> None:
        """Look no more: there is a reply, or nobody waits for it."""
        self._timer.cancel()

    def _again(self) -> asyncio.TimerHandle:
        left = LOOKING_SECONDS if self._until is None else self._until - self._loop.time()
        return self._loop.call_later(max(0.0, min(left, LOOKING_SECONDS)), self._look)

    def _look(self) -> None:
        if self._connection.cancel_context.cancelled:
            self._wire.close(OperationCancelled("operation cancelled"))
        elif self._until is not None and self._loop.time() >= self._until:
            self._wire.close(TimeoutError("timed out"))
        else:
            self._timer = self._again()


class Connection(AsyncConnection):
    """A connection of the driver that waits without tasks of its own."""

    async def send_message(self, sent: bytes, max_doc_size: int) -> None:
        """Send a message. Raises: ConnectionFailure, the connection closed; DocumentTooLarge."""
        if max_doc_size > self.max_bson_size:
            raise DocumentTooLarge(
                f"The document has {max_doc_size} bytes; the server takes up to {self.max_bson_size}."
            )
        try:
            # Writing only fills the transport's buffer: there is nothing to wait for, and so no time to limit.
            await self.conn.get_conn.write(sent)
        except BaseException as error:  # noqa: BLE001  # whatever ended the wait, the connection is closed with it
            await self._raise_connection_failure(error)

    async def receive_message(self, request_id: int | None) -> Any:
        """Return the reply to a message. Raises: ConnectionFailure, the connection closed."""
        wire = self.conn.get_conn
        try:
            waiting = Waiting(self, wire, self._seconds())
            try:
                data, op_code = await wire.read(request_id, self.max_message_size)
            finally:
                waiting.over()
            if op_code not in _UNPACK_REPLY:
                raise ProtocolError(f"A reply of an unknown kind came: {op_code!r}.")
            return _UNPACK_REPLY[op_code](data)
        except BaseException as error:  # noqa: BLE001  # whatever ended the wait, the connection is closed with it
            await self._raise_connection_failure(error)

    def _seconds(self) -> float | None:
        """How long to wait: until the deadline of whoever set one, or as long as the settings say."""
        left = _csot.remaining()
        return self.conn.gettimeout if left is None else max(0.0, left)


_pools: "WeakSet[WaitingPool]" = WeakSet()


class WaitingPool(Pool):
    """The driver's pool, of such connections; those by which it watches the server stay its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _pools.add(self)

    async def connect(self, handler: Any = None) -> AsyncConnection:
        """Open a connection. Raises: ConnectionFailure, OperationFailure."""
        opened = await super().connect(handler)
        if not self.is_sdam:
            opened.__class__ = Connection
        return opened


def connections() -> Mapping[str, int]:
    """Return how many connections of this process are in use, and how many at rest; those by which the driver watches the
    server are not counted."""
    pools = [one for one in _pools if not one.is_sdam]
    return {"in_use": sum(one.active_sockets for one in pools), "idle": sum(len(one.conns) for one in pools)}
