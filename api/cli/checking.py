"""The command `check`: proves something about a running installation; today that nothing leaks."""

import sys
from pathlib import Path
from typing import Annotated

import typer
import uvloop

from api.cli.commands import module_app
from api.cli.endings import ended_in_words
from api.cli.settings import EXIT_UNFIT, read_settings
from api.dev.reaching import reachable_store
from api.leaks.installation import CannotRun
from api.leaks.report import as_json, as_text
from api.leaks.run import CheckResult, CheckScope, check
from api.logging import configure_logging
from api.settings import Settings

app = module_app()
command = app.command

EXIT_LEAK = 1
"""Something was found that differs from the rights; the report says what."""

Leaks = Annotated[
    bool,
    typer.Option(
        "--leaks", help="Call every endpoint as every role and compare the answers with the rights."
    ),
]
Sample = Annotated[int, typer.Option("--sample", min=1, help="How many objects of each kind to look at.")]
Full = Annotated[bool, typer.Option("--full", help="Look at all objects.")]
TextFile = Annotated[Path | None, typer.Option("--report-text", help="Where to write the report for people.")]
JsonFile = Annotated[
    Path | None, typer.Option("--report-json", help="Where to write the report for machines.")
]


@command(name="check")
def check_command(
    *,
    leaks: Leaks = False,
    sample: Sample = 30,
    full: Full = False,
    report_text: TextFile = None,
    report_json: JsonFile = None,
) -> None:
    """Check an installation with its own data, without writing.

    Exit code 0: clean; 1: something leaks; 2: the check could not run.
    """
    if not leaks:
        sys.stderr.write("Specify what to check: --leaks.\n")
        raise typer.Exit(EXIT_UNFIT)
    settings = read_settings()
    configure_logging(as_json=settings.is_production, level="ERROR")
    with ended_in_words(CannotRun):
        outcome = _outcome(settings, CheckScope(sample=None if full else sample))
    text = as_text(outcome)
    if report_text is not None:
        report_text.write_text(text, encoding="utf-8")
    if report_json is not None:
        report_json.write_bytes(as_json(outcome))
    sys.stdout.write(text)
    if not outcome.is_clean:
        raise typer.Exit(EXIT_LEAK)


def _outcome(settings: Settings, scope: CheckScope) -> CheckResult:
    with reachable_store(settings) as prepared:
        return uvloop.run(check(prepared, scope, say=_say))


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")
