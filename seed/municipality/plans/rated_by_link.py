"""What applicants say of the answers of the last days by the link in the letter, nobody of the center being asked."""

import random
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from seed.municipality.plans.clockwork import Clock
from seed.municipality.plans.ratings import SCORES
from seed.municipality.texts.phrases import RATED_HIGH, REOPENINGS
from seed.shapes import Affair, CasePlan, PlannedStep

RATING = "rate_by_link"
OPENS = timedelta(days=12)
"""Younger answers are rated: their links still open."""

EVERY = 3
"""Of so many answers one is rated."""


def rated_by_link(clock: Clock, cases: Iterable[CasePlan], touched: frozenset[str]) -> Iterator[Affair]:
    """Yield the ratings of some of the latest answers; of cases that are `touched` otherwise none."""
    answered = [
        one
        for one in cases
        if one.via == "operations"
        and one.key not in touched
        and one.steps[-1].event == "send_response"
        and one.steps[-1].at > clock.now - OPENS
    ]
    for case in answered[::EVERY]:
        generator = random.Random(f"rated by link {case.key}")
        at = case.steps[-1].at + timedelta(hours=generator.uniform(2, 40))
        if at < clock.now:
            yield Affair(PlannedStep(RATING, at, None, _said(generator)), on_key=case.key)


def _said(generator: random.Random) -> dict[str, Any]:
    score = generator.choices(list(SCORES), list(SCORES.values()))[0]
    is_solved = score >= 3
    facts: dict[str, Any] = {"score": score, "solved": is_solved}
    if not is_solved:
        facts["comment"] = generator.choice(REOPENINGS)
    elif score == 5:
        facts["comment"] = generator.choice(RATED_HIGH)
    return facts
