"""Background jobs as a part of the schema."""

from schema.graph import Graph
from schema.jobs.queries import JobQueries

GRAPH = Graph(queries=(JobQueries,), sizes={"jobs": 20})
