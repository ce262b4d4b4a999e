"""What is told of a batch: how many records came to what, and of each what became of it and what was wrong."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from documents.cases.source_states import SourceState
from documents.cases.source_words import words_of
from documents.intake.cells import CellProblem
from documents.intake.taking import IntakeResult
from documents.intake.vocabulary import IntakeOutcome
from documents.kernel.names import camel

MOST_PROBLEMS = 5
"""Of one record, in a report."""


def counts_of(results: Iterable[IntakeResult]) -> Mapping[str, int]:
    """Return how many records came to each outcome, all outcomes named."""
    counted = Counter(one.outcome for one in results)
    return {outcome.value: counted[outcome] for outcome in IntakeOutcome}


def told_result(result: IntakeResult, locale: str) -> dict[str, Any]:
    """Return what is told of one record."""
    return {
        "row": result.number,
        "externalId": result.external_id,
        "outcome": result.outcome.value,
        "id": result.case_id,
        "number": result.case_number,
        "problems": [_told(one, locale) for one in result.problems[:MOST_PROBLEMS]],
        "conflicts": [camel(one) for one in result.conflicts],
        "states": [_told_state(one) for one in result.states],
    }


def complaints(results: Sequence[IntakeResult]) -> Iterable[str]:
    """Yield a line for whatever is wrong with some records, and for each conflict."""
    for result in results:
        for one in result.problems:
            column = f", «{one.column}»" if one.column else ""
            yield f"row {result.number}{column}: {one.problem.message('en')}"
        for name in result.conflicts:
            yield f"row {result.number}: {camel(name)} differs from what was decided here ({result.case_number})."


def _told_state(one: SourceState) -> dict[str, Any]:
    return {
        "code": one.code,
        "words": words_of(one.code),
        "status": one.status,
        "at": None if one.at is None else f"{one.at.isoformat()}Z",
    }


def _told(one: CellProblem, locale: str) -> dict[str, Any]:
    problem = one.problem
    return {
        "code": problem.code,
        "rule": problem.facts.get("rule"),
        "column": one.column or None,
        "isFatal": one.is_fatal,
        "message": problem.message(locale),
    }
