"""Reveals and the log of access to personal data as a part of the schema."""

from schema.disclosures.mutations import DisclosureMutations
from schema.disclosures.queries import DisclosureQueries
from schema.graph import Graph

GRAPH = Graph(
    queries=(DisclosureQueries,),
    mutations=(DisclosureMutations,),
    sizes={"personalDataAccessCounts": 31},
)
