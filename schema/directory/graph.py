"""The reference data as a part of the schema."""

from schema.directory.mutations import DirectoryMutations
from schema.directory.organizations import BodyMutations
from schema.directory.previews import PreviewQueries
from schema.directory.queries import DirectoryQueries
from schema.directory.streets import StreetMutations, StreetQueries
from schema.directory.types import Channel, Organization, Person, Reason, Sector, Settlement, Street, Topic
from schema.graph import Graph

GRAPH = Graph(
    queries=(DirectoryQueries, PreviewQueries, StreetQueries),
    mutations=(BodyMutations, DirectoryMutations, StreetMutations),
    nodes=(Channel, Organization, Person, Reason, Sector, Settlement, Street, Topic),
    sizes={"caseReasons": 40, "channels": 20, "leads": 2, "memberships": 3, "sectors": 7},
)
