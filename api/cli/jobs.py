"""The commands `jobs list` and `jobs run`: what happens by itself, looked at and brought about by hand."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from api.cli.commands import module_app
from api.cli.endings import ended_in_words
from api.cli.progress import counted
from api.cli.settings import read_settings
from api.dev.reaching import existing_store
from api.process import NoStore, Process, no_keys, run_process
from api.worker.lists import lists_of, selections_of
from api.worker.outgoing import outgoing_of
from api.worker.post import post_of
from api.worker.running import Running, StoreAway
from documents.jobs import notes
from documents.jobs.vocabulary import OUTCOMES, Outcome
from documents.kernel.write.jobs import Job, Trigger, jobs

app = module_app(help="What happens by itself: background jobs.", no_args_is_help=True)
command = app.command

EXIT_UNDONE = 1
"""Something was not done; a line on stderr says what."""

JobName = Annotated[str, typer.Argument(help="A job, as `jobs list` names it.")]
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", help="Run it as of this moment (UTC). In development only."),
]


@command(name="list")
def list_command() -> None:
    """List the jobs with their last run and what waits for somebody."""

    async def work(process: Process) -> None:
        known = await notes.states(process.store)
        _tell(known, await notes.parked_items(process.store))

    settings = read_settings()
    with ended_in_words(NoStore), existing_store(settings) as prepared:
        run_process(prepared, work, keys=no_keys, reads_only=True)


def _tell(known: notes.States, parked: Sequence[notes.Row]) -> None:
    table = Table("job", "last run", "took", "ended", "did", "next")
    for job in jobs().values():
        row = known.get(job.name, {})
        table.add_row(
            job.name,
            _moment(row.get("last_started_at")),
            "" if row.get("last_duration_ms") is None else f"{row['last_duration_ms']} ms",
            " ".join(filter(None, [row.get("last_outcome"), row.get("last_error")])),
            ", ".join(f"{name} {count}" for name, count in row.get("counts", {}).items()),
            _next(job, row),
        )
    Console(soft_wrap=True, highlight=False).print(table)
    for item in parked:
        sys.stdout.write(
            f"parked: {item['job']} {item['key']}: {item['error']}, {item['failures']} times, "
            f"last {_moment(item['last_at'])}\n"
        )


def _moment(value: datetime | None) -> str:
    return "" if value is None else value.isoformat(sep=" ", timespec="seconds")


def _next(job: Job, row: notes.Row) -> str:
    if row and row["due_at"] is None:
        return f"parked: `python -m api jobs run {job.name}`"
    if job.trigger is Trigger.PERIOD:
        return _moment(row.get("due_at")) or "as soon as a worker runs"
    return "with each event" if job.trigger is Trigger.EVENTS else "always"


@command(name="run")
def run_command(name: JobName, *, as_of: AsOf = None) -> None:
    """Run one job now, also one that is parked: all that it could not do is tried again.

    Exit code 0: done; 1: another process runs it, or something could not be done; 2: there is no such job, or settings and
    database do not allow it.
    """
    settings = read_settings()
    if name not in jobs() or jobs()[name].trigger is Trigger.ALWAYS:
        runnable = ", ".join(one.name for one in jobs().values() if one.trigger is not Trigger.ALWAYS)
        raise typer.BadParameter(f"There is no job {name} to run; there are: {runnable}.")
    if as_of is not None and settings.is_production:
        raise typer.BadParameter("--as-of is for development only.")
    job = jobs()[name]

    async def work(process: Process) -> Outcome | None:
        running = Running(
            process.container,
            settings.lease_seconds,
            post=post_of(settings, process.store),
            lists=lists_of(process.container, settings),
            outgoing=outgoing_of(settings),
            selections=selections_of(process.container),
        )
        now = as_of.astimezone(UTC).replace(tzinfo=None) if as_of and as_of.tzinfo else as_of
        await notes.put_back(process.store, job, running.clock())
        with counted(job.name) as told:
            return await running.run(job, told=told, now=now)

    with ended_in_words(NoStore, StoreAway), existing_store(settings) as prepared:
        outcome = run_process(prepared, work)
    if outcome is None:
        sys.stderr.write("Another process is running it: this one did nothing.\n")
        raise typer.Exit(EXIT_UNDONE)
    sys.stdout.write(f"{name}: {OUTCOMES[outcome]}\n")
    if outcome is not Outcome.DONE:
        raise typer.Exit(EXIT_UNDONE)
