"""One transaction from its beginning to its end, and what the errors on the way ask for."""

import asyncio
from collections.abc import Awaitable, Callable

from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import ConnectionFailure, NetworkTimeout, PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from documents.kernel.store.commands import PASSING

Session = AsyncClientSession
TookEffect = Callable[[], Awaitable[bool]]

LOOKS = 2
"""How often a store that was away is asked what came of a commit: what broke the way to it may be over at once."""

ENDING_SECONDS = 30
"""How long an end may take when nobody waits for it any more; whoever waits has a shorter time-out of their own."""

COMMITS = 3
"""How often a commit is asked for while nobody can tell how it ended."""

FIRST_PAUSE_SECONDS = 0.002
LONGEST_PAUSE_SECONDS = 0.5


class CommitUnknown(ConnectionFailure):
    """The store went away in the middle of a commit, and nobody can tell whether it was done: it is not run again."""


class WritesHeld(ConnectionFailure):
    """Nothing is written for now, since it could be lost; to callers the store is away, and may be there in a moment."""


def is_passing(error: BaseException) -> bool:
    """Return whether the store asks to run the same transaction again (a write conflict, a change of primary)."""
    return isinstance(error, PyMongoError) and error.has_error_label(PASSING)


def is_away(error: BaseException) -> bool:
    """Return whether the store was not there to ask: it restarts, or the way to it is cut. It may be there in a moment."""
    return isinstance(error, ConnectionFailure)


async def begin(session: Session) -> None:
    """Begin a transaction; the server hears of it with the first command."""
    await session.start_transaction(
        read_concern=ReadConcern("snapshot"), write_concern=WriteConcern("majority", wtimeout=10_000)
    )


async def give_way(attempt: int) -> None:
    """Wait after a conflict, twice as long each time."""
    # The winner mostly needs a few milliseconds to commit, and hundreds on a machine that is short of time.
    await asyncio.sleep(min(FIRST_PAUSE_SECONDS * 2 ** (attempt - 1), LONGEST_PAUSE_SECONDS))


async def abort(session: Session) -> None:
    """End a session, and the transaction that is open in it; what goes wrong with that is told to nobody."""
    # The server may already have aborted it; the original error is the one worth telling.
    try:
        async with asyncio.timeout(ENDING_SECONDS):
            await session.end_session()
    except (PyMongoError, TimeoutError):
        return


async def commit(session: Session) -> None:
    """Commit, and end the session. Raises: PyMongoError, also where nobody can tell whether it was committed."""
    try:
        async with asyncio.timeout(ENDING_SECONDS):
            await _committed(session)
    except TimeoutError as error:
        raise NetworkTimeout("the store did not say whether it committed") from error
    finally:
        await session.end_session()


async def _committed(session: Session) -> None:
    # An unknown result is asked for again: committing the same transaction twice is harmless.
    for attempt in range(1, COMMITS + 1):
        try:
            await session.commit_transaction()
        except PyMongoError as error:
            if attempt < COMMITS and error.has_error_label("UnknownTransactionCommitResult"):
                continue
            raise
        return


async def seen(took_effect: TookEffect, failed: PyMongoError) -> bool:
    """Return whether a commit that failed was done all the same. Raises: CommitUnknown where the store cannot tell."""
    for _ in range(LOOKS):
        try:
            return await took_effect()
        except PyMongoError as error:
            if not is_away(error):
                raise
    raise CommitUnknown("the store went away in the middle of a commit") from failed
