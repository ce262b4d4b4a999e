"""Plans of the demo municipality, each made once in a process of tests: whoever looks at one changes nothing in it."""

from datetime import date
from functools import cache

from seed.municipality.plans import FIRST_DAY, build_plan
from seed.shapes import SeedPlan
from tests.support.prepared import SEED_TODAY

OTHER_SEED = 7
"""Beside that of the prepared demo: what is said of any plan is said of this one as well."""

FIRST_AND_USUAL = frozenset({FIRST_DAY, SEED_TODAY})
"""Days of a plain run: the first on which there is a demo, when hardly anything of the center is past, and one of its best
season. Other days ask the same of another plan, which is drawn anew; `--all-differences` asks them too."""


@cache
def plan_of(today: date, seed: int = OTHER_SEED) -> SeedPlan:
    """The plan of a day."""
    return build_plan(today, seed)
