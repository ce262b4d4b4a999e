"""The works of the bench, by structure instead of time: all on the fast path, exactly the commands, exactly the fields."""

import inspect
from collections.abc import Mapping
from typing import Any

import pytest
from graphql import execute, parse

from documents.assignments.resource import ASSIGNMENTS
from documents.cases.document import Case
from documents.cases.resource import CASES
from documents.kernel.ids import global_id
from documents.meetings.resource import MEETINGS
from documents.members.document import Membership
from documents.submissions.operations import intake
from schema.build import schema
from schema.context import Context
from schema.engine.counters import figures, forget
from schema.engine.executor import FastExecutor
from tests.bench.work import W1, W2, W3, W4, W5
from tests.support.asking import CURSORS
from tests.support.cases import registered
from tests.support.commands import Captured
from tests.support.numbered import fill
from tests.support.town import FOUNDED, Town

CORE = schema._schema
OF_ANY_REQUEST = frozenset({"accounts", "versions"})
HEAD, LEAD, TWO_ROLES = "head", "lead.roads", "recipient.head"
"""Who asks: all of it, a sector of it, and what two roles show and withhold differently."""

RIGHTS = {one.record.collection_name(): one.always for one in (CASES, ASSIGNMENTS, MEETINGS)}
"""Collection → the fields that come with every row for the rights."""

PAGE = """_id number kind status priority summary summary_redacted is_sensitive received_at registered_at routed_at
  due_at overdue_at revision location sector_id topic_id settlement_id recipient_id assignee_id sort_received"""
EVERY = """_id number kind status priority outside_sectors summary summary_redacted is_sensitive is_actionable
  received_at registered_at routed_at first_response_at answered_at closed_at updated_at due_at overdue_at
  due_soon_at outcome was_returned is_repeat reopened_count revision is_demo sort_received responses.kind responses.status
  file_hashes link_ends_at proposal awaits to_examine"""
"""What a list of whole cases asks for; how the last draft stands says whether it waits for its approval or its
sending, what it carries whether there is a file to clear or take off, and what waits for a second look."""
ONE = """_id number kind status priority importance summary summary_redacted is_sensitive received_at routed_at
  due_at overdue_at revision sector_id recipient_id"""
LINE = "_id number kind status summary summary_redacted due_at overdue_at recipient_id assignee_id"
ORDERED = "_id number text status due_on overdue_at responsible_id organization_id sort_due"
CONVENED = "_id number title status planned_at form sort_planned"

READS: Mapping[str, tuple[str, dict[str, Any], int, list[tuple[str, str, str]]]] = {
    "W1": (W1, {"id": global_id("Incident", "counted-3")}, 1, [("cases", "find", ONE)]),
    "W2": (W2, {"first": 50}, 1, [("cases", "aggregate", ""), ("cases", "find", PAGE)]),
    "W3": (W3, {"first": 100}, 1, [("cases", "find", EVERY)]),
    "W4": (
        W4,
        {},
        7,
        [
            ("assignments", "find", ORDERED),
            ("cases", "aggregate", ""),
            ("cases", "aggregate", ""),
            ("cases", "find", f"{LINE} sort_due"),
            ("cases", "find", f"{LINE} sort_due"),
            ("cases", "find", f"{LINE} sort_received"),
            ("cases", "find", f"{LINE} sort_received"),
            ("meetings", "find", CONVENED),
        ],
    ),
}
"""Work → the query, its variables, its root fields, and its commands with the stored fields they ask for."""


class Counting(FastExecutor):
    """Counts what graphql-core itself executes; the engine is on whatever the run says."""

    is_on = True
    executed = 0

    def execute_field(self, *args: Any, **kwargs: Any) -> Any:
        """One field, resolved and completed the long way round."""
        type(self).executed += 1
        return super().execute_field(*args, **kwargs)


@pytest.fixture(scope="module", autouse=True)
async def _filled(town: Town) -> None:
    """Cases in numbers; the head of their recipient leads the sector too, where every third has another recipient."""
    await fill(town)
    rows = town.store.collection("cases")
    async for row in rows.find({"kind": "MESSAGE"}):
        case = Case.from_row({**row, "recipient_id": "education"})
        case.derive()
        await rows.replace_one({"_id": case.id}, case.to_row())
    second = {"person_id": f"person-{TWO_ROLES}", "role": "SECTOR_LEAD", "sector_ids": ["ROADS"]}
    await town.load([Membership(id="second", valid_from=FOUNDED, updated_at=FOUNDED, **second)])


async def _run(town: Town, login: str, document: Any, variables: dict[str, Any]) -> dict[str, Any]:
    context = Context(
        container=town.container, cursors=CURSORS, now=town.now, who=await town.who(login, town.now)
    )
    result = execute(
        CORE, document, context_value=context, variable_values=variables, executor_class=Counting
    )
    answer = await result if inspect.isawaitable(result) else result
    assert not answer.errors, answer.errors
    assert answer.data is not None
    return answer.data


async def _warm(town: Town, login: str, document: Any, variables: dict[str, Any]) -> None:
    for _ in range(3):
        await _run(town, login, document, variables)
    forget()
    Counting.executed = 0


def _commands(captured: Captured) -> list[tuple[str, str, list[str]]]:
    return sorted(
        (one.collection, one.name, sorted(one.body.get("projection", {})))
        for one in captured.commands
        if one.collection not in OF_ANY_REQUEST
    )


@pytest.mark.parametrize("name", READS)
@pytest.mark.parametrize("login", [HEAD, LEAD, TWO_ROLES])
async def test_a_read_is_completed_by_generated_code_alone(town: Town, login: str, name: str) -> None:
    query, variables, roots, _ = READS[name]
    document = parse(query)
    await _warm(town, login, document, variables)
    await _run(town, login, document, variables)
    counted = figures()
    assert not [one for one in counted if one.startswith(("kept.", "fell."))], counted
    assert Counting.executed == roots
    assert counted["runs.object"] == roots


@pytest.mark.parametrize("name", READS)
@pytest.mark.parametrize("login", [HEAD, LEAD, TWO_ROLES])
async def test_a_read_sends_its_commands_and_asks_for_its_fields(town: Town, login: str, name: str) -> None:
    query, variables, _, wanted = READS[name]
    document = parse(query)
    await _warm(town, login, document, variables)
    with town.recorder.capturing() as captured:
        await _run(town, login, document, variables)
    assert _commands(captured) == [
        (collection, command, sorted({*fields.split(), *RIGHTS[collection]}) if fields else [])
        for collection, command, fields in wanted
    ]


async def test_to_the_member_with_two_roles_they_withhold_differently(town: Town) -> None:
    query, variables, _, _ = READS["W3"]
    data = await _run(town, TWO_ROLES, parse(query), variables)
    withheld = {tuple(one["hiddenFields"]) for one in data["cases"]["nodes"]}
    assert len(withheld) > 1, withheld


async def test_a_routing_is_one_field_for_graphql_core_and_three_commands(town: Town) -> None:
    document = parse(W5)
    given = []
    for _ in range(4):
        case = await registered(town)
        await town.do("pos", intake.formalize_submission, case.id, topic_id="holes", summary="Яма")
        await town.do("pos", intake.accept_submission, case.id)
        ids = {"id": global_id("Message", case.id), "recipientId": global_id("Organization", "roads")}
        given.append({"input": ids})
    for variables in given[:3]:
        await _run(town, "head", document, variables)
    forget()
    Counting.executed = 0
    with town.recorder.capturing() as captured:
        data = await _run(town, "head", document, given[3])
    assert data["routeSubmission"]["submission"]["status"] == "ASSIGNED"
    assert not [one for one in figures() if one.startswith(("kept.", "fell."))], figures()
    assert Counting.executed == 1
    within = [one for one in captured.commands if "txnNumber" in one.body]
    assert [f"{one.name} {one.collection}".strip() for one in within] == [
        "aggregate versions",
        "bulkWrite",
        "commitTransaction",
    ]
    # Before it: who asks, and the poll of the versions row where the last one is a second old.
    assert {one.collection for one in captured.commands if one not in within} <= OF_ANY_REQUEST
