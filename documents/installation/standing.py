"""What of an installation is there: what is missing before anybody can work, and who may administer."""

from collections.abc import Mapping, Sequence
from typing import Any

from documents.accounts.administrators import administering
from documents.accounts.reading import ACCOUNTS
from documents.kernel.names import camel
from documents.kernel.read.reference import Snapshot
from documents.kernel.store.connection import Store
from documents.kernel.write import ledger

Row = Mapping[str, Any]

OF_THE_DECREE = (
    "sectors",
    "channels",
    "deadline_policies",
    "calendar_days",
    "reasons",
    "settings",
    "legal_acts",
)
"""Collections that the decree fills, and without which nothing can be registered, routed or reckoned."""

ADMINISTRATOR = "administrator"
MOST_ADMINISTRATORS = 100


def missing_of(snapshot: Snapshot) -> list[str]:
    """Return what an installation lacks, by the names that GraphQL has for it; empty where somebody administers.

    The decree and the first administrator come in one transaction: who has the one has the other.
    """
    if administering(snapshot):
        return []
    return [*(camel(name) for name in OF_THE_DECREE if not list(snapshot.rows(name))), ADMINISTRATOR]


async def administrators(store: Store, snapshot: Snapshot) -> Sequence[Row]:
    """Return the accounts of those who hold, held or will hold the role of an administrator."""
    person_ids = sorted({row["person_id"] for row in administering(snapshot)})
    where = {"person_id": {"$in": person_ids}}
    return await ledger.read_many(store, ACCOUNTS, where, at_most=MOST_ADMINISTRATORS)
