"""Jobs of messages and appeals: what was put off, or waited for details, goes on when its day has come; what nobody objected
to is closed; what was asked for and not decided is told."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from auth.actions import Action
from documents.cases.pipelines import answered_until, details_until, postponed_until, reopening_due_until
from documents.center.settings import CLOSE_WITHOUT_OBJECTION, CLOSE_WITHOUT_OBJECTION_DAYS, setting
from documents.kernel.write.jobs import JobRun, job
from documents.submissions.operations.answering import close_submission
from documents.submissions.operations.clarifying import end_details_term
from documents.submissions.operations.closing import ask_outcome
from documents.submissions.operations.intake import KINDS
from documents.submissions.operations.pausing import resume_work
from documents.submissions.operations.reopening import note_late_reopening


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
