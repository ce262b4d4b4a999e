"""Links for people without an account: what a token is made from, and when a link opens nothing any more."""

from datetime import datetime, timedelta

from auth.crypto.sealing import Vault
from auth.crypto.tokens import refresh_digest
from documents.cases.rated_by_link import rated_case
from documents.cases.satisfaction import is_low
from documents.links.document import GuestLink
from documents.links.rules import (
    TOKEN,
    LinkPurpose,
    is_readable,
    link_by,
    minted,
    open_link,
    revoked,
    token_of,
    told_token,
    used,
)
from tests.support.keys import PERSONAL_SECRET, VAULT

NOW = datetime(2026, 6, 1, 3)
FOR = LinkPurpose.SATISFACTION
OTHER_KEYS = Vault({"t1": PERSONAL_SECRET}, search_secret="another secret of thirty-two letters or more")


def link(nonce: str = "n1", days: int = 14) -> GuestLink:
    return minted(VAULT, FOR, "case-1", nonce=nonce, now=NOW, days=days)


def test_a_token_is_told_again_and_stands_nowhere() -> None:
    one = link()
    token = told_token(VAULT, "case-1", one)
    assert token is not None
    assert TOKEN.fullmatch(token)
    assert one.digest == refresh_digest(token)
    assert token not in str(one.model_dump())


def test_a_token_is_of_one_object_one_link_and_one_key() -> None:
    tokens = {
        token_of(vault, FOR, object_id, nonce)
        for vault in (VAULT, OTHER_KEYS)
        for object_id in ("case-1", "case-2")
        for nonce in ("n1", "n2")
    }
    assert len(tokens) == 8
    assert told_token(OTHER_KEYS, "case-1", link()) is None
    assert told_token(VAULT, "case-2", link()) is None


def test_a_link_opens_until_it_ends_is_used_or_is_revoked() -> None:
    one, end = link(), NOW + timedelta(days=14)
    assert open_link([one], FOR, end - timedelta(seconds=1)) == one
    assert open_link([one], FOR, end) is None
    assert not is_readable(one, end)
    [spent] = used([one], FOR, NOW)
    assert open_link([spent], FOR, NOW) is None
    # Who used it may still look, and is told that it counted.
    assert is_readable(spent, NOW)
    [dead] = revoked([spent], FOR, NOW)
    assert not is_readable(dead, NOW)
    assert revoked([dead], FOR, NOW + timedelta(days=1)) == [dead]
    assert used([dead], FOR, NOW) == [dead]


def test_the_latest_of_two_links_is_the_open_one_and_each_is_found_by_its_digest() -> None:
    first, second = link("n1"), link("n2")
    assert open_link([first, second], FOR, NOW) == second
    assert link_by([first, second], FOR, first.digest) == first
    assert link_by([first, second], FOR, "0" * 64) is None


def test_a_link_shows_of_its_case_the_number_and_the_day_of_the_answer_alone() -> None:
    one = link()
    row = {
        "_id": "case-1",
        "kind": "MESSAGE",
        "number": "2026-000001",
        "status": "ANSWERED",
        "answered_at": NOW,
        "guest_links": [one.model_dump()],
    }
    shown = rated_case(row, one.digest, NOW)
    assert shown is not None
    assert (shown.case_id, shown.number, shown.answered_at, shown.is_rated) == (
        "case-1",
        "2026-000001",
        NOW,
        False,
    )
    assert rated_case(None, one.digest, NOW) is None
    assert rated_case(row, "0" * 64, NOW) is None
    assert rated_case(row, one.digest, one.ends_at) is None
    assert rated_case({**row, "status": "REOPENED"}, one.digest, NOW) is None


def test_a_low_score_is_looked_into_where_it_says_why() -> None:
    assert is_low(2, "Двор не убран")
    assert not is_low(1, None)
    assert not is_low(3, "Так себе")
