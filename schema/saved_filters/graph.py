"""Saved filters as a part of the schema: one's own, and those that are shared with a role of one's own."""

from schema.graph import Graph
from schema.saved_filters.mutations import SavedFilterMutations
from schema.saved_filters.queries import SavedFilterQueries

GRAPH = Graph(queries=(SavedFilterQueries,), mutations=(SavedFilterMutations,), sizes={"savedFilters": 10})
