"""A signed protocol goes to those who answer for it now, and their acknowledgement is recorded however it comes (III.2)."""

from datetime import timedelta
from typing import Any

import pytest

from documents.assignments.operations import acknowledge_assignment, start_assignment
from documents.dispatching.operations import record_acknowledgement
from documents.invariants import broken
from documents.organizations.document import Person
from documents.protocols.operations import dispatch_protocol, sign_protocol
from tests.support.center import NOW, Center, items, ordered, stored
from tests.support.protocols import ready, signed
from tests.support.watching import WATCH

MINUTE = timedelta(minutes=1)
SHEET = "Лист ознакомления"


def to(*people: str, **instead: str) -> list[dict[str, Any]]:
    """Recipients, some of them instead of somebody who has left."""
    return [{"person_id": one, "via": "Почта", "instead_of_id": instead.get(one)} for one in people]


async def dispatched(center: Center) -> str:
    protocol = await ready(center, items=items(ordered(), ordered(text="Посыпать дорожки")))
    await center.act("curator", sign_protocol, protocol)
    await center.act("head", dispatch_protocol, protocol, recipients=to("assignee"))
    return protocol


async def leave(center: Center, person_id: str) -> None:
    """Let somebody have left, whatever they leave behind."""
    persons = center.store.collection("persons")
    await persons.update_one({"_id": person_id}, {"$set": {"is_active": False}})
    await center.put(stored(Person, f"after-{person_id}", full_name="Преемник", organization_id="office"))


async def test_an_acknowledgement_on_paper_is_recorded_with_how_it_came(center: Center) -> None:
    protocol = await dispatched(center)
    row = await center.act(
        "secretary",
        record_acknowledgement,
        protocol,
        person_id="assignee",
        via=SHEET,
        acknowledged_at=NOW,
        now=NOW + MINUTE,
    )
    (sent,) = row["dispatches"]
    assert (sent["acknowledged_at"], sent["acknowledged_via"], sent["acknowledged_by_id"]) == (
        NOW,
        SHEET,
        "secretary",
    )
    assert (await center.told(protocol))[-1] == "protocol.acknowledgement_recorded"
    for task in await center.rows("assignments", protocol_id=protocol):
        assert (task["status"], task["acknowledged_at"]) == ("ACKNOWLEDGED", NOW)
        assert task["acknowledged_by_id"] == "secretary"
        assert (await center.told(task["_id"]))[-1] == "assignment.acknowledged_on_behalf"
    assert SHEET not in str(await center.rows("events", object_id=protocol))


async def test_what_is_at_work_already_stays_so(center: Center) -> None:
    protocol = await dispatched(center)
    first, second = await center.rows("assignments", protocol_id=protocol)
    await center.act("assignee", acknowledge_assignment, first["_id"])
    await center.act("assignee", start_assignment, first["_id"])
    await center.act("head", record_acknowledgement, protocol, person_id="assignee", via=SHEET)
    assert (await center.row("assignments", first["_id"]))["status"] == "IN_PROGRESS"
    assert (await center.row("assignments", second["_id"]))["status"] == "ACKNOWLEDGED"


async def test_an_acknowledgement_is_recorded_once_of_somebody_and_of_no_time_to_come(center: Center) -> None:
    protocol = await dispatched(center)

    async def refused(**facts: Any) -> tuple[Any, tuple[str, ...]]:
        given = {"person_id": "assignee", "via": SHEET, **facts}
        problem = await center.refused("head", record_acknowledgement, protocol, **given)
        return problem.facts["rule"], problem.path

    assert await refused(via=" ") == ("required", ("via",))
    assert await refused(person_id="lead") == ("not_sent_to", ("personId",))
    assert await refused(acknowledged_at=NOW + MINUTE) == ("in_the_future", ("acknowledgedAt",))
    assert await refused(acknowledged_at=NOW - MINUTE) == ("before_dispatch", ("acknowledgedAt",))
    await center.act("head", record_acknowledgement, protocol, person_id="assignee", via=SHEET)
    assert await refused() == ("already_acknowledged", ("personId",))


async def test_before_the_dispatch_there_is_nothing_to_acknowledge(center: Center) -> None:
    protocol = await signed(center)
    problem = await center.refused("head", record_acknowledgement, protocol, person_id="assignee", via=SHEET)
    assert (problem.facts["rule"], problem.path) == ("not_dispatched", ("id",))


async def test_who_may_not_dispatch_records_for_nobody(center: Center) -> None:
    protocol = await dispatched(center)
    for login, code in (("member", "FORBIDDEN"), ("officer", "FORBIDDEN"), ("assignee", "FORBIDDEN")):
        problem = await center.refused(
            login, record_acknowledgement, protocol, person_id="assignee", via=SHEET
        )
        assert problem.code == code


async def test_who_has_left_since_the_signing_is_sent_nothing_and_whoever_takes_over_is_named(
    center: Center,
) -> None:
    protocol = await ready(center, items=items(ordered("lead", co_executor_ids=["assignee"]), ordered()))
    await center.act("curator", sign_protocol, protocol)
    await leave(center, "assignee")
    (problem,) = await center.all_refused(
        "head", dispatch_protocol, protocol, recipients=to("assignee", "lead")
    )
    assert (problem.code, problem.facts, problem.path) == (
        "INACTIVE_TARGET",
        {"rule": "left_since_signing"},
        ("recipients", "0", "personId"),
    )
    row = await center.act(
        "head",
        dispatch_protocol,
        protocol,
        recipients=to("after-assignee", "lead", **{"after-assignee": "assignee"}),
    )
    assert [(one["person_id"], one["instead_of_id"]) for one in row["dispatches"]] == [
        ("after-assignee", "assignee"),
        ("lead", None),
    ]
    tasks = {one["responsible_id"]: one for one in await center.rows("assignments", protocol_id=protocol)}
    assert tasks["lead"]["co_executor_ids"] == ["after-assignee"]
    assert set(tasks) == {"lead", "after-assignee"}
    # What was signed stays as it was.
    ordered_of = row["items"][0]["decisions"][0]["assignments"]
    assert [one["responsible_id"] for one in ordered_of] == ["lead", "assignee"]


@pytest.mark.parametrize(
    ("left", "rule"),
    [("member", "not_responsible"), ("assignee", "still_in_office"), ("nobody", "not_responsible")],
)
async def test_nobody_is_replaced_who_has_nothing_to_do_or_has_not_left(
    center: Center, left: str, rule: str
) -> None:
    protocol = await signed(center)
    problems = await center.all_refused(
        "head", dispatch_protocol, protocol, recipients=to("assignee", "lead", lead=left)
    )
    assert [(one.facts["rule"], one.path) for one in problems] == [(rule, ("recipients", "1", "insteadOfId"))]


async def test_what_is_handed_over_after_the_dispatch_was_not_dispatched_past_anybody(center: Center) -> None:
    protocol = await ready(center, items=items(ordered("lead"), ordered()))
    await center.act("curator", sign_protocol, protocol)
    await leave(center, "assignee")
    recipients = to("after-assignee", "lead", **{"after-assignee": "assignee"})
    await center.act("head", dispatch_protocol, protocol, recipients=recipients)
    await center.store.collection("assignments").update_many({}, {"$set": {"responsible_id": "member"}})

    async def told() -> list[str]:
        with WATCH.aside():
            found, _ = await broken(center.store, center.container.reference.snapshot)
        return [one for one in found if "past a responsible official" in one]

    assert await told() == []
    protocols = center.store.collection("protocols")
    await protocols.update_one({"_id": protocol}, {"$pull": {"dispatches": {"person_id": "lead"}}})
    assert len(await told()) == 1
