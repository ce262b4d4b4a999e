"""Registered documents at every door of GraphQL: POST, GET, event streams and WebSocket."""

from hashlib import sha256
from typing import Any

import httpx

from documents.kernel.ids import global_id
from tests.support import web
from tests.support.live import connected, streamed
from tests.support.served_town import WITHIN_SECONDS, ServedTown, until

LOGIN = "query Login { viewer { login } }"
CASES = "query Cases($n: Int!) { cases(first: $n) { nodes { id } } }"
LIVE = "subscription Live { caseChanged { __typename } }"


def named(text: str) -> str:
    return f"sha256:{sha256(text.encode()).hexdigest()}"


def rule(body: dict[str, Any]) -> tuple[str, str]:
    (error,) = body["errors"]
    return error["extensions"]["code"], error["extensions"]["facts"]["rule"]


def test_a_client_sends_hashes_alone_through_every_door(served_town: ServedTown) -> None:
    town = served_town
    registered = town.act(
        "admin",
        "replaceClientDocuments",
        "client { documentsOnly }",
        id=global_id("Client", "account-partner"),
        documents=[{"text": one} for one in (LOGIN, CASES, LIVE)],
        documentsOnly=True,
    )
    assert registered == {"client": {"documentsOnly": True}, "errors": []}
    headers = {"Authorization": f"Bearer {town.token('partner')}", "Pult-Cost": "1"}

    def post(**sent: Any) -> httpx.Response:
        return web.post(f"{town.url}/graphql", json=sent, headers=headers, timeout=20)

    until(lambda: post(documentId=named(LOGIN)).status_code == 200, seconds=WITHIN_SECONDS)
    assert post(documentId=named(LOGIN)).json()["data"] == {"viewer": {"login": "partner"}}
    listed = post(documentId=named(CASES), variables={"n": 2}).json()
    assert len(listed["data"]["cases"]["nodes"]) <= 2
    # What it costs is charged, whoever has priced it before.
    assert listed["extensions"]["cost"]["requested"] > 0
    got = web.get(
        f"{town.url}/graphql", params={"documentId": named(LOGIN)}, headers=headers, timeout=20
    ).json()
    assert got["data"] == {"viewer": {"login": "partner"}}
    assert rule(post(documentId=named("query Other { __typename }")).json()) == (
        "BAD_REQUEST",
        "unknown_document",
    )
    assert rule(post(query=LOGIN).json()) == ("BAD_REQUEST", "documents_only")
    with streamed(town.url, town.token("partner"), documentId=named(LIVE)) as events:
        assert next(events) == (":", "live")
    headers["Accept"] = "text/event-stream"
    assert rule(post(query=LIVE).json()) == ("BAD_REQUEST", "documents_only")
    assert rule(post(documentId=named(f"{LIVE} ")).json()) == ("BAD_REQUEST", "unknown_document")
    with connected(town.url) as socket:
        socket.sign_in(town.token("partner"))
        socket.send(type="subscribe", id="1", payload={"query": LIVE})
        assert socket.refused() == ["BAD_REQUEST"]
        socket.send(type="subscribe", id="2", payload={"documentId": named(LIVE)})
        socket.send(type="ping")
        assert socket.receive() == {"type": "pong"}
        assert socket.hears_nothing()
