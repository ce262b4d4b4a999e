"""THE table of doors: how each query field is asked, and each address; a door that is not here fails the check.

To cover a new query field, add a line to `DOORS`; a new argument that narrows a list goes to `filters.py`, a new type to
`STORED_TYPES` and a newly withheld field to `RESTRICTED` in `truth.py`, a new address to `ROUTES`. Mutations need no
line: they are only listed as not driven, and their payloads are covered by the doors that show the same types.
"""

# ruff: noqa: ARG005  # every maker of arguments is called with the data

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from api.leaks.pipelines import Row
from api.leaks.truth import CASE_TYPES, Truth, gid

Arguments = Callable[[Truth], list[str]]
"""Makes argument texts from the data: each is asked once (`id: "…"`); an empty text asks without arguments."""


@dataclass(frozen=True)
class Listed:
    """A connection of stored objects: the types it shows and its default order (stored key, descending or not)."""

    types: tuple[str, ...]
    key: str
    descending: bool = True
    filters: str | None = None
    orders: str | None = None


@dataclass(frozen=True)
class Directory:
    """A connection over reference data: asked for its first and last page, and judged object by object."""


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


@dataclass(frozen=True)
class Lookup:
    """Any object by global id; `many` where ids are given as a list."""

    many: bool = False


@dataclass(frozen=True)
class Plain:
    """Any other field: asked with these arguments, its whole answer judged object by object and text by text."""

    arguments: Arguments = lambda truth: [""]


@dataclass(frozen=True)
class Gated:
    """A field for those who hold a permission, and for oneself where it asks about a person: empty for all others."""

    permission: str
    arguments: Arguments


@dataclass(frozen=True)
class Explained:
    """Answers about one object and an action: of what is hidden they say what they say of what is not there."""

    argument: str


@dataclass(frozen=True)
class Logged:
    """The log of access to personal data: all of its lines for its readers, none for others."""


@dataclass(frozen=True)
class Counted:
    """Counts of cases by dimensions (counting.py)."""


Door = Listed | Directory | Single | Lookup | Plain | Gated | Explained | Logged | Counted


def asked(*texts: str) -> Plain:
    """Return a field with these arguments, the same for all data."""
    return Plain(lambda truth: list(texts))


def _numbers(truth: Truth) -> list[str]:
    rows = truth.by_type["Protocol"].values()
    return [f"number: {row['number']}, year: {row['year']}" for row in rows if row["number"] is not None][:30]


def gated(permission: str, *texts: str) -> Gated:
    """Return a field with these arguments for who holds a permission."""
    return Gated(permission, lambda truth: list(texts))


def _of_people(more: str) -> Arguments:
    return lambda truth: [
        f'personId: "{gid("Person", row)}"{more}' for row in list(truth.by_type["Person"].values())[:10]
    ]


def _reference(truth: Truth) -> list[str]:
    names = ("Organization", "Person", "Topic", "Settlement", "Channel", "Reason")
    return [
        f'kind: {name.upper()}, id: "{gid(name, row)}"'
        for name in names
        for row in list(truth.by_type[name].values())[:2]
    ]


BY_NUMBER = Numbers(
    lambda row: f'number: "{row["number"]}"',
    ('number: "2026-999999"', 'number: "ИМ-2026-999999"', 'number: "?"'),
)
BY_NUMBER_AND_YEAR = Numbers(
    lambda row: f"number: {row['number']}, year: {row['year']}", ("number: 999999, year: 2026",)
)

DOORS: Mapping[str, tuple[Door, ...]] = {
    "cases": (Listed(CASE_TYPES, "received_at", filters="CaseFilter", orders="CaseOrder"),),
    "submissions": (Listed(("Message", "Appeal"), "received_at", filters="CaseFilter", orders="CaseOrder"),),
    "messages": (Listed(("Message",), "received_at", filters="CaseFilter", orders="CaseOrder"),),
    "appeals": (Listed(("Appeal",), "received_at", filters="CaseFilter", orders="CaseOrder"),),
    "incidents": (Listed(("Incident",), "received_at", filters="CaseFilter", orders="CaseOrder"),),
    "meetings": (Listed(("Meeting",), "planned_at", filters="MeetingFilter", orders="MeetingOrder"),),
    "protocols": (Listed(("Protocol",), "date", filters="ProtocolFilter", orders="ProtocolOrder"),),
    "assignments": (
        Listed(
            ("Assignment",), "due_on", descending=False, filters="AssignmentFilter", orders="AssignmentOrder"
        ),
    ),
    "curatorAbsences": (Listed(("CuratorAbsence",), "starts_at"),),
    "legalActs": (Listed(("LegalAct",), "issued_on"),),
    **dict.fromkeys(("members", "organizations", "topics", "settlements"), (Directory(),)),
    "case": (Single(CASE_TYPES, BY_NUMBER),),
    "submission": (Single(("Message", "Appeal"), BY_NUMBER),),
    "message": (Single(("Message",), BY_NUMBER),),
    "appeal": (Single(("Appeal",), BY_NUMBER),),
    "incident": (Single(("Incident",), BY_NUMBER),),
    "meeting": (Single(("Meeting",)),),
    "protocol": (Single(("Protocol",), BY_NUMBER_AND_YEAR), Plain(_numbers)),
    "assignment": (Single(("Assignment",)),),
    "person": (Single(("Person",)),),
    "topic": (Single(("Topic",)),),
    "organization": (Single(("Organization",)),),
    "node": (Lookup(),),
    "nodes": (Lookup(many=True),),
    **dict.fromkeys(
        ("viewer", "center", "sectors", "channels", "enumLabels", "deadlinePolicies"), (Plain(),)
    ),
    "effectiveCurator": (asked("", 'at: "2026-05-05T00:00:00Z"'),),
    "dueDatePreview": (asked('from: "2026-06-01T00:00:00Z", unit: WORKING_DAYS, amount: 3'),),
    "calendar": (asked('from: "2026-06-08", to: "2026-06-15"'),),
    "caseCounts": (Counted(),),
    "accounts": (Listed(("UserAccount",), "login", descending=False, filters="AccountFilter"),),
    "clients": (Listed(("Client",), "login", descending=False, filters="ClientFilter"),),
    "caseReasons": (Plain(),),
    "sessions": (Plain(),),
    "settings": (gated("policy.read", ""),),
    "accessMatrix": (gated("policy.read", "role: CURATOR", "role: SYSTEM_ADMINISTRATOR"),),
    "accessExplain": (Explained("actor"),),
    "whoCan": (Explained(""),),
    "roleHistory": (Gated("audit.read", _of_people("")),),
    "whyHad": (Gated("audit.read", _of_people(', permission: "protocol.sign"')),),
    "referenceChangePreview": (Gated("reference.manage", _reference),),
    "calendarChangePreview": (gated("reference.manage", 'date: "2026-12-25", kind: DAY_OFF'),),
    "settingChangePreview": (gated("reference.manage", 'name: "fourEyes"', 'name: "quorumRule"'),),
    "personalDataAccessLog": (Logged(),),
    "personalDataAccessCounts": (gated("access_log.read", 'from: "2026-01-01", to: "2026-12-31"'),),
}
"""Query field → the ways it is asked."""

ARGUMENTS = frozenset(
    """first after last before filter orderBy id ids number year by name names at from to unit amount
    actor action field role direction kind personId permission date""".split()
)
"""Arguments of query fields and of fields of objects that the check knows how to give."""

ROUTES: Mapping[str, tuple[str, ...]] = {
    "/graphql": ("GET", "POST"),
    "/graphql/schema.graphql": ("GET",),
    "/graphql/ide/demo-accounts": ("GET",),
    "/graphql/ide/{name}": (),
    "/auth/token": (),
    "/auth/invitation": (),
    "/auth/revoke": (),
    "/.well-known/jwks.json": ("GET",),
    "/health/live": ("GET",),
    "/health/ready": ("GET",),
}
"""Address → the methods it is asked with; none where asking would write (signing in) or serves files of the editor."""
