"""The command `export-policy`: the policy as data, and what changed in it since the last release."""

import json
import sys
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Annotated, Any

import typer

from api.cli.commands import module_app
from api.dev.docs.folder import FOLDER
from auth.policy import matrix as table
from auth.policy.export import as_data, changes, to_csv, to_json

app = module_app()
command = app.command

RELEASED = FOLDER / "policy.json"
"""The policy of the last release; written anew only by a release."""


class Format(StrEnum):
    """In what form the policy is written."""

    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


def _page(data: Mapping[str, Any]) -> str:
    # The page is made from the rules themselves, of which the data is another form.
    return table.to_markdown()


WRITERS: Mapping[Format, Callable[[Mapping[str, Any]], str]] = {
    Format.JSON: to_json,
    Format.CSV: to_csv,
    Format.MARKDOWN: _page,
}

AsFormat = Annotated[
    Format, typer.Option("--format", help="json: everything; csv: role, door, word; markdown: a page.")
]
OnlyChanges = Annotated[
    bool, typer.Option("--changes", help="Only the lines that announce what has changed since the release.")
]


@command(name="export-policy")
def export_policy_command(*, form: AsFormat = Format.JSON, only_changes: OnlyChanges = False) -> None:
    """Write the policy (rules, roles, scopes, limits, withheld fields) as data, in a stable order, with its version."""
    if only_changes:
        sys.stdout.writelines(f"- {one}\n" for one in changes(released_policy(), as_data()))
        return
    sys.stdout.write(WRITERS[form](as_data()))


def released_policy() -> dict[str, Any]:
    """Read the policy of the last release."""
    found: dict[str, Any] = json.loads(RELEASED.read_text(encoding="utf-8"))
    return found
