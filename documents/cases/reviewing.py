"""Which of the responses of a case goes through review: notices and intermediate answers only come in between."""

from collections.abc import Mapping, Sequence
from typing import Any

from documents.cases.vocabulary import UNREVIEWED


def last_reviewed(responses: Sequence[Mapping[str, Any]]) -> Any:
    """Return the last of the responses that are reviewed: worked on, or sent last; None before the first draft."""
    for one in reversed(responses):
        if one.get("kind") not in UNREVIEWED:
            return one
    return None


def answer_no(responses: Sequence[Mapping[str, Any]]) -> int:
    """Return the number of the response that is the last answer; 0 where none stands among them."""
    last = last_reviewed(responses)
    return last["no"] if last is not None else 0


def is_own_answer(case: Mapping[str, Any], person_id: str) -> bool:
    """Return whether `person_id` wrote the last answer, or is the one who handles the case."""
    last = last_reviewed(case["responses"])
    return person_id == case["assignee_id"] or (last is not None and last["author_id"] == person_id)
