"""Places of cases that were stored in the words of who wrote them, read anew: streets of the directory, houses in one form,
flats apart; in batches, and again from where it stopped."""

from collections.abc import Callable, Mapping
from functools import partial

from documents.cases.addresses import recognized
from documents.cases.document import Case, Location
from documents.cases.terms_anew import renewed
from documents.kernel.read.reference import Snapshot
from documents.kernel.store.connection import Store

REREAD = ("location", "search_terms", "likeness_keys")
"""What is made anew: the place, and what it is found by."""


async def read_places(
    store: Store, snapshot: Snapshot, *, told: Callable[[str, int], object], writes: bool
) -> Mapping[str, int]:
    """Give every case its place as it would be stored now; how many were looked at, given another, and left because they
    are no cases. Revisions stay: the place is the one that it was."""
    return await renewed(store, REREAD, told=told, writes=writes, before=partial(_read, snapshot))


def _read(snapshot: Snapshot, case: Case) -> None:
    place = recognized(snapshot, case.location.model_dump(), case.settlement_id)
    case.location = Location(**place)
