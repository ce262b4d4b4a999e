"""The small town behind a real server process, and its people and its partner's client asking over HTTP."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import httpx
import pymongo

from tests.support import web
from tests.support.passwords import hashed
from tests.support.programs import Program
from tests.support.serving import LOOK_SECONDS, served_program
from tests.support.standing import standing_town
from tests.support.store import database_url

PASSWORD = "семь вёрст до небес"
SECRET = "partner secret: with/strange+signs"
WITHIN_SECONDS = 2.0
"""In which every token of who is blocked stops, whatever process is asked (contract §1)."""


@dataclass
class ServedTown:
    """A running server over the town: everybody has the same password, the client its secret."""

    url: str
    database: pymongo.database.Database[dict[str, Any]]
    tokens: dict[str, str] = field(default_factory=dict)
    program: Program | None = None
    store_address: str = ""
    var_dir: Path = Path()

    @property
    def log(self) -> str:
        """What the server has written until now."""
        assert self.program is not None
        return self.program.written

    def sign_in(self, login: str, password: str = PASSWORD, **headers: str) -> httpx.Response:
        """The token door's answer to a password."""
        form = {"grant_type": "password", "username": login, "password": password}
        return web.post(f"{self.url}/auth/token", data=form, headers=headers, timeout=20)

    def as_client(self, client_id: str = "partner", secret: str = SECRET, **form: str) -> httpx.Response:
        """The token door's answer to a client's secret."""
        given = {"grant_type": "client_credentials", **form}
        encoded = (quote_plus(client_id), quote_plus(secret))
        return web.post(f"{self.url}/auth/token", data=given, auth=encoded, timeout=20)

    def token(self, login: str) -> str:
        """An access token, kept for the next question."""
        if login not in self.tokens:
            answer = self.as_client() if login == "partner" else self.sign_in(login)
            self.tokens[login] = answer.raise_for_status().json()["access_token"]
        return self.tokens[login]

    def ask_with(self, token: str, query: str, **variables: Any) -> httpx.Response:
        """The answer to a document under a token."""
        return web.post(
            f"{self.url}/graphql",
            json={"query": query, "variables": variables},
            headers={"Authorization": f"Bearer {token}"},
            timeout=20,
        )

    def ask(self, login: str, query: str, **variables: Any) -> dict[str, Any]:
        """The body of the answer to somebody."""
        body: dict[str, Any] = self.ask_with(self.token(login), query, **variables).raise_for_status().json()
        return body

    def data(self, login: str, query: str, **variables: Any) -> dict[str, Any]:
        """The data of a document that nobody refuses."""
        body = self.ask(login, query, **variables)
        assert "errors" not in body, body["errors"]
        found: dict[str, Any] = body["data"]
        return found

    def act(self, login: str, name: str, shown: str, /, **given: Any) -> dict[str, Any]:
        """The payload of a mutation."""
        kind = f"{name[0].upper()}{name[1:]}Input"
        query = f"mutation($input: {kind}!) {{ {name}(input: $input) {{ {shown} errors {{ code path facts }} }} }}"
        payload: dict[str, Any] = self.data(login, query, input=given)[name]
        return payload

    def revoke(self, refresh_token: str) -> None:
        """End the session of a refresh token."""
        form = {"token": refresh_token}
        web.post(f"{self.url}/auth/revoke", data=form, timeout=20).raise_for_status()

    def is_heard(self, token: str) -> bool:
        """Whether a token still opens the door."""
        return self.ask_with(token, "{ __schema { queryType { name } } }").status_code == 200

    def falls_silent(self, token: str) -> None:
        """Wait until a token is refused. Raises: AssertionError after two seconds."""
        until(lambda: not self.is_heard(token), seconds=WITHIN_SECONDS)


def until(holds: Callable[[], bool], *, seconds: float) -> None:
    """Ask until something holds. Raises: AssertionError where it does not, asked after so many seconds.

    The moment of asking is what counts: however slow the machine, whoever asks later is told the new.
    """
    deadline, pause = time.monotonic() + seconds, threading.Event()
    while True:
        asked_at = time.monotonic()
        if holds():
            return
        assert asked_at < deadline, f"it does not hold after {seconds} s"
        # Asked without a pause, who asks and who answers take both cores from all others.
        pause.wait(LOOK_SECONDS)


@contextlib.contextmanager
def peopled_town(address: str, name: str) -> Iterator[pymongo.database.Database[dict[str, Any]]]:
    """The database of a town that nobody serves yet, whose people and client may sign in."""
    with standing_town(address, name) as database:
        database["accounts"].update_many(
            {"person_id": {"$ne": None}}, {"$set": {"password_hash": hashed(PASSWORD)}}
        )
        database["accounts"].update_one(
            {"_id": "account-partner"}, {"$set": {"client_secret_hash": hashed(SECRET)}}
        )
        yield database


@contextlib.contextmanager
def serving_town(store_url: str, name: str, var_dir: Path, **environment: str) -> Iterator[ServedTown]:
    """Serve a town of its own with `python -m api serve` while the block runs; `environment` are settings of it."""
    address = database_url(store_url, name)
    with (
        peopled_town(address, name) as database,
        served_program(address, var_dir, PULT_DATABASE=name, **environment) as (url, program),
    ):
        yield ServedTown(url, database, program=program, store_address=address, var_dir=var_dir)
