"""Checks of an input's texts that the operations of all cases share, with their limits in characters."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from auth.errors import Invalid, Problem
from documents.cases.vocabulary import Outcome
from documents.kernel.text.characters import is_blank

TEXT_LIMIT = 20_000
SUMMARY_LIMIT = 500
COMMENT_LIMIT = 4_000
MOST_SIGNATORIES = 100_000

WITHOUT_ANSWER: Mapping[str, str] = {
    Outcome.FORWARDED: "outcome_of_forwarding",
    Outcome.UNANSWERED: "outcome_of_no_answer",
}
"""Outcome of cases that were never answered → the rule that an answered one breaks by it."""

Facts = Mapping[str, Any]


def text_within(
    name: str, path: str, limit: int, *, required: bool = True
) -> Callable[[Facts], Iterable[Problem]]:
    """Return a check of one text of the input: there, not blank, and at most `limit` characters."""

    def check(facts: Facts) -> Iterable[Problem]:
        value = facts.get(name)
        if required and (value is None or is_blank(str(value))):
            yield Invalid("required", path=(path,))
        elif value is not None and len(value) > limit:
            yield Invalid("too_long", path=(path,), limit=limit)

    return check


def outcome_of_an_answer(facts: Mapping[str, Any]) -> Iterable[Problem]:
    """Check that what was answered is not closed as forwarded or left unanswered: those are outcomes of cases that never
    were."""
    rule = WITHOUT_ANSWER.get(facts.get("outcome") or "")
    if rule is not None:
        yield Invalid(rule, path=("outcome",))
