"""One run of the leak check: who asks, every door in turn, and what came of it."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from strawberry import Schema

from api.clock import monotonic, utc_now
from api.leaks import coverage, rights
from api.leaks.answers import Judge
from api.leaks.applicants import CannotOpen, in_plain
from api.leaks.asking import Driver
from api.leaks.counting import counted
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
)
from api.leaks.findings import Tally
from api.leaks.gates import explained, gated, logged
from api.leaks.installation import CannotRun, Installation, opened
from api.leaks.lists import directory, listed
from api.leaks.lookups import looked_up, plain, single
from api.leaks.people import Asker, chosen, everybody, missing_roles
from api.leaks.pipelines import revisions, stored
from api.leaks.refusals import addresses, refused
from api.leaks.restricted import gather
from api.leaks.searching import lists_with_search, searched, sought
from api.leaks.selection import query_fields
from api.leaks.truth import STORED, Truth
from api.settings import Settings
from auth.policy.export import as_data, to_json
from schema.engine.prepared import PreparedDocuments

NOBODY = "без входа"
AT_ONCE = 6
REFUSALS, ADDRESSES = "отказы", "адреса"
"""What stands beside the query fields among the doors of a scope."""


@dataclass(frozen=True)
class CheckScope:
    """How much is looked at: `sample` objects of a kind (None: all), these doors and roles (None: all)."""

    sample: int | None = 30
    doors: Collection[str] | None = None
    roles: Collection[str] | None = None

    def takes(self, door: str) -> bool:
        """Return whether a door is asked."""
        return self.doors is None or door in self.doors


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


async def check(
    settings: Settings, schema: Schema, scope: CheckScope, *, say: Callable[[str], object] = len
) -> CheckResult:
    """Drive an installation and judge what it answers. Raises: CannotRun, StoreUnsuitable."""
    async with opened(settings, schema) as installation:
        return await _checked(installation, schema, scope, say)


async def _checked(
    installation: Installation, schema: Schema, scope: CheckScope, say: Callable[[str], object]
) -> CheckResult:
    started_at, began = utc_now(), monotonic()
    before = await revisions(installation.store)
    try:
        truth = Truth(in_plain(await stored(installation.store), installation.vault), started_at)
    except CannotOpen as error:
        raise CannotRun(str(error)) from error
    askers = _askers(truth, started_at)
    if not askers:
        raise CannotRun("В базе нет ни одной действующей учётной записи: спрашивать не от кого.")
    driver = _driver(installation, schema, truth, scope.sample)
    coverage.cover(driver.tally, installation.app)
    asking = [one for one in askers if scope.roles is None or one.label in scope.roles]
    for asker in asking:
        installation.let_in(asker)
    await _ask_all(driver, installation, asking, scope, say)
    if scope.roles is None:
        await _as_nobody(driver, installation)
    after = await revisions(installation.store)
    driver.tally.drop_changed(frozenset(key for key, value in after.items() if before.get(key) != value))
    return CheckResult(
        started_at=started_at,
        seconds=monotonic() - began,
        sample=scope.sample,
        sdl_version=version(schema.as_str()),
        policy_version=version(to_json(as_data())),
        askers=[one.label for one in askers],
        missing_roles=missing_roles(askers),
        rows={name: len(truth.by_type[name]) for name in STORED},
        not_driven=coverage.not_driven(),
        tally=driver.tally,
    )


def version(text: str) -> str:
    """Name a text by the first twelve digits of its digest."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _askers(truth: Truth, now: datetime) -> list[Asker]:
    """One account for each combination of roles: the one that sees most, since it can be told most wrongly."""
    there = everybody(truth.data, now)
    weights = {one.account_id: sum(len(truth.visible(one, name)) for name in STORED) for one in there}
    return chosen(there, weights)


def _driver(installation: Installation, schema: Schema, truth: Truth, sample: int | None) -> Driver:
    judge = Judge(truth, gather(truth), Tally())
    operations = PreparedDocuments(schema._schema)  # noqa: SLF001  # graphql-core's view of it
    return Driver(installation.client, operations, truth, judge, sample)


async def _ask_all(
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
    for name in lists_with_search()[: 1 if driver.sample is not None else 2]:
        if scope.takes(name):
            await _together(partial(_search, driver, name=name), askers)
    if scope.takes(REFUSALS):
        await _together(partial(refused, driver), askers)
    if scope.takes(ADDRESSES):
        await _together(partial(addresses, driver, installation.app), askers)


async def _together(ask: Callable[[Asker], Awaitable[None]], askers: Sequence[Asker]) -> None:
    """A few at once: while the store works for one, the answer to another is judged."""
    places = asyncio.Semaphore(AT_ONCE)

    async def in_turn(asker: Asker) -> None:
        async with places:
            await ask(asker)

    await asyncio.gather(*(in_turn(one) for one in askers))


async def _search(driver: Driver, asker: Asker, *, name: str) -> None:
    await searched(driver, asker, name)
    await sought(driver, asker, name)


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
        case Counted():
            await counted(driver, asker, name)


async def _as_nobody(driver: Driver, installation: Installation) -> None:
    """Without a token nothing is told: neither by the addresses nor by any query field."""
    nobody = Asker("", (NOBODY,), rights.RightsHolder((), person_id=None, account_id=""))
    await addresses(driver, installation.app, nobody)
    for name, ways in DOORS.items():
        for door in ways:
            if isinstance(door, Lookup | Plain | Gated | Logged) and name in query_fields():
                await _ask(driver, nobody, name=name, door=door)
