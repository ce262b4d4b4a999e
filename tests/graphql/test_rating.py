"""Ratings and requests to open again as callers meet them: who reads what, what waits for whom, who is told."""

from typing import Any

from documents.cases.document import Case
from documents.kernel.ids import global_id
from documents.submissions.operations import answering
from tests.support.asking import ask
from tests.support.cases import in_review
from tests.support.runs import Bench, stamped
from tests.support.town import Town

COMMENT = "Песок, а не асфальт. Звоните +7 900 000-12-34"
SHOWN = "satisfaction { answerNo score solved comment source by { fullName } } reopeningDueAt hiddenFields"
READ = f"query ($id: ID!) {{ submission(id: $id) {{ status {SHOWN} }} }}"
QUEUE = "query ($a: CaseAction!) { cases(first: 5, filter: {allowedAction: [$a]}) { nodes { id } } }"
INBOX = "{ notifications(first: 5) { nodes { kind title } } }"


async def answered(town: Town) -> Case:
    case = await in_review(town)
    await town.do("recipient.head", answering.approve_response, case.id)
    sent: Case = await town.do("pos", answering.send_response, case.id)
    return sent


async def act(town: Town, login: str, name: str, shown: str, **given: Any) -> dict[str, Any]:
    kind = f"{name[0].upper()}{name[1:]}Input"
    document = (
        f"mutation ($i: {kind}!) {{ {name}(input: $i) {{ {shown} errors {{ code path facts message }} }} }}"
    )
    payload: dict[str, Any] = (await ask(town, login, document, i=given))[name]
    return payload


async def waits(town: Town, login: str, action: str) -> list[str]:
    return [one["id"] for one in (await ask(town, login, QUEUE, a=action))["cases"]["nodes"]]


async def test_a_rating_is_read_by_its_right_and_without_personal_data(town: Town) -> None:
    case = await answered(town)
    gid = global_id("Message", case.id)
    assert gid in await waits(town, "pos", "RECORD_SATISFACTION")
    given = {"id": gid, "score": 1, "solved": False, "comment": COMMENT}
    recorded = await act(town, "pos", "recordSatisfaction", f"submission {{ {SHOWN} }}", **given)
    assert recorded["errors"] == []
    [rating] = recorded["submission"]["satisfaction"]
    assert rating == {
        "answerNo": 1,
        "score": 1,
        "solved": False,
        "comment": COMMENT,
        "source": "PHONE",
        "by": {"fullName": "pos"},
    }
    assert recorded["submission"]["reopeningDueAt"] is not None
    for login in ("curator", "lead.roads"):
        seen = (await ask(town, login, READ, id=gid))["submission"]
        assert "900" not in seen["satisfaction"][0]["comment"]
        assert seen["satisfaction"][0]["comment"].startswith("Песок")
        assert "satisfaction" not in seen["hiddenFields"]
    # The officer of another desk reads the message, and not what its applicant says of the answer.
    other = (await ask(town, "incident", READ, id=gid))["submission"]
    assert other["satisfaction"] is None
    assert "satisfaction" in other["hiddenFields"]


async def test_what_waits_for_a_decision_is_in_the_queue_until_it_is_decided(town: Town) -> None:
    case = await answered(town)
    gid = global_id("Message", case.id)
    assert gid not in await waits(town, "pos", "DECIDE_REOPENING")
    given = {"id": gid, "score": 2, "solved": False, "comment": "Не сделано"}
    await act(town, "pos", "recordSatisfaction", "submission { id }", **given)
    assert gid in await waits(town, "pos", "DECIDE_REOPENING")
    assert gid in await waits(town, "lead.roads", "EXAMINE_RATING")
    assert gid not in await waits(town, "lead.roads", "DECIDE_REOPENING")
    refused = await act(town, "pos", "decideReopening", "submission { status }", id=gid, accept=False)
    assert [(one["code"], one["path"]) for one in refused["errors"]] == [("INVALID", ["reason"])]
    seen = await act(
        town, "lead.roads", "examineRating", "submission { status }", id=gid, finding="Проверено"
    )
    assert seen == {"submission": {"status": "ANSWERED"}, "errors": []}
    opened = await act(town, "pos", "decideReopening", "submission { status }", id=gid, accept=True)
    assert opened == {"submission": {"status": "REOPENED"}, "errors": []}
    assert gid not in await waits(town, "pos", "DECIDE_REOPENING")
    assert gid not in await waits(town, "lead.roads", "EXAMINE_RATING")


async def test_the_desk_is_told_of_the_request_and_of_one_that_is_late(town: Town) -> None:
    bench = Bench(town)
    # Who begins to tell begins with what comes from now on.
    await stamped(bench)
    await bench.run("notify")
    case = await answered(town)
    given = {"id": global_id("Message", case.id), "score": 3, "solved": False}
    await act(town, "head", "recordSatisfaction", "submission { id }", **given)
    await stamped(bench)
    await bench.run("notify")
    asked = (await ask(town, "pos", INBOX))["notifications"]["nodes"]
    assert "REOPENING_ASKED" in [one["kind"] for one in asked]
    due = (await town.stored(case.id)).reopening_due_at
    await bench.run("note_late_reopenings", due)
    await stamped(bench)
    await bench.run("notify")
    for login in ("pos", "head"):
        told = (await ask(town, login, INBOX))["notifications"]["nodes"]
        assert "REOPENING_LATE" in [one["kind"] for one in told], login


async def test_the_link_is_handed_over_by_who_sends_answers_and_stands_in_no_history(town: Town) -> None:
    case = await answered(town)
    gid = global_id("Message", case.id)
    given = await act(town, "pos", "giveRatingLink", "link { url endsAt submission { number } }", id=gid)
    assert given["errors"] == []
    link = given["link"]
    assert (link["submission"]["number"], link["url"][:8]) == (case.number, "/rating/")
    again = await act(town, "head", "giveRatingLink", "link { url }", id=gid)
    assert again["link"]["url"] == link["url"]
    own = await act(town, "assignee", "giveRatingLink", "link { url }", id=gid)
    assert (own["link"], [one["code"] for one in own["errors"]]) == (None, ["FOUR_EYES"])
    assert link["url"].rpartition("/")[2] not in str(await town.events_of(case.id))
