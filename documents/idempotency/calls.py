"""A call under an idempotency key: reserved before it runs, settled in the transaction of its change, answered again.

How a door uses it: make a `Call` with `call_of`, `begin` it, and answer from `earlier` where that is there. Otherwise
run what is asked for with a runner that notes the call (`Runner.noting(call.note)`), and then `finish` it, or `release`
it where it was refused. What dies in between leaves a reservation, which lapses.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from auth.crypto.sealing import Vault
from auth.errors import IdempotencyKeyReused, RateLimited
from auth.texts.errors import Text
from documents.idempotency.document import IdempotentCall
from documents.kernel.store.connection import Session, Store
from documents.kernel.write import ledger
from documents.kernel.write.runner import Outcome

CALLS = ledger.bookkeeping(IdempotentCall)

KEPT_DAYS = 7
LAPSES_SECONDS = 30
"""How long a reservation stands of which nobody hears any more: longer than a request may take."""

AGAIN_SECONDS = 1
"""When to ask again while the first one runs: a change takes some milliseconds."""

TAKING_SECONDS = 2
"""How long to wait for a row that lapsed: the store may still hold it for an attempt that died in its transaction."""

ATTEMPTS = 5
"""How often it is looked again where others reserve, end and release the same call at the same moment."""

KEY_MARK, INPUT_MARK = "idempotency key", "idempotency input"
"""The kinds under which keys and inputs are digested."""

STILL_RUNS = Text(
    "Запрос с этим ключом идемпотентности ещё выполняется. Повторите его через секунду.",
    "A request with this idempotency key is still running. Send it again in a second.",
)

FIRST, REPEATED, RUNNING, REUSED = "first", "repeated", "running", "reused"
"""What may come of the look at a key."""

Kept = Mapping[str, Any]

_looks: Counter[str] = Counter()


class CallRunning(RateLimited):
    """The same call is running already, or its reservation was lost to another attempt: to be asked for again."""

    def __init__(self) -> None:
        super().__init__(AGAIN_SECONDS)

    def message(self, locale: str = "ru") -> str:
        """Return what runs, in English for `en`."""
        return STILL_RUNS.en if locale == "en" else STILL_RUNS.ru


@dataclass(frozen=True)
class Earlier:
    """What an earlier call under the key has left behind: the id of its object, and what only its answer held."""

    object_id: str | None
    kept: Kept


def nothing_more(_answer: Any) -> Kept | None:
    """Return nothing to keep besides the object."""
    return {}


@dataclass
class Call:
    """One call under a key, in the process that works on it; `holder` is an id of its own.

    `keeps` makes of an operation's answer what the payload needs besides the object; None says that this transaction
    does not end the call yet. `kept` is the same of what ends without a transaction.
    """

    store: Store
    call_id: str
    input_digest: str
    holder: str
    now: datetime
    earlier: Earlier | None = None
    keeps: Callable[[Any], Kept | None] = nothing_more
    kept: Kept = field(default_factory=dict)
    is_settled: bool = False
    lapses_seconds: float = LAPSES_SECONDS

    async def begin(self) -> None:
        """Take the call for this attempt, or find what an earlier one has left in `earlier`.

        Raises: IdempotencyKeyReused where that had another input; CallRunning (RATE_LIMITED) while it is not over.
        """
        try:
            await self._looked()
        except CallRunning:
            _looks[RUNNING] += 1
            raise
        except IdempotencyKeyReused:
            _looks[REUSED] += 1
            raise
        _looks[FIRST if self.earlier is None else REPEATED] += 1

    async def note(self, session: Session, outcomes: Sequence[Outcome]) -> None:
        """Store what came of the call inside the transaction of its change. Raises: CallRunning where its place is taken."""
        first = outcomes[0]
        kept = self.keeps(first.answer)
        if kept is None:
            return
        settled = self._settled(first.record.id if first.record is not None else None, kept)
        if not await ledger.change_within(self.store, session, CALLS, self._own(), settled):
            raise CallRunning
        self.is_settled = True

    def part(self, number: int) -> "Call":
        """Return the call of one of the changes that this one is made of. Each is settled with its own, so that what died
        among them goes on where it was when it is asked for again."""
        return Call(
            self.store,
            f"{self.call_id}:{number}",
            self.input_digest,
            self.holder,
            self.now,
            lapses_seconds=self.lapses_seconds,
        )

    async def finish(self) -> None:
        """Store that a call ended well, where no transaction has done it: there was nothing to be changed."""
        if self.is_settled:
            return
        await ledger.change(self.store, CALLS, self._own(), self._settled(None, self.kept))

    async def release(self) -> None:
        """Forget a call that was refused: the key is free for the corrected one."""
        await ledger.remove(self.store, CALLS, self._own())

    async def _looked(self) -> None:
        for _ in range(ATTEMPTS):
            if await ledger.add(self.store, CALLS, {"_id": self.call_id, **self._reservation()}):
                return
            row = await ledger.read(self.store, CALLS, {"_id": self.call_id})
            if row is None:
                continue
            if _is_over(row, self.now):
                if await self._take_over(row):
                    return
                continue
            if row["result"] is None and row["holder"] == self.holder:
                # Reserved by this attempt itself: the answer to the insertion was lost, and the driver sent it again.
                return
            if row["result"] is None:
                raise CallRunning
            if row["input_digest"] != self.input_digest:
                raise IdempotencyKeyReused
            self.earlier = Earlier(row["result"]["object_id"], row["result"]["kept"])
            return
        raise CallRunning

    def _own(self) -> Mapping[str, Any]:
        return {"_id": self.call_id, "holder": self.holder, "result": None}

    def _reservation(self) -> dict[str, Any]:
        return {
            "input_digest": self.input_digest,
            "holder": self.holder,
            "lapses_at": self.now + timedelta(seconds=self.lapses_seconds),
            "expires_at": self.now + timedelta(days=KEPT_DAYS),
            "result": None,
        }

    def _settled(self, object_id: str | None, kept: Kept) -> Mapping[str, Any]:
        return {"$set": {"result": {"object_id": object_id, "kept": dict(kept)}}}

    async def _take_over(self, row: Mapping[str, Any]) -> bool:
        """Reserve what expired, or whose attempt is heard of no more; not where somebody else was faster."""
        as_found = {"_id": self.call_id, "holder": row["holder"], "result": row["result"]}
        try:
            async with asyncio.timeout(TAKING_SECONDS):
                return await ledger.change(self.store, CALLS, as_found, {"$set": self._reservation()})
        except TimeoutError:
            raise CallRunning from None


def call_of(
    store: Store,
    vault: Vault,
    *,
    account_id: str,
    name: str,
    key: str,
    given: Mapping[str, Any],
    holder: str,
    now: datetime,
    lapses_seconds: float = LAPSES_SECONDS,
) -> Call:
    """Return the call of an account by its name (that of a mutation, or of a door) under a key, with this input.

    Key and input are kept as digests only, under the key of the marks, which is never changed.
    """
    call_id = vault.mark(KEY_MARK, json.dumps([account_id, name, key]))
    digest = vault.mark(INPUT_MARK, canonical(given))
    return Call(store, call_id, digest, holder, now, lapses_seconds=lapses_seconds)


def looks() -> Mapping[str, int]:
    """Return how many calls under a key were the first, were repeated, had to wait, or were refused, since the start of the
    process."""
    return {name: _looks[name] for name in (FIRST, REPEATED, RUNNING, REUSED)}


def canonical(given: Mapping[str, Any]) -> str:
    """Write an input as one text: the same for equal values, in whatever order their names came."""
    return json.dumps(given, sort_keys=True, ensure_ascii=False, default=str)


def _is_over(row: Mapping[str, Any], now: datetime) -> bool:
    has_lapsed = row["result"] is None and row["lapses_at"] <= now
    return has_lapsed or bool(row["expires_at"] <= now)
