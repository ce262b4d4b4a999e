"""No door tells anybody what is not for them: every root field, every withheld field, every role."""

import pytest

from auth.policy.table import FIELDS
from tests.leaks import checks, doors, explaining, filtering, revealing
from tests.leaks.town_planted import LOGINS
from tests.leaks.world import World

EVERYBODY = pytest.mark.parametrize("login", LOGINS)


def test_every_root_field_has_its_door_in_the_register() -> None:
    assert doors.uncovered() == []


def test_every_filter_and_each_of_its_fields_is_tried() -> None:
    assert filtering.unfiltered() == []


def test_every_withheld_field_carries_planted_words(world: World) -> None:
    places = {one.place for one in world.secrets.by_text.values()}

    bare = [
        f"{one.resource}.{one.path}"
        for one in FIELDS
        if not any(place.startswith(f"{one.resource}.{one.path}") for place in places)
    ]
    assert bare == []


@EVERYBODY
async def test_no_query_tells_more_than_the_rights_allow(world: World, login: str) -> None:
    assert await checks.reads(world, login) == []


@EVERYBODY
async def test_what_the_rights_allow_is_told(world: World, login: str) -> None:
    assert await checks.words_shown(world, login) == []


@EVERYBODY
async def test_no_mutation_tells_more_than_the_rights_allow(world: World, login: str) -> None:
    assert await checks.mutations(world, login) == []


@EVERYBODY
async def test_what_is_not_seen_is_refused_as_what_is_not_there(world: World, login: str) -> None:
    assert await checks.unseen_are_refused_as_unknown(world, login) == []


@EVERYBODY
async def test_what_is_not_seen_is_explained_as_what_is_not_there(world: World, login: str) -> None:
    assert await explaining.unseen_are_explained_as_unknown(world, login) == []


@EVERYBODY
async def test_totals_count_what_may_be_seen(world: World, login: str) -> None:
    assert await checks.counts(world, login) == []


@EVERYBODY
async def test_counts_of_what_cannot_be_listed_hide_small_numbers(world: World, login: str) -> None:
    assert await checks.case_counts(world, login) == []


@EVERYBODY
async def test_a_search_finds_only_by_words_that_may_be_read(world: World, login: str) -> None:
    assert await checks.searches(world, login) == []


@EVERYBODY
async def test_filters_and_orders_are_no_oracle(world: World, login: str) -> None:
    wrong = await filtering.filters(world, login)
    wrong += await filtering.sorting(world, login)
    wrong += await filtering.mine(world, login)
    wrong += await filtering.waiting(world, login)
    assert wrong == []


@EVERYBODY
async def test_plain_personal_data_are_revealed_by_the_words_of_the_matrix(world: World, login: str) -> None:
    assert await revealing.reveals(world, login) == []


@EVERYBODY
async def test_a_contact_finds_only_cases_whose_plain_data_may_be_seen(world: World, login: str) -> None:
    assert await revealing.contacts(world, login) == []
