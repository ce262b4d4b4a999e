"""Keeps what a record says otherwise, sealed, until people decide it or the other system says so no more."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from auth.crypto.sealing import Vault
from documents.cases.document import Case
from documents.intake.comparing import Comparison
from documents.intake.conflict import IntakeConflict, IntakeDifference
from documents.intake.events import CONFLICT_ARISEN, CONFLICT_CHANGED, CONFLICT_LAPSED
from documents.intake.vocabulary import FIELD_OF, IntakeDecision, IntakeField
from documents.kernel.write.change import Change
from documents.privacy.sealing import opened_values, sealed_values

MOST_DIFFERENCES = 20
"""Kept of one record, those that wait and the last that were decided."""

MOMENTS = frozenset({IntakeField.EXTERNAL_DUE_AT, IntakeField.RECEIVED_AT})

KeptValues = dict[str, Any]
"""What is kept of a difference: `theirs`, and `ours` once it is decided."""


async def keep_conflict(change: Change, case: Case, record_id: str, found: Comparison) -> None:
    """Keep what a record says otherwise now: what is new waits for people, what is said no more lapses."""
    known = await change.get(IntakeConflict, record_id)
    disputed = {FIELD_OF[name]: value for name, value in found.disputed.items()}
    marks = {FIELD_OF[name]: mark for name, mark in found.conflicts.items()}
    if known is None:
        if disputed:
            await change.create(_arisen(change, case, record_id, disputed, marks), CONFLICT_ARISEN)
        return
    kept, said = _as_said_now(known, opened(change.vault, known.to_row()), disputed, marks, change.now)
    if kept == known.differences:
        return
    sets: dict[str, Any] = {
        "differences": [one.model_dump() for one in kept],
        "said": sealed(change.vault, record_id, said),
    }
    if not any(one.decision is None for one in kept):
        await change.save(known, CONFLICT_LAPSED, is_open=False, **sets)
        return
    since = known.since if known.is_open else change.now
    await change.save(known, CONFLICT_CHANGED, is_open=True, since=since, **sets)


def opened(vault: Vault, row: Mapping[str, Any]) -> list[KeptValues]:
    """Return what was said of each difference of a stored conflict, in their order. Raises: SealBroken."""
    plain = opened_values(vault, IntakeConflict, row["_id"], {"said": row["said"]})["said"]
    said: list[KeptValues] = json.loads(plain) if plain else []
    for difference, one in zip(row["differences"], said, strict=True):
        if difference["field"] in MOMENTS:
            one.update({whose: at and datetime.fromisoformat(at) for whose, at in one.items()})
    return said


def sealed(vault: Vault, record_id: str, said: Sequence[KeptValues]) -> str | None:
    """Return what was said of the differences of a conflict as it is stored."""
    plain = json.dumps(said, ensure_ascii=False, default=datetime.isoformat)
    return sealed_values(vault, IntakeConflict, record_id, {"said": plain})["said"]


def _arisen(
    change: Change,
    case: Case,
    record_id: str,
    disputed: Mapping[IntakeField, Any],
    marks: Mapping[IntakeField, str],
) -> IntakeConflict:
    assert case.external_system is not None
    assert case.external_id is not None
    there = [one for one in marks if one in disputed]
    return IntakeConflict(
        id=record_id,
        updated_at=change.now,
        system=case.external_system,
        external_id=case.external_id,
        case_id=case.id,
        channel_id=case.channel_id,
        differences=[_waiting(one, marks[one], change.now) for one in there],
        since=change.now,
        is_demo=case.is_demo,
        said=sealed(change.vault, record_id, [{"theirs": disputed[one]} for one in there]),
    )


def _as_said_now(
    known: IntakeConflict,
    said: Sequence[KeptValues],
    disputed: Mapping[IntakeField, Any],
    marks: Mapping[IntakeField, str],
    now: datetime,
) -> tuple[list[IntakeDifference], list[KeptValues]]:
    """The differences and what is said of them, once a record has come again."""
    kept: list[tuple[IntakeDifference, KeptValues]] = []
    waiting = set()
    for one, values in zip(known.differences, said, strict=True):
        name, after = IntakeField(one.field), (one, values)
        if one.decision is None:
            waiting.add(name)
            if name not in marks:
                after = (
                    one.model_copy(update={"decision": IntakeDecision.LAPSED.value, "decided_at": now}),
                    values,
                )
            elif name in disputed and marks[name] != one.mark:
                after = _waiting(name, marks[name], now), {"theirs": disputed[name]}
        kept.append(after)
    new = [one for one in disputed if one not in waiting]
    kept += [(_waiting(one, marks[one], now), {"theirs": disputed[one]}) for one in new]
    decided = [number for number, (one, _) in enumerate(kept) if one.decision is not None]
    dropped = set(decided[: max(0, len(kept) - MOST_DIFFERENCES)])
    left = [pair for number, pair in enumerate(kept) if number not in dropped]
    return [one for one, _ in left], [values for _, values in left]


def _waiting(name: IntakeField, mark: str, now: datetime) -> IntakeDifference:
    return IntakeDifference(field=name.value, mark=mark, since=now)
