"""Queries of cases: five lists and five single objects over the one resource."""

from collections.abc import Iterable
from typing import Any

import strawberry

from auth.actions import Action
from auth.errors import BadRequest
from documents.cases.resource import CASES
from documents.kernel.resource import Row
from schema.cases.filters import CaseFilter, CaseOrder, condition
from schema.cases.types import Appeal, Case, Incident, Message, Submission
from schema.connections import CountedConnection, load_connection
from schema.context import GraphInfo
from schema.ids import decoded
from schema.nodes import query
from schema.problems import as_single

TYPES = {"MESSAGE": "Message", "APPEAL": "Appeal", "INCIDENT": "Incident"}
SUBMISSIONS = ("MESSAGE", "APPEAL")


async def _one(
    info: GraphInfo, id: strawberry.ID | None, number: str | None, kinds: Iterable[str]
) -> Row | None:
    if (id is None) == (number is None):
        raise BadRequest("exactly_one", path=("id",))
    wanted = tuple(kinds)
    if id is not None:
        where: dict[str, Any] = {"_id": decoded(id, *(TYPES[kind] for kind in wanted), path=("id",))}
    else:
        where = {"number": number}
    context = info.context
    row = await context.office.access.one(CASES, context.principal, context.now, where=where)
    return as_single(row) if row is not None and row["kind"] in wanted else None


async def _list(
    info: GraphInfo,
    kinds: Iterable[str] | None,
    filter: CaseFilter | None,
    order_by: CaseOrder | None,
    first: int | None,
    after: str | None,
    last: int | None,
    before: str | None,
) -> Any:
    order = CASES.order(str(order_by.field) if order_by else None, order_by.direction if order_by else None)
    return await load_connection(
        info,
        CASES,
        order=order,
        first=first,
        after=after,
        last=last,
        before=before,
        where=condition(info, filter, kinds),
    )


@strawberry.type
class CaseQueries:
    @query(
        Action.SUBMISSION_READ,
        CountedConnection[Case],
        "Messages, appeals and incidents together; newest first.",
    )
    async def cases(
        self,
        info: GraphInfo,
        filter: CaseFilter | None = None,
        order_by: CaseOrder | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Any:
        return await _list(info, None, filter, order_by, first, after, last, before)

    @query(Action.SUBMISSION_READ, CountedConnection[Submission], "Messages and appeals; newest first.")
    async def submissions(
        self,
        info: GraphInfo,
        filter: CaseFilter | None = None,
        order_by: CaseOrder | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Any:
        return await _list(info, SUBMISSIONS, filter, order_by, first, after, last, before)

    @query(Action.SUBMISSION_READ, CountedConnection[Message], "Messages (I.2.4); newest first.")
    async def messages(
        self,
        info: GraphInfo,
        filter: CaseFilter | None = None,
        order_by: CaseOrder | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Any:
        return await _list(info, ("MESSAGE",), filter, order_by, first, after, last, before)

    @query(Action.SUBMISSION_READ, CountedConnection[Appeal], "Appeals under 59-ФЗ (I.2.5); newest first.")
    async def appeals(
        self,
        info: GraphInfo,
        filter: CaseFilter | None = None,
        order_by: CaseOrder | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Any:
        return await _list(info, ("APPEAL",), filter, order_by, first, after, last, before)

    @query(Action.INCIDENT_READ, CountedConnection[Incident], "Incidents (I.2.2); newest first.")
    async def incidents(
        self,
        info: GraphInfo,
        filter: CaseFilter | None = None,
        order_by: CaseOrder | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Any:
        return await _list(info, ("INCIDENT",), filter, order_by, first, after, last, before)

    @query(Action.SUBMISSION_READ, Case, "One case of any kind, by id or by number; null when not yours.")
    async def case(self, info: GraphInfo, id: strawberry.ID | None = None, number: str | None = None) -> Any:
        return await _one(info, id, number, TYPES)

    @query(
        Action.SUBMISSION_READ, Submission, "One message or appeal, by id or by number; null when not yours."
    )
    async def submission(
        self, info: GraphInfo, id: strawberry.ID | None = None, number: str | None = None
    ) -> Any:
        return await _one(info, id, number, SUBMISSIONS)

    @query(Action.SUBMISSION_READ, Message, "One message, by id or by number; null when not yours.")
    async def message(
        self, info: GraphInfo, id: strawberry.ID | None = None, number: str | None = None
    ) -> Any:
        return await _one(info, id, number, ("MESSAGE",))

    @query(Action.SUBMISSION_READ, Appeal, "One appeal, by id or by number; null when not yours.")
    async def appeal(
        self, info: GraphInfo, id: strawberry.ID | None = None, number: str | None = None
    ) -> Any:
        return await _one(info, id, number, ("APPEAL",))

    @query(Action.INCIDENT_READ, Incident, "One incident, by id or by number; null when not yours.")
    async def incident(
        self, info: GraphInfo, id: strawberry.ID | None = None, number: str | None = None
    ) -> Any:
        return await _one(info, id, number, ("INCIDENT",))
