"""What a process tells of itself to Prometheus: one table of metrics, and the figures that are read when somebody looks.

To add one: a line in `METRICS` with its words, and `metrics.reads(name, function)` where its figure is at hand, which
returns label values → figure (`{(): 3}` where it has no labels), or `Distribution`s for a histogram. `make docs` writes
it into docs/metrics.md. Nothing is counted here: a request pays for a few additions in `RequestFigures`, and all else
that the process counts anyhow is asked for when `/metrics` is.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

COUNTER, GAUGE, HISTOGRAM = "counter", "gauge", "histogram"
SERVER, WORKER = "server", "worker"
OTHER = "other"
"""Stands for every operation whose name the settings do not list: names are the callers', and there is no end of them."""

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)
POINTS = (1, 10, 50, 100, 200, 500, 1_000, 2_000)
COMMANDS = (0, 1, 2, 3, 5, 8, 13, 21, 34)


@dataclass(frozen=True)
class MetricKind:
    """One metric as it is declared: its type, what it is, the names of its labels, and the processes that have it."""

    kind: str
    words: str
    labels: tuple[str, ...] = ()
    processes: tuple[str, ...] = (SERVER,)


METRICS: Mapping[str, MetricKind] = {
    "pult_requests": MetricKind(
        COUNTER,
        "GraphQL operations that were answered, by name (those of METRIC_OPERATIONS, else `other`) and by the code of "
        "the first top-level error (`OK` without one).",
        ("operation", "code"),
    ),
    "pult_request_seconds": MetricKind(
        HISTOGRAM,
        "How long the answer to a GraphQL request took, from its head to its last byte.",
        ("operation",),
    ),
    "pult_request_points": MetricKind(HISTOGRAM, "What the operations cost, in cost points.", ("operation",)),
    "pult_request_commands": MetricKind(
        HISTOGRAM, "How many commands to the database a GraphQL request waited for.", ("operation",)
    ),
    "pult_admission_waiting": MetricKind(GAUGE, "GraphQL requests that wait for their turn now."),
    "pult_admission_working": MetricKind(GAUGE, "GraphQL requests that are worked on now."),
    "pult_admission_refused": MetricKind(
        COUNTER, "GraphQL requests that were told to come again, since there was too much to do."
    ),
    "pult_budget_refused": MetricKind(
        COUNTER, "Operations refused since the caller had spent the points of the budget.", ("caller",)
    ),
    "pult_budget_commands": MetricKind(
        COUNTER, "Commands with which this process took points from the shared budgets."
    ),
    "pult_idempotent_calls": MetricKind(
        COUNTER,
        "Calls under an idempotency key, by what came of the look: `first`, `repeated` (answered again), `running` "
        "(told to come again), `reused` (refused: another input).",
        ("outcome",),
    ),
    "pult_engine": MetricKind(
        COUNTER,
        "What the executor did, as in docs/engine.md: `runs.*` were answered by generated code, `kept.*` selections and "
        "`fell.*` answers were left to graphql-core.",
        ("event",),
    ),
    "pult_cache": MetricKind(
        COUNTER, "Looks into the caches of documents, answers and tokens.", ("cache", "outcome")
    ),
    "pult_live": MetricKind(
        GAUGE,
        "Connections that follow changes now, over WebSocket and as event streams, and their subscriptions.",
        ("what",),
    ),
    "pult_jobs": MetricKind(
        COUNTER,
        "Runs of jobs in this worker by how they ended; `ALWAYS` ones end with the worker.",
        ("job", "outcome"),
        (WORKER,),
    ),
    "pult_job_seconds": MetricKind(
        HISTOGRAM, "How long runs of jobs took in this worker.", ("job",), (WORKER,)
    ),
    "pult_job_overdue_seconds": MetricKind(
        GAUGE,
        "For how long jobs have been due that no worker has run yet, as this one last saw it; a parked job is overdue "
        "from its last run on.",
        ("job",),
        (WORKER,),
    ),
    "pult_event_delay_seconds": MetricKind(
        HISTOGRAM,
        "How long after their moment events were given a position by this worker: from then on readers see them.",
        (),
        (WORKER,),
    ),
    "pult_transactions": MetricKind(COUNTER, "Transactions that were begun.", processes=(SERVER, WORKER)),
    "pult_transactions_run_again": MetricKind(
        COUNTER, "Transactions that were run again after a conflict.", processes=(SERVER, WORKER)
    ),
    "pult_pool_connections": MetricKind(
        GAUGE,
        "Connections to the database: those in use, and those at rest.",
        ("state",),
        (SERVER, WORKER),
    ),
}
"""Name → what it is. Counters end with `_total` where they are told, histograms with `_bucket`, `_sum` and `_count`."""


class Distribution:
    """How often values fell into which part of a range; the last part has no upper end."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: Sequence[float]) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def note(self, value: float) -> None:
        """Count a value."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value

    def buckets(self) -> list[tuple[str, float]]:
        """Return each upper end with how many values lie below it or on it, as Prometheus has them."""
        told, sum_ = [], 0
        for bound, count in zip((*self.bounds, "+Inf"), self.counts, strict=True):
            sum_ += count
            told.append((str(bound), float(sum_)))
        return told


LabeledFigures = Mapping[tuple[str, ...], float]
Readings = Callable[[], Mapping[tuple[str, ...], Any]]
"""Gives label values → figure; of a histogram, its `Distribution`."""


@dataclass(slots=True)
class OperationFigures:
    """What was counted of one operation: from its start on, so that the first answer is a rise and no new series."""

    codes: dict[str, int] = field(default_factory=lambda: {"OK": 0})
    seconds: Distribution = field(default_factory=lambda: Distribution(SECONDS))
    points: Distribution = field(default_factory=lambda: Distribution(POINTS))
    commands: Distribution = field(default_factory=lambda: Distribution(COMMANDS))


class RequestFigures:
    """Counts what was answered, by operation. `known` are the names that are told apart."""

    def __init__(self, known: Sequence[str]) -> None:
        self._rows = {name: OperationFigures() for name in (*known, OTHER)}
        self._other = self._rows[OTHER]

    def note(self, name: str | None, code: str, seconds: float, points: int, commands: int) -> None:
        """Count one answer."""
        row = self._rows.get(name or OTHER, self._other)
        row.codes[code] = row.codes.get(code, 0) + 1
        row.seconds.note(seconds)
        row.points.note(points)
        row.commands.note(commands)

    def requests(self) -> LabeledFigures:
        """Return the answers by operation and code."""
        return {(name, code): count for name, row in self._rows.items() for code, count in row.codes.items()}

    def distributions(self, part: str) -> Mapping[tuple[str, ...], Distribution]:
        """Return `seconds`, `points` or `commands` by operation."""
        return {(name,): getattr(row, part) for name, row in self._rows.items()}


class Metrics(Collector):
    """The registry of one process: which of the declared metrics it has, and how each is read."""

    def __init__(self) -> None:
        self._reads: dict[str, Readings] = {}
        self.registry = CollectorRegistry()
        self.registry.register(self)
        ProcessCollector(registry=self.registry)

    def reads(self, name: str, readings: Readings) -> None:
        """Have a declared metric read so. Raises: KeyError for one that is not declared, ValueError for a second reading."""
        if name in self._reads:
            raise ValueError(f"{name} is read already")
        if name not in METRICS:
            raise KeyError(name)
        self._reads[name] = readings

    def collect(self) -> Iterator[Metric]:
        """Yield what there is now; the registry asks for it."""
        for name, readings in self._reads.items():
            yield _family(name, METRICS[name], readings())

    def describe(self) -> Iterator[Metric]:
        """Yield nothing: what there is is only known once it is read."""
        yield from ()


def _family(name: str, declared: MetricKind, readings: Mapping[tuple[str, ...], Any]) -> Metric:
    if declared.kind == HISTOGRAM:
        histogram = HistogramMetricFamily(name, declared.words, labels=declared.labels)
        for labels, found in readings.items():
            histogram.add_metric(labels, found.buckets(), found.total)
        return histogram
    family = CounterMetricFamily if declared.kind == COUNTER else GaugeMetricFamily
    told = family(name, declared.words, labels=declared.labels)
    for labels, figure in readings.items():
        told.add_metric(labels, figure)
    return told
