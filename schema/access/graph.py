"""Rights that explain themselves as a part of the schema."""

from schema.access.queries import AccessQueries
from schema.graph import Graph

GRAPH = Graph(queries=(AccessQueries,), sizes={"accessMatrix": 70, "people": 100, "rules": 3})
