"""A hash made with other parameters is made anew at the next sign-in: every check costs the same again."""

from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher

from auth.crypto.passwords import needs_rehash, verify_password
from documents.accounts.hashes import renew_hash
from documents.kernel.store.connection import Store
from tests.support.server import PASSWORD, LiveServer

OLD = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)


async def _age(store: Store) -> None:
    """Give the person and the client hashes of another time."""
    accounts = store.collection("accounts")
    await accounts.update_one({"login": "anna"}, {"$set": {"password_hash": OLD}})
    await accounts.update_one({"login": "client"}, {"$set": {"client_secret_hash": OLD}})


async def _accounts(store: Store) -> dict[str, dict[str, Any]]:
    rows = await store.find("accounts", {}, at_most=10)
    # That a client was used today is noted in passing.
    return {row["login"]: {key: row[key] for key in row if key != "client_used_on"} for row in rows}


@pytest.fixture
def aged(own_server: LiveServer) -> LiveServer:
    """A server whose hashes were made with other parameters than today's."""
    own_server.do(_age)
    return own_server


def sign_in(server: LiveServer, login: str, secret: str = PASSWORD) -> httpx.Response:
    with server.client() as client:
        if login == "client":
            given = {"grant_type": "client_credentials"}
            return client.post("/auth/token", data=given, auth=(login, secret.replace(" ", "+")))
        form = {"grant_type": "password", "username": login, "password": secret}
        return client.post("/auth/token", data=form)


@pytest.mark.parametrize(("login", "name"), [("anna", "password_hash"), ("client", "client_secret_hash")])
def test_the_right_secret_renews_its_hash_and_changes_nothing_else(
    aged: LiveServer, login: str, name: str
) -> None:
    before = aged.do(_accounts)
    assert sign_in(aged, login).status_code == 200
    after = aged.do(_accounts)
    renewed = after[login][name]
    assert renewed != OLD
    assert not needs_rehash(renewed)
    assert verify_password(PASSWORD, renewed)
    assert after == {**before, login: {**before[login], name: renewed}}
    assert sign_in(aged, login).status_code == 200
    assert aged.do(_accounts) == after


@pytest.mark.parametrize("login", ["anna", "client"])
def test_a_wrong_secret_renews_nothing(aged: LiveServer, login: str) -> None:
    before = aged.do(_accounts)
    assert sign_in(aged, login, "wrong").status_code in {400, 401}
    assert aged.do(_accounts) == before


def test_a_password_that_was_changed_meanwhile_stays_changed(aged: LiveServer) -> None:
    async def renew_late(store: Store) -> bool:
        return await renew_hash(store, "account-anna", "password_hash", before="another", after="renewed")

    assert not aged.do(renew_late)
    assert aged.do(_accounts)["anna"]["password_hash"] == OLD


def test_nothing_but_a_hash_is_renewed(aged: LiveServer) -> None:
    async def promote(store: Store) -> bool:
        return await renew_hash(store, "account-anna", "person_id", before="anna", after="head")

    with pytest.raises(ValueError, match="person_id holds no hash"):
        aged.do(promote)
