"""The budget of database commands of every query, exact, and the same for one row as for fifty.

The two commands on who asks (the account; the versions row, at most every two seconds) are those of any request and
stand outside these figures.
"""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from api.leaks.selection import everything
from documents.kernel.ids import global_id
from schema.build import schema
from tests.support.asking import ask
from tests.support.numbered import ROWS, fill
from tests.support.town import Town

CORE = schema._schema
OF_ANY_REQUEST = frozenset({"accounts", "versions"})
MOST = 5
"""Commands that a page of a list may take, whatever its size (issue 3, §5)."""

WATCHES = "case_watches"
"""Asked once for a page whose rows say whether the viewer watches them, and never where none does."""

LISTS: Mapping[str, tuple[str, ...]] = {
    "cases": (WATCHES, "cases", "cases"),
    "submissions": (WATCHES, "cases", "cases"),
    "messages": (WATCHES, "cases", "cases"),
    "appeals": (WATCHES, "cases", "cases"),
    "incidents": (WATCHES, "cases", "cases"),
    "meetings": ("meetings", "meetings"),
    "conferences": ("conferences", "conferences"),
    "intakeConflicts": ("case_watches", "cases", "cases", "intake_conflicts", "intake_conflicts"),
    "unmatchedReferences": ("intake_records", "unmatched_references", "unmatched_references"),
    "proposals": ("meetings", "member_proposals", "member_proposals"),
    "protocols": ("meetings", "protocols", "protocols"),
    "assignments": ("assignments", "assignments", "meetings", "protocols"),
    **dict.fromkeys(
        (
            "members",
            "people",
            "organizations",
            "topics",
            "settlements",
            "streets",
            "legalActs",
            "curatorAbsences",
        ),
        (),
    ),
}
"""List → the collections asked for a page with all fields and relations of its rows and the total count."""

BY_ID = {
    "case": ("Message", 1),
    "submission": ("Message", 1),
    "message": ("Message", 1),
    "appeal": ("Appeal", 2),
    "incident": ("Incident", 3),
    "meeting": ("Meeting", 1),
    "proposal": ("MemberProposal", 1),
    "protocol": ("Protocol", 1),
    "assignment": ("Assignment", 1),
}
ALONE: Mapping[str, tuple[str, ...]] = {
    **{
        name: (f'{name}(id: "{global_id(kind, f"counted-{number}")}") {{ id }}',)
        for name, (kind, number) in BY_ID.items()
    },
    "person": (f'person(id: "{global_id("Person", "person-pos")}") {{ id }}',),
    "topic": (f'topic(id: "{global_id("Topic", "holes")}") {{ id }}',),
    "organization": (f'organization(id: "{global_id("Organization", "roads")}") {{ id }}',),
    "node": (
        f'node(id: "{global_id("Message", "counted-1")}") {{ id }}',
        f'node(id: "{global_id("Topic", "x")}") {{ id }}',
    ),
}
"""Single objects: one command each, none where it is reference data."""

SOME_IDS = [
    global_id("Message", "counted-1"),
    global_id("Appeal", "counted-2"),
    global_id("Meeting", "counted-1"),
    global_id("Topic", "holes"),
]

OTHERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "nodes": (
        f"nodes(ids: {json.dumps(SOME_IDS)}) {{ id }}",
        ("cases", "meetings"),
    ),
    "jobs": ("jobs { name waiting parked }", ("counters", "failed_items", "jobs")),
    "notifications": (
        "notifications(first: 50) { unreadCount totalCount { value } nodes { title object { id } } }",
        ("notifications", "notifications", "notifications"),
    ),
    "watchedCases": ("watchedCases { number isWatched }", (WATCHES,)),
    "savedFilters": ("savedFilters { title owner { fullName } }", ("saved_filters", "saved_filters")),
    "exports": ("exports { status url }", ("exports",)),
    "export": (f'export(id: "{global_id("Export", "counted-1")}") {{ status url }}', ("exports",)),
    "exportColumns": ("exportColumns(list: CASES) { path }", ()),
    "calendarLink": ("calendarLink { url endsAt }", ("calendar_feeds",)),
    "notificationSettings": ("notificationSettings { isDigest }", ("notification_preferences",)),
    "caseCounts": ("caseCounts(by: [STATUS, SECTOR]) { total { count } groups { count } }", ("cases",)),
    "satisfactionCounts": (
        "satisfactionCounts(by: [TOPIC]) { total { count } groups { count } }",
        ("cases",),
    ),
    "qualityCounts": ("qualityCounts(by: [VERDICT, SECTOR]) { checked groups { count } }", ("cases",)),
    "deadlineControl": (f"deadlineControl {everything('DeadlineControl')}", ("cases",)),
    "decisionExecution": (
        "decisionExecution { total { ordered } byProtocol { number counts { open } } }",
        ("protocols", "assignments"),
    ),
    "memberWorkload": (f"memberWorkload {everything('MemberWorkload')}", ("assignments", "assignments")),
    "personalDataAccessLog": (
        "personalDataAccessLog(first: 50) { nodes { at person { fullName } case { id } } }",
        ("personal_data_accesses",),
    ),
    "personalDataAccessCounts": (
        'personalDataAccessCounts(from: "2026-06-01", to: "2026-07-01") { day reveals }',
        ("personal_data_accesses",),
    ),
    "viewer": (
        "viewer { person { fullName } roles permissions memberships { sectors { id } } actingFor { id } }",
        (),
    ),
    "center": (f"center {everything('Center')}", ()),
    "roleHistory": (
        f'roleHistory(personId: "{global_id("Person", "person-head")}", first: 5) {{ nodes {{ role }} }}',
        (),
    ),
    "whyHad": (
        f'whyHad(personId: "{global_id("Person", "person-head")}", permission: "protocol.sign") {{ held }}',
        (),
    ),
    "effectiveCurator": ("effectiveCurator { person { id } until }", ()),
    "dueDatePreview": (
        'dueDatePreview(from: "2026-06-01T00:00:00Z", unit: WORKING_DAYS, amount: 3) { dueAt }',
        (),
    ),
    "calendar": ('calendar(from: "2026-06-01", to: "2026-07-01") { date }', ()),
    "sectors": ("sectors { id leads { fullName } }", ()),
    "accessExplain": (
        (
            f'accessExplain(actor: "{global_id("Person", "person-pos")}", action: "closeSubmission", '
            f'id: "{SOME_IDS[0]}") {everything("AccessExplanation")}'
        ),
        ("cases",),
    ),
    "actionForm": (
        f'actionForm(action: "closeSubmission", id: "{SOME_IDS[0]}") {everything("ActionForm")}',
        ("cases",),
    ),
    # The accounts are read in one command, which the figures leave out with those of any request.
    "whoCan": (f'whoCan(action: "closeSubmission", id: "{SOME_IDS[0]}") {everything("WhoCan")}', ("cases",)),
    "accessMatrix": ("accessMatrix(role: CENTER_HEAD) { permission }", ()),
    "channels": ("channels { id }", ()),
    "sessions": ("sessions { handle }", ("sessions",)),
    "deadlinePolicies": ("deadlinePolicies { id }", ()),
    "routingRules": ("routingRules { id }", ()),
    # Those that move are named to who sees them in one command more.
    "deadlinePolicyPreview": ("deadlinePolicyPreview { count }", ("cases", "cases")),
    "routingPreview": ("routingPreview(lastDays: 30) { matched }", ("cases",)),
    # What has nothing to be alike by is not looked for (test_similar_cases.py counts the second command).
    "otherCases": (f'otherCases(id: "{SOME_IDS[0]}") {{ number }}', ("cases",)),
    # What no meeting dealt with is looked for no further (test_problem_chain.py counts the others).
    "problemChain": (f'problemChain(id: "{SOME_IDS[0]}") {{ hiddenLinks }}', ("cases", "meetings")),
    "responseTemplates": ("responseTemplates { title }", ()),
    "renderTemplate": (f'renderTemplate(id: "{SOME_IDS[0]}", text: "{{{{номер}}}}") {{ text }}', ("cases",)),
    "verifyProtocol": (
        f'verifyProtocol(id: "{global_id("Protocol", "counted-1")}") {everything("ProtocolVerification")}',
        ("counters", "protocols", "protocols"),
    ),
    "similarCases": (f'similarCases(id: "{SOME_IDS[0]}") {everything("SimilarCase")}', ("cases",)),
    "enumLabels": ("enumLabels { label }", ()),
    "settings": ("settings { name value }", ()),
    "caseReasons": ("caseReasons { title }", ()),
    "referenceChangePreview": (
        f'referenceChangePreview(kind: TOPIC, id: "{global_id("Topic", "holes")}") {{ people }}',
        ("cases",),
    ),
    "calendarChangePreview": (
        'calendarChangePreview(date: "2026-06-15", kind: DAY_OFF) { note }',
        ("cases",),
    ),
    "settingChangePreview": ('settingChangePreview(name: "fourEyes") { note }', ("cases",)),
}
"""All other queries, and the collections they ask."""

OF_PARTNERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    # Where nothing has happened; test_events.py counts the others.
    "events": ("events(first: 50) { nodes { name } endCursor }", ("counters",)),
    "eventsHead": ("eventsHead", ("counters",)),
    "webhooks": (
        "webhooks(first: 50) { nodes { title } totalCount { value } }",
        ("webhooks", "webhooks"),
    ),
}
"""Queries of partners' clients alone, likewise."""

OF_ADMINISTRATION = ("accounts", "clients")
"""Lists of the collection that every request asks too: counted apart."""

LIST_OF_CASES = """query($first: Int!) { cases(first: $first) { totalCount { value precision }
  edges { cursor node { id number status dueAt isOverdue hiddenFields sector { title } topic { title sector { code } }
    settlement { title } recipient { shortName parent { name } } assignee { fullName organization { shortName } }
    allowedActions { action allowed } } } pageInfo { hasNextPage endCursor } } }"""

DESK = """query($first: Int!) {
  viewer { login roles }
  waiting: cases(first: $first, filter: {status: [NEW]}) { nodes { number summary sector { title } topic { title } } }
  late: cases(first: $first, filter: {isOverdue: true}, orderBy: {field: DUE_AT}) { totalCount { value }
    nodes { number dueAt settlement { title } recipient { shortName } assignee { fullName } } }
  counts: caseCounts(by: [STATUS, SECTOR]) { groups { count } }
  assignments(first: $first, filter: {assignedToMe: true}) { nodes { number dueOn } } }"""


@pytest.fixture(scope="module", autouse=True)
async def filled(town: Town) -> None:
    """More than fifty objects of every stored kind, and of each kind of case."""
    await fill(town)


async def commands(town: Town, login: str, document: str, **variables: Any) -> tuple[Any, list[str]]:
    """The data and the collections that were asked, sorted, besides those of any request."""
    with town.recorder.capturing() as captured:
        answer = await ask(town, login, document, **variables)
    assert not answer.errors, answer.errors
    asked = sorted(one.collection for one in captured.commands if one.collection not in OF_ANY_REQUEST)
    return answer.data, asked


def test_every_query_has_its_budget() -> None:
    assert CORE.query_type is not None
    assert set(CORE.query_type.fields) == {*LISTS, *ALONE, *OTHERS, *OF_PARTNERS, *OF_ADMINISTRATION}
    assert max(len(asked) for asked in LISTS.values()) <= MOST


@pytest.mark.parametrize("name", LISTS)
async def test_a_page_of_a_list_takes_its_commands_whatever_its_size(town: Town, name: str) -> None:
    assert CORE.query_type is not None
    shown = str(CORE.query_type.fields[name].type)
    found = {}
    for size in (1, 50):
        document = f"{{ {name}(first: {size}) {everything(shown)} }}"
        data, found[size] = await commands(town, "head", document)
        if LISTS[name]:
            assert len(data[name]["nodes"]) == size

    assert found[1] == found[50] == sorted(LISTS[name])


@pytest.mark.parametrize("name", OF_ADMINISTRATION)
async def test_a_list_of_administration_takes_two_commands_with_its_total(town: Town, name: str) -> None:
    assert CORE.query_type is not None
    document = f"{{ {name}(first: 50) {everything(str(CORE.query_type.fields[name].type))} }}"
    await ask(town, "admin", document)
    with town.recorder.capturing() as captured:
        answer = await ask(town, "admin", document)
    assert not answer.errors
    # One more says who asks: the tests' principals are built anew.
    assert sorted(one.name for one in captured.of("accounts")) == ["aggregate", "find", "find"]
    assert {one.collection for one in captured.commands} <= {"accounts", "versions"}


@pytest.mark.parametrize("login", ["head", "recipient.coordinator", "lead.roads"])
async def test_the_screen_of_cases_takes_two_commands_for_one_row_and_for_fifty(
    town: Town, login: str
) -> None:
    for size in (1, 50):
        data, asked = await commands(town, login, LIST_OF_CASES, first=size)

        assert len(data["cases"]["edges"]) == size
        assert data["cases"]["totalCount"]["value"] == ROWS
        assert data["cases"]["edges"][0]["node"]["recipient"]["parent"] == {"name": "administration"}
        assert asked == ["cases", "cases"]


async def test_the_screen_of_a_desk_takes_five_commands_for_one_row_and_for_fifty(town: Town) -> None:
    for size in (1, 50):
        data, asked = await commands(town, "head", DESK, first=size)

        assert len(data["late"]["nodes"]) == min(size, data["late"]["totalCount"]["value"])
        assert asked == ["assignments", "cases", "cases", "cases", "cases"]


async def test_a_list_without_its_total_or_without_rows_takes_one_command_or_none(town: Town) -> None:
    assert (await commands(town, "head", "{ cases(first: 50) { nodes { number } } }"))[1] == ["cases"]
    assert (await commands(town, "head", "{ cases(first: 0) { totalCount { value } } }"))[1] == ["cases"]
    # Who may list nothing is answered from memory.
    document = (
        "{ cases(first: 50) { nodes { number } totalCount { value } } protocols(first: 5) { nodes { id } } }"
    )
    assert (await commands(town, "admin", document))[1] == []


KEPT = frozenset({"person", "topic", "organization"})


@pytest.mark.parametrize("name", ALONE)
async def test_a_single_object_takes_one_command_and_reference_data_none(town: Town, name: str) -> None:
    first, *others = ALONE[name]
    data, asked = await commands(town, "head", f"{{ {first} }}")

    assert data[name] is not None
    assert len(asked) == (0 if name in KEPT else 1)
    for other in others:
        assert (await commands(town, "head", f"{{ {other} }}"))[1] == []


async def test_a_number_finds_as_cheaply_as_an_id_and_a_hidden_object_costs_the_same(town: Town) -> None:
    by_number = '{ case(number: "2026-800001") { id } }'
    assert (await commands(town, "head", by_number))[1] == ["cases"]
    data, asked = await commands(town, "lead.education", by_number)
    assert (data["case"], asked) == (None, ["cases"])


async def test_a_history_takes_one_command_more(town: Town) -> None:
    document = (
        '{ message(number: "2026-800001") { allowedActions { action } history(first: 5) { nodes { at } } } }'
    )
    assert (await commands(town, "head", document))[1] == ["cases", "events"]


@pytest.mark.parametrize("name", OTHERS)
async def test_any_other_query_takes_its_commands(town: Town, name: str) -> None:
    document, expected = OTHERS[name]

    login = "admin" if name.endswith("ChangePreview") else "head"
    assert (await commands(town, login, f"{{ {document} }}"))[1] == sorted(expected)


@pytest.mark.parametrize("name", OF_PARTNERS)
async def test_a_query_of_partners_takes_its_commands(town: Town, name: str) -> None:
    document, expected = OF_PARTNERS[name]
    assert (await commands(town, "partner", f"{{ {document} }}"))[1] == sorted(expected)


async def test_the_histories_of_a_whole_page_take_one_command(town: Town) -> None:
    for size in (1, 50):
        document = f"{{ cases(first: {size}) {{ nodes {{ history(first: 5) {{ nodes {{ at }} }} }} }} }}"
        data, asked = await commands(town, "head", document)
        assert asked == ["cases", "events"]
        assert len(data["cases"]["nodes"]) == size
