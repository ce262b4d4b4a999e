"""Work that is given to somebody in one process while another one lets him leave: he never ends up with it.

The held operation has read what it decides on, in its transaction, before the other process commits. Without the guards
of `documents/organizations/receiving.py` both commit: neither writes what the other one has only read.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest

from api.clock import utc_now
from auth.errors import InactiveTarget
from documents.handover.operations import deactivate_person, hand_over_person_work
from documents.kernel.ids import global_id
from documents.kernel.write.operation import Operation
from documents.organizations.document import Person
from documents.submissions.operations.routing import route_submission
from tests.support.cases import put_case
from tests.support.neighbors import Neighbors, Server

DEACTIVATE = """mutation($input: DeactivatePersonInput!) { deactivatePerson(input: $input) {
    person { isActive } errors { code facts } } }"""
ROUTE = """mutation($input: RouteInput!) { routeSubmission(input: $input) { errors { code } } }"""
AT_ONCE, ROUNDS = 8, 5


async def newcomer(pair: Neighbors, name: str) -> str:
    """An official of the roads without a role and without work; his id."""
    person = Person(id=name, full_name=name, organization_id="roads", updated_at=utc_now())
    await pair.town.load([person], utc_now())
    return name


async def act(pair: Neighbors, login: str, operation: Operation, target: str, **facts: Any) -> Any:
    """Run an operation in the process of the test."""
    now = utc_now()
    who = await pair.town.who(login, now)
    return (await pair.town.container.runner.run(who, now, operation, target, **facts)).record


async def deactivate(server: Server, person: str) -> dict[str, Any]:
    """Deactivate somebody at a server; the payload."""
    told = await server.data("admin", DEACTIVATE, input={"id": global_id("Person", person)})
    payload: dict[str, Any] = told["deactivatePerson"]
    return payload


async def route(server: Server, case: str, person: str) -> list[str]:
    """Send a message to somebody at a server; the codes of its refusals."""
    ids = {"recipientId": global_id("Organization", "roads"), "assigneeId": global_id("Person", person)}
    told = await server.data("pos", ROUTE, input={"id": global_id("Message", case), **ids})
    return [one["code"] for one in told["routeSubmission"]["errors"]]


@contextlib.asynccontextmanager
async def held_open(
    operation: Operation, running: Any, *, after_its_body: bool = True
) -> AsyncIterator[asyncio.Task[Any]]:
    """Run an operation of this process, which waits before it writes for as long as the block runs: its snapshot is
    taken by then, and where it waits `after_its_body`, everything is decided."""
    has_read, may_write = asyncio.Event(), asyncio.Event()
    plain = operation.body

    async def wait() -> None:
        has_read.set()
        await may_write.wait()

    async def slow(change: Any, record: Any, **facts: Any) -> Any:
        if not after_its_body:
            await wait()
        found = await plain(change, record, **facts)
        if after_its_body:
            await wait()
        return found

    object.__setattr__(operation, "body", slow)
    try:
        task = asyncio.create_task(running)
        await asyncio.wait([task, asyncio.create_task(has_read.wait())], return_when=asyncio.FIRST_COMPLETED)
        yield task
        may_write.set()
        await asyncio.wait([task])
    finally:
        may_write.set()
        object.__setattr__(operation, "body", plain)


async def on_the_desk_of(pair: Neighbors, person: str) -> int:
    """How many cases somebody has."""
    return await pair.town.store.collection("cases").count_documents({"access_keys": f"person:{person}"})


@pytest.mark.parametrize("as_", ["assignee", "co_assignee"])
async def test_a_routing_under_way_does_not_reach_who_leaves_meanwhile(pair: Neighbors, as_: str) -> None:
    person = await newcomer(pair, f"left-as-{as_}")
    await put_case(pair.town, f"case-{as_}", status="ACCEPTED")
    named: dict[str, dict[str, Any]] = {
        "assignee": {"assignee_id": person},
        "co_assignee": {"assignee_id": "person-assignee", "co_assignee_ids": [person]},
    }
    before = await pair.trace()
    routing = act(pair, "pos", route_submission, f"case-{as_}", recipient_id="roads", **named[as_])
    async with held_open(route_submission, routing) as task:
        left = await deactivate(pair.second, person)
        assert left == {"person": {"isActive": False}, "errors": []}

    assert isinstance(task.exception(), InactiveTarget)
    assert await on_the_desk_of(pair, person) == 0
    # The deactivation alone is told.
    assert await pair.trace() == {**before, "events": before["events"] + 1}


async def test_a_hand_over_under_way_does_not_reach_who_leaves_meanwhile(pair: Neighbors) -> None:
    giving, taking = await newcomer(pair, "giving"), await newcomer(pair, "taking")
    await put_case(pair.town, "given", status="ASSIGNED", recipient_id="roads", assignee_id=giving)
    handing = act(pair, "head", hand_over_person_work, giving, to_id=taking, reason="Увольнение")
    async with held_open(hand_over_person_work, handing) as task:
        assert (await deactivate(pair.second, taking))["errors"] == []
    assert isinstance(task.exception(), InactiveTarget)
    assert (await on_the_desk_of(pair, giving), await on_the_desk_of(pair, taking)) == (1, 0)


async def test_who_was_given_work_meanwhile_does_not_leave(pair: Neighbors) -> None:
    person = await newcomer(pair, "staying")
    await put_case(pair.town, "kept", status="ACCEPTED")
    leaving = act(pair, "admin", deactivate_person, person)
    # The guards are the first thing that it seizes: from then on nobody is given work at all.
    async with held_open(deactivate_person, leaving, after_its_body=False) as task:
        assert await route(pair.first, "kept", person) == []
    refused = task.exception()
    assert isinstance(refused, InactiveTarget)
    assert refused.facts["work"] == [{"kind": "SUBMISSION", "count": 1, "ids": []}]
    row = await pair.town.store.collection("persons").find_one({"_id": person})
    assert row is not None
    assert row["is_active"] is True


async def test_many_routings_at_both_servers_leave_nothing_with_who_leaves(pair: Neighbors) -> None:
    for number in range(ROUNDS):
        person = await newcomer(pair, f"crowded-{number}")
        cases = [f"crowd-{number}-{one}" for one in range(AT_ONCE)]
        for case in cases:
            await put_case(pair.town, case, status="ACCEPTED")
        routings = (route(pair.both[at % 2], case, person) for at, case in enumerate(cases))
        left, *told = await asyncio.gather(deactivate(pair.second, person), *routings)

        refused = {code for codes in told for code in codes}
        if left["person"]["isActive"]:
            assert [one["code"] for one in left["errors"]] == ["INACTIVE_TARGET"]
            assert refused == set()
            assert await on_the_desk_of(pair, person) == AT_ONCE
        else:
            assert refused == {"INACTIVE_TARGET"}
            assert await on_the_desk_of(pair, person) == 0
