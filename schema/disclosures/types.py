"""Disclosures as types: what was revealed, a line of the log, and the daily figure."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import strawberry

from auth.roles import Role
from documents.cases.resource import CASES
from documents.disclosures.vocabulary import AccessKind, RevealField
from schema.cases.types import Case
from schema.context import GraphInfo
from schema.directory.types import Person
from schema.loading import loaded

Row = Mapping[str, Any]


@strawberry.type(description="Plain values, shown once; what was not asked for or was never given is null.")
class RevealedApplicant:
    full_name: str | None = strawberry.field(description="Surname, given name, patronymic.")
    phone: str | None = strawberry.field(description="Phone number as it was given.")
    email: str | None = strawberry.field(description="E-mail address as it was given.")
    address: str | None = strawberry.field(description="Postal address as it was given.")
    text: str | None = strawberry.field(
        description="The text without redaction; for an incident, its publications with an empty line between them."
    )


@strawberry.type(
    description="Доступ к персональным данным: one reveal, or one search by an applicant's contact details."
)
class PersonalDataAccess:
    at: datetime = strawberry.field(description="When it happened.")
    kind: AccessKind = strawberry.field(description="The kind of access.")
    person: Person | None = strawberry.field(description="The person; null for a partner's client.")
    role: Role = strawberry.field(description="The role whose right was used.")
    fields: list[RevealField] = strawberry.field(description="What was shown, or searched by.")
    reason: str | None = strawberry.field(
        description="The reason in the person's words; null if none was given."
    )

    @strawberry.field(description="The case; null for a search.", graphql_type=Case | None)
    async def case(self, info: GraphInfo, access: strawberry.Parent[Row]) -> Any:
        return await loaded(info, CASES, access["case_id"])


@strawberry.type(description="How often one person accessed personal data on one day.")
class PersonalDataAccessCount:
    day: date = strawberry.field(description="The local day.")
    person: Person | None = strawberry.field(
        description="The person; null for all partners' clients together."
    )
    reveals: int = strawberry.field(description="Reveals on that day.")
    searches: int = strawberry.field(description="Searches by phone or e-mail on that day.")
    exports: int = strawberry.field(description="Rows of exports with plain data on that day.")
