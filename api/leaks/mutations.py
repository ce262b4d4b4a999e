"""THE register of mutations: with what each is called so that it is refused. Which there are is read from the built schema.

To cover a new mutation, add a line to `MUTATIONS`; a new field of an input that holds an id, to `IDS`. The command never
calls them, since a refusal too may leave a trace; the tests do, on a town of their own (mutating.py).
"""

# ruff: noqa: ARG005  # every maker of an input is called with the data

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_required_input_field,
)

from api.leaks.pipelines import Row
from api.leaks.selection import mutation_fields
from api.leaks.truth import CASE_TYPES, FILE, NOTE, Truth, gid
from documents.kernel.ids import global_id

STALE = 999
"""A revision that nothing has: whatever is named with it is refused before anything is written."""

UNKNOWN = "0" * 24

KEY = "of-a-call-that-is-refused"
"""An idempotency key, which clients must send with what they create; of a refused call nothing is remembered."""

Given = Mapping[str, Any]


@dataclass(frozen=True)
class Moved:
    """It names an object of one of these types by `input.id`, and a revision that is stale; `given` where it takes none.

    `shows` is whether a refusal shows that object, as it is, to whoever sees it.
    """

    types: tuple[str, ...]
    given: Given = field(default_factory=dict)
    shows: bool = True


@dataclass(frozen=True)
class Made:
    """It creates something, or changes what everybody may see: refused for what `given` makes of the data.

    `hides` is a field of the input that names something of a type not everybody sees: of a hidden one it must say what it
    says of one that is not there.
    """

    given: Callable[[Truth], Given] = lambda truth: {}
    hides: tuple[str, str] | None = None


@dataclass(frozen=True)
class Several:
    """It names objects of these types by `input.items`, each with a revision that is stale, and tells of each by itself."""

    types: tuple[str, ...]


Calling = Moved | Made | Several


def _first(truth: Truth, type_name: str, fits: Callable[[Row], bool] = lambda row: True) -> str:
    """The id of the first object that fits, or of one that is not there."""
    # Files and notes are no objects of their own: one that is not there is named.
    rows = truth.by_type[type_name].values() if type_name not in (FILE, NOTE) else ()
    return next((gid(type_name, row) for row in rows if fits(row)), global_id(type_name, UNKNOWN))


def _external(kind: str) -> Callable[[Truth], Given]:
    """The number in another system of a case that is there: a double."""

    def given(truth: Truth) -> Given:
        row = next((one for _, one in truth.rows(kind) if one.get("external_id")), {"external_id": "none"})
        return {"externalSystem": "POS", "externalId": row["external_id"], "idempotencyKey": KEY}

    return given


def _with(**given: Any) -> Made:
    """A value that cannot be, whatever the data are."""
    return Made(lambda truth: given)


def _updates(type_name: str) -> Made:
    return Made(lambda truth: {"id": _first(truth, type_name)})


def _second_absence(truth: Truth) -> Given:
    """An absence of the curator that is there already."""
    row = next(iter(truth.by_type["CuratorAbsence"].values()), None)
    if row is None:
        return {"startsAt": "1999-01-01T00:00:00Z", "curatorId": _first(truth, "Person")}
    starts = row["starts_at"].isoformat(timespec="milliseconds") + "Z"
    return {"startsAt": starts, "curatorId": global_id("Person", row["curator_id"])}


def _names_twice(type_name: str) -> Made:
    """Work is handed over from somebody to the same one."""
    return Made(lambda truth: dict.fromkeys(("fromId", "toId"), _first(truth, type_name)))


SUBMISSIONS, INCIDENT, OF_A_CLIENT = ("Message", "Appeal"), ("Incident",), Moved(("Client",))

MUTATIONS: Mapping[str, Calling] = {
    **dict.fromkeys(
        """formalizeSubmission acceptSubmission rejectSubmission routeSubmission returnRouting startWork resumeWork saveDraft
        postponeSubmission proposePostponement decidePostponement extendDeadline forwardSubmission withdrawSubmission
        requestDetails recordDetails cancelSubmission mergeSubmissions splitSubmission reopenSubmission
        submitResponse approveResponse returnResponse sendResponse recordDelivery closeSubmission
        recordSatisfaction decideReopening examineRating sendRecipientLink revokeRecipientLink""".split(),
        Moved(SUBMISSIONS),
    ),
    **dict.fromkeys(
        """formalizeIncident addPublication dismissIncident routeIncident returnIncident takeIncident startIncident
        resumeIncident postponeIncident reopenIncident mergeIncidents splitIncident
        saveReplyDraft submitIncidentReply returnIncidentReply publishIncidentReply closeIncident
        sendIncidentRecipientLink revokeIncidentRecipientLink""".split(),
        Moved(INCIDENT),
    ),
    **dict.fromkeys(
        """scheduleMeeting updateMeeting moveMeeting addMeetingMaterial takeBackMaterial remarkMaterial
        cancelMeeting openMeeting recordAttendance recordSpeaker recordVotes closeMeeting declareNotHeld
        startVoting castBallot closeVoting countBallots""".split(),
        Moved(("Meeting",)),
    ),
    "issueAssignment": _with(text=" "),
    **dict.fromkeys(("draftMeeting", "proposeItem", "recordConference", "registerWebhook"), _with(title=" ")),
    **dict.fromkeys(("decideProposal", "withdrawProposal"), Moved(("MemberProposal",))),
    **dict.fromkeys(
        """updateProtocol submitProtocol markProtocolReady sendBackProtocol signProtocol dispatchProtocol
        commentProtocol dissent publishProtocol recordAcknowledgement sendExtract
        revokeAcknowledgementLink attachToProtocol detachFromProtocol""".split(),
        Moved(("Protocol",)),
    ),
    **dict.fromkeys(
        """acknowledgeAssignment startAssignment reportAssignment acceptAssignmentReport
        returnAssignmentReport extendAssignment recordAssignmentAcknowledgement""".split(),
        Moved(("Assignment",)),
    ),
    **dict.fromkeys(("leaveUnanswered", "recordReception", "answerOrally"), Moved(("Appeal",))),
    **dict.fromkeys(
        """attachFile updateAttachment clearAttachment detachFile addNote rewordNote setPriority
        setExternalTerm qualityCheck linkCases unlinkCases markCase""".split(),
        Moved(CASE_TYPES),
    ),
    **dict.fromkeys("routeMany closeMany setPriorityMany markMany".split(), Several(CASE_TYPES)),
    "acceptMany": Several(SUBMISSIONS),
    **dict.fromkeys(("mapReference", "unmapReference"), Moved(("UnmatchedReference",))),
    "decideConflict": Moved(("IntakeConflict",), {"keep": ["TEXT"]}),
    "revealApplicant": Moved(CASE_TYPES, {"fields": []}, shows=False),
    "endCuratorAbsence": Moved(("CuratorAbsence",)),
    "deactivatePerson": Moved(("Person",)),
    **dict.fromkeys(("endMembership", "revokeRole"), Moved(("Membership",))),
    **dict.fromkeys("blockAccount unblockAccount endSessions".split(), Moved(("UserAccount",))),
    # These show what they have made, and refused they have made nothing.
    "renewInvitation": Moved(("UserAccount",), shows=False),
    "giveRatingLink": Moved(SUBMISSIONS, shows=False),
    **dict.fromkeys("blockClient unblockClient updateClient replaceClientDocuments".split(), OF_A_CLIENT),
    **dict.fromkeys(("rotateClientSecret", "rotateClientKey"), Moved(("Client",), shows=False)),
    **dict.fromkeys(("updateWebhook", "testWebhook"), Moved(("Webhook",))),
    **dict.fromkeys(("rotateWebhookSecret", "replayDeliveries"), Moved(("Webhook",), shows=False)),
    "registerSubmission": Made(_external("Message")),
    "registerIncident": Made(_external("Incident")),
    # Whoever may, is told that the login is none, that no session is named, that the password is not his.
    **dict.fromkeys(
        "inviteAccount registerClient changePassword revokeSession revokeOtherSessions markNotificationsRead".split(),
        Made(),
    ),
    "saveFilter": Made(lambda truth: {"title": "Отбор", "filter": {"applicantPhone": "+79990000000"}}),
    **dict.fromkeys(
        ("updateSavedFilter", "removeSavedFilter"),
        Made(lambda truth: {"id": global_id("SavedFilter", UNKNOWN)}),
    ),
    **dict.fromkeys(
        ("watchCase", "unwatchCase"),
        Made(lambda truth: {"id": global_id("Message", UNKNOWN)}, hides=("id", "Message")),
    ),
    "createExport": Made(lambda truth: {"list": "TOPICS", "format": "CSV", "columns": ["nothing"]}),
    "makeCalendarLink": _with(days=0),
    "revokeCalendarLink": _with(madeAt="1999-01-01T00:00:00Z"),
    "setNotification": _with(relation="CURATOR"),
    "setNotificationTimes": _with(quietHours="?"),
    "draftProtocol": Made(
        lambda truth: {"meetingId": _first(truth, "Meeting", lambda row: row["status"] == "DRAFT")},
        hides=("meetingId", "Meeting"),
    ),
    "draftErratum": Made(lambda truth: {"items": []}, hides=("protocolId", "Protocol")),
    # An act without a file and an address appoints nobody.
    "appointMember": Made(
        lambda truth: {
            "role": "MEMBER",
            "legalActId": _first(truth, "LegalAct", lambda row: not (row.get("file_id") or row.get("url"))),
        },
        hides=("legalActId", "LegalAct"),
    ),
    # A registrar stands in for nobody of another role.
    "grantRole": Made(
        lambda truth: {
            "role": "REGISTRAR",
            "substitutesId": _first(truth, "Membership", lambda row: row["role"] != "REGISTRAR"),
        }
    ),
    "handOverOrganizationWork": _names_twice("Organization"),
    "handOverPersonWork": _names_twice("Person"),
    "recordCuratorAbsence": Made(_second_absence, hides=("legalActId", "LegalAct")),
    # Reference data is everybody's to see: what may leak is only what a refusal says.
    "updateTopic": _updates("Topic"),
    "updateSettlement": _updates("Settlement"),
    **{f"update{one}": _updates(one) for one in ("Street", "Channel", "Reason")},
    **dict.fromkeys(("updateRoutingRule", "moveRoutingRule"), _updates("RoutingRule")),
    "updateDeadlinePolicy": _updates("DeadlinePolicy"),
    "recountDeadlines": _with(reason=" "),
    "updateResponseTemplate": _updates("ResponseTemplate"),
    "updatePerson": _updates("Person"),
    **dict.fromkeys(
        """updateOrganization beginClosingOrganization cancelClosingOrganization closeOrganization""".split(),
        _updates("Organization"),
    ),
    **dict.fromkeys(
        "createTopic createSettlement createRoutingRule createResponseTemplate".split(), _with(title=" ")
    ),
    "createStreet": _with(name=" "),
    **dict.fromkeys(("createChannel", "createReason", "createDeadlinePolicy"), _with(code="?")),
    "createOrganization": _with(shortName=" "),
    "createPerson": _with(fullName=" "),
    "updateSetting": _with(name="unheard"),
    "recordLegalAct": _with(title=" "),
    "attachLegalActFile": _updates("LegalAct"),
    **dict.fromkeys(("setCalendarDay", "clearCalendarDay"), _with(date="1999-01-01")),
}
"""Mutation → how it is called."""

IDS: Mapping[str, str] = {
    **dict.fromkeys(("channelId", "viaChannelId"), "Channel"),
    **dict.fromkeys(("topicId", "topicIds"), "Topic"),
    **dict.fromkeys(("sectorId", "sectorIds"), "Sector"),
    **dict.fromkeys(("settlementId", "settlementIds"), "Settlement"),
    **dict.fromkeys(("streetId", "streetIds"), "Street"),
    "channelIds": "Channel",
    **dict.fromkeys(("recipientIds", "organizationIds"), "Organization"),
    "assigneeIds": "Person",
    **dict.fromkeys(
        "recipientId organizationId complainedOfId defaultRecipientId parentId fromId toId".split(),
        "Organization",
    ),
    **dict.fromkeys(
        """assigneeId coAssigneeIds personId decidedById receivedById responsibleId coExecutorIds curatorId secretaryId
        speakerId officialSignerId controllerId insteadOfId""".split(),
        "Person",
    ),
    "substitutesId": "Membership",
    # Whether the other case may be named is asked after the revision, which none has.
    **dict.fromkeys(("intoId", "replacedById", "mergedCaseId", "otherId"), "Message"),
    "standsForId": "Topic",
    "sourceIds": "Topic",  # everybody's to see: of cases and assignments the head sees all
    "meetingId": "Meeting",
    "protocolId": "Protocol",
    "cancelsIds": "Assignment",
    "legalActId": "LegalAct",
    **dict.fromkeys(("fileId", "fileIds"), FILE),
    "noteId": NOTE,
    "ids": "Person",  # of nobody's notification: what stands for one is refused
}
"""Field of an input that holds an id → the type of what it names. `id` itself names what the mutation is about."""

LEFT_OUT = frozenset({"substitutesId", "curatorId", "parentId", "defaultRecipientId"})
"""Ids that are given by the line of a mutation, or not at all: with them a role or a body is another thing."""

SCALARS: Mapping[str, Any] = {
    "Int": STALE,
    "Float": 0.0,
    "Boolean": False,
    "String": "https://example.org/1",
    "JSON": STALE,
    "Date": "1999-01-01",
    "DateTime": "2026-06-01T00:00:00Z",
}
"""Scalar → the value that a required field gets."""


def input_of(name: str) -> GraphQLInputObjectType:
    """Return the type of the input of a mutation."""
    shown = get_named_type(mutation_fields()[name].args["input"].type)
    assert isinstance(shown, GraphQLInputObjectType)
    return shown


def given(truth: Truth, name: str, target: str | None = None) -> dict[str, Any]:
    """Make an input: what is required, every id, a revision that cannot be, and what the register says."""
    mutation, shown = MUTATIONS[name], input_of(name)
    found = _required(truth, shown)
    if "expectedRevision" in shown.fields:
        found["expectedRevision"] = STALE
    if isinstance(mutation, Several):
        named = target if target is not None else global_id(mutation.types[0], UNKNOWN)
        return {**found, "items": [{"id": named, "expectedRevision": STALE}]}
    if target is not None:
        found["id"] = target
    return {**found, **(mutation.given(truth) if isinstance(mutation, Made) else mutation.given)}


def _required(truth: Truth, shown: GraphQLInputObjectType) -> dict[str, Any]:
    return {
        name: _value(truth, name, one.type)
        for name, one in shown.fields.items()
        if is_required_input_field(one) or name in IDS.keys() - LEFT_OUT
    }


def _value(truth: Truth, name: str, shown: GraphQLInputType) -> Any:
    if isinstance(shown, GraphQLNonNull):
        return _value(truth, name, shown.of_type)
    if isinstance(shown, GraphQLList):
        return [_value(truth, name, shown.of_type)]
    if isinstance(shown, GraphQLInputObjectType):
        return _required(truth, shown)
    if isinstance(shown, GraphQLEnumType):
        return next(iter(shown.values))
    return _first(truth, IDS[name]) if name in IDS else SCALARS.get(shown.name, "")


def input_fields() -> Iterator[tuple[str, str, Any]]:
    """List every field of every input of a mutation: the input, the field, its named type."""
    waiting: list[Any] = [get_named_type(one.type) for one in _arguments()]
    seen: set[str] = set()
    while waiting:
        shown = waiting.pop()
        if isinstance(shown, GraphQLInputObjectType) and shown.name not in seen:
            seen.add(shown.name)
            for name, one in shown.fields.items():
                inner = get_named_type(one.type)
                yield shown.name, name, inner
                waiting.append(inner)


def _arguments() -> Iterator[Any]:
    fields: Iterator[GraphQLField] = iter(mutation_fields().values())
    return (argument for one in fields for argument in one.args.values())
