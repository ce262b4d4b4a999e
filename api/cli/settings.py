"""Settings as a command reads them, and how it ends where they or its surroundings do not allow it to start."""

import sys

import typer
from pydantic import ValidationError

from api.settings import Settings

EXIT_UNFIT = 2
"""Settings or surroundings do not allow a start; the last line on stderr says what to change."""


def read_settings() -> Settings:
    """Read the settings, or end the process with what is wrong with them (exit code 2)."""
    try:
        return Settings()
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_input=False):
            name = ".".join(str(part) for part in problem["loc"])
            sys.stderr.write(f"{name}: {problem['msg']}\n" if name else f"{problem['msg']}\n")
        raise typer.Exit(EXIT_UNFIT) from error
