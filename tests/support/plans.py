"""Plans of the demo municipality, each made once for a state of the sources: whoever looks at one changes nothing in it.

Processes of tests read what the first of them has made and kept: a plan takes two CPU seconds to make, and a fifth of one to
read.
"""

import contextlib
import fcntl
import pickle
import sys
from collections.abc import Iterator
from datetime import date
from functools import cache

from seed.municipality.plans import FIRST_DAY, build_plan
from seed.shapes import SeedPlan
from tests.support.garbage import kept_for_good
from tests.support.prepared import PREPARED, SEED_TODAY, state_of_sources

OTHER_SEED = 7
"""Beside that of the prepared demo: what is said of any plan is said of this one as well."""

FIRST_AND_USUAL = frozenset({FIRST_DAY, SEED_TODAY})
"""Days of a plain run: the first on which there is a demo, when hardly anything of the center is past, and one of its best
season. Other days ask the same of another plan, which is drawn anew; `--all-differences` asks them too."""


@cache
def plan_of(today: date, seed: int = OTHER_SEED) -> SeedPlan:
    """The plan of a day."""
    name = f"plan-{today}-{seed}-{sys.version_info.major}.{sys.version_info.minor}"
    path = PREPARED / f"{name}-{state_of_sources()}.pickle"
    with _alone(name), kept_for_good():
        if path.exists():
            kept: SeedPlan = pickle.loads(path.read_bytes())
            return kept
        for old in PREPARED.glob(f"{name}-*.pickle"):
            old.unlink()
        plan = build_plan(today, seed)
        fresh = path.with_suffix(".new")
        fresh.write_bytes(pickle.dumps(plan))
        fresh.rename(path)
        return plan


@contextlib.contextmanager
def _alone(name: str) -> Iterator[None]:
    """Look for a plan while no other process makes the same one."""
    PREPARED.mkdir(parents=True, exist_ok=True)
    with (PREPARED / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
