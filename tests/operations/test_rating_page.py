"""The page of who rates an answer by a link: what it shows and takes, what it never tells, and how guessing slows down."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from starlette.routing import Route, Router

from api.clock import utc_now
from api.http.guest_pages import STYLE_DIGEST
from api.http.middleware import Envelope
from api.http.rating import COUNTED_AS, RatingEndpoint
from api.settings import Settings
from documents.accounts.rules import FREE_ATTEMPTS, attempt_key
from documents.cases.document import Case
from documents.cases.rating import rating_link
from documents.submissions.operations import answering
from tests.support.cases import in_review
from tests.support.keys import VAULT
from tests.support.logged import logged
from tests.support.town import Town
from tests.support.web import NO_AUTHORITIES

PATH = "/rating/{token}"
PAGE = {"Accept": "text/html"}
NOWHERE = f"/rating/{'A' * 43}"


@pytest.fixture
async def client(town: Town) -> AsyncIterator[httpx.AsyncClient]:
    """A browser, or a program, that has no account."""
    endpoint = RatingEndpoint(town.container, Settings())
    router = Router([Route(PATH, endpoint.answer, methods=["GET", "POST"])])
    transport = httpx.ASGITransport(Envelope(router, over_tls=False, addresses=[PATH]))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://center.test", verify=NO_AUTHORITIES
    ) as one:
        yield one


async def answered(town: Town, *, days_ago: int = 1) -> tuple[Case, str]:
    """A case that was answered some days before the real today, and the address of its link."""
    town.now = utc_now() - timedelta(days=days_ago)
    case = await in_review(town)
    await town.do("recipient.head", answering.approve_response, case.id)
    sent: Case = await town.do("pos", answering.send_response, case.id)
    told = rating_link(VAULT, sent.id, sent.guest_links, now=sent.updated_at)
    assert told is not None
    return sent, told.path


async def test_the_page_shows_number_and_day_and_no_word_of_the_case(
    town: Town, client: httpx.AsyncClient
) -> None:
    case, path = await answered(town)
    with logged() as entries:
        page = await client.get(path, headers=PAGE)
    assert page.status_code == 200
    assert case.number in page.text
    assert "сообщение" in page.text
    for word in (case.text, case.summary, case.responses[0].text, "Петрова", path.rpartition("/")[2]):
        assert word
        assert word not in page.text
    headers = page.headers
    assert (headers["cache-control"], headers["x-robots-tag"]) == ("no-store", "noindex")
    assert headers["referrer-policy"] == "no-referrer"
    policy = headers["content-security-policy"]
    assert f"'sha256-{STYLE_DIGEST}'" in policy
    assert "script-src" not in policy
    assert "<script" not in page.text
    # Each field has its label, and the language is told to who reads aloud.
    assert '<html lang="ru">' in page.text
    assert page.text.count("<legend>") == 2
    assert '<label class="over" for="comment">' in page.text
    written = str(entries)
    assert path not in written
    assert "/rating/…" in written


async def test_a_rating_counts_once_and_the_second_is_told_kindly(
    town: Town, client: httpx.AsyncClient
) -> None:
    case, path = await answered(town)
    form = {"score": "1", "solved": "no", "comment": "Не\u200b убрано. СНИЛС 112-233-445 95"}
    taken = await client.post(path, data=form, headers=PAGE)
    assert taken.status_code == 200
    assert "принята" in taken.text
    stored = await town.stored(case.id)
    [told] = stored.satisfaction
    assert (told.score, told.solved, told.source) == (1, False, "LINK")
    assert told.comment is not None
    assert told.comment.startswith("Не убрано.")
    assert "112-233" not in told.comment
    assert stored.proposal == "REOPENING"
    events = await town.event_count()
    for answer in (
        await client.post(path, data={"score": "5", "solved": "yes"}, headers=PAGE),
        await client.get(path, headers=PAGE),
    ):
        assert "уже оценили" in answer.text
    assert (await client.post(path, json={"score": 5, "solved": True})).status_code == 409
    assert (await town.stored(case.id), await town.event_count()) == (stored, events)


async def test_programs_are_answered_in_json(town: Town, client: httpx.AsyncClient) -> None:
    case, path = await answered(town)
    shown = (await client.get(path)).json()
    assert (shown["status"], shown["number"]) == ("OPEN", case.number)
    assert set(shown) == {"status", "number", "answeredAt", "endsAt", "scores"}
    assert (await client.post(path, json={"score": 4, "solved": True})).json()["status"] == "RATED"
    assert (await client.get(path)).json() == {"status": "RATED", "number": case.number}


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"solved": True}, ["score"]),
        ({"score": 6, "solved": True}, ["score"]),
        ({"score": True, "solved": True}, ["score"]),
        ({"score": 5}, ["solved"]),
        ({"score": 5, "solved": ["yes"]}, ["solved"]),
        ({"score": 5, "solved": True, "comment": {"a": 1}}, ["comment"]),
        ({"score": 5, "solved": True, "comment": "а" * 4_001}, ["comment"]),
    ],
)
async def test_what_cannot_be_is_told_by_its_field_and_changes_nothing(
    town: Town, client: httpx.AsyncClient, said: dict[str, object], path: list[str]
) -> None:
    case, address = await answered(town)
    before, events = await town.stored(case.id), await town.event_count()
    refused = await client.post(address, json=said)
    assert refused.status_code == 400
    assert [one["path"] for one in refused.json()["errors"]] == [path]
    assert (await town.stored(case.id), await town.event_count()) == (before, events)


async def test_the_page_keeps_what_was_filled_in_and_says_what_is_missing(
    town: Town, client: httpx.AsyncClient
) -> None:
    _, path = await answered(town)
    again = await client.post(path, data={"solved": "no", "comment": "<b>Двор</b>"}, headers=PAGE)
    assert again.status_code == 400
    assert "выберите оценку от 1 до 5" in again.text
    assert 'value="no" required checked' in again.text
    assert "&lt;b&gt;Двор&lt;/b&gt;" in again.text
    assert "<b>Двор" not in again.text


async def test_a_body_that_is_none_is_refused(town: Town, client: httpx.AsyncClient) -> None:
    _, path = await answered(town)
    sent = [
        await client.post(path, content=b"score=5", headers={"Content-Type": "text/plain"}),
        await client.post(path, content=b"[]", headers={"Content-Type": "application/json"}),
        await client.post(path, content=b"{", headers={"Content-Type": "application/json"}),
        await client.post(path, data={"comment": "x" * 70_000}),
    ]
    assert [one.status_code for one in sent] == [415, 400, 400, 413]


async def test_unknown_ended_and_revoked_links_are_one_answer(town: Town, client: httpx.AsyncClient) -> None:
    _, ended = await answered(town, days_ago=15)
    case, revoked = await answered(town)
    await town.store.collection("cases").update_one({"_id": case.id}, {"$set": {"status": "REOPENED"}})
    answers = [await client.get(path, headers=PAGE) for path in (NOWHERE, ended, revoked, "/rating/short")]
    assert {one.status_code for one in answers} == {404}
    assert len({one.text for one in answers}) == 1
    # Four wrong ones in a row slow an address down.
    await town.store.collection("lockouts").delete_many({})
    told = [await client.post(path, json={"score": 5, "solved": True}) for path in (NOWHERE, ended, revoked)]
    assert {(one.status_code, one.text) for one in told} == {(404, '{"status":"not_found"}')}


async def test_who_guesses_is_slowed_down_by_address(town: Town, client: httpx.AsyncClient) -> None:
    _, path = await answered(town)
    statuses = [(await client.get(NOWHERE, headers=PAGE)).status_code for _ in range(FREE_ATTEMPTS + 2)]
    assert statuses[-1] == 429
    assert statuses.count(404) >= FREE_ATTEMPTS
    slowed = await client.get(path, headers=PAGE)
    assert slowed.status_code == 429
    assert int(slowed.headers["retry-after"]) >= 1
    assert "Слишком много попыток" in slowed.text
    # What does not look like a token counts as nothing.
    key = attempt_key(COUNTED_AS, "127.0.0.1")
    [row] = await town.store.find("lockouts", {"_id": key})
    await client.get("/rating/short")
    assert await town.store.find("lockouts", {"_id": key}) == [row]
    await town.store.collection("lockouts").delete_many({})
    assert (await client.get(path)).status_code == 200
