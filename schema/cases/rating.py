"""Mutations on what applicants say of the answers: their ratings, and their requests to open a case again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import strawberry

from auth.actions import Action
from documents.cases.rating import rating_link
from documents.cases.resource import CASES
from documents.submissions.operations import rating, reopening
from schema.cases.payloads import SUBMISSIONS, SubmissionPayload, moved_submission
from schema.cases.types import Submission
from schema.context import GraphInfo
from schema.problems import Ids, ProblemType, mutation, run
from schema.shapes.kinds import Comment, Id, Revision, Score

Row = Mapping[str, Any]


@strawberry.input(description="What the applicant said of the answer, by phone or in person.")
class RecordSatisfactionInput:
    id: Id = strawberry.field(description="The message or appeal.")
    score: Score = strawberry.field(
        description="From 1, «полностью не удовлетворён», to 5, «полностью удовлетворён»."
    )
    solved: bool = strawberry.field(
        description="Whether the applicant says that the matter is solved; `false` asks to have it reopened."
    )
    comment: Comment | None = strawberry.field(default=None, description="What else they said.")
    merged_case_id: Id | None = strawberry.field(
        default=None,
        description="The case merged into it whose applicant said so; left out, it was the applicant of the case itself.",
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="The decision on the applicant's request to have a message or appeal reopened.")
class DecideReopeningInput:
    id: Id = strawberry.field(description="The message or appeal.")
    accept: bool = strawberry.field(description="Whether it is reopened; a new deadline runs from now then.")
    reason: Comment | None = strawberry.field(
        default=None, description="The reason; required where the request is declined."
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="What came of looking into a low rating.")
class ExamineRatingInput:
    id: Id = strawberry.field(description="The message or appeal.")
    finding: Comment = strawberry.field(description="What was found, and what is done about it.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(
    description="A message or appeal whose applicant is to be given the link for rating the answer."
)
class GiveRatingLinkInput:
    id: Id = strawberry.field(description="The message or appeal.")
    merged_case_id: Id | None = strawberry.field(
        default=None,
        description="The case merged into it whose applicant is given the link; left out, the applicant of the case itself.",
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.type(description="The link by which an applicant rates the answer, without an account.")
class RatingLink:
    submission: Submission = strawberry.field(description="The message or appeal.")
    url: str = strawberry.field(
        description="Its address on this server, `/rating/…`: whoever has it can rate the answer, once."
    )
    ends_at: datetime = strawberry.field(description="Until when it can be followed.")


@strawberry.type(description="The result of asking for the link by which an applicant rates the answer.")
class RatingLinkPayload:
    link: RatingLink | None = strawberry.field(
        description=(
            "The link; null if the mutation was refused, or repeated under the same idempotency key: call it again then."
        )
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type
class RatingMutations:
    @mutation(
        Action.SATISFACTION_RECORD,
        SubmissionPayload,
        "Record what the applicant said of the answer, once for each applicant of an answer, and never by who gave it.",
    )
    async def record_satisfaction(self, info: GraphInfo, input: RecordSatisfactionInput) -> Any:
        ids = Ids()
        facts = {
            "score": input.score,
            "solved": input.solved,
            "comment": input.comment,
            "merged_case_id": ids.one(input.merged_case_id, SUBMISSIONS, path="mergedCaseId"),
        }
        return await moved_submission(info, rating.record_satisfaction, input, ids, facts)

    @mutation(
        Action.RESPONSE_SEND,
        RatingLinkPayload,
        "Get the link by which the applicant rates the answer, to hand it over; never by who gave the answer. The history "
        "tells who was given it.",
    )
    async def give_rating_link(self, info: GraphInfo, input: GiveRatingLinkInput) -> Any:
        ids = Ids()
        of_id = ids.one(input.merged_case_id, SUBMISSIONS, path="mergedCaseId")
        return await run(
            info,
            rating.give_rating_link,
            CASES,
            shown_as="link",
            within="submission",
            answered=lambda row, case: _link(info, row, case, of_id),
            ids=ids,
            target_id=ids.one(input.id, SUBMISSIONS, path="id"),
            expected_revision=input.expected_revision,
            facts={"merged_case_id": of_id},
        )

    @mutation(
        Action.SUBMISSION_REOPEN,
        SubmissionPayload,
        "Accept the applicant's request to have it reopened, or decline it with a reason.",
    )
    async def decide_reopening(self, info: GraphInfo, input: DecideReopeningInput) -> Any:
        facts = {"is_accepted": input.accept, "reason": input.reason}
        return await moved_submission(info, reopening.decide_reopening, input, Ids(), facts)

    @mutation(
        Action.QUALITY_CHECK,
        SubmissionPayload,
        "Record what came of looking into a low rating with a comment; not by who gave the answer.",
    )
    async def examine_rating(self, info: GraphInfo, input: ExamineRatingInput) -> Any:
        facts = {"finding": input.finding}
        return await moved_submission(info, rating.examine_rating, input, Ids(), facts)


def _link(info: GraphInfo, row: Row | None, case: Any, of_case_id: str | None) -> Any:
    # Who may see it then has sent the answer, and sees the case.
    vault, now = info.context.container.vault, info.context.now
    told = rating_link(vault, case.id, case.guest_links, of_case_id=of_case_id, now=now)
    return {"submission": row, "url": told.path, "ends_at": told.ends_at} if told is not None else None
