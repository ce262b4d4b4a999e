"""Plans of the demo municipality, each made once in a process of tests: whoever looks at one changes nothing in it."""

from datetime import date
from functools import cache

from seed.municipality.plans import build_plan
from seed.shapes import SeedPlan

OTHER_SEED = 7
"""Beside that of the prepared demo: what is said of any plan is said of this one as well."""


@cache
def plan_of(today: date, seed: int = OTHER_SEED) -> SeedPlan:
    """The plan of a day."""
    return build_plan(today, seed)
