"""The meetings of the leak suite: one in every state that changes who sees it, with words of its own."""

from datetime import timedelta

from documents.conferences.document import Conference
from documents.intake.conflict import IntakeConflict, IntakeDifference
from documents.intake.disputing import sealed
from documents.intake.document import UnmatchedReference
from documents.meetings.document import (
    AgendaItem,
    AgendaSource,
    Ballot,
    Heard,
    Material,
    MaterialRemark,
    Meeting,
    MemberProposal,
)
from documents.meetings.document import Participant as Seat
from documents.meetings.voted import voted
from tests.leaks.files_planted import files_of_a_conference, files_of_a_meeting
from tests.leaks.town_planted import person_id
from tests.leaks.words_planted import Words
from tests.support.keys import VAULT
from tests.support.town import NOW

SOURCES = [
    AgendaSource(type="Message", id="pos-message-sensitive"),
    AgendaSource(type="Assignment", id="assignment-draft"),
    AgendaSource(type="Topic", id="holes"),
]
"""What every question comes from: a case and an assignment that few may see, and a topic."""

MEETINGS = {
    "draft": ("DRAFT", "MB", ("SL",)),
    "scheduled": ("SCHEDULED", "PO", ("SL", "LD")),
    "voting": ("VOTING", "IP", ("SL", "MB")),
    "held": ("HELD", "IO", ("CC",)),
    "cancelled": ("CANCELLED", "MB", ("IO",)),
    "unsigned": ("HELD", "PO", ("SL",)),
    "review": ("HELD", "PO", ("SL",)),
    "signed": ("HELD", "PO", ("SL",)),
}
"""Meeting → its state, its secretary, who takes part."""


PROPOSALS = {"submitted": ("SUBMITTED", "SL"), "decided": ("REJECTED", "MB"), "agenda": ("ON_AGENDA", "PO")}
"""Proposal → its state, who made it."""


def planted_proposal(words: Words, name: str, number: int) -> MemberProposal:
    """A proposal with a word of its own in each of its texts."""
    status, person = PROPOSALS[name]
    made = MemberProposal(
        id=f"proposal-{name}",
        updated_at=NOW,
        number=f"ПР-2026-9{number:05d}",
        status=status,
        title=words.new("proposal.title"),
        text=words.new("proposal.text"),
        draft_decision=words.new("proposal.decision"),
        sources=SOURCES,
        person_id=person_id(person),
        submitted_at=NOW - timedelta(days=number),
        meeting_id="meeting-scheduled" if status == "ON_AGENDA" else None,
        answer=words.new("proposal.answer"),
    )
    made.derive()
    return made


NAMES = {"pos": "epgu", "office": "phone", "social": "vk"}
"""Unknown name of another system → the channel of the records that have it."""


def planted_name(words: Words, name: str, number: int) -> UnmatchedReference:
    """An unknown name that is a word of its own."""
    made = UnmatchedReference(
        id=f"name-{name}",
        updated_at=NOW,
        system="POS",
        kind="TOPIC",
        name=words.new("unmatched.name"),
        channel_id=NAMES[name],
        target_id="holes" if number == 1 else None,
        first_at=NOW - timedelta(days=number),
    )
    made.derive()
    return made


def planted_conflict(words: Words, name: str, number: int) -> IntakeConflict:
    """A conflict about a text and a place, of which the second is decided, with words of its own."""
    record_id = f"conflict-{name}"
    theirs = [words.new("conflict.text"), {"description": words.new("conflict.place")}]
    said = [{"theirs": theirs[0]}, {"theirs": theirs[1], "ours": {"description": "у школы"}}]
    since = NOW - timedelta(days=number)
    decided = {"decision": "OURS", "decided_at": NOW, "decided_by_id": person_id("HD")}
    made = IntakeConflict(
        id=record_id,
        updated_at=NOW,
        system="POS",
        external_id=f"external-{name}-{number}",
        case_id=f"{name}-message-ordinary",
        channel_id=NAMES[name],
        differences=[
            IntakeDifference(field="TEXT", mark="mark", since=since),
            IntakeDifference(
                field="LOCATION", mark="mark", since=since, reason=words.new("conflict.reason"), **decided
            ),
        ],
        since=since,
        said=sealed(VAULT, record_id, said),
    )
    made.derive()
    return made


CONFERENCES = {"lead": "SL", "curator": "CU"}
"""Conference → who took part."""


def planted_conference(words: Words, name: str) -> Conference:
    """A conference of others with a word of its own in each of its texts."""
    made = Conference(
        id=f"conference-{name}",
        updated_at=NOW,
        person_id=person_id(CONFERENCES[name]),
        held_on="2026-05-30",
        host=words.new("conference.host"),
        title=words.new("conference.title"),
        outcome=words.new("conference.outcome"),
        files=files_of_a_conference(words, name),
        recorded_by_id=person_id("HD"),
    )
    made.derive()
    return made


def planted_meeting(
    words: Words, name: str, status: str, number: str, secretary_id: str, people: tuple[str, ...]
) -> Meeting:
    """A meeting with a word of its own in each of its texts."""
    ids = [person_id(one) for one in people]
    made = Meeting(
        id=f"meeting-{name}",
        updated_at=NOW,
        number=number,
        form="IN_PERSON",
        status=status,
        title=words.new("meeting.title"),
        planned_at=NOW - timedelta(days=int(number[-1])),
        place=words.new("meeting.place"),
        secretary_id=secretary_id,
        participants=[
            Seat(person_id=one, full_name="Участник", absence_reason=words.new("meeting.absence"))
            for one in ids
        ],
        agenda=[
            AgendaItem(
                order=1,
                title=words.new("meeting.agenda"),
                draft_decision=words.new("meeting.decision"),
                sources=SOURCES,
                heard=[
                    Heard(person_id=person_id("AS"), full_name="Участник", summary=words.new("meeting.heard"))
                ],
                voted=voted(2, 1, 0, None),
            )
        ],
        ballots=[
            Ballot(person_id=one, order=1, choice="FOR", opinion=words.new("meeting.opinion"), cast_at=NOW)
            for one in ids
        ],
        materials=[
            Material(
                no=1,
                order=1,
                note=words.new("meeting.note"),
                files=files_of_a_meeting(words, name),
                is_late=False,
                added_at=NOW,
                added_by_id=person_id("AS"),
                remarks=[MaterialRemark(text=words.new("meeting.remark"), at=NOW, by_id=person_id("AS"))],
            )
        ],
        cancellation_reason=words.new("meeting.cancellation"),
        move_reason=words.new("meeting.move"),
        not_held_reason=words.new("meeting.not held"),
        held_on="2026-05-30" if status == "HELD" else None,
    )
    made.derive()
    return made
