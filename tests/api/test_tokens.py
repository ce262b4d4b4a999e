"""The token doors: grants, rotation, grace, reuse, revocation, lock-outs, equal cost."""

import concurrent.futures
import math
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.clock import utc_now
from api.keyring import KeysUnsafe, load_key_ring
from api.settings import Settings
from auth.crypto.passwords import verifications
from documents.accounts.rules import FREE_ATTEMPTS, GRACE_SECONDS
from documents.kernel.store.connection import Store
from tests.support.pauses import paused_for_long
from tests.support.served_town import WITHIN_SECONDS, until
from tests.support.server import PASSWORD, LiveServer

PATIENCE_SECONDS = 20


def grant(client: httpx.Client, **form: str) -> httpx.Response:
    return client.post("/auth/token", data=form)


def by_password(client: httpx.Client, login: str, password: str = PASSWORD) -> httpx.Response:
    return grant(client, grant_type="password", username=login, password=password)


def by_refresh(client: httpx.Client, token: str) -> httpx.Response:
    return grant(client, grant_type="refresh_token", refresh_token=token)


def who_am_i(client: httpx.Client, access_token: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {access_token}"}
    return client.post("/graphql", json={"query": "{ me }"}, headers=headers)


def test_a_password_buys_a_pair_of_tokens(client: httpx.Client) -> None:
    answer = by_password(client, "anna")
    told = answer.json()
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert (told["token_type"], told["expires_in"]) == ("Bearer", 600)
    assert who_am_i(client, told["access_token"]).json() == {"data": {"me": "account-anna"}}


def test_whatever_is_wrong_with_a_sign_in_is_told_alike_and_costs_one_verification(
    own_server: LiveServer,
) -> None:
    attempts = [
        ("anna", "wrong"),
        ("nobody", "wrong"),
        ("dismissed", PASSWORD),
        ("client", PASSWORD),
        ("nobody", ""),
    ]
    with own_server.client() as client:
        answers = []
        for login, password in attempts[:4]:
            before = verifications()
            answers.append(by_password(client, login, password))
            assert verifications() - before == 1, login
    assert {answer.status_code for answer in answers} == {400}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].json()["error"] == "invalid_grant"


def test_a_refused_scope_takes_no_refresh_token_and_an_empty_one_is_none(own_server: LiveServer) -> None:
    with own_server.client() as client:
        first = by_password(client, "anna").json()["refresh_token"]
        form = {"grant_type": "refresh_token", "refresh_token": first}
        assert grant(client, **form, scope="x y").json()["error"] == "invalid_scope"
        told = grant(client, **form, scope="").json()
    assert "scope" not in told
    assert told["refresh_token"] != first


def test_the_right_password_costs_one_verification_too(client: httpx.Client) -> None:
    before = verifications()
    by_password(client, "boris").raise_for_status()
    assert verifications() - before == 1


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({}, "invalid_request"),
        ({"grant_type": "implicit"}, "unsupported_grant_type"),
        ({"grant_type": "password", "username": "anna"}, "invalid_request"),
        ({"grant_type": "password", "password": "x"}, "invalid_request"),
        ({"grant_type": "password", "username": "anna", "password": "x" * 2_000}, "invalid_request"),
        ({"grant_type": "password", "username": "anna", "password": PASSWORD, "scope": "a"}, "invalid_scope"),
        ({"grant_type": "refresh_token", "refresh_token": "a.b.c", "scope": "x y"}, "invalid_scope"),
        ({"grant_type": "refresh_token"}, "invalid_request"),
        ({"grant_type": "refresh_token", "refresh_token": "nonsense"}, "invalid_grant"),
        ({"grant_type": "refresh_token", "refresh_token": "a.b.c"}, "invalid_grant"),
        ({"grant_type": "refresh_token", "refresh_token": "ы.b.c"}, "invalid_grant"),
    ],
)
def test_errors_are_those_of_the_rfc(client: httpx.Client, form: dict[str, str], error: str) -> None:
    answer = grant(client, **form)
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (b'{"grant_type": "password"}', "application/json"),
        (b"grant_type=password&grant_type=password", "application/x-www-form-urlencoded"),
        (b"grant_type=%FF", "application/x-www-form-urlencoded"),
        (b"grant_type=\xff", "application/x-www-form-urlencoded"),
        (b"&".join(b"a%d=1" % index for index in range(50)), "application/x-www-form-urlencoded"),
    ],
)
def test_only_well_formed_forms_are_read(client: httpx.Client, content: bytes, content_type: str) -> None:
    answer = client.post("/auth/token", content=content, headers={"Content-Type": content_type})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_a_refresh_token_rotates_and_the_old_one_yields_the_same_successor(client: httpx.Client) -> None:
    first = by_password(client, "anna").json()["refresh_token"]
    second = by_refresh(client, first).json()["refresh_token"]
    again = by_refresh(client, first).json()["refresh_token"]
    third = by_refresh(client, second).json()["refresh_token"]
    late_tab = by_refresh(client, first).json()["refresh_token"]
    assert second == again == late_tab
    assert len({first, second, third}) == 3
    assert by_refresh(client, third).status_code == 200


def test_tabs_that_refresh_at_once_all_get_the_same_successor(server: LiveServer) -> None:
    token = server.sign_in()["refresh_token"]

    def refresh(_: int) -> str:
        with server.client() as client:
            return str(by_refresh(client, token).json()["refresh_token"])

    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(refresh, range(6)))) == 1


def test_a_refresh_token_used_after_its_grace_revokes_the_family(own_server: LiveServer) -> None:
    with own_server.client() as client:
        told = by_password(client, "anna").json()
        rotated = by_refresh(client, told["refresh_token"]).json()
        assert who_am_i(client, rotated["access_token"]).status_code == 200
        own_server.do(lambda store: _retired_earlier(store, seconds=GRACE_SECONDS + 1))
        assert by_refresh(client, told["refresh_token"]).json()["error"] == "invalid_grant"
        assert by_refresh(client, rotated["refresh_token"]).json()["error"] == "invalid_grant"
        assert who_am_i(client, rotated["access_token"]).status_code == 401


def test_a_forged_token_of_a_known_session_ends_nothing(own_server: LiveServer) -> None:
    with own_server.client() as client:
        told = by_password(client, "anna").json()
        session_id, family, _ = told["refresh_token"].split(".")
        assert by_refresh(client, f"{session_id}.{family[::-1]}.guess").json()["error"] == "invalid_grant"
        assert by_refresh(client, told["refresh_token"]).status_code == 200


def test_only_digests_of_tokens_are_stored(own_server: LiveServer) -> None:
    with own_server.client() as client:
        first = by_password(client, "anna").json()["refresh_token"]
        second = by_refresh(client, first).json()["refresh_token"]
    stored = repr(own_server.do(lambda store: store.collection("sessions").find_one({})))
    for token in (first, second):
        assert all(part not in stored for part in token.split(".")[1:])


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_a_revoked_session_stops_within_two_seconds(own_server: LiveServer, kind: str) -> None:
    with own_server.client() as client:
        told = by_password(client, "anna").json()
        assert who_am_i(client, told["access_token"]).status_code == 200
        assert client.post("/auth/revoke", data={"token": told[kind]}).status_code == 200
        assert who_am_i(client, told["access_token"]).status_code == 401
        assert by_refresh(client, told["refresh_token"]).json()["error"] == "invalid_grant"


REVOKED_BY: dict[str, tuple[str, dict[str, Any]]] = {
    "anna": ("sessions", {"revoked_at": utc_now()}),
    "boris": ("accounts", {"is_active": False}),
    "demo": ("accounts", {"session_epoch": 7}),
}
"""Login → the collection in which another process writes, and what."""


def test_what_another_process_revokes_stops_here_within_two_seconds(own_server: LiveServer) -> None:
    with own_server.client() as client:

        def is_refused(token: str) -> bool:
            return who_am_i(client, token).status_code != 200

        told = {login: by_password(client, login).json() for login in REVOKED_BY}
        assert [is_refused(one["access_token"]) for one in told.values()] == [False] * 3
        for login, (collection, change) in REVOKED_BY.items():
            session = {"_id": told[login]["refresh_token"].split(".")[0]}
            where = session if collection == "sessions" else {"login": login}
            own_server.do(partial(_written, collection, where, change))
        # All of them were written before the first is waited for.
        for one in told.values():
            until(partial(is_refused, one["access_token"]), seconds=WITHIN_SECONDS)
            assert by_refresh(client, one["refresh_token"]).json()["error"] == "invalid_grant"


async def _written(collection: str, where: dict[str, Any], change: dict[str, Any], store: Store) -> None:
    await store.collection(collection).update_one(where, {"$set": change})


def test_revoking_an_unknown_token_is_no_error(client: httpx.Client) -> None:
    assert client.post("/auth/revoke", data={"token": "nonsense"}).status_code == 200
    missing = client.post("/auth/revoke", data={"token_type_hint": "refresh_token"})
    assert (missing.status_code, missing.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize("login", ["anna", "nobody"])
def test_wrong_passwords_slow_down_and_are_not_even_looked_at(own_server: LiveServer, login: str) -> None:
    with own_server.client() as client:
        for _ in range(FREE_ATTEMPTS + 1):
            assert "retry-after" not in by_password(client, login, "wrong").headers
        own_server.do(paused_for_long)
        before = verifications()
        locked = by_password(client, login, PASSWORD)
        assert (locked.status_code, locked.json()["error"]) == (400, "invalid_grant")
        assert int(locked.headers["retry-after"]) >= 1
        assert verifications() == before
        assert by_password(client, "boris").status_code == 200


def test_the_right_password_after_the_delay_forgets_the_failures(own_server: LiveServer) -> None:
    with own_server.client() as client:
        for _ in range(FREE_ATTEMPTS + 1):
            by_password(client, "anna", "wrong")
        own_server.do(_unlocked)
        assert by_password(client, "anna").status_code == 200
        assert own_server.do(lambda store: store.collection("lockouts").find_one({})) is None


def test_guesses_in_parallel_do_not_slip_past_the_delay(own_server: LiveServer) -> None:
    before, began = verifications(), time.monotonic()

    def guess(_: int) -> int:
        with own_server.client() as client:
            return by_password(client, "anna", "wrong").status_code

    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        assert set(pool.map(guess, range(24))) == {400}
    # Behind the free ones the pauses are 1, 2, 4 … seconds: a slow machine may sit some of them out.
    sat_out = int(math.log2(time.monotonic() - began + 1))
    assert verifications() - before <= FREE_ATTEMPTS + 1 + sat_out


def test_sign_ins_beyond_the_waiting_room_are_asked_to_come_back(
    fresh_server: Callable[..., LiveServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = fresh_server(password_checks_at_once=1, password_checks_waiting=0)
    begun, may_end = threading.Event(), threading.Event()

    def checked_for_long(_password: str, _stored: str | None) -> bool:
        begun.set()
        return not may_end.wait(PATIENCE_SECONDS)

    monkeypatch.setattr("api.http.grants.verify_password", checked_for_long)
    with (
        server.client() as other,
        server.client() as client,
        concurrent.futures.ThreadPoolExecutor(1) as pool,
    ):
        first = pool.submit(by_password, other, "anna", "wrong")
        try:
            assert begun.wait(PATIENCE_SECONDS)
            refused = [by_password(client, f"login{number}", "wrong") for number in range(3)]
        finally:
            may_end.set()
    assert [(one.status_code, one.headers["retry-after"]) for one in refused] == [(503, "1")] * 3
    assert first.result().json()["error"] == "invalid_grant"


def test_keys_are_made_once_readable_by_the_owner_only(tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path / "var")
    first, second = load_key_ring(settings), load_key_ring(settings)
    [path] = (tmp_path / "var" / "keys").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert first.jwks() == second.jwks()
    path.chmod(0o640)
    with pytest.raises(KeysUnsafe):
        load_key_ring(settings)


async def _retired_earlier(store: Store, *, seconds: int) -> None:
    session = await store.collection("sessions").find_one({})
    assert session is not None
    retired = [{**one, "at": one["at"] - timedelta(seconds=seconds)} for one in session["retired"]]
    await store.collection("sessions").update_one({"_id": session["_id"]}, {"$set": {"retired": retired}})


async def _unlocked(store: Store) -> None:
    await store.collection("lockouts").update_one({}, {"$set": {"locked_until": utc_now()}})
