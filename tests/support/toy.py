"""A small schema with one field for each way in which an operation can end."""

import asyncio
from typing import Any

import strawberry

from api.http.authentication import Caller
from auth.errors import BadRequest, FilterForbidden, NotFound, Problems
from documents.kernel.read.doubting import Doubt
from schema.engine.selection import FieldNeeds

Info = strawberry.Info[Any, Any]
SECRET = "connection string with a password"


@strawberry.type
class Desk:
    title: str = "Приёмная"

    @strawberry.field
    def inner(self) -> "Desk":
        return Desk()

    @strawberry.field
    def must(self) -> str:
        raise RuntimeError(SECRET)


@strawberry.type
class Query:
    @strawberry.field
    def hello(self, name: str = "МЦУ") -> str:
        return f"Здравствуйте, {name}"

    @strawberry.field
    async def me(self, info: Info) -> str | None:
        caller: Caller = info.context["caller"]
        return caller.account_id

    @strawberry.field
    def desk(self) -> Desk | None:
        return Desk()

    @strawberry.field
    def desks(self) -> list[Desk]:
        return [Desk()]

    @strawberry.field
    def fails(self) -> str | None:
        raise RuntimeError(SECRET)

    @strawberry.field
    def refuses(self) -> str | None:
        raise FilterForbidden("applicantPhone")

    @strawberry.field
    def refuses_twice(self) -> str | None:
        raise Problems([BadRequest("page_size", path="first"), NotFound()])

    @strawberry.field
    async def waits(self) -> str | None:
        await asyncio.Event().wait()
        return None

    @strawberry.field
    def half_a_pair(self) -> str:
        return "\ud800"


@strawberry.type
class Mutation:
    @strawberry.mutation
    def touch(self, value: int) -> int | None:
        return value


toy_schema = strawberry.Schema(Query, Mutation)


class ToyContext(dict[str, Any]):
    """What the resolvers look at. There are no rows here that could be odd, so doubting them changes nothing."""

    def doubting(self, _doubt: Doubt) -> "ToyContext":
        """The same."""
        return self


async def toy_context(caller: Caller, needs: FieldNeeds) -> ToyContext:
    """The caller, for the resolvers to look at."""
    return ToyContext(caller=caller)
