"""The principal of a caller at any door: who holds the token, from where it may be used."""

from api.http.authentication import Caller
from auth.errors import Unauthenticated
from auth.principal import Principal
from documents.accounts.networks import is_within
from documents.container import Container


async def principal_of(container: Container, caller: Caller) -> Principal:
    """Return who asks. Raises: Unauthenticated for nobody, for whoever may not act any more, and for a client that
    comes from another network than it may."""
    if caller.account_id is None:
        raise Unauthenticated
    who = await container.principals.of(caller.account_id, caller.now, caller.scope)
    if not is_within(caller.host, who.addresses):
        raise Unauthenticated
    return who
