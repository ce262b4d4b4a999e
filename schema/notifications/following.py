"""The inbox as its owner follows it: each notification is told once, as soon as it is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from documents.kernel.read.following import Objects
from documents.kernel.write.announcing import told_ids
from documents.notifications.reading import received, seen_objects
from documents.notifications.telling import NOTIFICATIONS, person_key
from schema.live.following import Asked, ContextAt, Interest, LiveAnswer, LiveChannel, Turn
from schema.live.interest import seal_position
from schema.notifications.types import shown_notification

Row = Mapping[str, Any]


@dataclass(frozen=True)
class InboxInterest(Interest):
    """The notifications of whoever asks."""

    def channel(self, asked: Asked, context_at: ContextAt) -> "InboxChannel":
        """Return the channel of who asked for it."""
        return InboxChannel(asked, self, context_at)


class InboxChannel(LiveChannel[Turn]):
    """One operation of one person on what is theirs: no right takes it away, and what it names is shown by those of now."""

    def __init__(self, asked: Asked, interest: InboxInterest, context_at: ContextAt) -> None:
        super().__init__(asked, context_at)
        self._interest = interest

    @property
    def collection(self) -> str:
        """The collection whose events it hears."""
        return NOTIFICATIONS

    async def follow(self, events: Sequence[Row], objects: Objects, now: datetime) -> Turn:
        """Make what is told of events of the collection, in their order. Raises as declared."""
        turn = await self.recheck(now)
        person_id = turn.context.principal.person_id
        mine = [one for one in events if person_id and person_key(person_id) in one["keys_after"]]
        if not mine or person_id is None:
            return turn
        container = turn.context.container
        all_told = {one for event in events for one in told_ids(event)}
        kept = await objects.once(NOTIFICATIONS, lambda: received(container.store, all_told))
        own: Mapping[str, Row] = {row["_id"]: row for row in kept.get(person_id, ())}
        seen = await seen_objects(container.access, turn.context.principal, now, list(own.values()))
        for event in mine:
            for row in (own[one] for one in told_ids(event) if one in own):
                await self._show(event, row, seen.get((row["object_collection"], row["object_id"])), turn)
        return turn

    async def recheck(self, now: datetime) -> Turn:
        """Make sure that the follower may still act; there is nothing to take back. Raises as declared."""
        return Turn(await self._context_at(now))

    async def _show(self, event: Row, row: Row, seen: Row | None, turn: Turn) -> None:
        shown = {
            "__type": self._interest.shown,
            "event_id": seal_position(turn.context, event["position"]),
            "position": event["position"],
            "at": event["at"],
            "action": None,
            "notification": shown_notification(row, seen),
        }
        turn.told.append(LiveAnswer(event["position"], await self._executed(shown, turn.context)))
