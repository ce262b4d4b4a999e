"""Takes records batch by batch: what is wrong is said before anything is written, and what is known is left alone.

The rest is stored in one transaction a batch. Whatever stops it, what was taken stays taken, and comes out unchanged again.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from auth.actions import Action
from auth.crypto.sealing import Vault
from auth.errors import DuplicateExternalId, Forbidden, Invalid, Problem, Problems, RequestError
from auth.policy.decide import allows
from auth.policy.grammar import Moment
from auth.principal import Principal
from documents.cases.document import Case
from documents.cases.numbers import series_of
from documents.cases.receipts import receipt_problem
from documents.cases.source_states import SourceState, with_states
from documents.cases.systems import own_system
from documents.center.calendars import calendar_of
from documents.intake.cells import CellProblem
from documents.intake.comparing import compared, mark_of
from documents.intake.drafting import IntakeDraft, drafted
from documents.intake.ids import record_id_of
from documents.intake.matching import met_names, settle_names
from documents.intake.operations.taking import (
    REGISTERED_BY,
    TakenRecord,
    registered_keys,
    take_record,
)
from documents.intake.pipelines import cases_of, mapped_names, remembered
from documents.intake.records import GivenRecord, RecordLayout
from documents.intake.vocabulary import IntakeOutcome
from documents.kernel.ids import global_id
from documents.kernel.read.reference import Reference, Snapshot
from documents.kernel.store.connection import Store
from documents.kernel.write.runner import Request, Runner

BATCH = 50
"""Records of one transaction."""

AT_ONCE = 2
"""Batches of a file that are under way at a time: while the store writes one, the next is worked out."""

ATTEMPTS = 3
"""How often a record is tried that met another change of its case."""

Row = Mapping[str, Any]
HearsBatch = Callable[[Sequence["IntakeResult"]], None]
"""Hears what came of a batch."""


@dataclass(frozen=True)
class IntakeResult:
    """What came of one record: the case where there is one, and what was wrong with the record, column by column."""

    number: int
    external_id: str | None
    outcome: IntakeOutcome
    case_id: str | None = None
    """The global id."""

    case_number: str | None = None
    problems: Sequence[CellProblem] = ()
    conflicts: Sequence[str] = ()
    states: Sequence[SourceState] = ()
    """Of its own system: those that are told for the first time."""


@dataclass
class SortedBatch:
    """A batch that was looked through: the drafts, what is remembered of their records, which of them say anything new
    (`waiting`), and what came of the others (`found`)."""

    drafts: Sequence[IntakeDraft]
    marks: Mapping[int, str]
    known: Mapping[str, Row]
    waiting: Sequence[IntakeDraft]
    found: dict[int, IntakeResult]


@dataclass
class Intake:
    """A system's records on their way in, batch by batch, by whoever sends them (None: the command line)."""

    runner: Runner
    store: Store
    reference: Reference
    vault: Vault
    layout: RecordLayout
    who: Principal | None
    is_dry: bool = False
    seen: dict[str, str] = field(default_factory=dict)
    """Number of a record → its mark, of those that came before in the same file."""

    async def take(self, records: Sequence[GivenRecord], now: datetime) -> list[IntakeResult]:
        """Take some records, or only say what would come of them; results in their order.

        Raises: TIMEOUT and the like; what was taken before stays.
        """
        return await self._taken(await self._sorted_out(records, now), now)

    async def take_each(
        self, batches: Iterable[Sequence[GivenRecord]], clock: Callable[[], datetime], told: HearsBatch
    ) -> None:
        """Take batches, each as `take` does, some at a time, and tell what came of each in their order.

        Raises: TIMEOUT and the like; what was taken before stays.
        """
        under_way: deque[asyncio.Task[list[IntakeResult]]] = deque()
        try:
            for records in batches:
                now = clock()
                batch = await self._sorted_out(records, now)
                under_way.append(asyncio.create_task(self._taken(batch, now)))
                if len(under_way) == AT_ONCE:
                    told(await under_way.popleft())
            while under_way:
                told(await under_way.popleft())
        finally:
            for one in under_way:
                one.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)

    async def _sorted_out(self, records: Sequence[GivenRecord], now: datetime) -> SortedBatch:
        """What is wrong with records, and which of them say anything new; nothing is written."""
        snapshot = await self.reference.current()
        calendar = calendar_of(snapshot)
        drafts = []
        for record in records:
            # Others have their turn on the loop between two records.
            await asyncio.sleep(0)
            drafts.append(drafted(record, self.layout.system, snapshot, calendar))
        system = self._system
        mapped = await mapped_names(self.store, set(met_names(drafts, system)))
        for one in drafts:
            settle_names(one, system, mapped, snapshot)
            _leave_ahead(one, now)
        marks = {one.number: self._mark(one) for one in drafts}
        for one in drafts:
            self._check(one, marks[one.number], snapshot, now)
        sound = [one for one in drafts if not one.is_refused]
        known = await remembered(self.store, [record_id_of(system, str(one.external_id)) for one in sound])
        found: dict[int, IntakeResult] = {}
        waiting: list[IntakeDraft] = []
        for one in sound:
            before = known.get(record_id_of(system, str(one.external_id)))
            if (
                before is not None
                and before["mark"] == marks[one.number]
                and self._allows(Action.INTAKE_IMPORT, before)
            ):
                found[one.number] = self._unchanged(one, before)
            else:
                waiting.append(one)
        return SortedBatch(drafts, marks, known, waiting, found)

    async def _taken(self, batch: SortedBatch, now: datetime) -> list[IntakeResult]:
        if self.is_dry:
            found = await self._foreseen(batch.waiting, batch.known, now)
        else:
            found = await self._stored(batch, batch.waiting, now)
        found |= batch.found
        return [found.get(one.number) or _refused(one) for one in batch.drafts]

    @property
    def _system(self) -> str:
        """Whose numbers the records bear."""
        return own_system(self.who) or self.layout.system

    def _mark(self, draft: IntakeDraft) -> str:
        said: dict[str, Any] = {"facts": draft.facts, "beside": draft.beside, "unmatched": draft.unmatched}
        if draft.states:
            # Records without any have the mark that they had before there were states.
            said["states"] = [(one.code, one.at) for one in draft.states]
        return mark_of("record", said, self.vault.mark)

    def _check(self, draft: IntakeDraft, mark: str, snapshot: Snapshot, now: datetime) -> None:
        """Note what stands in the way of a record: twice in one file, the rules of registering, and rights."""
        if draft.external_id is not None and self.seen.setdefault(draft.external_id, mark) != mark:
            draft.note(Invalid("duplicate", path=("externalId",)))
        if draft.facts["channel_id"] is None:
            draft.note(Invalid("unknown_channel", path=("channelId",)))
        _check_moments(draft, snapshot, now)
        if not draft.is_refused:
            for one in REGISTERED_BY[draft.kind].refused_input(draft.facts):
                # A link was looked at already, and what has none goes by the number of its record.
                if one.path[-1:] != ("url",):
                    draft.note(one)
        if self.who is not None and not draft.is_refused:
            topic = snapshot.row("topics", draft.facts.get("topic_id"))
            row = {
                **registered_keys({"kind": draft.kind, "registration": draft.facts}, self.who),
                "sector_id": topic["sector_id"] if topic else None,
            }
            missing = next((one for one in self._actions(draft) if not self._allows(one, row)), None)
            if missing is not None:
                draft.note(Forbidden(action=missing.value))

    def _actions(self, draft: IntakeDraft) -> tuple[Action, Action]:
        return Action.INTAKE_IMPORT, REGISTERED_BY[draft.kind].action

    def _allows(self, action: Action, row: Row) -> bool:
        return self.who is None or allows(self.who, action, row, moment=Moment.AFTER).allowed

    def _unchanged(self, draft: IntakeDraft, before: Row) -> IntakeResult:
        conflicts = tuple(sorted(before["conflicts"]))
        outcome = IntakeOutcome.CONFLICT if conflicts else IntakeOutcome.UNCHANGED
        case = {"_id": before["case_id"], "number": before["case_number"], "kind": before["case_kind"]}
        return _result(draft, outcome, case, conflicts)

    async def _foreseen(
        self, drafts: Sequence[IntakeDraft], known: Mapping[str, Row], now: datetime
    ) -> dict[int, IntakeResult]:
        """What would come of records, by what is stored now."""
        if not drafts:
            return {}
        system = self._system
        cases = await cases_of(self.store, system, {str(one.external_id) for one in drafts})
        found = {}
        for one in drafts:
            case = cases.get(str(one.external_id))
            if case is None:
                said = with_states((), _facts_of_states(one), one.facts["received_at"], now)
                found[one.number] = _result(one, IntakeOutcome.CREATED, states=said.new)
            elif not all(self._allows(action, case) for action in self._actions(one)):
                one.note(DuplicateExternalId())
                found[one.number] = _refused(one)
            else:
                before = known.get(record_id_of(system, str(one.external_id)))
                come = compared(case, before, one.facts, self.vault.mark)
                # Not stored on cases of before there were any.
                states = [SourceState(**state) for state in case.get("source_states") or ()]
                said = with_states(states, _facts_of_states(one), case["received_at"], now)
                is_changed = come.sets or list(said.kept) != states
                outcome = IntakeOutcome.UPDATED if is_changed else IntakeOutcome.UNCHANGED
                outcome = IntakeOutcome.CONFLICT if come.conflicts else outcome
                found[one.number] = _result(one, outcome, case, tuple(sorted(come.conflicts)), said.new)
        return found

    async def _stored(
        self, batch: SortedBatch, drafts: Sequence[IntakeDraft], now: datetime
    ) -> dict[int, IntakeResult]:
        """Store records in one transaction; where one of them is refused, each in its own."""
        if not drafts:
            return {}
        requests = [self._request(one, batch, now) for one in drafts]
        try:
            outcomes = await self.runner.run_together(requests)
        except (Problem, Problems) as refusal:
            _pass_on(refusal)
            if len(drafts) > 1:
                found: dict[int, IntakeResult] = {}
                for one in drafts:
                    found |= await self._stored(batch, [one], now)
                return found
            return {drafts[0].number: await self._alone(drafts[0], requests[0], refusal)}
        return {
            one.number: _of_taken(one, outcome.answer) for one, outcome in zip(drafts, outcomes, strict=True)
        }

    async def _alone(self, draft: IntakeDraft, request: Request, refusal: Problem | Problems) -> IntakeResult:
        """One record that was refused: once more where another change came between, else with what is wrong."""
        for _ in range(ATTEMPTS):
            problems = refusal.problems if isinstance(refusal, Problems) else (refusal,)
            if problems[0].code not in {"STALE", "DUPLICATE_EXTERNAL_ID"}:
                break
            try:
                outcomes = await self.runner.run_together([request])
            except (Problem, Problems) as again:
                _pass_on(again)
                refusal = again
            else:
                return _of_taken(draft, outcomes[0].answer)
        for one in refusal.problems if isinstance(refusal, Problems) else (refusal,):
            draft.note(one)
        return _refused(draft)

    def _request(self, draft: IntakeDraft, batch: SortedBatch, now: datetime) -> Request:
        facts = {
            "kind": draft.kind,
            "system": self.layout.system,
            "external_id": draft.external_id,
            "registration": draft.facts,
            "mark_id": batch.marks[draft.number],
            "unmatched": [{"kind": kind.value, "name": name} for kind, name in draft.unmatched],
            "states": _facts_of_states(draft),
            "beside": draft.beside,
        }
        is_new = record_id_of(self._system, str(draft.external_id)) not in batch.known
        series = series_of(draft.kind, now) if is_new else None
        return Request(take_record, self.who, now, facts=facts, numbered=series)


def _pass_on(refusal: Problem | Problems) -> None:
    """Raise what is no fault of a record: the store did not answer in time, or who sends it may not any more."""
    if isinstance(refusal, RequestError):
        raise refusal


def _check_moments(draft: IntakeDraft, snapshot: Snapshot, now: datetime) -> None:
    received_at, due_at = draft.facts["received_at"], draft.facts.get("external_due_at")
    if received_at is None:
        return
    problem = receipt_problem(snapshot, received_at, now)
    if problem is not None:
        draft.note(problem)
    if due_at is not None and due_at <= received_at:
        # A term that is over before it began is none: the record is taken without it.
        draft.facts["external_due_at"] = None
        draft.note(Invalid("before_receipt", path=("externalDueAt",)), is_fatal=False)


def _leave_ahead(draft: IntakeDraft, now: datetime) -> None:
    """Leave out states of moments that lie ahead: they are no history yet, and are one when the record comes again then."""
    for one in [one for one in draft.states if one.at is not None and one.at > now]:
        draft.states.remove(one)
        draft.note(Invalid("in_the_future"), is_fatal=False, told_in=one.told_in)


def _facts_of_states(draft: IntakeDraft) -> list[Mapping[str, Any]]:
    return [one.facts() for one in draft.states]


def _refused(draft: IntakeDraft) -> IntakeResult:
    return IntakeResult(
        draft.number, draft.external_id, IntakeOutcome.REJECTED, problems=tuple(draft.problems)
    )


def _of_taken(draft: IntakeDraft, taken: TakenRecord) -> IntakeResult:
    return _result(draft, taken.outcome, taken.case.to_row(), taken.conflicts, taken.states)


def _result(
    draft: IntakeDraft,
    outcome: IntakeOutcome,
    case: Row | None = None,
    conflicts: Sequence[str] = (),
    states: Sequence[SourceState] = (),
) -> IntakeResult:
    shown = None if case is None else global_id(Case.type_name(case), case["_id"])
    number = None if case is None else case["number"]
    problems = tuple(draft.problems)
    return IntakeResult(draft.number, draft.external_id, outcome, shown, number, problems, conflicts, states)
