"""Meetings as a part of the schema."""

from schema.graph import Graph
from schema.meetings.mutations import MeetingMutations
from schema.meetings.proposals import MemberProposal, ProposalMutations, ProposalQueries
from schema.meetings.queries import MeetingQueries
from schema.meetings.subscriptions import MeetingSubscriptions
from schema.meetings.types import Meeting

GRAPH = Graph(
    queries=(MeetingQueries, ProposalQueries),
    mutations=(MeetingMutations, ProposalMutations),
    subscriptions=(MeetingSubscriptions,),
    nodes=(Meeting, MemberProposal),
    sizes={
        "agenda": 10,
        "ballots": 20,
        "heard": 2,
        "materials": 3,
        "participants": 20,
        "remarks": 2,
        "sources": 2,
    },
)
