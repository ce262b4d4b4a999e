"""The planned changes of the composition, on any day that the demo may be loaded."""

from datetime import date, datetime

import pytest

from seed.municipality.plans.appointments import appointments_of
from seed.municipality.plans.clockwork import FOUNDED, Clock, calendar


@pytest.mark.parametrize("day", [date(2026, 6, 1), date(2026, 11, 20), date(2028, 2, 29)], ids=str)
def test_appointments_are_recorded_before_they_begin(day: date) -> None:
    founded = calendar().start_of(FOUNDED)
    now = datetime(day.year, day.month, day.day, 1)
    for one in appointments_of(Clock(day)):
        assert founded <= one.step.at < now
        starts = one.step.facts.get("valid_from")
        assert starts is None or starts > one.step.at
        assert one.step.facts["legal_act"]["issued_on"] <= one.step.at.date().isoformat()
