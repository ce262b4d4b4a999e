"""Single objects: by id and by number, one's own and those of others; what is hidden answers like what is not there."""

from collections.abc import Mapping
from typing import Any

from api.leaks.answers import Probe
from api.leaks.asking import Driver
from api.leaks.doors import Lookup, Plain, Single
from api.leaks.findings import CheckKind, Sort
from api.leaks.numbers import foreign
from api.leaks.people import Asker
from api.leaks.pipelines import Row
from api.leaks.selection import pieces, shown_by
from api.leaks.truth import STORED_TYPES, gid
from documents.kernel.ids import global_id

UNKNOWN = "0" * 24
PAGE = 100
SPREAD = 4
"""Of the objects that a door of their type is asked for, each fourth is asked for all of its fields there; `node` asks for
all fields of each. Where what all would ask alike is spread, each fourth is asked for its fields by its number, too: by its
id each was."""


async def single(driver: Driver, asker: Asker, name: str, door: Single) -> None:
    """Ask for objects by id and number: some visible, some hidden, one that is not there."""
    seen, unseen = _halves(driver, asker, door.types)
    strangers = [row for row in driver.truth.rows(*STORED_TYPES) if row[0] not in door.types][:1]
    chosen = [*seen, *unseen]
    arguments = [f'id: "{gid(type_name, row)}"' for type_name, row in chosen]
    unknown = [f'id: "{global_id(door.types[0], UNKNOWN)}"']
    wrong_type = [f'id: "{gid(type_name, row)}"' for type_name, row in strangers]
    first, *rest = pieces(shown_by(name))
    values, _ = await driver.each(asker, name, [*arguments, *unknown], first)
    _compare(driver, asker, name, chosen, values, arguments)
    for piece in driver.in_turn(asker, name, rest):
        await driver.each(asker, name, [*arguments[::SPREAD], *unknown], piece)
    await driver.each(asker, name, wrong_type, "__typename")
    if door.numbers is not None:
        numbered = [one for one in chosen if one[1]["number"] is not None]
        numbers = [door.numbers.of(row) for _, row in numbered]
        values, _ = await driver.each(asker, name, numbers, "__typename" if driver.turns else first)
        _compare(driver, asker, name, numbered, values, numbers)
        if driver.turns:
            await driver.each(asker, name, numbers[::SPREAD], first)
        await foreign(driver, asker, name, door, door.numbers)


async def looked_up(driver: Driver, asker: Asker, name: str, door: Lookup) -> None:
    """Ask for objects of every type by global id alone; `nodes` for all of them in a whole run."""
    if door.many:
        await _nodes(driver, asker, name)
        return
    for type_name in STORED_TYPES:
        seen, unseen = _halves(driver, asker, (type_name,))
        chosen = [*seen, *unseen]
        arguments = [f'id: "{gid(one, row)}"' for one, row in chosen]
        for number, piece in enumerate(pieces(type_name)):
            body = f"__typename ... on Node {{ id }} ... on {type_name} {{ {piece} }}"
            values, _ = await driver.each(asker, name, arguments, body)
            if not number:
                _compare(driver, asker, name, chosen, values, arguments)


async def plain(driver: Driver, asker: Asker, name: str, door: Plain) -> None:
    """Ask a field with the arguments of the table and leave its answer to the judge."""
    arguments = driver.some(door.arguments(driver.truth))
    if not arguments:
        return
    for piece in driver.in_turn(asker, name, driver.pieces_of(name, arguments[0])):
        await driver.each(asker, name, arguments, piece)


async def _nodes(driver: Driver, asker: Asker, name: str) -> None:
    rows = [one for type_name in STORED_TYPES for one in driver.some(driver.truth.rows(type_name))]
    for start in range(0, len(rows), PAGE):
        batch = rows[start : start + PAGE]
        ids = ", ".join(f'"{gid(type_name, row)}"' for type_name, row in batch)
        document = f"{{ {name}(ids: [{ids}]) {{ __typename id }} }}"
        example = f'{{ {name}(ids: ["{gid(*batch[0])}"]) {{ %s }} }}'
        reply = await driver.ask(Probe(name, asker, example), document)
        told = reply.data.get(name) or [None] * len(batch)
        _compare(driver, asker, name, batch, told, [f'ids: ["{gid(*one)}"]' for one in batch])


def _halves(
    driver: Driver, asker: Asker, types: tuple[str, ...]
) -> tuple[list[tuple[str, Row]], list[tuple[str, Row]]]:
    """Some visible and some hidden objects, spread over what is there, sensitive ones among them."""
    truth = driver.truth
    rows = truth.rows(*types)
    seen = [one for one in rows if truth.is_visible(asker, one[0], one[1]["_id"])]
    unseen = [one for one in rows if not truth.is_visible(asker, one[0], one[1]["_id"])]
    return driver.few(seen), driver.few(unseen)


def _compare(
    driver: Driver,
    asker: Asker,
    door: str,
    rows: list[tuple[str, Row]],
    values: list[Mapping[str, Any] | None],
    arguments: list[str],
) -> None:
    for (type_name, row), value, argument in zip(rows, values, arguments, strict=False):
        driver.tally.count(CheckKind.LOOKUPS, door, asker.label)
        is_visible = driver.truth.is_visible(asker, type_name, row["_id"])
        if is_visible is (value is not None):
            continue
        sort, words = (Sort.MISSING, "не показан") if is_visible else (Sort.LEAK, "показан")
        place = f"{type_name} {words} по {argument.partition(':')[0]}"
        query = f"{{ {door}({argument}) {{ __typename }} }}"
        driver.note(asker, door, sort, CheckKind.LOOKUPS, place, query=query, about=(type_name, row["_id"]))
