"""The whole schema, put together, and its SDL."""

from collections.abc import Iterable, Mapping
from typing import Any

import strawberry
from graphql import GraphQLError, GraphQLInputObjectType, GraphQLNamedType, Undefined
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.name_converter import HasGraphQLName, NameConverter
from strawberry.types import ExecutionContext

from schema.arguments import describe_arguments
from schema.costs import print_sizes
from schema.enforcing import enforce
from schema.engine.executor import FastExecutor
from schema.engine.rows import read
from schema.engine.settings import declare
from schema.execution import ENGINE
from schema.graphs import MUTATIONS, NODES, QUERIES, SUBSCRIPTIONS
from schema.printed import printed
from schema.repeating import take_keys
from schema.scalars import SCALARS
from schema.shapes.checking import check_shapes
from schema.shapes.printing import print_shapes
from schema.terms import answer_otherwise
from schema.withholding import let_withheld_be_null, name_what_is_hidden


def _root(name: str, parts: tuple[type, ...], description: str) -> type:
    """A root type whose fields are those of its parts."""
    return strawberry.type(type(name, parts, {"__module__": __name__}), description=description)


Query = _root(
    "Query", QUERIES, "Everything that can be queried; a field that is refused becomes null on its own."
)
Mutation = _root(
    "Mutation", MUTATIONS, "Everything that can be changed; refusals are returned in `errors` of the payload."
)
Subscription = _root(
    "Subscription",
    SUBSCRIPTIONS,
    "Everything that can be followed, over WebSocket (`graphql-transport-ws`) or as server-sent events. Each change is "
    "told under the rights of that moment.",
)


class Names(NameConverter):
    """Strawberry's own spelling of names, each worked out once: it asks for those of arguments and of all fields of an
    input at every call."""

    def __init__(self) -> None:
        super().__init__()
        self._called: dict[int, tuple[HasGraphQLName, str]] = {}

    def get_graphql_name(self, obj: HasGraphQLName) -> str:
        """Return what a field or an argument is called. There are only as many as the schema has."""
        found = self._called.get(id(obj))
        if found is None:
            # The object is kept, so that its id stays its own.
            found = self._called[id(obj)] = (obj, super().get_graphql_name(obj))
        return found[1]


class _Schema(strawberry.Schema):
    """Strawberry's, which leaves errors to whoever shows them: there what we did not mean to say is logged, once and
    without a value, and what we did mean is no failure."""

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Write nothing of the errors of an execution."""


def build_schema() -> strawberry.Schema:
    """Return the schema anew; one a process is enough."""
    name_what_is_hidden(NODES)
    built = _Schema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        types=NODES,
        config=StrawberryConfig(default_resolver=read, scalar_map=SCALARS, name_converter=Names()),
        execution_context_class=FastExecutor,
    )
    answer_otherwise(built._schema.type_map)  # noqa: SLF001  # the same
    take_keys(built)
    check_shapes(built._schema)  # noqa: SLF001  # Strawberry has no door to the finished schema
    enforce(built._schema)  # noqa: SLF001  # the same
    declare(built._schema, ENGINE)  # noqa: SLF001  # the same
    types = built._schema.type_map  # noqa: SLF001  # the same
    _absent_is_not_null(types.values())
    let_withheld_be_null(types)
    print_sizes(types)
    describe_arguments(built._schema)  # noqa: SLF001  # the same
    print_shapes(built._schema)  # noqa: SLF001  # the same
    return built


def _absent_is_not_null(types: Iterable[GraphQLNamedType]) -> None:
    """Take the default «null» from optional arguments and input fields: Strawberry gives it to all of them, and a
    reader of the SDL would take it for a meaning."""
    for named in types:
        fields = getattr(named, "fields", {})
        taken = fields.values() if isinstance(named, GraphQLInputObjectType) else _arguments(fields)
        for one in taken:
            if one.default_value is None:
                one.default_value = Undefined


def _arguments(fields: Mapping[str, Any]) -> Iterable[Any]:
    return (argument for field in fields.values() for argument in getattr(field, "args", {}).values())


schema = build_schema()


def sdl() -> str:
    """Return the schema in the schema definition language, with `@requires`, in an order that only its contents decide."""
    return printed(schema)
