"""Preparing a meeting: materials for the questions of its agenda (III.3/1)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, Problem
from auth.roles import Role
from documents.cases.checks import COMMENT_LIMIT, text_within
from documents.files.attaching import give_back, take_file
from documents.kernel.write.change import Change
from documents.kernel.write.operation import GuardContext, operation
from documents.meetings import events
from documents.meetings.document import Material, MaterialRemark, Meeting
from documents.meetings.materials import is_late
from documents.meetings.rules import MACHINE, MeetingStatus

FILES_LIMIT = 20
MATERIALS_LIMIT = 200
REMARKS_LIMIT = 50
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
    added = Material(
        no=max((one.no for one in meeting.materials), default=0) + 1,
        order=order,
        note=note,
        files=files,
        is_late=is_late(change.reference, meeting.planned_at, change.now),
        added_at=change.now,
        added_by_id=change.subject,
    )
    kept = [one.model_dump() for one in meeting.materials]
    return await change.save(
        meeting, events.MATERIAL_ADDED, facts={"order": order}, materials=[*kept, added.model_dump()]
    )


def has_added(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that who asks has added something: one takes back what is one's own."""
    is_there = any(one["added_by_id"] == guard_context.who.subject for one in row["materials"])
    return None if is_there else Invalid("added_by_another", path=("id",))


@operation(
    title="Отозвать материалы",
    action=Action.MEETING_ADD_MATERIAL,
    record=Meeting,
    machine=MACHINE,
    read=Action.MEETING_READ,
    guards=(has_added,),
)
async def take_back_material(change: Change, meeting: Meeting, *, no: int) -> Meeting:
    """Take back what one has added oneself, with its files, before the meeting begins.

    Raises: INVALID (`unknown_material`, `added_by_another`).
    """
    found = next((one for one in meeting.materials if one.no == no), None)
    if found is None:
        raise Invalid("unknown_material", path=("no",))
    if found.added_by_id != change.subject:
        raise Invalid("added_by_another", path=("no",))
    for file in found.files:
        await give_back(change, meeting, file.id)
    kept = [one.model_dump() for one in meeting.materials if one.no != no]
    return await change.save(
        meeting, events.MATERIAL_TAKEN_BACK, facts={"order": found.order}, materials=kept
    )


def has_materials(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that there is something to speak of."""
    return None if row["materials"] else Invalid("unknown_material", path=("id",))


@operation(
    title="Сделать замечание к материалам",
    action=Action.MEETING_ADD_MATERIAL,
    record=Meeting,
    machine=MACHINE,
    read=Action.MEETING_READ,
    guards=(has_materials,),
    checks=(text_within("text", "text", COMMENT_LIMIT),),
)
async def remark_material(change: Change, meeting: Meeting, *, no: int, text: str) -> Meeting:
    """Say something of materials before the meeting begins. Raises: INVALID (`unknown_material`, `too_many`)."""
    found = next((one for one in meeting.materials if one.no == no), None)
    if found is None:
        raise Invalid("unknown_material", path=("no",))
    if len(found.remarks) >= REMARKS_LIMIT:
        raise Invalid("too_many", path=("no",), limit=REMARKS_LIMIT)
    remark = MaterialRemark(text=text, at=change.now, by_id=change.subject)
    after = [
        {**one.model_dump(), "remarks": [*one.model_dump()["remarks"], remark.model_dump()]}
        if one.no == no
        else one.model_dump()
        for one in meeting.materials
    ]
    return await change.save(meeting, events.MATERIAL_REMARKED, facts={"order": found.order}, materials=after)
