"""Webhooks as a part of the schema."""

from schema.graph import Graph
from schema.webhooks.mutations import WebhookMutations
from schema.webhooks.queries import WebhookQueries
from schema.webhooks.types import Webhook

GRAPH = Graph(
    queries=(WebhookQueries,),
    mutations=(WebhookMutations,),
    nodes=(Webhook,),
    sizes={"problems": 13},
)
