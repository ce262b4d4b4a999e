"""A small town for tests of operations: a few organizations, one person a role, and the container over a real store."""

import itertools
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from auth.principal import Principal
from documents.accounts.clients import OFFERED
from documents.accounts.document import Account
from documents.aggregates import STORED
from documents.cases.document import Case
from documents.center.document import DeadlinePolicy
from documents.container import Container, open_container
from documents.installation.releases import CURRENT, note_release
from documents.kernel.record import Record
from documents.kernel.store.connection import Store, StoreSettings, open_store
from documents.kernel.write.operation import Operation
from documents.kernel.write.runner import Request
from documents.legal_acts.document import LegalAct
from documents.loading.operations import load_rows
from documents.members.document import Membership
from documents.organizations.document import Organization, Person
from documents.sectors.document import Channel, Sector, Settlement, Street, Topic
from tests.support.commands import CommandRecorder
from tests.support.founded import Founded, put_back
from tests.support.keys import VAULT

FOUNDED = datetime(2026, 4, 7)
NOW = datetime(2026, 6, 1, 3)

PEOPLE: dict[str, tuple[str, str, dict[str, Any]]] = {
    "coordinator": ("CENTER_COORDINATOR", "region", {}),
    "curator": ("CURATOR", "administration", {}),
    "head": ("CENTER_HEAD", "administration", {}),
    "pos": ("POS_OFFICER", "administration", {}),
    "incident": ("INCIDENT_OFFICER", "administration", {}),
    "info": ("INFORMATION_POLICY_OFFICER", "administration", {}),
    "lead.roads": ("SECTOR_LEAD", "roads", {"sector_ids": ["ROADS"]}),
    "lead.education": ("SECTOR_LEAD", "education", {"sector_ids": ["EDUCATION"]}),
    "member": ("MEMBER", "administration", {}),
    "recipient.coordinator": ("RECIPIENT_COORDINATOR", "roads", {}),
    "recipient.head": ("RECIPIENT_HEAD", "roads", {}),
    "assignee": ("ASSIGNEE", "roads", {}),
    "assignee.yard": ("ASSIGNEE", "yard", {}),
    "leadership": ("LEADERSHIP", "administration", {}),
    "registrar": ("REGISTRAR", "administration", {}),
    "admin": ("SYSTEM_ADMINISTRATOR", "administration", {}),
}
"""Login → role, organization, and what else the membership says."""

ORGANIZATIONS = {
    "administration": (None, "ADMINISTRATION"),
    "roads": ("administration", "STRUCTURAL_UNIT"),
    "yard": ("roads", "MUNICIPAL_INSTITUTION"),
    "education": ("administration", "STRUCTURAL_UNIT"),
    "region": (None, "REGIONAL_CONTROL_CENTER"),
}

CHANNELS = {
    "POS": ("POS", "POS"),
    "PHONE": ("PHONE", "OFFICE"),
    "POST": ("POST", "OFFICE"),
    "VK": ("VK", "SOCIAL"),
    "PAGES": ("VK", "PAGES"),
}

POLICIES: dict[str, tuple[str, int, str, dict[str, list[str]]]] = {
    "APPEAL_59FZ": ("CALENDAR_DAYS", 30, "REGISTERED", {"kind": ["APPEAL"]}),
    "POS_STANDARD": ("CALENDAR_DAYS", 30, "RECEIVED", {"kind": ["MESSAGE"]}),
    "POS_FAST_TRACK": ("CALENDAR_DAYS", 10, "RECEIVED", {"kind": ["MESSAGE"], "fast_track": ["true"]}),
    "IM_NORMAL": ("WORKING_HOURS", 9, "RECEIVED", {"kind": ["INCIDENT"]}),
    "IM_HIGH": (
        "WORKING_HOURS",
        4,
        "RECEIVED",
        {"kind": ["INCIDENT"], "importance": ["HIGH", "CRITICAL"]},
    ),
}


_FIRST: list[Founded] = []
"""The first town that this process founded; the others are it once more."""


@dataclass
class Town:
    """The container of the town, and what tests ask of it most."""

    container: Container
    recorder: CommandRecorder
    now: datetime = NOW
    _minutes: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def store(self) -> Store:
        """The open store."""
        return self.container.store

    async def who(self, login: str, now: datetime | None = None) -> Principal:
        """The principal behind a login, now or at another moment."""
        return await self.container.principals.current(f"account-{login}", now or self.now)

    async def load(self, records: Iterable[Record], now: datetime | None = None) -> None:
        """Store records as the command line may."""
        at, rows = now or self.now, [(record.collection_name(), record.to_row()) for record in records]
        request = Request(load_rows, None, at, facts={"rows": rows, "updated_at": at})
        await self.container.runner.run_together([request])

    async def do(self, login: str, operation: Operation, target: str | None = None, **facts: Any) -> Any:
        """Run an operation as a login at the next minute; the after-image."""
        now = self.now + timedelta(minutes=next(self._minutes))
        who = await self.who(login, now)
        outcome = await self.container.runner.run(who, now, operation, target, **facts)
        return outcome.record

    async def stored(self, case_id: str) -> Case:
        """A case as it is stored."""
        row = await self.store.collection("cases").find_one({"_id": case_id})
        assert row is not None
        return Case.from_row(row)

    async def events_of(self, object_id: str) -> list[dict[str, Any]]:
        """The events of an object, in order."""
        cursor = self.store.collection("events").find({"object_id": object_id}).sort("sequence", 1)
        return await cursor.to_list(length=None)

    async def event_count(self) -> int:
        """How many events there are."""
        return await self.store.collection("events").count_documents({})


async def open_town(url: str, database: str, **settings: Any) -> Town:
    """Build the town in an empty database of the server at `url`; `settings` are those of the store."""
    empty = await open_store(StoreSettings(url=url, database=database), [])
    await empty.drop()
    await empty.close()
    return await town_anew(*await opened(url, database, **settings))


async def reopen_town(url: str, database: str, **settings: Any) -> Town:
    """Open the town that is already there; `settings` are those of the store."""
    return await _town_over(*await opened(url, database, **settings))


async def town_anew(store: Store, recorder: CommandRecorder) -> Town:
    """Put a database back to the town as it was founded: the first is founded by operations, the others have its rows."""
    if not _FIRST:
        await put_back(store, {})
        town = await _town_over(store, recorder)
        await town.load(_records(), FOUNDED)
        await note_release(town.store, CURRENT, FOUNDED)
        _FIRST.append(await Founded.of(town.container))
    new_id = _ids(store)
    container = await _FIRST[0].again(store, new_id=new_id, monotonic=time.monotonic, vault=VAULT)
    return Town(container, recorder)


async def opened(url: str, database: str, **settings: Any) -> tuple[Store, CommandRecorder]:
    """A database with all indexes, and the recorder of what is sent to it."""
    recorder = CommandRecorder()
    known = StoreSettings(url=url, database=database, **settings)
    store = await open_store(known, STORED, listeners=[recorder])
    return store, recorder


async def _town_over(store: Store, recorder: CommandRecorder) -> Town:
    container = await open_container(store, new_id=_ids(store), monotonic=time.monotonic, vault=VAULT)
    return Town(container, recorder)


def _ids(store: Store) -> Callable[[], str]:
    """What ids of new documents are drawn from: they follow one another."""
    numbers, name = itertools.count(1), store.database_name
    return lambda: f"{name}-{next(numbers):05d}"


def _records() -> list[Record]:
    at = {"updated_at": FOUNDED}
    records: list[Record] = [
        Sector(id="ROADS", code="ROADS", letter="д", title="Дороги", clause="II.1.2", **at),
        Sector(id="EDUCATION", code="EDUCATION", letter="а", title="Образование", clause="II.1.2", **at),
        Topic(id="holes", title="Ямы", sector_id="ROADS", **at),
        Topic(id="ice", title="Наледь", sector_id="ROADS", fast_track=True, **at),
        Topic(id="meals", title="Питание в школе", sector_id="EDUCATION", is_sensitive=True, **at),
        Topic(id="doctors", title="Запись к врачу", sector_id=None, **at),
        Settlement(id="bogotol", title="Боготол", kind="TOWN", **at),
        Street(id="lake", settlement_id="bogotol", kind="STREET", name="Озёрная", **at),
        LegalAct(
            id="order",
            kind="ORDER",
            number="1-р",
            issued_on="2026-04-07",
            title="О составе",
            file_id="f",
            **at,
        ),
    ]
    records += [
        Channel(id=code, code=code, title=code, kind=kind, desk=desk, **at)
        for code, (kind, desk) in CHANNELS.items()
    ]
    records += [
        Organization(
            id=name,
            name=name,
            short_name=name,
            kind=kind,
            parent_id=parent,
            is_responsible_recipient=name != "region",
            **at,
        )
        for name, (parent, kind) in ORGANIZATIONS.items()
    ]
    records += [
        DeadlinePolicy(
            id=code, title=code, unit=unit, amount=amount, counted_from=start, applies=applies, **at
        )
        for code, (unit, amount, start, applies) in POLICIES.items()
    ]
    for login, (role, organization, more) in PEOPLE.items():
        name = f"person-{login}"
        records += [
            Person(
                id=name, full_name=login, organization_id=organization, work_phone="1", work_email="a@b", **at
            ),
            Membership(id=f"membership-{login}", person_id=name, role=role, valid_from=FOUNDED, **more, **at),
            Account(id=f"account-{login}", login=login, person_id=name, **at),
        ]
    records.append(
        Account(
            id="account-partner",
            login="partner",
            client_name="Партнёр",
            client_system="PARTNER",
            client_actions=[action.value for action in OFFERED],
            **at,
        )
    )
    return records
