"""The server program's WebSocket protocol, with a way to end a connection whose other side does not read."""

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

LINGER_SECONDS = 5.0
"""How long such a connection has to read what is on its way, and why it ends."""

CUT = "pult.cut"
"""In the state of a connection: ends it at once with a code and words."""


class LiveSocket(WebSocketsSansIOProtocol):
    """One connection."""

    def handle_connect(self, event: Request) -> None:
        """Begin; the application is given the way to cut it off."""
        super().handle_connect(event)
        if self.response.status_code == 101:
            self.scope["state"][CUT] = self.cut

    def cut(self, code: int, words: str) -> None:
        """Say why behind what was sent already, without waiting for room, and be gone soon."""
        if self.close_sent or self.transport.is_closing():
            return
        self.conn.send_close(code, words)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.stop_keepalive()
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": words})
        # Whoever waits for room is told that there is nobody any more.
        self.disconnected = True
        self.writable.set()
        self.close_timer = self.loop.call_later(LINGER_SECONDS, self.transport.abort)
