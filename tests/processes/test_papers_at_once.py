"""Meetings and protocols when everybody comes at once: members vote, two sign, and what somebody may do ends that minute.

Twenty signatures at once in every run; two hundred in `make faults`. Nobody is told to come again.
"""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from api.dev.embedded import EmbeddedStore
from documents.accounts.document import Account
from documents.aggregates import RECORDS
from documents.kernel.record import Record
from documents.kernel.store.connection import Store, StoreSettings, open_store
from documents.meetings.operations.voting import cast_ballot, close_voting, count_ballots
from documents.members.document import Membership
from documents.members.operations.absences import end_curator_absence
from documents.organizations.document import Person
from documents.protocols.chain import broken_links
from documents.protocols.operations import dispatch_protocol, sign_protocol
from tests.support.center import (
    LONG_AGO,
    NOW,
    Center,
    absence,
    items,
    meeting,
    open_center,
    ordered,
    reopen_center,
    stored,
)
from tests.support.meetings import VOTE_FROM, VOTE_TO, in_voting, seats, votes
from tests.support.programs import run
from tests.support.protocols import ready
from tests.support.store import CACHE, LOG_FILE_MAX, own, scratch_directory

DATABASE = "sent"
INSTANT = timedelta(milliseconds=1)
ORDERED = 3
SIGNED_AT_ONCE = 20
SIGNED_IN_FULL = 200
VOTERS = 30


@pytest.fixture(scope="module")
async def papers_store(store_url: str) -> AsyncIterator[Store]:
    """An open database with all indexes, for the tests of this module."""
    store = await open_store(StoreSettings(url=store_url, database=own("papers")), RECORDS)
    yield store
    await store.drop()
    await store.close()


@pytest.fixture
async def center(papers_store: Store) -> Center:
    """The center with its people and one held meeting."""
    return await open_center(papers_store)


async def _members(center: Center, count: int) -> list[str]:
    """Logins of so many members more."""
    names = [f"member-{number:02d}" for number in range(count)]
    records: list[Record] = []
    for one in names:
        records += [
            stored(Person, one, full_name=one, organization_id="office"),
            stored(Membership, f"m-{one}", person_id=one, role="MEMBER", valid_from=LONG_AGO),
            stored(Account, f"a-{one}", login=one, person_id=one),
        ]
    await center.put(*records)
    return names


async def test_of_thirty_members_who_vote_at_once_each_is_counted_once(center: Center) -> None:
    names = await _members(center, VOTERS)
    meeting_id = await in_voting(center, participants=seats("curator", "head", "lead", *names))

    async def cast(place: int, login: str) -> None:
        answers = [{"order": 1, "choice": "AGAINST" if place % 3 == 0 else "FOR"}]
        await center.act(login, cast_ballot, meeting_id, now=VOTE_FROM, answers=answers)

    await asyncio.gather(*(cast(place, login) for place, login in enumerate(names)))
    row = await center.row("meetings", meeting_id)
    assert sorted(one["person_id"] for one in row["ballots"]) == names
    assert (await center.told(meeting_id)).count("meeting.ballot_cast") == VOTERS
    await center.act("curator", close_voting, meeting_id, now=VOTE_TO)
    counted = (await center.act("curator", count_ballots, meeting_id, now=VOTE_TO))["agenda"][0]["voted"]
    assert (counted["in_favour"], counted["against"], counted["outcome"]) == (20, 10, "ADOPTED")


async def test_a_ballot_that_comes_as_the_window_closes_is_counted_or_refused(center: Center) -> None:
    meeting_id = await in_voting(center)
    await votes(center, meeting_id, curator="FOR", head="FOR")
    late = {"answers": [{"order": 1, "choice": "AGAINST"}]}
    ended: list[Any] = await asyncio.gather(
        center.act("lead", cast_ballot, meeting_id, now=VOTE_TO - INSTANT, **late),
        center.act("curator", close_voting, meeting_id, now=VOTE_TO),
        return_exceptions=True,
    )
    row = await center.act("curator", count_ballots, meeting_id, now=VOTE_TO)
    was_taken = isinstance(ended[0], dict)
    assert was_taken or ended[0].code == "INVALID_TRANSITION"
    assert (row["agenda"][0]["voted"]["against"], row["quorum"]["present"]) == (was_taken, 2 + was_taken)


async def test_the_absence_ends_in_the_minute_of_the_signature(center: Center) -> None:
    ends = NOW + timedelta(minutes=1)
    await center.put(absence(NOW - timedelta(days=1), ends), meeting("other"))
    first, second = await ready(center), await ready(center, "other")
    for login, now in (("curator", ends - INSTANT), ("head", ends)):
        problem = await center.refused(login, sign_protocol, first, now=now)
        assert problem.code == "NOT_EFFECTIVE_CURATOR"
    acting = await center.act("head", sign_protocol, first, now=ends - INSTANT)
    own_again = await center.act("curator", sign_protocol, second, now=ends)
    assert [(one["number"], one["signer_capacity"]) for one in (acting, own_again)] == [
        (1, "ACTING"),
        (2, "CURATOR"),
    ]


async def test_the_absence_is_ended_while_the_head_signs(center: Center) -> None:
    protocol = await ready(center)
    await center.put(absence(NOW - timedelta(days=1)))
    results: list[Any] = await asyncio.gather(
        center.act("curator", end_curator_absence, "absence"),
        center.act("head", sign_protocol, protocol),
        return_exceptions=True,
    )
    ended, signed = results
    row = await center.row("protocols", protocol)
    if isinstance(signed, dict):
        assert row["signer_capacity"] == "ACTING"
    else:
        assert isinstance(ended, dict)
        assert signed.code == "NOT_EFFECTIVE_CURATOR"
        assert (row["status"], row["number"]) == ("READY_FOR_SIGNATURE", None)


async def test_numbers_of_many_that_are_signed_at_once_have_no_gaps(
    center: Center, request: pytest.FixtureRequest
) -> None:
    is_full = request.config.getoption("--rounds") > 1
    count = SIGNED_IN_FULL if is_full else SIGNED_AT_ONCE
    names = [f"signed-{number:03d}" for number in range(count)]
    await center.put(*(meeting(name) for name in names))
    protocols = [await ready(center, name) for name in names]
    await asyncio.gather(*(center.act("curator", sign_protocol, one) for one in protocols))
    rows = await center.rows("protocols")
    assert sorted(row["number"] for row in rows) == list(range(1, count + 1))
    assert list(broken_links(rows, count)) == []


@pytest.mark.embedded
async def test_who_is_killed_on_the_way_from_signing_to_sending_out_leaves_nothing_half_done(
    request: pytest.FixtureRequest,
) -> None:
    stages = range(-1, ORDERED + 1) if request.config.getoption("--rounds") > 1 else (1,)
    with scratch_directory("dispatch") as directory:
        store = EmbeddedStore.start(directory / "store", sync=True, log_file_max=LOG_FILE_MAX, cache=CACHE)
        try:
            for issued in stages:
                store = await _killed_on_the_way(store, issued)
        finally:
            store.stop()


async def _killed_on_the_way(store: EmbeddedStore, issued: int) -> EmbeddedStore:
    """Let a process sign, and die once so many assignments are issued; the store as it was started again."""
    async with _opened(store) as center:
        orders = [ordered(text=f"Задание {number}") for number in range(ORDERED)]
        protocol = await ready(center, items=items(*orders))
    died = await asyncio.to_thread(
        run, "tests.support.crash_dispatch", store.url, DATABASE, protocol, str(issued)
    )
    assert (died.returncode, died.stdout) == (-signal.SIGKILL, "on the way\n"), died.stderr
    # What the dead one had locked is free once the store is told, or started again.
    store.kill()
    again = EmbeddedStore.start(
        store.storage_path, port=store.port, sync=True, log_file_max=LOG_FILE_MAX, cache=CACHE
    )
    async with _opened(again, is_new=False) as center:
        row = await center.row("protocols", protocol)
        was_committed = issued >= ORDERED
        assert (row["status"], row["number"]) == ("DISPATCHED" if was_committed else "SIGNED", 1)
        assert len(await center.rows("assignments")) == (ORDERED if was_committed else 0)
        assert (await center.told(protocol)).count("protocol.dispatched") == was_committed
        recipients = [{"person_id": "assignee", "via": "СЭД"}]
        if was_committed:
            problem = await center.refused("head", dispatch_protocol, protocol, recipients=recipients)
            assert problem.code == "INVALID_TRANSITION"
        else:
            await center.act("head", dispatch_protocol, protocol, recipients=recipients)
        made = await center.rows("assignments", protocol_id=protocol)
        assert [one["status"] for one in made] == ["ISSUED"] * ORDERED
        assert len({one["text"] for one in made}) == len({one["number"] for one in made}) == ORDERED
        assert [await center.told(one["_id"]) for one in made] == [["assignment.issued"]] * ORDERED
    return again


@asynccontextmanager
async def _opened(store: EmbeddedStore, *, is_new: bool = True) -> AsyncIterator[Center]:
    """The center on a store of its own."""
    opened = await open_store(StoreSettings(url=store.url, database=DATABASE), RECORDS)
    try:
        yield await (open_center(opened) if is_new else reopen_center(opened, "again"))
    finally:
        await opened.close()
