"""The list of background jobs: who sees it, and what it tells."""

from datetime import timedelta

import pytest

from documents.kernel.write.jobs import jobs
from tests.support.asking import ask
from tests.support.cases import put_case
from tests.support.runs import Bench
from tests.support.town import NOW, Town

JOBS = (
    """{ jobs { name title lastStartedAt lastDurationMs lastOutcome lastError nextDueAt waiting parked } }"""
)


async def test_each_job_is_told_with_its_last_run(town: Town) -> None:
    bench = Bench(town)
    await put_case(town, "late", status="POSTPONED", postponed_until=NOW)
    await bench.run("resume_postponed_submissions", NOW)
    told = {one["name"]: one for one in (await ask(town, "head", JOBS))["jobs"]}
    assert list(told) == sorted(jobs())
    ran = told["resume_postponed_submissions"]
    assert ran.pop("lastDurationMs") >= 0
    assert ran == {
        "name": "resume_postponed_submissions",
        "title": "Возобновление отложенных сообщений",
        "lastStartedAt": NOW.isoformat() + "Z",
        "lastOutcome": "DONE",
        "lastError": None,
        "nextDueAt": (NOW + timedelta(minutes=1)).isoformat() + "Z",
        "waiting": 0,
        "parked": 0,
    }
    assert told["stamp_events"]["nextDueAt"] is None


@pytest.mark.parametrize("login", ["pos", "curator", "member", "assignee"])
async def test_who_does_not_look_after_the_installation_is_refused(town: Town, login: str) -> None:
    answer = await ask(town, login, JOBS)
    assert answer.codes == ["FORBIDDEN"]
    assert answer.data == {"jobs": None}


async def test_the_system_is_named_in_the_history_of_what_it_did(town: Town) -> None:
    bench = Bench(town)
    await put_case(town, "told", status="POSTPONED", postponed_until=NOW)
    await bench.run("resume_postponed_submissions", NOW)
    query = """{ message(number: "told") { status history(first: 1) { nodes { name actorRole actor { id } action } } } }"""
    found = (await ask(town, "pos", query))["message"]
    assert found["status"] == "IN_PROGRESS"
    assert found["history"]["nodes"] == [
        {"name": "submission.resumed", "actorRole": "SYSTEM", "actor": None, "action": "submission.postpone"}
    ]
