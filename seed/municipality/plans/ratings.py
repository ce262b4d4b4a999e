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
    if pen.is_over or generator.random() >= RATED_SHARE:
        return
    score = generator.choices(list(SCORES), list(SCORES.values()))[0]
    is_solved = score >= 3
    _recorded(pen, generator, score=score, solved=is_solved)
    if is_solved or (pen.brief.is_recent and generator.random() < 0.6):
        return
    hand, at = desk_of(pen.brief), pen.at + generator.uniform(0.3, 2) * DAY_MINUTES
    pen.write("decide_reopening", at, hand, is_accepted=False, reason=generator.choice(DECLINED))
    pen.write("examine_rating", pen.at + DAY_MINUTES, HEAD, finding=generator.choice(FINDINGS))


def opened_at_request(pen: Pen) -> bool:
    """Have a case opened again because its applicant rated the answer as no solution, and say whether it was so: of every
    second one that is opened again."""
    generator = _own(pen.brief)
    if pen.is_over or generator.random() >= 0.5:
        return False
    _recorded(pen, generator, score=generator.choice((1, 1, 2)), solved=False)
    at = pen.at + generator.uniform(0.3, 2) * DAY_MINUTES
    pen.write("decide_reopening", at, desk_of(pen.brief), is_accepted=True)
    return True


def desk_of(brief: Brief) -> str:
    """Return who hears applicants at the desk of a case: its officer, or the head where that is not his to do."""
    hand = officer_of(brief.channel_id)
    return HEAD if hand == "person-info" else hand


def _recorded(pen: Pen, generator: random.Random, *, score: int, solved: bool) -> None:
    facts: dict[str, Any] = {"score": score, "solved": solved}
    if not solved:
        facts["comment"] = generator.choice(REOPENINGS)
    elif score == 5 and generator.random() < 0.4:
        facts["comment"] = generator.choice(RATED_HIGH)
    at = pen.at + generator.uniform(0.2, 3) * DAY_MINUTES
    pen.write("record_satisfaction", at, desk_of(pen.brief), **facts)


def _own(brief: Brief) -> random.Random:
    """Lots of its own, so that the rest of the demo is drawn as it would be without ratings."""
    return random.Random(f"rating {brief.channel_id} {brief.topic['id']} {brief.received_at.isoformat()}")
