"""Walking pages: each row that was there exactly once, in both directions, under ties, while others come and go."""

import itertools
import random
from datetime import timedelta
from typing import Any

import pytest

from auth.actions import Action
from auth.errors import FilterForbidden
from auth.policy.decide import Plan, hideable, plan
from documents.cases.document import Case
from documents.cases.resource import CASES
from documents.kernel.read.access import Access
from documents.kernel.read.narrowing import narrowed
from documents.kernel.read.paging import Direction, Order, Window, sort_value
from documents.kernel.record import FAR
from tests.support.cases import registered
from tests.support.town import NOW, Town

ORDERS = [Order(key, direction) for key in CASES.orders.values() for direction in Direction]
SEEDS = range(3)
NEWCOMERS = 6


def a_case(number: int, generator: random.Random) -> Case:
    """A case with few different moments, so that ties are common, and often without a routing."""
    received = NOW + timedelta(minutes=generator.randrange(4))
    case = Case(
        id=f"c{number:05d}",
        updated_at=NOW,
        kind=generator.choice(["MESSAGE", "INCIDENT"]),
        number=f"2026-{number:06d}",
        status="NEW",
        channel_id="POS",
        received_at=received,
        registered_at=received,
        routed_at=generator.choice([None, received]),
        due_at=NOW + timedelta(days=generator.randrange(3)),
        policy_code="POS_STANDARD",
        creator_id=generator.choice(["person-pos", "person-registrar"]),
        recipient_id=generator.choice([None, "roads", "yard"]),
    )
    case.derive()
    return case


async def fill(town: Town, cases: list[Case]) -> None:
    await town.store.collection("cases").insert_many([case.to_row() for case in cases])


async def walk(
    access: Access, who: Any, order: Order, *, size: int, backward: bool, between: Any
) -> list[str]:
    """The ids of all pages in the order they came, with `between` called after each page."""
    seen: list[str] = []
    edge: str | None = None
    while True:
        window = Window(last=size, before=edge) if backward else Window(first=size, after=edge)
        page = await access.page(CASES, who, NOW, order=order, window=window, fields=frozenset({"number"}))
        ids = [row["_id"] for row in page.rows]
        seen += reversed(ids) if backward else ids
        if not (page.has_previous if backward else page.has_next):
            return seen
        edge = page.rows[0 if backward else -1][order.key]
        await between()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("login", ["head", "recipient.coordinator", "registrar"])
async def test_a_walk_yields_each_old_row_exactly_once_while_rows_come_and_go(
    town: Town, seed: int, login: str, request: pytest.FixtureRequest
) -> None:
    # In a plain run each draw is walked in its share of the orders, the draws together in each.
    orders = ORDERS if request.config.getoption("--all-differences") else ORDERS[seed :: len(SEEDS)]
    generator = random.Random(seed)
    numbers = itertools.count(1)
    old = [a_case(next(numbers), generator) for _ in range(60)]
    await fill(town, old)
    who = await town.who(login)
    kept = {case.id for case in old}
    visible = {
        case.id
        for case in old
        if town.container.access.present(CASES, who, NOW, case.to_row(), frozenset()) is not None
    }
    assert visible
    for order, backward in itertools.product(orders, [False, True]):
        newcomers: list[str] = []

        async def between(newcomers: list[str] = newcomers) -> None:
            # A list to whose end rows are added as fast as it is walked has no end: the newcomers are few.
            if len(newcomers) == NEWCOMERS:
                return
            case = a_case(next(numbers), generator)
            await fill(town, [case])
            newcomers.append(case.id)
            if len(newcomers) % 2 == 0:
                await town.store.collection("cases").delete_one({"_id": newcomers[-2]})

        seen = await walk(
            town.container.access,
            who,
            order,
            size=generator.randrange(3, 9),
            backward=backward,
            between=between,
        )
        assert len(seen) == len(set(seen))
        assert {one for one in seen if one in kept} == visible
        rows = {case.id: getattr(case, order.key) for case in old}
        values = [rows[one] for one in seen if one in kept]
        assert values == sorted(values, reverse=(order.direction is Direction.DESC) != backward)
        await town.store.collection("cases").delete_many({"_id": {"$nin": sorted(kept)}})


async def test_none_sorts_last_ascending_and_first_descending(town: Town) -> None:
    generator = random.Random(7)
    await fill(town, [a_case(number, generator) for number in range(1, 20)])
    who = await town.who("head")
    for direction in Direction:
        page = await town.container.access.page(
            CASES, who, NOW, order=Order("sort_routed", direction), window=Window(first=50)
        )
        missing = [row["routed_at"] is None for row in page.rows]
        assert missing == sorted(missing, reverse=direction is Direction.DESC)


async def test_a_page_with_relations_is_one_command_whatever_its_size(town: Town) -> None:
    for _ in range(3):
        await registered(town)
    who = await town.who("head")
    fields = frozenset({"number", "sector", "channel", "recipient", "assignee", "is_overdue"})
    for size in (1, 3):
        with town.recorder.capturing() as sent:
            page = await town.container.access.page(
                CASES, who, NOW, order=CASES.order(None, None), window=Window(first=size), fields=fields
            )
        assert sent.names == ["find"]
        assert page.rows[0]["channel"]["title"] == "POS"
        assert page.rows[0]["sector"] is None
        projected = set(sent.commands[0].body["projection"])
        assert {"number", "sector_id", "channel_id", "recipient_id", "assignee_id", "overdue_at"} <= projected
        assert not projected & {"text", "applicant", "responses", "publications"}


async def test_who_may_read_nothing_costs_no_command(town: Town) -> None:
    await registered(town)
    for login in ("member", "leadership", "coordinator", "admin"):
        who = await town.who(login)
        with town.recorder.capturing() as sent:
            page = await town.container.access.page(
                CASES, who, NOW, order=CASES.order(None, None), window=Window(first=10)
            )
            count = await town.container.access.count(CASES, who)
        assert (list(page.rows), count.value, count.exact, len(sent)) == ([], 0, True, 0)


async def test_a_filter_on_a_withheld_field_narrows_to_where_it_is_seen(town: Town) -> None:
    await registered(town, "pos", channel_id="POS")
    await registered(town, "registrar", channel_id="PHONE")
    order, window = CASES.order(None, None), Window(first=10)
    for login, found in (("head", 2), ("pos", 2), ("registrar", 1)):
        page = await town.container.access.page(
            CASES, await town.who(login), NOW, order=order, window=window, touching=["location.flat"]
        )
        assert len(page.rows) == found
    with pytest.raises(FilterForbidden) as caught:
        await town.container.access.page(
            CASES, await town.who("info"), NOW, order=order, window=window, touching=["applicant"]
        )
    assert caught.value.facts == {"field": "applicant"}


@pytest.mark.parametrize(
    "where",
    [
        {"location.flat": "1"},
        {"location": {"$exists": True}},
        {"status": "NEW", "$or": [{"location.flat": "1"}, {"number": "1"}]},
    ],
)
async def test_a_condition_on_a_withheld_field_narrows_without_saying_so(
    town: Town, where: dict[str, Any]
) -> None:
    for login in ("head", "pos", "registrar", "recipient.coordinator"):
        who = await town.who(login)
        read = plan(who, CASES.read)
        assert narrowed(CASES, who, read, where) == hideable(who, "case")["location.flat"]
        assert narrowed(CASES, who, read, {"status": "NEW", "$and": [{"number": "1"}]}) == read
    info = await town.who("info")
    with pytest.raises(FilterForbidden, match=r"location\.flat"):
        await town.container.access.count(CASES, info, where=where)
    with pytest.raises(FilterForbidden, match=r"location\.flat"):
        await town.container.access.pipeline(CASES, info, Action.CASE_COUNT, stages=[], where=where)


async def test_an_order_by_a_withheld_field_narrows_without_saying_so(town: Town) -> None:
    order, info = Order("applicant.full_name", Direction.ASC), await town.who("info")
    with pytest.raises(FilterForbidden, match="applicant"):
        await town.container.access.page(CASES, info, NOW, order=order, window=Window(first=10))


async def test_of_two_plans_neither_of_which_holds_the_other_the_keys_of_both_are_left(town: Town) -> None:
    who = await town.who("pos")
    seen = hideable(who, "case")["location.flat"]
    some = Plan(keys=frozenset({*sorted(seen.keys)[:1], "sector:ROADS"}))
    assert narrowed(CASES, who, some, {"location.flat": "1"}) == Plan(keys=frozenset(sorted(seen.keys)[:1]))


async def test_a_filter_may_not_name_the_access_keys(town: Town) -> None:
    with pytest.raises(ValueError, match="access keys"):
        await town.container.access.count(
            CASES, await town.who("head"), where={"access_keys": "sector:ROADS"}
        )


def test_the_sort_value_of_nothing_stands_behind_every_moment() -> None:
    assert sort_value(None, "a") > sort_value(NOW, "zzz")
    assert sort_value(FAR, "a") == sort_value(None, "a")
    assert sort_value(NOW, "a") < sort_value(NOW, "b") < sort_value(NOW + timedelta(milliseconds=1), "a")
