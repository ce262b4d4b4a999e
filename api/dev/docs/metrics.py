"""docs/metrics.md: what a process tells Prometheus, metric by metric."""

from api.dev.docs.markdown import code, opening, page, table
from api.metrics import HISTOGRAM, METRICS

LEGEND = (
    (
        "Each process answers `GET /metrics` in Prometheus' text format to the addresses of `HEALTH_NETWORKS` (this machine "
        "when absent), whatever the name in `Host`; all others get 403. A process has a registry of its own: ask each one, "
        "not the proxy before them."
    ),
    (
        "Operations are told apart only by the names in `METRIC_OPERATIONS` (with commas), since names are the callers'. No "
        "metric holds a person, an id, a text or an address. Beside these there are `process_*`, as Prometheus' own library "
        "writes them."
    ),
)


def to_markdown() -> str:
    """Write every declared metric by the name under which Prometheus finds it."""
    lines = opening("Metrics", "`api/metrics.py`", *LEGEND)
    rows = (
        (
            code(*_names(name, one.kind), between=" "),
            one.kind,
            code(*one.labels),
            ", ".join(one.processes),
            one.words,
        )
        for name, one in METRICS.items()
    )
    lines += table(("Metric", "Type", "Labels", "Told by", "What it is"), rows)
    return page(lines)


def _names(name: str, kind: str) -> tuple[str, ...]:
    if kind == HISTOGRAM:
        return tuple(f"{name}_{part}" for part in ("bucket", "sum", "count"))
    return (f"{name}_total",) if kind == "counter" else (name,)
