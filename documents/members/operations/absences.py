"""Operations on the curator's absence: record it, end it early (III.2/2; invariant 3)."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, Problem
from auth.principal import Principal
from auth.roles import Role
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import Effect, GuardContext, of_state, operation
from documents.legal_acts.recording import has_file, recorded_act
from documents.members.curatorship import CURATOR_LOCK, holder, signatures
from documents.members.document import CuratorAbsence
from documents.members.rules import ends

ABSENCES = "absences"

RECORDED = event("absence.recorded", ABSENCES, "Отсутствие куратора зафиксировано")
ENDED = event("absence.ended", ABSENCES, "Отсутствие куратора прекращено")

REASON_LIMIT = 4_000

Facts = Mapping[str, Any]
Row = Mapping[str, Any]


def _reason(facts: Facts) -> Iterable[Problem]:
    reason = facts.get("reason")
    if not str(reason or "").strip():
        yield Invalid("required", path=("reason",))
    elif len(str(reason)) > REASON_LIMIT:
        yield Invalid("too_long", path=("reason",), limit=REASON_LIMIT)


def _keys(facts: Facts, who: Principal) -> Row:
    # Whose absence it is stands in the input, or is the curator's own where he records it himself.
    return {"access_keys": [f"person:{facts.get('curator_id') or who.person_id}"]}


@operation(
    title="Внести отсутствие куратора",
    action=Action.ABSENCE_RECORD,
    record=CuratorAbsence,
    effect=Effect.CREATES,
    read=Action.ABSENCE_READ,
    preview=_keys,
    checks=(_reason,),
)
async def record_curator_absence(
    change: Change,
    *,
    reason: str,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    legal_act_id: str | None = None,
    curator_id: str | None = None,
    is_demo: bool = False,
) -> CuratorAbsence:
    """Record that the curator is away over [starts_at, ends_at); without a start from now, without an end until ended.

    «From now» is behind a signature of the curator that came first at this very moment.

    The curator records his own; anybody else needs a legal act with its file, and never looks back. Nobody reaches
    behind a signature of the curator: it would turn out to be nobody's. Raises: INVALID (`not_the_curator`,
    `ends_before_start`, `legal_act_required`, `unknown_legal_act`, `backdated`, `overlapping`).
    """
    change.touch_lock_row(CURATOR_LOCK)
    curator = holder(change.reference, Role.CURATOR, max(starts_at or change.now, change.now))
    if curator is None or curator_id not in (None, curator):
        raise Invalid("not_the_curator", path=("curatorId",))
    starts = starts_at or await _behind_the_last_signature(change, curator)
    if ends_at is not None and ends_at <= starts:
        raise Invalid("ends_before_start", path=("endsAt",))
    await _resting_on(change, curator, legal_act_id)
    await _not_backdated(change, curator, starts)
    for other in await change.find(CuratorAbsence, {"curator_id": curator}):
        if _overlap(starts, ends_at, other.to_row()):
            raise Invalid("overlapping", path=("startsAt",))
    absence = CuratorAbsence(
        id=await change.new_id(),
        updated_at=change.now,
        curator_id=curator,
        starts_at=starts,
        ends_at=ends_at,
        reason=reason,
        legal_act_id=legal_act_id,
        recorded_by_id=change.subject,
        is_demo=is_demo,
    )
    return await change.create(absence, RECORDED)


@of_state("ends_at", "ended_at", "starts_at")
def not_over(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that the absence has not ended yet, by its date or by an earlier act."""
    end = ends(row)
    return Invalid("already_ended", path=("id",)) if end is not None and end <= guard_context.now else None


@operation(
    title="Завершить отсутствие куратора",
    action=Action.ABSENCE_RECORD,
    record=CuratorAbsence,
    read=Action.ABSENCE_READ,
    guards=(not_over,),
)
async def end_curator_absence(
    change: Change, absence: CuratorAbsence, *, legal_act_id: str | None = None
) -> CuratorAbsence:
    """End an absence before its time, from now on; one that has not begun is called off. Raises: INVALID."""
    change.touch_lock_row(CURATOR_LOCK)
    if absence.ended_at is not None:
        raise Invalid("already_ended", path=("id",))
    await _resting_on(change, absence.curator_id, legal_act_id)
    # A signature given for the curator a moment ago, by a clock that runs ahead, must stay inside the absence.
    return await change.save(
        absence,
        ENDED,
        ended_at=await _behind_the_last_signature(change),
        ended_by_id=change.subject,
        ended_legal_act_id=legal_act_id,
    )


async def _behind_the_last_signature(change: Change, signer_id: str | None = None) -> datetime:
    """Now, or the moment behind a signature (of a person's, where one is named) that a clock ahead of ours gave already."""
    signed = await signatures(change, change.now)
    given = [one.at for one in signed if signer_id in (None, one.actor.person_id)]
    return max((at + timedelta(milliseconds=1) for at in given), default=change.now)


async def _resting_on(change: Change, curator_id: str, legal_act_id: str | None) -> None:
    if legal_act_id is not None:
        act = await recorded_act(change, legal_act_id, path="legalActId")
        if has_file(act):
            return
    if change.who is not None and change.subject != curator_id:
        raise Invalid("legal_act_required", path=("legalActId",))


async def _not_backdated(change: Change, curator_id: str, starts_at: datetime) -> None:
    # A form shows minutes, so the minute that runs counts as now.
    this_minute = change.now.replace(second=0, microsecond=0)
    if change.who is not None and change.subject != curator_id and starts_at < this_minute:
        raise Invalid("backdated", path=("startsAt",))
    if any(one.actor.person_id == curator_id for one in await signatures(change, starts_at)):
        raise Invalid("backdated", path=("startsAt",))


def _overlap(starts_at: datetime, ends_at: datetime | None, other: Row) -> bool:
    other_end = ends(other)
    if other_end is not None and other_end <= other["starts_at"]:
        return False  # called off before it began
    return (other_end is None or starts_at < other_end) and (ends_at is None or other["starts_at"] < ends_at)
