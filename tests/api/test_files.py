"""The endpoints for files: taken once and whole, given under the rights of the object now, in parts, and by signed links."""

import io
import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from documents.kernel.ids import global_id
from tests.support import web
from tests.support.clamd import EICAR, serving_clamd
from tests.support.files import PDF, PLACE, photograph
from tests.support.served_town import ServedTown, serving_town
from tests.support.store import own

REGISTER = {"regime": "MESSAGE", "channelId": global_id("Channel", "POS"), "text": "Яма на дороге"}
ATTACHED = "case { id revision hiddenFields attachments { id name size mime scan { status at } url } }"


def put(
    town: ServedTown, login: str, content: Any = PDF, name: str = "скан.pdf", **headers: str
) -> httpx.Response:
    return web.put(
        f"{town.url}/files",
        params={"name": name},
        content=content,
        headers={"Authorization": f"Bearer {town.token(login)}", **headers},
        timeout=60,
    )


def uploaded(town: ServedTown, login: str, content: bytes = PDF, name: str = "скан.pdf") -> dict[str, Any]:
    answer = put(town, login, content, name)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def get(town: ServedTown, login: str | None, path: str, **headers: str) -> httpx.Response:
    token = {"Authorization": f"Bearer {town.token(login)}"} if login else {}
    return web.get(f"{town.url}{path}", headers={**token, **headers}, timeout=20)


def attach(
    town: ServedTown, login: str, file_id: str, case_id: str | None = None, **given: Any
) -> dict[str, Any]:
    if case_id is None:
        case_id = town.act("pos", "registerSubmission", "submission { id }", **REGISTER)["submission"]["id"]
    payload = town.act(login, "attachFile", ATTACHED, id=case_id, fileId=file_id, **given)
    assert payload["errors"] == []
    case: dict[str, Any] = payload["case"]
    return case


def change(town: ServedTown, name: str, case_id: str, file_id: str) -> None:
    """Change a file of a case as the officer of the desk."""
    query = f"mutation($i: AttachmentInput!) {{ {name}(input: $i) {{ case {{ id }} errors {{ code }} }} }}"
    payload = town.data("pos", query, i={"id": case_id, "fileId": file_id})[name]
    assert payload == {"case": {"id": case_id}, "errors": []}


def refusal(answer: httpx.Response) -> tuple[int, str, dict[str, Any]]:
    (error,) = answer.json()["errors"]
    return answer.status_code, error["extensions"]["code"], error["extensions"].get("facts", {})


@pytest.fixture(scope="module")
def town(shared_town: ServedTown) -> ServedTown:
    """A town whose files the tests of this module upload."""
    return shared_town


def test_an_upload_is_told_what_was_stored_of_it(town: ServedTown) -> None:
    answer = put(town, "pos")
    told = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/files/{told['id']}"
    assert set(told) == {"id", "name", "size", "mime", "sha256", "scan", "expiresAt"}
    assert (told["name"], told["size"], told["mime"]) == ("скан.pdf", len(PDF), "application/pdf")
    assert told["sha256"] == sha256(PDF).hexdigest()
    assert told["scan"] == {"status": "NOT_SCANNED", "at": None}
    assert told["expiresAt"].endswith("Z")


def test_a_file_is_given_to_who_sees_its_case_and_is_not_there_for_others(town: ServedTown) -> None:
    file_id = uploaded(town, "pos")["id"]
    assert get(town, "pos", f"/files/{file_id}").content == PDF
    assert get(town, "head", f"/files/{file_id}").status_code == 404
    case = attach(town, "pos", file_id)
    assert [one["id"] for one in case["attachments"]] == [file_id]
    for login in ("pos", "head"):
        assert get(town, login, f"/files/{file_id}").content == PDF
    unknown = get(town, "member", f"/files/{global_id('File', 'nothing')}")
    for login in ("member", "curator", "lead.roads", "admin", "partner"):
        hidden = get(town, login, f"/files/{file_id}")
        assert refusal(hidden) == (404, "NOT_FOUND", {})
        assert hidden.json() == unknown.json()
    change(town, "clearAttachment", case["id"], file_id)
    assert get(town, "curator", f"/files/{file_id}").content == PDF
    assert get(town, "member", f"/files/{file_id}").status_code == 404
    change(town, "detachFile", case["id"], file_id)
    assert get(town, "pos", f"/files/{file_id}").status_code == 404


def test_a_file_says_how_it_is_to_be_taken_and_may_do_nothing(town: ServedTown) -> None:
    told = uploaded(town, "pos", name="Ямы на Ленина.pdf")
    headers = get(town, "pos", f"/files/{told['id']}").headers
    assert headers["content-type"] == "application/pdf"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert headers["cache-control"] == "private, no-cache"
    assert headers["etag"] == f'"{told["sha256"]}"'
    assert headers["accept-ranges"] == "bytes"
    assert headers["content-disposition"].startswith("inline; filename=")
    assert "filename*=UTF-8''%D0%AF%D0%BC%D1%8B" in headers["content-disposition"]
    words = uploaded(town, "pos", "Ответ".encode(), "ответ.txt")
    assert get(town, "pos", f"/files/{words['id']}").headers["content-disposition"].startswith("attachment")


def test_a_part_a_known_file_and_the_head_alone_are_answered_as_such(town: ServedTown) -> None:
    content = PDF + bytes(700_000) + b"end"
    told = uploaded(town, "pos", content)
    path, tag = f"/files/{told['id']}", f'"{told["sha256"]}"'
    part = get(town, "pos", path, Range="bytes=300000-300009")
    assert (part.status_code, part.content) == (206, content[300_000:300_010])
    assert part.headers["content-range"] == f"bytes 300000-300009/{len(content)}"
    assert get(town, "pos", path, Range="bytes=-3").content == b"end"
    whole = get(town, "pos", path, Range="bytes=0-1", **{"If-Range": '"other"'})
    assert (whole.status_code, whole.content) == (200, content)
    behind = get(town, "pos", path, Range=f"bytes={len(content)}-")
    assert refusal(behind) == (416, "INVALID", {"rule": "unreadable_range"})
    assert behind.headers["content-range"] == f"bytes */{len(content)}"
    known = get(town, "pos", path, **{"If-None-Match": tag})
    assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", tag)
    token = {"Authorization": f"Bearer {town.token('pos')}"}
    head = web.request("HEAD", f"{town.url}{path}", headers=token)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(content))


def test_a_link_opens_the_file_for_its_viewer_only_while_he_may_see_it(town: ServedTown) -> None:
    case = attach(town, "pos", uploaded(town, "pos")["id"])
    (one,) = case["attachments"]
    assert get(town, None, one["url"]).content == PDF
    other = attach(town, "pos", uploaded(town, "pos")["id"])["attachments"][0]
    sealed = one["url"].partition("?")[2]
    for path in (
        one["url"][:-2] + ("AA" if one["url"][-2:] != "AA" else "BB"),
        one["url"].partition("?")[0],
        f"/files/{other['id']}?{sealed}",
        f"/files/{one['id']}?link=nothing",
    ):
        assert refusal(get(town, None, path))[:2] == (401, "UNAUTHENTICATED")
    change(town, "detachFile", case["id"], one["id"])
    assert get(town, None, one["url"]).status_code == 404


def test_a_link_ends_with_the_session_that_it_was_made_in(town: ServedTown) -> None:
    (one,) = attach(town, "pos", uploaded(town, "pos")["id"])["attachments"]
    signed_in = town.sign_in("pos").json()
    query = f'{{ case(id: "{attach(town, "pos", uploaded(town, "pos")["id"])["id"]}") {{ attachments {{ url }} }} }}'
    answer = town.ask_with(signed_in["access_token"], query).json()
    (linked,) = answer["data"]["case"]["attachments"]
    assert get(town, None, linked["url"]).status_code == 200
    web.post(f"{town.url}/auth/revoke", data={"token": signed_in["refresh_token"]}).raise_for_status()
    assert get(town, None, linked["url"]).status_code == 401
    assert get(town, None, one["url"]).status_code == 200


@pytest.mark.parametrize("login", ["coordinator", "registrar"])
def test_who_may_attach_to_anything_may_upload(town: ServedTown, login: str) -> None:
    assert put(town, login).status_code == 201


def test_nobody_else_uploads_and_nothing_is_taken_without_a_token(town: ServedTown) -> None:
    # Every role of a person may attach something; a client can be let in for less.
    narrow = town.as_client(scope="incident.read").json()["access_token"]
    answer = web.put(
        f"{town.url}/files?name=a.pdf", content=PDF, headers={"Authorization": f"Bearer {narrow}"}
    )
    assert refusal(answer)[:2] == (403, "FORBIDDEN")
    answer = web.put(f"{town.url}/files?name=a.pdf", content=PDF)
    assert refusal(answer)[:2] == (401, "UNAUTHENTICATED")


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "a.pdf", (422, "INVALID", {"rule": "empty_file"})),
        (b"MZ" + bytes(500), "a.exe", (415, "INVALID", {"rule": "unsupported_file"})),
        (PDF, "a.png", (415, "INVALID", {"rule": "type_mismatch", "found": "application/pdf"})),
        (b"PK\x03\x04" + bytes(99), "a.docx", (422, "INVALID", {"rule": "damaged"})),
        (PDF, "a" * 700, (422, "INVALID", {"rule": "too_long", "limit": 600})),
    ],
)
def test_what_is_refused_leaves_nothing(
    town: ServedTown, content: bytes, name: str, told: tuple[int, str, dict[str, Any]]
) -> None:
    def left() -> list[int]:
        kept = ("stored_files", "files.files", "files.chunks")
        return [town.database[one].count_documents({}) for one in kept]

    before = left()
    assert refusal(put(town, "pos", content, name)) == told
    assert left() == before


def test_a_file_that_is_too_large_is_refused_by_its_head_and_by_its_bytes(town: ServedTown) -> None:
    piece = bytes(1024 * 1024)

    def endless() -> Iterator[bytes]:
        yield PDF
        for _ in range(60):
            yield piece

    told = (413, "INVALID", {"rule": "file_too_large", "limit": 50})
    token = {"Authorization": f"Bearer {town.token('pos')}"}
    assert _refused_by_head(town, {**token, "Content-Length": str(51 * 1024 * 1024)}) == told
    with httpx.Client(verify=web.NO_AUTHORITIES, base_url=town.url, timeout=60) as client:
        assert _refused_or_cut(lambda: client.put("/files?name=a.pdf", content=endless(), headers=token)) in (
            told,
            None,
        )
    assert town.database["stored_files"].count_documents({"state": "RECEIVING"}) == 0


def _refused_by_head(town: ServedTown, headers: dict[str, str]) -> tuple[int, str, dict[str, Any]]:
    """The answer to a head whose body never comes."""
    connection = HTTPConnection(town.url.removeprefix("http://"), timeout=20)
    connection.putrequest("PUT", "/files?name=a.pdf")
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    (error,) = json.loads(answer.read())["errors"]
    connection.close()
    return answer.status, error["extensions"]["code"], error["extensions"]["facts"]


def _refused_or_cut(send: Callable[[], httpx.Response]) -> Any:
    """The refusal; None where the connection was closed before the last byte was sent."""
    try:
        return refusal(send())
    except httpx.TransportError:
        return None


def test_no_more_than_so_many_files_wait_at_a_time(town: ServedTown) -> None:
    for _ in range(20):
        answer = put(town, "info")
        assert answer.status_code == 201
    assert refusal(put(town, "info")) == (409, "LIMIT_REACHED", {"limit": "filesWaiting"})


def test_a_photograph_is_stored_without_where_and_by_whom_it_was_taken(town: ServedTown) -> None:
    told = uploaded(town, "head", photograph(), "IMG_1.jpg")
    content = get(town, "head", f"/files/{told['id']}").content
    assert PLACE.encode() not in content
    assert told["sha256"] == sha256(content).hexdigest()
    with Image.open(io.BytesIO(content)) as shown:
        assert shown.size == (30, 40)


@pytest.fixture
def scanned_town(store_url: str, tmp_path: Path) -> Iterator[tuple[ServedTown, Any]]:
    """A town whose server asks a virus scanner, and the scanner."""
    with (
        serving_clamd() as clamd,
        serving_town(store_url, own("scanned"), tmp_path, CLAMD_URL=clamd.url) as town,
    ):
        yield town, clamd


def test_while_a_scanner_is_set_nothing_is_served_that_it_has_not_found_clean(
    scanned_town: tuple[ServedTown, Any],
) -> None:
    town, clamd = scanned_town
    clean = uploaded(town, "pos", PDF + bytes(600_000))
    assert clean["scan"]["status"] == "CLEAN"
    assert clean["scan"]["at"] is not None
    assert get(town, "pos", f"/files/{clean['id']}").status_code == 200
    assert refusal(put(town, "pos", PDF + EICAR)) == (422, "INVALID", {"rule": "infected"})
    clamd.stop()
    unsaid = uploaded(town, "pos")
    assert unsaid["scan"] == {"status": "FAILED", "at": None}
    assert refusal(get(town, "pos", f"/files/{unsaid['id']}")) == (409, "INVALID", {"rule": "not_scanned"})
    assert get(town, "pos", f"/files/{clean['id']}").status_code == 200


def test_an_upload_that_is_sent_again_under_its_key_is_the_same_file(town: ServedTown) -> None:
    key = {"Idempotency-Key": "5f3c0d1e-9b1a-4f6e-8f7c-2d1a7c9e0b42"}
    first, again = put(town, "pos", **key), put(town, "pos", **key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers["location"] == first.headers["location"]
    stored = town.database["stored_files"].count_documents({})
    put(town, "pos", **key)
    assert town.database["stored_files"].count_documents({}) == stored
    assert put(town, "head", **key).json()["id"] != first.json()["id"]
    assert refusal(put(town, "pos", name="другой.pdf", **key))[:2] == (422, "IDEMPOTENCY_KEY_REUSED")


def test_an_upload_that_was_refused_leaves_its_key_free(town: ServedTown) -> None:
    key = {"Idempotency-Key": "0c8d3b8e-7a43-4a55-9d55-6f0f5b0c4a11"}
    assert put(town, "pos", b"MZ\x90\x00" + bytes(80), "скан.exe", **key).status_code == 415
    assert put(town, "pos", **key).status_code == 201
    short = refusal(put(town, "pos", **{"Idempotency-Key": "short"}))
    assert short == (422, "INVALID", {"rule": "malformed_key", "least": 16, "most": 200})
