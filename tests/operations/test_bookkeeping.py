"""Bookkeeping leaves no history, so only what is declared as such is written that way, and no document of the domain is."""

from typing import cast

import pytest

from documents.accounts.document import Account, Session
from documents.aggregates import RECORDS
from documents.cases.document import Case
from documents.kernel.store.connection import Store
from documents.kernel.write import ledger
from tests.support.town import Town

NO_STORE = cast("Store", None)
"""Refused before any store is asked."""


def test_a_document_of_the_domain_is_no_bookkeeping() -> None:
    for record in RECORDS:
        with pytest.raises(TypeError, match="written through changes"):
            ledger.bookkeeping(record)
    assert ledger.bookkeeping(Session) == "sessions"


async def test_nothing_undeclared_is_written() -> None:
    with pytest.raises(ValueError, match="written through changes"):
        await ledger.change(NO_STORE, Case.collection_name(), {}, {})
    with pytest.raises(ValueError, match="written through changes"):
        await ledger.add(NO_STORE, Account.collection_name(), {})


async def test_of_the_domain_only_accounts_and_webhooks_are_read_without_rights(town: Town) -> None:
    # An open office has imported whatever could declare more.
    domain = {record.collection_name() for record in RECORDS}
    assert sorted(ledger._READABLE) == ["accounts", "webhooks"]
    with pytest.raises(ValueError, match="read through access"):
        await ledger.read(town.store, Case.collection_name(), {})
    assert not ledger._BOOKKEEPING & domain
