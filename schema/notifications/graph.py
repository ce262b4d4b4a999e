"""Notifications as a part of the schema."""

from schema.graph import Graph
from schema.notifications.mutations import NotificationMutations
from schema.notifications.queries import NotificationQueries
from schema.notifications.subscriptions import NotificationSubscriptions

GRAPH = Graph(
    queries=(NotificationQueries,),
    mutations=(NotificationMutations,),
    subscriptions=(NotificationSubscriptions,),
    sizes={"choices": 40},
)
