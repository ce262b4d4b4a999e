"""The door of a worker: whether it lives, and whether it works. Neighbors may ask, nobody else."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.clock import utc_now
from api.http.answers import json_answer
from api.http.health import HealthEndpoints
from api.http.measuring import measure_store
from api.http.metrics import MetricsEndpoint
from api.http.negotiation import is_within
from api.metrics import Metrics
from api.process import Process
from api.settings import Settings
from api.worker.working import Worker

LOOKED_WITHIN = timedelta(seconds=10)
"""A worker that has not looked for so long what is due does not work."""


class HealthServer(uvicorn.Server):
    """The server program, which leaves signals to the worker."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them as they are."""
        yield


def create_door(process: Process, worker: Worker) -> Starlette:
    """Build what answers `/health/live`, `/health/ready` and `/metrics`."""
    health = HealthEndpoints(process.store, process.settings, process.container)

    async def ready(request: Request) -> Response:
        if not is_within(request, process.settings.health_networks):
            return json_answer({"status": "forbidden"}, 403)
        looked_at = worker.looked_at
        if looked_at is None or utc_now() - looked_at > LOOKED_WITHIN:
            return json_answer({"status": "does_not_work"}, 503)
        return await health.ready(request)

    metrics = MetricsEndpoint(measured(process, worker), process.settings)
    return Starlette(
        routes=[
            Route("/metrics", metrics.told, methods=["GET"]),
            Route("/health/live", health.live, methods=["GET"]),
            Route("/health/ready", ready, methods=["GET"]),
        ]
    )


def measured(process: Process, worker: Worker) -> Metrics:
    """Return the metrics of a worker."""
    metrics, figures = Metrics(), worker.running.figures
    metrics.reads(
        "pult_jobs", lambda: {(name, ended): count for (name, ended), count in figures.outcomes.items()}
    )
    metrics.reads("pult_job_seconds", lambda: {(name,): one for name, one in figures.seconds.items()})
    metrics.reads("pult_job_overdue_seconds", lambda: {(name,): one for name, one in worker.overdue.items()})
    metrics.reads("pult_event_delay_seconds", lambda: {(): figures.delays})
    measure_store(metrics, process.store)
    return metrics


@contextlib.asynccontextmanager
async def open_door(
    app: Starlette, settings: Settings, on_ready: Callable[[int], None]
) -> AsyncIterator[None]:
    """Answer while the block runs; `on_ready` is told the port, which with 0 in the settings the system chooses."""
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.worker_port,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
    )
    door = HealthServer(config)
    serving = asyncio.create_task(door.serve())
    while not door.started and not serving.done():  # noqa: ASYNC110  # it tells nobody when it listens
        # The server program tells nobody when it listens.
        await asyncio.sleep(0.01)
    if serving.done():
        await serving
        raise RuntimeError("the door of the worker could not be opened")
    on_ready(door.servers[0].sockets[0].getsockname()[1])
    try:
        yield
    finally:
        door.should_exit = True
        await serving
