"""What applicants of the demo say of the answers, by telephone: most are content, some are not, a few ask to open again."""

import random
from typing import Any

from seed.municipality.plans.brief import Brief, Pen
from seed.municipality.plans.hands import HEAD, officer_of
from seed.municipality.texts.phrases import DECLINED, FINDINGS, RATED_HIGH, REOPENINGS

DAY_MINUTES = 480.0
RATED_SHARE = 0.24
SCORES = {5: 44, 4: 27, 3: 13, 2: 9, 1: 7}
"""Score → in how many of a hundred."""


def rate(pen: Pen) -> None:
    """Have some answers rated after everything else; low ones are looked into, and requests decided, but for the latest."""
    generator = _own(pen.brief)
    if pen.is_over or generator.random() >= RATED_SHARE or HEAD in _authors(pen):
        return
    score = generator.choices(list(SCORES), list(SCORES.values()))[0]
    is_solved = score >= 3
    _recorded(pen, generator, score=score, solved=is_solved)
    if is_solved or (pen.brief.is_recent and generator.random() < 0.6):
        return
    hand, at = _hearing(pen), pen.at + generator.uniform(0.3, 2) * DAY_MINUTES
    pen.write("decide_reopening", at, hand, is_accepted=False, reason=generator.choice(DECLINED))
    pen.write("examine_rating", pen.at + DAY_MINUTES, HEAD, finding=generator.choice(FINDINGS))


def ask_to_reopen(pen: Pen) -> None:
    """Have the answer of every second case that is opened again rated as no solution before."""
    generator = _own(pen.brief)
    if not pen.is_over and generator.random() < 0.5:
        _recorded(pen, generator, score=generator.choice((1, 1, 2)), solved=False)


def _hearing(pen: Pen) -> str:
    """Who hears the applicant: the officer of the desk, or the head where that is not his to do, or the answer is his."""
    hand = officer_of(pen.brief.channel_id)
    return HEAD if hand == "person-info" or hand in _authors(pen) else hand


def _authors(pen: Pen) -> frozenset[str | None]:
    return frozenset(step.person_id for step in pen.steps if step.event == "submit_response")


def _recorded(pen: Pen, generator: random.Random, *, score: int, solved: bool) -> None:
    facts: dict[str, Any] = {"score": score, "solved": solved}
    if not solved:
        facts["comment"] = generator.choice(REOPENINGS)
    elif score == 5 and generator.random() < 0.4:
        facts["comment"] = generator.choice(RATED_HIGH)
    at = pen.at + generator.uniform(0.2, 3) * DAY_MINUTES
    pen.write("record_satisfaction", at, _hearing(pen), **facts)


def _own(brief: Brief) -> random.Random:
    """Lots of its own, so that the rest of the demo is drawn as it would be without ratings."""
    return random.Random(f"rating {brief.channel_id} {brief.topic['id']} {brief.received_at.isoformat()}")
