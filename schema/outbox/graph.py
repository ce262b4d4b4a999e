"""The stream of changes as a part of the schema."""

from schema.graph import Graph
from schema.outbox.queries import EventQueries

GRAPH = Graph(queries=(EventQueries,), sizes={"nodes": 100})
