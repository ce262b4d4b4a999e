"""What each argument means, told once for all fields that take it, and apart where a field takes it otherwise."""

from collections.abc import Iterator, Mapping

from graphql import GraphQLField, GraphQLSchema

from schema.connections import MOST
from schema.shapes.checking import BACK_REFERENCE

_EITHER = "Either `first` or `last` must be given, not both."

ARGUMENTS: Mapping[str, str] = {
    "first": f"How many rows from the beginning, 0 to {MOST}. {_EITHER}",
    "last": f"How many rows from the end, 0 to {MOST}. {_EITHER}",
    "after": "A cursor of this list in the same order: only what follows it is shown.",
    "before": "A cursor of this list in the same order: only what comes before it is shown.",
    "filter": "What the rows must be like; all that you may see, if absent.",
    "orderBy": "How the rows are sorted; if absent, as the list says.",
    "direction": "The direction to sort in.",
    "input": "What the mutation takes. Paths of problems in `errors` are relative to it.",
    "id": "The global id of the object.",
    "personId": "The global id of the official.",
    "action": "The code of a permission (`submission.route`), or the name of a mutation (`routeSubmission`).",
}
"""Argument → what it means wherever nothing else is said."""

_HISTORY = {
    "first": f"How many entries, 0 to {MOST}, the oldest first.",
    "after": "A cursor of this history: only later entries are shown.",
}
_OF_WEBHOOK = {
    "first": f"How many deliveries, 0 to {MOST}, the latest event first.",
    "after": "A cursor of these deliveries: only earlier events are shown.",
}
_BY_NUMBER = {
    "id": "The global id. Specify `id` or `number`, not both.",
    "number": "The registration number, e.g. `2026-000123`. Specify `id` or `number`, not both.",
}

_AFTER = "The `eventId` of the last change you have seen: you are first told what happened since. From now on, if absent."
_LIVE = ("assignmentChanged", "caseChanged", "meetingChanged", "notificationReceived", "protocolChanged")

OF_FIELDS: Mapping[str, Mapping[str, str]] = {
    **{f"Query.{name}": _BY_NUMBER for name in ("case", "submission", "message", "appeal", "incident")},
    "Query.protocol": {
        "id": "The global id. Specify either `id`, or `number` and `year`.",
        "number": "The number within its year; `year` is then needed.",
        "year": "The year of the number.",
    },
    "Query.nodes": {"ids": f"Global ids of objects of any types, at most {MOST}."},
    "Query.enumLabels": {"names": "Names of enumerations, e.g. `CaseStatus`; all of them, if absent."},
    "Query.caseCounts": {
        "filter": "Which cases are counted; all of them, if absent.",
        "by": "Dimensions, at most two; the total alone, if absent.",
    },
    "Query.satisfactionCounts": {
        "filter": "Which ratings are counted; all of them, if absent.",
        "by": "Dimensions, at most two; the total alone, if absent.",
    },
    "Query.qualityCounts": {
        "filter": "Which cases are counted; all of them, if absent.",
        "by": "Dimensions, at most two; the number of checked cases alone, if absent.",
    },
    **dict.fromkeys(("Webhook.deliveries", "Webhook.parkedDeliveries"), _OF_WEBHOOK),
    "Query.decisionExecution": {"year": "The year of the protocols; the present one, if absent."},
    "Query.memberWorkload": {"year": "The year of `lateInYear`; the present one, if absent."},
    "Query.deadlineControl": {"scope": "Whose open cases are counted."},
    "Query.caseReasons": {"kind": "What the reasons are used for; all kinds, if absent."},
    "Query.effectiveCurator": {"at": "The moment to tell it for; now, if absent."},
    "Query.dueDatePreview": {
        "amount": "How many units the deadline is long.",
        "unit": "The unit to count in.",
    },
    "Query.referenceChangePreview": {"id": "The global id of the object that would be changed."},
    "Query.accessMatrix": {"role": "The role whose rights are told."},
    "Query.actionForm": {
        "action": "The mutation's field name.",
        "id": "The global id of the object that it would change; none for what creates something.",
    },
    "Query.accessExplain": {
        "actor": "The global id of the official whose right is asked about.",
        "id": "The global id of the object that it would be done to.",
        "field": "The path of a field of the object that may be withheld, e.g. `applicant`; the object itself, if absent.",
    },
    "Query.renderTemplate": {
        "id": "The global id of the message, appeal or incident.",
        "templateId": "The global id of the template.",
        "text": "The words of a template that is still being written.",
    },
    "Query.events": {
        "first": f"How many events, 0 to {MOST}, the oldest first.",
        "after": "The `endCursor` of the page before, or `eventsHead`; from the oldest event that is told, if absent.",
    },
    "Query.whoCan": {"id": "The global id of the object that it would be done to."},
    "Query.whyHad": {
        "permission": "The code of the permission, e.g. `protocol.sign`.",
        "at": "The moment to tell it for; now, if absent.",
    },
    **{f"Subscription.{name}": {"after": _AFTER} for name in _LIVE},
    "Person.memberships": {"on": "A local day; the present moment, if absent."},
}
"""Field → its arguments that mean something of their own there."""


class Undescribed(TypeError):
    """An argument of which nobody says what it means."""


def describe_arguments(core: GraphQLSchema) -> None:
    """Tell callers what each argument means. Raises: Undescribed where no table has it, and it does not say so itself."""
    for place, field in _fields(core):
        for name, argument in field.args.items():
            argument.description = argument.description or meaning(place, name, field)
            definition = argument.extensions[BACK_REFERENCE]
            definition.description = argument.description


def meaning(place: str, name: str, field: GraphQLField) -> str:
    """Return what an argument of a field means. Raises: Undescribed."""
    own = OF_FIELDS.get(place, _HISTORY if "first" in field.args and "last" not in field.args else {})
    try:
        return own.get(name) or ARGUMENTS[name]
    except KeyError:
        raise Undescribed(f"{place}({name}:) is not described") from None


def _fields(core: GraphQLSchema) -> Iterator[tuple[str, GraphQLField]]:
    for shown in core.type_map.values():
        if not shown.name.startswith("__"):
            for name, field in getattr(shown, "fields", {}).items():
                if isinstance(field, GraphQLField) and field.args:
                    yield f"{shown.name}.{name}", field
