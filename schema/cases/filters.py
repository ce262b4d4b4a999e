"""Filters and orders of cases: typed inputs, turned into one flat condition for the store."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

import strawberry

from auth.errors import BadRequest
from documents.cases.delivery import UNDELIVERED
from documents.cases.filing import FilingPrefix
from documents.cases.statuses import OPEN, CaseStatus
from documents.cases.vocabulary import CaseKind, ClockKind, Outcome, Priority, Regime, ResponseStatus
from documents.kernel.names import camel
from documents.kernel.read.conditions import add
from documents.kernel.read.paging import Direction
from schema.cases.places import GeoBox, GeoCircle, add_places
from schema.cases.searching import add_filed, add_search
from schema.cases.waiting import CaseAction
from schema.context import GraphInfo
from schema.directory.types import SectorCode
from schema.ids import decoded
from schema.shapes.kinds import (
    Code,
    ExternalId,
    House,
    Id,
    Instant,
    Many,
    Place,
    Search,
    SoughtEmail,
    SoughtPhone,
)
from schema.terms import described
from schema.waiting import WAITS


@strawberry.input(description="A half-open range of time: `from` is included, `to` is not.")
class DateTimeRange:
    from_: Instant | None = strawberry.field(default=None, name="from", description="The start, included.")
    to: Instant | None = strawberry.field(default=None, description="The end, not included.")


@strawberry.input(description="Fields are combined with AND; a list matches any of its values.")
class CaseFilter:
    kind: Many[CaseKind] | None = strawberry.field(default=None, description="Kinds of case.")
    status: Many[CaseStatus] | None = strawberry.field(default=None, description="Current states.")
    is_open: bool | None = strawberry.field(
        default=None,
        description=(
            "Whether somebody still owes an answer: not answered, and not rejected, dismissed, forwarded, merged, "
            "withdrawn or closed."
        ),
    )
    sector: Many[SectorCode] | None = strawberry.field(
        default=None, description="Sectors а)–ж) of the decree."
    )
    outside_sectors: bool | None = strawberry.field(
        default=None, description="Whether it is confirmed to lie outside the decree's sectors."
    )
    topic_ids: Many[Id] | None = strawberry.field(default=None, description="Topics.")
    channel: Many[Code] | None = strawberry.field(default=None, description="Channel codes.")
    regime: Many[Regime] | None = strawberry.field(default=None, description="Whether 59-ФЗ governs them.")
    priority: Many[Priority] | None = strawberry.field(default=None, description="How urgent they are.")
    recipient_ids: Many[Id] | None = strawberry.field(
        default=None, description="Organizations that must answer."
    )
    assignee_ids: Many[Id] | None = strawberry.field(default=None, description="People who handle them.")
    assigned_to_me: bool | None = strawberry.field(default=None, description="Whether you are the assignee.")
    unassigned: bool | None = strawberry.field(default=None, description="Whether no assignee is named.")
    settlement_ids: Many[Id] | None = strawberry.field(default=None, description="Settlements.")
    street_ids: Many[Id] | None = strawberry.field(
        default=None, description="Streets of the directory; finds only cases whose street was recognized."
    )
    street: Place | None = strawberry.field(
        default=None,
        description=(
            "The street, however it is written: «Кирова» equals «ул. Кирова», and «пер. Кирова» is another street."
        ),
    )
    house: House | None = strawberry.field(
        default=None,
        description="The house, however it is written: «48а» equals «48 А».",
    )
    near: GeoCircle | None = strawberry.field(
        default=None, description="Within a circle; finds only cases whose coordinates are known."
    )
    within: GeoBox | None = strawberry.field(
        default=None, description="Within a box; finds only cases whose coordinates are known."
    )
    tags: Many[Code] | None = strawberry.field(default=None, description="Tags, in capitals or not.")
    external_id: Many[ExternalId] | None = strawberry.field(
        default=None, description="Numbers in the systems that the cases come from."
    )
    source_status: Many[CaseStatus] | None = strawberry.field(
        default=None, description="What their present states in the systems that they come from are here."
    )
    received_at: DateTimeRange | None = strawberry.field(
        default=None, description="When they reached the municipality."
    )
    routed_at: DateTimeRange | None = strawberry.field(
        default=None, description="When they were first routed."
    )
    answered_at: DateTimeRange | None = strawberry.field(default=None, description="When they were answered.")
    due_at: DateTimeRange | None = strawberry.field(default=None, description="When they are due.")
    updated_at: DateTimeRange | None = strawberry.field(
        default=None, description="When they were last changed."
    )
    is_overdue: bool | None = strawberry.field(
        default=None,
        description=(
            "Whether they are open past the deadline or were answered late; with `isOpen: true` only the former."
        ),
    )
    is_due_soon: bool | None = strawberry.field(
        default=None, description="Whether one fifth of the time or one working day is left, or less."
    )
    was_returned: bool | None = strawberry.field(
        default=None, description="Whether it was returned «не по принадлежности» at least once."
    )
    is_repeat: bool | None = strawberry.field(
        default=None, description="Whether they are repeated (повторные)."
    )
    outcome: Many[Outcome] | None = strawberry.field(default=None, description="How they ended.")
    is_undelivered: bool | None = strawberry.field(
        default=None,
        description="Whether an answer or a notice came back, or nothing says how it is to go.",
    )
    response_status: Many[ResponseStatus] | None = strawberry.field(
        default=None, description="Where one of their drafts or answers stands; a case may have several."
    )
    has_attachments: bool | None = strawberry.field(
        default=None,
        description=(
            "Whether there is a file. Finds only cases of which you see all files: those not cleared of personal data too."
        ),
    )
    clock: Many[ClockKind] | None = strawberry.field(
        default=None, description="Clocks of which one is running; clocks run on open cases alone."
    )
    late_clock: Many[ClockKind] | None = strawberry.field(
        default=None, description="Clocks of which one is running past its due moment."
    )
    is_late: bool | None = strawberry.field(
        default=None,
        description="Whether a clock of any kind is running past its due moment; `isOverdue` looks at the deadline alone.",
    )
    allowed_action: Many[CaseAction] | None = strawberry.field(default=None, description=WAITS)
    applicant_phone: SoughtPhone | None = strawberry.field(
        default=None,
        description=(
            "The applicant's exact phone number in any notation; each use is logged. Finds only cases "
            "whose plain data you may see without stating a reason; not available for counts and subscriptions."
        ),
    )
    applicant_email: SoughtEmail | None = strawberry.field(
        default=None, description="The applicant's exact e-mail address; otherwise like `applicantPhone`."
    )
    search: Search | None = strawberry.field(
        default=None,
        description=(
            "A number or its beginning, or words of at least two letters, matched by their stems. The last word may be "
            "unfinished from three letters on: «комсомол» finds «Комсомольская»."
        ),
    )


@described(
    "Сортировка: what cases are sorted by. Ties are broken by id; missing values come last in ascending "
    "order. By `PRIORITY` the least urgent come first in ascending order.",
    RECEIVED_AT="Дата поступления",
    ROUTED_AT="Дата направления",
    DUE_AT="Срок",
    NUMBER="Регистрационный номер",
    UPDATED_AT="Дата последнего изменения",
    PRIORITY="Приоритет",
)
class CaseOrderField(StrEnum):
    RECEIVED_AT = "RECEIVED_AT"
    ROUTED_AT = "ROUTED_AT"
    DUE_AT = "DUE_AT"
    NUMBER = "NUMBER"
    UPDATED_AT = "UPDATED_AT"
    PRIORITY = "PRIORITY"


@strawberry.input(description="Order of cases; by default the most recently received come first.")
class CaseOrder:
    field: CaseOrderField = strawberry.field(description="What to sort by.")
    direction: Direction = strawberry.field(default=Direction.ASC, description="The direction to sort in.")


IDS = (
    ("topic_ids", "topic_id", "Topic"),
    ("recipient_ids", "recipient_id", "Organization"),
    ("assignee_ids", "assignee_id", "Person"),
    ("settlement_ids", "settlement_id", "Settlement"),
)
VALUES = (
    ("status", "status"),
    ("source_status", "source_status"),
    ("sector", "sector_id"),
    ("channel", "channel_id"),
    ("regime", "regime"),
    ("priority", "priority"),
    ("outcome", "outcome"),
    ("response_status", "responses.status"),
)
CLOCKS = "clocks"
OPEN_VALUES = sorted(map(str, OPEN))
FLAGS = ("outside_sectors", "was_returned", "is_repeat")
RANGES = ("received_at", "routed_at", "answered_at", "due_at", "updated_at")
FILED = (
    ("street", FilingPrefix.STREET),
    ("house", FilingPrefix.HOUSE),
    ("tags", FilingPrefix.TAG),
    ("external_id", FilingPrefix.EXTERNAL_ID),
)


def condition(info: GraphInfo, given: CaseFilter | None, kinds: Iterable[str] | None) -> dict[str, Any]:
    """Return the flat condition of a filter, within the kinds that the list shows (None: all). Raises: BAD_REQUEST."""
    where: dict[str, Any] = {}
    wanted = list(kinds) if kinds is not None else None
    if given is not None and given.kind is not None:
        asked = [kind.value for kind in given.kind]
        wanted = asked if wanted is None else [kind for kind in wanted if kind in asked]
    if wanted is not None:
        where["kind"] = any_of(wanted)
    if given is None:
        return where
    _named(where, given)
    _openness(where, given)
    for name in FLAGS:
        if getattr(given, name) is not None:
            where[name] = getattr(given, name)
    for name in RANGES:
        _range(where, name, getattr(given, name))
    if given.is_undelivered is not None:
        where["delivery_state"] = UNDELIVERED if given.is_undelivered else {"$ne": UNDELIVERED}
    _moments(where, given, info.context.now)
    _clocks(where, given, info.context.now)
    if given.has_attachments is not None:
        where["attachments.0"] = {"$exists": given.has_attachments}
    add_places(where, given.near, given.within)
    _assignment(where, given, info)
    _filed(where, given)
    if given.search is not None:
        add_search(where, given.search)
    return where


def _named(where: dict[str, Any], given: CaseFilter) -> None:
    """Lists of codes and of ids."""
    for name, key in VALUES:
        values = getattr(given, name)
        if values is not None:
            where[key] = any_of([str(value) for value in values])
    for name, key, type_name in IDS:
        texts = getattr(given, name)
        if texts is not None:
            path = ("filter", camel(name))
            where[key] = any_of([decoded(text, type_name, path=path) for text in texts])


def any_of(values: list[Any]) -> Any:
    """Return the condition «any of»: equality for one value, since the store's index serves that best."""
    return values[0] if len(values) == 1 else {"$in": values}


def _range(where: dict[str, Any], name: str, given: DateTimeRange | None) -> None:
    if given is None:
        return
    if given.from_ is not None and given.to is not None and given.from_ >= given.to:
        raise BadRequest("empty_range", path=("filter", camel(name)))
    bounds = {"$gte": given.from_, "$lt": given.to}
    where[name] = {operator: value for operator, value in bounds.items() if value is not None} or {
        "$exists": True
    }


def _moments(where: dict[str, Any], given: CaseFilter, now: datetime) -> None:
    """Overdue and due soon are ranges on stored moments."""
    overdue: dict[str, Any] = {}
    if given.is_overdue is not None:
        overdue["$lte" if given.is_overdue else "$gt"] = now
    if given.is_due_soon is True:
        where["due_soon_at"] = {"$lte": now}
        overdue["$gt"] = now
    elif given.is_due_soon is False:
        where["$nor"] = [{"due_soon_at": {"$lte": now}, "overdue_at": {"$gt": now}}]
    if overdue:
        where["overdue_at"] = overdue


def _clocks(where: dict[str, Any], given: CaseFilter, now: datetime) -> None:
    """Running clocks, which open cases alone have: the state is asked for too, since every list's index carries it."""
    late = {"done_at": None, "due_at": {"$lt": now}}
    asked: list[dict[str, Any]] = []
    if given.clock is not None:
        asked.append({"kind": any_of([str(one) for one in given.clock]), "done_at": None})
    if given.late_clock is not None:
        asked.append({"kind": any_of([str(one) for one in given.late_clock]), **late})
    if given.is_late is True:
        asked.append(late)
    for one in asked:
        add(where, CLOCKS, {"$elemMatch": one})
    if given.is_late is False:
        add(where, CLOCKS, {"$not": {"$elemMatch": late}})
    if asked and given.status is None and given.is_open is None:
        where["status"] = any_of(OPEN_VALUES)


def _assignment(where: dict[str, Any], given: CaseFilter, info: GraphInfo) -> None:
    """Three fields that all look at the assignee: each narrows what the others leave."""
    if given.assigned_to_me is not None:
        person_id = info.context.principal.person_id
        mine = [] if person_id is None else [person_id]
        add(where, "assignee_id", any_of(mine) if given.assigned_to_me else {"$nin": mine})
    if given.unassigned is not None:
        add(where, "assignee_id", None if given.unassigned else {"$ne": None})


def _openness(where: dict[str, Any], given: CaseFilter) -> None:
    """One more condition on the state: flat, since the indexes carry the state."""
    if given.is_open is None:
        return
    asked = given.status if given.status is not None else list(CaseStatus)
    where["status"] = any_of(sorted(str(one) for one in asked if (one in OPEN) is given.is_open))


def _filed(where: dict[str, Any], given: CaseFilter) -> None:
    """What is compared by a key of its own stands among the search terms."""
    if given.street_ids is not None:
        path = ("filter", "streetIds")
        ids = [decoded(text, "Street", path=path) for text in given.street_ids]
        add_filed(where, FilingPrefix.STREET_ID, ids, name="street_ids")
    for name, heading in FILED:
        value = getattr(given, name)
        if value is not None:
            add_filed(where, heading, value if isinstance(value, list) else [value], name=name)
