"""What becomes of an event for somebody who follows a list: the object is shown, is told to be lost, or is none of theirs.

Rights are those of now, and held against the object as it is now: an event only says that there is something to look at.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any

from auth.principal import Principal
from documents.kernel.ids import global_id
from documents.kernel.read.access import BATCH, KEYS, Access
from documents.kernel.read.conditions import both
from documents.kernel.read.parts import ListPart
from documents.kernel.read.readable import Readable
from documents.kernel.read.resource import Resource

Row = Mapping[str, Any]

EVERYTHING = (ListPart({}),)
"""The list that nobody narrowed."""


class Verdict(Enum):
    """What a follower is told after an event."""

    SHOWN = "shown"
    LOST = "lost"
    UNTOLD = "untold"


def concerns(seen: Readable, event: Row) -> bool:
    """Tell whether the viewer may read the object of an event as it was before or after it, as far as its keys say."""
    return seen.plan.admits(event["keys_before"]) or seen.plan.admits(event["keys_after"])


def verdict(seen: Readable, event: Row, stored: Row | None, *, matches: bool, was_told: bool) -> Verdict:
    """Decide what a follower is told of an event, by the object as it is stored now (None: it is gone).

    Shown is what the viewer may read, if the list has it or had it (`was_told`). Lost is what the viewer could read until
    this event, or was told of, and may not any more; of what was never theirs nobody hears.
    """
    if stored is None:
        return Verdict.UNTOLD
    if seen.admits(stored):
        return Verdict.SHOWN if matches or was_told else Verdict.UNTOLD
    # The viewer loses it by this event; where a later one takes it away, that one tells.
    is_taken = seen.plan.admits(event["keys_before"]) and not seen.plan.admits(event["keys_after"])
    could_read = is_taken and seen.admits({**stored, KEYS: event["keys_before"]})
    return Verdict.LOST if could_read or was_told else Verdict.UNTOLD


def told_id(resource: Resource, stored: Row) -> str:
    """Return the global id of a stored object."""
    return global_id(resource.record.type_name(stored), stored["_id"])


@dataclass(frozen=True)
class FollowedList:
    """A list as somebody follows it: its parts, and the withheld paths that its filter looks at."""

    parts: Sequence[ListPart] = EVERYTHING
    touching: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        """Whether nobody narrowed it."""
        return self.parts is EVERYTHING


class Objects:
    """What a few events tell of, read once for all who follow them: the objects, and which of them a list has."""

    def __init__(self, access: Access, events: Iterable[Row]) -> None:
        self._access = access
        self._ids: dict[str, list[str]] = {}
        for event in events:
            ids = self._ids.setdefault(event["object_collection"], [])
            if event["object_id"] not in ids:
                ids.append(event["object_id"])
        self._known: dict[str, asyncio.Future[Any]] = {}

    async def stored(self, resource: Resource) -> Mapping[str, Row]:
        """Return the objects of a resource as they are stored, by id, whoever may see them."""
        ids = self._ids.get(resource.record.collection_name(), [])
        found = await self.once(f"rows of {resource.name}", lambda: stored(self._access, resource, ids))
        return dict(found)

    async def listed(self, resource: Resource, who: Principal, listed: FollowedList) -> frozenset[str]:
        """Return the ids of those that a list has, under the viewer's rights. Whoever has the same plan and filter shares
        the command. Raises: FilterForbidden."""
        found: frozenset[str] = frozenset()
        for part in listed.parts:
            condition = self._access.condition(resource, who, part.where, listed.touching, part.within)
            if condition is not None:
                name = f"{resource.name} {sorted(condition.items(), key=lambda one: one[0])!r}"
                found |= await self.once(name, partial(self._matching, resource, condition))
        return found

    async def _matching(self, resource: Resource, where: Mapping[str, Any]) -> frozenset[str]:
        ids = self._ids.get(resource.record.collection_name(), [])
        condition = both(where, {"_id": {"$in": ids}})
        rows = await self._access.sample(resource, where=condition, keys=("_id",), at_most=len(ids))
        return frozenset(row["_id"] for row in rows)

    async def once(self, name: str, ask: Callable[[], Awaitable[Any]]) -> Any:
        """Return what `ask` finds, asked once for all who follow these events."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = asyncio.ensure_future(ask())
        return await known


async def stored(access: Access, resource: Resource, ids: Sequence[str]) -> dict[str, Row]:
    """Return objects as they are stored, by id, whoever may see them: shown through `present` alone."""
    found: dict[str, Row] = {}
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        rows = await access.sample(resource, where={"_id": {"$in": batch}}, keys=None, at_most=len(batch))
        found |= {row["_id"]: row for row in rows}
    return found
