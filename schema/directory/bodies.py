"""Mutations on bodies and officials (III.6): create, change, move, and the two steps of closing a body."""

from typing import Any

import strawberry

from auth.actions import Action
from documents.directory import organizations, people
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
from schema.problems import ProblemView, mutation


@strawberry.type(description="What came of a mutation on an organization.")
class OrganizationPayload:
    organization: Organization | None = strawberry.field(
        description="As it is now; null where there is none."
    )
    errors: list[ProblemView] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type(description="What came of a mutation on an official.")
class PersonPayload:
    person: Person | None = strawberry.field(description="As it is now; null where there is none.")
    errors: list[ProblemView] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type
class BodyMutations:
    @mutation(
        Action.REFERENCE_MANAGE, OrganizationPayload, "Add a body: a responsible recipient or a partner."
    )
    async def create_organization(self, info: GraphInfo, input: CreateOrganizationInput) -> Any:
        return await created(
            info, organizations.create_organization, ORGANIZATIONS, input, shown_as="organization"
        )

    @mutation(Action.REFERENCE_MANAGE, OrganizationPayload, "Change a body or move it below another one.")
    async def update_organization(self, info: GraphInfo, input: UpdateOrganizationInput) -> Any:
        return await updated(
            info, organizations.update_organization, ORGANIZATIONS, input, shown_as="organization"
        )

    @mutation(Action.REFERENCE_MANAGE, PersonPayload, "Record an official with his work data.")
    async def create_person(self, info: GraphInfo, input: CreatePersonInput) -> Any:
        return await created(info, people.create_person, PERSONS, input, shown_as="person")

    @mutation(Action.REFERENCE_MANAGE, PersonPayload, "Change an official's work data.")
    async def update_person(self, info: GraphInfo, input: UpdatePersonInput) -> Any:
        return await updated(info, people.update_person, PERSONS, input, shown_as="person")
