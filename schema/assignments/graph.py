"""Assignments as a part of the schema."""

from schema.assignments.mutations import AssignmentMutations
from schema.assignments.queries import AssignmentQueries
from schema.assignments.subscriptions import AssignmentSubscriptions
from schema.assignments.types import Assignment
from schema.assignments.workload import WorkloadQueries
from schema.graph import Graph

GRAPH = Graph(
    queries=(AssignmentQueries, WorkloadQueries),
    mutations=(AssignmentMutations,),
    subscriptions=(AssignmentSubscriptions,),
    nodes=(Assignment,),
    sizes={"coExecutors": 2, "reports": 2, "extensions": 1, "byOrganization": 25, "byOfficial": 50},
)
