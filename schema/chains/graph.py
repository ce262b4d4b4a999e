"""The chain from a problem to its solution as a part of the schema."""

from schema.chains.queries import ChainQueries
from schema.graph import Graph

GRAPH = Graph(queries=(ChainQueries,), sizes={"cancelled": 1, "cases": 3, "questions": 3})
