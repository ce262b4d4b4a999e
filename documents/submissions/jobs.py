"""Jobs of messages and appeals: what was put off, or waited for details, goes on when its day has come; what nobody objected
to is closed; what was asked for and not decided is told; answers go out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from auth.actions import Action
from documents.applicants.pipelines import stored_applicant
from documents.applicants.storing import opened
from documents.cases.delivery import Delivery, latest
from documents.cases.pipelines import (
    answered_until,
    details_until,
    links_of_case,
    postponed_until,
    reopening_due_until,
    with_letters_to_send,
)
from documents.cases.rating import RatingLink, rating_link
from documents.cases.vocabulary import DeliveryFault, DeliveryStatus, ResponseKind
from documents.center.calendars import calendar_of
from documents.center.settings import (
    CLOSE_WITHOUT_OBJECTION,
    CLOSE_WITHOUT_OBJECTION_DAYS,
    setting,
)
from documents.kernel.calendar import Calendar
from documents.kernel.write.jobs import JobRun, job
from documents.kernel.write.letters import LetterRefused
from documents.links.document import GuestLink
from documents.submissions.letters import answer_letter
from documents.submissions.operations.answering import close_submission
from documents.submissions.operations.clarifying import end_details_term
from documents.submissions.operations.closing import ask_outcome
from documents.submissions.operations.delivering import note_mailing
from documents.submissions.operations.intake import KINDS
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
                rating=await _rating(run, run.post.public_url, mailing),
                calendar=calendar,
                now=run.now,
            )
        )
    except LetterRefused:
        return DeliveryFault.ADDRESS_REFUSED
    return None


async def _rating(run: JobRun, public_url: str, mailing: Mailing) -> RatingLink | None:
    """Where the answer is rated, as a whole address; None for a notice, and where nothing is to be rated.

    The applicant of a merged case rates the answer where it was given: in the case that answers for both.
    """
    kind, case_id, living_id = (
        mailing.response["kind"],
        mailing.case["_id"],
        mailing.case.get("duplicate_of_id"),
    )
    if kind == ResponseKind.SHARED_ANSWER and living_id is not None:
        stored, answered_id, of_id = await links_of_case(run.store, living_id), living_id, case_id
    elif kind == ResponseKind.FINAL:
        stored, answered_id, of_id = mailing.case.get("guest_links") or (), case_id, None
    else:
        return None
    links = [GuestLink(**one) for one in stored]
    told = rating_link(run.vault, answered_id, links, of_case_id=of_id, now=run.now)
    return told and replace(told, path=public_url.rstrip("/") + told.path)


async def _applicant(run: JobRun, case: Row) -> Mapping[str, str | None]:
    """Address and name that the applicant left; empty where nobody did."""
    if run.vault is None:
        raise RuntimeError("this process has no keys for personal data, so it knows no address")
    row = await stored_applicant(run.store, case["applicant_id"])
    return {} if row is None else opened(run.vault, row, ("email", "full_name"))
