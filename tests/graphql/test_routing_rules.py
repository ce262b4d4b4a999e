"""Routing rules as their callers see them: the list, the suggestion on a case, and what a draft would have done."""

from datetime import timedelta
from typing import Any

import pytest

from documents.kernel.ids import global_id
from documents.routing_rules.document import RoutingRule
from documents.submissions.operations import intake, routing
from tests.support.asking import ask
from tests.support.cases import put_case, registered
from tests.support.town import FOUNDED, Town
from tests.support.town_for_each import town_for_each

RULES: tuple[dict[str, Any], ...] = (
    {"id": "closed", "title": "Закрыто", "recipient_id": "region", "topic_ids": ["ice"]},
    {
        "id": "holes",
        "title": "Ямы",
        "recipient_id": "yard",
        "topic_ids": ["holes"],
        "assignee_id": "person-assignee.yard",
    },
    {
        "id": "rest",
        "title": "Остальное",
        "recipient_id": "roads",
        "sector_ids": ["ROADS"],
        "is_active": False,
    },
)

CASES: dict[str, dict[str, Any]] = {
    "rr-new": {"status": "NEW"},
    "rr-ice": {"status": "NEW", "topic_id": "ice"},
    "rr-roads": {"status": "ASSIGNED", "recipient_id": "roads", "received": 1},
    "rr-yard": {"status": "CLOSED", "recipient_id": "yard", "received": 2},
    "rr-old": {"status": "CLOSED", "recipient_id": "yard", "received": 40},
}

SUGGESTION = """routingSuggestion { ruleId recipient { shortName } assignee { fullName }
  considered { ruleId outcome condition fault } }"""
PREVIEW = """query($rules: [RoutingRuleDraft!], $days: Int!) { routingPreview(rules: $rules, lastDays: $days) {
  lookedAt { value precision } matched agreeing differing
  differences { rank case { number } actual { shortName } present { shortName } drafted { shortName } }
  load { organization { shortName } actual present drafted } faults { rank fault } } }"""


town = town_for_each


@pytest.fixture(autouse=True)
async def ruled(town: Town) -> None:
    """Three rules, one of which cannot be followed and one of which is off, and five cases."""
    await town.load(
        [
            RoutingRule(rank=number, reason=f"Правило {number}", updated_at=FOUNDED, **given)
            for number, given in enumerate(RULES, 1)
        ]
    )
    for number, (case_id, given) in enumerate(CASES.items()):
        facts = dict(given)
        received_at = town.now - timedelta(days=facts.pop("received", 0), minutes=number)
        await put_case(town, case_id, text="Яма у моста", regime="MESSAGE", **facts)
        sets = {
            "received_at": received_at,
            "sort_received": f"{received_at.isoformat(timespec='milliseconds')}|{case_id}",
        }
        await town.store.collection("cases").update_one({"_id": case_id}, {"$set": sets})


async def test_rules_come_in_their_order_with_what_is_wrong_with_them(town: Town) -> None:
    document = "{ routingRules { title rank isActive fault recipient { shortName } topics { title } } }"
    found = (await ask(town, "pos", document))["routingRules"]
    assert [(one["title"], one["rank"], one["isActive"], one["fault"]) for one in found] == [
        ("Закрыто", 1, True, "NOT_A_RECIPIENT"),
        ("Ямы", 2, True, None),
        ("Остальное", 3, False, None),
    ]
    assert found[1]["topics"] == [{"title": "Ямы"}]
    assert found[1]["recipient"] == {"shortName": "yard"}
    assert (await ask(town, "assignee", document))["routingRules"] == []


async def suggested(town: Town, login: str, case_id: str) -> Any:
    document = f"query($id: ID!) {{ case(id: $id) {{ {SUGGESTION} }} }}"
    return (await ask(town, login, document, id=global_id("Message", case_id)))["case"]["routingSuggestion"]


async def test_a_case_says_where_it_would_go_and_which_rules_were_asked(town: Town) -> None:
    found = await suggested(town, "pos", "rr-new")
    assert (found["ruleId"], found["recipient"]) == (global_id("RoutingRule", "holes"), {"shortName": "yard"})
    assert found["assignee"] == {"fullName": "assignee.yard"}
    assert found["considered"] == [
        {
            "ruleId": global_id("RoutingRule", "closed"),
            "outcome": "BROKEN",
            "condition": None,
            "fault": "NOT_A_RECIPIENT",
        },
        {"ruleId": global_id("RoutingRule", "holes"), "outcome": "MATCHED", "condition": None, "fault": None},
    ]


async def test_where_no_rule_fits_it_says_so_and_of_what_was_routed_nothing(town: Town) -> None:
    found = await suggested(town, "pos", "rr-ice")
    assert (found["ruleId"], found["recipient"], found["assignee"]) == (None, None, None)
    assert [one["outcome"] for one in found["considered"]] == ["BROKEN", "DIFFERS"]
    assert await suggested(town, "pos", "rr-roads") is None


async def test_suggestions_on_a_page_cost_no_command(town: Town) -> None:
    told, page = [], None
    for fields in ("number", f"number {SUGGESTION}"):
        with town.recorder.capturing() as captured:
            page = (await ask(town, "head", f"{{ cases(first: 10) {{ nodes {{ {fields} }} }} }}"))["cases"]
        told.append([one.collection for one in captured.commands])
    assert told[0] == told[1]
    assert page is not None
    assert sum(one["routingSuggestion"] is not None for one in page["nodes"]) == 2


async def test_a_draft_tells_what_would_differ_and_the_load_by_body(town: Town) -> None:
    rules = [
        {"title": "Мимо", "recipientId": global_id("Organization", "region")},
        {"title": "Мост", "words": ["мосты"], "recipientId": global_id("Organization", "roads")},
    ]
    found = (await ask(town, "head", PREVIEW, rules=rules, days=30))["routingPreview"]
    assert found["lookedAt"] == {"value": 4, "precision": "EXACT"}
    assert (found["matched"], found["agreeing"], found["differing"]) == (4, 1, 4)
    assert found["faults"] == [{"rank": 1, "fault": "NOT_A_RECIPIENT"}]
    first = found["differences"][0]
    assert (first["rank"], first["case"]) == (2, {"number": "rr-new"})
    assert (first["actual"], first["present"], first["drafted"]) == (
        None,
        {"shortName": "yard"},
        {"shortName": "roads"},
    )
    assert found["load"] == [
        {"organization": {"shortName": "roads"}, "actual": 1, "present": 0, "drafted": 4},
        {"organization": {"shortName": "yard"}, "actual": 1, "present": 3, "drafted": 0},
    ]


async def test_without_a_draft_the_rules_in_force_are_held_against_what_people_did(town: Town) -> None:
    with town.recorder.capturing() as captured:
        found = (await ask(town, "head", PREVIEW, days=92))["routingPreview"]
    assert [one.collection for one in captured.commands] == ["accounts", "cases"]
    assert (found["lookedAt"]["value"], found["matched"], found["differing"]) == (5, 4, 0)
    assert found["differences"] == []


@pytest.mark.parametrize("days", [0, 93])
async def test_a_preview_looks_back_a_bounded_time(town: Town, days: int) -> None:
    assert (await ask(town, "head", PREVIEW, days=days)).codes == ["BAD_REQUEST"]


async def test_a_draft_that_names_something_of_another_type_is_a_bad_request(town: Town) -> None:
    rules = [{"title": "Ямы", "recipientId": global_id("Person", "person-pos")}]
    answer = await ask(town, "head", PREVIEW, rules=rules, days=5)
    assert answer.codes == ["BAD_REQUEST"]


@pytest.mark.parametrize("login", ["pos", "admin", "curator"])
async def test_only_who_sets_rules_tries_them(town: Town, login: str) -> None:
    assert (await ask(town, login, PREVIEW, days=5)).codes == ["FORBIDDEN"]


async def test_who_may_not_read_the_policy_sees_no_suggestion_and_no_rule(town: Town) -> None:
    case = await registered(town, "registrar", channel_id="PHONE", topic_id="holes")
    await town.do("head", intake.accept_submission, case.id)
    assert await suggested(town, "registrar", case.id) is None
    assert (await suggested(town, "head", case.id))["ruleId"] == global_id("RoutingRule", "holes")
    await town.do("head", routing.route_submission, case.id, recipient_id="yard")
    document = "query($id: ID!) { case(id: $id) { routings { reason isAutomatic ruleId } } }"
    for login, rule in (("registrar", None), ("head", global_id("RoutingRule", "holes"))):
        answer = await ask(town, login, document, id=global_id("Message", case.id))
        assert answer["case"]["routings"] == [{"reason": "Правило 2", "isAutomatic": False, "ruleId": rule}]
