"""The endpoint for letters: given to who reads the case in plain, never kept on the way, each time a line in the log."""

from io import BytesIO
from typing import Any

import httpx
import pytest
from docx import Document

from documents.kernel.ids import global_id
from tests.support import web
from tests.support.served_town import ServedTown

LETTER = "responses { no letter { docxUrl pdfUrl } officialSigner { fullName } }"
REGISTER: dict[str, Any] = {
    "regime": "MESSAGE",
    "channelId": global_id("Channel", "POS"),
    "text": "Яма на дороге",
    "applicant": {"fullName": "Котова Марина Петровна", "address": "г. Боготол, ул. Садовая, д. 28"},
}


def get(town: ServedTown, login: str | None, path: str) -> httpx.Response:
    token = {"Authorization": f"Bearer {town.token(login)}"} if login else {}
    return web.get(f"{town.url}{path}", headers=token, timeout=30)


def refused(answer: httpx.Response) -> tuple[int, str]:
    (error,) = answer.json()["errors"]
    return answer.status_code, error["extensions"]["code"]


@pytest.fixture(scope="module")
def town(shared_town: ServedTown) -> ServedTown:
    """A town whose answers the tests of this module print."""
    return shared_town


TAKES = {
    "formalizeSubmission": "FormalizeSubmissionInput",
    "acceptSubmission": "TargetInput",
    "routeSubmission": "RouteInput",
    "startWork": "TargetInput",
    "submitResponse": "DraftInput",
    "approveResponse": "TargetInput",
    "sendResponse": "SendResponseInput",
}


def answered(town: ServedTown, *, is_sent: bool = True, **given: Any) -> dict[str, Any]:
    """A message as it is when its answer was sent, or approved."""
    shown: dict[str, Any]
    shown = town.act("pos", "registerSubmission", "submission { id revision }", **REGISTER)["submission"]
    routed = {
        "recipientId": global_id("Organization", "roads"),
        "assigneeId": global_id("Person", "person-assignee"),
    }
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("pos", "formalizeSubmission", {"topicId": global_id("Topic", "holes"), "summary": "Яма"}),
        ("pos", "acceptSubmission", {}),
        ("pos", "routeSubmission", routed),
        ("assignee", "startWork", {}),
        ("assignee", "submitResponse", {"text": "Яма засыпана 3 июня."}),
        ("recipient.head", "approveResponse", {}),
        *([("pos", "sendResponse", {"way": "POST", **given})] if is_sent else []),
    ]
    for login, name, facts in steps:
        query = f"""mutation ($i: {TAKES[name]}!) {{ {name}(input: $i) {{
            submission {{ id revision {LETTER} }} errors {{ code path facts }} }} }}"""
        asked = {**facts, "id": shown["id"], "expectedRevision": shown["revision"]}
        payload = town.data(login, query, i=asked)[name]
        assert payload["errors"] == [], (name, payload)
        shown = payload["submission"]
    return shown


def test_a_letter_is_given_to_who_reads_the_case_in_plain(town: ServedTown) -> None:
    [response] = answered(town)["responses"]
    assert response["officialSigner"]["fullName"] == "recipient.head"
    for login in ("pos", "head", "assignee", "recipient.head"):
        assert get(town, login, response["letter"]["pdfUrl"]).content.startswith(b"%PDF-")
    made = get(town, "pos", response["letter"]["docxUrl"])
    [table] = Document(BytesIO(made.content)).tables
    assert table.rows[0].cells[1].text == "Котова Марина Петровна\nг. Боготол, ул. Садовая, д. 28"
    for login in ("curator", "lead.roads", "info", "incident"):
        assert refused(get(town, login, response["letter"]["pdfUrl"])) == (403, "FORBIDDEN")
    for login in ("member", "admin", "leadership", "coordinator", "registrar"):
        assert refused(get(town, login, response["letter"]["pdfUrl"])) == (404, "NOT_FOUND")
    assert refused(get(town, None, response["letter"]["pdfUrl"])) == (401, "UNAUTHENTICATED")


def test_each_letter_is_a_line_in_the_log_of_personal_data(town: ServedTown) -> None:
    log = "{ personalDataAccessLog(first: 100) { nodes { fields case { id } person { fullName } } } }"
    case = answered(town)
    before = len(_lines(town, log, case["id"]))
    [response] = case["responses"]
    get(town, "pos", response["letter"]["pdfUrl"])
    assert refused(get(town, "lead.roads", response["letter"]["pdfUrl"])) == (403, "FORBIDDEN")
    [line] = _lines(town, log, case["id"])[before:]
    assert (line["fields"], line["person"]["fullName"]) == (["FULL_NAME", "ADDRESS"], "pos")


def _lines(town: ServedTown, log: str, case_id: str) -> list[dict[str, Any]]:
    nodes = town.data("head", log)["personalDataAccessLog"]["nodes"]
    return [one for one in nodes if (one["case"] or {}).get("id") == case_id]


def test_a_letter_is_never_kept_and_may_do_nothing(town: ServedTown) -> None:
    [response] = answered(town, is_sent=False)["responses"]
    headers = get(town, "pos", response["letter"]["pdfUrl"]).headers
    assert (headers["content-type"], headers["cache-control"]) == ("application/pdf", "no-store")
    assert headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert headers["content-disposition"].startswith("inline; filename=")
    saved = get(town, "pos", response["letter"]["docxUrl"]).headers
    assert saved["content-disposition"].startswith("attachment; filename=")


def test_what_is_no_letter_is_not_there(town: ServedTown) -> None:
    case = answered(town)
    path = f"/letters/{case['id']}"
    nothing = global_id("Message", "0" * 24)
    for wrong in (
        f"{path}/9.pdf",
        f"{path}/1.html",
        f"{path}/0.pdf",
        f"{path}/x.pdf",
        f"{path}/1",
        "/letters/%3F/1.pdf",
        f"/letters/{global_id('Incident', '1')}/1.pdf",
        f"/letters/{nothing}/1.pdf",
    ):
        assert refused(get(town, "pos", wrong)) == (404, "NOT_FOUND"), wrong


def test_another_official_signs_where_one_is_named(town: ServedTown) -> None:
    signer = global_id("Person", "person-recipient.coordinator")
    [response] = answered(town, officialSignerId=signer)["responses"]
    assert response["officialSigner"]["fullName"] == "recipient.coordinator"
