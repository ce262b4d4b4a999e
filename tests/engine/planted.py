"""The types of the real schema under roots that hand out planted values, and a type of all kinds of resolvers."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from types import SimpleNamespace
from typing import Annotated, Any

import strawberry
from strawberry.extensions import FieldExtension
from strawberry.permission import BasePermission
from strawberry.schema.config import StrawberryConfig

from auth.principal import Grant, Principal
from auth.roles import Role
from documents.kernel.read.reference import Snapshot
from schema.actions import AllowedAction
from schema.assignments.types import Assignment
from schema.cases.types import Case, Incident, Message, Submission
from schema.connections import CountedConnection, TotalCount
from schema.context import Context
from schema.directory.types import Organization, Person, Topic
from schema.engine.rows import read
from schema.engine.settings import declare
from schema.execution import ENGINE
from schema.graphs import NODES
from schema.meetings.types import Meeting
from schema.nodes import Node
from schema.problems import ProblemType
from schema.protocols.types import Protocol
from schema.scalars import SCALARS

COLLECTIONS = ("organizations", "persons", "sectors", "topic_groups", "memberships", "legal_acts", "channels")
NOW = datetime(2026, 6, 1, 3)
Row = Mapping[str, Any]


@dataclass
class Planted(Context):
    """The context of one execution: what the root hands out, and what the resolvers did."""

    value: Any = None
    done: list[str] = field(default_factory=list)


Info = strawberry.Info[Planted, Any]


class Never(BasePermission):
    """Refuses, and says that it was asked."""

    message = "denied"

    def has_permission(self, source: Any, info: Any, **kwargs: Any) -> bool:
        info.context.done.append("asked")
        return False


class Louder(FieldExtension):
    """Changes what a field reads."""

    def resolve(self, next_: Callable[..., Any], source: Any, info: Any, **kwargs: Any) -> Any:
        return str(next_(source, info, **kwargs)).upper()


@strawberry.type
class Leaf:
    """Has no name of its own in rows, and instances as well as mappings."""

    text: str
    number: int | None
    ratio: float | None


@strawberry.type
class Probe(Node):
    """Plain keys beside resolvers of every kind; each says that it ran."""

    title: str
    note: str | None
    leaf: Leaf
    leaves: list[Leaf]
    more: list[Leaf | None] | None
    tables: list[list[int | None]] | None
    inner: Annotated["Probe", strawberry.lazy("tests.engine.planted")] | None
    inners: list[Annotated["Probe", strawberry.lazy("tests.engine.planted")]]
    secret: str | None = strawberry.field(permission_classes=[Never])
    hard_secret: str = strawberry.field(permission_classes=[Never])
    loud: str = strawberry.field(extensions=[Louder()])

    @strawberry.field
    def counted(self, info: Info, times: int = 1) -> int:
        info.context.done.append(f"counted {times}")
        return times

    @strawberry.field
    async def later(self, info: Info, probe: strawberry.Parent[Row]) -> str | None:
        info.context.done.append("later")
        await asyncio.sleep(0)
        if probe["note"] == "fails":
            raise ValueError("later failed")
        title: str | None = probe["title"]
        return title

    @strawberry.field
    def sure(self, info: Info, probe: strawberry.Parent[Row]) -> str:
        info.context.done.append("sure")
        if probe["note"] == "fails":
            raise ValueError("sure failed")
        return "sure"

    @strawberry.field
    async def surely_later(self, info: Info, probe: strawberry.Parent[Row]) -> str:
        info.context.done.append("surely later")
        await asyncio.sleep(0)
        return None if probe["note"] == "fails" else "sure"  # type: ignore[return-value]

    @strawberry.field
    async def another(self, info: Info, probe: strawberry.Parent[Row]) -> Leaf:
        info.context.done.append("another")
        leaf: Leaf = probe["leaf"]
        return leaf


Anything = Annotated[Message | Incident | Person | Probe, strawberry.union("Anything")]


def _planted(shown: Any) -> Any:
    def value(info: Info) -> Any:
        info.context.done.append("root")
        return info.context.value

    return strawberry.field(resolver=value, graphql_type=shown)


async def _later(info: Info) -> Any:
    await asyncio.sleep(0)
    return info.context.value


@strawberry.type
class Query:
    case: Case | None = _planted(Case | None)
    cases: list[Case] = _planted(list[Case])
    open_cases: list[Case | None] | None = _planted(list[Case | None] | None)
    submissions: list[Submission] | None = _planted(list[Submission] | None)
    message: Message | None = _planted(Message | None)
    messages: list[Message] | None = _planted(list[Message] | None)
    incident: Incident | None = _planted(Incident | None)
    page: CountedConnection[Case] | None = strawberry.field(
        resolver=_later, graphql_type=CountedConnection[Case] | None
    )
    node: Node | None = _planted(Node | None)
    nodes: list[Node | None] | None = _planted(list[Node | None] | None)
    anything: list[Anything | None] | None = _planted(list[Anything | None] | None)
    topics: list[Topic] | None = _planted(list[Topic] | None)
    organization: Organization | None = _planted(Organization | None)
    people: list[Person] | None = _planted(list[Person] | None)
    assignments: list[Assignment] | None = _planted(list[Assignment] | None)
    meeting: Meeting | None = _planted(Meeting | None)
    protocol: Protocol | None = _planted(Protocol | None)
    probe: Probe | None = _planted(Probe | None)
    probes: list[Probe] | None = _planted(list[Probe] | None)
    count: TotalCount | None = _planted(TotalCount | None)
    problems: list[ProblemType] | None = _planted(list[ProblemType] | None)
    actions: list[AllowedAction] | None = _planted(list[AllowedAction] | None)


@strawberry.type
class Mutation:
    @strawberry.mutation
    def touch(self, info: Info) -> Probe | None:
        info.context.done.append("touched")
        probe: Probe | None = info.context.value
        return probe


planted_schema = strawberry.Schema(
    query=Query,
    mutation=Mutation,
    types=[*NODES, Probe],
    config=StrawberryConfig(default_resolver=read, scalar_map=SCALARS),
)
CORE = declare(planted_schema._schema, ENGINE)
assert CORE.query_type is not None
ROOTS = CORE.query_type.fields


def context(value: Any) -> Planted:
    """Somebody who may a lot, in a container that holds a few rows of reference data."""
    who = Principal(
        account_id="account",
        person_id="person",
        login="me",
        grants=(Grant(role=Role.CENTER_HEAD),),
        acts_as_curator=False,
        acting_for=None,
        version=1,
        expires_at=datetime(2027, 1, 1),
    )
    return Planted(container=_container(), cursors=None, now=NOW, who=who, value=value)  # type: ignore[arg-type]


@cache
def _container() -> Any:
    rows: dict[str, dict[str, Row]] = {
        "organizations": {
            "office": _organization("office", None),
            "school": _organization("school", "office"),
        },
        "sectors": {
            "roads": {"_id": "roads", "id": "s1", "__type": "Sector", "title": "Дороги", "code": "ROADS"}
        },
        "topic_groups": {"snow": {"title": "Снег"}},
    }

    snapshot = Snapshot(1, {name: rows.get(name, {}) for name in COLLECTIONS})
    access = SimpleNamespace(
        reference=snapshot, reference_row=lambda _who, collection, row_id: snapshot.row(collection, row_id)
    )
    return SimpleNamespace(access=access, reference=SimpleNamespace(snapshot=snapshot))


def _organization(name: str, parent: str | None) -> dict[str, Any]:
    return {
        "_id": name,
        "id": f"o-{name}",
        "__type": "Organization",
        "name": name,
        "short_name": name,
        "kind": "SCHOOL",
        "is_responsible_recipient": True,
        "state": "ACTIVE",
        "parent_id": parent,
    }
