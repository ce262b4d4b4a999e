"""The administrator sees no case contents (III.6): every query field, every filter, every id, every history, every count."""

import json
from collections.abc import AsyncIterator

from api.leaks.selection import CORE
from tests.leaks import checks
from tests.leaks.calls import CREATING, MOVING, mutating
from tests.leaks.doors import QUERIES
from tests.leaks.filtering import LISTS, conditions, orders
from tests.leaks.world import Answer, World

ADMINISTRATOR, ALL_SEEING = "AD", "HD"
CONTENTS = ("case.", "meeting.", "protocol.", "assignment.")
"""Places of what cases, meetings, protocols and assignments hold: their ids and numbers too."""

AT_ONCE = 20


async def _walk(world: World, login: str) -> AsyncIterator[Answer]:
    """Everything that can be asked: each query field with all that hangs on it, each list through each filter and order."""
    for name, door in QUERIES.items():
        for call in door(world, name):
            yield await world.ask(login, call.document)
    for name in LISTS:
        asked = [f"filter: {{{one}}}" for one in conditions(name)]
        asked += [f"orderBy: {one}" for one in orders(name)]
        for start in range(0, len(asked), AT_ONCE):
            fields = (
                f"a{number}: {name}(first: 100, {one}) {{ nodes {{ id }} totalCount {{ value }} }}"
                for number, one in enumerate(asked[start : start + AT_ONCE])
            )
            yield await world.ask(login, f"{{ {' '.join(fields)} }}")
    for one in checks.DIMENSIONS:
        yield await world.ask(
            login, f"{{ caseCounts(by: [{one}]) {{ total {{ count }} groups {{ count }} }} }}"
        )


def _contents(world: World, answer: Answer) -> set[str]:
    found = (world.secrets.by_text[one] for one in world.secrets.found_in(answer.raw))
    return {f"{one.place} of {one.about}" for one in found if one.place.startswith(CONTENTS)}


async def test_nothing_that_can_be_asked_shows_the_administrator_any_contents(world: World) -> None:
    assert CORE.query_type is not None
    assert set(QUERIES) == set(CORE.query_type.fields)
    shown: set[str] = set()
    async for answer in _walk(world, ADMINISTRATOR):
        shown |= _contents(world, answer)
    assert shown == set()


async def test_the_same_walk_shows_it_all_to_who_may_see_it(world: World) -> None:
    shown: set[str] = set()
    async for answer in _walk(world, ALL_SEEING):
        shown |= _contents(world, answer)
    places = {one.partition(" of ")[0] for one in shown}
    assert {
        "case.summary",
        "case.text",
        "case.number",
        "protocol.id",
        "assignment.id",
        "meeting.id",
    } <= places


async def test_no_list_and_no_count_has_a_row_for_the_administrator(world: World) -> None:
    lists = "cases submissions messages appeals incidents meetings protocols assignments".split()
    document = " ".join(
        f"{name}(first: 100) {{ totalCount {{ value }} edges {{ cursor }} }}" for name in lists
    )
    answer = await world.ask(ADMINISTRATOR, f"{{ {document} }}")
    assert [answer.data[name] for name in lists] == [{"totalCount": {"value": 0}, "edges": []}] * len(lists)
    for one in checks.DIMENSIONS:
        counted = await world.ask(
            ADMINISTRATOR, f"{{ caseCounts(by: [{one}]) {{ total {{ count }} groups {{ count }} }} }}"
        )
        counts = json.dumps(counted.data["caseCounts"])
        assert not any(digit in counts for digit in "123456789"), counts


async def test_no_refusal_shows_the_administrator_any_contents(world: World) -> None:
    shown: set[str] = set()
    for name in (*CREATING, *MOVING):
        targets = [one.global_id for one in world.of(*MOVING[name])[:20]] if name in MOVING else [None]
        document, inputs = mutating(name, targets)
        shown |= _contents(world, await world.ask(ADMINISTRATOR, document, **inputs))
    assert shown == set()
