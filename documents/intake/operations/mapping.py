"""What a name of another system stands for is said, and taken back: for records to come and for those that wait (II.1.1)."""

from auth.actions import Action
from auth.errors import InactiveTarget, Invalid
from documents.cases.document import Case
from documents.cases.targets import known
from documents.intake.comparing import compared, told_fields
from documents.intake.document import IntakeRecord, UnmatchedReference
from documents.intake.events import MAPPED, SETTLED, SOURCE_TOLD, UNMAPPED
from documents.intake.following import followed_fields
from documents.intake.history import settle_state
from documents.intake.ids import reference_id_of
from documents.intake.names import is_offered
from documents.intake.vocabulary import CASE_FIELDS, COLLECTIONS, UnmatchedReferenceKind
from documents.kernel.write.change import Change
from documents.kernel.write.operation import operation

MOST_SETTLED = 50
"""Records that one call settles; the next one goes on."""


@operation(
    title="Сопоставить название внешней системы",
    action=Action.INTAKE_RESOLVE,
    record=UnmatchedReference,
    read=Action.INTAKE_RESOLVE,
)
async def map_reference(
    change: Change,
    reference: UnmatchedReference,
    *,
    stands_for_id: str | None = None,
    stands_for_status: str | None = None,
) -> UnmatchedReference:
    """Say what a name of another system stands for: for records to come, and for those that wait, so many a call. Their open
    cases take it where nobody has set the field here.

    Raises: INVALID (`required`, `unknown_topic` and the like), INACTIVE_TARGET.
    """
    kind = UnmatchedReferenceKind(reference.kind)
    target_id = _target(change, kind, stands_for_id, stands_for_status)
    if reference.target_id != target_id:
        reference = await change.save(reference, MAPPED, target_id=target_id)
    for record in await change.find(IntakeRecord, {"waiting": reference.id}, at_most=MOST_SETTLED):
        await _settle(change, record, reference, kind)
    return reference


@operation(
    title="Отменить сопоставление названия",
    action=Action.INTAKE_RESOLVE,
    record=UnmatchedReference,
    read=Action.INTAKE_RESOLVE,
)
async def unmap_reference(change: Change, reference: UnmatchedReference) -> UnmatchedReference:
    """Take back what a name stands for: records to come wait again, and cases keep what they have."""
    if reference.target_id is None:
        return reference
    return await change.save(reference, UNMAPPED, target_id=None)


def _target(change: Change, kind: UnmatchedReferenceKind, row_id: str | None, status: str | None) -> str:
    """What a name of a kind is said to stand for: a status for a state, a row of the directory for all else."""
    if kind is UnmatchedReferenceKind.STATE:
        if status is None:
            raise Invalid("required", path=("standsForStatus",))
        return status
    if row_id is None:
        raise Invalid("required", path=("standsForId",))
    known(change, COLLECTIONS[kind], row_id, path="standsForId")
    if not is_offered(change.reference, kind, row_id):
        raise InactiveTarget(path=("standsForId",))
    return row_id


async def _settle(
    change: Change, record: IntakeRecord, reference: UnmatchedReference, kind: UnmatchedReferenceKind
) -> None:
    """Settle one name of a record, and the field of its case that the name decides."""
    left = [
        one.model_dump()
        for one in record.unmatched
        if reference_id_of(record.system, record.channel_id, one.kind, one.name) != reference.id
    ]
    fields = {name: one.model_dump() for name, one in record.fields.items()}
    is_state = kind is UnmatchedReferenceKind.STATE
    case = await change.get(Case, record.case_id) if is_state or kind in CASE_FIELDS else None
    if case is not None and is_state:
        assert reference.target_id is not None
        await settle_state(change, case, reference.name, reference.target_id)
    elif case is not None:
        marking = change.vault.mark
        found = compared(case.to_row(), record.to_row(), {CASE_FIELDS[kind]: reference.target_id}, marking)
        if found.sets:
            case = await change.save(case, SOURCE_TOLD, **followed_fields(change, case, found.sets))
        # What people have set stays, and is no conflict: the record says no more than it did before.
        told = found.told | found.conflicts
        name = CASE_FIELDS[kind]
        settled = {name: told[name]} if name in told else {}
        fields |= told_fields(case.to_row(), settled, marking)
    await change.save(record, SETTLED, unmatched=left, fields=fields)
