"""The demo municipality as it was loaded: whole, in every state, true to the invariants, and only once."""

from datetime import timedelta
from typing import Any

import pytest

from documents.aggregates import RESOURCES
from documents.assignments.resource import ASSIGNMENTS
from documents.assignments.rules import MACHINE as ASSIGNMENT_MACHINE
from documents.cases.document import Case
from documents.cases.resource import CASES
from documents.cases.statuses import OPEN
from documents.container import Container
from documents.incidents.rules import MACHINE as INCIDENT_MACHINE
from documents.invariants import broken
from documents.kernel.read.paging import Window
from documents.kernel.read.presenter import presenter_of
from documents.kernel.read.resource import Resource
from documents.kernel.write.offering import allowed_actions
from documents.kernel.write.operation import GuardContext
from documents.meetings.numbers import MEETINGS
from documents.meetings.proposals import MACHINE as PROPOSAL_MACHINE
from documents.meetings.resource import PROPOSALS
from documents.notifications.reading import title_of
from documents.protocols.resource import PROTOCOLS
from documents.protocols.rules import MACHINE as PROTOCOL_MACHINE
from documents.submissions.rules import MACHINE as SUBMISSION_MACHINE
from seed.loading import NotEmpty, is_loaded
from seed.municipality.organizations import CLOSED_ID, SUCCESSOR_ID
from seed.municipality.topics import FORMER_TITLES
from seed.working import FOUNDED
from tests.support.prepared import SEED_NOW
from tests.support.store import own
from tests.support.town import Town, open_town
from tests.support.watching import WATCH

SUBMISSIONS, INCIDENTS, BY_OPERATIONS = 2_300, 850, 400


async def counted(demo: Container, **where: Any) -> int:
    who = await demo.principals.current("account-head", SEED_NOW)
    return (await demo.access.count(CASES, who, where=where)).value


async def statuses(demo: Container, resource: Resource) -> set[str]:
    who = await demo.principals.current("account-head", SEED_NOW)
    page = await demo.access.page(
        resource, who, SEED_NOW, order=resource.order(None, None), window=Window(first=100)
    )
    return {row["status"] for row in page.rows}


@pytest.mark.parametrize(
    "resource", [one for one in RESOURCES.values() if one.has_actions], ids=lambda one: one.name
)
async def test_a_row_has_all_that_a_list_with_offers_asks_of_it(demo: Container, resource: Resource) -> None:
    """What lacks something is filled up as it is shown: a copy of each row."""
    who = await demo.principals.current("account-head", SEED_NOW)
    asked = presenter_of(resource, who, frozenset({"allowed_actions"}))
    assert asked.keys is not None
    with WATCH.aside():
        rows = await demo.store.find(
            resource.record.collection_name(), {}, keys=tuple(asked.keys), at_most=200
        )
    assert {frozenset(row) for row in rows} == {asked.names}


async def test_the_invariants_of_the_domain_hold_on_every_object(demo: Container) -> None:
    # It looks at every row there is.
    with WATCH.aside():
        problems, looked_at = await broken(demo.store, demo.reference.snapshot)
    assert problems == []
    assert looked_at > SUBMISSIONS + INCIDENTS


@pytest.mark.parametrize(
    "name", ["cases", "applicants", "meetings", "protocols", "assignments", "memberships"]
)
async def test_everything_invented_is_marked_as_demo(demo: Container, name: str) -> None:
    with WATCH.aside():
        assert await demo.store.find(name, {"is_demo": {"$ne": True}}, at_most=1) == []
        assert await demo.store.find(name, {"is_demo": True}, at_most=1) != []


@pytest.mark.parametrize(
    ("name", "key"), [("meetings", "planned_at"), ("memberships", "valid_from"), ("absences", "starts_at")]
)
async def test_nothing_of_the_center_is_older_than_the_center(demo: Container, name: str, key: str) -> None:
    with WATCH.aside():
        assert await demo.store.find(name, {key: {"$lt": FOUNDED}}, at_most=1) == []
        assert await demo.store.find(name, {key: {"$gte": FOUNDED}}, at_most=1) != []


async def test_meetings_that_are_called_later_go_on_with_the_numbers_of_the_demo(demo: Container) -> None:
    with WATCH.aside():
        numbers = sorted(row["number"] for row in await demo.store.find("meetings", {}))
        counted = await demo.store.find("counters", {"_id": MEETINGS.series(SEED_NOW.year)}, at_most=1)
    assert numbers == [MEETINGS.number(SEED_NOW.year, one) for one in range(1, len(numbers) + 1)]
    assert counted[0]["value"] == len(numbers)


async def test_proposals_to_agendas_are_in_every_state(demo: Container) -> None:
    assert await statuses(demo, PROPOSALS) == set(PROPOSAL_MACHINE.states)


async def test_there_is_a_year_of_work_of_a_small_municipality(demo: Container) -> None:
    assert await counted(demo, kind={"$in": ["MESSAGE", "APPEAL"]}) >= SUBMISSIONS
    assert await counted(demo, kind="INCIDENT") >= INCIDENTS
    assert await counted(demo, kind="APPEAL") > 50


@pytest.mark.parametrize("status", sorted(SUBMISSION_MACHINE.states))
async def test_submissions_are_in_every_state(demo: Container, status: str) -> None:
    assert await counted(demo, kind={"$in": ["MESSAGE", "APPEAL"]}, status=status) > 0


@pytest.mark.parametrize("status", sorted(INCIDENT_MACHINE.states))
async def test_incidents_are_in_every_state(demo: Container, status: str) -> None:
    assert await counted(demo, kind="INCIDENT", status=status) > 0


async def test_no_open_case_of_the_demo_is_in_a_dead_end(demo: Container) -> None:
    head = await demo.principals.current("account-head", SEED_NOW)
    scene = GuardContext(head, SEED_NOW, demo.reference.snapshot)
    # Every open row is looked at, whatever index there is.
    with WATCH.aside():
        rows = await demo.store.find("cases", {"status": {"$in": sorted(OPEN)}})
    stuck, looked_at = [], 0
    for row in rows:
        offered = allowed_actions(head, Case, row, scene, asks_guards=True)
        moved = [
            one
            for one in offered
            if one.allowed
            and one.operation.machine is not None
            and one.operation.machine.target(row["status"], one.operation.name) != row["status"]
        ]
        looked_at += 1
        if not moved:
            stuck.append((row["kind"], row["status"], row["number"]))
    assert stuck == []
    assert looked_at > 100


@pytest.mark.parametrize(
    "where",
    [
        {"proposal": "POSTPONEMENT"},
        {"decisions.kind": "POSTPONEMENT_DECLINED"},
        {"awaits": "DETAILS"},
        {"decisions.kind": "DETAILS_RECORDED"},
        {"drafts.response_no": None, "drafts.1": {"$exists": True}},
        {"earlier_wordings.of": "SUMMARY"},
        {"complained_of_id": {"$ne": None}},
        {"routings.link.used_at": {"$lte": SEED_NOW}},
        {"satisfaction.source": "RECIPIENT"},
        {"satisfaction.source": "PHONE"},
        {"satisfaction": {"$elemMatch": {"source": "LINK", "solved": True}}},
        {"satisfaction": {"$elemMatch": {"source": "LINK", "solved": False}}, "proposal": "REOPENING"},
        {"overdue_twice_at": {"$lte": SEED_NOW}, "overdue_thrice_at": {"$gt": SEED_NOW}},
    ],
    ids=str,
)
async def test_what_waits_for_somebody_and_what_came_of_it_is_there(
    demo: Container, where: dict[str, Any]
) -> None:
    with WATCH.aside():
        assert await demo.store.find("cases", where, at_most=1) != []


async def test_protocols_and_assignments_are_in_every_state_they_can_reach_here(demo: Container) -> None:
    assert await statuses(demo, PROTOCOLS) == set(PROTOCOL_MACHINE.states)
    # A draft lives inside its protocol.
    assert await statuses(demo, ASSIGNMENTS) == set(ASSIGNMENT_MACHINE.states) - {"DRAFT"}


async def test_a_monday_morning_finds_work_that_is_due(demo: Container) -> None:
    morning = SEED_NOW.replace(hour=1)
    evening = morning.replace(hour=17)
    # Nobody counts so but this test.
    with WATCH.aside():
        due = await counted(demo, due_at={"$gt": morning, "$lte": evening}, overdue_at={"$gt": morning})
        late = await counted(demo, overdue_at={"$lte": morning}, answered_at=None)
        soon = await counted(demo, due_soon_at={"$lte": morning}, overdue_at={"$gt": morning})
    assert (due >= 3, late >= 20, soon >= 10) == (True, True, True), (due, late, soon)


async def test_at_least_four_hundred_lives_went_through_the_operations(demo: Container) -> None:
    log = demo.store.collection("events")
    by_operations = await log.count_documents(
        {"sequence": 1, "action": {"$in": ["submission.register", "incident.register"]}}
    )
    assert by_operations >= BY_OPERATIONS
    assert await log.count_documents({"at": {"$gt": SEED_NOW}}) == 0


async def test_one_protocol_was_signed_for_the_curator_in_his_absence(demo: Container) -> None:
    who = await demo.principals.current("account-head", SEED_NOW)
    page = await demo.access.page(
        PROTOCOLS, who, SEED_NOW, order=PROTOCOLS.order(None, None), window=Window(first=50)
    )
    acting = [row for row in page.rows if row["signer_capacity"] == "ACTING"]
    assert [row["signed_by_id"] for row in acting] == ["person-head"]
    absences = list(demo.reference.snapshot.rows("absences"))
    assert any(one["starts_at"] <= acting[0]["signed_at"] < one["ends_at"] for one in absences)


async def test_the_demo_is_not_loaded_twice_nor_beside_other_data(demo: Container, store_url: str) -> None:
    assert await is_loaded(demo)
    town: Town = await open_town(store_url, own("foreign"))
    with pytest.raises(NotEmpty):
        await is_loaded(town.container)
    await town.store.drop()
    await town.store.close()


async def test_the_head_acted_for_the_curator_only_then(demo: Container) -> None:
    absence = next(iter(demo.reference.snapshot.rows("absences")))
    inside = absence["starts_at"] + timedelta(hours=1)
    assert (await demo.principals.current("account-head", inside)).acting_for == "person-curator"
    assert (await demo.principals.current("account-head", SEED_NOW)).acting_for is None


async def test_a_member_has_left_and_his_successor_is_there(demo: Container) -> None:
    rows = demo.reference.snapshot.collections["memberships"]
    former = rows["membership-former-member"]
    (following,) = [row for row in rows.values() if row["person_id"] == "person-next-member"]
    assert former["valid_to"] <= following["valid_from"] < SEED_NOW
    assert following["valid_to"] is None
    assert former["ended_by_id"] == following["recorded_by_id"] == "person-head"


async def told(demo: Container, object_id: str) -> list[dict[str, Any]]:
    cursor = demo.store.collection("events").find({"object_id": object_id}).sort("sequence", 1)
    return await cursor.to_list(length=None)


async def test_a_body_closed_in_two_steps_and_its_work_went_to_the_successor(demo: Container) -> None:
    row = demo.reference.snapshot.row("organizations", CLOSED_ID)
    assert row is not None
    assert (row["state"], row["is_demo"]) == ("CLOSED", True)
    _, announced, closed = await told(demo, CLOSED_ID)
    assert (announced["name"], closed["name"]) == ("organization.closing", "organization.closed")
    assert announced["at"] < closed["at"] < SEED_NOW
    assert {one["actor"]["person_id"] for one in (announced, closed)} == {"person-admin"}
    handed = demo.store.collection("events").find({"name": "case.handed_over"})
    ids = [one["object_id"] for one in await handed.to_list(length=None)]
    cases = await demo.store.collection("cases").find({"_id": {"$in": ids}}).to_list(length=None)
    assert sorted(one["kind"] for one in cases) == ["INCIDENT", "MESSAGE"]
    for case in cases:
        assert (case["status"], case["recipient_id"]) == ("CLOSED", SUCCESSOR_ID)
        assert [one["to_organization_id"] for one in case["routings"]] == [CLOSED_ID, SUCCESSOR_ID]
    assert await demo.store.collection("cases").count_documents({"recipient_id": CLOSED_ID}) == 0


async def test_a_topic_was_renamed_and_its_history_tells_both_titles(demo: Container) -> None:
    ((topic_id, former),) = FORMER_TITLES.items()
    _, renamed = await told(demo, topic_id)
    row = demo.reference.snapshot.row("topics", topic_id)
    assert row is not None
    (title,) = [one for one in renamed["changes"] if one["field"] == "title"]
    assert (title["before"], title["after"]) == (former, row["title"])
    assert former != row["title"]


async def test_the_log_of_personal_data_tells_looks_of_several_roles_on_several_days(demo: Container) -> None:
    rows = await demo.store.collection("personal_data_accesses").find({}).to_list(length=None)
    looks = [one for one in rows if one["kind"] == "REVEAL"]
    (search,) = [one for one in rows if one["kind"] == "SEARCH"]
    assert {one["role"] for one in looks} == {"CURATOR", "CENTER_HEAD", "SECTOR_LEAD"}
    assert (search["role"], search["fields"], search["case_id"]) == ("POS_OFFICER", ["PHONE"], None)
    assert len({one["day"] for one in rows}) == len(rows) == 4
    assert all(one["reason"] and one["at"] < SEED_NOW for one in looks)
    found = demo.store.collection("cases").find({"applicant_phone_mark": search["marks"][0]})
    assert len(await found.to_list(length=None)) >= 1


async def test_somebody_stood_in_once_and_somebody_is_going_to(demo: Container) -> None:
    standing_in = sorted(
        (row for row in demo.reference.snapshot.rows("memberships") if row["substitutes_id"] is not None),
        key=lambda row: row["valid_from"],
    )
    past, coming = standing_in
    assert (past["substitutes_id"], coming["substitutes_id"]) == ("membership-incident", "membership-pos")
    assert past["valid_to"] < SEED_NOW < coming["valid_from"] < coming["valid_to"]
    assert all(row["is_demo"] for row in standing_in)
    cursor = demo.store.collection("events").find({"object_id": {"$in": [row["_id"] for row in standing_in]}})
    assert {row["name"] for row in await cursor.to_list(length=None)} == {"member.appointed"}


async def test_people_of_the_last_week_were_told_and_nobody_is_sent_mail(demo: Container) -> None:
    with WATCH.aside():
        rows = await demo.store.find("notifications", {})
    told = {row["person_id"] for row in rows}
    assert len(rows) > 50
    assert len(told) > 5
    assert {row["read_at"] is None for row in rows} == {True, False}
    assert {row["mail_state"] for row in rows} == {None}
    assert {"ASSIGNED", "ROUTED"} <= {row["kind"] for row in rows}


async def test_no_notification_and_no_letter_tells_anything_of_an_applicant_or_a_text(
    demo: Container,
) -> None:
    with WATCH.aside():
        rows = await demo.store.find("notifications", {})
        cases = await demo.store.find("cases", {"_id": {"$in": [row["object_id"] for row in rows]}})
    kept = " ".join(str(value) for row in rows for value in row.values())
    titles = " ".join(title_of(row["kind"], {"__type": "Message", "number": "1"}) for row in rows)
    written = {word for one in cases for word in f"{one['text']} {one['summary']}".split() if len(word) > 9}
    assert len(written) > 50
    assert [word for word in written if word in kept or word in titles.split()] == []


async def test_records_of_another_system_came_twice_and_what_differs_waits_or_is_decided(
    demo: Container,
) -> None:
    conflicts = demo.store.collection("intake_conflicts").find({}, sort=[("external_id", 1)])
    rows = await conflicts.to_list(length=None)
    told = [
        (one["is_open"], one["is_demo"], [each["decision"] for each in one["differences"]]) for one in rows
    ]
    assert told == [(False, True, ["THEIRS"]), (True, True, [None])]
    names = await demo.store.collection("unmatched_references").find({}).to_list(length=None)
    assert {(one["kind"], one["target_id"], one["is_demo"]) for one in names} == {
        ("TOPIC", None, True),
        ("STATE", None, True),
    }
    taken = await demo.store.collection("cases").find({"external_id": "90000001"}).to_list(length=None)
    assert [one["topic_id"] for one in taken] == ["roads-07"]
    assert [len(one["source_states"]) for one in taken] == [4]
