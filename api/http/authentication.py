"""Who knocks: the bearer token of a request, and whether its session is still open."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from starlette.requests import Request

from api.clock import monotonic, utc_now
from api.http.negotiation import locale_of
from auth.crypto.tokens import AccessClaims, KeyRing
from auth.errors import Unauthenticated
from documents.accounts.sessions import open_sessions, session_is_open
from documents.kernel.read.reference import Versions
from documents.kernel.store.connection import Store

TRUSTED_SECONDS = 1.5
"""How long an open session is believed without looking: a revoked one stops its tokens within two seconds."""

SHARED_SECONDS = 0.25
"""How old a question about a session may be for others to wait for its answer: it is believed that much longer."""

UNKNOWN = Versions(-1, -1)

REMEMBERED = 10_000
"""How many sessions and how many tokens are remembered, each."""


class Trust(NamedTuple):
    """Until when a session is believed to be open, by the clock of its keeper, and as of which versions."""

    until: float
    versions: Versions


class Look(NamedTuple):
    """A question about a session that is under way, and until when others may wait for its answer."""

    looking: "asyncio.Future[bool]"
    until: float


class Sessions:
    """Remembers for a moment which sessions are open, so that a request costs no command for it.

    `known` tells the versions as the process last read them, without asking.
    """

    def __init__(
        self,
        store: Store,
        *,
        clock: Callable[[], float] = monotonic,
        known: Callable[[], Versions] = lambda: UNKNOWN,
    ) -> None:
        self._store = store
        self._clock = clock
        self._known = known
        self._open: OrderedDict[str, Trust] = OrderedDict()
        self._looks: dict[str, Look] = {}
        self._forgotten = 0

    async def is_open(self, session_id: str, *, now: datetime) -> bool:
        """Return whether a session is open, as of at most 1.5 s ago. A closed one is asked for anew."""
        trust = self._open.get(session_id)
        if trust is not None and trust.until > self._clock():
            return True
        return await self._shared_look(session_id, now=now)

    async def is_open_as_of(self, versions: Versions, session_id: str, *, now: datetime) -> bool:
        """Return whether a session is open for a write that read these versions: looked at again where
        they moved on since the last look, since a session may have been revoked by then in any process."""
        trust = self._open.get(session_id)
        if trust is not None and trust.versions == versions:
            return True
        return await self._look(session_id, versions, now=now)

    async def still_open(self, session_ids: Collection[str], *, now: datetime) -> frozenset[str]:
        """Return those that are open now, whatever was believed; in a few commands for all of them."""
        return await open_sessions(self._store, session_ids, now=now)

    async def _shared_look(self, session_id: str, *, now: datetime) -> bool:
        """Look, or wait for a look that somebody began a moment ago: a thousand requests of one caller are one question."""
        under_way = self._looks.get(session_id)
        if under_way is None or under_way.until <= self._clock():
            looking = asyncio.ensure_future(self._look(session_id, self._known(), now=now))
            under_way = self._looks[session_id] = Look(looking, self._clock() + SHARED_SECONDS)
            looking.add_done_callback(lambda done: self._looked(session_id, done))
        # Whoever gives up takes the look from nobody else.
        return await asyncio.shield(under_way.looking)

    def _looked(self, session_id: str, done: "asyncio.Future[bool]") -> None:
        known = self._looks.get(session_id)
        if known is not None and known.looking is done:
            del self._looks[session_id]
        if not done.cancelled():
            # Looked at here, as nobody else may: the loop reports what nobody has looked at.
            done.exception()

    async def _look(self, session_id: str, versions: Versions, *, now: datetime) -> bool:
        # The age counts from before the question, as do the versions: an answer may be under way for a while.
        asked_at, forgotten = self._clock(), self._forgotten
        if not await session_is_open(self._store, session_id, now=now):
            self.forget(session_id)
            return False
        # What was revoked here meanwhile must not come back with an answer from before.
        if forgotten != self._forgotten:
            return True
        self._open[session_id] = Trust(asked_at + TRUSTED_SECONDS, versions)
        self._open.move_to_end(session_id)
        if len(self._open) > REMEMBERED:
            self._open.popitem(last=False)
        return True

    def forget(self, session_id: str) -> None:
        """Have the session looked at again; after this process revoked it."""
        self._forgotten += 1
        self._open.pop(session_id, None)
        self._looks.pop(session_id, None)


@dataclass(frozen=True)
class Caller:
    """One request's caller at one moment; without an account it is anonymous."""

    account_id: str | None
    session_id: str | None
    locale: str
    request_id: str
    now: datetime
    host: str = ""
    sessions: Sessions | None = None
    scope: frozenset[str] | None = None
    """The codes to which the token was narrowed; None: to nothing."""

    @property
    def is_anonymous(self) -> bool:
        """Whether there was no token at all; a token that does not hold is refused instead."""
        return self.account_id is None

    async def confirm(self, versions: Versions) -> None:
        """Confirm the session of a caller who writes, as of the versions that the write read.

        Raises: Unauthenticated where it has ended: what was revoked anywhere writes nothing any more.
        """
        if self.sessions is None or self.session_id is None:
            return
        if not await self.sessions.is_open_as_of(versions, self.session_id, now=self.now):
            raise Unauthenticated


class Tokens:
    """Remembers what verified access tokens say, by the digests of their texts: a signature is checked once.

    A token is forgotten when it expires, and with its session. Whether that is open is asked for apart: what stands
    here says only that the text is genuine, which does not change.
    """

    def __init__(self, keys: KeyRing, *, remembered: int = REMEMBERED) -> None:
        self._keys = keys
        self._remembered = remembered
        self._claims: OrderedDict[bytes, AccessClaims] = OrderedDict()
        self._hits = self._misses = 0

    def read(self, token: str, now: datetime) -> AccessClaims:
        """Read an access token; `now` is naive UTC. Raises: Unauthenticated for one that fails."""
        digest = sha256(token.encode()).digest()
        known = self._claims.get(digest)
        if known is not None:
            if known.expires_at > now:
                self._claims.move_to_end(digest)
                self._hits += 1
                return known
            del self._claims[digest]
        self._misses += 1
        claims = self._keys.read_access(token, now)
        self._claims[digest] = claims
        if len(self._claims) > self._remembered:
            self._claims.popitem(last=False)
        return claims

    def forget(self, token: str) -> None:
        """Forget a token whose session has ended."""
        self._claims.pop(sha256(token.encode()).digest(), None)

    def figures(self) -> Mapping[str, int]:
        """Tell how often a token was known, how often not, and how many are kept."""
        return {"hits": self._hits, "misses": self._misses, "entries": len(self._claims)}


class Authentication:
    """Reads callers from requests."""

    def __init__(self, keys: KeyRing, sessions: Sessions, clock: Callable[[], datetime] = utc_now) -> None:
        self.keys = keys
        self.sessions = sessions
        self._clock = clock
        self.tokens = Tokens(keys)

    async def caller(self, request: Request) -> Caller:
        """Tell who asks; anonymous without a token. Raises: Unauthenticated for one that fails."""
        headers = request.headers.getlist("authorization")
        host = request.client.host if request.client else ""
        return await self.known(
            headers, locale=locale_of(request), request_id=request_id_of(request), host=host
        )

    async def known(self, headers: Sequence[str], *, locale: str, request_id: str, host: str = "") -> Caller:
        """Tell whom the Authorization headers of a request name. Raises: Unauthenticated."""
        now = self._clock()
        if not headers:
            return Caller(None, None, locale, request_id, now, host)
        scheme, _, token = headers[0].partition(" ")
        token = token.strip()
        if len(headers) > 1 or scheme.casefold() != "bearer" or not token:
            raise Unauthenticated
        claims = self.tokens.read(token, now)
        if not await self.sessions.is_open(claims.session_id, now=now):
            self.tokens.forget(token)
            raise Unauthenticated
        return Caller(
            claims.account_id,
            claims.session_id,
            locale,
            request_id,
            now,
            host,
            self.sessions,
            claims.scope,
        )


def request_id_of(request: Request) -> str:
    """Return the id that the outermost endpoint gave the request."""
    return str(request.scope.get("pult.request_id", ""))
