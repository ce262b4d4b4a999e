"""Which routing rule decides on a case: a pure function of rules, case and reference data, that tells how it came to it."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from documents.center.calendars import calendar_of
from documents.kernel.calendar import OutsideCalendar
from documents.kernel.read.reference import Snapshot
from documents.kernel.search import query_terms
from documents.organizations.tree import organization_with_units
from documents.routing_rules.vocabulary import (
    RoutingCondition,
    RoutingHours,
    RoutingRuleFault,
    RoutingRuleOutcome,
)

Row = Mapping[str, Any]

LOOKS_AT: frozenset[str] = frozenset(
    {
        "topic_id",
        "sector_id",
        "settlement_id",
        "channel_id",
        "regime",
        "importance",
        "search_terms",
        "received_at",
    }
)
"""The stored keys of a case that rules look at."""

NAMED: Sequence[tuple[RoutingCondition, str, str, str | None]] = (
    (RoutingCondition.TOPIC, "topic_ids", "topic_id", "topics"),
    (RoutingCondition.SECTOR, "sector_ids", "sector_id", "sectors"),
    (RoutingCondition.SETTLEMENT, "settlement_ids", "settlement_id", "settlements"),
    (RoutingCondition.CHANNEL, "channel_ids", "channel_id", "channels"),
    (RoutingCondition.REGIME, "regimes", "regime", None),
    (RoutingCondition.IMPORTANCE, "importances", "importance", None),
)
"""Condition, where the rule keeps the values that fit, where the case keeps its own, and the collection of what is named."""

ACTIVE = "ACTIVE"
IN_MEMORY = "routing rules"


@dataclass(frozen=True)
class ReadyRule:
    """A rule made ready to be held against many cases; `phrases` are its words, each as the terms it is found by."""

    row: Row
    fault: RoutingRuleFault | None
    accepted: Sequence[tuple[RoutingCondition, str, frozenset[str]]]
    phrases: Sequence[frozenset[str]]

    @property
    def asks_words(self) -> bool:
        """Whether it looks at the words of a case."""
        return bool(self.row["words"])


@dataclass(frozen=True)
class ConsideredRule:
    """A rule that was held against a case: what became of it, and by which condition or fault."""

    rule: Row
    outcome: RoutingRuleOutcome
    condition: RoutingCondition | None = None
    fault: RoutingRuleFault | None = None


@dataclass(frozen=True)
class RoutingDecision:
    """What the rules say of one case: the rule that decides, if any, and all that were considered up to it, in order."""

    rule: Row | None
    considered: Sequence[ConsideredRule]


def rules_in_force(snapshot: Snapshot) -> Sequence[ReadyRule]:
    """Return the rules that are switched on, in their order, made ready once per version of the reference data."""
    found: Sequence[ReadyRule] | None = snapshot.memo.get(IN_MEMORY)
    if found is None:
        rows = sorted(snapshot.rows("routing_rules"), key=lambda row: str(row["sort_rank"]))
        found = tuple(ready(row, snapshot) for row in rows if row["is_active"])
        snapshot.memo[IN_MEMORY] = found
    return found


def ready(row: Row, snapshot: Snapshot) -> ReadyRule:
    """Return a rule, stored or drafted, made ready, with what stands in the way of following it."""
    phrases = [frozenset(query_terms(phrase)) for phrase in row["words"]]
    accepted = [(condition, own, frozenset(row[kept])) for condition, kept, own, _ in NAMED if row[kept]]
    return ReadyRule(row, fault_of(row, phrases, snapshot), accepted, phrases)


def fault_of(row: Row, phrases: Iterable[frozenset[str]], snapshot: Snapshot) -> RoutingRuleFault | None:
    """Return why a rule can be followed for no case at all; None for a sound one."""
    for _, kept, _, collection in NAMED:
        if collection is not None and any(snapshot.row(collection, one) is None for one in row[kept]):
            return RoutingRuleFault.CONDITION_UNKNOWN
    if not all(phrases):
        return RoutingRuleFault.WORDS_EMPTY
    body = snapshot.row("organizations", row["recipient_id"])
    if body is None or body["state"] != ACTIVE:
        return RoutingRuleFault.RECIPIENT_INACTIVE
    if not body["is_responsible_recipient"]:
        return RoutingRuleFault.NOT_A_RECIPIENT
    return _fault_of_assignee(row, snapshot) if row["assignee_id"] is not None else None


def _fault_of_assignee(row: Row, snapshot: Snapshot) -> RoutingRuleFault | None:
    person = snapshot.row("persons", row["assignee_id"])
    if person is None or not person["is_active"]:
        return RoutingRuleFault.ASSIGNEE_INACTIVE
    if person["organization_id"] not in organization_with_units(snapshot, row["recipient_id"]):
        return RoutingRuleFault.ASSIGNEE_ELSEWHERE
    return None


def decide(rules: Iterable[ReadyRule], case: Row, snapshot: Snapshot) -> RoutingDecision:
    """Return what the rules say of a case (its stored keys in `LOOKS_AT`): the first that fits decides; one that cannot be
    followed is passed over, and told."""
    considered: list[ConsideredRule] = []
    for rule in rules:
        found = _held_against(rule, case, snapshot)
        considered.append(found)
        if found.outcome is RoutingRuleOutcome.MATCHED:
            return RoutingDecision(rule.row, considered)
    return RoutingDecision(None, considered)


def _held_against(rule: ReadyRule, case: Row, snapshot: Snapshot) -> ConsideredRule:
    if rule.fault is not None:
        return ConsideredRule(rule.row, RoutingRuleOutcome.BROKEN, fault=rule.fault)
    for condition, own, values in rule.accepted:
        if case.get(own) not in values:
            return _differs(rule, condition)
    if rule.phrases and not _says_one_of(rule.phrases, frozenset(case["search_terms"])):
        return _differs(rule, RoutingCondition.WORDS)
    if rule.row["hours"] is not None:
        came_in = hours_of(case, snapshot)
        if came_in is None:
            fault = RoutingRuleFault.HOURS_UNKNOWN
            return ConsideredRule(rule.row, RoutingRuleOutcome.BROKEN, RoutingCondition.HOURS, fault)
        if came_in != rule.row["hours"]:
            return _differs(rule, RoutingCondition.HOURS)
    return ConsideredRule(rule.row, RoutingRuleOutcome.MATCHED)


def _differs(rule: ReadyRule, condition: RoutingCondition) -> ConsideredRule:
    return ConsideredRule(rule.row, RoutingRuleOutcome.DIFFERS, condition)


def _says_one_of(phrases: Iterable[frozenset[str]], terms: Container[str]) -> bool:
    return any(all(term in terms for term in phrase) for phrase in phrases)


def hours_of(case: Row, snapshot: Snapshot) -> RoutingHours | None:
    """Return whether a case came in within the working hours; None where no calendar reaches that moment."""
    calendar = calendar_of(snapshot)
    try:
        wall = calendar.local(case["received_at"])
        spans = calendar.intervals(wall.date())
    except OutsideCalendar:
        return None
    is_open = any(opens <= wall.time() < closes for opens, closes in spans)
    return RoutingHours.WORKING if is_open else RoutingHours.OUTSIDE
