"""Routing rules: the first that fits decides, one that cannot be followed is passed over, and each says why."""

from datetime import datetime
from typing import Any

import pytest

from documents.cases.routed import Routing
from documents.cases.routing import suggestion_for
from documents.kernel.read.reference import Snapshot
from documents.kernel.search import terms
from documents.routing_rules.rules import RoutingDecision, decide, ready, rules_in_force
from documents.routing_rules.vocabulary import RoutingCondition as C
from documents.routing_rules.vocabulary import RoutingRuleFault as F
from documents.routing_rules.vocabulary import RoutingRuleOutcome as O

MONDAY_NOON, MONDAY_LUNCH, SUNDAY = (
    datetime(2026, 6, 1, 4),
    datetime(2026, 6, 1, 5, 30),
    datetime(2026, 6, 7, 4),
)
"""11:00 and 12:30 of a working Monday in Krasnoyarsk, and a Sunday, in UTC."""


def body(body_id: str, *, parent: str | None = None, **given: Any) -> dict[str, Any]:
    row = {"_id": body_id, "state": "ACTIVE", "is_responsible_recipient": True, "parent_id": parent}
    return row | given


def person(person_id: str, body_id: str, *, is_active: bool = True) -> dict[str, Any]:
    return {"_id": person_id, "organization_id": body_id, "is_active": is_active}


def rule(title: str, recipient_id: str = "roads", **given: Any) -> dict[str, Any]:
    lists = ("topic_ids", "sector_ids", "settlement_ids", "channel_ids", "regimes", "importances", "words")
    return {
        "_id": title,
        "title": title,
        **{name: [] for name in lists},
        "hours": None,
        "recipient_id": recipient_id,
        "assignee_id": None,
        "reason": f"По правилу «{title}»",
        "is_active": True,
        **given,
    }


def snapshot(*rules: dict[str, Any]) -> Snapshot:
    placed = [{**one, "sort_rank": f"{number:06d}"} for number, one in enumerate(rules)]
    rows: dict[str, list[dict[str, Any]]] = {
        "organizations": [
            body("roads"),
            body("yard", parent="roads"),
            body("closed", state="CLOSED"),
            body("closing", state="CLOSING"),
            body("plant", is_responsible_recipient=False),
        ],
        "persons": [
            person("master", "yard"),
            person("gone", "yard", is_active=False),
            person("other", "plant"),
        ],
        "topics": [{"_id": "holes"}, {"_id": "ice"}],
        "sectors": [{"_id": "ROADS"}],
        "settlements": [{"_id": "bogotol"}],
        "channels": [{"_id": "POS"}],
        "calendar_days": [],
        "settings": [],
        "routing_rules": placed,
    }
    return Snapshot(1, {name: {one["_id"]: one for one in found} for name, found in rows.items()})


def case(text: str = "Яма на дороге", **given: Any) -> dict[str, Any]:
    return {
        "status": "NEW",
        "recipient_id": None,
        "was_returned": False,
        "topic_id": "holes",
        "sector_id": "ROADS",
        "settlement_id": "bogotol",
        "channel_id": "POS",
        "regime": "MESSAGE",
        "importance": None,
        "search_terms": terms(text),
        "received_at": MONDAY_NOON,
        **given,
    }


def decided(*rules: dict[str, Any], **given: Any) -> RoutingDecision:
    known = snapshot(*rules)
    return decide(rules_in_force(known), case(**given), known)


def told(found: RoutingDecision) -> list[tuple[str, O, C | None, F | None]]:
    return [(one.rule["title"], one.outcome, one.condition, one.fault) for one in found.considered]


@pytest.mark.parametrize(
    ("given", "of_case", "condition"),
    [
        ({"topic_ids": ["holes"]}, {"topic_id": "ice"}, C.TOPIC),
        ({"sector_ids": ["ROADS"]}, {"sector_id": None}, C.SECTOR),
        ({"settlement_ids": ["bogotol"]}, {"settlement_id": None}, C.SETTLEMENT),
        ({"channel_ids": ["POS"]}, {"channel_id": "VK"}, C.CHANNEL),
        ({"regimes": ["MESSAGE"]}, {"regime": None}, C.REGIME),
        ({"words": ["ямы"]}, {"text": "Снег не убран"}, C.WORDS),
        ({"hours": "WORKING"}, {"received_at": SUNDAY}, C.HOURS),
        ({"hours": "WORKING"}, {"received_at": MONDAY_LUNCH}, C.HOURS),
    ],
)
def test_each_condition_lets_a_case_through_or_says_that_it_does_not(
    given: dict[str, Any], of_case: dict[str, Any], condition: C
) -> None:
    asks = rule("asks", **given)
    assert told(decided(asks)) == [("asks", O.MATCHED, None, None)]
    assert told(decided(asks, **of_case)) == [("asks", O.DIFFERS, condition, None)]


def test_importance_is_asked_of_incidents_and_fits_no_message() -> None:
    asks = rule("urgent", importances=["HIGH", "CRITICAL"])
    assert decided(asks, regime=None, importance="HIGH").rule is not None
    assert told(decided(asks)) == [("urgent", O.DIFFERS, C.IMPORTANCE, None)]


def test_all_conditions_must_hold_and_one_value_of_each_is_enough() -> None:
    asks = rule("both", topic_ids=["ice", "holes"], words=["мост", "яма дорогу"], hours="WORKING")
    assert decided(asks).rule is not None
    assert decided(asks, text="Яма во дворе").rule is None
    assert decided(asks, topic_id=None).rule is None


def test_a_phrase_is_found_in_whatever_form_its_words_stand() -> None:
    asks = rule("phrase", words=["мокрый снег"])
    assert decided(asks, text="Горы снега, мокрого и грязного").rule is not None
    assert decided(asks, text="Снег у дома").rule is None


def test_the_first_rule_that_fits_decides_and_those_behind_it_are_not_asked() -> None:
    found = decided(rule("ice", topic_ids=["ice"]), rule("all", "yard"), rule("never"))
    assert found.rule is not None
    assert found.rule["recipient_id"] == "yard"
    assert told(found) == [("ice", O.DIFFERS, C.TOPIC, None), ("all", O.MATCHED, None, None)]


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"recipient_id": "closed"}, F.RECIPIENT_INACTIVE),
        ({"recipient_id": "closing"}, F.RECIPIENT_INACTIVE),
        ({"recipient_id": "nobody"}, F.RECIPIENT_INACTIVE),
        ({"recipient_id": "plant"}, F.NOT_A_RECIPIENT),
        ({"assignee_id": "gone"}, F.ASSIGNEE_INACTIVE),
        ({"assignee_id": "other"}, F.ASSIGNEE_ELSEWHERE),
        ({"topic_ids": ["holes", "gone"]}, F.CONDITION_UNKNOWN),
        ({"words": ["яма", "и на"]}, F.WORDS_EMPTY),
    ],
)
def test_a_rule_that_cannot_be_followed_is_passed_over_and_says_why(given: dict[str, Any], fault: F) -> None:
    found = decided(rule("broken", **given), rule("next", "yard"))
    assert told(found) == [("broken", O.BROKEN, None, fault), ("next", O.MATCHED, None, None)]


def test_a_moment_that_no_calendar_reaches_passes_over_a_rule_that_asks_for_hours() -> None:
    found = decided(rule("hours", hours="WORKING"), received_at=datetime(1, 1, 1))
    assert told(found) == [("hours", O.BROKEN, C.HOURS, F.HOURS_UNKNOWN)]


def test_a_rule_that_is_switched_off_is_not_asked() -> None:
    assert decided(rule("off", is_active=False)).considered == []


@pytest.mark.parametrize(
    "given",
    [{"status": "IN_PROGRESS"}, {"status": "REJECTED"}, {"recipient_id": "yard"}, {"was_returned": True}],
)
def test_rules_have_no_say_on_what_was_given_to_somebody_returned_or_done(given: dict[str, Any]) -> None:
    assert suggestion_for(case(**given), snapshot(rule("all"))) is None


def test_a_draft_is_held_against_cases_like_a_stored_rule() -> None:
    known = snapshot()
    draft = {name: value for name, value in rule("draft").items() if name not in {"_id", "is_active"}}
    assert decide([ready(draft, known)], case(), known).rule is draft


def test_a_routing_of_before_there_were_rules_followed_none() -> None:
    old = Routing(to_organization_id="roads", by_id="person-pos", at=MONDAY_NOON)
    assert (old.rule_id, old.is_automatic) == (None, False)


def test_a_rule_may_name_a_person_of_the_body_or_of_a_unit_of_it() -> None:
    named = rule("named", assignee_id="master")
    assert told(decided(named)) == [("named", O.MATCHED, None, None)]


def test_rules_are_made_ready_once_and_say_whether_they_look_at_words() -> None:
    known = snapshot(rule("words", words=["яма"]), rule("all"))
    made = rules_in_force(known)
    assert [one.asks_words for one in made] == [True, False]
    assert rules_in_force(known) is made
