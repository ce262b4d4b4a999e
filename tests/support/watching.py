"""Watches which queries the documents send while the tests run, by shape, so that each can be held against the indexes.

What a test itself asks of the driver is not of interest: the queries of `documents` are told apart by a comment that is
added where they take their collection or send their command. Only the driver sees it; nothing else about a query
changes.
"""

import contextlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import astuple
from pathlib import Path
from typing import Any

from pymongo import monitoring

from documents.kernel.store.commands import Words
from documents.kernel.store.connection import Collection, Session, Store
from tests.support.commands import Command
from tests.support.shapes import Shape, shape_of

OURS = "documents"
READS = frozenset({"find", "find_one", "aggregate", "count_documents"})


class Watch(monitoring.CommandListener):
    """A listener for every client of this process; keeps each shape with the test that sent it first."""

    def __init__(self) -> None:
        self.seen: dict[Shape, str] = {}
        self.copied_to: Path | None = None

    @contextlib.contextmanager
    def aside(self) -> Iterator[dict[Shape, str]]:
        """Collect the shapes of the block apart; for tests of the watch."""
        before, self.seen = self.seen, {}
        try:
            yield self.seen
        finally:
            self.seen = before

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        """Note a query of the documents; called by the driver as it sends it."""
        if event.command.get("comment") != OURS or event.command_name == "getMore":
            return
        name = event.command_name
        shape = shape_of(Command(name, str(event.command[name]), dict(event.command)))
        if shape not in self.seen:
            self.note(shape, os.environ.get("PYTEST_CURRENT_TEST", ""))

    def note(self, shape: Shape, test: str) -> None:
        """Keep a shape, here and in the file where another process looks for it."""
        self.seen.setdefault(shape, test)
        if self.copied_to is not None:
            with self.copied_to.open("a", encoding="utf-8") as file:
                file.write(json.dumps([*astuple(shape), test]) + "\n")

    def take_over(self, copied: Path) -> None:
        """Keep what a process that has ended copied to a file."""
        for line in copied.read_text(encoding="utf-8").splitlines() if copied.exists() else ():
            collection, bound, loose, sort, is_capped, test = json.loads(line)
            self.note(Shape(collection, tuple(bound), tuple(loose), tuple(sort), is_capped), test)

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Nothing: what was asked is what counts."""

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Nothing: what was asked is what counts."""


class _Marked:
    """A collection whose queries carry the comment; everything else is the collection's own."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._collection, name)
        if name not in READS:
            return found

        def marked(*given: Any, **more: Any) -> Any:
            return found(*given, **{"comment": OURS, **more})

        return marked


WATCH = Watch()
"""The watch of this process."""

_taken, _sent = Store.collection, Store._send


def begin() -> None:
    """Watch every client that is opened from now on. Where it is watched already, nothing changes."""
    if Store.collection is not _taken:
        return
    monitoring.register(WATCH)

    def collection(self: Store, name: str) -> Any:
        found = _taken(self, name)
        asking: Mapping[str, Any] = sys._getframe(1).f_globals
        return _Marked(found) if str(asking["__name__"]).startswith(f"{OURS}.") else found

    async def send(self: Store, words: Words, session: Session | None) -> Any:
        marked = {**words, "comment": OURS} if next(iter(words)) in READS else words
        return await _sent(self, marked, session)

    # The two seams through which all queries go.
    Store.collection = collection  # type: ignore[method-assign]
    Store._send = send  # type: ignore[method-assign]
