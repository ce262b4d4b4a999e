"""Exports as a part of the schema: one's own."""

from schema.exports.mutations import ExportMutations
from schema.exports.queries import ExportQueries
from schema.graph import Graph

GRAPH = Graph(
    queries=(ExportQueries,), mutations=(ExportMutations,), sizes={"exportColumns": 40, "exports": 5}
)
