"""Cases that were merged into another one: it answers for all of them, so that every applicant is answered (§5.2)."""

from collections.abc import Mapping
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, Problem
from auth.policy.decide import plan
from documents.cases import events
from documents.cases.delivering import going_out
from documents.cases.document import Case
from documents.cases.responses import noticed
from documents.cases.statuses import OPEN
from documents.cases.vocabulary import ResponseKind
from documents.kernel.write.change import Change
from documents.kernel.write.operation import GuardContext

MOST_GATHERED = 100
"""So many cases one answer goes out for; a list of an object is no longer than that."""


def gathers_nothing(row: Mapping[str, Any], guard_context: GuardContext) -> Problem | None:
    """Require that no other case was merged into this one: whoever waits for its answer would get none."""
    return Invalid("gathers_others", path="id") if row["merged_ids"] else None


async def seen_case(change: Change, case_id: str | None, read: Action, *, path: str) -> Case:
    """Return the other case that an input names, if who acts sees it.

    Raises: INVALID (`unknown_case`), of a hidden one as of none.
    """
    found = await change.get(Case, case_id) if case_id is not None else None
    hidden = found is None or (
        change.who is not None and not plan(change.who, read).admits(found.access_keys)
    )
    if found is None or hidden:
        raise Invalid("unknown_case", path=path)
    return found


async def case_to_merge_into(change: Change, case: Case, into_id: str | None, read: Action) -> Case:
    """Return the living case that goes on for another one of its kind. Raises: INVALID (`unknown_case`, `wrong_kind`,
    `the_same_case`, `not_open`, `too_many`, `split_apart`)."""
    into = await seen_case(change, into_id, read, path="intoId")
    if into.id == case.id:
        raise Invalid("the_same_case", path="intoId")
    if into.kind != case.kind:
        raise Invalid("wrong_kind", path="intoId")
    # Nothing that was merged is open, so that chains end after one step and have no cycles.
    if into.status not in OPEN:
        raise Invalid("not_open", path="intoId")
    if len(into.merged_ids) + len(case.merged_ids) >= MOST_GATHERED:
        raise Invalid("too_many", path="intoId", limit=MOST_GATHERED)
    await _refuse_own_part(change, case, into)
    return into


def root_of(case: Case) -> str:
    """Return the id of the case from which this one and its likes were split off; its own where it is no part."""
    return case.split_root_id or case.id


async def _refuse_own_part(change: Change, case: Case, into: Case) -> None:
    """Refuse to merge again what was split, or what gathers some of it: what was told apart would point to itself in the
    end. Raises: INVALID (`split_apart`)."""
    if into.split_root_id is None and not into.split_into_ids:
        return
    gathered = [await change.get(Case, merged_id) for merged_id in case.merged_ids]
    if root_of(into) in {root_of(one) for one in (case, *gathered) if one is not None}:
        raise Invalid("split_apart", path="intoId")


async def gathered_ids(change: Change, case: Case, into: Case, event: str) -> list[str]:
    """Return what a case gathers with another one: what was merged into that one before points to the living one now."""
    for merged_id in case.merged_ids:
        other = await change.get(Case, merged_id)
        if other is not None:
            await change.touch(other, event, duplicate_of_id=into.id)
    return [*into.merged_ids, *case.merged_ids, case.id]


async def told_case(change: Change, case: Case, merged_id: str | None, read: Action) -> str | None:
    """Return the id of the merged case whose applicant an input means; None where it means that of the case itself.

    Raises: INVALID (`unknown_case`) for one that was not merged into the case, as for one that who acts does not see.
    """
    if merged_id is None:
        return None
    other = await seen_case(change, merged_id, read, path="mergedCaseId")
    if other.id not in case.merged_ids:
        raise Invalid("unknown_case", path="mergedCaseId")
    return other.id


async def tell_gathered(change: Change, case: Case, text: str) -> None:
    """Tell the applicants of all cases that were merged into this one what its own applicant is told."""
    for merged_id in case.merged_ids:
        other = await change.get(Case, merged_id)
        if other is not None:
            told = noticed(change, other, ResponseKind.SHARED_ANSWER, text)
            await change.touch(other, events.TOLD_TOGETHER, **going_out(change, other, told))
