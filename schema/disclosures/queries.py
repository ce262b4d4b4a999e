"""Queries of the log of access to personal data, for the curator and the head (III.6)."""

from datetime import date
from typing import Annotated, Any

import strawberry

from auth.actions import Action
from auth.errors import BadRequest
from documents.disclosures.pipelines import accesses_by_day
from documents.disclosures.resource import ACCESSES
from documents.disclosures.vocabulary import AccessKind
from schema.cases.filters import DateTimeRange, any_of
from schema.connections import CountedConnection, load_connection
from schema.context import GraphInfo
from schema.disclosures.types import PersonalDataAccess, PersonalDataAccessCount
from schema.ids import decoded
from schema.memory import related
from schema.nodes import query
from schema.shapes.kinds import Id, LocalDay, Many, PageCursor, PageSize

MOST_DAYS = 366
MOST_PERSONS = 100
CASE_TYPES = ("Message", "Appeal", "Incident")


@strawberry.input(description="Fields are combined with AND; a list matches any of its values.")
class PersonalDataAccessFilter:
    person_ids: Many[Id] | None = strawberry.field(
        default=None, description="The people who looked; at most 100."
    )
    case_id: Id | None = strawberry.field(
        default=None, description="The message, appeal or incident that was looked at."
    )
    at: DateTimeRange | None = strawberry.field(default=None, description="When it happened.")


def _condition(given: PersonalDataAccessFilter | None) -> dict[str, Any]:
    where: dict[str, Any] = {}
    if given is None:
        return where
    if given.person_ids is not None:
        path = ("filter", "personIds")
        if len(given.person_ids) > MOST_PERSONS:
            raise BadRequest("too_many", path=path, limit=MOST_PERSONS)
        where["person_id"] = any_of([decoded(one, "Person", path=path) for one in given.person_ids])
    if given.case_id is not None:
        where["case_id"] = decoded(given.case_id, *CASE_TYPES, path=("filter", "caseId"))
    if given.at is not None:
        if given.at.from_ is not None and given.at.to is not None and given.at.from_ >= given.at.to:
            raise BadRequest("empty_range", path=("filter", "at"))
        bounds = {"$gte": given.at.from_, "$lt": given.at.to}
        found = {operator: value for operator, value in bounds.items() if value is not None}
        if found:
            where["at"] = found
    return where


@strawberry.type
class DisclosureQueries:
    @query(
        Action.ACCESS_LOG_READ,
        CountedConnection[PersonalDataAccess],
        "Who saw applicants' plain data or searched by it, latest first.",
    )
    async def personal_data_access_log(
        self,
        info: GraphInfo,
        filter: PersonalDataAccessFilter | None = None,
        first: PageSize | None = None,
        after: PageCursor | None = None,
        last: PageSize | None = None,
        before: PageCursor | None = None,
    ) -> Any:
        return await load_connection(
            info,
            ACCESSES,
            order=ACCESSES.order(None, None),
            first=first,
            after=after,
            last=last,
            before=before,
            where=_condition(filter),
        )

    @query(
        Action.ACCESS_LOG_READ,
        list[PersonalDataAccessCount],
        "How often each person accessed personal data, by local day from `from` up to but not including "
        "`to`; at most 366 days. Days and people without any access are left out; the busiest person of a "
        "day comes first.",
    )
    async def personal_data_access_counts(
        self,
        info: GraphInfo,
        from_: Annotated[LocalDay, strawberry.argument(name="from", description="First day.")],
        to: Annotated[LocalDay, strawberry.argument(description="The day after the last.")],
    ) -> Any:
        context = info.context
        if from_ >= to:
            raise BadRequest("empty_range", path=("from",))
        if (to - from_).days > MOST_DAYS:
            raise BadRequest("too_many", path=("to",), limit=MOST_DAYS)
        rows = await accesses_by_day(context.container.access, context.principal, from_=from_, to=to)
        return [
            {
                "day": date.fromisoformat(row["day"]),
                "person": related(info, "persons", row["person_id"]),
                "reveals": row[AccessKind.REVEAL],
                "searches": row[AccessKind.SEARCH],
                "exports": row[AccessKind.EXPORT],
            }
            for row in rows
        ]
