"""The composition of the center, past and present, as a part of the schema."""

from schema.graph import Graph
from schema.members.appointing import AppointingMutations
from schema.members.handover import HandoverMutations
from schema.members.mutations import MemberMutations
from schema.members.past import PastQueries
from schema.members.people import PeopleQueries
from schema.members.queries import MemberQueries
from schema.members.types import CuratorAbsence, Membership

GRAPH = Graph(
    queries=(MemberQueries, PastQueries, PeopleQueries),
    mutations=(AppointingMutations, HandoverMutations, MemberMutations),
    nodes=(CuratorAbsence, Membership),
    sizes={"grounds": 3, "left": 5, "moved": 5},
)
