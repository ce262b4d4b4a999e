"""Rights that explain themselves as a part of the schema."""

from schema.access.form_queries import FormQueries
from schema.access.queries import AccessQueries
from schema.graph import Graph

GRAPH = Graph(
    queries=(AccessQueries, FormQueries),
    sizes={"accessMatrix": 70, "choices": 40, "ActionForm.fields": 40, "people": 100, "rules": 3},
    prices={"actionForm": 100},
)
