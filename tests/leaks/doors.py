"""The register of doors: how each root field of the schema is called, and what of the planted objects it shows."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_required_input_field,
)

from documents.kernel.ids import global_id
from tests.leaks.secrets_planted import Planted
from tests.leaks.selection import CORE, everything, type_names
from tests.leaks.town_planted import person_id
from tests.leaks.world import World

STALE = 999
"""A revision that nothing has: whatever is named with it is refused before anything is written."""


@dataclass(frozen=True)
class Call:
    """One document to send. `shows` are the types whose visible objects it must show, all of them: a door that shows
    nothing must not pass for a tight one."""

    document: str
    shows: tuple[str, ...] = ()


Door = Callable[[World, str], Iterable[Call]]


def field_of(name: str) -> Any:
    """A root field."""
    assert CORE.query_type is not None
    assert CORE.mutation_type is not None
    return CORE.query_type.fields.get(name) or CORE.mutation_type.fields[name]


def shown_by(name: str) -> str:
    """The name of the type that the field's objects have."""
    return str(get_named_type(field_of(name).type).name)


def listed(world: World, name: str) -> Iterator[Call]:
    """A connection: forwards with everything, backwards, and an impossible page."""
    names = type_names(field_of(name))
    yield Call(f"{{ {name}(first: 100) {everything(shown_by(name))} }}", names)
    yield Call(
        f"{{ {name}(last: 100) {{ nodes {{ __typename ... on Node {{ id }} }} totalCount {{ value }} }} }}"
    )
    yield Call(f"{{ {name}(first: 1000) {{ totalCount {{ value }} }} }}")


def alone(world: World, name: str) -> Iterator[Call]:
    """One object: by the id of each that it could show, and of one that it cannot."""
    names = type_names(field_of(name))
    # Histories of cases, and what hangs on them, are asked at the doors of one kind.
    selection = everything(shown_by(name), deep=len(names) == 1)
    fragment = f"fragment All on {shown_by(name)} {selection}"
    yield Call(_aliased(name, [f'id: "{one.global_id}"' for one in world.of(*names)]) + fragment, names)
    strange = next(one for one in world.planted if one.type_name not in names)
    yield Call(
        _aliased(name, [f'id: "{strange.global_id}"', f'id: "{global_id(names[0], "none")}"']) + fragment
    )


def numbered(world: World, name: str) -> Iterator[Call]:
    """One object by its id or its number."""
    yield from alone(world, name)
    names = type_names(field_of(name))
    fragment = f"fragment All on {shown_by(name)} {everything(shown_by(name), deep=False)}"
    yield Call(
        _aliased(name, [f'number: "{_number(world, one)}"' for one in world.of(*names)]) + fragment, names
    )
    # By a number of another kind nothing is found, and nothing told.
    others = [one for one in world.of("Message", "Appeal", "Incident") if one.type_name not in names]
    if others:
        yield Call(_aliased(name, [f'number: "{_number(world, one)}"' for one in others[:6]]) + fragment)


def protocol(world: World, name: str) -> Iterator[Call]:
    """A protocol by its id, or by number and year."""
    yield from alone(world, name)
    yield Call(f"{{ protocol(number: 1, year: 2026) {everything('Protocol')} }}")


def looked_up(world: World, name: str) -> Iterator[Call]:
    """Objects by global id alone, of whatever type."""
    ids = [one.global_id for one in world.planted]
    every = tuple({one.type_name: None for one in world.planted})
    if name == "nodes":
        document = f"{{ a: nodes(ids: %s) {everything('Node')} b: nodes(ids: %s) {{ __typename id }} }}"
        yield Call(document % (json.dumps(ids[:100]), json.dumps(ids[100:])), every)
        return
    fragment = f"fragment All on Node {everything('Node', deep=False)}"
    yield Call(_aliased(name, [f'id: "{one}"' for one in ids]) + fragment, every)


def plain(world: World, name: str) -> Iterator[Call]:
    """A field without arguments that must be given."""
    yield Call(f"{{ {name} {everything(shown_by(name))} }}")


def asked(arguments: str) -> Door:
    """A field with these arguments."""

    def door(world: World, name: str) -> Iterator[Call]:
        yield Call(f"{{ {name}({arguments}) {everything(shown_by(name))} }}")

    return door


def _aliased(name: str, arguments: Iterable[str]) -> str:
    asked = (f"a{number}: {name}({one}) {{ ...All }}" for number, one in enumerate(arguments))
    return f"{{ {' '.join(asked)} }} "


def _number(world: World, planted: Planted) -> str:
    secrets = world.secrets.by_text.values()
    return next(
        one.text for one in secrets if one.about == planted.record_id and one.place.endswith(".number")
    )


QUERIES: Mapping[str, Door] = {
    **dict.fromkeys(("cases", "submissions", "messages", "appeals", "incidents"), listed),
    **dict.fromkeys(("meetings", "protocols", "assignments"), listed),
    **dict.fromkeys(("members", "organizations", "topics", "settlements"), listed),
    **dict.fromkeys(("legalActs", "curatorAbsences", "accounts", "clients"), listed),
    **dict.fromkeys(("case", "submission", "message", "appeal", "incident"), numbered),
    **dict.fromkeys(("meeting", "assignment", "person"), alone),
    "protocol": protocol,
    **dict.fromkeys(("node", "nodes"), looked_up),
    **dict.fromkeys(
        ("viewer", "center", "sectors", "channels", "enumLabels", "deadlinePolicies", "sessions"), plain
    ),
    "effectiveCurator": asked('at: "2026-05-05T00:00:00Z"'),
    "topic": asked(f'id: "{global_id("Topic", "holes")}"'),
    "organization": asked(f'id: "{global_id("Organization", "schools")}"'),
    "dueDatePreview": asked('from: "2026-06-01T00:00:00Z", unit: WORKING_DAYS, amount: 3'),
    "calendar": asked('from: "2026-06-01", to: "2026-06-08"'),
    "caseCounts": asked("by: [STATUS, SECTOR]"),
}
"""Root field of a query → how it is called."""

CREATING: Mapping[str, Mapping[str, Any]] = {
    "registerSubmission": {"externalSystem": "POS", "externalId": "external-far-message-ordinary"},
    "registerIncident": {"externalSystem": "POS", "externalId": "external-far-incident-sensitive"},
    # Whoever may, is told that the person has an account, that the login is none, that no session is named.
    "inviteAccount": {"personId": global_id("Person", person_id("AS"))},
    "registerClient": {},
    "changePassword": {},
    "revokeSession": {},
    "revokeOtherSessions": {},
    "draftProtocol": {"meetingId": global_id("Meeting", "meeting-draft")},
    "recordCuratorAbsence": {
        "startsAt": "2026-05-05T00:00:00Z",
        "curatorId": global_id("Person", person_id("CU")),
    },
}
"""Mutations that create: input with which they meet something that is there, and are refused."""

MOVING: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        """formalizeSubmission acceptSubmission rejectSubmission routeSubmission returnRouting startWork submitResponse
        approveResponse returnResponse sendResponse closeSubmission""".split(),
        ("Message", "Appeal"),
    ),
    **dict.fromkeys(
        """dismissIncident routeIncident returnIncident takeIncident startIncident submitIncidentReply
        returnIncidentReply publishIncidentReply closeIncident""".split(),
        ("Incident",),
    ),
    **dict.fromkeys(
        """updateProtocol submitProtocol markProtocolReady sendBackProtocol signProtocol dispatchProtocol""".split(),
        ("Protocol",),
    ),
    **dict.fromkeys(
        """acknowledgeAssignment startAssignment reportAssignment acceptAssignmentReport
        returnAssignmentReport""".split(),
        ("Assignment",),
    ),
    "endCuratorAbsence": ("CuratorAbsence",),
    **dict.fromkeys("blockAccount unblockAccount endSessions renewInvitation".split(), ("UserAccount",)),
    **dict.fromkeys("rotateClientSecret blockClient unblockClient".split(), ("Client",)),
}
"""Mutations that move: the types of what they name by `input.id`."""

IDS: Mapping[str, str] = {
    "channelId": global_id("Channel", "page-comments"),
    "viaChannelId": global_id("Channel", "page-comments"),
    "topicId": global_id("Topic", "holes"),
    "sectorId": global_id("Sector", "ROADS"),
    "settlementId": global_id("Settlement", "bogotol"),
    "recipientId": global_id("Organization", "schools"),
    "organizationId": global_id("Organization", "schools"),
    "assigneeId": global_id("Person", person_id("AS")),
    "personId": global_id("Person", person_id("AS")),
    "responsibleId": global_id("Person", person_id("AS")),
    "legalActId": global_id("LegalAct", "act"),
}
"""Fields of inputs that name reference data → an id that is there."""


def uncovered() -> list[str]:
    """Root fields that no door of the register covers, and doors that the schema no longer has."""
    assert CORE.query_type is not None
    assert CORE.mutation_type is not None
    there = {*CORE.query_type.fields, *CORE.mutation_type.fields}
    return sorted(there ^ {*QUERIES, *CREATING, *MOVING})


def given(name: str, target: str | None) -> dict[str, Any]:
    """An input of a mutation, made from the schema: what is required, and a revision that cannot be."""
    shown = get_named_type(field_of(name).args["input"].type)
    assert isinstance(shown, GraphQLInputObjectType)
    found = _required(shown)
    if "expectedRevision" in shown.fields:
        found["expectedRevision"] = STALE
    if target is not None:
        found["id"] = target
    return {**found, **CREATING.get(name, {})}


def _required(shown: GraphQLInputObjectType) -> dict[str, Any]:
    return {
        name: _value(name, field.type)
        for name, field in shown.fields.items()
        if is_required_input_field(field) or name in ("channelId", "personId", "legalActId")
    }


def _value(name: str, shown: GraphQLInputType) -> Any:
    if isinstance(shown, GraphQLNonNull):
        return _value(name, shown.of_type)
    if isinstance(shown, GraphQLList):
        return [_value(name, shown.of_type)]
    if isinstance(shown, GraphQLInputObjectType):
        return _required(shown)
    if isinstance(shown, GraphQLEnumType):
        return next(iter(shown.values))
    return {"ID": IDS.get(name, ""), "Int": STALE, "String": "https://example.org/1"}[shown.name]


def mutating(name: str, targets: Sequence[str | None]) -> tuple[str, dict[str, Any]]:
    """A document that calls a mutation for each target and asks for all of the payload, and its variables."""
    payload, numbers = shown_by(name), range(len(targets))
    declared = ", ".join(f"$i{number}: {field_of(name).args['input'].type}" for number in numbers)
    calls = " ".join(f"a{number}: {name}(input: $i{number}) {{ ...All }}" for number in numbers)
    document = f"mutation({declared}) {{ {calls} }} fragment All on {payload} {everything(payload)}"
    return document, {f"i{number}": given(name, target) for number, target in enumerate(targets)}
