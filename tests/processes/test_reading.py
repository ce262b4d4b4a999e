"""What one process changes holds in the others for whoever asks two seconds later, and at once where it was done.

Each bound is exact: it is held against the moment at which the last old answer was asked for, so that no slow machine
needs a tolerance. Behind each test stands the line without which it fails.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from api.clock import utc_now
from api.http.authentication import TRUSTED_SECONDS
from documents.accounts.document import Account
from documents.kernel.ids import global_id
from documents.kernel.read.reference import POLL_SECONDS
from documents.members.document import Membership
from documents.sectors.document import Topic
from tests.support.neighbors import Neighbors, Server, seconds_stale

PROMISED_SECONDS = 2.0

ROLES = "{ viewer { roles } }"
CURATOR = "{ effectiveCurator { acting person { fullName } } viewer { actingFor { fullName } } }"
TOPIC = "query($id: ID!) { topic(id: $id) { title } }"
RECORD = """mutation { recordCuratorAbsence(input: {reason: "Отпуск"}) { curatorAbsence { id } errors { code } } }"""
END = (
    """mutation($id: ID!) { endCuratorAbsence(input: {id: $id}) { curatorAbsence { id } errors { code } } }"""
)
REPEATS = 20
"""How often the new answer is asked for again: what holds does not flicker."""

AT_WORK = {"acting": False, "person": {"fullName": "curator"}}
AWAY = {"acting": True, "person": {"fullName": "head"}}


async def roles(server: Server, login: str) -> list[str]:
    """The roles that a server believes somebody to have."""
    found: list[str] = (await server.data(login, ROLES))["viewer"]["roles"]
    return found


async def standing(server: Server, login: str) -> Any:
    """The roles that a server answers somebody, or the code with which it refuses him."""
    body = (await server.answer(login, ROLES)).json()
    return body["errors"][0]["extensions"]["code"] if "errors" in body else body["data"]["viewer"]["roles"]


def test_the_promise_is_what_the_processes_are_set_to() -> None:
    assert max(POLL_SECONDS, TRUSTED_SECONDS) <= PROMISED_SECONDS


async def test_a_renamed_topic(pair: Neighbors) -> None:
    """Without `_look` in `Reference.current`, or with a poll of three seconds, the servers go on with the old title."""
    topic = global_id("Topic", "holes")

    async def title(server: Server) -> Any:
        return (await server.data("head", TOPIC, id=topic))["topic"]["title"]

    for server in pair.both:
        assert await title(server) == "Ямы"
    await pair.alter(Topic, "holes", title="Выбоины")

    mine = pair.town.container.reference.snapshot.row("topics", "holes")
    assert mine is not None
    assert mine["title"] == "Выбоины"
    assert await seconds_stale(title, "Выбоины", *pair.both) <= PROMISED_SECONDS
    for _ in range(REPEATS):
        assert [await title(server) for server in pair.both] == ["Выбоины", "Выбоины"]


async def test_a_recorded_and_an_ended_absence_of_the_curator(pair: Neighbors) -> None:
    """Without the version that `Unit.put` raises for reference data the second server never learns of either; without
    `refresh` at the end of `run_together` the first does not know at once what it did itself."""

    async def curatorship(server: Server) -> tuple[Any, Any]:
        told = await server.data("head", CURATOR)
        return told["effectiveCurator"], told["viewer"]["actingFor"]

    away, at_work = (AWAY, {"fullName": "curator"}), (AT_WORK, None)
    assert [await curatorship(server) for server in pair.both] == [at_work, at_work]

    recorded = (await pair.first.data("curator", RECORD))["recordCuratorAbsence"]
    assert recorded["errors"] == []
    assert await curatorship(pair.first) == away
    assert await seconds_stale(curatorship, away, pair.second) <= PROMISED_SECONDS

    ended = (await pair.second.data("curator", END, id=recorded["curatorAbsence"]["id"]))["endCuratorAbsence"]
    assert ended["errors"] == []
    assert await curatorship(pair.second) == at_work
    assert await seconds_stale(curatorship, at_work, pair.first) <= PROMISED_SECONDS


async def test_a_membership_that_ends_by_the_clock_ends_everywhere_at_its_moment(pair: Neighbors) -> None:
    """Without `now < known.expires_at` in `Principals.of` the kept principal outlives its role: nothing is written at
    that moment, so no version tells of it."""
    await pair.first.sign_in("leadership")
    ends_at = await _told_before_its_end(pair)
    for server in pair.both:
        asked_at = utc_now()
        while asked_at < ends_at:
            found, answered_at = await roles(server, "leadership"), utc_now()
            assert answered_at >= ends_at or found == ["LEADERSHIP"]
            asked_at = answered_at
        assert await roles(server, "leadership") == []


async def _told_before_its_end(pair: Neighbors) -> datetime:
    """Let the membership end in a few seconds, and in twice as many wherever that was over before both servers were seen to
    know: how long it takes is a matter of the machine. Gives its end."""
    for seconds in (3, 6, 12, 24):
        ends_at = utc_now() + timedelta(seconds=seconds)
        await pair.alter(Membership, "membership-leadership", valid_to=ends_at)
        assert await seconds_stale(partial(_knows_the_end, ends_at), True, *pair.both) <= PROMISED_SECONDS
        told = [await roles(server, "leadership") for server in pair.both]
        if utc_now() < ends_at:
            assert told == [["LEADERSHIP"]] * 2
            return ends_at
    raise AssertionError("it is over before anybody is asked")


async def _knows_the_end(ends_at: datetime, server: Server) -> bool:
    """Whether a server tells when the membership ends; yes once that is over, when it tells nothing."""
    told = await server.data("leadership", "{ viewer { memberships { validTo } } }")
    ends = [one["validTo"] for one in told["viewer"]["memberships"]]
    return utc_now() >= ends_at or _is_told(ends, ends_at)


def _is_told(ends: list[str | None], ends_at: datetime) -> bool:
    known = [datetime.fromisoformat(one).replace(tzinfo=None) for one in ends if one is not None]
    return any(abs(one - ends_at) < timedelta(seconds=1) for one in known)


async def test_a_role_that_is_ended_and_given(pair: Neighbors) -> None:
    """Without `known.version == snapshot.version` in `Principals.of` the roles stay for an hour."""
    of_info = partial(roles, login="info")
    for server in pair.both:
        assert await of_info(server) == ["INFORMATION_POLICY_OFFICER"]
    await pair.alter(Membership, "membership-info", valid_to=utc_now())

    assert (await pair.town.container.principals.of("account-info", utc_now())).roles == frozenset()
    assert await seconds_stale(of_info, [], *pair.both) <= PROMISED_SECONDS
    again = Membership(
        id="again", person_id="person-info", role="REGISTRAR", valid_from=utc_now(), updated_at=utc_now()
    )
    await pair.town.load([again], utc_now())
    assert await seconds_stale(of_info, ["REGISTRAR"], *pair.both) <= PROMISED_SECONDS


async def test_a_revoked_session(pair: Neighbors) -> None:
    """Without the age of `Sessions.is_open` a token is good until it expires; without `forget` in the door that revokes
    it is good there for a while longer."""
    for server in pair.both:
        assert await standing(server, "registrar") == ["REGISTRAR"]
    token = pair.first.tokens["registrar"]
    (await pair.first.http.post(f"{pair.first.url}/auth/revoke", data={"token": token})).raise_for_status()

    assert await standing(pair.first, "registrar") == "UNAUTHENTICATED"
    of_registrar = partial(standing, login="registrar")
    assert await seconds_stale(of_registrar, "UNAUTHENTICATED", pair.second) <= PROMISED_SECONDS
    for _ in range(REPEATS):
        assert await standing(pair.second, "registrar") == "UNAUTHENTICATED"


async def test_a_blocked_account(pair: Neighbors) -> None:
    """Without `raises_version` of accounts and without the session's look at its account it goes on as it was."""
    for server in pair.both:
        assert await standing(server, "member") == ["MEMBER"]
    await pair.alter(Account, "account-member", is_active=False)
    of_member = partial(standing, login="member")
    assert await seconds_stale(of_member, "UNAUTHENTICATED", *pair.both) <= PROMISED_SECONDS
