"""Leaks made on purpose at the doors that tell by themselves: whom they tell what, and what they leave out."""

from typing import Any

from documents.kernel.read import following
from documents.kernel.read.access import Access
from documents.kernel.read.following import Verdict
from schema.live import channel
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
