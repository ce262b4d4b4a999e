"""Webhooks as an aggregate: the webhook itself, and as bookkeeping what was to be sent through it."""

from auth.texts.errors import Text
from documents.kernel.aggregate import Aggregate, Enumeration, ObjectType
from documents.webhooks.document import (
    Webhook,
    WebhookDelivery,
    WebhookObject,
    WebhookProblem,
    WebhookStanding,
)
from documents.webhooks.resource import WEBHOOKS
from documents.webhooks.vocabulary import (
    WEBHOOK_DELIVERY_STATUSES,
    WEBHOOK_PROBLEM_KINDS,
    WEBHOOK_STATES,
    WebhookDeliveryStatus,
    WebhookProblemKind,
    WebhookState,
)

AGGREGATE = Aggregate(
    records=(Webhook,),
    bookkeeping=(WebhookDelivery, WebhookObject, WebhookStanding, WebhookProblem),
    # How a receiver did is found out again; what waits for it is not.
    transient=(WebhookStanding, WebhookProblem),
    resources=(WEBHOOKS,),
    object_types=(ObjectType("Webhook", WEBHOOKS, Text("веб-хук", "the webhook"), permissions=("webhook",)),),
    enumerations=(
        Enumeration(
            WebhookState, "WebhookState", "Состояние веб-хука: whether anything is sent.", WEBHOOK_STATES
        ),
        Enumeration(
            WebhookDeliveryStatus,
            "WebhookDeliveryStatus",
            "Состояние доставки: what became of a delivery.",
            WEBHOOK_DELIVERY_STATUSES,
        ),
        Enumeration(
            WebhookProblemKind,
            "WebhookProblemKind",
            "Неполадка: what went wrong with a webhook.",
            WEBHOOK_PROBLEM_KINDS,
        ),
    ),
    loaded={Webhook: "Веб-хук загружен"},
)
