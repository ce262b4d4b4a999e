"""A channel: one operation as one person follows it. What it is told is made once, however many connections listen."""

import inspect
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from graphql import ExecutionResult, execute_subscription_event

from auth.policy.decide import tells_history
from documents.kernel.read.following import Objects, Verdict, concerns, stored, told_id, verdict
from documents.kernel.read.readable import Readable, readable
from documents.kernel.store.connection import is_away
from schema.context import Context
from schema.document_errors import original_cause
from schema.engine.executor import StockExecutor
from schema.engine.prepared import PreparedDocuments, PreparedOperation
from schema.live.interest import LOST, Interest, seal_position

Row = Mapping[str, Any]

MOST_REMEMBERED = 1_000
"""Objects that a channel remembers to have told of, the last ones: these it takes back where rights end."""

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
    seen: Readable
    remembered: OrderedDict[str, None]
    told: list[LiveAnswer] = field(default_factory=list)


class LiveChannel:
    """One operation of one person, and which objects it told of last."""

    def __init__(self, asked: Asked, interest: Interest, context_at: ContextAt) -> None:
        self.interest = interest
        self._asked = asked
        self._context_at = context_at
        self.remembered: OrderedDict[str, None] = OrderedDict()
        self._seen: Readable | None = None
        self.holds_until: datetime = datetime.max
        """When rights may end by themselves: a membership or an absence does."""

    @property
    def collection(self) -> str:
        """The collection whose events it hears."""
        return self.interest.resource.record.collection_name()

    async def follow(self, events: Sequence[Row], objects: Objects, now: datetime) -> Turn:
        """Make what is told of events of the collection, in their order, and of rights that ended.

        Raises: StoreSilent or PyMongoError where it cannot be told now; Unauthenticated.
        """
        turn = await self.recheck(now)
        resource, who = self.interest.resource, turn.context.principal
        rows = await objects.stored(resource)
        if not any(_may_be_told(turn, one, rows.get(one["object_id"])) for one in events):
            return turn
        listed = self.interest.listed(turn.context)
        has: Container[str] = rows if listed.is_everything else await objects.listed(resource, who, listed)
        for event in events:
            await self._tell(event, rows.get(event["object_id"]), has, turn)
        return turn

    async def recheck(self, now: datetime) -> Turn:
        """Make what is told because rights ended since the last turn. Raises as `follow`."""
        context = await self._context_at(now)
        resource = self.interest.resource
        seen = readable(context.principal, resource)
        turn = Turn(context, seen, self.remembered.copy())
        if self._seen is not None and turn.remembered and not _reaches(seen, self._seen):
            rows = await stored(context.container.access, resource, list(turn.remembered))
            for row in rows.values():
                if not seen.admits(row):
                    await self._revoke(row, None, turn)
        return turn

    def keep(self, turn: Turn) -> None:
        """Keep a turn whose words are on their way."""
        self.remembered, self._seen = turn.remembered, turn.seen
        self.holds_until = turn.context.principal.expires_at

    def take_over(self, other: "LiveChannel") -> None:
        """Keep what another channel of the same operation and person told of."""
        if other is not self:
            self.remembered |= other.remembered

    async def _tell(self, event: Row, row: Row | None, has: Container[str], turn: Turn) -> None:
        object_id = event["object_id"]
        found = verdict(
            turn.seen, event, row, matches=object_id in has, was_told=object_id in turn.remembered
        )
        if row is not None and found is Verdict.SHOWN:
            await self._show(event, row, turn)
        elif row is not None and found is Verdict.LOST:
            await self._revoke(row, event["position"], turn)

    async def _show(self, event: Row, row: Row, turn: Turn) -> None:
        resource, context = self.interest.resource, turn.context
        turn.remembered[row["_id"]] = None
        turn.remembered.move_to_end(row["_id"])
        if len(turn.remembered) > MOST_REMEMBERED:
            turn.remembered.popitem(last=False)
        read = resource.read_of(row.get("kind"))
        tells = tells_history(context.principal, resource.name, row, read=read)
        shown = {
            "__type": self.interest.shown,
            "event_id": seal_position(context, event["position"]),
            "position": event["position"],
            "at": event["at"],
            "action": event["action"] if tells else None,
            "stored": row,
        }
        turn.told.append(LiveAnswer(event["position"], await self._executed(shown, context)))

    async def _revoke(self, row: Row, position: int | None, turn: Turn) -> None:
        turn.remembered.pop(row["_id"], None)
        lost = {"__type": LOST, "id": told_id(self.interest.resource, row)}
        turn.told.append(LiveAnswer(position, await self._executed(lost, turn.context)))

    async def _executed(self, event: Row, context: Context) -> ExecutionResult:
        found = execute_subscription_event(self._asked.executor(context, event))
        result = await found if inspect.isawaitable(found) else found
        causes = [original_cause(error) for error in result.errors or ()]
        if any(isinstance(one, TimeoutError) or (one is not None and is_away(one)) for one in causes):
            raise StoreSilent
        return result


def _may_be_told(turn: Turn, event: Row, row: Row | None) -> bool:
    """Whether there is anything to decide about an event; most are nothing to most."""
    is_visible = row is not None and turn.seen.admits(row)
    return is_visible or event["object_id"] in turn.remembered or concerns(turn.seen, event)


def _reaches(seen: Readable, before: Readable) -> bool:
    """Whether all that could be read before can be read now, as far as plans say."""
    if not seen.plan.contains(before.plan):
        return False
    return seen.only == before.only and seen.closed <= before.closed
