"""Cases that are like one: found by the keys that they share, told with the reason, under the rights of who asks (II.1.1).

Nothing is merged or marked here: a person looks at both and decides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from auth.actions import Action
from auth.policy.decide import Plan, plan
from auth.principal import Principal
from documents.cases.likeness import BAND, BANDS, LikenessPrefix, prefix_of
from documents.cases.resource import CASES
from documents.cases.statuses import CaseStatus
from documents.kernel.read.access import Access
from documents.kernel.read.paging import Window
from documents.kernel.read.resource import Row


class SimilarityReason(StrEnum):
    """Why a case is like another, the strongest reason first."""

    SAME_LINK = "SAME_LINK"
    SAME_TEXT = "SAME_TEXT"
    REPEAT = "REPEAT"
    SAME_PLACE = "SAME_PLACE"


LABELS: Mapping[SimilarityReason, str] = {
    SimilarityReason.SAME_LINK: "Та же публикация",
    SimilarityReason.SAME_TEXT: "Почти тот же текст",
    SimilarityReason.REPEAT: "Тот же заявитель после ответа",
    SimilarityReason.SAME_PLACE: "Та же тема и то же место",
}

ORDER = tuple(SimilarityReason)
MOST_LOOKED_AT = 200
"""So many cases that share a key are looked at, the newest."""

FEWEST_BANDS = 3
"""Texts with so many bands in common are nearly the same: seven of ten pairs of words at the least, by all odds."""

NEAR = timedelta(days=90)
"""How far apart cases at one place are about the same matter; within which a return after an answer is a repeat."""

JUDGED_BY = frozenset({"likeness_keys", "topic_id", "received_at", "answered_at", "status"})
"""The stored keys by which likeness is told."""

KeysByPrefix = Mapping[str, Sequence[str]]
"""Keys of a case by what they stand under; that is left out where there is none."""


@dataclass(frozen=True)
class Likeness:
    """Why a case is like another, the strongest reason first, and of like texts the share in common, in percent."""

    reasons: Sequence[SimilarityReason]
    percent: int | None


@dataclass(frozen=True)
class SimilarCase:
    """A case that is like another: as the viewer sees it, and why."""

    case: Row
    likeness: Likeness


@dataclass(frozen=True)
class Sight:
    """What somebody may be told of the likeness of cases: whose links, and whose applicants, are theirs to see."""

    links: Plan
    applicants: Plan

    def told(self, row: Row, keys: Iterable[str]) -> KeysByPrefix:
        """Return these keys of a case without those that the viewer may not be told of."""
        found: dict[str, list[str]] = {}
        for key in keys:
            found.setdefault(prefix_of(key), []).append(key)
        found.pop(LikenessPrefix.TEXTS, None)
        for prefix, rows in (
            (LikenessPrefix.LINK, self.links),
            (LikenessPrefix.APPLICANT, self.applicants),
        ):
            if prefix in found and not rows.admits(row["access_keys"]):
                del found[prefix]
        return found


def sight_of(who: Principal) -> Sight:
    """Return what somebody may be told: of applicants only where plain data need no reason."""
    return Sight(plan(who, Action.AUTHOR_READ), plan(who, Action.APPLICANT_READ, without_reason=True))


async def similar_cases(
    access: Access,
    who: Principal,
    now: datetime,
    case_id: str,
    *,
    kind: str,
    fields: frozenset[str],
    first: int,
) -> list[SimilarCase] | None:
    """Return the cases that are like one, the most alike first, in two commands; None where the viewer does not see it.

    `kind` is what the id is of, `fields` what is shown of each. What the viewer may not see is neither returned nor
    counted.
    """
    case = await access.one(CASES, who, now, where={"_id": case_id}, fields=JUDGED_BY | {"kind"})
    if case is None or case["kind"] != kind:
        return None
    sight = sight_of(who)
    own = sight.told(case, _keys_of(case))
    sought = frozenset(key for keys in own.values() for key in keys)
    if not sought or not first:
        return []
    told, texts = dict[str, Likeness](), frozenset(own.get(LikenessPrefix.TEXT, ()))

    def most_alike(rows: Sequence[Row]) -> Sequence[Row]:
        for row in rows:
            shared = sought.intersection(_keys_of(row))
            # Of very many cases most share a band or two of their texts, which is no likeness.
            if (len(shared) >= FEWEST_BANDS or not shared <= texts) and _is_another(case, row):
                told[row["_id"]] = _judged(case, row, sight.told(row, shared))
        like = [row for row in rows if row["_id"] in told and told[row["_id"]].reasons]
        return sorted(like, key=lambda row: _strongest_first(told[row["_id"]]))[:first]

    page = await access.page(
        CASES,
        who,
        now,
        order=CASES.order(None, None),
        window=Window(first=MOST_LOOKED_AT),
        where={"likeness_keys": {"$in": sorted(sought)}},
        fields=fields | JUDGED_BY,
        choose=most_alike,
    )
    return [SimilarCase(row, told[row["_id"]]) for row in page.rows]


async def other_cases(
    access: Access,
    who: Principal,
    now: datetime,
    case_id: str,
    *,
    kind: str,
    fields: frozenset[str],
    first: int,
) -> list[Row] | None:
    """Return the other cases of the applicant of one, the newest first, in two commands; None where the viewer does not see
    it, none where nobody knows who wrote, or the viewer may not.

    Both that case and the others must be such that the viewer may see plain applicants there without a reason.
    """
    case = await access.one(
        CASES, who, now, where={"_id": case_id}, fields=frozenset({"likeness_keys", "kind"})
    )
    if case is None or case["kind"] != kind:
        return None
    sight = sight_of(who)
    sought = sorted(sight.told(case, _keys_of(case)).get(LikenessPrefix.APPLICANT, ()))
    if not sought or not first:
        return []
    page = await access.page(
        CASES,
        who,
        now,
        order=CASES.order(None, None),
        # The case itself is among them.
        window=Window(first=first + 1),
        where={"likeness_keys": {"$in": sought}},
        within=sight.applicants,
        fields=fields,
    )
    return [row for row in page.rows if row["_id"] != case_id][:first]


def _keys_of(row: Row) -> Sequence[str]:
    return row.get("likeness_keys") or ()


def _is_another(case: Row, row: Row) -> bool:
    # What was merged is told by what it was merged into.
    return bool(row["_id"] != case["_id"] and row["status"] != CaseStatus.MERGED)


def _strongest_first(likeness: Likeness) -> tuple[int, int]:
    return ORDER.index(likeness.reasons[0]), -(likeness.percent or 0)


def _judged(case: Row, row: Row, shared: KeysByPrefix) -> Likeness:
    """How a case is like one by the keys that both have."""
    bands = len(shared.get(LikenessPrefix.TEXT, ()))
    is_near = abs(case["received_at"] - row["received_at"]) <= NEAR
    holds = {
        SimilarityReason.SAME_LINK: LikenessPrefix.LINK in shared,
        SimilarityReason.SAME_TEXT: bands >= FEWEST_BANDS,
        SimilarityReason.REPEAT: LikenessPrefix.APPLICANT in shared and _is_repeat(case, row),
        SimilarityReason.SAME_PLACE: LikenessPrefix.PLACE in shared and is_near,
    }
    reasons = [one for one in ORDER if holds[one]]
    percent = round(100 * (min(bands, BANDS) / BANDS) ** (1 / BAND)) if bands >= FEWEST_BANDS else None
    return Likeness(reasons, percent)


def _is_repeat(case: Row, row: Row) -> bool:
    """Whether the later of two cases of one applicant came soon after the answer to the earlier, on the same topic; one
    without a topic yet may be on any."""
    earlier, later = sorted((case, row), key=lambda one: one["received_at"])
    answered_at = earlier.get("answered_at")
    topics = {one.get("topic_id") for one in (earlier, later)} - {None}
    if answered_at is None or len(topics) > 1:
        return False
    return bool(answered_at <= later["received_at"] <= answered_at + NEAR)
