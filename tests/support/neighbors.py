"""Several server processes over one town, the container of the test process beside them, and people who ask each."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from api.clock import utc_now
from auth.actions import Action
from documents.kernel.ids import global_id
from documents.kernel.record import Record
from documents.kernel.write.change import Change
from documents.kernel.write.operation import Effect, Operation
from documents.kernel.write.runner import Request
from documents.loading.operations import LOADED
from documents.meetings.document import Meeting, Participant
from documents.protocols.document import Decision, Item, Ordered, Protocol
from tests.support import web
from tests.support.passwords import hashed
from tests.support.serving import LOOK_SECONDS, serving
from tests.support.town import Town, open_town

PASSWORD = "correct horse battery"
PATIENCE_SECONDS = 20
"""After so long a test gives a condition up; no promise, only an end."""


@dataclass
class Server:
    """One server process, asked over HTTP."""

    url: str
    http: httpx.AsyncClient
    tokens: dict[str, str] = field(default_factory=dict)
    signing_in: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Many that ask at once are signed in once: until it has ended, a sign-in counts as a wrong guess."""

    async def sign_in(self, login: str) -> None:
        """Open a session here; its token is good at every server of the town."""
        form = {"grant_type": "password", "username": login, "password": PASSWORD}
        answer = await self.http.post(f"{self.url}/auth/token", data=form)
        self.tokens[login] = answer.raise_for_status().json()["access_token"]

    async def answer(self, login: str, query: str, **variables: Any) -> httpx.Response:
        """The answer as it came."""
        async with self.signing_in:
            if login not in self.tokens:
                await self.sign_in(login)
        return await self.http.post(
            f"{self.url}/graphql",
            json={"query": query, "variables": variables},
            headers={"Authorization": f"Bearer {self.tokens[login]}"},
        )

    async def data(self, login: str, query: str, **variables: Any) -> dict[str, Any]:
        """The data of a query that nobody refuses."""
        answer = await self.answer(login, query, **variables)
        body: dict[str, Any] = answer.json()
        assert "errors" not in body, body["errors"]
        found: dict[str, Any] = body["data"]
        return found

    async def code(self, login: str, query: str, **variables: Any) -> str:
        """The code of the first top-level error; `ANSWERED` where there is none."""
        errors = (await self.answer(login, query, **variables)).json().get("errors")
        return str(errors[0]["extensions"]["code"]) if errors else "ANSWERED"


@dataclass
class Neighbors:
    """A town with two servers. `tokens` are shared: somebody is signed in once, at the first."""

    town: Town
    first: Server
    second: Server

    @property
    def both(self) -> tuple[Server, Server]:
        """Both servers."""
        return self.first, self.second

    async def alter(self, kind: type[Record], record_id: str, **sets: Any) -> None:
        """Change a document in the process of the test, a third one beside the servers."""
        await alter(self.town, kind, record_id, **sets)

    async def trace(self) -> Mapping[str, int]:
        """How many cases and events there are: a refusal adds to neither."""
        names = ("cases", "events", "absences")
        return {name: await self.town.store.collection(name).count_documents({}) for name in names}


async def alter(town: Town, kind: type[Record], record_id: str, **sets: Any) -> None:
    """Change a document through the container of this process, as the administrator's mutations will."""

    async def body(change: Change) -> None:
        found = await change.get(kind, record_id)
        assert found is not None
        await change.save(found, LOADED[kind], **sets)

    altering = Operation("alter", Action.REFERENCE_MANAGE, Record, body, effect=Effect.CREATES)
    await town.container.runner.run_together([Request(altering, None, utc_now())])


async def seconds_stale(ask: Callable[[Server], Awaitable[Any]], wanted: Any, *servers: Server) -> float:
    """Ask the servers side by side until each answers `wanted`; how long after the start the last other answer of any
    of them was asked for.

    The moment of asking is what a promise binds: however slow machine and answer, whoever asks later is told the new.
    """
    started_at = time.monotonic()

    async def last_stale(server: Server) -> float:
        last = 0.0
        while True:
            asked_at = time.monotonic() - started_at
            found = await ask(server)
            if found == wanted:
                return last
            assert asked_at < PATIENCE_SECONDS, f"still {found!r}, not {wanted!r}"
            last = asked_at
            await asyncio.sleep(LOOK_SECONDS)

    return max(await asyncio.gather(*(last_stale(server) for server in servers)))


@contextlib.asynccontextmanager
async def neighbors(
    store_url: str, database: str, var_dir: Path, **environment: str
) -> AsyncIterator[Neighbors]:
    """Found a town in an empty database and serve it twice while the block runs; everybody may sign in. `environment` holds
    settings of both."""
    town = await open_town(store_url, database)
    await _settle(town)
    tokens: dict[str, str] = {}
    signing_in = asyncio.Lock()
    async with AsyncExitStack() as later:
        processes = later.enter_context(ExitStack())
        servers = []
        for _ in range(2):
            url = processes.enter_context(serving(store_url, var_dir, PULT_DATABASE=database, **environment))
            http = await later.enter_async_context(httpx.AsyncClient(verify=web.NO_AUTHORITIES, timeout=30))
            servers.append(Server(url, http, tokens, signing_in))
        try:
            yield Neighbors(town, *servers)
        finally:
            processes.close()
            await town.store.drop()
            await town.store.close()


async def _settle(town: Town) -> None:
    """Give everybody a password and roles that hold by the clock of the servers."""
    password_hash, since = hashed(PASSWORD), utc_now() - timedelta(days=30)
    await town.store.collection("accounts").update_many({}, {"$set": {"password_hash": password_hash}})
    await town.store.collection("memberships").update_many({}, {"$set": {"valid_from": since}})
    await town.container.reference.refresh()


def papers_to_sign(name: str) -> list[Record]:
    """A held meeting, and its protocol, which waits for its signature."""
    now = utc_now()
    day, people = now.date().isoformat(), ["person-curator", "person-head"]
    at: dict[str, Any] = {"id": name, "updated_at": now, "secretary_id": "person-pos"}
    ordered = Ordered(
        text="Засыпать",
        responsible_id="person-assignee",
        organization_id="roads",
        due_on=(now + timedelta(days=20)).date().isoformat(),
    )
    records: list[Record] = [
        Meeting(
            **at,
            number=f"З-{name}",
            form="IN_PERSON",
            status="HELD",
            title="О дорогах",
            planned_at=now,
            held_on=day,
            participants=[Participant(person_id=one, full_name=one) for one in people],
        ),
        Protocol(
            **at,
            meeting_id=name,
            meeting_number=f"З-{name}",
            year=now.year,
            date=day,
            form="IN_PERSON",
            status="READY_FOR_SIGNATURE",
            participant_ids=people,
            items=[
                Item(
                    order=1,
                    title="Ямы",
                    heard="Доклад",
                    decisions=[Decision(no="1.1", text="Поручить", assignments=[ordered])],
                )
            ],
        ),
    ]
    for record in records:
        record.derive()
    return records


async def ready_protocol(town: Town, name: str) -> str:
    """The global id of a protocol that waits for its signature."""
    for record in papers_to_sign(name):
        await town.store.collection(record.collection_name()).insert_one(record.to_row())
    return global_id("Protocol", name)
