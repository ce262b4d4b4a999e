"""Loads the decree and the demo municipality into an empty database, through the same operations as everybody uses."""

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from seed.municipality import records as municipality
from seed.municipality.people import LOGINS, MEMBERSHIPS
from seed.municipality.plans import build_plan
from seed.shapes import AssignmentPlan, CasePlan, Plan, ProtocolPlan, Step

from auth.passwords import generate_password, hash_password
from auth.principal import Principal
from documents.accounts.document import Account
from documents.assignments.resource import ASSIGNMENTS
from documents.center.document import Setting
from documents.center.loading import load_records
from documents.imports.importing import PastStep, import_case
from documents.kernel.changes import Request
from documents.kernel.operation import operations
from documents.kernel.paging import Window
from documents.kernel.record import Record
from documents.meetings.document import Meeting
from documents.members.document import CuratorAbsence
from documents.office import Office
from seed.decree import records as decree

FOUNDED = datetime(2026, 4, 6, 17)
"""Midnight of 2026-04-07 in Asia/Krasnoyarsk, as naive UTC: the decree is in force, the centre exists."""

STARTED, LOADED = "demo_started", "demo_loaded"
PARTNER = "demo-partner"
ENDS_AT_HOUR = 1
"""The seed's last moment is 08:00 local time of its day, 01:00 UTC."""

Progress = Callable[[str, int, int], None]


class NotEmpty(RuntimeError):
    """The database holds data that the seed did not write."""


@dataclass(frozen=True)
class DemoAccount:
    """A demo login with its generated password, for `var/demo-accounts.json`; a client has a secret instead."""

    login: str
    password: str
    roles: tuple[str, ...]
    full_name: str
    is_client: bool = False

    def shown(self) -> dict[str, Any]:
        """The account as it is written into the file."""
        if self.is_client:
            return {"clientId": self.login, "clientSecret": self.password}
        return {
            "login": self.login,
            "password": self.password,
            "roles": list(self.roles),
            "fullName": self.full_name,
        }


async def is_loaded(office: Office) -> bool:
    """Whether the demo stands whole. Raises: NotEmpty where the database holds something else, or half a demo of ours
    that must be dropped first (`is_unfinished`)."""
    settings = office.reference.snapshot.collections["settings"]
    if LOADED in settings:
        return True
    if STARTED not in settings and any(office.reference.snapshot.collections.values()):
        raise NotEmpty("The database holds other data; the demo municipality is never loaded beside it.")
    return False


async def is_unfinished(office: Office) -> bool:
    """Whether a load of the demo began here and never ended."""
    settings = office.reference.snapshot.collections["settings"]
    return STARTED in settings and LOADED not in settings


class Loader:
    """Loads one demo municipality. `passwords` draws the demo passwords; everything else follows from day and seed."""

    def __init__(self, office: Office, *, today: date, seed: int, passwords: random.Random) -> None:
        self._office = office
        self._plan_of = (today, seed)
        self._now = datetime(today.year, today.month, today.day, ENDS_AT_HOUR, tzinfo=UTC).replace(
            tzinfo=None
        )
        self._passwords = passwords
        self._principals: dict[str, tuple[datetime, Principal]] = {}
        self._ids: dict[str, str] = {}
        self._roles = {row["person_id"]: row["role"] for row in MEMBERSHIPS}

    async def load(self, progress: Progress) -> list[DemoAccount]:
        """Load everything; the demo accounts with their passwords."""
        plan = build_plan(*self._plan_of)
        await self._store([Setting(id=STARTED, value=self._plan_of[0].isoformat(), updated_at=FOUNDED)])
        await self._store(decree.records(FOUNDED))
        await self._store(municipality.records(FOUNDED))
        accounts = self._accounts()
        await self._store([record for record, _ in accounts])
        await self._centre(plan)
        for done, case in enumerate(plan.cases):
            if done % 50 == 0:
                progress("Обращения и инциденты", done, len(plan.cases))
            await self._case(case)
        progress("Обращения и инциденты", len(plan.cases), len(plan.cases))
        await self._store(
            [Setting(id=LOADED, value=self._plan_of[0].isoformat(), updated_at=self._now)], self._now
        )
        return [account for _, account in accounts]

    async def _store(self, records: Iterable[Record], now: datetime = FOUNDED) -> None:
        request = Request(load_records, None, now, facts={"records": list(records)})
        await self._office.changes.run_together([request])

    def _accounts(self) -> list[tuple[Account, DemoAccount]]:
        found = []
        for login, row in LOGINS.items():
            demo = DemoAccount(
                login, generate_password(self._passwords), tuple(row["roles"]), row["full_name"]
            )
            record = Account(
                id=f"account-{login}",
                login=login,
                password_hash=hash_password(demo.password),
                person_id=row["person_id"],
                is_demo=True,
                updated_at=FOUNDED,
            )
            found.append((record, demo))
        secret = generate_password(self._passwords)
        client = Account(
            id=f"account-{PARTNER}",
            login=PARTNER,
            client_name="Демонстрационная система партнёра",
            client_system="DEMO_PARTNER",
            client_secret_hash=hash_password(secret),
            is_demo=True,
            updated_at=FOUNDED,
        )
        found.append((client, DemoAccount(PARTNER, secret, ("INTEGRATION",), "", is_client=True)))
        return found

    async def _centre(self, plan: Plan) -> None:
        await self._store(
            [CuratorAbsence(**row, updated_at=row["starts_at"], is_demo=True) for row in plan.absences],
            FOUNDED,
        )
        for row in plan.meetings:
            await self._store([Meeting(**row, updated_at=FOUNDED, is_demo=True)], FOUNDED)
        for protocol in plan.protocols:
            await self._protocol(protocol)
        for assignment in plan.assignments:
            await self._assignment(assignment)

    async def _protocol(self, plan: ProtocolPlan) -> None:
        protocol_id: str | None = None
        for step in plan.steps:
            outcome = await self._act(step, protocol_id)
            protocol_id = outcome.id
        assert protocol_id is not None
        self._ids[plan.key] = protocol_id

    async def _assignment(self, plan: AssignmentPlan) -> None:
        """Find the assignment that dispatching issued, and live its life."""
        head = await self._principal("person-head", self._now)
        page = await self._office.access.page(
            ASSIGNMENTS,
            head,
            self._now,
            order=ASSIGNMENTS.order(None, None),
            window=Window(first=100),
            where={"protocol_id": self._ids[plan.protocol_key]},
        )
        issued = sorted(page.rows, key=lambda row: str(row["number"]))
        for step in plan.steps:
            await self._act(step, issued[plan.index]["_id"])

    async def _case(self, plan: CasePlan) -> None:
        if plan.via == "import":
            steps = [self._past(step) for step in plan.steps]
            request = Request(import_case, None, plan.steps[-1].at, facts={"steps": steps})
            record = (await self._office.changes.run_together([request]))[0].record
            assert record is not None
            self._ids[plan.key] = record.id
            return
        first, *later = plan.steps
        case = await self._act(first, None)
        self._ids[plan.key] = case.id
        if later:
            requests = [await self._request(step, case.id) for step in later]
            await self._office.changes.run_together(requests)

    def _past(self, step: Step) -> PastStep:
        role = self._roles.get(step.person_id or "", "NONE")
        return PastStep(step.event, step.at, step.person_id, role, self._facts(step.facts))

    async def _act(self, step: Step, target_id: str | None) -> Any:
        request = await self._request(step, target_id)
        return (await self._office.changes.run_together([request]))[0].record

    async def _request(self, step: Step, target_id: str | None) -> Request:
        assert step.person_id is not None
        who = await self._principal(step.person_id, step.at)
        return Request(operations()[step.event], who, step.at, target_id, facts=self._facts(step.facts))

    async def _principal(self, person_id: str, now: datetime) -> Principal:
        """The principal that a person was at a moment; kept while neither time nor reference data moved on."""
        known = self._principals.get(person_id)
        version = self._office.reference.snapshot.version
        if known is not None and known[0] <= now < known[1].expires_at and known[1].version == version:
            return known[1]
        login = next(login for login, row in LOGINS.items() if row["person_id"] == person_id)
        who = await self._office.principals.current(f"account-{login}", now)
        self._principals[person_id] = (now, who)
        return who

    def _facts(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Facts of a step with the keys of other plans replaced by the ids that those became."""
        found = dict(facts)
        if "into_key" in found:
            found["into_id"] = self._ids.get(found.pop("into_key"))
        return found
