"""What docs/traceability.md promises, held against what callers can use: each function returns what is wrong, in words."""

from collections.abc import Collection, Iterable, Iterator

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
)
from typer import Typer
from typer.core import TyperGroup
from typer.main import get_command

from api.cli.commands import Commands, loaded
from api.dev.docs.clauses.clause import Clause

PROGRAM = "python -m api"
WITH_FIELDS = GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType


def root_fields(schema: GraphQLSchema) -> frozenset[str]:
    """Return the names of all queries, mutations and subscriptions."""
    roots = (schema.query_type, schema.mutation_type, schema.subscription_type)
    return frozenset(name for root in roots if root is not None for name in root.fields)


def names_of(schema: GraphQLSchema) -> frozenset[str]:
    """Return what a schema is asked by: root fields, types as `Message`, their fields and values as `Role.CURATOR`."""
    return root_fields(schema) | {
        name for type_ in schema.type_map.values() for name in (type_.name, *_members(type_))
    }


def commands_of(app: Typer) -> frozenset[str]:
    """Return the commands of a program as they are typed, those of its groups among them."""
    return frozenset(_typed(get_command(app), PROGRAM))


def empty_promises(clauses: Iterable[Clause], there: Collection[str]) -> list[str]:
    """Tell what is said to serve now without a name, or under the name of nothing."""
    return [
        f"{clause.number}: {part.words}: {', '.join(part.names) or 'names nothing'}"
        for clause in clauses
        for part in clause.now
        if not part.names or not set(part.names) <= set(there)
    ]


def overtaken_promises(clauses: Iterable[Clause], there: Collection[str]) -> list[str]:
    """Tell what is said to come later and is there already."""
    return [
        f"{clause.number}: {part.words}: {name}"
        for clause in clauses
        for part in clause.later
        for name in part.names
        if name in there
    ]


def untold(clauses: Iterable[Clause], fields: Collection[str]) -> list[str]:
    """Tell which fields serve no clause, as the page has it: what works is to be shown."""
    told = {name for clause in clauses for part in clause.now for name in part.names}
    return sorted(set(fields) - told)


def _typed(command: object, words: str) -> Iterator[str]:
    if isinstance(command, TyperGroup):
        for word, listed in command.commands.items():
            one = loaded(word) if isinstance(command, Commands) else listed
            yield from _typed(one, f"{words} {word}")
    else:
        yield words


def _members(type_: GraphQLNamedType) -> Iterator[str]:
    if isinstance(type_, WITH_FIELDS):
        yield from (f"{type_.name}.{name}" for name in type_.fields)
    elif isinstance(type_, GraphQLEnumType):
        yield from (f"{type_.name}.{name}" for name in type_.values)
