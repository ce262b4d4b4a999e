"""Notes which collections are written to, so that a database is put back where it was changed, and not everywhere."""

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

from pymongo import monitoring

from documents.kernel.store.commands import SEVERAL

ADDING = "insert"
CHANGING = frozenset({"update", "delete", "findAndModify", "drop"})


class Touched(monitoring.CommandListener):
    """A listener for every client of this process. A database is known from `put_back` on, until it is dropped or another
    process is started, which may write to any."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, bool]] = {}
        self._effects: list[str] | None = None
        self._is_told = False

    def begin(self) -> None:
        """Be told by every client that is opened from now on, once. Before, nothing is known of any database."""
        if not self._is_told:
            monitoring.register(self)
            self._is_told = True

    def put_back(self, database: str) -> None:
        """Begin to note what is written to a database: it stands as it should."""
        if self._is_told:
            self._known[database] = {}

    def since_put_back(self, database: str) -> Mapping[str, bool] | None:
        """The collections that were written to since, and whether rows that stood there may be others now; None where
        anything may have been written."""
        found = self._known.get(database)
        return None if found is None else dict(found)

    @contextlib.contextmanager
    def effects(self) -> Iterator[list[str]]:
        """Give what takes effect while the block runs: writes outside of transactions, and commits. What this process does
        not send does not happen; that a number is drawn is none, as they may have gaps."""
        assert self._is_told
        found: list[str] = []
        self._effects = found
        try:
            yield found
        finally:
            self._effects = None

    def forget(self) -> None:
        """Know of no database any more: somebody else may write."""
        self._known.clear()

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        """Note a write; called by the driver as it sends it."""
        if self._effects is not None:
            self._note_effect(self._effects, event)
        if event.command_name == SEVERAL:
            self._note_several(event.command)
            return
        known = self._known.get(event.database_name)
        if known is None:
            return
        if event.command_name == ADDING:
            known.setdefault(str(event.command[ADDING]), False)
        elif event.command_name in CHANGING:
            known[str(event.command[event.command_name])] = True
        elif event.command_name == "dropDatabase":
            del self._known[event.database_name]

    def _note_several(self, command: Mapping[str, Any]) -> None:
        places = [str(one["ns"]).split(".", 1) for one in command["nsInfo"]]
        for one in command["ops"]:
            is_added = ADDING in one
            database, collection = places[one[next(iter(one))]]
            known = self._known.get(database)
            if known is not None:
                known[collection] = known.get(collection, False) or not is_added

    def _note_effect(self, found: list[str], event: monitoring.CommandStartedEvent) -> None:
        name, command = event.command_name, event.command
        if name == "commitTransaction" or (name == SEVERAL and "autocommit" not in command):
            found.append(name)
        elif (name == ADDING or name in CHANGING) and "autocommit" not in command:
            is_number = command[name] == "counters" and "protocols-" not in str(command.get("query"))
            found += [] if is_number else [f"{name} {command[name]}"]

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Nothing: what was sent is what counts."""

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Nothing: what was sent is what counts."""


TOUCHED = Touched()
"""That of this process; `tests/conftest.py` has every client tell it."""
