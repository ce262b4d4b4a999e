"""The endpoint for protocols as papers: given to who reads the protocol, an extract for each official named in it."""

from io import BytesIO

import httpx
import pytest
from docx import Document

from documents.kernel.ids import global_id
from tests.support import web
from tests.support.neighbors import papers_to_sign
from tests.support.served_town import ServedTown

PROTOCOL, SENT = global_id("Protocol", "paper"), global_id("Protocol", "sent")
EXTRACT, SENT_EXTRACT = (
    f"/protocols/{one}/extracts/{global_id('Person', 'person-assignee')}" for one in (PROTOCOL, SENT)
)
DISPATCH = (
    "mutation($input: DispatchProtocolInput!) { dispatchProtocol(input: $input) { errors { code facts } } }"
)
SIGN = "mutation($id: ID!) { signProtocol(input: {id: $id}) { protocol { number } errors { code } } }"


def get(town: ServedTown, login: str | None, path: str) -> httpx.Response:
    token = {"Authorization": f"Bearer {town.token(login)}"} if login else {}
    return web.get(f"{town.url}{path}", headers=token, timeout=30)


def refused(answer: httpx.Response) -> tuple[int, str]:
    (error,) = answer.json()["errors"]
    return answer.status_code, error["extensions"]["code"]


def words_of(answer: httpx.Response) -> list[str]:
    return [one.text for one in Document(BytesIO(answer.content)).paragraphs]


@pytest.fixture(scope="module")
def town(shared_town: ServedTown) -> ServedTown:
    """A town with protocols that wait for their signatures: one is printed before and after, one is signed at once."""
    for record in (*papers_to_sign("paper"), *papers_to_sign("sent")):
        shared_town.database[record.collection_name()].insert_one(record.to_row())
    return shared_town


def test_a_protocol_is_printed_for_who_reads_it_as_a_draft_and_signed(town: ServedTown) -> None:
    path = f"/protocols/{PROTOCOL}"
    assert "ПРОЕКТ ПРОТОКОЛА" in words_of(get(town, "curator", f"{path}.docx"))
    assert refused(get(town, "member", f"{path}.pdf")) == (404, "NOT_FOUND")
    # What is not signed has no extracts.
    assert refused(get(town, "curator", f"{EXTRACT}.pdf")) == (404, "NOT_FOUND")
    number = town.data("curator", SIGN, id=PROTOCOL)["signProtocol"]["protocol"]["number"]
    for login in ("curator", "head", "pos", "member", "leadership", "coordinator"):
        assert get(town, login, f"{path}.pdf").content.startswith(b"%PDF-")
        assert get(town, login, f"{EXTRACT}.pdf").content.startswith(b"%PDF-")
    for login in ("admin", "assignee", "recipient.head", "registrar"):
        assert refused(get(town, login, f"{path}.pdf")) == (404, "NOT_FOUND")
        assert refused(get(town, login, f"{EXTRACT}.docx")) == (404, "NOT_FOUND")
    assert refused(get(town, None, f"{path}.pdf")) == (401, "UNAUTHENTICATED")
    words = words_of(get(town, "member", f"{path}.docx"))
    assert {"ПРОТОКОЛ", "1. Ямы", "1.1.\tПоручить", "Куратор МЦУ\tperson-curator"} <= set(words)
    assert any(one.endswith(f"№ {number}") for one in words)
    extract = words_of(get(town, "member", f"{EXTRACT}.docx"))
    assert {"ВЫПИСКА ИЗ ПРОТОКОЛА", "1.1.\tПоручить"} <= set(extract)


def test_an_official_opens_the_extract_addressed_to_him_and_nothing_else(town: ServedTown) -> None:
    assert town.data("curator", SIGN, id=SENT)["signProtocol"]["errors"] == []
    recipients = [{"personId": global_id("Person", "person-assignee"), "via": "СЭД"}]
    answer = town.data("head", DISPATCH, input={"id": SENT, "recipients": recipients})
    assert answer["dispatchProtocol"]["errors"] == []
    words = words_of(get(town, "assignee", f"{SENT_EXTRACT}.docx"))
    assert {"ВЫПИСКА ИЗ ПРОТОКОЛА", "1.1.\tПоручить"} <= set(words)
    assert get(town, "assignee", f"{SENT_EXTRACT}.pdf").content.startswith(b"%PDF-")
    assert refused(get(town, "assignee", f"/protocols/{SENT}.pdf")) == (404, "NOT_FOUND")
    # Neither who sees the same assignment, nor whoever else is named by nothing.
    for login in ("recipient.head", "recipient.coordinator", "assignee.yard", "admin"):
        assert refused(get(town, login, f"{SENT_EXTRACT}.pdf")) == (404, "NOT_FOUND")
    # What was handed over is his no more.
    of_it = {"protocol_id": "sent"}
    town.database["assignments"].update_one(of_it, {"$set": {"responsible_id": "person-assignee.yard"}})
    assert refused(get(town, "assignee", f"{SENT_EXTRACT}.pdf")) == (404, "NOT_FOUND")


def test_a_paper_is_never_kept_and_may_do_nothing(town: ServedTown) -> None:
    headers = get(town, "curator", f"/protocols/{PROTOCOL}.pdf").headers
    assert (headers["content-type"], headers["cache-control"]) == ("application/pdf", "no-store")
    assert headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert headers["content-disposition"].startswith("inline; filename=")
    saved = get(town, "curator", f"/protocols/{PROTOCOL}.docx").headers
    assert saved["content-disposition"].startswith("attachment; filename=")


def test_what_is_no_paper_is_not_there(town: ServedTown) -> None:
    meeting, nothing = global_id("Meeting", "paper"), global_id("Protocol", "0" * 24)
    head = global_id("Person", "person-head")
    for wrong in (
        f"/protocols/{PROTOCOL}",
        f"/protocols/{PROTOCOL}.html",
        f"/protocols/{meeting}.pdf",
        f"/protocols/{nothing}.pdf",
        "/protocols/%3F.pdf",
        "/protocols/x.pdf",
        f"/protocols/{PROTOCOL}/extracts/{head}.pdf",
        f"/protocols/{PROTOCOL}/extracts/{meeting}.pdf",
        f"/protocols/{nothing}/extracts/{head}.pdf",
        f"/protocols/{PROTOCOL}/extracts/{head}",
    ):
        assert refused(get(town, "curator", wrong)) == (404, "NOT_FOUND"), wrong
