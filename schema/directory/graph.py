"""The reference data as a part of the schema."""

from schema.directory.mutations import DirectoryMutations
from schema.directory.organizations import BodyMutations
from schema.directory.previews import PreviewQueries
from schema.directory.queries import DirectoryQueries
from schema.directory.types import Channel, Organization, Person, Reason, Sector, Settlement, Topic
from schema.graph import Graph

GRAPH = Graph(
    queries=(DirectoryQueries, PreviewQueries),
    mutations=(BodyMutations, DirectoryMutations),
    nodes=(Channel, Organization, Person, Reason, Sector, Settlement, Topic),
    sizes={"caseReasons": 40, "channels": 20, "leads": 2, "memberships": 3, "sectors": 7},
)
