"""Objects as somebody follows them: which they are told of, by the rights of now, and which they are told to lose."""

from collections import OrderedDict
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from auth.policy.decide import tells_history
from documents.kernel.read.following import (
    EVERYTHING,
    FollowedList,
    Objects,
    Verdict,
    concerns,
    stored,
    told_id,
    verdict,
)
from documents.kernel.read.parts import ListPart
from documents.kernel.read.readable import Readable, readable
from documents.kernel.read.resource import Resource
from schema.context import Context, GraphInfo
from schema.live.following import Asked, ContextAt, Interest, LiveAnswer, LiveChannel, Turn
from schema.live.interest import LOST, open_position, seal_position

Row = Mapping[str, Any]

MOST_REMEMBERED = 1_000
"""Objects that a channel remembers to have told of, the last ones: these it takes back where rights end."""

Parts = Callable[[Context], Sequence[ListPart]]
"""The parts of a list as they are for a viewer at a moment."""


def everything(_context: Context) -> Sequence[ListPart]:
    """Follow all that the viewer may read."""
    return EVERYTHING


@dataclass(frozen=True)
class ObjectInterest(Interest):
    """Objects of a resource, in the list of `parts`."""

    resource: Resource
    parts: Parts = everything
    touching: tuple[str, ...] = ()

    def listed(self, context: Context) -> FollowedList:
        """Return the list as it is for a viewer at a moment."""
        return FollowedList(self.parts(context), self.touching)

    def channel(self, asked: Asked, context_at: ContextAt) -> "ObjectChannel":
        """Return the channel of who asked for it."""
        return ObjectChannel(asked, self, context_at)


def follow(
    info: GraphInfo,
    resource: Resource,
    shown: str,
    after: str | None,
    *,
    parts: Parts = everything,
    touching: tuple[str, ...] = (),
) -> Interest:
    """Return what a field follows, once its arguments are known to make sense for who asks.

    Raises: BAD_REQUEST for a malformed `after`, and whatever a filter refuses.
    """
    found = ObjectInterest(shown, open_position(info, after), resource, parts, touching)
    context = info.context
    for part in parts(context):
        context.container.access.condition(resource, context.principal, part.where, touching, part.within)
    return found


@dataclass
class ObjectTurn(Turn):
    """A turn, what the follower may read in it, and the objects told of so far."""

    seen: Readable = field(kw_only=True)
    remembered: OrderedDict[str, None] = field(kw_only=True)


class ObjectChannel(LiveChannel[ObjectTurn]):
    """One operation of one person on objects of a resource, and which of these it told of last."""

    def __init__(self, asked: Asked, interest: ObjectInterest, context_at: ContextAt) -> None:
        super().__init__(asked, context_at)
        self.interest = interest
        self.remembered: OrderedDict[str, None] = OrderedDict()
        self._seen: Readable | None = None

    @property
    def collection(self) -> str:
        """The collection whose events it hears."""
        return self.interest.resource.record.collection_name()

    async def follow(self, events: Sequence[Row], objects: Objects, now: datetime) -> ObjectTurn:
        """Make what is told of events of the collection, in their order, and of rights that ended. Raises as declared."""
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

    async def recheck(self, now: datetime) -> ObjectTurn:
        """Make what is told because rights ended since the last turn. Raises as declared."""
        context = await self._context_at(now)
        resource = self.interest.resource
        seen = readable(context.principal, resource)
        turn = ObjectTurn(context, seen=seen, remembered=self.remembered.copy())
        if self._seen is not None and turn.remembered and not _reaches(seen, self._seen):
            rows = await stored(context.container.access, resource, list(turn.remembered))
            for row in rows.values():
                if not seen.admits(row):
                    await self._revoke(row, None, turn)
        return turn

    def keep(self, turn: ObjectTurn) -> None:
        """Keep a turn whose words are on their way."""
        super().keep(turn)
        self.remembered, self._seen = turn.remembered, turn.seen

    def take_over(self, other: LiveChannel[ObjectTurn]) -> None:
        """Keep what another channel of the same operation and person told of."""
        if isinstance(other, ObjectChannel) and other is not self:
            self.remembered |= other.remembered

    async def _tell(self, event: Row, row: Row | None, has: Container[str], turn: ObjectTurn) -> None:
        object_id = event["object_id"]
        found = verdict(
            turn.seen, event, row, matches=object_id in has, was_told=object_id in turn.remembered
        )
        if row is not None and found is Verdict.SHOWN:
            await self._show(event, row, turn)
        elif row is not None and found is Verdict.LOST:
            await self._revoke(row, event["position"], turn)

    async def _show(self, event: Row, row: Row, turn: ObjectTurn) -> None:
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

    async def _revoke(self, row: Row, position: int | None, turn: ObjectTurn) -> None:
        turn.remembered.pop(row["_id"], None)
        lost = {"__type": LOST, "id": told_id(self.interest.resource, row)}
        turn.told.append(LiveAnswer(position, await self._executed(lost, turn.context)))


def _may_be_told(turn: ObjectTurn, event: Row, row: Row | None) -> bool:
    """Whether there is anything to decide about an event; most are nothing to most."""
    is_visible = row is not None and turn.seen.admits(row)
    return is_visible or event["object_id"] in turn.remembered or concerns(turn.seen, event)


def _reaches(seen: Readable, before: Readable) -> bool:
    """Whether all that could be read before can be read now, as far as plans say."""
    if not seen.plan.contains(before.plan):
        return False
    return seen.only == before.only and seen.closed <= before.closed
