"""What a draft is sent back for is named as the list of reasons offers it."""

from datetime import date

from documents.invariants import unoffered_criteria
from seed.decree.reasons import REASONS
from tests.seed.test_plans import every_day
from tests.support.plans import plan_of

OFFERED = frozenset(row["code"] for row in REASONS if row["kind"] == "REWORK")


@every_day
def test_drafts_go_back_by_reasons_that_the_list_offers(today: date) -> None:
    returned = [
        {"number": case.key, "responses": [{"return_criteria": step.facts["criteria"]}]}
        for case in plan_of(today).cases
        for step in case.steps
        if step.event in {"return_response", "return_incident_reply"}
    ]
    assert len(returned) > 20
    assert list(unoffered_criteria(returned, OFFERED)) == []


def test_a_reason_that_is_not_offered_is_seen_by_the_check() -> None:
    returned = [{"number": "1", "responses": [{"return_criteria": ["NO_TERMS", "NOT_OURS"]}]}]
    # The code stands in the list, for another kind of return.
    assert [row["kind"] for row in REASONS if row["code"] == "NOT_OURS"] == ["ROUTING_RETURN"]
    assert list(unoffered_criteria(returned, OFFERED)) == [
        "1: returned for rework by NOT_OURS, which is not offered (§5.2)"
    ]
