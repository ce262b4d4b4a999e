"""Partners' programs from outside: a real OAuth client, and the program of docs/partners that keeps a copy."""

import runpy
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from authlib.integrations.httpx_client import OAuth2Client, OAuthError

from documents.kernel.ids import global_id
from tests.support.live import stamp
from tests.support.passwords import hashed
from tests.support.served_town import ServedTown, serving_town
from tests.support.store import own

SECRET = "PlainLettersAndNumbers0123456789"
PROGRAM = Path(__file__).resolve().parents[2] / "docs" / "partners" / "follow.py"

pytestmark = pytest.mark.contract


@pytest.fixture(scope="module")
def town(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedTown]:
    """The town behind a server, with a client whose secret any library sends alike."""
    with serving_town(store_url, own("partners"), tmp_path_factory.mktemp("var-partners")) as served:
        served.database["accounts"].update_one(
            {"_id": "account-partner"}, {"$set": {"client_secret_hash": hashed(SECRET)}}
        )
        yield served


@contextmanager
def authlib(town: ServedTown, secret: str = SECRET, scope: str | None = None) -> Iterator[OAuth2Client]:
    """A session of Authlib that has its token."""
    way = {"token_endpoint_auth_method": "client_secret_basic", "base_url": town.url}
    with OAuth2Client("partner", secret, scope=scope, **way) as session:
        session.fetch_token(f"{town.url}/auth/token", grant_type="client_credentials")
        yield session


def registered(town: ServedTown, external_id: str) -> str:
    """A message that the partner registers; its id."""
    given = {
        "regime": "MESSAGE",
        "channelId": global_id("Channel", "POS"),
        "text": "Яма на дороге",
        "externalId": external_id,
        "idempotencyKey": f"registers-the-{external_id}-message",
    }
    with authlib(town) as session:
        document = """mutation($input: RegisterSubmissionInput!) { registerSubmission(input: $input) {
          submission { id } errors { code path } } }"""
        answer = session.post("/graphql", json={"query": document, "variables": {"input": given}})
    payload = answer.raise_for_status().json()["data"]["registerSubmission"]
    assert payload["errors"] == []
    return str(payload["submission"]["id"])


def test_a_real_oauth_client_gets_a_token_and_is_answered(town: ServedTown) -> None:
    with authlib(town) as session:
        assert session.token["token_type"] == "Bearer"
        told = session.post("/graphql", json={"query": "{ viewer { login roles } }"}).json()
    assert told == {"data": {"viewer": {"login": "partner", "roles": ["INTEGRATION"]}}}


def test_a_real_oauth_client_is_narrowed_to_the_scope_that_it_asks_for(town: ServedTown) -> None:
    with authlib(town, scope="incident.read event.read") as session:
        assert session.token["scope"] == "incident.read event.read"
        told = session.post("/graphql", json={"query": "{ viewer { permissions } }"}).json()
    assert told["data"]["viewer"]["permissions"] == ["event.read", "incident.read"]


def test_a_real_oauth_client_understands_why_it_is_refused(town: ServedTown) -> None:
    with pytest.raises(OAuthError, match="invalid_client"), authlib(town, secret="wrong"):
        pass
    with pytest.raises(OAuthError, match="invalid_scope"), authlib(town, scope="protocol.sign"):
        pass


def test_the_program_of_the_docs_keeps_a_copy_that_is_never_behind(town: ServedTown, tmp_path: Path) -> None:
    run: Any = runpy.run_path(str(PROGRAM))["run"]
    given = (town.url, "partner", SECRET, str(tmp_path / "copy.json"))
    first = registered(town, "first")
    stamp(town.database)
    assert set(run(*given)["cases"]) == {first}
    second = registered(town, "second")
    town.act(
        "pos", "formalizeSubmission", "submission { id }",
        id=first, topicId=global_id("Topic", "holes"), summary="Яма", expectedRevision=1,
    )  # fmt: skip
    stamp(town.database)
    copy = run(*given)
    assert set(copy["cases"]) == {first, second}
    assert copy["cases"][first]["sector"] == {"code": "ROADS"}
    # Registered for less it begins anew, and keeps nothing that it may not see any more.
    town.act(
        "admin", "updateClient", "client { actions }",
        id=global_id("Client", "account-partner"), actions=["incident.read", "event.read"],
    )  # fmt: skip
    assert run(*given)["cases"] == {}
    assert datetime.fromisoformat(copy["cases"][first]["dueAt"]).tzinfo is not None
