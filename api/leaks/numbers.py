"""Numbers of others: of a hidden object a door says, word for word, what it says of a number that was never given."""

import json
from collections.abc import Mapping
from typing import Any

from api.leaks.asgi import Reply
from api.leaks.asking import Driver
from api.leaks.doors import Numbers, Single
from api.leaks.findings import CheckKind, Sort
from api.leaks.people import Asker
from api.leaks.pipelines import Row
from api.leaks.truth import CASE_TYPES

PASSING = frozenset({"requestId"})
"""What differs in the errors of any two requests."""


async def foreign(driver: Driver, asker: Asker, name: str, door: Single, numbers: Numbers) -> None:
    """Ask for hidden numbers, for numbers of other types, and for some that were never given."""
    chosen = _foreign(driver, asker, door)
    arguments = [*numbers.unknown, *(numbers.of(row) for _, row in chosen)]
    _, replies = await driver.each(asker, name, arguments, "__typename")
    told = [_told(reply, alias) for reply in replies for alias in reply.data]
    if not asker.token:
        return  # whoever has not signed in is told nothing, of any number
    if len(told) != len(arguments):
        driver.note(asker, name, Sort.BROKEN, CheckKind.LOOKUPS, "по номеру нет ответа", query=arguments[0])
        return
    for one, argument, answer in zip(
        [*(None for _ in numbers.unknown), *chosen], arguments, told, strict=True
    ):
        driver.tally.count(CheckKind.LOOKUPS, name, asker.label)
        if answer != told[0]:
            place = "о чужом номере сказано не то, что о незнакомом"
            query = f"{{ {name}({argument}) {{ __typename }} }}"
            about = (one[0], one[1]["_id"]) if one else None
            driver.note(asker, name, Sort.LEAK, CheckKind.LOOKUPS, place, query=query, about=about)


def _foreign(driver: Driver, asker: Asker, door: Single) -> list[tuple[str, Row]]:
    """Objects with numbers that this door must not show to this asker, spread over what is there, type by type."""
    truth = driver.truth
    found: list[tuple[str, Row]] = []
    for type_name in CASE_TYPES if set(door.types) <= set(CASE_TYPES) else door.types:
        hidden = [
            (type_name, row)
            for row_id, row in truth.by_type[type_name].items()
            if row["number"] is not None
            and not (type_name in door.types and truth.is_visible(asker, type_name, row_id))
        ]
        found += driver.few(hidden)
    return found


def _told(reply: Reply, alias: str) -> tuple[Any, list[str]]:
    """All that an answer says of one of its fields: the value, and each error with its words, its place left out."""
    errors = [one for one in reply.errors if (one.get("path") or [None])[0] == alias]
    return reply.data[alias], sorted(_shown(one) for one in errors)


def _shown(error: Mapping[str, Any]) -> str:
    told = {key: value for key, value in error.get("extensions", {}).items() if key not in PASSING}
    return json.dumps([error["message"], len(error["path"]), told], sort_keys=True, ensure_ascii=False)
