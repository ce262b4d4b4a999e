"""Finds what a name of another system is here: by its title in the directory, however it is spelled."""

import re
from collections.abc import Callable, Iterator, Mapping

from documents.intake.vocabulary import COLLECTIONS, UnmatchedReferenceKind
from documents.kernel.read.reference import Row, Snapshot
from documents.kernel.text.matching import name_key

ACTIVE = "ACTIVE"

_BEFORE = re.compile(
    r"^(?:г|с|д|п|ст|пос|рп|пгт|город|село|деревня|поселок|станция|рабочий поселок)\.?\s+(?=\S)"
)
"""The kind of a settlement, which stands before its name."""


def settlement_key(name: str) -> str:
    """Return what two names of a settlement are compared by: without the kind before it."""
    return _BEFORE.sub("", name_key(name))


def _topics(snapshot: Snapshot) -> Iterator[tuple[str, Row]]:
    return ((name_key(row["title"]), row) for row in snapshot.rows("topics") if row.get("is_active", True))


def _departments(snapshot: Snapshot) -> Iterator[tuple[str, Row]]:
    for row in snapshot.rows("organizations"):
        if row["state"] == ACTIVE:
            yield name_key(row["name"]), row
            yield name_key(row["short_name"]), row


def _executors(snapshot: Snapshot) -> Iterator[tuple[str, Row]]:
    return ((name_key(row["full_name"]), row) for row in snapshot.rows("persons") if row["is_active"])


def _settlements(snapshot: Snapshot) -> Iterator[tuple[str, Row]]:
    return ((settlement_key(row["title"]), row) for row in snapshot.rows("settlements"))


_NAMED: Mapping[UnmatchedReferenceKind, Callable[[Snapshot], Iterator[tuple[str, Row]]]] = {
    UnmatchedReferenceKind.TOPIC: _topics,
    UnmatchedReferenceKind.DEPARTMENT: _departments,
    UnmatchedReferenceKind.EXECUTOR: _executors,
    UnmatchedReferenceKind.SETTLEMENT: _settlements,
}


def found_by_name(snapshot: Snapshot, kind: UnmatchedReferenceKind, name: str) -> str | None:
    """Return the id of what goes by a name; None where nothing does, or several things do."""
    return _index(snapshot, kind).get(key_of(kind, name))


def key_of(kind: UnmatchedReferenceKind, name: str) -> str:
    """Return what two names of a kind are compared by."""
    return settlement_key(name) if kind is UnmatchedReferenceKind.SETTLEMENT else name_key(name)


def is_offered(snapshot: Snapshot, kind: UnmatchedReferenceKind, row_id: str) -> bool:
    """Return whether a name may stand for a row of the directory: it is there, and not switched off. A status always is."""
    if kind is UnmatchedReferenceKind.STATE:
        return True
    row = snapshot.row(COLLECTIONS[kind], row_id)
    return row is not None and row.get("is_active", True) and row.get("state", ACTIVE) == ACTIVE


def _index(snapshot: Snapshot, kind: UnmatchedReferenceKind) -> Mapping[str, str | None]:
    memo = f"intake names {kind}"
    built: dict[str, str | None] | None = snapshot.memo.get(memo)
    if built is None:
        built = {}
        for key, row in _NAMED[kind](snapshot):
            built[key] = row["_id"] if built.get(key, row["_id"]) == row["_id"] else None
        snapshot.memo[memo] = built
    return built
