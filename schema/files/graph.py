"""Files as a part of the schema: they are shown by the objects that carry them."""

from schema.graph import Graph

GRAPH = Graph(sizes={"attachments": 3})
