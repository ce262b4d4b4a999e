"""Jobs of meetings: an absentee vote ends at its time, and its ballots are counted where the chair has not done so."""

from datetime import timedelta

from auth.actions import Action
from documents.center.settings import COUNTING_TERM, COUNTING_TERM_DAYS, setting
from documents.kernel.write.jobs import JobRun, job
from documents.meetings.guards import needs_quorum, quorum_now
from documents.meetings.operations.holding import declare_not_held
from documents.meetings.operations.voting import close_voting, count_ballots
from documents.meetings.pipelines import voting_over
from documents.meetings.rules import MeetingStatus

NO_QUORUM = "Кворума нет: опросные листы подали не все, кто нужен для него."


@job(
    title="Окончание заочных голосований",
    actions={Action.MEETING_CHAIR},
    every=timedelta(minutes=1),
)
async def end_votes(run: JobRun) -> None:
    """Close the votes whose time is over; where a mandatory quorum is missing the meeting was not held (§5.2)."""
    snapshot = await run.reference.current()
    rows = {row["_id"]: row for row in await voting_over(run.store, MeetingStatus.VOTING, run.now)}

    async def end(meeting_id: str) -> None:
        row = rows[meeting_id]
        if needs_quorum(snapshot) and not quorum_now(snapshot, {"ballots": (), **row}).is_reached:
            await run.apply(declare_not_held, meeting_id, reason=NO_QUORUM)
        else:
            await run.apply(close_voting, meeting_id)

    await run.each(list(rows), end)


@job(
    title="Подсчёт опросных листов",
    actions={Action.MEETING_CHAIR},
    every=timedelta(minutes=10),
)
async def count_votes(run: JobRun) -> None:
    """Count the ballots that the chair has not counted within the days of the setting."""
    snapshot = await run.reference.current()
    days = timedelta(days=setting(snapshot, COUNTING_TERM, default=COUNTING_TERM_DAYS))
    rows = await voting_over(run.store, MeetingStatus.VOTING_CLOSED, run.now - days)
    await run.each([row["_id"] for row in rows], lambda meeting_id: run.apply(count_ballots, meeting_id))
