"""Watching cases: everybody's own, over what they may see."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import strawberry

from auth.errors import NotFound, Problems
from auth.principal import Principal
from documents.cases.resource import CASES
from documents.idempotency.calls import Earlier
from documents.kernel.store.connection import Store
from documents.watching.keeping import unwatch, watch, watched_by
from schema.cases.types import Case
from schema.context import GraphInfo
from schema.engine.selection import selected
from schema.loading import load_one
from schema.nodes import query
from schema.owned import answered, own_id
from schema.problems import Ids, ProblemType, mutation
from schema.shapes.kinds import Id

CASE_TYPES = ("Message", "Appeal", "Incident")


@strawberry.input(description="A case to watch, or to watch no longer.")
class WatchCaseInput:
    id: Id = strawberry.field(description="The message, appeal or incident.")


@strawberry.type(description="The result of beginning or ending to watch a case.")
class WatchCasePayload:
    case: Case | None = strawberry.field(description="The case; null if you cannot see it.")
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


async def _begun(store: Store, person_id: str, case_id: str, now: datetime) -> None:
    await watch(store, person_id, case_id, now)


async def _ended(store: Store, person_id: str, case_id: str, _now: datetime) -> None:
    await unwatch(store, person_id, case_id)


async def _own(
    info: GraphInfo, text: str, work: Callable[[Store, str, str, datetime], Awaitable[None]]
) -> dict[str, Any]:
    context, ids = info.context, Ids()
    case_id = ids.one(text, CASE_TYPES, path="id")

    async def done(who: Principal) -> None:
        person_id = own_id(who)
        if ids.problems or case_id is None:
            raise Problems(ids.problems)
        access = context.container.access
        seen = await access.one(CASES, who, context.now, where={"_id": case_id}, fields=frozenset({"id"}))
        if seen is None:
            raise NotFound
        await work(context.container.store, person_id, case_id, context.now)

    async def shown(_who: Principal, _earlier: Earlier | None, _found: None) -> Any:
        return await load_one(info, CASES, where={"_id": case_id}, path=("case",))

    return await answered(info, "case", done, shown)


@strawberry.type
class WatchMutations:
    @mutation(
        None,
        WatchCasePayload,
        "Watch a case: you are notified of what moves it as long as you may see it. At most 100 cases.",
    )
    async def watch_case(self, info: GraphInfo, input: WatchCaseInput) -> Any:
        return await _own(info, input.id, _begun)

    @mutation(None, WatchCasePayload, "Watch a case no longer.")
    async def unwatch_case(self, info: GraphInfo, input: WatchCaseInput) -> Any:
        return await _own(info, input.id, _ended)


@strawberry.type
class WatchQueries:
    @query(
        None,
        list[Case],
        "The cases that you watch and may see, the last one begun first; at most 100. Empty for a partner's client.",
    )
    async def watched_cases(self, info: GraphInfo) -> Any:
        context = info.context
        who = context.principal
        ids = await watched_by(context.container.store, who.person_id) if who.person_id else ()
        found = await context.container.access.many(
            CASES, who, context.now, ids=ids, fields=selected(info, ())
        )
        return [found[one] for one in ids if one in found]
