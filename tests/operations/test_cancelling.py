"""An assignment is cancelled by a decision of a later protocol alone, from its signature on (§5.2)."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from documents.assignments.operations import (
    accept_assignment_report,
    acknowledge_assignment,
    issue_assignment,
    report_assignment,
    start_assignment,
)
from documents.protocols.operations import (
    dispatch_protocol,
    draft_protocol,
    mark_protocol_ready,
    sign_protocol,
    submit_protocol,
    update_protocol,
)
from documents.protocols.operations.errata import draft_erratum
from documents.protocols.rules import content_hash
from tests.support.center import NOW, Center, items, meeting, ordered
from tests.support.protocols import drafted, signed

LATER = NOW + timedelta(days=1)
LATER_DAY = "2026-06-11"
NAMED = ("items", "0", "decisions", "0", "cancelsIds", "0")


def cancelling(*assignment_ids: str, **facts: Any) -> list[dict[str, Any]]:
    """The items of a protocol whose one decision cancels these assignments."""
    decision = {"text": "Отменить поручение о вывозе снега", "cancels_ids": list(assignment_ids), **facts}
    return [{"title": "О поручениях", "decisions": [decision]}]


async def given(center: Center, **facts: Any) -> str:
    """The id of an assignment that a dispatched protocol has ordered."""
    protocol = await signed(center, **facts)
    recipients = [{"person_id": "assignee", "via": "Почта"}]
    await center.act("head", dispatch_protocol, protocol, recipients=recipients)
    (row,) = await center.rows("assignments", protocol_id=protocol)
    return str(row["_id"])


async def later(center: Center, written: list[dict[str, Any]], held_on: str = LATER_DAY) -> str:
    """The id of a protocol in review, of a meeting that was held later."""
    await center.put(meeting("later", held_on=held_on))
    protocol = await drafted(center, "later", items=written)
    await center.act("secretary", submit_protocol, protocol)
    return protocol


async def to_sign(center: Center, written: list[dict[str, Any]]) -> str:
    protocol = await later(center, written)
    await center.act("head", mark_protocol_ready, protocol)
    return protocol


async def reported(center: Center, task: str) -> None:
    await center.act("assignee", acknowledge_assignment, task)
    await center.act("assignee", start_assignment, task)
    await center.act("assignee", report_assignment, task, text="Вывезен", evidence=["акт"])


async def test_the_signature_of_a_later_protocol_cancels_what_its_decision_names(center: Center) -> None:
    task = await given(center)
    protocol = await to_sign(center, cancelling(task))
    assert (await center.row("assignments", task))["status"] == "ISSUED"
    row = await center.act("curator", sign_protocol, protocol, now=LATER)
    number = (await center.row("assignments", task))["number"]
    assert row["items"][0]["decisions"][0]["cancels"] == [{"assignment_id": task, "number": number}]
    assert row["content_hash"] == content_hash(row)
    cancelled = await center.row("assignments", task)
    assert (cancelled["status"], cancelled["cancelled_at"]) == ("CANCELLED", LATER)
    assert (cancelled["cancelling_protocol_id"], cancelled["cancelling_decision_no"]) == (protocol, "1.1")
    assert cancelled["overdue_at"] > NOW + timedelta(days=10_000)
    assert await center.told(task) == ["assignment.issued", "assignment.cancelled"]
    event = (await center.rows("events", object_id=task, name="assignment.cancelled"))[0]
    assert (event["actor"]["person_id"], event["action"]) == ("curator", "protocol.sign")
    assert {one["field"] for one in event["changes"]} >= {"status", "cancelling_protocol_id"}
    problem = await center.refused("assignee", acknowledge_assignment, task)
    assert (problem.code, problem.facts["status"]) == ("INVALID_TRANSITION", "CANCELLED")
    # There is nobody whom it gives work: it may be sent to whoever should know.
    sent = await center.act("head", dispatch_protocol, protocol, recipients=[], now=LATER)
    assert sent["status"] == "DISPATCHED"


async def test_what_was_given_outside_a_meeting_and_what_recurs_are_cancelled_as_well(center: Center) -> None:
    facts: dict[str, Any] = {"text": "Готовить сводку", "responsible_id": "assignee"}
    task = str((await center.act("head", issue_assignment, **facts, period="WEEKLY"))["_id"])
    protocol = await to_sign(center, cancelling(task))
    await center.act("curator", sign_protocol, protocol, now=LATER)
    row = await center.row("assignments", task)
    assert (row["status"], row["next_period_on"]) == ("CANCELLED", None)


async def test_an_erratum_cancels_like_a_protocol(center: Center) -> None:
    task = await given(center)
    (row,) = await center.rows("protocols")
    drafted = await center.act("secretary", draft_erratum, protocol_id=row["_id"], items=cancelling(task))
    for login, operation in (("secretary", submit_protocol), ("head", mark_protocol_ready)):
        await center.act(login, operation, drafted["_id"])
    await center.act("curator", sign_protocol, drafted["_id"])
    assert (await center.row("assignments", task))["cancelling_protocol_id"] == drafted["_id"]


async def test_a_draft_names_no_assignment_that_its_writer_does_not_see(center: Center) -> None:
    await center.put(meeting("later", held_on=LATER_DAY))
    task = await given(center)
    await center.store.collection("assignments").update_one({"_id": task}, {"$set": {"access_keys": []}})
    for named in (task, "nothing"):
        problem = await center.refused(
            "secretary", draft_protocol, meeting_id="later", items=cancelling(named)
        )
        assert (problem.facts, problem.path) == ({"rule": "unknown_assignment"}, NAMED)


async def test_what_is_done_is_not_cancelled(center: Center) -> None:
    task = await given(center)
    await reported(center, task)
    protocol = await later(center, cancelling(task))
    await center.act("head", accept_assignment_report, task)
    problem = await center.refused("head", mark_protocol_ready, protocol)
    assert (problem.facts, problem.path) == ({"rule": "not_cancellable"}, NAMED)


async def test_what_was_done_before_the_signature_stays_done(center: Center) -> None:
    task = await given(center)
    await reported(center, task)
    protocol = await to_sign(center, cancelling(task))
    await center.act("head", accept_assignment_report, task)
    problem = await center.refused("curator", sign_protocol, protocol)
    assert (problem.facts, problem.path) == ({"rule": "not_cancellable"}, NAMED)


async def test_an_acceptance_and_a_signature_at_once_end_in_order(center: Center) -> None:
    task = await given(center)
    await reported(center, task)
    protocol = await to_sign(center, cancelling(task))
    results = await asyncio.gather(
        center.act("head", accept_assignment_report, task),
        center.act("curator", sign_protocol, protocol),
        return_exceptions=True,
    )
    (refused,) = [one for one in results if isinstance(one, Exception)]
    ended = (
        (await center.row("assignments", task))["status"],
        (await center.row("protocols", protocol))["status"],
    )
    assert ended in {("COMPLETED", "READY_FOR_SIGNATURE"), ("CANCELLED", "SIGNED")}, refused


@pytest.mark.parametrize(("held_on", "rule"), [("2026-06-08", "ordered_later"), (LATER_DAY, "duplicate")])
async def test_a_decision_cancels_what_was_ordered_before_it_and_once(
    center: Center, held_on: str, rule: str
) -> None:
    task = await given(center)
    named = (task, task) if rule == "duplicate" else (task,)
    protocol = await later(center, cancelling(*named), held_on)
    problem = await center.refused("head", mark_protocol_ready, protocol)
    assert (problem.facts, problem.path[-1]) == ({"rule": rule}, str(len(named) - 1))


async def test_an_assignment_that_is_gone_is_not_cancelled(center: Center) -> None:
    task = await given(center)
    protocol = await later(center, cancelling(task))
    await center.store.collection("assignments").delete_one({"_id": task})
    problem = await center.refused("head", mark_protocol_ready, protocol)
    assert (problem.facts, problem.path) == ({"rule": "unknown_assignment"}, NAMED)


async def test_a_decision_cancels_or_orders_and_is_carried(center: Center) -> None:
    task = await given(center)
    protocol = await later(center, cancelling(task, assignments=[ordered()]))
    both = await center.refused("head", mark_protocol_ready, protocol)
    assert (both.facts, both.path) == ({"rule": "exactly_one"}, NAMED[:-1])
    votes = {"in_favour": 1, "against": 1, "abstained": 0}
    lost = cancelling(task, votes=votes)
    await center.act("secretary", update_protocol, protocol, items=lost)
    problem = await center.refused("head", mark_protocol_ready, protocol)
    assert (problem.facts, problem.path[-1]) == ({"rule": "not_carried"}, "votes")
    await center.act("secretary", update_protocol, protocol, items=[*items(), *cancelling(task)])
    await center.act("head", mark_protocol_ready, protocol)
