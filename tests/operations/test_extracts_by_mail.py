"""Extracts go out by e-mail, once, to whom a protocol gives something and whose address is known; with a link to who has no
account."""

from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message
from typing import Any

import pytest

from api.worker.post import MailServer
from auth.errors import Forbidden, Invalid, NotFound, Problem
from documents.dispatching.operations import (
    acknowledge_by_link,
    note_extract,
    revoke_acknowledgement_link,
    send_extract,
)
from documents.jobs.vocabulary import Outcome
from documents.kernel.write.events import GUEST
from documents.kernel.write.operation import Operation
from documents.kernel.write.runner import Request
from documents.protocols.operations import dispatch_protocol
from tests.support.dispatched import (
    ADDRESS,
    DAY,
    LEAD,
    MINUTES,
    OFFICIAL,
    PHONE,
    dispatched,
    entries,
    ordered,
    path_of,
    put_official,
    signed_protocol,
)
from tests.support.mail import MailServerHere, serving_mail
from tests.support.runs import Bench, stamped
from tests.support.town import NOW, Town

LETTER = {"letter_no": 1, "sent_at": None, "fault": None}


@pytest.fixture
def server() -> Iterator[MailServerHere]:
    with serving_mail() as here:
        yield here


def bench_of(town: Town, server: MailServerHere) -> Bench:
    bench = Bench(town)
    bench.running.post = MailServer(server.url, "pult@example.org", "https://pult.example.org/")
    return bench


def parts_of(letter: Message) -> list[Message]:
    """The words of a letter as text and as HTML, and what is enclosed."""
    return [one for one in letter.walk() if not one.is_multipart()]


def bytes_in(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


def words_in(part: Message) -> str:
    return bytes_in(part).decode()


async def refused(town: Town, problem: type[Problem], login: str, operation: Operation, **facts: Any) -> str:
    """The rule by which somebody is refused; nothing is written and nothing told."""
    before, events = await entries(town), await town.event_count()
    with pytest.raises(problem) as caught:
        await town.do(login, operation, MINUTES, **facts)
    assert (await entries(town), await town.event_count()) == (before, events)
    return str(caught.value.facts.get("rule", ""))


async def without_address(town: Town) -> None:
    """Let the directory know no address of the official any more."""
    persons = town.store.collection("persons")
    await persons.update_one({"_id": OFFICIAL}, {"$set": {"work_email": None}})
    await town.container.reference.refresh()


async def test_the_extract_goes_to_each_official_with_a_link_for_who_has_no_account(
    town: Town, server: MailServerHere
) -> None:
    await dispatched(town, NOW)
    waiting, with_account = await entries(town)
    assert (waiting["letter"], with_account["letter"], with_account["link"]) == (LETTER, LETTER, None)
    bench = bench_of(town, server)
    assert await bench.run("send_extracts", NOW + DAY) is Outcome.DONE
    assert await bench.run("send_extracts", NOW + DAY) is not Outcome.FAILED
    to_official, to_lead = server.letters
    assert (to_official["To"], to_lead["To"]) == (ADDRESS, "a@b")
    assert str(make_header(decode_header(to_official["Subject"]))) == "Выписка из протокола № 3 от 01.06.2026"
    assert str(to_official["Message-ID"]).startswith(f"<extract-{MINUTES}-{OFFICIAL}-1@")
    words, html, extract = parts_of(to_official)
    path = await path_of(town)
    for part in (words, html):
        said = words_in(part)
        assert f"https://pult.example.org{path}" in said
        # All else stands in the extract.
        for hidden in ("графики", PHONE, "Диспетчер"):
            assert hidden not in said
    assert (extract.get_content_type(), bytes_in(extract)[:5]) == ("application/pdf", b"%PDF-")
    assert extract.get_filename() == "Выписка из протокола № 3 от 01.06.2026.pdf"
    said = words_in(parts_of(to_lead)[0])
    assert "https://pult.example.org/" in said
    assert "/acknowledgement/" not in said
    assert [one["letter"]["sent_at"] for one in await entries(town)] == [NOW + DAY, NOW + DAY]
    assert [one["name"] for one in await town.events_of(MINUTES)][-2:] == ["protocol.extract_sent"] * 2


async def test_who_has_no_address_or_nothing_to_do_is_written_nothing(town: Town) -> None:
    town.now = NOW
    await put_official(town, work_email=None)
    protocol = signed_protocol("bare", NOW, ordered(OFFICIAL, "Публиковать графики"))
    await town.store.collection("protocols").insert_one(protocol.to_row())
    recipients = [{"person_id": one, "via": "СЭД"} for one in (OFFICIAL, "person-member")]
    row = (await town.do("head", dispatch_protocol, "bare", recipients=recipients)).to_row()
    assert [(one["letter"], one["link"]) for one in row["dispatches"]] == [(None, None)] * 2
    assert (row["link_digests"], row["letters_wait"]) == ([], False)


async def test_the_secretary_is_told_of_an_extract_that_could_not_go_out(town: Town) -> None:
    bench = Bench(town)
    await stamped(bench)
    await bench.run("notify")
    await dispatched(town, NOW)
    await bench.run("send_extracts", NOW + DAY)
    assert [one["letter"]["fault"] for one in await entries(town)] == ["NO_MAIL_SERVER"] * 2
    await stamped(bench)
    await bench.run("notify")
    told = await town.store.collection("notifications").find({"kind": "EXTRACT_NOT_SENT"}).to_list(None)
    assert {one["person_id"] for one in told} == {"person-pos"}


async def test_an_address_that_is_refused_and_one_that_is_gone_are_noted(
    town: Town, server: MailServerHere
) -> None:
    await dispatched(town, NOW)
    server.refuses_recipients = True
    await without_address(town)
    await bench_of(town, server).run("send_extracts", NOW + DAY)
    faults = [one["letter"]["fault"] for one in await entries(town)]
    assert faults == ["NO_ADDRESS", "ADDRESS_REFUSED"]


async def test_it_is_sent_again_with_the_same_link_and_with_a_new_one_once_that_is_revoked(
    town: Town, server: MailServerHere
) -> None:
    await dispatched(town, NOW)
    first = await path_of(town)
    bench = bench_of(town, server)
    await bench.run("send_extracts", NOW + DAY)
    await town.do("pos", send_extract, MINUTES, person_id=OFFICIAL)
    assert await path_of(town) == first
    sent, _ = await entries(town)
    assert sent["letter"] == {**LETTER, "letter_no": 2}
    await town.do("pos", revoke_acknowledgement_link, MINUTES, person_id=OFFICIAL)
    assert (
        await refused(town, Invalid, "pos", revoke_acknowledgement_link, person_id=OFFICIAL)
        == "no_link_to_acknowledge"
    )
    await bench.run("send_extracts", NOW + DAY)
    said = words_in(parts_of(server.letters[-1])[0])
    assert "/acknowledgement/" not in said
    assert "секретарю" in said
    await town.do("pos", send_extract, MINUTES, person_id=OFFICIAL)
    assert await path_of(town) != first
    assert (await entries(town))[0]["letter"]["letter_no"] == 3
    # To who signs in none is made.
    await town.do("head", send_extract, MINUTES, person_id=LEAD)
    assert (await entries(town))[1]["link"] is None


async def test_only_who_dispatches_sends_and_revokes_and_only_to_who_was_sent_it(town: Town) -> None:
    await dispatched(town, NOW)
    for operation in (send_extract, revoke_acknowledgement_link):
        for login in ("member", "incident", "leadership", "admin", "assignee"):
            await refused(town, Forbidden, login, operation, person_id=OFFICIAL)
        assert await refused(town, Invalid, "head", operation, person_id="person-member") == "not_sent_to"
    await without_address(town)
    assert await refused(town, Invalid, "pos", send_extract, person_id=OFFICIAL) == "no_address_of_official"


async def test_before_the_dispatch_nothing_is_sent_and_to_who_only_reads_it_neither(town: Town) -> None:
    town.now = NOW
    await put_official(town)
    protocol = signed_protocol(MINUTES, NOW, ordered(OFFICIAL, "Публиковать графики"))
    await town.store.collection("protocols").insert_one(protocol.to_row())
    assert await refused(town, Invalid, "head", send_extract, person_id=OFFICIAL) == "not_dispatched"
    recipients = [{"person_id": one, "via": "СЭД"} for one in (OFFICIAL, "person-member")]
    await town.do("head", dispatch_protocol, MINUTES, recipients=recipients)
    assert await refused(town, Invalid, "head", send_extract, person_id="person-member") == "not_responsible"


async def test_what_comes_by_no_link_of_it_is_taken_nowhere(town: Town) -> None:
    await dispatched(town, NOW)
    link = (await entries(town))[0]["link"]
    runner = town.container.runner.in_the_name_of(GUEST)

    async def asked(operation: Operation, problem: type[Problem], **facts: Any) -> None:
        before = await entries(town)
        at = facts.pop("at", NOW + DAY)
        with pytest.raises(problem):
            await runner.run_together([Request(operation, None, at, MINUTES, facts=facts)])
        assert await entries(town) == before

    await asked(acknowledge_by_link, NotFound, digest="another")
    await asked(acknowledge_by_link, NotFound, digest=link["digest"], at=link["ends_at"])
    await asked(note_extract, Invalid, person_id=OFFICIAL, letter_no=2)
    await town.store.collection("assignments").update_many({}, {"$set": {"responsible_id": LEAD}})
    await asked(acknowledge_by_link, NotFound, digest=link["digest"])
