"""A store in which everything is tried and nothing happens: each transaction runs on real rows, and is then undone."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from documents.kernel.store.connection import Session, Store

T = TypeVar("T")


class _Undone(Exception):
    """Carries what a transaction would have answered out of it, so that it is aborted."""

    def __init__(self, result: Any) -> None:
        self.result = result
        super().__init__("undone")


def undo_everything(store: Store) -> None:
    """Have every transaction of an open store aborted at its end; whoever asked for it is answered all the same."""
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
            result: T = told.result
            return result

    store.transaction = transaction  # type: ignore[method-assign]  # the one seam through which anything is written
