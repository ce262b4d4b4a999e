"""«What waits for me»: the filter gives exactly the rows that say so themselves, page by page, each once, counted right."""

import itertools
import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from auth.policy.decide import Plan
from auth.principal import Principal
from documents.cases.document import Case, Response
from documents.cases.resource import CASES as SHOWN
from documents.cases.statuses import CaseStatus
from documents.cases.vocabulary import CaseKind
from documents.cases.waiting import waiting_cases
from documents.kernel.names import camel
from documents.kernel.read import parts as kernel
from documents.kernel.read.paging import Count, Window
from documents.kernel.read.parts import ListPart, count_of
from documents.kernel.write.waiting import moving_operations, narrowed
from schema.build import schema
from schema.cases.waiting import CaseAction
from schema.context import Context
from tests.support.asking import CURSORS
from tests.support.town import NOW, PEOPLE, Town

SEEDS = range(4)
TOTAL = 80
ACTIONS = [str(one) for one in CaseAction]
LIST = """query($actions: [CaseAction!], $order: CaseOrder, $first: Int, $after: String, $last: Int, $before: String) {
  cases(filter: {allowedAction: $actions}, orderBy: $order, first: $first, after: $after, last: $last, before: $before) {
    totalCount { value precision } nodes { id }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""
ALL = """query($order: CaseOrder) { cases(orderBy: $order, first: 100) {
  nodes { id allowedActions { action allowed } } } }"""


def drawn_case(number: int, chance: random.Random) -> Case:
    case = Case(
        id=f"w{number:05d}",
        updated_at=NOW,
        kind=str(chance.choice(list(CaseKind))),
        number=f"2026-{number:06d}",
        status=str(chance.choice(list(CaseStatus))),
        channel_id=chance.choice(["POS", "PHONE", "POST", "VK", "PAGES"]),
        sector_id=chance.choice([None, "ROADS", "EDUCATION"]),
        recipient_id=chance.choice([None, "roads", "yard", "education"]),
        assignee_id=chance.choice([None, "person-assignee", "person-assignee.yard", "person-incident"]),
        received_at=NOW + timedelta(minutes=chance.randrange(5)),
        registered_at=NOW,
        due_at=NOW + timedelta(days=chance.randrange(3)),
        policy_code="POS_STANDARD",
        creator_id=chance.choice(["person-pos", "person-registrar", "person-recipient.coordinator"]),
    )
    if case.status == "IN_REVIEW":
        drafts = [chance.choice(["IN_REVIEW", "APPROVED"])]
        case.responses = [
            Response(no=no, text="Убрано", author_id="person-assignee", status=status)
            for no, status in enumerate(["RETURNED", *drafts], start=1)
        ]
    case.derive()
    return case


async def drawn_principal(town: Town, chance: random.Random) -> Principal:
    """Somebody with the roles of one to three people of the town at once."""
    first, *others = [await town.who(one) for one in chance.sample(list(PEOPLE), chance.choice((1, 1, 2, 3)))]
    grants = itertools.chain(first.grants, *(one.grants for one in others))
    return replace(first, grants=tuple(grants))


async def asked(town: Town, who: Principal, document: str, **variables: Any) -> Any:
    context = Context(container=town.container, cursors=CURSORS, now=NOW, who=who)
    result = await schema.execute(document, variable_values=variables, context_value=context)
    assert not result.errors, result.errors
    assert result.data is not None
    return result.data["cases"]


async def walked(town: Town, who: Principal, *, size: int, backward: bool, **asking: Any) -> list[str]:
    """The ids of all pages, in list order whichever way they were walked."""
    found: list[str] = []
    edge: str | None = None
    while True:
        window = {"last": size, "before": edge} if backward else {"first": size, "after": edge}
        page = await asked(town, who, LIST, **asking, **window)
        ids = [one["id"] for one in page["nodes"]]
        found = [*ids, *found] if backward else [*found, *ids]
        info = page["pageInfo"]
        assert info["hasNextPage" if backward else "hasPreviousPage"] is (edge is not None)
        if not info["hasPreviousPage" if backward else "hasNextPage"]:
            return found
        edge = info["startCursor" if backward else "endCursor"]


@pytest.mark.parametrize("seed", SEEDS)
async def test_the_filter_gives_the_rows_that_allow_one_of_the_actions_and_no_other(
    town: Town, seed: int, request: pytest.FixtureRequest
) -> None:
    rounds = 14 if request.config.getoption("--all-differences") else 6
    chance = random.Random(f"waiting {seed}")
    rows = [drawn_case(number, chance).to_row() for number in range(TOTAL)]
    await town.store.collection("cases").insert_many(rows)
    met = 0
    for _ in range(rounds):
        who = await drawn_principal(town, chance)
        order = {
            "field": chance.choice(["RECEIVED_AT", "DUE_AT", "NUMBER"]),
            "direction": chance.choice(["ASC", "DESC"]),
        }
        every = (await asked(town, who, ALL, order=order))["nodes"]
        for _ in range(4):
            actions = chance.sample(ACTIONS, chance.choice((1, 1, 2, 3, 6)))
            names = {camel(one.lower()) for one in actions}
            expected = [
                row["id"]
                for row in every
                if any(one["allowed"] and one["action"] in names for one in row["allowedActions"])
            ]
            for backward in (False, True):
                size = chance.randrange(1, 9)
                found = await walked(town, who, size=size, backward=backward, actions=actions, order=order)
                assert found == expected, (who.roles, actions)
            page = await asked(town, who, LIST, actions=actions, order=order, first=0)
            assert page["totalCount"] == {"value": len(expected), "precision": "EXACT"}
            met += len(expected) > 0
    assert met > rounds // 2


async def test_every_action_of_a_town_with_every_role_takes_few_commands(town: Town) -> None:
    grants = [grant for login in PEOPLE for grant in (await town.who(login)).grants]
    everybody = replace(
        await town.who("pos"), grants=tuple(one for one in grants if one.role != "CENTER_HEAD")
    )
    for who in (await town.who("head"), everybody):
        found = waiting_cases(who, moving_operations(Case), town.container.reference.snapshot, where={})
        # What is under review and what is approved are asked for apart.
        assert 0 < len(found) <= 16
        with town.recorder.capturing() as sent:
            await asked(
                town,
                who,
                "query($a: [CaseAction!]) { cases(filter: {allowedAction: $a}, first: 5) { nodes { id } } }",
                a=ACTIONS,
            )
        assert sent.names == ["find"] * len(found)


async def test_actions_with_equal_plans_are_one_command(town: Town) -> None:
    who, snapshot = await town.who("assignee"), town.container.reference.snapshot
    one = waiting_cases(who, ["start_work", "submit_response"], snapshot, where={})
    assert len(one) == 1
    assert one[0].within is not None
    assert one[0].within.keys == {"person:person-assignee"}


async def test_who_may_do_none_of_it_costs_no_command_and_gets_an_empty_list(town: Town) -> None:
    for login in ("curator", "member", "admin"):
        who = await town.who(login)
        with town.recorder.capturing() as sent:
            page = await asked(town, who, LIST, actions=ACTIONS, first=5)
        assert (page["nodes"], page["totalCount"]["value"], len(sent)) == ([], 0, 0)


async def test_no_action_is_no_row(town: Town) -> None:
    page = await asked(town, await town.who("head"), LIST, actions=[], first=5)
    assert (page["nodes"], page["totalCount"]["value"]) == ([], 0)


async def test_counts_by_the_filter_are_those_of_the_list(town: Town) -> None:
    chance = random.Random("counts")
    await town.store.collection("cases").insert_many(
        [drawn_case(one, chance).to_row() for one in range(TOTAL)]
    )
    document = """query($a: [CaseAction!]) { cases: caseCounts(filter: {allowedAction: $a}, by: [STATUS]) {
      total { count } groups { count } } }"""
    for login in ("head", "pos", "lead.roads"):
        who = await town.who(login)
        page = await asked(town, who, LIST, actions=ACTIONS[::3], first=0)
        if login == "lead.roads":
            document = document.replace("allowedAction: $a", "allowedAction: $a, sector: [ROADS]")
        counts = await asked(town, who, document, a=ACTIONS[::3])
        assert counts["total"]["count"] == page["totalCount"]["value"] > 0
        nothing = await asked(town, who, document, a=[])
        assert nothing["total"]["count"] == 0


async def test_a_row_must_be_readable_and_reached_even_where_different_keys_say_so(town: Town) -> None:
    chance = random.Random("both")
    cases = [drawn_case(one, chance) for one in range(TOTAL)]
    await town.store.collection("cases").insert_many([one.to_row() for one in cases])
    who, within = await town.who("registrar"), Plan(keys=frozenset({"channel:PHONE"}))
    window, order = Window(first=100), SHOWN.order(None, None)
    page = await town.container.access.page(SHOWN, who, NOW, order=order, window=window, within=within)
    count = await town.container.access.count(SHOWN, who, within=within)
    both = {one.id for one in cases if one.creator_id == "person-registrar" and one.channel_id == "PHONE"}
    assert {row["_id"] for row in page.rows} == both
    assert count == Count(len(both), exact=True)
    assert both


async def test_a_sum_of_counts_above_the_cap_says_at_least(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random("cap")
    await town.store.collection("cases").insert_many([drawn_case(one, chance).to_row() for one in range(20)])
    monkeypatch.setattr(kernel, "COUNT_CAP", 5)
    access, who = town.container.access, await town.who("head")
    halves = [ListPart({"number": {"$lt": "2026-000004"}}), ListPart({"number": {"$gte": "2026-000004"}})]
    assert await count_of(access, SHOWN, who, parts=halves) == Count(5, exact=False)
    assert await count_of(access, SHOWN, who, parts=[]) == Count(0, exact=True)


def test_a_filter_and_a_bound_leave_what_both_have() -> None:
    new = {"status": frozenset({"NEW", "ROUTED"})}
    assert narrowed({}, new) == {"status": {"$in": ["NEW", "ROUTED"]}}
    assert narrowed({"status": "NEW"}, new) == {"status": "NEW"}
    assert narrowed({"status": {"$in": ["NEW", "CLOSED"]}}, new) == {"status": "NEW"}
    assert narrowed({"status": "CLOSED"}, new) is None
    assert narrowed({"status": {"$ne": "NEW"}}, new) == {
        "status": {"$ne": "NEW"},
        "$and": [{"status": {"$in": ["NEW", "ROUTED"]}}],
    }


def test_the_enumeration_names_every_operation_that_moves_a_case() -> None:
    assert [one.lower() for one in ACTIONS] == list(moving_operations(Case))
