"""Preparing a meeting: materials for the questions of its agenda (III.3/1)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, Problem
from auth.roles import Role
from documents.cases.checks import COMMENT_LIMIT
from documents.center.calendars import calendar_of
from documents.center.settings import MATERIALS_TERM, MATERIALS_TERM_DAYS, setting
from documents.files.attaching import take_file
from documents.kernel.calendar import Calendar
from documents.kernel.write.change import Change
from documents.kernel.write.operation import GuardContext, of_state, operation
from documents.meetings import events
from documents.meetings.document import Material, Meeting
from documents.meetings.rules import MACHINE, MeetingStatus

FILES_LIMIT = 20
MATERIALS_LIMIT = 200
UNBEGUN = frozenset({MeetingStatus.DRAFT, MeetingStatus.SCHEDULED})
WHENEVER = frozenset({Role.CURATOR, Role.CENTER_HEAD})

Facts = Mapping[str, Any]
Row = Mapping[str, Any]


def _note_or_files(facts: Facts) -> Iterable[Problem]:
    note, file_ids = facts.get("note") or "", facts.get("file_ids") or ()
    if not note.strip() and not file_ids:
        yield Invalid("required", path=("note",))
    if len(note) > COMMENT_LIMIT:
        yield Invalid("too_long", path=("note",), limit=COMMENT_LIMIT)
    if len(set(file_ids)) != len(file_ids):
        yield Invalid("duplicate", path=("fileIds",))
    if len(file_ids) > FILES_LIMIT:
        yield Invalid("too_many", path=("fileIds",), limit=FILES_LIMIT)


@of_state("status")
def not_begun(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that it has not begun: from then on the head and the curator alone add materials."""
    if row["status"] in UNBEGUN or guard_context.who.roles & WHENEVER:
        return None
    return Invalid("meeting_begun", path=("id",))


@operation(
    title="Добавить материалы",
    action=Action.MEETING_ADD_MATERIAL,
    record=Meeting,
    machine=MACHINE,
    read=Action.MEETING_READ,
    guards=(not_begun,),
    checks=(_note_or_files,),
)
async def add_meeting_material(
    change: Change, meeting: Meeting, *, order: int, note: str | None = None, file_ids: Sequence[str] = ()
) -> Meeting:
    """Add a note or files for a question; what comes later than the lead time of the setting is taken and marked as late.

    Raises: INVALID (`unknown_item`, `too_many`, and `unknown_file`, `infected` for a file that is no waiting upload of who
    adds it).
    """
    if not 1 <= order <= len(meeting.agenda):
        raise Invalid("unknown_item", path=("order",))
    if len(meeting.materials) >= MATERIALS_LIMIT:
        raise Invalid("too_many", path=("order",), limit=MATERIALS_LIMIT)
    files = [
        await take_file(change, meeting, one, path=("fileIds", str(index)))
        for index, one in enumerate(file_ids)
    ]
    calendar = calendar_of(change.reference)
    term = setting(change.reference, MATERIALS_TERM, default=MATERIALS_TERM_DAYS)
    last = last_day(calendar, calendar.day_of(meeting.planned_at), term)
    added = Material(
        no=max((one.no for one in meeting.materials), default=0) + 1,
        order=order,
        note=note,
        files=files,
        is_late=calendar.day_of(change.now) > last,
        added_at=change.now,
        added_by_id=change.subject,
    )
    kept = [one.model_dump() for one in meeting.materials]
    return await change.save(
        meeting, events.MATERIAL_ADDED, facts={"order": order}, materials=[*kept, added.model_dump()]
    )


def last_day(calendar: Calendar, planned_on: date, working_days: int) -> date:
    """Return the last day on which materials are in time: so many working days before the meeting."""
    day = planned_on
    for _ in range(working_days):
        day = calendar.working_on_or_before(day - timedelta(days=1))
    return day
