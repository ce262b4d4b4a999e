"""Meetings as a part of the schema."""

from schema.graph import Graph
from schema.meetings.mutations import MeetingMutations
from schema.meetings.queries import MeetingQueries
from schema.meetings.subscriptions import MeetingSubscriptions
from schema.meetings.types import Meeting

GRAPH = Graph(
    queries=(MeetingQueries,),
    mutations=(MeetingMutations,),
    subscriptions=(MeetingSubscriptions,),
    nodes=(Meeting,),
    sizes={"agenda": 10, "ballots": 20, "heard": 2, "materials": 3, "participants": 20, "sources": 2},
)
