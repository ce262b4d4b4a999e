"""Nothing undeclared escapes: what is in the schema or among the addresses and in no register is named by the check."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import extend_schema, parse
from starlette.routing import Route

from api.http.addresses import ADDRESSES as TABLE
from api.http.addresses import Address
from api.leaks import coverage, doors, filters, live, mutations, run, selection, texts, unread
from api.leaks.asking import MOST_POINTS
from api.leaks.findings import Sort, Tally
from api.leaks.installation import CannotRun, documents
from api.leaks.run import CheckScope
from tests.leaks.house import House, settings_of
from tests.leaks.sabotage import CAUGHT


def uncovered(house: House) -> dict[str, str]:
    """What the check does not know how to ask: place → words."""
    tally = Tally()
    coverage.cover(tally, house.installation.app)
    assert all(one.sort is Sort.UNCOVERED for one in tally.findings.values())
    return {one.door: one.place for one in tally.findings.values()}


def test_all_that_there_is_is_known(house: House) -> None:
    assert uncovered(house) == {}


def test_each_piece_by_which_a_subscription_is_followed_may_be_asked_for() -> None:
    prepared = documents()
    for name in live.subscription_fields():
        asked = [prepared.choose(prepared.prepare(one), None) for one in live.documents_of(name)]
        assert asked != []
        assert max(prepared.cost(one).points({}) for one in asked) <= MOST_POINTS, name


GONE: tuple[tuple[Any, str, str, str], ...] = (
    (coverage, "DOORS", "meeting", "meeting"),
    (coverage, "MUTATIONS", "startWork", "startWork"),
    (coverage, "IDS", "recipientId", "RouteInput.recipientId"),
    (coverage, "SCALARS", "DateTime", "RegisterIncidentInput.receivedAt"),
    (coverage, "FILTERS", "AssignmentFilter", "AssignmentFilter.dueOn"),
    (coverage, "PUBLIC", "TopicFilter", "TopicFilter.sector"),
    (coverage, "ORDERS", "ProtocolOrder", "ProtocolOrder.field"),
    (coverage, "SELECTING", "DayKind", "DayKind"),
    (coverage, "STORED_TYPES", "Settlement", "Settlement"),
    (coverage, "RESTRICTED", "person", "person.work_phone"),
    (unread, "WORDS", "Meeting", "Meeting.agenda.draftDecision"),
    (unread, "CODES", "Protocol", "Protocol.contentHash"),
    (unread, "WITHOUT_ID", "Session", "Session"),
)


@pytest.mark.parametrize(
    ("module", "table", "gone", "named"), GONE, ids=[f"{one[1]}-{one[2]}" for one in GONE]
)
def test_what_a_register_does_not_know_is_named(
    house: House, monkeypatch: pytest.MonkeyPatch, module: Any, table: str, gone: str, named: str
) -> None:
    known = {name: one for name, one in getattr(module, table).items() if name != gone}
    monkeypatch.setattr(module, table, known)

    found = uncovered(house)

    assert named in found
    CAUGHT[f"{table} без {gone}"] = f"{named}: {found[named]}"


def test_a_field_of_a_filter_that_nobody_described_is_named(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {name: one for name, one in filters.FILTERS["CaseFilter"].items() if name != "search"}
    monkeypatch.setattr(coverage, "FILTERS", {**filters.FILTERS, "CaseFilter": known})
    assert list(uncovered(house)) == ["CaseFilter.search"]


@pytest.mark.parametrize(
    ("enum", "value"),
    [("CountDimension", "TOPIC"), ("CaseAction", "TAKE_INCIDENT"), ("ReferenceKind", "REASON")],
)
def test_a_value_that_selects_and_that_nobody_described_is_named(
    house: House, monkeypatch: pytest.MonkeyPatch, enum: str, value: str
) -> None:
    known = coverage.SELECTING[enum]
    assert known is not None
    monkeypatch.setattr(coverage, "SELECTING", {**coverage.SELECTING, enum: known - {value}})
    assert list(uncovered(house)) == [f"{enum}.{value}"]
    CAUGHT[f"{enum} без {value}"] = uncovered(house)[f"{enum}.{value}"]


NEW: tuple[tuple[str, str], ...] = (
    ("extend type Query { secrets: [String!] }", "secrets"),
    ("extend type Query { forum: Forum } type Forum { words: Int }", "Forum"),
    ("extend type Query { folders: [Folder!] } type Folder implements Node { id: ID! }", "Folder"),
    ("extend type Mutation { tellAll(input: TargetInput!): AssignmentPayload }", "tellAll"),
    ("extend type Subscription { changes: Int }", "changes"),
    ("extend type Meeting { minutes: String }", "Meeting.minutes"),
    ("extend type AgendaItem { notes: [String!] }", "Meeting.agenda.notes"),
    ("extend type Meeting { note(of: Int!): Int }", "Meeting.note"),
    ("extend type Person { badges(all: Boolean): Int }", "Person.badges"),
    ("extend input CaseFilter { author: Boolean }", "CaseFilter.author"),
    ("extend input TopicFilter { secret: Boolean }", "TopicFilter.secret"),
    ("extend input CaseOrder { nulls: Int }", "CaseOrder.nulls"),
    ("extend enum CaseOrderField { AUTHOR }", "CaseOrderField.AUTHOR"),
    ("extend enum TitleOrderField { AUTHOR }", "TitleOrderField.AUTHOR"),
    ("extend enum CaseAction { FORGET }", "CaseAction.FORGET"),
    ("extend enum CountDimension { AUTHOR }", "CountDimension.AUTHOR"),
    ("extend input MeetingFilter { mood: Mood } enum Mood { GOOD }", "Mood"),
    ("extend input RouteInput { deputyId: ID }", "RouteInput.deputyId"),
    ("extend input LocationInput { shape: Shape } scalar Shape", "LocationInput.shape"),
)
"""What somebody may add to the schema → what must be named."""


@pytest.fixture
def schema_with(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Replaces the schema that the check reads by one with something more."""
    caches = (selection.everything, selection.pieces, unread._selected, unread._parts)

    def forget() -> None:
        for one in caches:
            one.cache_clear()

    def replaced(more: str) -> None:
        extended = extend_schema(selection.CORE, parse(more))
        for module in (selection, coverage, live, unread):
            monkeypatch.setattr(module, "CORE", extended)
        forget()

    yield replaced
    monkeypatch.undo()
    forget()


def test_all_that_is_new_in_the_schema_is_named(house: House, schema_with: Any) -> None:
    schema_with("\n".join(more for more, _ in NEW))
    assert {named for _, named in NEW} <= uncovered(house).keys()


def test_an_argument_that_is_new_at_one_door_is_named_there_though_another_door_has_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = selection.query_fields()["cases"]
    monkeypatch.setitem(cases.args, "kind", selection.query_fields()["caseReasons"].args["kind"])
    assert list(uncovered(house)) == ["cases"]


def test_an_address_and_a_method_that_nobody_described_are_named(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coverage, "described", lambda: iter([("/health/live", "GET")]))
    assert {"/health/ready", "/auth/token", "/graphql", "/graphql/ide/{name}"} <= uncovered(house).keys()
    monkeypatch.undo()
    more = Address("/export", lambda doors: None, ("GET",))
    monkeypatch.setattr(
        coverage, "TABLE", (*TABLE, more, Address("/auth/token", lambda doors: None, ("PUT",)))
    )
    found = uncovered(house)
    assert {"/export", "/auth/token"} == found.keys()
    assert found["/auth/token"].startswith("PUT")
    CAUGHT["адрес без описания"] = f"/export: {found['/export']}"


def test_what_is_served_past_the_table_of_addresses_is_named(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    rest = house.installation.app._rest
    monkeypatch.setattr(rest, "routes", [*rest.routes, Route("/hidden", lambda request: None)])
    assert list(uncovered(house)) == ["/hidden"]


def test_what_is_no_longer_there_is_named_as_well(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    more = {"polls": doors.Plain()}
    monkeypatch.setattr(coverage, "DOORS", {**doors.DOORS, **more})
    monkeypatch.setattr(coverage, "MUTATIONS", {**mutations.MUTATIONS, "castVote": mutations.Made()})
    monkeypatch.setattr(unread, "WITHOUT_ID", {**texts.WITHOUT_ID, "Poll": "—"})
    assert uncovered(house).keys() == {"polls", "castVote", "Poll"}


async def test_a_run_reports_what_it_does_not_know(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    known = {name: one for name, one in doors.DOORS.items() if name != "meeting"}
    monkeypatch.setattr(coverage, "DOORS", known)
    tally = await house.ask(["viewer"], ["LEADERSHIP"], covers=True)
    assert [one.door for one in tally.findings.values()] == ["meeting"]


async def test_a_check_without_keys_or_database_says_why(tmp_path: Path, store_url: str) -> None:
    settings = settings_of(store_url, "nowhere", tmp_path)
    keyless = settings.model_copy(update={"var_dir": tmp_path / "empty"})
    with pytest.raises(CannotRun, match="нет ключей"):
        await run.check(keyless, CheckScope())
    with pytest.raises(CannotRun, match="MONGODB_URL"):
        await run.check(settings.model_copy(update={"mongodb_url": None}), CheckScope())
