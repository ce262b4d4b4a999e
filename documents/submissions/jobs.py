"""Jobs of messages and appeals: what was put off, or waited for details, goes on when its day has come; what nobody objected
to is closed; what was asked for and not decided is told; answers, and links for bodies without accounts, go out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from auth.actions import Action
from documents.applicants.pipelines import stored_applicant
from documents.applicants.storing import opened
from documents.cases.delivery import Delivery, latest
from documents.cases.linking import address_of_body, answering_link
from documents.cases.pipelines import (
    answered_until,
    details_until,
    postponed_until,
    reopening_due_until,
    with_letters_to_send,
    with_links,
)
from documents.cases.rating import RatingLink, rating_link
from documents.cases.routed import QUEUED, SENT, RecipientLink
from documents.cases.vocabulary import DeliveryFault, DeliveryStatus, ResponseKind
from documents.center.calendars import calendar_of
from documents.center.settings import (
    CLOSE_WITHOUT_OBJECTION,
    CLOSE_WITHOUT_OBJECTION_DAYS,
    UNOPENED_LINK,
    UNOPENED_LINK_DAYS,
    setting,
)
from documents.kernel.calendar import Calendar
from documents.kernel.read.reference import Snapshot
from documents.kernel.write.jobs import JobRun, job
from documents.kernel.write.letters import LetterRefused
from documents.links.document import GuestLink
from documents.submissions.letters import answer_letter, link_letter
from documents.submissions.operations.answering import close_submission
from documents.submissions.operations.clarifying import end_details_term
from documents.submissions.operations.closing import ask_outcome
from documents.submissions.operations.delivering import note_mailing
from documents.submissions.operations.intake import KINDS
from documents.submissions.operations.linking import note_link_sent, note_unopened_link
from documents.submissions.operations.pausing import resume_work
from documents.submissions.operations.reopening import note_late_reopening

Row = Mapping[str, Any]

TRIED_FOR = timedelta(days=3)
"""A mail server that takes a letter no sooner than that does not take it."""

TRIES = 100
"""At an hour between two, more than fit into the days that a letter is tried for."""


@job(
    title="Возобновление отложенных сообщений",
    actions={Action.SUBMISSION_POSTPONE},
    every=timedelta(minutes=1),
)
async def resume_postponed_submissions(run: JobRun) -> None:
    """Go on with the messages that were put off until now (§5.2 of the domain)."""
    due = await postponed_until(run.store, run.now, KINDS)
    await run.each(due, lambda case_id: run.apply(resume_work, case_id))


@job(
    title="Окончание срока для сведений от заявителя",
    actions={Action.SUBMISSION_CLARIFY},
    every=timedelta(minutes=10),
)
async def end_details_terms(run: JobRun) -> None:
    """Go on with the messages and appeals whose applicants did not answer in time: a clock that waited runs again."""
    due = await details_until(run.store, run.now)
    await run.each(due, lambda case_id: run.apply(end_details_term, case_id))


@job(
    title="Снятие с контроля без возражений",
    actions={Action.SUBMISSION_CLOSE},
    every=timedelta(minutes=10),
)
async def close_unobjected_submissions(run: JobRun) -> None:
    """Close what was answered so many days ago as the setting says, with the outcome that was recorded with the answer;
    where none was, ask the desk for it, once (§5.2 of the domain)."""
    snapshot = await run.reference.current()
    days = setting(snapshot, CLOSE_WITHOUT_OBJECTION, default=CLOSE_WITHOUT_OBJECTION_DAYS)
    due = await answered_until(run.store, run.now - timedelta(days=days), KINDS)
    rows: Mapping[str, Mapping[str, Any]] = {row["_id"]: row for row in due}

    async def close(case_id: str) -> None:
        row = rows[case_id]
        outcome = row.get("proposed_outcome")
        if outcome is None:
            await run.apply(ask_outcome, case_id, expected_revision=row["revision"])
        else:
            await run.apply(close_submission, case_id, expected_revision=row["revision"], outcome=outcome)

    await run.each(list(rows), close)


@job(
    title="Просьбы открыть повторно без решения",
    actions={Action.SUBMISSION_REOPEN},
    every=timedelta(minutes=10),
)
async def note_late_reopenings(run: JobRun) -> None:
    """Have the desk told of the requests to open a case again that nobody decided within their term, once of each."""
    due = await reopening_due_until(run.store, run.now)
    revisions = {row["_id"]: row["revision"] for row in due}

    async def note(case_id: str) -> None:
        await run.apply(note_late_reopening, case_id, expected_revision=revisions[case_id])

    await run.each(list(revisions), note)


@dataclass(frozen=True)
class Mailing:
    """An answer or a notice that waits to go out by e-mail: its case, itself, and since which fact it waits."""

    case: Row
    response: Row
    fact: Delivery

    @property
    def name(self) -> str:
        """What the letter is called for good: another sending of the same answer is another letter."""
        return f"answer-{self.case['_id']}-{self.response['no']}-{len(self.case['deliveries'])}"


@job(
    title="Отправка ответов заявителям по электронной почте",
    actions={Action.RESPONSE_SEND},
    every=timedelta(minutes=1),
    attempts=TRIES,
)
async def send_answers(run: JobRun) -> None:
    """Send the answers and notices that go by e-mail, and note of each that it was handed over, or why it was not: then it
    is work for somebody. A letter that was sent when the worker was killed goes out once more, under the same name."""
    found = {one.name: one for row in await with_letters_to_send(run.store) for one in _mailings(row)}
    if found:
        calendar = calendar_of(await run.reference.current())
        await run.each(list(found), lambda name: _mail(run, found[name], calendar))


def _mailings(row: Row) -> Iterator[Mailing]:
    facts = latest(Delivery(**one) for one in row["deliveries"])
    for response in row["responses"]:
        fact = facts.get(response["no"])
        if fact is not None and fact.status == DeliveryStatus.QUEUED:
            yield Mailing(row, response, fact)


async def _mail(run: JobRun, mailing: Mailing, calendar: Calendar) -> None:
    fault = await _sent(run, mailing, calendar)
    status = DeliveryStatus.HANDED_OVER if fault is None else DeliveryStatus.RETURNED
    await run.apply(
        note_mailing,
        mailing.case["_id"],
        response_no=mailing.response["no"],
        status=status.value,
        fault=fault,
    )


async def _sent(run: JobRun, mailing: Mailing, calendar: Calendar) -> DeliveryFault | None:
    """Send a letter; why it cannot be sent, None where it was. Raises: what may go better the next time."""
    if run.post is None:
        return DeliveryFault.NO_MAIL_SERVER
    if mailing.fact.at <= run.now - TRIED_FOR:
        return DeliveryFault.NOT_TAKEN_IN_TIME
    applicant = await _applicant(run, mailing.case)
    to = applicant.get("email")
    if to is None:
        return DeliveryFault.NO_ADDRESS
    try:
        await run.post.send(
            answer_letter(
                mailing.name,
                to,
                mailing.case,
                mailing.response,
                full_name=applicant["full_name"],
                rating=_rating(run, run.post.public_url, mailing),
                calendar=calendar,
                now=run.now,
            )
        )
    except LetterRefused:
        return DeliveryFault.ADDRESS_REFUSED
    return None


def _rating(run: JobRun, public_url: str, mailing: Mailing) -> RatingLink | None:
    """Where the answer is rated, as a whole address; None for a notice, and where nothing is to be rated."""
    if mailing.response["kind"] != ResponseKind.FINAL:
        return None
    links = [GuestLink(**one) for one in mailing.case.get("guest_links") or ()]
    told = rating_link(run.vault, mailing.case["_id"], links, now=run.now)
    return told and replace(told, path=public_url.rstrip("/") + told.path)


async def _applicant(run: JobRun, case: Row) -> Mapping[str, str | None]:
    """Address and name that the applicant left; empty where nobody did."""
    if run.vault is None:
        raise RuntimeError("this process has no keys for personal data, so it knows no address")
    row = await stored_applicant(run.store, case["applicant_id"])
    return {} if row is None else opened(run.vault, row, ("email", "full_name"))


@job(
    title="Отправка ссылок органам без учётных записей",
    actions={Action.SUBMISSION_ROUTE},
    every=timedelta(minutes=1),
    attempts=TRIES,
)
async def send_recipient_links(run: JobRun) -> None:
    """Send the bodies without accounts the links by which they answer, and note of each that it went out, or why it did not:
    then the desk is told. A letter that was sent when the worker was killed goes out once more, under the same name."""
    waiting = {row["_id"]: row for row in await with_links(run.store, QUEUED)}
    if waiting:
        snapshot = await run.reference.current()
        await run.each(list(waiting), lambda case_id: _link_sent(run, waiting[case_id], snapshot))


async def _link_sent(run: JobRun, row: Row, snapshot: Snapshot) -> None:
    link = RecipientLink(**row["routings"][-1]["link"])
    fault = await _link_fault(run, row, link, snapshot)
    await run.apply(note_link_sent, row["_id"], digest=link.digest, letter_no=link.letter_no, fault=fault)


async def _link_fault(run: JobRun, row: Row, link: RecipientLink, snapshot: Snapshot) -> DeliveryFault | None:
    """Send the letter with a link; why it cannot be sent, None where it was. Raises: what may go better the next time."""
    if run.post is None:
        return DeliveryFault.NO_MAIL_SERVER
    if run.vault is None:
        raise RuntimeError("this process has no keys for personal data, so it can tell no link")
    to = address_of_body(snapshot, row["recipient_id"])
    told = answering_link(run.vault, row["_id"], link)
    if to is None or told is None:
        return DeliveryFault.NO_ADDRESS
    whole = replace(told, path=run.post.public_url.rstrip("/") + told.path)
    # Asked for once more, the same link goes out in another letter.
    name = f"link-{row['_id']}-{len(row['routings'])}-{link.letter_no}"
    letter = link_letter(name, to, row, whole, calendar=calendar_of(snapshot), now=run.now)
    try:
        await run.post.send(letter)
    except LetterRefused:
        return DeliveryFault.ADDRESS_REFUSED
    return None


@job(
    title="Неоткрытые ссылки для ответа",
    actions={Action.SUBMISSION_ROUTE},
    every=timedelta(minutes=10),
)
async def note_unopened_links(run: JobRun) -> None:
    """Have the desk and the lead told of the links that no body has opened within the days of the setting, once of each."""
    snapshot = await run.reference.current()
    days = setting(snapshot, UNOPENED_LINK, default=UNOPENED_LINK_DAYS)
    until = run.now - timedelta(days=days)
    rows = await with_links(run.store, SENT)
    links = {row["_id"]: row["routings"][-1]["link"] for row in rows}
    late = {case_id: link["digest"] for case_id, link in links.items() if link["sent_at"] <= until}

    async def note(case_id: str) -> None:
        await run.apply(note_unopened_link, case_id, digest=late[case_id])

    await run.each(list(late), note)
