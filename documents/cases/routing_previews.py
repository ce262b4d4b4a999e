"""What routing rules would have done with the cases of the last days: a draft is tried before it is put in force."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from auth.principal import Principal
from documents.cases.resource import CASES
from documents.kernel.aside import aside
from documents.kernel.read.access import Access
from documents.kernel.read.paging import Count, Window
from documents.kernel.read.reference import Snapshot
from documents.routing_rules.rules import LOOKS_AT, ReadyRule, decide, ready, rules_in_force
from documents.routing_rules.vocabulary import RoutingRuleFault

MOST_DAYS = 92
MOST_LOOKED_AT = 2_000
"""So many cases are looked at, the newest; of more, «at least» is told."""

MOST_DIFFERING = 50
"""So many cases are named of those that would go elsewhere, the newest."""

WORDS = "search_terms"
CHARACTERS_A_CASE = 50
"""How much text is as much work as holding one rule against one case, many times over."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class DifferingCase:
    """A case that would go elsewhere; ids of organizations, and the rank of the rule in the draft, from 1."""

    case_id: str
    actual_id: str | None
    present_id: str | None
    drafted_id: str | None
    rank: int | None


@dataclass(frozen=True)
class BodyLoad:
    """How many of the cases went to an organization, would go there by the rules in force, and by the draft."""

    organization_id: str
    actual: int
    present: int
    drafted: int


@dataclass(frozen=True)
class RoutingPreview:
    """What came of trying a draft."""

    looked_at: Count
    matched: int
    agreeing: int
    differing: int
    cases: Sequence[DifferingCase]
    load: Sequence[BodyLoad]
    faults: Sequence[tuple[int, RoutingRuleFault]]


async def preview_routing(
    access: Access, who: Principal, now: datetime, *, drafts: Sequence[Row] | None, last_days: int
) -> RoutingPreview:
    """Return what a draft (None: the rules in force) says of the cases of the last days that the viewer sees; one command.

    Nothing is changed: what was routed stays where it is.
    """
    snapshot = access.reference
    present = rules_in_force(snapshot)
    drafted = present if drafts is None else [ready(one, snapshot) for one in drafts]
    asks_words = any(one.asks_words for one in (*present, *drafted))
    page = await access.page(
        CASES,
        who,
        now,
        order=CASES.order(None, None),
        window=Window(first=MOST_LOOKED_AT),
        where={"sort_received": {"$gte": (now - timedelta(days=last_days)).isoformat()}},
        fields=LOOKS_AT - (frozenset() if asks_words else {WORDS}) | {"recipient_id"},
    )
    work = CHARACTERS_A_CASE * len(page.rows) * (len(present) + len(drafted))
    looked_at = Count(len(page.rows), exact=not page.has_next)
    return await aside(lambda: _tried(page.rows, present, drafted, snapshot, looked_at), characters=work)


def _tried(
    rows: Sequence[Row],
    present: Sequence[ReadyRule],
    drafted: Sequence[ReadyRule],
    snapshot: Snapshot,
    looked_at: Count,
) -> RoutingPreview:
    ranks = {id(one.row): number for number, one in enumerate(drafted, 1)}
    found: list[DifferingCase] = []
    for row in rows:
        now, then = (decide(rules, row, snapshot).rule for rules in (present, drafted))
        rank = ranks[id(then)] if then is not None else None
        found.append(DifferingCase(row["_id"], row["recipient_id"], _body(now), _body(then), rank))
    differing = [one for one in found if one.present_id != one.drafted_id]
    return RoutingPreview(
        looked_at,
        matched=sum(one.drafted_id is not None for one in found),
        agreeing=sum(one.drafted_id is not None and one.drafted_id == one.actual_id for one in found),
        differing=len(differing),
        cases=differing[:MOST_DIFFERING],
        load=_load(found),
        faults=[(number, one.fault) for number, one in enumerate(drafted, 1) if one.fault is not None],
    )


def _body(rule: Row | None) -> str | None:
    return rule["recipient_id"] if rule is not None else None


def _load(found: Sequence[DifferingCase]) -> list[BodyLoad]:
    """The load by organization, the most loaded by the draft first."""
    actual, present, drafted = (
        Counter(body for one in found if (body := getattr(one, name)) is not None)
        for name in ("actual_id", "present_id", "drafted_id")
    )
    bodies = {*actual, *present, *drafted}
    return sorted(
        (BodyLoad(one, actual[one], present[one], drafted[one]) for one in bodies),
        key=lambda one: (-one.drafted, -one.actual, one.organization_id),
    )
