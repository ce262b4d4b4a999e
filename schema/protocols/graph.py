"""Protocols as a part of the schema."""

from schema.graph import Graph
from schema.protocols.attaching import ProtocolFileMutations
from schema.protocols.dispatching import DispatchMutations
from schema.protocols.errata import ErratumMutations
from schema.protocols.execution import ExecutionQueries
from schema.protocols.mutations import ProtocolMutations
from schema.protocols.publishing import PublishingMutations
from schema.protocols.queries import ProtocolQueries
from schema.protocols.reviewing import ReviewMutations
from schema.protocols.subscriptions import ProtocolSubscriptions
from schema.protocols.types import Protocol
from schema.protocols.verifying import VerifyingQueries

GRAPH = Graph(
    queries=(ProtocolQueries, VerifyingQueries, ExecutionQueries),
    mutations=(
        ProtocolMutations,
        ReviewMutations,
        ErratumMutations,
        PublishingMutations,
        DispatchMutations,
        ProtocolFileMutations,
    ),
    subscriptions=(ProtocolSubscriptions,),
    nodes=(Protocol,),
    sizes={
        "assignments": 3,
        "broken": 3,
        "byProtocol": 50,
        "cancels": 1,
        "coExecutors": 2,
        "comments": 5,
        "decisions": 3,
        "dispatches": 5,
        "dissents": 2,
        "errata": 2,
        "items": 10,
        "participants": 20,
        "warnings": 3,
    },
)
