"""Where cases are routed: to active responsible recipients alone, with a reason only where the body changes (I.2.3)."""

import pytest

from auth.errors import Invalid
from documents.incidents.operations.answering import close_incident, route_incident
from documents.kernel.write.operation import Operation
from documents.submissions.operations.answering import close_submission
from documents.submissions.operations.routing import route_submission
from tests.support.cases import put_case, refused
from tests.support.town import Town

ROUTING = [
    ("pos", route_submission, {"kind": "MESSAGE", "status": "ACCEPTED", "channel_id": "POS"}),
    ("pos", route_submission, {"kind": "APPEAL", "status": "ACCEPTED", "channel_id": "POST"}),
    ("incident", route_incident, {"kind": "INCIDENT", "status": "NEW", "channel_id": "VK"}),
]


@pytest.mark.parametrize(("login", "operation", "case"), ROUTING)
async def test_what_is_no_responsible_recipient_is_routed_nothing(
    town: Town, login: str, operation: Operation, case: dict[str, str]
) -> None:
    await put_case(town, "one", **case)
    problem = await refused(town, Invalid, login, operation, await town.stored("one"), recipient_id="region")
    assert (problem.code, problem.facts, problem.path) == (
        "INVALID",
        {"rule": "not_a_recipient"},
        ("recipientId",),
    )
    assert (await town.do(login, operation, "one", recipient_id="roads")).recipient_id == "roads"


@pytest.mark.parametrize(("login", "operation", "case"), ROUTING)
async def test_naming_a_person_inside_the_body_needs_no_reason_and_another_body_does(
    town: Town, login: str, operation: Operation, case: dict[str, str]
) -> None:
    status = "ROUTED" if case["kind"] == "INCIDENT" else "ASSIGNED"
    await put_case(town, "one", **{**case, "status": status}, recipient_id="roads")
    inside = {"recipient_id": "roads", "assignee_id": "person-assignee"}
    named = await town.do("recipient.coordinator", operation, "one", **inside)
    assert (named.assignee_id, len(named.routings)) == ("person-assignee", 1)
    problem = await refused(
        town, Invalid, login, operation, await town.stored("one"), recipient_id="education"
    )
    assert (problem.facts, problem.path) == ({"rule": "reason_required"}, ("reason",))
    moved = await town.do(login, operation, "one", recipient_id="education", reason="Школьный двор")
    assert (moved.recipient_id, moved.assignee_id) == ("education", None)


@pytest.mark.parametrize(
    ("login", "operation", "case"),
    [
        ("pos", close_submission, {"kind": "MESSAGE", "status": "ANSWERED", "channel_id": "POS"}),
        ("pos", close_submission, {"kind": "APPEAL", "status": "ANSWERED", "channel_id": "POST"}),
        ("incident", close_incident, {"kind": "INCIDENT", "status": "REPLIED", "channel_id": "VK"}),
    ],
)
async def test_what_was_answered_is_not_closed_as_forwarded(
    town: Town, login: str, operation: Operation, case: dict[str, str]
) -> None:
    await put_case(town, "one", **case)
    problem = await refused(town, Invalid, login, operation, await town.stored("one"), outcome="FORWARDED")
    assert (problem.facts, problem.path) == ({"rule": "outcome_of_forwarding"}, ("outcome",))
    assert (await town.do(login, operation, "one", outcome="EXPLAINED")).status == "CLOSED"
