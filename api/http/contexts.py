"""The context of an operation: the caller of the endpoint becomes the principal that the schema asks under."""

from api.http.authentication import Caller
from api.http.credentials import PacedCredentials
from api.http.grants import PasswordChecks
from api.http.graphql import ContextFactory
from api.http.principals import principal_of
from documents.container import Container
from schema.context import Context
from schema.cursors import Cursors
from schema.engine.selection import FieldNeeds


def contexts_of(
    container: Container, cursors: Cursors, checks: PasswordChecks | None = None
) -> ContextFactory:
    """Return the maker of contexts over a container; without `checks` no password can be changed."""

    async def make(caller: Caller, needs: FieldNeeds | None = None) -> Context:
        who = None
        if caller.account_id is not None:
            who = await principal_of(container, caller)
        return Context(
            container=container,
            cursors=cursors,
            now=caller.now,
            locale=caller.locale,
            who=who,
            request_id=caller.request_id,
            session_id=caller.session_id,
            confirm=caller.confirm,
            needs={} if needs is None else needs,
            credentials=PacedCredentials(container.store, checks, caller.host, caller.now)
            if checks is not None
            else None,
        )

    return make
