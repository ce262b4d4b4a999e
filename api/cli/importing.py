"""What the commands `import-pos` and `import-incidents` share: a file is read as a whole, then taken batch by batch."""

import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from api.cli.endings import ended_in_words
from api.cli.progress import counted
from api.cli.settings import read_settings
from api.clock import utc_now
from api.dev.reaching import existing_store
from api.intake.reporting import complaints, counts_of
from api.intake.spooling import spool_records, spooled_batches
from api.process import Process, run_process
from auth.errors import Invalid, Timeout
from documents.installation.standing import missing_of
from documents.intake.layouts import LAYOUTS
from documents.intake.records import RecordLayout
from documents.intake.taking import BATCH, Intake, IntakeResult
from documents.intake.vocabulary import IntakeOutcome

EXIT_REFUSED = 1
"""Some records were refused or are in conflict; a line on stderr for each says where and why."""

MOST_ROWS = 100_000

AGAIN = "What was taken stays taken: run this again."

ImportedFile = Annotated[Path, typer.Argument(help="JSON, NDJSON, CSV or XLSX; UTF-8 or windows-1251.")]
OnlyForeseen = Annotated[bool, typer.Option("--dry-run", help="Say what would come of it; write nothing.")]


class NothingToImportInto(LookupError):
    """There is no installation to import into."""


class StillHeld(RuntimeError):
    """What was interrupted has not let go yet of what an import writes."""


class FileUnreadable(RuntimeError):
    """The file is none of those that are read, or not whole."""


def import_file(name: str, path: Path, *, is_dry: bool) -> None:
    """Import the records of a file, and end the command: 0 where all were taken, 1 where some were not."""
    settings = read_settings()
    layout = LAYOUTS[name]
    with (
        ended_in_words(NothingToImportInto, FileUnreadable, StillHeld, gone=AGAIN),
        tempfile.TemporaryFile() as records,
    ):
        count = _spooled(path, records, layout)
        with existing_store(settings) as prepared:
            counts, states = run_process(
                prepared, partial(_taken, layout=layout, records=records, count=count, is_dry=is_dry)
            )
    verb = "would come" if is_dry else "came"
    told = ", ".join(f"{number} {outcome}" for outcome, number in counts.items())
    beside = f"; {states} states of theirs are new" if states else ""
    sys.stdout.write(f"{path}: of {count} records there {verb} {told}{beside}\n")
    if counts[IntakeOutcome.REJECTED] or counts[IntakeOutcome.CONFLICT]:
        raise typer.Exit(EXIT_REFUSED)


def _spooled(path: Path, records: BinaryIO, layout: RecordLayout) -> int:
    try:
        with path.open("rb") as file:
            return spool_records(file, records, layout, most_rows=MOST_ROWS)
    except OSError as error:
        raise FileUnreadable(f"{path} cannot be read: {error.strerror}.") from error
    except Invalid as problem:
        raise FileUnreadable(f"{path}: {problem.message('en')} Nothing was imported.") from problem


async def _taken(
    process: Process, *, layout: RecordLayout, records: BinaryIO, count: int, is_dry: bool
) -> tuple[dict[str, int], int]:
    """How many records came to each outcome, and how many states of their own system were told for the first time."""
    container = process.container
    if missing_of(container.reference.snapshot):
        raise NothingToImportInto("The database holds no installation: run `python -m api init` first.")
    assert container.vault is not None
    intake = Intake(
        container.runner, container.store, container.reference, container.vault, layout, None, is_dry
    )
    counts = dict.fromkeys((one.value for one in IntakeOutcome), 0)
    states = 0
    with counted(layout.system) as told:

        def hear(results: Sequence[IntakeResult]) -> None:
            nonlocal states
            states += sum(len(one.states) for one in results)
            for outcome, number in counts_of(results).items():
                counts[outcome] += number
            told(sum(counts.values()), count)
            sys.stderr.writelines(f"{line}\n" for line in complaints(results))

        try:
            await intake.take_each(spooled_batches(records, BATCH), utc_now, hear)
        except Timeout as busy:
            # A process that died inside a transaction keeps its locks until the database ends it.
            held = "What was interrupted still holds what is to be written here, for a minute at most."
            raise StillHeld(f"{held} {AGAIN}") from busy
    return counts, states
