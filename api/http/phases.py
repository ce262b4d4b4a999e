"""How long the parts of an operation took: noted a few times for each request, kept by operation, never by field."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextvars import ContextVar

from api.clock import monotonic
from schema.engine.prepared import PreparedOperation

PHASES = ("guard", "rights", "database", "execute", "encode")
"""Reading, pricing and validating the document; who asks; waiting for the store, whatever for; everything else of the
execution; writing the answer."""

MOST_OPERATIONS = 256
OTHERS = "(others)"
LONGEST_NAME_CHARACTERS = 64


class Watch:
    """The phases of one request in seconds. Time in which any command was under way is the database's alone."""

    __slots__ = ("_began_at", "_clock", "_counted", "commands", "seconds", "started_at")

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self.seconds: dict[str, float] = {}
        self.commands: list[tuple[float, float]] = []
        self._counted = 0.0
        self._clock = clock
        self._began_at = self.started_at = clock()

    def passed(self) -> float:
        """Return the seconds since the request came."""
        return self._clock() - self.started_at

    def ends(self, phase: str | None) -> None:
        """Return what passed since the last call to a phase; None for waiting that is nobody's."""
        now = self._clock()
        seconds = self.seconds
        took = now - self._began_at
        if self.commands:
            database = _covered(self.commands)
            newly, self._counted = database - self._counted, database
            seconds["database"] = database
            took = max(0.0, took - newly)
        if phase is not None:
            seconds[phase] = seconds.get(phase, 0.0) + took
        self._began_at = now

    def header(self) -> str:
        """Write the phases for Server-Timing, in milliseconds."""
        seconds = self.seconds
        return ", ".join(f"{name};dur={seconds[name] * 1_000:.2f}" for name in PHASES if name in seconds)


WATCH: ContextVar[Watch | None] = ContextVar("watch", default=None)
"""That of the request at hand; the tasks that it starts see it too."""


class CommandTimes:
    """Notes when commands were under way, for the request that waits for them."""

    def began(self) -> float:
        """Return the moment."""
        return monotonic()

    def ended(self, began: float) -> None:
        """Note it: what failed was waited for all the same."""
        watch = WATCH.get()
        if watch is not None:
            watch.commands.append((began, monotonic()))


class PhaseTable:
    """Requests and seconds by operation. Of too many the one used longest ago is added to `(others)`."""

    def __init__(self, *, most: int = MOST_OPERATIONS) -> None:
        self._most = most
        self._rows: OrderedDict[bytes, tuple[str, dict[str, float]]] = OrderedDict()
        self._others: dict[str, float] = {}

    def note(self, operation: PreparedOperation, watch: Watch) -> None:
        """Add one request."""
        row = self._rows.get(operation.key)
        if row is None:
            row = self._rows[operation.key] = (_label(operation), {})
            if len(self._rows) > self._most:
                _, (_, gone) = self._rows.popitem(last=False)
                _add(self._others, gone)
        else:
            self._rows.move_to_end(operation.key)
        _add(row[1], watch.seconds)
        row[1]["count"] = row[1].get("count", 0) + 1

    def figures(self) -> Mapping[str, Mapping[str, float]]:
        """Tell, by operation, the requests (`count`) and the seconds of each phase."""
        told = {label: dict(row) for label, row in self._rows.values()}
        return {**told, OTHERS: dict(self._others)} if self._others else told


def _label(operation: PreparedOperation) -> str:
    # The name is the caller's; two texts may share it.
    name = (operation.name or "anonymous")[:LONGEST_NAME_CHARACTERS]
    return f"{name} {operation.key.hex()[:12]}"


def _add(to: dict[str, float], more: Mapping[str, float]) -> None:
    for name, value in more.items():
        to[name] = to.get(name, 0) + value


def _covered(spans: list[tuple[float, float]]) -> float:
    """Seconds in which at least one of the spans was under way."""
    if len(spans) == 1:
        return spans[0][1] - spans[0][0]
    covered, until = 0.0, float("-inf")
    for begin, end in sorted(spans):
        if end > until:
            covered += end - max(begin, until)
            until = end
    return covered
