"""Refusals: no error tells a name, whatever wrong thing is asked with the ids of hidden objects in hand."""

from collections.abc import Iterator

from api.leaks.answers import Probe
from api.leaks.asking import Driver
from api.leaks.doors import DOORS, Door, Listed, Single
from api.leaks.people import Asker
from api.leaks.truth import STORED, gid

WRONG_LISTS = ("first: 1000", "first: 1, last: 1", 'first: 1, after: "AAAA"', "first: -1")


async def wrongly_asked(driver: Driver, asker: Asker) -> None:
    """Ask doors for what they must refuse, with ids of hidden objects in hand, and read the errors."""
    for name, ways in DOORS.items():
        for door in ways:
            calls = list(_wrong_calls(driver, asker, name, door))
            if calls:
                asked = " ".join(f"a{number}: {call}" for number, call in enumerate(calls))
                await _send(driver, asker, name, f"{{ {asked} }}")
    # A field that is not there, on an object that is not theirs: this one is refused before it is run.
    hidden = _unseen(driver, asker, STORED)
    await _send(driver, asker, "node", f'{{ node(id: "{hidden or "nothing"}") {{ __typename nothing }} }}')


def _wrong_calls(driver: Driver, asker: Asker, name: str, door: Door) -> Iterator[str]:
    """Impossible pages, ids of the wrong kind, and ids of hidden objects where others belong."""
    if isinstance(door, Listed):
        unseen = _unseen(driver, asker, door.types)
        wrong = [*WRONG_LISTS, *([f'first: 1, after: "{unseen}"'] if unseen else [])]
        if unseen is not None and door.filters == "CaseFilter":
            wrong.append(f'first: 1, filter: {{assigneeIds: ["{unseen}"]}}')
        for one in wrong:
            yield f"{name}({one}) {{ nodes {{ __typename }} }}"
    elif isinstance(door, Single):
        unseen = _unseen(driver, asker, tuple(driver.truth.by_type))
        hidden = _unseen(driver, asker, door.types)
        for one in (f'id: "{unseen}"', 'id: "nothing"', 'id: ""'):
            yield f"{name}({one}) {{ __typename }}"
        if hidden is not None and door.numbers is not None:
            yield f'{name}(id: "{hidden}", {door.numbers.unknown[0]}) {{ __typename }}'


def _unseen(driver: Driver, asker: Asker, types: tuple[str, ...]) -> str | None:
    for type_name, row in driver.truth.rows(*types):
        if not driver.truth.is_visible(asker, type_name, row["_id"]):
            return gid(type_name, row)
    return None


async def _send(driver: Driver, asker: Asker, door: str, document: str) -> None:
    await driver.ask(Probe(door, asker, document), document)
