"""The center, its days, settings and policies as a part of the schema."""

from schema.center.mutations import CenterMutations
from schema.center.policies import PolicyMutations, PolicyQueries
from schema.center.queries import CenterQueries
from schema.center.types import DeadlinePolicy
from schema.graph import Graph

GRAPH = Graph(
    queries=(CenterQueries, PolicyQueries),
    mutations=(CenterMutations, PolicyMutations),
    nodes=(DeadlinePolicy,),
    sizes={
        "calendar": 31,
        "deadlinePolicies": 20,
        "earlierTerms": 1,
        "conditions": 2,
        "movedDeadlines": 100,
        "settings": 20,
        "steps": 5,
    },
    prices={"deadlinePolicyPreview": 200},
)
