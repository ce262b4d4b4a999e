"""Notes, links and watches as callers meet them: what is shown to whom, what is offered, and who is told of what moves."""

from typing import Any

import pytest

from documents.cases.document import Case
from documents.kernel.ids import global_id
from documents.notes import operations
from documents.submissions.operations import answering
from documents.watching import keeping
from tests.support.asking import ask
from tests.support.cases import put_case, routed
from tests.support.runs import Bench, stamped
from tests.support.town import Town
from tests.support.town_for_each import town_for_each

NOTES = "notes { id text audience at editedAt author { fullName } } earlierWordings { of noteId text }"
LINKS = "linkedCases { at by { fullName } caseId number }"
ADD = f"""mutation ($i: AddNoteInput!) {{ addNote(input: $i) {{ case {{ revision {NOTES} }}
  errors {{ code path facts }} }} }}"""
REWORD = f"""mutation ($i: RewordNoteInput!) {{ rewordNote(input: $i) {{ case {{ {NOTES} }}
  errors {{ code path facts }} }} }}"""
LINK = f"""mutation ($i: LinkCasesInput!) {{ {{name}}(input: $i) {{ case {{ {LINKS} }} errors {{ code path facts }} }} }}"""
READ = f"query ($id: ID!) {{ case(id: $id) {{ number isWatched {NOTES} {LINKS} }} }}"
WATCH = """mutation ($i: WatchCaseInput!) { {name}(input: $i) { case { number isWatched } errors { code path facts } } }"""
WATCHED = "{ watchedCases { id isWatched } }"
INBOX = "{ notifications(first: 5) { nodes { kind title } } }"


town = town_for_each


def gid(case: Case) -> str:
    return global_id("Message", case.id)


async def did(town: Town, login: str, name: str, document: str, **given: Any) -> dict[str, Any]:
    payload: dict[str, Any] = (await ask(town, login, document.replace("{name}", name), i=given))[name]
    return payload


async def test_a_note_is_shown_with_the_case_to_its_audience_and_reworded_by_its_author(town: Town) -> None:
    case = await routed(town)
    added = await did(
        town, "pos", "addNote", ADD, id=gid(case), text="  Позвонить\r\nв ГИБДД ", audience="CENTER"
    )
    (note,) = added["case"]["notes"]
    assert (note["text"], note["author"], note["editedAt"]) == (
        "Позвонить\nв ГИБДД",
        {"fullName": "pos"},
        None,
    )
    reworded = await did(
        town,
        "pos",
        "rewordNote",
        REWORD,
        id=gid(case),
        noteId=note["id"],
        text="Позвонили",
        expectedRevision=added["case"]["revision"],
    )
    earlier = {"of": "NOTE", "noteId": note["id"], "text": "Позвонить\nв ГИБДД"}
    assert reworded["case"]["earlierWordings"] == [earlier]
    for login, seen in (("head", ["Позвонили"]), ("assignee", [])):
        told = (await ask(town, login, READ, id=gid(case)))["case"]
        assert [one["text"] for one in told["notes"]] == seen
        assert len(told["earlierWordings"]) == len(seen)


async def test_a_note_is_refused_in_the_words_of_its_field(town: Town) -> None:
    case = await routed(town)
    for login, given, told in (
        ("pos", {"text": "а" * 4_001, "audience": "CENTER"}, ("INVALID", ["text"])),
        ("assignee", {"text": "Для центра", "audience": "CENTER"}, ("FORBIDDEN", None)),
        ("member", {"text": "Чужое", "audience": "EVERYONE"}, ("FORBIDDEN", None)),
    ):
        payload = await did(town, login, "addNote", ADD, id=gid(case), **given)
        assert [(one["code"], one["path"]) for one in payload["errors"]] == [told]
    assert (await town.stored(case.id)).notes == []


async def test_a_link_shows_the_other_case_to_who_may_see_it(town: Town) -> None:
    case, other = await routed(town), await routed(town)
    payload = await did(town, "pos", "linkCases", LINK, id=gid(case), otherId=gid(other))
    (link,) = payload["case"]["linkedCases"]
    assert (link["caseId"], link["number"], link["by"]) == (gid(other), other.number, {"fullName": "pos"})
    await town.store.collection("cases").update_one(
        {"_id": other.id}, {"$set": {"access_keys": ["channel:POS"], "assignee_id": None}}
    )
    told = (await ask(town, "assignee", READ, id=gid(case)))["case"]
    assert [(one["caseId"], one["number"]) for one in told["linkedCases"]] == [(None, None)]
    # Who may not note on the case reads none of its links.
    assert (await ask(town, "incident", READ, id=gid(case)))["case"]["linkedCases"] == []
    payload = await did(town, "pos", "unlinkCases", LINK, id=gid(other), otherId=gid(case))
    assert payload == {"case": {"linkedCases": []}, "errors": []}


async def test_what_may_be_done_with_notes_is_offered_to_who_may(town: Town) -> None:
    case = await routed(town)
    offered = "query ($id: ID!) { case(id: $id) { allowedActions { action allowed } } }"
    names = {"addNote", "rewordNote", "linkCases", "unlinkCases"}
    for login, is_offered in (("pos", True), ("curator", True), ("assignee", True), ("incident", False)):
        found = (await ask(town, login, offered, id=gid(case)))["case"]["allowedActions"]
        assert (names <= {one["action"] for one in found if one["allowed"]}) is is_offered, login


async def test_a_watcher_is_told_of_what_moves_the_case_and_of_nothing_else(town: Town) -> None:
    bench = Bench(town)
    case = await routed(town)
    await stamped(bench)
    await bench.run("notify")
    for _ in range(2):
        payload = await did(town, "head", "watchCase", WATCH, id=gid(case))
        assert payload == {"case": {"number": case.number, "isWatched": True}, "errors": []}
    assert (await ask(town, "head", WATCHED))["watchedCases"] == [{"id": gid(case), "isWatched": True}]
    assert (await ask(town, "pos", WATCHED))["watchedCases"] == []
    await town.do("pos", operations.add_note, case.id, text="Для центра", audience="CENTER")
    await town.do("assignee", answering.start_work, case.id)
    await stamped(bench)
    await bench.run("notify")
    title = f"Изменилось дело под наблюдением: сообщение {case.number}"
    told = (await ask(town, "head", INBOX))["notifications"]["nodes"]
    assert told == [{"kind": "WATCHED_MOVED", "title": title}]
    payload = await did(town, "head", "unwatchCase", WATCH, id=gid(case))
    assert payload["case"]["isWatched"] is False
    assert (await ask(town, "head", WATCHED))["watchedCases"] == []


async def test_who_lost_sight_of_a_case_is_told_nothing_of_it_though_they_watch_it(town: Town) -> None:
    bench = Bench(town)
    case = await routed(town)
    await did(town, "recipient.head", "watchCase", WATCH, id=gid(case))
    await town.store.collection("cases").update_one(
        {"_id": case.id}, {"$set": {"recipient_id": "education", "access_keys": ["channel:POS"]}}
    )
    await stamped(bench)
    await bench.run("notify")
    await town.do("pos", answering.start_work, case.id)
    await stamped(bench)
    await bench.run("notify")
    assert (await ask(town, "recipient.head", WATCHED))["watchedCases"] == []
    rows = town.store.collection("notifications").find({"kind": "WATCHED_MOVED", "object_id": case.id})
    assert await rows.to_list(length=None) == []


async def test_nobody_watches_what_they_do_not_see_nor_too_much(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await routed(town)
    await put_case(town, "unseen", status="ROUTED", recipient_id="education", sector_id="EDUCATION")
    unseen, nothing = (global_id("Message", one) for one in ("unseen", "nothing"))
    refusals = [
        (await did(town, "assignee", "watchCase", WATCH, id=one))["errors"] for one in (unseen, nothing)
    ]
    assert refusals[0] == refusals[1]
    assert [one["code"] for one in refusals[0]] == ["NOT_FOUND"]
    client = await did(town, "partner", "watchCase", WATCH, id=gid(case))
    assert [one["code"] for one in client["errors"]] == ["INVALID"]
    monkeypatch.setattr(keeping, "MOST_WATCHED", 1)
    first = await routed(town)
    assert (await did(town, "pos", "watchCase", WATCH, id=gid(first)))["errors"] == []
    payload = await did(town, "pos", "watchCase", WATCH, id=gid(case))
    assert [(one["code"], one["facts"]) for one in payload["errors"]] == [
        ("LIMIT_REACHED", {"limit": "watchedCases"})
    ]
    watches = town.store.collection("case_watches").find({"case_id": {"$in": [case.id, "unseen"]}})
    assert await watches.to_list(length=None) == []
