"""The queries of unknown names and of conflicts of other systems."""

import re
from collections.abc import Mapping
from typing import Any

import strawberry

from auth.actions import Action
from documents.intake.resource import CONFLICTS, REFERENCES
from documents.intake.vocabulary import UnmatchedReferenceKind
from documents.kernel.text.matching import matching
from schema.cases.filters import any_of
from schema.connections import CountedConnection, load_connection
from schema.context import GraphInfo
from schema.intake.conflicts import IntakeConflict
from schema.intake.types import UnmatchedReference
from schema.nodes import query
from schema.shapes.kinds import Code, Many, PageCursor, PageSize, Search


@strawberry.input(description="Fields are combined with AND; a list matches any of its values.")
class UnmatchedReferenceFilter:
    kind: Many[UnmatchedReferenceKind] | None = strawberry.field(
        default=None, description="What the names are to be here."
    )
    channel: Many[Code] | None = strawberry.field(default=None, description="Channel codes.")
    is_mapped: bool | None = strawberry.field(
        default=None, description="Whether somebody has said what they stand for."
    )
    search: Search | None = strawberry.field(default=None, description="Words that stand in the name.")


@strawberry.input(description="Fields are combined with AND; a list matches any of its values.")
class IntakeConflictFilter:
    is_open: bool | None = strawberry.field(default=None, description="Whether any difference waits.")
    channel: Many[Code] | None = strawberry.field(default=None, description="Channel codes.")


def _named(given: UnmatchedReferenceFilter | None) -> Mapping[str, Any]:
    if given is None:
        return {}
    where = _came_by(given.channel)
    if given.kind is not None:
        where["kind"] = any_of([str(one) for one in given.kind])
    if given.is_mapped is not None:
        where["target_id"] = {"$ne": None} if given.is_mapped else None
    words = matching(given.search or "").split()
    if words:
        where["$and"] = [{"name": {"$regex": _spelled(one), "$options": "i"}} for one in words]
    return where


def _came_by(channels: list[str] | None) -> dict[str, Any]:
    return {} if channels is None else {"channel_id": any_of(channels)}


def _spelled(word: str) -> str:
    """A word as a pattern: «е» stands for «ё» as well."""
    return re.escape(word).replace("е", "[её]")


@strawberry.type
class IntakeQueries:
    @query(
        Action.INTAKE_RESOLVE,
        CountedConnection[UnmatchedReference],
        "Names in records of other systems that nothing here went by when they came, those met last first: of your desk's "
        "records, with what was said of them.",
    )
    async def unmatched_references(
        self,
        info: GraphInfo,
        filter: UnmatchedReferenceFilter | None = None,
        first: PageSize | None = None,
        after: PageCursor | None = None,
        last: PageSize | None = None,
        before: PageCursor | None = None,
    ) -> Any:
        order = REFERENCES.order(None, None)
        where = _named(filter)
        return await load_connection(
            info, REFERENCES, order=order, first=first, after=after, last=last, before=before, where=where
        )

    @query(
        Action.INTAKE_RESOLVE,
        CountedConnection[IntakeConflict],
        "Where records of other systems say something else than people decided here, those that arose last first: of your "
        "desk's cases, with what was decided of them.",
    )
    async def intake_conflicts(
        self,
        info: GraphInfo,
        filter: IntakeConflictFilter | None = None,
        first: PageSize | None = None,
        after: PageCursor | None = None,
        last: PageSize | None = None,
        before: PageCursor | None = None,
    ) -> Any:
        where: dict[str, Any] = _came_by(filter.channel if filter is not None else None)
        if filter is not None and filter.is_open is not None:
            where["is_open"] = filter.is_open
        order = CONFLICTS.order(None, None)
        return await load_connection(
            info, CONFLICTS, order=order, first=first, after=after, last=last, before=before, where=where
        )
