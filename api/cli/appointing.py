"""The command `appoint-head`: the first head of a new installation, from a legal act (III.1)."""

import sys
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Annotated, Any

import typer

from api.cli.commands import module_app
from api.cli.endings import ended_in_words
from api.cli.settings import read_settings, tell_refusal
from api.clock import utc_now
from api.dev.reaching import existing_store
from api.process import Process, no_keys, run_process
from auth.errors import Problem, Problems
from documents.kernel.read.reference import Snapshot
from documents.kernel.write.runner import Request
from documents.members.operations.first_head import appoint_first_head

app = module_app()
command = app.command

EXIT_REFUSED = 1
"""Nobody was appointed; each line on stderr says why."""

ACT_KIND = "ORDER"

Appointee = Annotated[
    str, typer.Option("--person", help="Id of the official, or the full name if no one else has it.")
]
Number = Annotated[str, typer.Option("--act-number", help="Number of the order.")]
Day = Annotated[
    datetime, typer.Option("--act-date", formats=["%Y-%m-%d"], help="Date of the order, not in the future.")
]
Title = Annotated[str, typer.Option("--act-title", help="Title of the order.")]
Url = Annotated[str, typer.Option("--act-url", help="Where its text is published, with http:// or https://.")]


class NobodyMeant(LookupError):
    """No official, or more than one, is meant by what was given."""


@command(name="appoint-head")
def appoint_head_command(*, person: Appointee, number: Number, day: Day, title: Title, url: Url) -> None:
    """Appoint the first head of the center, as of now.

    In the database of MONGODB_URL, or in the embedded store under VAR_DIR, even while `dev` is running. Refused while there
    is a head, or one is appointed for later: successors are appointed by the head. Exit code 0: appointed; 1: refused;
    2: settings, database or arguments do not allow it.
    """
    settings = read_settings()
    act = {
        "kind": ACT_KIND,
        "number": number,
        "issued_on": day.date().isoformat(),
        "title": title,
        "url": url,
        "file_id": None,
    }
    try:
        with ended_in_words(), existing_store(settings) as prepared:
            name = run_process(prepared, partial(_appointed, person=person, act=act), keys=no_keys)
    except NobodyMeant as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(EXIT_REFUSED) from error
    except (Problem, Problems) as refusal:
        tell_refusal(refusal)
        raise typer.Exit(EXIT_REFUSED) from refusal
    sys.stdout.write(f"{name} is now the head of the center.\n")


async def _appointed(process: Process, *, person: str, act: Mapping[str, Any]) -> str:
    """Appoint; the full name of the new head. Raises: NobodyMeant, Problem, Problems."""
    container = process.container
    meant = _meant(container.reference.snapshot, person)
    facts = {"person_id": meant["_id"], "legal_act": act}
    await container.runner.run_together([Request(appoint_first_head, None, utc_now(), facts=facts)])
    return str(meant["full_name"])


def _meant(snapshot: Snapshot, person: str) -> Mapping[str, Any]:
    """The official of that id, or the only one of that name. Raises: NobodyMeant."""
    by_id = snapshot.row("persons", person)
    if by_id is not None:
        return by_id
    named = [row for row in snapshot.rows("persons") if row["full_name"] == person.strip()]
    if not named:
        raise NobodyMeant("No official has this id or full name.")
    if len(named) > 1:
        raise NobodyMeant(
            f"{len(named)} officials have this name: {', '.join(sorted(row['_id'] for row in named))}."
        )
    return named[0]
