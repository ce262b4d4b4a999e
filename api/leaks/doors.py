"""THE register of doors: how each query field is asked. Which fields there are is read from the built schema.

To cover a new query field, add a line to `DOORS`; a new argument goes into that line, one that narrows a list also to
`filters.py`; a new type to `STORED_TYPES` and a newly withheld field to `RESTRICTED` in `truth.py`, a new text to
`texts.py`. How mutations are called stands in `mutations.py`, how addresses are in `addresses.py`. What is not there
fails the check.
"""

# ruff: noqa: ARG005  # every maker of arguments is called with the data

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.leaks.asks import chained, exported, like, protocols, rendered
from api.leaks.people import is_in_force
from api.leaks.pipelines import Row
from api.leaks.selection import in_pairs, values_of
from api.leaks.truth import CASE_TYPES, Truth, gid

Arguments = Callable[[Truth], list[str]]
"""Makes argument texts from the data: each is asked once (`id: "…"`); an empty text asks without arguments."""

PAGES = frozenset({"first", "after", "last", "before"})
_NAME = re.compile(r"(\w+): ")


@dataclass(frozen=True)
class Listed:
    """A connection of stored objects: the types it shows and its default order (stored key, descending or not)."""

    types: tuple[str, ...]
    key: str
    descending: bool = True
    filters: str | None = None
    orders: str | None = None
    turns: bool = False
    """Whether its one order can be turned round (`direction`)."""

    @property
    def gives(self) -> frozenset[str]:
        """The arguments with which it is asked."""
        narrowing = {"filter": self.filters, "orderBy": self.orders, "direction": self.turns}
        return PAGES | {name for name, known in narrowing.items() if known}


@dataclass(frozen=True)
class Directory:
    """A connection over reference data: its first and last page, and whether all there is of a kind is shown.

    `whole` is the filter under which all of it is shown; `is_listed` says which rows are.
    """

    type_name: str
    filters: str | None = None
    orders: str | None = None
    whole: str = ""
    is_listed: Callable[[Row, datetime], bool] = lambda row, now: True

    @property
    def gives(self) -> frozenset[str]:
        """The arguments with which it is asked; those of open filters and orders tell nothing (`PUBLIC`)."""
        return PAGES | {name for name, known in (("filter", self.filters), ("orderBy", self.orders)) if known}


@dataclass(frozen=True)
class Numbers:
    """How a field is asked by number: the arguments for a row that has one, and for numbers that were never given."""

    of: Callable[[Row], str]
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class Single:
    """One object of these types by id, and by number where the field takes one."""

    types: tuple[str, ...]
    numbers: Numbers | None = None

    @property
    def gives(self) -> frozenset[str]:
        """The arguments with which it is asked."""
        return frozenset({"id", *(_names(self.numbers.unknown) if self.numbers else ())})


@dataclass(frozen=True)
class Lookup:
    """Any object by global id; `many` where ids are given as a list."""

    many: bool = False

    @property
    def gives(self) -> frozenset[str]:
        """The argument with which it is asked."""
        return frozenset({"ids" if self.many else "id"})


@dataclass(frozen=True)
class Plain:
    """Any other field: asked with these arguments, its whole answer judged object by object and text by text."""

    arguments: Arguments = lambda truth: [""]
    gives: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Own(Plain):
    """A list of the asker's own rows, asked with these arguments and judged like any other field."""

    filters: str | None = None


@dataclass(frozen=True)
class Gated:
    """A field for those who hold a permission, and for oneself where it asks about a person: empty for all others."""

    permission: str
    arguments: Arguments
    gives: frozenset[str]


@dataclass(frozen=True)
class Explained:
    """Answers about one object and an action: of what is hidden they say what they say of what is not there."""

    names_actor: bool = False
    only_mutations: bool = False

    @property
    def gives(self) -> frozenset[str]:
        """The arguments with which it is asked."""
        return frozenset({"action", "id", *(("actor", "field") if self.names_actor else ())})


@dataclass(frozen=True)
class Logged:
    """The log of access to personal data: all of its lines for its readers, none for others."""

    filters: str = "PersonalDataAccessFilter"
    gives: frozenset[str] = PAGES | {"filter"}


@dataclass(frozen=True)
class Counted:
    """Counts of cases by dimensions, of their checks, or of ratings (counting.py, quality_counting.py, rating_counts.py)."""

    filters: str = "CaseFilter"
    gives: frozenset[str] = frozenset({"by", "filter"})


@dataclass(frozen=True)
class Streamed:
    """The stream of changes, read page by page, or the place where it ends now (streaming.py)."""

    gives: frozenset[str] = frozenset({"first", "after"})


Door = Listed | Directory | Single | Lookup | Plain | Gated | Explained | Logged | Counted | Streamed


def _names(texts: Iterable[str]) -> frozenset[str]:
    """The arguments that texts give: a name in a value stands in braces or quotes, which these have none of."""
    return frozenset(name for text in texts for name in _NAME.findall(text))


def asked(*texts: str) -> Plain:
    """Return a field with these arguments, the same for all data."""
    return Plain(lambda truth: list(texts), _names(texts))


def every(argument: str, enum: str, text: str = "") -> tuple[str, ...]:
    """Return the arguments for each value of an enumeration, as the schema has them, beside what `text` gives."""
    return tuple(f"{text}{', ' if text else ''}{argument}: {value}" for value in values_of(enum))


def gated(permission: str, *texts: str) -> Gated:
    """Return a field with these arguments for who holds a permission."""
    return Gated(permission, lambda truth: list(texts), _names(texts))


def _of_people(more: str) -> Arguments:
    return lambda truth: [
        f'personId: "{gid("Person", row)}"{more}' for row in list(truth.by_type["Person"].values())[:10]
    ]


REFERENCE_KINDS: Mapping[str, str] = {
    "ORGANIZATION": "Organization",
    "PERSON": "Person",
    "TOPIC": "Topic",
    "SETTLEMENT": "Settlement",
    "CHANNEL": "Channel",
    "REASON": "Reason",
}
"""Kind of reference data as the preview calls it → the type."""


def _reference(truth: Truth) -> list[str]:
    return [
        f'kind: {kind}, id: "{gid(name, row)}"'
        for kind, name in REFERENCE_KINDS.items()
        for row in list(truth.by_type[name].values())[:2]
    ]


def _drafts(truth: Truth) -> list[str]:
    body = gid("Organization", next(iter(truth.by_type["Organization"].values())))
    asks = (
        *every("hours", "RoutingHours"),
        f"importances: [{', '.join(values_of('Importance'))}]",
        f"regimes: [{', '.join(values_of('LegalRegime'))}]",
    )
    drafts = [f'{{title: "{number}", recipientId: "{body}", {one}}}' for number, one in enumerate(asks)]
    return ["lastDays: 30", f"lastDays: 92, rules: [{', '.join(drafts)}]"]


KIND_OF = '{fact: KIND, values: ["MESSAGE"]}'


def _terms(truth: Truth) -> list[str]:
    term = f"amount: 3, conditions: [{KIND_OF}]"
    drafts = [f"unit: {unit}, countedFrom: RECEIVED, {term}" for unit in values_of("DeadlineUnit")]
    drafts += [f"unit: CLOCK_HOURS, countedFrom: {start}, {term}" for start in values_of("DeadlineStart")]
    facts = ", ".join(f"{{fact: {fact}, values: []}}" for fact in values_of("PolicyFact") if fact != "KIND")
    named = f"unit: WORKING_DAYS, amount: 3, countedFrom: RECEIVED, conditions: [{KIND_OF}, {facts}]"
    drafts.append(named)
    return ["", *(f'policy: {{code: "DRAFT_{number}", {one}}}' for number, one in enumerate(drafts))]


BY_NUMBER = Numbers(
    lambda row: f'number: "{row["number"]}"',
    ('number: "2026-999999"', 'number: "ИМ-2026-999999"', 'number: "?"'),
)
BY_NUMBER_AND_YEAR = Numbers(
    lambda row: f"number: {row['number']}, year: {row['year']}", ("number: 999999, year: 2026",)
)
_CASES: Mapping[str, Any] = {"key": "received_at", "filters": "CaseFilter", "orders": "CaseOrder"}
_PREVIEW = 'from: "2026-06-01T00:00:00Z", amount: 3'

OWN_PAGES = [
    "first: 2",
    "last: 2",
    "first: 2, filter: {isRead: true}",
    *(f"first: 2, filter: {{isRead: false, kind: [{kinds}]}}" for kinds in in_pairs("NotificationKind")),
]

DOORS: Mapping[str, tuple[Door, ...]] = {
    "cases": (Listed(CASE_TYPES, **_CASES),),
    "submissions": (Listed(("Message", "Appeal"), **_CASES),),
    "messages": (Listed(("Message",), **_CASES),),
    "appeals": (Listed(("Appeal",), **_CASES),),
    "incidents": (Listed(("Incident",), **_CASES),),
    "meetings": (Listed(("Meeting",), "planned_at", filters="MeetingFilter", orders="MeetingOrder"),),
    "proposals": (
        Listed(("MemberProposal",), "submitted_at", filters="ProposalFilter", orders="ProposalOrder"),
    ),
    "protocols": (Listed(("Protocol",), "date", filters="ProtocolFilter", orders="ProtocolOrder"),),
    "assignments": (
        Listed(
            ("Assignment",), "due_on", descending=False, filters="AssignmentFilter", orders="AssignmentOrder"
        ),
    ),
    "conferences": (Listed(("Conference",), "held_on"),),
    "unmatchedReferences": (Listed(("UnmatchedReference",), "first_at", filters="UnmatchedReferenceFilter"),),
    "intakeConflicts": (Listed(("IntakeConflict",), "since", filters="IntakeConflictFilter"),),
    "curatorAbsences": (Listed(("CuratorAbsence",), "starts_at"),),
    "legalActs": (Listed(("LegalAct",), "issued_on"),),
    "accounts": (Listed(("UserAccount",), "login", descending=False, filters="AccountFilter", turns=True),),
    "clients": (Listed(("Client",), "login", descending=False, filters="ClientFilter", turns=True),),
    "webhooks": (Listed(("Webhook",), "sort_title", descending=False),),
    "organizations": (Directory("Organization", "OrganizationFilter", "NameOrder"),),
    "topics": (Directory("Topic", "TopicFilter", "TitleOrder"),),
    "settlements": (Directory("Settlement", "SettlementFilter", "TitleOrder"),),
    "streets": (Directory("Street", "StreetFilter", "TitleOrder"),),
    "people": (
        Directory("Person", "PersonFilter", "PersonOrder", is_listed=lambda row, now: bool(row["is_active"])),
    ),
    "members": (
        Directory(
            "Membership",
            "MemberFilter",
            "MemberOrder",
            whole=f"role: [{', '.join(values_of('Role'))}]",
            is_listed=is_in_force,
        ),
    ),
    "case": (Single(CASE_TYPES, BY_NUMBER),),
    "submission": (Single(("Message", "Appeal"), BY_NUMBER),),
    "message": (Single(("Message",), BY_NUMBER),),
    "appeal": (Single(("Appeal",), BY_NUMBER),),
    "incident": (Single(("Incident",), BY_NUMBER),),
    **{one.lower(): (Single((one,)),) for one in "Meeting Assignment Person Topic Organization".split()},
    "proposal": (Single(("MemberProposal",)),),
    "protocol": (Single(("Protocol",), BY_NUMBER_AND_YEAR),),
    "verifyProtocol": (Plain(protocols, frozenset({"id"})),),
    "node": (Lookup(),),
    "nodes": (Lookup(many=True),),
    **dict.fromkeys(
        """viewer center sectors channels deadlinePolicies routingRules responseTemplates sessions calendarLink
        notificationSettings savedFilters watchedCases""".split(),
        (Plain(),),
    ),
    "enumLabels": (asked("", 'names: ["Role"]'),),
    "caseReasons": (asked("", *every("kind", "ReasonKind")),),
    "effectiveCurator": (asked("", 'at: "2026-05-05T00:00:00Z"'),),
    "dueDatePreview": (asked(*every("unit", "DeadlineUnit", _PREVIEW)),),
    "export": (Plain(exported, frozenset({"id"})),),
    "exports": (Plain(),),
    "exportColumns": (asked(*every("list", "ExportList")),),
    "calendar": (asked('from: "2026-06-01", to: "2026-06-15"'),),
    **dict.fromkeys(("caseCounts", "qualityCounts"), (Counted(),)),
    "satisfactionCounts": (Counted("RatingFilter"),),
    "deadlineControl": (asked(*every("scope", "ControlScope")),),
    "memberWorkload": (asked("", "year: 2025"),),
    "decisionExecution": (asked("", "year: 2025"),),
    "settings": (gated("policy.read", ""),),
    "accessMatrix": (gated("policy.read", *every("role", "Role")),),
    "accessExplain": (Explained(names_actor=True),),
    "whoCan": (Explained(),),
    "actionForm": (Explained(only_mutations=True),),
    "roleHistory": (Gated("audit.read", _of_people(", last: 5"), frozenset({"personId"}) | PAGES),),
    "whyHad": (
        Gated(
            "audit.read",
            _of_people(', permission: "protocol.sign", at: "2026-06-01T00:00:00Z"'),
            frozenset({"personId", "permission", "at"}),
        ),
    ),
    "referenceChangePreview": (Gated("reference.manage", _reference, frozenset({"kind", "id"})),),
    "calendarChangePreview": (
        gated("reference.manage", *every("kind", "DayKind", 'date: "2026-12-25"'), 'date: "2026-06-15"'),
    ),
    "settingChangePreview": (gated("reference.manage", 'name: "fourEyes"', 'name: "quorumRule"'),),
    "otherCases": (Plain(like, frozenset({"id", "first"})),),
    "problemChain": (Plain(chained, frozenset({"id"})),),
    "renderTemplate": (Plain(rendered, frozenset({"id", "templateId", "text"})),),
    "similarCases": (Plain(like, frozenset({"id", "first"})),),
    "deadlinePolicyPreview": (Gated("policy.manage", _terms, frozenset({"policy"})),),
    "routingPreview": (Gated("policy.manage", _drafts, frozenset({"lastDays", "rules"})),),
    "personalDataAccessLog": (Logged(),),
    "notifications": (Own(lambda truth: OWN_PAGES, PAGES | {"filter"}, "NotificationFilter"),),
    "jobs": (gated("job.read", ""),),
    "events": (Streamed(),),
    "eventsHead": (Streamed(frozenset()),),
    "personalDataAccessCounts": (gated("access_log.read", 'from: "2026-01-01", to: "2026-12-31"'),),
}
"""Query field → the ways it is asked."""
