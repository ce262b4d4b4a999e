"""The command `worker`: what happens by itself, over the database in MONGODB_URL."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from typing import Annotated

import structlog
import typer

from api.cli.commands import module_app
from api.cli.endings import ended_in_words
from api.cli.settings import read_settings
from api.dev.beside import HOLD
from api.process import NoStore, Process, run_process
from api.worker.health import create_door, open_door
from api.worker.lists import lists_of, selections_of
from api.worker.outgoing import outgoing_of
from api.worker.post import post_of
from api.worker.running import Running
from api.worker.working import Worker, stopped_by_signals
from documents.kernel.store.connection import Store

app = module_app()
command = app.command

STDIN = 0

log = structlog.get_logger("api.worker")

WithStdin = Annotated[
    bool, typer.Option("--with-stdin", help="End as well when the standard input comes to its end.")
]


@command(name="worker")
def worker_command(*, with_stdin: WithStdin = False) -> None:
    """Run the jobs that are due over the database in MONGODB_URL until SIGTERM.

    Any number of workers may run: of each job one at a time is run, by one of them. Whether it works is told at
    /health/ready on WORKER_PORT.
    """
    settings = read_settings()

    async def work(process: Process) -> None:
        running = Running(
            process.container,
            settings.lease_seconds,
            post=post_of(settings, process.store),
            lists=lists_of(process.container, settings),
            outgoing=outgoing_of(settings),
            selections=selections_of(process.container),
        )
        worker = Worker(running)
        door = open_door(
            create_door(process, worker), settings, lambda port: log.info("working", health_port=port)
        )
        with stopped_by_signals(running.stopping):
            async with _led_by_stdin(process.store, running.stopping, asked=with_stdin), door:
                await worker.work()

    with ended_in_words(NoStore):
        run_process(settings, work)


@contextlib.asynccontextmanager
async def _led_by_stdin(store: Store, stopping: asyncio.Event, *, asked: bool) -> AsyncIterator[None]:
    """Stop when whoever started the process is no more, however it ended: then its pipe is closed. By lines in it writes
    are held back and let go."""
    if not asked:
        yield
        return
    loop = asyncio.get_running_loop()

    def look() -> None:
        lines = os.read(STDIN, 1024).split()
        if lines:
            store.hold_writes(held=lines[-1] == HOLD.strip())
        else:
            loop.remove_reader(STDIN)
            stopping.set()

    loop.add_reader(STDIN, look)
    try:
        yield
    finally:
        loop.remove_reader(STDIN)
