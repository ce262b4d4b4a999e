"""The center, its days, settings and policies as a part of the schema."""

from schema.center.mutations import CenterMutations
from schema.center.queries import CenterQueries
from schema.center.types import DeadlinePolicy
from schema.graph import Graph

GRAPH = Graph(
    queries=(CenterQueries,),
    mutations=(CenterMutations,),
    nodes=(DeadlinePolicy,),
    sizes={"calendar": 31, "deadlinePolicies": 20, "settings": 20, "steps": 5},
)
