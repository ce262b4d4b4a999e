"""What formalizing a case writes: what it is about, in the center's terms; alike for all three kinds (II.2.1/2)."""

from collections.abc import Mapping
from typing import Any

from auth.errors import Invalid, Problem
from documents.cases.addresses import located
from documents.cases.clock import deadline_anew
from documents.cases.document import Case
from documents.cases.remarks import EarlierWording
from documents.cases.targets import known, offered_anew
from documents.kernel.write.change import Change
from documents.kernel.write.operation import GuardContext

Row = Mapping[str, Any]


def is_formalized(case: Row) -> bool:
    """Return whether a topic is set, and a sector or the confirmation that it lies outside the seven (§5.2, II.2.1/2)."""
    return bool(case.get("topic_id")) and bool(case.get("sector_id") or case.get("outside_sectors"))


def formalized(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that a topic is set, and a sector or the confirmation that it lies outside the sectors (§5.2)."""
    return None if is_formalized(row) else Invalid("not_formalized", path=("id",))


def formalized_fields(
    change: Change,
    case: Case,
    *,
    topic_id: str,
    summary: str,
    sector_id: str | None,
    outside_sectors: bool,
    settlement_id: str | None,
    location: Mapping[str, Any] | None,
    is_sensitive: bool | None,
    is_actionable: bool | None,
    tags: list[str] | None,
) -> dict[str, Any]:
    """Return what a formalization writes. The sector is copied from the topic now and does not follow later changes of it.

    A topic that is switched off since stays where the case has it. Raises: INVALID, INACTIVE_TARGET.
    """
    topic = offered_anew(change, "topics", topic_id, held=case.topic_id, path="topicId")
    known(change, "sectors", sector_id, path="sectorId")
    known(change, "settlements", settlement_id, path="settlementId")
    assert topic is not None
    place, settlement = _placed(change, case, location, settlement_id or case.settlement_id)
    return {
        "topic_id": topic_id,
        "sector_id": _sector(topic, sector_id, outside_sectors=outside_sectors),
        "outside_sectors": outside_sectors,
        "settlement_id": settlement,
        "location": place,
        "summary": summary,
        "is_sensitive": (case.is_sensitive or topic["is_sensitive"])
        if is_sensitive is None
        else is_sensitive,
        "is_actionable": case.is_actionable if is_actionable is None else is_actionable,
        "tags": case.tags if tags is None else tags,
        "earlier_wordings": _earlier_wordings(change, case, summary),
        **deadline_anew(change.reference, case, topic_id=topic_id),
    }


def _placed(
    change: Change, case: Case, location: Row | None, settlement_id: str | None
) -> tuple[dict[str, Any], str | None]:
    """The place that is given; without one that of the case, whose street is looked up anew in another settlement."""
    if location is not None:
        return located(change.reference, location, settlement_id)
    held = case.location.model_dump()
    if settlement_id == case.settlement_id:
        return held, settlement_id
    return located(change.reference, {**held, "street_id": None}, settlement_id)


def _earlier_wordings(change: Change, case: Case, summary: str) -> list[dict[str, Any]]:
    """The wordings that were replaced, with that of the summary where it is reworded now."""
    kept = [one.model_dump() for one in case.earlier_wordings]
    if case.summary is None or case.summary == summary:
        return kept
    earlier = EarlierWording(
        of="SUMMARY", text=case.summary, replaced_at=change.now, replaced_by_id=change.subject
    )
    return [*kept, earlier.model_dump()]


def _sector(topic: Row, sector_id: str | None, *, outside_sectors: bool) -> str | None:
    """The sector of a case that is formalized; none only where it is confirmed to lie outside them. Raises: INVALID."""
    if outside_sectors and sector_id is not None:
        raise Invalid("exactly_one", path=("outsideSectors",))
    if outside_sectors:
        return None
    sector: str | None = sector_id or topic["sector_id"]
    if sector is None:
        raise Invalid("sector_or_outside", path=("sectorId",))
    return sector
