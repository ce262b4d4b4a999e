"""Cases of several questions: each part becomes a case of its own, with the receipt and the term of the whole (I.2.2)."""

from collections.abc import Iterable, Mapping
from typing import Any

from auth.errors import Invalid, Problem
from documents.cases.addresses import located
from documents.cases.checks import SUMMARY_LIMIT, TEXT_LIMIT
from documents.cases.clock import deadline_fields
from documents.cases.deciding import decisions_with
from documents.cases.document import Case, Location
from documents.cases.gathering import root_of
from documents.cases.numbers import case_number
from documents.cases.targets import known, offered
from documents.cases.vocabulary import CaseDecisionKind
from documents.kernel.text.characters import is_blank
from documents.kernel.write.change import Change

MOST_PARTS = 10
"""So many cases one is split into at a time; one that still holds several questions is split again."""

MOST_SPLIT_OFF = 100
"""So many parts one case names; a list of an object is no longer than that."""

TEXTS: Mapping[str, int] = {"summary": SUMMARY_LIMIT, "text": TEXT_LIMIT}
"""Texts of a part → their limits in characters."""

INHERITED = (
    "kind", "regime", "form", "message_kind", "appeal_kind", "priority", "importance", "channel_id",
    "external_system", "system_id", "complained_of_id", "received_at", "registered_at", "is_demo",
)  # fmt: skip
"""What a part has of the case that it was in: it came in with it, and its term is counted from there."""

Facts = Mapping[str, Any]
Sets = dict[str, Any]


def parts_given(facts: Facts) -> Iterable[Problem]:
    """Check the parts that a case is split into: some, not too many, each with a gist."""
    parts = facts.get("parts") or ()
    if not parts:
        yield Invalid("required", path=("parts",))
    if len(parts) > MOST_PARTS:
        yield Invalid("too_many", path=("parts",), limit=MOST_PARTS)
    for index, one in enumerate(parts):
        if is_blank(str(one.get("summary") or "")):
            yield Invalid("required", path=("parts", str(index), "summary"))
        for name, limit in TEXTS.items():
            if len(one.get(name) or "") > limit:
                yield Invalid("too_long", path=("parts", str(index), name), limit=limit)


def refuse_more_parts(case: Case, parts: int) -> None:
    """Refuse to split off more parts than a case can name. Raises: INVALID (`too_many`)."""
    if len(case.split_into_ids) + parts > MOST_SPLIT_OFF:
        raise Invalid("too_many", path="parts", limit=MOST_SPLIT_OFF)


async def part_of(change: Change, case: Case, part: Facts, path: str, **own: Any) -> Case:
    """Return a new case, not stored yet, of one question of this one: about what the part says, received and registered when
    the whole was, so that its term is that of the whole. `own` are its id, its status, and what its kind has besides.

    Raises: INVALID, INACTIVE_TARGET, at `path`.
    """
    topic = offered(change, "topics", part.get("topic_id"), path=f"{path}.topicId")
    known(change, "settlements", part.get("settlement_id"), path=f"{path}.settlementId")
    settlement_id = part.get("settlement_id") or case.settlement_id
    place = case.location
    if part.get("location"):
        found, settlement_id = located(
            change.reference, part["location"], settlement_id, path=f"{path}.location"
        )
        place = Location(**found)
    inherited = {name: getattr(case, name) for name in INHERITED}
    return Case(
        updated_at=change.now,
        number=await case_number(change, case.kind),
        topic_id=topic["_id"] if topic else None,
        sector_id=topic["sector_id"] if topic else None,
        outside_sectors=case.kind == "INCIDENT" and topic is not None and topic["sector_id"] is None,
        settlement_id=settlement_id,
        location=place,
        summary=part["summary"],
        is_sensitive=case.is_sensitive or bool(topic and topic["is_sensitive"]),
        creator_id=change.subject,
        split_from_id=case.id,
        split_root_id=root_of(case),
        **inherited,
        **own,
        **deadline_fields(
            change.reference,
            kind=case.kind,
            regime=case.regime,
            channel_id=case.channel_id,
            topic_id=part.get("topic_id"),
            importance=case.importance,
            received_at=case.received_at,
            registered_at=case.registered_at,
        ),
    )


def parted(change: Change, case: Case, part_ids: Iterable[str], *, reason: str | None) -> Sets:
    """Return what splitting writes on the case that goes on with the rest: which parts it has given off, and why."""
    return {
        "split_into_ids": [*case.split_into_ids, *part_ids],
        "decisions": decisions_with(change, case, CaseDecisionKind.SPLIT, reason=reason),
    }
