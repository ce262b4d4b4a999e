"""Who is told of what: each event once, to those whom it concerns, as they want to be told."""

from datetime import timedelta
from typing import Any

import pytest

from documents.directory.operations.center import update_setting
from documents.disclosures.operations import reveal_applicant
from documents.meetings.operations import calling
from documents.members.operations.absences import record_curator_absence
from documents.notifications.kinds import BY_EVENT, KINDS
from documents.notifications.past import tell_of_past
from documents.notifications.preferences import prefer
from documents.notifications.reading import title_of
from documents.notifications.telling import NOTIFICATIONS
from documents.notifications.vocabulary import NotificationKind, NotificationRelation
from documents.submissions.operations import answering, clarifying, proposing, routing
from tests.operations.test_incidents import replied_draft
from tests.support.cases import TEXT, in_review, registered, routed
from tests.support.runs import Bench, stamped
from tests.support.town import NOW, Town

DAY = timedelta(days=1)


@pytest.fixture
async def bench(town: Town) -> Bench:
    bench = Bench(town)
    # A follower begins with what happens after its first run.
    await stamped(bench)
    await bench.run("notify")
    return bench


async def told(bench: Bench, kind: str | None = None) -> list[tuple[str, str]]:
    """Kind and person of all notifications, after the events so far were gone through."""
    bench.clock.now += timedelta(hours=1)
    await stamped(bench)
    await bench.run("notify")
    rows = await rows_of(bench.town)
    return sorted((row["kind"], row["person_id"]) for row in rows if kind in (None, row["kind"]))


async def rows_of(town: Town) -> list[dict[str, Any]]:
    return await town.store.collection(NOTIFICATIONS).find({}).to_list(length=None)


async def test_what_is_routed_is_told_to_the_assignee_and_to_the_organization(bench: Bench) -> None:
    case = await routed(bench.town)
    assert await told(bench) == [
        ("ASSIGNED", "person-assignee"),
        ("ROUTED", "person-recipient.coordinator"),
        ("ROUTED", "person-recipient.head"),
    ]
    for row in await rows_of(bench.town):
        assert (row["object_collection"], row["object_id"]) == ("cases", case.id)
        assert row["read_at"] is None
        assert row["in_inbox"]


async def test_it_is_told_once_however_often_the_job_runs(bench: Bench) -> None:
    await routed(bench.town)
    first = await told(bench)
    # As after a loss of the note of how far it got.
    await bench.town.store.collection("jobs").update_one({"_id": "notify"}, {"$set": {"position": 0}})
    assert await told(bench) == first


async def test_whom_a_case_was_assigned_to_is_told_even_if_it_went_on_since(bench: Bench) -> None:
    case = await routed(bench.town)
    await bench.town.do(
        "pos",
        routing.route_submission,
        case.id,
        recipient_id="yard",
        assignee_id="person-assignee.yard",
        reason="Ошибка",
    )
    # The first assignee has lost sight of it, and is told nothing of what he may not see.
    assert await told(bench, "ASSIGNED") == [("ASSIGNED", "person-assignee.yard")]


async def test_a_draft_of_an_answer_goes_round_among_those_who_work_on_it(bench: Bench) -> None:
    case = await routed(bench.town)
    await bench.town.do("assignee", answering.start_work, case.id)
    await bench.town.do("assignee", answering.submit_response, case.id, text="Засыпали 2 июня.")
    assert ("TO_APPROVE", "person-lead.roads") in await told(bench)
    assert ("TO_APPROVE", "person-lead.education") not in await told(bench)
    await bench.town.do("lead.roads", answering.return_response, case.id, reason="Нет даты", criteria=[])
    assert await told(bench, "RESPONSE_RETURNED") == [
        ("RESPONSE_RETURNED", "person-assignee"),
        ("RESPONSE_RETURNED", "person-recipient.coordinator"),
    ]


async def test_a_proposal_and_details_that_came_are_told_to_whoever_goes_on_with_them(bench: Bench) -> None:
    town, case = bench.town, await routed(bench.town)
    asked = {"text": "Назовите номер дома.", "until": NOW + 9 * DAY}
    await town.do("pos", clarifying.request_details, case.id, **asked)
    await town.do("pos", clarifying.record_details, case.id, text="Дом 5")
    assert await told(bench, "DETAILS_RECORDED") == [
        ("DETAILS_RECORDED", "person-assignee"),
        ("DETAILS_RECORDED", "person-recipient.coordinator"),
    ]
    await town.do("assignee", answering.start_work, case.id)
    put_off = {"until": NOW + 40 * DAY, "reason": "Нет асфальта", "text": "Ремонт в июле."}
    await town.do("assignee", proposing.propose_postponement, case.id, **put_off)
    assert await told(bench, "POSTPONEMENT_PROPOSED") == [
        ("POSTPONEMENT_PROPOSED", "person-lead.roads"),
        ("POSTPONEMENT_PROPOSED", "person-pos"),
    ]


async def test_what_became_of_a_proposal_is_told_to_who_works_on_it(bench: Bench) -> None:
    town, case = bench.town, await routed(bench.town)
    await town.do("assignee", answering.start_work, case.id)
    put_off = {"until": NOW + 40 * DAY, "reason": "Нет асфальта", "text": "Ремонт в июле."}
    await town.do("assignee", proposing.propose_postponement, case.id, **put_off)
    await town.do("pos", proposing.decide_postponement, case.id, is_accepted=False, reason="Асфальт есть")
    working = ("person-assignee", "person-recipient.coordinator")
    assert await told(bench, "POSTPONEMENT_DECLINED") == [("POSTPONEMENT_DECLINED", one) for one in working]
    await town.do("recipient.coordinator", proposing.propose_postponement, case.id, **put_off)
    await town.do("lead.roads", proposing.decide_postponement, case.id, is_accepted=True)
    assert await told(bench, "POSTPONED") == [("POSTPONED", one) for one in working]
    # The day comes without anybody doing anything.
    await bench.run("resume_postponed_submissions", NOW + 41 * DAY)
    assert await told(bench, "RESUMED") == [("RESUMED", one) for one in working]


async def test_an_approved_answer_is_told_to_who_may_send_it(bench: Bench) -> None:
    case = await in_review(bench.town)
    await bench.town.do("lead.roads", answering.approve_response, case.id)
    assert await told(bench, "TO_SEND") == [("TO_SEND", "person-assignee"), ("TO_SEND", "person-pos")]


async def test_a_reply_to_an_incident_is_told_to_who_checks_and_publishes_it(bench: Bench) -> None:
    case = await replied_draft(bench.town)
    assert await told(bench, "REPLY_TO_CHECK") == [
        ("REPLY_TO_CHECK", "person-incident"),
        ("REPLY_TO_CHECK", "person-lead.roads"),
        ("REPLY_TO_CHECK", "person-recipient.head"),
    ]
    assert {row["object_id"] for row in await rows_of(bench.town)} == {case.id}


async def test_who_brought_it_about_is_not_told_of_it(bench: Bench) -> None:
    case = await routed(bench.town)
    await bench.town.do(
        "recipient.coordinator",
        routing.route_submission,
        case.id,
        recipient_id="roads",
        assignee_id="person-assignee",
        reason="Так",
    )
    rows = [row for row in await told(bench, "ROUTED") if row[1] == "person-recipient.coordinator"]
    assert len(rows) == 1


async def test_who_acts_for_the_curator_is_told_that_his_rights_change(bench: Bench) -> None:
    away: dict[str, Any] = {"starts_at": NOW + DAY, "ends_at": NOW + 2 * DAY, "reason": "Командировка"}
    await bench.town.do("curator", record_curator_absence, **away)
    assert await told(bench, "RIGHT_CHANGED") == [("RIGHT_CHANGED", "person-head")]


async def test_who_takes_part_is_told_that_a_meeting_is_scheduled_moved_and_cancelled(bench: Bench) -> None:
    town, people = bench.town, ("curator", "head", "lead.roads")
    facts: dict[str, Any] = {
        "form": "IN_PERSON",
        "title": "О дорогах",
        "planned_at": NOW + DAY,
        "place": "г. Боготол",
        "secretary_id": "person-pos",
        "participants": [{"person_id": f"person-{one}", "kind": "MEMBER"} for one in people],
        "agenda": [{"title": "Ямы"}],
    }
    meeting = await town.do("head", calling.draft_meeting, **facts)
    assert await told(bench) == []
    await town.do("head", calling.schedule_meeting, meeting.id)
    # The head did it himself; the secretary writes, whether called or not.
    concerned = ["person-curator", "person-lead.roads", "person-pos"]
    assert await told(bench) == [("MEETING_SCHEDULED", one) for one in concerned]
    more = [*facts["participants"], {"person_id": "person-member", "kind": "MEMBER"}]
    await town.do("head", calling.update_meeting, meeting.id, expected_revision=2, participants=more)
    concerned = ["person-curator", "person-lead.roads", "person-member", "person-pos"]
    # Who was called before is not told again.
    assert await told(bench, "MEETING_SCHEDULED") == [("MEETING_SCHEDULED", one) for one in concerned]
    await town.do("head", calling.move_meeting, meeting.id, planned_at=NOW + 2 * DAY, reason="Паводок")
    assert await told(bench, "MEETING_MOVED") == [("MEETING_MOVED", one) for one in concerned]
    await town.do("head", calling.cancel_meeting, meeting.id, reason="Решено")
    assert await told(bench, "MEETING_CANCELLED") == [("MEETING_CANCELLED", one) for one in concerned]


async def test_much_reading_of_personal_data_is_told_once_a_day_to_who_answers_for_it(bench: Bench) -> None:
    town = bench.town
    await town.store.collection("personal_data_accesses").delete_many({})
    case = await registered(town)
    most = 3
    await town.do("admin", update_setting, name="personalDataAlertCount", value=most)
    for number in range(most + 2):
        await town.do("pos", reveal_applicant, case.id, fields=["PHONE"])
        is_much = number + 1 >= most
        people = ("person-curator", "person-head") if is_much else ()
        assert await told(bench, "PERSONAL_DATA_READ") == [("PERSONAL_DATA_READ", one) for one in people]
    for row in await rows_of(town):
        assert (row["object_collection"], row["object_id"]) == ("persons", "person-pos")


async def test_what_somebody_switched_off_is_not_told_to_them(bench: Bench) -> None:
    await prefer(
        bench.town.store,
        "person-assignee",
        {"switches": {"ASSIGNED:ASSIGNEE:INBOX": False, "ASSIGNED:ASSIGNEE:MAIL": False}},
    )
    await routed(bench.town)
    assert await told(bench, "ASSIGNED") == []


async def test_nothing_of_a_text_or_a_name_is_in_any_row(bench: Bench) -> None:
    await routed(bench.town)
    await told(bench)
    kept = str(await rows_of(bench.town))
    for word in (*TEXT.split(), "Петрова", "+7 900", "кв. 12", "Яма"):
        assert len(word) < 4 or word not in kept


async def test_old_ones_are_removed_after_the_days_of_the_setting(bench: Bench) -> None:
    await routed(bench.town)
    count = len(await told(bench))
    await bench.run("remove_old_notifications", NOW + 89 * DAY)
    assert len(await rows_of(bench.town)) == count
    await bench.run("remove_old_notifications", NOW + 92 * DAY)
    assert await rows_of(bench.town) == []


async def test_a_past_is_told_by_the_same_rules_without_mail_and_older_things_are_read(bench: Bench) -> None:
    town = bench.town
    await routed(town)
    snapshot = town.container.reference.snapshot
    assert await tell_of_past(town.store, snapshot, since=NOW, now=NOW + 5 * DAY) == 3
    assert await tell_of_past(town.store, snapshot, since=NOW, now=NOW + 5 * DAY) == 0
    rows = await rows_of(town)
    assert {row["mail_state"] for row in rows} == {None}
    assert all(row["read_at"] == row["at"] + DAY for row in rows)
    await routed(town)
    assert await tell_of_past(town.store, snapshot, since=NOW, now=NOW + DAY) == 3
    assert [row["read_at"] for row in await rows_of(town)].count(None) == 3


async def test_a_title_says_once_what_the_object_is() -> None:
    assignment = {"__type": "Assignment", "number": "7"}
    assert title_of("ASSIGNMENT_ISSUED", assignment) == "Вам направлено поручение: № 7"
    assert title_of("ESCALATED", assignment) == "Просрочено, требуется ваше внимание: поручение 7"
    assert title_of("ESCALATED", None) == "Просрочено, требуется ваше внимание"


async def test_an_event_that_concerns_nobody_leaves_nothing(bench: Bench) -> None:
    await registered(bench.town)
    assert await told(bench) == []


def test_each_kind_is_brought_by_something_and_concerns_somebody() -> None:
    assert set(KINDS) == set(NotificationKind)
    assert all(one.relations for one in KINDS.values())
    assert {relation for one in KINDS.values() for relation in one.relations} == set(NotificationRelation)
    assert all(kinds for kinds in BY_EVENT.values())
