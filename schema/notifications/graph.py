"""Notifications as a part of the schema."""

from schema.graph import Graph
from schema.notifications.mutations import NotificationMutations
from schema.notifications.queries import NotificationQueries

GRAPH = Graph(
    queries=(NotificationQueries,),
    mutations=(NotificationMutations,),
    sizes={"choices": 40},
)
