"""How an answer reaches the applicant: what follows from the channel, what goes by e-mail, what comes back as work."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from api.worker.post import MailServer
from auth.errors import Forbidden, Invalid, NotFound, Problem
from documents.cases.document import Case
from documents.cases.rating import rating_link
from documents.jobs.vocabulary import Outcome
from documents.notifications.telling import NOTIFICATIONS
from documents.sectors.document import Channel
from documents.submissions.operations import answering, intake, routing, terms
from documents.submissions.operations.delivering import note_mailing, record_delivery
from documents.submissions.operations.pausing import postpone_submission
from tests.support.asking import ask
from tests.support.cases import refused
from tests.support.files import waiting
from tests.support.keys import VAULT
from tests.support.mail import MailServerHere, serving_mail
from tests.support.runs import Bench, stamped
from tests.support.town import NOW, Town

MARIA = {"full_name": "Петрова Мария Ивановна", "email": "maria@mail.example", "phone": "+79000001234"}
TEXT = "Яму на дороге засыпали 2 июня."
DAY = timedelta(days=1)


@pytest.fixture
def server() -> Iterator[MailServerHere]:
    with serving_mail() as here:
        yield here


@pytest.fixture(autouse=True)
async def mailbox(town: Town) -> None:
    """The channel by which e-mail comes."""
    channel = {"code": "EMAIL", "title": "Почта", "kind": "EMAIL", "desk": "OFFICE"}
    await town.load([Channel(id="EMAIL", updated_at=NOW, **channel)])


@pytest.fixture
async def bench(town: Town, server: MailServerHere) -> Bench:
    bench = Bench(town)
    bench.running.post = MailServer(server.url, "pult@example.org", "https://pult.example.org/")
    await stamped(bench)
    await bench.run("notify")
    return bench


async def approved(town: Town, channel: str = "POS", applicant: Any = None, **facts: Any) -> Case:
    """A message whose answer waits to be sent."""
    given = {"kind": "MESSAGE", "channel_id": channel, "text": "Яма", "applicant": applicant, **facts}
    case: Case = await town.do("head", intake.register_submission, **given)
    await town.do("head", intake.formalize_submission, case.id, topic_id="holes", summary="Яма")
    await town.do("head", intake.accept_submission, case.id)
    await town.do(
        "head", routing.route_submission, case.id, recipient_id="roads", assignee_id="person-assignee"
    )
    await town.do("assignee", answering.start_work, case.id)
    await town.do("assignee", answering.submit_response, case.id, text=TEXT)
    after: Case = await town.do("recipient.head", answering.approve_response, case.id)
    return after


async def sent(town: Town, channel: str = "POS", applicant: Any = None, **facts: Any) -> Case:
    case = await approved(town, channel, applicant)
    after: Case = await town.do("head", answering.send_response, case.id, **facts)
    return after


def told(case: Case) -> list[tuple[int, str | None, str]]:
    return [(one.response_no, one.way, one.status) for one in case.deliveries]


async def test_an_answer_goes_back_the_way_the_message_came(town: Town) -> None:
    case = await sent(town)
    assert told(case) == [(1, "POS", "HANDED_OVER")]
    assert (case.deliveries[0].by_id, case.delivery_state) == ("person-head", None)


async def test_an_answer_without_a_way_is_refused(town: Town) -> None:
    case = await approved(town, "EMAIL", {"full_name": "Петрова Мария"})
    problem = await refused(town, Invalid, "head", answering.send_response, case)
    assert (problem.path, problem.facts) == (("way",), {"rule": "delivery_way_required"})
    problem = await refused(town, Invalid, "head", answering.send_response, case, way="EMAIL")
    assert problem.facts == {"rule": "no_email_address"}
    after: Case = await town.do("head", answering.send_response, case.id, way="IN_PERSON")
    assert told(after) == [(1, "IN_PERSON", "HANDED_OVER")]


async def test_a_letter_goes_out_once_to_the_address_that_was_left(
    bench: Bench, server: MailServerHere
) -> None:
    case = await sent(bench.town, "EMAIL", MARIA)
    assert (told(case), case.delivery_state) == ([(1, "EMAIL", "QUEUED")], "QUEUED")
    for _ in range(2):
        assert await bench.run("send_answers") is Outcome.DONE
    [letter] = server.letters
    assert (letter["To"], letter["Subject"]) == ("maria@mail.example", f"Ответ: сообщение № {case.number}")
    assert letter["Message-ID"] == f"<answer-{case.id}-1-1@example.org>"
    link = rating_link(VAULT, case.id, case.guest_links, now=case.updated_at)
    assert link is not None
    assert all(f"https://pult.example.org{link.path}" in part.get_content() for part in letter.iter_parts())
    after = await bench.town.stored(case.id)
    assert told(after)[1:] == [(1, "EMAIL", "HANDED_OVER")]
    assert (after.deliveries[-1].by_id, after.delivery_state) == (None, None)
    event = (await bench.town.events_of(case.id))[-1]
    assert (event["name"], event["actor"]["role"]) == ("submission.delivery_recorded", "SYSTEM")
    assert "maria" not in str(await bench.town.events_of(case.id))


async def test_what_the_server_takes_later_is_sent_again(bench: Bench, server: MailServerHere) -> None:
    case = await sent(bench.town, "EMAIL", MARIA)
    server.failures = 1
    assert await bench.run("send_answers") is Outcome.INCOMPLETE
    assert (await bench.town.stored(case.id)).delivery_state == "QUEUED"
    assert await bench.run("send_answers", NOW + timedelta(minutes=2)) is Outcome.DONE
    assert len(server.letters) == 1
    assert (await bench.town.stored(case.id)).delivery_state is None


async def test_a_refused_address_comes_back_as_work_and_the_desk_is_told(
    bench: Bench, server: MailServerHere
) -> None:
    case = await sent(bench.town, "EMAIL", MARIA)
    server.refuses_recipients = True
    assert await bench.run("send_answers") is Outcome.DONE
    after = await bench.town.stored(case.id)
    assert (after.delivery_state, after.deliveries[-1].fault) == ("UNDELIVERED", "ADDRESS_REFUSED")
    await stamped(bench)
    await bench.run("notify")
    rows = await bench.town.store.collection(NOTIFICATIONS).find({"kind": "UNDELIVERED"}).to_list(length=None)
    assert "person-assignee" in {row["person_id"] for row in rows}
    query = "{ cases(first: 10, filter: {isUndelivered: true}) { nodes { number isUndelivered } } }"
    shown = await ask(bench.town, "head", query)
    assert shown["cases"]["nodes"] == [{"number": case.number, "isUndelivered": True}]
    query = query.replace("true", "false")
    assert case.number not in str(await ask(bench.town, "head", query))


@pytest.mark.parametrize(
    ("fault", "given"),
    [("NO_MAIL_SERVER", {"post": None}), ("NOT_TAKEN_IN_TIME", {"at": NOW + 4 * DAY})],
)
async def test_what_cannot_be_sent_comes_back_with_the_reason(
    bench: Bench, server: MailServerHere, fault: str, given: dict[str, Any]
) -> None:
    case = await sent(bench.town, "EMAIL", MARIA)
    if "post" in given:
        bench.running.post = None
    await bench.run("send_answers", given.get("at"))
    after = await bench.town.stored(case.id)
    assert (after.deliveries[-1].status, after.deliveries[-1].fault) == ("RETURNED", fault)
    assert server.letters == []


async def test_an_address_that_is_gone_is_said(bench: Bench, server: MailServerHere) -> None:
    case = await sent(bench.town, "EMAIL", MARIA)
    await bench.town.store.collection("applicants").update_one(
        {"_id": case.applicant_id}, {"$set": {"email": None}}
    )
    await bench.run("send_answers")
    assert (await bench.town.stored(case.id)).deliveries[-1].fault == "NO_ADDRESS"
    assert server.letters == []


async def test_what_came_back_goes_once_more_another_way(bench: Bench, server: MailServerHere) -> None:
    town = bench.town
    case = await sent(town, "POST", MARIA)
    back: Case = await town.do(
        "head", record_delivery, case.id, response_no=1, status="RETURNED", note="Адресат выбыл"
    )
    assert (back.delivery_state, back.deliveries[-1].way) == ("UNDELIVERED", "POST")
    again: Case = await town.do("head", record_delivery, case.id, response_no=1, status="QUEUED", way="EMAIL")
    assert again.delivery_state == "QUEUED"
    await bench.run("send_answers")
    assert server.letters[0]["Message-ID"] == f"<answer-{case.id}-1-3@example.org>"
    names = [one["name"] for one in await town.events_of(case.id)][-3:]
    assert names == ["submission.undelivered", *["submission.delivery_recorded"] * 2]


@pytest.mark.parametrize(
    ("applicant", "way", "status", "state"),
    [
        (MARIA, "EMAIL", "QUEUED", "QUEUED"),
        ({"phone": "+79000001234"}, "PHONE", "HANDED_OVER", None),
        (None, None, "NO_WAY", "UNDELIVERED"),
    ],
)
async def test_a_notice_goes_by_what_the_applicant_left_or_waits_for_a_way(
    town: Town, applicant: Any, way: str | None, status: str, state: str | None
) -> None:
    case = await approved(town, "EMAIL", applicant)
    given = {"until": NOW + 5 * DAY, "reason": "Нет асфальта", "text": "Ответим позже."}
    after: Case = await town.do("head", postpone_submission, case.id, **given)
    assert (told(after), after.delivery_state) == ([(2, way, status)], state)


REFUSED: tuple[tuple[dict[str, Any], str, tuple[str, ...]], ...] = (
    ({"response_no": 2}, "unknown_response", ("responseNo",)),
    ({"status": "NO_WAY"}, "unknown_value", ("status",)),
    ({"status": "QUEUED"}, "queued_by_mail_alone", ("status",)),
    ({"status": "QUEUED", "way": "POST"}, "queued_by_mail_alone", ("status",)),
    ({"status": "QUEUED", "way": "EMAIL"}, "no_email_address", ("way",)),
    ({"status": "RETURNED"}, "required", ("note",)),
    ({"status": "ABANDONED", "note": " "}, "required", ("note",)),
    ({"number": "66200091000017"}, "number_of_the_post", ("number",)),
    ({"at": NOW + DAY}, "in_the_future", ("at",)),
    ({"at": NOW - DAY}, "before_it_was_sent", ("at",)),
    ({"note": "СНИЛС 112-233-445 95"}, "forbidden_number", ("note",)),
)


@pytest.mark.parametrize(("facts", "rule", "path"), REFUSED)
async def test_refuses_what_cannot_have_been(
    town: Town, facts: dict[str, Any], rule: str, path: tuple[str, ...]
) -> None:
    case = await sent(town)
    given = {"response_no": 1, "status": "DELIVERED", **facts}
    problem = await refused(town, Invalid, "head", record_delivery, case, **given)
    assert (problem.facts["rule"], problem.path) == (rule, path)


async def test_files_that_show_a_delivery_are_kept_with_the_case_and_say_of_which_answer(town: Town) -> None:
    case = await sent(town, "POST")
    receipt = await waiting(town, "head")
    given = {"response_no": 1, "status": "DELIVERED", "file_ids": [receipt]}
    after: Case = await town.do("head", record_delivery, case.id, **given)
    [file] = after.attachments
    assert (file.id, file.evidence_of, file.is_cleared, file.is_public) == (receipt, 1, False, False)
    assert after.deliveries[-1].status == "DELIVERED"
    # One step in the history, which says both.
    event = (await town.events_of(case.id))[-1]
    assert event["name"] == "submission.delivery_recorded"
    assert {"deliveries", "attachments"} <= {*event["changed"]}


async def test_refuses_a_file_that_is_not_there_and_keeps_the_others_waiting(town: Town) -> None:
    case = await sent(town, "POST")
    receipt, others = await waiting(town, "head"), await waiting(town, "pos")
    for wrong in ("nothing", others):
        given = {"response_no": 1, "status": "DELIVERED", "file_ids": [receipt, wrong]}
        problem = await refused(town, Invalid, "head", record_delivery, case, **given)
        assert (problem.facts["rule"], problem.path) == ("unknown_file", ("fileIds", "1"))
    row = await town.store.collection("stored_files").find_one({"_id": receipt})
    assert row is not None
    assert row["state"] == "WAITING"


async def test_refuses_who_may_not_send_and_what_was_not_sent(town: Town) -> None:
    case = await approved(town)
    given = {"response_no": 1, "status": "DELIVERED"}
    problem = await refused(town, Invalid, "head", record_delivery, case, **given)
    assert problem.facts == {"rule": "nothing_sent"}
    await refused(town, Forbidden, "lead.roads", record_delivery, case, **given)
    await refused(town, Forbidden, "recipient.coordinator", record_delivery, case, **given)
    await refused(town, NotFound, "assignee.yard", record_delivery, case, **given)


async def test_nobody_is_noted_what_only_the_worker_knows(town: Town) -> None:
    case = await sent(town, "EMAIL", MARIA)
    with pytest.raises(Problem):
        await town.do("head", note_mailing, case.id, response_no=1, status="HANDED_OVER")
    assert await town.stored(case.id) == case


async def test_the_worker_leaves_what_somebody_recorded_meanwhile(
    bench: Bench, server: MailServerHere
) -> None:
    case = await sent(bench.town, "EMAIL", MARIA)
    given = {"response_no": 1, "status": "DELIVERED", "way": "PHONE"}
    after: Case = await bench.town.do("head", record_delivery, case.id, **given)
    await bench.run("send_answers")
    assert (server.letters, await bench.town.stored(case.id)) == ([], after)


async def test_a_moment_and_a_number_of_the_post_are_kept(town: Town) -> None:
    case = await sent(town, "POST")
    at = case.deliveries[-1].at
    given = {"response_no": 1, "status": "DELIVERED", "at": at, "number": "66200091000017"}
    after: Case = await town.do("head", record_delivery, case.id, **given)
    fact = after.deliveries[-1]
    assert (fact.at, fact.number, fact.way) == (at, "66200091000017", "POST")
    event = (await town.events_of(case.id))[-1]
    assert event["facts"] == {"responseNo": 1, "way": "POST", "status": "DELIVERED"}


async def test_leaving_unanswered_brings_its_notice_to_the_applicant(town: Town) -> None:
    case = await approved(town, "POST", kind="APPEAL", appeal_kind="COMPLAINT")
    after: Case = await town.do(
        "head", terms.leave_unanswered, case.id, ground="NO_SUBSTANCE", reason="Нет сути", text="Сообщаем"
    )
    assert told(after) == [(2, "POST", "HANDED_OVER")]
