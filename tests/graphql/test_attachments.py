"""Files of cases, of reports and of legal acts as callers see them: who reads them, what is offered, what is told."""

from datetime import timedelta
from typing import Any

import pytest

from documents.kernel.ids import global_id
from schema.files.links import opened_link
from tests.support.asking import CURSORS, ask
from tests.support.cases import registered, routed
from tests.support.files import PDF, waiting
from tests.support.town import Town

FILE = "id name size mime caption isPublic isCleared addedAt addedBy { fullName } scan { status at } url"
SHOWN = f"case {{ id revision hiddenFields attachments {{ {FILE} }} }}"
ATTACH = (
    f"mutation($i: AttachFileInput!) {{ attachFile(input: $i) {{ {SHOWN} errors {{ code path facts }} }} }}"
)
UPDATE = f"""mutation($i: UpdateAttachmentInput!) {{ updateAttachment(input: $i) {{ {SHOWN}
  errors {{ code path facts }} }} }}"""
READ = f"query($id: ID!) {{ case(id: $id) {{ hiddenFields attachments {{ {FILE} }} }} }}"
LIST = "{ cases(first: 20) { nodes { id attachments { name scan { status } } } } }"
OFFERED = "query($id: ID!) { case(id: $id) { allowedActions { action allowed reasons { code } } } }"
CHANGE = """mutation($i: AttachmentInput!) {{ {0}(input: $i) {{ case {{ attachments {{ id isCleared }} }}
  errors {{ code path facts }} }} }}"""
NAMES = {"attachFile", "updateAttachment", "clearAttachment", "detachFile"}


async def attached(town: Town, **given: Any) -> tuple[str, str]:
    """A case at the recipient with a file; the global ids of both."""
    case = await routed(town)
    case_id, file_id = global_id("Message", case.id), global_id("File", await waiting(town, "pos"))
    answer = await ask(town, "pos", ATTACH, i={"id": case_id, "fileId": file_id, **given})
    assert answer["attachFile"]["errors"] == []
    return case_id, file_id


async def changed(town: Town, login: str, name: str, case_id: str, file_id: str) -> dict[str, Any]:
    answer = await ask(town, login, CHANGE.format(name), i={"id": case_id, "fileId": file_id})
    payload: dict[str, Any] = answer[name]
    return payload


async def test_an_attached_file_is_shown_with_the_case(town: Town) -> None:
    case_id, file_id = await attached(town, caption="  Яма   у дома ", isPublic=True)
    (shown,) = (await ask(town, "assignee", READ, id=case_id))["case"]["attachments"]
    url = shown.pop("url")
    assert shown == {
        "id": file_id,
        "name": "scan.pdf",
        "size": len(PDF),
        "mime": "application/pdf",
        "caption": "Яма у дома",
        "isPublic": True,
        "isCleared": False,
        "addedAt": shown["addedAt"],
        "addedBy": {"fullName": "pos"},
        "scan": {"status": "NOT_SCANNED", "at": None},
    }
    link = opened_link(CURSORS, url.partition("link=")[2], now=town.now)
    assert url.startswith(f"/files/{file_id}?link=")
    assert (link.account_id, link.until - town.now) == ("account-assignee", timedelta(minutes=5))


@pytest.mark.parametrize("login", ["curator", "info", "lead.roads"])
async def test_before_it_is_cleared_others_are_told_that_there_may_be_some(town: Town, login: str) -> None:
    case_id, file_id = await attached(town)
    told = (await ask(town, login, READ, id=case_id))["case"]
    assert (told["attachments"], "attachments" in told["hiddenFields"]) == ([], True)
    empty = await registered(town)
    told = (await ask(town, "info", READ, id=global_id("Message", empty.id)))["case"]
    assert (told["attachments"], "attachments" in told["hiddenFields"]) == ([], True)
    payload = await changed(town, "pos", "clearAttachment", case_id, file_id)
    assert payload == {"case": {"attachments": [{"id": file_id, "isCleared": True}]}, "errors": []}
    told = (await ask(town, login, READ, id=case_id))["case"]
    assert [one["id"] for one in told["attachments"]] == [file_id]


async def test_what_is_left_out_of_an_update_stays_and_null_clears(town: Town) -> None:
    case_id, file_id = await attached(town, caption="Яма", isPublic=True)
    given: dict[str, Any] = {"id": case_id, "fileId": file_id}
    for more, told in (
        ({"isPublic": False}, ("Яма", False)),
        ({"caption": None}, (None, False)),
        ({"caption": "Снова яма"}, ("Снова яма", False)),
    ):
        payload = (await ask(town, "pos", UPDATE, i={**given, **more}))["updateAttachment"]
        (shown,) = payload["case"]["attachments"]
        assert (shown["caption"], shown["isPublic"], payload["errors"]) == (*told, [])
    payload = (await ask(town, "pos", UPDATE, i=given))["updateAttachment"]
    assert [(one["code"], one["facts"]["rule"]) for one in payload["errors"]] == [
        ("INVALID", "nothing_to_change")
    ]
    payload = (await ask(town, "pos", UPDATE, i={**given, "caption": "а" * 501}))["updateAttachment"]
    assert [(one["path"], one["facts"]["rule"]) for one in payload["errors"]] == [(["caption"], "too_long")]


async def test_an_id_of_another_type_and_a_stale_revision_are_told(town: Town) -> None:
    case_id, file_id = await attached(town)
    answer = await ask(town, "pos", ATTACH, i={"id": case_id, "fileId": case_id})
    assert answer["attachFile"]["errors"] == [
        {"code": "INVALID", "path": ["fileId"], "facts": {"rule": "malformed_id"}}
    ]
    stale = {"id": case_id, "fileId": file_id, "expectedRevision": 1}
    payload = (await ask(town, "pos", CHANGE.format("detachFile"), i=stale))["detachFile"]
    assert [one["code"] for one in payload["errors"]] == ["STALE"]
    assert [one["id"] for one in payload["case"]["attachments"]] == [file_id]


async def test_a_case_offers_what_may_be_done_with_its_files(town: Town) -> None:
    case = await routed(town)
    case_id = global_id("Message", case.id)

    async def offered(login: str) -> dict[str, tuple[bool, list[str]]]:
        found = (await ask(town, login, OFFERED, id=case_id))["case"]["allowedActions"]
        return {
            one["action"]: (one["allowed"], [reason["code"] for reason in one["reasons"]])
            for one in found
            if one["action"] in NAMES
        }

    assert await offered("pos") == {
        "attachFile": (True, []),
        **dict.fromkeys(NAMES - {"attachFile"}, (False, ["INVALID"])),
    }
    assert await offered("curator") == {}
    file_id = global_id("File", await waiting(town, "pos"))
    await ask(town, "pos", ATTACH, i={"id": case_id, "fileId": file_id})
    assert await offered("pos") == dict.fromkeys(NAMES, (True, []))
    assert (await offered("assignee"))["clearAttachment"] == (False, ["FORBIDDEN"])


async def test_a_page_of_files_costs_one_command_more_only_where_their_scan_is_asked_for(town: Town) -> None:
    for _ in range(3):
        await attached(town)

    async def commands(document: str) -> list[str]:
        with town.recorder.capturing() as sent:
            await ask(town, "pos", document)
        return [one.collection for one in sent.commands]

    bare = await commands(LIST.replace("scan { status }", "caption"))
    scanned = await commands(LIST)
    assert sorted(scanned) == sorted([*bare, "stored_files"])


async def test_the_history_names_the_files_only_to_who_may_see_them(town: Town) -> None:
    case_id, _ = await attached(town)
    document = (
        "query($id: ID!) { case(id: $id) { history(first: 50) { nodes { action changes { field } } } } }"
    )
    for login, fields in (("pos", [{"field": "attachments"}]), ("curator", [])):
        nodes = (await ask(town, login, document, id=case_id))["case"]["history"]["nodes"]
        assert nodes[-1]["changes"] == fields


async def test_a_legal_act_carries_its_file(town: Town) -> None:
    file_id = global_id("File", await waiting(town, "head"))
    document = """mutation($i: RecordLegalActInput!) { recordLegalAct(input: $i) {
      legalAct { id url attachments { id name addedBy { fullName } } } errors { code path facts } } }"""
    act = {"kind": "ORDER", "number": "9-р", "issuedOn": "2026-05-30", "title": "О сроках"}
    payload = (await ask(town, "head", document, i=act))["recordLegalAct"]
    assert [(one["path"], one["facts"]["rule"]) for one in payload["errors"]] == [
        (["url"], "act_source_required")
    ]
    payload = (await ask(town, "head", document, i={**act, "fileId": file_id}))["recordLegalAct"]
    assert payload["errors"] == []
    assert payload["legalAct"]["attachments"] == [
        {"id": file_id, "name": "scan.pdf", "addedBy": {"fullName": "head"}}
    ]
    payload = (await ask(town, "head", document, i={**act, "number": "10-р", "fileId": file_id}))[
        "recordLegalAct"
    ]
    assert [(one["path"], one["facts"]["rule"]) for one in payload["errors"]] == [
        (["fileId"], "unknown_file")
    ]
    stored = await town.store.collection("stored_files").find_one({"object_collection": "legal_acts"})
    assert stored is not None
    assert stored["state"] == "ATTACHED"


async def test_an_act_recorded_by_its_address_gets_its_file_and_then_carries_an_absence(town: Town) -> None:
    file_id = global_id("File", await waiting(town, "head"))
    act = {"kind": "ORDER", "number": "13-р", "issuedOn": "2026-05-30", "title": "Об отпуске"}
    recording = "recordLegalAct(input: $i) { legalAct { id } errors { code } }"
    url = {"url": "https://example.org/13-r"}
    answer = await ask(
        town, "head", f"mutation($i: RecordLegalActInput!) {{ {recording} }}", i={**act, **url}
    )
    act_id = answer["recordLegalAct"]["legalAct"]["id"]
    away = {"reason": "Отпуск", "startsAt": "2090-01-10T01:00:00Z", "legalActId": act_id}
    recording = "recordCuratorAbsence(input: $i) { curatorAbsence { id } errors { path facts } }"
    recording = f"mutation($i: RecordCuratorAbsenceInput!) {{ {recording} }}"
    (refused,) = (await ask(town, "head", recording, i=away))["recordCuratorAbsence"]["errors"]
    assert (refused["path"], refused["facts"]) == (["legalActId"], {"rule": "legal_act_required"})
    attaching = "attachLegalActFile(input: $i) { legalAct { url attachments { id } } errors { code facts } }"
    attaching = f"mutation($i: AttachLegalActFileInput!) {{ {attaching} }}"
    given = {"id": act_id, "fileId": file_id}
    for login in ("pos", "curator"):
        (refused,) = (await ask(town, login, attaching, i=given))["attachLegalActFile"]["errors"]
        assert refused == {"code": "FORBIDDEN", "facts": {"action": "legal_act.record"}}
    filed = (await ask(town, "head", attaching, i=given))["attachLegalActFile"]
    assert (filed["errors"], filed["legalAct"]) == ([], {**url, "attachments": [{"id": file_id}]})
    assert (await ask(town, "head", recording, i=away))["recordCuratorAbsence"]["errors"] == []


async def test_an_appointment_rests_on_an_act_recorded_with_its_file(town: Town) -> None:
    file_id = global_id("File", await waiting(town, "head"))
    document = """mutation($i: AppointMemberInput!) { appointMember(input: $i) {
      membership { legalAct { attachments { id } } } errors { code path facts } } }"""
    act = {
        "kind": "ORDER",
        "number": "11-р",
        "issuedOn": "2026-05-30",
        "title": "О составе",
        "fileId": file_id,
    }
    given = {"personId": global_id("Person", "person-member"), "role": "MEMBER", "legalAct": act}
    payload = (await ask(town, "head", document, i={**given, "role": "SECTOR_LEAD", "sectors": ["ROADS"]}))[
        "appointMember"
    ]
    assert payload["errors"] == []
    assert payload["membership"]["legalAct"]["attachments"] == [{"id": file_id}]
    again = {**act, "number": "12-р", "issuedOn": "2026-05-29"}
    lead = {**given, "role": "SECTOR_LEAD", "sectors": ["EDUCATION"], "legalAct": again}
    payload = (await ask(town, "head", document, i=lead))["appointMember"]
    assert [(one["path"], one["facts"]["rule"]) for one in payload["errors"]] == [
        (["legalAct", "fileId"], "unknown_file")
    ]


async def test_the_same_content_in_other_cases_is_told_to_who_may_see_it_there(town: Town) -> None:
    document = (
        """query($id: ID!) { case(id: $id) { number attachments { duplicates { caseId number fileId } } } }"""
    )
    content = PDF + b"the same"
    found = []
    for _ in range(2):
        case_id = global_id("Message", (await routed(town)).id)
        file_id = global_id("File", await waiting(town, "pos", content=content))
        answer = await ask(town, "pos", ATTACH, i={"id": case_id, "fileId": file_id})
        assert answer["attachFile"]["errors"] == []
        found.append((case_id, file_id))
    (first, first_file), (second, second_file) = found
    number = (await ask(town, "pos", document, id=second))["case"]["number"]
    (shown,) = (await ask(town, "pos", document, id=first))["case"]["attachments"]
    assert shown == {"duplicates": [{"caseId": second, "number": number, "fileId": second_file}]}
    await changed(town, "pos", "clearAttachment", first, first_file)
    (shown,) = (await ask(town, "curator", document, id=first))["case"]["attachments"]
    assert shown == {"duplicates": []}
    await changed(town, "pos", "clearAttachment", second, second_file)
    (shown,) = (await ask(town, "curator", document, id=first))["case"]["attachments"]
    assert [one["caseId"] for one in shown["duplicates"]] == [second]
