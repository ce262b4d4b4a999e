"""What happens to cases by itself: what was put off goes on on its day, what nobody objected to is closed or asked about."""

from datetime import timedelta

import pytest

from auth.errors import Forbidden, Problem
from documents.cases.document import Case
from documents.directory.operations.center import update_setting
from documents.jobs.notes import states
from documents.jobs.vocabulary import Outcome
from documents.submissions.operations import answering, clarifying
from documents.submissions.operations.closing import ask_outcome
from documents.submissions.operations.pausing import resume_work
from tests.support.cases import in_review, put_case, routed
from tests.support.runs import Bench
from tests.support.town import NOW, Town

DAY = timedelta(days=1)


@pytest.fixture
def bench(town: Town) -> Bench:
    return Bench(town)


async def case_of(town: Town, case_id: str) -> Case:
    [row] = await town.store.find("cases", {"_id": case_id})
    return Case.from_row(row)


async def answered(town: Town, **facts: object) -> Case:
    case = await in_review(town)
    await town.do("lead.roads", answering.approve_response, case.id)
    after: Case = await town.do("pos", answering.send_response, case.id, **facts)
    return after


async def test_a_postponed_message_goes_on_on_its_day_and_not_before(bench: Bench) -> None:
    await put_case(bench.town, "late", status="POSTPONED", postponed_until=NOW + DAY)
    await put_case(bench.town, "later", status="POSTPONED", postponed_until=NOW + 2 * DAY)
    await bench.run("resume_postponed_submissions", NOW + DAY - timedelta(seconds=1))
    assert (await case_of(bench.town, "late")).status == "POSTPONED"
    assert await bench.run("resume_postponed_submissions", NOW + DAY) is Outcome.DONE
    case = await case_of(bench.town, "late")
    assert (case.status, case.postponed_until) == ("IN_PROGRESS", NOW + DAY)
    assert (await case_of(bench.town, "later")).status == "POSTPONED"
    [event] = await bench.town.events_of("late")
    assert (event["name"], event["action"], event["at"]) == (
        "submission.resumed",
        "submission.postpone",
        NOW + DAY,
    )
    assert event["actor"] == {"account_id": None, "person_id": None, "role": "SYSTEM"}
    assert (await states(bench.town.store))["resume_postponed_submissions"]["counts"] == {"done": 1}


@pytest.mark.parametrize("pauses", [True, False])
async def test_the_clock_goes_on_where_the_applicant_does_not_answer_in_time(
    bench: Bench, pauses: bool
) -> None:
    town = bench.town
    await town.do("admin", update_setting, name="pauseOnClarification", value=pauses)
    case = await routed(town)
    await town.do("pos", clarifying.request_details, case.id, text="Какой дом?", until=NOW + 5 * DAY)
    await bench.run("end_details_terms", NOW + 5 * DAY - timedelta(seconds=1))
    assert (await town.stored(case.id)).details_due_at == NOW + 5 * DAY
    await bench.run("end_details_terms", NOW + 5 * DAY)
    after = await town.stored(case.id)
    assert (after.details_due_at, after.paused_at, after.awaits) == (None, None, "DETAILS")
    assert after.due_at == after.overdue_at == case.due_at + (5 * DAY if pauses else timedelta())
    assert (await town.events_of(case.id))[-1]["name"] == "submission.details_term_over"
    revision = after.revision
    await bench.run("end_details_terms", NOW + 6 * DAY)
    assert (await town.stored(case.id)).revision == revision
    # What comes after all is recorded.
    town.now = NOW + 7 * DAY
    told: Case = await town.do("pos", clarifying.record_details, case.id, text="Дом 5")
    assert (told.awaits, told.due_at) == (None, after.due_at)
    with pytest.raises(Forbidden):
        await town.do("head", clarifying.end_details_term, case.id)


async def test_a_postponed_incident_goes_on_by_a_job_of_its_own(bench: Bench) -> None:
    await put_case(
        bench.town, "post", kind="INCIDENT", channel_id="SOCIAL", status="POSTPONED", postponed_until=NOW
    )
    await bench.run("resume_postponed_submissions")
    assert (await case_of(bench.town, "post")).status == "POSTPONED"
    await bench.run("resume_postponed_incidents")
    assert (await case_of(bench.town, "post")).status == "IN_PROGRESS"
    assert [one["name"] for one in await bench.town.events_of("post")] == ["incident.resumed"]


async def test_an_officer_resumes_it_before_its_day_and_others_may_not(bench: Bench) -> None:
    await put_case(bench.town, "off", status="POSTPONED", postponed_until=NOW + DAY)
    for login in ("incident", "member"):
        with pytest.raises(Problem):
            await bench.town.do(login, resume_work, "off")
    case = await bench.town.do("pos", resume_work, "off")
    assert case.status == "IN_PROGRESS"
    # There is nothing left for the job to do.
    await bench.run("resume_postponed_submissions", NOW + DAY)
    assert len(await bench.town.events_of("off")) == 1


async def test_an_answer_with_an_outcome_is_closed_when_nobody_has_objected_for_thirty_days(
    bench: Bench,
) -> None:
    case = await answered(bench.town, outcome="RESOLVED")
    assert case.answered_at is not None
    assert (case.proposed_outcome, case.outcome) == ("RESOLVED", None)
    await bench.run("close_unobjected_submissions", case.answered_at + 30 * DAY - timedelta(seconds=1))
    assert (await case_of(bench.town, case.id)).status == "ANSWERED"
    await bench.run("close_unobjected_submissions", case.answered_at + 30 * DAY)
    closed = await case_of(bench.town, case.id)
    assert (closed.status, closed.outcome) == ("CLOSED", "RESOLVED")
    event = (await bench.town.events_of(case.id))[-1]
    assert (event["name"], event["actor"]["role"]) == ("submission.closed", "SYSTEM")


async def test_an_answer_without_an_outcome_has_its_desk_asked_once(bench: Bench) -> None:
    case = await answered(bench.town)
    assert case.answered_at is not None
    for days in (30, 31, 60):
        await bench.run("close_unobjected_submissions", case.answered_at + days * DAY)
    after = await case_of(bench.town, case.id)
    assert (after.status, after.outcome_asked_at) == ("ANSWERED", case.answered_at + 30 * DAY)
    names = [one["name"] for one in await bench.town.events_of(case.id)]
    assert names.count("submission.outcome_asked") == 1
    closed = await bench.town.do("pos", answering.close_submission, case.id, outcome="EXPLAINED")
    assert closed.status == "CLOSED"


async def test_nobody_may_ask_in_the_name_of_the_system(bench: Bench) -> None:
    case = await answered(bench.town)
    with pytest.raises(Forbidden):
        await bench.town.do("head", ask_outcome, case.id)
