"""Looks after the embedded server of a development start: starts it again when it ends or answers no more, and keeps writes
from a disk that is nearly full, on which the server would lose what it says it has committed.
"""

import contextlib
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

import pymongo
import structlog
from pymongo.errors import PyMongoError

from api.clock import monotonic
from api.dev.embedded import EmbeddedStore, StoreUnavailable
from api.dev.reaching import embedded_store, note_process
from api.settings import Settings
from documents.kernel.store.maintenance import MAINTENANCE

LOOK_SECONDS = 1.0
"""How often it is looked whether the server is there, and the disk has room."""

LEAST_FREE_BYTES = 256 * 1024 * 1024
"""With less on the disk nothing is written any more; the server's own log and journal need some of it."""

SILENT = timedelta(seconds=30)
"""How long a server that runs may fail to write before it is started again: with a dead inside it never will."""

PROBE_MS = 5_000
LOOKS_A_PROBE = 10
"""Every how many looks something is written: each time it costs the disk a flush."""

MOST_RESTARTS = 5
"""In a row, none of which led to a server that answers: after that it is left alone."""

log = structlog.get_logger("api.dev.store")


class HeldBack(Protocol):
    """Writes to the server, and can be kept from it: an open store, or another process that has one."""

    def hold_writes(self, *, held: bool) -> None:
        """Begin no transaction from now on, or begin them again."""


@dataclass
class Supervisor:
    """A thread beside the application; it runs from `begin` to `end`."""

    store: EmbeddedStore
    started: Callable[[EmbeddedStore], None]
    """Told of every server that was started, the first one left out."""

    least_free_bytes: int = LEAST_FREE_BYTES
    silent: timedelta = SILENT
    looks_a_probe: int = LOOKS_A_PROBE
    _over: threading.Event = field(default_factory=threading.Event)
    _writers: list[HeldBack] = field(default_factory=list)
    _thread: threading.Thread | None = None
    _is_full: bool = False
    _failing_since: float | None = None
    _looks: int = 0
    _restarts: int = 0

    def __post_init__(self) -> None:
        # Its address stays the same when the server is started again.
        self._client: pymongo.MongoClient[dict[str, object]] = pymongo.MongoClient(
            self.store.url, serverSelectionTimeoutMS=PROBE_MS, socketTimeoutMS=PROBE_MS, connect=False
        )

    def begin(self) -> None:
        """Begin to look."""
        self._look_at_the_disk()
        self._thread = threading.Thread(target=self._run, name="store-supervisor", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Look no more, and stop the server. Safe to call twice."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()
        self._client.close()
        self.store.stop()

    def holds_back(self, writer: HeldBack) -> None:
        """Keep the writes of this one back while the disk is nearly full, from now on."""
        self._writers.append(writer)
        writer.hold_writes(held=self._is_full)

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                self.store.process.wait(LOOK_SECONDS)
            except subprocess.TimeoutExpired:
                self._look_at_the_disk()
                self._look_inside()
                continue
            if self._over.is_set() or not self._again(self.store.process.returncode):
                return

    def _look_at_the_disk(self) -> None:
        free = shutil.disk_usage(self.store.storage_path).free
        # Twice as much before it goes on, so that it does not waver.
        is_full = free < self.least_free_bytes * (2 if self._is_full else 1)
        if is_full != self._is_full:
            self._is_full = is_full
            log.error("disk_nearly_full" if is_full else "disk_has_room_again", free_bytes=free)
        for writer in self._writers:
            writer.hold_writes(held=is_full)

    def _look_inside(self) -> None:
        self._looks += 1
        if self._looks % self.looks_a_probe and self._failing_since is None:
            return
        if self._is_full or self._writes():
            self._failing_since, self._restarts = None, 0
            return
        self._failing_since = self._failing_since or monotonic()
        if monotonic() - self._failing_since >= self.silent.total_seconds():
            log.error("store_answers_no_more")
            self.store.kill()
            self._failing_since = None

    def _writes(self) -> bool:
        rows = self._client.get_default_database()[MAINTENANCE]
        try:
            rows.update_one({"_id": "supervisor"}, {"$inc": {"looks": 1}}, upsert=True)
        except PyMongoError:
            return False
        return True

    def _again(self, exit_code: int) -> bool:
        """Start the server again at its old address; whether it is worth looking on."""
        self._restarts += 1
        if self._restarts > MOST_RESTARTS:
            log.error("store_left_alone", restarts=MOST_RESTARTS)
            return False
        log.error("store_ended", exit_code=exit_code, restart=self._restarts)
        try:
            self.store = EmbeddedStore.start(self.store.storage_path, port=self.store.port, sync=True)
        except StoreUnavailable as error:
            log.warning("store_not_started", words=str(error))
            self._over.wait(LOOK_SECONDS * self._restarts)
            return not self._over.is_set()
        self.started(self.store)
        log.warning("store_started_again")
        return True


@contextlib.contextmanager
def supervised_store(settings: Settings) -> Iterator[tuple[Settings, Supervisor | None]]:
    """Yield the settings with a database: the given one, or an embedded one that is looked after."""
    with embedded_store(settings) as (prepared, store):
        if store is None:
            yield prepared, None
            return
        supervisor = Supervisor(store, started=lambda again: note_process(settings, again))
        supervisor.begin()
        try:
            yield prepared, supervisor
        finally:
            supervisor.end()
