"""How webhooks are read: by title, those of one's own client, or all by the administrator; secrets never leave the store."""

from auth.actions import Action
from documents.kernel.read.paging import Direction
from documents.kernel.read.resource import Finish, Resource, Row, StoredKeys
from documents.webhooks.document import Webhook

SECRETS = ("secret", "previous_secret")


def _without_secrets(_keys: StoredKeys) -> Finish:
    def finish(row: Row, _who: object) -> None:
        # Where nobody asks for the whole row, they have not been read at all.
        for name in SECRETS:
            row.pop(name, None)

    return finish


WEBHOOKS = Resource(
    name="webhook",
    record=Webhook,
    read=Action.WEBHOOK_MANAGE,
    orders={"TITLE": "sort_title"},
    default_order=("TITLE", Direction.ASC),
    paths={
        "client_id": "client_id",
        "client_login": "client_id",
        "event_names": "events",
        "previous_secret_until": "previous_secret_ends_at",
        "is_paused": "state",
    },
    needs={
        "client_id": frozenset({"client_login"}),
        "events": frozenset({"event_names"}),
        "previous_secret_ends_at": frozenset({"previous_secret_until"}),
        "state": frozenset({"is_paused", "disabled_at"}),
        **dict.fromkeys(("deliveries", "parked_deliveries"), frozenset({"client_id"})),
        "problems": frozenset(),
    },
    always=frozenset({"client_id", "access_keys"}),
    finisher=_without_secrets,
    finishes=frozenset({"state"}),
    has_actions=True,
)
"""Webhooks in the order of their titles."""
