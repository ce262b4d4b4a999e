"""What the engine is told of a schema, once, where the schema is made: it hangs on the schema and is found there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLSchema

from schema.engine.weights import Weights

EXTENSION = "engine"
"""Where the settings hang among the extensions of a schema."""

Writer = Callable[[Any], Any]
"""What a scalar makes of a stored value for the answer."""


@dataclass(frozen=True, slots=True)
class LeafTest:
    """A Python expression, true of every value that must go through the scalar; any other stands in the answer as it is.

    `{v}` is the value. `names` are what else the expression calls, by names that mean the same in all tests of a schema.
    """

    expression: str
    names: Mapping[str, Any] = field(default_factory=dict)


class Nothing:
    """The class of no value."""


@dataclass(frozen=True, slots=True, eq=False)
class EngineSettings:
    """Without any of it everything runs, only slower."""

    weights: Weights = field(default_factory=Weights)
    shared_row: type = Nothing
    """The class of rows that many rows hold and nobody alters: what is made of one is kept."""

    shared_list: type = Nothing
    """The same for lists."""

    leaf_tests: Mapping[Writer, LeafTest] = field(default_factory=dict)
    """By the writer of a scalar; those of GraphQL itself are known."""


NOT_TOLD = EngineSettings()


def declare(schema: GraphQLSchema, settings: EngineSettings) -> GraphQLSchema:
    """Tell the engine of a schema, before anything is asked of it; the schema itself comes back."""
    schema.extensions[EXTENSION] = settings
    return schema


def settings_of(schema: GraphQLSchema) -> EngineSettings:
    """Find what was told of a schema."""
    found: EngineSettings = schema.extensions.get(EXTENSION, NOT_TOLD)
    return found
