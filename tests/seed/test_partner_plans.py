"""What the demo's partner registers by itself."""

from datetime import date

import pytest

from seed.municipality.plans.hands import PARTNER
from tests.support.plans import plan_of
from tests.support.prepared import SEED_TODAY


@pytest.mark.parametrize("today", [date(2026, 6, 15), SEED_TODAY, date(2027, 3, 1)], ids=str)
def test_a_partner_registers_a_handful_of_cases_under_numbers_of_its_own(today: date) -> None:
    registered = [case.steps[0] for case in plan_of(today).cases]
    numbers = [one.facts["external_id"] for one in registered if one.person_id == PARTNER]
    assert 3 <= len(numbers) <= 25
    assert len(set(numbers)) == len(numbers)
