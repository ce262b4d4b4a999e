"""Who leaves hands over first: what is open is listed by count, moved under its own rights, and nothing is lost."""

import itertools
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from auth.actions import Action
from auth.errors import Problem, Problems
from documents.assignments.document import Assignment
from documents.cases.document import Case
from documents.cases.statuses import OPEN
from documents.handover import operations as handover
from documents.handover.operations import Handed, deactivate_person, hand_over_person_work
from documents.handover.work import WORKS, WorkKind
from documents.kernel.ids import global_id
from documents.kernel.record import Record
from documents.meetings.document import Meeting
from documents.members.operations.appointing import end_membership
from documents.organizations.document import Person
from documents.protocols.document import Protocol
from documents.protocols.operations import draft_protocol
from tests.support.cases import in_review, put_case, routed
from tests.support.center import stored
from tests.support.town import FOUNDED, NOW, Town

REASON = "Увольнение"
LEAVING, TAKING = "person-assignee", "person-taking"


async def plant(town: Town, *records: Record) -> None:
    """Store documents as they are."""
    for record in records:
        await town.store.collection(record.collection_name()).insert_one(record.to_row())
    await town.container.reference.refresh()


def somebody(person_id: str = TAKING, organization_id: str = "roads", **facts: Any) -> Record:
    return stored(Person, person_id, full_name=person_id, organization_id=organization_id, **facts)


def assignment(name: str, **facts: Any) -> Record:
    given = {"text": "Посыпать", "responsible_id": LEAVING, "status": "IN_PROGRESS", "due_on": "2026-06-20"}
    return stored(Assignment, name, number=name, issued_at=FOUNDED, **{**given, **facts})


def meeting(name: str, status: str, secretary_id: str = LEAVING) -> Record:
    return stored(
        Meeting,
        name,
        number=name,
        form="IN_PERSON",
        status=status,
        title="О дорогах",
        planned_at=NOW,
        secretary_id=secretary_id,
    )


def protocol(name: str, status: str) -> Record:
    facts = {"meeting_id": name, "form": "IN_PERSON", "status": status, "secretary_id": LEAVING}
    of_the_day = {"year": 2026, "date": "2026-06-01", "meeting_number": name}
    return stored(Protocol, name, chair_id="person-curator", **of_the_day, **facts)


async def hand_over(town: Town, login: str = "head", **facts: Any) -> Handed:
    """Hand over in one transaction."""
    given = {"to_id": TAKING, "reason": REASON, **facts}
    who = await town.who(login)
    outcome = await town.container.runner.run(who, NOW, hand_over_person_work, LEAVING, **given)
    answer = outcome.answer
    assert isinstance(answer, Handed)
    return answer


async def problem_of(town: Town, login: str, operation: Any, target: str, **facts: Any) -> Problem:
    """The one problem that is told; proves that no event was emitted."""
    events = await town.event_count()
    with pytest.raises((Problem, Problems)) as caught:
        await town.do(login, operation, target, **facts)
    assert await town.event_count() == events
    error = caught.value
    found = error.problems[0] if isinstance(error, Problems) else error
    assert isinstance(found, Problem)
    return found


async def everything(town: Town) -> tuple[Case, Case]:
    """Something of each kind on the person who leaves, and something of each that is over."""
    first = await routed(town)
    second = await in_review(town)
    await plant(
        town,
        somebody(),
        assignment("open"),
        assignment("controlled", responsible_id="person-member", controller_id=LEAVING),
        assignment("helped", responsible_id=TAKING, co_executor_ids=[LEAVING]),
        assignment("done", status="COMPLETED"),
        meeting("planned", "SCHEDULED"),
        meeting("held", "HELD"),
        protocol("draft", "DRAFT"),
        protocol("signed", "SIGNED"),
    )
    return first, second


async def test_everything_open_moves_and_what_is_over_stays(town: Town) -> None:
    first, second = await everything(town)
    handed = await hand_over(town)
    assert handed.is_complete
    assert handed.left == {}
    assert handed.moved == {
        WorkKind.SUBMISSION: 2,
        WorkKind.ASSIGNMENT: 3,
        WorkKind.PROTOCOL: 1,
        WorkKind.MEETING: 1,
    }
    for before in (first, second):
        after = await town.stored(before.id)
        assert (after.assignee_id, after.recipient_id) == (TAKING, "roads")
        assert (after.status, after.due_at, after.routed_at) == (
            before.status,
            before.due_at,
            before.routed_at,
        )
        assert (after.routings[-1].to_person_id, after.routings[-1].reason) == (TAKING, REASON)
        assert f"person:{TAKING}" in after.access_keys
        assert f"person:{LEAVING}" not in after.access_keys
    rows = {
        row["_id"]: row for row in await town.store.collection("assignments").find({}).to_list(length=None)
    }
    assert rows["open"]["responsible_id"] == rows["controlled"]["controller_id"] == TAKING
    # He is responsible already; nobody helps himself.
    assert (rows["helped"]["responsible_id"], rows["helped"]["co_executor_ids"]) == (TAKING, [])
    assert rows["done"]["responsible_id"] == LEAVING
    for collection, moved, kept in (("meetings", "planned", "held"), ("protocols", "draft", "signed")):
        found = {
            row["_id"]: row["secretary_id"]
            for row in await town.store.collection(collection).find({}).to_list(length=None)
        }
        assert found == {moved: TAKING, kept: LEAVING}


async def test_each_object_tells_it_under_the_right_that_moved_it(town: Town) -> None:
    first, _ = await everything(town)
    await hand_over(town)
    for object_id, name, action in (
        (first.id, "submission.handed_over", "submission.route"),
        ("open", "assignment.handed_over", "assignment.issue"),
        ("draft", "protocol.handed_over", "protocol.draft"),
        ("planned", "meeting.handed_over", "meeting.schedule"),
    ):
        last = (await town.events_of(object_id))[-1]
        assert (last["name"], last["action"]) == (name, action)
        assert (last["actor"]["person_id"], last["actor"]["role"]) == ("person-head", "CENTER_HEAD")
        assert REASON not in str(last)


async def test_a_case_does_not_leave_the_body_it_was_sent_to(town: Town) -> None:
    case = await routed(town)
    await plant(town, somebody(organization_id="education"))
    handed = await hand_over(town)
    assert (handed.moved, handed.left) == ({}, {WorkKind.SUBMISSION: 1})
    assert (await town.stored(case.id)).assignee_id == LEAVING


async def test_a_large_desk_moves_in_transactions_that_go_on_where_they_stopped(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover, "AT_ONCE", 2)
    await plant(town, somebody(), *(assignment(f"open-{number}") for number in range(5)))
    moved = [await hand_over(town) for _ in range(3)]
    assert [one.moved.total() for one in moved] == [2, 2, 1]
    assert [one.is_complete for one in moved] == [False, False, True]
    again = await hand_over(town)
    assert (again.moved, again.is_complete) == ({}, True)


async def test_only_the_head_hands_over(town: Town) -> None:
    await routed(town)
    await plant(town, somebody())
    for login in ("curator", "pos", "recipient.coordinator", "admin", "assignee"):
        problem = await problem_of(town, login, hand_over_person_work, LEAVING, to_id=TAKING, reason=REASON)
        assert (problem.code, problem.facts) == ("FORBIDDEN", {"action": "assignment.issue"})


@pytest.mark.parametrize(
    ("facts", "code", "path"),
    [
        ({"to_id": LEAVING}, "INVALID", "toId"),
        ({"to_id": "nobody"}, "INVALID", "toId"),
        ({"to_id": "person-gone"}, "INACTIVE_TARGET", "toId"),
        ({"reason": " "}, "INVALID", "reason"),
    ],
)
async def test_work_goes_to_somebody_who_is_there_and_for_a_reason(
    town: Town, facts: dict[str, Any], code: str, path: str
) -> None:
    await plant(town, somebody(), somebody("person-gone", is_active=False), assignment("open"))
    given = {"to_id": TAKING, "reason": REASON, **facts}
    problem = await problem_of(town, "head", hand_over_person_work, LEAVING, **given)
    assert (problem.code, problem.path) == (code, (path,))


# Deactivating


async def test_nobody_is_deactivated_with_open_work_and_the_administrator_is_told_counts_only(
    town: Town,
) -> None:
    case, _ = await everything(town)
    problem = await problem_of(town, "admin", deactivate_person, LEAVING)
    assert (problem.code, problem.path) == ("INACTIVE_TARGET", ("id",))
    assert problem.facts == {
        "rule": "open_work",
        "work": [
            {"kind": "SUBMISSION", "count": 2, "ids": []},
            {"kind": "ASSIGNMENT", "count": 3, "ids": []},
            {"kind": "PROTOCOL", "count": 1, "ids": []},
            {"kind": "MEETING", "count": 1, "ids": []},
        ],
    }
    assert "передайте" in problem.message()
    assert global_id("Message", case.id) not in str(problem.facts)


async def test_after_the_handing_over_the_person_leaves_and_loses_every_role(town: Town) -> None:
    await everything(town)
    await hand_over(town)
    later = NOW + timedelta(hours=1)
    town.now = later
    person = await town.do("admin", deactivate_person, LEAVING)
    assert person.is_active is False
    membership = await town.store.collection("memberships").find_one({"_id": "membership-assignee"})
    assert membership is not None
    assert later < membership["valid_to"] < NOW + timedelta(hours=2)
    assert (await town.who("assignee", NOW + timedelta(hours=2))).roles == frozenset()
    told = await town.events_of(LEAVING)
    assert (told[-1]["name"], told[-1]["action"]) == ("person.deactivated", Action.REFERENCE_MANAGE)
    again = await problem_of(town, "admin", deactivate_person, LEAVING)
    assert again.facts == {"rule": "already_inactive"}


async def plant_every_kind(town: Town) -> None:
    """Work of each kind, in each state in which it is open, on the person in each way that one can be on it."""
    ways: list[dict[str, Any]] = [
        {"assignee_id": LEAVING},
        {"assignee_id": LEAVING, "recipient_id": "roads"},
        {"assignee_id": "person-assignee.yard", "co_assignee_ids": [LEAVING], "recipient_id": "roads"},
    ]
    for kind, status, way in itertools.product(("MESSAGE", "APPEAL", "INCIDENT"), sorted(OPEN), range(3)):
        await put_case(town, f"{kind}-{status}-{way}", kind=kind, status=status, **ways[way])
    orders: list[dict[str, Any]] = [
        {"responsible_id": LEAVING},
        {"responsible_id": "person-member", "co_executor_ids": [LEAVING]},
        {"responsible_id": "person-member", "controller_id": LEAVING},
    ]
    await plant(
        town,
        somebody(),
        *(
            assignment(f"{status}-{way}", status=status, **orders[way])
            for status, way in itertools.product(sorted(WORKS[WorkKind.ASSIGNMENT].statuses), range(3))
        ),
        *(meeting(status, status) for status in sorted(WORKS[WorkKind.MEETING].statuses)),
        *(protocol(status, status) for status in sorted(WORKS[WorkKind.PROTOCOL].statuses)),
    )


async def test_after_the_handing_over_nothing_that_the_refusal_lists_is_left(town: Town) -> None:
    await plant_every_kind(town)
    listed = (await problem_of(town, "admin", deactivate_person, LEAVING)).facts["work"]
    assert [one["kind"] for one in listed] == list(WorkKind)
    moved: Counter[str] = Counter()
    while not (handed := await hand_over(town)).is_complete:
        moved += handed.moved
    moved += handed.moved
    assert handed.left == {}
    assert moved == {one["kind"]: one["count"] for one in listed}
    town.now = NOW + timedelta(hours=1)
    assert (await town.do("admin", deactivate_person, LEAVING)).is_active is False


async def test_whoever_has_left_keeps_no_protocol(town: Town) -> None:
    """A held meeting is over; of its protocol, drafted later, another one is the secretary."""
    await plant(town, somebody(is_active=False), meeting("held", "HELD", TAKING))
    await town.store.collection("meetings").update_one({"_id": "held"}, {"$set": {"held_on": "2026-05-29"}})
    drafted = await town.do("head", draft_protocol, meeting_id="held")
    assert drafted.secretary_id == "person-head"


async def test_roles_of_the_decree_end_by_their_act_before(town: Town) -> None:
    problem = await problem_of(town, "admin", deactivate_person, "person-member")
    assert (problem.code, problem.facts) == ("INVALID", {"rule": "holds_a_role"})
    await town.do("head", end_membership, "membership-member", legal_act_id="order")
    town.now = datetime(2026, 6, 2)
    assert (await town.do("admin", deactivate_person, "person-member")).is_active is False


async def test_only_the_administrator_deactivates_and_never_himself(town: Town) -> None:
    for login in ("head", "curator", "recipient.head"):
        problem = await problem_of(town, login, deactivate_person, LEAVING)
        assert (problem.code, problem.facts) == ("FORBIDDEN", {"action": "reference.manage"})
    own = await problem_of(town, "admin", deactivate_person, "person-admin")
    assert own.facts == {"rule": "oneself"}
