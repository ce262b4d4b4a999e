"""Mutations on answers beside their review: how each reached the applicant."""

from typing import Annotated, Any

import strawberry

from auth.actions import Action
from documents.cases.vocabulary import DeliveryStatus, DeliveryWay
from documents.files.showing import FILE
from documents.kernel import shapes
from documents.submissions.operations import delivering
from schema.cases.payloads import SubmissionPayload, moved_submission
from schema.context import GraphInfo
from schema.problems import Ids, mutation
from schema.shapes.kinds import Comment, Id, Instant, Many, PostalNumber, Revision

ResponseNo = Annotated[int, shapes.whole(1, 1_000, kind="responseNo")]


@strawberry.input(description="What came of sending an answer or a notice.")
class RecordDeliveryInput:
    id: Id = strawberry.field(description="The message or appeal.")
    response_no: ResponseNo = strawberry.field(
        description="The `no` of the answer or notice; one that was sent."
    )
    status: DeliveryStatus = strawberry.field(
        description=(
            "What came of it. `QUEUED` has Pult send it by e-mail once more; `RETURNED` and `ABANDONED` need a note; "
            "`NO_WAY` is never recorded."
        )
    )
    way: DeliveryWay | None = strawberry.field(
        default=None, description="How it went, or goes now; as before where it is left out."
    )
    at: Instant | None = strawberry.field(
        default=None,
        description="When it was so: not before it was sent, and not in the future. Defaults to now.",
    )
    number: PostalNumber | None = strawberry.field(
        default=None, description="The number under which the post tracks it; for `POST` alone."
    )
    note: Comment | None = strawberry.field(
        default=None, description="What shows it, or why it came back or is given up."
    )
    file_ids: Many[Id] | None = strawberry.field(
        default=None,
        description="Uploads of one's own that show it, such as a receipt of the post: they become files of the case.",
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.type
class AnswerMutations:
    @mutation(
        Action.RESPONSE_SEND,
        SubmissionPayload,
        "Record how an answer or a notice reached the applicant, or that it did not; or have it go once more.",
    )
    async def record_delivery(self, info: GraphInfo, input: RecordDeliveryInput) -> Any:
        names = ("response_no", "status", "way", "at", "number", "note")
        ids = Ids()
        facts = {name: getattr(input, name) for name in names}
        facts["file_ids"] = ids.many(input.file_ids, FILE, path="fileIds")
        return await moved_submission(info, delivering.record_delivery, input, ids, facts)
