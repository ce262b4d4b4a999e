"""The operation of intake: a record of another system is registered, or what it says anew is taken (II.1.1)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from auth.actions import Action
from auth.errors import DuplicateExternalId, Forbidden
from auth.policy.decide import allows
from auth.policy.grammar import Moment
from auth.principal import Principal
from documents.cases.document import Case
from documents.cases.source_states import SourceState
from documents.cases.systems import own_system, system_of
from documents.incidents.operations.intake import register_incident
from documents.intake.comparing import compared, said_marks, told_fields
from documents.intake.conflict import IntakeConflict
from documents.intake.disputing import keep_conflict
from documents.intake.document import IntakeRecord, UnmatchedReference
from documents.intake.events import NAME_MET, SOURCE_TOLD, TAKEN, TAKEN_AGAIN
from documents.intake.following import followed_fields
from documents.intake.history import tell_states
from documents.intake.ids import record_id_of, reference_id_of
from documents.intake.vocabulary import IntakeOutcome
from documents.kernel.write.change import Change
from documents.kernel.write.lookups import SoughtRecord
from documents.kernel.write.operation import Effect, Operation, operation
from documents.privacy.sealing import sealed_values
from documents.submissions.operations.intake import register_submission

REGISTERED_BY: Mapping[str, Operation] = {"MESSAGE": register_submission, "INCIDENT": register_incident}
"""Kind of a case → the operation that registers one, whose right each row needs as well."""

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class TakenRecord:
    """What came of a record: the outcome, the case, and the fields of which it says something else than people decided."""

    outcome: IntakeOutcome
    case: Case
    conflicts: Sequence[str] = ()
    states: Sequence[SourceState] = ()
    """Those that were told for the first time."""


def registered_keys(facts: Facts, who: Principal) -> Mapping[str, Any]:
    """Return what a case would be by which rights are decided, before it is registered."""
    registration = facts["registration"]
    own = own_system(who)
    keys = [f"channel:{registration.get('channel_id')}", f"creator:{who.subject}"]
    return {
        "access_keys": [*keys, f"system:{own}"] if own else keys,
        "channel_id": registration.get("channel_id"),
        "sector_id": None,
        "recipient_id": None,
        "status": "NEW",
        "kind": facts["kind"],
    }


def _sought(facts: Facts, who: Principal | None) -> Iterator[SoughtRecord]:
    """Yield what is looked up for a record: what is remembered of it, its case and its conflict, and the names that nothing
    here goes by."""
    system, external_id = own_system(who) or facts["system"], facts["external_id"]
    record_id = record_id_of(system, external_id)
    yield SoughtRecord(IntakeRecord, "_id", record_id)
    yield SoughtRecord(IntakeConflict, "_id", record_id)
    yield SoughtRecord(Case, "external_id", external_id, frozenset({("external_system", system)}))
    channel_id = facts["registration"]["channel_id"]
    for one in facts.get("unmatched", ()):
        yield SoughtRecord(
            UnmatchedReference, "_id", reference_id_of(system, channel_id, one["kind"], one["name"])
        )


@operation(
    title="Принять запись внешней системы",
    action=Action.INTAKE_IMPORT,
    record=Case,
    effect=Effect.CREATES,
    preview=registered_keys,
    seeks=_sought,
)
async def take_record(
    change: Change,
    *,
    kind: str,
    system: str,
    external_id: str,
    registration: Facts,
    mark_id: str,
    unmatched: Sequence[Facts] = (),
    states: Sequence[Facts] = (),
    beside: Facts | None = None,
) -> TakenRecord:
    """Register what a record of another system tells, once; where it is a case already, take what nobody has changed here.

    Raises: DUPLICATE_EXTERNAL_ID where the case is not the caller's to change; FORBIDDEN without the right to register it;
    what registering raises.
    """
    # A client's records are those of its own system, in whatever form it sends them.
    named, system_id = system_of(change, None if own_system(change.who) else system)
    assert named is not None
    record_id = record_id_of(named, external_id)
    known = await change.get(IntakeRecord, record_id)
    case = await _case_of(change, known, named, external_id)
    about: dict[str, Any] = {"mark": mark_id, "unmatched": [dict(one) for one in unmatched]}
    if beside:
        text = json.dumps(beside, ensure_ascii=False, default=str)
        about |= sealed_values(change.vault, IntakeRecord, record_id, {"beside": text})
    if case is not None:
        _refuse_others(change, case, kind)
        await _note_names(change, case, named, unmatched)
        return await _taken_again(change, known, case, registration, {"id": record_id, **about}, states)
    body = REGISTERED_BY[kind].body
    case = await body(
        change, **registration, external_system=None if system_id else named, external_id=external_id
    )
    assert isinstance(case, Case)
    _refuse_unregistered(change, case, kind)
    told = told_fields(case.to_row(), said_marks(registration, change.vault.mark), change.vault.mark)
    await _note_names(change, case, named, unmatched)
    await _remember(change, case, {"id": record_id, **about}, told, {})
    case, new = await tell_states(change, case, states)
    return TakenRecord(IntakeOutcome.CREATED, case, states=new)


async def _note_names(change: Change, case: Case, system: str, unmatched: Sequence[Facts]) -> None:
    """Note names that nothing here goes by, each once: somebody is to say what they stand for."""
    for one in unmatched:
        name_id = reference_id_of(system, case.channel_id, one["kind"], one["name"])
        if await change.get(UnmatchedReference, name_id) is None:
            met = UnmatchedReference(
                id=name_id,
                updated_at=change.now,
                system=system,
                kind=one["kind"],
                name=one["name"],
                channel_id=case.channel_id,
                first_at=change.now,
                is_demo=case.is_demo,
            )
            await change.create(met, NAME_MET)


async def _case_of(change: Change, known: IntakeRecord | None, system: str, external_id: str) -> Case | None:
    """The case that the record is already, whoever registered it."""
    if known is not None:
        return await change.get(Case, known.case_id)
    where = {"external_system": system, "external_id": external_id}
    found = await change.find(Case, where, at_most=1)
    return found[0] if found else None


def _refuse_others(change: Change, case: Case, kind: str) -> None:
    """Refuse a record whose case the caller could not have registered: it is told like one that nobody sees."""
    actions = (Action.INTAKE_IMPORT, REGISTERED_BY[kind].action)
    row = case.to_row()
    if change.who is not None and not all(
        allows(change.who, one, row, moment=Moment.AFTER).allowed for one in actions
    ):
        raise DuplicateExternalId


def _refuse_unregistered(change: Change, case: Case, kind: str) -> None:
    action = REGISTERED_BY[kind].action
    if change.who is not None and not allows(change.who, action, case.to_row(), moment=Moment.AFTER).allowed:
        raise Forbidden(action=action.value)


async def _taken_again(
    change: Change,
    known: IntakeRecord | None,
    case: Case,
    said: Facts,
    about: Facts,
    states: Sequence[Facts],
) -> TakenRecord:
    marking = change.vault.mark
    found = compared(case.to_row(), known.to_row() if known else None, said, marking)
    after = case
    if found.sets:
        after = await change.save(case, SOURCE_TOLD, **followed_fields(change, case, found.sets))
    told = told_fields(after.to_row(), found.told, marking)
    if known is None:
        await _remember(change, after, about, told, found.conflicts)
    elif known.mark != about["mark"] or known.conflicts != found.conflicts:
        fields = {name: one.model_dump() for name, one in known.fields.items()}
        sets = {name: value for name, value in about.items() if name != "id"}
        await change.save(known, TAKEN_AGAIN, fields=fields | told, conflicts=found.conflicts, **sets)
    await keep_conflict(change, after, about["id"], found)
    after, new = await tell_states(change, after, states)
    is_changed = after.revision != case.revision
    outcome = IntakeOutcome.UPDATED if is_changed else IntakeOutcome.UNCHANGED
    return TakenRecord(
        IntakeOutcome.CONFLICT if found.conflicts else outcome, after, tuple(sorted(found.conflicts)), new
    )


async def _remember(
    change: Change, case: Case, about: Facts, told: Facts, conflicts: Mapping[str, str]
) -> None:
    record = IntakeRecord(
        updated_at=change.now,
        system=case.external_system,
        external_id=case.external_id,
        case_id=case.id,
        case_kind=case.kind,
        case_number=case.number,
        channel_id=case.channel_id,
        system_id=case.system_id,
        creator_id=case.creator_id,
        fields=told,
        conflicts=dict(conflicts),
        first_at=change.now,
        is_demo=case.is_demo,
        **about,
    )
    await change.create(record, TAKEN)
