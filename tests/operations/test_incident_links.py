"""A body without accounts answers an incident by a link: made with its routing, answered once into the incident's own
review, dead with the routing, told when late."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from api.worker.post import MailServer
from auth.errors import Forbidden, Invalid, InvalidTransition, NotFound, Problem
from documents.cases.document import Case
from documents.cases.linking import answering_link
from documents.cases.routed import RecipientLink
from documents.directory.operations.organizations import update_organization
from documents.incidents.operations import answering, linking, merging
from documents.incidents.operations.splitting import split_incident
from documents.kernel.write.events import GUEST
from documents.kernel.write.operation import Operation
from documents.kernel.write.runner import Request
from documents.organizations.document import Organization
from documents.submissions.operations.linking import answer_by_link
from tests.operations.test_incidents import registered
from tests.support.cases import refused
from tests.support.keys import VAULT
from tests.support.mail import MailServerHere, serving_mail
from tests.support.runs import Bench, stamped
from tests.support.town import NOW, Town

ADDRESS = "library@bodies.example"
SAID = "Люк у библиотеки закрыли 3 июня."
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
async def library(town: Town) -> None:
    """A body that nobody signs in for."""
    body = {"name": "Библиотека № 1", "short_name": "Библиотека", "kind": "MUNICIPAL_INSTITUTION"}
    given = {"is_responsible_recipient": True, "work_email": ADDRESS, **body}
    await town.load([Organization(id="library", updated_at=NOW, **given)])


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


async def sent_to(town: Town, body: str = "library", **facts: Any) -> Case:
    case = await registered(town)
    given = {"recipient_id": body, **facts}
    after: Case = await town.do("incident", answering.route_incident, case.id, **given)
    return after


def link_of(case: Case) -> RecipientLink:
    link = case.routings[-1].link
    assert link is not None
    return link


async def by_link(town: Town, operation: Operation, case: Case, **facts: Any) -> Case:
    town.now += timedelta(minutes=1)
    runner = town.container.runner.in_the_name_of(GUEST)
    given = {"digest": link_of(case).digest, **facts}
    [outcome] = await runner.run_together([Request(operation, None, town.now, case.id, facts=given)])
    assert isinstance(outcome.record, Case)
    return outcome.record


async def nothing_by_link(
    town: Town, problem: type[Problem], case: Case, operation: Operation = linking.reply_by_link
) -> None:
    before, events = await town.stored(case.id), await town.event_count()
    with pytest.raises(problem):
        await by_link(town, operation, case, text=SAID)
    assert (await town.stored(case.id), await town.event_count()) == (before, events)


async def test_a_body_that_nobody_signs_in_for_gets_a_link_with_its_routing(town: Town) -> None:
    case = await sent_to(town)
    assert (case.status, case.link_state, link_of(case).purpose) == ("ROUTED", "QUEUED", "RECIPIENT")
    assert answering_link(VAULT, case.id, link_of(case)) is not None
    assert link_of(case).digest not in str(await town.events_of(case.id))
    signing = await sent_to(town, "roads")
    assert (signing.routings[-1].link, signing.link_state) == (None, None)


async def test_a_reply_by_link_enters_the_review_of_incidents_once(town: Town) -> None:
    case = await sent_to(town)
    opened = await by_link(town, linking.open_incident_by_link, case)
    assert (await by_link(town, linking.open_incident_by_link, case)).revision == opened.revision
    after = await by_link(town, linking.reply_by_link, case, text=SAID)
    reply = after.responses[-1]
    assert (after.status, reply.status, reply.text) == ("IN_REVIEW", "IN_REVIEW", SAID)
    assert (reply.from_organization_id, link_of(after).used_at) == ("library", after.updated_at)
    told = [(one["name"], one["actor"]["role"], one["action"]) for one in await town.events_of(case.id)]
    assert told[-2:] == [
        ("incident.link_opened", "GUEST", "incident.respond"),
        ("incident.reply_submitted", "GUEST", "incident.respond"),
    ]
    await nothing_by_link(town, InvalidTransition, case)
    urls = ["https://vk.com/wall-1_1?reply=7", "https://ok.ru/group/2?reply=8"]
    replied: Case = await town.do("incident", answering.publish_incident_reply, case.id, reply_urls=urls)
    assert replied.status == "REPLIED"
    assert link_of(replied).revoked_at is None


async def test_a_reply_that_is_given_back_is_written_again_by_another_link(town: Town) -> None:
    case = await sent_to(town)
    await by_link(town, linking.reply_by_link, case, text=SAID)
    await town.do("incident", answering.return_incident_reply, case.id, reason="Не указан срок")
    again: Case = await town.do("incident", linking.send_incident_recipient_link, case.id)
    assert (again.link_state, link_of(again).used_at) == ("QUEUED", None)
    assert link_of(again).digest != link_of(case).digest
    after = await by_link(town, linking.reply_by_link, again, text=f"{SAID} До 9 июня.")
    assert [one.status for one in after.responses] == ["RETURNED", "IN_REVIEW"]


async def test_a_link_dies_with_its_routing(town: Town) -> None:
    moved = await sent_to(town)
    elsewhere: Case = await town.do(
        "incident", answering.route_incident, moved.id, recipient_id="roads", reason="Дорога"
    )
    gathered, living = await sent_to(town), await registered(town)
    merged: Case = await town.do(
        "incident", merging.merge_incidents, gathered.id, into_id=living.id, reason="Об одном"
    )
    for case, after, index in ((moved, elsewhere, 0), (gathered, merged, 0)):
        link = after.routings[index].link
        assert link is not None
        assert (link.revoked_at, after.link_state) == (after.updated_at, None)
        with pytest.raises((NotFound, InvalidTransition)):
            await by_link(town, linking.reply_by_link, case, text=SAID)


async def test_what_is_split_off_has_no_link_of_the_other(town: Town) -> None:
    case = await sent_to(town)
    part = {"summary": "Второй люк", "publication_urls": ["https://ok.ru/group/2"]}
    after: Case = await town.do("incident", split_incident, case.id, parts=[part], reason="Два люка")
    assert link_of(after).revoked_at is None
    assert (await town.stored(after.split_into_ids[0])).routings == []


async def test_only_who_may_route_sends_and_revokes_a_link(town: Town) -> None:
    case = await sent_to(town)
    for operation in (linking.send_incident_recipient_link, linking.revoke_incident_recipient_link):
        for login in ("curator", "pos", "info", "member", "leadership", "lead.roads"):
            await refused(town, Forbidden, login, operation, case)
        await refused(town, NotFound, "recipient.coordinator", operation, case)
    revoked: Case = await town.do("head", linking.revoke_incident_recipient_link, case.id)
    assert (revoked.status, revoked.link_state) == ("ROUTED", None)
    await nothing_by_link(town, NotFound, case)
    none = await refused(town, Invalid, "head", linking.revoke_incident_recipient_link, revoked)
    assert none.facts["rule"] == "no_open_link"
    await refused(town, Forbidden, "head", linking.open_incident_by_link, case, digest="d")


async def test_a_link_is_sent_where_a_reply_is_owed_and_nobody_signs_in(town: Town) -> None:
    new, signing = await registered(town), await sent_to(town, "roads")
    await town.do("admin", update_organization, "roads", fields={"work_email": ADDRESS})
    rules = [
        (await refused(town, Invalid, "incident", linking.send_incident_recipient_link, case)).facts["rule"]
        for case in (new, signing)
    ]
    assert rules == ["not_with_a_body", "body_signs_in"]


async def test_each_kind_of_case_is_answered_by_its_own_operation(town: Town) -> None:
    case = await sent_to(town)
    await nothing_by_link(town, NotFound, case, answer_by_link)


async def test_the_letter_says_until_which_hour_and_no_word_of_the_incident(
    bench: Bench, town: Town, server: MailServerHere
) -> None:
    case = await sent_to(town)
    assert await bench.run("send_recipient_links") is not None
    [letter] = server.letters
    told = answering_link(VAULT, case.id, link_of(case))
    assert told is not None
    body = letter.get_body(("plain",))
    assert body is not None
    words = body.get_content()
    assert letter["To"] == ADDRESS
    for word in (f"https://pult.example.org{told.path}", f"инцидент № {case.number}", "до 11:0"):
        assert word in words
    assert not any(one in words for one in ("люк", "vk.com", "900"))
    stored = await town.stored(case.id)
    assert (stored.link_state, link_of(stored).sent_at) == ("SENT", bench.clock.now)
    last = (await town.events_of(case.id))[-1]
    assert (last["name"], last["action"]) == ("incident.link_sent", "incident.route")


async def test_what_goes_wrong_with_a_link_is_told_to_the_desk(
    bench: Bench, town: Town, server: MailServerHere
) -> None:
    late = await sent_to(town)
    await bench.run("send_recipient_links")
    server.refuses_recipients = True
    unsent = await sent_to(town)
    await bench.run("send_recipient_links")
    assert link_of(await town.stored(unsent.id)).fault == "ADDRESS_REFUSED"
    sent_at = link_of(await town.stored(late.id)).sent_at
    assert sent_at is not None
    for days in (3, 4):
        await bench.run("note_unopened_links", sent_at + days * DAY)
    names = [one["name"] for one in await town.events_of(late.id)]
    assert names.count("incident.link_unopened") == 1
    await stamped(bench)
    await bench.run("notify")
    rows = await town.store.find("notifications", {"person_id": "person-incident"})
    assert {"LINK_NOT_SENT", "LINK_UNOPENED"} <= {row["kind"] for row in rows}
