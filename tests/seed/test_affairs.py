"""What happens beside the lives of cases, on any day that the demo may be loaded."""

from datetime import date, datetime

import pytest

from seed.municipality.pictures import drawn
from seed.municipality.plans.clockwork import FOUNDED, calendar
from tests.support.plans import OTHER_SEED, plan_of
from tests.support.prepared import SEED, SEED_TODAY

ENDS = {
    "closing": "begin_closing_organization",
    "handed": "hand_over_organization_work",
    "closed": "close_organization",
}

DAYS = ((date(2027, 1, 9), OTHER_SEED), (date(2026, 6, 1), OTHER_SEED), (SEED_TODAY, SEED))


@pytest.mark.parametrize(("today", "seed"), DAYS)
def test_all_of_it_lies_between_the_decree_and_now_and_in_its_order(today: date, seed: int) -> None:
    plan = plan_of(today, seed)
    now = datetime(today.year, today.month, today.day, 1)
    moments = [one.step.at for one in plan.affairs]
    assert moments == sorted(moments)
    assert calendar().start_of(FOUNDED) <= moments[0] < moments[-1] < now
    at = {one.step.event: one.step.at for one in plan.affairs}
    assert at[ENDS["closing"]] < at[ENDS["handed"]] < at[ENDS["closed"]]
    over = {case.key: case.steps[-1].at for case in plan.cases}
    looks = [one for one in plan.affairs if one.step.event == "reveal_applicant"]
    assert len(looks) == len({one.step.person_id for one in looks}) == 3
    for look in looks:
        assert over[look.on_key or ""] < look.step.at
    for one in looks:
        assert calendar().is_working(calendar().day_of(one.step.at))


@pytest.mark.parametrize(("today", "seed"), DAYS[1:])
def test_photographs_are_attached_after_the_last_move_of_their_case_and_some_are_cleared(
    today: date, seed: int
) -> None:
    plan = plan_of(today, seed)
    over = {case.key: case.steps[-1].at for case in plan.cases}
    files = [one for one in plan.affairs if one.step.event in ("attach_file", "clear_attachment")]
    attached = {one.on_key for one in files if one.step.event == "attach_file"}
    cleared = {one.on_key for one in files if one.step.event == "clear_attachment"}
    assert len(attached) == 24
    assert cleared < attached
    assert len(cleared) >= 8
    assert all(over[one.on_key or ""] < one.step.at for one in files)


def test_a_picture_is_drawn_alike_every_time_and_is_small() -> None:
    assert drawn(3) == drawn(3) != drawn(4)
    assert len(drawn(3)) < 20_000
