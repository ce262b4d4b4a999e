"""Templates of answers as a part of the schema."""

from schema.graph import Graph
from schema.response_templates.mutations import ResponseTemplateMutations
from schema.response_templates.queries import ResponseTemplateQueries
from schema.response_templates.types import ResponseTemplate

GRAPH = Graph(
    queries=(ResponseTemplateQueries,),
    mutations=(ResponseTemplateMutations,),
    nodes=(ResponseTemplate,),
    sizes={"responseTemplates": 20},
)
