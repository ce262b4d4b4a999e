"""Counts and shows the database commands that a block of code sends."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pymongo import monitoring

# Sent by the driver on its own account, not by the code under test.
OF_THE_DRIVER = frozenset(
    {"hello", "ismaster", "ping", "endSessions", "killCursors", "buildInfo", "getParameter"}
)


@dataclass(frozen=True, slots=True)
class Command:
    """One command as it went to the server: its name, collection (empty where it has none) and whole body."""

    name: str
    collection: str
    body: Mapping[str, Any]

    @property
    def filter(self) -> Mapping[str, Any]:
        """What the command selects by: the filter of a find, the first `$match` of a pipeline; else empty."""
        if self.name == "aggregate":
            first: Mapping[str, Any] = next(iter(self.body["pipeline"]), {})
            return dict(first.get("$match", {}))
        return dict(self.body.get("filter", self.body.get("query", {})))

    @property
    def sort(self) -> Mapping[str, int]:
        """What the command sorts by; empty when it does not."""
        if self.name == "aggregate":
            return next((dict(stage["$sort"]) for stage in self.body["pipeline"] if "$sort" in stage), {})
        return dict(self.body.get("sort", {}))


@dataclass(slots=True)
class Captured:
    """The commands of one block, in the order they were sent."""

    commands: list[Command] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """Their names, such as `find`, `aggregate`, `insert`."""
        return [command.name for command in self.commands]

    def of(self, collection: str) -> list[Command]:
        """Those sent to one collection."""
        return [command for command in self.commands if command.collection == collection]

    def __len__(self) -> int:
        return len(self.commands)


class CommandRecorder(monitoring.CommandListener):
    """A listener for the client (`event_listeners=[recorder]`); records inside `capturing()` blocks."""

    def __init__(self) -> None:
        self._open: list[Captured] = []

    @contextlib.contextmanager
    def capturing(self) -> Iterator[Captured]:
        """Collect the commands sent while the block runs; blocks may be nested, each sees its own."""
        captured = Captured()
        self._open.append(captured)
        try:
            yield captured
        finally:
            # By identity: two empty records are equal.
            self._open = [record for record in self._open if record is not captured]

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        """Note a command; called by the driver as it sends it."""
        if event.command_name in OF_THE_DRIVER:
            return
        target = event.command.get(event.command_name)
        collection = event.command.get("collection", target) if event.command_name == "getMore" else target
        command = Command(
            event.command_name, collection if isinstance(collection, str) else "", dict(event.command)
        )
        for record in tuple(self._open):
            record.commands.append(command)

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Nothing: what was asked is what counts."""

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Nothing: what was asked is what counts."""
