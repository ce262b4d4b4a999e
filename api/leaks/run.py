"""One run of the leak check: who asks, every door in turn, and what came of it."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from api.clock import monotonic
from api.leaks import coverage, mutating, rights
from api.leaks.addresses import addresses
from api.leaks.answers import Judge
from api.leaks.applicants import CannotOpen, in_plain
from api.leaks.asking import Driver, Enough, Until
from api.leaks.carried import files_given
from api.leaks.counting import counted
from api.leaks.delivering import delivered
from api.leaks.doors import (
    DOORS,
    Counted,
    Directory,
    Door,
    Explained,
    Gated,
    Listed,
    Logged,
    Lookup,
    Plain,
    Single,
    Streamed,
)
from api.leaks.findings import Tally
from api.leaks.gates import explained, gated, logged
from api.leaks.installation import CannotRun, Installation, documents, opened
from api.leaks.lists import directory, listed
from api.leaks.live import followed, subscription_fields
from api.leaks.lookups import looked_up, plain, single
from api.leaks.mutations import MUTATIONS
from api.leaks.people import Asker, chosen, everybody, missing_roles
from api.leaks.pipelines import revisions, stored
from api.leaks.quality_counting import counted_checks
from api.leaks.rating_counts import ratings_counted
from api.leaks.refusals import wrongly_asked
from api.leaks.restricted import Restricted, gather
from api.leaks.revealing import REVEAL, revealed
from api.leaks.searching import found_by_contact, lists_with_search, searched, sought
from api.leaks.selection import mutation_fields, query_fields
from api.leaks.streaming import stream_begun, streamed
from api.leaks.truth import JUDGED, STORED, Truth
from api.settings import Settings
from auth.policy.export import as_data, to_json
from schema.build import sdl

NOT_SIGNED_IN = "без входа"
NOBODY = Asker("", (NOT_SIGNED_IN,), rights.RightsHolder((), person_id=None, account_id=""))
"""Who asks without a token."""

AT_ONCE = 6
SINGLY = 12
"""Objects of a kind that are asked for one by one in a whole run; lists and `nodes` ask for all of them."""

REFUSALS, ADDRESSES, CARRIED, WEBHOOKS = "отказы", "адреса", "файлы", "веб-хуки"
"""What stands beside the fields of the schema among the doors of a scope."""


@dataclass(frozen=True)
class CheckScope:
    """How much is looked at: `sample` objects of a kind (None: all), `singly` of them one by one, these doors and roles
    (None: all).

    `writes` also asks what leaves a trace: mutations, reveals, searches by contact. Tests do, on a town of their own; the
    command never does. Without `reads` nothing else is asked. `spreads` asks by turns what is the same question whoever
    asks it (`Driver.in_turn`). `covers` tells what the registers of the check do not know. `until` ends what a door is
    asked as a role.
    """

    sample: int | None = 30
    doors: Collection[str] | None = None
    roles: Collection[str] | None = None
    singly: int = SINGLY
    reads: bool = True
    writes: bool = False
    spreads: bool = False
    covers: bool = True
    until: Until | None = None

    def takes(self, door: str) -> bool:
        """Return whether a door is asked."""
        return self.doors is None or door in self.doors


@dataclass(frozen=True)
class Survey:
    """What is judged by: an open installation, its rows as they were read, and who asks."""

    installation: Installation
    truth: Truth
    restricted: Restricted
    askers: tuple[Asker, ...]


@dataclass
class CheckResult:
    """What one run looked at and found."""

    started_at: datetime
    seconds: float
    sample: int | None
    sdl_version: str
    policy_version: str
    askers: list[str]
    missing_roles: list[str]
    rows: dict[str, int]
    not_driven: list[str]
    tally: Tally = field(default_factory=Tally)

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not self.tally.findings


async def check(settings: Settings, scope: CheckScope, *, say: Callable[[str], object] = len) -> CheckResult:
    """Drive an installation and judge what it answers. Raises: CannotRun, StoreUnsuitable."""
    async with opened(settings, documents()) as installation:
        started_at, began = installation.now(), monotonic()
        before = await revisions(installation.store, JUDGED)
        survey = await grounded(installation)
        tally = await ask(survey, scope, say=say)
        after = await revisions(installation.store, JUDGED)
    tally.drop_changed(frozenset(key for key, value in after.items() if before.get(key) != value))
    return CheckResult(
        started_at=started_at,
        seconds=monotonic() - began,
        sample=scope.sample,
        sdl_version=version(sdl()),
        policy_version=version(to_json(as_data())),
        askers=[one.label for one in survey.askers],
        missing_roles=missing_roles(survey.askers),
        rows={name: len(survey.truth.by_type[name]) for name in STORED},
        not_driven=coverage.not_driven(),
        tally=tally,
    )


async def grounded(installation: Installation, *, all_accounts: bool = False) -> Survey:
    """Read what is stored, and let in one account of each combination of roles, or all there are. Raises: CannotRun."""
    now = installation.now()
    try:
        truth = Truth(in_plain(await stored(installation.store, JUDGED), installation.vault), now)
    except CannotOpen as error:
        raise CannotRun(str(error)) from error
    askers = everybody(truth.data, now) if all_accounts else _askers(truth, now)
    if not askers:
        raise CannotRun("В базе нет ни одной действующей учётной записи: спрашивать не от кого.")
    for asker in askers:
        installation.let_in(asker)
    return Survey(installation, truth, gather(truth), tuple(askers))


async def ask(survey: Survey, scope: CheckScope, *, say: Callable[[str], object] = len) -> Tally:
    """Ask the doors of a scope as its roles; gives what was compared and found."""
    installation = survey.installation
    judge = Judge(survey.truth, survey.restricted, Tally())
    asking = [one for one in survey.askers if scope.roles is None or one.label in scope.roles]
    driver = Driver(
        installation.client,
        installation.operations,
        survey.truth,
        judge,
        scope.sample,
        scope.singly,
        installation.now,
        {one.account_id: turn for turn, one in enumerate((*survey.askers, NOBODY))} if scope.spreads else {},
        scope.until,
    )
    if scope.covers:
        coverage.cover(judge.tally, installation.app)
    if scope.reads:
        await _ask_queries(driver, installation, asking, scope, say)
        for name in filter(scope.takes, subscription_fields()):
            say(name)
            await _together(partial(followed, driver, installation, name=name), asking)
    if scope.writes:
        await _ask_what_writes(driver, installation, asking, scope)
    if scope.roles is None or NOT_SIGNED_IN in scope.roles:
        with suppress(Enough):
            await _as_nobody(driver, installation, scope)
    return judge.tally


def version(text: str) -> str:
    """Name a text by the first twelve digits of its digest."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _askers(truth: Truth, now: datetime) -> list[Asker]:
    """One account for each combination of roles: the one that sees most, since it can be told most wrongly."""
    there = everybody(truth.data, now)
    weights = {one.account_id: sum(len(truth.visible(one, name)) for name in STORED) for one in there}
    return chosen(there, weights)


async def _ask_queries(
    driver: Driver,
    installation: Installation,
    askers: Sequence[Asker],
    scope: CheckScope,
    say: Callable[[str], object],
) -> None:
    """Door by door, so that all roles send the same documents one after another: each is read and validated once."""
    for name, ways in DOORS.items():
        if name not in query_fields() or not scope.takes(name):
            continue
        say(name)
        for door in ways:
            await _together(partial(_ask, driver, name=name, door=door), askers)
    for name, types in list(lists_with_search().items())[: 1 if driver.sample is not None else 2]:
        if scope.takes(name):
            await _together(partial(_search, driver, name=name, types=types), askers)
    if scope.takes(REFUSALS):
        await _together(partial(wrongly_asked, driver), askers)
    if scope.takes(ADDRESSES):
        await _together(partial(addresses, driver), askers)
    if scope.takes(CARRIED):
        await _together(partial(files_given, driver), askers)
    if scope.takes(WEBHOOKS):
        await _together(partial(delivered, driver, installation), askers)


async def _ask_what_writes(
    driver: Driver, installation: Installation, askers: Sequence[Asker], scope: CheckScope
) -> None:
    """One after another: what each leaves is counted."""
    for name in MUTATIONS:
        if name in mutation_fields() and scope.takes(name):
            await _together(partial(mutating.refused, driver, name=name), askers)
    for asker in askers:
        if scope.takes(REVEAL):
            with suppress(Enough):
                await revealed(driver, installation, asker)
        for name in list(lists_with_search())[:2]:
            if scope.takes(name):
                with suppress(Enough):
                    await found_by_contact(driver, asker, name)


async def _together(ask: Callable[[Asker], Awaitable[None]], askers: Sequence[Asker]) -> None:
    """A few at once: while the store works for one, the answer to another is judged."""
    places = asyncio.Semaphore(AT_ONCE)

    async def in_turn(asker: Asker) -> None:
        async with places:
            with suppress(Enough):
                await ask(asker)

    await asyncio.gather(*(in_turn(one) for one in askers))


async def _search(driver: Driver, asker: Asker, *, name: str, types: tuple[str, ...]) -> None:
    await searched(driver, asker, name, types)
    await sought(driver, asker, name)


BY_NAME = {
    "caseCounts": counted,
    "qualityCounts": counted_checks,
    "satisfactionCounts": ratings_counted,
    "events": streamed,
    "eventsHead": stream_begun,
}
"""Field that counts, or tells of events → how it is judged."""


async def _ask(driver: Driver, asker: Asker, *, name: str, door: Door) -> None:
    match door:
        case Listed():
            await listed(driver, asker, name, door)
        case Directory():
            await directory(driver, asker, name, door)
        case Single():
            await single(driver, asker, name, door)
        case Lookup():
            await looked_up(driver, asker, name, door)
        case Plain():
            await plain(driver, asker, name, door)
        case Gated():
            await gated(driver, asker, name, door)
        case Explained():
            await explained(driver, asker, name, door)
        case Logged():
            await logged(driver, asker, name)
        case Counted() | Streamed():
            await BY_NAME[name](driver, asker, name)


async def _as_nobody(driver: Driver, installation: Installation, scope: CheckScope) -> None:
    """Without a token nothing is told: neither by the addresses nor by any query field."""
    # What is not for him is worked out once: it follows from the rows.
    nobody = driver.truth.memo.setdefault("nobody", replace(NOBODY, memo={}))
    if scope.takes(ADDRESSES):
        await addresses(driver, nobody)
    if scope.takes(CARRIED):
        await files_given(driver, nobody)
    for name, ways in DOORS.items():
        for door in ways if name in query_fields() and scope.takes(name) else ():
            await _ask(driver, nobody, name=name, door=door)
    for name in subscription_fields():
        if scope.takes(name):
            await followed(driver, installation, nobody, name)
