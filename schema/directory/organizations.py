"""Mutations on organizations and officials (III.6): create, change, move, and the two steps of closing an organization."""

from dataclasses import asdict
from typing import Any

import strawberry

from auth.actions import Action
from documents.directory.operations import closing, handing_over, organizations, people
from documents.kernel.write.operation import Operation
from documents.organizations.resource import ORGANIZATIONS, PERSONS
from schema.context import GraphInfo
from schema.directory.changing import created, updated
from schema.directory.inputs import (
    CreateOrganizationInput,
    CreatePersonInput,
    UpdateOrganizationInput,
    UpdatePersonInput,
)
from schema.directory.types import Organization, Person
from schema.problems import Ids, Keeping, ProblemType, mutation, run
from schema.shapes.kinds import Comment, Id, Revision


@strawberry.type(description="The result of a mutation on an organization.")
class OrganizationPayload:
    organization: Organization | None = strawberry.field(
        description="Its current state; null if there is none."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type(description="The result of a mutation on an official.")
class PersonPayload:
    person: Person | None = strawberry.field(description="Its current state; null if there is none.")
    errors: list[ProblemType] = strawberry.field(
        description=(
            "Why it was refused; empty on success. `INACTIVE_TARGET` with the rule `open_work` lists what "
            "must be handed over first: kind, count, and up to 20 ids of what you may see."
        )
    )


@strawberry.input(description="The organization to act on.")
class ClosingInput:
    id: Id = strawberry.field(description="The object.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="Open work to hand over, and why.")
class HandOverInput:
    from_id: Id = strawberry.field(description="The organization that is closing.")
    to_id: Id = strawberry.field(description="Its successor, an active organization.")
    reason: Comment = strawberry.field(
        description="The reason, which is stored with the routings; at most 4 000 characters."
    )


@strawberry.type(description="What one call has handed over.")
class OrganizationHandover:
    organization: Organization = strawberry.field(description="The organization that is closing.")
    handed_over: int = strawberry.field(
        description="How many cases and assignments were handed over, at most 25."
    )
    is_complete: bool = strawberry.field(description="Whether nothing is left; otherwise call again.")


@strawberry.type(description="The result of handing over work.")
class OrganizationHandoverPayload:
    handover: OrganizationHandover | None = strawberry.field(
        description="What was done; null if the mutation was refused."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


async def _step(info: GraphInfo, operation: Operation, input: ClosingInput) -> dict[str, Any]:
    ids = Ids()
    return await run(
        info,
        operation,
        ORGANIZATIONS,
        shown_as="organization",
        ids=ids,
        target_id=ids.one(input.id, "Organization", path="id"),
        expected_revision=input.expected_revision,
        facts={},
    )


@strawberry.type
class BodyMutations:
    @mutation(
        Action.REFERENCE_MANAGE,
        OrganizationPayload,
        "Add an organization: a responsible recipient or a partner.",
    )
    async def create_organization(self, info: GraphInfo, input: CreateOrganizationInput) -> Any:
        return await created(
            info, organizations.create_organization, ORGANIZATIONS, input, shown_as="organization"
        )

    @mutation(
        Action.REFERENCE_MANAGE, OrganizationPayload, "Change an organization or move it under another one."
    )
    async def update_organization(self, info: GraphInfo, input: UpdateOrganizationInput) -> Any:
        return await updated(
            info, organizations.update_organization, ORGANIZATIONS, input, shown_as="organization"
        )

    @mutation(Action.REFERENCE_MANAGE, PersonPayload, "Record an official with their work contacts.")
    async def create_person(self, info: GraphInfo, input: CreatePersonInput) -> Any:
        return await created(info, people.create_person, PERSONS, input, shown_as="person")

    @mutation(Action.REFERENCE_MANAGE, PersonPayload, "Change an official's position and work contacts.")
    async def update_person(self, info: GraphInfo, input: UpdatePersonInput) -> Any:
        return await updated(info, people.update_person, PERSONS, input, shown_as="person")

    @mutation(
        Action.REFERENCE_MANAGE,
        OrganizationPayload,
        "Announce that an organization is closing: from now on nothing is routed to it. The first of two "
        "steps.",
    )
    async def begin_closing_organization(self, info: GraphInfo, input: ClosingInput) -> Any:
        return await _step(info, closing.begin_closing_organization, input)

    @mutation(Action.REFERENCE_MANAGE, OrganizationPayload, "Keep a closing organization open after all.")
    async def cancel_closing_organization(self, info: GraphInfo, input: ClosingInput) -> Any:
        return await _step(info, closing.cancel_closing_organization, input)

    @mutation(
        Action.REFERENCE_MANAGE,
        OrganizationPayload,
        "Close an organization, at the earliest a minute after the announcement and only if it has no open "
        "work: otherwise `INACTIVE_TARGET` lists that work by kind, with null for fewer than three. The "
        "second of two steps.",
    )
    async def close_organization(self, info: GraphInfo, input: ClosingInput) -> Any:
        return await _step(info, closing.close_organization, input)

    @mutation(
        Action.REFERENCE_MANAGE,
        OrganizationHandoverPayload,
        "Reroute up to 25 open cases and assignments of a closing organization to its successor; call "
        "again until `isComplete`. Deadlines keep running; nobody is responsible by name until the "
        "successor names someone. The last step also gives the successor the topics that went to the "
        "organization by default, and the organizations below it.",
    )
    async def hand_over_organization_work(self, info: GraphInfo, input: HandOverInput) -> Any:
        ids = Ids()
        from_id = ids.one(input.from_id, "Organization", path="fromId")
        facts = {
            "from_id": from_id,
            "to_id": ids.one(input.to_id, "Organization", path="toId"),
            "reason": input.reason,
        }
        return await run(
            info,
            handing_over.hand_over_organization_work,
            ORGANIZATIONS,
            shown_as="handover",
            ids=ids,
            target_id=from_id,
            facts=facts,
            within="organization",
            answered=_handover,
            keeps=KEEPING,
        )


KEEPING = Keeping[handing_over.Handover](kept=asdict, restored=lambda kept: handing_over.Handover(**kept))
"""What was handed over is told once more to who calls again under the same key."""


def _handover(row: Any, done: handing_over.Handover) -> dict[str, Any]:
    return {"organization": row, "handed_over": done.handed_over, "is_complete": done.is_complete}
