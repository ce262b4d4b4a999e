"""Leaks made on purpose at Open311: of what is withheld from the client, and of whom it is open to."""

from typing import Any

from api.http import open311
from api.leaks.findings import CheckKind as C
from api.leaks.run import ADDRESSES
from api.open311 import reading
from api.open311.forms import error_answer
from api.open311.told import told_request
from tests.leaks.house import House
from tests.leaks.sabotage import Patch, Sabotage, Said, a_name


async def request_with_a_name(patch: Patch, house: House) -> None:
    """A service request tells who asked for it."""
    patch.setattr(
        reading, "told_request", lambda message: {**told_request(message), "first_name": a_name(house)}
    )


async def refusal_with_a_name(patch: Patch, house: House) -> None:
    """Whoever is refused as no client is told about somebody."""

    def talking(form: Any, status: int, descriptions: Any, headers: Any = None) -> Any:
        return error_answer(form, status, [*descriptions, a_name(house)], headers)

    patch.setattr(open311, "error_answer", talking)


OPEN311 = (
    Sabotage(
        "заявитель в Open311",
        request_with_a_name,
        ("INTEGRATION",),
        (ADDRESSES,),
        (Said(C.TEXTS, "full_name", "/open311/v2/requests.{form}"),),
    ),
    Sabotage(
        "болтливый отказ Open311",
        refusal_with_a_name,
        ("LEADERSHIP",),
        (ADDRESSES,),
        (Said(C.TEXTS, "full_name", "/open311/v2/services.{form}"),),
    ),
)
