"""Reads the form of an action off its declarations: the input type with its shapes, and the operation that guards it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_non_null_type,
)
from strawberry import UNSET

from auth.errors import BadRequest, Forbidden, Problem
from auth.policy.decide import allows, may_ever
from auth.policy.explaining import refusal
from auth.policy.grammar import Moment
from documents.center.settings import bounds_of
from documents.kernel.ids import global_id
from documents.kernel.read.resource import Resource
from documents.kernel.write.offering import ReasonDemand, demanded_by_input, reason_demand
from documents.kernel.write.operation import Effect, Operation, operations
from documents.organizations.resource import ORGANIZATIONS
from documents.sectors.resource import CHANNELS, SECTORS, SETTLEMENTS, TOPICS
from schema.access.form_types import MOST_CHOICES, FieldChoice, FieldRule, FieldShape, FormField
from schema.context import GraphInfo
from schema.enforcing import declared_at
from schema.memory import memory_list
from schema.problems import IDEMPOTENCY_KEY
from schema.shapes.checking import INPUT
from schema.shapes.printing import shape_directives

Row = Mapping[str, Any]

EACH = "*"
REASON, REVISION = "reason", "expectedRevision"


@dataclass(frozen=True)
class NamedList:
    """What an id of a form names: the query field that lists it, and the list itself where it is short."""

    query: str
    type_name: str = ""
    resource: Resource | None = None
    label: str = "title"
    keep: Callable[[Row], bool] = lambda row: row.get("is_active", True) is True


_SECTORS = NamedList("sectors", "Sector", SECTORS)
_TOPICS = NamedList("topics", "Topic", TOPICS)
_SETTLEMENTS = NamedList("settlements", "Settlement", SETTLEMENTS)
_CHANNELS = NamedList("channels", "Channel", CHANNELS)


def _is_at_work(row: Row) -> bool:
    return bool(row["state"] == "ACTIVE")


def _is_recipient(row: Row) -> bool:
    return bool(row["is_responsible_recipient"]) and _is_at_work(row)


_BODIES = NamedList("organizations", "Organization", ORGANIZATIONS, label="short_name", keep=_is_at_work)
_RECIPIENTS = NamedList(
    "organizations", "Organization", ORGANIZATIONS, label="short_name", keep=_is_recipient
)

NAMED: Mapping[str, NamedList] = MappingProxyType(
    {
        **dict.fromkeys(("sectorId", "sectorIds"), _SECTORS),
        **dict.fromkeys(("topicId", "topicIds"), _TOPICS),
        **dict.fromkeys(("settlementId", "settlementIds"), _SETTLEMENTS),
        **dict.fromkeys(("channelId", "channelIds", "viaChannelId"), _CHANNELS),
        **dict.fromkeys(("organizationId", "complainedOfId", "parentId"), _BODIES),
        **dict.fromkeys(("recipientId", "defaultRecipientId"), _RECIPIENTS),
        "streetId": NamedList("streets"),
        "legalActId": NamedList("legalActs"),
        **dict.fromkeys(
            """assigneeId coAssigneeIds coExecutorIds controllerId curatorId decidedById insteadOfId officialSignerId
            personId receivedById responsibleId secretaryId speakerId""".split(),
            NamedList("people"),
        ),
    }
)
"""Input field → what it names, for those that name the same wherever they stand."""

OF_KIND: Mapping[str, str] = MappingProxyType(
    {"messageKind": "MESSAGE", "appealKind": "APPEAL", "complainedOfId": "APPEAL", "importance": "INCIDENT"}
)
"""Field of an action on a case → the one kind of case that has it: given of another it is `not_for_this_kind`."""


@dataclass(frozen=True)
class FormPlace:
    """One field of an input, and where it stands."""

    path: tuple[str, ...]
    given: GraphQLInputField


@dataclass(frozen=True)
class FormPlan:
    """What is the same for everybody of the form of one mutation."""

    name: str
    operation: Operation | None
    places: tuple[FormPlace, ...]

    @property
    def moves(self) -> Operation | None:
        """The operation where it moves an object that is there."""
        found = self.operation
        return found if found is not None and found.effect is Effect.MOVES else None


def form_plan(core: GraphQLSchema, name: str) -> FormPlan:
    """Return the form of a mutation. Raises: BAD_REQUEST (`unknown_value`) where there is none of that name."""
    assert core.mutation_type is not None
    if name not in core.mutation_type.fields:
        raise BadRequest("unknown_value", path=("action",))
    return _plan(core, name)


@cache
def _plan(core: GraphQLSchema, name: str) -> FormPlan:
    assert core.mutation_type is not None
    given = get_named_type(core.mutation_type.fields[name].args[INPUT].type)
    assert isinstance(given, GraphQLInputObjectType), "every mutation takes one input"
    found = next((one for one in operations().values() if one.shown_name == name), None)
    return FormPlan(name, found, tuple(_places(given, (), frozenset())))


def _places(
    type_: GraphQLInputObjectType, path: tuple[str, ...], within: frozenset[str]
) -> Iterator[FormPlace]:
    for name, given in type_.fields.items():
        yield FormPlace((*path, name), given)
        inner = get_named_type(given.type)
        if isinstance(inner, GraphQLInputObjectType) and inner.name not in within:
            each = (EACH,) if is_list_type(get_nullable_type(given.type)) else ()
            yield from _places(inner, (*path, name, *each), within | {type_.name, inner.name})


def refused_by_rights(info: GraphInfo, plan: FormPlan) -> Iterator[Problem]:
    """Yield why the caller may never send it, before any object is named."""
    context, operation = info.context, plan.operation
    who = context.principal
    if operation is not None and not operation.of_oneself:
        if not may_ever(who, operation.action, reading=operation.reading):
            yield refusal(who, operation.action, None, step=operation.words, reading=operation.reading)
        return
    core: GraphQLSchema = info._raw_info.schema  # noqa: SLF001  # Strawberry hides the built schema
    assert core.mutation_type is not None
    needed = declared_at(plan.name, core.mutation_type.fields[plan.name])
    if not needed.opens_to(who, {}):
        yield Forbidden(needed.actions[0].value)


def form_fields(info: GraphInfo, plan: FormPlan, row: Row | None, *, is_allowed: bool) -> list[FormField]:
    """Return the fields as the caller may fill them in."""
    needed = _needed(info, plan, row)
    kind = row.get("kind") if row is not None else None
    return [_field(info, one, needed, kind, is_allowed=is_allowed) for one in plan.places]


def _needed(info: GraphInfo, plan: FormPlan, row: Row | None) -> frozenset[str]:
    """Fields that must be given although their type lets them be absent."""
    who, operation = info.context.principal, plan.operation
    if operation is None:
        return frozenset()
    if row is None:
        demand = demanded_by_input(operation.body)
    else:
        given = allows(who, operation.action, row, moment=Moment.BEFORE, reading=operation.reading)
        demand = reason_demand(operation, given)
    found = {
        REASON: demand is ReasonDemand.ALWAYS,
        REVISION: operation.replaces_text,
        IDEMPOTENCY_KEY: operation.effect is Effect.CREATES and who.person_id is None,
    }
    return frozenset(name for name, is_needed in found.items() if is_needed)


def _field(
    info: GraphInfo, place: FormPlace, needed: frozenset[str], kind: str | None, *, is_allowed: bool
) -> FormField:
    *above, name = place.path
    named = NAMED.get(name) if get_named_type(place.given.type).name == "ID" else None
    is_of_other = not above and kind is not None and OF_KIND.get(name, kind) != kind
    return FormField(
        path=list(place.path),
        takes=str(place.given.type),
        description=place.given.description or "",
        allowed=is_allowed and not is_of_other,
        required=is_non_null_type(place.given.type) or (not above and name in needed),
        shape=_shape(info, place.given),
        choices=_choices(info, place.given, named),
        choices_from=named.query if named is not None else None,
    )


def _shape(info: GraphInfo, given: GraphQLInputField) -> FieldShape | None:
    found = list(shape_directives(given))
    if not found:
        return None
    kind = next((one.kind for one in found if one.kind is not UNSET), None)
    rules = [_rule(info, kind, one) for one in found if one.rule is not UNSET]
    return FieldShape(kind=kind, rules=rules)


def _rule(info: GraphInfo, kind: str | None, told: Any) -> FieldRule:
    bounds = None
    if told.setting is not UNSET and kind is not None:
        bounds = bounds_of(info.context.container.access.reference, told.setting, kind)
    least, most = (told.least, told.most) if bounds is None else (str(bounds[0]), str(bounds[1]))
    return FieldRule(rule=told.rule, limit=told.limit or None, least=least or None, most=most or None)


def _choices(info: GraphInfo, given: GraphQLInputField, named: NamedList | None) -> list[FieldChoice] | None:
    type_ = get_named_type(given.type)
    if isinstance(type_, GraphQLEnumType):
        return [FieldChoice(value=name, label=one.description or name) for name, one in type_.values.items()]
    if named is None or named.resource is None:
        return None
    rows = memory_list(info, named.resource, named.keep)
    if not 0 < len(rows) <= MOST_CHOICES:
        return None
    return [FieldChoice(value=global_id(named.type_name, row["_id"]), label=row[named.label]) for row in rows]
