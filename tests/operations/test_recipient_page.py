"""The page of a body that answers by a link: what it shows and never tells, the answer with files, and links that open
nothing."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from starlette.routing import Route, Router

from api.clock import utc_now
from api.http.middleware import Envelope
from api.http.recipient import COUNTED_AS, RecipientEndpoint
from api.settings import Settings
from documents.accounts.rules import FREE_ATTEMPTS, attempt_key
from documents.cases.document import Case
from documents.cases.linking import answering_link, uploader_of
from documents.cases.operations import attach_file, clear_attachment
from documents.files.vocabulary import ScanStatus
from documents.incidents.operations.answering import route_incident
from documents.kernel.ids import global_id
from documents.organizations.document import Organization
from documents.submissions.operations import answering, intake, linking, routing
from tests.operations.test_incidents import registered
from tests.support.cases import routed
from tests.support.keys import VAULT
from tests.support.logged import logged
from tests.support.town import NOW, Town
from tests.support.web import NO_AUTHORITIES

PATHS = ["/recipient/{token}", "/recipient/{token}/files", "/recipient/{token}/files/{file_id}"]
PAGE = {"Accept": "text/html"}
NOWHERE = f"/recipient/{'A' * 43}"
SAID = "Лавку у библиотеки починили 3 июня."
NOTE = b"\xd0\x90\xd0\xba\xd1\x82 \xe2\x84\x96 5"


@pytest.fixture(autouse=True)
async def library(town: Town) -> None:
    """A body that nobody signs in for."""
    body = {"name": "Библиотека № 1", "short_name": "Библиотека", "kind": "MUNICIPAL_INSTITUTION"}
    given = {"is_responsible_recipient": True, "work_email": "library@bodies.example", **body}
    await town.load([Organization(id="library", updated_at=NOW, **given)])


def guest(town: Town, scanner: Any = None) -> httpx.AsyncClient:
    endpoint = RecipientEndpoint(town.container, Settings(), scanner)
    whole, files, file = PATHS
    router = Router(
        [
            Route(whole, endpoint.answer, methods=["GET", "POST"]),
            Route(files, endpoint.upload, methods=["PUT"]),
            Route(file, endpoint.file, methods=["GET"]),
        ]
    )
    transport = httpx.ASGITransport(Envelope(router, over_tls=False, addresses=PATHS))
    return httpx.AsyncClient(transport=transport, base_url="http://center.test", verify=NO_AUTHORITIES)


@pytest.fixture
async def client(town: Town) -> AsyncIterator[httpx.AsyncClient]:
    """A browser, or a program, that has no account."""
    async with guest(town) as one:
        yield one


async def sent(town: Town, *, days_ago: int = 1, **facts: Any) -> tuple[Case, str]:
    """A case that went to the library some days before the real today, and the address of its link."""
    town.now = utc_now() - timedelta(days=days_ago)
    case = await routed(town, **facts)
    given = {"recipient_id": "library", "reason": "Лавка у библиотеки, звоните +7 900 000-12-34"}
    after: Case = await town.do("pos", routing.route_submission, case.id, **given)
    return after, address(after)


def address(case: Case) -> str:
    link = case.routings[-1].link
    assert link is not None
    told = answering_link(VAULT, case.id, link)
    assert told is not None
    return told.path


async def test_the_page_shows_what_was_sent_without_personal_data(
    town: Town, client: httpx.AsyncClient
) -> None:
    case, path = await sent(town)
    with logged() as entries:
        page = await client.get(path, headers=PAGE)
    assert page.status_code == 200
    for word in (case.number, "Библиотека № 1", "Яма на дороге", "Лавка у библиотеки", "textarea"):
        assert word in page.text
    for hidden in ("Петрова", "000-12-34", "кв. 12"):
        assert hidden not in page.text
    headers = page.headers
    assert (headers["cache-control"], headers["x-robots-tag"]) == ("no-store", "noindex")
    assert headers["referrer-policy"] == "no-referrer"
    assert "<script" not in page.text
    assert '<html lang="ru">' in page.text
    assert page.text.count('<label class="over"') == 2
    written = str(entries)
    assert path.rpartition("/")[2] not in written
    assert "/recipient/…" in written
    assert (await town.events_of(case.id))[-1]["name"] == "submission.link_opened"
    events = await town.event_count()
    await client.get(path)
    assert await town.event_count() == events


async def test_of_a_sensitive_case_only_the_summary_is_shown(town: Town, client: httpx.AsyncClient) -> None:
    town.now = utc_now() - timedelta(days=1)
    given = {"kind": "MESSAGE", "channel_id": "POS", "text": "У сына диабет, в столовой нет обеда для него."}
    case: Case = await town.do("pos", intake.register_submission, **given)
    await town.do(
        "pos", intake.formalize_submission, case.id, topic_id="meals", summary="Диетическое питание"
    )
    await town.do("pos", intake.accept_submission, case.id)
    after: Case = await town.do("pos", routing.route_submission, case.id, recipient_id="library")
    assert after.is_sensitive
    shown = (await client.get(address(after))).json()
    assert (shown["summary"], shown["text"], shown["place"]) == ("Диетическое питание", None, None)


async def test_of_an_incident_the_words_are_shown_and_who_wrote_them_is_not(
    town: Town, client: httpx.AsyncClient
) -> None:
    town.now = utc_now() - timedelta(days=1)
    case = await registered(town)
    after: Case = await town.do("incident", route_incident, case.id, recipient_id="library")
    path = address(after)
    page = await client.get(path, headers=PAGE)
    for word in (f"инцидент № {case.number}", "Открыт люк у сада № 3!", "Под публикациями", "textarea"):
        assert word in page.text
    for hidden in ("neravnodushny", "vk.com", "900 000", "Заявителю"):
        assert hidden not in page.text
    told = (await client.get(path)).json()
    assert (told["text"], told["publications"][0]) == (None, "Открыт люк у сада № 3!")
    taken = await client.post(path, data={"text": SAID}, files={"files": ("Акт.txt", NOTE)}, headers=PAGE)
    assert taken.status_code == 200, taken.text
    stored = await town.stored(case.id)
    assert (stored.status, stored.responses[-1].text) == ("IN_REVIEW", SAID)
    assert [one.name for one in stored.attachments] == ["Акт.txt"]
    assert (await client.post(path, json={"text": SAID})).status_code == 410


async def test_an_answer_with_files_goes_to_review_once(town: Town, client: httpx.AsyncClient) -> None:
    case, path = await sent(town)
    files = [("files", ("Акт.txt", NOTE, "text/plain")), ("files", ("Ещё.txt", b"ok", "text/plain"))]
    taken = await client.post(path, data={"text": SAID}, files=files, headers=PAGE)
    assert taken.status_code == 200, taken.text
    assert "принят" in taken.text
    stored = await town.stored(case.id)
    assert (stored.status, stored.responses[-1].text) == ("IN_REVIEW", SAID)
    assert [one.name for one in stored.attachments] == ["Акт.txt", "Ещё.txt"]
    # What a body sends is seen by few until somebody has cleared it.
    assert not any(one.is_cleared for one in stored.attachments)
    events = await town.event_count()
    for answer in (
        await client.post(path, data={"text": "Другое"}, headers=PAGE),
        await client.get(path, headers=PAGE),
        await client.put(f"{path}/files?name=a.txt", content=NOTE, headers=PAGE),
    ):
        assert answer.status_code == 410
        assert SAID not in answer.text
    assert "уже отправлен" in (await client.get(path, headers=PAGE)).text
    assert (await client.get(path)).json() == {"status": "ANSWERED", "number": case.number}
    assert (await town.stored(case.id), await town.event_count()) == (stored, events)


async def test_programs_are_answered_in_json(town: Town, client: httpx.AsyncClient) -> None:
    case, path = await sent(town)
    shown = (await client.get(path)).json()
    assert (shown["status"], shown["number"], shown["body"]) == ("OPEN", case.number, "Библиотека № 1")
    assert "[" in shown["text"]
    put = await client.put(f"{path}/files?name=Акт.txt", content=NOTE, headers={"Content-Type": "text/plain"})
    assert put.status_code == 201, put.text
    told = await client.post(path, json={"text": SAID, "fileIds": [put.json()["id"]]})
    assert (told.status_code, told.json()) == (200, {"status": "ANSWERED", "number": case.number})
    assert [one.name for one in (await town.stored(case.id)).attachments] == ["Акт.txt"]


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({}, ["text"]),
        ({"text": "  "}, ["text"]),
        ({"text": ["a"]}, ["text"]),
        ({"text": "а" * 20_001}, ["text"]),
        ({"text": SAID, "fileIds": "nothing"}, ["fileIds"]),
        ({"text": SAID, "fileIds": ["nothing"]}, ["fileIds", "0"]),
        ({"text": SAID, "fileIds": [global_id("File", "0" * 24)]}, ["fileIds", "0"]),
        ({"text": "СНИЛС заявителя 112-233-445 95"}, ["text"]),
    ],
)
async def test_what_cannot_be_is_told_by_its_field_and_changes_nothing(
    town: Town, client: httpx.AsyncClient, said: dict[str, object], path: list[str]
) -> None:
    case, address = await sent(town)
    before, events = await town.stored(case.id), await town.event_count()
    refused = await client.post(address, json=said)
    assert refused.status_code == 400, refused.text
    assert [one["path"] for one in refused.json()["errors"]] == [path]
    assert (await town.stored(case.id), await town.event_count()) == (before, events)


async def test_files_of_others_are_not_taken(town: Town, client: httpx.AsyncClient) -> None:
    _, other = await sent(town)
    case, path = await sent(town)
    put = await client.put(f"{other}/files?name=a.txt", content=NOTE)
    refused = await client.post(path, json={"text": SAID, "fileIds": [put.json()["id"]]})
    assert (refused.status_code, refused.json()["errors"][0]["rule"]) == (400, "unknown_file")
    assert (await town.stored(case.id)).status == "ASSIGNED"


async def test_what_is_no_file_of_ours_is_refused_with_the_text_kept(
    town: Town, client: httpx.AsyncClient
) -> None:
    case, path = await sent(town)
    files = {"files": ("a.exe", b"MZ\x90\x00" + bytes(200), "application/x-msdownload")}
    again = await client.post(path, data={"text": "<b>Сделано</b>"}, files=files, headers=PAGE)
    assert again.status_code == 400
    assert "Ответ не отправлен" in again.text
    assert "&lt;b&gt;Сделано&lt;/b&gt;" in again.text
    assert (await town.stored(case.id)).attachments == []
    link = case.routings[-1].link
    assert link is not None
    assert await town.store.find("stored_files", {"account_id": uploader_of(link.digest)}) == []


async def test_bodies_that_are_none_are_refused(town: Town, client: httpx.AsyncClient) -> None:
    _, path = await sent(town)
    form = "multipart/form-data; boundary=x"
    sent_bodies = [
        await client.post(path, content=b"text", headers={"Content-Type": "text/plain"}),
        await client.post(path, content=b"{", headers={"Content-Type": "application/json"}),
        await client.post(path, content=b"[]", headers={"Content-Type": "application/json"}),
        await client.post(path, content=b"nothing", headers={"Content-Type": form}),
        await client.post(path, content=b"--x\r\n\r\n", headers={"Content-Type": form}),
        await client.post(path, content=b"", headers={"Content-Type": form}),
        await client.post(path, data={"text": "x" * 300_000}),
    ]
    assert [one.status_code for one in sent_bodies] == [415, 400, 400, 400, 400, 400, 413]


async def test_only_cleared_files_are_given(town: Town, client: httpx.AsyncClient) -> None:
    case, path = await sent(town)
    shown, hidden = [await upload(town, name) for name in ("Фото.txt", "Паспорт.txt")]
    for file_id in (shown, hidden):
        await town.do("pos", attach_file, case.id, file_id=file_id)
    await town.do("pos", clear_attachment, case.id, file_id=shown)
    told = (await client.get(path)).json()["files"]
    assert [one["name"] for one in told] == ["Фото.txt"]
    given = await client.get(told[0]["url"])
    assert (given.status_code, given.content) == (200, NOTE)
    for file_id in (hidden, "0" * 24):
        assert (await client.get(f"{path}/files/{global_id('File', file_id)}")).status_code == 404
    assert (await client.get(f"{NOWHERE}/files/{global_id('File', shown)}")).status_code == 404


async def upload(town: Town, name: str) -> str:
    """A file of the officer's that waits to be attached."""
    endpoint = RecipientEndpoint(town.container, Settings())
    receiver = endpoint._receiver

    async def receive(file_id: str) -> Any:
        with receiver.file() as sent_file:
            sent_file.write(NOTE)
            given: dict[str, Any] = {"name": name, "declared": None, "now": town.now}
            return await receiver.keep(sent_file, file_id, size_bytes=len(NOTE), **given)

    row = await receiver.uploaded(receive, account_id="account-pos", most_waiting=20, name=name, now=town.now)
    return str(row["_id"])


async def test_what_the_scanner_finds_infected_is_taken_by_no_way(town: Town) -> None:
    async def infected(pieces: AsyncIterator[bytes]) -> ScanStatus:
        async for _ in pieces:
            pass
        return ScanStatus.INFECTED

    case, path = await sent(town)
    async with guest(town, infected) as client:
        put = await client.put(f"{path}/files?name=a.txt", content=NOTE)
        assert (put.status_code, put.json()["errors"][0]["extensions"]["facts"]["rule"]) == (422, "infected")
        again = await client.post(path, data={"text": SAID}, files={"files": ("a.txt", NOTE)})
        assert (again.status_code, again.json()["errors"][0]["rule"]) == (400, "infected")
    assert (await town.stored(case.id)).status == "ASSIGNED"


async def test_unknown_ended_and_revoked_links_are_one_answer(town: Town, client: httpx.AsyncClient) -> None:
    _, ended = await sent(town, days_ago=61)
    case, revoked = await sent(town)
    await town.do("pos", linking.revoke_recipient_link, case.id)
    other, moved = await sent(town)
    await town.do("pos", routing.route_submission, other.id, recipient_id="roads", reason="Дорога")
    paths = (NOWHERE, ended, revoked, moved)
    answers = [await client.get(path, headers=PAGE) for path in (*paths, "/recipient/short")]
    assert {one.status_code for one in answers} == {404}
    assert len({one.text for one in answers}) == 1
    # Four wrong ones in a row slow an address down.
    await town.store.collection("lockouts").delete_many({})
    told = [await client.post(path, json={"text": SAID}) for path in paths]
    assert {(one.status_code, one.text) for one in told} == {(404, '{"status":"not_found"}')}


async def test_while_the_center_answers_nothing_is_awaited(town: Town, client: httpx.AsyncClient) -> None:
    case, path = await sent(town)
    await town.do("pos", answering.start_work, case.id)
    await town.do("pos", answering.submit_response, case.id, text="Ответ центра.")
    page = await client.get(path, headers=PAGE)
    assert page.status_code == 200
    assert "<textarea" not in page.text
    assert "Ответ центра" not in page.text
    events = await town.event_count()
    late = await client.post(path, json={"text": SAID})
    assert (late.status_code, late.json()["status"]) == (409, "NOT_AWAITED")
    assert await town.event_count() == events


async def test_who_guesses_is_slowed_down_by_address(town: Town, client: httpx.AsyncClient) -> None:
    _, path = await sent(town)
    statuses = [(await client.get(NOWHERE, headers=PAGE)).status_code for _ in range(FREE_ATTEMPTS + 2)]
    assert statuses[-1] == 429
    slowed = await client.get(path, headers=PAGE)
    assert slowed.status_code == 429
    assert int(slowed.headers["retry-after"]) >= 1
    key = attempt_key(COUNTED_AS, "127.0.0.1")
    [row] = await town.store.find("lockouts", {"_id": key})
    await client.get("/recipient/short")
    assert await town.store.find("lockouts", {"_id": key}) == [row]
    await town.store.collection("lockouts").delete_many({})
    assert (await client.get(path)).status_code == 200
