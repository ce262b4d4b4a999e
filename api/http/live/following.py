"""One operation on one connection: it begins in a task of its own, is told of changes, and ends with a last message."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import orjson
import structlog
from pymongo.errors import PyMongoError

from api.http.authentication import Caller
from api.http.live.outbox import Outbox
from api.http.live.subscribing import Subscribing, Unfit
from api.http.parameters import parameters_of
from auth.errors import Problem, Problems, RequestError, Timeout, Unauthenticated
from documents.kernel.store.connection import is_away
from schema.engine.cost import TooCostly
from schema.engine.guard import OverLimit
from schema.engine.prepared import NotChosen, SyntaxRefused
from schema.errors import masked_error, shown_syntax_error, top_level_problem
from schema.live.following import StoreSilent
from schema.refusals import problem_of

log = structlog.get_logger("api.http.live")


class OpenConnection(Protocol):
    """The connection, as its operations know it."""

    outbox: Outbox

    def tell(self, message: Mapping[str, Any]) -> None:
        """Send a message."""

    def tell_written(self, text: str) -> None:
        """Send what is written already."""

    def end_session(self) -> None:
        """Close it: who is there may not act any more."""

    def forget(self, operation_id: str) -> None:
        """Forget an operation that has ended."""


class Following:
    """One operation. As a subscriber it hears its line."""

    def __init__(
        self, operation_id: str, connection: OpenConnection, subscribing: Subscribing, caller: Caller
    ) -> None:
        self._id = operation_id
        self._connection = connection
        self._subscribing = subscribing
        self._caller = caller
        self._task: asyncio.Task[None] | None = None
        self.placed = asyncio.Event()
        """Set once nothing that happens from then on is missed, or nothing will be told at all."""

        self._head = f'{{"id":{orjson.dumps(operation_id).decode()},"type":"next","payload":'

    def begin(self, payload: Mapping[str, Any]) -> None:
        """Begin with the payload of a `subscribe`; what is wrong with it is told."""
        self._task = asyncio.create_task(self._begin(payload))

    async def stop(self) -> None:
        """Leave the line: from here on it hears nothing."""
        self._subscribing.broadcaster.leave(self)
        if self._task is not None and self._task is not asyncio.current_task():
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            # It may have joined in the moment in which it was cancelled.
            self._subscribing.broadcaster.leave(self)

    def push(self, body: bytes) -> None:
        """Send what is told of a change."""
        self._connection.tell_written(f"{self._head}{body.decode()}}}")

    def end(self, error: Exception) -> None:
        """End because the line has ended."""
        if isinstance(error, Unauthenticated):
            self._connection.end_session()
        else:
            self._told([masked_error(self._caller.locale, request_id=self._caller.request_id)])

    async def ready(self) -> None:
        """Wait until the connection has room; what is missed is being told."""
        self.placed.set()
        await self._connection.outbox.room()

    def refuse(self, problem: Problem) -> None:
        """Say why the operation is not run."""
        self._told([top_level_problem(problem, self._caller.locale)])

    async def _begin(self, payload: Mapping[str, Any]) -> None:
        try:
            parameters = parameters_of(payload)
            operation = await self._subscribing.chosen(self._caller, parameters)
            if not await self._subscribing.follow(self._caller, operation, parameters.variables, self):
                self._connection.tell({"id": self._id, "type": "complete"})
                self._connection.forget(self._id)
        except Exception as error:  # noqa: BLE001  # whatever it is, it is told, and logged where nobody meant it
            self._told(shown_refusal(error, self._caller))
        finally:
            self.placed.set()

    def _told(self, errors: Sequence[Mapping[str, Any]]) -> None:
        self._connection.tell({"id": self._id, "type": "error", "payload": list(errors)})
        self._connection.forget(self._id)


def shown_refusal(error: Exception, caller: Caller) -> list[dict[str, Any]]:
    """Return the errors that a caller reads of an operation that could not begin; a fault of ours is logged and masked."""
    is_silent = isinstance(error, PyMongoError) and is_away(error)
    if is_silent or isinstance(error, StoreSilent | TimeoutError):
        error = Timeout()
    for kind, shown in REFUSALS:
        if isinstance(error, kind):
            return shown(error, caller.locale)
    log.error("subscription_failed", request_id=caller.request_id, exc_info=error)
    return [masked_error(caller.locale, request_id=caller.request_id)]


def _errors(error: Unfit, _locale: str) -> list[dict[str, Any]]:
    return [dict(one) for one in error.errors]


def _problems(error: Problems, locale: str) -> list[dict[str, Any]]:
    return [top_level_problem(one, locale) for one in error.problems]


REFUSALS: tuple[tuple[type[Exception], Callable[[Any, str], list[dict[str, Any]]]], ...] = (
    (Unfit, _errors),
    (SyntaxRefused, lambda error, locale: [shown_syntax_error(error.error, locale)]),
    (OverLimit, lambda error, locale: [top_level_problem(problem_of(error), locale)]),
    (TooCostly, lambda error, locale: [top_level_problem(problem_of(error), locale)]),
    (NotChosen, lambda error, locale: [top_level_problem(problem_of(error), locale)]),
    (Problems, _problems),
    (RequestError, lambda error, locale: [top_level_problem(error, locale)]),
)
"""What may be raised where an operation begins, and how it is told; the first that fits is the one."""
