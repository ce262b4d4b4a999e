"""Which figures of the endpoints, the store and the engine the metrics are read from."""

from collections.abc import Mapping
from functools import partial

from api.http.authentication import Authentication
from api.http.graphql import GraphQLEndpoint
from api.http.live.endpoint import LiveEndpoint
from api.metrics import LabeledFigures, Metrics
from documents.budgets.spending import Budgets
from documents.idempotency.calls import looks
from documents.kernel.store.connection import Store, connections
from schema.engine.counters import figures as engine_figures
from schema.engine.prepared import PreparedDocuments


def measure_requests(metrics: Metrics, endpoint: GraphQLEndpoint) -> None:
    """Have the metrics read what the endpoint counts of its requests, and of those that wait."""
    requests, admission = endpoint.requests, endpoint.admission
    metrics.reads("pult_requests", requests.requests)
    for part in ("seconds", "points", "commands"):
        metrics.reads(f"pult_request_{part}", partial(requests.distributions, part))
    metrics.reads("pult_admission_waiting", lambda: {(): admission.waiting})
    metrics.reads("pult_admission_working", lambda: {(): admission.working})
    metrics.reads("pult_admission_refused", lambda: {(): admission.refused})


def measure_budgets(metrics: Metrics, budgets: Budgets) -> None:
    """Have the metrics read who was refused by a budget, and what sharing it cost."""
    metrics.reads("pult_budget_refused", lambda: {(name,): count for name, count in budgets.refused.items()})
    metrics.reads("pult_budget_commands", lambda: {(): budgets.commands})


def measure_process(
    metrics: Metrics, store: Store, operations: PreparedDocuments, authentication: Authentication
) -> None:
    """Have the metrics read what the process counts whatever it is asked: its store, its engine, its caches."""
    metrics.reads("pult_idempotent_calls", lambda: _by_name(looks()))
    metrics.reads("pult_engine", lambda: _by_name(engine_figures()))
    metrics.reads("pult_cache", lambda: _caches(operations, authentication))
    measure_store(metrics, store)


def measure_live(metrics: Metrics, live: LiveEndpoint) -> None:
    """Have the metrics read who follows changes."""
    metrics.reads("pult_live", lambda: _by_name(live.figures()))


def measure_store(metrics: Metrics, store: Store) -> None:
    """Have the metrics read what is known of the store."""
    metrics.reads("pult_transactions", lambda: {(): store.figures()["transactions"]})
    metrics.reads("pult_transactions_run_again", lambda: {(): store.figures()["run_again"]})
    metrics.reads("pult_pool_connections", lambda: _by_name(connections()))


def _by_name(figures: Mapping[str, float]) -> LabeledFigures:
    return {(name,): figure for name, figure in figures.items()}


def _caches(operations: PreparedDocuments, authentication: Authentication) -> LabeledFigures:
    told: dict[tuple[str, ...], float] = {}
    for name, one in operations.cache_figures().items():
        told |= {(name, "hit"): one.hits, (name, "miss"): one.misses}
    tokens = authentication.tokens.figures()
    return told | {("tokens", "hit"): tokens["hits"], ("tokens", "miss"): tokens["misses"]}
