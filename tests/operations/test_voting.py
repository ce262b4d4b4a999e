"""Voting in an absentee meeting: one ballot a member, changed until the end, counted by the chair or by itself."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from api.worker.running import Running
from documents.directory.operations.center import update_setting
from documents.jobs.vocabulary import Outcome
from documents.kernel.write.jobs import jobs
from documents.meetings.operations.calling import move_meeting
from documents.meetings.operations.holding import declare_not_held
from documents.meetings.operations.voting import cast_ballot, close_voting, count_ballots, start_voting
from documents.meetings.resource import MEETINGS
from documents.protocols.operations import draft_protocol
from tests.support.center import Center, absence
from tests.support.meetings import (
    DAY,
    HOUR,
    VOTE_FROM,
    VOTE_TO,
    in_voting,
    question,
    scheduled,
    seats,
    votes,
)
from tests.support.runs import Clock

AFTER = VOTE_TO + HOUR


async def by_itself(center: Center, job: str, at: datetime) -> Outcome | None:
    """Run a job as of a moment."""
    clock = Clock(at)
    running = Running(center.container, 15, clock, lambda: 0.0, asyncio.Event())
    return await running.run(jobs()[job])


async def closed(center: Center, **facts: Any) -> str:
    """The id of an absentee meeting whose vote has ended, with three ballots."""
    meeting = await in_voting(center, **facts)
    await votes(center, meeting, curator="FOR", head="FOR", lead="AGAINST")
    await center.act("curator", close_voting, meeting, now=AFTER)
    return meeting


async def test_an_absentee_meeting_is_held_by_ballots_and_has_its_protocol(center: Center) -> None:
    meeting = await closed(center)
    row = await center.act("curator", count_ballots, meeting, now=AFTER)
    assert (row["status"], row["held_on"]) == ("HELD", "2026-06-13")
    assert row["agenda"][0]["voted"] == {
        "in_favour": 2,
        "against": 1,
        "abstained": 0,
        "chair_choice": None,
        "outcome": "ADOPTED",
        "ground": "MAJORITY",
    }
    # Who did not answer took no part.
    assert row["quorum"] == {"rule": "MORE_THAN_HALF", "members": 4, "present": 3, "needed": 3}
    assert await center.told(meeting) == [
        "meeting.drafted",
        "meeting.scheduled",
        "meeting.voting_started",
        *["meeting.ballot_cast"] * 3,
        "meeting.voting_closed",
        "meeting.ballots_counted",
    ]
    protocol = await center.act("secretary", draft_protocol, now=AFTER, meeting_id=meeting)
    assert (protocol["place"], protocol["date"]) == (None, "2026-06-13")
    assert protocol["items"][0]["decisions"][0]["votes"] == {"in_favour": 2, "against": 1, "abstained": 0}


# Starting


async def test_the_effective_curator_alone_starts_it(center: Center) -> None:
    meeting = await scheduled(center, form="ABSENTEE", place=None, voting_to=VOTE_TO)
    assert (
        await center.refused("head", start_voting, meeting, now=VOTE_FROM)
    ).code == "NOT_EFFECTIVE_CURATOR"
    await center.put(absence(VOTE_FROM - DAY, VOTE_FROM + DAY))
    assert (
        await center.refused("curator", start_voting, meeting, now=VOTE_FROM)
    ).code == "NOT_EFFECTIVE_CURATOR"
    row = await center.act("head", start_voting, meeting, now=VOTE_FROM)
    assert (row["status"], row["chair_id"], row["chair_capacity"]) == ("VOTING", "head", "ACTING")


async def test_it_starts_on_its_day_and_before_its_end(center: Center) -> None:
    meeting = await scheduled(center, form="ABSENTEE", place=None, voting_to=VOTE_TO)
    assert (await center.refused("curator", start_voting, meeting, now=AFTER)).facts == {
        "rule": "voting_over"
    }
    await center.act("head", move_meeting, meeting, planned_at=VOTE_FROM + DAY, reason="Паводок")
    assert (await center.refused("curator", start_voting, meeting, now=VOTE_FROM)).facts == {
        "rule": "not_its_day"
    }


async def test_a_meeting_in_person_has_no_vote_to_start(center: Center) -> None:
    meeting = await scheduled(center)
    assert (await center.refused("curator", start_voting, meeting, now=VOTE_FROM)).facts == {
        "rule": "wrong_form"
    }


# Ballots


async def test_a_member_votes_anew_until_the_end(center: Center) -> None:
    meeting = await in_voting(center, agenda=[question(), question("О паводке")])
    answers = [{"order": 1, "choice": "FOR"}, {"order": 2, "choice": "ABSTAINED", "opinion": "Рано"}]
    await center.act("lead", cast_ballot, meeting, now=VOTE_FROM, answers=answers)
    again = [{"order": 1, "choice": "AGAINST"}]
    row = await center.act("lead", cast_ballot, meeting, now=VOTE_TO - HOUR, answers=again)
    kept = {(one["person_id"], one["order"]): (one["choice"], one["opinion"]) for one in row["ballots"]}
    assert kept == {("lead", 2): ("ABSTAINED", "Рано"), ("lead", 1): ("AGAINST", None)}


async def test_at_the_end_of_the_window_no_ballot_is_taken(center: Center) -> None:
    meeting = await in_voting(center)
    late = {"answers": [{"order": 1, "choice": "FOR"}]}
    problem = await center.refused("lead", cast_ballot, meeting, now=VOTE_TO, **late)
    assert problem.facts == {"rule": "voting_over"}
    just = VOTE_TO - timedelta(milliseconds=1)
    assert (await center.act("lead", cast_ballot, meeting, now=just, **late))["ballots"]


@pytest.mark.parametrize(
    ("login", "code"),
    [("member", "NOT_FOUND"), ("assignee", "FORBIDDEN"), ("admin", "FORBIDDEN"), ("secretary", "FORBIDDEN")],
)
async def test_who_is_not_called_as_a_member_has_no_ballot(center: Center, login: str, code: str) -> None:
    meeting = await in_voting(center)
    answers = [{"order": 1, "choice": "FOR"}]
    problem = await center.refused(login, cast_ballot, meeting, now=VOTE_FROM, answers=answers)
    assert problem.code == code


async def test_a_member_of_the_center_who_is_an_invitee_has_no_ballot(center: Center) -> None:
    meeting = await in_voting(center, participants=seats("curator", "head", "lead", invited=("member",)))
    answers = [{"order": 1, "choice": "FOR"}]
    problem = await center.refused("member", cast_ballot, meeting, now=VOTE_FROM, answers=answers)
    assert problem.facts == {"rule": "no_ballot"}


@pytest.mark.parametrize(
    ("answers", "path", "rule"),
    [
        ([], ("answers",), "required"),
        ([{"order": 2, "choice": "FOR"}], ("answers", "0", "order"), "unknown_item"),
        ([{"order": 1, "choice": "OTHER"}], ("answers", "0", "choice"), "unknown_value"),
        ([{"order": 1, "choice": "FOR"}] * 2, ("answers", "1", "order"), "duplicate"),
        ([{"order": 1, "choice": "FOR", "opinion": "о" * 4001}], ("answers", "0", "opinion"), "too_long"),
    ],
)
async def test_a_ballot_answers_questions_that_there_are(
    center: Center, answers: list[dict[str, Any]], path: tuple[str, ...], rule: str
) -> None:
    meeting = await in_voting(center)
    problem = await center.refused("lead", cast_ballot, meeting, now=VOTE_FROM, answers=answers)
    assert (problem.path, problem.facts["rule"]) == (path, rule)


async def test_nobody_abstains_where_the_setting_forbids_it(center: Center) -> None:
    await center.act("admin", update_setting, name="abstentionAllowed", value=False)
    meeting = await in_voting(center)
    answers = [{"order": 1, "choice": "ABSTAINED"}]
    problem = await center.refused("lead", cast_ballot, meeting, now=VOTE_FROM, answers=answers)
    assert problem.facts == {"rule": "abstention_forbidden"}


async def test_ballots_are_seen_by_the_chair_and_the_secretary_alone_until_they_are_counted(
    center: Center,
) -> None:
    meeting = await in_voting(center)
    await votes(center, meeting, curator="FOR", lead="AGAINST")

    async def seen(login: str) -> set[str]:
        who = await center.who(login)
        where = {"_id": meeting}
        row = await center.container.access.one(
            MEETINGS, who, AFTER, where=where, fields=frozenset({"ballots"})
        )
        return {one["person_id"] for one in row["ballots"]} if row else set()

    assert [await seen(one) for one in ("curator", "secretary")] == [{"curator", "lead"}] * 2
    assert [await seen(one) for one in ("lead", "head", "officer", "assignee")] == [
        {"lead"},
        set(),
        set(),
        set(),
    ]
    await center.act("curator", close_voting, meeting, now=AFTER)
    await center.act("curator", count_ballots, meeting, now=AFTER)
    assert await seen("officer") == await seen("assignee") == {"curator", "lead"}


async def test_of_many_ballots_at_once_the_last_of_each_voter_is_kept(center: Center) -> None:
    meeting = await in_voting(center)
    logins = ("curator", "head", "lead", "officer")
    cast = [
        center.act(login, cast_ballot, meeting, now=VOTE_FROM, answers=[{"order": 1, "choice": choice}])
        for choice in ("FOR", "AGAINST", "ABSTAINED")
        for login in logins
    ]
    await asyncio.gather(*cast)
    row = await center.row("meetings", meeting)
    assert sorted(one["person_id"] for one in row["ballots"]) == sorted(logins)
    assert row["revision"] == 3 + len(cast)


async def test_a_ballot_and_the_end_of_the_vote_at_once_come_one_after_the_other(center: Center) -> None:
    meeting = await in_voting(center)
    await votes(center, meeting, curator="FOR", head="FOR", lead="AGAINST", officer="FOR")
    answers = [{"order": 1, "choice": "AGAINST"}]
    results = await asyncio.gather(
        center.act("officer", cast_ballot, meeting, now=VOTE_TO - HOUR, answers=answers),
        center.act("curator", close_voting, meeting, now=VOTE_TO - HOUR),
        return_exceptions=True,
    )
    row = await center.row("meetings", meeting)
    assert row["status"] == "VOTING_CLOSED"
    against = sum(one["choice"] == "AGAINST" for one in row["ballots"])
    assert against == (2 if isinstance(results[0], dict) else 1)


# The end


async def test_before_its_end_a_vote_is_closed_only_when_everybody_has_voted(center: Center) -> None:
    meeting = await in_voting(center)
    await votes(center, meeting, curator="FOR", head="FOR", lead="AGAINST")
    problem = await center.refused("curator", close_voting, meeting, now=VOTE_FROM + HOUR)
    assert problem.facts == {"rule": "voting_goes_on"}
    await votes(center, meeting, officer="FOR")
    row = await center.act("curator", close_voting, meeting, now=VOTE_FROM + HOUR)
    assert (row["status"], row["voting_to"]) == ("VOTING_CLOSED", VOTE_FROM + HOUR)


async def test_a_vote_ends_and_is_counted_by_itself(center: Center) -> None:
    meeting = await in_voting(center)
    await votes(center, meeting, curator="FOR", lead="FOR")
    assert await by_itself(center, "end_votes", VOTE_TO - timedelta(seconds=1)) is Outcome.DONE
    assert (await center.row("meetings", meeting))["status"] == "VOTING"
    await by_itself(center, "end_votes", VOTE_TO)
    assert (await center.row("meetings", meeting))["status"] == "VOTING_CLOSED"
    await by_itself(center, "count_votes", VOTE_TO + 3 * DAY - timedelta(seconds=1))
    assert (await center.row("meetings", meeting))["status"] == "VOTING_CLOSED"
    await by_itself(center, "count_votes", VOTE_TO + 3 * DAY)
    row = await center.row("meetings", meeting)
    assert (row["status"], row["agenda"][0]["voted"]["ground"]) == ("HELD", "UNANIMOUS")
    assert row["held_on"] == "2026-06-16"


async def test_without_its_mandatory_quorum_a_vote_comes_to_nothing(center: Center) -> None:
    await center.act("admin", update_setting, name="quorumMandatory", value=True)
    meeting = await in_voting(center)
    await votes(center, meeting, curator="FOR")
    early = await center.refused(
        "curator", declare_not_held, meeting, now=VOTE_FROM + HOUR, reason="Нет ответов"
    )
    assert early.facts == {"rule": "voting_goes_on"}
    assert (await center.refused("curator", close_voting, meeting, now=AFTER)).facts == {"rule": "no_quorum"}
    await by_itself(center, "end_votes", VOTE_TO)
    row = await center.row("meetings", meeting)
    assert (row["status"], row["quorum"]["present"]) == ("NOT_HELD", 1)
    assert row["not_held_reason"]


# Counting


async def test_the_ballot_of_the_chair_decides_where_votes_are_equal(center: Center) -> None:
    meeting = await in_voting(center)
    await votes(center, meeting, curator="AGAINST", lead="FOR")
    await center.act("curator", close_voting, meeting, now=AFTER)
    row = await center.act("curator", count_ballots, meeting, now=AFTER)
    voted = row["agenda"][0]["voted"]
    assert (voted["outcome"], voted["ground"], voted["chair_choice"]) == (
        "REJECTED",
        "CHAIR_DECIDED",
        "AGAINST",
    )


async def test_a_chair_who_cast_no_ballot_chooses_where_votes_are_equal(center: Center) -> None:
    meeting = await in_voting(center)
    await votes(center, meeting, head="AGAINST", lead="FOR")
    await center.act("curator", close_voting, meeting, now=AFTER)
    problem = await center.refused("curator", count_ballots, meeting, now=AFTER)
    assert problem.facts == {"rule": "chair_choice_required"}
    chosen = [{"order": 1, "choice": "FOR"}]
    row = await center.act("curator", count_ballots, meeting, now=AFTER, chair_choices=chosen)
    assert row["agenda"][0]["voted"]["outcome"] == "ADOPTED"


async def test_what_nobody_decides_is_not_adopted(center: Center) -> None:
    meeting = await in_voting(center)
    await votes(center, meeting, head="AGAINST", lead="FOR")
    await by_itself(center, "end_votes", VOTE_TO)
    await by_itself(center, "count_votes", VOTE_TO + 3 * DAY)
    voted = (await center.row("meetings", meeting))["agenda"][0]["voted"]
    assert (voted["outcome"], voted["ground"]) == ("REJECTED", "CHAIR_UNDECIDED")


@pytest.mark.parametrize(
    ("chosen", "path", "rule"),
    [
        ([{"order": 1, "choice": "FOR"}], ("chairChoices", "0", "order"), "votes_not_equal"),
        ([{"order": 7, "choice": "FOR"}], ("chairChoices", "0", "order"), "unknown_item"),
        ([{"order": 1, "choice": "ABSTAINED"}], ("chairChoices", "0", "choice"), "unknown_value"),
    ],
)
async def test_the_chair_chooses_on_equal_votes_alone(
    center: Center, chosen: list[dict[str, Any]], path: tuple[str, ...], rule: str
) -> None:
    meeting = await closed(center)
    problem = await center.refused("curator", count_ballots, meeting, now=AFTER, chair_choices=chosen)
    assert (problem.path, problem.facts["rule"]) == (path, rule)


async def test_nobody_but_the_chair_counts(center: Center) -> None:
    meeting = await closed(center)
    for login, code in (("head", "NOT_EFFECTIVE_CURATOR"), ("secretary", "FORBIDDEN"), ("lead", "FORBIDDEN")):
        assert (await center.refused(login, count_ballots, meeting, now=AFTER)).code == code


async def test_a_stale_count_is_told_the_current_revision(center: Center) -> None:
    meeting = await closed(center)
    problem = await center.refused("curator", count_ballots, meeting, now=AFTER, expected_revision=1)
    assert problem.code == "STALE"
