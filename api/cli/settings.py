"""Settings as a command reads them, and how it ends where they or its surroundings do not allow it to start."""

import sys
from collections.abc import Mapping, Sequence

import typer
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from api.secret_files import SettingsUnfit
from api.settings import Settings
from auth.errors import Problem, Problems

EXIT_UNFIT = 2
"""Settings or surroundings do not allow a start; the last line on stderr says what to change."""


WORDS: Mapping[str, str] = {
    "int_parsing": "must be a whole number",
    "float_parsing": "must be a number",
    "bool_parsing": "must be true or false",
    "date_parsing": "must be a day like 2026-04-07",
    "date_from_datetime_parsing": "must be a day like 2026-04-07",
    "enum": "must be {expected}",
    "greater_than_equal": "must be at least {ge}",
    "greater_than": "must be more than {gt}",
    "less_than_equal": "must be at most {le}",
}
"""What a value must be, in words that follow the name of its variable; checks of our own bring theirs."""


def read_settings() -> Settings:
    """Read the settings, or end the process with what is wrong with them (exit code 2): a sentence each."""
    try:
        return Settings()
    except SettingsUnfit as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(EXIT_UNFIT) from error
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_input=False):
            sys.stderr.writelines(f"{line}.\n" for line in _sentences(problem))
        raise typer.Exit(EXIT_UNFIT) from error


def _sentences(problem: ErrorDetails) -> Sequence[str]:
    """What is wrong, without the full stop."""
    facts = problem.get("ctx", {})
    told = str(facts["error"]) if "error" in facts else f"is refused: {problem['msg']}"
    words = WORDS[problem["type"]].format(**facts) if problem["type"] in WORDS else told
    if not problem["loc"]:
        # What is wrong with several of them together names each.
        return words.split("; ")
    return [f"{str(problem['loc'][0]).upper()} {words}"]


def tell_refusal(refusal: Problem | Problems) -> None:
    """Write why an operation was refused to stderr, a line for each problem with the place in the input that it is about."""
    for one in refusal.problems if isinstance(refusal, Problems) else (refusal,):
        place = ".".join(one.path)
        sys.stderr.write(f"{place}: {one.message('en')}\n" if place else f"{one.message('en')}\n")
