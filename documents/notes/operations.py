"""Operations on notes and on links between cases, of any kind and in any state (III.4.3/3)."""

from collections.abc import Mapping
from typing import Any

from auth.actions import Action
from auth.errors import Forbidden, Invalid, LimitReached
from auth.policy.decide import allows, plan
from auth.policy.explaining import refusal
from documents.cases.checks import COMMENT_LIMIT, text_within
from documents.cases.document import Case
from documents.cases.remarks import CaseLink, CaseNote, EarlierWording
from documents.kernel.write.change import Change
from documents.kernel.write.operation import operation
from documents.notes import events
from documents.notes.vocabulary import NoteAudience, WordingOf

MOST_NOTES, MOST_LINKS = 200, 50

NOTE_ID, OTHER_ID = ("noteId",), ("otherId",)

worded = text_within("text", "text", COMMENT_LIMIT)


@operation(
    title="Добавить заметку",
    action=Action.CASE_NOTE,
    record=Case,
    read=Action.SUBMISSION_READ,
    checks=(worded,),
)
async def add_note(change: Change, case: Case, *, text: str, audience: str) -> Case:
    """Add a note for the center, or for all who work on the case.

    Raises: FORBIDDEN for an audience to which one does not belong; LIMIT_REACHED.
    """
    _demand_audience(change, case, audience)
    if len(case.notes) >= MOST_NOTES:
        raise LimitReached("notesPerCase")
    note = CaseNote(
        id=await change.new_id(), text=text, audience=audience, author_id=change.subject, at=change.now
    )
    return await change.save(case, events.NOTE_ADDED, notes=_dumped([*case.notes, note]))


@operation(
    title="Изменить свою заметку",
    action=Action.CASE_NOTE,
    record=Case,
    read=Action.SUBMISSION_READ,
    checks=(worded,),
    replaces_text=True,
)
async def reword_note(change: Change, case: Case, *, note_id: str, text: str) -> Case:
    """Put other words into a note of one's own; the earlier ones are kept, and read by who reads the note.

    Raises: INVALID (`unknown_note`) also for a note of somebody else, `nothing_to_change`.
    """
    note = next((one for one in case.notes if one.id == note_id), None)
    if note is None or note.author_id != change.subject:
        raise Invalid("unknown_note", path=NOTE_ID)
    _demand_audience(change, case, note.audience)
    if note.text == text:
        raise Invalid("nothing_to_change")
    earlier = EarlierWording(
        of=WordingOf.NOTE.value,
        note_id=note.id,
        audience=note.audience,
        text=note.text,
        replaced_at=change.now,
        replaced_by_id=change.subject,
    )
    reworded = note.model_copy(update={"text": text, "edited_at": change.now})
    kept = [reworded if one.id == note_id else one for one in case.notes]
    return await change.save(
        case,
        events.NOTE_REWORDED,
        notes=_dumped(kept),
        earlier_wordings=_dumped([*case.earlier_wordings, earlier]),
    )


@operation(title="Связать с другим делом", action=Action.CASE_NOTE, record=Case, read=Action.SUBMISSION_READ)
async def link_cases(change: Change, case: Case, *, other_id: str) -> Case:
    """Link a case with another one that one may note on too; both bear the link, and neither is merged.

    Raises: INVALID (`unknown_case`, `the_same_case`, `already_linked`); FORBIDDEN; LIMIT_REACHED.
    """
    other = await _other(change, case, other_id)
    if any(one.case_id == other_id for one in case.linked_cases):
        raise Invalid("already_linked", path=OTHER_ID)
    if max(len(case.linked_cases), len(other.linked_cases)) >= MOST_LINKS:
        raise LimitReached("linksPerCase", path=OTHER_ID)
    there = _dumped([*other.linked_cases, _link(change, case)])
    await change.save(other, events.LINKED, linked_cases=there)
    here = _dumped([*case.linked_cases, _link(change, other)])
    return await change.save(case, events.LINKED, linked_cases=here)


@operation(
    title="Убрать связь с другим делом", action=Action.CASE_NOTE, record=Case, read=Action.SUBMISSION_READ
)
async def unlink_cases(change: Change, case: Case, *, other_id: str) -> Case:
    """Take a link between two cases off both. Raises: INVALID (`unknown_case`, `not_linked`); FORBIDDEN."""
    other = await _other(change, case, other_id)
    if all(one.case_id != other_id for one in case.linked_cases):
        raise Invalid("not_linked", path=OTHER_ID)
    there = _dumped([one for one in other.linked_cases if one.case_id != case.id])
    await change.save(other, events.UNLINKED, linked_cases=there)
    here = _dumped([one for one in case.linked_cases if one.case_id != other_id])
    return await change.save(case, events.UNLINKED, linked_cases=here)


def _demand_audience(change: Change, case: Case, audience: str) -> None:
    """Refuse words for those to whom who acts does not belong: nobody writes what they could not read. Raises: Forbidden."""
    who, row = change.who, {**case.to_row(), "audience": audience}
    if who is None or allows(who, Action.CASE_NOTE, row).allowed:
        return
    about = NoteAudience(audience).value
    raise refusal(
        who, Action.CASE_NOTE, row, about=f"{Case.type_name(row)}: {about}", step=change.operation.words
    )


async def _other(change: Change, case: Case, other_id: str) -> Case:
    """The other case of a link. Raises: INVALID, alike for one that is not there and one that is out of sight; Forbidden."""
    if other_id == case.id:
        raise Invalid("the_same_case", path=OTHER_ID)
    other = await change.get(Case, other_id)
    if other is None:
        raise Invalid("unknown_case", path=OTHER_ID)
    row, who = other.to_row(), change.who
    read = Action.INCIDENT_READ if other.kind == "INCIDENT" else Action.SUBMISSION_READ
    if who is not None and not plan(who, read).admits(other.access_keys):
        raise Invalid("unknown_case", path=OTHER_ID)
    if who is not None and not allows(who, Action.CASE_NOTE, row).allowed:
        raise Forbidden(action=Action.CASE_NOTE.value)
    return other


def _link(change: Change, other: Case) -> CaseLink:
    return CaseLink(case_id=other.id, at=change.now, by_id=change.subject)


def _dumped(parts: list[Any]) -> list[Mapping[str, Any]]:
    return [one.model_dump() for one in parts]
