"""Leaks made on purpose at the doors that tell by themselves: whom they tell what, and what they leave out."""

from typing import Any

from documents.kernel.read import catching_up, following
from documents.kernel.read.access import Access
from documents.kernel.read.following import Verdict
from documents.notifications import reading
from schema.live import channel
from schema.notifications import following as inbox
from schema.notifications import queries
from tests.leaks.house import House
from tests.leaks.sabotage import Patch, around_the_plan, hide, open_declared


async def told_around_the_rights(patch: Patch, house: House) -> None:
    """Every change is told to everybody who follows anything."""
    open_declared(patch)
    patch.setattr(channel, "verdict", lambda *given, **more: Verdict.SHOWN)
    patch.setattr(channel, "_may_be_told", lambda *given: True)
    patch.setattr(Access, "present", around_the_plan)


async def told_with_nothing_withheld(patch: Patch, house: House) -> None:
    """What is told holds what the follower may not read of it."""
    hide(patch, lambda who, name, row: frozenset())


async def lost_though_never_theirs(patch: Patch, house: House) -> None:
    """Whoever follows is told to lose what they could never see, and so that it is there."""
    open_declared(patch)
    known = following.verdict

    def everything(seen: Any, event: Any, row: Any, **more: Any) -> Verdict:
        found = known(seen, event, row, **more)
        return Verdict.LOST if found is Verdict.UNTOLD else found

    patch.setattr(channel, "verdict", everything)
    patch.setattr(channel, "_may_be_told", lambda *given: True)


async def change_untold(patch: Patch, house: House) -> None:
    """Nothing is told of what is visible."""
    patch.setattr(channel, "verdict", lambda *given, **more: Verdict.UNTOLD)


async def inbox_of_everybody(patch: Patch, house: House) -> None:
    """Whoever asks for their notifications is shown those of all."""
    patch.setattr(queries, "own", lambda person_id, **more: {"in_inbox": True})


async def notifications_told_to_everybody(patch: Patch, house: House) -> None:
    """Whoever follows their notifications is told those of all who are told of the same thing."""

    async def everybodys(store: Any, ids: Any) -> Any:
        rows = [row for own in (await reading.received(store, ids)).values() for row in own]
        return {row["person_id"]: rows for row in rows}

    patch.setattr(inbox, "received", everybodys)


async def notification_untold(patch: Patch, house: House) -> None:
    """Who follows their notifications is told nothing."""
    patch.setattr(inbox, "person_key", lambda person_id: "person:nobody")


async def stream_around_the_rights(patch: Patch, house: House) -> None:
    """The stream of changes tells of every case whoever may read it."""
    patch.setattr(catching_up, "verdict", lambda *given, **more: Verdict.SHOWN)


async def stream_untold(patch: Patch, house: House) -> None:
    """The stream leaves out what the reader may see."""
    patch.setattr(catching_up, "verdict", lambda *given, **more: Verdict.UNTOLD)
