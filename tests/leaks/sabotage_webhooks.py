"""Leaks made on purpose in what webhooks send: in whose name, and of what."""

from typing import Any

from api.leaks.findings import CheckKind
from api.leaks.run import WEBHOOKS as DOOR
from auth.policy.decide import Plan
from documents.kernel.read.readable import Readable
from documents.webhooks import delivering
from schema.webhooks.selections import SelectionReader
from tests.leaks.house import House
from tests.leaks.sabotage import Patch, Sabotage, Said

IN = "INTEGRATION"


async def delivered_as_the_system(patch: Patch, house: House) -> None:
    """What is sent is asked in the name of somebody who sees everything, and not of the client."""
    known, container = SelectionReader.select, house.installation.container
    head = house.asker("CENTER_HEAD").account_id

    async def select(self: Any, who: Any, text: str, object_id: str, now: Any) -> Any:
        return await known(self, await container.principals.of(head, now), text, object_id, now)

    patch.setattr(SelectionReader, "select", select)


async def delivered_out_of_sight(patch: Patch, house: House) -> None:
    """Of what the client may not see more than the id is sent."""
    patch.setattr(delivering, "seen_in_the_stream", lambda who: Readable(Plan(everything=True)))


async def delivered_without_contents(patch: Patch, house: House) -> None:
    """Of what the client may see the id alone is sent."""
    patch.setattr(delivering, "seen_in_the_stream", lambda who: Readable(Plan()))


WEBHOOKS = (
    Sabotage(
        "доставка от имени системы",
        delivered_as_the_system,
        (IN,),
        (DOOR,),
        (Said(CheckKind.TEXTS, "Message", DOOR, IN),),
    ),
    Sabotage(
        "доставка о невидимом",
        delivered_out_of_sight,
        (IN,),
        (DOOR,),
        (Said(CheckKind.LIVE, "доставка: Message не одним id", DOOR, IN),),
    ),
    Sabotage(
        "доставка без содержания",
        delivered_without_contents,
        (IN,),
        (DOOR,),
        (Said(CheckKind.LIVE, "доставка: Message без содержания", DOOR, IN),),
    ),
)
"""The planted leaks of webhooks."""
