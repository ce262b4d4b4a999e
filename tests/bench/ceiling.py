"""The ceiling: what an engine could generate for W2 and W3, written by hand behind Pult's own middleware.

`/graphql` turns the rows of `access` into the answer; `/compiled` also has the rights on a row compiled: one decision
for each set of matched keys, and the answer straight from the stored row.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from api.http.answers import encode
from api.http.app import _middleware
from api.http.bodies import read_body
from api.http.contexts import contexts_of
from api.http.negotiation import answer_type
from api.http.parameters import from_body
from documents.cases.resource import CASES
from documents.kernel.read.paging import Count, Page, Window
from schema.context import Context
from tests.bench.ceiling_rows import Compiled
from tests.bench.hosting import Premises, host
from tests.bench.work import W2, W3

Row = Mapping[str, Any]
Plan = Callable[[Context, Mapping[str, Any]], Awaitable[dict[str, Any]]]

PAGE = frozenset(
    "id number kind status priority summary is_sensitive received_at registered_at routed_at due_at is_overdue age_hours "
    "revision location sector topic settlement recipient assignee".split()
)
EVERY = frozenset(
    "id number kind status priority outside_sectors summary is_sensitive is_actionable received_at registered_at routed_at "
    "first_response_at answered_at closed_at updated_at due_at is_overdue is_due_soon age_hours outcome was_returned "
    "is_repeat reopened_count revision is_demo hidden_fields allowed_actions".split()
)
ORDER = CASES.order(None, None)


def connection(context: Context, page: Page, count: Count, nodes: list[dict[str, Any]]) -> dict[str, Any]:
    """The connection of W2 around its nodes."""
    last = str(page.rows[-1][ORDER.key]) if page.rows else None
    sealed = (
        context.cursors.seal(last, order=f"cases:{ORDER.key}:{ORDER.direction}") if last is not None else None
    )
    precision = "EXACT" if count.exact else "AT_LEAST"
    return {
        "totalCount": {"value": count.value, "precision": precision},
        "pageInfo": {"hasNextPage": page.has_next, "endCursor": sealed},
        "nodes": nodes,
    }


async def page_of_cases(context: Context, variables: Row) -> dict[str, Any]:
    """W2 on the rows of `access`."""
    access, who, window = context.container.access, context.principal, Window(first=variables["first"])
    page, count = await asyncio.gather(
        access.page(CASES, who, context.now, order=ORDER, window=window, fields=PAGE),
        access.count(CASES, who),
    )
    return {"cases": connection(context, page, count, [_paged(row) for row in page.rows])}


async def every_field(context: Context, variables: Row) -> dict[str, Any]:
    """W3 on the rows of `access`, which tell what is withheld and offered."""
    access, who, window = context.container.access, context.principal, Window(first=variables["first"])
    page = await access.page(CASES, who, context.now, order=ORDER, window=window, fields=EVERY)
    nodes = []
    for row in page.rows:
        actions = [{"action": one["action"], "allowed": one["allowed"]} for one in row["allowed_actions"]]
        nodes.append({**_whole(row), "hiddenFields": list(row["hidden_fields"]), "allowedActions": actions})
    return {"cases": {"nodes": nodes}}


def _paged(row: Row) -> dict[str, Any]:
    place, sector, topic = row["location"], row["sector"], row["topic"]
    settlement, recipient, assignee = row["settlement"], row["recipient"], row["assignee"]
    return {
        "id": row["id"],
        "number": row["number"],
        "kind": row["kind"],
        "status": row["status"],
        "priority": row["priority"],
        "summary": row["summary"],
        "isSensitive": row["is_sensitive"],
        "receivedAt": row["received_at"],
        "registeredAt": row["registered_at"],
        "routedAt": row["routed_at"],
        "dueAt": row["due_at"],
        "isOverdue": row["is_overdue"],
        "ageHours": row["age_hours"],
        "revision": row["revision"],
        "location": {"street": place["street"], "house": place["house"], "flat": place["flat"]},
        "sector": None if sector is None else {"code": sector["code"], "title": sector["title"]},
        "topic": None if topic is None else {"title": topic["title"]},
        "settlement": None if settlement is None else {"title": settlement["title"]},
        "recipient": None if recipient is None else {"shortName": recipient["short_name"]},
        "assignee": None if assignee is None else {"fullName": assignee["full_name"]},
    }


def _whole(row: Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "number": row["number"],
        "kind": row["kind"],
        "status": row["status"],
        "priority": row["priority"],
        "outsideSectors": row["outside_sectors"],
        "summary": row["summary"],
        "isSensitive": row["is_sensitive"],
        "isActionable": row["is_actionable"],
        "receivedAt": row["received_at"],
        "registeredAt": row["registered_at"],
        "routedAt": row["routed_at"],
        "firstResponseAt": row["first_response_at"],
        "answeredAt": row["answered_at"],
        "closedAt": row["closed_at"],
        "updatedAt": row["updated_at"],
        "dueAt": row["due_at"],
        "isOverdue": row["is_overdue"],
        "isDueSoon": row["is_due_soon"],
        "ageHours": row["age_hours"],
        "outcome": row["outcome"],
        "wasReturned": row["was_returned"],
        "isRepeat": row["is_repeat"],
        "reopenedCount": row["reopened_count"],
        "revision": row["revision"],
        "isDemo": row["is_demo"],
    }


def build(premises: Premises) -> ASGIApp:
    """Two paths behind the middleware that every answer of Pult passes."""
    contexts = contexts_of(premises.container, premises.cursors)
    compiled = Compiled(premises)
    settings = premises.settings

    def door(plans: Mapping[str, Plan]) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            media_type = answer_type(request)
            caller = await premises.authentication.caller(request)
            body = await read_body(
                request.headers,
                request.receive,
                limit_bytes=settings.graphql_body_bytes,
                deadline_seconds=settings.receive_seconds,
            )
            parameters = from_body(body)
            context: Context = await contexts(caller, {})
            data = await plans[parameters.query](context, parameters.variables)
            headers = {"Vary": "Accept, Accept-Language, Authorization"}
            return Response(encode({"data": data}), 200, headers, media_type=f"{media_type}; charset=utf-8")

        return answer

    rows = {W2: page_of_cases, W3: every_field}
    straight = {W2: compiled.page_of_cases, W3: compiled.every_field}
    return Starlette(
        routes=[
            Route("/graphql", door(rows), methods=["POST"]),
            Route("/compiled", door(straight), methods=["POST"]),
        ],
        middleware=_middleware(settings),
    )


if __name__ == "__main__":
    host(build)
