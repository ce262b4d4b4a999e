"""Failures: one shape at every endpoint, one entry in the log, and no value in either."""

import secrets
import time
from datetime import timedelta
from typing import Any

import pymongo
import pytest
from argon2 import PasswordHasher

from api.clock import utc_now
from api.failures import told
from api.http.shown_paths import ShownPaths
from auth.crypto.tokens import refresh_digest
from documents.assignments.document import Assignment
from tests.support import web
from tests.support.served_town import PASSWORD, ServedTown, until
from tests.support.sockets import connected, exchanged, posted

PERSON = "Котова Марина Петровна 89135550142"
ROLES = "{ viewer { roles } }"
WITHIN_SECONDS = 30
"""In which a line stands in the log; no promise, only an end."""

SLOW = PasswordHasher(time_cost=12, memory_cost=65_536, parallelism=1)
"""Takes half a second here: what is checked says what the check costs."""


def lines(town: ServedTown, request_id: str) -> list[str]:
    """What the log says of a request, once it says that it was answered."""
    until(lambda: f"request_id={request_id} status=" in town.log, seconds=WITHIN_SECONDS)
    return [line for line in town.log.splitlines() if request_id in line]


@pytest.mark.parametrize(
    ("collection", "change", "path", "form"),
    [
        (
            "accounts",
            {"password_hash": {"of": PERSON}},
            "/auth/token",
            {"grant_type": "password", "username": "registrar", "password": "x"},
        ),
    ],
)
def test_a_row_of_unexpected_shape_is_a_masked_error_with_an_id_and_one_entry_in_the_log(
    shared_town: ServedTown, collection: str, change: dict[str, Any], path: str, form: dict[str, str]
) -> None:
    before = shared_town.database[collection].find_one_and_update(
        {"_id": "account-registrar"}, {"$set": change}
    )
    answer = web.post(f"{shared_town.url}{path}", data=form, timeout=20)
    shared_town.database[collection].replace_one({"_id": "account-registrar"}, before or {})
    assert answer.status_code == 500
    (error,) = answer.json()["errors"]
    request_id = answer.headers["x-request-id"]
    assert error["extensions"] == {"code": "INTERNAL", "requestId": request_id}
    entries = [line for line in lines(shared_town, request_id) if "[error" in line]
    assert len(entries) == 1
    assert "request_failed" in entries[0]
    assert shared_town.log.count("Traceback") == 0
    assert PERSON not in shared_town.log
    assert PERSON not in answer.text


def test_a_case_of_unexpected_shape_is_told_by_its_field_and_never_by_its_value(
    shared_town: ServedTown,
) -> None:
    given = {"regime": "MESSAGE", "channelId": "Q2hhbm5lbDpQT1NU", "text": "Яма у дома 5."}
    made = shared_town.act("pos", "registerSubmission", "submission { id }", **given)
    shared_town.database["cases"].update_one({}, {"$set": {"received_at": PERSON, "deadline": PERSON}})
    query = "query($id: ID!) { case(id: $id) { id receivedAt isOverdue } cases(first: 5) { nodes { receivedAt } } }"
    answer = shared_town.ask_with(shared_town.token("pos"), query, id=made["submission"]["id"])
    assert PERSON not in answer.text
    lines(shared_town, answer.headers["x-request-id"])
    assert PERSON not in shared_town.log
    assert "89135550142" not in shared_town.log


def fails_over_a_row() -> None:
    """Raise what quotes somebody, from what quotes the row."""
    try:
        Assignment.model_validate({"_id": PERSON, "due_on": {PERSON: 1}})
    except ValueError as error:
        raise KeyError(PERSON) from error


def test_an_exception_is_told_by_kind_fields_and_lines() -> None:
    with pytest.raises(KeyError) as raised:
        fails_over_a_row()
    found = told(raised.value)
    assert [one["kind"] for one in found] == ["KeyError", "pydantic_core._pydantic_core.ValidationError"]
    assert any(field.endswith(": missing") for field in found[1]["fields"])
    assert any("test_failures.py:" in frame for frame in found[0]["frames"])
    assert PERSON not in str(found)


def test_the_words_of_a_store_that_is_away_are_kept() -> None:
    (found,) = told(pymongo.errors.ServerSelectionTimeoutError("127.0.0.1:27017: refused"))
    assert found["words"] == "127.0.0.1:27017: refused"
    (found,) = told(pymongo.errors.DuplicateKeyError(f"dup key: {PERSON}", 11000))
    assert (found["code"], "words" in found) == (11000, False)


def invited(town: ServedTown) -> str:
    """A one-time token of an account."""
    token = secrets.token_urlsafe(32)
    ends_at = utc_now() + timedelta(hours=1)
    facts = {"invitation_digest": refresh_digest(token), "invitation_ends_at": ends_at}
    town.database["accounts"].update_one({"_id": "account-member"}, {"$set": facts})
    return token


def test_an_invitation_whose_account_is_locked_may_be_tried_again(shared_town: ServedTown) -> None:
    form = {"token": invited(shared_town), "password": "пять вёрст лесом и полем"}
    client = shared_town.database.client
    with client.start_session() as session, session.start_transaction():
        shared_town.database["accounts"].update_one(
            {"_id": "account-member"}, {"$set": {"updated_at": utc_now()}}, session=session
        )
        locked = web.post(f"{shared_town.url}/auth/invitation", data=form, timeout=20)
        session.abort_transaction()
    assert (locked.status_code, locked.json()["error"]) == (503, "temporarily_unavailable")
    assert locked.headers["retry-after"] == "1"
    again = web.post(f"{shared_town.url}/auth/invitation", data=form, timeout=20)
    assert (again.status_code, again.json()) == (200, {"login": "member"})


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/graphql", "/graphql"),
        ("/graphql/schema.graphql", "/graphql/schema.graphql"),
        ("/graphql/ide/page.js", "/graphql/ide/…"),
        ("/auth/token", "/auth/token"),
        ("/auth/token/", "/auth/token/"),
        ("/auth/eyJhbGciOi.aaa.bbb", "/auth/…"),
        ("/eyJhbGciOi.aaa.bbb", "/…"),
        ("/graphql/ide/a/b/c", "/graphql/ide/…"),
        ("/", "/…"),
        ("", "/…"),
        ("/" + "a" * 60_000, "/…"),
        ("/auth/token" + "/x" * 30_000, "/auth/token/…"),
        ("/auth\n[error] forged", "/…"),
    ],
)
def test_a_path_is_shown_by_the_words_of_our_addresses(path: str, shown: str) -> None:
    addresses = ["/graphql", "/graphql/schema.graphql", "/graphql/ide/{name}", "/auth/token", "/health/live"]
    assert ShownPaths(addresses).shown(path) == shown


def test_neither_a_token_in_a_path_nor_an_offered_upgrade_fills_the_log(shared_town: ServedTown) -> None:
    token, port = secrets.token_urlsafe(30), int(shared_town.url.rpartition(":")[2])
    ids = [secrets.token_hex(12) for _ in range(3)]
    heads = (
        f"GET /calendar/{token}.ics HTTP/1.1\r\n",
        f"GET /{'a' * 60_000} HTTP/1.1\r\n",
        "GET /graphql HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n",
    )
    before = len(shared_town.log.splitlines())
    for head, request_id in zip(heads, ids, strict=True):
        rest = f"Host: localhost\r\nX-Request-Id: {request_id}\r\nConnection: close\r\n\r\n"
        exchanged(port, (head + rest).encode())
    for request_id in ids:
        assert len(lines(shared_town, request_id)) == 1
    assert token not in shared_town.log
    assert max(map(len, shared_town.log.splitlines())) < 1_000
    assert len(shared_town.log.splitlines()) - before == len(ids)


def test_a_client_that_leaves_is_one_line_of_the_log(shared_town: ServedTown) -> None:
    """Its password check goes on in its thread; nobody waits for it, and nothing is wrong. The client leaves as
    soon as it has asked: the check of this password takes longer than that anywhere."""
    accounts = shared_town.database["accounts"]
    head = accounts.find_one({"login": "head"})
    assert head is not None
    accounts.insert_one(
        {**head, "_id": "account-slow", "login": "slow", "password_hash": SLOW.hash(PASSWORD)}
    )
    request_id = secrets.token_hex(12)
    form = b"grant_type=password&username=slow&password=x"
    port = int(shared_town.url.rpartition(":")[2])
    kind = "application/x-www-form-urlencoded"
    with connected(port) as leaving:
        leaving.sendall(posted("/auth/token", form, kind, **{"X-Request-Id": request_id}))
    found = lines(shared_town, request_id)
    assert len(found) == 1
    assert "status=499" in found[0]
    began = time.monotonic()
    assert shared_town.ask("head", ROLES)["data"]["viewer"]["roles"]
    assert time.monotonic() - began < 5
