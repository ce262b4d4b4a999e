"""Operations on routing rules, what follows from them for new cases, and that the head is told of one that fails."""

from typing import Any

import pytest

from auth.errors import Forbidden, InactiveTarget, Invalid, LimitReached, Problem, Problems, Stale
from documents.directory.operations import routing_rules
from documents.directory.operations.center import update_setting
from documents.incidents.operations import intake as incident_intake
from documents.kernel.write.operation import Operation
from documents.notifications.telling import NOTIFICATIONS
from documents.organizations.document import Organization
from documents.routing_rules.document import RoutingRule
from documents.submissions.operations import intake, routing
from tests.support.cases import registered
from tests.support.runs import Bench
from tests.support.town import FOUNDED, Town

CREATE, UPDATE, MOVE = (
    routing_rules.create_routing_rule,
    routing_rules.update_routing_rule,
    routing_rules.move_routing_rule,
)
HOLES: dict[str, Any] = {
    "title": "Ямы",
    "topic_ids": ["holes"],
    "recipient_id": "roads",
    "assignee_id": "person-assignee",
    "reason": "Дороги содержит этот орган",
}


async def rule(town: Town, **given: Any) -> RoutingRule:
    created: RoutingRule = await town.do("head", CREATE, fields={**HOLES, **given})
    return created


async def order(town: Town) -> list[tuple[str, int]]:
    rows = await town.store.collection("routing_rules").find({}).sort("sort_rank", 1).to_list(length=None)
    return [(row["title"], row["rank"]) for row in rows]


async def refused(town: Town, operation: Operation, target: str | None, **facts: Any) -> Problem:
    """The problem that the head is answered, after checking that no rule changed and nothing was told."""
    before, events = await order(town), await town.event_count()
    with pytest.raises((Problem, Problems)) as caught:
        await town.do("head", operation, target, **facts)
    assert (await order(town), await town.event_count()) == (before, events)

    error: Any = caught.value
    found: Problem = error.problems[0] if isinstance(error, Problems) else error
    return found


async def test_a_rule_comes_behind_the_others_and_its_history_begins(town: Town) -> None:
    first, second = await rule(town), await rule(town, title="Всё", topic_ids=[])
    assert (first.rank, second.rank) == (1, 2)
    (event,) = await town.events_of(first.id)
    assert event["name"] == "routing_rule.created"
    assert {"words", "reason"}.isdisjoint(one["field"] for one in event["changes"])


async def test_rules_change_places_and_each_that_moved_tells_of_it(town: Town) -> None:
    made = [await rule(town, title=title) for title in "АБВГ"]
    after = await town.do("head", MOVE, made[3].id, rank=2, expected_revision=1)
    assert after.rank == 2
    assert await order(town) == [("А", 1), ("Г", 2), ("Б", 3), ("В", 4)]
    await town.do("head", MOVE, made[0].id, rank=4)
    assert await order(town) == [("Г", 1), ("Б", 2), ("В", 3), ("А", 4)]
    names = [one["name"] for one in await town.events_of(made[1].id)]
    assert names == ["routing_rule.created", "routing_rule.moved", "routing_rule.moved"]


@pytest.mark.parametrize(
    ("given", "problem", "path"),
    [
        ({"title": " "}, Invalid, ("title",)),
        ({"title": "ямы "}, Invalid, ("title",)),
        ({"reason": ""}, Invalid, ("reason",)),
        ({"topic_ids": ["gone"]}, Invalid, ("topicIds",)),
        ({"words": ["яма", "и на"]}, Invalid, ("words", "1")),
        ({"words": ["яма"] * 21}, Invalid, ("words",)),
        ({"importances": ["GREAT"]}, Invalid, ("importances", "0")),
        ({"hours": "NIGHT"}, Invalid, ("hours",)),
        ({"recipient_id": "region"}, Invalid, ("recipientId",)),
        ({"recipient_id": "closed"}, InactiveTarget, ("recipientId",)),
        ({"assignee_id": "person-pos"}, Invalid, ("assigneeId",)),
    ],
)
async def test_refuses_a_rule_that_could_not_be_followed(
    town: Town, given: dict[str, Any], problem: type[Problem], path: tuple[str, ...]
) -> None:
    there = await rule(town)
    await town.load([closed_body()])
    found = await refused(town, CREATE, None, fields={**HOLES, "title": "Другое", **given})
    assert (type(found), found.path) == (problem, path)
    if "title" not in given:
        assert (await refused(town, UPDATE, there.id, fields=given)).path == path


def closed_body() -> Organization:
    return Organization(
        id="closed",
        name="Закрыто",
        short_name="Закрыто",
        kind="MUNICIPAL_INSTITUTION",
        is_responsible_recipient=True,
        state="CLOSED",
        updated_at=FOUNDED,
    )


async def test_refuses_a_place_that_there_is_not_and_one_that_it_has(town: Town) -> None:
    there = await rule(town)
    assert (await refused(town, MOVE, there.id, rank=2)).facts["rule"] == "out_of_range"
    assert (await refused(town, MOVE, there.id, rank=1)).facts["rule"] == "nothing_to_change"


async def test_refuses_a_change_of_what_somebody_else_has_changed(town: Town) -> None:
    there = await rule(town)
    stale = {"expected_revision": 7}
    assert isinstance(await refused(town, UPDATE, there.id, fields={"title": "Б"}, **stale), Stale)
    assert isinstance(await refused(town, MOVE, there.id, rank=1, **stale), Stale)


async def test_refuses_more_rules_than_are_shown_as_one_list(town: Town) -> None:
    many = [
        RoutingRule(id=f"r{number}", rank=number, updated_at=FOUNDED, **{**HOLES, "title": f"r{number}"})
        for number in range(1, routing_rules.MOST_RULES + 1)
    ]
    await town.load(many)
    assert isinstance(await refused(town, CREATE, None, fields=HOLES), LimitReached)


@pytest.mark.parametrize("login", ["admin", "pos", "curator"])
async def test_nobody_but_the_head_sets_rules(town: Town, login: str) -> None:
    there, events = await rule(town), await town.event_count()
    for operation, target, facts in (
        (CREATE, None, {"fields": HOLES}),
        (UPDATE, there.id, {"fields": {"is_active": False}}),
        (MOVE, there.id, {"rank": 1}),
    ):
        with pytest.raises(Forbidden):
            await town.do(login, operation, target, **facts)
    assert await town.event_count() == events


async def test_null_clears_a_condition(town: Town) -> None:
    there = await rule(town)
    after = await town.do("head", UPDATE, there.id, fields={"topic_ids": None, "assignee_id": None})
    assert (after.topic_ids, after.assignee_id) == ([], None)


async def accepted(town: Town) -> str:
    case = await registered(town, topic_id="holes")
    await town.do("pos", intake.accept_submission, case.id)
    return str(case.id)


async def test_a_routing_that_follows_the_suggestion_bears_the_reason_of_the_rule(town: Town) -> None:
    made = await rule(town)
    case_id = await accepted(town)
    after = await town.do(
        "pos", routing.route_submission, case_id, recipient_id="roads", assignee_id="person-assignee"
    )
    (sent,) = after.routings
    assert (sent.reason, sent.rule_id, sent.is_automatic) == (HOLES["reason"], made.id, False)
    assert sent.by_id == "person-pos"


async def test_a_rule_that_names_no_person_leaves_the_choice_of_one(town: Town) -> None:
    made = await rule(town, assignee_id=None)
    case_id = await accepted(town)
    after = await town.do(
        "pos", routing.route_submission, case_id, recipient_id="roads", assignee_id="person-assignee"
    )
    assert (after.routings[0].rule_id, after.assignee_id) == (made.id, "person-assignee")


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"recipient_id": "yard"}, None),
        ({"recipient_id": "roads", "assignee_id": "person-recipient.head"}, None),
        ({"recipient_id": "roads", "reason": "Сами"}, "Сами"),
    ],
)
async def test_a_routing_that_goes_its_own_way_bears_its_own_reason(
    town: Town, facts: dict[str, Any], reason: str | None
) -> None:
    await rule(town)
    after = await town.do("pos", routing.route_submission, await accepted(town), **facts)
    assert (after.routings[0].reason, after.routings[0].rule_id) == (reason, None)


async def automatic(town: Town) -> None:
    await town.do("admin", update_setting, name="routingMode", value="AUTOMATIC")


async def test_what_is_registered_is_routed_by_the_system_in_the_same_transaction(town: Town) -> None:
    made = await rule(town)
    await automatic(town)
    case = await registered(town, topic_id="holes")
    assert await town.stored(case.id) == case
    assert (case.status, case.recipient_id, case.assignee_id) == ("ASSIGNED", "roads", "person-assignee")
    (sent,) = case.routings
    assert (sent.reason, sent.rule_id, sent.is_automatic) == (HOLES["reason"], made.id, True)
    events = await town.events_of(case.id)
    assert [(one["name"], one["actor"]["role"], one["action"]) for one in events] == [
        ("submission.registered", "POS_OFFICER", "submission.register"),
        ("submission.accepted", "SYSTEM", "submission.accept"),
        ("submission.routed", "SYSTEM", "submission.route"),
    ]
    assert {one["transaction_id"] for one in events} == {events[0]["transaction_id"]}
    assert events[2]["actor"]["person_id"] is None


async def test_an_incident_is_routed_by_itself_too(town: Town) -> None:
    await rule(town, topic_ids=[], importances=["HIGH"], words=["яма"])
    await automatic(town)
    given: dict[str, Any] = {
        "channel_id": "VK",
        "publications": [{"url": "https://vk.com/wall-1_1", "text": "Ямы по всей улице"}],
        "summary": "Дорога",
        "topic_id": "ice",
    }
    high = await town.do("incident", incident_intake.register_incident, **given, importance="HIGH")
    assert (high.status, high.recipient_id) == ("ROUTED", "roads")
    low = await town.do("incident", incident_intake.register_incident, **given, importance="LOW")
    assert (low.status, low.recipient_id) == ("NEW", None)


async def test_without_a_topic_or_a_rule_that_fits_a_person_decides(town: Town) -> None:
    await rule(town)
    await automatic(town)
    for facts in ({}, {"topic_id": "ice"}, {"topic_id": "doctors"}):
        case = await registered(town, **facts)
        assert (case.status, case.recipient_id) == ("NEW", None)


async def test_what_was_routed_stays_where_it_is_when_the_rules_change(town: Town) -> None:
    made = await rule(town)
    await automatic(town)
    case = await registered(town, topic_id="holes")
    await town.do("head", UPDATE, made.id, fields={"recipient_id": "yard", "assignee_id": None})
    await rule(town, title="Все", topic_ids=[], recipient_id="education", assignee_id=None)
    assert await town.stored(case.id) == case
    assert (await registered(town, topic_id="holes")).recipient_id == "yard"


async def told(town: Town) -> list[tuple[str, str, str]]:
    rows = await town.store.collection(NOTIFICATIONS).find({}).to_list(length=None)
    return [(row["kind"], row["person_id"], row["object_id"]) for row in rows]


async def test_the_head_is_told_once_of_a_rule_that_cannot_be_followed_and_it_stays_on(town: Town) -> None:
    made, bench = await rule(town), Bench(town)
    await bench.run("check_routing_rules")
    assert await told(town) == []
    await town.store.collection("organizations").update_one({"_id": "roads"}, {"$set": {"state": "CLOSED"}})
    await town.container.reference.refresh()
    for _ in range(2):
        await bench.run("check_routing_rules")
        assert await told(town) == [("ROUTING_RULE_BROKEN", "person-head", made.id)]
    row = await town.store.collection("routing_rules").find_one({"_id": made.id})
    assert row is not None
    assert row["is_active"]
    await automatic(town)
    case = await registered(town, topic_id="holes")
    assert (case.status, case.recipient_id) == ("NEW", None)
