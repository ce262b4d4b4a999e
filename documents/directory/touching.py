"""How much open work a change touches: counted over a bounded number of rows, small numbers withheld (III.6)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from documents.cases.resource import CASES
from documents.cases.statuses import CaseStatus
from documents.center.reasons import ReasonKind
from documents.center.settings import CLOSE_WITHOUT_OBJECTION
from documents.directory.operations.closing import WORK
from documents.kernel.read.access import Access
from documents.kernel.read.paging import Count
from documents.statistics.suppression import SMALLEST
from documents.submissions.operations.intake import KINDS
from documents.submissions.rules import awaits_approval, last_response

MOST_LOOKED_AT = 2_000
"""How many open cases are looked at one by one; of more, «at least» is told."""

Row = Mapping[str, Any]

RETURN_KEYS = ("routings.return_reason", "responses.return_reason", "responses.return_criteria")
ANSWER_KEYS = ("assignee_id", "responses.status", "responses.author_id")
SENT_WORDS = "Касается обращений в работе: нужно ли согласовать ответ до отправки. Сроки не меняются."
DRAFT_WORDS = (
    "Касается ответов на согласовании: может ли их согласовать тот, кто их написал. Сроки не меняются."
)


ANSWERED_WORDS = (
    "Касается обращений, на которые дан ответ: через сколько дней без возражений они снимаются с контроля. "
    "Сроки не меняются."
)


@dataclass(frozen=True)
class Touched:
    """A number of objects; no value where it is one or two."""

    value: int | None
    exact: bool = True


NOTHING = Touched(0)


@dataclass(frozen=True)
class SettingEffect:
    """What a setting rules: submissions in a status, those that it is about, the official concerned in each, and words."""

    status: CaseStatus
    is_about: Callable[[Row], bool]
    official: Callable[[Row], str | None]
    words: str


def _author(case: Row) -> str | None:
    last = last_response(case)
    return last["author_id"] if last is not None else None


SETTING_EFFECTS: Mapping[str, SettingEffect] = {
    "approvalRequired": SettingEffect(
        CaseStatus.IN_PROGRESS, lambda _: True, lambda case: case["assignee_id"], SENT_WORDS
    ),
    "fourEyes": SettingEffect(CaseStatus.IN_REVIEW, awaits_approval, _author, DRAFT_WORDS),
    CLOSE_WITHOUT_OBJECTION: SettingEffect(
        CaseStatus.ANSWERED, lambda _: True, lambda case: case["assignee_id"], ANSWERED_WORDS
    ),
}
"""Setting → the open work that goes on otherwise once it has another value; the others that are read rule none."""


def suppressed(count: Count) -> Touched:
    """Return a number as it is told: not where it is one or two."""
    return Touched(None if 0 < count.value < SMALLEST else count.value, count.exact)


async def looked_at(
    access: Access, where: Mapping[str, Any], keys: tuple[str, ...]
) -> tuple[Sequence[Row], bool]:
    """Return these keys of the cases that match, as many as are looked at, and whether those are all."""
    rows = await access.sample(CASES, where=where, keys=keys, at_most=MOST_LOOKED_AT + 1)
    return rows[:MOST_LOOKED_AT], len(rows) <= MOST_LOOKED_AT


async def cases_returned_for(access: Access, reason: Row | None) -> Touched:
    """Count the open cases of which a routing or a draft was returned with a reason, named by its code or by its words.

    Whoever words reasons could guess what a return says, word by word: here none is told as little as one or two are.
    What was turned down or dismissed is not open any more, so those reasons are never borne by open work.
    """
    if reason is None or reason["kind"] not in GIVEN:
        return NOTHING
    rows, is_all = await looked_at(access, WORK, RETURN_KEYS)
    names, given = (reason["code"], reason["title"]), GIVEN[reason["kind"]]
    found = sum(any(one.strip() in names for one in given(row)) for row in rows)
    return Touched(found if found >= SMALLEST else None, is_all)


async def work_under(access: Access, effect: SettingEffect) -> tuple[Touched, Touched]:
    """Return the submissions that a setting rules, and the officials concerned in them."""
    where = {"status": effect.status, "kind": {"$in": sorted(KINDS)}}
    rows, is_all = await looked_at(access, where, ANSWER_KEYS)
    ruled = [row for row in rows if effect.is_about(row)]
    people = {person for row in ruled if (person := effect.official(row)) is not None}
    return suppressed(Count(len(ruled), exact=is_all)), suppressed(Count(len(people), exact=is_all))


def _of_routings(case: Row) -> Iterator[str]:
    return (one["return_reason"] for one in case["routings"] if one.get("return_reason"))


def _of_drafts(case: Row) -> Iterator[str]:
    for one in case["responses"]:
        yield one.get("return_reason") or ""
        yield from one.get("return_criteria") or ()


GIVEN: Mapping[str, Callable[[Row], Iterator[str]]] = {
    ReasonKind.ROUTING_RETURN: _of_routings,
    ReasonKind.REWORK: _of_drafts,
}
"""Kind of reason → the words with which an open case was returned."""
