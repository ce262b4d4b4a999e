"""Subscriptions as server-sent events, and what becomes of whoever reads too slowly or of a store that goes away."""

import socket

import httpx
import pytest

from documents.kernel.ids import read_global_id
from tests.support import web
from tests.support.live import CASE_CHANGED, connected, following, stamp, streaming
from tests.support.live_town import registered, route, take_back
from tests.support.served_town import ServedTown, until

LIVE = (":", "live")


def test_changes_come_as_events_and_begin_where_the_reader_left_off(shared_town: ServedTown) -> None:
    town = shared_town
    with streaming(town.url, town.token("pos")) as events:
        assert next(events) == LIVE
        first = registered(town)
        told = [next(events) for _ in range(3)]
    assert [kind for kind, _ in told] == ["next"] * 3
    changes = [body["data"]["caseChanged"] for _, body in told]
    assert {one["case"]["id"] for one in changes} == {first}
    second = registered(town)
    with streaming(town.url, town.token("pos"), after=changes[-1]["eventId"]) as events:
        heard = [next(events) for _ in range(4)]
    # What the server itself has not heard of yet comes once it does: after it has said that it follows.
    missed = [one for one in heard if one != LIVE]
    assert [body["data"]["caseChanged"]["case"]["id"] for _, body in missed] == [second] * 3
    assert [body["data"]["caseChanged"]["action"] for _, body in missed] == [one["action"] for one in changes]


def test_lost_sight_is_told_there_too(shared_town: ServedTown) -> None:
    town = shared_town
    case = registered(town)
    route(town, case)
    with streaming(town.url, town.token("recipient.coordinator")) as events:
        assert next(events) == LIVE
        take_back(town, case)
        _, body = next(events)
    assert body["data"]["caseChanged"] == {"__typename": "AccessRevoked", "id": case}


def test_a_revoked_session_ends_the_stream_with_its_reason(shared_town: ServedTown) -> None:
    town = shared_town
    signed_in = town.sign_in("pos").json()
    with streaming(town.url, signed_in["access_token"]) as events:
        assert next(events) == LIVE
        town.revoke(signed_in["refresh_token"])
        told = list(events)
    (kind, body), end = told
    assert (kind, end) == ("next", ("complete", None))
    assert [one["extensions"]["code"] for one in body["errors"]] == ["UNAUTHENTICATED"]


def test_who_has_none_of_the_permissions_is_told_that_there_is_nothing(shared_town: ServedTown) -> None:
    town = shared_town
    with streaming(town.url, town.token("admin")) as events:
        assert list(events) == [("complete", None)]


def test_a_wrong_filter_is_told_as_the_only_event(shared_town: ServedTown) -> None:
    town = shared_town
    with streaming(town.url, town.token("pos"), filter={"applicantPhone": "+79000001234"}) as events:
        (_, body), end = list(events)
    assert [one["extensions"]["code"] for one in body["errors"]] == ["FILTER_FORBIDDEN"]
    assert end == ("complete", None)


REFUSED = {
    "a query that only a stream is taken of": (
        "{ viewer { login } }",
        "text/event-stream",
        406,
        "not_acceptable",
    ),
    "a subscription that no stream is taken of": (CASE_CHANGED, "application/json", 400, "no_subscriptions"),
    "what is no document": ("subscription {", "text/event-stream", 200, "syntax"),
}


@pytest.mark.parametrize("mistake", REFUSED)
def test_what_is_no_stream_is_refused_as_json(shared_town: ServedTown, mistake: str) -> None:
    town, (query, accept, status, rule) = shared_town, REFUSED[mistake]
    headers = {"Authorization": f"Bearer {town.token('pos')}", "Accept": accept}
    answer = web.post(f"{town.url}/graphql", json={"query": query}, headers=headers, timeout=20)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json()["errors"][0]["extensions"]["facts"]["rule"] == rule


def test_a_client_that_takes_both_is_answered_each_in_its_way(shared_town: ServedTown) -> None:
    town = shared_town
    headers = {
        "Authorization": f"Bearer {town.token('pos')}",
        "Accept": "application/graphql-response+json, application/json, text/event-stream, multipart/mixed",
    }
    query = {"query": "{ viewer { login } }"}
    answer = web.post(f"{town.url}/graphql", json=query, headers=headers, timeout=20)
    assert answer.json() == {"data": {"viewer": {"login": "pos"}}}
    body = {"query": CASE_CHANGED}
    with (
        httpx.Client(verify=web.NO_AUTHORITIES, timeout=20) as client,
        client.stream("POST", f"{town.url}/graphql", json=body, headers=headers) as stream,
    ):
        assert stream.headers["content-type"].startswith("text/event-stream")


WHOLE = """subscription { caseChanged { ... on CaseChanged { case { number ... on Message { text }
    history(first: 50) { nodes { name words at } } } } } }"""


def many_events(town: ServedTown, case: str, count: int) -> None:
    """Have an event of a case happen many times over."""
    _, case_id = read_global_id(case)
    (last,) = town.database["events"].find({"object_id": case_id}).sort("sequence", -1).limit(1)
    rows = [
        {
            **last,
            "_id": f"cases:{case_id}:{last['sequence'] + number}",
            "sequence": last["sequence"] + number,
            "sort_sequence": f"{last['sequence'] + number:09d}",
            "position": None,
        }
        for number in range(1, count + 1)
    ]
    town.database["events"].insert_many(rows)
    stamp(town.database)


def test_who_does_not_read_is_cut_off_and_told_why(served_town: ServedTown) -> None:
    town = served_town
    case = registered(town)
    host, port = town.url.removeprefix("http://").split(":")
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    narrow.connect((host, int(port)))
    with (
        connected(town.url, sock=narrow, max_queue=1) as sleeper,
        following(town.url, town.token("pos")) as reader,
    ):
        sleeper.sign_in(town.token("pos"))
        for number in range(20):
            sleeper.follow(WHOLE, name=str(number))
        many_events(town, case, 150)
        # The others hear everything meanwhile.
        assert len([reader.told() for _ in range(150)]) == 150
        until(lambda: "slow_reader" in town.log, seconds=20)
        assert sleeper.closed() == 1013
