"""Meetings as a part of the schema."""

from schema.graph import Graph
from schema.meetings.queries import MeetingQueries
from schema.meetings.subscriptions import MeetingSubscriptions
from schema.meetings.types import Meeting

GRAPH = Graph(
    queries=(MeetingQueries,),
    subscriptions=(MeetingSubscriptions,),
    nodes=(Meeting,),
    sizes={"agenda": 10, "ballots": 20, "participants": 20},
)
