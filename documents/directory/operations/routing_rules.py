"""Operations on routing rules: add, change, switch off and on, put into another order (III.4.3/1)."""

from collections.abc import Iterable, Mapping
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, LimitReached, Problem
from documents.cases import targets
from documents.cases.vocabulary import Importance, Regime
from documents.directory.fields import NAME_LIMIT, FieldRule, fields_within, refuse_double, resolved, title
from documents.kernel.names import camel
from documents.kernel.search import query_terms
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import Effect, operation
from documents.routing_rules.document import RoutingRule
from documents.routing_rules.vocabulary import MOST_VALUES, RoutingHours

ROUTING_RULES = "routing_rules"

RULE_CREATED = event("routing_rule.created", ROUTING_RULES, "Правило маршрутизации добавлено")
RULE_CHANGED = event("routing_rule.changed", ROUTING_RULES, "Правило маршрутизации изменено")
RULE_MOVED = event("routing_rule.moved", ROUTING_RULES, "Порядок правил маршрутизации изменён")

MOST_RULES = 100
"""So many are held against a case at most, and shown as one list."""

RULE: Mapping[str, FieldRule] = {
    "title": title(),
    "topic_ids": FieldRule(refers_to="topics"),
    "sector_ids": FieldRule(refers_to="sectors"),
    "settlement_ids": FieldRule(refers_to="settlements"),
    "channel_ids": FieldRule(refers_to="channels"),
    "regimes": FieldRule(),
    "importances": FieldRule(),
    "words": FieldRule(),
    "hours": FieldRule(values=frozenset(RoutingHours)),
    "recipient_id": FieldRule(is_required=True, refers_to="organizations"),
    "assignee_id": FieldRule(refers_to="persons"),
    "reason": title(NAME_LIMIT),
    "is_active": FieldRule(),
}
LISTS = ("topic_ids", "sector_ids", "settlement_ids", "channel_ids", "regimes", "importances", "words")
"""Conditions that are lists: null clears them as an empty one does."""

CODES: Mapping[str, frozenset[str]] = {"regimes": frozenset(Regime), "importances": frozenset(Importance)}

Facts = Mapping[str, Any]


def conditions_given(facts: Facts) -> Iterable[Problem]:
    """Check what lists hold: codes that there are, and words that a text can be searched by."""
    fields = facts["fields"]
    if "is_active" in fields and fields["is_active"] is None:
        yield Invalid("required", path=("isActive",))
    for name in LISTS:
        if len(fields.get(name) or ()) > MOST_VALUES:
            yield Invalid("too_many", path=(camel(name),), limit=MOST_VALUES)
    for name, codes in CODES.items():
        for index, code in enumerate(fields.get(name) or ()):
            if code not in codes:
                yield Invalid("unknown_value", path=(name, str(index)))
    for index, phrase in enumerate(fields.get("words") or ()):
        if not query_terms(phrase):
            yield Invalid("no_words", path=("words", str(index)))


@operation(
    title="Добавить правило маршрутизации",
    action=Action.POLICY_MANAGE,
    record=RoutingRule,
    effect=Effect.CREATES,
    checks=(fields_within(RULE, creates=True), conditions_given),
)
async def create_routing_rule(change: Change, *, fields: dict[str, Any]) -> RoutingRule:
    """Add a rule behind the others. Raises: INVALID (`duplicate` for a title that another rule has, `unknown_…`,
    `not_a_recipient`, `not_in_organization`), INACTIVE_TARGET, LIMIT_REACHED."""
    rows = list(change.reference.rows(ROUTING_RULES))
    if len(rows) >= MOST_RULES:
        raise LimitReached("routingRules")
    refuse_double(change, ROUTING_RULES, "title", fields["title"])
    found = _resolved(change, fields)
    refuse_target(change, found["recipient_id"], found.get("assignee_id"))
    rule = RoutingRule(
        id=await change.new_id(),
        updated_at=change.now,
        rank=max((row["rank"] for row in rows), default=0) + 1,
        **found,
    )
    return await change.create(rule, RULE_CREATED)


@operation(
    title="Изменить правило маршрутизации",
    action=Action.POLICY_MANAGE,
    record=RoutingRule,
    read=Action.POLICY_READ,
    checks=(fields_within(RULE, creates=False), conditions_given),
)
async def update_routing_rule(change: Change, rule: RoutingRule, *, fields: dict[str, Any]) -> RoutingRule:
    """Change a rule, or switch it off and on. What was routed stays where it is. Raises: INVALID, INACTIVE_TARGET."""
    refuse_double(change, ROUTING_RULES, "title", fields.get("title"), but=rule.id)
    found = _resolved(change, fields)
    if {"recipient_id", "assignee_id"} & found.keys() or found.get("is_active"):
        recipient_id = found.get("recipient_id", rule.recipient_id)
        refuse_target(change, recipient_id, found.get("assignee_id", rule.assignee_id))
    return await change.save(rule, RULE_CHANGED, **found)


@operation(
    title="Переместить правило маршрутизации",
    action=Action.POLICY_MANAGE,
    record=RoutingRule,
    read=Action.POLICY_READ,
)
async def move_routing_rule(change: Change, rule: RoutingRule, *, rank: int) -> RoutingRule:
    """Give a rule a rank, from 1; those in between move up or down by one. Raises: INVALID (`out_of_range`,
    `nothing_to_change`)."""
    rows = sorted(change.reference.rows(ROUTING_RULES), key=lambda row: str(row["sort_rank"]))
    if not 1 <= rank <= len(rows):
        raise Invalid("out_of_range", path=("rank",), least=1, most=len(rows))
    order = [row["_id"] for row in rows if row["_id"] != rule.id]
    order.insert(rank - 1, rule.id)
    if order == [row["_id"] for row in rows]:
        raise Invalid("nothing_to_change", path=("rank",))
    ranks = {row["_id"]: row["rank"] for row in rows}
    moved = rule
    for number, one in enumerate(order, 1):
        if ranks[one] == number:
            continue
        other = rule if one == rule.id else await change.get(RoutingRule, one)
        assert other is not None
        saved = await change.save(other, RULE_MOVED, rank=number)
        moved = saved if one == rule.id else moved
    return moved


def refuse_target(change: Change, recipient_id: str, assignee_id: str | None) -> None:
    """Refuse a body that is no responsible recipient, and a person who does not work there or takes no work. Raises:
    INVALID (`not_a_recipient`, `not_in_organization`), INACTIVE_TARGET."""
    targets.recipient(change, recipient_id)
    targets.assignee(change, assignee_id, recipient_id)


def _resolved(change: Change, fields: Facts) -> dict[str, Any]:
    found = resolved(change, RULE, fields)
    return {name: [] if name in LISTS and value is None else value for name, value in found.items()}
