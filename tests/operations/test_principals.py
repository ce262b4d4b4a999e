"""Who somebody is: built from history, kept until the next boundary, renewed when the reference data move on."""

from datetime import datetime, timedelta

import pytest

from auth.errors import Unauthenticated
from auth.roles import Role
from documents.container import open_container
from documents.kernel.read.reference import POLL_SECONDS
from documents.kernel.store.connection import StoreSettings, open_store
from documents.members.document import CuratorAbsence, Membership
from tests.support.town import NOW, Town

LATER = NOW + timedelta(minutes=20)
END = NOW + timedelta(minutes=40)


async def test_a_principal_expires_at_the_next_boundary(town: Town) -> None:
    await town.load(
        [
            Membership(
                id="soon",
                person_id="person-member",
                role="REGISTRAR",
                valid_from=LATER,
                valid_to=END,
                updated_at=NOW,
            )
        ]
    )
    before = await town.container.principals.of("account-member", NOW)
    assert before.roles == {Role.MEMBER}
    assert before.expires_at == LATER
    assert await town.container.principals.of("account-member", LATER - timedelta(seconds=1)) is before
    inside = await town.container.principals.of("account-member", LATER)
    assert inside.roles == {Role.MEMBER, Role.REGISTRAR}
    assert inside.expires_at == END
    after = await town.container.principals.of("account-member", END)
    assert after.roles == {Role.MEMBER}


async def test_the_head_acts_for_the_curator_exactly_inside_a_recorded_absence(town: Town) -> None:
    await town.load(
        [
            CuratorAbsence(
                id="leave",
                curator_id="person-curator",
                starts_at=LATER,
                ends_at=END,
                reason="Отпуск",
                recorded_by_id="person-curator",
                updated_at=NOW,
            )
        ]
    )
    moments: dict[datetime, tuple[bool, bool]] = {
        NOW: (True, False),
        LATER: (False, True),
        END - timedelta(seconds=1): (False, True),
        END: (True, False),
    }
    for now, (curator_acts, head_acts) in moments.items():
        curator, head = await town.who("curator", now), await town.who("head", now)
        assert (curator.acts_as_curator, head.acts_as_curator) == (curator_acts, head_acts)
        assert head.acting_for == ("person-curator" if head_acts else None)


async def test_a_recipients_organizations_reach_down_the_tree_and_no_further(town: Town) -> None:
    who = await town.who("recipient.coordinator")
    assert who.grants[0].organizations == {"roads", "yard"}
    assert (await town.who("assignee.yard")).grants[0].organizations == frozenset()


async def test_desks_become_channels(town: Town) -> None:
    channels = {
        login: (await town.who(login)).grants[0].channels
        for login in ("pos", "incident", "info", "registrar")
    }
    assert channels == {
        "pos": {"POS", "PHONE", "POST"},
        "incident": {"VK"},
        "info": {"PAGES"},
        "registrar": {"PHONE", "POST"},
    }


async def test_an_unknown_account_is_nobody(town: Town) -> None:
    with pytest.raises(Unauthenticated):
        await town.container.principals.current("account-nobody", NOW)


async def test_another_process_sees_a_change_within_two_seconds_and_not_before_it_looks(
    town: Town, store_url: str
) -> None:
    clock = [0.0]
    store = await open_store(StoreSettings(url=store_url, database=town.store.database_name), [])
    other = await open_container(store, new_id=lambda: "x", monotonic=lambda: clock[0])
    assert (await other.principals.of("account-member", NOW)).roles == {Role.MEMBER}
    await town.load(
        [Membership(id="more", person_id="person-member", role="LEADERSHIP", valid_from=NOW, updated_at=NOW)]
    )
    # Where it was done it holds at once.
    assert Role.LEADERSHIP in (await town.container.principals.of("account-member", NOW)).roles
    clock[0] += POLL_SECONDS - 0.1
    assert (await other.principals.of("account-member", NOW)).roles == {Role.MEMBER}
    clock[0] += 0.1
    assert (await other.principals.of("account-member", NOW)).roles == {Role.MEMBER, Role.LEADERSHIP}
    await store.close()


async def test_a_quiet_process_looks_at_one_row_at_most_every_two_seconds(town: Town) -> None:
    await town.container.principals.of("account-head", NOW)
    with town.recorder.capturing() as sent:
        for _ in range(50):
            await town.container.principals.of("account-head", NOW)
    assert len(sent.of("versions")) <= 1
    assert len(sent) == len(sent.of("versions"))
