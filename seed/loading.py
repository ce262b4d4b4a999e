"""Loads the decree and the demo municipality into an empty database, through the same operations as everybody uses."""

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from auth.crypto.passwords import generate_password, hash_password
from auth.principal import Principal
from documents.accounts.clients import OFFERED
from documents.assignments.resource import ASSIGNMENTS
from documents.cases.resource import CASES
from documents.cases.routed import present_link
from documents.container import Container
from documents.exports.keeping import ask_export
from documents.exports.rules import rights_of
from documents.imports.operations import PastStep, import_case
from documents.installation.releases import CURRENT, note_release
from documents.kernel.read.paging import Window
from documents.kernel.write.counters import next_number
from documents.kernel.write.events import GUEST, SYSTEM
from documents.kernel.write.operation import operations
from documents.kernel.write.runner import Request
from documents.kernel.write.stamping import Positions, note_head
from documents.loading.operations import load_rows
from documents.meetings.numbers import MEETINGS, PROPOSALS, Numbered
from documents.notifications.past import tell_of_past
from documents.privacy.contacts import PHONE, normal_phone
from documents.saved_filters.keeping import save_filter
from documents.watching.keeping import watch
from seed.decree import records as decree
from seed.municipality import records as municipality
from seed.municipality.people import LOGINS, MEMBERSHIPS
from seed.municipality.plans import build_plan
from seed.municipality.plans.attachments import DRAWING
from seed.municipality.plans.hands import PARTNER as PARTNERS_HAND
from seed.municipality.plans.linked import MERGED_KEY
from seed.municipality.plans.notes import OTHER_KEY, watched
from seed.municipality.plans.saved import EXPORTS, SAVED
from seed.municipality.plans.sources import CASE_KEYS
from seed.municipality.uploads import upload
from seed.shapes import (
    CANCELS_KEYS,
    Affair,
    CasePlan,
    PlannedStep,
    ProtocolPlan,
    SeedPlan,
    assignment_key,
)

FOUNDED = datetime(2026, 4, 6, 17)
"""Midnight of 2026-04-07 in Asia/Krasnoyarsk, as naive UTC: the decree is in force, the center exists."""

TOLD_OF = timedelta(days=7)
"""Of so many last days people of the demo have been told what concerns them."""

STARTED, LOADED = "demo_started", "demo_loaded"
PARTNER = "demo-partner"
REGISTERING = ("register_submission", "register_incident")
BY_THE_WORKER = frozenset({"note_link_sent"})
"""What nobody with an account does is done by who followed the link of the case, but for this."""

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
        """Return the account as it is written into the file."""
        if self.is_client:
            return {"clientId": self.login, "clientSecret": self.password}
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
        self._principals: dict[str, tuple[datetime, Principal]] = {}
        self._ids: dict[str, str] = {}
        self._links: dict[str, str] = {}
        self._files: dict[int, str] = {}
        self._roles = {row["person_id"]: row["role"] for row in MEMBERSHIPS}

    async def load(self, progress: Progress) -> list[DemoAccount]:
        """Load everything; the demo accounts with their passwords."""
        plan = build_plan(*self._plan_of)
        day = self._plan_of[0].isoformat()
        await note_release(self._container.store, CURRENT, self._now)
        await self._store([("settings", {"id": STARTED, "value": day})])
        await self._store(decree.rows())
        await self._store(municipality.rows())
        accounts = self._accounts()
        await self._store([("accounts", row) for row, _ in accounts])
        await self._center(plan)
        affairs = list(plan.affairs)
        for done, case in enumerate(plan.cases):
            while affairs and affairs[0].step.at < case.steps[0].at:
                await self._affair(affairs.pop(0))
            if done % 50 == 0:
                progress("Messages, appeals and incidents", done, len(plan.cases))
            await self._case(case)
        for affair in affairs:
            await self._affair(affair)
        progress("Messages, appeals and incidents", len(plan.cases), len(plan.cases))
        await self._meetings(plan)
        await self._store([("settings", {"id": LOADED, "value": day})], self._now)
        await note_head(self._container.store, self._positions.last)
        for person_id, key in watched(plan.cases):
            await watch(self._container.store, person_id, self._ids[key], self._now - TOLD_OF)
        snapshot = await self._container.reference.refresh()
        await self._kept_by_people()
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
        client = {
            "id": f"account-{PARTNER}",
            "login": PARTNER,
            "client_name": "Демонстрационная система партнёра",
            "client_owner": "Демонстрационный партнёр",
            "client_system": "DEMO_PARTNER",
            "client_actions": [action.value for action in OFFERED],
            "client_secret_hash": hash_password(secret),
            "is_demo": True,
        }
        found.append((client, DemoAccount(PARTNER, secret, ("INTEGRATION",), "", is_client=True)))
        return found

    async def _center(self, plan: SeedPlan) -> None:
        for appointment in plan.appointments:
            facts = {**appointment.step.facts}
            # What ends an appointment of the demo is of the demo by itself.
            facts |= {"is_demo": True} if appointment.target_id is None else {}
            await self._act(replace(appointment.step, facts=facts), appointment.target_id)
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
        ids = [self._ids[key] for key in question.get(CASE_KEYS, ())]
        head = await self._principal("person-head", self._now)
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
        text = {**begun.facts, "meeting_id": plan.meeting_id, "items": items, "is_demo": True}
        protocol_id = (await self._act(replace(begun, facts=text), None)).id
        for step in later:
            await self._act(step, protocol_id)
        if plan.steps[-1].event != "dispatch_protocol":
            return
        head = await self._principal("person-head", self._now)
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
            self._ids[assignment_key(plan.meeting_id, index)] = row["_id"]
        for assignment in plan.assignments:
            for step in assignment.steps:
                await self._act(step, issued[assignment.index]["_id"])

    def _item(self, item: Mapping[str, Any]) -> dict[str, Any]:
        return {**item, "decisions": [self._decision(one) for one in item["decisions"]]}

    def _decision(self, decision: Mapping[str, Any]) -> dict[str, Any]:
        found = {name: value for name, value in decision.items() if name != CANCELS_KEYS}
        return {**found, "cancels_ids": [self._ids[one] for one in decision.get(CANCELS_KEYS, ())]}

    async def _case(self, plan: CasePlan) -> None:
        repeated = self._ids.get(plan.repeat_of or "")
        if plan.via == "import":
            steps = [self._past(step, repeated) for step in plan.steps]
            request = Request(import_case, None, plan.steps[-1].at, facts={"steps": steps})
            record = (await self._container.runner.run_together([request]))[0].record
            assert record is not None
            self._ids[plan.key] = record.id
            return
        first, *later = plan.steps
        case = await self._act(first, None, repeated)
        self._ids[plan.key] = case.id
        if later:
            requests = [await self._request(step, case.id) for step in later]
            await self._container.runner.run_together(requests)

    async def _affair(self, affair: Affair) -> None:
        target_id = self._ids[affair.on_key] if affair.on_key is not None else affair.target_id
        step = await self._with_file(affair.step)
        by_link = step.person_id is None and target_id is not None
        record = await (self._by_link(step, target_id or "") if by_link else self._act(step, target_id))
        if affair.key is not None:
            self._ids[affair.key] = record.id
        # Cases alone are routed.
        link = present_link(getattr(record, "routings", ()))
        if link is not None:
            self._links[record.id] = link.digest

    async def _by_link(self, step: PlannedStep, target_id: str) -> Any:
        """What is done with the link of a case where nobody with an account acts."""
        runner = self._container.runner.in_the_name_of(SYSTEM if step.event in BY_THE_WORKER else GUEST)
        facts = {**step.facts, "digest": self._links[target_id]}
        request = Request(operations()[step.event], None, step.at, target_id, facts=facts)
        return (await runner.run_together([request]))[0].record

    async def _with_file(self, step: PlannedStep) -> PlannedStep:
        """The step with the file that its drawing became: uploaded by who attaches it, when it is first named."""
        number = step.facts.get(DRAWING)
        if number is None:
            return step
        assert step.person_id is not None
        if number not in self._files:
            who = await self._principal(step.person_id, step.at)
            self._files[number] = await upload(self._container, who, number, step.at)
        given = {key: value for key, value in step.facts.items() if key != DRAWING}
        file_id = self._files[number]
        held = {"file_ids": [file_id]} if step.event == "record_delivery" else {"file_id": file_id}
        return replace(step, facts={**given, **held})

    def _past(self, step: PlannedStep, repeated: str | None) -> PastStep:
        # Before the center there were no roles of it; the person acted as what he was.
        role = self._roles.get(step.person_id or "", "NONE") if step.at >= FOUNDED else "NONE"
        return PastStep(step.event, step.at, step.person_id, role, self._facts(step, repeated))

    async def _act(self, step: PlannedStep, target_id: str | None, repeated: str | None = None) -> Any:
        request = await self._request(step, target_id, repeated)
        return (await self._container.runner.run_together([request]))[0].record

    async def _request(
        self, step: PlannedStep, target_id: str | None, repeated: str | None = None
    ) -> Request:
        assert step.person_id is not None
        who = await self._principal(step.person_id, step.at)
        return Request(operations()[step.event], who, step.at, target_id, facts=self._facts(step, repeated))

    async def _principal(self, person_id: str, now: datetime) -> Principal:
        """The principal that a person was at a moment; kept while neither time nor reference data moved on."""
        known = self._principals.get(person_id)
        version = self._container.reference.snapshot.version
        if known is not None and known[0] <= now < known[1].expires_at and known[1].version == version:
            return known[1]
        login = _login_of(person_id)
        who = await self._container.principals.current(f"account-{login}", now)
        self._principals[person_id] = (now, who)
        return who

    def _facts(self, step: PlannedStep, repeated: str | None) -> dict[str, Any]:
        """Facts of a step with the keys of other plans replaced by the ids that those became."""
        found = dict(step.facts)
        if "into_key" in found:
            found["into_id"] = self._ids[found.pop("into_key")]
        if OTHER_KEY in found:
            found["other_id"] = self._ids[found.pop(OTHER_KEY)]
        if MERGED_KEY in found:
            found["merged_case_id"] = self._ids[found.pop(MERGED_KEY)]
        if "phone" in found:
            # A search is noted by its mark; the vault alone can make that.
            assert self._container.vault is not None
            found["marks"] = [self._container.vault.mark(PHONE, normal_phone(found.pop("phone")) or "")]
        if step.event in REGISTERING:
            found |= {"is_demo": True, "repeat_of_id": repeated}
        return found


def _login_of(hand: str) -> str:
    return (
        PARTNER
        if hand == PARTNERS_HAND
        else next(name for name, row in LOGINS.items() if row["person_id"] == hand)
    )
