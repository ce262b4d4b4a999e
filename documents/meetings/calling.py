"""What a meeting is called with: its composition and agenda as they are stored, and what keeps it from being scheduled."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from auth.errors import InactiveTarget, Invalid, Problem
from auth.roles import DECREE_ROLES
from documents.assignments.document import Assignment
from documents.cases.document import Case
from documents.center.calendars import calendar_of
from documents.center.settings import VOTING_TERM, VOTING_TERM_DAYS, setting
from documents.kernel.read.reference import Snapshot
from documents.kernel.write.change import Change
from documents.meetings.document import AgendaItem, Meeting, MemberProposal, Participant
from documents.meetings.rules import outside_composition
from documents.members.rules import active_on

PARTICIPANTS_LIMIT = 100
AGENDA_LIMIT = 50
SOURCES_LIMIT = 20
TITLE_LIMIT = 1_000
PLACE_LIMIT = 500
DECISION_LIMIT = 20_000
MOST_MINUTES = 600

CASE_TYPES = ("Message", "Appeal", "Incident")
PROPOSED_FROM = (*CASE_TYPES, "Topic", "Assignment")
"""Types of what a proposal may come from."""

SOURCE_TYPES = (*PROPOSED_FROM, "MemberProposal")
"""Types of what a question may come from."""

Row = Mapping[str, Any]
Facts = Mapping[str, Any]


def calling_problems(facts: Facts) -> Iterable[Problem]:
    """Check the texts and lists of an input: lengths, doubles, sizes."""
    for name, limit in (("title", TITLE_LIMIT), ("place", PLACE_LIMIT)):
        value = facts.get(name)
        if isinstance(value, str) and len(value) > limit:
            yield Invalid("too_long", path=(name,), limit=limit)
    if "title" in facts and not str(facts["title"] or "").strip():
        yield Invalid("required", path=("title",))
    yield from _participants(facts.get("participants") or ())
    agenda = facts.get("agenda") or ()
    if len(agenda) > AGENDA_LIMIT:
        yield Invalid("too_many", path=("agenda",), limit=AGENDA_LIMIT)
    for index, item in enumerate(agenda):
        yield from _item(("agenda", str(index)), item)


def _participants(participants: Sequence[Row]) -> Iterator[Problem]:
    if len(participants) > PARTICIPANTS_LIMIT:
        yield Invalid("too_many", path=("participants",), limit=PARTICIPANTS_LIMIT)
    seen: set[str] = set()
    for index, one in enumerate(participants):
        if one["person_id"] in seen:
            yield Invalid("duplicate", path=("participants", str(index), "personId"))
        seen.add(one["person_id"])


def _item(path: tuple[str, ...], item: Row) -> Iterator[Problem]:
    if not item["title"].strip():
        yield Invalid("required", path=(*path, "title"))
    for name, shown, limit in (
        ("title", "title", TITLE_LIMIT),
        ("draft_decision", "draftDecision", DECISION_LIMIT),
    ):
        if len(item.get(name) or "") > limit:
            yield Invalid("too_long", path=(*path, shown), limit=limit)
    minutes = item.get("minutes")
    if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
        yield Invalid("out_of_range", path=(*path, "minutes"))
    sources = item.get("sources") or ()
    if len(sources) > SOURCES_LIMIT:
        yield Invalid("too_many", path=(*path, "sourceIds"), limit=SOURCES_LIMIT)
    named = [(one["type"], one["id"]) for one in sources]
    for index, one in enumerate(named):
        if one in named[:index]:
            yield Invalid("duplicate", path=(*path, "sourceIds", str(index)))


def written_participants(
    snapshot: Snapshot, participants: Sequence[Row], before: Sequence[Participant] = ()
) -> list[dict[str, Any]]:
    """Return the composition as it is stored, each with the name of today; who stays keeps his attendance."""
    kept = {one.person_id: one.model_dump() for one in before}
    found = []
    for one in participants:
        person = snapshot.row("persons", one["person_id"])
        name = person["full_name"] if person is not None else ""
        stored = {"full_name": name, **kept.get(one["person_id"], {}), **one}
        found.append(Participant.model_validate(stored).model_dump())
    return found


def written_agenda(agenda: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the agenda as it is stored: numbered in its order."""
    return [
        AgendaItem.model_validate({**item, "order": order}).model_dump()
        for order, item in enumerate(agenda, start=1)
    ]


def people_problems(snapshot: Snapshot, facts: Facts) -> Iterator[Problem]:
    """Yield problems with the people that an input names: unknown, or no longer in office."""
    named: list[tuple[tuple[str, ...], str]] = []
    if facts.get("secretary_id") is not None:
        named.append((("secretaryId",), facts["secretary_id"]))
    for index, one in enumerate(facts.get("participants") or ()):
        named.append((("participants", str(index), "personId"), one["person_id"]))
    for index, item in enumerate(facts.get("agenda") or ()):
        if item.get("speaker_id") is not None:
            named.append((("agenda", str(index), "speakerId"), item["speaker_id"]))
    for path, person_id in named:
        person = snapshot.row("persons", person_id)
        if person is None:
            yield Invalid("unknown_person", path=path)
        elif not person["is_active"]:
            yield InactiveTarget(path=path)


async def source_problems(change: Change, agenda: Sequence[Row]) -> list[Problem]:
    """Return problems with what questions come from: of what is not there."""
    found: list[Problem] = []
    for at, item in enumerate(agenda):
        for index, one in enumerate(item.get("sources") or ()):
            if not await _is_there(change, one["type"], one["id"]):
                found.append(Invalid("unknown_id", path=("agenda", str(at), "sourceIds", str(index))))
    return found


async def _is_there(change: Change, type_name: str, record_id: str) -> bool:
    if type_name == "Topic":
        return change.reference.row("topics", record_id) is not None
    if type_name == "Assignment":
        return await change.get(Assignment, record_id) is not None
    if type_name == "MemberProposal":
        return await change.get(MemberProposal, record_id) is not None
    case = await change.get(Case, record_id)
    return case is not None and Case.type_name(case.to_row()) == type_name


def members_at(snapshot: Snapshot, moment: datetime) -> frozenset[str]:
    """Return person ids of the members of the center at a moment: whoever holds a role of the decree then."""
    held = active_on(snapshot.rows("memberships"), moment)
    return frozenset(row["person_id"] for row in held if row["role"] in DECREE_ROLES)


def calling_gaps(snapshot: Snapshot, meeting: Meeting, moment: datetime) -> list[Problem]:
    """Return what keeps a meeting from being scheduled for a moment: no agenda, no members, people called members who
    are none then (invariant 6), speakers who take no part, a place or a term that is missing or of the other form."""
    row = meeting.to_row()
    found: list[Problem] = []
    if not meeting.agenda:
        found.append(Invalid("required", path=("agenda",)))
    if not any(one.kind == "MEMBER" for one in meeting.participants):
        found.append(Invalid("required", path=("participants",)))
    members, called = members_at(snapshot, moment), [one.person_id for one in meeting.participants]
    if meeting.secretary_id not in members:
        found.append(Invalid("not_a_member", path=("secretaryId",)))
    for person_id in outside_composition(row, members):
        place = str(called.index(person_id))
        found.append(Invalid("not_a_member", path=("participants", place, "personId")))
    for index, item in enumerate(meeting.agenda):
        if item.speaker_id is not None and item.speaker_id not in called:
            found.append(Invalid("not_a_participant", path=("agenda", str(index), "speakerId")))
    return [*found, *_form_gaps(snapshot, meeting)]


def _form_gaps(snapshot: Snapshot, meeting: Meeting) -> Iterator[Problem]:
    if meeting.form == "IN_PERSON":
        if not (meeting.place or "").strip():
            yield Invalid("required", path=("place",))
        if meeting.voting_to is not None:
            yield Invalid("not_for_this_form", path=("votingTo",))
        return
    if meeting.place is not None:
        yield Invalid("not_for_this_form", path=("place",))
    calendar, ends = calendar_of(snapshot), meeting.voting_to
    first = calendar.working_after(calendar.day_of(meeting.planned_at))
    if ends is not None and calendar.day_of(ends) < first:
        yield Invalid("voting_too_short", path=("votingTo",))


def voting_window(
    snapshot: Snapshot, form: str, planned_at: datetime, voting_to: datetime | None
) -> dict[str, Any]:
    """Return from when until when members vote: of an absentee meeting from the moment it is planned for, for the
    working days of the setting where no end is named; nothing in person, but for an end that was named."""
    if form != "ABSENTEE":
        return {"voting_from": None, "voting_to": voting_to}
    if voting_to is None:
        calendar = calendar_of(snapshot)
        day = calendar.day_of(planned_at)
        for _ in range(setting(snapshot, VOTING_TERM, default=VOTING_TERM_DAYS)):
            day = calendar.working_after(day)
        voting_to = calendar.end_of(day)
    return {"voting_from": planned_at, "voting_to": voting_to}
