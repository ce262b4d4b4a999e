"""How webhooks leave: one request to an address that was looked at and is connected to as it was looked at.

The name is resolved here and never again: a server of names that answers otherwise a moment later changes nothing. No
redirect is followed, little is read, and all of it has its time.
"""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

import h11
import structlog

from api.clock import monotonic, utc_now
from api.http.answers import encode
from api.settings import Settings
from documents.kernel.write.outgoing import Outgoing, SendOutcome
from documents.webhooks.addresses import Destination, may_connect, receiver_of
from documents.webhooks.vocabulary import WebhookProblemKind

SECONDS = 10.0
"""How long a receiver may take for one delivery, from its name to the end of its answer."""

HEAD_BYTES, BODY_BYTES = 16 * 1024, 64 * 1024
"""So much of an answer is read: its status counts, whatever comes behind."""

READ_BYTES = 16 * 1024

NameLookup = Callable[[str, int], Awaitable[Sequence[str]]]
"""Gives the addresses behind a name. Raises: OSError."""

log = structlog.get_logger("api.worker.webhooks")


class AddressForbidden(Exception):
    """A receiver that may not be connected to."""


async def addresses_of(host: str, port: int) -> Sequence[str]:
    """Return the addresses behind a name, as this machine resolves it. Raises: OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=1)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class PinnedSender:
    """Sends webhooks, each over a connection of its own."""

    def __init__(
        self,
        networks: Sequence[str] = (),
        *,
        resolve: NameLookup = addresses_of,
        seconds: float = SECONDS,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Take the networks that may be reached beside public addresses; the others are what tests change."""
        self._networks = networks
        self._resolve = resolve
        self._seconds = seconds
        self._tls = tls or ssl.create_default_context()

    def written(self, payload: Mapping[str, Any]) -> bytes:
        """Return a payload as it goes over the wire: as answers of GraphQL are written."""
        return encode(payload)

    async def send(self, url: str, headers: Mapping[str, str], body: bytes) -> SendOutcome:
        """Send one body, once; whatever goes wrong on the way is answered, and nothing raised."""
        began = monotonic()
        status: int | None = None
        retry_after: int | None = None
        problem: WebhookProblemKind | None = None
        try:
            async with asyncio.timeout(self._seconds):
                status, retry_after = await self._sent(url, headers, body)
        except AddressForbidden:
            problem = WebhookProblemKind.ADDRESS_FORBIDDEN
        except TimeoutError:
            problem = WebhookProblemKind.TIMED_OUT
        except ssl.SSLError:
            problem = WebhookProblemKind.NOT_SECURE
        except h11.ProtocolError:
            problem = WebhookProblemKind.BROKEN_ANSWER
        except (OSError, EOFError):
            problem = WebhookProblemKind.UNREACHABLE
        took = round((monotonic() - began) * 1000)
        log.info("webhook_sent", delivery=headers.get("webhook-id"), status=status, problem=problem, ms=took)
        return SendOutcome(status, took, problem, retry_after)

    async def _sent(self, url: str, headers: Mapping[str, str], body: bytes) -> tuple[int, int | None]:
        receiver = receiver_of(url)
        if receiver is None:
            raise AddressForbidden
        async with self._connected(receiver) as (reader, writer):
            connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEAD_BYTES)
            request = h11.Request(
                method="POST",
                target=receiver.target,
                headers=[
                    ("host", receiver.authority),
                    ("user-agent", "Pult-Webhooks"),
                    ("content-type", "application/json; charset=utf-8"),
                    ("content-length", str(len(body))),
                    ("connection", "close"),
                    *headers.items(),
                ],
            )
            for event in (request, h11.Data(data=body), h11.EndOfMessage()):
                writer.write(connection.send(event) or b"")
            await writer.drain()
            return await _answered(connection, reader)

    @contextlib.asynccontextmanager
    async def _connected(
        self, receiver: Destination
    ) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """Connect to the first of the addresses that answers; none is connected to where one of them may not be."""
        found = await self._resolve(receiver.host, receiver.port)
        if not found or not all(may_connect(receiver, one, self._networks) for one in found):
            raise AddressForbidden
        reader, writer = await self._opened(receiver, found)
        try:
            yield reader, writer
        finally:
            # Whatever it still wants to send is not waited for.
            writer.transport.abort()

    async def _opened(
        self, receiver: Destination, found: Sequence[str]
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        tls = self._tls if receiver.is_secure else None
        # The certificate is that of the name, wherever the name has led.
        name = receiver.host if receiver.is_secure else None
        for number, address in enumerate(found, 1):
            try:
                return await asyncio.open_connection(
                    address, receiver.port, limit=READ_BYTES, ssl=tls, server_hostname=name
                )
            except ssl.SSLError:
                raise
            except OSError:
                if number == len(found):
                    raise
        raise EOFError


async def _answered(connection: h11.Connection, reader: asyncio.StreamReader) -> tuple[int, int | None]:
    """The status of an answer, and for how long it asks to be left alone; its body is read up to a bound and forgotten."""
    status: int | None = None
    retry_after: int | None = None
    size = 0
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(READ_BYTES))
        elif isinstance(event, h11.Response):
            status = event.status_code
            fields = {name.decode("latin-1"): value.decode("latin-1") for name, value in event.headers}
            retry_after = _seconds(fields.get("retry-after"))
        elif isinstance(event, h11.Data):
            size += len(event.data)
            if size > BODY_BYTES and status is not None:
                return status, retry_after
        elif event is h11.PAUSED or isinstance(event, h11.EndOfMessage | h11.ConnectionClosed):
            break
    if status is None:
        raise EOFError
    return status, retry_after


def _seconds(value: str | None) -> int | None:
    """What `Retry-After` says, in seconds from now; None where it says nothing that can be read."""
    if value is None:
        return None
    if value.isascii() and value.isdigit():
        return int(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return max(0, round((moment - utc_now()).total_seconds()))


def outgoing_of(settings: Settings) -> Outgoing:
    """Return how webhooks leave this installation."""
    return PinnedSender(settings.webhook_networks)
