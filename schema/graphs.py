"""The graphs of all folders, found by the list of aggregates, and what they are together."""

from collections.abc import Iterable, Mapping
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType

from documents.aggregates import PACKAGES
from schema.graph import Graph
from schema.labels import LabelQueries
from schema.lookup import LookupQueries
from schema.nodes import Node

OF_EVERY_FOLDER = Graph(
    queries=(LabelQueries, LookupQueries),
    sizes={"allowedActions": 10, "changes": 3, "enumLabels": 100, "errors": 3, "reasons": 2},
    prices={"allowedActions": 1, "totalCount": 20},
)
"""What belongs to no folder, or to each of them."""


def _is_folder(name: str) -> bool:
    found = find_spec(f"schema.{name}")
    return found is not None and found.submodule_search_locations is not None


FOLDERS = ("access", *filter(_is_folder, PACKAGES))
"""The folders of the schema: rights explain themselves beside the aggregates, of which not each has a folder."""

GRAPHS: tuple[Graph, ...] = (
    OF_EVERY_FOLDER,
    *(import_module(f"schema.{name}.graph").GRAPH for name in FOLDERS),
)


def _by_name(found: Iterable[type]) -> tuple[type, ...]:
    # The SDL lists the root fields in this order: it may not depend on that of the folders.
    return tuple(sorted(found, key=lambda one: one.__name__))


QUERIES = _by_name(one for graph in GRAPHS for one in graph.queries)
MUTATIONS = _by_name(one for graph in GRAPHS for one in graph.mutations)
SUBSCRIPTIONS = _by_name(one for graph in GRAPHS for one in graph.subscriptions)
NODES: tuple[type[Node], ...] = _by_name(one for graph in GRAPHS for one in graph.nodes)
"""Every type that has a global id; those that only an interface leads to would be missing otherwise."""


def joined(tables: Iterable[Mapping[str, int]]) -> Mapping[str, int]:
    """Join tables into one. Raises: ValueError for a field of which two of them say something else."""
    found: dict[str, int] = {}
    for table in tables:
        for name, value in table.items():
            if found.setdefault(name, value) != value:
                raise ValueError(f"{name} is {found[name]} in one folder and {value} in another")
    return MappingProxyType(found)
