"""Looks at an installation as somebody would who is called because something is wrong: what is sound, what is not, and why.

Nothing is written. What a check says holds no text and no name of anybody.
"""

import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from api.backups.marks import LAST
from api.clock import utc_now
from api.process import Process
from api.settings import Settings
from documents.aggregates import RECORDS, STORED
from documents.invariants import broken
from documents.jobs.standing import standing
from documents.jobs.vocabulary import Outcome
from documents.privacy.resealing import unopened

GIB = 1024**3
LEAST_FREE_BYTES = GIB
LEAST_FREE_SHARE = 0.1
CLOCKS_APART_SECONDS = 2.0
BACKUP_DAYS = 7
IDLE_MINUTES = 10
"""The most frequent jobs run each minute."""

MOST_TOLD = 20
"""Broken rows told one by one; of the rest the number."""


@dataclass(frozen=True)
class Noticed:
    """What one check found."""

    check: str
    words: str
    is_sound: bool = True


Check = Callable[[Process], AsyncIterator[Noticed]]


async def examine(process: Process) -> AsyncIterator[Noticed]:
    """Yield what each check finds, as it is found."""
    for check in CHECKS:
        async for finding in check(process):
            yield finding


async def _store(process: Process) -> AsyncIterator[Noticed]:
    about = await process.store.about()
    words = (
        f"version {about['version']}, replica set {about['setName']}, database {process.store.database_name}"
    )
    yield Noticed("store", words)
    # Its clock tells milliseconds; the way there and back counts against it.
    apart = abs((utc_now() - about["now"]).total_seconds())
    words = f"the database's clock is {apart:.1f} s from this machine's"
    yield Noticed("clock", words, apart <= CLOCKS_APART_SECONDS)
    yield _space("database disk", about["total"], about["used"])


def _space(check: str, total: Any, used: Any) -> Noticed:
    if not total:
        return Noticed(check, "the server does not tell its size")
    free = total - used
    words = f"{free / GIB:.1f} of {total / GIB:.1f} GiB free"
    return Noticed(check, words, free >= LEAST_FREE_BYTES and free / total >= LEAST_FREE_SHARE)


async def _var_dir(process: Process) -> AsyncIterator[Noticed]:
    usage = shutil.disk_usage(process.settings.var_dir)
    yield _space("disk of VAR_DIR", usage.total, usage.used)


async def _indexes(process: Process) -> AsyncIterator[Noticed]:
    missing = []
    for record in STORED:
        name = record.Settings.name
        there = await process.store.index_names(name)
        declared = [one.document["name"] for one in record.Settings.indexes]
        missing += [f"{name}.{index}" for index in declared if index not in there]
    words = (
        f"missing: {', '.join(missing)}; a start of the application makes them" if missing else "all there"
    )
    yield Noticed("indexes", words, not missing)


async def _keys(process: Process) -> AsyncIterator[Noticed]:
    vault = process.container.vault
    if vault is None:
        yield Noticed(
            "personal keys",
            "there are none: neither PULT_PERSONAL_KEYS nor files under VAR_DIR",
            is_sound=False,
        )
        return
    for name, count in (await unopened(process.store, vault, RECORDS)).items():
        yield Noticed(
            "personal keys",
            f"{count} values in {name} do not open with the keys that are there",
            is_sound=False,
        )
        return
    yield Noticed("personal keys", f"every sealed value opens; keys: {', '.join(vault.key_ids)}")


async def _backup(process: Process) -> AsyncIterator[Noticed]:
    last = await process.store.maintenance.noted(LAST)
    if last is None:
        yield Noticed("backup", "none was made yet: `python -m api backup --help`", is_sound=False)
        return
    age = utc_now() - last["at"]
    words = f"the last one was made {_ago(age)} ago, of {last['rows']} rows"
    yield Noticed("backup", words, age <= timedelta(days=BACKUP_DAYS))


def _ago(age: timedelta) -> str:
    hours = int(age.total_seconds() // 3600)
    return f"{hours} hours" if hours < 48 else f"{hours // 24} days"


async def _jobs(process: Process) -> AsyncIterator[Noticed]:
    found = await standing(process.store)
    stuck = [one.name for one in found if one.last_outcome == Outcome.PARKED]
    parked = sum(one.parked for one in found)
    ran = [one.last_started_at for one in found if one.last_started_at is not None]
    if not ran:
        yield Noticed("jobs", "no worker has run yet: `python -m api worker`", is_sound=False)
        return
    age = utc_now() - max(ran)
    words = f"a worker began something {int(age.total_seconds() // 60)} minutes ago"
    yield Noticed("jobs", words, age <= timedelta(minutes=IDLE_MINUTES))
    if stuck or parked:
        named = f" ({', '.join(stuck)})" if stuck else ""
        words = f"{len(stuck)} jobs{named} and {parked} things wait for you: `python -m api jobs list`"
        yield Noticed("jobs", words, is_sound=False)


async def _mail(process: Process) -> AsyncIterator[Noticed]:
    yield mail_noticed(process.settings)


def mail_noticed(settings: Settings) -> Noticed:
    """Return whether mail leaves: production without a mail server is amiss, since notifications reach nobody by mail."""
    if settings.smtp_url is not None:
        return Noticed("mail", f"leaves through SMTP_URL, from {settings.mail_from}")
    if settings.is_production:
        words = "SMTP_URL is not set: notifications go out by no mail"
        return Noticed("mail", words, is_sound=False)
    return Noticed("mail", "none leaves: development keeps it for the page /dev/mail")


async def _data(process: Process) -> AsyncIterator[Noticed]:
    found, looked_at = await broken(process.store, process.container.reference.snapshot)
    for words in found[:MOST_TOLD]:
        yield Noticed("data", words, is_sound=False)
    if len(found) > MOST_TOLD:
        yield Noticed(
            "data", f"and {len(found) - MOST_TOLD} more: `python -m api seed check` tells all", is_sound=False
        )
    if not found:
        yield Noticed("data", f"the invariants hold on {looked_at} objects")


CHECKS: tuple[Check, ...] = (_store, _var_dir, _indexes, _keys, _backup, _jobs, _mail, _data)
