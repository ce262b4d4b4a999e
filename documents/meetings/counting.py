"""Counting the ballots of an absentee meeting, question by question: pure, and saying on what ground."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from auth.errors import Invalid, Problem, Problems
from documents.meetings.rules import is_equal, members_of
from documents.meetings.voted import voted

Row = Mapping[str, Any]


def choices_of_chair(meeting: Row, given: Sequence[Row]) -> dict[int, str]:
    """Return question → what the chair chooses where votes are equal: by his ballot, else by what he says now.

    Raises: INVALID (`unknown_item`, `votes_not_equal`) for a question that is none, or is decided without him.
    """
    orders = {one["order"] for one in meeting["agenda"]}
    cast = {
        one["order"]: one["choice"]
        for one in meeting["ballots"]
        if one["person_id"] == meeting["chair_id"] and one["choice"] in ("FOR", "AGAINST")
    }
    problems: list[Problem] = []
    for index, one in enumerate(given):
        path = ("chairChoices", str(index), "order")
        if one["order"] not in orders:
            problems.append(Invalid("unknown_item", path=path))
        elif not _is_equal(meeting, one["order"]) or one["order"] in cast:
            problems.append(Invalid("votes_not_equal", path=path))
    if problems:
        raise Problems(problems)
    return {**{one["order"]: one["choice"] for one in given}, **cast}


def counted_agenda(meeting: Row, chosen: Mapping[int, str], *, must_decide: bool) -> list[dict[str, Any]]:
    """Return the agenda with the votes on each question; invitees have none, and who did not answer takes no part.

    Raises: INVALID (`chair_choice_required`) where votes are equal, the chair has chosen nothing, and somebody must.
    """
    undecided = [
        one["order"]
        for one in meeting["agenda"]
        if _is_equal(meeting, one["order"]) and one["order"] not in chosen
    ]
    if undecided and must_decide:
        raise Problems([Invalid("chair_choice_required", path=("chairChoices",)) for _ in undecided[:1]])
    return [
        {**one, "voted": voted(*_votes(meeting, one["order"]), _decisive(meeting, one["order"], chosen))}
        for one in meeting["agenda"]
    ]


def _decisive(meeting: Row, order: int, chosen: Mapping[int, str]) -> str | None:
    return chosen.get(order) if _is_equal(meeting, order) else None


def _is_equal(meeting: Row, order: int) -> bool:
    in_favour, against, _ = _votes(meeting, order)
    return is_equal(in_favour, against)


def _votes(meeting: Row, order: int) -> tuple[int, int, int]:
    members = set(members_of(meeting))
    counted = Counter(
        one["choice"] for one in meeting["ballots"] if one["order"] == order and one["person_id"] in members
    )
    return counted["FOR"], counted["AGAINST"], counted["ABSTAINED"]
