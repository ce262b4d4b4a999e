"""Which permissions there is a use for: the codes that a field, a mutation or a withheld field of this schema asks for."""

from collections.abc import Iterator
from functools import cache

from graphql import GraphQLSchema

from auth.actions import Action
from auth.policy.table import HISTORY_OF, ITEMS_OF, WITHHELD
from schema.enforcing import declared_at


@cache
def in_use(core: GraphQLSchema) -> frozenset[Action]:
    """Return the actions that something of the schema asks for; those of what is yet to come are left out."""
    return frozenset(_asked_for(core))


def _asked_for(core: GraphQLSchema) -> Iterator[Action]:
    for root in (core.query_type, core.mutation_type, core.subscription_type):
        for name, field in root.fields.items() if root is not None else ():
            yield from declared_at(f"{root}.{name}", field).actions
    for fields in WITHHELD.values():
        yield from (one.action for one in fields)
    for lines in ITEMS_OF.values():
        yield from (one.action for one in lines)
    yield from (one.action for one in HISTORY_OF.values())
