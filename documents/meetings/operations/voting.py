"""Voting in an absentee meeting: start, cast a ballot, close, count (III.2/1; invariant 7)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, Problem, Problems
from documents.center.calendars import calendar_of
from documents.center.settings import ABSTENTION_ALLOWED, setting
from documents.kernel.write.change import Change
from documents.kernel.write.operation import GuardContext, operation
from documents.meetings import events
from documents.meetings.counting import choices_of_chair, counted_agenda
from documents.meetings.document import Ballot, Meeting
from documents.meetings.guards import its_day_has_come, of_form, quorum_suffices, voting_is_over
from documents.meetings.operations.holding import chair_now, kept_quorum
from documents.meetings.rules import MACHINE, members_of
from documents.members.curatorship import acting_now, not_effective

OPINION_LIMIT = 4_000
CHOICES = ("FOR", "AGAINST", "ABSTAINED")

Facts = Mapping[str, Any]
Row = Mapping[str, Any]


@operation(
    title="Начать заочное голосование",
    action=Action.MEETING_CHAIR,
    record=Meeting,
    machine=MACHINE,
    read=Action.MEETING_READ,
    refusal=not_effective,
    guards=(of_form("start_voting"), its_day_has_come),
)
async def start_voting(change: Change, meeting: Meeting) -> Meeting:
    """Open the vote as the effective curator of this very moment, who chairs it; it goes on until the end that was named.

    Raises: NOT_EFFECTIVE_CURATOR, INVALID (`chair_not_participant`, `not_a_member`, `voting_over`).
    """
    chair = await chair_now(change, meeting)
    if meeting.voting_to is None or meeting.voting_to <= change.now:
        raise Invalid("voting_over", path=("id",))
    return await change.save(
        meeting, events.VOTING_STARTED, **chair, opened_at=change.now, voting_from=change.now
    )


def _answers(facts: Facts) -> Iterable[Problem]:
    seen: set[int] = set()
    if not facts.get("answers"):
        yield Invalid("required", path=("answers",))
    for index, one in enumerate(facts.get("answers") or ()):
        path = ("answers", str(index))
        if one["order"] in seen:
            yield Invalid("duplicate", path=(*path, "order"))
        seen.add(one["order"])
        if one["choice"] not in CHOICES:
            yield Invalid("unknown_value", path=(*path, "choice"))
        if len(one.get("opinion") or "") > OPINION_LIMIT:
            yield Invalid("too_long", path=(*path, "opinion"), limit=OPINION_LIMIT)


def has_ballot(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that who asks is called as a member: invitees have no ballot (invariant 6)."""
    is_member = guard_context.who.person_id in members_of(row)
    return None if is_member else Invalid("no_ballot", path=("id",))


def within_the_window(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that the time to vote is not over (invariant 7)."""
    ends = row["voting_to"]
    return Invalid("voting_over", path=("id",)) if ends is None or ends <= guard_context.now else None


@operation(
    title="Подать опросный лист",
    action=Action.BALLOT_CAST,
    record=Meeting,
    machine=MACHINE,
    read=Action.MEETING_READ,
    guards=(of_form("cast_ballot"), within_the_window, has_ballot),
    checks=(_answers,),
)
async def cast_ballot(change: Change, meeting: Meeting, *, answers: Sequence[Row]) -> Meeting:
    """Take votes on questions of the agenda, with an own opinion where there is one; until the end one may vote anew.

    Raises: INVALID (`unknown_item`, `abstention_forbidden`).
    """
    may_abstain = setting(change.reference, ABSTENTION_ALLOWED, default=True)
    problems: list[Problem] = []
    for index, one in enumerate(answers):
        if not 1 <= one["order"] <= len(meeting.agenda):
            problems.append(Invalid("unknown_item", path=("answers", str(index), "order")))
        if one["choice"] == "ABSTAINED" and not may_abstain:
            problems.append(Invalid("abstention_forbidden", path=("answers", str(index), "choice")))
    if problems:
        raise Problems(problems)
    anew = {one["order"] for one in answers}
    kept = [
        one.model_dump()
        for one in meeting.ballots
        if one.person_id != change.subject or one.order not in anew
    ]
    cast = [Ballot(person_id=change.subject, cast_at=change.now, **one).model_dump() for one in answers]
    return await change.save(meeting, events.BALLOT_CAST, ballots=[*kept, *cast])


@operation(
    title="Завершить заочное голосование",
    action=Action.MEETING_CHAIR,
    record=Meeting,
    machine=MACHINE,
    read=Action.MEETING_READ,
    refusal=not_effective,
    guards=(of_form("close_voting"), voting_is_over, quorum_suffices),
)
async def close_voting(change: Change, meeting: Meeting) -> Meeting:
    """Close the vote once its time is over or everybody has voted; the system does so at its end.

    Raises: NOT_EFFECTIVE_CURATOR.
    """
    await _chaired(change)
    ends = min(change.now, meeting.voting_to or change.now)
    return await change.save(meeting, events.VOTING_CLOSED, voting_to=ends)


def _chair_choices(facts: Facts) -> Iterable[Problem]:
    for index, one in enumerate(facts.get("chair_choices") or ()):
        if one["choice"] not in ("FOR", "AGAINST"):
            yield Invalid("unknown_value", path=("chairChoices", str(index), "choice"))


@operation(
    title="Подсчитать опросные листы",
    action=Action.MEETING_CHAIR,
    record=Meeting,
    machine=MACHINE,
    read=Action.MEETING_READ,
    refusal=not_effective,
    guards=(of_form("count_ballots"),),
    checks=(_chair_choices,),
)
async def count_ballots(change: Change, meeting: Meeting, *, chair_choices: Sequence[Row] = ()) -> Meeting:
    """Count the ballots: the meeting was held on this day, and the ballots are read as it is.

    Where votes are equal the chair's ballot decides, and where he cast none what he chooses now; the system, which counts
    after the days of the setting, leaves such a question undecided. Raises: NOT_EFFECTIVE_CURATOR, INVALID
    (`unknown_item`, `votes_not_equal`, `chair_choice_required`).
    """
    await _chaired(change)
    row = meeting.to_row()
    chosen = choices_of_chair(row, chair_choices)
    agenda = counted_agenda(row, chosen, must_decide=not change.is_by_system)
    day = calendar_of(change.reference).day_of(change.now)
    return await change.save(
        meeting,
        events.BALLOTS_COUNTED,
        agenda=agenda,
        held_on=day.isoformat(),
        quorum=kept_quorum(change, meeting),
    )


async def _chaired(change: Change) -> None:
    if not change.is_by_system:
        await acting_now(change)
