"""What a process tells Prometheus: all that the page names, to neighbors only, and nothing about anybody."""

import re
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from api.metrics import COUNTER, HISTOGRAM, METRICS, OTHER, SERVER, Distribution, Metrics, RequestFigures
from documents.kernel.ids import global_id
from tests.support import web
from tests.support.served_town import ServedTown
from tests.support.server import LiveServer

PAGE = Path(__file__).resolve().parents[2] / "docs" / "metrics.md"
VIEWER = "query Viewer { viewer { login } }"


def told(url: str) -> dict[str, dict[tuple[str, ...], float]]:
    """Sample → label values, by their labels from A to Z → figure, as a process tells them now."""
    answer = web.get(f"{url}/metrics", timeout=20).raise_for_status()
    assert answer.headers["content-type"].startswith("text/plain")
    found: dict[str, dict[tuple[str, ...], float]] = {}
    for family in text_string_to_metric_families(answer.text):
        for sample in family.samples:
            found.setdefault(sample.name, {})[tuple(sample.labels.values())] = sample.value
    return found


def test_a_server_tells_every_metric_of_the_page_and_no_other(shared_town: ServedTown) -> None:
    shared_town.data("pos", VIEWER)
    answer = web.get(f"{shared_town.url}/metrics", timeout=20)
    families = {
        one.name: (one.type, one.documentation) for one in text_string_to_metric_families(answer.text)
    }
    ours = {name: told for name, told in families.items() if name.startswith("pult_")}
    of_servers = {name: one for name, one in METRICS.items() if SERVER in one.processes}
    assert ours == {name: (one.kind, one.words) for name, one in of_servers.items()}
    page = PAGE.read_text(encoding="utf-8")
    named = set(re.findall(r"`(pult_\w+?)(?:_total|_bucket)?`", page))
    assert {name for name in named if not name.endswith(("_sum", "_count"))} == set(METRICS)
    assert all(one.words.replace("|", "\\|") in page for one in METRICS.values())
    assert "process_cpu_seconds" in families


def test_requests_are_counted_by_their_code_and_by_the_names_that_are_known(
    shared_town: ServedTown,
) -> None:
    before = told(shared_town.url)["pult_requests_total"]
    shared_town.data("pos", VIEWER)
    shared_town.ask_with(shared_town.token("pos"), "query Secret_name_of_somebody { unknown }")
    after = told(shared_town.url)
    counts = after["pult_requests_total"]
    for code in ("OK", "VALIDATION_FAILED"):
        assert counts[code, OTHER] == before.get((code, OTHER), 0) + 1, code
    assert {name for _, name in counts} == {OTHER}
    total = sum(counts.values())
    for part in ("seconds", "points", "commands"):
        assert after[f"pult_request_{part}_count"][(OTHER,)] == total
        assert after[f"pult_request_{part}_bucket"]["+Inf", OTHER] == total
    assert after["pult_request_seconds_sum"][(OTHER,)] > 0


def test_keys_and_connections_are_counted(shared_town: ServedTown) -> None:
    given: dict[str, Any] = {"regime": "MESSAGE", "channelId": global_id("Channel", "POS"), "text": "Яма"}
    before = told(shared_town.url)["pult_idempotent_calls_total"]
    for text in ("Яма", "Яма", "Другая"):
        key = {"idempotencyKey": "key-of-the-metrics", "text": text}
        shared_town.act("pos", "registerSubmission", "submission { id }", **{**given, **key})
    after = told(shared_town.url)
    calls = after["pult_idempotent_calls_total"]
    assert {name: calls[name] - before[name] for name in calls} == {
        ("first",): 1,
        ("repeated",): 1,
        ("running",): 0,
        ("reused",): 1,
    }
    assert sum(after["pult_pool_connections"].values()) >= 1
    assert after["pult_transactions_total"][()] >= 1
    assert after["pult_admission_working"] == {(): 0}


def test_nobody_is_told_who_asks_from_elsewhere(fresh_server: Any) -> None:
    server: LiveServer = fresh_server(health_networks="10.0.0.0/8")
    answer = web.get(f"{server.url}/metrics", timeout=20)
    assert (answer.status_code, answer.json()) == (403, {"status": "forbidden"})


def test_operations_that_the_settings_name_are_told_apart() -> None:
    figures = RequestFigures(("Monday", "Case"))
    for name, code in (("Monday", "OK"), ("Monday", "FORBIDDEN"), ("Unknown", "OK"), (None, "OK")):
        figures.note(name, code, 0.02, 30, 2)
    assert figures.requests() == {
        ("Monday", "OK"): 1,
        ("Monday", "FORBIDDEN"): 1,
        ("Case", "OK"): 0,
        (OTHER, "OK"): 2,
    }
    points = figures.distributions("points")
    assert {name: points[name].buckets()[-1] for name in points} == {
        ("Monday",): ("+Inf", 2),
        ("Case",): ("+Inf", 0),
        (OTHER,): ("+Inf", 2),
    }


def test_a_distribution_counts_what_lies_below_each_end_or_on_it() -> None:
    found = Distribution((1, 5))
    for value in (0, 1, 2, 5, 6):
        found.note(value)
    assert found.buckets() == [("1", 2), ("5", 4), ("+Inf", 5)]
    assert found.total == 14


def test_a_metric_is_declared_before_it_is_read_and_read_once() -> None:
    metrics = Metrics()
    with pytest.raises(KeyError):
        metrics.reads("pult_unheard_of", dict)
    metrics.reads("pult_transactions", lambda: {(): 3})
    with pytest.raises(ValueError, match="pult_transactions is read already"):
        metrics.reads("pult_transactions", lambda: {(): 4})
    assert metrics.registry.get_sample_value("pult_transactions_total") == 3
    assert isinstance(metrics.registry, CollectorRegistry)


def test_every_declared_metric_says_what_it_is() -> None:
    for name, one in METRICS.items():
        assert one.words.endswith("."), name
        assert name.startswith("pult_"), name
        assert not name.endswith(("_total", "_bucket", "_count")), name
        assert one.kind in {COUNTER, HISTOGRAM, "gauge"}
