"""A leak made on purpose in what a partner's client is narrowed to."""

from dataclasses import replace
from typing import Any

from api.leaks.findings import CheckKind as C
from api.leaks.people import HELD
from api.leaks.run import WEBHOOKS as DELIVERIES
from documents.members import principals
from tests.leaks.house import House
from tests.leaks.sabotage import Patch, Sabotage, Said

NARROWED = f"INTEGRATION{HELD}"


async def narrowing_forgotten(patch: Patch, house: House) -> None:
    """A client that is narrowed to a sector and an organization sees all that its system has."""
    known = principals._client_grants

    def grants(*given: Any) -> Any:
        return [replace(one, sectors=frozenset(), organizations=frozenset()) for one in known(*given)]

    patch.setattr(principals, "_client_grants", grants)


CLIENTS = (
    Sabotage(
        "границы клиента забыты",
        narrowing_forgotten,
        (NARROWED,),
        ("messages", "incident", "nodes", DELIVERIES),
        (
            Said(C.OBJECTS, "Message", "messages", NARROWED),
            Said(C.LOOKUPS, "показан по", "incident", NARROWED),
            Said(C.LOOKUPS, "показан по ids", "nodes", NARROWED),
            Said(C.LIVE, "доставка: Message не одним id", DELIVERIES, NARROWED),
        ),
    ),
)
"""The planted leak of narrowed clients."""
