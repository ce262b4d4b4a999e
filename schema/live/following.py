"""What a subscription field follows, and the channel of who follows it: what both are, whatever is followed."""

import inspect
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from graphql import ExecutionResult, execute_subscription_event

from documents.kernel.read.following import Objects
from documents.kernel.store.connection import is_away
from schema.context import Context
from schema.document_errors import original_cause
from schema.engine.executor import StockExecutor
from schema.engine.prepared import PreparedDocuments, PreparedOperation

Row = Mapping[str, Any]

ContextAt = Callable[[datetime], Awaitable[Context]]
"""Makes the context of a follower as of a moment. Raises: Unauthenticated where they may not act any more."""


@dataclass(frozen=True)
class Asked:
    """An operation as it was asked: what runs for each event."""

    documents: PreparedDocuments
    operation: PreparedOperation
    variables: Mapping[str, Any]
    executor_class: type[StockExecutor]

    def executor(self, context: Context, event: Any = None) -> Any:
        """Build what resolves the field, of an event where one is given; a list of errors where the variables do not fit."""
        return self.executor_class.build(
            self.documents.schema,
            self.operation.prepared.document,
            event,
            context,
            dict(self.variables),
            self.operation.name,
        )


@dataclass(frozen=True)
class LiveAnswer:
    """What a follower is told: by the event at a position, or because rights ended (None)."""

    position: int | None
    result: ExecutionResult


class StoreSilent(Exception):
    """The store did not answer: what was to be told is made again."""


@dataclass
class Turn:
    """What one look at events, or at rights, gives a channel. It holds once `LiveChannel.keep` has it."""

    context: Context
    told: list[LiveAnswer] = field(default_factory=list)


T = TypeVar("T", bound=Turn)


class LiveChannel(ABC, Generic[T]):
    """One operation as one person follows it. What it is told is made once, however many connections listen."""

    def __init__(self, asked: Asked, context_at: ContextAt) -> None:
        self._asked = asked
        self._context_at = context_at
        self.holds_until: datetime = datetime.max
        """When rights may end by themselves: a membership or an absence does."""

    @property
    @abstractmethod
    def collection(self) -> str:
        """The collection whose events it hears."""

    @abstractmethod
    async def follow(self, events: Sequence[Row], objects: Objects, now: datetime) -> T:
        """Make what is told of events of the collection, in their order, and of rights that ended.

        Raises: StoreSilent or PyMongoError where it cannot be told now; Unauthenticated.
        """

    @abstractmethod
    async def recheck(self, now: datetime) -> T:
        """Make what is told because rights ended since the last turn. Raises as `follow`."""

    def keep(self, turn: T) -> None:
        """Keep a turn whose words are on their way."""
        self.holds_until = turn.context.principal.expires_at

    def take_over(self, other: "LiveChannel[T]") -> None:
        """Keep what another channel of the same operation and person told of."""

    async def _executed(self, event: Row, context: Context) -> ExecutionResult:
        found = execute_subscription_event(self._asked.executor(context, event))
        result = await found if inspect.isawaitable(found) else found
        causes = [original_cause(error) for error in result.errors or ()]
        if any(isinstance(one, TimeoutError) or (one is not None and is_away(one)) for one in causes):
            raise StoreSilent
        return result


@dataclass(frozen=True)
class Interest(ABC):
    """What is followed, and told of by the type `shown`; behind a position where one is named.

    It is given where GraphQL asks for a stream of events: there is none, since all who follow share one.
    """

    shown: str
    position: int | None

    @abstractmethod
    def channel(self, asked: Asked, context_at: ContextAt) -> LiveChannel[Any]:
        """Return the channel of who asked for it."""

    async def __aiter__(self) -> AsyncIterator[Any]:
        no_events: tuple[Any, ...] = ()
        for event in no_events:
            yield event
