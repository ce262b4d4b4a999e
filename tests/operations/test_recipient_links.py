"""A body without accounts answers by a link: made with its routing, answered once, dead with the routing, told when late."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from api.worker.post import MailServer
from auth.errors import Forbidden, Invalid, InvalidTransition, NotFound, Problem
from documents.cases.document import Case
from documents.cases.linking import answering_link
from documents.cases.routed import RecipientLink
from documents.directory.operations.organizations import update_organization
from documents.kernel.write.events import GUEST
from documents.kernel.write.operation import Operation
from documents.kernel.write.runner import Request
from documents.links.rules import LinkPurpose, minted
from documents.organizations.document import Organization
from documents.privacy.forbidden import mask_forbidden
from documents.submissions.operations import answering, ending, linking, routing
from tests.support.cases import refused, routed
from tests.support.keys import VAULT
from tests.support.mail import MailServerHere, serving_mail
from tests.support.runs import Bench, stamped
from tests.support.town import NOW, Town

ADDRESS = "library@bodies.example"
SAID = "Лавку у библиотеки починили 3 июня."
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
async def library(town: Town) -> None:
    """A body that nobody signs in for."""
    body = {"name": "Библиотека № 1", "short_name": "Библиотека", "kind": "MUNICIPAL_INSTITUTION"}
    await town.load(
        [
            Organization(
                id="library", is_responsible_recipient=True, work_email=ADDRESS, updated_at=NOW, **body
            )
        ]
    )


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
    case = await routed(town)
    given = {"reason": "По принадлежности", **facts}
    after: Case = await town.do("pos", routing.route_submission, case.id, recipient_id=body, **given)
    return after


def link_of(case: Case) -> RecipientLink:
    link = case.routings[-1].link
    assert link is not None
    return link


async def by_link(town: Town, operation: Operation, case: Case, now: datetime, **facts: Any) -> Case:
    runner = town.container.runner.in_the_name_of(GUEST)
    given = {"digest": link_of(case).digest, **facts}
    [outcome] = await runner.run_together([Request(operation, None, now, case.id, facts=given)])
    assert isinstance(outcome.record, Case)
    return outcome.record


async def nothing_by_link(
    town: Town, problem: type[Problem] | tuple[type[Problem], ...], case: Case, now: datetime
) -> None:
    before, events = await town.stored(case.id), await town.event_count()
    with pytest.raises(problem):
        await by_link(town, linking.answer_by_link, case, now, text=SAID)
    assert (await town.stored(case.id), await town.event_count()) == (before, events)


async def test_a_body_that_nobody_signs_in_for_gets_a_link_with_its_routing(town: Town) -> None:
    case = await sent_to(town)
    link = link_of(case)
    assert (link.purpose, link.minted_at) == ("RECIPIENT", case.routings[-1].at)
    assert link.ends_at == link.minted_at + timedelta(days=60)
    assert (case.link_state, case.routings[0].link) == ("QUEUED", None)
    assert answering_link(VAULT, case.id, link) is not None
    assert link.digest not in str(await town.events_of(case.id))


async def test_no_link_is_made_without_an_address_or_where_somebody_signs_in(town: Town) -> None:
    bare = {"name": "Музей", "short_name": "Музей", "kind": "MUNICIPAL_INSTITUTION"}
    signing = {"name": "Двор", "short_name": "Двор", "kind": "MUNICIPAL_INSTITUTION", "parent_id": "roads"}
    await town.load(
        [
            Organization(id="museum", is_responsible_recipient=True, updated_at=NOW, **bare),
            Organization(
                id="depot", is_responsible_recipient=True, work_email=ADDRESS, updated_at=NOW, **signing
            ),
        ]
    )
    for body in ("museum", "depot"):
        case = await sent_to(town, body)
        assert (case.routings[-1].link, case.link_state) == (None, None)
    case = await sent_to(town, "museum")
    told = await refused(town, Invalid, "pos", linking.send_recipient_link, case)
    assert told.facts["rule"] == "no_address_of_body"
    case = await sent_to(town, "depot")
    told = await refused(town, Invalid, "pos", linking.send_recipient_link, case)
    assert told.facts["rule"] == "body_signs_in"


async def test_accounts_that_are_blocked_sign_in_no_more(town: Town) -> None:
    await town.store.collection("accounts").update_many(
        {"_id": {"$in": ["account-recipient.coordinator", "account-recipient.head"]}},
        {"$set": {"is_active": False}},
    )
    await town.do("admin", update_organization, "roads", fields={"work_email": ADDRESS})
    case = await routed(town)
    # The person named signs in, and sees what was sent to him.
    assert case.routings[-1].link is None
    alone: Case = await town.do("pos", routing.route_submission, case.id, recipient_id="roads")
    assert link_of(alone).used_at is None


async def test_an_answer_by_link_goes_through_the_same_review_once(town: Town) -> None:
    case = await sent_to(town)
    now = link_of(case).minted_at + DAY
    opened = await by_link(town, linking.open_by_link, case, now)
    assert link_of(opened).opened_at == now
    # Opened again nothing is told.
    assert (await by_link(town, linking.open_by_link, case, now + DAY)).revision == opened.revision
    after = await by_link(town, linking.answer_by_link, case, now + DAY, text=SAID)
    answer = after.responses[-1]
    assert (after.status, answer.status, answer.text) == ("IN_REVIEW", "IN_REVIEW", SAID)
    assert (answer.from_organization_id, link_of(after).used_at) == ("library", now + DAY)
    assert (link_of(after).opened_at, after.link_state) == (now, None)
    names = [(one["name"], one["actor"]["role"]) for one in (await town.events_of(case.id))[-2:]]
    assert names == [("submission.link_opened", "GUEST"), ("submission.response_submitted", "GUEST")]
    await nothing_by_link(town, InvalidTransition, case, now + 2 * DAY)
    town.now = now + 2 * DAY
    await refused(town, Forbidden, "pos", answering.approve_response, after)
    approved: Case = await town.do("lead.roads", answering.approve_response, case.id)
    assert approved.responses[-1].reviewer_id == "person-lead.roads"
    sent: Case = await town.do("pos", answering.send_response, case.id)
    assert sent.status == "ANSWERED"
    assert link_of(sent).revoked_at is None


async def test_an_answer_that_is_given_back_is_written_again_by_another_link(town: Town) -> None:
    case = await sent_to(town)
    now = link_of(case).minted_at + DAY
    await by_link(town, linking.answer_by_link, case, now, text=SAID)
    town.now = now + DAY
    returned: Case = await town.do("lead.roads", answering.return_response, case.id, reason="Не указан срок")
    assert returned.status == "IN_PROGRESS"
    again: Case = await town.do("pos", linking.send_recipient_link, case.id)
    assert (again.link_state, link_of(again).used_at) == ("QUEUED", None)
    assert link_of(again).digest != link_of(case).digest
    after = await by_link(town, linking.answer_by_link, again, town.now + DAY, text=f"{SAID} До 9 июня.")
    assert [one.status for one in after.responses] == ["RETURNED", "IN_REVIEW"]


async def test_a_link_dies_with_its_routing(town: Town) -> None:
    moved = await sent_to(town)
    elsewhere: Case = await town.do(
        "pos", routing.route_submission, moved.id, recipient_id="roads", reason="Дорога"
    )
    withdrawn = await sent_to(town)
    ended: Case = await town.do("pos", ending.withdraw_submission, withdrawn.id, reason="Просит заявитель")
    for case, after, index in ((moved, elsewhere, 1), (withdrawn, ended, 1)):
        link = after.routings[index].link
        assert link is not None
        assert link.revoked_at == after.updated_at
        assert after.link_state is None
        await nothing_by_link(town, (NotFound, InvalidTransition), case, after.updated_at)


async def test_a_link_that_ended_or_was_revoked_takes_nothing(town: Town) -> None:
    case = await sent_to(town)
    await nothing_by_link(town, NotFound, case, link_of(case).ends_at)
    await refused(town, NotFound, "lead.education", linking.revoke_recipient_link, case)
    revoked: Case = await town.do("pos", linking.revoke_recipient_link, case.id)
    assert revoked.link_state is None
    await nothing_by_link(town, NotFound, case, revoked.updated_at)
    none = await refused(town, Invalid, "pos", linking.revoke_recipient_link, revoked)
    assert none.facts["rule"] == "no_open_link"
    again: Case = await town.do("pos", linking.send_recipient_link, case.id)
    assert link_of(again).digest != link_of(case).digest


async def test_only_who_may_route_sends_a_link_and_only_where_an_answer_is_owed(town: Town) -> None:
    case = await sent_to(town)
    for login in ("registrar", "admin", "leadership", "member"):
        await refused(town, Forbidden, login, linking.send_recipient_link, case)
    await by_link(town, linking.answer_by_link, case, link_of(case).minted_at, text=SAID)
    after = await town.stored(case.id)
    told = await refused(town, Invalid, "pos", linking.send_recipient_link, after)
    assert told.facts["rule"] == "not_with_a_body"
    for operation in (linking.answer_by_link, linking.open_by_link):
        facts = {"digest": link_of(case).digest, **({"text": SAID} if operation.machine else {})}
        await refused(town, Forbidden, "head", operation, after, **facts)


async def test_what_is_under_review_takes_no_second_answer(town: Town) -> None:
    case = await sent_to(town)
    await town.do("pos", answering.start_work, case.id)
    await town.do("pos", answering.submit_response, case.id, text="Ответ центра.")
    await nothing_by_link(town, InvalidTransition, case, town.now + DAY)


async def test_the_letter_brings_the_link_and_no_word_of_the_case(
    bench: Bench, town: Town, server: MailServerHere
) -> None:
    case = await sent_to(town)
    assert await bench.run("send_recipient_links") is not None
    [letter] = server.letters
    told = answering_link(VAULT, case.id, link_of(case))
    assert told is not None
    assert letter["To"] == ADDRESS
    for part in ("plain", "html"):
        body = letter.get_body((part,))
        assert body is not None
        words = body.get_content()
        assert f"https://pult.example.org{told.path}" in words
        assert case.number in words
        assert not any(one in words for one in ("Яма", "Петрова", "900"))
    stored = await town.stored(case.id)
    assert (stored.link_state, link_of(stored).sent_at) == ("SENT", bench.clock.now)
    assert (await town.events_of(case.id))[-1]["name"] == "submission.link_sent"
    await bench.run("send_recipient_links")
    assert len(server.letters) == 1
    # Asked for once more the same link goes out in another letter.
    await town.do("pos", linking.send_recipient_link, case.id)
    await bench.run("send_recipient_links")
    assert len(server.letters) == 2
    assert link_of(await town.stored(case.id)).digest == link_of(case).digest


async def test_a_link_whose_digest_looks_like_somebodys_number_goes_out_once_and_is_answered_by(
    bench: Bench, town: Town, server: MailServerHere
) -> None:
    case = await sent_to(town)
    last = f"routings.{len(case.routings) - 1}.link"
    drawn = (
        minted(VAULT, LinkPurpose.RECIPIENT, case.id, nonce=f"n-{number}", now=NOW, days=60)
        for number in count()
    )
    unlucky = next(one for one in drawn if mask_forbidden(one.digest) != one.digest)
    told = {
        f"{last}.nonce": unlucky.nonce,
        f"{last}.digest": unlucky.digest,
        "link_digests": [unlucky.digest],
    }
    await town.store.collection("cases").update_one({"_id": case.id}, {"$set": told})
    for minutes in range(3):
        await bench.run("send_recipient_links", bench.clock.now + timedelta(minutes=minutes))
    assert len(server.letters) == 1
    sent = await town.stored(case.id)
    assert sent.link_state == "SENT"
    answered = await by_link(town, linking.answer_by_link, sent, bench.clock.now + DAY, text=SAID)
    assert link_of(answered).used_at is not None


async def test_a_letter_that_does_not_go_out_is_told_to_the_desk(
    bench: Bench, town: Town, server: MailServerHere
) -> None:
    server.refuses_recipients = True
    case = await sent_to(town)
    await bench.run("send_recipient_links")
    after = await town.stored(case.id)
    assert (link_of(after).fault, after.link_state) == ("ADDRESS_REFUSED", None)
    assert (await town.events_of(case.id))[-1]["facts"] == {"fault": "ADDRESS_REFUSED"}
    assert "LINK_NOT_SENT" in await kinds_told(bench, "person-pos")
    await town.do("admin", update_organization, "library", fields={"work_email": None})
    gone = await refused(town, Invalid, "pos", linking.send_recipient_link, after)
    assert gone.facts["rule"] == "no_address_of_body"


async def test_a_link_that_nobody_opens_is_told_once_to_desk_and_lead(bench: Bench, town: Town) -> None:
    late, opened = await sent_to(town), await sent_to(town)
    await bench.run("send_recipient_links")
    await by_link(town, linking.open_by_link, opened, bench.clock.now)
    sent_at = link_of(await town.stored(late.id)).sent_at
    assert sent_at is not None
    await bench.run("note_unopened_links", sent_at + 3 * DAY - timedelta(seconds=1))
    assert link_of(await town.stored(late.id)).late_at is None
    for after in (3, 4):
        await bench.run("note_unopened_links", sent_at + after * DAY)
    told = await town.stored(late.id)
    assert link_of(told).late_at == sent_at + 3 * DAY
    names = [one["name"] for one in await town.events_of(late.id)]
    assert names.count("submission.link_unopened") == 1
    assert link_of(await town.stored(opened.id)).late_at is None
    for person in ("person-pos", "person-lead.roads"):
        assert "LINK_UNOPENED" in await kinds_told(bench, person)
    # It opens all the same.
    await by_link(town, linking.answer_by_link, late, sent_at + 5 * DAY, text=SAID)


async def kinds_told(bench: Bench, person_id: str) -> set[str]:
    await stamped(bench)
    await bench.run("notify")
    rows = await bench.town.store.find("notifications", {"person_id": person_id})
    return {row["kind"] for row in rows}
