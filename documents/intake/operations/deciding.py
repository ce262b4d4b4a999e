"""What differs between a record and its case is decided by people: theirs is taken, or ours is kept (II.1.1)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, Problem
from documents.cases.checks import COMMENT_LIMIT, text_within
from documents.cases.deciding import decisions_with
from documents.cases.document import Case
from documents.cases.statuses import OPEN
from documents.cases.vocabulary import CaseDecisionKind
from documents.intake.comparing import held_values, told_fields
from documents.intake.conflict import IntakeConflict, IntakeDifference
from documents.intake.disputing import opened, sealed
from documents.intake.document import IntakeRecord
from documents.intake.events import CASE_CONFLICT_DECIDED, CONFLICT_DECIDED, DISPUTE_SETTLED
from documents.intake.following import followed_fields
from documents.intake.vocabulary import STORED_AS, IntakeDecision, IntakeField
from documents.kernel.write.change import Change
from documents.kernel.write.operation import operation

Facts = Mapping[str, Any]


def _fields_named(facts: Facts) -> Iterable[Problem]:
    """Check that at least one field is named, and none in both lists."""
    take, keep = facts.get("take") or (), facts.get("keep") or ()
    if not take and not keep:
        yield Invalid("nothing_to_change")
    for number, name in enumerate(keep):
        if name in take:
            yield Invalid("exactly_one", path=("keep", str(number)))


@operation(
    title="Решить расхождение с внешней системой",
    action=Action.INTAKE_RESOLVE,
    record=IntakeConflict,
    read=Action.INTAKE_RESOLVE,
    checks=(_fields_named, text_within("reason", "reason", COMMENT_LIMIT)),
)
async def decide_conflict(
    change: Change,
    conflict: IntakeConflict,
    *,
    reason: str,
    take: Sequence[str] = (),
    keep: Sequence[str] = (),
) -> IntakeConflict:
    """Take what the other system says of some fields of an open case, or keep ours; those that are not named wait on. The
    record that says the same again is unchanged from then on.

    Raises: INVALID (`not_disputed`, `already_finished`, and what taking a field raises), INACTIVE_TARGET.
    """
    _refuse_undisputed(conflict, take, keep)
    case = await change.get(Case, conflict.case_id)
    record = await change.get(IntakeRecord, conflict.id)
    assert case is not None
    assert record is not None
    if take and case.status not in OPEN:
        raise Invalid("already_finished", path=("take",))
    said, held = opened(change.vault, conflict.to_row()), held_values(case.to_row())
    after: list[IntakeDifference] = []
    taken: dict[str, Any] = {}
    settled: dict[str, str] = {}
    for one, values in zip(conflict.differences, said, strict=True):
        if one.decision is not None or one.field not in {*take, *keep}:
            after.append(one)
            continue
        stored_as = STORED_AS[IntakeField(one.field)]
        settled[stored_as], values["ours"] = one.mark, held[stored_as]
        if one.field in take:
            taken[stored_as] = values["theirs"]
        after.append(_decided(change, one, reason, is_taken=one.field in take))
    decisions = decisions_with(change, case, CaseDecisionKind.SOURCE_CONFLICT, reason=reason)
    sets = followed_fields(change, case, taken) if taken else {}
    case = await change.save(case, CASE_CONFLICT_DECIDED, **sets, decisions=decisions)
    fields = {name: one.model_dump() for name, one in record.fields.items()}
    fields |= told_fields(case.to_row(), settled, change.vault.mark)
    left = {name: mark for name, mark in record.conflicts.items() if name not in settled}
    await change.save(record, DISPUTE_SETTLED, fields=fields, conflicts=left)
    return await change.save(
        conflict,
        CONFLICT_DECIDED,
        differences=[one.model_dump() for one in after],
        is_open=any(one.decision is None for one in after),
        said=sealed(change.vault, conflict.id, said),
    )


def _decided(change: Change, one: IntakeDifference, reason: str, *, is_taken: bool) -> IntakeDifference:
    decision = IntakeDecision.THEIRS if is_taken else IntakeDecision.OURS
    who = {"decided_at": change.now, "decided_by_id": change.subject, "reason": reason}
    return one.model_copy(update={"decision": decision.value, **who})


def _refuse_undisputed(conflict: IntakeConflict, take: Sequence[str], keep: Sequence[str]) -> None:
    waiting = {one.field for one in conflict.differences if one.decision is None}
    for path, names in (("take", take), ("keep", keep)):
        for number, name in enumerate(names):
            if name not in waiting:
                raise Invalid("not_disputed", path=(path, str(number)))
