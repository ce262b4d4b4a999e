"""Files of cases: attached once by who uploaded them, unseen until cleared, told without a word of theirs, removed."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from auth.errors import Forbidden, Invalid, LimitReached, Problem, Problems
from documents.carried_files import seen_file
from documents.cases import operations
from documents.cases.document import Case
from documents.cases.resource import CASES
from documents.files.removing import remove_orphans
from documents.files.scanning import scanned
from documents.files.storing import FILES, begin_upload, content_of, file_row
from documents.files.vocabulary import ScanStatus
from documents.kernel.store.bucket import NoSuchFile
from tests.support.cases import refused, registered, routed
from tests.support.files import PDF, waiting
from tests.support.town import Town

CAPTION = "Яма у дома Петровой Марии, тел. +7 900 000-12-34"
NAME = "Петрова Мария Ивановна, заявление.pdf"


async def attached(
    town: Town, login: str = "pos", case: Case | None = None, **facts: Any
) -> tuple[Case, str]:
    case = case or await registered(town)
    file_id = await waiting(town, login, name=NAME)
    after = await town.do(login, operations.attach_file, case.id, file_id=file_id, caption=CAPTION, **facts)
    return after, file_id


async def shown(town: Town, login: str, case: Case) -> dict[str, Any] | None:
    fields = frozenset({"attachments", "hidden_fields", "id"})
    who = await town.who(login)
    return await town.container.access.one(CASES, who, town.now, where={"_id": case.id}, fields=fields)


async def names(town: Town, login: str, case: Case) -> list[str]:
    row = await shown(town, login, case)
    assert row is not None
    return [one["name"] for one in row["attachments"]]


async def file_of(town: Town, file_id: str) -> dict[str, Any]:
    row = await town.store.collection(FILES).find_one({"_id": file_id})
    assert row is not None
    return row


async def test_an_upload_is_attached_and_belongs_to_the_case(town: Town) -> None:
    case, file_id = await attached(town)
    (kept,) = case.attachments
    assert (kept.id, kept.name, kept.caption, kept.size_bytes) == (file_id, NAME, CAPTION, len(PDF))
    assert (kept.added_by_id, kept.is_public, kept.is_cleared) == ("person-pos", False, False)
    assert case.file_hashes == [kept.sha256]
    row = await file_of(town, file_id)
    assert (row["state"], row["object_id"], row["removable_at"]) == ("ATTACHED", case.id, None)


async def test_the_history_tells_of_a_file_without_a_word_of_it(town: Town) -> None:
    case, file_id = await attached(town)
    case = await town.do("pos", operations.clear_attachment, case.id, file_id=file_id)
    await town.do("pos", operations.update_attachment, case.id, file_id=file_id, fields={"caption": None})
    await town.do("pos", operations.detach_file, case.id, file_id=file_id)
    told = (await town.events_of(case.id))[1:]
    assert [one["name"] for one in told] == [
        "case.file_attached",
        "case.attachment_cleared",
        "case.attachment_updated",
        "case.file_detached",
    ]
    assert [one["changed"] for one in told] == [["attachments"]] * 4
    assert all(one["changes"] == [] for one in told)
    assert not any(word in repr(told) for word in (NAME, CAPTION, "Петров"))


async def test_a_file_is_attached_once_by_who_uploaded_it_and_within_a_day(town: Town) -> None:
    case, taken = await attached(town)
    others = await waiting(town, "head")
    for file_id in (taken, others, "nothing"):
        problem = await refused(town, Invalid, "pos", operations.attach_file, case, file_id=file_id)
        assert (problem.facts, problem.path) == ({"rule": "unknown_file"}, ("fileId",))
    late = await waiting(town, "pos")
    who = await town.who("pos", town.now + timedelta(hours=24))
    with pytest.raises(Invalid):
        await town.container.runner.run(
            who, town.now + timedelta(hours=24), operations.attach_file, case.id, file_id=late
        )


async def test_of_two_who_attach_one_file_at_once_one_finds_it_taken(town: Town) -> None:
    first, second = await registered(town), await registered(town)
    file_id = await waiting(town, "pos")
    ended = await asyncio.gather(
        *(town.do("pos", operations.attach_file, one.id, file_id=file_id) for one in (first, second)),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in ended) == ["Case", "Invalid"]
    row = await file_of(town, file_id)
    (holder,) = (one for one in ended if isinstance(one, Case))
    assert row["object_id"] == holder.id


async def test_a_case_carries_no_more_files_than_the_setting_says(town: Town) -> None:
    case = await registered(town)
    for _ in range(20):
        case, _ = await attached(town, case=case)
    file_id = await waiting(town, "pos")
    problem = await refused(town, LimitReached, "pos", operations.attach_file, case, file_id=file_id)
    assert problem.facts == {"limit": "filesPerObject"}
    assert (await file_of(town, file_id))["state"] == "WAITING"


@pytest.mark.parametrize("login", ["coordinator", "member", "leadership", "admin", "curator"])
async def test_refuses_to_attach_without_the_right(town: Town, login: str) -> None:
    case = await registered(town)
    file_id = await waiting(town, login)
    problem = await refused(town, Forbidden, login, operations.attach_file, case, file_id=file_id)
    assert problem.facts == {"action": "case.attach"}


async def test_until_it_is_cleared_only_those_see_a_file_who_see_the_applicant_without_a_reason(
    town: Town,
) -> None:
    case = await routed(town)
    case, file_id = await attached(town, case=case)
    for login in ("pos", "head", "assignee", "recipient.head"):
        assert await names(town, login, case) == [NAME]
    for login in ("curator", "lead.roads", "info", "incident"):
        row = await shown(town, login, case)
        assert row is not None
        assert row["attachments"] == []
        assert "attachments" in row["hidden_fields"]
    await town.do("pos", operations.clear_attachment, case.id, file_id=file_id)
    for login in ("curator", "lead.roads", "info", "incident"):
        (name,) = await names(town, login, case)
        assert "Петров" not in name
        assert name.endswith(".pdf")


async def test_a_caption_and_a_name_are_redacted_for_who_reads_the_case_redacted(town: Town) -> None:
    case = await routed(town)
    case, file_id = await attached(town, case=case)
    await town.do("pos", operations.clear_attachment, case.id, file_id=file_id)
    row = await shown(town, "info", case)
    assert row is not None
    (one,) = row["attachments"]
    assert "+7 900" not in one["caption"]
    assert "Петров" not in one["caption"]
    plain = await shown(town, "pos", case)
    assert plain is not None
    assert plain["attachments"][0]["caption"] == CAPTION


async def test_only_who_may_formalize_clears_and_only_what_he_sees(town: Town) -> None:
    case = await routed(town)
    case, file_id = await attached(town, case=case)
    problem = await refused(town, Forbidden, "assignee", operations.clear_attachment, case, file_id=file_id)
    assert problem.facts == {"action": "submission.formalize"}
    # A lead sees no file before somebody has cleared it: a reason opens the applicant's data alone.
    problem = await refused(town, Invalid, "lead.roads", operations.clear_attachment, case, file_id=file_id)
    assert problem.facts == {"rule": "unknown_file"}
    case = await town.do("pos", operations.clear_attachment, case.id, file_id=file_id)
    (kept,) = case.attachments
    assert (kept.is_cleared, kept.cleared_by_id) == (True, "person-pos")
    problem = await refused(town, Invalid, "pos", operations.clear_attachment, case, file_id=file_id)
    assert problem.facts == {"rule": "already_cleared"}


async def test_refuses_to_describe_or_detach_what_is_not_there(town: Town) -> None:
    case = await registered(town)
    for operation, facts in (
        (operations.detach_file, {}),
        (operations.clear_attachment, {}),
        (operations.update_attachment, {"fields": {"caption": "х"}}),
    ):
        problem = await refused(town, Invalid, "pos", operation, case, file_id="nothing", **facts)
        assert problem.facts == {"rule": "no_files"}
    case, file_id = await attached(town, case=case)
    for fields, rule in (({}, "nothing_to_change"), ({"is_public": None}, "required")):
        problem = await refused(
            town, Problem, "pos", operations.update_attachment, case, file_id=file_id, fields=fields
        )
        assert problem.facts == {"rule": rule}


async def test_who_sees_a_file_sees_its_content_and_nobody_else(town: Town) -> None:
    case = await routed(town)
    case, file_id = await attached(town, case=case)
    stored = await file_row(town.store, file_id)
    assert stored is not None

    async def sees(login: str) -> bool:
        who = await town.who(login)
        return await seen_file(town.container.access, who, town.now, stored) is not None

    seen = {
        login: await sees(login) for login in ("pos", "assignee", "curator", "member", "admin", "partner")
    }
    assert seen == {
        "pos": True,
        "assignee": True,
        "curator": False,
        "member": False,
        "admin": False,
        "partner": False,
    }


async def test_a_waiting_file_is_seen_by_who_uploaded_it_alone(town: Town) -> None:
    stored = await file_row(town.store, await waiting(town, "pos"))
    assert stored is not None
    found = [
        await seen_file(town.container.access, await town.who(one), town.now, stored)
        for one in ("pos", "head")
    ]
    assert [one is not None for one in found] == [True, False]


async def test_what_nobody_attached_or_was_detached_long_ago_is_removed_once(town: Town) -> None:
    case, kept = await attached(town)
    case, dropped = await attached(town, case=case)
    await town.do("pos", operations.detach_file, case.id, file_id=dropped)
    forgotten = await waiting(town, "pos")
    broken = "file-broken"
    await begin_upload(town.store, broken, account_id="account-pos", most_waiting=200, name="", now=town.now)
    assert await remove_orphans(town.store, town.now + timedelta(minutes=59)) == {}
    assert await remove_orphans(town.store, town.now + timedelta(hours=1)) == {"RECEIVING": 1}
    assert await remove_orphans(town.store, town.now + timedelta(hours=25)) == {"WAITING": 1}
    assert await remove_orphans(town.store, town.now + timedelta(days=31)) == {"DETACHED": 1}
    assert await remove_orphans(town.store, town.now + timedelta(days=31)) == {}
    for file_id in (forgotten, dropped, broken):
        with pytest.raises(NoSuchFile):
            async with content_of(town.store, file_id):
                pass
    async with content_of(town.store, kept) as file:
        assert b"".join([piece async for piece in file.pieces]) == PDF
    assert await town.store.collection("files.chunks").count_documents({}) == 1


async def test_what_a_killed_receiver_left_is_removed_with_its_chunks(town: Town) -> None:
    """Chunks without a file, as they lie there when the process dies before the last one."""
    await begin_upload(town.store, "torn", account_id="account-pos", most_waiting=200, name="", now=town.now)
    await town.store.collection("files.chunks").insert_one({"files_id": "torn", "n": 0, "data": b"x"})
    assert await remove_orphans(town.store, town.now + timedelta(hours=1)) == {"RECEIVING": 1}
    assert await town.store.collection("files.chunks").count_documents({"files_id": "torn"}) == 0


async def test_no_more_files_wait_than_the_setting_says(town: Town) -> None:
    for number in range(3):
        await begin_upload(
            town.store, f"f{number}", account_id="account-pos", most_waiting=3, name="", now=town.now
        )
    with pytest.raises(LimitReached) as caught:
        await begin_upload(town.store, "f3", account_id="account-pos", most_waiting=3, name="", now=town.now)
    assert caught.value.facts == {"limit": "filesWaiting"}
    await begin_upload(town.store, "f4", account_id="account-head", most_waiting=3, name="", now=town.now)
    later = town.now + timedelta(hours=2)
    await begin_upload(town.store, "f5", account_id="account-pos", most_waiting=3, name="", now=later)


async def test_what_no_scanner_has_seen_is_scanned_when_it_is_asked_for(town: Town) -> None:
    clean = await waiting(town, "pos")
    ill = await waiting(town, "pos", content=PDF + b"EICAR", scan=ScanStatus.FAILED)
    asked = []

    async def scanner(content: Any) -> ScanStatus:
        whole = b"".join([piece async for piece in content])
        asked.append(len(whole))
        return ScanStatus.INFECTED if b"EICAR" in whole else ScanStatus.CLEAN

    async def away(content: Any) -> ScanStatus:
        return ScanStatus.FAILED

    async def said(file_id: str, by: Any = scanner) -> ScanStatus:
        return await scanned(town.store, by, await file_of(town, file_id), town.now)

    assert await said(clean, away) is ScanStatus.FAILED
    assert (await file_of(town, clean))["scanned_at"] is None
    assert [await said(clean), await said(ill), await said(clean, away)] == ["CLEAN", "INFECTED", "CLEAN"]
    assert asked == [len(PDF), len(PDF) + 5]
    assert (await file_of(town, clean))["scanned_at"] == town.now
    case = await registered(town)
    problem = await refused(town, Invalid, "pos", operations.attach_file, case, file_id=ill)
    assert problem.facts == {"rule": "infected"}


async def test_an_upload_that_was_given_up_is_not_brought_back(town: Town) -> None:
    case = await registered(town)
    file_id = await waiting(town, "pos")
    await remove_orphans(town.store, town.now + timedelta(days=2))
    with pytest.raises((Invalid, Problems)):
        await town.do("pos", operations.attach_file, case.id, file_id=file_id)
    assert (await town.stored(case.id)).attachments == []
    assert await file_row(town.store, file_id) is None
