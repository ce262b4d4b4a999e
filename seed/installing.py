"""Makes an installation of an empty database: the decree as data and the first administrator, in one transaction."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any

from documents.aggregates import RECORDS, STORED
from documents.container import Container
from documents.installation.operations import invite_first_administrator, invite_first_administrator_again
from documents.installation.releases import CURRENT, note_release
from documents.kernel.store.connection import Store
from documents.kernel.store.maintenance import MAINTENANCE
from documents.kernel.write.runner import Request
from documents.loading.operations import load_rows
from seed.decree import records as decree
from seed.loading import LOADED, STARTED

INSTALLED = "installed"
"""The setting that says of a database that `init` made it what it is; its value is the day."""

OF_THE_STORE = "system."
OURS = frozenset({record.Settings.name for record in STORED})
KEPT = tuple(record.collection_name() for record in RECORDS)


MADE_AT_START = frozenset({"versions", "guards", "counters", MAINTENANCE})
"""Collections of the kernel, in which every process makes rows."""


class Standing(Enum):
    """What a database holds, as far as an installation is concerned."""

    EMPTY = auto()
    INSTALLED = auto()
    DEMO = auto()
    FOREIGN = auto()


@dataclass(frozen=True)
class Invited:
    """Whom a one-time token invites, and until when (naive UTC)."""

    login: str
    full_name: str
    ends_at: datetime


async def standing(store: Store, settings: Collection[str]) -> Standing:
    """Return what a database holds, given the names of the settings in it; rows that processes make for themselves do not
    count."""
    marks: Mapping[str, Standing] = {
        INSTALLED: Standing.INSTALLED,
        STARTED: Standing.DEMO,
        LOADED: Standing.DEMO,
    }
    for mark, found in marks.items():
        if mark in settings:
            return found
    there = set(await store.collection_names())
    # What is not ours would share the database, its backups and its rights with us.
    others = {name for name in there - OURS - MADE_AT_START if not name.startswith(OF_THE_STORE)}
    for name in (*sorted(others), *(one for one in KEPT if one in there)):
        if await store.count(name, {}, at_most=1):
            return Standing.FOREIGN
    return Standing.EMPTY


async def install(
    container: Container, *, full_name: str, login: str, invitation_digest: str, now: datetime
) -> Invited:
    """Load the decree and invite the first administrator: all of it, or nothing. Raises: Problem, Problems; INVALID
    (`administrator_appointed`) where another process has installed meanwhile."""
    mark = ("settings", {"id": INSTALLED, "value": now.date().isoformat()})
    loaded = {"rows": [mark, *decree.rows()], "updated_at": now}
    person = {"full_name": full_name, "login": login, "invitation_digest": invitation_digest}
    requests = [
        # First, so that of two that install at once the later one is told so before it meets the other's rows.
        Request(invite_first_administrator, None, now, facts=person),
        Request(load_rows, None, now, facts=loaded),
    ]
    # Before the data: killed in between, it leaves a database that is as empty as it was.
    await note_release(container.store, CURRENT, now)
    outcomes = await container.runner.run_together(requests)
    account: Any = outcomes[0].record
    return Invited(login, full_name, account.invitation_ends_at)


async def invite_again(container: Container, *, invitation_digest: str, now: datetime) -> Invited:
    """Issue another token for the first administrator, as long as nobody who administers has a password. Raises: Problem."""
    facts = {"invitation_digest": invitation_digest}
    request = Request(invite_first_administrator_again, None, now, facts=facts)
    account: Any = (await container.runner.run_together([request]))[0].record
    person = container.reference.snapshot.row("persons", account.person_id)
    return Invited(account.login, person["full_name"] if person else "", account.invitation_ends_at)
