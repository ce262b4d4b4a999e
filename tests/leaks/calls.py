"""The mutations of the schema as the leak suite calls them: with what, and so that nothing is ever written."""

from collections.abc import Mapping, Sequence
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

from api.leaks.selection import CORE, everything
from documents.kernel.ids import global_id
from tests.leaks.town_planted import person_id

STALE = 999
"""A revision that nothing has: whatever is named with it is refused before anything is written."""

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
    # The planted act has neither file nor address, so that nobody is appointed by it.
    "appointMember": {"role": "MEMBER"},
    "grantRole": {
        "role": "REGISTRAR",
        "substitutesId": global_id("Membership", "member-RG"),
        "organizationId": global_id("Organization", "schools"),
    },
    "handOverPersonWork": {
        "fromId": global_id("Person", person_id("AS")),
        "toId": global_id("Person", person_id("AS")),
    },
    "recordCuratorAbsence": {
        "startsAt": "2026-05-05T00:00:00Z",
        "curatorId": global_id("Person", person_id("CU")),
    },
    # Reference data is everybody's to see: what may leak is only what a refusal says.
    "updateTopic": {"id": global_id("Topic", "holes")},
    "updateSettlement": {"id": global_id("Settlement", "bogotol")},
    "updateChannel": {"id": global_id("Channel", "page-comments")},
    "updateReason": {"id": global_id("Reason", "REWORK.UNCLEAR")},
    "updatePerson": {"id": global_id("Person", person_id("AS"))},
    **{
        name: {"id": global_id("Organization", "schools")}
        for name in """updateOrganization beginClosingOrganization cancelClosingOrganization
        closeOrganization""".split()
    },
    # A title, a code or a day that cannot be.
    **{key: {"title": " "} for key in ("createTopic", "createSettlement")},
    **{key: {"code": "?"} for key in ("createChannel", "createReason")},
    "createOrganization": {"shortName": " "},
    "createPerson": {"fullName": " "},
    "handOverOrganizationWork": {"reason": " "},
    "updateSetting": {"name": "unheard"},
    **{key: {"date": "1999-01-01"} for key in ("setCalendarDay", "clearCalendarDay")},
}
"""Mutations that create, or change reference data: input with which they are refused."""

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
    "deactivatePerson": ("Person",),
    **dict.fromkeys(("endMembership", "revokeRole"), ("Membership",)),
    "revealApplicant": ("Message", "Appeal", "Incident"),
    **dict.fromkeys("blockAccount unblockAccount endSessions renewInvitation".split(), ("UserAccount",)),
    **dict.fromkeys("rotateClientSecret blockClient unblockClient".split(), ("Client",)),
}
"""Mutations that move: the types of what they name by `input.id`."""

WITHOUT_REVISION: Mapping[str, Mapping[str, Any]] = {"revealApplicant": {"fields": []}}
"""Mutations that take no revision: an input that is refused all the same; what they do has checks of its own."""

IDS: Mapping[str, str] = {
    "channelId": global_id("Channel", "page-comments"),
    "viaChannelId": global_id("Channel", "page-comments"),
    "topicId": global_id("Topic", "holes"),
    "sectorId": global_id("Sector", "ROADS"),
    "settlementId": global_id("Settlement", "bogotol"),
    "recipientId": global_id("Organization", "schools"),
    "organizationId": global_id("Organization", "schools"),
    "fromId": global_id("Organization", "schools"),
    "toId": global_id("Organization", "schools"),
    "assigneeId": global_id("Person", person_id("AS")),
    "personId": global_id("Person", person_id("AS")),
    "responsibleId": global_id("Person", person_id("AS")),
    "legalActId": global_id("LegalAct", "act"),
}
"""Fields of inputs that name reference data → an id that is there."""


OTHERS: Mapping[str, Any] = {"JSON": STALE, "Date": "1999-01-01"}


def field_of(name: str) -> Any:
    """A root field."""
    assert CORE.query_type is not None
    assert CORE.mutation_type is not None
    return CORE.query_type.fields.get(name) or CORE.mutation_type.fields[name]


def shown_by(name: str) -> str:
    """The name of the type that the field's objects have."""
    return str(get_named_type(field_of(name).type).name)


def given(name: str, target: str | None) -> dict[str, Any]:
    """An input of a mutation, made from the schema: what is required, and a revision that cannot be."""
    shown = get_named_type(field_of(name).args["input"].type)
    assert isinstance(shown, GraphQLInputObjectType)
    found = _required(shown)
    if "expectedRevision" in shown.fields:
        found["expectedRevision"] = STALE
    if target is not None:
        found["id"] = target
    return {**found, **CREATING.get(name, {}), **WITHOUT_REVISION.get(name, {})}


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
    return {"ID": IDS.get(name, ""), "Int": STALE, "String": "https://example.org/1", **OTHERS}[shown.name]


def mutating(name: str, targets: Sequence[str | None]) -> tuple[str, dict[str, Any]]:
    """A document that calls a mutation for each target and asks for all of the payload, and its variables."""
    payload, numbers = shown_by(name), range(len(targets))
    declared = ", ".join(f"$i{number}: {field_of(name).args['input'].type}" for number in numbers)
    calls = " ".join(f"a{number}: {name}(input: $i{number}) {{ ...All }}" for number in numbers)
    document = f"mutation({declared}) {{ {calls} }} fragment All on {payload} {everything(payload)}"
    return document, {f"i{number}": given(name, target) for number, target in enumerate(targets)}
