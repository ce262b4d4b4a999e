"""`python -m api serve` with the watch over its queries: each new shape is written down at once, as a signal ends it."""

import os
from pathlib import Path

from api.cli.commands import app
from tests.support import watching

COPIED_TO = "WATCHED_QUERIES"
"""The variable that names the file."""

if __name__ == "__main__":
    watching.WATCH.copied_to = Path(os.environ[COPIED_TO])
    watching.begin()
    app(["serve"], prog_name="python -m api")
