"""Meetings brought to the state that a test begins with."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from documents.meetings.document import AgendaItem, Ballot, Meeting, Participant
from documents.meetings.operations.calling import draft_meeting, schedule_meeting
from documents.meetings.operations.holding import open_meeting, record_attendance
from documents.meetings.operations.voting import cast_ballot, start_voting
from tests.support.center import NOW, Center
from tests.support.town import Town

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PLANNED = NOW + HOUR
CALLED = ("curator", "head", "lead", "officer")
"""The members called; the assignee is invited."""

VOTE_FROM = NOW + HOUR
VOTE_TO = NOW + 3 * DAY


def seats(*members: str, invited: Sequence[str] = ("assignee",)) -> list[dict[str, Any]]:
    """A composition: members, and invitees."""
    called = [{"person_id": one, "kind": "MEMBER"} for one in members or CALLED]
    return called + [{"person_id": one, "kind": "INVITEE"} for one in invited]


def question(title: str = "Вывоз снега", **facts: Any) -> dict[str, Any]:
    """A question of an agenda."""
    return {
        "title": title,
        "speaker_id": "lead",
        "minutes": 15,
        "draft_decision": "Принять к сведению",
        **facts,
    }


def called(**facts: Any) -> dict[str, Any]:
    """What a meeting in person is drafted with."""
    return {
        "form": "IN_PERSON",
        "title": "О вывозе снега",
        "planned_at": PLANNED,
        "place": "г. Боготол",
        "secretary_id": "secretary",
        "participants": seats(),
        "agenda": [question()],
        **facts,
    }


def by_ballot(**facts: Any) -> dict[str, Any]:
    """What an absentee meeting is drafted with."""
    return called(
        **{"form": "ABSENTEE", "place": None, "planned_at": VOTE_FROM, "voting_to": VOTE_TO, **facts}
    )


def voted(status: str, now: datetime) -> dict[str, Any]:
    """A vote that ended days ago."""
    return {"status": status, "voting_to": now - 9 * DAY}


async def put_vote(town: Town, meeting_id: str, **facts: Any) -> None:
    """Store an absentee meeting as it stands, with a ballot of its chair."""
    person = {"person_id": "person-curator", "full_name": "Куратор"}
    given: dict[str, Any] = {
        "number": meeting_id,
        "form": "ABSENTEE",
        "title": "О вывозе снега",
        "planned_at": facts["voting_to"] - DAY,
        "chair_id": "person-curator",
        "secretary_id": "person-pos",
        "participants": [Participant(**person)],
        "agenda": [AgendaItem(order=1, title="Вывоз снега")],
        "ballots": [
            Ballot(person_id="person-curator", order=1, choice="FOR", cast_at=facts["voting_to"] - DAY)
        ],
    }
    await town.load([Meeting(id=meeting_id, updated_at=town.now, **{**given, **facts})])


async def in_draft(center: Center, **facts: Any) -> str:
    """The id of a meeting in draft."""
    return str((await center.act("head", draft_meeting, **called(**facts)))["_id"])


async def scheduled(center: Center, **facts: Any) -> str:
    """The id of a meeting that is scheduled."""
    meeting = await in_draft(center, **facts)
    await center.act("head", schedule_meeting, meeting)
    return meeting


async def in_session(center: Center, *, now: datetime = PLANNED, **facts: Any) -> str:
    """The id of a meeting that the curator has opened, with everybody there."""
    meeting = await scheduled(center, **facts)
    await center.act("secretary", record_attendance, meeting, now=now, marks=marks())
    await center.act("curator", open_meeting, meeting, now=now)
    return meeting


def marks(*there: str, away: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Marks of attendance: who is there, and who is away for a good reason."""
    present = [{"person_id": one, "attendance": "PRESENT"} for one in there or (*CALLED, "assignee")]
    return present + [
        {"person_id": one, "attendance": "ABSENT_EXCUSED", "absence_reason": "Командировка"} for one in away
    ]


async def in_voting(center: Center, *, now: datetime = VOTE_FROM, **facts: Any) -> str:
    """The id of an absentee meeting whose vote the curator has started."""
    meeting = str((await center.act("head", draft_meeting, **by_ballot(**facts)))["_id"])
    await center.act("head", schedule_meeting, meeting)
    await center.act("curator", start_voting, meeting, now=now)
    return meeting


async def votes(center: Center, meeting: str, *, now: datetime = VOTE_FROM + HOUR, **choices: str) -> None:
    """Cast ballots on the first question: who, and how."""
    for login, choice in choices.items():
        await center.act(login, cast_ballot, meeting, now=now, answers=[{"order": 1, "choice": choice}])
