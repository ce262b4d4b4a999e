"""Summary and text of a demo case tell one matter, and what an incident gathers is of one subject."""

import re
from collections import Counter
from datetime import date

import pytest

from documents.kernel.search import terms
from documents.privacy.redaction import redact
from seed.municipality.topics import TOPICS
from tests.support.plans import OTHER_SEED, plan_of
from tests.support.prepared import SEED, SEED_TODAY

TOPIC = {row["id"]: row for row in TOPICS}


def stems(text: str) -> set[str]:
    """The words of a text that mean something, in the form in which they are sought."""
    return {one for one in terms(text) if len(one) > 3}


@pytest.mark.parametrize(("today", "seed"), [(SEED_TODAY, SEED), (date(2027, 3, 1), OTHER_SEED)])
def test_summary_and_text_of_a_case_tell_one_matter(today: date, seed: int) -> None:
    checked = Counter[str]()
    for case in plan_of(today, seed).cases:
        begun, facts = case.steps[0].facts, [step.facts for step in case.steps]
        texts = [one["text"] for one in begun.get("publications", ())] or [begun["text"]]
        # An incident is of one subject: what is posted later repeats the first post.
        assert len(set(texts)) == 1
        for one in facts:
            if "summary" not in one:
                continue
            about, _, clause = one["summary"].partition(": ")
            title = re.split(r"\s*[(:]", str(TOPIC[one["topic_id"]]["title"]))[0]
            quotes = about == title and clause.removesuffix("…").casefold() in texts[0].casefold()
            said, told = stems(one["summary"]), stems(texts[0])
            assert quotes or len(said & told) >= 0.75 * len(said), (one["summary"], texts[0])
            checked["quoted" if quotes else "written"] += 1
            assert redact(one["summary"]) == one["summary"]
    assert checked["written"] > 20
    assert checked["quoted"] > 200
