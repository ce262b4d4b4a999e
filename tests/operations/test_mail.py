"""Notifications by mail: what goes out, to whom, when, and what becomes of it when something fails on the way."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from api.dev.mail_page import MailPage
from api.worker.post import LetterBox, MailServer
from documents.cases.document import Case
from documents.jobs.vocabulary import Outcome
from documents.kernel.write.letters import Enclosure, Letter
from documents.notifications.kept_letters import kept_letters
from documents.notifications.preferences import prefer
from documents.notifications.telling import NOTIFICATIONS
from documents.submissions.operations import routing
from tests.support import web
from tests.support.cases import TEXT, routed
from tests.support.mail import MailServerHere, serving_mail
from tests.support.runs import Bench, stamped
from tests.support.town import NOW, Town

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = NOW + HOUR


@pytest.fixture
def server() -> Iterator[MailServerHere]:
    with serving_mail() as here:
        yield here


@pytest.fixture
async def bench(town: Town, server: MailServerHere) -> Bench:
    bench = Bench(town)
    bench.running.post = MailServer(server.url, "pult@example.org", "https://pult.example.org/")
    await stamped(bench)
    await bench.run("notify")
    return bench


async def told(bench: Bench, at: Any = LATER) -> Case:
    """A case that was routed, and its people told."""
    case = await routed(bench.town)
    bench.clock.now = at
    await stamped(bench)
    await bench.run("notify")
    return case


async def states(town: Town) -> list[str]:
    rows = await town.store.collection(NOTIFICATIONS).find({}).to_list(length=None)
    return sorted(row["mail_state"] for row in rows if row["mail_state"] is not None)


def parts(server: MailServerHere) -> list[str]:
    """Subject, text and HTML of all letters."""
    return [
        f"{one['Subject']}\n{part.get_content()}"
        for one in server.letters
        for part in one.iter_parts()
        if hasattr(part, "get_content")
    ]


async def test_a_letter_names_kind_and_number_and_nothing_of_the_case(
    bench: Bench, server: MailServerHere
) -> None:
    case = await told(bench)
    for _ in range(2):
        assert await bench.run("send_mail") is Outcome.DONE
    # The coordinator and the head of the body; the assignee is told in Pult alone, unless he says otherwise.
    assert await states(bench.town) == ["SENT", "SENT"]
    assert len(server.letters) == 2
    letter = server.letters[0]
    assert letter["Subject"] == f"Пульт: Направлено в ваш орган: сообщение {case.number}"
    assert (letter["From"], letter["To"]) == ("pult@example.org", "a@b")
    assert [one.get_content_type() for one in letter.iter_parts()] == ["text/plain", "text/html"]
    for said in parts(server):
        assert case.number in said
        assert "https://pult.example.org/#" in said
        assert [
            word for word in (*TEXT.split(), "Петрова", "+7 900", "Яма") if len(word) > 3 and word in said
        ] == []


async def test_of_what_went_out_of_sight_the_kind_alone_is_said(bench: Bench, server: MailServerHere) -> None:
    case = await told(bench)
    await bench.town.do(
        "pos", routing.route_submission, case.id, recipient_id="education", assignee_id=None, reason="Ошибка"
    )
    await bench.run("send_mail")
    assert {one["Subject"] for one in server.letters} == {"Пульт: Направлено в ваш орган"}
    assert not any(case.number in said or "example.org/#" in said for said in parts(server))


async def test_what_the_server_does_not_take_is_sent_again_later(
    bench: Bench, server: MailServerHere
) -> None:
    await told(bench)
    server.failures = 1
    assert await bench.run("send_mail") is Outcome.INCOMPLETE
    assert await states(bench.town) == ["SENDING", "SENT"]
    assert await bench.run("send_mail", LATER + timedelta(minutes=1)) is Outcome.DONE
    assert await states(bench.town) == ["SENT", "SENT"]
    assert len(server.letters) == len({one["Message-ID"] for one in server.letters}) == 2


async def test_killed_behind_a_sending_it_sends_that_letter_once_more_under_the_same_name(
    bench: Bench, server: MailServerHere
) -> None:
    await told(bench)
    await bench.run("send_mail")
    first = {one["Message-ID"] for one in server.letters}
    # As it stands when the note of the sending was lost.
    await bench.town.store.collection(NOTIFICATIONS).update_many(
        {"mail_state": "SENT"}, {"$set": {"mail_state": "SENDING", "mail_due_at": LATER}}
    )
    await bench.run("send_mail", LATER + HOUR)
    assert {one["Message-ID"] for one in server.letters} == first
    assert len(server.letters) == 4


async def test_quiet_hours_hold_letters_back_until_they_end(bench: Bench, server: MailServerHere) -> None:
    for person in ("person-recipient.head", "person-recipient.coordinator"):
        # It happened a little after ten in the morning, local time.
        await prefer(bench.town.store, person, {"quiet_from": "09:00", "quiet_to": "12:30"})
    await told(bench)
    end = NOW + timedelta(hours=2, minutes=30)
    await bench.run("send_mail", end - timedelta(minutes=1))
    assert server.letters == []
    await bench.run("send_mail", end)
    assert len(server.letters) == 2


async def test_a_digest_comes_once_a_day_and_tells_all_of_it(bench: Bench, server: MailServerHere) -> None:
    await prefer(bench.town.store, "person-recipient.head", {"is_digest": True})
    await routed(bench.town)
    await told(bench)
    await bench.run("send_mail", NOW + 2 * HOUR)
    assert len(server.letters) == 2
    server.letters.clear()
    await bench.run("send_mail", NOW.replace(hour=1) + DAY)
    [letter] = server.letters
    assert letter["Subject"] == "Пульт: Уведомления: 2"


async def test_who_has_no_address_or_no_account_is_written_nothing(
    bench: Bench, server: MailServerHere
) -> None:
    await bench.town.store.collection("accounts").update_one(
        {"_id": "account-recipient.head"}, {"$set": {"is_active": False}}
    )
    await bench.town.store.collection("persons").update_one(
        {"_id": "person-recipient.coordinator"}, {"$set": {"work_email": None}}
    )
    await bench.town.container.reference.refresh()
    await told(bench)
    await bench.run("send_mail")
    assert server.letters == []
    assert await states(bench.town) == ["LEFT", "LEFT"]


async def test_without_a_mail_server_nothing_is_sent_and_what_is_of_long_ago_never_is(
    bench: Bench, server: MailServerHere
) -> None:
    post, bench.running.post = bench.running.post, None
    await told(bench)
    assert await bench.run("send_mail") is Outcome.DONE
    assert await states(bench.town) == ["WAITING", "WAITING"]
    bench.running.post = post
    await bench.run("send_mail", NOW + 5 * DAY)
    assert server.letters == []
    assert await states(bench.town) == ["LEFT", "LEFT"]


async def test_development_keeps_the_last_letters_to_be_looked_at(town: Town) -> None:
    page = LetterBox(town.store, "http://127.0.0.1:8000/")
    for number in range(103):
        at = NOW + timedelta(minutes=number)
        extract = Enclosure("Выписка.pdf", "application/pdf", b"%PDF-")
        enclosed = (extract,) if number == 102 else ()
        await page.send(
            Letter(f"letter-{number}", "a@b", f"№ {number}", "текст", "<p>текст</p>", at, enclosed)
        )
    kept = await kept_letters(town.store)
    assert (len(kept), kept[0]["subject"]) == (100, "№ 102")
    async with httpx.AsyncClient(
        verify=web.NO_AUTHORITIES,
        transport=httpx.ASGITransport(Starlette(routes=[Route("/dev/mail", MailPage(town.store).page)])),
        base_url="http://127.0.0.1",
    ) as browser:
        answer = await browser.get("/dev/mail")
    assert answer.text.count('<iframe sandbox=""') == 100
    assert answer.text.count("Вложения: Выписка.pdf") == 1
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
