"""Queries of accounts: those of the administrator, and one's own sessions."""

from typing import Any

import strawberry

from auth.actions import Action
from documents.accounts.reading import account_by_id
from documents.accounts.resource import ACCOUNTS, CLIENTS, OF_PARTNERS, OF_PEOPLE
from documents.accounts.sessions import sessions_of
from documents.kernel.read.paging import Direction
from schema.accounts.types import Client, Session, UserAccount, shown_session
from schema.cases.filters import any_of
from schema.connections import CountedConnection, load_connection
from schema.context import GraphInfo
from schema.ids import decoded
from schema.nodes import FORBIDDEN, query
from schema.shapes.kinds import Code, Id, Many, PageCursor, PageSize


@strawberry.input(description="Fields are combined with AND; a list matches any of its values.")
class AccountFilter:
    login: Many[Code] | None = strawberry.field(default=None, description="Exact logins.")
    person_ids: Many[Id] | None = strawberry.field(
        default=None, description="People whose accounts they are."
    )
    is_active: bool | None = strawberry.field(
        default=None, description="True for those that are not blocked, false for those that are."
    )


@strawberry.input(description="Fields are combined with AND; a list matches any of its values.")
class ClientFilter:
    client_id: Many[Code] | None = strawberry.field(default=None, description="Exact client ids.")
    is_active: bool | None = strawberry.field(
        default=None, description="True for those that are not blocked, false for those that are."
    )


def _of_people(given: AccountFilter | None) -> dict[str, Any]:
    where: dict[str, Any] = dict(OF_PEOPLE)
    if given is not None and given.login is not None:
        where["login"] = any_of(given.login)
    if given is not None and given.person_ids is not None:
        people = [decoded(one, "Person", path=("filter", "personIds")) for one in given.person_ids]
        where["person_id"] = any_of(people)
    if given is not None and given.is_active is not None:
        where["is_active"] = given.is_active
    return where


def _of_partners(given: ClientFilter | None) -> dict[str, Any]:
    where: dict[str, Any] = dict(OF_PARTNERS)
    if given is not None and given.client_id is not None:
        where["login"] = any_of(given.client_id)
    if given is not None and given.is_active is not None:
        where["is_active"] = given.is_active
    return where


@strawberry.type
class AccountQueries:
    @query(
        Action.ACCOUNT_MANAGE,
        CountedConnection[UserAccount],
        "Accounts of people, by login from A to Z (or backwards).",
        otherwise=FORBIDDEN,  # an empty list would say that there are no accounts
    )
    async def accounts(
        self,
        info: GraphInfo,
        filter: AccountFilter | None = None,
        direction: Direction = Direction.ASC,
        first: PageSize | None = None,
        after: PageCursor | None = None,
        last: PageSize | None = None,
        before: PageCursor | None = None,
    ) -> Any:
        return await load_connection(
            info,
            ACCOUNTS,
            order=ACCOUNTS.order("LOGIN", direction),
            first=first,
            after=after,
            last=last,
            before=before,
            where=_of_people(filter),
        )

    @query(
        Action.CLIENT_MANAGE,
        CountedConnection[Client],
        "Partners' clients, by client id from A to Z (or backwards).",
        otherwise=FORBIDDEN,
    )
    async def clients(
        self,
        info: GraphInfo,
        filter: ClientFilter | None = None,
        direction: Direction = Direction.ASC,
        first: PageSize | None = None,
        after: PageCursor | None = None,
        last: PageSize | None = None,
        before: PageCursor | None = None,
    ) -> Any:
        return await load_connection(
            info,
            CLIENTS,
            order=CLIENTS.order("LOGIN", direction),
            first=first,
            after=after,
            last=last,
            before=before,
            where=_of_partners(filter),
        )

    @query(
        None,
        list[Session],
        "The viewer's own open sessions, most recently used first; at most 100.",
    )
    async def sessions(self, info: GraphInfo) -> Any:
        context = info.context
        account = await account_by_id(context.container.store, context.principal.account_id)
        found = await sessions_of(context.container.store, account, now=context.now) if account else []
        return [shown_session(row, current_id=context.session_id) for row in found]
