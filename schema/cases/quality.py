"""The mutation by which somebody says how good an answer is."""

from typing import Annotated, Any, TypeVar

import strawberry

from auth.actions import Action
from documents.cases import operations
from documents.cases.quality import QualityCriterion, QualityVerdict
from documents.cases.resource import CASES
from documents.kernel import shapes
from schema.cases.steering import CASE_TYPES
from schema.cases.types import Case
from schema.context import GraphInfo
from schema.problems import Ids, ProblemType, mutation, run
from schema.shapes.kinds import Comment, Id, Revision

T = TypeVar("T")

Checklist = Annotated[list[T], shapes.ListShape(most=len(QualityCriterion), least=1)]


@strawberry.input(description="Whether an answer meets one criterion of the checklist.")
class CriterionResultInput:
    criterion: QualityCriterion = strawberry.field(description="The criterion; each at most once.")
    is_met: bool = strawberry.field(description="Whether the answer meets it.")


@strawberry.input(description="What a check of the last answer of a case came to.")
class QualityCheckInput:
    id: Id = strawberry.field(description="The case; its last answer is under review, or was sent.")
    criteria: Checklist[CriterionResultInput] = strawberry.field(
        description="The checklist; criteria that say nothing of this answer are left out."
    )
    verdict: QualityVerdict = strawberry.field(
        description="The verdict, which is yours: nothing computes it."
    )
    comment: Comment | None = strawberry.field(
        default=None, description="Why, in words; required unless the answer passed."
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.type(description="The result of checking an answer.")
class QualityCheckPayload:
    case: Case | None = strawberry.field(description="Its current state; null if you cannot see it.")
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type
class QualityMutations:
    @mutation(
        Action.QUALITY_CHECK,
        QualityCheckPayload,
        "Record what a checklist says of the last answer, before it goes out or after, and the verdict; not by who wrote "
        "it or handles the case, and once by each checker.",
    )
    async def quality_check(self, info: GraphInfo, input: QualityCheckInput) -> Any:
        ids = Ids()
        return await run(
            info,
            operations.quality_check,
            CASES,
            shown_as="case",
            ids=ids,
            target_id=ids.one(input.id, CASE_TYPES, path="id"),
            expected_revision=input.expected_revision,
            facts={
                "criteria": [
                    {"criterion": str(one.criterion), "is_met": one.is_met} for one in input.criteria
                ],
                "verdict": str(input.verdict),
                "comment": input.comment,
            },
        )
