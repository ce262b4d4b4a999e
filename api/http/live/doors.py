"""Puts the live doors of a process together: one hub, one broadcaster, one watch over sessions and rights."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any

from api.http.authentication import Authentication
from api.http.graphql import ContextFactory
from api.http.live.endpoint import LiveEndpoint
from api.http.live.subscribing import Subscribing
from api.http.live.watching import RightsWatch
from api.http.registered import texts_of
from api.settings import Settings
from documents.budgets.spending import Budgets
from documents.container import Container
from documents.kernel.read.hub import Hub
from schema.engine.executor import StockExecutor
from schema.engine.prepared import PreparedDocuments
from schema.live.broadcast import Broadcaster


def live_door(
    container: Container,
    operations: PreparedDocuments,
    contexts: ContextFactory,
    authentication: Authentication,
    settings: Settings,
    clock: Callable[[], datetime],
    budgets: Budgets | None,
) -> tuple[LiveEndpoint, tuple[AbstractAsyncContextManager[Any], ...]]:
    """Return the endpoint, and what has to run beside it, in this order."""
    broadcaster = Broadcaster(Hub(container.store), container.access, clock)
    watch = RightsWatch(authentication.sessions, container.reference, broadcaster, clock)
    # Every event is executed by graphql-core itself: compiled plans are for answers of many rows.
    subscribing = Subscribing(
        operations, contexts, broadcaster, StockExecutor, clock, texts_of(container), budgets
    )
    endpoint = LiveEndpoint(subscribing, authentication, watch, settings)
    return endpoint, (broadcaster.running(), watch.running())
