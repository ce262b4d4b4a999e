"""Loads the decree and the demo municipality into an empty database, through the same operations as everybody uses."""

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from auth.crypto.passwords import generate_password, hash_password
from auth.crypto.tokens import refresh_digest
from documents.accounts.clients import OFFERED
from documents.assignments.resource import ASSIGNMENTS
from documents.cases.resource import CASES
from documents.container import Container
from documents.exports.keeping import ask_export
from documents.exports.rules import rights_of
from documents.installation.releases import CURRENT, note_release
from documents.kernel.read.paging import Window
from documents.kernel.write.counters import next_number
from documents.kernel.write.runner import Request
from documents.kernel.write.stamping import Positions, note_head
from documents.loading.operations import load_rows
from documents.meetings.numbers import MEETINGS, PROPOSALS, Numbered
from documents.notifications.past import tell_of_past
from documents.saved_filters.keeping import save_filter
from documents.watching.keeping import watch
from seed.batches import in_turn
from seed.decree import records as decree
from seed.municipality import records as municipality
from seed.municipality.people import LOGINS
from seed.municipality.plans import build_plan
from seed.municipality.plans.notes import watched
from seed.municipality.plans.saved import EXPORTS, SAVED
from seed.municipality.plans.sources import CASE_KEYS
from seed.partner import NARROWED, register_of_partner, store_deliveries
from seed.shapes import (
    CANCELS_KEYS,
    Affair,
    ProtocolPlan,
    SeedPlan,
    assignment_key,
)
from seed.working import FOUNDED, PARTNER, People

TOLD_OF = timedelta(days=7)
"""Of so many last days people of the demo have been told what concerns them."""

REGISTERED = {"StreamHead": "query StreamHead { eventsHead }"}
"""What the partner of the demo may ask for by its hash, beside whatever it writes itself: name and text."""

CASES_TOLD = "Messages, appeals and incidents"
STARTED, LOADED = "demo_started", "demo_loaded"
ERRATUM = "draft_erratum"
ENDS_AT_HOUR = 1
"""The seed's last moment is 08:00 local time of its day, 01:00 UTC."""

Progress = Callable[[str, int, int], None]


class NotEmpty(RuntimeError):
    """The database holds data that the seed did not write."""


CHOSEN: Mapping[str, Mapping[str, Any]] = {
    "open311Channels": {"value": ["EDDS"], "note": "Через Open311 сообщения передаёт дежурная служба."}
}
"""What the demo municipality has chosen in the place of the usual: setting → fields of its row."""

KEY_BITS, BITS_OF_A_DIGIT = 256, 4


@dataclass(frozen=True)
class DemoAccount:
    """A demo login with its generated password, for `var/demo-accounts.json`; a client has a secret instead."""

    login: str
    password: str
    roles: tuple[str, ...]
    full_name: str
    is_client: bool = False
    api_key: str | None = None

    def shown(self) -> dict[str, Any]:
        """Return the account as it is written into the file."""
        if self.is_client:
            return {"clientId": self.login, "clientSecret": self.password, "apiKey": self.api_key}
        return {
            "login": self.login,
            "password": self.password,
            "roles": list(self.roles),
            "fullName": self.full_name,
        }


async def is_loaded(container: Container) -> bool:
    """Return whether the demo stands whole. Raises: NotEmpty where the database holds something else, or half a demo of ours
    that must be dropped first (`is_unfinished`)."""
    settings = container.reference.snapshot.collections["settings"]
    if LOADED in settings:
        return True
    if STARTED not in settings and any(container.reference.snapshot.collections.values()):
        raise NotEmpty("The database holds other data; the demo municipality is never loaded beside it.")
    return False


async def is_unfinished(container: Container) -> bool:
    """Return whether a load of the demo began here and never ended."""
    settings = container.reference.snapshot.collections["settings"]
    return STARTED in settings and LOADED not in settings


class Loader:
    """Loads one demo municipality. `passwords` draws the demo passwords; everything else follows from day and seed."""

    def __init__(self, container: Container, *, today: date, seed: int, passwords: random.Random) -> None:
        self._positions = Positions()
        self._container = replace(container, runner=container.runner.alone(self._positions))
        self._plan_of = (today, seed)
        self._now = datetime(today.year, today.month, today.day, ENDS_AT_HOUR, tzinfo=UTC).replace(
            tzinfo=None
        )
        self._passwords = passwords
        self._people = People(self._container)
        self._protocols: dict[str, str] = {}

    async def load(self, progress: Progress) -> list[DemoAccount]:
        """Load everything; the demo accounts with their passwords."""
        plan = build_plan(*self._plan_of)
        day = self._plan_of[0].isoformat()
        await note_release(self._container.store, CURRENT, self._now)
        await self._store([("settings", {"id": STARTED, "value": day})])
        await self._store((name, {**row, **CHOSEN.get(row["id"], {})}) for name, row in decree.rows())
        await self._store(municipality.rows())
        accounts = self._accounts()
        await self._store([("accounts", row) for row in (*(one for one, _ in accounts), NARROWED)])
        await self._center(plan)
        done, last = 0, len(plan.cases)
        progress(CASES_TOLD, done, last)
        for one in in_turn(plan.cases, plan.affairs):
            if isinstance(one, Affair):
                await self._people.affair(one)
                continue
            await self._people.cases(one)
            done += len(one)
            progress(CASES_TOLD, done, last)
        await self._meetings(plan)
        webhook_id = await register_of_partner(self._container, PARTNER, self._now)
        await self._store([("settings", {"id": LOADED, "value": day})], self._now)
        await note_head(self._container.store, self._positions.last)
        for person_id, key in watched(plan.cases):
            await watch(self._container.store, person_id, self._people.ids[key], self._now - TOLD_OF)
        snapshot = await self._container.reference.refresh()
        await self._kept_by_people()
        await store_deliveries(self._container, webhook_id, PARTNER, self._now)
        await tell_of_past(self._container.store, snapshot, since=self._now - TOLD_OF, now=self._now)
        return [account for _, account in accounts]

    async def _kept_by_people(self) -> None:
        """Filters that they have saved, and lists that they want in files."""
        container = self._container
        for owner_id, title, role, given in SAVED:
            filter_id = container.runner.new_id()
            await save_filter(
                container.store, filter_id, owner_id, title=title, given=given, role=role, now=self._now
            )
        for login, list_name, form, given, columns in EXPORTS:
            who = await container.principals.current(f"account-{login}", self._now)
            await ask_export(
                container.store,
                container.runner.new_id(),
                account_id=who.account_id,
                scope=None,
                rights=rights_of(who),
                list_name=list_name,
                given=given,
                columns=columns,
                form=form,
                now=self._now,
            )

    async def _store(self, rows: Iterable[tuple[str, dict[str, Any]]], now: datetime = FOUNDED) -> None:
        request = Request(load_rows, None, now, facts={"rows": list(rows), "updated_at": now})
        await self._container.runner.run_together([request])

    def _accounts(self) -> list[tuple[dict[str, Any], DemoAccount]]:
        found = []
        for login, row in LOGINS.items():
            demo = DemoAccount(
                login, generate_password(self._passwords), tuple(row["roles"]), row["full_name"]
            )
            account = {
                "id": f"account-{login}",
                "login": login,
                "password_hash": hash_password(demo.password),
                "person_id": row["person_id"],
                "is_demo": True,
            }
            found.append((account, demo))
        secret = generate_password(self._passwords)
        key = f"{self._passwords.getrandbits(KEY_BITS):0{KEY_BITS // BITS_OF_A_DIGIT}x}"
        client = {
            "id": f"account-{PARTNER}",
            "login": PARTNER,
            "client_name": "Демонстрационная система партнёра",
            "client_owner": "Демонстрационный партнёр",
            "client_system": "DEMO_PARTNER",
            "client_actions": [action.value for action in OFFERED],
            "client_secret_hash": hash_password(secret),
            "client_key_digests": [refresh_digest(key)],
            "client_documents": [
                {"hash": sha256(text.encode()).hexdigest(), "name": name} for name, text in REGISTERED.items()
            ],
            "client_texts": [*REGISTERED.values()],
            "is_demo": True,
        }
        found.append(
            (client, DemoAccount(PARTNER, secret, ("INTEGRATION",), "", is_client=True, api_key=key))
        )
        return found

    async def _center(self, plan: SeedPlan) -> None:
        for appointment in plan.appointments:
            facts = {**appointment.step.facts}
            # What ends an appointment of the demo is of the demo by itself.
            facts |= {"is_demo": True} if appointment.target_id is None else {}
            await self._people.act(replace(appointment.step, facts=facts), appointment.target_id)
        for row in plan.absences:
            await self._store([("absences", {**row, "is_demo": True})], row["starts_at"])

    async def _meetings(self, plan: SeedPlan) -> None:
        """Store the meetings, and write their protocols: after the cases that their questions came from."""
        for row in plan.meetings:
            agenda = [await self._question(one) for one in row["agenda"]]
            stored = {**row, "agenda": agenda, "is_demo": True}
            # Told as of the day it was planned for, or of today for those still to come.
            stored["number"] = await self._number(row["planned_at"], MEETINGS)
            await self._store([("meetings", stored)], min(row["planned_at"], self._now))
        for row in plan.proposals:
            number = await self._number(row["submitted_at"], PROPOSALS)
            proposal = {**row, "number": number, "is_demo": True}
            await self._store([("member_proposals", proposal)], row["decided_at"] or row["submitted_at"])
        for row in plan.conferences:
            told_at = datetime.fromisoformat(row["held_on"]) + timedelta(hours=12)
            await self._store([("conferences", {**row, "is_demo": True})], told_at)
        for protocol in plan.protocols:
            await self._protocol(protocol)

    async def _question(self, question: dict[str, Any]) -> dict[str, Any]:
        found = {name: value for name, value in question.items() if name != CASE_KEYS}
        ids = [self._people.ids[key] for key in question.get(CASE_KEYS, ())]
        head = await self._people.principal("person-head", self._now)
        cases = await self._container.access.many(CASES, head, self._now, ids=ids, fields=frozenset({"kind"}))
        come = [{"type": str(cases[one]["__type"]), "id": one} for one in ids]
        return {**found, "sources": [*come, *question.get("sources", ())]}

    async def _number(self, moment: datetime, kind: Numbered) -> str:
        """The next number of the series that goes on after the demo."""
        snapshot, store = self._container.reference.snapshot, self._container.store
        return await kind.next(snapshot, moment, lambda series: next_number(store, series))

    async def _protocol(self, plan: ProtocolPlan) -> None:
        begun, *later = plan.steps
        items = [self._item(one) for one in plan.items]
        about = {"meeting_id": plan.meeting_id}
        if begun.event == ERRATUM:
            about = {"protocol_id": self._protocols[plan.meeting_id]}
        text = {**begun.facts, **about, "items": items, "is_demo": True}
        protocol_id = (await self._people.act(replace(begun, facts=text), None)).id
        self._protocols.setdefault(plan.meeting_id, protocol_id)
        for step in later:
            await self._people.act(step, protocol_id)
        if plan.steps[-1].event != "dispatch_protocol":
            return
        head = await self._people.principal("person-head", self._now)
        page = await self._container.access.page(
            ASSIGNMENTS,
            head,
            self._now,
            order=ASSIGNMENTS.order(None, None),
            window=Window(first=100),
            where={"protocol_id": protocol_id},
        )
        issued = sorted(page.rows, key=lambda row: str(row["number"]))
        for index, row in enumerate(issued):
            self._people.ids[assignment_key(plan.meeting_id, index)] = row["_id"]
        for assignment in plan.assignments:
            for step in assignment.steps:
                await self._people.act(step, issued[assignment.index]["_id"])

    def _item(self, item: Mapping[str, Any]) -> dict[str, Any]:
        return {**item, "decisions": [self._decision(one) for one in item["decisions"]]}

    def _decision(self, decision: Mapping[str, Any]) -> dict[str, Any]:
        found = {name: value for name, value in decision.items() if name != CANCELS_KEYS}
        return {**found, "cancels_ids": [self._people.ids[one] for one in decision.get(CANCELS_KEYS, ())]}
