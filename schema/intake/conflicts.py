"""Conflicts with records of other systems as types: what they say, what the case holds, and how it was decided."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import strawberry
import structlog
from strawberry.dataloader import DataLoader

from auth.crypto.sealing import SealBroken
from documents.cases.resource import CASES
from documents.intake.disputing import opened
from documents.intake.pipelines import held_by_cases
from documents.intake.resource import CONFLICTS
from documents.intake.vocabulary import STORED_AS, IntakeDecision, IntakeField
from schema.cases.types import Case
from schema.context import GraphInfo
from schema.directory.types import Channel, Person, Settlement, Topic
from schema.lives import history_field
from schema.loading import loaded
from schema.memory import related
from schema.nodes import Node

Row = Mapping[str, Any]

log = structlog.get_logger("schema")

HOLDING = "loader of what cases hold"
PLACE_WORDS = ("street", "house", "description")
DEGREES = ("latitude", "longitude")

SHOWN_AS: Mapping[IntakeField, str] = {
    IntakeField.EXTERNAL_DUE_AT: "moment",
    IntakeField.RECEIVED_AT: "moment",
    IntakeField.TOPIC: "topic",
    IntakeField.SETTLEMENT: "settlement",
    IntakeField.LOCATION: "text",
    IntakeField.IS_ACTIONABLE: "is_actionable",
    IntakeField.TEXT: "text",
}
"""Field → the field of a value that shows it."""

NAMED_IN: Mapping[str, str] = {"topic": "topics", "settlement": "settlements"}
"""Field of a value that shows a row of the directory → its collection."""


@strawberry.type(
    description="Значение поля: one of its fields is set, by what the difference is about; none where nothing is said."
)
class IntakeValue:
    text: str | None = strawberry.field(description="The text, or the place in one line.")
    moment: datetime | None = strawberry.field(
        description="The term of the other system, or the moment of receipt."
    )
    topic: Topic | None = strawberry.field(description="The topic.")
    settlement: Settlement | None = strawberry.field(description="The settlement.")
    is_actionable: bool | None = strawberry.field(description="Whether it can be solved.")


@strawberry.type(description="Расхождение по полю: what the record says of a field, and what the case holds.")
class IntakeDifference:
    field: IntakeField = strawberry.field(description="The field.")
    says: IntakeValue = strawberry.field(description="What the other system says.")
    holds: IntakeValue = strawberry.field(
        description="What the case holds; once it is decided, what it held then."
    )
    since: datetime = strawberry.field(description="Since when the other system says so.")
    decision: IntakeDecision | None = strawberry.field(description="How it ended; null while it waits.")
    decided_at: datetime | None = strawberry.field(description="When it ended.")
    decided_by: Person | None = strawberry.field(
        description="Who decided it; null where it lapsed by itself."
    )
    reason: str | None = strawberry.field(description="The reason in words.")


@strawberry.type(
    description="Расхождение с внешней системой: a record that came again says something else than people decided here."
)
class IntakeConflict(Node):
    system: str = strawberry.field(description="Code of the system that says so.")
    external_id: str = strawberry.field(description="Number of the record there.")
    channel: Channel | None = strawberry.field(description="The channel of the case.")
    is_open: bool = strawberry.field(description="Whether any difference waits for a decision.")
    since: datetime = strawberry.field(description="Since when it waits, or waited last.")
    revision: int = strawberry.field(description="Number of its changes.")
    is_demo: bool = strawberry.field(description="Whether it belongs to the demo municipality.")

    @strawberry.field(description="The case; null if you cannot see it.", graphql_type=Case | None)
    async def case(self, info: GraphInfo, conflict: strawberry.Parent[Row]) -> Any:
        return await loaded(info, CASES, conflict["case_id"])

    @strawberry.field(
        description="The differences, those that were decided too, the earliest first; the last twenty.",
        graphql_type=list[IntakeDifference],
    )
    async def differences(self, info: GraphInfo, conflict: strawberry.Parent[Row]) -> Any:
        held = await _held(info, conflict["case_id"])
        said = _said(info, conflict)
        return [
            _shown(info, one, values, held) for one, values in zip(conflict["differences"], said, strict=True)
        ]

    history = history_field(CONFLICTS)


def _said(info: GraphInfo, conflict: Row) -> Sequence[Row]:
    """What is said of each difference; nothing where it does not open, which is logged and stops no list."""
    vault = info.context.container.vault
    assert vault is not None
    try:
        return opened(vault, conflict)
    except (SealBroken, ValueError, KeyError, TypeError):
        log.error("value_left_out", request_id=info.context.request_id, id=conflict["_id"], field="said")  # noqa: TRY400  # a trace may hold the value
        return [{} for _ in conflict["differences"]]


def _shown(info: GraphInfo, difference: Row, said: Row, held: Row) -> Row:
    field = IntakeField(difference["field"])
    ours = held.get(STORED_AS[field]) if difference["decision"] is None else said.get("ours")
    return {
        **difference,
        "decided_by": related(info, "persons", difference["decided_by_id"]),
        "says": _value(info, field, said.get("theirs")),
        "holds": _value(info, field, ours),
    }


def _value(info: GraphInfo, field: IntakeField, value: Any) -> Row:
    named = SHOWN_AS[field]
    shown = value
    if named in NAMED_IN:
        shown = related(info, NAMED_IN[named], value)
    elif field is IntakeField.LOCATION:
        shown = _place(value)
    return {**dict.fromkeys(set(SHOWN_AS.values())), named: shown}


def _place(place: Row | None) -> str | None:
    if place is None:
        return None
    words = [place[one] for one in PLACE_WORDS if place.get(one)]
    degrees = [str(place[one]) for one in DEGREES if place.get(one) is not None]
    return ", ".join([*words, *degrees])


async def _held(info: GraphInfo, case_id: str) -> Row:
    loader = info.context.memo.get(HOLDING)
    if loader is None:
        loader = info.context.memo[HOLDING] = DataLoader(load_fn=_holding(info), cache=False)
    found: Row = await loader.load(case_id)
    return found


def _holding(info: GraphInfo) -> Callable[[list[str]], Any]:
    """What the cases of a page hold, in one command. Who may decide a conflict may read its case in plain."""
    store = info.context.container.store

    async def load(ids: list[str]) -> list[Row]:
        found = await held_by_cases(store, set(ids))
        return [found.get(one, {}) for one in ids]

    return load
