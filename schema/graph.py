"""What a folder of the schema adds to the whole: its queries, mutations, subscriptions and types, and what they cost."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from schema.nodes import Node


@dataclass(frozen=True)
class Graph:
    """The declaration of one folder. What it does not have it leaves out."""

    #: Classes whose fields are root fields.
    queries: tuple[type, ...] = ()
    mutations: tuple[type, ...] = ()
    subscriptions: tuple[type, ...] = ()
    #: Types with a global id: how they are read is told by the object type of the same name.
    nodes: tuple[type[Node], ...] = ()
    #: How long plain lists of objects are taken to be, by field: the same name, the same size, on whatever type.
    sizes: Mapping[str, int] = field(default_factory=dict)
    #: Fields that cost this much with all that stands beneath.
    prices: Mapping[str, int] = field(default_factory=dict)
    #: Mutations that are done once for each item of `input.items`, by field.
    done_for_each: tuple[str, ...] = ()
