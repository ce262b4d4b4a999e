"""Mutations on what other systems say: what a name stands for is said, what differs is decided (II.1.1)."""

from typing import Any

import strawberry

from auth.actions import Action
from documents.cases.statuses import CaseStatus
from documents.intake.operations.deciding import decide_conflict
from documents.intake.operations.mapping import map_reference, unmap_reference
from documents.intake.resource import CONFLICTS, REFERENCES
from documents.intake.vocabulary import IntakeField
from schema.context import GraphInfo
from schema.intake.conflicts import IntakeConflict
from schema.intake.types import UnmatchedReference
from schema.problems import Ids, ProblemType, mutation, run
from schema.shapes.kinds import Comment, Id, Many, Revision

TARGETS = ("Topic", "Organization", "Person", "Settlement")
SHOWN_AS = "unmatched_reference"
REVISION = "The revision you were looking at; if it is no longer current, the mutation answers `STALE`."


@strawberry.input(description="What a name of another system stands for.")
class MapReferenceInput:
    id: Id = strawberry.field(description="The name.")
    stands_for_id: Id | None = strawberry.field(
        default=None,
        description="The topic, organization, person or settlement that it stands for, by its kind; null for a state.",
    )
    stands_for_status: CaseStatus | None = strawberry.field(
        default=None, description="What a state of the other system comes to here; null for every other kind."
    )
    expected_revision: Revision | None = strawberry.field(default=None, description=REVISION)


@strawberry.input(description="Of which name the mapping is taken back.")
class UnmapReferenceInput:
    id: Id = strawberry.field(description="The name.")
    expected_revision: Revision | None = strawberry.field(default=None, description=REVISION)


@strawberry.input(description="How a conflict with a record of another system is decided.")
class DecideConflictInput:
    id: Id = strawberry.field(description="The conflict.")
    take: Many[IntakeField] | None = strawberry.field(
        default=None, description="The fields that become what the other system says."
    )
    keep: Many[IntakeField] | None = strawberry.field(
        default=None, description="The fields that stay as the case holds them."
    )
    reason: Comment = strawberry.field(
        description="Why, in words; it stands among the decisions on the case."
    )
    expected_revision: Revision | None = strawberry.field(default=None, description=REVISION)


@strawberry.type(description="The result of deciding a conflict.")
class IntakeConflictPayload:
    intake_conflict: IntakeConflict | None = strawberry.field(
        description="Its current state; null if you cannot see it."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type(description="The result of a mutation on an unknown name.")
class UnmatchedReferencePayload:
    unmatched_reference: UnmatchedReference | None = strawberry.field(
        description="Its current state; null if you cannot see it."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type
class IntakeMutations:
    @mutation(
        Action.INTAKE_RESOLVE,
        UnmatchedReferencePayload,
        "Say what a name of another system stands for: records that come know it, and fifty of those that wait are settled; "
        "call it again while `records` is not 0. An open case takes a topic or settlement where nobody has set one here.",
    )
    async def map_reference(self, info: GraphInfo, input: MapReferenceInput) -> Any:
        ids = Ids()
        return await run(
            info,
            map_reference,
            REFERENCES,
            shown_as=SHOWN_AS,
            ids=ids,
            target_id=ids.one(input.id, "UnmatchedReference", path="id"),
            expected_revision=input.expected_revision,
            facts={
                "stands_for_id": ids.one(input.stands_for_id, TARGETS, path="standsForId"),
                "stands_for_status": input.stands_for_status and input.stands_for_status.value,
            },
        )

    @mutation(
        Action.INTAKE_RESOLVE,
        UnmatchedReferencePayload,
        "Take back what a name stands for: records that come wait again. Cases keep what they have.",
    )
    async def unmap_reference(self, info: GraphInfo, input: UnmapReferenceInput) -> Any:
        ids = Ids()
        return await run(
            info,
            unmap_reference,
            REFERENCES,
            shown_as=SHOWN_AS,
            ids=ids,
            target_id=ids.one(input.id, "UnmatchedReference", path="id"),
            expected_revision=input.expected_revision,
            facts={},
        )

    @mutation(
        Action.INTAKE_RESOLVE,
        IntakeConflictPayload,
        "Take what the other system says of some fields of an open case, or keep ours; those not named wait on. A record "
        "that says the same again is `UNCHANGED` from then on.",
    )
    async def decide_conflict(self, info: GraphInfo, input: DecideConflictInput) -> Any:
        ids = Ids()
        return await run(
            info,
            decide_conflict,
            CONFLICTS,
            shown_as="intake_conflict",
            ids=ids,
            target_id=ids.one(input.id, "IntakeConflict", path="id"),
            expected_revision=input.expected_revision,
            facts={
                "take": [str(one) for one in input.take or ()],
                "keep": [str(one) for one in input.keep or ()],
                "reason": input.reason,
            },
        )
