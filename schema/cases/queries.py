"""Queries of cases: five lists and five single objects over the one resource."""

from collections.abc import Iterable
from typing import Any

import strawberry

from auth.actions import Action
from auth.errors import BadRequest
from documents.cases.resource import CASES
from documents.kernel.read.conditions import both
from documents.kernel.read.resource import Row
from schema.cases.contacts import contacts_of, sought
from schema.cases.filters import CaseFilter, CaseOrder, condition
from schema.cases.highlights import HIGHLIGHTS, SOUGHT
from schema.cases.searching import sought_words
from schema.cases.types import Appeal, Case, Incident, Message, Submission
from schema.cases.waiting import parts_of
from schema.connections import CountedConnection, load_connection, row_fields
from schema.context import GraphInfo
from schema.ids import decoded
from schema.loading import load_one
from schema.nodes import query
from schema.shapes.kinds import GivenNumber, Id, PageCursor, PageSize

TYPES = {"MESSAGE": "Message", "APPEAL": "Appeal", "INCIDENT": "Incident"}
SUBMISSIONS = ("MESSAGE", "APPEAL")

Actions = Action | tuple[Action, ...]
"""What opens a field: one permission, or any of several."""


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
    row = await load_one(info, CASES, where=where)
    return row if row is not None and row["kind"] in wanted else None


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
    where = both(condition(info, filter, kinds), await sought(info, filter))
    shown = await load_connection(
        info,
        CASES,
        order=order,
        first=first,
        after=after,
        last=last,
        before=before,
        parts=parts_of(info, where, filter.allowed_action if filter else None),
        touching=contacts_of(filter),
    )
    if filter is not None and filter.search is not None and HIGHLIGHTS in row_fields(info):
        sought_by = sought_words(filter.search)
        for row in shown["nodes"]:
            row[SOUGHT] = sought_by
    return shown


def _list_of(actions: Actions, shown: Any, words: str, kinds: Iterable[str] | None = None) -> Any:
    """A list of cases of these kinds (None: all) as a root field; all lists of cases take the same arguments."""

    @query(actions, CountedConnection[shown], words)
    async def resolve(
        info: GraphInfo,
        filter: CaseFilter | None = None,
        order_by: CaseOrder | None = None,
        first: PageSize | None = None,
        after: PageCursor | None = None,
        last: PageSize | None = None,
        before: PageCursor | None = None,
    ) -> Any:
        return await _list(info, kinds, filter, order_by, first, after, last, before)

    return resolve


def _one_of(actions: Actions, shown: Any, words: str, kinds: Iterable[str]) -> Any:
    """One case of these kinds as a root field, by id or by number."""

    @query(actions, shown, f"{words}, by id or by number; null if it is not visible to you.")
    async def resolve(info: GraphInfo, id: Id | None = None, number: GivenNumber | None = None) -> Any:
        return await _one(info, id, number, kinds)

    return resolve


READ, INCIDENT_READ = Action.SUBMISSION_READ, Action.INCIDENT_READ
EITHER = (READ, INCIDENT_READ)


@strawberry.type
class CaseQueries:
    cases = _list_of(EITHER, Case, "Messages, appeals and incidents together, newest first.")
    submissions = _list_of(READ, Submission, "Messages and appeals, newest first.", SUBMISSIONS)
    messages = _list_of(READ, Message, "Messages (I.2.4), newest first.", ("MESSAGE",))
    appeals = _list_of(READ, Appeal, "Appeals under 59-ФЗ (I.2.5), newest first.", ("APPEAL",))
    incidents = _list_of(INCIDENT_READ, Incident, "Incidents (I.2.2), newest first.", ("INCIDENT",))
    case = _one_of(EITHER, Case, "One case of any kind", TYPES)
    submission = _one_of(READ, Submission, "One message or appeal", SUBMISSIONS)
    message = _one_of(READ, Message, "One message", ("MESSAGE",))
    appeal = _one_of(READ, Appeal, "One appeal", ("APPEAL",))
    incident = _one_of(INCIDENT_READ, Incident, "One incident", ("INCIDENT",))
