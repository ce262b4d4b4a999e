"""Every list, under every kind of right, in every order, with and without the usual filters, is served by an index.

The embedded server's `explain` is no proof, so the commands are captured and held against the declared indexes.
"""

from collections.abc import Mapping
from typing import Any

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, get_named_type

from documents.assignments.document import Assignment
from documents.cases.document import Case
from documents.disclosures.document import PersonalDataAccess
from documents.kernel.ids import global_id
from documents.kernel.read.access import KEYS
from documents.kernel.record import Record
from documents.meetings.document import Meeting, MemberProposal
from documents.protocols.document import Protocol
from schema.build import schema
from tests.support.asking import ask
from tests.support.commands import Command
from tests.support.covering import conditions, declared, serves, uncovered
from tests.support.town import Town

CORE = schema._schema

RECORDS: Mapping[str, type[Record]] = {
    **dict.fromkeys(("cases", "submissions", "messages", "appeals", "incidents"), Case),
    "meetings": Meeting,
    "proposals": MemberProposal,
    "protocols": Protocol,
    "assignments": Assignment,
}
"""List → the document it shows."""

ASKING: Mapping[str, tuple[str, ...]] = {
    "cases": ("head", "lead.roads", "recipient.coordinator", "assignee", "registrar", "partner"),
    "meetings": ("head", "pos"),
    "proposals": ("head", "pos"),
    "protocols": ("curator", "member"),
    "assignments": ("head", "pos", "recipient.head", "assignee"),
}
"""List → people to whom everything is open, one key, or several."""

SHARES = 3
OF_ONE_KIND = ("head", "lead.roads", "recipient.coordinator")
"""Of them, who asks lists of one kind of case in a plain run."""

PERSON, BODY = global_id("Person", "person-assignee"), global_id("Organization", "roads")
CARRIED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "CaseFilter": {
        "status": ("status: [NEW]", "status: [NEW, ACCEPTED]"),
        "isOpen": ("isOpen: true", "isOpen: true, isOverdue: true"),
        "sector": ("sector: [ROADS]", "sector: [ROADS, EDUCATION]"),
        "recipientIds": (f'recipientIds: ["{BODY}"]',),
        "assigneeIds": (f'assigneeIds: ["{PERSON}"]',),
        "assignedToMe": ("assignedToMe: true", "assignedToMe: false"),
        "unassigned": ("unassigned: true", "unassigned: false"),
        "isOverdue": (
            "isOverdue: true",
            "isOverdue: false",
            "isOverdue: true, status: [NEW], sector: [ROADS]",
        ),
        "allowedAction": (
            "allowedAction: [START_WORK]",
            "allowedAction: [ROUTE_SUBMISSION, ROUTE_INCIDENT]",
            "allowedAction: [ACCEPT_SUBMISSION, TAKE_INCIDENT, APPROVE_RESPONSE], sector: [ROADS]",
        ),
    },
    "MeetingFilter": {
        "status": ("status: [HELD]", "status: [HELD, DRAFT]"),
        "allowedAction": (
            "allowedAction: [CAST_BALLOT]",
            "allowedAction: [SCHEDULE_MEETING, ADD_MEETING_MATERIAL]",
        ),
    },
    "ProposalFilter": {"status": ("status: [SUBMITTED]", "status: [SUBMITTED, ON_AGENDA]")},
    "ProtocolFilter": {
        "status": ("status: [SIGNED]", "status: [SIGNED, DRAFT]"),
        "allowedAction": (
            "allowedAction: [SIGN_PROTOCOL]",
            "allowedAction: [SUBMIT_PROTOCOL, DISPATCH_PROTOCOL]",
        ),
    },
    "AssignmentFilter": {
        "status": ("status: [ISSUED]", "status: [ISSUED, DRAFT]"),
        "isOpen": ("isOpen: true", "isOpen: false", "isOpen: true, isOverdue: true"),
        "allowedAction": (
            "allowedAction: [REPORT_ASSIGNMENT]",
            "allowedAction: [ACKNOWLEDGE_ASSIGNMENT, ACCEPT_ASSIGNMENT_REPORT], isOverdue: true",
        ),
        "responsibleIds": (f'responsibleIds: ["{PERSON}"]',),
        "organizationIds": (f'organizationIds: ["{BODY}"]',),
        "assignedToMe": ("assignedToMe: true", "assignedToMe: false"),
        "isOverdue": ("isOverdue: true", "isOverdue: false", "isOverdue: true, status: [ISSUED]"),
    },
}
"""Filter → field that the index of a list carries → ways to use it: status, sector, recipient, assignee, overdue."""

STORED: Mapping[type[Record], tuple[str, ...]] = {
    Case: ("status", "sector_id", "recipient_id", "assignee_id", "overdue_at"),
    Meeting: ("status",),
    MemberProposal: ("status",),
    Protocol: ("status",),
    Assignment: ("status", "responsible_id", "organization_id", "overdue_at"),
}
"""Document → the stored keys that those filters look at."""

RESIDUAL: Mapping[str, Mapping[str, str]] = {
    "CaseFilter": {
        "kind": "three values, each of them in every page; the lists of one kind rest on it too",
        "outsideSectors": "rare, and asked together with a status",
        "topicIds": "asked within a sector, whose rows the index finds",
        "channel": "six values; a desk's officer asks for his own together with a status",
        "regime": "follows the kind",
        "priority": "four values, most of them NORMAL",
        "settlementIds": "asked within a sector or a body",
        "receivedAt": "the default order runs along it: a page stops at its end",
        "routedAt": "asked with the order along it",
        "dueAt": "asked with the order along it",
        "updatedAt": "catch-up of partners, who get a door of their own",
        "isDueSoon": "a part of what is not overdue, which the index carries",
        "answeredAt": "a review of the past, asked within a sector or a body",
        "isRepeat": "as wasReturned",
        "outcome": "a part of what is closed, which the index finds by its state",
        "responseStatus": "asked together with a state, or for what waits",
        "isUndelivered": "the few cases of which an answer came back have an index; of all others nobody asks alone",
        "street": "filed among the words, whose index finds it",
        "streetIds": "filed among the words, whose index finds it",
        "house": "as above",
        "near": "an index of its own finds the places; the order is then made of what they leave",
        "within": "as near",
        "tags": "filed among the words, whose index finds it",
        "externalId": "as above",
        "sourceStatus": "a desk's look at what its system says, asked together with a state",
        "wasReturned": "a review of the past, not a screen of every day",
        "hasAttachments": "asked within what one works on; every second case may have one",
        "clock": "runs on open cases alone, which the index finds by their state",
        "lateClock": "as clock",
        "isLate": "as clock",
        "applicantPhone": "an index of its own finds the few cases of one contact",
        "applicantEmail": "as above",
        "search": "an index of its own finds the words; the order is then made of what they leave",
    },
    "ProposalFilter": {},
    "MeetingFilter": {"form": "two values", "year": "the order runs along it"},
    "ProtocolFilter": {
        "form": "two values",
        "year": "the order runs along it",
        "date": "the order runs along it",
        "meetingIds": "a unique index of its own: one protocol a meeting",
    },
    "AssignmentFilter": {
        "controllerIds": "one or two people control everything",
        "protocolIds": "an index of its own finds the few assignments of a protocol",
        "dueOn": "the default order runs along it",
    },
}
"""Filter → field that no index of the lists carries, and why the rows may be read for it."""


def _inputs(name: str) -> tuple[GraphQLInputObjectType, list[str]]:
    """The filter's type and the order's fields of a list."""
    assert CORE.query_type is not None
    arguments = CORE.query_type.fields[name].args
    shown, order = get_named_type(arguments["filter"].type), get_named_type(arguments["orderBy"].type)
    assert isinstance(shown, GraphQLInputObjectType)
    assert isinstance(order, GraphQLInputObjectType)
    fields = get_named_type(order.fields["field"].type)
    assert isinstance(fields, GraphQLEnumType)
    return shown, list(fields.values)


def _documents(name: str) -> list[str]:
    """The list in each of its orders, both ways and from both ends, with and without each filter."""
    shown, fields = _inputs(name)
    filters = ["", *(f"filter: {{{one}}}, " for ways in CARRIED[shown.name].values() for one in ways)]
    orders = [
        "",
        *(f"orderBy: {{field: {one}, direction: {way}}}, " for one in fields for way in ("ASC", "DESC")),
    ]
    return [
        f"{name}({condition}{order}{end}: 5) {{ nodes {{ id }} }}"
        for condition in filters
        for order in orders
        for end in ("first", "last")
    ]


def _shares(name: str, people: tuple[str, ...], asked: list[str], *, asks_all: bool) -> list[list[str]]:
    """Return what each of these people asks of a list in a plain run, between them everything.

    Who sees all asks without keys, so all of it. The others bring their keys, one or several, which an index serves alike:
    of three or more each asks every third, beginning with another one. A list of one kind is that of all cases with a kind
    in its filter: three people share it.
    """
    if asks_all:
        return [asked for _ in people]
    alone, others = (people[:1], people[1:]) if name in ASKING else ((), people)
    step = min(SHARES, len(others))
    return [asked for _ in alone] + [asked[number % step :: step] for number, _ in enumerate(others)]


async def _captured(town: Town, login: str, asked: list[str]) -> list[Command]:
    document = " ".join(f"a{number}: {one}" for number, one in enumerate(asked))
    with town.recorder.capturing() as captured:
        answer = await ask(town, login, f"{{ {document} }}")
    assert not answer.errors, answer.errors
    return [one for one in captured.commands if one.name == "find" and one.sort]


@pytest.mark.parametrize("name", RECORDS)
async def test_scope_sort_and_usual_filters_of_a_list_are_served_by_an_index(
    town: Town, name: str, request: pytest.FixtureRequest
) -> None:
    record = RECORDS[name]
    asks_all = request.config.getoption("--all-differences")
    people = ASKING.get(name) or (ASKING["cases"] if asks_all else OF_ONE_KIND)
    scopes = set()
    for login, asked in zip(people, _shares(name, people, _documents(name), asks_all=asks_all), strict=True):
        commands = await _captured(town, login, asked)

        # What waits may take several commands, or none for who may do none of it.
        plain = [one for one in asked if "allowedAction" not in one]
        waiting = len(commands) - len(plain)
        assert waiting == 0 if len(plain) == len(asked) else waiting >= 0, login
        assert waiting > 0 or name != "cases" or login == "partner", login
        assert uncovered(declared(record), commands, scope=KEYS, carried=STORED[record]) == [], login
        scopes |= {str(type(one.filter.get(KEYS)).__name__) for one in commands}
    # Everything (no key) and several keys were both asked; of cases, one key as well.
    assert {"NoneType", "dict"} <= scopes
    assert record is not Case or "str" in scopes


async def test_a_list_of_a_viewer_with_keys_counts_along_an_index_of_keys(town: Town) -> None:
    for name, record in RECORDS.items():
        login = ASKING.get(name, ASKING["cases"])[-1]
        with town.recorder.capturing() as captured:
            await ask(town, login, f"{{ {name}(first: 0) {{ totalCount {{ value }} }} }}")
        (command,) = captured.of(record.collection_name())
        assert KEYS in command.filter
        assert any(index[0] == KEYS for index in declared(record).values())


@pytest.mark.parametrize("name", ["cases", "meetings", "proposals", "protocols", "assignments"])
def test_every_filter_is_carried_by_the_indexes_or_has_a_reason_not_to_be(name: str) -> None:
    shown, _ = _inputs(name)

    assert set(shown.fields) == {*CARRIED[shown.name], *RESIDUAL[shown.name]}
    assert not set(CARRIED[shown.name]) & set(RESIDUAL[shown.name])
    assert all(reason.strip() for reason in RESIDUAL[shown.name].values())


async def test_a_search_begins_at_the_index_of_words(town: Town) -> None:
    for login in ("head", "recipient.coordinator"):
        (command,) = await _captured(
            town, login, ['cases(first: 5, filter: {search: "яма"}) { nodes { id } }']
        )
        assert declared(Case)["search_received"][0] in command.filter


@pytest.mark.parametrize(
    ("search", "sought"),
    [
        ("комсомол", {"$in": ["^комсомол", "комсомол"]}),
        ("ямы на дорога", {"$all": ["ям"], "$in": ["^дорога", "дорог", "дорога"]}),
        ("комсомольская 14", {"$all": ["комсомольск", "14"]}),
        ("яма", {"$in": ["^яма", "ям", "яма"]}),
        ("ко яма и", "ям"),
    ],
)
async def test_a_beginning_of_a_word_is_looked_up_among_the_words(
    town: Town, search: str, sought: Any
) -> None:
    (command,) = await _captured(
        town, "head", [f'cases(first: 5, filter: {{search: "{search}"}}) {{ nodes {{ id }} }}']
    )
    assert command.filter == {"search_terms": sought}


async def test_a_search_by_a_contact_begins_at_the_index_of_its_hash(town: Town) -> None:
    for login, value in (("head", "applicantPhone"), ("recipient.coordinator", "applicantEmail")):
        sought = "+7 900 000-12-34" if value == "applicantPhone" else "a@example.org"
        with town.recorder.capturing() as captured:
            answer = await ask(
                town, login, f'{{ cases(first: 5, filter: {{{value}: "{sought}"}}) {{ nodes {{ id }} }} }}'
            )
        assert not answer.errors, answer.errors
        (command,) = [one for one in captured.of("cases") if one.sort]
        key = "applicant_phone_mark" if value == "applicantPhone" else "applicant_email_mark"
        assert key in command.filter
        assert any(index[0] == key for index in declared(Case).values())


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("", "sort_at"),
        (f'personIds: ["{PERSON}"]', "person_id"),
        (f'caseId: "{global_id("Message", "some")}"', "case_id"),
    ],
)
async def test_the_log_of_access_is_read_along_an_index(town: Town, given: str, key: str) -> None:
    with town.recorder.capturing() as captured:
        answer = await ask(
            town, "head", f"{{ personalDataAccessLog(first: 5, filter: {{{given}}}) {{ nodes {{ at }} }} }}"
        )
    assert not answer.errors, answer.errors
    (command,) = captured.of("personal_data_accesses")
    assert list(command.sort) == ["sort_at"]
    assert key == "sort_at" or key in command.filter
    indexes = declared(PersonalDataAccess).values()
    assert any(list(index) == ([key] if key == "sort_at" else [key, "sort_at"]) for index in indexes)


def command(where: Mapping[str, Any], sort: str) -> Command:
    return Command("find", "things", {"filter": dict(where), "sort": {sort: 1}})


@pytest.mark.parametrize(
    ("where", "sort", "fits"),
    [
        ({KEYS: "sector:ROADS"}, "at", True),
        ({KEYS: {"$in": ["a", "b"]}, "status": "NEW"}, "at", True),
        ({KEYS: "a", "$and": [{"status": {"$nin": ["x"]}}]}, "at", True),
        ({KEYS: "a", "sector": "ROADS"}, "at", False),  # a filter to be carried that the index lacks
        ({KEYS: "a"}, "due", False),  # another order
        ({}, "at", False),  # a key before the sort that the filter does not bind
        ({KEYS: {"$gt": "a"}}, "at", False),  # bound, but to no value
    ],
)
def test_an_index_serves_what_it_begins_with_and_holds(where: dict[str, Any], sort: str, fits: bool) -> None:
    asked = command(where, sort)
    assert serves((KEYS, "at", "status"), asked, scope=KEYS, carried=("status", "sector")) is fits


def test_an_index_without_the_scope_serves_nobody_who_has_one() -> None:
    carried = ("status",)
    assert not serves(("at", "status"), command({KEYS: "a"}, "at"), scope=KEYS, carried=carried)
    assert serves(("at", "status"), command({"status": "NEW"}, "at"), scope=KEYS, carried=carried)
    assert conditions({"$and": [{"a": 1}], "b": 2}) == {"a": 1, "b": 2}
