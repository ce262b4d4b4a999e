"""THE steps that bring stored data from one release to the next, and how one goes through them."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from auth.crypto.sealing import Vault
from documents.aggregates import RECORDS
from documents.canonicalizing import Canonicalized, canonicalize
from documents.cases.past_clocks import start_clocks
from documents.cases.places_anew import read_places
from documents.cases.terms_anew import renew_terms, renewed
from documents.center.stage_policies import lacking
from documents.container import Container
from documents.installation.document import MigrationRun
from documents.installation.releases import note_release, release_of
from documents.kernel.read.reference import Reference
from documents.kernel.store.connection import Store
from documents.kernel.write import ledger
from documents.kernel.write.runner import Request
from documents.loading.operations import load_rows

RUNS = ledger.bookkeeping(MigrationRun)

OnProgress = Callable[[str, int], object]
"""Is told a collection and how many rows of it have been gone through."""


@dataclass(frozen=True)
class StepResult:
    """What a step counted, and what it had to leave, a sentence each."""

    counts: Mapping[str, int]
    left: Sequence[str] = ()


@dataclass(frozen=True)
class StepRun:
    """A step that was gone through: how long it took and what came of it."""

    step: "Step"
    seconds: float
    result: StepResult


@dataclass(frozen=True)
class StepSurroundings:
    """What a step works on, and when; without `writes` it only counts what it would do."""

    container: Container
    vault: Vault
    told: OnProgress
    now: datetime
    writes: bool

    @property
    def store(self) -> Store:
        """The store of the data that are brought over."""
        return self.container.store


@dataclass(frozen=True)
class Step:
    """A step: data that went through it are of the release of its number.

    It is run again after it was stopped at any place, and then goes on with the rest.
    """

    number: int
    title: str
    run: Callable[[StepSurroundings], Awaitable[StepResult]]


async def _text_forms(around: StepSurroundings) -> StepResult:
    found = await canonicalize(around.store, around.vault, RECORDS, told=around.told, writes=around.writes)
    counts = {
        "rows": sum(one.looked_at for one in found),
        "rewritten": sum(one.rewritten for one in found),
    }
    return StepResult(counts, [line for one in found for line in _left(one)])


def _left(one: Canonicalized) -> Iterator[str]:
    """What is left of one kind and why, a sentence each."""
    told = (
        (one.odd, "are no documents of their kind: `python -m api seed check` names them"),
        (
            one.doubled,
            "would become a second one under a number that must be unique: mend one of each two by hand",
        ),
        (one.sealed, "hold values that cannot be opened where they are stored"),
    )
    for count, why in told:
        if count:
            yield f"{one.collection}: {count} rows are left as they were; they {why}."


async def _stage_policies(around: StepSurroundings) -> StepResult:
    """Add what is lacking by the operation that an installation is made with: each with its event, all or nothing."""
    await around.container.reference.refresh()
    rows = [("deadline_policies", one) for one in lacking(around.container.reference.snapshot)]
    if rows and around.writes:
        loaded = {"rows": rows, "updated_at": around.now}
        await around.container.runner.run_together([Request(load_rows, None, around.now, facts=loaded)])
    return StepResult({"rows": len(rows), "added": len(rows)})


async def _clocks(around: StepSurroundings) -> StepResult:
    # What rules the stages first, so that the clocks of data from before have their terms.
    await _stage_policies(around)
    # Read once: nobody changes anything while data are brought over.
    snapshot = await Reference(around.store, RECORDS, lambda: 0.0).current()
    counts = await start_clocks(around.store, snapshot, told=around.told, writes=around.writes)
    odd = counts["odd"]
    words = f"cases: {odd} rows are left without clocks; they are no cases: `python -m api seed check` names them."
    return StepResult({name: counts[name] for name in ("rows", "rewritten")}, [words] if odd else [])


async def _terms(around: StepSurroundings) -> StepResult:
    counts = await renew_terms(around.store, told=around.told, writes=around.writes)
    odd = counts["odd"]
    words = f"cases: {odd} rows keep their search terms; they are no cases: `python -m api seed check` names them."
    return StepResult({name: counts[name] for name in ("rows", "rewritten")}, [words] if odd else [])


async def _places(around: StepSurroundings) -> StepResult:
    snapshot = await Reference(around.store, RECORDS, lambda: 0.0).current()
    counts = await read_places(around.store, snapshot, told=around.told, writes=around.writes)
    odd = counts["odd"]
    words = f"cases: {odd} rows keep their places as they are; they are no cases: `python -m api seed check` names them."
    return StepResult({name: counts[name] for name in ("rows", "rewritten")}, [words] if odd else [])


async def _keys(around: StepSurroundings) -> StepResult:
    counts = await renewed(around.store, ("access_keys",), told=around.told, writes=around.writes)
    odd = counts["odd"]
    words = (
        f"cases: {odd} rows keep their access keys; they are no cases: `python -m api seed check` names them."
    )
    return StepResult({name: counts[name] for name in ("rows", "rewritten")}, [words] if odd else [])


STEPS: tuple[Step, ...] = (
    Step(1, "Text in its one form, with the terms, sort values, masks and marks that follow", _text_forms),
    Step(2, "Clocks of cases, told again from their histories", _clocks),
    Step(3, "Search terms of cases with the words of their answers, and their points on the globe", _terms),
    Step(4, "Places of cases: streets of the directory, houses in one form, flats apart", _places),
    Step(5, "Deadline policies of the stages, where an installation has none", _stage_policies),
    Step(6, "Access keys of partners' cases, with the sector and the organization that they lie in", _keys),
)
"""THE table: numbered without gaps, in the order in which they are gone through; a new release adds below."""


async def steps_ahead(store: Store) -> Sequence[Step]:
    """Return the steps that the data have not gone through; none where there are no data."""
    release = await release_of(store)
    return () if release is None else [one for one in STEPS if one.number > release]


async def go_through(
    step: Step, around: StepSurroundings, clock: Callable[[], datetime], *, leaves_rows: bool
) -> StepRun:
    """Run one step and, where it writes, note when and with what result; the data are of its release where nothing is left,
    or where rows may be left."""
    started_at, store = clock(), around.store
    if around.writes:
        await _note_start(store, step, started_at)
    result = await step.run(around)
    ended_at = clock()
    seconds = round((ended_at - started_at).total_seconds(), 3)
    if around.writes:
        done = {"ended_at": ended_at, "seconds": seconds, "counts": dict(result.counts)}
        await ledger.change(store, RUNS, {"_id": _row_id(step)}, {"$set": done})
        if leaves_rows or not result.left:
            await note_release(store, step.number, ended_at)
    return StepRun(step, seconds, result)


async def _note_start(store: Store, step: Step, now: datetime) -> None:
    row = {"title": step.title, "started_at": now, "ended_at": None, "seconds": 0.0, "counts": {}}
    if not await ledger.add(store, RUNS, {"_id": _row_id(step), "runs": 1, **row}):
        await ledger.change(store, RUNS, {"_id": _row_id(step)}, {"$set": row, "$inc": {"runs": 1}})


def _row_id(step: Step) -> str:
    return f"{step.number:04d}"
