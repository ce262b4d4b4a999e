"""The server program's protocol, but an answer leaves in one write: its head waits for its body."""

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class JoiningTransport:
    """Writes at the end of the loop's turn what was given in it: one system call for an answer instead of two."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._waiting: list[bytes] = []
        # Asked for with every request: without a detour.
        self.is_closing = transport.is_closing
        self.get_extra_info = transport.get_extra_info

    def __getattr__(self, name: str) -> Any:
        """Everything else is the transport's own."""
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Take it; it leaves in this turn of the loop."""
        if not self._waiting:
            self._loop.call_soon(self._flush)
        self._waiting.append(data)

    def close(self) -> None:
        """Write what waits, then close as the transport does."""
        self._flush()
        self._transport.close()

    def write_eof(self) -> None:
        """Write what waits, then say that nothing follows."""
        self._flush()
        self._transport.write_eof()

    def _flush(self) -> None:
        waiting = self._waiting
        if waiting:
            self._waiting = []
            self._transport.writelines(waiting)


class JoinedWrites(HttpToolsProtocol):
    """One connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, on a transport that joins."""
        super().connection_made(cast("asyncio.Transport", JoiningTransport(transport, self.loop)))
