"""Somebody can always administer: the last administrator keeps the role, now and later, and stays an official."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from auth.errors import Problem
from documents.accounts.document import Account
from documents.accounts.operations.blocking import block_account
from documents.handover.operations import deactivate_person
from documents.kernel.write.operation import Operation
from documents.members.document import Membership
from documents.members.operations.granting import grant_role, revoke_role
from documents.organizations.document import Person
from tests.support.center import LONG_AGO, NOW, Center, stored

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LAST = ("INVALID", {"rule": "last_administrator"}, ("id",))


async def another(center: Center, name: str, *, is_let_in: bool = True, **facts: Any) -> None:
    """One more administrator; his membership is `m-<name>`."""
    period = {"valid_from": LONG_AGO, **facts}
    await center.put(
        stored(Person, name, full_name=f"Иванов {name}", organization_id="office"),
        stored(Membership, f"m-{name}", person_id=name, role="SYSTEM_ADMINISTRATOR", **period),
        stored(
            Account,
            f"a-{name}",
            login=name,
            person_id=name,
            is_active=is_let_in,
            password_hash="hash",
        ),
    )


async def refusal(center: Center, by: str, membership: str, **facts: Any) -> tuple[object, ...]:
    problem = await center.refused(by, revoke_role, membership, **facts)
    return problem.code, problem.facts, problem.path


async def give_passwords(center: Center) -> None:
    """Let everybody of the center sign in; in it nobody has a password by itself."""
    await center.store.collection("accounts").update_many({}, {"$set": {"password_hash": "hash"}})


async def test_one_of_two_is_revoked_and_the_other_stays(center: Center) -> None:
    await another(center, "second")
    await give_passwords(center)
    row = await center.act("admin", revoke_role, "m-second", ends_at=NOW + DAY)
    assert row["valid_to"] == NOW + DAY


async def test_the_last_who_can_sign_in_is_not_revoked_now_or_later(center: Center) -> None:
    # Who revokes has a session still, and no password to come back with.
    await another(center, "second")
    assert await refusal(center, "admin", "m-second") == LAST
    assert await refusal(center, "admin", "m-second", ends_at=NOW + DAY) == LAST


async def test_who_cannot_sign_in_is_revoked_by_anybody_who_may(center: Center) -> None:
    await another(center, "second", is_let_in=False)
    row = await center.act("admin", revoke_role, "m-second")
    assert row["valid_to"] == NOW


async def test_whose_own_term_runs_out_does_not_revoke_the_one_who_stays(center: Center) -> None:
    await another(center, "second", valid_to=NOW + DAY)
    await give_passwords(center)
    assert await refusal(center, "second", "m-admin") == LAST
    # A third takes over where the term ends; a gap between the two is one too many.
    await another(center, "third", valid_from=NOW + DAY + HOUR)
    assert await refusal(center, "second", "m-admin") == LAST
    await another(center, "fourth", valid_from=NOW + HOUR, valid_to=NOW + 2 * DAY)
    assert (await center.act("second", revoke_role, "m-admin"))["valid_to"] == NOW


async def test_who_stands_in_for_the_one_who_goes_keeps_nothing_open(center: Center) -> None:
    await another(center, "second", valid_to=NOW + DAY)
    await another(center, "deputy", valid_to=NOW + DAY, substitutes_id="m-second")
    assert await refusal(center, "admin", "m-second") == LAST


async def test_a_grant_that_has_not_begun_is_called_off_only_where_nobody_waits_for_it(
    center: Center,
) -> None:
    await give_passwords(center)
    granted = await center.act(
        "admin", grant_role, person_id="lead", role="SYSTEM_ADMINISTRATOR", valid_from=NOW + DAY
    )
    called_off = await center.act("admin", revoke_role, granted["_id"])
    assert called_off["valid_to"] == called_off["valid_from"]


async def test_a_person_who_administers_last_is_not_deactivated(center: Center) -> None:
    await another(center, "second")
    problem = await center.refused("admin", deactivate_person, "second")
    assert (problem.code, problem.facts, problem.path) == LAST
    await give_passwords(center)
    assert (await center.act("admin", deactivate_person, "second"))["is_active"] is False


async def test_who_stays_only_for_a_while_blocks_nobody_who_would_have_stayed_longer(center: Center) -> None:
    await another(center, "second", valid_to=NOW + DAY)
    await give_passwords(center)
    assert await blocking(center, "second", "a-admin") == LAST
    # The one who stays may well block the one whose term is running out.
    assert (await center.act("admin", block_account, "a-second", reason="уволен"))["is_active"] is False


async def test_a_term_that_begins_where_another_ends_leaves_no_gap_to_block_for(center: Center) -> None:
    await another(center, "second", valid_to=NOW + DAY)
    await another(center, "third", valid_from=NOW + DAY + HOUR)
    await give_passwords(center)
    assert await blocking(center, "second", "a-admin") == LAST
    await another(center, "fourth", valid_from=NOW + HOUR, valid_to=NOW + 2 * DAY)
    blocked = await center.act("second", block_account, "a-admin", reason="уволен")
    assert blocked["is_active"] is False


async def test_who_is_to_administer_later_is_not_blocked_where_nobody_else_could(center: Center) -> None:
    await another(center, "second", valid_to=NOW + DAY)
    await another(center, "third", valid_from=NOW + HOUR)
    await center.store.collection("memberships").update_one(
        {"_id": "m-admin"}, {"$set": {"valid_to": NOW + DAY}}
    )
    await center.container.reference.refresh()
    await give_passwords(center)
    assert await blocking(center, "second", "a-third") == LAST
    assert (await center.act("second", block_account, "a-admin", reason="уволен"))["is_active"] is False


async def blocking(center: Center, by: str, account: str) -> tuple[object, ...]:
    """With what a block is refused."""
    problem = await center.refused(by, block_account, account, reason="уволен")
    return problem.code, problem.facts, problem.path


async def together(center: Center, *acts: tuple[str, Operation, str, dict[str, Any]]) -> list[Problem]:
    """What those are told who act at the same moment and are refused."""
    results = await asyncio.gather(
        *(center.act(login, operation, target, **facts) for login, operation, target, facts in acts),
        return_exceptions=True,
    )
    return [one for one in results if isinstance(one, Problem)]


@pytest.mark.parametrize(
    "ways",
    [
        ((revoke_role, "m-", {}), (revoke_role, "m-", {})),
        ((revoke_role, "m-", {}), (block_account, "a-", {"reason": "уволен"})),
        ((deactivate_person, "", {}), (block_account, "a-", {"reason": "уволен"})),
        ((deactivate_person, "", {}), (revoke_role, "m-", {})),
    ],
)
async def test_of_two_who_take_it_from_each_other_at_once_one_stays(
    center: Center, ways: tuple[tuple[Operation, str, dict[str, Any]], ...]
) -> None:
    await another(center, "second")
    await give_passwords(center)
    (one, its, facts), (two, whose, more) = ways
    told = await together(
        center, ("admin", one, f"{its}second", facts), ("second", two, f"{whose}admin", more)
    )
    assert len(told) == 1
    # Whoever comes second has lost the role, or the way in, by then.
    assert told[0].code in {"FORBIDDEN", "UNAUTHENTICATED"}
    left = [login for login in ("admin", "second") if await _administers(center, login)]
    assert len(left) == 1


async def _administers(center: Center, login: str) -> bool:
    account = await center.row("accounts", f"a-{login}")
    return bool(account["is_active"]) and "SYSTEM_ADMINISTRATOR" in (await center.who(login)).roles
