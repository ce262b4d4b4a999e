"""`similarCases`: what a case may double or repeat, for somebody to look at (II.1.1)."""

from collections.abc import Mapping
from typing import Annotated, Any

import strawberry

from auth.actions import Action
from auth.errors import BadRequest
from documents.cases.similar import SimilarityReason, similar_cases
from schema.cases.queries import TYPES
from schema.cases.types import Case
from schema.context import GraphInfo
from schema.engine.selection import selected
from schema.lookup import read_ids
from schema.nodes import query
from schema.shapes.kinds import Id, PageSize

KINDS: Mapping[str, str] = {name: kind for kind, name in TYPES.items()}
"""Type that callers see → the stored kind."""

MOST_SHOWN = 20
"""So many cases are shown at most; what is less alike than twenty others nobody looks at."""


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
        first: Annotated[PageSize, strawberry.argument(description="How many at most, 0–20.")] = 10,
    ) -> Any:
        if first > MOST_SHOWN:
            raise BadRequest("page_size", path=("first",), limit=MOST_SHOWN)
        context = info.context
        ((type_name, record_id),) = read_ids([id], path="id")
        if type_name not in KINDS:
            raise BadRequest("wrong_type", path=("id",))
        found = await similar_cases(
            context.container.access,
            context.principal,
            context.now,
            record_id,
            kind=KINDS[type_name],
            fields=selected(info, ("case",)),
            first=first,
        )
        if found is None:
            return None
        return [{"case": one.case, "reasons": one.reasons, "likeness": one.likeness} for one in found]
