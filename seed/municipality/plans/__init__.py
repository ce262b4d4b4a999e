"""What happens in the demo municipality up to a day: cases, meetings, protocols, appointments, drawn from one seed."""

import random
from datetime import date

from seed.municipality.plans.affairs import affairs_of
from seed.municipality.plans.appointments import appointments_of
from seed.municipality.plans.cases import Cases
from seed.municipality.plans.center import absences_of, meetings_of
from seed.municipality.plans.clockwork import Clock
from seed.municipality.plans.proposals import conferences_of, proposals_of
from seed.municipality.plans.protocols import protocols_of
from seed.municipality.plans.seasons import Arrivals
from seed.municipality.plans.sources import with_sources
from seed.municipality.topics import TOPICS
from seed.shapes import SeedPlan

FIRST_DAY = date(2026, 6, 1)


def build_plan(today: date, seed: int) -> SeedPlan:
    """Return everything that happened until 08:00 local time of `today`. Raises: ValueError for a day before `FIRST_DAY`."""
    if today < FIRST_DAY:
        raise ValueError(f"the demo begins on {FIRST_DAY}: before it the center has hardly met")
    clock = Clock(today)
    # Each part draws from its own generator, so that one may change and leave the other as it was.
    cases = Cases(clock, random.Random(f"cases {seed}"), Arrivals(clock, TOPICS)).all()
    absences = absences_of(clock)
    meetings = with_sources(meetings_of(clock), cases)
    protocols, affairs = protocols_of(clock, meetings), affairs_of(clock, cases)
    proposals, conferences = proposals_of(clock, meetings), conferences_of(clock)
    appointments = appointments_of(clock)
    return SeedPlan(cases, meetings, protocols, absences, appointments, affairs, proposals, conferences)
