"""`python -m api serve` with the watch over its queries: each new shape is written down at once, as a signal ends it.

On request it looks again sooner than the program does: at sessions, at what it keeps in memory, and at the rights of those
who follow. How soon the program itself does is what `tests/processes` asks, and tests of the spans as they are set.
"""

import os
from pathlib import Path

from api.cli.commands import app
from api.http import authentication
from api.http.live import watching as rights
from documents.kernel.read import reference
from tests.support import watching

COPIED_TO = "WATCHED_QUERIES"
"""The variable that names the file."""

BELIEVES_SECONDS = "BELIEVES_SECONDS"
"""The variable that says for how long it believes what it knows; the spans of the program where it is not set."""

IMPATIENT = {BELIEVES_SECONDS: "0.2"}
"""For tests that wait until something is noticed, and are not about how long that takes."""


def _believe_for(seconds: float) -> None:
    authentication.TRUSTED_SECONDS = seconds
    reference.POLL_SECONDS = seconds
    rights.LOOK_SECONDS = seconds


if __name__ == "__main__":
    if BELIEVES_SECONDS in os.environ:
        _believe_for(float(os.environ[BELIEVES_SECONDS]))
    watching.WATCH.copied_to = Path(os.environ[COPIED_TO])
    watching.begin()
    app(["serve"], prog_name="python -m api")
