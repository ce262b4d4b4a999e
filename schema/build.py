"""The whole schema, put together, and its SDL."""

from collections.abc import Iterable, Mapping
from typing import Any

import strawberry
from graphql import GraphQLInputObjectType, Undefined
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.name_converter import NameConverter

from schema.access.queries import AccessQueries
from schema.accounts.mutations import AccountMutations, ClientMutations
from schema.accounts.queries import AccountQueries
from schema.accounts.types import Client, UserAccount
from schema.assignments.mutations import AssignmentMutations
from schema.assignments.queries import AssignmentQueries
from schema.assignments.types import Assignment
from schema.cases.counts import CountQueries
from schema.cases.mutations import IncidentMutations, SubmissionMutations
from schema.cases.queries import CaseQueries
from schema.cases.types import Appeal, Incident, Message
from schema.center.mutations import CenterMutations
from schema.center.queries import CenterQueries
from schema.center.types import DeadlinePolicy
from schema.costs import print_sizes
from schema.directory.bodies import BodyMutations
from schema.directory.mutations import DirectoryMutations
from schema.directory.previews import PreviewQueries
from schema.directory.queries import DirectoryQueries
from schema.directory.types import Channel, Organization, Person, Reason, Sector, Settlement, Topic
from schema.disclosures.mutations import DisclosureMutations
from schema.disclosures.queries import DisclosureQueries
from schema.enforcing import enforce
from schema.engine.executor import FastExecutor
from schema.labels import LabelQueries
from schema.lookup import LookupQueries
from schema.meetings.queries import MeetingQueries
from schema.meetings.types import Meeting
from schema.members.appointing import AppointingMutations
from schema.members.handover import HandoverMutations
from schema.members.mutations import MemberMutations
from schema.members.past import PastQueries
from schema.members.queries import MemberQueries
from schema.members.types import CuratorAbsence, LegalAct, Membership
from schema.protocols.mutations import ProtocolMutations
from schema.protocols.queries import ProtocolQueries
from schema.protocols.types import Protocol
from schema.reading import read
from schema.scalars import SCALARS


@strawberry.type(description="Everything that can be asked; each field is nulled alone where it is refused.")
class Query(
    AccessQueries,
    AccountQueries,
    AssignmentQueries,
    CaseQueries,
    CenterQueries,
    CountQueries,
    DirectoryQueries,
    DisclosureQueries,
    LabelQueries,
    LookupQueries,
    MeetingQueries,
    MemberQueries,
    PastQueries,
    PreviewQueries,
    ProtocolQueries,
):
    """Root of the queries."""


@strawberry.type(description="Everything that can be changed; refusals come back in `errors` of the payload.")
class Mutation(
    AccountMutations,
    AppointingMutations,
    AssignmentMutations,
    BodyMutations,
    CenterMutations,
    ClientMutations,
    DirectoryMutations,
    DisclosureMutations,
    HandoverMutations,
    IncidentMutations,
    MemberMutations,
    ProtocolMutations,
    SubmissionMutations,
):
    """Root of the mutations."""


NODES = (
    Appeal,
    Assignment,
    Channel,
    Client,
    CuratorAbsence,
    DeadlinePolicy,
    Incident,
    LegalAct,
    Meeting,
    Membership,
    Message,
    Organization,
    Person,
    Protocol,
    Reason,
    Sector,
    Settlement,
    Topic,
    UserAccount,
)
"""Every type that has a global id; those that only an interface leads to would be missing otherwise."""


class Names(NameConverter):
    """Strawberry's own spelling of names, each worked out once: it asks for those of arguments at every call."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, str] = {}

    def apply_naming_config(self, name: str) -> str:
        """The GraphQL spelling of a Python name. There are only as many names as the schema has."""
        if name not in self._known:
            self._known[name] = super().apply_naming_config(name)
        return self._known[name]


def build_schema() -> strawberry.Schema:
    """The schema anew; one a process is enough."""
    built = strawberry.Schema(
        query=Query,
        mutation=Mutation,
        types=NODES,
        config=StrawberryConfig(default_resolver=read, scalar_map=SCALARS, name_converter=Names()),
        execution_context_class=FastExecutor,
    )
    enforce(built._schema)  # noqa: SLF001  # Strawberry has no door to the finished schema
    _absent_is_not_null(built)
    print_sizes(built._schema.type_map)  # noqa: SLF001  # the same
    return built


def _absent_is_not_null(built: strawberry.Schema) -> None:
    """Take the default «null» from optional arguments and input fields: Strawberry gives it to all of them, and a
    reader of the SDL would take it for a meaning."""
    for named in built._schema.type_map.values():  # noqa: SLF001  # Strawberry has no door to the finished schema
        fields = getattr(named, "fields", {})
        taken = fields.values() if isinstance(named, GraphQLInputObjectType) else _arguments(fields)
        for one in taken:
            if one.default_value is None:
                one.default_value = Undefined


def _arguments(fields: Mapping[str, Any]) -> Iterable[Any]:
    return (argument for field in fields.values() for argument in getattr(field, "args", {}).values())


schema = build_schema()


def sdl() -> str:
    """The schema in the schema definition language, with `@requires`, in an order that only its contents decide."""
    return schema.as_str().rstrip() + "\n"
