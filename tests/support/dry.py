"""A store in which everything is tried and nothing happens: each transaction runs on real rows, and is then undone."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from documents.kernel.store.connection import Session, Store
from tests.leaks.remembering import Memory

T = TypeVar("T")

ENDED = "undone"
"""A collection of one row, which is written after each transaction that was undone: who follows changes waits for what comes
after it, and the embedded server looks for that without a rest, a third of a core for as long as nothing comes."""


class _Undone(Exception):
    """Carries what a transaction would have answered out of it, so that it is aborted."""

    def __init__(self, result: Any) -> None:
        self.result = result
        super().__init__("undone")


class Unchanged(Memory):
    """What a store was asked and answered in which nothing happens: it holds whatever is tried."""

    def forget(self) -> None:
        """Keep what is known: what is written will not have been."""


def undo_everything(store: Store) -> None:
    """Have every transaction of an open store aborted at its end, and what was read before it wrote read once; whoever asked
    for it is answered all the same."""
    Unchanged(store, {"find"})
    real = store.transaction

    async def transaction(
        body: Callable[[Session], Coroutine[Any, Any, T]],
        *,
        attempts: int,
        took_effect: Callable[[], Awaitable[bool]] | None = None,
        before: Callable[[Session], Awaitable[None]] | None = None,
        line: str | None = None,
    ) -> T:
        async def undone(session: Session) -> T:
            raise _Undone(await body(session))

        try:
            return await real(undone, attempts=attempts, took_effect=took_effect, before=before, line=line)
        except _Undone as told:
            await store.collection(ENDED).update_one({"_id": ENDED}, {"$inc": {"times": 1}}, upsert=True)
            result: T = told.result
            return result

    store.transaction = transaction  # type: ignore[method-assign]  # the one seam through which anything is written
