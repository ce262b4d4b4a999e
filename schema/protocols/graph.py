"""Protocols as a part of the schema."""

from schema.graph import Graph
from schema.protocols.mutations import ProtocolMutations
from schema.protocols.queries import ProtocolQueries
from schema.protocols.subscriptions import ProtocolSubscriptions
from schema.protocols.types import Protocol

GRAPH = Graph(
    queries=(ProtocolQueries,),
    mutations=(ProtocolMutations,),
    subscriptions=(ProtocolSubscriptions,),
    nodes=(Protocol,),
    sizes={
        "assignments": 3,
        "coExecutors": 2,
        "decisions": 3,
        "dispatches": 5,
        "items": 10,
        "participants": 20,
        "warnings": 3,
    },
)
