"""Cases of the demo are told in batches, and the affairs between them in their turn."""

from datetime import datetime

from seed.batches import AT_ONCE, in_turn
from seed.shapes import INTO_KEY, Affair, CasePlan, PlannedStep
from tests.support.plans import plan_of
from tests.support.prepared import SEED, SEED_TODAY


def case(key: str, day: int, repeat_of: str | None = None) -> CasePlan:
    step = PlannedStep("register_submission", datetime(2026, 6, day), None)
    return CasePlan(key, "import", (step,), repeat_of)


def affair(day: int, on_key: str | None = None) -> Affair:
    return Affair(PlannedStep("", datetime(2026, 6, day), None), on_key=on_key)


def told(cases: list[CasePlan], affairs: list[Affair]) -> list[list[str] | str]:
    """Batches by their keys, affairs by what they are done to."""
    found = in_turn(cases, affairs)
    return [one.on_key or "-" if isinstance(one, Affair) else [case.key for case in one] for one in found]


def test_a_case_that_names_another_is_told_after_it() -> None:
    cases = [case("a", 1), case("b", 2), case("c", 3, repeat_of="a"), case("d", 4, repeat_of="a")]
    assert told(cases, []) == [["a", "b"], ["c", "d"]]


def test_what_is_done_to_a_case_waits_for_the_batch_and_anything_else_ends_it() -> None:
    cases = [case("a", 1), case("b", 3), case("c", 5)]
    assert told(cases, [affair(2, "a"), affair(6, "c")]) == [["a", "b", "c"], "a", "c"]
    assert told(cases, [affair(2, "a"), affair(4)]) == [["a", "b"], "a", "-", ["c"]]
    assert told([], [affair(2)]) == ["-"]


def test_batches_of_the_demo_hold_all_of_it_once_and_name_nothing_that_is_not_told_yet() -> None:
    plan, known, order = plan_of(SEED_TODAY, SEED), set[str](), list[Affair]()
    count = 0
    for one in in_turn(plan.cases, plan.affairs):
        if isinstance(one, Affair):
            order.append(one)
            known |= {one.key} if one.key is not None else set()
            assert one.on_key is None or one.on_key in known
            continue
        count += 1
        assert 0 < len(one) <= AT_ONCE
        for case in one:
            merged = {step.facts.get(INTO_KEY) for step in case.steps} - {None}
            assert {*merged, *filter(None, [case.repeat_of])} <= known
        known |= {case.key for case in one}
    assert known >= {case.key for case in plan.cases}
    assert tuple(order) == plan.affairs
    assert count < len(plan.cases) / 8
