"""The command `load-directory`: organizations, officials, topics and settlements from a table, checked as a whole first."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.cli.commands import module_app
from api.cli.endings import ended_in_words
from api.cli.settings import read_settings
from api.clock import utc_now
from api.dev.reaching import existing_store
from api.process import Process, no_keys, run_process
from api.tables import TableUnreadable, read_table
from auth.errors import Problem, Problems
from documents.directory.planning import plan_table
from documents.directory.tables import Fault, GivenRow, PlannedRow, TableKind, TablePlan
from documents.installation.standing import missing_of
from documents.kernel.write.runner import Request

app = module_app()
command = app.command

EXIT_REFUSED = 1
"""Rows are wrong; a line on stderr for each says where and why."""

BATCH = 50
"""Rows of one transaction."""

Kind = Annotated[TableKind, typer.Argument(help="What the table lists.")]
File = Annotated[Path, typer.Argument(help="CSV with ; , or tabs, in UTF-8 or windows-1251; or XLSX, ODS.")]
OnlyChecks = Annotated[bool, typer.Option("--dry-run", help="Check and count only; write nothing.")]


class NotInstalled(LookupError):
    """There is no installation to load into."""


@command(name="load-directory")
def load_directory_command(*, kind: Kind, file: File, dry_run: OnlyChecks = False) -> None:
    """Load organizations, officials, topics or settlements from a table.

    Nothing is written while a row is wrong: each is told with its number, its column and the reason. What is there already
    is known by its short name, address or title, and changed where the table says something else; loaded twice, a table
    changes nothing. docs/installing.md shows the columns.

    Exit code 0: loaded, or with --dry-run: could be; 1: rows are wrong; 2: settings, database or file do not allow it.
    """
    settings = read_settings()
    with ended_in_words(NotInstalled, TableUnreadable):
        header, rows = read_table(file)
        with existing_store(settings) as prepared:
            plan, refused = run_process(
                prepared,
                partial(_loaded, kind=kind, header=header, rows=rows, is_dry=dry_run),
                keys=no_keys,
            )
    sys.stderr.writelines(f"{line}\n" for line in _told(plan.faults or refused))
    if plan.faults:
        sys.stderr.write(f"{file}: nothing was loaded. Rows that are wrong: {_count(plan.faults)}.\n")
        raise typer.Exit(EXIT_REFUSED)
    sys.stdout.write(_figures(plan, refused, is_dry=dry_run))
    if refused:
        raise typer.Exit(EXIT_REFUSED)


async def _loaded(
    process: Process, *, kind: TableKind, header: Sequence[str], rows: Sequence[GivenRow], is_dry: bool
) -> tuple[TablePlan, list[Fault]]:
    """Plan a table, and carry the plan out where it has no fault; the plan, and what was refused after all."""
    snapshot = process.container.reference.snapshot
    if missing_of(snapshot):
        raise NotInstalled("The database holds no installation: run `python -m api init` first.")
    plan = plan_table(kind, header, rows, snapshot)
    refused: list[Fault] = []
    if not plan.faults and not is_dry:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        console = Console(stderr=True)
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task(kind.value, total=plan.created + plan.changed)
            for batch in (batch for wave in plan.waves for batch in _batches(wave)):
                refused += await _carried_out(process, plan, batch)
                bar.advance(task, len(batch))
    return plan, refused


async def _carried_out(process: Process, plan: TablePlan, rows: Sequence[PlannedRow]) -> list[Fault]:
    """Store rows in one transaction; where one of them is refused, each in its own, and what was refused comes back."""
    container, now = process.container, utc_now()
    snapshot = container.reference.snapshot
    try:
        requests = [
            Request(plan.operation(row), None, now, row.target_id, facts={"fields": row.resolved(snapshot)})
            for row in rows
        ]
        await container.runner.run_together(requests)
    except (Problem, Problems) as refusal:
        if len(rows) > 1:
            return [fault for row in rows for fault in await _carried_out(process, plan, [row])]
        problems = refusal.problems if isinstance(refusal, Problems) else (refusal,)
        return [Fault(rows[0].number, plan.column(one), one) for one in problems]
    return []


def _batches(rows: Sequence[PlannedRow]) -> Iterator[Sequence[PlannedRow]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def _told(faults: Iterable[Fault]) -> Iterator[str]:
    for one in faults:
        place = f", «{one.column}»" if one.column else ""
        yield f"row {one.number}{place}: {one.problem.message('en')}"


def _count(faults: Iterable[Fault]) -> int:
    return len({one.number for one in faults})


def _figures(plan: TablePlan, refused: Sequence[Fault], *, is_dry: bool) -> str:
    left = f", {_count(refused)} refused" if refused else ""
    verb = "would be" if is_dry else "were"
    counts = f"{plan.created} {verb} created, {plan.changed} changed, {plan.unchanged} stay as they are"
    return f"{plan.kind.value}: {counts}{left}\n"
