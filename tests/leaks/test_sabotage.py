"""The test of the leak check: leaks are planted one by one in the product, and the check of the product names each."""

from collections.abc import Iterator

import pytest

from api.leaks.findings import CheckKind, Tally
from api.leaks.mutations import MUTATIONS
from tests.leaks.conftest import Opens
from tests.leaks.house import EVERY_DOOR, House
from tests.leaks.sabotage import CAUGHT, Sabotage
from tests.leaks.sabotage_table import ALL
from tests.support.watching import WATCH

SOME = 2
"""Objects of a kind by which is seen that a planted leak is gone."""

SEES_LITTLE = ("MEMBER",)
"""Who is asked then: whom almost everything is withheld from."""


@pytest.fixture(autouse=True)
def unwatched() -> Iterator[None]:
    """What is asked here is wrong on purpose: no index has to serve it."""
    with WATCH.aside():
        yield


@pytest.fixture(autouse=True)
def unremembered(house: House) -> Iterator[None]:
    """Nothing that one planted leak has left with those who ask is found by the next."""
    house.forget_principals()
    yield
    house.forget_principals()


async def planted(house: House, own_house: Opens, patch: pytest.MonkeyPatch, sabotage: Sabotage) -> Tally:
    """Plant a leak and look for it until all that must be said of it is said, in a house of its own where that changes."""
    writes = sabotage.changes or not MUTATIONS.keys().isdisjoint(sabotage.doors)
    until = sabotage.is_caught if not sabotage.unsaid else None
    if not sabotage.changes:
        await sabotage.plant(patch, house)
        return await house.ask(sabotage.doors, sabotage.roles, writes=writes, until=until)
    async with own_house() as another:
        await sabotage.plant(patch, another)
        await another.read_again()
        return await another.ask(
            sabotage.doors, sabotage.roles, reads=sabotage.reads, writes=writes, until=until
        )


@pytest.mark.parametrize("sabotage", ALL, ids=lambda one: one.plant.__name__)
async def test_a_planted_leak_is_caught(
    house: House, own_house: Opens, monkeypatch: pytest.MonkeyPatch, sabotage: Sabotage
) -> None:
    before = await house.event_count()

    tally = await planted(house, own_house, monkeypatch, sabotage)

    found = list(tally.findings.values())
    assert sabotage.missed(found) == [], sorted(
        {(one.check.value, one.door, one.role, one.place) for one in found}
    )
    assert not [one for one in found if sabotage.unsaid and sabotage.unsaid in one.place]
    assert await house.event_count() == before
    first = next(one for one in found if sabotage.said[0].fits(one))
    more = f" (+ {len(sabotage.said) - 1})" if len(sabotage.said) > 1 else ""
    CAUGHT[sabotage.name] = f"{first.door}: {first.place}{more}"


def test_every_planted_leak_has_a_name_and_something_to_say() -> None:
    assert len({one.name for one in ALL}) == len({one.plant for one in ALL}) == len(ALL)
    assert all(one.said for one in ALL)


DOORS, ROLES = {door for one in ALL for door in one.doors}, {role for one in ALL for role in one.roles}


def test_without_sabotage_the_same_doors_are_asked_clean_by_the_same_roles(house: House) -> None:
    """Each door is asked of this house by itself, as everybody and for all objects: `test_leaks`. Nothing is asked twice."""
    assert set(EVERY_DOOR) >= DOORS
    assert {one.label for one in house.survey.askers} >= ROLES


async def test_what_was_planted_leaves_nothing_behind(house: House) -> None:
    tally = await house.ask(DOORS, SEES_LITTLE, writes=False, sample=SOME, spreads=True)

    assert list(tally.findings.values()) == []
    assert tally.total(CheckKind.TEXTS) > 100
