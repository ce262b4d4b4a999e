"""The planted town as an installation under check: opened once, asked door by door, judged by the check of the product."""

import itertools
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from api.keyring import load_key_ring
from api.leaks import run
from api.leaks.asking import Until
from api.leaks.findings import Tally
from api.leaks.installation import Installation, opened
from api.leaks.live import subscription_fields
from api.leaks.people import Asker
from api.leaks.run import ADDRESSES, CARRIED, REFUSALS, WEBHOOKS, CheckScope, Survey
from api.leaks.selection import mutation_fields, query_fields
from api.settings import Settings
from documents.aggregates import STORED
from documents.installation.releases import CURRENT, note_release
from documents.kernel.record import Record
from documents.kernel.store.connection import Store, StoreSettings, open_store
from documents.kernel.write.stamping import note_head
from schema.engine.prepared import PreparedDocuments
from tests.leaks import (
    events_planted,
    exports_planted,
    files_planted,
    notifications_planted,
    papers_planted,
    town_planted,
)
from tests.leaks.remembering import Memory
from tests.leaks.words_planted import Words
from tests.support.founded import put_back
from tests.support.keys import PERSONAL_SECRET, SEARCH_SECRET
from tests.support.store import database_url
from tests.support.touched import TOUCHED
from tests.support.town import FOUNDED, NOW, Town, reopen_town

EVERY_DOOR = (
    *(*query_fields(), *mutation_fields(), *subscription_fields()),
    *(REFUSALS, ADDRESSES, CARRIED, WEBHOOKS),
)
"""All that can be asked: the fields of the schema, what is refused, the addresses, files, and what is sent."""

SINGLY = 24
"""As many as are planted of any type: each object is asked for by itself."""


@dataclass
class House:
    """The town, the words that are planted in it, and what the check judges it by."""

    words: Words = field(repr=False)
    survey: Survey = field(repr=False)
    memory: Memory | None = field(default=None, repr=False)
    """What its store was asked, where nobody changes what is in it."""

    @property
    def installation(self) -> Installation:
        """The open installation."""
        return self.survey.installation

    @property
    def store(self) -> Store:
        """Its store."""
        return self.survey.installation.store

    def asker(self, role: str) -> Asker:
        """Who asks in a role."""
        return next(one for one in self.survey.askers if one.label == role)

    async def ask(
        self,
        doors: Collection[str],
        roles: Collection[str] | None = None,
        *,
        reads: bool = True,
        writes: bool = True,
        sample: int | None = None,
        spreads: bool = False,
        covers: bool = False,
        until: Until | None = None,
    ) -> Tally:
        """Ask some doors with all that hangs on them, as some roles or as all, and without a sign-in then; of all
        objects, or of a sample; payloads in full, or spread over those who ask; to the end, or until enough was found."""
        scope = CheckScope(
            sample,
            doors,
            roles,
            singly=SINGLY,
            reads=reads,
            writes=writes,
            spreads=spreads,
            covers=covers,
            until=until,
        )
        return await run.ask(self.survey, scope)

    def forget_principals(self) -> None:
        """Let whoever asks next be built anew, of rows read anew: what was worked out for a viewer is kept on them."""
        self.installation.container.principals._cache.clear()
        if self.memory is not None:
            self.memory.forget()

    async def event_count(self) -> int:
        """How many changes there have been."""
        return await self.store.collection("events").count_documents({})

    async def read_again(self, *, all_accounts: bool = False) -> None:
        """Judge from now on by what is stored now, asked by one account of each combination of roles or by all."""
        if self.memory is not None:
            self.memory.forget()
        self.survey = await run.grounded(self.installation, all_accounts=all_accounts)


def settings_of(server_url: str, database: str, var_dir: Path) -> Settings:
    """The settings of an installation over a database of the tests."""
    found = Settings(
        mongodb_url=SecretStr(database_url(server_url, database)),
        database=database,
        var_dir=var_dir,
        personal_keys=SecretStr(f"t1:{PERSONAL_SECRET}"),
        search_key=SecretStr(SEARCH_SECRET),
    )
    load_key_ring(found)
    return found


More = Callable[[], Iterable[Record]]
"""Makes what is planted beside everything, once the store is open."""


def no_more() -> Iterable[Record]:
    """Make nothing more."""
    return ()


@asynccontextmanager
async def opened_house(
    settings: Settings, operations: PreparedDocuments, more: More = no_more
) -> AsyncIterator[House]:
    """Plant everything in a database, and `more`, over whatever was in it, and open it, at the moment of the town; one at a
    time in each database."""
    assert settings.database not in _OPEN, "the house before is still open"
    _OPEN.add(settings.database)
    try:
        words = await _planted(settings, more)
        numbers = itertools.count(1)
        made: Callable[[], str] = lambda: f"made-{next(numbers):05d}"  # noqa: E731
        async with opened(settings, operations, now=lambda: NOW, new_id=made) as installation:
            yield House(words, await _grounded(installation, more))
    finally:
        _OPEN.remove(settings.database)


async def _grounded(installation: Installation, more: More) -> Survey:
    """What a house is judged by as it was planted: the same rows say the same, so it is worked out in the first one."""
    if more not in _SURVEYS:
        _SURVEYS[more] = await run.grounded(installation)
    known = _SURVEYS[more]
    # What was worked out for an asker follows from those rows; a token is let in by each installation.
    survey = replace(known, installation=installation, askers=tuple(replace(one) for one in known.askers))
    for asker in survey.askers:
        installation.let_in(asker)
    return survey


_SURVEYS: dict[More, Survey] = {}
"""What makes what else is planted → what a house with it is judged by, until something in it is moved."""

_OPEN: set[str] = set()
"""The databases of the houses that are open."""


@dataclass(frozen=True)
class _Planting:
    """What stood in a database once everything was planted there."""

    words: Words
    rows: Mapping[str, list[dict[str, Any]]]


_PLANTED: dict[More, _Planting] = {}
"""What makes what else is planted → the first town of this process with it; the others get its rows.

What stands in a database is told by what was written to it (`TOUCHED`): towns with different things have one each.
"""


async def _planted(settings: Settings, more: More) -> Words:
    """Put the planted town into a database, which keeps its indexes from one town to the next, and what was not changed."""
    assert settings.mongodb_url is not None
    url = settings.mongodb_url.get_secret_value()
    if more not in _PLANTED:
        if more is not no_more:
            await _planted(settings, no_more)
        town = await reopen_town(url, settings.database)
        _PLANTED[more] = await (_anew(town) if more is no_more else _with_more(town, more))
        await town.store.close()
        TOUCHED.put_back(settings.database)
        return _PLANTED[more].words.copied()
    is_known = TOUCHED.since_put_back(settings.database) is not None
    store = await open_store(StoreSettings(url=url, database=settings.database), [] if is_known else STORED)
    await put_back(store, _PLANTED[more].rows)
    await store.close()
    return _PLANTED[more].words.copied()


async def _anew(town: Town) -> _Planting:
    words = Words()
    await put_back(town.store, {})
    await town.load(town_planted.records(words), FOUNDED)
    await note_release(town.store, CURRENT, FOUNDED)
    for records in (papers_planted.cases, papers_planted.papers, papers_planted.accesses):
        made = list(records(words))
        await _store(town, [*made, *events_planted.events(made)])
    await files_planted.store_files(town)
    await notifications_planted.store_notifications(town)
    await exports_planted.store_exports(town)
    return await _in_order(town, words)


async def _with_more(town: Town, more: More) -> _Planting:
    """What was planted, which stands in the database, and beside it a few records of its foundation."""
    await town.load(more(), FOUNDED)
    return await _in_order(town, _PLANTED[no_more].words)


async def _in_order(town: Town, words: Words) -> _Planting:
    """Give every event its place, as the dispatcher does after the commit; all that is planted then."""
    events = town.store.collection("events")
    found = await events.find({}, sort=[("at", 1), ("_id", 1)]).to_list(length=None)
    await events.delete_many({})
    await events.insert_many([{**row, "position": place} for place, row in enumerate(found, 1)])
    await note_head(town.store, len(found))
    names = await town.store.collection_names()
    rows = {name: await town.store.collection(name).find({}).to_list(length=None) for name in names}
    return _Planting(words, rows)


async def _store(town: Town, records: Iterable[Record]) -> None:
    rows: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        rows.setdefault(record.collection_name(), []).append(record.to_row())
    for name, found in rows.items():
        await town.store.collection(name).insert_many(found)
