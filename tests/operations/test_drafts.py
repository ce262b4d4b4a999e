"""Drafts of answers: saved with the wordings before them, read by who works on the answer, handed in as they are."""

from typing import Any

import pytest

from auth.errors import Forbidden, Invalid, InvalidTransition, LimitReached, NotFound, Stale
from documents.cases import drafting
from documents.cases.document import Case
from documents.incidents.operations import answering as incident_answering
from documents.kernel.ids import global_id
from documents.submissions.operations import answering
from tests.support.asking import ask
from tests.support.cases import put_case, refused, routed
from tests.support.town import Town

FIRST, SECOND = "Яму засыплем.", "Яму засыпали 2 июня, звоните Марии Петровой."


async def under_work(town: Town) -> Case:
    case = await routed(town)
    after: Case = await town.do("assignee", answering.start_work, case.id)
    return after


async def save(town: Town, case: Case, text: str, login: str = "assignee", **given: Any) -> Case:
    given = {"expected_revision": case.revision, **given}
    after: Case = await town.do(login, answering.save_draft, case.id, text=text, **given)
    return after


async def test_the_last_wording_is_handed_in_and_the_earlier_ones_are_kept(town: Town) -> None:
    case = await save(town, await under_work(town), FIRST)
    case = await save(town, case, SECOND, "recipient.coordinator")
    assert [(one.text, one.saved_by_id, one.response_no) for one in case.drafts] == [
        (FIRST, "person-assignee", None),
        (SECOND, "person-recipient.coordinator", None),
    ]
    sent: Case = await town.do("assignee", answering.submit_response, case.id)
    assert (sent.status, sent.responses[-1].text) == ("IN_REVIEW", SECOND)
    assert [one.response_no for one in sent.drafts] == [1, 1]
    back: Case = await town.do("recipient.head", answering.return_response, case.id, reason="Неполно")
    # What was handed in is a draft no more.
    problem = await refused(town, Invalid, "assignee", answering.submit_response, back)
    assert (problem.path, problem.facts) == (("text",), {"rule": "required"})
    again = await save(town, back, FIRST)
    assert [one.response_no for one in again.drafts] == [1, 1, None]


async def test_another_text_goes_before_the_draft(town: Town) -> None:
    case = await save(town, await under_work(town), FIRST)
    sent: Case = await town.do("assignee", answering.submit_response, case.id, text=SECOND)
    assert (sent.responses[-1].text, sent.drafts[-1].response_no) == (SECOND, 1)


async def test_events_name_the_drafts_and_tell_nothing_of_them(town: Town) -> None:
    case = await save(town, await under_work(town), SECOND)
    event = (await town.events_of(case.id))[-1]
    assert (event["name"], event["changed"]) == ("submission.draft_saved", ["drafts"])
    assert "Яму" not in str(event)


async def test_refuses_a_draft_that_somebody_else_has_changed_or_nobody_may_write(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await under_work(town)
    first = await save(town, case, FIRST)
    facts = {"text": SECOND, "expected_revision": first.revision}
    await refused(town, Stale, "assignee", answering.save_draft, first, text=SECOND, expected_revision=1)
    problem = await refused(
        town, Invalid, "assignee", answering.save_draft, first, **{**facts, "text": FIRST}
    )
    assert problem.facts["rule"] == "nothing_to_change"
    await refused(town, Forbidden, "curator", answering.save_draft, first, **facts)
    await refused(town, NotFound, "lead.education", answering.save_draft, first, **facts)
    monkeypatch.setattr(drafting, "MOST_VERSIONS", 1)
    await refused(town, LimitReached, "assignee", answering.save_draft, first, **facts)
    waiting: Case = await town.do("assignee", answering.submit_response, case.id)
    facts = {"text": SECOND, "expected_revision": waiting.revision}
    await refused(town, InvalidTransition, "assignee", answering.save_draft, waiting, **facts)


@pytest.mark.parametrize(
    ("login", "is_sensitive", "seen"),
    [
        ("pos", False, SECOND),
        ("assignee", False, SECOND),
        ("recipient.head", False, SECOND),
        ("lead.roads", False, "Яму засыпали 2 июня, звоните [ФИО]."),
        ("curator", False, None),
        ("incident", False, None),
        ("pos", True, SECOND),
        ("lead.roads", True, "Яму засыпали 2 июня, звоните [ФИО]."),
    ],
)
async def test_who_works_on_the_answer_reads_the_draft(
    town: Town, login: str, is_sensitive: bool, seen: str | None
) -> None:
    case = await under_work(town)
    await save(town, case, SECOND)
    await town.store.collection("cases").update_one(
        {"_id": case.id}, {"$set": {"is_sensitive": is_sensitive}}
    )
    query = "query($id: ID!) { message(id: $id) { drafts { text savedBy { id } responseNo } } }"
    shown = (await ask(town, login, query, id=global_id("Message", case.id)))["message"]
    assert shown["drafts"] == (
        []
        if seen is None
        else [{"text": seen, "savedBy": {"id": global_id("Person", "person-assignee")}, "responseNo": None}]
    )


async def test_a_case_of_before_has_no_drafts(town: Town) -> None:
    await put_case(town, "old", status="NEW")
    await town.store.collection("cases").update_one(
        {"_id": "old"}, {"$unset": {"drafts": "", "deliveries": ""}}
    )
    query = "query($id: ID!) { message(id: $id) { drafts { text } deliveries { status } isUndelivered } }"
    shown = await ask(town, "pos", query, id=global_id("Message", "old"))
    assert shown["message"] == {"drafts": [], "deliveries": [], "isUndelivered": False}


async def test_the_draft_of_a_reply_is_saved_and_handed_in_alike(town: Town) -> None:
    await put_case(town, "post", kind="INCIDENT", channel_id="VK", status="IN_PROGRESS", recipient_id="roads")
    facts = {"text": FIRST, "expected_revision": 1}
    saved: Case = await town.do("incident", incident_answering.save_reply_draft, "post", **facts)
    assert saved.drafts[-1].text == FIRST
    sent: Case = await town.do("incident", incident_answering.submit_incident_reply, "post")
    assert (sent.status, sent.responses[-1].text) == ("IN_REVIEW", FIRST)
