"""An unknown name of another system as a type."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import strawberry
from strawberry.dataloader import DataLoader

from documents.cases.statuses import CaseStatus
from documents.intake.pipelines import waiting_records
from documents.intake.resource import REFERENCES
from documents.intake.vocabulary import COLLECTIONS, UnmatchedReferenceKind
from schema.context import GraphInfo
from schema.directory.types import Channel, Organization, Person, Settlement, Topic
from schema.lives import history_field
from schema.memory import related
from schema.nodes import Node

Row = Mapping[str, Any]

WAITING = "loader of waiting records"


@strawberry.type(
    description="Неизвестное название: a name in records of another system that nothing here went by when it came."
)
class UnmatchedReference(Node):
    system: str = strawberry.field(description="Code of the system that calls it so.")
    kind: UnmatchedReferenceKind = strawberry.field(description="What it is to be here.")
    name: str = strawberry.field(description="The name as it came first.")
    channel: Channel | None = strawberry.field(description="The channel of the records that have it.")
    first_at: datetime = strawberry.field(description="When it came first.")
    revision: int = strawberry.field(description="Number of its changes.")
    is_demo: bool = strawberry.field(description="Whether it belongs to the demo municipality.")

    @strawberry.field(description="The topic that it stands for, if any.", graphql_type=Topic | None)
    def topic(self, info: GraphInfo, reference: strawberry.Parent[Row]) -> Any:
        return _target(info, reference, UnmatchedReferenceKind.TOPIC)

    @strawberry.field(
        description="The organization that it stands for, if any.", graphql_type=Organization | None
    )
    def organization(self, info: GraphInfo, reference: strawberry.Parent[Row]) -> Any:
        return _target(info, reference, UnmatchedReferenceKind.DEPARTMENT)

    @strawberry.field(description="The person that it stands for, if any.", graphql_type=Person | None)
    def person(self, info: GraphInfo, reference: strawberry.Parent[Row]) -> Any:
        return _target(info, reference, UnmatchedReferenceKind.EXECUTOR)

    @strawberry.field(
        description="The settlement that it stands for, if any.", graphql_type=Settlement | None
    )
    def settlement(self, info: GraphInfo, reference: strawberry.Parent[Row]) -> Any:
        return _target(info, reference, UnmatchedReferenceKind.SETTLEMENT)

    @strawberry.field(description="What a state comes to here, once somebody has said so.")
    def status(self, reference: strawberry.Parent[Row]) -> CaseStatus | None:
        target_id = reference["target_id"]
        is_state = reference["kind"] == UnmatchedReferenceKind.STATE.value
        return CaseStatus(target_id) if is_state and target_id is not None else None

    @strawberry.field(description="How many records wait for it.")
    async def records(self, info: GraphInfo, reference: strawberry.Parent[Row]) -> int:
        found = await _waiting(info, reference)
        return int(found["count"]) if found else 0

    @strawberry.field(description="When the latest record came that waits for it; null if none does.")
    async def last_at(self, info: GraphInfo, reference: strawberry.Parent[Row]) -> datetime | None:
        found = await _waiting(info, reference)
        return found["last_at"] if found else None

    history = history_field(REFERENCES)


def _target(info: GraphInfo, reference: Row, kind: UnmatchedReferenceKind) -> Any:
    return (
        related(info, COLLECTIONS[kind], reference["target_id"]) if reference["kind"] == kind.value else None
    )


async def _waiting(info: GraphInfo, reference: Row) -> Row | None:
    loader = info.context.memo.get(WAITING)
    if loader is None:
        loader = info.context.memo[WAITING] = DataLoader(load_fn=_counted(info), cache=False)
    found: Row | None = await loader.load(reference["_id"])
    return found


def _counted(info: GraphInfo) -> Callable[[list[str]], Any]:
    """The records of all names of a page in one command."""
    store = info.context.container.store

    async def load(ids: list[str]) -> list[Row | None]:
        found = await waiting_records(store, set(ids))
        return [found.get(one) for one in ids]

    return load
