"""`similarCases`: what a case may double or repeat, for somebody to look at (II.1.1)."""

from collections.abc import Mapping
from typing import Annotated, Any

import strawberry

from auth.actions import Action
from auth.errors import BadRequest
from documents.cases.similar import SimilarityReason, other_cases, similar_cases
from documents.kernel import shapes
from schema.cases.queries import TYPES
from schema.cases.types import Case
from schema.context import GraphInfo
from schema.engine.selection import selected
from schema.lookup import read_ids
from schema.nodes import query
from schema.shapes.kinds import Id

KINDS: Mapping[str, str] = {name: kind for kind, name in TYPES.items()}
"""Type that callers see → the stored kind."""

MOST_SHOWN = 20
"""So many cases are shown at most; what is less alike than twenty others nobody looks at."""

ShownAtMost = Annotated[int, shapes.whole(0, MOST_SHOWN, rule="page_size", kind="pageSize")]


@strawberry.type(
    description="A case that is like another one, and why. Whether they are about the same matter a person decides."
)
class SimilarCase:
    case: Case = strawberry.field(description="The case.")
    reasons: list[SimilarityReason] = strawberry.field(
        description="Why it is alike, the strongest reason first."
    )
    likeness: int | None = strawberry.field(
        description="What share of their words both texts have in common, in percent, estimated; null unless SAME_TEXT."
    )


def _asked(id: str) -> tuple[str, str]:
    """The stored kind and the id of the case that is asked about. Raises: BAD_REQUEST."""
    ((type_name, record_id),) = read_ids([id], path="id")
    if type_name not in KINDS:
        raise BadRequest("wrong_type", path=("id",))
    return KINDS[type_name], record_id


async def _like(info: GraphInfo, kind: str, case_id: str, first: int) -> list[dict[str, Any]] | None:
    context = info.context
    found = await similar_cases(
        context.container.access,
        context.principal,
        context.now,
        case_id,
        kind=kind,
        fields=selected(info, ("case",)),
        first=first,
    )
    if found is None:
        return None
    return [
        {"case": one.case, "reasons": one.likeness.reasons, "likeness": one.likeness.percent} for one in found
    ]


@strawberry.type
class SimilarCaseQueries:
    @query(
        (Action.SUBMISSION_READ, Action.INCIDENT_READ),
        list[SimilarCase],
        "Cases that are like one, the most alike first: the same post, nearly the same text, the same applicant on the same "
        "topic within 90 days after an answer, the same topic and place within 90 days. Links are compared where you have "
        "`author.read`, applicants where you have `applicant.read` without a reason. Null if you do not see the "
        "case.",
    )
    async def similar_cases(
        self,
        info: GraphInfo,
        id: Id,
        first: Annotated[ShownAtMost, strawberry.argument(description="How many at most, 0–20.")] = 10,
    ) -> Any:
        kind, record_id = _asked(id)
        return await _like(info, kind, record_id, first)

    @query(
        Action.APPLICANT_READ,
        list[Case],
        "Other cases of the applicant of one, newest first: those where you have `applicant.read` without a reason, as on "
        "the case itself; else empty. Null if the case is not visible to you.",
    )
    async def other_cases(
        self,
        info: GraphInfo,
        id: Id,
        first: Annotated[ShownAtMost, strawberry.argument(description="How many at most, 0–20.")] = 10,
    ) -> Any:
        context = info.context
        kind, record_id = _asked(id)
        return await other_cases(
            context.container.access,
            context.principal,
            context.now,
            record_id,
            kind=kind,
            fields=selected(info, ()),
            first=first,
        )
