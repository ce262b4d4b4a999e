"""Operations on topics and settlements: create, change, switch off and on (III.6)."""

from typing import Any

from auth.actions import Action
from auth.errors import Invalid
from documents.directory.fields import (
    LINE_LIMIT,
    TITLE_LIMIT,
    FieldRule,
    fields_within,
    refuse_double,
    resolved,
    title,
)
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import Effect, operation
from documents.sectors.document import Settlement, Topic
from documents.sectors.vocabulary import SettlementKind

TOPIC_CREATED = event("topic.created", "topics", "Тема добавлена")
TOPIC_CHANGED = event("topic.changed", "topics", "Тема изменена")
SETTLEMENT_CREATED = event("settlement.created", "settlements", "Населённый пункт добавлен")
SETTLEMENT_CHANGED = event("settlement.changed", "settlements", "Населённый пункт изменён")

FEWEST_DAYS, MOST_DAYS = 1, 30
MOST_PEOPLE = 10_000_000

TOPIC = {
    "title": title(),
    "group": FieldRule(limit=TITLE_LIMIT),
    "sector_id": FieldRule(refers_to="sectors"),
    "default_recipient_id": FieldRule(refers_to="organizations"),
    "fast_track": FieldRule(),
    "fast_track_days": FieldRule(least=FEWEST_DAYS, most=MOST_DAYS),
    "is_sensitive": FieldRule(),
    "is_active": FieldRule(),
}
SETTLEMENT = {
    "title": title(),
    "kind": FieldRule(is_required=True, values=frozenset(SettlementKind)),
    "division": FieldRule(limit=LINE_LIMIT),
    "population": FieldRule(least=0, most=MOST_PEOPLE),
}
SWITCHES = {name: FieldRule(is_required=True) for name in ("fast_track", "is_sensitive", "is_active")}


def _resolved(change: Change, fields: dict[str, Any]) -> dict[str, Any]:
    found = resolved(change, TOPIC, fields)
    if "group" in found:
        named = found.pop("group")
        rows = change.reference.rows("topic_groups")
        found["group_id"] = next((row["_id"] for row in rows if row["title"] == named), None)
        if named is not None and found["group_id"] is None:
            raise Invalid("unknown_value", path=("group",))
    return found


@operation(
    title="Добавить тему",
    action=Action.REFERENCE_MANAGE,
    record=Topic,
    effect=Effect.CREATES,
    checks=(fields_within(TOPIC, creates=True),),
)
async def create_topic(change: Change, *, fields: dict[str, Any]) -> Topic:
    """Add a topic. Raises: INVALID (`duplicate` for a title that another topic has), INACTIVE_TARGET."""
    refuse_double(change, "topics", "title", fields["title"])
    topic = Topic(id=await change.new_id(), updated_at=change.now, **_resolved(change, fields))
    return await change.create(topic, TOPIC_CREATED)


@operation(
    title="Изменить тему",
    action=Action.REFERENCE_MANAGE,
    record=Topic,
    read=Action.DIRECTORY_READ,
    checks=(fields_within(TOPIC | SWITCHES, creates=False),),
)
async def update_topic(change: Change, topic: Topic, *, fields: dict[str, Any]) -> Topic:
    """Change a topic, or switch it off and on. Cases that have it keep it, their deadlines too. Raises: INVALID,
    INACTIVE_TARGET."""
    refuse_double(change, "topics", "title", fields.get("title"), but=topic.id)
    return await change.save(topic, TOPIC_CHANGED, **_resolved(change, fields))


@operation(
    title="Добавить населённый пункт",
    action=Action.REFERENCE_MANAGE,
    record=Settlement,
    effect=Effect.CREATES,
    checks=(fields_within(SETTLEMENT, creates=True),),
)
async def create_settlement(change: Change, *, fields: dict[str, Any]) -> Settlement:
    """Add a town or village. Raises: INVALID (`duplicate` for a title of the same division)."""
    refuse_double(change, "settlements", "title", fields["title"], division=fields.get("division"))
    return await change.create(
        Settlement(id=await change.new_id(), updated_at=change.now, **fields), SETTLEMENT_CREATED
    )


@operation(
    title="Изменить населённый пункт",
    action=Action.REFERENCE_MANAGE,
    record=Settlement,
    read=Action.DIRECTORY_READ,
    checks=(fields_within(SETTLEMENT, creates=False),),
)
async def update_settlement(change: Change, settlement: Settlement, *, fields: dict[str, Any]) -> Settlement:
    """Change a town or village. Raises: INVALID."""
    division = fields.get("division", settlement.division)
    refuse_double(change, "settlements", "title", fields.get("title"), but=settlement.id, division=division)
    return await change.save(settlement, SETTLEMENT_CHANGED, **fields)
