"""The command `export-pos`: states and answers of the messages of ПОС, as a file that a person uploads there."""

import json
import os
import sys
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from api.cli.commands import module_app
from api.cli.endings import ended_in_words
from api.cli.settings import read_settings
from api.dev.reaching import existing_store
from api.process import Process, no_keys, run_process
from documents.center.calendars import calendar_of
from documents.intake.codes import told_to_pos
from documents.intake.layouts import POS
from documents.intake.pipelines import batches_of

app = module_app()
command = app.command

OWNER_ALONE = 0o600

WrittenFile = Annotated[
    Path, typer.Argument(help="Where to write; a file that is there is never overwritten.")
]
Since = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only what changed since this local day.")
]


class NotWritten(RuntimeError):
    """The file cannot be written."""


@command(name="export-pos")
def export_pos_command(*, file: WrittenFile, since: Since = None) -> None:
    """Write states and answers of the messages of ПОС into a file for ПОС.

    A JSON list: of each message its number there and here, the code of its state, and the answer that went out. Answers
    stand in it in plain: only its owner may read the file.

    Exit code 0: written; 2: settings, database or file do not allow it.
    """
    settings = read_settings()
    with ended_in_words(NotWritten), existing_store(settings) as prepared:
        count = run_process(
            prepared, partial(_written, path=file, since=since), keys=no_keys, reads_only=True
        )
    sys.stdout.write(f"{file}: {count} messages\n")


async def _written(process: Process, *, path: Path, since: datetime | None) -> int:
    calendar = calendar_of(process.container.reference.snapshot)
    moment = calendar.utc(since) if since is not None else None
    count = 0
    try:
        place = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ALONE)
        with os.fdopen(place, "w", encoding="utf-8") as file:
            file.write("[")
            async for batch in batches_of(process.store, POS.system, moment):
                for told in filter(None, map(told_to_pos, batch)):
                    file.write(",\n" if count else "\n")
                    json.dump(told, file, ensure_ascii=False)
                    count += 1
            file.write("\n]\n")
    except OSError as error:
        raise NotWritten(f"{path} cannot be written: {error.strerror}.") from error
    return count
